/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of raster tiles (MBTiles 1.3) as a map. It is a stranger's SQLite file: read-only, on a thread of its own, with
 * everything off that is not needed, and with limits on time and size. Views stay on, because many of these files hold
 * `tiles` as one; with an untrusted schema a view can only compute.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "klaster-mbtiles-source.h"
#include "klaster-picture.h"
#include "klaster-tile-fill.h"
#include "klaster-worker.h"

#define MAX_TILE_BYTES (4 * 1024 * 1024)
#define MAX_TILE_SIDE 2048
#define QUERY_SECONDS 2
#define OVERZOOM 6 /* levels past the file's last one that its tiles are enlarged for */

struct _KlasterMbtilesSource
{
  ShumateMapSource parent_instance;

  GThreadPool *worker;     /* one thread: the only one that touches what follows */
  sqlite3 *db;
  sqlite3_stmt *statement;
  gint64 deadline;         /* monotonic time at which a query is given up */

  int min_zoom, max_zoom;
  gboolean has_bounds;
  KlasterRect bounds;
};

G_DEFINE_FINAL_TYPE (KlasterMbtilesSource, klaster_mbtiles_source, SHUMATE_TYPE_MAP_SOURCE)

static int
progress_cb (void *user_data)
{
  KlasterMbtilesSource *self = user_data;

  return g_get_monotonic_time () > self->deadline;
}

static void
start_query (KlasterMbtilesSource *self)
{
  self->deadline = g_get_monotonic_time () + QUERY_SECONDS * G_USEC_PER_SEC;
}

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int              width,
                  int              height,
                  gpointer         user_data)
{
  gboolean *too_large = user_data;

  /* A few bytes can claim to be a gigapixel. */
  if (width > MAX_TILE_SIDE || height > MAX_TILE_SIDE)
    {
      *too_large = TRUE;
      gdk_pixbuf_loader_set_size (loader, 1, 1);
    }
}

static GdkPixbuf *
decode (gconstpointer   data,
        gsize           size,
        GError        **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  gboolean too_large = FALSE;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &too_large);
  if (!gdk_pixbuf_loader_write (loader, data, size, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  if (too_large || gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("A tile of the map file cannot be read."));
      return NULL;
    }

  return g_object_ref (gdk_pixbuf_loader_get_pixbuf (loader));
}

/* NULL without an error: the file has no such tile. */
static GdkPixbuf *
load_tile (KlasterMbtilesSource  *self,
           int                    zoom,
           int                    x,
           int                    y,
           GError               **error)
{
  GdkPixbuf *pixbuf = NULL;
  int rc;

  start_query (self);
  sqlite3_bind_int (self->statement, 1, zoom);
  sqlite3_bind_int (self->statement, 2, x);
  sqlite3_bind_int (self->statement, 3, (1 << zoom) - 1 - y); /* rows are counted from the south */
  rc = sqlite3_step (self->statement);
  if (rc == SQLITE_ROW)
    {
      const void *data = sqlite3_column_blob (self->statement, 0);
      int size = sqlite3_column_bytes (self->statement, 0);

      if (data && size > 0)
        pixbuf = decode (data, (gsize) size, error);
    }
  else if (rc != SQLITE_DONE)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The map file cannot be read: %s"), sqlite3_errmsg (self->db));
  sqlite3_reset (self->statement);

  return pixbuf;
}

static KlasterPicture *
create_picture (GdkPixbuf *pixbuf)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_pixbuf_get_width (pixbuf), gdk_pixbuf_get_height (pixbuf));
  cairo_t *cr = cairo_create (surface);

  gdk_cairo_set_source_pixbuf (cr, pixbuf, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return klaster_picture_new (surface);
}

static GdkPaintable *
make_tile (ShumateMapSource       *source,
           const KlasterTileFill  *fill,
           GError                **error)
{
  KlasterMbtilesSource *self = KLASTER_MBTILES_SOURCE (source);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  int up = MAX (0, fill->zoom - self->max_zoom);

  if (fill->zoom < self->min_zoom || up > OVERZOOM)
    return NULL;

  pixbuf = load_tile (self, fill->zoom - up, fill->x >> up, fill->y >> up, error);
  if (pixbuf && up > 0)
    {
      int n = 1 << up;
      int width = MAX (1, gdk_pixbuf_get_width (pixbuf) / n);
      int height = MAX (1, gdk_pixbuf_get_height (pixbuf) / n);
      g_autoptr (GdkPixbuf) part =
        gdk_pixbuf_new_subpixbuf (pixbuf, MIN ((fill->x & (n - 1)) * width, gdk_pixbuf_get_width (pixbuf) - width),
                                  MIN ((fill->y & (n - 1)) * height, gdk_pixbuf_get_height (pixbuf) - height), width, height);

      g_set_object (&pixbuf, NULL);
      pixbuf = gdk_pixbuf_scale_simple (part, KLASTER_TILE_SIZE, KLASTER_TILE_SIZE, GDK_INTERP_BILINEAR);
    }

  return pixbuf ? GDK_PAINTABLE (create_picture (pixbuf)) : NULL;
}

