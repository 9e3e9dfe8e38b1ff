/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-child-group.h"
#include "klaster-derive.h"
#include "klaster-goal-panel.h"
#include "klaster-goals-view.h"
#include "klaster-indicator-panel.h"
#include "klaster-record-panel.h"
#include "klaster-side-panel.h"
#include "klaster-trend-chart.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

typedef struct
{
  PanelFixture base;
  KlasterSidePanel *panel;
  KlasterGoalsView *view;
} Fixture;

#define COMMON 401
#define FIRST 402
#define SECOND 403
#define INDICATOR 404

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Goals");
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  static const struct
  {
    gint64 id, parent;
    const char *text, *due;
  } goals[] = {
    { COMMON, 0, "Teachers", "2027-01-01" }, { FIRST, COMMON, "Practice", "2027-02-01" }, { SECOND, COMMON, "Mentors", "2027-03-01" },
  };

  panel_fixture_set_up (&fixture->base, data);
  for (guint i = 0; i < G_N_ELEMENTS (goals); i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_GOAL, goals[i].id);
      klaster_edit_set (edit, KLASTER_TABLE_GOAL, goals[i].id, KLASTER_GOAL_TEXT, KLASTER_TEXT (goals[i].text));
      klaster_edit_set (edit, KLASTER_TABLE_GOAL, goals[i].id, KLASTER_GOAL_DUE, KLASTER_TEXT (goals[i].due));
      if (goals[i].parent)
        klaster_edit_set (edit, KLASTER_TABLE_GOAL, goals[i].id, KLASTER_GOAL_PARENT_ID, KLASTER_INTEGER (goals[i].parent));
    }
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INDICATOR, INDICATOR);
  klaster_edit_set (edit, KLASTER_TABLE_INDICATOR, INDICATOR, KLASTER_INDICATOR_GOAL_ID, KLASTER_INTEGER (COMMON));
  klaster_edit_set (edit, KLASTER_TABLE_INDICATOR, INDICATOR, KLASTER_INDICATOR_NAME, KLASTER_TEXT ("Vacancies"));
  panel_fixture_commit (&fixture->base, edit);

  fixture->panel = klaster_side_panel_new ();
  g_object_set (fixture->panel, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
  fixture->view = KLASTER_GOALS_VIEW (klaster_goals_view_new ());
  g_object_set (fixture->view, "project", fixture->base.project, "selection", fixture->base.selection, NULL);
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
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->view);
  g_assert_null (fixture->panel);
}

static KlasterRow *
get_goal (Fixture *fixture,
          gint64   id)
{
  return klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_GOAL, id);
}

static gint64
get_parent (Fixture *fixture,
            gint64   id)
{
  return klaster_row_get_integer (get_goal (fixture, id), KLASTER_GOAL_PARENT_ID);
}

static guint
count_rows (Fixture *fixture)
{
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);

  return g_list_model_get_n_items (G_LIST_MODEL (klaster_goals_view_get_model (fixture->view)));
}

static int
find (Fixture *fixture,
      gint64   id)
{
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);

  return klaster_goal_model_find (klaster_goals_view_get_model (fixture->view), KLASTER_TABLE_GOAL, id);
}

static GtkSingleSelection *
get_single (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_column_view_get_model (GTK_COLUMN_VIEW (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)))));
}

/* As a click or an arrow key does. */
static void
choose (Fixture *fixture,
        gint64   id)
{
  gtk_single_selection_set_selected (get_single (fixture), (guint) find (fixture, id));
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_GOAL, id));
}

static gint64
get_selected (Fixture *fixture)
{
  g_assert_cmpint (klaster_selection_get_table (fixture->base.selection), ==, KLASTER_TABLE_GOAL);
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

static gboolean
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  klaster_await (klaster_worker_view_is_ready (KLASTER_WORKER_VIEW (fixture->view)), 30);

  return handled;
}

/* Three goals, the heading, three members. */
#define N_ROWS 7

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  gint64 objective, own;

  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS);
  choose (fixture, FIRST);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "goals.add-objective", NULL);
  objective = get_selected (fixture);
  g_assert_cmpint (get_parent (fixture, objective), ==, FIRST);
  g_assert_cmpstr (klaster_row_get_text (get_goal (fixture, objective), KLASTER_GOAL_STATE), ==, "open");
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS + 1);

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INSTITUTION, LYCEUM);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "goals.add", NULL);
  own = get_selected (fixture);
  g_assert_cmpint (klaster_row_get_integer (get_goal (fixture, own), KLASTER_GOAL_INSTITUTION_ID), ==, LYCEUM);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS + 2);
  undo (fixture);
  undo (fixture);
  g_assert_null (get_goal (fixture, own));
  g_assert_null (get_goal (fixture, objective));
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS);
}

