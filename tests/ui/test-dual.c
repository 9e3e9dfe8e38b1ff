/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-attachment-group.h"
#include "klaster-check-row.h"
#include "klaster-dual-place-panel.h"
#include "klaster-dual-view.h"
#include "klaster-grid.h"
#include "klaster-record-panel.h"
#include "klaster-scope.h"
#include "klaster-settings.h"
#include "klaster-side-panel.h"
#include "klaster-text-row.h"
#include "klaster-worker.h"
#include "drop-files.h"
#include "panel-fixture.h"

/* The view of places beside the side panel, as the window has them. */
typedef struct
{
  PanelFixture base;
  KlasterScope *scope;
  KlasterSidePanel *panel;
  KlasterDualView *view;
} Fixture;

#define COLLEGE 201
#define EMPLOYER 202
#define PLACE 301
#define LAST_YEAR 302

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Places");
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  panel_fixture_set_up (&fixture->base, data);
  panel_fixture_add (edit, COLLEGE, "College", "vocational", NULL);
  panel_fixture_add (edit, EMPLOYER, "Engineering works", "enterprise", NULL);
  for (gint64 id = PLACE; id <= LAST_YEAR; id++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_DUAL_PLACE, id);
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_INTEGER (COLLEGE));
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_EMPLOYER_ID, KLASTER_INTEGER (EMPLOYER));
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_SPECIALTY,
                        KLASTER_TEXT (id == PLACE ? "Fitter" : "Turner"));
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_ACADEMIC_YEAR,
                        KLASTER_TEXT (id == PLACE ? "2026/27" : "2025/2026"));
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_STUDY_DAYS, KLASTER_INTEGER (1));
    }
  panel_fixture_commit (&fixture->base, edit);

  fixture->scope = klaster_scope_new ();
  g_object_set (fixture->scope, "project", fixture->base.project, NULL);
  fixture->panel = klaster_side_panel_new ();
  g_object_set (fixture->panel, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  fixture->view = KLASTER_DUAL_VIEW (klaster_dual_view_new ());
  g_object_set (fixture->view, "project", fixture->base.project, "selection", fixture->base.selection, "scope", fixture->scope,
                NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (fixture->view), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->view));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (fixture->panel));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);
  panel_fixture_settle (&fixture->base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
  g_object_set (fixture->scope, "project", NULL, NULL);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->view);
  g_assert_null (fixture->panel);
  g_object_unref (fixture->scope);
}

static guint
count_rows (Fixture *fixture)
{
  KlasterRowList *rows = klaster_grid_get_rows (KLASTER_GRID (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view))));

  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);

  return g_list_model_get_n_items (G_LIST_MODEL (klaster_row_list_get_model (rows)));
}

static KlasterRow *
get_row (Fixture      *fixture,
         KlasterTable  table,
         gint64        id)
{
  return klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), table, id);
}

static gint64
get_selected (Fixture *fixture)
{
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_DUAL_PLACE);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 1);

  return klaster_selection_get_focus (fixture->base.selection);
}

static void
undo (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  klaster_side_panel_flush (fixture->panel);
  g_assert_true (sync_undo (fixture->base.project, &error));
  g_assert_no_error (error);
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found)
        return found;
    }

  return NULL;
}

static KlasterDualPlacePanel *
open_place (Fixture *fixture,
            gint64   id)
{
  GtkWidget *panel;

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_DUAL_PLACE, id);
  panel = find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_DUAL_PLACE_PANEL);
  g_assert_nonnull (panel);
  panel_fixture_settle (&fixture->base);

  return KLASTER_DUAL_PLACE_PANEL (panel);
}

static void
type (KlasterDualPlacePanel *panel,
      const char            *column,
      const char            *text)
{
  GtkWidget *field = klaster_record_panel_find_field (GTK_WIDGET (panel), column);
  GtkWidget *entry;

  g_assert_nonnull (field);
  entry = klaster_text_row_get_entry (KLASTER_TEXT_ROW (field));
  gtk_widget_grab_focus (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "activate");
}