static void
klaster_mbtiles_source_fill_tile_async (ShumateMapSource    *source,
                                        ShumateTile         *tile,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  klaster_tile_fill_async (source, tile, KLASTER_MBTILES_SOURCE (source)->worker, cancellable, callback, user_data);
}

static void
klaster_mbtiles_source_finalize (GObject *object)
{
  KlasterMbtilesSource *self = KLASTER_MBTILES_SOURCE (object);

  /* Every tile on order holds a reference: the worker is idle. */
  if (self->worker)
    g_thread_pool_free (self->worker, FALSE, FALSE);
  sqlite3_finalize (self->statement);
  sqlite3_close (self->db);

  G_OBJECT_CLASS (klaster_mbtiles_source_parent_class)->finalize (object);
}

static void
klaster_mbtiles_source_class_init (KlasterMbtilesSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  object_class->finalize = klaster_mbtiles_source_finalize;
  source_class->fill_tile_async = klaster_mbtiles_source_fill_tile_async;
  source_class->fill_tile_finish = klaster_tile_fill_finish;
}

static void
klaster_mbtiles_source_init (KlasterMbtilesSource *self)
{
  self->max_zoom = -1;
  self->min_zoom = -1;
}

static gboolean
open_database (KlasterMbtilesSource  *self,
               const char            *path,
               GError               **error)
{
  if (sqlite3_open_v2 (path, &self->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The map file cannot be opened: %s"), sqlite3_errmsg (self->db));
      return FALSE;
    }

  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, MAX_TILE_BYTES);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_progress_handler (self->db, 10000, progress_cb, self);
  start_query (self);
  sqlite3_exec (self->db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON;", NULL, NULL, NULL);
  if (sqlite3_prepare_v2 (self->db,
                          "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?", -1,
                          &self->statement, NULL) != SQLITE_OK)
    {
      int rc = sqlite3_errcode (self->db);

      if (rc == SQLITE_NOTADB || rc == SQLITE_ERROR)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                             _("This is not a map file: it holds no map tiles. MBTiles files with pictures can be shown."));
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The map file cannot be read: %s"), sqlite3_errmsg (self->db));
      return FALSE;
    }

  return TRUE;
}

static char *
get_metadata (KlasterMbtilesSource *self,
              const char           *name)
{
  sqlite3_stmt *statement = NULL;
  char *value = NULL;

  start_query (self);
  if (sqlite3_prepare_v2 (self->db, "SELECT value FROM metadata WHERE name = ?", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, name, -1, SQLITE_STATIC);
      if (sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_text (statement, 0))
        value = g_utf8_make_valid ((const char *) sqlite3_column_text (statement, 0), -1);
    }
  sqlite3_finalize (statement);

  return value;
}

static int
get_zoom_metadata (KlasterMbtilesSource *self,
                   const char           *name,
                   const char           *sql)
{
  g_autofree char *text = get_metadata (self, name);
  sqlite3_stmt *statement = NULL;
  int zoom = -1;

  if (text && g_ascii_isdigit (*text))
    return (int) CLAMP (g_ascii_strtoll (text, NULL, 10), 0, 24);

  start_query (self);
  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW
      && sqlite3_column_type (statement, 0) == SQLITE_INTEGER)
    zoom = CLAMP (sqlite3_column_int (statement, 0), 0, 24);
  sqlite3_finalize (statement);

  return zoom;
}

static void
read_bounds (KlasterMbtilesSource *self)
{
  g_autofree char *text = get_metadata (self, "bounds");
  g_auto (GStrv) parts = text ? g_strsplit (text, ",", 5) : NULL;
  double west, south, east, north;

  if (parts == NULL || g_strv_length (parts) != 4)
    return;
  west = g_ascii_strtod (parts[0], NULL);
  south = g_ascii_strtod (parts[1], NULL);
  east = g_ascii_strtod (parts[2], NULL);
  north = g_ascii_strtod (parts[3], NULL);
  if (!(west >= -180.01 && east <= 180.01 && west < east && south >= -90 && north <= 90 && south < north))
    return;
  self->bounds = klaster_rect_from_lonlat (west, south, east, north);
  self->has_bounds = TRUE;
}

