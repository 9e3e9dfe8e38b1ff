/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <math.h>

#include "klaster-edit-private.h"
#include "klaster-edit.h"
#include "klaster-list.h"
#include "klaster-snapshot-private.h"

/* Resolves, applies, and checks that the inverse leads back. Replaces *snapshot. */
static void
commit (KlasterSnapshot **snapshot,
        KlasterEdit      *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, *snapshot, &error);
  g_autoptr (KlasterDelta) inverse = NULL;
  g_autoptr (KlasterSnapshot) back = NULL;
  KlasterSnapshot *after;

  g_assert_no_error (error);
  g_assert_nonnull (delta);
  after = klaster_snapshot_apply (*snapshot, delta);
  klaster_snapshot_check (after);
  g_assert_true (klaster_delta_check_references (delta, after, &error));
  g_assert_no_error (error);

  inverse = klaster_delta_invert (delta);
  back = klaster_snapshot_apply (after, inverse);
  klaster_snapshot_check (back);
  g_assert_true (klaster_snapshot_equal (back, *snapshot));

  klaster_snapshot_unref (*snapshot);
  *snapshot = after;
}

static void
assert_rejected (KlasterSnapshot *snapshot,
                 KlasterEdit     *edit,
                 int              operation,
                 int              column,
                 const char      *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, snapshot, &error);
  KlasterEditErrorDetails details;

  g_assert_null (delta);
  g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID);
  g_test_message ("%s", error->message);
  klaster_edit_error_get_details (error, &details);
  g_assert_cmpint (details.operation, ==, operation);
  g_assert_cmpint (details.column, ==, column);
  g_assert_nonnull (strstr (error->message, message));
}

static gint64
add_institution (KlasterEdit *edit,
                 const char  *name)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  return id;
}

static gint64
add_cooperation (KlasterEdit *edit,
                 gint64       from,
                 gint64       to)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION);

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (from));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (to));
  return id;
}

