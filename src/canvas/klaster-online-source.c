/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The online map. Nothing is fetched before somebody shows the source in a map.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-online-source.h"

#define MAX_ZOOM 19
#define TILE_SIZE 256
/* So many tiles in a row that could not be had are no accident. */
#define FAILURES 3

/**
 * KlasterOnlineSource:
 *
 * libshumate fetches and keeps the tiles; this one notices when none can be had, so that an empty map is not left without
 * a word.
 */
struct _KlasterOnlineSource
{
  ShumateMapSource parent_instance;

  ShumateMapSource *tiles;
  guint n_failures; /* in a row */
};

G_DEFINE_FINAL_TYPE (KlasterOnlineSource, klaster_online_source, SHUMATE_TYPE_MAP_SOURCE)

enum
{
  PROP_0,
  PROP_AVAILABLE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
note (KlasterOnlineSource *self,
      gboolean             filled)
{
  gboolean before = klaster_online_source_is_available (self);

  self->n_failures = filled ? 0 : self->n_failures + 1;
  if (klaster_online_source_is_available (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
filled_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (shumate_map_source_fill_tile_finish (SHUMATE_MAP_SOURCE (object), result, &error))
    {
      note (g_task_get_source_object (task), TRUE);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    note (g_task_get_source_object (task), FALSE);
  g_task_return_error (task, error);
}

static void
klaster_online_source_fill_tile_async (ShumateMapSource    *source,
                                       ShumateTile         *tile,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, klaster_online_source_fill_tile_async);
  shumate_map_source_fill_tile_async (KLASTER_ONLINE_SOURCE (source)->tiles, tile, cancellable, filled_cb, task);
}

static gboolean
klaster_online_source_fill_tile_finish (ShumateMapSource  *source,
                                        GAsyncResult      *result,
                                        GError           **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
klaster_online_source_get_property (GObject    *object,
                                    guint       prop_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  if (prop_id == PROP_AVAILABLE)
    g_value_set_boolean (value, klaster_online_source_is_available (KLASTER_ONLINE_SOURCE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
klaster_online_source_finalize (GObject *object)
{
  g_clear_object (&KLASTER_ONLINE_SOURCE (object)->tiles);

  G_OBJECT_CLASS (klaster_online_source_parent_class)->finalize (object);
}

static void
klaster_online_source_class_init (KlasterOnlineSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  object_class->get_property = klaster_online_source_get_property;
  object_class->finalize = klaster_online_source_finalize;
  source_class->fill_tile_async = klaster_online_source_fill_tile_async;
  source_class->fill_tile_finish = klaster_online_source_fill_tile_finish;

  properties[PROP_AVAILABLE] =
    g_param_spec_boolean ("available", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
klaster_online_source_init (KlasterOnlineSource *self)
{
}

/**
 * klaster_online_source_is_available:
 * @self: the online map
 *
 * Returns: whether tiles come; %TRUE before any was asked for. Property “available”, notified.
 */
gboolean
klaster_online_source_is_available (KlasterOnlineSource *self)
{
  g_return_val_if_fail (KLASTER_IS_ONLINE_SOURCE (self), FALSE);

  return self->n_failures < FAILURES;
}

/**
 * klaster_online_source_check_url:
 * @url: the address of tiles, with {z}, {x} and {y} in it
 * @error: (out) (optional): why it cannot be one
 *
 * Returns: whether tiles can be fetched from there
 */
gboolean
klaster_online_source_check_url (const char  *url,
                                 GError     **error)
{
  g_return_val_if_fail (url != NULL, FALSE);

  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("The address of an online map begins with “https://”."));
      return FALSE;
    }
  if (!strstr (url, "{z}") || !strstr (url, "{x}") || !strstr (url, "{y}"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _("The address of an online map contains “{z}”, “{x}” and “{y}” where the numbers of a tile go."));
      return FALSE;
    }

  return TRUE;
}

/**
 * klaster_online_source_new:
 * @url: where tiles are, with {z}, {x} and {y}; checked with klaster_online_source_check_url()
 *
 * Requests name the program and its version, as the servers' terms ask. Tiles are kept in libshumate's cache on disk.
 *
 * Returns: (transfer full): a source of tiles
 */
ShumateMapSource *
klaster_online_source_new (const char *url)
{
  g_autofree char *hash = NULL;
  g_autofree char *id = NULL;
  const char *name, *license, *uri;
  KlasterOnlineSource *self;
  gboolean is_osm;

  g_return_val_if_fail (url != NULL, NULL);

  shumate_set_user_agent ("Klaster/" PACKAGE_VERSION " (" APPLICATION_ID ")");
  /* The cache on disk is kept by this name: another server's tiles must not be mixed in. */
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
  hash[12] = '\0';
  id = g_strdup_printf ("klaster-online-%s", hash);
  is_osm = strstr (url, "openstreetmap.org/") != NULL;

  name = is_osm ? "OpenStreetMap" : url;
  license = is_osm ? "© OpenStreetMap contributors" : url;
  uri = is_osm ? "https://www.openstreetmap.org/copyright" : url;
  self = g_object_new (KLASTER_TYPE_ONLINE_SOURCE, "id", id, "name", name, "license", license, "license-uri", uri,
                       "min-zoom-level", 0, "max-zoom-level", MAX_ZOOM, "tile-size", TILE_SIZE, NULL);
  self->tiles = SHUMATE_MAP_SOURCE (shumate_raster_renderer_new_full_from_url (id, name, license, uri, 0, MAX_ZOOM, TILE_SIZE,
                                                                               SHUMATE_MAP_PROJECTION_MERCATOR, url));

  return SHUMATE_MAP_SOURCE (self);
}
