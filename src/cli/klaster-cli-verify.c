/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"
#include "klaster-verify.h"
#include "klaster-worker.h"

static void
verify_on_worker (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  GError *error = NULL;
  KlasterVerifyReport *report = klaster_verify_file (task_data, cancellable, &error);

  if (report)
    g_task_return_pointer (task, report, (GDestroyNotify) klaster_verify_report_free);
  else
    g_task_return_error (task, error);
}

static void
print_report (const KlasterVerifyReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const KlasterFinding *finding = g_ptr_array_index (report->findings, i);

      g_print ("%s: %s: %s\n", finding->level == KLASTER_FINDING_PROBLEM ? _("problem") : _("note"), finding->check,
               finding->text);
    }
}

int
klaster_cli_verify (KlasterCli  *cli,
                    int          argc,
                    char       **argv)
{
  g_autoptr (KlasterVerifyReport) report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (!klaster_cli_parse (cli, "FILE",
                          _("Checks the seal, every page and row, the tables, the history down to its beginning, and the attachments.\n"
                            "Exit status 0: all is well; 4: it opens, with problems; 2: it cannot be opened."),
                          NULL, 0, 1, 1, &argc, &argv))
    return KLASTER_CLI_USAGE;

  if (!klaster_cli_check_name (cli, argv[1]))
    return KLASTER_CLI_USAGE;
  file = g_file_new_for_commandline_arg (argv[1]);
  if (g_file_peek_path (file) == NULL)
    {
      klaster_cli_error (cli, _("%s: %s"), argv[1], _("Only a file on this computer can be checked."));
      return KLASTER_CLI_CANNOT_OPEN;
    }
  task = g_task_new (NULL, cli->cancellable, klaster_cli_finished_cb, &result);
  g_task_set_source_tag (task, klaster_cli_verify);
  g_task_set_task_data (task, g_file_get_path (file), g_free);
  klaster_worker_run_task (task, verify_on_worker);
  report = g_task_propagate_pointer (G_TASK (klaster_cli_await (&result)), &error);
  if (report == NULL)
    return klaster_cli_fail (cli, argv[1], error);

  print_report (report);
  if (report->n_problems == 0)
    {
      klaster_cli_message (cli, _("%s: All is well. Rows: %u; edits: %u."), argv[1], report->n_rows, report->n_edits);
      return KLASTER_CLI_DONE;
    }

  klaster_cli_message (cli, ngettext ("%s: There is %u problem.", "%s: There are %u problems.", report->n_problems), argv[1],
                       report->n_problems);
  /* With these problems it may still open, or not at all. */
  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_READ_ONLY, &status);

  return project ? klaster_cli_close (cli, project, argv[1], KLASTER_CLI_LEFT_OVER) : status;
}
