/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-await.h"
#include "klaster-project.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"
#include "klaster-snapshot-private.h"
#include "klaster-verify.h"

/* Full counts with KLASTER_TEST_FULL=1. */
#define N_EDITS_REDUCED 150
#define N_EDITS_FULL 1000

static void
assert_content (KlasterProject *project,
                GPtrArray      *states,
                guint           i)
{
  klaster_snapshot_check (klaster_project_get_snapshot (project));
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), states->pdata[i]));
}

/* Random edits, all undone and redone twice: the content is equal at every step, in memory and, once the file was closed
 * and opened again, on the disk. */
static void
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  guint n_edits = g_getenv ("KLASTER_TEST_FULL") ? N_EDITS_FULL : N_EDITS_REDUCED;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_snapshot_unref);
  g_autofree char *folder = g_dir_make_tmp ("klaster-undo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterVerifyReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("seed %u, %u edits", seed, n_edits);
  project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (klaster_project_get_can_undo (project));
  g_ptr_array_add (states, klaster_snapshot_ref (klaster_project_get_snapshot (project)));

  for (guint i = 0; i < n_edits; i++)
    {
      KlasterEdit *edit = klaster_random_edit_new (random, klaster_project_get_snapshot (project), 1 + i % 5);

      g_free (sync_commit (project, edit, &error));
      g_assert_no_error (error);
      klaster_edit_unref (edit);
      g_ptr_array_add (states, klaster_snapshot_ref (klaster_project_get_snapshot (project)));
    }

  for (guint turn = 0; turn < 2; turn++)
    {
      for (guint i = n_edits; i > 0; i--)
        {
          g_assert_true (klaster_project_get_can_undo (project));
          sync_undo (project, &error);
          g_assert_no_error (error);
          assert_content (project, states, i - 1);
        }
      g_assert_false (klaster_project_get_can_undo (project));

      /* Undo and redo survive closing. */
      sync_close (project, FALSE, &error);
      g_assert_no_error (error);
      g_object_unref (project);
      project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
      g_assert_no_error (error);
      assert_content (project, states, 0);
      g_assert_false (klaster_project_get_can_undo (project));

      for (guint i = 0; i < n_edits; i++)
        {
          g_assert_true (klaster_project_get_can_redo (project));
          sync_redo (project, &error);
          g_assert_no_error (error);
          assert_content (project, states, i + 1);
        }
      g_assert_false (klaster_project_get_can_redo (project));
    }

  sync_close (project, FALSE, &error);
  g_assert_no_error (error);
  report = klaster_verify_file (path, NULL, &error);
  g_assert_no_error (error);
  /* Random attachments have no bytes, which is only a note. */
  g_assert_cmpuint (report->n_problems, ==, 0);
  /* The beginning is recorded as well. */
  g_assert_cmpuint (report->n_edits, ==, 5 * n_edits + 1);

  g_assert_cmpint (g_unlink (path), ==, 0);
  /* Nothing of ours lies beside it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Only the step that is meant is undone. */
static void
test_step (void)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-undo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;
  char *uuids[2];

  project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (klaster_project_get_undo_step (project));
  for (guint i = 0; i < G_N_ELEMENTS (uuids); i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add");
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);

      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT ("School"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
      uuids[i] = sync_commit (project, edit, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (klaster_project_get_undo_step (project), ==, uuids[i]);
    }

  for (guint i = 0; i < 3; i++)
    {
      /* The older one first: in vain. Then the newer one. Then that once more: in vain. */
      const char *step = uuids[i == 0 ? 0 : 1];
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree char *uuid = NULL;

      klaster_project_undo_step_async (project, step, NULL, sync_cb, &result);
      klaster_await (result != NULL, SYNC_SECONDS);
      uuid = klaster_project_undo_finish (project, result, &error);
      if (i == 1)
        {
          g_assert_no_error (error);
          g_assert_nonnull (uuid);
        }
      else
        {
          g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO);
          g_clear_error (&error);
        }
      g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION), ==,
                        i == 0 ? 2 : 1);
    }

  for (guint i = 0; i < G_N_ELEMENTS (uuids); i++)
    g_free (uuids[i]);
  sync_close (project, FALSE, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/undo/random", test_random);
  g_test_add_func ("/undo/step", test_step);

  return g_test_run ();
}
