/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cli-overlay.h"

/**
 * klaster_cli_load_overlay:
 * @cli: the run
 * @project: an open project
 *
 * Reads the outlines that the project shows over the map. What cannot be read is told and left out: the map is a map without
 * it.
 *
 * Returns: (transfer full) (nullable): all of them as one; %NULL when there are none
 */
KlasterGeometry *
klaster_cli_load_overlay (KlasterCli     *cli,
                          KlasterProject *project)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autofree char *problem = NULL;
  KlasterGeometry *geometry;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_OVERLAY);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *name = klaster_row_get_text (row, KLASTER_OVERLAY_NAME);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      GBytes *bytes;

      if (klaster_row_get_integer (row, KLASTER_OVERLAY_VISIBLE) == 0)
        continue;
      klaster_project_load_blob_async (project, klaster_row_get_text (row, KLASTER_OVERLAY_SHA256), cli->cancellable,
                                       klaster_cli_finished_cb, &result);
      bytes = klaster_project_load_blob_finish (project, klaster_cli_await (&result), &error);
      if (bytes != NULL)
        g_ptr_array_add (documents, bytes);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        klaster_cli_message (cli, _("%s: %s"), name, error->message);
    }
  if (documents->len == 0)
    return NULL;

  geometry = klaster_geometry_new_from_documents (documents, &problem);
  if (problem != NULL)
    klaster_cli_message (cli, "%s", problem);

  return geometry;
}
