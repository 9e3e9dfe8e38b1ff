/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "klaster-findings.h"
#include "klaster-project-sync.h"
#include "klaster-snapshot-private.h"

/* Disks that are full and places that may not be written. Full counts with KLASTER_TEST_FULL=1. */
#define N_LIMITS_REDUCED 25
#define N_LIMITS_FULL 200
#define SCHOOL_ID 7
#define NOBODY 65534

static KlasterEdit *
set_notes (gsize length)
{
  KlasterEdit *edit = klaster_edit_new ("Change notes");
  g_autoptr (GString) text = g_string_new (NULL);

  /* Nothing that compresses: every edit takes its room. */
  while (text->len < length)
    g_string_append_printf (text, "%08x", g_random_int ());
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_NOTES, KLASTER_TEXT (text->str));

  return edit;
}

static KlasterProject *
make_project (const char *path)
{
  GError *error = NULL;
  KlasterProject *project = sync_new (path, NULL, &error);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add school");
  g_autofree char *uuid = NULL;

  g_assert_no_error (error);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);

  return project;
}

/* No file may grow past @size: what a full disk answers, at a place of our choice. */
static void
limit_files (rlim_t size)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
assert_whole (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterVerifyReport) report = klaster_verify_file (path, NULL, &error);

  g_assert_no_error (error);
  if (get_first_finding (report))
    g_error ("%s", get_first_finding (report));
}

/* A full disk SQLite knows by ENOSPC; the limit of this test answers EFBIG, which it may pass on as any failed write. */
static void
assert_full (const GError *error)
{
  if (!g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FULL) &&
      !(g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED) && strstr (error->message, "I/O")))
    g_error ("%s", error->message);
}

static void
test_full (void)
{
  guint n_limits = g_getenv ("KLASTER_TEST_FULL") ? N_LIMITS_FULL : N_LIMITS_REDUCED;
  g_autofree char *folder = g_dir_make_tmp ("klaster-disk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "full.klaster", NULL);
  g_autoptr (KlasterProject) project = make_project (path);
  guint n_failed_edits = 0, n_failed_publishings = 0, n_edits = 0;
  GError *error = NULL;

  for (guint i = 0; i < n_limits; i++)
    {
      rlim_t limit = (rlim_t) (1000 + 5e6 * i / n_limits * i / n_limits);
      g_autoptr (KlasterSnapshot) last = NULL;
      gboolean published;

      limit_files (limit);
      for (guint j = 0; j < 3; j++)
        {
          /* Two at once: the second was made for content that may never come to be. */
          g_autoptr (KlasterEdit) first = set_notes (3000);
          g_autoptr (KlasterEdit) second = set_notes (3000);
          GAsyncResult *results[2] = { NULL };

          last = last ? last : klaster_snapshot_ref (klaster_project_get_snapshot (project));
          klaster_project_commit_async (project, first, NULL, sync_cb, &results[0]);
          klaster_project_commit_async (project, second, NULL, sync_cb, &results[1]);
          for (guint k = 0; k < 2; k++)
            {
              g_autofree char *uuid = NULL;

              klaster_await (results[k] != NULL, SYNC_SECONDS);
              uuid = klaster_project_commit_finish (project, results[k], &error);
              g_object_unref (results[k]);
              if (uuid)
                n_edits++;
              else
                {
                  assert_full (error);
                  g_clear_error (&error);
                  n_failed_edits++;
                }
            }
        }
      published = sync_publish (project, &error);
      if (!published)
        {
          g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED);
          g_clear_error (&error);
          n_failed_publishings++;
          g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_BLOCKED);
          assert_full (klaster_project_get_save_error (project));
        }
      g_clear_pointer (&last, klaster_snapshot_unref);
      last = klaster_snapshot_ref (klaster_project_get_snapshot (project));
      limit_files (RLIM_INFINITY);

      /* What was acknowledged is there, in the file too as soon as there is room. */
      assert_whole (path);
      g_assert_true (sync_publish (project, &error));
      g_assert_no_error (error);
      assert_whole (path);
      g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
      {
        g_autoptr (KlasterProject) reader = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);

        g_assert_no_error (error);
        g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (reader), last));
        g_assert_true (sync_close (reader, FALSE, &error));
      }
    }
  g_test_message ("%u limits: %u edits done, %u refused; %u publishings refused", n_limits, n_edits, n_failed_edits,
                  n_failed_publishings);
  g_assert_cmpuint (n_edits, >, n_limits);
  g_assert_cmpuint (n_failed_edits, >, 0);
  g_assert_cmpuint (n_failed_publishings, >, 0);

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* No room for the working copy: the file does not open, and says why. */
static void
test_full_opening (void)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-disk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "full.klaster", NULL);
  g_autoptr (KlasterProject) project = make_project (path);
  GError *error = NULL;

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  limit_files (50000);
  g_assert_null (sync_open (path, KLASTER_OPEN_DEFAULT, &error));
  limit_files (RLIM_INFINITY);
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FULL);
  g_clear_error (&error);
  assert_whole (path);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* In a process that is not root: a folder without write permission, then a file without. */
