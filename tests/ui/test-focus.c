/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the keyboard is, and where it goes: in real windows. */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-agreement-panel.h"
#include "klaster-cell.h"
#include "klaster-find-bar.h"
#include "klaster-focus.h"
#include "klaster-map-cursor.h"
#include "klaster-record-picker.h"
#include "klaster-register-view.h"
#include "klaster-row-list.h"
#include "klaster-test-window.h"
#include "klaster-wrap-box.h"

#define SECONDS 30

static GtkWidget *
get_focus (KlasterWindow *window)
{
  return gtk_window_get_focus (GTK_WINDOW (window));
}

static gboolean
is_in (KlasterWindow *window,
       gpointer       part)
{
  return part != NULL && klaster_has_focus_within (part);
}

static void
next_part (KlasterWindow *window,
           int            step)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.next-part", "i", step));
}

static void
show_page (KlasterWindow *window,
           int            number)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.page-number", "i", number));
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static KlasterRowList *
get_member_rows (KlasterWindow *window)
{
  return KLASTER_ROW_LIST (find_type (GTK_WIDGET (window->list), KLASTER_TYPE_ROW_LIST));
}

static gint64
get_member (KlasterWindow *window,
            guint          position)
{
  return klaster_record_list_get_id (klaster_query_model_get_list (window->members), position);
}

static GtkWidget *
get_member_row (KlasterWindow *window,
                guint          position)
{
  return gtk_widget_get_parent (klaster_row_list_get_content (get_member_rows (window), position));
}

/* F6 goes round, back to where one was; in a list to the record that is selected by now. */
static void
test_parts (void)
{
  KlasterWindow *window = open_sample ();

  klaster_await (window->panel != NULL, SECONDS);
  g_assert_true (KLASTER_IS_MAP_CURSOR (get_focus (window)));
  next_part (window, 1);
  g_assert_true (is_in (window, window->panel));
  next_part (window, 1);
  g_assert_true (get_focus (window) == get_member_row (window, 0));
  next_part (window, 1);
  g_assert_true (KLASTER_IS_MAP_CURSOR (get_focus (window)));

  /* Selected on the map, say. */
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 3));
  klaster_await_frames (GTK_WIDGET (window));
  next_part (window, -1);
  g_assert_true (get_focus (window) == get_member_row (window, 3));
  /* Who is in the list goes along with what is selected elsewhere. */
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 1));
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (get_focus (window) == get_member_row (window, 1));

  /* Arrow keys stay in the list: the edge beside it would move. */
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_RIGHT);
  g_assert_true (is_in (window, get_member_rows (window)));
  close_window (window);
}

/* Alt with a number leads into the page, and to where one was there; from list and panel it only shows the page. */
static void
test_pages (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *cell;

  klaster_await (window->panel != NULL, SECONDS);
  show_page (window, 4);
  /* The register is still being made. */
  klaster_await (get_focus (window) != NULL && KLASTER_IS_CELL (get_focus (window)), SECONDS);
  cell = get_focus (window);
  g_assert_true (is_in (window, window->agreements_page));
  show_page (window, 1);
  g_assert_true (KLASTER_IS_MAP_CURSOR (get_focus (window)));
  show_page (window, 4);
  g_assert_true (get_focus (window) == cell);

  next_part (window, -1);
  g_assert_true (is_in (window, window->list));
  show_page (window, 2);
  g_assert_true (is_in (window, window->list));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->page_stack), ==, "graph");
  close_window (window);
}

