/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drives real windows: presents them, activates actions and looks at the document. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "klaster-facet.h"
#include "klaster-history-window.h"
#include "klaster-history.h"
#include "klaster-new-project-dialog.h"
#include "klaster-record-picker.h"
#include "klaster-row-list.h"
#include "klaster-share.h"
#include "klaster-test-window.h"

#define SECONDS 20
#define AGREEMENT 3101

static guint
count_institutions (KlasterWindow *window)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (window->project), KLASTER_TABLE_INSTITUTION);
}

static KlasterRecordList *
get_list (KlasterWindow *window)
{
  return klaster_query_model_get_list (window->members);
}

static guint
count_listed (KlasterWindow *window)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_list (window)));
}

static void
activate (KlasterWindow *window,
          const char    *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

static void
test_open_and_close (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->main_stack), ==, "project");
  g_assert_cmpuint (count_listed (window), ==, count_institutions (window));
  g_assert_cmpuint (count_listed (window), >, 30);
  g_assert_nonnull (strstr (adw_window_title_get_subtitle (window->project_title), "2026/27"));
  g_assert_true (g_str_has_prefix (adw_window_title_get_subtitle (window->project_title), "Saved"));
  g_assert_cmpint (access (path, F_OK), ==, 0);
  close_window (window);
}

static void
test_edit_is_published_on_closing (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  guint before = count_institutions (window);
  gint64 id = klaster_record_list_get_id (get_list (window), 3);
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, id);
  activate (window, "win.delete");
  klaster_await (count_institutions (window) == before - 1, SECONDS);
  klaster_await (klaster_project_get_can_undo (window->project), SECONDS);
  close_window (window);

  project = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_null (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, id));
  klaster_project_close_async (project, FALSE, NULL, sync_cb, &result);
  klaster_await (result != NULL, SECONDS);
}

static guint
count_links (KlasterWindow *window)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (klaster_map_page_get_view (window->map_page));

  return scene ? klaster_map_scene_get_n_links (scene) : 0;
}

/* The map looks at what the window's scope says, and above the page it is said. */
static void
test_scope (void)
{
  static const char *const horizontal[] = { "horizontal", NULL };
  static const char *const none[] = { KLASTER_SCOPE_NOT_STATED, "game", NULL };
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  KlasterScope *scope = klaster_window_get_scope (window);
  guint all, some;

  klaster_await (count_links (window) > 0, SECONDS);
  all = count_links (window);
  g_assert_false (klaster_banner_get_revealed (window->scope_banner));
  klaster_scope_set_tokens (scope, KLASTER_SCOPE_ORIENTATIONS, horizontal);
  g_assert_true (klaster_banner_get_revealed (window->scope_banner));
  klaster_await (count_links (window) < all, SECONDS);
  some = count_links (window);
  g_assert_cmpuint (some, >, 0);
  klaster_scope_set_academic_year (scope, "1999/00");
  klaster_await (count_links (window) < some, SECONDS);
  activate (window, "win.clear-scope");
  g_assert_false (klaster_banner_get_revealed (window->scope_banner));
  klaster_await (count_links (window) == all, SECONDS);

  /* What was chosen is remembered, the day is not. */
  klaster_scope_set_academic_year (scope, "2026/27");
  klaster_scope_set_tokens (scope, KLASTER_SCOPE_MODELS, none);
  klaster_scope_set_date (scope, "2026-12-01");
  close_window (window);
  window = open_window (path);
  scope = klaster_window_get_scope (window);
  g_assert_cmpstr (klaster_scope_get_academic_year (scope), ==, "2026/27");
  g_assert_true (g_strv_equal (klaster_scope_get_tokens (scope, KLASTER_SCOPE_MODELS), none));
  g_assert_null (klaster_scope_get_tokens (scope, KLASTER_SCOPE_AREAS));
  g_assert_null (klaster_scope_get_date (scope));
  g_assert_true (klaster_banner_get_revealed (window->scope_banner));
  close_window (window);
}

