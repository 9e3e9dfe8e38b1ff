/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The real window with the reference project, as a screen reader and a keyboard meet it: whatever can have the focus says
 * what it is, and Tab leads to every part of the window and out of it again. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-test-window.h"

#define SECONDS 20

/* More steps than the window has places to be. */
#define MAX_STEPS 600

/* GTK names a button after the label that it holds, and after the type of whatever else it holds: a tooltip does not help. */
static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
         || (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
         || (GTK_IS_BUTTON (widget) && GTK_IS_LABEL (gtk_button_get_child (GTK_BUTTON (widget))))
         || (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) != NULL)
         || (GTK_IS_CHECK_BUTTON (widget) && gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)) != NULL);
}

/* Inner parts speak for what they are a part of: the text of an entry, the button of a menu button. */
static gboolean
is_named (GtkWidget *widget)
{
  for (GtkWidget *w = widget; w != NULL && !GTK_IS_WINDOW (w); w = gtk_widget_get_parent (w))
    {
      if (has_name (w))
        return TRUE;
      if (!GTK_IS_TEXT (w) && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (w)))
        return FALSE;
      /* A text that is no part of an entry is one of its own. */
      if (GTK_IS_TEXT (w) && !GTK_IS_EDITABLE (gtk_widget_get_parent (w)))
        return FALSE;
    }

  return FALSE;
}

static gboolean
takes_input (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_TEXT_VIEW (widget) || GTK_IS_DROP_DOWN (widget);
}

static void
collect_nameless (GtkWidget *widget,
                  GString   *nameless)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  /* GTK names the window's own buttons where the desktop draws them. */
  if (GTK_IS_WINDOW_CONTROLS (widget))
    return;
  if ((takes_input (widget) && gtk_widget_get_focusable (widget) && !is_named (widget))
      || (strcmp (G_OBJECT_TYPE_NAME (widget), "RowListRow") == 0
          && !gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
      || (GTK_IS_TEXT (widget) && !GTK_IS_EDITABLE (gtk_widget_get_parent (widget))
          && gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_NONE))
    {
      g_string_append (nameless, "\n#");
      for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w))
        g_string_append_printf (nameless, " %s", G_OBJECT_TYPE_NAME (w));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect_nameless (child, nameless);
}

/* Screen readers are not shown what has such a role, and then nothing that is in it either. */
static void
collect_hidden (GtkWidget *widget,
                gboolean   hidden,
                GString   *found)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (!gtk_widget_get_mapped (widget))
    return;
  hidden = hidden || role == GTK_ACCESSIBLE_ROLE_PRESENTATION || role == GTK_ACCESSIBLE_ROLE_NONE;
  if (hidden && gtk_widget_get_focusable (widget) && !GTK_IS_TEXT (widget))
    {
      g_string_append (found, "\n#");
      for (GtkWidget *w = widget; w != NULL; w = gtk_widget_get_parent (w))
        g_string_append_printf (found, " %s", G_OBJECT_TYPE_NAME (w));
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect_hidden (child, hidden, found);
}

static void
test_names (void)
{
  static const char *const pages[] = { "map", "graph", "members", "agreements" };
  KlasterWindow *window = open_sample ();

  for (guint turn = 0; turn < 2; turn++)
    {
      /* First the panel of the project, then that of a member. */
      if (turn == 1)
        klaster_selection_select (klaster_window_get_selection (window), KLASTER_TABLE_INSTITUTION,
                                  klaster_record_list_get_id (klaster_query_model_get_list (window->members), 0));
      for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
        {
          g_autoptr (GString) nameless = g_string_new (NULL);

          adw_view_stack_set_visible_child_name (window->page_stack, pages[i]);
          klaster_await_frames (GTK_WIDGET (window));
          collect_nameless (GTK_WIDGET (window), nameless);
          if (nameless->len > 0)
            g_error ("nothing says what these are, page %s:%s", pages[i], nameless->str);
          collect_hidden (GTK_WIDGET (window), FALSE, nameless);
          if (nameless->len > 0)
            g_error ("screen readers do not find these, page %s:%s", pages[i], nameless->str);
        }
    }
  close_window (window);
}

static gboolean
is_within (GtkWidget *widget,
           GtkWidget *ancestor)
{
  return widget && (widget == ancestor || gtk_widget_is_ancestor (widget, ancestor));
}

