/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cell.h"
#include "klaster-find-bar.h"
#include "klaster-members-page-private.h"
#include "klaster-settings.h"
#include "klaster-worker.h"
#include "panel-fixture.h"

typedef struct
{
  PanelFixture base;
  KlasterQueryModel *members;
  KlasterMembersPage *page;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  panel_fixture_set_up (&fixture->base, data);
  fixture->members = klaster_query_model_new (fixture->base.project, KLASTER_TABLE_INSTITUTION);
  fixture->page = klaster_members_page_new ();
  g_object_set (fixture->page, "project", fixture->base.project, "members", fixture->members, "selection",
                fixture->base.selection, NULL);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (fixture->page));
  gtk_window_set_child (GTK_WINDOW (fixture->base.window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->base.window));
  klaster_await (g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (fixture->members))) == 3, 10);
  panel_fixture_settle (&fixture->base);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  g_object_unref (fixture->members);
  panel_fixture_tear_down (&fixture->base, data);
  g_assert_null (fixture->page);
}

static gint
find_row (Fixture *fixture,
          gint64   id)
{
  return klaster_record_list_find (klaster_query_model_get_list (fixture->members), id);
}

static void
go_to (Fixture *fixture,
       gint64   id,
       guint    column)
{
  klaster_members_page_set_cursor (fixture->page, (guint) find_row (fixture, id), column, FALSE);
  panel_fixture_settle (&fixture->base);
  g_assert_nonnull (klaster_members_page_get_cursor_cell (fixture->page));
}

static GtkEditable *
get_entry (Fixture *fixture)
{
  GtkWidget *child;

  g_assert_nonnull (fixture->page->editing);
  child = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->editing));
  while (!GTK_IS_TEXT (child))
    child = gtk_widget_get_next_sibling (child);

  return GTK_EDITABLE (child);
}

static void
done (Fixture *fixture,
      int      dx,
      int      dy)
{
  g_signal_emit_by_name (fixture->page->editing, "done", dx, dy);
}

static const char *
get (Fixture *fixture,
     gint64   id,
     guint    column)
{
  return panel_fixture_get (&fixture->base, id, column);
}

static void
test_type (Fixture       *fixture,
           gconstpointer  data)
{
  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS);
  klaster_members_page_edit (fixture->page, "P");
  gtk_editable_set_text (get_entry (fixture), "Parkent 5");
  done (fixture, 1, 0);
  g_assert_null (fixture->page->editing);
  g_assert_cmpstr (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), ==, "Parkent 5");
  g_assert_cmpuint (fixture->page->cursor_column, ==, KLASTER_INSTITUTION_PHONE);

  /* Escape gives up. */
  klaster_members_page_edit (fixture->page, "9");
  g_signal_emit_by_name (fixture->page->editing, "cancelled");
  g_assert_null (fixture->page->editing);
  g_assert_null (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_PHONE));
}

/* A row without a name in the reader's language is told by another one, pale; the cell itself stays empty. */
static void
test_borrowed_name (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Rename");
  const guint own = KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ();
  const guint other = own == KLASTER_INSTITUTION_NAME_UZ ? KLASTER_INSTITUTION_NAME_RU : KLASTER_INSTITUTION_NAME_UZ;
  KlasterCell *cell;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_1, own, KLASTER_NULL);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_1, other, KLASTER_TEXT ("Yagona maktab"));
  panel_fixture_commit (&fixture->base, edit);
  klaster_await (!klaster_query_model_is_busy (fixture->members), 10);
  go_to (fixture, SCHOOL_1, own);
  cell = klaster_members_page_get_cursor_cell (fixture->page);
  g_assert_cmpstr (klaster_cell_get_text (cell), ==, "Yagona maktab");

  klaster_members_page_edit (fixture->page, NULL);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "");
  gtk_editable_set_text (get_entry (fixture), "Own name");
  done (fixture, 0, 0);
  g_assert_cmpstr (get (fixture, SCHOOL_1, own), ==, "Own name");
}

