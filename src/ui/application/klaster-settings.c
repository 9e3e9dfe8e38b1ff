/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-build-dir.h"
#include "klaster-settings.h"

/**
 * klaster_settings_get:
 *
 * The settings of the program, for all windows.
 *
 * Returns: (transfer none): the settings
 */
GSettings *
klaster_settings_get (void)
{
  static GSettings *settings;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      const char *build_dir = klaster_build_dir_get ();

      if (build_dir != NULL)
        {
          g_autofree char *folder = g_build_filename (build_dir, "data", NULL);
          g_autoptr (GSettingsSchemaSource) source = NULL;
          g_autoptr (GSettingsSchema) schema = NULL;

          source = g_settings_schema_source_new_from_directory (folder, g_settings_schema_source_get_default (), TRUE, NULL);
          if (source != NULL)
            schema = g_settings_schema_source_lookup (source, APPLICATION_ID, FALSE);
          if (schema != NULL)
            settings = g_settings_new_full (schema, NULL, NULL);
        }
      if (settings == NULL)
        settings = g_settings_new (APPLICATION_ID);
      g_once_init_leave (&once, 1);
    }

  return settings;
}
