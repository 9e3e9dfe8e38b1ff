/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An import that is killed at a random moment: all of its rows are there afterwards, or none of them. */
#include "config.h"

#include <signal.h>

#include "klaster-cli-runner.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"
#include "klaster-verify.h"

/* Full counts with KLASTER_TEST_FULL=1. */
#define N_KILLS_REDUCED 10
#define N_KILLS_FULL 100
#define N_ROWS 1500

static GSubprocess *
start_import (const char *file,
              const char *table)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                           g_getenv ("KLASTER_CLI"), "import", file, table, NULL);

  g_assert_no_error (error);

  return process;
}

static guint
count_rows (const char       *file,
            KlasterOpenFlags  flags)
{
  g_autoptr (GError) error = NULL;
  KlasterProject *project = sync_open (file, flags, &error);
  guint n;

  g_assert_no_error (error);
  n = klaster_snapshot_get_n_rows (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_object_unref (project);

  return n;
}

static char *
make_table (void)
{
  g_autoptr (GString) text = g_string_new ("Nomi;Turi;Telefon\n");

  for (guint i = 1; i <= N_ROWS; i++)
    g_string_append_printf (text, "%u-maktab;maktab;%u\n", i, 100000 + i);

  return cli_write ("schools.csv", text->str);
}

static void
test_import (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint n_kills = g_getenv ("KLASTER_TEST_FULL") ? N_KILLS_FULL : N_KILLS_REDUCED;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree char *table = make_table ();
  guint n_new = 0, n_kept = 0;
  gint64 duration = 0;

  g_test_message ("seed %u, %u kills", seed, n_kills);
  for (guint i = 0; i <= n_kills; i++)
    {
      g_autofree char *name = g_strdup_printf ("kill-%u.klaster", i);
      g_autofree char *file = cli_path (name);
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (KlasterVerifyReport) report = NULL;
      g_autoptr (GError) error = NULL;
      guint in_file, in_all;
      gint64 begin;

      cli_expect (0, "new", file, NULL);
      begin = g_get_monotonic_time ();
      process = start_import (file, table);
      /* The first runs to its end and tells how long that takes on this machine. */
      if (i > 0)
        {
          g_usleep ((gulong) (g_rand_double (random) * (double) duration));
          g_subprocess_send_signal (process, SIGKILL);
        }
      g_subprocess_wait (process, NULL, &error);
      g_assert_no_error (error);
      if (i == 0)
        {
          duration = g_get_monotonic_time () - begin;
          g_assert_true (g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0);
        }

      /* The file by itself, and with what the working copy holds. */
      report = klaster_verify_file (file, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (report->n_problems, ==, 0);
      in_file = count_rows (file, KLASTER_OPEN_READ_ONLY);
      in_all = count_rows (file, KLASTER_OPEN_NO_AUTOPUBLISH);
      g_assert_true (in_file == 0 || in_file == N_ROWS);
      g_assert_true (in_all == 0 || in_all == N_ROWS);
      g_assert_cmpuint (in_all, >=, in_file);
      g_assert_cmpuint (count_rows (file, KLASTER_OPEN_READ_ONLY), ==, in_all);
      if (i == 0)
        g_assert_cmpuint (in_file, ==, N_ROWS);
      n_new += in_file > 0;
      n_kept += in_all > in_file;
    }
  g_test_message ("%u of %u runs ended in the new state, %u more had it in the working copy", n_new, n_kills + 1, n_kept);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = g_dir_make_tmp ("klaster-state-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/kill/import", test_import);
  status = g_test_run ();
  klaster_remove_tree (state);

  return status;
}