/* Ctrl+F searches what the page shows, and from there the members. */
static void
test_search (void)
{
  KlasterWindow *window = open_sample ();

  show_page (window, 4);
  klaster_await (get_focus (window) != NULL && KLASTER_IS_CELL (get_focus (window)), SECONDS);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  g_assert_true (is_in (window, klaster_agreements_page_get_search (window->agreements_page)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  g_assert_true (is_in (window, window->list));
  klaster_agreements_page_set_view_name (window->agreements_page, "goals");
  next_part (window, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  g_assert_true (is_in (window, klaster_agreements_page_get_search (window->agreements_page)));
  /* Dual education is not searched. */
  klaster_agreements_page_set_view_name (window->agreements_page, "dual");
  g_assert_null (klaster_agreements_page_get_search (window->agreements_page));
  close_window (window);
}

/* Arrow keys in the menu of a list go through the menu, not through the list below it. */
static void
test_menu (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *menu = klaster_row_list_get_menu (get_member_rows (window));
  GtkWidget *first;

  gtk_widget_grab_focus (GTK_WIDGET (get_member_rows (window)));
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 0));
  gtk_popover_popup (GTK_POPOVER (menu));
  klaster_await (gtk_widget_get_mapped (menu), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_DOWN);
  g_assert_true (is_in (window, menu));
  first = get_focus (window);
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_DOWN);
  g_assert_true (is_in (window, menu));
  g_assert_true (get_focus (window) != first);
  gtk_popover_popdown (GTK_POPOVER (menu));
  klaster_await (!gtk_widget_get_mapped (menu), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  close_window (window);
}

/* A choice in a submenu closes the menu, and the keys go where it was opened. */
static void
test_submenu (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *page, *button, *popover, *first;

  show_page (window, 2);
  page = adw_view_stack_get_visible_child (window->page_stack);
  klaster_await (find_type (page, GTK_TYPE_MENU_BUTTON) != NULL, SECONDS);
  button = find_type (page, GTK_TYPE_MENU_BUTTON);
  gtk_widget_grab_focus (button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  klaster_await (gtk_widget_get_mapped (popover) && is_in (window, popover), SECONDS);
  first = get_focus (window);
  /* What the colour tells: the title of the submenu, then its choices. */
  gtk_widget_activate (first);
  klaster_await (is_in (window, popover) && get_focus (window) != first, SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_DOWN);
  gtk_widget_activate (get_focus (window));
  klaster_await (!gtk_widget_get_mapped (popover), SECONDS);
  klaster_await (is_in (window, button) && !is_in (window, popover), SECONDS);
  g_assert_true (gtk_widget_get_mapped (get_focus (window)));
  close_window (window);
}

/* Where the arrow keys lead through check buttons, they still do. */
static void
test_checks_of_a_box (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = klaster_wrap_box_new (3);
  GtkWidget *checks[2];

  klaster_tend_focus (GTK_WINDOW (window));
  g_object_set (box, "one-stop", TRUE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      checks[i] = gtk_check_button_new_with_label ("Area");
      klaster_wrap_box_append (KLASTER_WRAP_BOX (box), checks[i]);
    }
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await_frames (window);
  g_assert_true (gtk_widget_grab_focus (checks[0]));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_RIGHT);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == checks[1]);
  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (checks[i])));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Arrow keys go past a check button that stands alone: GTK would tick it. */
static void
test_lone_check (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *page, *check;

  show_page (window, 3);
  page = adw_view_stack_get_visible_child (window->page_stack);
  klaster_await (find_type (page, KLASTER_TYPE_FIND_BAR) != NULL, SECONDS);
  gtk_widget_activate_action (find_type (page, KLASTER_TYPE_FIND_BAR), "members.find", NULL);
  check = find_type (find_type (page, KLASTER_TYPE_FIND_BAR), GTK_TYPE_CHECK_BUTTON);
  klaster_await (gtk_widget_get_mapped (check), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (gtk_widget_grab_focus (check));
      g_signal_emit_by_name (window, "move-focus", i == 0 ? GTK_DIR_DOWN : GTK_DIR_UP);
      g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
      g_assert_true (get_focus (window) != check);
    }
  close_window (window);
}

static KlasterRecordPicker *
ask (KlasterWindow *window)
{
  GtkWidget *picker;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.connect", NULL);
  picker = find_type (gtk_widget_get_parent (GTK_WIDGET (window->content_header)), KLASTER_TYPE_RECORD_PICKER);
  g_assert_nonnull (picker);
  klaster_await (gtk_widget_get_mapped (picker), SECONDS);

  return KLASTER_RECORD_PICKER (picker);
}

