/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window is closed amid everything that takes its time or waits for an answer: what is asked goes with it, what is under
 * way ends by itself, and nothing holds the window or its project. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-attachment-group.h"
#include "klaster-draft.h"
#include "klaster-exchange.h"
#include "klaster-import-dialog.h"
#include "klaster-picture-dialog.h"
#include "klaster-print-window.h"
#include "klaster-test-window.h"
#include "klaster-year-turn-dialog.h"

#define SECONDS 60
#define AGREEMENT 3251

typedef struct
{
  const char *path;
  void (*begin) (KlasterWindow *window);
} Closing;

static GtkWindow *
find_child_window (GtkWindow *parent,
                   GType      type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (gtk_window_get_transient_for (toplevel) == parent && g_type_is_a (G_OBJECT_TYPE (toplevel), type)
          && gtk_widget_get_mapped (GTK_WIDGET (toplevel)))
        return toplevel;
    }

  return NULL;
}

static GtkWindow *
await_child_window (gpointer parent,
                    GType    type)
{
  klaster_await (find_child_window (GTK_WINDOW (parent), type) != NULL, SECONDS);

  return find_child_window (GTK_WINDOW (parent), type);
}

static void
activate (gpointer    widget,
          const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (widget), action, NULL));
}

static GFile *
get_target (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_new_for_path (path);
}

static void
collect (GtkWidget *widget,
         GType      type,
         GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static guint
count_choosers (GtkWindow *parent)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      n += GTK_IS_FILE_CHOOSER_DIALOG (toplevel) && gtk_window_get_transient_for (toplevel) == parent
           && gtk_widget_get_mapped (GTK_WIDGET (toplevel));
    }

  return n;
}

static void
await_choosers (gpointer parent,
                guint    n)
{
  klaster_await (count_choosers (GTK_WINDOW (parent)) == n, SECONDS);
}

/* Presses the first button of the only group of that type in the panel. */
static void
click_group (KlasterWindow *window,
             GType          type)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  collect (GTK_WIDGET (window->panel), type, groups);
  g_assert_cmpuint (groups->len, ==, 1);
  collect (groups->pdata[0], GTK_TYPE_BUTTON, buttons);
  g_assert_cmpuint (buttons->len, >, 0);
  g_signal_emit_by_name (buttons->pdata[0], "clicked");
}

/* Files are asked for by the window, its panel and the program. */
static void
begin_files (KlasterWindow *window)
{
  GtkWindow *question;

  klaster_selection_select (window->selection, KLASTER_TABLE_AGREEMENT, AGREEMENT);
  klaster_await_frames (GTK_WIDGET (window));
  click_group (window, KLASTER_TYPE_ATTACHMENT_GROUP);
  activate (window, "win.save-as");
  g_action_group_activate_action (G_ACTION_GROUP (application), "open", NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.export", "s", "graph"));
  activate (window, "win.share-copy");
  question = await_child_window (window, ADW_TYPE_MESSAGE_DIALOG);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (question), "share");
  gtk_window_close (question);
  await_choosers (window, 5);
}

static GtkWindow *
open_preview (KlasterWindow *window)
{
  GtkWindow *preview;

  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  activate (window, "win.print");
  preview = await_child_window (window, KLASTER_TYPE_PRINT_WINDOW);
  klaster_await (klaster_print_window_get_paper (KLASTER_PRINT_WINDOW (preview)) != NULL, SECONDS);

  return preview;
}

/* Files are asked for by the dialogs of the window. */
static void
begin_files_of_dialogs (KlasterWindow *window)
{
  GtkWindow *preview = open_preview (window);
  GtkWindow *import, *picture;

  activate (preview, "print.save");
  await_choosers (preview, 1);
  activate (window, "win.import");
  import = await_child_window (window, KLASTER_TYPE_IMPORT_DIALOG);
  activate (import, "import.choose");
  await_choosers (import, 1);
  adw_view_stack_set_visible_child_name (window->page_stack, "map");
  activate (window, "win.export-picture");
  picture = await_child_window (window, KLASTER_TYPE_PICTURE_DIALOG);
  activate (picture, "picture.export");
  await_choosers (picture, 1);
}

static void
begin_print_dialog (KlasterWindow *window)
{
  GtkWindow *preview = open_preview (window);

  activate (preview, "print.print");
  await_child_window (preview, GTK_TYPE_WINDOW);
}

/* Documents, pictures and tables are being written. */
static void
begin_writing (KlasterWindow *window)
{
  static const char *const formats[] = { "csv", "xlsx", "geojson", "graphml", "gexf", "json", "gpkg", "agreements" };
  g_autoptr (GFile) draft = get_target ("draft.odt");
  g_autoptr (GFile) pdf = get_target ("preview.pdf");
  g_autoptr (GFile) picture = get_target ("picture.png");
  GtkWindow *preview = open_preview (window);
  GtkWindow *dialog;

  adw_view_stack_set_visible_child_name (window->page_stack, "map");
  activate (window, "win.export-picture");
  dialog = await_child_window (window, KLASTER_TYPE_PICTURE_DIALOG);
  klaster_picture_dialog_write (KLASTER_PICTURE_DIALOG (dialog), picture);
  klaster_print_window_save (KLASTER_PRINT_WINDOW (preview), pdf);
  klaster_draft_write (window, AGREEMENT, "2026-11-21", KLASTER_LANGUAGE_EN, draft);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *name = g_strconcat ("export.", g_str_equal (formats[i], "agreements") ? "xlsx" : formats[i], NULL);
      g_autoptr (GFile) file = get_target (name);

      g_assert_true (klaster_exchange_export (window, formats[i], file));
    }
}

