/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-backing-group.h"
#include "klaster-child-group.h"
#include "klaster-choice-row.h"
#include "klaster-connect.h"
#include "klaster-cooperation-panel.h"
#include "klaster-cooperation.h"
#include "klaster-group-note.h"
#include "klaster-record-expander.h"
#include "klaster-record-panel.h"
#include "klaster-reference-row.h"
#include "klaster-served-group.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

#define FIRST 501
#define SECOND 502
#define AGREEMENT 601

typedef struct
{
  PanelFixture base;
  KlasterSidePanel *panel;
} Fixture;

static void
add_cooperation (KlasterEdit *edit,
                 gint64       id,
                 gint64       from,
                 gint64       to)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, id);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (from));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (to));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Two");

  panel_fixture_set_up (&fixture->base, data);
  add_cooperation (edit, FIRST, SCHOOL_1, SCHOOL_2);
  add_cooperation (edit, SECOND, SCHOOL_1, LYCEUM);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, AGREEMENT);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, AGREEMENT, KLASTER_AGREEMENT_NUMBER, KLASTER_TEXT ("7"));
  panel_fixture_commit (&fixture->base, edit);

  fixture->panel = klaster_side_panel_new ();
  g_object_set (fixture->panel, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->panel));
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_COOPERATION, FIRST);
  panel_fixture_settle (&fixture->base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* The panel goes with its window: nothing keeps it. */
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->panel);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_panel (Fixture *fixture)
{
  return find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_COOPERATION_PANEL);
}

static GtkWidget *
find_field (Fixture    *fixture,
            const char *column)
{
  GtkWidget *field = klaster_record_panel_find_field (find_panel (fixture), column);

  g_assert_nonnull (field);

  return field;
}

static KlasterSnapshot *
get_snapshot (Fixture *fixture)
{
  return klaster_project_get_snapshot (fixture->base.project);
}

static KlasterRow *
get_row (Fixture *fixture,
         gint64   id)
{
  return klaster_snapshot_lookup (get_snapshot (fixture), KLASTER_TABLE_COOPERATION, id);
}

static void
assert_text (Fixture    *fixture,
             gint64      id,
             guint       column,
             const char *expected)
{
  g_assert_cmpstr (klaster_row_get_text (get_row (fixture, id), column), ==, expected);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  klaster_side_panel_flush (fixture->panel);
  g_assert_true (sync_undo (fixture->base.project, &error));
  g_assert_no_error (error);
}

static const char *
get_item (GtkWidget *row,
          guint      position)
{
  GtkDropDown *drop_down = GTK_DROP_DOWN (klaster_choice_row_get_drop_down (KLASTER_CHOICE_ROW (row)));

  return gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (drop_down)), position);
}

static void
choose (GtkWidget *row,
        guint      position)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (klaster_choice_row_get_drop_down (KLASTER_CHOICE_ROW (row))), position);
}

/* What nobody has set is what is proposed, and says so; what is set can follow the proposal again. */
static void
test_orientation (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *row = find_field (fixture, "orientation");

  g_assert_cmpstr (get_item (row, 0), ==, "As proposed: Horizontal");
  choose (row, 3); /* as proposed, vertical, horizontal, mixed */
  assert_text (fixture, FIRST, KLASTER_COOPERATION_ORIENTATION, "mixed");
  panel_fixture_settle (&fixture->base);
  choose (row, 0);
  g_assert_true (klaster_row_is_null (get_row (fixture, FIRST), KLASTER_COOPERATION_ORIENTATION));

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_COOPERATION, SECOND);
  g_assert_cmpstr (get_item (row, 0), ==, "As proposed: Vertical");
  /* Another kind of member: another proposal. */
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("Kind");

    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, LYCEUM, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("association"));
    panel_fixture_commit (&fixture->base, edit);
  }
  g_assert_cmpstr (get_item (row, 0), ==, "As proposed: Not determined");
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *chip;

  choose (find_field (fixture, "strength"), 4);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, FIRST), KLASTER_COOPERATION_STRENGTH), ==, 4);
  choose (find_field (fixture, "directed"), 1);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, FIRST), KLASTER_COOPERATION_DIRECTED), ==, 1);
  chip = klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "models")), "game");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), TRUE);
  assert_text (fixture, FIRST, KLASTER_COOPERATION_MODELS, "[\"game\"]");
  klaster_reference_row_pick (KLASTER_REFERENCE_ROW (find_field (fixture, "to_id")), LYCEUM);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, FIRST), KLASTER_COOPERATION_TO_ID), ==, LYCEUM);
  gtk_widget_activate_action (find_panel (fixture), "record.swap", NULL);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, FIRST), KLASTER_COOPERATION_FROM_ID), ==, LYCEUM);
  for (guint i = 0; i < 5; i++)
    undo (fixture);
  g_assert_true (klaster_row_is_null (get_row (fixture, FIRST), KLASTER_COOPERATION_STRENGTH));
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, FIRST), KLASTER_COOPERATION_TO_ID), ==, SCHOOL_2);
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;

  return FALSE;
}