/* Nobody is connected with itself; Enter waits for what was typed; closing leads back to where one was. */
static void
test_connect (void)
{
  KlasterWindow *window = open_sample ();
  guint n_members = g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (window->members)));
  gint64 lyceum = get_member (window, 1);
  KlasterRecordPicker *picker;
  GtkWidget *search;
  KlasterRow *row;

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 3));
  gtk_widget_grab_focus (GTK_WIDGET (get_member_rows (window)));
  g_assert_true (get_focus (window) == get_member_row (window, 3));
  picker = ask (window);
  klaster_await (klaster_record_picker_get_n_found (picker) == n_members - 1, SECONDS);
  /* Escape, while one is searching. */
  g_signal_emit_by_name (klaster_record_picker_get_search (picker), "stop-search");
  klaster_await (!gtk_widget_get_mapped (GTK_WIDGET (picker)), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (get_focus (window) == get_member_row (window, 3));

  picker = ask (window);
  klaster_await (klaster_record_picker_get_n_found (picker) == n_members - 1, SECONDS);
  search = klaster_record_picker_get_search (picker);
  gtk_editable_set_text (GTK_EDITABLE (search), "lyceum");
  g_signal_emit_by_name (search, "activate");
  klaster_await (klaster_selection_get_table (window->selection) == KLASTER_TABLE_COOPERATION, SECONDS);
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (window->project), KLASTER_TABLE_COOPERATION,
                                 klaster_selection_get_focus (window->selection));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID), ==, lyceum);
  klaster_await (is_in (window, window->panel), SECONDS);
  klaster_await (!gtk_widget_get_mapped (GTK_WIDGET (picker)), SECONDS);
  close_window (window);
}

/* Buttons that belong together are one stop for Tab; arrow keys go from one to the next. */
static void
test_chips (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *chips = find_type (GTK_WIDGET (window->list), KLASTER_TYPE_WRAP_BOX);
  GtkWidget *second;

  g_assert_nonnull (chips);
  second = gtk_widget_get_next_sibling (gtk_widget_get_first_child (chips));
  gtk_widget_grab_focus (gtk_widget_get_first_child (chips));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_RIGHT);
  g_assert_true (get_focus (window) == second);
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
  g_assert_false (is_in (window, chips));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_BACKWARD);
  g_assert_true (get_focus (window) == second);
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_BACKWARD);
  g_assert_false (is_in (window, chips));
  /* At its end an arrow key does not leave it. */
  gtk_widget_grab_focus (gtk_widget_get_first_child (chips));
  g_signal_emit_by_name (window, "move-focus", GTK_DIR_LEFT);
  g_assert_true (get_focus (window) == gtk_widget_get_first_child (chips));
  close_window (window);
}

/* Shift+Tab goes back out of lists, tables and the map, all the way round. */
static void
test_backwards (void)
{
  KlasterWindow *window = open_sample ();
  gboolean header = FALSE, page = FALSE, list = FALSE, panel = FALSE;

  klaster_await (window->panel != NULL, SECONDS);
  for (int number = 1; number <= 4; number += 3)
    {
      guint n = 0;

      header = page = list = panel = FALSE;
      gtk_window_set_focus (GTK_WINDOW (window), NULL);
      show_page (window, number);
      klaster_await (number == 1 || (get_focus (window) != NULL && KLASTER_IS_CELL (get_focus (window))), SECONDS);
      for (; n < 200 && !(header && page && list && panel); n++)
        {
          g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_BACKWARD);
          header |= is_in (window, window->content_header);
          page |= is_in (window, window->page_stack);
          list |= is_in (window, window->list);
          panel |= is_in (window, window->panel);
        }
      g_assert_cmpuint (n, <, 200);
    }
  /* Forwards Tab comes by what is in front of the table. */
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint n = 0; !is_in (window, klaster_agreements_page_get_search (window->agreements_page)); n++)
    {
      g_signal_emit_by_name (window, "move-focus", GTK_DIR_TAB_FORWARD);
      g_assert_cmpuint (n, <, 200);
    }
  close_window (window);
}

