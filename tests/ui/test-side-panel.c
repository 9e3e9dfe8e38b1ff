/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "klaster-choice-row.h"
#include "klaster-cooperation-group.h"
#include "klaster-derive.h"
#include "klaster-field-row.h"
#include "klaster-focus.h"
#include "klaster-group-note.h"
#include "klaster-institution-panel.h"
#include "klaster-join-dialog.h"
#include "klaster-multiline-row.h"
#include "klaster-project-panel.h"
#include "klaster-record-expander.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-tokens-row.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

typedef struct
{
  PanelFixture base;
  KlasterSidePanel *panel;
  KlasterQueryModel *members;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  panel_fixture_set_up (&fixture->base, data);
  fixture->panel = klaster_side_panel_new ();
  fixture->members = klaster_query_model_new (fixture->base.project, KLASTER_TABLE_INSTITUTION);
  g_object_set (fixture->panel, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->panel));
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  panel_fixture_settle (&fixture->base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  /* The panel goes with its window: nothing keeps it. */
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
  g_object_unref (fixture->members);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->panel);
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             GType       type,
             const char *column)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    {
      g_autofree char *name = NULL;

      if (column == NULL)
        return widget;
      g_object_get (widget, "column", &name, NULL);
      if (g_strcmp0 (name, column) == 0)
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, column);

      if (found)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_field (Fixture    *fixture,
            const char *column)
{
  GtkWidget *page = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_INSTITUTION_PANEL, NULL);
  GtkWidget *field = find_widget (page, KLASTER_TYPE_FIELD_ROW, column);

  g_assert_nonnull (field);

  return field;
}

static GtkWidget *
get_entry (Fixture    *fixture,
           const char *column)
{
  return klaster_text_row_get_entry (KLASTER_TEXT_ROW (find_field (fixture, column)));
}

static const char *
get_message (Fixture    *fixture,
             const char *column)
{
  return klaster_field_row_get_message (KLASTER_FIELD_ROW (find_field (fixture, column)));
}

/* As one types: the focus, then letter by letter. */
static void
type (Fixture    *fixture,
      const char *column,
      const char *text)
{
  GtkWidget *entry = get_entry (fixture, column);

  if (!gtk_widget_has_focus (entry))
    {
      gtk_widget_grab_focus (entry);
      gtk_editable_set_position (GTK_EDITABLE (entry), -1);
    }
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    {
      int position = gtk_editable_get_position (GTK_EDITABLE (entry));

      gtk_editable_insert_text (GTK_EDITABLE (entry), p, (int) (g_utf8_next_char (p) - p), &position);
      gtk_editable_set_position (GTK_EDITABLE (entry), position);
    }
}

static void
retype (Fixture    *fixture,
        const char *column,
        const char *text)
{
  gtk_widget_grab_focus (get_entry (fixture, column));
  gtk_editable_delete_text (GTK_EDITABLE (get_entry (fixture, column)), 0, -1);
  type (fixture, column, text);
}

static const char *
get (Fixture *fixture,
     gint64   id,
     guint    column)
{
  return panel_fixture_get (&fixture->base, id, column);
}

#define assert_value(fixture, id, C, expected) \
  g_assert_cmpstr (get (fixture, id, KLASTER_INSTITUTION_##C), ==, expected)

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  klaster_side_panel_flush (fixture->panel);
  g_assert_true (sync_undo (fixture->base.project, &error));
  g_assert_no_error (error);
}

static void
test_leave (Fixture       *fixture,
            gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "Navoi 1");
  type (fixture, "address", "23 ");
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 1");
  gtk_widget_grab_focus (get_entry (fixture, "phone"));
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 123");
  /* Left, the field shows what was written. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "Navoi 123");
}

static void
test_enter (Fixture       *fixture,
            gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "address", "0");
  g_signal_emit_by_name (get_entry (fixture, "address"), "activate");
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 10");
  g_assert_true (gtk_widget_has_focus (get_entry (fixture, "address")));
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 start;

  panel_fixture_select (&fixture->base, SCHOOL_1);
  start = g_get_monotonic_time ();
  type (fixture, "address", "0 ");
  klaster_await (g_strcmp0 (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), "Navoi 10") == 0, 5);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 900000);
  /* One goes on typing: the space is still there, and so is the cursor. */
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "Navoi 10 ");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (get_entry (fixture, "address"))), ==, 9);
}

