/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of rows in a window: how few widgets it has for 5,000 records, and that keys, clicks, scrolling, changes and
 * screen readers find what they would in one of GTK's own lists. */
#include "config.h"

#include "klaster-row-list.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

#define N_MANY 5000
#define FIRST_ID 10000

typedef struct
{
  PanelFixture base;
  KlasterRecordList *list;
  KlasterRowList *view;
  GtkWidget *scroller;
  guint n_shown;
  guint activated; /* position + 1 */
} Fixture;

static GtkWidget *
make_cb (gpointer data)
{
  return gtk_label_new (NULL);
}

static char *
show_cb (GtkWidget *content,
         gint64     id,
         gpointer   data)
{
  Fixture *fixture = data;
  char *text = g_strdup_printf ("Record %" G_GINT64_FORMAT, id);

  fixture->n_shown++;
  gtk_label_set_text (GTK_LABEL (content), text);

  return text;
}

static void
activate_cb (KlasterRowList *view,
             guint           position,
             Fixture        *fixture)
{
  fixture->activated = position + 1;
}

static void
set_content (Fixture *fixture,
             gint64   first,
             gint     step,
             guint    n_ids)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_ids; i++)
    {
      gint64 id = first + (gint64) step * i;

      g_array_append_val (ids, id);
    }
  klaster_record_list_set_content (fixture->list, klaster_project_get_snapshot (fixture->base.project),
                                   (const gint64 *) (gpointer) ids->data, ids->len);
  panel_fixture_settle (&fixture->base);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (KlasterSelectionModel) model = NULL;

  panel_fixture_set_up (&fixture->base, data);
  fixture->list = klaster_record_list_new (KLASTER_TABLE_INSTITUTION);
  model = klaster_selection_model_new (fixture->list, fixture->base.selection);
  fixture->view = KLASTER_ROW_LIST (klaster_row_list_new ());
  klaster_row_list_set_rows (fixture->view, make_cb, show_cb, fixture);
  klaster_row_list_set_model (fixture->view, model);
  g_signal_connect (fixture->view, "activate", G_CALLBACK (activate_cb), fixture);
  fixture->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scroller), GTK_WIDGET (fixture->view));
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), fixture->scroller);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  set_content (fixture, FIRST_ID, 1, N_MANY);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  g_object_unref (fixture->list);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->view);
}

/* Presses a key for which the class has a binding. */
static void
press (Fixture    *fixture,
       const char *key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  g_autoptr (GtkShortcutTrigger) trigger = gtk_shortcut_trigger_parse_string (key);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (!gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), trigger))
            continue;
          gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, GTK_WIDGET (fixture->view),
                                        gtk_shortcut_get_arguments (shortcut));
          panel_fixture_settle (&fixture->base);
          return;
        }
    }
  g_error ("The list has no binding for %s", key);
}

static GtkWidget *
get_row (Fixture *fixture,
         guint    position)
{
  GtkWidget *content = klaster_row_list_get_content (fixture->view, position);

  return content != NULL ? gtk_widget_get_parent (content) : NULL;
}

static int
get_row_height (Fixture *fixture)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));

  return (int) (gtk_adjustment_get_upper (adjustment) / g_list_model_get_n_items (G_LIST_MODEL (fixture->list)));
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));
}

static void
assert_focus (Fixture *fixture,
              guint    position)
{
  GtkWidget *row = get_row (fixture, position);
  double top = (double) position * get_row_height (fixture);

  g_assert_nonnull (row);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->base.window)) == row);
  g_assert_cmpfloat (top, >=, gtk_adjustment_get_value (get_adjustment (fixture)));
  g_assert_cmpfloat (top + get_row_height (fixture), <=, gtk_adjustment_get_value (get_adjustment (fixture))
                                                           + gtk_adjustment_get_page_size (get_adjustment (fixture)));
}

