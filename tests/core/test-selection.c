/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-selection.h"

static void
count_cb (KlasterSelection *selection,
          guint            *n_changes)
{
  (*n_changes)++;
}

static void
assert_selection (KlasterSelection *selection,
                  const char       *ids,
                  gint64            focus)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n;
  const gint64 *selected = klaster_selection_get_ids (selection, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", (int) selected[i]);
  g_assert_cmpstr (text->str, ==, ids);
  g_assert_cmpuint (klaster_selection_get_n (selection), ==, n);
  g_assert_cmpint (klaster_selection_get_focus (selection), ==, focus);
}

static void
test_selection (void)
{
  static const gint64 several[] = { 7, 3, 5, 3 }, same[] = { 5, 7, 3 };
  g_autoptr (KlasterSelection) selection = klaster_selection_new ();
  guint n_changes = 0;

  g_signal_connect (selection, "changed", G_CALLBACK (count_cb), &n_changes);
  assert_selection (selection, "", 0);
  klaster_selection_clear (selection);
  g_assert_cmpuint (n_changes, ==, 0);

  klaster_selection_select (selection, KLASTER_TABLE_INSTITUTION, 5);
  assert_selection (selection, "5", 5);
  g_assert_cmpuint (n_changes, ==, 1);
  klaster_selection_select (selection, KLASTER_TABLE_INSTITUTION, 5);
  g_assert_cmpuint (n_changes, ==, 1);

  klaster_selection_set (selection, KLASTER_TABLE_INSTITUTION, several, 4, 5);
  assert_selection (selection, "3 5 7", 5);
  g_assert_cmpuint (n_changes, ==, 2);
  klaster_selection_set (selection, KLASTER_TABLE_INSTITUTION, same, 3, 5);
  g_assert_cmpuint (n_changes, ==, 2);
  klaster_selection_set (selection, KLASTER_TABLE_INSTITUTION, same, 3, 99);
  assert_selection (selection, "3 5 7", 3);
  g_assert_cmpuint (n_changes, ==, 3);
  g_assert_true (klaster_selection_contains (selection, KLASTER_TABLE_INSTITUTION, 7));
  g_assert_false (klaster_selection_contains (selection, KLASTER_TABLE_AGREEMENT, 7));
  g_assert_false (klaster_selection_contains (selection, KLASTER_TABLE_INSTITUTION, 6));

  /* Adding gives the focus, taking away gives it to a neighbour. */
  klaster_selection_toggle (selection, KLASTER_TABLE_INSTITUTION, 6);
  assert_selection (selection, "3 5 6 7", 6);
  klaster_selection_toggle (selection, KLASTER_TABLE_INSTITUTION, 6);
  assert_selection (selection, "3 5 7", 7);
  klaster_selection_toggle (selection, KLASTER_TABLE_INSTITUTION, 7);
  assert_selection (selection, "3 5", 5);
  klaster_selection_toggle (selection, KLASTER_TABLE_INSTITUTION, 3);
  assert_selection (selection, "5", 5);
  g_assert_cmpuint (n_changes, ==, 7);

  /* The same numbers of another table are other records. */
  klaster_selection_select (selection, KLASTER_TABLE_AGREEMENT, 5);
  g_assert_cmpuint (n_changes, ==, 8);
  g_assert_cmpint (klaster_selection_get_table (selection), ==, KLASTER_TABLE_AGREEMENT);
  klaster_selection_toggle (selection, KLASTER_TABLE_INSTITUTION, 9);
  assert_selection (selection, "9", 9);
  klaster_selection_clear (selection);
  assert_selection (selection, "", 0);
  g_assert_cmpuint (n_changes, ==, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/selection", test_selection);

  return g_test_run ();
}