static GtkWidget *
find_picker (GtkWidget *widget)
{
  if (KLASTER_IS_RECORD_PICKER (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_picker (child);

      if (found)
        return found;
    }

  return NULL;
}

/* One selected member is connected with another that is asked for, several at once. */
static void
test_connect (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  const gint64 two[] = { klaster_record_list_get_id (get_list (window), 3), klaster_record_list_get_id (get_list (window), 4) };
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (window->project);
  guint before = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION);
  GtkWidget *picker;
  KlasterRow *row;

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, two[0]);
  activate (window, "win.connect");
  picker = find_picker (GTK_WIDGET (window));
  g_assert_nonnull (picker);
  klaster_await (gtk_widget_get_mapped (picker), SECONDS);
  g_signal_emit_by_name (picker, "picked", two[1]);
  snapshot = klaster_project_get_snapshot (window->project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), ==, before + 1);
  g_assert_cmpint (klaster_selection_get_table (window->selection), ==, KLASTER_TABLE_COOPERATION);
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, klaster_selection_get_focus (window->selection));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID), ==, two[0]);
  /* The question is gone, the panel shows what was made. */
  klaster_await (!gtk_widget_get_mapped (picker), SECONDS);
  g_assert_true (klaster_pane_layout_get_panel_visible (window->panes));

  klaster_selection_set (window->selection, KLASTER_TABLE_INSTITUTION, two, 2, two[0]);
  activate (window, "win.connect");
  snapshot = klaster_project_get_snapshot (window->project);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), ==, before + 2);
  klaster_await (klaster_project_get_can_undo (window->project), SECONDS);
  activate (window, "win.undo");
  klaster_await (klaster_snapshot_get_n_rows (klaster_project_get_snapshot (window->project), KLASTER_TABLE_COOPERATION)
                   == before + 1, SECONDS);
  close_window (window);
}

static void
test_undo (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  guint before = count_institutions (window);
  gint64 id = klaster_record_list_get_id (get_list (window), 0);
  const char *tooltip;

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, id);
  activate (window, "win.delete");
  klaster_await (klaster_project_get_can_undo (window->project), SECONDS);
  tooltip = gtk_widget_get_tooltip_text (GTK_WIDGET (window->undo_button));
  g_assert_nonnull (strstr (tooltip, klaster_project_get_undo_label (window->project)));
  g_assert_cmpuint (count_institutions (window), ==, before - 1);

  activate (window, "win.undo");
  klaster_await (count_institutions (window) == before, SECONDS);
  klaster_await (klaster_project_get_can_redo (window->project), SECONDS);
  g_assert_nonnull (klaster_snapshot_lookup (klaster_project_get_snapshot (window->project), KLASTER_TABLE_INSTITUTION, id));

  activate (window, "win.redo");
  klaster_await (count_institutions (window) == before - 1, SECONDS);
  close_window (window);
}

/* A toast that offers to undo something */
static GtkWidget *
find_toast (GtkWidget *widget)
{
  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_toast (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;

  return FALSE;
}

/* Names are text, whatever signs they hold: a toast would take them for markup and show nothing. */
static void
test_toast_text (void)
{
  static const char name[] = "Arts & <Crafts> \"A&amp;B\"";
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  GtkWidget *overlay = GTK_WIDGET (window->toast_overlay);
  gint64 id = klaster_record_list_get_id (get_list (window), 3);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change the name");
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;

  for (KlasterLanguage language = 0; language < KLASTER_N_LANGUAGES; language++)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ + language, KLASTER_TEXT (name));
  uuid = sync_commit (window->project, edit, &error);
  g_assert_no_error (error);

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, id);
  activate (window, "win.delete");
  klaster_await (find_toast (overlay) != NULL, SECONDS);
  g_assert_true (says (find_toast (overlay), name));
  close_window (window);
}

static guint
count_in_need (KlasterWindow *window)
{
  return klaster_query_result_count (klaster_query_model_get_result (window->members), KLASTER_FACET_ATTENTION, "yes");
}