static void
test_one_visit (Fixture       *fixture,
                gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "address", "0");
  g_signal_emit_by_name (get_entry (fixture, "address"), "activate");
  type (fixture, "address", "0");
  g_signal_emit_by_name (get_entry (fixture, "address"), "activate");
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 100");
  /* A second visit is a second step. */
  gtk_widget_grab_focus (get_entry (fixture, "phone"));
  type (fixture, "address", "7");
  undo (fixture);
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 100");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "Navoi 100");
  undo (fixture);
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 1");
  /* What is typed after undo is not joined to what was undone. */
  type (fixture, "address", "5");
  klaster_side_panel_flush (fixture->panel);
  undo (fixture);
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 1");
}

static void
test_entries_do_not_undo (Fixture       *fixture,
                          gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  g_assert_false (gtk_editable_get_enable_undo (GTK_EDITABLE (get_entry (fixture, "address"))));
  g_assert_false (gtk_text_buffer_get_enable_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (
    klaster_multiline_row_get_view (KLASTER_MULTILINE_ROW (find_field (fixture, "interest")))))));
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "joined_on", "31.02.2026");
  g_assert_nonnull (get_message (fixture, "joined_on"));
  gtk_widget_grab_focus (get_entry (fixture, "phone"));
  assert_value (fixture, SCHOOL_1, JOINED_ON, NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "joined_on"))), ==, "31.02.2026");

  /* It survives going elsewhere, and does not go along. */
  panel_fixture_select (&fixture->base, SCHOOL_2);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "joined_on"))), ==, "");
  g_assert_null (get_message (fixture, "joined_on"));
  panel_fixture_select (&fixture->base, SCHOOL_1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "joined_on"))), ==, "31.02.2026");
  g_assert_nonnull (get_message (fixture, "joined_on"));

  retype (fixture, "joined_on", "28.02.2026");
  g_assert_null (get_message (fixture, "joined_on"));
  klaster_side_panel_flush (fixture->panel);
  assert_value (fixture, SCHOOL_1, JOINED_ON, "2026-02-28");
}

static void
test_change_of_selection (Fixture       *fixture,
                          gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "address", "9");
  panel_fixture_select (&fixture->base, SCHOOL_2);
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 19");
  assert_value (fixture, SCHOOL_2, ADDRESS, "Navoi 2");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "Navoi 2");
}

static void
test_outside_change (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Elsewhere");
  g_autoptr (KlasterEdit) second = klaster_edit_new ("Elsewhere again");
  GtkWidget *entry;

  panel_fixture_select (&fixture->base, SCHOOL_1);
  entry = get_entry (fixture, "address");
  gtk_widget_grab_focus (entry);
  gtk_editable_set_position (GTK_EDITABLE (entry), 3);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS, KLASTER_TEXT ("Navoi street 1"));
  panel_fixture_commit (&fixture->base, edit);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Navoi street 1");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, 3);

  /* While somebody types, what is typed stays. */
  type (fixture, "address", "X");
  klaster_edit_set (second, KLASTER_TABLE_INSTITUTION, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS, KLASTER_TEXT ("Other"));
  panel_fixture_commit (&fixture->base, second);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "NavXoi street 1");
  g_assert_cmpint (gtk_editable_get_position (GTK_EDITABLE (entry)), ==, 4);
  klaster_side_panel_flush (fixture->panel);
  assert_value (fixture, SCHOOL_1, ADDRESS, "NavXoi street 1");
}

