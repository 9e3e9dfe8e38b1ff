/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-record-picker.h"
#include "klaster-reference-row.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

#define COMMON 501
#define OBJECTIVE 502
#define BELOW 503
#define OTHER 504

static void
add_goals (PanelFixture *fixture)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Goals");
  static const struct
  {
    gint64 id, parent;
    const char *text;
  } goals[] = {
    { COMMON, 0, "Teachers for all schools" }, { OBJECTIVE, COMMON, "Practice for every student" },
    { BELOW, OBJECTIVE, "Mentors in ten schools" }, { OTHER, 0, "Yangi maktablar" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_GOAL, goals[i].id);
      klaster_edit_set (edit, KLASTER_TABLE_GOAL, goals[i].id, KLASTER_GOAL_TEXT, KLASTER_TEXT (goals[i].text));
      if (goals[i].parent)
        klaster_edit_set (edit, KLASTER_TABLE_GOAL, goals[i].id, KLASTER_GOAL_PARENT_ID, KLASTER_INTEGER (goals[i].parent));
    }
  panel_fixture_commit (fixture, edit);
}

static gint64
get_parent (PanelFixture *fixture,
            gint64        id)
{
  return klaster_row_get_integer (klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_GOAL, id),
                                  KLASTER_GOAL_PARENT_ID);
}

static KlasterReferenceRow *
make_row (PanelFixture *fixture,
          KlasterForm  *form,
          gint64        goal)
{
  GtkWidget *row = g_object_new (KLASTER_TYPE_REFERENCE_ROW, "column", "parent_id", NULL);
  GtkWidget *list = gtk_list_box_new ();

  klaster_form_set_records (form, KLASTER_TABLE_GOAL, &goal, 1);
  klaster_form_set_project (form, fixture->project);
  g_object_set (row, "form", form, NULL);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  gtk_window_set_child (GTK_WINDOW (fixture->window), list);
  gtk_window_present (GTK_WINDOW (fixture->window));

  return KLASTER_REFERENCE_ROW (row);
}

static KlasterRecordPicker *
open_picker (KlasterReferenceRow *row)
{
  KlasterRecordPicker *picker;

  gtk_menu_button_popup (GTK_MENU_BUTTON (klaster_reference_row_get_button (row)));
  g_assert_true (KLASTER_IS_RECORD_PICKER (klaster_reference_row_get_picker (row)));
  picker = KLASTER_RECORD_PICKER (klaster_reference_row_get_picker (row));
  klaster_await (klaster_record_picker_get_n_found (picker) > 0, 30);

  return picker;
}

/* A window must not go while a popover is open. */
static void
close_picker (PanelFixture        *fixture,
              KlasterReferenceRow *row)
{
  GtkWidget *popover = gtk_widget_get_ancestor (klaster_reference_row_get_picker (row), GTK_TYPE_POPOVER);

  gtk_menu_button_popdown (GTK_MENU_BUTTON (klaster_reference_row_get_button (row)));
  klaster_await (!gtk_widget_get_mapped (popover), 30);
  panel_fixture_settle (fixture);
}

/* What is typed finds a goal in any spelling, Enter takes it, and undo takes it back. */
static void
test_pick (PanelFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr (KlasterForm) form = klaster_form_new ();
  g_autoptr (GError) error = NULL;
  KlasterReferenceRow *row;
  KlasterRecordPicker *picker;

  add_goals (fixture);
  row = make_row (fixture, form, BELOW);
  picker = open_picker (row);
  g_assert_cmpuint (klaster_record_picker_get_n_found (picker), ==, 3);
  gtk_editable_set_text (GTK_EDITABLE (klaster_record_picker_get_search (picker)), "янги");
  klaster_await (klaster_record_picker_get_n_found (picker) == 1, 30);
  g_signal_emit_by_name (klaster_record_picker_get_search (picker), "activate");
  g_assert_cmpint (get_parent (fixture, BELOW), ==, OTHER);
  g_assert_true (sync_undo (fixture->project, &error));
  g_assert_no_error (error);
  g_assert_cmpint (get_parent (fixture, BELOW), ==, OBJECTIVE);
  close_picker (fixture, row);
}

/* A goal is not offered itself nor what lies below it. */
static void
test_no_circle (PanelFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr (KlasterForm) form = klaster_form_new ();
  KlasterReferenceRow *row;

  add_goals (fixture);
  row = make_row (fixture, form, OBJECTIVE);
  g_assert_cmpuint (klaster_record_picker_get_n_found (open_picker (row)), ==, 2);
  close_picker (fixture, row);
}

int
main (int    argc,
      char **argv)
{
  panel_fixture_init (&argc, &argv);
  g_test_add ("/record-picker/pick", PanelFixture, NULL, panel_fixture_set_up, test_pick, panel_fixture_tear_down);
  g_test_add ("/record-picker/no-circle", PanelFixture, NULL, panel_fixture_set_up, test_no_circle, panel_fixture_tear_down);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