/* Pages, list and panel look at the same day. */
static void
test_day (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  KlasterScope *scope = klaster_window_get_scope (window);
  GtkWidget *panel = GTK_WIDGET (klaster_window_ensure_panel (window));
  guint in_need;

  klaster_scope_set_date (scope, "2026-11-21");
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  in_need = count_in_need (window);
  klaster_selection_select (window->selection, KLASTER_TABLE_AGREEMENT, AGREEMENT);
  g_assert_true (says (panel, "In force"));

  klaster_scope_set_date (scope, "2040-01-01");
  g_assert_false (says (panel, "In force"));
  g_assert_true (says (panel, "Expired"));
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  g_assert_cmpuint (count_in_need (window), >, in_need);

  klaster_scope_set_date (scope, "2026-11-21");
  g_assert_true (says (panel, "In force"));
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  g_assert_cmpuint (count_in_need (window), ==, in_need);
  close_window (window);
}

/* A copy that has been written is said to be there: nothing else shows it. */
static void
test_share (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *copy_path = g_build_filename (folder, "copy & more.klaster", NULL);
  g_autoptr (GFile) copy = g_file_new_for_path (copy_path);
  KlasterWindow *window = open_window (path);
  GtkWidget *overlay = GTK_WIDGET (window->toast_overlay);

  klaster_share_write (window, copy, KLASTER_SHARE_WITHOUT_HISTORY);
  klaster_await (find_toast (overlay) != NULL, SECONDS);
  g_assert_true (says (find_toast (overlay), "copy & more.klaster"));
  g_assert_true (g_file_query_exists (copy, NULL));
  close_window (window);
}

/* The toast of a deletion undoes the deletion, and goes when something else is done. */
static void
test_undo_toast (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  GtkWidget *overlay = GTK_WIDGET (window->toast_overlay);
  guint before = count_institutions (window);
  gint64 id = klaster_record_list_get_id (get_list (window), 3);
  gint64 other = klaster_record_list_get_id (get_list (window), 4);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change the phone");
  g_autoptr (GError) error = NULL;
  g_autofree char *step = NULL;
  g_autofree char *uuid = NULL;

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, id);
  activate (window, "win.delete");
  klaster_await (find_toast (overlay) != NULL, SECONDS);
  step = g_strdup (klaster_project_get_undo_step (window->project));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.undo-step", "s", step));
  klaster_await (count_institutions (window) == before, SECONDS);
  klaster_await (find_toast (overlay) == NULL, SECONDS);

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, id);
  activate (window, "win.delete");
  klaster_await (find_toast (overlay) != NULL, SECONDS);
  g_free (step);
  step = g_strdup (klaster_project_get_undo_step (window->project));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, other, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("+998 71 123-45-67"));
  uuid = sync_commit (window->project, edit, &error);
  g_assert_no_error (error);
  klaster_await (find_toast (overlay) == NULL, SECONDS);

  /* Pressed at the last moment: nothing that it does not speak of is taken back. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.undo-step", "s", step));
  klaster_await (!klaster_project_get_can_redo (window->project), SECONDS);
  g_assert_cmpstr (klaster_project_get_undo_step (window->project), ==, uuid);
  g_assert_cmpuint (count_institutions (window), ==, before - 1);
  close_window (window);
}

static void
test_search_folds (void)
{
  static const char *const spellings[] = { "Bo‘ka", "Бўка", "bo'ka", "BOʻKA" };
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  guint total = count_listed (window);
  guint found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (window->members));

      klaster_query_set_search (query, spellings[i]);
      klaster_query_model_set_query (window->members, query);
      klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
      g_assert_cmpuint (count_listed (window), >, 0);
      g_assert_cmpuint (count_listed (window), <, total);
      if (i > 0)
        g_assert_cmpuint (count_listed (window), ==, found);
      found = count_listed (window);
    }
  close_window (window);
}

static GtkWidget *
find_descendant (GtkWidget *widget,
                 GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_descendant (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_selection_both_ways (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  GtkWidget *list_view = find_descendant (GTK_WIDGET (window->list), KLASTER_TYPE_ROW_LIST);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (klaster_row_list_get_model (KLASTER_ROW_LIST (list_view)));
  gint64 second = klaster_record_list_get_id (get_list (window), 1);
  gint64 third = klaster_record_list_get_id (get_list (window), 2);

  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, second);
  g_assert_true (gtk_selection_model_is_selected (model, 1));
  g_assert_false (gtk_selection_model_is_selected (model, 2));

  gtk_selection_model_select_item (model, 2, FALSE);
  g_assert_cmpuint (klaster_selection_get_n (window->selection), ==, 2);
  g_assert_cmpint (klaster_selection_get_focus (window->selection), ==, third);

  gtk_selection_model_select_all (model);
  g_assert_cmpuint (klaster_selection_get_n (window->selection), ==, count_listed (window));

  gtk_selection_model_unselect_all (model);
  g_assert_cmpuint (klaster_selection_get_n (window->selection), ==, 0);
  close_window (window);
}

/* What helps comes first, and is where the keys are. */
static void
assert_first (KlasterWindow *window,
              GtkWidget     *button)
{
  g_assert_true (gtk_widget_get_first_child (gtk_widget_get_parent (button)) == button);
  g_assert_true (gtk_widget_has_css_class (button, "suggested-action"));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == button);
}