/* What the first tile is, when the file does not say; files that hold vectors often say "pbf". */
static gboolean
check_format (KlasterMbtilesSource  *self,
              GError               **error)
{
  g_autofree char *format = get_metadata (self, "format");
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  sqlite3_stmt *statement = NULL;
  gboolean ok = FALSE;

  if (format && (g_ascii_strcasecmp (format, "pbf") == 0 || g_ascii_strcasecmp (format, "mvt") == 0))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("This map file holds vectors. Only files with pictures (PNG, JPEG, WebP) can be shown."));
      return FALSE;
    }

  start_query (self);
  if (sqlite3_prepare_v2 (self->db, "SELECT tile_data FROM tiles LIMIT 1", -1, &statement, NULL) != SQLITE_OK
      || sqlite3_step (statement) != SQLITE_ROW)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("This map file holds no tiles."));
  else
    {
      const guchar *data = sqlite3_column_blob (statement, 0);
      int size = sqlite3_column_bytes (statement, 0);

      pixbuf = data && size > 0 ? decode (data, (gsize) size, NULL) : NULL;
      ok = pixbuf != NULL;
      if (!ok && size > 2 && data[0] == 0x1f && data[1] == 0x8b)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _("This map file holds vectors. Only files with pictures (PNG, JPEG, WebP) can be shown."));
      else if (!ok)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                     _("The pictures in this map file cannot be read here (%s)."), format ? format : "?");
    }
  sqlite3_finalize (statement);

  return ok;
}

static void
open_cb (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  GFile *file = task_data;
  g_autoptr (KlasterMbtilesSource) self = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = NULL;
  g_autofree char *attribution = NULL;
  g_autofree char *basename = g_file_get_basename (file);
  g_autofree char *id = NULL;
  static gint n_opened;

  if (path == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _("A map file must lie on this computer."));
      return;
    }

  self = g_object_new (KLASTER_TYPE_MBTILES_SOURCE, NULL);
  if (!open_database (self, path, &error) || !check_format (self, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->min_zoom = get_zoom_metadata (self, "minzoom", "SELECT min (zoom_level) FROM tiles");
  self->max_zoom = get_zoom_metadata (self, "maxzoom", "SELECT max (zoom_level) FROM tiles");
  if (self->min_zoom < 0 || self->max_zoom < self->min_zoom)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _("This map file does not tell which zooms it holds."));
      return;
    }
  read_bounds (self);
  name = get_metadata (self, "name");
  attribution = get_metadata (self, "attribution");
  /* libshumate remembers tiles by this: another file, or the same one replaced, is another map. */
  id = g_strdup_printf ("klaster-file-%d", g_atomic_int_add (&n_opened, 1));
  g_object_set (self, "id", id, "name", name ? name : basename, "license", attribution ? attribution : basename,
                "min-zoom-level", 0, "max-zoom-level", KLASTER_MAX_ZOOM, "tile-size", KLASTER_TILE_SIZE, NULL);
  self->worker = klaster_tile_fill_pool_new (make_tile, 1);

  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

/**
 * klaster_mbtiles_source_open_async:
 * @file: an MBTiles file on this computer
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: for @callback
 */
void
klaster_mbtiles_source_open_async (GFile               *file,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, klaster_mbtiles_source_open_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  klaster_worker_run_task (task, open_cb);
}

/**
 * klaster_mbtiles_source_open_finish:
 * @result: what the callback got
 * @error: (out) (optional): why the file cannot be shown, as people understand it
 *
 * Returns: (transfer full) (nullable): a source of tiles
 */
ShumateMapSource *
klaster_mbtiles_source_open_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * klaster_mbtiles_source_get_bounds:
 * @self: a map file
 * @bounds: (out): world coordinates
 *
 * Returns: whether the file tells what it covers
 */
gboolean
klaster_mbtiles_source_get_bounds (KlasterMbtilesSource *self,
                                   KlasterRect          *bounds)
{
  g_return_val_if_fail (KLASTER_IS_MBTILES_SOURCE (self), FALSE);

  *bounds = self->bounds;
  return self->has_bounds;
}