/* The project's own areas can be chosen, too. */
static void
test_own_area (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Area");
  g_autoptr (KlasterEdit) name = klaster_edit_new ("Name");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_VOCABULARY);
  GtkWidget *chip;

  g_assert_null (klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "areas")), "astronomy"));
  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_LIST, KLASTER_TEXT ("areas"));
  klaster_edit_set (edit, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_TOKEN, KLASTER_TEXT ("astronomy"));
  panel_fixture_commit (&fixture->base, edit);
  chip = klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "areas")), "astronomy");
  g_assert_nonnull (chip);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), TRUE);
  assert_text (fixture, FIRST, KLASTER_COOPERATION_AREAS, "[\"astronomy\"]");

  /* It is called by its name as soon as it has one. */
  klaster_edit_set (name, KLASTER_TABLE_VOCABULARY, id, KLASTER_VOCABULARY_NAME_EN, KLASTER_TEXT ("Stars and planets"));
  panel_fixture_commit (&fixture->base, name);
  chip = klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "areas")), "astronomy");
  g_assert_true (says (chip, "Stars and planets"));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (chip)));
}

static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  const gint64 both[] = { FIRST, SECOND };
  GtkWidget *group = find_widget (find_panel (fixture), KLASTER_TYPE_BACKING_GROUP);

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_COOPERATION, both, 2, FIRST);
  choose (find_field (fixture, "status"), 4); /* not known, proposed, active, suspended, ended */
  assert_text (fixture, FIRST, KLASTER_COOPERATION_STATUS, "ended");
  assert_text (fixture, SECOND, KLASTER_COOPERATION_STATUS, "ended");
  undo (fixture);
  assert_text (fixture, FIRST, KLASTER_COOPERATION_STATUS, "active");
  assert_text (fixture, SECOND, KLASTER_COOPERATION_STATUS, "active");

  klaster_linked_group_link (KLASTER_LINKED_GROUP (group), AGREEMENT);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 2);
  undo (fixture);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 0);
}

static void
test_agreements (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *group = find_widget (find_panel (fixture), KLASTER_TYPE_BACKING_GROUP);

  klaster_linked_group_link (KLASTER_LINKED_GROUP (group), AGREEMENT);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 1);
  klaster_linked_group_unlink (KLASTER_LINKED_GROUP (group), AGREEMENT);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 0);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_AGREEMENT), ==, 1);

  klaster_backing_group_add (KLASTER_BACKING_GROUP (group));
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_AGREEMENT), ==, 2);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_AGREEMENT_PARTY), ==, 2);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION_AGREEMENT), ==, 1);
  /* It leads to the new one, and back. */
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_AGREEMENT);
  g_assert_true (klaster_side_panel_go_back (fixture->panel));
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_COOPERATION, FIRST));
}

static void
assert_goals (Fixture    *fixture,
              gint64      cooperation,
              const char *expected)
{
  g_autoptr (GPtrArray) goals = klaster_cooperation_list_goals (get_snapshot (fixture), cooperation);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < goals->len; i++)
    g_string_append_printf (ids, "%s%d", i > 0 ? " " : "", (int) klaster_row_get_id (goals->pdata[i]));
  g_assert_cmpstr (ids->str, ==, expected);
}

/* A cooperation serves several goals: the first is the main one, any can become it, and one that goes is followed by
 * another. Of several cooperations what they share is shown, and what is added or taken away concerns all of them. */
static void
test_goals (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const texts[] = { "Teachers", "Practice", "Research" };
  const gint64 both[] = { FIRST, SECOND };
  KlasterLinkedGroup *group = KLASTER_LINKED_GROUP (find_widget (find_panel (fixture), KLASTER_TYPE_SERVED_GROUP));
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Goals");
  GtkWidget *row;

  for (gint64 id = 701; id <= 703; id++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_GOAL, id);
      klaster_edit_set (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_TEXT, KLASTER_TEXT (texts[id - 701]));
    }
  panel_fixture_commit (&fixture->base, edit);

  g_assert_nonnull (strstr (klaster_group_get_note (ADW_PREFERENCES_GROUP (group)), "No goal yet"));
  klaster_linked_group_link (group, 701);
  klaster_linked_group_link (group, 703);
  klaster_linked_group_link (group, 702);
  klaster_linked_group_link (group, 702);
  assert_goals (fixture, FIRST, "701 702 703");
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_FURTHER_GOAL), ==, 2);
  klaster_served_group_set_main (KLASTER_SERVED_GROUP (group), 703);
  assert_goals (fixture, FIRST, "703 702 701");
  undo (fixture);
  assert_goals (fixture, FIRST, "701 702 703");
  klaster_linked_group_unlink (group, 701);
  assert_goals (fixture, FIRST, "702 703");
  undo (fixture);
  assert_goals (fixture, FIRST, "701 702 703");

  /* The row leads to its goal, and the way back to the cooperation. */
  panel_fixture_settle (&fixture->base);
  row = find_widget (GTK_WIDGET (group), ADW_TYPE_ACTION_ROW);
  g_signal_emit_by_name (row, "activate");
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_GOAL, 701));
  g_assert_true (klaster_side_panel_go_back (fixture->panel));
  g_assert_true (klaster_record_panel_focus_field (KLASTER_RECORD_PANEL (find_panel (fixture)), "goal_id"));

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_COOPERATION, both, 2, FIRST);
  g_assert_nonnull (strstr (klaster_group_get_note (ADW_PREFERENCES_GROUP (group)), "no goal that all"));
  klaster_linked_group_link (group, 702);
  assert_goals (fixture, FIRST, "701 702 703");
  assert_goals (fixture, SECOND, "702");
  klaster_linked_group_unlink (group, 702);
  assert_goals (fixture, FIRST, "701 703");
  assert_goals (fixture, SECOND, "");
  undo (fixture);
  assert_goals (fixture, FIRST, "701 702 703");
  assert_goals (fixture, SECOND, "702");
}