static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  const gint64 ids[] = { SCHOOL_1, SCHOOL_2, LYCEUM };
  GtkWidget *drop_down, *chip;
  guint n_undo = 0;

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, ids, 3, SCHOOL_1);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "address"))), ==, "");
  g_assert_cmpstr (gtk_text_get_placeholder_text (GTK_TEXT (get_entry (fixture, "address"))), ==, "differs");

  /* Passing through does not wipe out what differs. */
  gtk_widget_grab_focus (get_entry (fixture, "address"));
  gtk_widget_grab_focus (get_entry (fixture, "phone"));
  assert_value (fixture, SCHOOL_2, ADDRESS, "Navoi 2");

  type (fixture, "phone", "+998 70 1234567");
  klaster_side_panel_flush (fixture->panel);
  for (guint i = 0; i < 3; i++)
    assert_value (fixture, ids[i], PHONE, "+998 70 1234567");
  undo (fixture);
  for (guint i = 0; i < 3; i++)
    assert_value (fixture, ids[i], PHONE, NULL);

  drop_down = klaster_choice_row_get_drop_down (KLASTER_CHOICE_ROW (find_field (fixture, "kind")));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 0); /* differs */
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), 1);
  for (guint i = 0; i < 3; i++)
    assert_value (fixture, ids[i], KIND, "preschool");
  /* It no longer differs: one item less. */
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down)), ==, 0);
  undo (fixture);
  assert_value (fixture, LYCEUM, KIND, "lyceum");
  assert_value (fixture, SCHOOL_1, KIND, "school");

  panel_fixture_select (&fixture->base, SCHOOL_1);
  chip = klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "levels")), "primary");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), TRUE);
  assert_value (fixture, SCHOOL_1, LEVELS, "[\"primary\"]");
  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, ids, 2, SCHOOL_1);
  g_assert_true (gtk_check_button_get_inconsistent (GTK_CHECK_BUTTON (chip)));
  chip = klaster_tokens_row_get_chip (KLASTER_TOKENS_ROW (find_field (fixture, "levels")), "basic");
  gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), TRUE);
  assert_value (fixture, SCHOOL_1, LEVELS, "[\"primary\",\"basic\"]");
  assert_value (fixture, SCHOOL_2, LEVELS, "[\"basic\"]");
  while (klaster_project_get_can_undo (fixture->base.project) && n_undo < 10)
    {
      undo (fixture);
      n_undo++;
    }
  g_assert_cmpuint (n_undo, ==, 3); /* basic, primary, and the three schools of the fixture */
}

static void
test_position (Fixture       *fixture,
               gconstpointer  data)
{
  KlasterRow *row;

  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "lon", "69°34′48″E 41°28′12″N");
  g_assert_null (get_message (fixture, "lon"));
  gtk_widget_grab_focus (get_entry (fixture, "phone"));
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_INSTITUTION, SCHOOL_1);
  g_assert_cmpfloat_with_epsilon (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), 69.58, 1e-9);
  g_assert_cmpfloat_with_epsilon (klaster_row_get_real (row, KLASTER_INSTITUTION_LAT), 41.47, 1e-9);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "lon"))), ==, "41.47, 69.58");

  retype (fixture, "lon", "0, 0");
  g_assert_nonnull (get_message (fixture, "lon"));
  retype (fixture, "lon", "");
  g_assert_null (get_message (fixture, "lon"));
  klaster_side_panel_flush (fixture->panel);
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_INSTITUTION, SCHOOL_1);
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LON));
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LAT));
  undo (fixture);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (fixture, "lon"))), ==, "41.47, 69.58");
}

static void
test_escape (Fixture       *fixture,
             gconstpointer  data)
{
  panel_fixture_select (&fixture->base, SCHOOL_1);
  type (fixture, "address", "999");
  g_assert_true (klaster_text_field_is_pending (KLASTER_TEXT_FIELD (find_field (fixture, "address"))));
  g_assert_true (klaster_text_field_revert (KLASTER_TEXT_FIELD (find_field (fixture, "address"))));
  g_assert_false (klaster_text_field_revert (KLASTER_TEXT_FIELD (find_field (fixture, "address"))));
  klaster_side_panel_flush (fixture->panel);
  assert_value (fixture, SCHOOL_1, ADDRESS, "Navoi 1");
}

static void
add_cooperations (Fixture *fixture,
                  guint    n)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Cooperations");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Partner %u", i);
      gint64 id = 1000 + i;

      panel_fixture_add (edit, id, name, "enterprise", NULL);
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, 5000 + i);
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 5000 + i, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (SCHOOL_1));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 5000 + i, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (id));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 5000 + i, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
    }
  panel_fixture_commit (&fixture->base, edit);
}

