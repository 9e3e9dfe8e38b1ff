/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <math.h>
#include <sqlite3.h>

#include "klaster-await.h"
#include "klaster-basemap-source.h"
#include "klaster-cairo-stream.h"
#include "klaster-mbtiles-source.h"
#include "klaster-online-source.h"
#include "klaster-worker.h"

static gint n_draws;

static void
draw_cb (cairo_t            *cr,
         int                 zoom,
         int                 x,
         int                 y,
         const KlasterStyle *style)
{
  g_atomic_int_inc (&n_draws);
  cairo_set_source_rgb (cr, 0, style->theme == KLASTER_THEME_DARK ? 0.2 : 0.8, 0);
  cairo_paint (cr);
}

static void
filled_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  int *state = user_data;

  *state = shumate_map_source_fill_tile_finish (SHUMATE_MAP_SOURCE (object), result, &error) ? 1 : -1;
  if (*state < 0)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_fill (void)
{
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) source = klaster_basemap_source_new (draw_cb, &style, 2, "Somebody");
  g_autoptr (ShumateMapSource) dark = NULL;
  g_autoptr (ShumateTile) tile = shumate_tile_new_full (3, 4, 256, 5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GdkPaintable *paintable;
  int state = 0;

  shumate_map_source_fill_tile_async (source, tile, NULL, filled_cb, &state);
  klaster_await (state != 0, 10);
  g_assert_cmpint (state, ==, 1);
  g_assert_cmpint (shumate_tile_get_state (tile), ==, SHUMATE_STATE_DONE);
  paintable = shumate_tile_get_paintable (tile);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (paintable), ==, 512);

  /* A fill that nobody waits for ends, too, else libshumate keeps the old level for ever. */
  g_cancellable_cancel (cancellable);
  shumate_tile_set_state (tile, SHUMATE_STATE_NONE);
  state = 0;
  shumate_map_source_fill_tile_async (source, tile, cancellable, filled_cb, &state);
  klaster_await (state != 0, 10);
  g_assert_cmpint (state, ==, -1);
  g_assert_cmpint (shumate_tile_get_state (tile), ==, SHUMATE_STATE_DONE);

  /* Another look is another source to libshumate. */
  style.theme = KLASTER_THEME_DARK;
  dark = klaster_basemap_source_new (draw_cb, &style, 2, "Somebody");
  g_assert_cmpstr (shumate_map_source_get_id (source), !=, shumate_map_source_get_id (dark));
}

static void
test_in_a_map (void)
{
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) source = klaster_basemap_source_new (draw_cb, &style, 1, "Somebody");
  GtkWidget *window = gtk_window_new ();
  ShumateMap *map = shumate_map_new ();
  GdkPaintable *paintable;
  int before = g_atomic_int_get (&n_draws);

  shumate_viewport_set_reference_map_source (shumate_map_get_viewport (map), source);
  shumate_viewport_set_zoom_level (shumate_map_get_viewport (map), 8);
  shumate_map_add_layer (map, SHUMATE_LAYER (shumate_map_layer_new (source, shumate_map_get_viewport (map))));
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (map));
  gtk_window_set_default_size (GTK_WINDOW (window), 600, 400);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (map));
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (g_atomic_int_get (&n_draws) >= before + 6, 10);

  g_object_unref (paintable);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* One tile of a quarter red, quarter green, quarter blue, quarter white. */
static GByteArray *
create_png (void)
{
  GByteArray *png = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 256, 256);
  cairo_t *cr = cairo_create (surface);

  for (int i = 0; i < 4; i++)
    {
      cairo_set_source_rgb (cr, i == 0 || i == 3, i == 1 || i == 3, i == 2 || i == 3);
      cairo_rectangle (cr, 128 * (i & 1), 128 * (i >> 1), 128, 128);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  cairo_surface_write_to_png_stream (surface, klaster_cairo_append_cb, png);
  cairo_surface_destroy (surface);

  return png;
}