static void
assert_selected (Fixture *fixture,
                 guint    first,
                 guint    n)
{
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (fixture->base.selection, &n_ids);

  g_assert_cmpuint (n_ids, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (ids[i], ==, FIRST_ID + first + i);
}

static void
test_few_widgets (Fixture       *fixture,
                  gconstpointer  data)
{
  guint seen = (guint) (gtk_widget_get_height (GTK_WIDGET (fixture->view)) / get_row_height (fixture)) + 1;
  guint before;

  g_assert_cmpuint (klaster_row_list_get_n_rows (fixture->view), >=, seen - 1);
  g_assert_cmpuint (klaster_row_list_get_n_rows (fixture->view), <=, seen + 6);

  /* Another result fills each of them once. */
  before = fixture->n_shown;
  set_content (fixture, FIRST_ID + N_MANY - 1, -1, N_MANY);
  g_assert_cmpuint (fixture->n_shown - before, <=, seen + 6);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (klaster_row_list_get_content (fixture->view, 0))), ==, "Record 14999");

  /* A step of the wheel fills only what is new. */
  before = fixture->n_shown;
  gtk_adjustment_set_value (get_adjustment (fixture), 2.0 * get_row_height (fixture));
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (fixture->n_shown - before, <=, 3);
  gtk_adjustment_set_value (get_adjustment (fixture), G_MAXINT);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (get_row (fixture, N_MANY - 1));
  g_assert_null (get_row (fixture, 0));
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  guint page;

  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture->view)));
  assert_focus (fixture, 0);
  press (fixture, "Down");
  assert_focus (fixture, 1);
  assert_selected (fixture, 1, 1);
  press (fixture, "<Shift>Down");
  press (fixture, "<Shift>Down");
  assert_focus (fixture, 3);
  assert_selected (fixture, 1, 3);
  press (fixture, "<Shift>Up");
  assert_selected (fixture, 1, 2);

  /* Ctrl moves without selecting; Ctrl+Space adds. */
  press (fixture, "<Control>Down");
  press (fixture, "<Control>Down");
  assert_focus (fixture, 4);
  assert_selected (fixture, 1, 2);
  press (fixture, "<Control>space");
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 3);
  g_assert_true (klaster_selection_contains (fixture->base.selection, KLASTER_TABLE_INSTITUTION, FIRST_ID + 4));
  press (fixture, "<Control>space");
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 2);

  press (fixture, "End");
  assert_focus (fixture, N_MANY - 1);
  assert_selected (fixture, N_MANY - 1, 1);
  press (fixture, "Page_Up");
  page = N_MANY - 1 - (guint) klaster_record_list_find (fixture->list, klaster_selection_get_focus (fixture->base.selection));
  g_assert_cmpuint (page, >, 5);
  g_assert_cmpuint (page, <=, gtk_widget_get_height (GTK_WIDGET (fixture->view)) / get_row_height (fixture));
  press (fixture, "Home");
  assert_focus (fixture, 0);
  press (fixture, "Return");
  g_assert_cmpuint (fixture->activated, ==, 1);
  press (fixture, "<Control>a");
  assert_selected (fixture, 0, N_MANY);
  press (fixture, "<Control><Shift>A");
  assert_selected (fixture, 0, 0);
}

static void
click_at (Fixture *fixture,
          guint    button,
          guint    n_press,
          double   y)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_GESTURE_CLICK (controller) || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) != button)
        continue;
      g_signal_emit_by_name (controller, "pressed", n_press, 20.0, y);
      g_signal_emit_by_name (controller, "released", n_press, 20.0, y);
      panel_fixture_settle (&fixture->base);
      return;
    }
  g_assert_not_reached ();
}

static void
click (Fixture *fixture,
       guint    n_press,
       guint    position)
{
  click_at (fixture, GDK_BUTTON_PRIMARY, n_press,
            (position + 0.5) * get_row_height (fixture) - gtk_adjustment_get_value (get_adjustment (fixture)));
}