static void
test_invalid (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterCell *cell;

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_STUDENTS);
  klaster_members_page_edit (fixture->page, "m");
  gtk_editable_set_text (get_entry (fixture), "many");
  /* Enter does not leave it, Tab does. */
  done (fixture, 0, 1);
  g_assert_nonnull (fixture->page->editing);
  done (fixture, -1, 0);
  g_assert_null (fixture->page->editing);

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_STUDENTS);
  cell = klaster_members_page_get_cursor_cell (fixture->page);
  g_assert_cmpstr (klaster_cell_get_text (cell), ==, "many");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (cell), "invalid"));
  g_assert_true (klaster_row_is_null (klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->base.project),
                                                               KLASTER_TABLE_INSTITUTION, SCHOOL_1),
                                      KLASTER_INSTITUTION_STUDENTS));

  klaster_members_page_edit (fixture->page, NULL);
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture)), ==, "many");
  gtk_editable_set_text (get_entry (fixture), "1 200");
  done (fixture, 0, 1);
  g_assert_null (fixture->page->editing);
  panel_fixture_settle (&fixture->base);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (cell), "invalid"));
  g_assert_cmpstr (klaster_cell_get_text (cell), ==, "1200");
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_PHONE);
  klaster_members_page_edit (fixture->page, "1");
  gtk_editable_set_text (get_entry (fixture), "12");
  klaster_await (g_strcmp0 (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_PHONE), "12") == 0, 5);
  gtk_editable_set_text (get_entry (fixture), "123");
  klaster_members_page_flush (fixture->page);
  g_assert_cmpstr (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_PHONE), ==, "123");
  done (fixture, 0, 0);
  /* One visit, one step. */
  g_assert_true (sync_undo (fixture->base.project, NULL));
  g_assert_null (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_PHONE));
}

static void
test_cursor (Fixture       *fixture,
             gconstpointer  data)
{
  guint n_ids;

  go_to (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 0), KLASTER_INSTITUTION_KIND);
  klaster_members_page_move_cursor (fixture->page, 0, 1, FALSE);
  g_assert_cmpint (klaster_members_page_find_cursor (fixture->page), ==, 1);
  g_assert_cmpuint (klaster_selection_get_n (fixture->base.selection), ==, 1);
  klaster_members_page_move_cursor (fixture->page, 0, 1, TRUE);
  klaster_selection_get_ids (fixture->base.selection, &n_ids);
  g_assert_cmpuint (n_ids, ==, 2);
  klaster_members_page_move_cursor (fixture->page, 0, 100, FALSE);
  g_assert_cmpint (klaster_members_page_find_cursor (fixture->page), ==, 2);
  klaster_members_page_move_cursor (fixture->page, -100, 0, FALSE);
  g_assert_cmpuint (fixture->page->cursor_column, ==, KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ());

  /* Chosen elsewhere: the cursor follows. */
  panel_fixture_select (&fixture->base, SCHOOL_1);
  g_assert_cmpint (fixture->page->cursor_id, ==, SCHOOL_1);
}

/* The cell under the cursor is always in view, also sideways. */
static void
test_in_view (Fixture       *fixture,
              gconstpointer  data)
{
  static const int steps[] = { 100, -100, 3, 1, 1, 1, -5 };

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_KIND);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      graphene_rect_t bounds;

      klaster_members_page_move_cursor (fixture->page, steps[i], 0, FALSE);
      panel_fixture_settle (&fixture->base);
      g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (klaster_members_page_get_cursor_cell (fixture->page)),
                                                fixture->page->scroller, &bounds));
      g_assert_cmpfloat (bounds.origin.x, >=, -1);
      g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, gtk_widget_get_width (fixture->page->scroller) + 1);
    }
}

static void
read_text_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static void
clipboard_changed_cb (GdkClipboard *clipboard,
                      gboolean     *changed)
{
  *changed = TRUE;
}

static char *
copy (Fixture    *fixture,
      const char *action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->page));
  gboolean changed = FALSE;
  char *text = NULL;
  gulong handler;

  /* A worker makes the text. */
  handler = g_signal_connect (clipboard, "changed", G_CALLBACK (clipboard_changed_cb), &changed);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), action, NULL);
  klaster_await (changed, 10);
  g_signal_handler_disconnect (clipboard, handler);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  klaster_await (text != NULL, 10);

  return text;
}

