/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-edit.h"
#include "klaster-goal.h"
#include "klaster-sample.h"

#define TODAY "2026-11-21"
#define COMMON 1
#define OBJECTIVE 2
#define OWN 3
#define REACHED 4
#define SCHOOL 11
#define SILENT 12
#define PARTNER 13
#define INDICATOR 21

static void
set_text (KlasterEdit  *edit,
          KlasterTable  table,
          gint64        id,
          guint         column,
          const char   *text)
{
  klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

static void
set_number (KlasterEdit  *edit,
            KlasterTable  table,
            gint64        id,
            guint         column,
            gint64        number)
{
  klaster_edit_set (edit, table, id, column, KLASTER_INTEGER (number));
}

static void
add_member (KlasterEdit *edit,
            gint64       id,
            const char  *name,
            const char  *role,
            const char  *interest)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, name);
  set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, "school");
  set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, role);
  if (interest)
    set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_INTEREST, interest);
}

static void
add_goal (KlasterEdit *edit,
          gint64       id,
          gint64       parent,
          gint64       institution,
          const char  *state,
          const char  *due)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_GOAL, id);
  set_text (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_TEXT, "Goal");
  set_text (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_STATE, state);
  if (due)
    set_text (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_DUE, due);
  if (parent)
    set_number (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_PARENT_ID, parent);
  if (institution)
    set_number (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_INSTITUTION_ID, institution);
}

static KlasterSnapshot *
make (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Goals");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  add_member (edit, SCHOOL, "School 1", "member", "Good teachers");
  add_member (edit, SILENT, "School 2", "core", NULL);
  add_member (edit, PARTNER, "Works", "partner", NULL);
  add_goal (edit, COMMON, 0, 0, "open", "2027-01-01");
  add_goal (edit, OBJECTIVE, COMMON, 0, "open", "2026-11-20");
  add_goal (edit, OWN, OBJECTIVE, SCHOOL, "open", NULL);
  add_goal (edit, REACHED, 0, 0, "reached", "2020-01-01");
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, 31);
  set_number (edit, KLASTER_TABLE_AGREEMENT, 31, KLASTER_AGREEMENT_GOAL_ID, OBJECTIVE);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, 32);
  set_number (edit, KLASTER_TABLE_COOPERATION, 32, KLASTER_COOPERATION_FROM_ID, SCHOOL);
  set_number (edit, KLASTER_TABLE_COOPERATION, 32, KLASTER_COOPERATION_TO_ID, SILENT);
  set_number (edit, KLASTER_TABLE_COOPERATION, 32, KLASTER_COOPERATION_GOAL_ID, OBJECTIVE);
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

static const KlasterGoalRow *
get (KlasterGoalList *list,
     guint            position)
{
  g_assert_cmpuint (position, <, list->rows->len);
  return &g_array_index (list->rows, KlasterGoalRow, position);
}

static void
test_tree (void)
{
  static const struct
  {
    KlasterGoalRowKind kind;
    gint64 id;
    guint depth;
    guint n_serving;
    guint flags;
  } expected[] = {
    { KLASTER_GOAL_ROW_GOAL, REACHED, 0, 0, 0 },
    /* What serves an objective serves the goal above it. */
    { KLASTER_GOAL_ROW_GOAL, COMMON, 0, 0, 0 },
    { KLASTER_GOAL_ROW_GOAL, OBJECTIVE, 1, 2, KLASTER_GOAL_OVERDUE },
    { KLASTER_GOAL_ROW_GOAL, OWN, 2, 0, KLASTER_GOAL_UNSERVED },
    { KLASTER_GOAL_ROW_MEMBERS, 0, 0, 0, 0 },
    { KLASTER_GOAL_ROW_MEMBER, SCHOOL, 1, 0, 0 },
    { KLASTER_GOAL_ROW_GOAL, OWN, 2, 0, KLASTER_GOAL_UNSERVED },
    { KLASTER_GOAL_ROW_MEMBER, SILENT, 1, 0, KLASTER_GOAL_NO_GOAL | KLASTER_GOAL_NO_INTEREST },
  };
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (KlasterGoalList) list = klaster_goal_list_new (snapshot, TODAY, NULL, NULL, KLASTER_LANGUAGE_EN, NULL);
  g_autoptr (GPtrArray) serving = klaster_goal_list_serving (snapshot, OBJECTIVE);

  g_assert_cmpuint (list->rows->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (get (list, i)->kind, ==, expected[i].kind);
      g_assert_cmpint (get (list, i)->id, ==, expected[i].id);
      g_assert_cmpuint (get (list, i)->depth, ==, expected[i].depth);
      g_assert_cmpuint (get (list, i)->n_serving, ==, expected[i].n_serving);
      g_assert_cmpuint (get (list, i)->flags, ==, expected[i].flags);
    }
  /* A goal that stands twice is one goal. */
  g_assert_cmpuint (list->n_goals, ==, 4);
  g_assert_cmpuint (list->n_unserved, ==, 1);
  g_assert_cmpuint (list->n_overdue, ==, 1);
  g_assert_cmpuint (list->n_silent, ==, 1);
  g_assert_cmpuint (serving->len, ==, 2);
}