static void
test_missing_file (void)
{
  g_autofree char *path = g_build_filename (folder, "not-there.klaster", NULL);
  KlasterWindow *window = klaster_window_new (application);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  klaster_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (g_strcmp0 (gtk_stack_get_visible_child_name (window->main_stack), "error") == 0, SECONDS);
  g_assert_nonnull (strstr (adw_status_page_get_description (window->error_page), "not-there.klaster"));
  g_assert_true (klaster_window_is_empty (window));
  assert_first (window, window->retry_button);
  close_window (window);
}

static void
test_damaged_file (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = klaster_window_new (application);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  memset (content + length / 2, 0x5a, 8192);
  g_assert_true (g_file_set_contents (path, content, length, NULL));

  klaster_window_open_file (window, file);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (g_strcmp0 (gtk_stack_get_visible_child_name (window->main_stack), "error") == 0, SECONDS);
  g_assert_cmpstr (adw_status_page_get_title (window->error_page), ==, "The File Is Damaged");
  /* It will not be whole the next time. */
  assert_first (window, window->open_other_button);
  g_assert_false (gtk_widget_has_css_class (window->retry_button, "suggested-action"));
  close_window (window);
}

static guint
count_windows (void)
{
  return g_list_length (gtk_application_get_windows (GTK_APPLICATION (application)));
}

static void
test_same_file_same_window (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *link = g_strconcat (path, ".link.klaster", NULL);
  KlasterWindow *window = open_window (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) link_file = g_file_new_for_path (link);
  g_autofree char *other_path = create_sample ();
  g_autoptr (GFile) other = g_file_new_for_path (other_path);
  guint before = count_windows ();
  GtkWindow *second = NULL;

  g_assert_cmpint (symlink (path, link), ==, 0);
  klaster_application_open_file (application, file);
  g_assert_cmpuint (count_windows (), ==, before);

  /* Another file after the link: by the time it has its window, the link would have had one. */
  klaster_application_open_file (application, link_file);
  klaster_application_open_file (application, other);
  klaster_await (count_windows () == before + 1, SECONDS);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (application)); l != NULL; l = l->next)
    {
      if (KLASTER_IS_WINDOW (l->data) && klaster_window_get_file (l->data) != NULL &&
          g_file_equal (klaster_window_get_file (l->data), other))
        second = l->data;
    }
  g_assert_nonnull (second);
  klaster_await (klaster_window_get_project (KLASTER_WINDOW (second)) != NULL, SECONDS);
  g_assert_cmpuint (count_windows (), ==, before + 1);
  close_window (KLASTER_WINDOW (second));
  close_window (window);
}

static void
test_fits_small_screens (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  int width, height;

  klaster_pane_layout_set_show_sidebar (window->panes, TRUE);
  klaster_pane_layout_set_show_panel (window->panes, TRUE);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_test_message ("least size of the window: %d × %d", width, height);
  g_assert_cmpint (width, <=, 1024);
  g_assert_cmpint (height, <=, 640);
  close_window (window);
}