static void
test_clipboard (Fixture       *fixture,
                gconstpointer  data)
{
  const gint64 both[] = { SCHOOL_1, SCHOOL_2 };
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->page));
  g_autofree char *cell = NULL;
  g_autofree char *rows = NULL;

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS);
  cell = copy (fixture, "members.copy");
  g_assert_cmpstr (cell, ==, "Navoi 1\n");

  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, both, 2, SCHOOL_1);
  panel_fixture_settle (&fixture->base);
  rows = copy (fixture, "members.copy-with-names");
  g_assert_true (g_str_has_prefix (rows, "Name (English)\tKind\t"));
  g_assert_nonnull (strstr (rows, "School 2\tGeneral secondary school\tMember\t\tNavoi 2\t"));

  /* One cell onto several rows. */
  gdk_clipboard_set_text (clipboard, "Same street\n");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.paste", NULL);
  klaster_await (g_strcmp0 (get (fixture, SCHOOL_2, KLASTER_INSTITUTION_ADDRESS), "Same street") == 0, 10);
  g_assert_cmpstr (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), ==, "Same street");

  /* A block from a spreadsheet, at the cursor and downwards. */
  go_to (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 0), KLASTER_INSTITUTION_ADDRESS);
  gdk_clipboard_set_text (clipboard, "\"Two\nlines\"\t111\r\nB\t222\r\n");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.paste", NULL);
  klaster_await (g_strcmp0 (get (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 1),
                                 KLASTER_INSTITUTION_PHONE), "222") == 0, 10);
  g_assert_cmpstr (get (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 0),
                        KLASTER_INSTITUTION_ADDRESS), ==, "Two\nlines");
  /* It was one edit. */
  panel_fixture_settle (&fixture->base);
  g_assert_true (sync_undo (fixture->base.project, NULL));
  g_assert_null (get (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 1),
                      KLASTER_INSTITUTION_PHONE));
}

static void
test_fill_and_clear (Fixture       *fixture,
                     gconstpointer  data)
{
  const gint64 all[] = { SCHOOL_1, SCHOOL_2, LYCEUM };
  gint64 first = klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 0);
  g_autofree char *address = NULL;

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS);
  klaster_selection_set (fixture->base.selection, KLASTER_TABLE_INSTITUTION, all, 3, first);
  panel_fixture_settle (&fixture->base);
  address = g_strdup (get (fixture, first, KLASTER_INSTITUTION_ADDRESS));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.fill-down", NULL);
  for (guint i = 0; i < 3; i++)
    klaster_await (g_strcmp0 (get (fixture, all[i], KLASTER_INSTITUTION_ADDRESS), address) == 0, 10);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.clear", NULL);
  for (guint i = 0; i < 3; i++)
    klaster_await (get (fixture, all[i], KLASTER_INSTITUTION_ADDRESS) == NULL, 10);
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, id);

      if (found)
        return found;
    }

  return NULL;
}

static void
test_find_replace (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *bar = fixture->page->find_bar;
  GtkWidget *count = find_named (bar, "count_label");

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.find", NULL);
  gtk_editable_set_text (GTK_EDITABLE (find_named (bar, "find_entry")), "навои");
  klaster_await (strcmp (gtk_label_get_label (GTK_LABEL (count)), "In 2 cells") == 0, 10);
  gtk_editable_set_text (GTK_EDITABLE (find_named (bar, "replace_entry")), "Parkent");
  g_signal_emit_by_name (find_named (bar, "replace_button"), "clicked");
  klaster_await (g_strcmp0 (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), "Parkent 1") == 0, 10);
  g_assert_cmpstr (get (fixture, SCHOOL_2, KLASTER_INSTITUTION_ADDRESS), ==, "Parkent 2");
  klaster_await (strcmp (gtk_label_get_label (GTK_LABEL (count)), "Not found") == 0, 10);
  g_assert_true (sync_undo (fixture->base.project, NULL));
  g_assert_cmpstr (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), ==, "Navoi 1");
  g_assert_cmpstr (get (fixture, SCHOOL_2, KLASTER_INSTITUTION_ADDRESS), ==, "Navoi 2");
}

