/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Foreign JSON: GeoJSON or a content document, any bytes, to an edit that the project takes. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include "fuzz.h"
#include "klaster-import.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.geojson", settings, NULL, NULL);
  g_autoptr (KlasterImportMapping) mapping = NULL;
  g_autoptr (KlasterImportPlan) plan = NULL;

  if (source == NULL)
    return 0;
  if (klaster_import_source_get_sheet (source))
    {
      mapping = klaster_import_mapping_guess (klaster_import_source_get_sheet (source), snapshot, settings, NULL);
      g_assert (mapping != NULL);
      plan = klaster_import_plan_new (klaster_import_source_get_sheet (source), mapping, snapshot, NULL, "x", NULL, NULL, NULL,
                                      NULL);
    }
  else
    plan = klaster_import_plan_new_from_content (source, snapshot, settings, "x", NULL, NULL);
  if (plan == NULL)
    return 0;
  g_assert (plan->n_read == plan->n_accepted + plan->n_updated + plan->n_duplicates + plan->n_rejected);
  if (plan->edit)
    {
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (plan->edit, snapshot, NULL);

      g_assert (delta != NULL);
    }

  return 0;
}