/* A cooperation serves its further goals as it does its main one. */
static void
test_further (void)
{
  g_autoptr (KlasterSnapshot) before = make ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Further");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterGoalList) list = NULL;
  g_autoptr (GPtrArray) serving = NULL;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_FURTHER_GOAL, 33);
  set_number (edit, KLASTER_TABLE_FURTHER_GOAL, 33, KLASTER_FURTHER_GOAL_COOPERATION_ID, 32);
  set_number (edit, KLASTER_TABLE_FURTHER_GOAL, 33, KLASTER_FURTHER_GOAL_GOAL_ID, OWN);
  delta = klaster_edit_resolve (edit, before, NULL);
  snapshot = klaster_snapshot_apply (before, delta);

  list = klaster_goal_list_new (snapshot, TODAY, NULL, NULL, KLASTER_LANGUAGE_EN, NULL);
  g_assert_cmpint (get (list, 3)->id, ==, OWN);
  g_assert_cmpuint (get (list, 3)->n_serving, ==, 1);
  g_assert_cmpuint (list->n_unserved, ==, 0);
  serving = klaster_goal_list_serving (snapshot, OWN);
  g_assert_cmpuint (serving->len, ==, 1);
  g_assert_cmpint (klaster_row_get_id (serving->pdata[0]), ==, 32);
  g_assert_cmpint (klaster_row_get_table (serving->pdata[0]), ==, KLASTER_TABLE_COOPERATION);
}

static void
test_closed (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (GHashTable) closed = g_hash_table_new (g_int64_hash, g_int64_equal);
  const gint64 common = COMMON;
  g_autoptr (KlasterGoalList) list = NULL;

  g_hash_table_add (closed, (gpointer) &common);
  list = klaster_goal_list_new (snapshot, TODAY, closed, NULL, KLASTER_LANGUAGE_EN, NULL);
  g_assert_cmpuint (list->rows->len, ==, 6);
  g_assert_true (get (list, 1)->closed);
  g_assert_cmpuint (get (list, 1)->n_children, ==, 1);
  /* What is hidden is counted. */
  g_assert_cmpuint (list->n_goals, ==, 4);
  g_assert_cmpuint (list->n_overdue, ==, 1);
}

/* What matches is listed with what lies above it, whatever is closed; other goals and members are not. */
static void
test_search (void)
{
  static const struct
  {
    const char *search;
    guint n_found;
  } cases[] = {
    /* Its text is what all goals say; a member's goal stands twice. */
    { "goal", 5 },
    { "school 1", 3 },
    { "good teachers", 1 },
    { "nothing of the kind", 0 },
  };
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (GHashTable) closed = g_hash_table_new (g_int64_hash, g_int64_equal);
  const gint64 common = COMMON;
  g_autoptr (KlasterGoalList) school = NULL;
  g_autoptr (KlasterGoalList) interest = NULL;

  g_hash_table_add (closed, (gpointer) &common);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterGoalList) list = klaster_goal_list_new (snapshot, TODAY, closed, cases[i].search, KLASTER_LANGUAGE_EN, NULL);

      g_test_message ("%s", cases[i].search);
      g_assert_cmpuint (list->n_found, ==, cases[i].n_found);
      /* Of each row that lies below another one, that one stands above it. */
      for (guint r = 0; r < list->rows->len; r++)
        g_assert_cmpuint (get (list, r)->depth, <=, r > 0 ? get (list, r - 1)->depth + 1 : 0);
      g_assert_cmpuint (list->n_goals, ==, 4);
    }
  school = klaster_goal_list_new (snapshot, TODAY, closed, "school 1", KLASTER_LANGUAGE_EN, NULL);
  g_assert_cmpuint (school->rows->len, ==, 6);
  g_assert_cmpint (get (school, 0)->id, ==, COMMON);
  g_assert_cmpint (get (school, 2)->id, ==, OWN);
  g_assert_cmpint (get (school, 4)->id, ==, SCHOOL);
  g_assert_cmpint (get (school, 5)->id, ==, OWN);
  interest = klaster_goal_list_new (snapshot, TODAY, NULL, "good teachers", KLASTER_LANGUAGE_EN, NULL);
  g_assert_cmpuint (interest->rows->len, ==, 2);
  g_assert_cmpint (get (interest, 1)->id, ==, SCHOOL);
}

