/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The preview: what it shows, in which language, and what comes out of it. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-busy-spinner.h"
#include "klaster-draft.h"
#include "klaster-print-job.h"
#include "klaster-print-window.h"
#include "klaster-paper-view.h"
#include "klaster-test-window.h"

#define SECONDS 30

static KlasterPrintWindow *
find_preview (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (KLASTER_IS_PRINT_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* A widget of that type below @widget whose row or button is titled so; of a row without title any */
static GtkWidget *
find_widget (GtkWidget  *widget,
             GType       type,
             const char *title)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (title == NULL || (ADW_IS_PREFERENCES_ROW (widget)
                            && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
choose (KlasterPrintWindow *preview,
        const char         *title,
        guint               position)
{
  GtkWidget *row = find_widget (GTK_WIDGET (preview), ADW_TYPE_COMBO_ROW, title);

  g_assert_nonnull (row);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), position);
}

static gboolean
shows (KlasterPrintWindow *preview,
       const char         *text)
{
  KlasterPaper *paper = klaster_print_window_get_paper (preview);
  g_autofree char *page = paper != NULL ? klaster_paper_get_text (paper, 0) : NULL;

  return page != NULL && strstr (page, text) != NULL;
}

/* The document of the page comes first; language, paper and columns change what is shown; pages are drawn. */
static void
test_preview (void)
{
  KlasterWindow *window = open_sample ();
  KlasterPrintWindow *preview;
  KlasterPaperView *view;
  GtkWidget *row, *check;
  double width, height;

  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  g_assert_nonnull (preview);
  klaster_await (shows (preview, "List of Members"), SECONDS);
  g_assert_true (shows (preview, "Address"));
  view = KLASTER_PAPER_VIEW (find_widget (GTK_WIDGET (preview), KLASTER_TYPE_PAPER_VIEW, NULL));
  klaster_await (klaster_paper_view_is_drawn (view), SECONDS);

  choose (preview, "Language of Print", KLASTER_LANGUAGE_RU);
  klaster_await (shows (preview, "Вид учреждения"), SECONDS);
  choose (preview, "Language of Print", KLASTER_LANGUAGE_UZ_CYRL);
  klaster_await (shows (preview, "Муассаса тури"), SECONDS);
  choose (preview, "Language of Print", KLASTER_LANGUAGE_EN);
  klaster_await (shows (preview, "Kind"), SECONDS);

  choose (preview, "Paper", KLASTER_PAPER_A3);
  klaster_await ((klaster_paper_get_size (klaster_print_window_get_paper (preview), &width, &height), width > 1100), SECONDS);
  choose (preview, "Orientation", 0);
  klaster_await ((klaster_paper_get_size (klaster_print_window_get_paper (preview), &width, &height), height > width), SECONDS);
  choose (preview, "Group By", 1);
  klaster_await (shows (preview, "Core member"), SECONDS);

  row = find_widget (GTK_WIDGET (preview), ADW_TYPE_ACTION_ROW, "Address");
  g_assert_nonnull (row);
  check = find_widget (row, GTK_TYPE_CHECK_BUTTON, NULL);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), FALSE);
  klaster_await (!shows (preview, "Address"), SECONDS);

  choose (preview, "Paper", KLASTER_PAPER_A4);
  gtk_window_destroy (GTK_WINDOW (preview));
  close_window (window);
}

/* What is done at once shows no spinner; what takes long does, and begun anew meanwhile it goes on. */
static void
test_busy_spinner (void)
{
  g_autoptr (KlasterBusySpinner) spinner = g_object_ref_sink (KLASTER_BUSY_SPINNER (klaster_busy_spinner_new ()));

  klaster_busy_spinner_set_busy (spinner, TRUE);
  g_assert_true (klaster_busy_spinner_get_busy (spinner));
  g_assert_false (klaster_busy_spinner_is_seen (spinner));
  klaster_busy_spinner_set_busy (spinner, FALSE);
  g_assert_false (klaster_busy_spinner_get_busy (spinner));

  klaster_busy_spinner_set_busy (spinner, TRUE);
  klaster_await (klaster_busy_spinner_is_seen (spinner), SECONDS);
  klaster_busy_spinner_set_busy (spinner, TRUE);
  g_assert_true (klaster_busy_spinner_is_seen (spinner));
  klaster_busy_spinner_set_busy (spinner, FALSE);
  g_assert_false (klaster_busy_spinner_is_seen (spinner));
}