static void
test_values (void)
{
  static const struct
  {
    KlasterTable table;
    guint column;
    KlasterValue value;
    gboolean valid;
  } cases[] = {
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND, { KLASTER_VALUE_TEXT, { .text = "school" } }, TRUE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND, { KLASTER_VALUE_TEXT, { .text = "School" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND, { KLASTER_VALUE_NULL, { 0 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND, { KLASTER_VALUE_TEXT, { .text = "" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_LON, { KLASTER_VALUE_REAL, { .real = 180 } }, TRUE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_LON, { KLASTER_VALUE_INTEGER, { .integer = 200 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_LON, { KLASTER_VALUE_REAL, { .real = NAN } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_LON, { KLASTER_VALUE_TEXT, { .text = "69" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_SCHOOL_LABORATORY, { KLASTER_VALUE_INTEGER, { .integer = 1 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_PRACTICE_BASE, { KLASTER_VALUE_INTEGER, { .integer = 2 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_STUDENTS, { KLASTER_VALUE_REAL, { .real = 12.0 } }, TRUE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_STUDENTS, { KLASTER_VALUE_REAL, { .real = 12.5 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_STUDENTS, { KLASTER_VALUE_INTEGER, { .integer = -1 } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_JOINED_ON, { KLASTER_VALUE_TEXT, { .text = "2024-02-29" } }, TRUE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_JOINED_ON, { KLASTER_VALUE_TEXT, { .text = "2023-02-29" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_JOINED_ON, { KLASTER_VALUE_TEXT, { .text = "2023-2-9" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_NAME_UZ, { KLASTER_VALUE_TEXT, { .text = "a\nb" } }, TRUE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_NAME_UZ, { KLASTER_VALUE_TEXT, { .text = "a\x01" } }, FALSE },
    { KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_NAME_UZ, { KLASTER_VALUE_TEXT, { .text = "a\xff" } }, FALSE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_STRENGTH, { KLASTER_VALUE_INTEGER, { .integer = 5 } }, TRUE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_STRENGTH, { KLASTER_VALUE_INTEGER, { .integer = 9 } }, FALSE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_MODELS, { KLASTER_VALUE_TEXT, { .text = "[\"game\", \"social\"]" } }, TRUE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_MODELS, { KLASTER_VALUE_TEXT, { .text = "[\"chess\"]" } }, FALSE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_MODELS, { KLASTER_VALUE_TEXT, { .text = "[\"game\",\"game\"]" } }, FALSE },
    { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_MODELS, { KLASTER_VALUE_TEXT, { .text = "game" } }, FALSE },
    { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STARTS_AT, { KLASTER_VALUE_TEXT, { .text = "2026-06-30T23:59:59Z" } }, TRUE },
    { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STARTS_AT, { KLASTER_VALUE_TEXT, { .text = "2026-06-31T09:00:00Z" } }, FALSE },
    { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STARTS_AT, { KLASTER_VALUE_TEXT, { .text = "2026-06-30T24:00:00Z" } }, FALSE },
    { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STARTS_AT, { KLASTER_VALUE_TEXT, { .text = "2026-06-30T09:00:00" } }, FALSE },
    { KLASTER_TABLE_VOCABULARY, KLASTER_VOCABULARY_LIST, { KLASTER_VALUE_TEXT, { .text = "areas" } }, TRUE },
    { KLASTER_TABLE_VOCABULARY, KLASTER_VOCABULARY_LIST, { KLASTER_VALUE_TEXT, { .text = "models" } }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean valid = klaster_value_validate (cases[i].table, cases[i].column, cases[i].value, &error);

      g_test_message ("case %u: %s", i, error ? error->message : "valid");
      g_assert_cmpint (valid, ==, cases[i].valid);
      g_assert_true ((error == NULL) == valid);
    }
}

static void
test_lists (void)
{
  g_auto (GStrv) tokens = klaster_list_parse (" [ \"a\" , \"\\u0431\\ud83d\\ude00\" , \"q\\\"\" ] ");
  g_auto (GStrv) none = klaster_list_parse (NULL);
  g_autofree char *text = NULL;
  static const char *const bad[] = { "", "[", "[\"a\"", "[\"a\",]", "[a]", "[\"a\"]x", "\"a\"", "[\"\\u12\"]", "[\"\\ud800\"]",
                                     "[\"\\u0000\"]", "[1]", "[[\"a\"]]", "[\"a\" \"b\"]" };

  g_assert_cmpuint (g_strv_length (tokens), ==, 3);
  g_assert_cmpstr (tokens[1], ==, "б😀");
  g_assert_cmpstr (tokens[2], ==, "q\"");
  text = klaster_list_format ((const char *const *) tokens);
  g_assert_cmpstr (text, ==, "[\"a\",\"б😀\",\"q\\\"\"]");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_null (klaster_list_format ((const char *const *) none));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (klaster_list_parse (bad[i]));
}

static void
test_insert_and_set (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("add");
  g_autoptr (KlasterEdit) change = klaster_edit_new ("change");
  g_autoptr (KlasterEdit) nothing = klaster_edit_new ("nothing");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a = add_institution (edit, "A"), b = add_institution (edit, "B");
  gint64 link = add_cooperation (edit, a, b);
  KlasterRow *row;

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_AREAS, KLASTER_TEXT ("[ \"staff\", \"practice\" ]"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_MODELS, KLASTER_TEXT ("[]"));
  commit (&snapshot, edit);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION), ==, 2);
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, link);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_COOPERATION_AREAS), ==, "[\"staff\",\"practice\"]");
  g_assert_true (klaster_row_has_token (row, KLASTER_COOPERATION_AREAS, "practice"));
  g_assert_false (klaster_row_has_token (row, KLASTER_COOPERATION_AREAS, "pract"));
  g_assert_true (klaster_row_is_null (row, KLASTER_COOPERATION_MODELS));
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TO_ID, b), ==, 1);

  /* Several sets of one row are one change; setting what is there is none. */
  klaster_edit_set (change, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
  klaster_edit_set (change, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("2"));
  klaster_edit_set (change, KLASTER_TABLE_INSTITUTION, b, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("B"));
  delta = klaster_edit_resolve (change, snapshot, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_delta_get_n_changes (delta), ==, 1);
  g_assert_true (klaster_delta_touches (delta, KLASTER_TABLE_INSTITUTION));
  g_assert_false (klaster_delta_touches (delta, KLASTER_TABLE_COOPERATION));
  commit (&snapshot, change);

  klaster_edit_set (nothing, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("2"));
  g_assert_null (klaster_edit_resolve (nothing, snapshot, &error));
  g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE);
}

static void
test_delete (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("add");
  g_autoptr (KlasterEdit) gone = klaster_edit_new ("delete");
  gint64 a = add_institution (edit, "A"), b = add_institution (edit, "B"), unit = add_institution (edit, "Unit of A");
  gint64 link = add_cooperation (edit, a, b), contribution, attachment, goal;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, unit, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (a));
  contribution = klaster_edit_insert (edit, KLASTER_TABLE_CONTRIBUTION);
  klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, contribution, KLASTER_CONTRIBUTION_COOPERATION_ID, KLASTER_INTEGER (link));
  attachment = klaster_edit_insert (edit, KLASTER_TABLE_ATTACHMENT);
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_OWNER_TABLE, KLASTER_TEXT ("contribution"));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_OWNER_ID, KLASTER_INTEGER (contribution));
  klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, attachment, KLASTER_ATTACHMENT_SHA256,
                    KLASTER_TEXT ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  goal = klaster_edit_insert (edit, KLASTER_TABLE_GOAL);
  klaster_edit_set (edit, KLASTER_TABLE_GOAL, goal, KLASTER_GOAL_INSTITUTION_ID, KLASTER_INTEGER (b));
  commit (&snapshot, edit);

  /* The link goes with A, what belongs to the link goes with it; the unit stays and loses its parent. */
  klaster_edit_delete (gone, KLASTER_TABLE_INSTITUTION, a);
  klaster_edit_delete (gone, KLASTER_TABLE_COOPERATION, link);
  commit (&snapshot, gone);
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, link));
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CONTRIBUTION, contribution));
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_ATTACHMENT, attachment));
  g_assert_true (klaster_row_is_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, unit),
                                      KLASTER_INSTITUTION_PARENT_ID));
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, goal));
}

static void
test_order_of_operations (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  g_autoptr (KlasterEdit) late = klaster_edit_new ("refer to what is gone");
  g_autoptr (KlasterEdit) moved = klaster_edit_new ("move, then delete");
  g_autoptr (KlasterEdit) again = klaster_edit_new ("delete and insert again");
  gint64 a = add_institution (setup, "A"), b = add_institution (setup, "B"), c = add_institution (setup, "C");
  gint64 link = add_cooperation (setup, a, b);

  commit (&snapshot, setup);

  klaster_edit_delete (late, KLASTER_TABLE_INSTITUTION, a);
  add_cooperation (late, b, a);
  assert_rejected (snapshot, late, 3, KLASTER_COOPERATION_TO_ID, "There is no institution");

  /* A link that the same edit moves away does not go with its old end. */
  klaster_edit_set (moved, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (c));
  klaster_edit_delete (moved, KLASTER_TABLE_INSTITUTION, a);
  commit (&snapshot, moved);
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, link));

  /* One change, from the old row to the new one. */
  klaster_edit_delete (again, KLASTER_TABLE_INSTITUTION, c);
  klaster_edit_insert_with_id (again, KLASTER_TABLE_INSTITUTION, c);
  klaster_edit_set (again, KLASTER_TABLE_INSTITUTION, c, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("lyceum"));
  klaster_edit_set (again, KLASTER_TABLE_INSTITUTION, c, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("core"));
  commit (&snapshot, again);
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, link));
  g_assert_true (klaster_row_is_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, c),
                                      KLASTER_INSTITUTION_NAME_UZ));
}