static guint
count_rows (GtkWidget *widget)
{
  guint n = GTK_IS_LIST_BOX_ROW (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    n += count_rows (child);

  return n;
}

static void
test_many_cooperations (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *group;

  add_cooperations (fixture, 500);
  panel_fixture_select (&fixture->base, LYCEUM);
  panel_fixture_settle (&fixture->base);
  panel_fixture_select (&fixture->base, SCHOOL_1);
  group = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_COOPERATION_GROUP, NULL);
  g_assert_cmpuint (klaster_record_group_get_n_items (KLASTER_RECORD_GROUP (group)), ==, 500);
  /* What makes a panel slow: rows are not made for all of them. */
  g_assert_cmpuint (count_rows (group), >, 1);
  g_assert_cmpuint (count_rows (group), <, 25);

  g_signal_emit_by_name (group, "show-all");
  panel_fixture_settle (&fixture->base);
  g_assert_true (klaster_side_panel_go_back (fixture->panel));
  g_assert_false (klaster_side_panel_go_back (fixture->panel));
}

/* The name of a new member is in sight, also after a member with many cooperations above its name. */
static void
test_new_member (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *row, *scroller;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;

  /* So low that the two names are not in sight at once */
  gtk_window_set_default_size (GTK_WINDOW (fixture->base.window), 400, 400);
  add_cooperations (fixture, 500);
  panel_fixture_select (&fixture->base, SCHOOL_1);
  klaster_await (gtk_widget_get_height (GTK_WIDGET (fixture->panel)) <= 400, 10);
  panel_fixture_settle (&fixture->base);
  klaster_add_institution (fixture->panel, fixture->members, NAN, NAN);
  panel_fixture_settle (&fixture->base);
  row = find_field (fixture, "name_uz");
  g_assert_true (klaster_has_focus_within (row));
  scroller = gtk_widget_get_ancestor (row, GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_assert_true (gtk_widget_compute_bounds (row, scroller, &bounds));
  g_test_message ("The name from %g to %g of %g, scrolled to %g", bounds.origin.y, bounds.origin.y + bounds.size.height,
                  gtk_adjustment_get_page_size (adjustment), gtk_adjustment_get_value (adjustment));
  g_assert_cmpfloat (bounds.origin.y, >=, 0);
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_adjustment_get_page_size (adjustment));
}

/* The list of cooperations is added to and taken from by keyboard. */
static void
test_cooperation_list (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *group = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_COOPERATION_GROUP, NULL);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (group);
  GtkWidget *row;
  gboolean handled = FALSE;

  panel_fixture_select (&fixture->base, SCHOOL_1);
  /* It says that there is none, and offers to make one. */
  g_assert_true (gtk_widget_get_visible (group));
  g_assert_nonnull (klaster_group_get_note (ADW_PREFERENCES_GROUP (group)));

  add_cooperations (fixture, 3);
  panel_fixture_settle (&fixture->base);
  g_assert_null (klaster_group_get_note (ADW_PREFERENCES_GROUP (group)));
  row = find_widget (group, ADW_TYPE_ACTION_ROW, NULL);
  g_assert_true (gtk_widget_grab_focus (row));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", GDK_KEY_Delete, 0, 0, &handled);
    }
  g_assert_true (handled);
  g_assert_null (klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_COOPERATION,
                                          5000));
  klaster_await (klaster_record_group_get_n_items (KLASTER_RECORD_GROUP (group)) == 2, 10);
  undo (fixture);
  klaster_await (klaster_record_group_get_n_items (KLASTER_RECORD_GROUP (group)) == 3, 10);
}

static void
test_navigation (Fixture       *fixture,
                 gconstpointer  data)
{
  add_cooperations (fixture, 2);
  panel_fixture_select (&fixture->base, SCHOOL_1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.go", "(sx)", "cooperation", G_GINT64_CONSTANT (5001));
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_COOPERATION, 5001));
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.go", "(sx)", "institution", G_GINT64_CONSTANT (1001));
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_INSTITUTION, 1001));
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.back", NULL);
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_COOPERATION, 5001));
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.back", NULL);
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_INSTITUTION, SCHOOL_1));
  g_assert_false (klaster_side_panel_go_back (fixture->panel));
}