/* From cell to cell, round and round, with Enter pressed faster than they are found. */
static void
test_find_next (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWidget *bar = fixture->page->find_bar;
  GtkWidget *next = find_named (bar, "next_button");
  KlasterRecordList *list = klaster_query_model_get_list (fixture->members);
  gint64 first, second;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.find", NULL);
  gtk_editable_set_text (GTK_EDITABLE (find_named (bar, "find_entry")), "School");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_named (bar, "where")), 1);
  first = find_row (fixture, SCHOOL_1) < find_row (fixture, SCHOOL_2) ? SCHOOL_1 : SCHOOL_2;
  second = first == SCHOOL_1 ? SCHOOL_2 : SCHOOL_1;
  fixture->page->cursor_id = klaster_record_list_get_id (list, 0);
  go_to (fixture, second, KLASTER_INSTITUTION_STUDENTS);

  g_signal_emit_by_name (next, "clicked");
  klaster_await (fixture->page->cursor_id == first, 10);
  g_assert_cmpuint (fixture->page->cursor_column, ==, KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ());
  /* The kind, "General secondary school", then the name of the other one, and its kind. */
  for (guint i = 0; i < 3; i++)
    g_signal_emit_by_name (next, "clicked");
  klaster_await (fixture->page->cursor_id == second && fixture->page->cursor_column == KLASTER_INSTITUTION_KIND, 10);
  gtk_editable_set_text (GTK_EDITABLE (find_named (bar, "find_entry")), "nowhere");
  klaster_await (!gtk_widget_get_sensitive (next), 10);
  g_assert_cmpint (fixture->page->cursor_id, ==, second);
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *address = klaster_grid_get_header (fixture->page->grid, KLASTER_INSTITUTION_ADDRESS);
  gboolean descending;

  g_signal_emit_by_name (address, "clicked");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (fixture->members), &descending), ==,
                   KLASTER_INSTITUTION_ADDRESS);
  g_assert_false (descending);
  klaster_await (find_row (fixture, SCHOOL_1) == 0, 10);
  /* What is not known comes last either way. */
  g_assert_cmpint (find_row (fixture, LYCEUM), ==, 2);
  panel_fixture_settle (&fixture->base);
  gtk_test_accessible_assert_property (address, GTK_ACCESSIBLE_PROPERTY_SORT, GTK_ACCESSIBLE_SORT_ASCENDING);
  g_signal_emit_by_name (address, "clicked");
  klaster_await (find_row (fixture, SCHOOL_2) == 0, 10);
  g_assert_cmpint (find_row (fixture, SCHOOL_1), ==, 1);
  panel_fixture_settle (&fixture->base);
  gtk_test_accessible_assert_property (address, GTK_ACCESSIBLE_PROPERTY_SORT, GTK_ACCESSIBLE_SORT_DESCENDING);
  g_signal_emit_by_name (address, "clicked");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (fixture->members), &descending), ==, -1);
}

static int
get_left (Fixture *fixture,
          guint    column)
{
  graphene_rect_t bounds;
  gint position = klaster_members_page_find_cursor (fixture->page);
  GtkWidget *cell = klaster_grid_get_cell (fixture->page->grid, (guint) position, column);
  graphene_rect_t title;

  g_assert_true (gtk_widget_compute_bounds (cell, GTK_WIDGET (fixture->page->grid), &bounds));
  g_assert_true (gtk_widget_compute_bounds (klaster_grid_get_header (fixture->page->grid, column),
                                            GTK_WIDGET (fixture->page->grid), &title));
  /* Titles stand above their cells. */
  g_assert_cmpfloat_with_epsilon (bounds.origin.x, title.origin.x, 1);
  g_assert_cmpfloat_with_epsilon (bounds.size.width, title.size.width, 1);

  return (int) bounds.origin.x;
}

static void
press_header (Fixture         *fixture,
              guint            keyval,
              GdkModifierType  state)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (fixture->page->grid));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (header);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }
  g_assert_true (handled);
  panel_fixture_settle (&fixture->base);
}