static int
run_unprivileged (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "mine.klaster", NULL);
  g_autofree char *elsewhere = g_build_filename (folder, "work", "saved.klaster", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (elsewhere);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (KlasterProject) project = make_project (path);
  g_autoptr (KlasterSnapshot) last = NULL;
  g_autoptr (KlasterEdit) edit = set_notes (10);
  g_autoptr (KlasterEdit) second = set_notes (10);
  g_autofree char *uuid = NULL;
  g_autofree char *uuid2 = NULL;
  GError *error = NULL;

  g_assert_cmpint (geteuid (), !=, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  last = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  g_assert_false (sync_publish (project, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED);
  g_clear_error (&error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_BLOCKED);
  g_assert_true (g_error_matches (klaster_project_get_save_error (project), KLASTER_PROJECT_ERROR,
                                  KLASTER_PROJECT_ERROR_PERMISSION));
  assert_whole (path);

  /* The work stays for the next start, where it can be saved elsewhere. */
  g_assert_true (sync_close (project, TRUE, &error));
  g_clear_object (&project);
  project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), last));
  klaster_project_save_as_async (project, file, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  g_assert_no_error (error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);

  /* A file that we may not write is not replaced, though the folder would let us. */
  g_assert_cmpint (g_chmod (elsewhere, 0444), ==, 0);
  uuid2 = sync_commit (project, second, &error);
  g_assert_no_error (error);
  g_assert_false (sync_publish (project, &error));
  g_clear_error (&error);
  g_assert_true (g_error_matches (klaster_project_get_save_error (project), KLASTER_PROJECT_ERROR,
                                  KLASTER_PROJECT_ERROR_PERMISSION));
  g_assert_cmpint (g_chmod (elsewhere, 0644), ==, 0);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  assert_whole (elsewhere);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);

  return 0;
}

static void
test_permissions (gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-disk-XXXXXX", NULL);
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  g_autofree char *state = g_build_filename (work, "state", NULL);
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", folder);
  int status;
  pid_t child;

  g_assert_cmpint (g_mkdir (work, 0755), ==, 0);
  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (folder, NOBODY, NOBODY), ==, 0);
      g_assert_cmpint (chown (work, NOBODY, NOBODY), ==, 0);
    }
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      /* The program is loaded before the rights go: it may lie where nobody else can read. */
      setenv ("XDG_STATE_HOME", state, TRUE);
      setenv ("HOME", work, TRUE);
      execl (data, data, "--unprivileged", folder, NULL);
      _exit (127);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  g_assert_cmpint (system (command), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  signal (SIGXFSZ, SIG_IGN); /* then it is an error like any other */
  if (argc == 3 && strcmp (argv[1], "--unprivileged") == 0)
    {
      if (geteuid () == 0 && (setgroups (0, NULL) != 0 || setgid (NOBODY) != 0 || setuid (NOBODY) != 0))
        return 2;
      return run_unprivileged (argv[2]);
    }

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/disk/full", test_full);
  g_test_add_func ("/disk/full-opening", test_full_opening);
  g_test_add_data_func ("/disk/permissions", program, test_permissions);

  return g_test_run ();
}