static void
test_whole_records (Fixture       *fixture,
                    gconstpointer  data)
{
  KlasterSnapshot *snapshot;
  GtkWidget *view;
  gint64 id;

  klaster_add_institution (fixture->panel, fixture->members, 69.58, 41.47);
  id = klaster_selection_get_focus (fixture->base.selection);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id));
  panel_fixture_settle (&fixture->base);
  view = klaster_multiline_row_get_view (KLASTER_MULTILINE_ROW (find_field (fixture, "name_uz")));
  g_assert_true (gtk_widget_has_focus (view));
  /* A name has one line, however it is pasted. */
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Yangi\nmaktab", -1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.duplicate", NULL);
  g_assert_cmpint (klaster_selection_get_focus (fixture->base.selection), !=, id);
  g_assert_cmpstr (get (fixture, klaster_selection_get_focus (fixture->base.selection), KLASTER_INSTITUTION_NAME_UZ), ==,
                   "Yangi maktab (2)");
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.delete", NULL);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 0);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION), ==, 4);
}

/* Records of any table are duplicated with what belongs to them, and deleted. */
static void
test_any_table (Fixture       *fixture,
                gconstpointer  data)
{
  const gint64 two[] = { 5001, 5002 };
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Give");
  KlasterSnapshot *snapshot;
  gint64 contribution = klaster_edit_insert (edit, KLASTER_TABLE_CONTRIBUTION);
  gint64 id;
  KlasterRow *row;

  add_cooperations (fixture, 3);
  klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, contribution, KLASTER_CONTRIBUTION_COOPERATION_ID,
                    KLASTER_INTEGER (5001));
  klaster_edit_set (edit, KLASTER_TABLE_CONTRIBUTION, contribution, KLASTER_CONTRIBUTION_QUANTITY, KLASTER_REAL (3));
  panel_fixture_commit (&fixture->base, edit);

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_COOPERATION, 5001);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.duplicate", NULL);
  id = klaster_selection_get_focus (fixture->base.selection);
  g_assert_cmpint (id, !=, 5001);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, 1001);
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_CONTRIBUTION,
                                                      KLASTER_CONTRIBUTION_COOPERATION_ID, id), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.delete", NULL);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, id));
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), ==, 3);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION), ==, 6);

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_COOPERATION, two, 2, 5001);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.delete", NULL);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), ==, 1);
  undo (fixture);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), ==, 3);
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CONTRIBUTION, contribution));
}

static void
test_undone_record (Fixture       *fixture,
                    gconstpointer  data)
{
  const gint64 two[] = { SCHOOL_1, SCHOOL_2 };
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Delete");

  klaster_add_institution (fixture->panel, fixture->members, 69.58, 41.47);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 1);
  undo (fixture);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 0);

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, two, 2, SCHOOL_1);
  klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_1);
  panel_fixture_commit (&fixture->base, edit);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 1);
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_INSTITUTION, SCHOOL_2));
}

static GtkWidget *
find_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (ADW_IS_MESSAGE_DIALOG (toplevel))
        return toplevel;
    }

  return NULL;
}

/* As a click on a button: the answer, and the dialog goes. */
static void
answer (const char *response)
{
  GtkWidget *dialog = find_dialog ();

  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
  klaster_await (find_dialog () == NULL, 10);
}

static void
test_join (Fixture       *fixture,
           gconstpointer  data)
{
  const gint64 two[] = { SCHOOL_1, SCHOOL_2 };
  KlasterJoinCounts counts;
  KlasterSnapshot *snapshot;

  add_cooperations (fixture, 3);
  klaster_join_count (klaster_project_get_snapshot (fixture->base.project), SCHOOL_1, &counts);
  g_assert_cmpuint (counts.n_cooperations, ==, 3);
  g_assert_cmpuint (counts.n_agreements, ==, 0);

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, two, 2, SCHOOL_1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.join", NULL);
  klaster_await (find_dialog () != NULL, 10);
  answer ("close");
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 2);

  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.join", NULL);
  klaster_await (find_dialog () != NULL, 10);
  answer ("join");
  klaster_await (klaster_selection_get_n (fixture->base.selection) == 1, 10);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, SCHOOL_1));
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, SCHOOL_2));
  undo (fixture);
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_nonnull (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, SCHOOL_2));
}

