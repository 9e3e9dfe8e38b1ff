/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-import-task.h"

static void
print_report (const KlasterImportPlan *plan,
              const char              *uuid)
{
  JsonNode *document = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) root = json_object_new ();
  JsonArray *problems = json_array_new ();

  json_object_set_int_member (root, "read", plan->n_read);
  json_object_set_int_member (root, "accepted", plan->n_accepted);
  json_object_set_int_member (root, "updated", plan->n_updated);
  json_object_set_int_member (root, "duplicates", plan->n_duplicates);
  json_object_set_int_member (root, "rejected", plan->n_rejected);
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterImportProblem *problem = g_ptr_array_index (plan->problems, i);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "row", problem->row);
      json_object_set_int_member (object, "line", problem->line);
      json_object_set_string_member (object, "column", problem->column);
      json_object_set_string_member (object, "value", problem->value);
      json_object_set_string_member (object, "reason", problem->reason);
      json_object_set_string_member (object, "severity", problem->rejected ? "rejected" : "warning");
      json_array_add_object_element (problems, object);
    }
  json_object_set_array_member (root, "problems", problems);
  if (uuid)
    json_object_set_string_member (root, "edit", uuid);
  else
    json_object_set_null_member (root, "edit");
  json_node_init_object (document, root);
  klaster_cli_print_json (document);
}

static void
tell_problems (KlasterCli              *cli,
               const KlasterImportPlan *plan,
               const char              *source)
{
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterImportProblem *problem = g_ptr_array_index (plan->problems, i);

      if (!problem->rejected && cli->quiet)
        continue;
      if (*problem->column)
        /* Translators: where something is wrong in a table: file, line, column, then a sentence that says what. */
        klaster_cli_error (cli, _("%s:%u: %s: %s"), source, problem->line, problem->column, problem->reason);
      else
        /* Translators: where something is wrong in a table: file, line, then a sentence that says what. */
        klaster_cli_error (cli, _("%s:%u: %s"), source, problem->line, problem->reason);
    }
  klaster_cli_message (cli, _("Rows read: %u; accepted: %u; updated: %u; duplicates: %u; rejected: %u"), plan->n_read,
                       plan->n_accepted, plan->n_updated, plan->n_duplicates, plan->n_rejected);
}

static KlasterImportSettings *
load_settings (KlasterCli *cli,
               const char *mapping,
               const char *plural,
               int        *status)
{
  g_autoptr (KlasterImportSettings) settings = NULL;
  KlasterTable table = KLASTER_TABLE_INSTITUTION;

  if (plural && !klaster_schema_find_plural (plural, &table))
    {
      klaster_cli_error (cli, _("There is no table “%s”; the names are plurals, as “institutions” or “needs”."), plural);
      *status = KLASTER_CLI_USAGE;
      return NULL;
    }
  if (mapping)
    {
      g_autoptr (GBytes) bytes = klaster_cli_load (cli, mapping, status);
      g_autoptr (GError) error = NULL;

      if (bytes == NULL)
        return NULL;
      settings = klaster_import_settings_new_from_json (g_bytes_get_size (bytes) > 0 ? g_bytes_get_data (bytes, NULL) : "",
                                                        g_bytes_get_size (bytes), &error);
      if (settings == NULL)
        {
          *status = klaster_cli_fail (cli, mapping, error);
          return NULL;
        }
    }
  else
    settings = klaster_import_settings_new ();
  if (plural)
    {
      settings->table = table;
      settings->has_table = TRUE;
    }

  return g_steal_pointer (&settings);
}

static KlasterImportPlan *
make_plan (KlasterCli            *cli,
           KlasterProject        *project,
           GBytes                *bytes,
           const char            *path,
           KlasterImportSettings *settings,
           GError               **error)
{
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (project);
  gboolean from_stdin = strcmp (path, "-") == 0;
  g_autofree char *name = from_stdin ? NULL : g_path_get_basename (path);
  g_autofree char *label = NULL;
  g_autoptr (GAsyncResult) read_result = NULL;
  g_autoptr (GAsyncResult) plan_result = NULL;
  g_autoptr (KlasterImportSource) source = NULL;
  g_autoptr (GPtrArray) mappings = NULL;

  /* Translators: %s is the name of a file: what Undo and the history call an import. */
  label = from_stdin ? g_strdup (_("Import")) : g_strdup_printf (_("Import of %s"), name);
  klaster_import_source_read_async (bytes, name, settings, cli->cancellable, klaster_cli_finished_cb, &read_result);
  source = klaster_import_source_read_finish (klaster_cli_await (&read_result), error);
  if (source == NULL)
    return NULL;
  if (klaster_import_source_get_sheet (source))
    {
      mappings = klaster_import_source_guess (source, snapshot, settings, error);
      if (mappings == NULL)
        return NULL;
    }
  klaster_import_plan_async (source, mappings, settings, snapshot, NULL, label, cli->cancellable, klaster_cli_progress, cli,
                             klaster_cli_finished_cb, &plan_result);

  return klaster_import_plan_finish (klaster_cli_await (&plan_result), error);
}