static void
test_rules (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  gint64 a = add_institution (setup, "A"), b = add_institution (setup, "B"), c = add_institution (setup, "C"), parameter;

  g_assert_cmpint (klaster_edit_insert (setup, KLASTER_TABLE_CLUSTER), ==, 1);
  klaster_edit_set (setup, KLASTER_TABLE_INSTITUTION, b, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (a));
  klaster_edit_set (setup, KLASTER_TABLE_INSTITUTION, c, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (b));
  parameter = klaster_edit_insert (setup, KLASTER_TABLE_PARAMETER);
  klaster_edit_set (setup, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("near_km"));
  commit (&snapshot, setup);

  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("circle");
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (c));
    assert_rejected (snapshot, edit, 0, KLASTER_INSTITUTION_PARENT_ID, "circle");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("its own parent");
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (a));
    assert_rejected (snapshot, edit, 0, KLASTER_INSTITUTION_PARENT_ID, "circle");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("half a position");
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, a, KLASTER_INSTITUTION_LON, KLASTER_REAL (69.5));
    assert_rejected (snapshot, edit, 0, KLASTER_INSTITUTION_LAT, "both");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("self-loop");
    add_cooperation (edit, a, a);
    assert_rejected (snapshot, edit, 2, KLASTER_COOPERATION_TO_ID, "itself");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("required");
    klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
    assert_rejected (snapshot, edit, 0, KLASTER_INSTITUTION_KIND, "empty");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("second cluster");
    klaster_edit_insert_with_id (edit, KLASTER_TABLE_CLUSTER, 2);
    assert_rejected (snapshot, edit, 0, -1, "exactly one");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("no cluster");
    klaster_edit_delete (edit, KLASTER_TABLE_CLUSTER, 1);
    assert_rejected (snapshot, edit, 0, -1, "cannot be deleted");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("the same parameter");
    gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
    klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("near_km"));
    assert_rejected (snapshot, edit, 1, KLASTER_PARAMETER_VALID_FROM, "already");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("the same parameter from a later day on");
    gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
    klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("near_km"));
    klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT ("2026-07-01"));
    commit (&snapshot, edit);
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("an attachment of nothing");
    gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_ATTACHMENT);
    klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_OWNER_TABLE, KLASTER_TEXT ("agreement"));
    klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_OWNER_ID, KLASTER_INTEGER (77));
    klaster_edit_set (edit, KLASTER_TABLE_ATTACHMENT, id, KLASTER_ATTACHMENT_SHA256,
                      KLASTER_TEXT ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    assert_rejected (snapshot, edit, 3, KLASTER_ATTACHMENT_OWNER_ID, "belongs to");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("taken identifier");
    klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, a);
    assert_rejected (snapshot, edit, 0, -1, "already");
  }
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("missing row");
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 5, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
    assert_rejected (snapshot, edit, 0, -1, "no record 5");
  }
}

