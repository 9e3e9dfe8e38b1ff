/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "klaster-generate.h"
#include "klaster-snapshot-private.h"

/* Equal arguments, equal content; and it is content that a project accepts. */
static void
test_generate (void)
{
  g_autoptr (KlasterSnapshot) one = klaster_generate_snapshot (7, 300, 1000, 50);
  g_autoptr (KlasterSnapshot) two = klaster_generate_snapshot (7, 300, 1000, 50);
  g_autoptr (KlasterSnapshot) other = klaster_generate_snapshot (8, 300, 1000, 50);
  g_autoptr (KlasterSnapshot) nothing = klaster_generate_snapshot (0, 0, 0, 0), edited = NULL;
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (7, 300, 1000, 50);
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  klaster_snapshot_check (one);
  g_assert_true (klaster_snapshot_equal (one, two));
  g_assert_false (klaster_snapshot_equal (one, other));
  delta = klaster_edit_resolve (edit, nothing, &error);
  g_assert_no_error (error);
  edited = klaster_snapshot_apply (nothing, delta);
  g_assert_true (klaster_snapshot_equal (one, edited));
  g_assert_cmpuint (klaster_snapshot_get_n_rows (one, KLASTER_TABLE_AGREEMENT_PARTY), ==, 100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/generate/equal", test_generate);

  return g_test_run ();
}
