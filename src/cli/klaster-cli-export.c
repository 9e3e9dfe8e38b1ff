/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-export.h"

/* What --as may be for a kind of target. */
typedef enum
{
  AS_NOTHING = 1 << 0, /* it may be left out */
  AS_TABLE = 1 << 1,   /* the plural of a table, as far as klaster_export_takes_table() */
  AS_DRAFT = 1 << 4,   /* an agreement */
  AS_PAPER = 1 << 2,   /* a document */
} As;

typedef struct
{
  const char *ending;
  As as;
  int (*write) (KlasterCli *cli, const KlasterCliExport *job);
} Format;

static int
write_content (KlasterCli             *cli,
               const KlasterCliExport *export)
{
  const KlasterExportJob job = { klaster_project_get_snapshot (export->project),
                                 export->has_table ? (gint) export->table : KLASTER_EXPORT_ALL, cli->date, cli->language };
  KlasterExportFormat format = KLASTER_EXPORT_CSV;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (strcmp (export->target, "-") == 0)
    format = export->as ? KLASTER_EXPORT_CSV : KLASTER_EXPORT_JSON;
  else
    klaster_export_format_find (export->target, &format);
  bytes = klaster_export_write (&job, format, cli->cancellable, &error);

  if (bytes == NULL)
    return klaster_cli_fail (cli, export->target, error);

  return klaster_cli_store (cli, export->target, bytes);
}

/* A copy without history, under a name that GDAL and QGIS take without a word. */
static int
write_gpkg (KlasterCli             *cli,
            const KlasterCliExport *job)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (job->target);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (g_file_query_exists (file, NULL))
    {
      klaster_cli_error (cli, _("%s: %s"), job->target, _("There is already such a file; it was not touched."));
      return KLASTER_CLI_REJECTED;
    }
  klaster_project_share_copy_async (job->project, file, KLASTER_SHARE_WITHOUT_HISTORY, cli->cancellable,
                                    klaster_cli_finished_cb, &result);
  if (!klaster_project_share_copy_finish (job->project, klaster_cli_await (&result), &error))
    return klaster_cli_fail (cli, job->target, error);

  return KLASTER_CLI_DONE;
}

static const Format formats[] = {
  { ".csv", AS_NOTHING | AS_TABLE, write_content },
  { ".xlsx", AS_NOTHING | AS_TABLE, write_content },
  { ".geojson", AS_NOTHING | AS_TABLE, write_content },
  { ".graphml", AS_NOTHING, write_content },
  { ".gexf", AS_NOTHING, write_content },
  { ".json", AS_NOTHING, write_content },
  { ".gpkg", AS_NOTHING, write_gpkg },
  { ".pdf", AS_PAPER, klaster_cli_write_paper },
  { ".odt", AS_DRAFT, klaster_cli_write_draft },
};

/* By the ending of the target; standard output has none. */
static const Format *
find_format (const KlasterCliExport *job)
{
  const char *ending = strcmp (job->target, "-") != 0 ? strrchr (job->target, '.') : job->as ? ".csv" : ".json";

  for (guint i = 0; ending && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (ending, formats[i].ending) == 0)
      return &formats[i];

  return NULL;
}

/* Whether the format can show what --as asks for. */
static gboolean
check_as (KlasterCli             *cli,
          const Format           *format,
          const KlasterCliExport *job)
{
  KlasterExportFormat export_format;

  if (job->as == NULL)
    {
      if (format->as & AS_NOTHING)
        return TRUE;
      klaster_cli_error (cli, _("Say with --as what the %s file shall show."), format->ending);
      return FALSE;
    }
  if ((format->as & AS_DRAFT) && strcmp (job->as, "agreement") == 0)
    return TRUE;
  if ((format->as & AS_PAPER) && klaster_cli_knows_paper (job->as))
    return TRUE;
  if (job->has_table && (format->as & AS_TABLE) && klaster_export_format_find (format->ending, &export_format)
      && klaster_export_takes_table (export_format, (gint) job->table))
    return TRUE;
  klaster_cli_error (cli, _("“%s” cannot be written as a %s file."), job->as, format->ending);

  return FALSE;
}