static GtkWidget *
find_text (GtkWidget  *widget,
           const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found)
        return found;
    }

  return NULL;
}

/* The row that shows @text: what the keys lead from one to the next. */
static GtkWidget *
get_row (Fixture    *fixture,
         const char *text)
{
  GtkWidget *row = find_text (klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view)), text);

  while (!gtk_widget_get_focusable (row))
    row = gtk_widget_get_parent (row);

  return row;
}

/* Alt with an arrow moves a goal below the one above it and back; the row stays selected. */
static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  choose (fixture, SECOND);
  g_assert_true (press (fixture, GDK_KEY_Right, GDK_ALT_MASK));
  g_assert_cmpint (get_parent (fixture, SECOND), ==, FIRST);
  g_assert_cmpuint (gtk_single_selection_get_selected (get_single (fixture)), ==, (guint) find (fixture, SECOND));
  press (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, COMMON);
  press (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, 0);
  undo (fixture);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, COMMON);
  /* The focus goes along. */
  choose (fixture, FIRST);
  g_assert_true (gtk_widget_grab_focus (get_row (fixture, "Practice")));
  press (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpint (get_parent (fixture, FIRST), ==, 0);
  g_assert_true (gtk_widget_is_focus (get_row (fixture, "Practice")));
  undo (fixture);
  /* Nothing stands above the first one on its level. */
  choose (fixture, FIRST);
  press (fixture, GDK_KEY_Right, GDK_ALT_MASK);
  g_assert_cmpint (get_parent (fixture, FIRST), ==, COMMON);
}

static void
test_open_and_close (Fixture       *fixture,
                     gconstpointer  data)
{
  choose (fixture, COMMON);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS - 2);
  press (fixture, GDK_KEY_Right, 0);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS);
  /* From an objective, Left leads to the goal that it is one of. */
  choose (fixture, FIRST);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpint (get_selected (fixture), ==, COMMON);
}

/* What is closed stays closed when the project is looked at again. */
static void
test_remembered (Fixture       *fixture,
                 gconstpointer  data)
{
  choose (fixture, COMMON);
  press (fixture, GDK_KEY_Left, 0);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS - 2);
  g_object_set (fixture->view, "project", NULL, NULL);
  g_object_set (fixture->view, "project", fixture->base.project, NULL);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS - 2);
  choose (fixture, COMMON);
  press (fixture, GDK_KEY_Right, 0);
  g_object_set (fixture->view, "project", NULL, NULL);
  g_object_set (fixture->view, "project", fixture->base.project, NULL);
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS);
}

static void
look_for (Fixture    *fixture,
          const char *text)
{
  GtkWidget *search = klaster_goals_view_get_search (fixture->view);

  gtk_editable_set_text (GTK_EDITABLE (search), text);
  /* Without waiting for the pause in typing. */
  g_signal_emit_by_name (search, "search-changed");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  choose (fixture, COMMON);
  press (fixture, GDK_KEY_Left, 0);
  /* What is closed is found; the goal above it is shown with it. */
  look_for (fixture, "mentor");
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpint (find (fixture, COMMON), ==, 0);
  g_assert_cmpint (find (fixture, SECOND), ==, 1);
  /* It follows what changes. */
  choose (fixture, SECOND);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "goals.delete", NULL);
  g_assert_cmpuint (count_rows (fixture), ==, 0);
  undo (fixture);
  g_assert_cmpuint (count_rows (fixture), ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "goals.clear-search", NULL);
  g_signal_emit_by_name (klaster_goals_view_get_search (fixture->view), "search-changed");
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS - 2);
}

/* Cut and put below another goal; below what serves it, it cannot go, and the reason is said. */
static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  GtkWidget *view = GTK_WIDGET (fixture->view);

  choose (fixture, SECOND);
  gtk_widget_activate_action (view, "goals.cut", NULL);
  choose (fixture, FIRST);
  gtk_widget_activate_action (view, "goals.paste", NULL);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, FIRST);
  undo (fixture);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, COMMON);

  choose (fixture, COMMON);
  gtk_widget_activate_action (view, "goals.cut", NULL);
  choose (fixture, SECOND);
  gtk_widget_activate_action (view, "goals.paste", NULL);
  g_assert_cmpint (get_parent (fixture, COMMON), ==, 0);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (find_text (fixture->base.window, "cannot become an objective"));
  /* What was cut is put once. */
  choose (fixture, FIRST);
  gtk_widget_activate_action (view, "goals.paste", NULL);
  g_assert_cmpint (get_parent (fixture, COMMON), ==, 0);
}