static KlasterEdit *
add_further_goal (gint64 cooperation,
                  gint64 goal)
{
  KlasterEdit *edit = klaster_edit_new ("further goal");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_FURTHER_GOAL);

  klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_INTEGER (cooperation));
  klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_GOAL_ID, KLASTER_INTEGER (goal));

  return edit;
}

/* A cooperation serves each goal once, as its main one or beside it. */
static void
test_goals (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  g_autoptr (KlasterEdit) change = klaster_edit_new ("change the main goal");
  g_autoptr (KlasterEdit) swap = klaster_edit_new ("swap them");
  g_autoptr (KlasterEdit) remove = klaster_edit_new ("remove");
  g_autoptr (KlasterEdit) twice = NULL;
  gint64 a = add_institution (setup, "A"), b = add_institution (setup, "B"), goals[3];
  gint64 link = add_cooperation (setup, a, b);
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    goals[i] = klaster_edit_insert (setup, KLASTER_TABLE_GOAL);
  klaster_edit_set (setup, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_GOAL_ID, KLASTER_INTEGER (goals[0]));
  commit (&snapshot, setup);
  for (guint i = 1; i < G_N_ELEMENTS (goals); i++)
    {
      g_autoptr (KlasterEdit) edit = add_further_goal (link, goals[i]);

      commit (&snapshot, edit);
    }
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      g_autoptr (KlasterEdit) edit = add_further_goal (link, goals[i]);

      assert_rejected (snapshot, edit, 2, KLASTER_FURTHER_GOAL_GOAL_ID, i == 0 ? "main goal" : "already");
    }

  /* What becomes the main goal stays once, whatever the other was. */
  klaster_edit_set (change, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_GOAL_ID, KLASTER_INTEGER (goals[1]));
  commit (&snapshot, change);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_FURTHER_GOAL), ==, 1);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_FURTHER_GOAL);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_FURTHER_GOAL_GOAL_ID), ==, goals[2]);

  klaster_edit_set (swap, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_GOAL_ID, KLASTER_INTEGER (goals[2]));
  klaster_edit_set (swap, KLASTER_TABLE_FURTHER_GOAL, klaster_row_get_id (row), KLASTER_FURTHER_GOAL_GOAL_ID,
                    KLASTER_INTEGER (goals[1]));
  commit (&snapshot, swap);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_FURTHER_GOAL), ==, 1);

  /* The same pair twice in one edit. */
  twice = add_further_goal (link, goals[0]);
  {
    gint64 id = klaster_edit_insert (twice, KLASTER_TABLE_FURTHER_GOAL);
    klaster_edit_set (twice, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_INTEGER (link));
    klaster_edit_set (twice, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_GOAL_ID, KLASTER_INTEGER (goals[0]));
    assert_rejected (snapshot, twice, 5, KLASTER_FURTHER_GOAL_GOAL_ID, "already");
  }

  klaster_edit_delete (remove, KLASTER_TABLE_GOAL, goals[1]);
  commit (&snapshot, remove);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_FURTHER_GOAL), ==, 0);
  g_assert_cmpint (klaster_row_get_integer (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, link),
                                            KLASTER_COOPERATION_GOAL_ID), ==, goals[2]);
}