static void
test_panes_make_room (void)
{
  KlasterPaneLayout *panes = g_object_new (KLASTER_TYPE_PANE_LAYOUT, NULL);
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  GtkWidget *content = gtk_label_new ("");
  GtkWidget *sidebar = gtk_label_new ("");
  GtkWidget *panel = gtk_label_new ("");
  GtkBuildableIface *iface = GTK_BUILDABLE_GET_IFACE (panes);

  g_object_ref_sink (panes);
  gtk_widget_set_size_request (content, 300, 100);
  gtk_widget_set_size_request (sidebar, 250, 100);
  gtk_widget_set_size_request (panel, 300, 100);
  iface->add_child (GTK_BUILDABLE (panes), builder, G_OBJECT (content), "content");
  iface->add_child (GTK_BUILDABLE (panes), builder, G_OBJECT (sidebar), "sidebar");
  iface->add_child (GTK_BUILDABLE (panes), builder, G_OBJECT (panel), "panel");

#define ALLOCATE(width)                                                                                               \
  gtk_widget_measure (GTK_WIDGET (panes), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);                    \
  gtk_widget_size_allocate (GTK_WIDGET (panes), &(GtkAllocation) { 0, 0, width, 400 }, -1)

  ALLOCATE (1300);
  g_assert_true (klaster_pane_layout_get_sidebar_visible (panes));
  g_assert_true (klaster_pane_layout_get_panel_visible (panes));

  /* Too narrow for both: the one that was asked for last stays. */
  ALLOCATE (900);
  g_assert_false (klaster_pane_layout_get_sidebar_visible (panes));
  g_assert_true (klaster_pane_layout_get_panel_visible (panes));
  klaster_pane_layout_set_show_sidebar (panes, TRUE);
  ALLOCATE (900);
  g_assert_true (klaster_pane_layout_get_sidebar_visible (panes));
  g_assert_false (klaster_pane_layout_get_panel_visible (panes));
  g_assert_cmpint (gtk_widget_get_width (content) + gtk_widget_get_width (sidebar), ==, 900);

  /* They come back when there is room. */
  ALLOCATE (1300);
  g_assert_true (klaster_pane_layout_get_sidebar_visible (panes));
  g_assert_true (klaster_pane_layout_get_panel_visible (panes));

  /* Not even one fits: it lies over the content, which keeps all of the width. */
  ALLOCATE (500);
  g_assert_true (klaster_pane_layout_get_sidebar_visible (panes));
  g_assert_cmpint (gtk_widget_get_width (content), ==, 500);

  klaster_pane_layout_set_show_sidebar (panes, FALSE);
  klaster_pane_layout_set_show_panel (panes, FALSE);
  ALLOCATE (1300);
  g_assert_cmpint (gtk_widget_get_width (content), ==, 1300);
  g_object_unref (panes);
}

static void
test_new_project (void)
{
  g_autofree char *path = g_build_filename (folder, "new.klaster", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Name the cluster");
  KlasterWindow *window = klaster_window_new (application);

  klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, 1, KLASTER_CLUSTER_NAME_EN, KLASTER_TEXT ("Test cluster"));
  klaster_window_open_new (window, file, "Toshkent viloyati", NULL, NULL, edit);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (klaster_window_get_project (window) != NULL, SECONDS);
  klaster_await (g_strcmp0 (adw_window_title_get_title (window->project_title), "Test cluster") == 0, SECONDS);
  g_assert_cmpuint (count_institutions (window), ==, 0);

  activate (window, "win.add-member");
  klaster_await (count_institutions (window) == 1, SECONDS);
  close_window (window);
  g_assert_cmpint (access (path, F_OK), ==, 0);
}

/* While the list is filtered and the panel closed, what is added is listed, and its name can be typed at once. */
static void
test_add_member (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  guint before = count_institutions (window);
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (window->members));
  GtkWidget *focus;
  KlasterRow *row;
  gint64 id;

  klaster_query_set_search (query, "Chirchiq");
  klaster_query_set_facet (query, KLASTER_FACET_KIND, "preschool", TRUE);
  klaster_query_set_facet (query, KLASTER_FACET_ROLE, "member", TRUE);
  klaster_query_model_set_query (window->members, query);
  klaster_pane_layout_set_show_panel (window->panes, FALSE);
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  klaster_await_frames (GTK_WIDGET (window));

  activate (window, "win.add-member");
  g_assert_cmpuint (count_institutions (window), ==, before + 1);
  focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (window->panel)));
  klaster_await_frames (GTK_WIDGET (window));
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == focus);

  id = klaster_selection_get_focus (window->selection);
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (window->project), KLASTER_TABLE_INSTITUTION, id);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), ==, "preschool");
  klaster_await (klaster_record_list_find (get_list (window), id) >= 0, SECONDS);
  g_assert_cmpuint (count_listed (window), <, count_institutions (window));
  close_window (window);
}

