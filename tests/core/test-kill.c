/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "klaster-await.h"
#include "klaster-findings.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"

/* Full counts with KLASTER_TEST_FULL=1. */
#define N_KILLS_REDUCED 12
#define N_KILLS_FULL 200

/* The longest time that a child lives before it is killed, in microseconds: long enough for edits and publishings. Two
 * children of three live that long from their first acknowledged edit, so that a slow machine kills as many edits as a fast
 * one; the third lives from its start, so that opening is killed as well. */
#define MAX_LIFE 400000

/* The child: opens the project, edits without end, and writes the number of each acknowledged edit to standard output. The
 * content tells how many edits it holds: edit n sets the phone of institution 1 to n. */
static int
run_child (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = sync_open (path, KLASTER_OPEN_DEFAULT, &error);
  gint64 n;

  if (project == NULL)
    {
      g_printerr ("child: %s\n", error->message);
      return 3;
    }

  n = g_ascii_strtoll (klaster_row_get_text (klaster_snapshot_lookup (klaster_project_get_snapshot (project),
                                                                      KLASTER_TABLE_INSTITUTION, 1),
                                             KLASTER_INSTITUTION_PHONE), NULL, 10);
  g_print ("open %" G_GINT64_FORMAT "\n", n);
  for (;;)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Count");
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ++n);
      g_autofree char *uuid = NULL;

      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT (text));
      uuid = sync_commit (project, edit, &error);
      if (uuid == NULL)
        {
          g_printerr ("child: %s\n", error->message);
          return 4;
        }
      g_print ("done %" G_GINT64_FORMAT "\n", n);
      fflush (stdout);
      /* Now and then publishing is what the kill hits. */
      if (n % 3 == 0 && !sync_publish (project, &error))
        {
          g_printerr ("child: %s\n", error->message);
          return 5;
        }
    }
}

static gint64
get_count (KlasterProject *project)
{
  KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, 1);

  g_assert_nonnull (row);

  return g_ascii_strtoll (klaster_row_get_text (row, KLASTER_INSTITUTION_PHONE), NULL, 10);
}

/* Reads what the child says from @channel into @output until there is a whole line that begins with "done ". A child that
 * ends by itself before that has found something wrong. */
static void
await_edit (int      channel,
            GString *output)
{
  char buffer[4096];
  const char *done;
  ssize_t n;

  while ((done = strstr (output->str, "done ")) == NULL || strchr (done, '\n') == NULL)
    {
      n = read (channel, buffer, sizeof buffer);
      if (n < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (n, >, 0);
      g_string_append_len (output, buffer, n);
    }
}

/* Runs a child for @life microseconds, from its first acknowledged edit if @after_edit, kills it, and returns the last edit
 * that it said was done, -1: none. */
static gint64
kill_child (const char *program,
            const char *path,
            gboolean    after_edit,
            gulong      life)
{
  int channel[2];
  g_autoptr (GString) output = g_string_new (NULL);
  char buffer[4096];
  ssize_t n;
  gint64 last = -1;
  int status;
  pid_t child;

  g_assert_cmpint (pipe (channel), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      dup2 (channel[1], STDOUT_FILENO);
      close (channel[0]);
      close (channel[1]);
      execl (program, program, "--child", path, NULL);
      _exit (127);
    }
  close (channel[1]);
  if (after_edit)
    await_edit (channel[0], output);
  g_usleep (life);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  /* It must not have ended by itself: then it had found something wrong. */
  g_assert_true (WIFSIGNALED (status));
  while ((n = read (channel[0], buffer, sizeof buffer)) > 0)
    g_string_append_len (output, buffer, n);
  close (channel[0]);

  {
    g_auto (GStrv) lines = g_strsplit (output->str, "\n", -1);

    /* The last line may be cut; a whole one ends with a line break. */
    for (guint i = 0; lines[i] && lines[i + 1]; i++)
      if (g_str_has_prefix (lines[i], "done "))
        last = g_ascii_strtoll (lines[i] + 5, NULL, 10);
  }

  return last;
}

static void
test_kill (gconstpointer data)
{
  const char *program = data;
  guint32 seed = (guint32) g_test_rand_int ();
  guint n_kills = g_getenv ("KLASTER_TEST_FULL") ? N_KILLS_FULL : N_KILLS_REDUCED;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *folder = g_dir_make_tmp ("klaster-kill-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Begin");
  g_autoptr (KlasterVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gint64 acknowledged = 0;
  guint n_with_edits = 0;

  g_test_message ("seed %u, %u kills", seed, n_kills);
  project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, 1);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("0"));
  g_free (sync_commit (project, edit, &error));
  g_assert_no_error (error);
  sync_close (project, FALSE, &error);
  g_assert_no_error (error);
  g_clear_object (&project);

  for (guint i = 0; i < n_kills; i++)
    {
      gint64 last = kill_child (program, path, i % 3 != 0, (gulong) g_rand_int_range (random, 1, MAX_LIFE));

      if (last >= 0)
        {
          g_assert_cmpint (last, >, acknowledged);
          acknowledged = last;
          n_with_edits++;
        }

      /* The shared file by itself is whole at this moment, whatever the kill hit. */
      g_clear_pointer (&report, klaster_verify_report_free);
      report = klaster_verify_file (path, NULL, &error);
      g_assert_no_error (error);
      if (get_first_finding (report))
        g_error ("after kill %u: %s", i, get_first_finding (report));

      /* And who opens it next finds every edit that was acknowledged, perhaps the one that was under way. */
      project = sync_open (path, KLASTER_OPEN_DEFAULT, &error);
      g_assert_no_error (error);
      g_assert_cmpint (get_count (project), >=, acknowledged);
      g_assert_cmpint (get_count (project), <=, acknowledged + 1);
      acknowledged = get_count (project);
      sync_close (project, FALSE, &error);
      g_assert_no_error (error);
      g_clear_object (&project);
    }
  g_test_message ("%u of %u children had edited, %" G_GINT64_FORMAT " edits", n_with_edits, n_kills, acknowledged);
  /* Kills that only ever hit the opening would prove nothing. */
  g_assert_cmpuint (n_with_edits, >=, n_kills / 2);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *program = NULL;
  g_autofree char *state = NULL;
  int status;

  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2]);

  /* What a child leaves is for the next one, not for another test that publishes what it finds. */
  state = g_dir_make_tmp ("klaster-state-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);

  program = g_file_read_link ("/proc/self/exe", NULL);
  g_test_add_data_func ("/kill/random-moments", program, test_kill);

  status = g_test_run ();
  klaster_remove_tree (state);

  return status;
}
