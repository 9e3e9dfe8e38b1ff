/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cli.h"

typedef void (*StepAsync) (KlasterProject      *project,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data);
typedef char *(*StepFinish) (KlasterProject *project,
                             GAsyncResult   *result,
                             GError        **error);

static int
run (KlasterCli  *cli,
     int          argc,
     char       **argv,
     gboolean     redo)
{
  StepAsync step = redo ? klaster_project_redo_async : klaster_project_undo_async;
  StepFinish finish = redo ? klaster_project_redo_finish : klaster_project_undo_finish;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  guint64 n = 1;
  guint available;
  int status;

  if (!klaster_cli_parse (cli, "FILE [N]",
                          redo ? _("Makes the last N edits again that were taken back; N is 1 if it is not given.")
                               : _("Takes the last N edits back; N is 1 if it is not given."),
                          NULL, 0, 1, 2, &argc, &argv))
    return KLASTER_CLI_USAGE;
  if (argc == 3 && !g_ascii_string_to_unsigned (argv[2], 10, 1, G_MAXUINT, &n, NULL))
    {
      klaster_cli_error (cli, _("“%s” is not a number of edits."), argv[2]);
      return KLASTER_CLI_USAGE;
    }

  project = klaster_cli_open (cli, argv[1], KLASTER_OPEN_DEFAULT, &status);
  if (project == NULL)
    return status;

  /* All of them or none. */
  available = redo ? klaster_project_get_n_redo (project) : klaster_project_get_n_undo (project);
  if (n > available)
    {
      if (available == 0)
        klaster_cli_error (cli, redo ? _("%s: There is nothing to make again.") : _("%s: There is nothing to take back."),
                           argv[1]);
      else if (redo)
        klaster_cli_error (cli, ngettext ("%s: Only %u edit can be made again.", "%s: Only %u edits can be made again.",
                                          available), argv[1], available);
      else
        klaster_cli_error (cli, ngettext ("%s: Only %u edit can be taken back.", "%s: Only %u edits can be taken back.",
                                          available), argv[1], available);
      return klaster_cli_close (cli, project, argv[1], KLASTER_CLI_REJECTED);
    }

  for (guint64 i = 0; i < n; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *uuid = NULL;

      g_ptr_array_add (labels, g_strdup (redo ? klaster_project_get_redo_label (project)
                                              : klaster_project_get_undo_label (project)));
      /* Not to be stopped between two of them: the file goes from its old state to its new one. */
      step (project, NULL, klaster_cli_finished_cb, &result);
      uuid = finish (project, klaster_cli_await (&result), &error);
      if (uuid == NULL)
        return klaster_cli_close (cli, project, argv[1], klaster_cli_fail (cli, argv[1], error));
      klaster_cli_progress ((double) (i + 1) / (double) n, cli);
    }

  status = klaster_cli_close (cli, project, argv[1], KLASTER_CLI_DONE);
  for (guint i = 0; i < labels->len && !cli->again; i++)
    {
      const char *label = g_ptr_array_index (labels, i);

      klaster_cli_message (cli, redo ? _("Made again: %s") : _("Taken back: %s"), label ? label : "");
    }

  return status;
}

int
klaster_cli_undo (KlasterCli  *cli,
                  int          argc,
                  char       **argv)
{
  return run (cli, argc, argv, FALSE);
}

int
klaster_cli_redo (KlasterCli  *cli,
                  int          argc,
                  char       **argv)
{
  return run (cli, argc, argv, TRUE);
}