static void
test_contributions (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *group = find_widget (find_panel (fixture), KLASTER_TYPE_CHILD_GROUP);
  GtkWidget *expander, *quantity, *delete_button;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_child_group_add (KLASTER_CHILD_GROUP (group));
  g_assert_cmpuint (klaster_child_group_get_n_children (KLASTER_CHILD_GROUP (group)), ==, 1);
  klaster_row_iter_init (&iter, get_snapshot (fixture), KLASTER_TABLE_CONTRIBUTION);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_CONTRIBUTION_GIVER_ID), ==, SCHOOL_1);

  expander = find_widget (group, KLASTER_TYPE_RECORD_EXPANDER);
  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (expander)));
  quantity = klaster_record_panel_find_field (expander, "quantity");
  gtk_widget_grab_focus (klaster_text_row_get_entry (KLASTER_TEXT_ROW (quantity)));
  gtk_editable_set_text (GTK_EDITABLE (klaster_text_row_get_entry (KLASTER_TEXT_ROW (quantity))), "12");
  klaster_side_panel_flush (fixture->panel);
  klaster_row_iter_init (&iter, get_snapshot (fixture), KLASTER_TABLE_CONTRIBUTION);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_CONTRIBUTION_QUANTITY), ==, 12);

  /* Those of another cooperation are not shown here. */
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_COOPERATION, SECOND);
  g_assert_cmpuint (klaster_child_group_get_n_children (KLASTER_CHILD_GROUP (group)), ==, 0);
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_COOPERATION, FIRST);
  g_assert_cmpuint (klaster_child_group_get_n_children (KLASTER_CHILD_GROUP (group)), ==, 1);
  expander = find_widget (group, KLASTER_TYPE_RECORD_EXPANDER);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
  delete_button = gtk_widget_get_last_child (gtk_widget_get_parent (klaster_record_panel_find_field (expander, "notes")));
  if (!GTK_IS_BUTTON (delete_button))
    delete_button = find_widget (delete_button, GTK_TYPE_BUTTON);
  g_object_ref (delete_button);
  g_signal_emit_by_name (delete_button, "clicked");
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_CONTRIBUTION), ==, 0);
  /* A second press before the row is gone is no error that somebody would have to close. */
  g_signal_emit_by_name (delete_button, "clicked");
  g_object_unref (delete_button);
  undo (fixture);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_CONTRIBUTION), ==, 1);
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
}

/* Two members with each other, several with the one that has the focus. */
static void
test_connect (Fixture       *fixture,
              gconstpointer  data)
{
  const gint64 three[] = { SCHOOL_1, SCHOOL_2, LYCEUM };
  const gint64 self[] = { SCHOOL_1 };
  KlasterSelection *selection = fixture->base.selection;
  GtkWidget *panel = GTK_WIDGET (fixture->panel);

  klaster_selection_select (selection, KLASTER_TABLE_INSTITUTION, SCHOOL_1);
  g_assert_false (klaster_connect_selected (panel, fixture->base.project, selection));
  g_assert_false (klaster_connect_members (panel, fixture->base.project, selection, SCHOOL_1, self, 1));
  klaster_selection_set (selection, KLASTER_TABLE_INSTITUTION, three, 3, SCHOOL_2);
  g_assert_true (klaster_connect_selected (panel, fixture->base.project, selection));
  g_assert_cmpint (klaster_selection_get_table (selection), ==, KLASTER_TABLE_COOPERATION);
  g_assert_cmpuint (klaster_selection_get_n (selection), ==, 2);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, klaster_selection_get_focus (selection)),
                                            KLASTER_COOPERATION_FROM_ID), ==, SCHOOL_2);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION), ==, 4);
  undo (fixture);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (get_snapshot (fixture), KLASTER_TABLE_COOPERATION), ==, 2);
  g_assert_cmpuint (klaster_selection_get_n (selection), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  panel_fixture_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/cooperation-panel/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("orientation", test_orientation);
  ADD ("fields", test_fields);
  ADD ("own-area", test_own_area);
  ADD ("several", test_several);
  ADD ("agreements", test_agreements);
  ADD ("goals", test_goals);
  ADD ("contributions", test_contributions);
  ADD ("connect", test_connect);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