/* A goal that is let go over another one becomes an objective of it. */
static void
test_drag (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *table = klaster_worker_view_get_table (KLASTER_WORKER_VIEW (fixture->view));
  GtkWidget *label = find_text (table, "Practice");
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (table);
  g_auto (GValue) value = G_VALUE_INIT;
  graphene_rect_t bounds;
  gboolean taken = FALSE;

  g_assert_nonnull (label);
  g_assert_true (gtk_widget_compute_bounds (label, table, &bounds));
  g_value_init (&value, G_TYPE_INT64);
  g_value_set_int64 (&value, SECOND);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, (double) bounds.origin.x + 4, (double) bounds.origin.y + 4, &taken);
    }
  g_assert_true (taken);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, FIRST);
  undo (fixture);
  g_assert_cmpint (get_parent (fixture, SECOND), ==, COMMON);
}

static void
test_delete (Fixture       *fixture,
             gconstpointer  data)
{
  choose (fixture, FIRST);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "goals.delete", NULL);
  g_assert_null (get_goal (fixture, FIRST));
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS - 1);
  undo (fixture);
  g_assert_nonnull (get_goal (fixture, FIRST));
  g_assert_cmpuint (count_rows (fixture), ==, N_ROWS);
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

/* A value is added in place, for today; the chart and its words follow, and undo takes it back. */
static void
test_indicator (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterIndicatorPanel *panel;
  KlasterChildGroup *values;
  KlasterTrendChart *chart;
  g_autofree char *today = klaster_date_today ();
  KlasterRowIter iter;
  KlasterRow *value;

  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INDICATOR, INDICATOR);
  panel = KLASTER_INDICATOR_PANEL (find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_INDICATOR_PANEL));
  values = KLASTER_CHILD_GROUP (klaster_indicator_panel_get_values (panel));
  chart = KLASTER_TREND_CHART (klaster_indicator_panel_get_chart (panel));
  g_assert_cmpuint (klaster_trend_chart_get_n_points (chart), ==, 0);
  klaster_child_group_add (values);
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->base.project), KLASTER_TABLE_INDICATOR_VALUE);
  g_assert_true (klaster_row_iter_next (&iter, &value));
  g_assert_cmpstr (klaster_row_get_text (value, KLASTER_INDICATOR_VALUE_DATE), ==, today);
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("Value");

    klaster_edit_set (edit, KLASTER_TABLE_INDICATOR_VALUE, klaster_row_get_id (value), KLASTER_INDICATOR_VALUE_VALUE,
                      KLASTER_REAL (121));
    panel_fixture_commit (&fixture->base, edit);
  }
  g_assert_cmpuint (klaster_trend_chart_get_n_points (chart), ==, 1);
  undo (fixture);
  g_assert_cmpuint (klaster_trend_chart_get_n_points (chart), ==, 0);
}

/* The panel follows the tree and edits the goal. */
static void
test_panel (Fixture       *fixture,
            gconstpointer  data)
{
  KlasterGoalPanel *panel;
  g_autofree char *subtitle = NULL;

  choose (fixture, COMMON);
  panel = KLASTER_GOAL_PANEL (find_type (GTK_WIDGET (fixture->panel), KLASTER_TYPE_GOAL_PANEL));
  subtitle = klaster_record_panel_get_subtitle (KLASTER_RECORD_PANEL (panel));
  g_assert_cmpstr (subtitle, ==, "Common goal of the cluster");
  klaster_form_set_value (klaster_form_panel_get_form (KLASTER_FORM_PANEL (panel)), KLASTER_GOAL_STATE, KLASTER_TEXT ("reached"), NULL, NULL);
  g_assert_cmpstr (klaster_row_get_text (get_goal (fixture, COMMON), KLASTER_GOAL_STATE), ==, "reached");
  undo (fixture);
  g_assert_true (klaster_row_is_null (get_goal (fixture, COMMON), KLASTER_GOAL_STATE));
}

int
main (int    argc,
      char **argv)
{
  panel_fixture_init (&argc, &argv);
  g_test_add ("/goals/add", Fixture, NULL, set_up, test_add, tear_down);
  g_test_add ("/goals/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/goals/open-and-close", Fixture, NULL, set_up, test_open_and_close, tear_down);
  g_test_add ("/goals/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/goals/remembered", Fixture, NULL, set_up, test_remembered, tear_down);
  g_test_add ("/goals/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/goals/cut", Fixture, NULL, set_up, test_cut, tear_down);
  g_test_add ("/goals/drag", Fixture, NULL, set_up, test_drag, tear_down);
  g_test_add ("/goals/indicator", Fixture, NULL, set_up, test_indicator, tear_down);
  g_test_add ("/goals/panel", Fixture, NULL, set_up, test_panel, tear_down);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