/* The first button that is seen with this icon */
static GtkWidget *
find_search (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_SEARCH_ENTRY (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_search (child);

  return found;
}

static GtkWidget *
find_button (GtkWidget  *widget,
             const char *icon_name)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon_name) == 0)
    return gtk_widget_get_mapped (widget) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_button (child, icon_name);

  return found;
}

static gboolean
has_button (GtkWidget  *widget,
            const char *label)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (has_button (child, label))
      return TRUE;

  return FALSE;
}

/* The buttons above the list count what they would find. */
static void
test_filter_buttons (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (window->members));
  g_autoptr (KlasterQuery) narrower = NULL;
  g_autofree char *all = g_strdup_printf ("All %u", count_institutions (window));
  g_autofree char *found = NULL;
  g_autofree char *name = NULL;
  g_autofree char *district = NULL;

  g_assert_true (has_button (GTK_WIDGET (window->list), all));
  klaster_query_set_search (query, "Chirchiq");
  klaster_query_model_set_query (window->members, query);
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  g_assert_cmpuint (count_listed (window), <, count_institutions (window));
  found = g_strdup_printf ("All %u", count_listed (window));
  g_assert_true (has_button (GTK_WIDGET (window->list), found));

  narrower = klaster_query_copy (query);
  klaster_query_set_facet (narrower, KLASTER_FACET_DISTRICT, "Chirchiq shahri", TRUE);
  klaster_query_model_set_query (window->members, narrower);
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  name = klaster_facet_get_value_name (klaster_project_get_snapshot (window->project), KLASTER_FACET_DISTRICT,
                                       "Chirchiq shahri");
  district = g_strdup_printf ("%s %u", name, count_listed (window));
  klaster_await (has_button (GTK_WIDGET (window->list), district), SECONDS);
  g_assert_true (has_button (GTK_WIDGET (window->list), found));
  close_window (window);
}

static void
test_save_as (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *other_path = g_build_filename (folder, "elsewhere.klaster", NULL);
  g_autoptr (GFile) other = g_file_new_for_path (other_path);
  KlasterWindow *window = open_window (path);

  klaster_window_save_as (window, other);
  klaster_await (g_file_equal (klaster_window_get_file (window), other), SECONDS);
  klaster_await (access (other_path, F_OK) == 0, SECONDS);
  close_window (window);
  g_assert_cmpint (access (path, F_OK), ==, 0);
}

static void
test_blocked_saving_shows (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  KlasterWindow *window = open_window (path);

  /* What a program leaves that died while it had the file open. */
  g_assert_true (g_file_set_contents (journal, "not empty", -1, NULL));
  klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, klaster_record_list_get_id (get_list (window), 2));
  activate (window, "win.delete");
  klaster_await (klaster_banner_get_revealed (window->save_banner), SECONDS);
  g_assert_true (g_str_has_prefix (adw_window_title_get_subtitle (window->project_title), "Not saved"));

  g_assert_cmpint (g_unlink (journal), ==, 0);
  activate (window, "win.publish");
  klaster_await (!klaster_banner_get_revealed (window->save_banner), SECONDS);
  klaster_await (g_str_has_prefix (adw_window_title_get_subtitle (window->project_title), "Saved"), SECONDS);
  close_window (window);
}

/* The folder is there and the file is not: both the title and the banner say so, and that nothing is lost. */
static void
test_file_gone (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *moved = g_strconcat (path, ".moved", NULL);
  g_autofree char *message = NULL;
  KlasterWindow *window = open_window (path);

  g_assert_cmpint (g_rename (path, moved), ==, 0);
  klaster_project_check_file (window->project);
  klaster_await (klaster_banner_get_revealed (window->save_banner), SECONDS);
  g_assert_cmpstr (adw_window_title_get_subtitle (window->project_title), ==, "Not saved: the file is gone");
  g_object_get (window->save_banner, "message", &message, NULL);
  g_assert_nonnull (strstr (message, "renamed"));
  g_assert_nonnull (strstr (message, "kept on this computer"));

  g_assert_cmpint (g_rename (moved, path), ==, 0);
  activate (window, "win.publish");
  klaster_await (!klaster_banner_get_revealed (window->save_banner), SECONDS);
  close_window (window);
}