static void
test_clicks (Fixture       *fixture,
             gconstpointer  data)
{
  click (fixture, 1, 3);
  assert_focus (fixture, 3);
  assert_selected (fixture, 3, 1);
  g_assert_cmpuint (fixture->activated, ==, 0);
  click (fixture, 2, 5);
  g_assert_cmpuint (fixture->activated, ==, 6);

  /* From where it was clicked, keys go on; and from what was chosen elsewhere. */
  press (fixture, "Down");
  assert_focus (fixture, 6);
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INSTITUTION, FIRST_ID + 4000);
  klaster_row_list_scroll_to (fixture->view, 4000);
  press (fixture, "Down");
  assert_focus (fixture, 4001);
  assert_selected (fixture, 4001, 1);

  g_assert_cmpint (klaster_row_list_find_at (fixture->view, -1), ==, -1);
  g_assert_cmpint (klaster_row_list_find_at (fixture->view, 10), >=, 0);
  /* A click on what is no longer there hits nothing. */
  klaster_record_list_set_content (fixture->list, klaster_project_get_snapshot (fixture->base.project), NULL, 0);
  g_assert_cmpint (klaster_row_list_find_at (fixture->view, 10), ==, -1);
  set_content (fixture, FIRST_ID, 1, 2);
  g_assert_cmpint (klaster_row_list_find_at (fixture->view, 1.5 * get_row_height (fixture)), ==, -1);
}

/* What is seen stays where it is while records come and go before it, and the focus stays with its record. */
static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  double offset = get_row_height (fixture) / 2.0;

  gtk_adjustment_set_value (get_adjustment (fixture), 1000.0 * get_row_height (fixture) + offset);
  panel_fixture_settle (&fixture->base);
  set_content (fixture, FIRST_ID + 100, 1, N_MANY - 100);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 900.0 * get_row_height (fixture) + offset);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (klaster_row_list_get_content (fixture->view, 905))), ==, "Record 11005");

  /* The record with the focus goes to another place: the focus goes along, out of sight. */
  klaster_row_list_scroll_to_top (fixture->view);
  panel_fixture_settle (&fixture->base);
  g_assert_true (gtk_widget_grab_focus (get_row (fixture, 2)));
  set_content (fixture, FIRST_ID + N_MANY - 1, -1, N_MANY);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->base.window)) == get_row (fixture, N_MANY - 1 - 102));
  press (fixture, "Down");
  assert_focus (fixture, N_MANY - 102);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (klaster_row_list_get_content (fixture->view, N_MANY - 102))), ==,
                   "Record 10101");

  /* It goes altogether: the focus is where it was. */
  set_content (fixture, FIRST_ID, 1, 40);
  assert_focus (fixture, 39);
  set_content (fixture, FIRST_ID, 1, 0);
  g_assert_cmpuint (klaster_row_list_get_n_rows (fixture->view), ==, 0);
  set_content (fixture, FIRST_ID, 1, 7);
  g_assert_cmpuint (klaster_row_list_get_n_rows (fixture->view), ==, 7);
}

static void
test_accessible (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *previous = NULL;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->view)), ==, GTK_ACCESSIBLE_ROLE_LIST);
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INSTITUTION, FIRST_ID + 501);
  klaster_row_list_scroll_to (fixture->view, 510);
  panel_fixture_settle (&fixture->base);
  for (guint position = 500; position <= 510; position++)
    {
      GtkWidget *row = get_row (fixture, position);
      g_autofree char *label = g_strdup_printf ("Record %d", FIRST_ID + position);

      gtk_test_accessible_assert_role (row, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      gtk_test_accessible_assert_state (row, GTK_ACCESSIBLE_STATE_SELECTED, position == 501);
      /* Read in the order that is seen. */
      if (previous != NULL)
        g_assert_true (gtk_widget_get_next_sibling (previous) == row);
      previous = row;
    }
}

static void
set_groups (Fixture *fixture,
            guint    n_groups,
            guint    n_each)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (KlasterQueryGroup));

  for (guint i = 0; i < n_groups; i++)
    {
      KlasterQueryGroup group = { i * n_each, n_each, (char *) (i == 0 ? "First" : "Other") };

      g_array_append_val (groups, group);
    }
  klaster_row_list_set_groups (fixture->view, groups);
  panel_fixture_settle (&fixture->base);
}

static guint
count_headings (Fixture    *fixture,
                const char *title,
                double     *y)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view)); child;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LABEL (child) && (title == NULL || g_str_equal (gtk_label_get_label (GTK_LABEL (child)), title)))
      {
        graphene_rect_t bounds;

        gtk_test_accessible_assert_role (child, GTK_ACCESSIBLE_ROLE_HEADING);
        g_assert_true (gtk_widget_compute_bounds (child, GTK_WIDGET (fixture->view), &bounds));
        if (n++ == 0 && y != NULL)
          *y = bounds.origin.y;
      }

  return n;
}