/* Tab alone: through the list, the map and the panel, and round to where it began; nothing holds the focus for ever. */
static void
test_tab (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *list = GTK_WIDGET (window->list), *pages = GTK_WIDGET (window->page_stack);
  GtkWidget *panel = GTK_WIDGET (klaster_window_ensure_panel (window));
  GtkWidget *first = NULL;
  gboolean list_reached = FALSE, page_reached = FALSE, panel_reached = FALSE, round = FALSE;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  for (guint i = 0; i < MAX_STEPS && !round; i++)
    {
      GtkWidget *focus;

      gtk_widget_child_focus (GTK_WIDGET (window), GTK_DIR_TAB_FORWARD);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      if (focus == NULL)
        continue;
      round = focus == first;
      if (first == NULL)
        first = focus;
      list_reached |= is_within (focus, list);
      page_reached |= is_within (focus, pages);
      panel_reached |= is_within (focus, panel);
    }
  g_assert_true (list_reached);
  g_assert_true (page_reached);
  g_assert_true (panel_reached);
  g_assert_true (round);
  close_window (window);
}

/* F6 goes round, and comes back to the field that one left. */
static void
test_parts (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *list = GTK_WIDGET (window->list), *pages = GTK_WIDGET (window->page_stack);
  GtkWidget *panel = GTK_WIDGET (klaster_window_ensure_panel (window));
  GtkWidget *order[] = { pages, panel, list, pages };
  GtkWidget *left;

  klaster_await (gtk_widget_get_mapped (panel), SECONDS);
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD));
  left = gtk_window_get_focus (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (window), "win.next-part", "i", 1);
      g_assert_true (is_within (gtk_window_get_focus (GTK_WINDOW (window)), order[i]));
      if (order[i] == list)
        g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == left);
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-part", "i", -1);
  g_assert_true (is_within (gtk_window_get_focus (GTK_WINDOW (window)), list));
  close_window (window);
}

/* What has the focus goes away: the focus stays where one was, it does not begin anew at the other end. */
static void
test_focus_stays (void)
{
  KlasterWindow *window = open_sample ();
  GtkWidget *pages = GTK_WIDGET (window->page_stack);
  GtkWidget *panel = GTK_WIDGET (klaster_window_ensure_panel (window));

  klaster_await (gtk_widget_get_mapped (panel) && gtk_window_is_active (GTK_WINDOW (window)), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));
  klaster_selection_select (klaster_window_get_selection (window), KLASTER_TABLE_INSTITUTION,
                            klaster_record_list_get_id (klaster_query_model_get_list (window->members), 0));
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (gtk_widget_child_focus (panel, GTK_DIR_TAB_FORWARD));
  klaster_selection_clear (klaster_window_get_selection (window));
  klaster_await (is_within (gtk_window_get_focus (GTK_WINDOW (window)), panel), SECONDS);
  klaster_pane_layout_set_show_panel (window->panes, FALSE);
  klaster_await (is_within (gtk_window_get_focus (GTK_WINDOW (window)), pages), SECONDS);
  adw_view_stack_set_visible_child_name (window->page_stack, "agreements");
  klaster_await (is_within (gtk_window_get_focus (GTK_WINDOW (window)), GTK_WIDGET (window->agreements_bin)), SECONDS);
  close_window (window);
}

static void
collect_shortcuts (GtkWidget  *widget,
                   GHashTable *shown)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      g_autofree char *accelerators = NULL;
      g_auto (GStrv) each = NULL;

      g_object_get (widget, "accelerator", &accelerators, NULL);
      each = g_strsplit (accelerators, " ", -1);
      for (guint i = 0; each[i]; i++)
        {
          guint key;
          GdkModifierType modifiers;

          if (!gtk_accelerator_parse (each[i], &key, &modifiers))
            g_error ("“%s” in the shortcuts window is no key", each[i]);
          g_hash_table_add (shown, gtk_accelerator_name (key, modifiers));
        }
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    collect_shortcuts (child, shown);
}

/* What cannot be looked up is not there for those who need it. */
static void
test_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/klaster_app/Klaster/gtk/help-overlay.ui");
  GtkWidget *overlay = GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay"));
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (GTK_APPLICATION (application));

  collect_shortcuts (overlay, shown);
  g_assert_cmpuint (g_strv_length (actions), >, 10);
  for (guint i = 0; actions[i]; i++)
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (GTK_APPLICATION (application), actions[i]);

      /* Two pages stand for all of them. */
      if (g_str_has_prefix (actions[i], "win.page-number"))
        continue;
      for (guint j = 0; keys[j]; j++)
        if (!g_hash_table_contains (shown, keys[j]))
          g_error ("the shortcuts window does not show %s of %s", keys[j], actions[i]);
    }
  gtk_window_destroy (GTK_WINDOW (overlay));
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/a11y/names", test_names);
  g_test_add_func ("/a11y/tab", test_tab);
  g_test_add_func ("/a11y/parts", test_parts);
  g_test_add_func ("/a11y/focus-stays", test_focus_stays);
  g_test_add_func ("/a11y/shortcuts", test_shortcuts);

  return klaster_test_window_run ();
}