/* Two members are selected: the new place is theirs, in this academic year; one undo takes it back. */
static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  const gint64 members[] = { COLLEGE, EMPLOYER };
  g_autofree char *year = klaster_scope_dup_year (fixture->scope, 0);
  KlasterRow *place;
  gint64 id;

  g_assert_cmpuint (count_rows (fixture), ==, 2);
  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, members, G_N_ELEMENTS (members), EMPLOYER);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "dual.add", NULL);
  id = get_selected (fixture);
  place = get_row (fixture, KLASTER_TABLE_DUAL_PLACE, id);
  g_assert_nonnull (place);
  g_assert_cmpint (klaster_row_get_integer (place, KLASTER_DUAL_PLACE_INSTITUTION_ID), ==, COLLEGE);
  g_assert_cmpint (klaster_row_get_integer (place, KLASTER_DUAL_PLACE_EMPLOYER_ID), ==, EMPLOYER);
  g_assert_cmpstr (klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR), ==, year);
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  undo (fixture);
  g_assert_null (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, id));
  g_assert_cmpuint (count_rows (fixture), ==, 2);
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  data)
{
  KlasterRow *copy;
  gint64 id;

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_DUAL_PLACE, LAST_YEAR);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "dual.copy", NULL);
  id = get_selected (fixture);
  g_assert_cmpint (id, !=, LAST_YEAR);
  copy = get_row (fixture, KLASTER_TABLE_DUAL_PLACE, id);
  g_assert_cmpstr (klaster_row_get_text (copy, KLASTER_DUAL_PLACE_ACADEMIC_YEAR), ==, "2026/27");
  g_assert_cmpstr (klaster_row_get_text (copy, KLASTER_DUAL_PLACE_SPECIALTY), ==, "Turner");
  g_assert_cmpint (klaster_row_get_integer (copy, KLASTER_DUAL_PLACE_STUDY_DAYS), ==, 1);
  g_assert_true (klaster_row_is_null (copy, KLASTER_DUAL_PLACE_NEED_ON));

  /* There is one for the next year now: another would be the same place twice. */
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_DUAL_PLACE, LAST_YEAR);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "dual.copy", NULL);
  g_assert_cmpint (get_selected (fixture), ==, LAST_YEAR);
  g_assert_cmpuint (count_rows (fixture), ==, 3);
  undo (fixture);
  g_assert_null (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, id));
}

/* The academic year of the window chooses the rows, however it is written in them. */
static void
test_scope (Fixture       *fixture,
            gconstpointer  data)
{
  klaster_scope_set_academic_year (fixture->scope, "2026/27");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  klaster_scope_set_academic_year (fixture->scope, "2025/26");
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  klaster_scope_set_academic_year (fixture->scope, "2030/31");
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  klaster_scope_set_academic_year (fixture->scope, NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
}

/* What is typed is checked at once, and again when it is taken back. */
static void
test_check (Fixture       *fixture,
            gconstpointer  data)
{
  KlasterDualPlacePanel *panel = open_place (fixture, PLACE);
  KlasterCheckRow *row = klaster_dual_place_panel_find_check (panel, "dual.study_days");

  g_assert_cmpstr (klaster_check_row_get_text (row), ==, "Study days a week: 1; at least 2 are required.");
  type (panel, "study_days", "2");
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, PLACE), KLASTER_DUAL_PLACE_STUDY_DAYS), ==, 2);
  g_assert_cmpstr (klaster_check_row_get_text (row), ==, "Study days a week: 2; at least 2 are required.");
  undo (fixture);
  g_assert_cmpint (klaster_row_get_integer (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, PLACE), KLASTER_DUAL_PLACE_STUDY_DAYS), ==, 1);
  g_assert_cmpstr (klaster_check_row_get_text (row), ==, "Study days a week: 1; at least 2 are required.");

  type (panel, "named_on", "2.7.2026");
  g_assert_nonnull (strstr (klaster_check_row_get_text (klaster_dual_place_panel_find_check (panel, "dual.named_by")),
                            "1 day after the last day"));
  type (panel, "named_on", "1.7.2026");
  g_assert_null (strstr (klaster_check_row_get_text (klaster_dual_place_panel_find_check (panel, "dual.named_by")), "after"));
}