static void
test_places (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  gint64 a = add_institution (setup, "A");
  static const struct
  {
    const char *kind;
    int operation;
    int column; /* that is wrong, 0: none */
    const char *reason;
  } cases[] = {
    { "force", 0, 0, NULL }, { "level", 0, 0, NULL }, { "force", 4, KLASTER_LAYOUT_KIND, "already" },
    { "pie", 2, KLASTER_LAYOUT_KIND, "one of" }, { "core", 3, KLASTER_LAYOUT_Y, "empty" },
  };

  commit (&snapshot, setup);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("place");
      gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_LAYOUT);

      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_INTEGER (a));
      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_KIND, KLASTER_TEXT (cases[i].kind));
      klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_X, KLASTER_REAL (5));
      if (cases[i].column != KLASTER_LAYOUT_Y)
        klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_Y, KLASTER_REAL (5));
      if (cases[i].column == 0)
        commit (&snapshot, edit);
      else
        assert_rejected (snapshot, edit, cases[i].operation, cases[i].column, cases[i].reason);
    }
}

/* All operations that stand in the way of @edit, for who can do without them: @expected of them, in this order. */
static void
assert_refused (KlasterSnapshot *snapshot,
                KlasterEdit     *edit,
                const int       *expected,
                guint            n_expected)
{
  g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_edit_resolve_all (edit, snapshot, refusals, &error);

  g_assert_no_error (error);
  g_assert_null (delta);
  g_assert_cmpuint (refusals->len, ==, n_expected);
  for (guint i = 0; i < n_expected; i++)
    {
      KlasterEditErrorDetails details;

      klaster_edit_error_get_details (refusals->pdata[i], &details);
      g_test_message ("%s", ((GError *) refusals->pdata[i])->message);
      g_assert_cmpint (details.operation, ==, expected[i]);
    }
}

static void
test_refusals (void)
{
  static const int alone[] = { 1, 2, 4 }, circles[] = { 0, 2, 4 }, twice[] = { 1, 2 };
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Alone");
  g_autoptr (KlasterEdit) chain = klaster_edit_new ("Circles");
  g_autoptr (KlasterEdit) same = klaster_edit_new ("Twice");
  g_autoptr (KlasterEdit) good = klaster_edit_new ("Good");
  g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  gint64 id, goals[5];

  /* What is wrong with a row alone */
  klaster_edit_set_origin (edit, 0);
  id = add_institution (edit, "A");
  klaster_edit_set_origin (edit, 1);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, add_institution (edit, "B"), KLASTER_INSTITUTION_LON, KLASTER_REAL (69));
  klaster_edit_set_origin (edit, 2);
  add_cooperation (edit, id, id);
  klaster_edit_set_origin (edit, 3);
  add_cooperation (edit, id, add_institution (edit, "C"));
  klaster_edit_set_origin (edit, 4);
  add_cooperation (edit, id, 12345);
  assert_refused (snapshot, edit, alone, G_N_ELEMENTS (alone));
  assert_rejected (snapshot, edit, 1, KLASTER_INSTITUTION_LAT, "both");

  /* Two circles and a goal above itself */
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      klaster_edit_set_origin (chain, i);
      goals[i] = klaster_edit_insert (chain, KLASTER_TABLE_GOAL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      static const guint parents[] = { 1, 0, 3, 2, 4 };

      klaster_edit_set_origin (chain, i);
      klaster_edit_set (chain, KLASTER_TABLE_GOAL, goals[i], KLASTER_GOAL_PARENT_ID, KLASTER_INTEGER (goals[parents[i]]));
    }
  assert_refused (snapshot, chain, circles, G_N_ELEMENTS (circles));

  /* The first of several stays */
  for (guint i = 0; i < 3; i++)
    {
      klaster_edit_set_origin (same, i);
      id = klaster_edit_insert (same, KLASTER_TABLE_PARAMETER);
      klaster_edit_set (same, KLASTER_TABLE_PARAMETER, id, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("key"));
    }
  assert_refused (snapshot, same, twice, G_N_ELEMENTS (twice));

  add_institution (good, "D");
  delta = klaster_edit_resolve_all (good, snapshot, refusals, &error);
  g_assert_no_error (error);
  g_assert_nonnull (delta);
  g_assert_cmpuint (refusals->len, ==, 0);
}