/* Columns are chosen, moved and resized; what is edited meanwhile is written. */
static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  KlasterGrid *grid = fixture->page->grid;
  guint name = KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ();
  int before;

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS);
  klaster_members_page_edit (fixture->page, "P");
  gtk_editable_set_text (get_entry (fixture), "Parkent 5");
  klaster_grid_remove_column (grid, KLASTER_INSTITUTION_PHONE);
  panel_fixture_settle (&fixture->base);
  g_assert_null (fixture->page->editing);
  g_assert_cmpstr (get (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS), ==, "Parkent 5");
  panel_fixture_settle (&fixture->base);
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_INSTITUTION_PHONE), ==, -1);

  before = get_left (fixture, KLASTER_INSTITUTION_KIND);
  gtk_widget_grab_focus (klaster_grid_get_header (grid, name));
  press_header (fixture, GDK_KEY_Right, GDK_SHIFT_MASK);
  g_assert_cmpint (get_left (fixture, KLASTER_INSTITUTION_KIND), >, before);
  press_header (fixture, GDK_KEY_Right, 0);
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (fixture->base.window))
                 == klaster_grid_get_header (grid, KLASTER_INSTITUTION_KIND));
  press_header (fixture, GDK_KEY_Left, GDK_ALT_MASK);
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_INSTITUTION_KIND), ==, 0);
  g_assert_cmpint (get_left (fixture, KLASTER_INSTITUTION_KIND), ==, 0);
  g_assert_cmpint (get_left (fixture, name), >, 0);
  g_settings_reset (klaster_settings_get (), "member-columns");
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  gint64 id;

  go_to (fixture, SCHOOL_1, KLASTER_INSTITUTION_ADDRESS);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "members.add", NULL);
  id = klaster_selection_get_focus (fixture->base.selection);
  g_assert_cmpint (id, !=, SCHOOL_1);
  klaster_await (find_row (fixture, id) >= 0, 10);
  panel_fixture_settle (&fixture->base);
  /* One types its name at once. */
  g_assert_cmpint (fixture->page->cursor_id, ==, id);
  klaster_members_page_edit (fixture->page, "N");
  gtk_editable_set_text (get_entry (fixture), "New");
  done (fixture, 1, 0);
  g_assert_cmpstr (get (fixture, id, KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ()), ==, "New");
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Many");
  const guint n = 50000;
  gint64 start, worst = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("School %u", i);

      panel_fixture_add (edit, 10000 + i, name, "school", NULL);
    }
  panel_fixture_commit (&fixture->base, edit);
  klaster_await (g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (fixture->members))) == n + 3, 60);
  panel_fixture_settle (&fixture->base);
  go_to (fixture, klaster_record_list_get_id (klaster_query_model_get_list (fixture->members), 0), KLASTER_INSTITUTION_KIND);
  for (guint i = 0; i < 20; i++)
    {
      start = g_get_monotonic_time ();
      klaster_members_page_move_cursor (fixture->page, 0, 997, FALSE);
      panel_fixture_settle (&fixture->base);
      worst = MAX (worst, g_get_monotonic_time () - start);
      g_assert_nonnull (klaster_members_page_get_cursor_cell (fixture->page));
    }
  g_test_message ("worst jump over 997 rows: %g ms", (double) worst / 1000);
  /* Cells are made for what is seen. */
  g_assert_cmpuint (klaster_row_list_get_n_rows (klaster_grid_get_rows (fixture->page->grid)), <, 50);
}

int
main (int   argc,
      char *argv[])
{
  panel_fixture_init (&argc, &argv);
#define ADD(path, function) g_test_add ("/members-page/" path, Fixture, NULL, set_up, function, tear_down)
  ADD ("type", test_type);
  ADD ("borrowed-name", test_borrowed_name);
  ADD ("invalid", test_invalid);
  ADD ("pause", test_pause);
  ADD ("cursor", test_cursor);
  ADD ("in-view", test_in_view);
  ADD ("clipboard", test_clipboard);
  ADD ("fill-and-clear", test_fill_and_clear);
  ADD ("find-replace", test_find_replace);
  ADD ("find-next", test_find_next);
  ADD ("sort", test_sort);
  ADD ("columns", test_columns);
  ADD ("add", test_add);
  ADD ("many", test_many);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
