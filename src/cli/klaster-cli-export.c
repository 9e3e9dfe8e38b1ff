/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-content.h"
#include "klaster-export.h"

/* A copy without history, under a name that GDAL and QGIS take without a word. */
static int
write_gpkg (KlasterCli     *cli,
            KlasterProject *project,
            const char     *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_query_exists (file, NULL))
    {
      klaster_cli_error (cli, _("%s: %s"), path, _("There is already such a file; it was not touched."));
      return KLASTER_CLI_REJECTED;
    }
  klaster_project_share_copy_async (project, file, KLASTER_SHARE_WITHOUT_HISTORY, cli->cancellable, klaster_cli_finished_cb,
                                    &result);
  if (!klaster_project_share_copy_finish (project, klaster_cli_await (&result), &error))
    return klaster_cli_fail (cli, path, error);

  return KLASTER_CLI_DONE;
}

static int
write_text (KlasterCli          *cli,
            KlasterProject      *project,
            const char          *path,
            KlasterExportFormat  format,
            KlasterTable         table)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (format == KLASTER_EXPORT_CSV)
    bytes = klaster_export_csv (snapshot, table, cli->date, cli->cancellable, &error);
  else if (format == KLASTER_EXPORT_GEOJSON)
    bytes = klaster_export_geojson (snapshot, cli->date, cli->cancellable, &error);
  else
    bytes = klaster_content_write (snapshot, cli->date);
  if (bytes == NULL)
    return klaster_cli_fail (cli, path, error);

  return klaster_cli_store (cli, path, bytes);
}

int
klaster_cli_export (KlasterCli  *cli,
                    int          argc,
                    char       **argv)
{
  g_autofree char *plural = NULL;
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &plural, N_("Which table to write (.csv, “-”); institutions if not given"),
      N_("PLURAL") },
    { NULL },
  };
  g_autoptr (KlasterProject) project = NULL;
  KlasterExportFormat format = KLASTER_EXPORT_CSV;
  KlasterTable table = KLASTER_TABLE_INSTITUTION;
  gboolean to_stdout;
  int status;

  if (!klaster_cli_parse (cli, "FILE TARGET",
                          _("The ending of TARGET says what is written: .csv (one table), .geojson (institutions), .json (all content,\n"
                            "without history) or .gpkg (a GeoPackage without history). “-” is standard output: the content as JSON, or\n"
                            "with --as the table as CSV. A file that is there already is not touched."),
                          entries, KLASTER_CLI_OPTION_DATE, 2, 2, &argc, &argv))
    return KLASTER_CLI_USAGE;
  if (plural && !klaster_schema_find_plural (plural, &table))
    {
      klaster_cli_error (cli, _("There is no table “%s”; the names are plurals, as “institutions” or “needs”."), plural);
      return KLASTER_CLI_USAGE;
    }
  to_stdout = strcmp (argv[2], "-") == 0;
  if (to_stdout)
    format = plural ? KLASTER_EXPORT_CSV : KLASTER_EXPORT_JSON;
  else if (!klaster_export_format_find (argv[2], &format))
    {
      klaster_cli_error (cli, _("The name of the target must end with .csv, .geojson, .json or .gpkg."));
      return KLASTER_CLI_USAGE;
    }
  if (plural && format != KLASTER_EXPORT_CSV && !(format == KLASTER_EXPORT_GEOJSON && table == KLASTER_TABLE_INSTITUTION))
    {
      klaster_cli_error (cli, _("A single table can be written as .csv only, and institutions also as .geojson."));
      return KLASTER_CLI_USAGE;
    }

  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;
  if (format == KLASTER_EXPORT_GPKG)
    status = write_gpkg (cli, project, argv[2]);
  else
    status = write_text (cli, project, argv[2], format, table);

  return klaster_cli_close (cli, project, argv[1], status);
}