int
klaster_cli_import (KlasterCli  *cli,
                    int          argc,
                    char       **argv)
{
  g_autofree char *plural = NULL;
  g_autofree char *mapping = NULL;
  gboolean strict = FALSE;
  gboolean dry_run = FALSE;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, &plural, N_("Which table the rows go to; if not given, what the source says, else institutions"), N_("PLURAL") },
    { "mapping", 0, 0, G_OPTION_ARG_FILENAME, &mapping, N_("Where the columns go, and how the source is read"),
      N_("MAP.json") },
    { "strict", 0, 0, G_OPTION_ARG_NONE, &strict, N_("Take all rows or none"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Only tell what would happen"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print what became of the rows as JSON"), NULL },
    { NULL },
  };
  g_autoptr (KlasterImportSettings) settings = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  const char *file, *source;
  gboolean refused;
  int status;

  if (!klaster_cli_parse (cli, "FILE SOURCE",
                          _("SOURCE is a table (.csv, .tsv), a workbook (.xlsx), GeoJSON, or the content of another project (.json); “-” is\n"
                            "standard input. Of a workbook written by this program all sheets are taken, of another one the first that\n"
                            "holds rows. References are identifiers or names; lists have semicolons between their entries.\n"
                            "Encoding, separator, decimal sign and the meaning of the columns are recognised. MAP.json says what is\n"
                            "not recognised; every key may be left out:\n"
                            "  {\"as\":\"institutions\", \"sheet\":\"Sheet1\", \"encoding\":\"windows-1251\", \"separator\":\";\", \"header\":true, \"decimal\":\",\",\n"
                            "   \"coordinates\":\"auto|as_named|swapped\", \"duplicates\":\"skip|update|add\", \"distance\":100,\n"
                            "   \"columns\":{\"Nomi\":\"name_uz\",\"Joylashuv\":\"position\",\"Tomonlar\":\"party_names\",\"C\":null},\n"
                            "   \"defaults\":{\"role\":\"candidate\",\"kind\":\"school\"}}\n"
                            "Keys of “columns” are headers or, without a header, the letters A, B, C, …; “position” is latitude and\n"
                            "longitude in one cell. Exit status 4: some rows were rejected, the others are in."),
                          entries, 0, 2, 2, &argc, &argv))
    return KLASTER_CLI_USAGE;
  file = argv[1];
  source = argv[2];
  settings = load_settings (cli, mapping, plural, &status);
  if (settings == NULL)
    return status;

  project = klaster_cli_open (cli, file, dry_run ? KLASTER_OPEN_READ_ONLY : KLASTER_OPEN_DEFAULT, &status);
  if (project == NULL)
    return status;
  bytes = klaster_cli_load (cli, source, &status);
  if (bytes == NULL)
    return klaster_cli_close (cli, project, file, status);
  plan = make_plan (cli, project, bytes, source, settings, &error);
  if (plan == NULL)
    return klaster_cli_close (cli, project, file, klaster_cli_fail (cli, source, error));

  refused = (strict && plan->n_rejected > 0) || (plan->n_rejected > 0 && plan->n_rejected == plan->n_read);
  if (plan->edit && !refused && !dry_run)
    {
      g_autoptr (GAsyncResult) result = NULL;

      klaster_project_commit_async (project, plan->edit, cli->cancellable, klaster_cli_finished_cb, &result);
      uuid = klaster_project_commit_finish (project, klaster_cli_await (&result), &error);
      if (uuid == NULL)
        return klaster_cli_close (cli, project, file, klaster_cli_fail (cli, file, error));
      cli->committed = TRUE;
    }

  status = refused ? KLASTER_CLI_REJECTED : plan->n_rejected > 0 ? KLASTER_CLI_LEFT_OVER : KLASTER_CLI_DONE;
  status = klaster_cli_close (cli, project, file, status);
  klaster_cli_end_progress (cli);
  if (cli->again)
    return status;
  if (json)
    print_report (plan, uuid);
  else
    tell_problems (cli, plan, source);

  return status;
}
