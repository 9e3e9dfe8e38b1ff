/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "klaster-build-dir.h"

/**
 * klaster_build_dir_get:
 *
 * The build folder when the program runs out of it, not installed: settings and catalogues are then read there.
 *
 * Returns: (nullable): a path, or %NULL when the program is installed
 */
const char *
klaster_build_dir_get (void)
{
  static char *build_dir;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
      g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : g_strdup ("/");

      /* Programs lie at src/klaster, src/cli/klaster-cli and tests/ui/test-window: one or two folders down. */
      for (int level = 0; level < 2 && build_dir == NULL; level++)
        {
          g_autofree char *above = g_path_get_dirname (folder);
          g_autofree char *schemas = g_build_filename (above, "data", "gschemas.compiled", NULL);

          if (g_file_test (schemas, G_FILE_TEST_EXISTS))
            build_dir = g_strdup (above);
          g_free (folder);
          folder = g_steal_pointer (&above);
        }
      g_once_init_leave (&once, 1);
    }

  return build_dir;
}

/**
 * klaster_build_dir_set_up_catalogues:
 *
 * Takes the locale from the environment and lets gettext find the translations, those of the build folder when the
 * program runs out of it. To be called once, before anything is translated.
 */
void
klaster_build_dir_set_up_catalogues (void)
{
  const char *build_dir = klaster_build_dir_get ();
  g_autofree char *catalogues = build_dir != NULL ? g_build_filename (build_dir, "po", NULL) : g_strdup (LOCALEDIR);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