static GtkWindow *
find_dialog (KlasterWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (toplevel) == GTK_WINDOW (window) && gtk_widget_get_mapped (GTK_WIDGET (toplevel)))
        return toplevel;
    }

  return NULL;
}

/* Every dialog (but the shortcuts: GTK 4.8 warns about its own labels there) opens, and goes without leaving anything that holds the window. */
static void
test_dialogs (void)
{
  static const char *const actions[] = {
    "win.history", "win.share-copy", "win.name-version", "win.file-properties", "app.new", "app.preferences",
    "app.about",
  };
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWindow *dialog;

      g_test_message ("%s", actions[i]);
      if (g_str_has_prefix (actions[i], "app."))
        {
          gtk_window_present (GTK_WINDOW (window));
          g_action_group_activate_action (G_ACTION_GROUP (application), actions[i] + 4, NULL);
        }
      else
        {
          activate (window, actions[i]);
        }
      klaster_await ((dialog = find_dialog (window)) != NULL, SECONDS);
      g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
      gtk_window_close (dialog);
      klaster_await (dialog == NULL, SECONDS);
    }
  close_window (window);
}

static GtkWidget *
find_shown_picker (GtkWidget *widget)
{
  GtkWidget *picker = find_descendant (widget, KLASTER_TYPE_RECORD_PICKER);

  return picker && gtk_widget_get_mapped (picker) ? picker : NULL;
}

/* The window is closed below each dialog, and below the question with whom to connect: both go, and nothing holds the
 * window. */
static void
test_closed_below_dialogs (void)
{
  static const char *const actions[] = {
    "win.history", "win.share-copy", "win.name-version", "win.file-properties", "app.preferences", "win.connect",
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_autofree char *path = create_sample ();
      KlasterWindow *window = open_window (path);
      GtkWindow *dialog = NULL;

      g_test_message ("%s", actions[i]);
      if (g_str_equal (actions[i], "win.connect"))
        {
          klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, klaster_record_list_get_id (get_list (window), 3));
          activate (window, actions[i]);
          klaster_await (find_shown_picker (GTK_WIDGET (window)) != NULL &&
                           klaster_record_picker_get_n_found (KLASTER_RECORD_PICKER (find_shown_picker (GTK_WIDGET (window)))) > 0,
                         SECONDS);
          /* GTK 4.8 asks for the place of the pointer after tooltips were set, whether the popover is still there or not. */
          for (guint n = 0; n < 1000 && g_main_context_iteration (NULL, FALSE); n++)
            ;
        }
      else
        {
          if (g_str_has_prefix (actions[i], "app."))
            {
              gtk_window_present (GTK_WINDOW (window));
              g_action_group_activate_action (G_ACTION_GROUP (application), actions[i] + 4, NULL);
            }
          else
            {
              activate (window, actions[i]);
            }
          klaster_await ((dialog = find_dialog (window)) != NULL, SECONDS);
          g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
        }
      close_window (window);
      if (g_str_has_prefix (actions[i], "app.") && dialog)
        gtk_window_close (dialog); /* it belongs to the program, not to the window */
      klaster_await (dialog == NULL, SECONDS);
    }
}

static void
test_version_is_named (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  GtkWindow *dialog;
  GtkWidget *entry;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) history = NULL;
  const KlasterHistoryEntry *newest;

  activate (window, "win.name-version");
  klaster_await ((dialog = find_dialog (window)) != NULL, SECONDS);
  entry = find_descendant (GTK_WIDGET (dialog), GTK_TYPE_ENTRY);
  g_assert_nonnull (entry);
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "name"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "As sent on 1 March");
  g_assert_true (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "name"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "name");
  gtk_window_close (dialog);

  for (guint i = 0; i < 100 && (history == NULL || history->len < 2); i++)
    {
      g_clear_object (&result);
      g_clear_pointer (&history, g_ptr_array_unref);
      klaster_project_load_history_async (window->project, -1, 0, NULL, sync_cb, &result);
      klaster_await (result != NULL, SECONDS);
      history = klaster_project_load_history_finish (window->project, result, NULL);
    }
  newest = g_ptr_array_index (history, 0);
  g_assert_cmpstr (newest->kind, ==, "version");
  g_assert_cmpstr (newest->label, ==, "As sent on 1 March");
  g_clear_object (&result);
  close_window (window);
}

