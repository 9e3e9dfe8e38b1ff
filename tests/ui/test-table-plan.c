/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "klaster-apply.h"
#include "klaster-cells.h"
#include "klaster-shared.h"
#include "klaster-table-plan.h"
#include "klaster-worker.h"

#define TABLE KLASTER_TABLE_INSTITUTION
#define EN KLASTER_LANGUAGE_EN

static const guint columns[] = { KLASTER_INSTITUTION_NAME_EN, KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_STUDENTS,
                                 KLASTER_INSTITUTION_PARENT_ID };
static const gint64 ids[] = { 11, 12, 13 };

static KlasterSnapshot *
make_snapshot (void)
{
  static const char *const names[] = { "Chirchiq, school 1", "Chirchik, school 2", "Boʻka lyceum" };
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Three");

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      klaster_edit_insert_with_id (edit, TABLE, ids[i]);
      klaster_edit_set (edit, TABLE, ids[i], KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (names[i]));
      klaster_edit_set (edit, TABLE, ids[i], KLASTER_INSTITUTION_KIND, KLASTER_TEXT (i < 2 ? "school" : "lyceum"));
      klaster_edit_set (edit, TABLE, ids[i], KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
      klaster_edit_set (edit, TABLE, ids[i], KLASTER_INSTITUTION_LEVELS, KLASTER_TEXT (i < 2 ? "[\"primary\"]" : "[\"secondary\"]"));
    }

  return apply (empty, edit);
}

static void
assert_cell (KlasterSnapshot *snapshot,
             gint64           id,
             guint            column,
             const char      *expected)
{
  KlasterRow *row = klaster_snapshot_lookup (snapshot, TABLE, id);
  g_autofree char *text = NULL;

  g_assert_nonnull (row);
  text = klaster_table_cell_text (snapshot, row, column, EN);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_copy_paste (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterSnapshot) pasted = NULL;
  g_autoptr (GPtrArray) rows = klaster_table_copy (snapshot, ids, 3, columns, 4, TRUE, EN);
  g_autofree char *text = klaster_cells_format_tsv (rows);
  g_autoptr (GPtrArray) cells = klaster_cells_parse_tsv (text);
  g_autoptr (KlasterTablePlan) same = NULL;
  g_autoptr (KlasterTablePlan) plan = NULL;
  g_autoptr (GPtrArray) block = NULL;

  g_assert_cmpuint (rows->len, ==, 4);
  /* What was copied, names of columns included, changes nothing where it came from. */
  same = klaster_table_plan_paste (snapshot, ids, 3, 0, columns, 4, 0, cells, EN);
  g_assert_cmpuint (same->n_problems, ==, 0);
  g_assert_cmpuint (same->n_cells, ==, 0);
  g_assert_cmpuint (same->n_new, ==, 0);

  {
    /* A spreadsheet takes no names of months of other languages for a day. */
    const guint joined[] = { KLASTER_INSTITUTION_JOINED_ON };
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("test");
    g_autoptr (KlasterSnapshot) dated = NULL;
    g_autoptr (GPtrArray) days = NULL;

    klaster_edit_set (edit, TABLE, 11, KLASTER_INSTITUTION_JOINED_ON, KLASTER_TEXT ("2026-12-03"));
    dated = apply (snapshot, edit);
    assert_cell (dated, 11, KLASTER_INSTITUTION_JOINED_ON, "3 Dec 2026");
    days = klaster_table_copy (dated, ids, 1, joined, 1, FALSE, KLASTER_LANGUAGE_RU);
    g_assert_cmpstr (((char **) days->pdata[0])[0], ==, "03.12.2026");
  }

  block = klaster_cells_parse_tsv ("Preschool\t1 200\tChirchiq, school 1\nvocational\t\tЧирчиқ, school 1\n");
  plan = klaster_table_plan_paste (snapshot, ids, 3, 1, columns, 4, 1, block, EN);
  g_assert_cmpuint (plan->n_problems, ==, 0);
  g_assert_cmpuint (plan->n_cells, ==, 5);
  pasted = apply (snapshot, plan->edit);
  assert_cell (pasted, 12, KLASTER_INSTITUTION_STUDENTS, "1200");
  assert_cell (pasted, 12, KLASTER_INSTITUTION_PARENT_ID, "Chirchiq, school 1");
  assert_cell (pasted, 13, KLASTER_INSTITUTION_PARENT_ID, "Chirchiq, school 1");
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (pasted, TABLE, 13), KLASTER_INSTITUTION_KIND), ==, "vocational");
  assert_cell (pasted, 11, KLASTER_INSTITUTION_STUDENTS, "");
}

