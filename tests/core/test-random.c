/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-random-edit.h"
#include "klaster-snapshot-private.h"

#define N_EDITS 400

/* Every edit leads to sound content, and every inverse back to exactly what was there. */
static void
test_inverse (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_snapshot_unref);
  g_autoptr (GPtrArray) deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_delta_unref);

  g_test_message ("seed %u", seed);
  g_ptr_array_add (snapshots, klaster_snapshot_new_empty ());
  for (guint i = 0; i < N_EDITS; i++)
    {
      KlasterSnapshot *before = snapshots->pdata[i];
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, before, 1 + i % 7);
      g_autoptr (GError) error = NULL;
      KlasterDelta *delta = klaster_edit_resolve (edit, before, &error);
      KlasterSnapshot *after;

      g_assert_no_error (error);
      after = klaster_snapshot_apply (before, delta);
      klaster_snapshot_check (after);
      g_assert_false (klaster_snapshot_equal (before, after));
      g_assert_true (klaster_delta_check_references (delta, after, &error));
      g_assert_no_error (error);
      g_ptr_array_add (deltas, delta);
      g_ptr_array_add (snapshots, after);
    }

  for (guint i = N_EDITS; i > 0; i--)
    {
      g_autoptr (KlasterDelta) inverse = klaster_delta_invert (deltas->pdata[i - 1]);
      g_autoptr (KlasterDelta) between = klaster_delta_new_between (snapshots->pdata[i], snapshots->pdata[i - 1]);
      g_autoptr (KlasterSnapshot) back = klaster_snapshot_apply (snapshots->pdata[i], inverse);
      g_autoptr (KlasterSnapshot) compared = klaster_snapshot_apply (snapshots->pdata[i], between);

      g_assert_true (klaster_snapshot_equal (back, snapshots->pdata[i - 1]));
      g_assert_true (klaster_snapshot_equal (compared, snapshots->pdata[i - 1]));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/random/inverse", test_inverse);

  return g_test_run ();
}