/* The rule, its source and its figures open; a figure leads to the project's parameters, with the day from which it holds. */
static void
test_parameter (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterDualPlacePanel *panel = open_place (fixture, PLACE);
  KlasterCheckRow *row = klaster_dual_place_panel_find_check (panel, "dual.study_days");
  KlasterSnapshot *snapshot;
  KlasterRowIter iter;
  KlasterRow *parameter;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (klaster_check_row_get_button (row)), TRUE);
  gtk_widget_activate_action (GTK_WIDGET (row), "panel.parameter", "(sss)", "dual.study_days_min", "2", "2026-09-01");
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_PARAMETER), ==, 1);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  g_assert_true (klaster_row_iter_next (&iter, &parameter));
  g_assert_cmpstr (klaster_row_get_text (parameter, KLASTER_PARAMETER_KEY), ==, "dual.study_days_min");
  g_assert_cmpstr (klaster_row_get_text (parameter, KLASTER_PARAMETER_VALUE), ==, "2");
  g_assert_cmpstr (klaster_row_get_text (parameter, KLASTER_PARAMETER_VALID_FROM), ==, "2026-09-01");
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 0);
  /* It is there: asking again only leads to it. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.parameter", "(sss)", "dual.study_days_min", "2", "2026-09-01");
  g_assert_cmpuint (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_PARAMETER),
                    ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.back", NULL);
  g_assert_cmpint (get_selected (fixture), ==, PLACE);
}

static guint
count_documents (Fixture    *fixture,
                 const char *part)
{
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    n += klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID) == PLACE &&
         g_strcmp0 (klaster_row_get_text (row, KLASTER_ATTACHMENT_PART), part) == 0;

  return n;
}

/* The first cell of the table that has @name. */
static GtkWidget *
find_cell (GtkWidget  *widget,
           const char *name)
{
  g_autofree char *label = NULL;

  if (GTK_IS_BOX (widget) && g_object_get_data (G_OBJECT (widget), "cell"))
    {
      label = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "");
      if (label && strstr (label, name))
        return widget;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_cell (child, name);

      if (found)
        return found;
    }

  return NULL;
}

/* A file dropped on a step belongs to the step, one dropped elsewhere to the place; the table says which steps have papers. */
static void
test_documents (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterDualPlacePanel *panel = open_place (fixture, PLACE);
  g_autofree char *letter = g_build_filename (fixture->base.folder, "letter.pdf", NULL);
  g_autofree char *plan = g_build_filename (fixture->base.folder, "plan.pdf", NULL);
  const char *const one[] = { letter, NULL };
  const char *const two[] = { letter, plan, NULL };
  KlasterAttachmentGroup *need = KLASTER_ATTACHMENT_GROUP (klaster_dual_place_panel_get_documents (panel, KLASTER_DUAL_NEED));
  KlasterAttachmentGroup *named = KLASTER_ATTACHMENT_GROUP (klaster_dual_place_panel_get_documents (panel, KLASTER_DUAL_NAMED));
  KlasterRowIter iter;
  KlasterRow *row;
  gint64 id = 0;

  g_assert_true (g_file_set_contents (letter, "%PDF-1.4 letter", -1, NULL));
  g_assert_true (g_file_set_contents (plan, "%PDF-1.4 plan", -1, NULL));
  g_assert_null (klaster_dual_place_panel_get_documents (panel, KLASTER_DUAL_PLACE));
  panel_fixture_settle (&fixture->base);
  g_assert_null (find_cell (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)), "with a document"));

  g_assert_true (drop_files (klaster_record_panel_find_field (GTK_WIDGET (panel), "need_by"), one));
  klaster_await (count_documents (fixture, "need") == 1, 20);
  g_assert_true (drop_files (klaster_record_panel_find_field (GTK_WIDGET (panel), "employer_id"), two));
  klaster_await (count_documents (fixture, NULL) == 2, 20);
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (klaster_attachment_group_get_n_documents (need), ==, 1);
  g_assert_cmpuint (klaster_attachment_group_get_n_documents (named), ==, 0);
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (find_cell (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)), "Need: "));
  g_assert_nonnull (find_cell (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)), "with a document"));

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_text (row, KLASTER_ATTACHMENT_PART))
      id = klaster_row_get_id (row);
  klaster_attachment_group_remove (need, id);
  g_assert_cmpuint (count_documents (fixture, "need"), ==, 0);
  undo (fixture);
  g_assert_cmpuint (count_documents (fixture, "need"), ==, 1);
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found)
        return found;
    }

  return NULL;
}