static void
test_project_panel (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *page = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_PROJECT_PANEL, NULL);
  GtkWidget *row = find_widget (page, KLASTER_TYPE_TEXT_ROW, "academic_year");
  GtkWidget *entry = klaster_text_row_get_entry (KLASTER_TEXT_ROW (row));
  KlasterRowIter iter;
  KlasterRow *cluster;

  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "2026/27");
  klaster_side_panel_flush (fixture->panel);
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_CLUSTER);
  g_assert_true (klaster_row_iter_next (&iter, &cluster));
  g_assert_cmpstr (klaster_row_get_text (cluster, KLASTER_CLUSTER_ACADEMIC_YEAR), ==, "2026/27");

  /* A slip stays in the field; the other ways of writing it become the one that the file has. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "2027/29");
  klaster_side_panel_flush (fixture->panel);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "2027/29");
  cluster = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_CLUSTER, 1);
  g_assert_cmpstr (klaster_row_get_text (cluster, KLASTER_CLUSTER_ACADEMIC_YEAR), ==, "2026/27");
  gtk_editable_set_text (GTK_EDITABLE (entry), "2027–2028");
  klaster_side_panel_flush (fixture->panel);
  cluster = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_CLUSTER, 1);
  g_assert_cmpstr (klaster_row_get_text (cluster, KLASTER_CLUSTER_ACADEMIC_YEAR), ==, "2027/28");
}

static guint
count_parameters (Fixture    *fixture,
                  const char *key,
                  const char *valid_from)
{
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_PARAMETER);
  while (klaster_row_iter_next (&iter, &row))
    n += g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_KEY), key) == 0
         && g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_VALID_FROM), valid_from) == 0;

  return n;
}

/* A figure that rules know is chosen by its name; a second one of the same kind holds from today on, a third from the day after. */
static void
test_parameters (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *page = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_PROJECT_PANEL, NULL);
  g_autofree char *today = klaster_side_panel_dup_date (page);
  g_autofree char *tomorrow = klaster_date_add_days (today, 1);

  gtk_widget_activate_action (page, "project.add-parameter", "s", "dual.study_days_min");
  g_assert_cmpuint (count_parameters (fixture, "dual.study_days_min", NULL), ==, 1);
  gtk_widget_activate_action (page, "project.add-parameter", "s", "dual.study_days_min");
  gtk_widget_activate_action (page, "project.add-parameter", "s", "dual.study_days_min");
  g_assert_cmpuint (count_parameters (fixture, "dual.study_days_min", today), ==, 1);
  g_assert_cmpuint (count_parameters (fixture, "dual.study_days_min", tomorrow), ==, 1);
  undo (fixture);
  g_assert_cmpuint (count_parameters (fixture, "dual.study_days_min", tomorrow), ==, 0);

  gtk_widget_activate_action (page, "project.add-parameter", "s", "");
  g_assert_cmpuint (count_parameters (fixture, "parameter_1", NULL), ==, 1);
}

static gboolean
press (GtkWidget *widget,
       guint      keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }

  return handled;
}

/* The keys lead the day of the field, and only Enter takes it. */
static void
test_calendar (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Joined");
  GtkWidget *button, *calendar;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_1, KLASTER_INSTITUTION_JOINED_ON, KLASTER_TEXT ("2024-02-21"));
  panel_fixture_commit (&fixture->base, edit);
  panel_fixture_select (&fixture->base, SCHOOL_1);
  panel_fixture_settle (&fixture->base);
  button = find_widget (find_field (fixture, "joined_on"), GTK_TYPE_MENU_BUTTON, NULL);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  calendar = find_widget (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))), GTK_TYPE_CALENDAR, NULL);
  klaster_await (gtk_widget_is_focus (calendar), 10);

  g_assert_true (press (calendar, GDK_KEY_Down));
  g_assert_true (press (calendar, GDK_KEY_Right));
  g_assert_true (press (calendar, GDK_KEY_Page_Down));
  g_assert_true (press (calendar, GDK_KEY_Left));
  g_assert_true (press (calendar, GDK_KEY_Up));
  klaster_side_panel_flush (fixture->panel);
  g_assert_cmpstr (panel_fixture_get (&fixture->base, SCHOOL_1, KLASTER_INSTITUTION_JOINED_ON), ==, "2024-02-21");
  g_assert_true (press (calendar, GDK_KEY_Return));
  klaster_side_panel_flush (fixture->panel);
  g_assert_cmpstr (panel_fixture_get (&fixture->base, SCHOOL_1, KLASTER_INSTITUTION_JOINED_ON), ==, "2024-03-21");

  undo (fixture);
  g_assert_cmpstr (panel_fixture_get (&fixture->base, SCHOOL_1, KLASTER_INSTITUTION_JOINED_ON), ==, "2024-02-21");
}