/* Headings above their groups, with counts; the one of what is seen stays on top, and no row hides below it. */
static void
test_groups (Fixture       *fixture,
             gconstpointer  data)
{
  int row_height = get_row_height (fixture);
  double all = gtk_adjustment_get_upper (get_adjustment (fixture)), heading, y = -1;
  graphene_rect_t bounds;

  set_groups (fixture, 50, 100);
  heading = (gtk_adjustment_get_upper (get_adjustment (fixture)) - all) / 50;
  g_assert_cmpfloat (heading, >, 5);
  g_assert_cmpuint (count_headings (fixture, "First · 100", &y), ==, 1);
  g_assert_cmpfloat (y, ==, 0);
  g_assert_cmpint (klaster_row_list_find_at (fixture->view, heading / 2), ==, -1);
  g_assert_cmpint (klaster_row_list_find_at (fixture->view, heading + row_height / 2.0), ==, 0);

  /* A click on a heading selects nothing, also where it stands over a row. */
  gtk_adjustment_set_value (get_adjustment (fixture), 20.0 * row_height);
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (count_headings (fixture, "First · 100", &y), ==, 1);
  g_assert_cmpfloat (y, ==, 0);
  click_at (fixture, GDK_BUTTON_PRIMARY, 1, heading / 2);
  assert_selected (fixture, 0, 0);

  /* Up from the first row of a group leads to the last one of the group above, below the heading. */
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INSTITUTION, FIRST_ID + 100);
  gtk_adjustment_set_value (get_adjustment (fixture), 100.0 * row_height + heading);
  panel_fixture_settle (&fixture->base);
  g_assert_cmpuint (count_headings (fixture, "Other · 100", &y), >=, 1);
  press (fixture, "Up");
  assert_selected (fixture, 99, 1);
  g_assert_true (gtk_widget_compute_bounds (get_row (fixture, 99), GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y, >=, heading - 1);
  press (fixture, "End");
  assert_selected (fixture, N_MANY - 1, 1);
  g_assert_true (gtk_widget_compute_bounds (get_row (fixture, N_MANY - 1), GTK_WIDGET (fixture->view), &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (GTK_WIDGET (fixture->view)) + 1);

  set_groups (fixture, 0, 0);
  g_assert_cmpuint (count_headings (fixture, NULL, NULL), ==, 0);
  g_assert_cmpfloat (gtk_adjustment_get_upper (get_adjustment (fixture)), ==, all);
}

/* By mouse and by key, about what is selected. */
static void
test_menu (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *popover;

  g_menu_append (menu, "Delete", "win.delete");
  klaster_row_list_set_menu (fixture->view, G_MENU_MODEL (menu));
  popover = klaster_row_list_get_menu (fixture->view);
  klaster_selection_select (fixture->base.selection, KLASTER_TABLE_INSTITUTION, FIRST_ID + 2);
  click_at (fixture, GDK_BUTTON_SECONDARY, 1, 4.5 * get_row_height (fixture));
  assert_selected (fixture, 4, 1);
  g_assert_true (gtk_widget_get_visible (popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  panel_fixture_settle (&fixture->base);

  /* Of several that are selected it is about all of them. */
  click (fixture, 1, 4);
  press (fixture, "<Shift>Down");
  click_at (fixture, GDK_BUTTON_SECONDARY, 1, 4.5 * get_row_height (fixture));
  assert_selected (fixture, 4, 2);
  gtk_popover_popdown (GTK_POPOVER (popover));
  panel_fixture_settle (&fixture->base);
  press (fixture, "<Shift>F10");
  g_assert_true (gtk_widget_get_visible (popover));
  assert_selected (fixture, 4, 2);
  gtk_popover_popdown (GTK_POPOVER (popover));
  panel_fixture_settle (&fixture->base);
}

int
main (int   argc,
      char *argv[])
{
  panel_fixture_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/row-list/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("few-widgets", test_few_widgets);
  ADD ("keys", test_keys);
  ADD ("clicks", test_clicks);
  ADD ("changes", test_changes);
  ADD ("accessible", test_accessible);
  ADD ("groups", test_groups);
  ADD ("menu", test_menu);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