/* A list is being read, and a list is being taken in. */
static char *
make_list (void)
{
  GString *text = g_string_new ("name_uz,kind,district\n");

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "%u-maktab,school,Chirchiq\n", i + 1000);

  return g_string_free (text, FALSE);
}

static void
begin_reading (KlasterWindow *window)
{
  g_autoptr (GFile) file = get_target ("list.csv");
  g_autofree char *text = make_list ();
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (file), text, -1, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_exchange_import_file (window, file));
}

static void
begin_import (KlasterWindow *window)
{
  g_autofree char *text = make_list ();
  GtkWindow *dialog;
  GtkWidget *button;

  activate (window, "win.import");
  dialog = await_child_window (window, KLASTER_TYPE_IMPORT_DIALOG);
  klaster_import_dialog_load_text (KLASTER_IMPORT_DIALOG (dialog), text);
  button = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (dialog), KLASTER_TYPE_IMPORT_DIALOG, "import_button"));
  klaster_await (gtk_widget_get_sensitive (button), SECONDS);
  activate (dialog, "import.commit");
}

static void
begin_year_turn (KlasterWindow *window)
{
  KlasterYearTurnDialog *dialog;

  adw_view_stack_set_visible_child_name (window->page_stack, "agreements");
  klaster_await (window->agreements_page != NULL, SECONDS);
  dialog = klaster_year_turn_dialog_new (GTK_WIDGET (window->agreements_page), window->project);
  gtk_window_present (GTK_WINDOW (dialog));
  klaster_await (klaster_year_turn_dialog_get_n_items (dialog) > 0, SECONDS);
}

static void
begin_turning (KlasterWindow *window)
{
  begin_year_turn (window);
  klaster_year_turn_dialog_apply (KLASTER_YEAR_TURN_DIALOG (await_child_window (window, KLASTER_TYPE_YEAR_TURN_DIALOG)));
}

/* Opens what each button in @widget opens, one after the other; the last one stays open. */
static void
open_popovers (KlasterWindow *window,
               gpointer       widget)
{
  g_autoptr (GPtrArray) buttons = g_ptr_array_new ();

  klaster_await_frames (GTK_WIDGET (window));
  collect (GTK_WIDGET (widget), GTK_TYPE_MENU_BUTTON, buttons);
  g_assert_cmpuint (buttons->len, >, 0);
  for (guint i = 0; i < buttons->len; i++)
    {
      GtkPopover *popover;

      /* Brings it into view: nothing opens beside what lies outside of the screen. */
      gtk_widget_grab_focus (buttons->pdata[i]);
      klaster_await_frames (GTK_WIDGET (window));
      gtk_menu_button_popup (buttons->pdata[i]);
      popover = gtk_menu_button_get_popover (buttons->pdata[i]);
      g_assert_nonnull (popover);
      klaster_await (gtk_widget_get_mapped (GTK_WIDGET (popover)), SECONDS);
      if (i + 1 < buttons->len)
        gtk_menu_button_popdown (buttons->pdata[i]);
    }
}

static void
open_popovers_of_first (KlasterWindow *window,
                        KlasterTable   table)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (window->project), table);
  g_assert_true (klaster_row_iter_next (&iter, &row));
  klaster_selection_select (window->selection, table, klaster_row_get_id (row));
  open_popovers (window, window->panel);
}

/* The last button of each finds records, from a list that holds the project. */
static void
begin_popovers_of_map (KlasterWindow *window)
{
  open_popovers (window, window);
  open_popovers_of_first (window, KLASTER_TABLE_INSTITUTION);
  open_popovers_of_first (window, KLASTER_TABLE_COOPERATION);
}

static void
begin_popovers_of_agreements (KlasterWindow *window)
{
  adw_view_stack_set_visible_child_name (window->page_stack, "agreements");
  open_popovers (window, window->page_stack);
  open_popovers_of_first (window, KLASTER_TABLE_AGREEMENT);
}

static void
begin_popovers_of_members (KlasterWindow *window)
{
  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  open_popovers (window, window->page_stack);
  open_popovers_of_first (window, KLASTER_TABLE_DUAL_PLACE);
  open_popovers_of_first (window, KLASTER_TABLE_GOAL);
}

/* Actions that ask what they need before they show anything: the window goes before they have it. */
static void
begin_at_once (KlasterWindow *window)
{
  activate (window, "win.share-copy");
  activate (window, "win.history");
  activate (window, "win.file-properties");
  activate (window, "win.print");
}

static void
test_closing (gconstpointer data)
{
  const Closing *closing = data;
  GListModel *toplevels = gtk_window_get_toplevels ();
  KlasterWindow *window = open_sample ();

  klaster_window_ensure_panel (window);
  closing->begin (window);
  close_window (window);
  klaster_await (g_list_model_get_n_items (toplevels) == 0, SECONDS);
}

int
main (int    argc,
      char **argv)
{
  static const Closing closings[] = {
    { "/closing/at-once", begin_at_once },
    { "/closing/files", begin_files },
    { "/closing/files-of-dialogs", begin_files_of_dialogs },
    { "/closing/print-dialog", begin_print_dialog },
    { "/closing/writing", begin_writing },
    { "/closing/reading", begin_reading },
    { "/closing/import", begin_import },
    { "/closing/year-turn", begin_year_turn },
    { "/closing/turning", begin_turning },
    { "/closing/popovers-of-map", begin_popovers_of_map },
    { "/closing/popovers-of-agreements", begin_popovers_of_agreements },
    { "/closing/popovers-of-members", begin_popovers_of_members },
  };

  klaster_test_window_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (closings); i++)
    g_test_add_data_func (closings[i].path, &closings[i], test_closing);

  return klaster_test_window_run ();
}