/* A kind is understood in the words of which the import knows it; what replacing makes of its name is not. */
static void
test_paste_kinds (void)
{
  static const struct
  {
    const char *cell;
    const char *kind;
  } cells[] = {
    { "Maktab", "school" }, { "MTT", "preschool" }, { "Музыкальная школа", "additional" }, { "litsey", "lyceum" },
    { "Вуз", "higher" }, { "enterprise", "enterprise" }, { "castle", NULL },
  };
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterTablePlan) replaced = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GPtrArray) block = klaster_cells_parse_tsv (cells[i].cell);
      g_autoptr (KlasterTablePlan) plan = klaster_table_plan_paste (snapshot, ids, 3, cells[i].kind ? 2 : 0, columns, 4, 1, block, EN);
      g_autoptr (KlasterSnapshot) pasted = NULL;

      g_assert_cmpuint (plan->n_problems, ==, cells[i].kind == NULL);
      if (cells[i].kind == NULL || plan->n_cells == 0)
        continue;
      pasted = apply (snapshot, plan->edit);
      g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (pasted, TABLE, 13), KLASTER_INSTITUTION_KIND), ==,
                       cells[i].kind);
    }

  replaced = klaster_table_plan_replace (snapshot, ids, 3, columns + 1, 1, "school", "college", 0, EN);
  g_assert_cmpuint (replaced->n_cells, ==, 0);
  g_assert_cmpuint (replaced->n_problems, ==, 2);
}

static void
test_paste_problems (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterSnapshot) pasted = NULL;
  g_autoptr (GPtrArray) block = klaster_cells_parse_tsv ("A\tcastle\t-5\tNobody\tmore\nB\tlyceum\t7\tB\n");
  g_autoptr (KlasterTablePlan) plan = klaster_table_plan_paste (snapshot, ids, 3, 0, columns, 4, 0, block, EN);
  const KlasterCellProblem *problem;

  /* castle, -5, Nobody, more; and B, which is not called so before the paste. */
  g_assert_cmpuint (plan->n_problems, ==, 5);
  g_assert_cmpuint (plan->n_cells, ==, 4);
  problem = g_ptr_array_index (plan->problems, 0);
  g_assert_cmpuint (problem->row, ==, 0);
  g_assert_cmpuint (problem->column, ==, KLASTER_INSTITUTION_KIND);
  g_assert_cmpstr (problem->text, ==, "castle");
  pasted = apply (snapshot, plan->edit);
  assert_cell (pasted, 11, KLASTER_INSTITUTION_NAME_EN, "A");
  assert_cell (pasted, 12, KLASTER_INSTITUTION_STUDENTS, "7");
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (pasted, TABLE, 11), KLASTER_INSTITUTION_KIND), ==, "school");
}

static void
test_paste_past_the_end (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterSnapshot) pasted = NULL;
  g_autoptr (GPtrArray) block = klaster_cells_parse_tsv ("Old\nNew 1\tlyceum\n\nNew 2\n");
  g_autoptr (KlasterTablePlan) plan = klaster_table_plan_paste (snapshot, ids, 3, 2, columns, 4, 0, block, EN);
  gint64 id;

  g_assert_cmpuint (plan->n_new, ==, 2);
  g_assert_cmpuint (plan->n_problems, ==, 0);
  pasted = apply (snapshot, plan->edit);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (pasted, TABLE), ==, 5);
  assert_cell (pasted, 13, KLASTER_INSTITUTION_NAME_EN, "Old");
  id = g_array_index (plan->new_ids, gint64, 0);
  assert_cell (pasted, id, KLASTER_INSTITUTION_NAME_EN, "New 1");
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (pasted, TABLE, id), KLASTER_INSTITUTION_KIND), ==, "lyceum");
  id = g_array_index (plan->new_ids, gint64, 1);
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (pasted, TABLE, id), KLASTER_INSTITUTION_KIND), ==, "school");
}

static void
test_fill (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterSnapshot) filled = NULL;
  g_autoptr (KlasterTablePlan) plan = klaster_table_plan_fill (snapshot, ids, 3, KLASTER_INSTITUTION_KIND, "lyceum", EN);
  g_autoptr (KlasterTablePlan) wrong = klaster_table_plan_fill (snapshot, ids, 3, KLASTER_INSTITUTION_KIND, "", EN);

  g_assert_cmpuint (plan->n_cells, ==, 2);
  filled = apply (snapshot, plan->edit);
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (filled, TABLE, 11), KLASTER_INSTITUTION_KIND), ==, "lyceum");
  /* A kind is required: it cannot be cleared. */
  g_assert_cmpuint (wrong->n_cells, ==, 0);
  g_assert_cmpuint (wrong->n_problems, ==, 3);
}

static void
assert_replaced (const char      *text,
                 const char      *find,
                 const char      *replacement,
                 KlasterFindFlags flags,
                 const char      *expected)
{
  g_autofree char *got = klaster_table_replace_text (text, find, replacement, flags);

  g_assert_cmpstr (got, ==, expected);
}

static void
test_replace_text (void)
{
  assert_replaced ("school 1", "school", "lyceum", 0, "lyceum 1");
  assert_replaced ("School 1, school 2", "school", "X", 0, "X 1, X 2");
  assert_replaced ("School 1, school 2", "school", "X", KLASTER_FIND_EXACT, "School 1, X 2");
  assert_replaced ("Chirchiq shahri", "Чирчик", "Parkent", 0, "Parkent shahri");
  assert_replaced ("Чирчиқ шаҳри", "chirchiq", "Паркент", 0, "Паркент шаҳри");
  assert_replaced ("Boʻka", "Bo'ka", "Qibray", 0, "Qibray");
  assert_replaced ("Boʻka tumani", "Bo’ka", "Qibray", KLASTER_FIND_WHOLE, NULL);
  assert_replaced ("Boʻka", "Boka", "", KLASTER_FIND_WHOLE | KLASTER_FIND_EXACT, NULL);
  assert_replaced ("aaa", "a", "aa", 0, "aaaaaa");
  assert_replaced ("abc", "", "x", 0, NULL);
  assert_replaced ("abc", "d", "x", 0, NULL);
}

