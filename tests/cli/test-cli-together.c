/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several processes at work on one file at once: what was acknowledged is in it, and who could not save says so. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-cli-runner.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"
#include "klaster-verify.h"

#define N_PROCESSES 4
#define N_EDITS 4
#define N_ROUNDS 8

static char *
make_insert (const char *name)
{
  return g_strdup_printf ("[{\"op\":\"insert\",\"table\":\"institution\",\"values\":"
                          "{\"name_uz\":\"%s\",\"kind\":\"school\",\"role\":\"member\"}}]", name);
}

static GSubprocess *
start_edit (const char *file,
            const char *name)
{
  g_autofree char *set = make_insert (name);
  g_autofree char *set_name = g_strdup_printf ("%s.json", name);
  g_autofree char *set_path = cli_write (set_name, set);
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                                           g_getenv ("KLASTER_CLI"), "edit", file, set_path, NULL);

  g_assert_no_error (error);

  return process;
}

/* Ends the test with what the process said unless it has done its work. */
static void
await_done (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, NULL, &words, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  if (g_subprocess_get_exit_status (process) != 0)
    g_error ("ended with %d: %s", g_subprocess_get_exit_status (process), words);
}

static gboolean
contains (KlasterSnapshot *snapshot,
          const char      *name)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), name) == 0)
      return TRUE;

  return FALSE;
}

static KlasterProject *
open_read_only (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterVerifyReport) report = klaster_verify_file (path, NULL, &error);
  KlasterProject *project;

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 0);
  project = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_null (klaster_project_get_warning (project));

  return project;
}

static void
close_project (KlasterProject *project)
{
  g_autoptr (GError) error = NULL;

  sync_close (project, TRUE, &error);
  g_assert_no_error (error);
  g_object_unref (project);
}

/* Scripts that run at the same time: each of them comes in, whoever is first. */
static void
test_scripts (void)
{
  g_autofree char *file = cli_path ("together.klaster");
  KlasterProject *project;

  cli_expect (0, "new", file, NULL);
  for (guint i = 0; i < N_EDITS; i++)
    {
      GSubprocess *processes[N_PROCESSES];

      for (guint p = 0; p < N_PROCESSES; p++)
        {
          g_autofree char *name = g_strdup_printf ("School %u-%u", p, i);

          processes[p] = start_edit (file, name);
        }
      for (guint p = 0; p < N_PROCESSES; p++)
        {
          await_done (processes[p]);
          g_object_unref (processes[p]);
        }
    }

  project = open_read_only (file);
  for (guint i = 0; i < N_EDITS * N_PROCESSES; i++)
    {
      g_autofree char *name = g_strdup_printf ("School %u-%u", i % N_PROCESSES, i / N_PROCESSES);

      if (!contains (klaster_project_get_snapshot (project), name))
        g_error ("“%s” is lost", name);
    }
  g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION), ==,
                    N_EDITS * N_PROCESSES);
  close_project (project);
}

/* A script while the file is open here, as in a window: if ours was first, both are in the file; if the script was, we say
 * that ours is not saved, and it can be saved elsewhere. */
static void
test_window_and_script (void)
{
  guint n_both = 0, n_diverged = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("window-%u.klaster", i);
      g_autofree char *beside_name = g_strdup_printf ("beside-%u.klaster", i);
      g_autofree char *script_name = g_strdup_printf ("Script %u", i);
      g_autofree char *path = cli_path (name);
      g_autofree char *beside = cli_path (beside_name);
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add");
      g_autoptr (GSubprocess) script = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *uuid = NULL;
      KlasterProject *window = sync_new (path, NULL, &error), *reader;
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
      gboolean published;

      g_assert_no_error (error);
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("Window"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));

      /* In every second round the script has a head start. */
      script = start_edit (path, script_name);
      if (i % 2)
        await_done (script);
      uuid = sync_commit (window, edit, &error);
      g_assert_no_error (error);
      published = sync_publish (window, &error);
      if (i % 2 == 0)
        await_done (script);

      reader = open_read_only (path);
      g_assert_true (contains (klaster_project_get_snapshot (reader), script_name));
      g_assert_true (contains (klaster_project_get_snapshot (window), "Window"));
      if (contains (klaster_project_get_snapshot (reader), "Window") != published)
        g_error ("round %u: %s, but the file says otherwise", i, published ? "published" : error->message);
      if (published)
        {
          g_assert_cmpint (klaster_project_get_save_state (window), ==, KLASTER_SAVE_STATE_SAVED);
          n_both++;
        }
      else
        {
          g_autoptr (GFile) place = g_file_new_for_path (beside);
          g_autoptr (GAsyncResult) saved = NULL;
          KlasterProject *second;

          g_clear_error (&error);
          g_assert_cmpint (klaster_project_get_save_state (window), ==, KLASTER_SAVE_STATE_BLOCKED);
          g_assert_true (g_error_matches (klaster_project_get_save_error (window), KLASTER_PROJECT_ERROR,
                                          KLASTER_PROJECT_ERROR_DIVERGED));
          klaster_project_save_as_async (window, place, NULL, sync_cb, &saved);
          klaster_await (saved != NULL, SYNC_SECONDS);
          g_assert_true (klaster_project_save_as_finish (window, saved, &error));
          second = open_read_only (beside);
          g_assert_true (contains (klaster_project_get_snapshot (second), "Window"));
          close_project (second);
          n_diverged++;
        }
      close_project (reader);
      close_project (window);
    }
  g_test_message ("%u rounds: both in the file in %u, ours elsewhere in %u", N_ROUNDS, n_both, n_diverged);
  g_assert_cmpuint (n_diverged, >=, N_ROUNDS / 2);
}

/* Work that was left behind, and that the file went another way from, holds no script up: it waits for somebody who can say
 * what becomes of it. */
static void
test_left (void)
{
  g_autofree char *path = cli_path ("left.klaster");
  g_autofree char *set = make_insert ("After");
  g_autofree char *set_path = cli_write ("after.json", set);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add");
  g_autoptr (GSubprocess) before = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  KlasterProject *project = sync_new (path, NULL, &error);
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);

  g_assert_no_error (error);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("Left"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  before = start_edit (path, "Before");
  await_done (before);
  close_project (project);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSubprocess) script = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                                                         g_getenv ("KLASTER_CLI"), "edit", path, set_path, NULL);
      g_autofree char *words = NULL;

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (script, NULL, NULL, NULL, &words, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (script), ==, 0);
      g_assert_nonnull (strstr (words, "left behind"));
    }
  project = open_read_only (path);
  g_assert_true (contains (klaster_project_get_snapshot (project), "Before"));
  g_assert_true (contains (klaster_project_get_snapshot (project), "After"));
  g_assert_false (contains (klaster_project_get_snapshot (project), "Left"));
  close_project (project);

  project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  g_assert_true (contains (klaster_project_get_snapshot (project), "Left"));
  g_assert_error (klaster_project_get_save_error (project), KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DIVERGED);
  close_project (project);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = g_dir_make_tmp ("klaster-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/together/scripts", test_scripts);
  g_test_add_func ("/cli/together/window-and-script", test_window_and_script);
  g_test_add_func ("/cli/together/left", test_left);
  status = g_test_run ();
  klaster_remove_tree (state);

  return status;
}