/* A button of the history brings back what was there after that entry. */
static void
test_go_back (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  guint before = count_institutions (window);
  GtkWidget *button = NULL;

  for (guint i = 0; i < 2; i++)
    {
      klaster_selection_select (window->selection, KLASTER_TABLE_INSTITUTION, klaster_record_list_get_id (get_list (window), 2));
      activate (window, "win.delete");
      klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
    }
  g_assert_cmpuint (count_institutions (window), ==, before - 2);

  activate (window, "win.history");
  klaster_await (window->history != NULL && (button = find_button (GTK_WIDGET (window->history), "document-revert-symbolic")),
                 SECONDS);
  g_signal_emit_by_name (button, "clicked");
  klaster_await (count_institutions (window) == before - 1, SECONDS);
  /* Escape, while one is searching. */
  g_signal_emit_by_name (find_search (GTK_WIDGET (window->history)), "stop-search");
  klaster_await (window->history == NULL, SECONDS);
  activate (window, "win.undo");
  klaster_await (count_institutions (window) == before - 2, SECONDS);
  close_window (window);
}

static void
test_texts (void)
{
  g_autofree char *counts = klaster_history_describe_counts (2, 0, 1);
  g_autofree char *none = klaster_history_describe_counts (0, 0, 0);
  g_autoptr (GDateTime) november = g_date_time_new_utc (2026, 11, 21, 12, 0, 0);
  g_autoptr (GDateTime) march = g_date_time_new_utc (2027, 3, 1, 12, 0, 0);
  g_autoptr (GDateTime) century = g_date_time_new_utc (2099, 9, 1, 12, 0, 0);
  g_autofree char *autumn = klaster_academic_year_at (november);
  g_autofree char *spring = klaster_academic_year_at (march);
  g_autofree char *last = klaster_academic_year_at (century);

  g_assert_cmpstr (counts, ==, "2 added, 1 deleted");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (autumn, ==, "2026/27");
  g_assert_cmpstr (spring, ==, "2026/27");
  g_assert_cmpstr (last, ==, "2099/00");
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/panes/make-room", test_panes_make_room);
  g_test_add_func ("/window/open-and-close", test_open_and_close);
  g_test_add_func ("/window/edit-is-published-on-closing", test_edit_is_published_on_closing);
  g_test_add_func ("/window/scope", test_scope);
  g_test_add_func ("/window/connect", test_connect);
  g_test_add_func ("/window/undo", test_undo);
  g_test_add_func ("/window/day", test_day);
  g_test_add_func ("/window/share", test_share);
  g_test_add_func ("/window/undo-toast", test_undo_toast);
  g_test_add_func ("/window/toast-text", test_toast_text);
  g_test_add_func ("/window/search-folds", test_search_folds);
  g_test_add_func ("/window/selection-both-ways", test_selection_both_ways);
  g_test_add_func ("/window/missing-file", test_missing_file);
  g_test_add_func ("/window/damaged-file", test_damaged_file);
  g_test_add_func ("/window/same-file-same-window", test_same_file_same_window);
  g_test_add_func ("/window/fits-small-screens", test_fits_small_screens);
  g_test_add_func ("/window/new-project", test_new_project);
  g_test_add_func ("/window/add-member", test_add_member);
  g_test_add_func ("/window/filter-buttons", test_filter_buttons);
  g_test_add_func ("/window/save-as", test_save_as);
  g_test_add_func ("/window/dialogs", test_dialogs);
  g_test_add_func ("/window/closed-below-dialogs", test_closed_below_dialogs);
  g_test_add_func ("/window/version-is-named", test_version_is_named);
  g_test_add_func ("/window/go-back", test_go_back);
  g_test_add_func ("/window/file-gone", test_file_gone);
  g_test_add_func ("/window/texts", test_texts);
  g_test_add_func ("/window/blocked-saving-shows", test_blocked_saving_shows);

  return klaster_test_window_run ();
}