/* The contract of the two is made, linked and shown in one edit. */
static void
test_contract (Fixture       *fixture,
               gconstpointer  data)
{
  KlasterDualPlacePanel *panel = open_place (fixture, PLACE);
  GtkWidget *button = find_button (GTK_WIDGET (panel), "Add _Contract of the Two");
  KlasterSnapshot *snapshot;
  gint64 contract;

  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
  snapshot = klaster_project_get_snapshot (fixture->base.project);
  contract = klaster_row_get_integer (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, PLACE),
                                      KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID);
  g_assert_cmpint (contract, !=, 0);
  g_assert_cmpstr (klaster_row_get_text (get_row (fixture, KLASTER_TABLE_AGREEMENT, contract), KLASTER_AGREEMENT_KIND), ==,
                   "dual_organisation");
  g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT_PARTY,
                                                      KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, contract), ==, 2);
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_AGREEMENT, contract));
  undo (fixture);
  g_assert_null (get_row (fixture, KLASTER_TABLE_AGREEMENT, contract));
  g_assert_true (klaster_row_is_null (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, PLACE),
                                      KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID));
}

/* What is deleted goes from the table and comes back. */
static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  open_place (fixture, PLACE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->panel), "panel.delete", NULL);
  g_assert_null (get_row (fixture, KLASTER_TABLE_DUAL_PLACE, PLACE));
  g_assert_cmpuint (count_rows (fixture), ==, 1);
  undo (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
}

/* In 700 pixels no step is cut. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  KlasterGrid *grid = KLASTER_GRID (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)));
  g_autoptr (GArray) columns = klaster_grid_list_columns (grid);
  graphene_rect_t bounds;

  gtk_widget_set_hexpand (GTK_WIDGET (fixture->view), FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (fixture->view), 700, -1);
  klaster_await (gtk_widget_get_width (GTK_WIDGET (grid)) == 700, 30);
  for (guint i = 0; i < columns->len; i++)
    {
      GtkWidget *title = klaster_grid_get_header (grid, g_array_index (columns, guint, i));

      g_assert_true (gtk_widget_get_child_visible (title));
      g_assert_true (gtk_widget_compute_bounds (title, GTK_WIDGET (grid), &bounds));
      g_assert_cmpfloat (bounds.size.width, >, 0);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (GTK_WIDGET (grid)));
    }
}

static GtkWidget *
find_check (GtkWidget  *widget,
            const char *label)
{
  if (GTK_IS_CHECK_BUTTON (widget) && g_strcmp0 (gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_check (child, label);

      if (found)
        return found;
    }

  return NULL;
}

/* Who shows other columns finds them again. */
static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterGrid *grid = KLASTER_GRID (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)));
  g_autoptr (GArray) columns = klaster_grid_list_columns (grid);
  g_autoptr (GArray) fewer = NULL;
  g_autoptr (GArray) again = NULL;
  GtkWidget *check = find_check (GTK_WIDGET (fixture->view), "Workplace");
  g_autoptr (GtkWidget) other = g_object_ref_sink (klaster_dual_view_new ());
  guint n = columns->len;

  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  klaster_grid_move_column (grid, g_array_index (columns, guint, n - 1), 1);
  klaster_grid_set_width (grid, g_array_index (columns, guint, 0), 222);
  fewer = klaster_grid_list_columns (grid);
  g_assert_cmpuint (fewer->len, ==, n - 1);

  g_object_set (other, "project", fixture->base.project, NULL);
  grid = KLASTER_GRID (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (other)));
  again = klaster_grid_list_columns (grid);
  g_assert_cmpmem (again->data, again->len * sizeof (guint), fewer->data, fewer->len * sizeof (guint));
  g_assert_cmpint (klaster_grid_get_width (grid, g_array_index (columns, guint, 0)), ==, 222);
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (find_check (other, "Workplace"))));
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (other)), 30);
  g_object_set (other, "project", NULL, NULL);
  g_settings_reset (klaster_settings_get (), "dual-columns");
}

int
main (int    argc,
      char **argv)
{
  panel_fixture_init (&argc, &argv);
  g_test_add ("/dual/add", Fixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/dual/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/dual/columns", Fixture, NULL, set_up, test_columns, tear_down);
  g_test_add ("/dual/scope", Fixture, NULL, set_up, test_scope, tear_down);
  g_test_add ("/dual/check", Fixture, NULL, set_up, test_check, tear_down);
  g_test_add ("/dual/parameter", Fixture, NULL, set_up, test_parameter, tear_down);
  g_test_add ("/dual/contract", Fixture, NULL, set_up, test_contract, tear_down);
  g_test_add ("/dual/documents", Fixture, NULL, set_up, test_documents, tear_down);
  g_test_add ("/dual/narrow", Fixture, NULL, set_up, test_narrow, tear_down);
  g_test_add ("/dual/delete", Fixture, NULL, set_up, test_delete, tear_down);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
