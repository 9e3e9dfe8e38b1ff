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
  gboolean is_osm;

  g_return_val_if_fail (url != NULL, NULL);

  shumate_set_user_agent ("Klaster/" PACKAGE_VERSION " (" APPLICATION_ID ")");
  /* The cache on disk is kept by this name: another server's tiles must not be mixed in. */
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
  hash[12] = '\0';
  id = g_strdup_printf ("klaster-online-%s", hash);
  is_osm = strstr (url, "openstreetmap.org/") != NULL;

  return SHUMATE_MAP_SOURCE (
    shumate_raster_renderer_new_full_from_url (id, is_osm ? "OpenStreetMap" : url,
                                               is_osm ? "© OpenStreetMap contributors" : url,
                                               is_osm ? "https://www.openstreetmap.org/copyright" : url, 0, MAX_ZOOM,
                                               TILE_SIZE, SHUMATE_MAP_PROJECTION_MERCATOR, url));
}