static GtkWidget *
find_tooltip (GtkWidget  *widget,
              const char *text)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_tooltip (child, text);

      if (found)
        return found;
    }

  return NULL;
}

/* A project adds areas of its own, each with a word that no other has, and names them. */
static void
test_areas (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *page = find_widget (GTK_WIDGET (fixture->panel), KLASTER_TYPE_PROJECT_PANEL, NULL);
  GtkWidget *button = find_tooltip (page, "Add Area");
  GtkWidget *expander, *row;
  KlasterRowIter iter;
  KlasterRow *first, *second;

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->base.project),
                                                 KLASTER_TABLE_VOCABULARY), ==, 2);
  expander = find_widget (page, KLASTER_TYPE_RECORD_EXPANDER, NULL);
  g_assert_nonnull (expander);
  row = find_widget (expander, KLASTER_TYPE_TEXT_ROW, "name_en");
  g_assert_nonnull (row);
  g_assert_null (find_widget (expander, KLASTER_TYPE_TEXT_ROW, "token"));
  gtk_widget_grab_focus (klaster_text_row_get_entry (KLASTER_TEXT_ROW (row)));
  gtk_editable_set_text (GTK_EDITABLE (klaster_text_row_get_entry (KLASTER_TEXT_ROW (row))), "Astronomy");
  klaster_side_panel_flush (fixture->panel);

  klaster_await (g_strcmp0 (klaster_record_expander_get_title (KLASTER_RECORD_EXPANDER (expander)), "Astronomy") == 0, 20);
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_VOCABULARY);
  g_assert_true (klaster_row_iter_next (&iter, &first));
  g_assert_true (klaster_row_iter_next (&iter, &second));
  g_assert_cmpstr (klaster_row_get_text (first, KLASTER_VOCABULARY_TOKEN), !=,
                   klaster_row_get_text (second, KLASTER_VOCABULARY_TOKEN));
  g_assert_true (g_strcmp0 (klaster_row_get_text (first, KLASTER_VOCABULARY_NAME_EN), "Astronomy") == 0 ||
                 g_strcmp0 (klaster_row_get_text (second, KLASTER_VOCABULARY_NAME_EN), "Astronomy") == 0);
}

int
main (int   argc,
      char *argv[])
{
  panel_fixture_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/side-panel/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("leave", test_leave);
  ADD ("enter", test_enter);
  ADD ("pause", test_pause);
  ADD ("one-visit", test_one_visit);
  ADD ("entries-do-not-undo", test_entries_do_not_undo);
  ADD ("invalid", test_invalid);
  ADD ("change-of-selection", test_change_of_selection);
  ADD ("outside-change", test_outside_change);
  ADD ("several", test_several);
  ADD ("position", test_position);
  ADD ("escape", test_escape);
  ADD ("many-cooperations", test_many_cooperations);
  ADD ("new-member", test_new_member);
  ADD ("cooperation-list", test_cooperation_list);
  ADD ("navigation", test_navigation);
  ADD ("whole-records", test_whole_records);
  ADD ("any-table", test_any_table);
  ADD ("undone-record", test_undone_record);
  ADD ("join", test_join);
  ADD ("project-panel", test_project_panel);
  ADD ("parameters", test_parameters);
  ADD ("calendar", test_calendar);
  ADD ("areas", test_areas);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