static void
test_own_words (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) unknown = klaster_edit_new ("unknown");
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  g_autoptr (KlasterEdit) used = klaster_edit_new ("take away while used");
  g_autoptr (KlasterEdit) both = klaster_edit_new ("take away with its use");
  gint64 a = add_institution (setup, "A"), b = add_institution (setup, "B");
  gint64 link = add_cooperation (setup, a, b), agreement, word;

  agreement = klaster_edit_insert (unknown, KLASTER_TABLE_AGREEMENT);
  klaster_edit_set (unknown, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_AREAS, KLASTER_TEXT ("[\"robotics\"]"));
  assert_rejected (snapshot, unknown, 1, KLASTER_AGREEMENT_AREAS, "robotics");

  /* The word may come later in the same edit. */
  klaster_edit_set (setup, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_AREAS, KLASTER_TEXT ("[\"robotics\",\"staff\"]"));
  word = klaster_edit_insert (setup, KLASTER_TABLE_VOCABULARY);
  klaster_edit_set (setup, KLASTER_TABLE_VOCABULARY, word, KLASTER_VOCABULARY_LIST, KLASTER_TEXT ("areas"));
  klaster_edit_set (setup, KLASTER_TABLE_VOCABULARY, word, KLASTER_VOCABULARY_TOKEN, KLASTER_TEXT ("robotics"));
  commit (&snapshot, setup);
  commit (&snapshot, unknown);

  klaster_edit_delete (used, KLASTER_TABLE_VOCABULARY, word);
  assert_rejected (snapshot, used, 0, KLASTER_VOCABULARY_TOKEN, "still used");

  klaster_edit_delete (both, KLASTER_TABLE_VOCABULARY, word);
  klaster_edit_delete (both, KLASTER_TABLE_AGREEMENT, agreement);
  klaster_edit_set (both, KLASTER_TABLE_COOPERATION, link, KLASTER_COOPERATION_AREAS, KLASTER_TEXT ("[\"staff\"]"));
  commit (&snapshot, both);
}

static void
test_check_references (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) broken = NULL;
  g_autoptr (KlasterEdit) setup = klaster_edit_new ("add");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a = add_institution (setup, "A"), b = add_institution (setup, "B");
  KlasterRowChange change;

  add_cooperation (setup, a, b);
  commit (&snapshot, setup);

  change = (KlasterRowChange) { KLASTER_TABLE_INSTITUTION, a, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, a), NULL };
  delta = klaster_delta_new (&change, 1);
  broken = klaster_snapshot_apply (snapshot, delta);
  g_assert_false (klaster_delta_check_references (delta, broken, &error));
  g_assert_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edit/values", test_values);
  g_test_add_func ("/edit/lists", test_lists);
  g_test_add_func ("/edit/insert-and-set", test_insert_and_set);
  g_test_add_func ("/edit/delete", test_delete);
  g_test_add_func ("/edit/order-of-operations", test_order_of_operations);
  g_test_add_func ("/edit/rules", test_rules);
  g_test_add_func ("/edit/goals", test_goals);
  g_test_add_func ("/edit/places", test_places);
  g_test_add_func ("/edit/refusals", test_refusals);
  g_test_add_func ("/edit/own-words", test_own_words);
  g_test_add_func ("/edit/check-references", test_check_references);

  return g_test_run ();
}