static void
test_replace (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  g_autoptr (KlasterSnapshot) replaced = NULL;
  g_autoptr (KlasterTablePlan) plan = NULL;
  g_autoptr (KlasterTablePlan) wrong = NULL;

  g_assert_cmpuint (klaster_table_count (snapshot, ids, 3, columns, 4, "чирчик", 0, EN, NULL), ==, 2);
  g_assert_cmpuint (klaster_table_count (snapshot, ids, 3, columns, 4, "Chirchik", KLASTER_FIND_EXACT, EN, NULL), ==, 1);
  g_assert_cmpuint (klaster_table_count (snapshot, ids, 3, columns, 1, "lyceum", 0, EN, NULL), ==, 1);

  plan = klaster_table_plan_replace (snapshot, ids, 3, columns, 1, "Чирчиқ", "Parkent", 0, EN);
  g_assert_cmpuint (plan->n_cells, ==, 2);
  replaced = apply (snapshot, plan->edit);
  assert_cell (replaced, 11, KLASTER_INSTITUTION_NAME_EN, "Parkent, school 1");
  assert_cell (replaced, 12, KLASTER_INSTITUTION_NAME_EN, "Parkent, school 2");

  /* A kind that does not exist is told and left out. */
  wrong = klaster_table_plan_replace (snapshot, ids, 3, columns + 1, 1, "school", "castle", 0, EN);
  g_assert_cmpuint (wrong->n_cells, ==, 0);
  g_assert_cmpuint (wrong->n_problems, ==, 2);
}

static void
test_shared (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot ();
  KlasterSharedState states[KLASTER_INSTITUTION_N_COLUMNS];
  const gint64 with_missing[] = { 11, 99, 12 };
  KlasterRow *first;

  g_assert_cmpuint (klaster_shared_compute (snapshot, TABLE, ids, 3, states, &first), ==, 3);
  g_assert_cmpint (klaster_row_get_id (first), ==, 11);
  g_assert_cmpint (states[KLASTER_INSTITUTION_NAME_EN], ==, KLASTER_SHARED_DIFFERS);
  g_assert_cmpint (states[KLASTER_INSTITUTION_KIND], ==, KLASTER_SHARED_DIFFERS);
  g_assert_cmpint (states[KLASTER_INSTITUTION_ROLE], ==, KLASTER_SHARED_SAME);
  g_assert_cmpint (states[KLASTER_INSTITUTION_PHONE], ==, KLASTER_SHARED_SAME);

  g_assert_cmpuint (klaster_shared_compute (snapshot, TABLE, with_missing, 3, states, &first), ==, 2);
  g_assert_cmpint (states[KLASTER_INSTITUTION_KIND], ==, KLASTER_SHARED_SAME);

  g_assert_cmpuint (klaster_shared_compute (snapshot, TABLE, with_missing + 1, 1, states, &first), ==, 0);
  g_assert_null (first);
  g_assert_cmpint (states[KLASTER_INSTITUTION_KIND], ==, KLASTER_SHARED_NONE);

  {
    g_autoptr (GArray) distinct = klaster_shared_list_distinct (snapshot, TABLE, ids, 3, KLASTER_INSTITUTION_LEVELS);

    g_assert_cmpuint (distinct->len, ==, 2);
    g_assert_cmpint (g_array_index (distinct, gint64, 0), ==, ids[0]);
  }
  g_assert_cmpint (klaster_shared_has_token (snapshot, TABLE, ids, 2, KLASTER_INSTITUTION_LEVELS, "primary"), ==,
                   KLASTER_SHARED_EVERY_RECORD);
  g_assert_cmpint (klaster_shared_has_token (snapshot, TABLE, ids, 3, KLASTER_INSTITUTION_LEVELS, "primary"), ==,
                   KLASTER_SHARED_SOME_RECORDS);
  g_assert_cmpint (klaster_shared_has_token (snapshot, TABLE, ids, 3, KLASTER_INSTITUTION_LEVELS, "master"), ==,
                   KLASTER_SHARED_NO_RECORD);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table-plan/copy-paste", test_copy_paste);
  g_test_add_func ("/table-plan/paste-kinds", test_paste_kinds);
  g_test_add_func ("/table-plan/paste-problems", test_paste_problems);
  g_test_add_func ("/table-plan/paste-past-the-end", test_paste_past_the_end);
  g_test_add_func ("/table-plan/fill", test_fill);
  g_test_add_func ("/table-plan/replace-text", test_replace_text);
  g_test_add_func ("/table-plan/replace", test_replace);
  g_test_add_func ("/table-plan/shared", test_shared);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