static void
test_documents (void)
{
  KlasterWindow *window = open_sample ();
  gint64 agreement = 3251;
  KlasterPrintWindow *preview;

  adw_view_stack_set_visible_child_name (window->page_stack, "agreements");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  klaster_await (shows (preview, "Register of Agreements"), SECONDS);
  gtk_window_destroy (GTK_WINDOW (preview));

  adw_view_stack_set_visible_child_name (window->page_stack, "map");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  klaster_await (shows (preview, "Map of the Cluster"), SECONDS);
  gtk_window_destroy (GTK_WINDOW (preview));

  adw_view_stack_set_visible_child_name (window->page_stack, "graph");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  klaster_await (shows (preview, "Graph of Cooperation"), SECONDS);
  gtk_window_destroy (GTK_WINDOW (preview));

  /* Nothing is selected: there is no agreement to print. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print-agreement", NULL);
  g_assert_null (find_preview ());
  klaster_selection_select (window->selection, KLASTER_TABLE_AGREEMENT, agreement);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print-agreement", NULL);
  preview = find_preview ();
  g_assert_nonnull (preview);
  klaster_await (shows (preview, "Dual education: college and engineering works"), SECONDS);

  /* What changes in the project is shown. */
  {
    KlasterEdit *edit = klaster_edit_new ("Rename");
    g_autoptr (GAsyncResult) result = NULL;

    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_TITLE, KLASTER_TEXT ("Renamed agreement"));
    klaster_project_commit_async (window->project, edit, NULL, sync_cb, &result);
    klaster_await (result != NULL, SECONDS);
    klaster_edit_unref (edit);
    klaster_await (shows (preview, "Renamed agreement"), SECONDS);
  }
  gtk_window_destroy (GTK_WINDOW (preview));
  close_window (window);
}

/* The file on the disk and what a printer gets have the pages that the preview shows. */
static void
test_output (void)
{
  KlasterWindow *window = open_sample ();
  g_autofree char *saved = g_build_filename (folder, "saved.pdf", NULL);
  g_autofree char *printed = g_build_filename (folder, "printed.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (saved);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  KlasterPrintWindow *preview;
  gsize size;

  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  klaster_await (klaster_print_window_get_paper (preview) != NULL, SECONDS);
  klaster_print_window_save (preview, file);
  klaster_await (klaster_await_contents (saved, &contents, &size) && size > 1000, SECONDS);
  g_assert_cmpmem (contents, 5, "%PDF-", 5);
  g_clear_pointer (&contents, g_free);

  operation = klaster_print_job_new (klaster_print_window_get_paper (preview));
  gtk_print_operation_set_export_filename (operation, printed);
  gtk_print_operation_set_allow_async (operation, FALSE);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (printed, &contents, &size, NULL));
  g_assert_cmpmem (contents, 5, "%PDF-", 5);
  g_assert_cmpuint (size, >, 1000);

  gtk_window_destroy (GTK_WINDOW (preview));
  close_window (window);
}

/* The text of an agreement, from the window to the disk */
static void
test_draft (void)
{
  KlasterWindow *window = open_sample ();
  g_autofree char *path = g_build_filename (folder, "draft.odt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *contents = NULL;
  gsize size = 0;

  klaster_draft_write (window, 3251, "2026-11-21", KLASTER_LANGUAGE_RU, file);
  klaster_await (klaster_await_contents (path, &contents, &size) && size > 1000, SECONDS);
  g_assert_cmpmem (contents, 2, "PK", 2);
  close_window (window);
}

static gboolean
differs (KlasterPrintWindow *preview,
         GBytes             *from)
{
  KlasterPaper *paper = klaster_print_window_get_paper (preview);
  g_autoptr (GBytes) bytes = paper != NULL ? klaster_paper_to_pdf (paper, NULL, NULL) : NULL;

  return bytes != NULL && !g_bytes_equal (bytes, from);
}

/* What the project shows over the map is on the sheet, too. */
static void
test_outlines (void)
{
  KlasterWindow *window = open_sample ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Show outlines");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) without = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  static const char outlines[] = "{\"type\":\"Polygon\",\"coordinates\":[[[69.3,41.2],[69.7,41.2],[69.7,41.6],[69.3,41.2]]]}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (outlines, sizeof outlines - 1);
  KlasterPrintWindow *preview;
  gint64 id;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.page-number", "i", 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.print", NULL);
  preview = find_preview ();
  g_assert_nonnull (preview);
  klaster_await (klaster_print_window_get_paper (preview) != NULL, SECONDS);
  without = klaster_paper_to_pdf (klaster_print_window_get_paper (preview), NULL, &error);
  g_assert_no_error (error);

  klaster_project_store_blob_async (window->project, bytes, NULL, sync_cb, &stored);
  klaster_await (stored != NULL, SECONDS);
  sha256 = klaster_project_store_blob_finish (window->project, stored, &error);
  g_assert_no_error (error);
  id = klaster_edit_insert (edit, KLASTER_TABLE_OVERLAY);
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_NAME, KLASTER_TEXT ("Triangle"));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_SHA256, KLASTER_TEXT (sha256));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_VISIBLE, KLASTER_INTEGER (1));
  uuid = sync_commit (window->project, edit, &error);
  g_assert_no_error (error);
  klaster_await (differs (preview, without), SECONDS);
  g_clear_object (&stored); /* holds the project, whose end is waited for */
  gtk_window_destroy (GTK_WINDOW (preview));
  close_window (window);
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/print/preview", test_preview);
  g_test_add_func ("/print/busy-spinner", test_busy_spinner);
  g_test_add_func ("/print/documents", test_documents);
  g_test_add_func ("/print/outlines", test_outlines);
  g_test_add_func ("/print/output", test_output);
  g_test_add_func ("/print/draft", test_draft);

  return klaster_test_window_run ();
}