/* @schema: what makes `tiles`; @data: the one tile, level 3, column 5, row 1 from the south */
static char *
create_mbtiles (const char *schema,
                const char *format,
                const void *data,
                int         size)
{
  char *path = NULL;
  g_autofree char *sql = NULL;
  sqlite3 *db;
  sqlite3_stmt *statement;
  int fd = g_file_open_tmp ("klaster-XXXXXX.mbtiles", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, schema, NULL, NULL, NULL), ==, SQLITE_OK);
  sql = g_strdup_printf ("INSERT INTO metadata VALUES ('name', 'Test'), ('format', '%s'), ('minzoom', '2'), ('maxzoom', '3'),"
                         " ('bounds', '68,40,72,42'), ('attribution', 'Somebody')", format);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "INSERT INTO map VALUES (3, 5, 1, ?)", -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_blob (statement, 1, data, size, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return path;
}

/* Many of these files hold `tiles` as a view. */
#define VIEW_SCHEMA "CREATE TABLE metadata (name TEXT, value TEXT);" \
  "CREATE TABLE map (z INTEGER, c INTEGER, r INTEGER, d BLOB);" \
  "CREATE VIEW tiles AS SELECT z AS zoom_level, c AS tile_column, r AS tile_row, d AS tile_data FROM map"

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static ShumateMapSource *
open_mbtiles (const char  *path,
              GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  klaster_mbtiles_source_open_async (file, NULL, opened_cb, &result);
  klaster_await (result != NULL, 10);

  return klaster_mbtiles_source_open_finish (result, error);
}

/* 0: the tile is empty */
static guint32
get_middle_pixel (ShumateMapSource *source,
                  guint             zoom,
                  guint             x,
                  guint             y)
{
  g_autoptr (ShumateTile) tile = shumate_tile_new_full (x, y, 256, zoom);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface;
  GskRenderNode *node;
  cairo_t *cr;
  guint32 pixel;
  int state = 0;

  shumate_map_source_fill_tile_async (source, tile, NULL, filled_cb, &state);
  klaster_await (state != 0, 10);
  g_assert_cmpint (state, ==, 1);
  g_assert_cmpint (shumate_tile_get_state (tile), ==, SHUMATE_STATE_DONE);
  if (shumate_tile_get_paintable (tile) == NULL)
    return 0;

  gdk_paintable_snapshot (shumate_tile_get_paintable (tile), snapshot, 256, 256);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256, 256);
  cr = cairo_create (surface);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  gsk_render_node_unref (node);
  cairo_surface_flush (surface);
  memcpy (&pixel, cairo_image_surface_get_data (surface) + 64 * cairo_image_surface_get_stride (surface) + 64 * 4, 4);
  cairo_surface_destroy (surface);

  return pixel;
}

static void
test_mbtiles (void)
{
  g_autoptr (GByteArray) png = create_png ();
  g_autofree char *path = create_mbtiles (VIEW_SCHEMA, "png", png->data, (int) png->len);
  g_autoptr (GError) error = NULL;
  g_autoptr (ShumateMapSource) source = open_mbtiles (path, &error);
  KlasterRect bounds;

  g_assert_no_error (error);
  g_assert_cmpstr (shumate_map_source_get_license (source), ==, "Somebody");
  g_assert_true (klaster_mbtiles_source_get_bounds (KLASTER_MBTILES_SOURCE (source), &bounds));
  g_assert_cmpfloat_with_epsilon (bounds.x0, (68 + 180) / 360.0, 1e-9);

  /* Row 1 from the south is row 6 from the north. */
  g_assert_cmphex (get_middle_pixel (source, 3, 5, 6), ==, 0xffff0000);
  g_assert_cmphex (get_middle_pixel (source, 3, 5, 1), ==, 0);
  /* Past its last level a part of the tile is enlarged: upper right is green. */
  g_assert_cmphex (get_middle_pixel (source, 4, 11, 12), ==, 0xff00ff00);
  g_assert_cmphex (get_middle_pixel (source, 5, 20, 27), ==, 0xff0000ff);
  /* Below its first there is nothing. */
  g_assert_cmphex (get_middle_pixel (source, 1, 0, 0), ==, 0);
  g_unlink (path);
}