static void
step (KlasterWindow *window,
      const char    *action)
{
  GtkWidget *widget = GTK_WIDGET (window);

  klaster_await (g_str_equal (action, "win.undo") ? klaster_project_get_can_undo (window->project)
                                                  : klaster_project_get_can_redo (window->project), SECONDS);
  gtk_widget_activate_action (widget, action, NULL);
}

/* What undoing brings back is selected again, unless something else was selected meanwhile; what it takes away leads back
 * the way one came in the panel. */
static void
test_undo_selects (void)
{
  KlasterWindow *window = open_sample ();
  gint64 member = get_member (window, 2);
  gint64 agreement;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_await (window->panel != NULL, SECONDS);
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, member);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.delete", NULL);
  klaster_await (klaster_selection_get_n (window->selection) == 0, SECONDS);
  step (window, "win.undo");
  klaster_await (klaster_selection_contains (window->selection, KLASTER_TABLE_INSTITUTION, member), SECONDS);

  step (window, "win.redo");
  klaster_await (klaster_selection_get_n (window->selection) == 0, SECONDS);
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 0));
  step (window, "win.undo");
  klaster_await (klaster_snapshot_lookup (klaster_project_get_snapshot (window->project), KLASTER_TABLE_INSTITUTION, member)
                   != NULL, SECONDS);
  g_assert_false (klaster_selection_contains (window->selection, KLASTER_TABLE_INSTITUTION, member));

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (window->project), KLASTER_TABLE_AGREEMENT);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  agreement = klaster_row_get_id (row);
  klaster_selection_select (window->selection, KLASTER_TABLE_AGREEMENT, agreement);
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (gtk_widget_activate_action (find_type (GTK_WIDGET (window), KLASTER_TYPE_AGREEMENT_PANEL), "record.renew", NULL));
  g_assert_false (klaster_selection_contains (window->selection, KLASTER_TABLE_AGREEMENT, agreement));
  step (window, "win.undo");
  klaster_await (klaster_selection_contains (window->selection, KLASTER_TABLE_AGREEMENT, agreement), SECONDS);
  close_window (window);
}

/* Who deletes a record in its panel goes on in the page: the panel shows the project next, with the cluster's name on top. */
static void
test_delete (void)
{
  KlasterWindow *window = open_sample ();

  klaster_await (window->panel != NULL, SECONDS);
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, get_member (window, 1));
  klaster_await_frames (GTK_WIDGET (window));
  gtk_widget_child_focus (GTK_WIDGET (window->panel), GTK_DIR_TAB_FORWARD);
  g_assert_true (is_in (window, window->panel));
  gtk_widget_activate_action (GTK_WIDGET (window->panel), "panel.delete", NULL);
  klaster_await (klaster_selection_get_n (window->selection) == 0, SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (KLASTER_IS_MAP_CURSOR (get_focus (window)));
  close_window (window);
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/focus/parts", test_parts);
  g_test_add_func ("/focus/pages", test_pages);
  g_test_add_func ("/focus/search", test_search);
  g_test_add_func ("/focus/menu", test_menu);
  g_test_add_func ("/focus/submenu", test_submenu);
  g_test_add_func ("/focus/lone-check", test_lone_check);
  g_test_add_func ("/focus/checks-of-a-box", test_checks_of_a_box);
  g_test_add_func ("/focus/backwards", test_backwards);
  g_test_add_func ("/focus/chips", test_chips);
  g_test_add_func ("/focus/connect", test_connect);
  g_test_add_func ("/focus/undo-selects", test_undo_selects);
  g_test_add_func ("/focus/delete", test_delete);

  return klaster_test_window_run ();
}