/* Options that would be for nothing are a mistake. */
static gboolean
check_options (KlasterCli             *cli,
               const Format           *format,
               const KlasterCliExport *job)
{
  const char *option = job->paper ? "--paper" : job->orientation ? "--orientation" : job->columns ? "--columns"
                       : job->group ? "--group" : NULL;

  if (option && !(format->as & AS_PAPER))
    {
      klaster_cli_error (cli, _("“%s” is only for a document on paper, a .pdf file."), option);
      return FALSE;
    }
  if (job->id != 0 && g_strcmp0 (job->as, "agreement") != 0)
    {
      klaster_cli_error (cli, _("“%s” says which agreement is written; it goes with “%s”."), "--id", "--as agreement");
      return FALSE;
    }

  return TRUE;
}

int
klaster_cli_export (KlasterCli  *cli,
                    int          argc,
                    char       **argv)
{
  g_autofree char *as = NULL;
  g_autofree char *paper = NULL;
  g_autofree char *orientation = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *group = NULL;
  gint64 id = 0;
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &as,
      N_("What to write: the plural of a table, as “institutions” or “cooperations”; or register, timeline, agreement, map, graph, passport"),
      N_("WHAT") },
    { "id", 0, 0, G_OPTION_ARG_INT64, &id, N_("Which agreement"), N_("N") },
    { "paper", 0, 0, G_OPTION_ARG_STRING, &paper, N_("Size of paper: A4 (the default), A3, A2 or A1"), N_("SIZE") },
    { "orientation", 0, 0, G_OPTION_ARG_STRING, &orientation, N_("Of the paper: portrait or landscape"), N_("WHICH") },
    { "columns", 0, 0, G_OPTION_ARG_STRING, &columns, N_("Columns of a printed list, with commas: name,kind,district"),
      N_("LIST") },
    { "group", 0, 0, G_OPTION_ARG_STRING, &group, N_("Group a printed list by role, kind, district or status"), N_("WHAT") },
    { NULL },
  };
  g_autoptr (KlasterProject) project = NULL;
  KlasterCliExport job = { .table = KLASTER_TABLE_INSTITUTION };
  const Format *format;
  int status;

  if (!klaster_cli_parse (cli, "FILE TARGET",
                          _("The ending of TARGET says what is written:\n"
                            "  .csv      one table, institutions if --as does not say another\n"
                            "  .xlsx     one table, or without --as a workbook with a sheet for each\n"
                            "  .geojson  institutions as points and cooperations as lines, or with --as one of them\n"
                            "  .graphml  institutions as nodes and cooperations as edges, for programs that look at networks\n"
                            "  .gexf     the same for Gephi\n"
                            "  .json     all content, without history\n"
                            "  .gpkg     a GeoPackage, without history\n"
                            "  .pdf      a document on paper, in the language of --lang\n"
                            "  .odt      with --as agreement the text of an agreement, to be worked on in an office program\n"
                            "“-” is standard output: the content as JSON, or with --as the table as CSV. Names that stand beside\n"
                            "identifiers are in the language of --lang. A file that is there already is not touched."),
                          entries, KLASTER_CLI_OPTION_DATE, 2, 2, &argc, &argv))
    return KLASTER_CLI_USAGE;
  job.target = argv[2];
  job.as = as;
  job.id = id;
  job.paper = paper;
  job.orientation = orientation;
  job.columns = columns;
  job.group = group;
  job.has_table = as && klaster_schema_find_plural (as, &job.table);
  if (as && !job.has_table && !klaster_cli_knows_paper (as))
    {
      klaster_cli_error (cli, _("There is no table “%s”; the names are plurals, as “institutions” or “needs”."), as);
      return KLASTER_CLI_USAGE;
    }
  format = find_format (&job);
  if (format == NULL)
    {
      g_autoptr (GString) endings = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        g_string_append_printf (endings, "%s%s", i > 0 ? ", " : "", formats[i].ending);
      klaster_cli_error (cli, _("The name of the target must end with one of: %s."), endings->str);
      return KLASTER_CLI_USAGE;
    }
  if (!check_as (cli, format, &job) || !check_options (cli, format, &job))
    return KLASTER_CLI_USAGE;

  job.project = project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;
  status = format->write (cli, &job);

  return klaster_cli_close (cli, project, argv[1], status);
}