static void
test_overdue (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();

  g_assert_false (klaster_goal_is_overdue (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, OBJECTIVE), "2026-11-20"));
  g_assert_true (klaster_goal_is_overdue (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, OBJECTIVE), "2026-11-21"));
  g_assert_false (klaster_goal_is_overdue (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, REACHED), TODAY));
  g_assert_false (klaster_goal_is_overdue (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, OWN), TODAY));
}

static void
test_indicator (void)
{
  static const struct
  {
    double values[3];
    guint n_values;
    double target; /* 0: none */
    const char *text, *trend;
  } cases[] = {
    { { 0 }, 0, 0, "Not measured yet", "Not measured yet" },
    { { 0 }, 0, 40, "Not measured yet; target: 40\u00a0posts", "Not measured yet; target: 40\u00a0posts" },
    { { 12.5 }, 1, 40, "12.5\u00a0posts; target: 40\u00a0posts", "12.5\u00a0posts; target: 40\u00a0posts" },
    { { 210, 164, 121 }, 3, 40, "121\u00a0posts; target: 40\u00a0posts",
      "From 210\u00a0posts on 1 Jan 2024 to 121\u00a0posts on 1 Jan 2026. It is coming closer to the target." },
    { { 10, 30, 5 }, 3, 40, "5\u00a0posts; target: 40\u00a0posts",
      "From 10\u00a0posts on 1 Jan 2024 to 5\u00a0posts on 1 Jan 2026. It is moving away from the target." },
    { { 10, 40 }, 2, 40, "40\u00a0posts; target: 40\u00a0posts", "From 10\u00a0posts on 1 Jan 2024 to 40\u00a0posts on 1 Jan 2025. The target is reached." },
    { { 10, 20 }, 2, 0, "20\u00a0posts", "From 10\u00a0posts on 1 Jan 2024 to 20\u00a0posts on 1 Jan 2025." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) before = make ();
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Indicator");
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (KlasterSnapshot) snapshot = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *trend = NULL;
      const KlasterRow *row;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_INDICATOR, INDICATOR);
      set_number (edit, KLASTER_TABLE_INDICATOR, INDICATOR, KLASTER_INDICATOR_GOAL_ID, COMMON);
      set_text (edit, KLASTER_TABLE_INDICATOR, INDICATOR, KLASTER_INDICATOR_UNIT, "posts");
      if (cases[i].target > 0)
        klaster_edit_set (edit, KLASTER_TABLE_INDICATOR, INDICATOR, KLASTER_INDICATOR_TARGET, KLASTER_REAL (cases[i].target));
      /* The latest is entered first: days count, not the order of entry. */
      for (guint v = cases[i].n_values; v > 0; v--)
        {
          gint64 id = 40 - v;
          g_autofree char *date = g_strdup_printf ("%u-01-01", 2023 + v);

          klaster_edit_insert_with_id (edit, KLASTER_TABLE_INDICATOR_VALUE, id);
          set_number (edit, KLASTER_TABLE_INDICATOR_VALUE, id, KLASTER_INDICATOR_VALUE_INDICATOR_ID, INDICATOR);
          set_text (edit, KLASTER_TABLE_INDICATOR_VALUE, id, KLASTER_INDICATOR_VALUE_DATE, date);
          klaster_edit_set (edit, KLASTER_TABLE_INDICATOR_VALUE, id, KLASTER_INDICATOR_VALUE_VALUE,
                            KLASTER_REAL (cases[i].values[v - 1]));
        }
      delta = klaster_edit_resolve (edit, before, &error);
      g_assert_no_error (error);
      snapshot = klaster_snapshot_apply (before, delta);
      row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INDICATOR, INDICATOR);
      text = klaster_indicator_describe (snapshot, row, KLASTER_LANGUAGE_EN);
      trend = klaster_indicator_describe_trend (snapshot, row, KLASTER_LANGUAGE_EN);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (trend, ==, cases[i].trend);
    }
}

/* Every member of the reference project and all its goals, on any day. */
static void
test_sample (void)
{
  g_autoptr (GBytes) content = klaster_sample_make_content (TODAY, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, NULL);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_apply (empty, delta);
  g_autoptr (KlasterGoalList) list = klaster_goal_list_new (snapshot, TODAY, NULL, NULL, KLASTER_LANGUAGE_EN, NULL);

  g_assert_cmpuint (list->n_goals, ==, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_GOAL));
  g_assert_cmpuint (list->n_overdue, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/goal/tree", test_tree);
  g_test_add_func ("/goal/further", test_further);
  g_test_add_func ("/goal/closed", test_closed);
  g_test_add_func ("/goal/search", test_search);
  g_test_add_func ("/goal/overdue", test_overdue);
  g_test_add_func ("/goal/indicator", test_indicator);
  g_test_add_func ("/goal/sample", test_sample);

  return g_test_run ();
}
