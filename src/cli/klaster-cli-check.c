/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-check.h"
#include "klaster-cli.h"
#include "klaster-derive.h"
#include "klaster-worker.h"

typedef struct
{
  KlasterSnapshot *snapshot;
  char *date;
  KlasterLanguage language;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  klaster_snapshot_unref (job->snapshot);
  g_free (job->date);
  g_free (job);
}

static void
check_on_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GPtrArray *results = klaster_check_run (job->snapshot, job->date, job->language, cancellable, &error);

  if (results)
    g_task_return_pointer (task, results, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static JsonObject *
evidence_to_json (const KlasterEvidence *evidence)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "table", klaster_schema_get_table (evidence->table)->name);
  json_object_set_int_member (object, "id", evidence->id);

  return object;
}

static JsonArray *
evidence_list_to_json (GArray *list)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->len; i++)
    json_array_add_object_element (array, evidence_to_json (&g_array_index (list, KlasterEvidence, i)));

  return array;
}

static void
print_json (KlasterCli *cli,
            GPtrArray  *results)
{
  JsonNode *document = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) root = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < results->len; i++)
    {
      const KlasterCheckResult *result = results->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "rule", klaster_rule_get_id (result->rule));
      json_object_set_string_member (object, "status", klaster_check_status_get_token (result->status));
      json_object_set_object_member (object, "subject", evidence_to_json (&result->subject));
      json_object_set_array_member (object, "for", evidence_list_to_json (result->in_favour));
      json_object_set_array_member (object, "against", evidence_list_to_json (result->against));
      json_object_set_string_member (object, "text", result->text);
      if (result->fix)
        json_object_set_string_member (object, "fix", result->fix);
      else
        json_object_set_null_member (object, "fix");
      json_object_set_string_member (object, "source", klaster_rule_get_source (result->rule));
      json_array_add_object_element (array, object);
    }
  json_object_set_string_member (root, "date", cli->date);
  json_object_set_array_member (root, "results", array);

  json_node_init_object (document, root);
  klaster_cli_print_json (document);
}

/* What is not met and what is not known, under the record that it is about; what is met is counted. */
static void
print_text (KlasterCli      *cli,
            KlasterSnapshot *snapshot,
            GPtrArray       *results,
            const guint     *counts)
{
  const KlasterCheckResult *last = NULL;

  for (guint i = 0; i < results->len; i++)
    {
      const KlasterCheckResult *result = results->pdata[i];
      KlasterRow *subject;

      if (result->status == KLASTER_CHECK_MET)
        continue;
      if (last == NULL || last->subject.table != result->subject.table || last->subject.id != result->subject.id)
        {
          g_autofree char *name = NULL;

          subject = klaster_snapshot_lookup (snapshot, result->subject.table, result->subject.id);
          name = klaster_record_describe (snapshot, subject, cli->language);
          g_print ("%s %" G_GINT64_FORMAT ": %s\n",
                   klaster_vocabulary_get_table_name (result->subject.table, FALSE, cli->language), result->subject.id, name);
        }
      g_print ("  %s: %s: %s\n", klaster_rule_get_id (result->rule),
               klaster_vocabulary_get_name (snapshot, "clause_states", klaster_check_status_get_token (result->status),
                                            cli->language),
               result->text);
      if (result->fix)
        g_print ("    → %s\n", result->fix);
      last = result;
    }

  /* Translators: how many results of each kind; the four words come from the vocabulary: "met: 27, partly: 0, …" */
  for (guint i = 0; i < KLASTER_N_CHECK_STATUSES; i++)
    g_print ("%s%s: %u", i > 0 ? ", " : "",
             klaster_vocabulary_get_name (snapshot, "clause_states", klaster_check_status_get_token (i), cli->language),
             counts[i]);
  g_print ("\n");
}

int
klaster_cli_check (KlasterCli  *cli,
                   int          argc,
                   char       **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the results as JSON"), NULL },
    { NULL },
  };
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;
  guint counts[KLASTER_N_CHECK_STATUSES] = { 0 };
  Job *job;
  int status;

  if (!klaster_cli_parse (cli, "FILE",
                          _("Checks agreements and dual education against their rules, and says what speaks for and against.\n"
                            "What is not recorded is unknown, not wrong.\n"
                            "Exit status 0: no rule is broken; 4: some are not met or only partly."),
                          entries, KLASTER_CLI_OPTION_DATE, 1, 1, &argc, &argv))
    return KLASTER_CLI_USAGE;
  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);
  if (project == NULL)
    return status;

  snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  job = g_new (Job, 1);
  *job = (Job) { klaster_snapshot_ref (snapshot), g_strdup (cli->date), cli->language };
  task = g_task_new (NULL, cli->cancellable, klaster_cli_finished_cb, &result);
  g_task_set_source_tag (task, klaster_cli_check);
  g_task_set_task_data (task, job, job_free);
  klaster_worker_run_task (task, check_on_worker);
  results = g_task_propagate_pointer (G_TASK (klaster_cli_await (&result)), &error);
  if (results == NULL)
    return klaster_cli_close (cli, project, argv[1], klaster_cli_fail (cli, argv[1], error));

  for (guint i = 0; i < results->len; i++)
    counts[((const KlasterCheckResult *) results->pdata[i])->status]++;
  if (json)
    print_json (cli, results);
  else
    print_text (cli, snapshot, results, counts);

  return klaster_cli_close (cli, project, argv[1],
                            counts[KLASTER_CHECK_NOT_MET] + counts[KLASTER_CHECK_PARTLY] > 0 ? KLASTER_CLI_LEFT_OVER
                                                                                           : KLASTER_CLI_DONE);
}