static void
test_mbtiles_refused (void)
{
  g_autoptr (GByteArray) png = create_png ();
  g_autofree char *vector = create_mbtiles (VIEW_SCHEMA, "pbf", "\x1f\x8bvector", 8);
  g_autofree char *unsaid = create_mbtiles (VIEW_SCHEMA, "png", "\x1f\x8bvector", 8);
  g_autofree char *other = create_mbtiles ("CREATE TABLE metadata (name TEXT, value TEXT);"
                                           "CREATE TABLE map (z INTEGER, c INTEGER, r INTEGER, d BLOB)", "png",
                                           png->data, (int) png->len);
  /* A query that would never end */
  g_autofree char *endless = create_mbtiles (
    "CREATE TABLE metadata (name TEXT, value TEXT); CREATE TABLE map (z INTEGER, c INTEGER, r INTEGER, d BLOB);"
    "CREATE VIEW tiles AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
    " SELECT i AS zoom_level, i AS tile_column, i AS tile_row, NULL AS tile_data FROM n WHERE i < 0", "png", png->data,
    (int) png->len);
  g_autofree char *text = g_strdup ("/tmp/klaster-no-map-XXXXXX");
  const char *const paths[] = { vector, unsaid, other, endless };
  const int codes[] = { G_IO_ERROR_NOT_SUPPORTED, G_IO_ERROR_NOT_SUPPORTED, G_IO_ERROR_INVALID_DATA,
                        G_IO_ERROR_INVALID_DATA };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_mbtiles (paths[i], &error));
      g_assert_error (error, G_IO_ERROR, codes[i]);
      g_unlink (paths[i]);
    }
  {
    g_autoptr (GError) error = NULL;
    int fd = g_mkstemp (text);

    g_assert_cmpint (write (fd, "Not a database at all, only some text.", 38), ==, 38);
    g_close (fd, NULL);
    g_assert_null (open_mbtiles (text, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    g_unlink (text);
  }
}

static void
test_online_url (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ShumateMapSource) source = klaster_online_source_new (KLASTER_ONLINE_TILE_URL);
  g_autoptr (ShumateMapSource) other = klaster_online_source_new ("https://tiles.example/{z}/{x}/{y}.png");

  g_assert_true (klaster_online_source_check_url (KLASTER_ONLINE_TILE_URL, &error));
  g_assert_no_error (error);
  g_assert_false (klaster_online_source_check_url ("file:///etc/{z}/{x}/{y}", NULL));
  g_assert_false (klaster_online_source_check_url ("https://example.org/tile.png", NULL));
  g_assert_cmpstr (shumate_map_source_get_id (source), !=, shumate_map_source_get_id (other));
  g_assert_nonnull (strstr (shumate_map_source_get_license (source), "OpenStreetMap"));
  g_assert_true (g_str_has_prefix (shumate_get_user_agent (), "Klaster/" PACKAGE_VERSION));
}

static void
refused_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (shumate_map_source_fill_tile_finish (SHUMATE_MAP_SOURCE (object), result, &error));
  g_assert_nonnull (error);
  *(gboolean *) user_data = TRUE;
}

/* Nothing listens there: after a few tiles that is no accident. */
static void
test_online_without_answer (void)
{
  g_autoptr (ShumateMapSource) source = klaster_online_source_new ("http://127.0.0.1:9/{z}/{x}/{y}.png");
  KlasterOnlineSource *online = KLASTER_ONLINE_SOURCE (source);

  g_assert_true (klaster_online_source_is_available (online));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ShumateTile) tile = shumate_tile_new_full (i, 0, 256, 5);
      gboolean refused = FALSE;

      g_assert_true (klaster_online_source_is_available (online));
      shumate_map_source_fill_tile_async (source, tile, NULL, refused_cb, &refused);
      klaster_await (refused, 30);
    }
  g_assert_false (klaster_online_source_is_available (online));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

  g_test_add_func ("/map-source/fill", test_fill);
  g_test_add_func ("/map-source/in-a-map", test_in_a_map);
  g_test_add_func ("/map-source/online-without-answer", test_online_without_answer);
  g_test_add_func ("/map-source/mbtiles", test_mbtiles);
  g_test_add_func ("/map-source/mbtiles-refused", test_mbtiles_refused);
  g_test_add_func ("/map-source/online-url", test_online_url);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
