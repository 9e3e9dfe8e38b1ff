/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-compat.h"

/* GtkFileChooserNative and AdwMessageDialog were deprecated after the versions that are named as the oldest and newest
 * allowed, so they give no notes; what follows them (GtkFileDialog 4.10, AdwAlertDialog 1.5) does not exist in the oldest. */

#define CHOOSER_SECONDS 20

static void
end_dialog (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  GObject *parent = g_task_get_source_object (task);

  if (cancellable != NULL)
    g_signal_handlers_disconnect_by_data (cancellable, task);
  if (parent != NULL)
    g_signal_handlers_disconnect_by_data (parent, task);
}

/* To destroy it lets nobody's reference go. */
static gboolean
dispose_of_chooser_cb (gpointer data)
{
  gtk_native_dialog_destroy (data);
  g_object_unref (data);

  return G_SOURCE_REMOVE;
}

/* What GTK 4.18 is still told of the folder goes into buttons of its path bar, whether they are there or not: they stay for
 * as long as a folder may take to answer. */
static void
free_chooser (gpointer data)
{
  gtk_native_dialog_hide (data);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, CHOOSER_SECONDS, dispose_of_chooser_cb, data, NULL);
}

static void
chooser_cancelled_cb (GCancellable *cancellable,
                      GTask        *task)
{
  gtk_native_dialog_hide (g_task_get_task_data (task));
  end_dialog (task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
}

/* The window is closed below its dialog: nothing is chosen any more. Its task, and often who asked, still hold the window,
 * so that it is hidden, but not yet disposed of. */
static void
chooser_parent_unmapped_cb (GtkWindow *parent,
                             GTask     *task)
{
  GtkNativeDialog *chooser = g_task_get_task_data (task);

  g_signal_handlers_disconnect_by_data (chooser, task);
  gtk_native_dialog_hide (chooser);
  end_dialog (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window was closed");
  g_object_unref (task);
}

static void
chooser_response_cb (GtkNativeDialog *chooser,
                     int              response,
                     GTask           *task)
{
  g_signal_handlers_disconnect_by_data (chooser, task);
  end_dialog (task);
  if (response == GTK_RESPONSE_ACCEPT && gtk_file_chooser_get_select_multiple (GTK_FILE_CHOOSER (chooser)))
    g_task_return_pointer (task, gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser)), g_object_unref);
  else if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task, gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
  g_object_unref (task);
}

static void
run_chooser (GtkWindow            *parent,
             GtkFileChooserAction  action,
             const char           *title,
             const char           *accept,
             const char           *name,
             GFile                *folder,
             GListModel           *filters,
             GTask                *task)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, accept, NULL);
  GCancellable *cancellable = g_task_get_cancellable (task);
  guint n_filters = filters != NULL ? g_list_model_get_n_items (filters) : 0;

  g_task_set_task_data (task, chooser, free_chooser);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  for (guint i = 0; i < n_filters; i++)
    {
      g_autoptr (GtkFileFilter) filter = g_list_model_get_item (filters, i);

      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
      if (i == 0)
        gtk_file_chooser_set_filter (GTK_FILE_CHOOSER (chooser), filter);
    }
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser),
                                        g_task_get_source_tag (task) == klaster_compat_open_files_async);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);

  g_signal_connect (chooser, "response", G_CALLBACK (chooser_response_cb), task);
  if (parent != NULL)
    g_signal_connect (parent, "unmap", G_CALLBACK (chooser_parent_unmapped_cb), task);
  if (cancellable != NULL)
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (chooser_cancelled_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/**
 * klaster_compat_open_file_async:
 * @parent: (nullable): window that the dialog belongs to
 * @title: what the dialog is for
 * @accept: what its button says, with a mnemonic
 * @filters: (nullable): list of #GtkFileFilter, the first one is on
 * @cancellable: (nullable): closes the dialog
 * @callback: called when a file was chosen or the dialog closed
 * @user_data: for @callback
 *
 * Asks for a file to read.
 */
void
klaster_compat_open_file_async (GtkWindow           *parent,
                                const char          *title,
                                const char          *accept,
                                GListModel          *filters,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, klaster_compat_open_file_async);
  run_chooser (parent, GTK_FILE_CHOOSER_ACTION_OPEN, title, accept, NULL, NULL, filters, task);
}

/**
 * klaster_compat_open_file_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED when no file was chosen
 *
 * Returns: (transfer full) (nullable): the file chosen
 */
GFile *
klaster_compat_open_file_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * klaster_compat_open_files_async:
 * @parent: (nullable): window that the dialog belongs to
 * @title: what the dialog is for
 * @accept: what its button says, with a mnemonic
 * @callback: called when files were chosen or the dialog closed
 * @user_data: for @callback
 *
 * Asks for one file or several to read.
 */
void
klaster_compat_open_files_async (GtkWindow           *parent,
                                 const char          *title,
                                 const char          *accept,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (parent, NULL, callback, user_data);

  g_task_set_source_tag (task, klaster_compat_open_files_async);
  run_chooser (parent, GTK_FILE_CHOOSER_ACTION_OPEN, title, accept, NULL, NULL, NULL, task);
}

/**
 * klaster_compat_open_files_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED when no file was chosen
 *
 * Returns: (transfer full) (nullable) (element-type GFile): the files chosen
 */
GListModel *
klaster_compat_open_files_finish (GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * klaster_compat_save_file_async:
 * @parent: (nullable): window that the dialog belongs to
 * @title: what the dialog is for
 * @accept: what its button says, with a mnemonic
 * @name: (nullable): the name proposed
 * @folder: (nullable): the folder proposed
 * @filters: (nullable): list of #GtkFileFilter
 * @cancellable: (nullable): closes the dialog
 * @callback: called when a place was chosen or the dialog closed
 * @user_data: for @callback
 *
 * Asks for a place to write to; the dialog itself asks before an existing file is replaced.
 */
void
klaster_compat_save_file_async (GtkWindow           *parent,
                                const char          *title,
                                const char          *accept,
                                const char          *name,
                                GFile               *folder,
                                GListModel          *filters,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, klaster_compat_save_file_async);
  run_chooser (parent, GTK_FILE_CHOOSER_ACTION_SAVE, title, accept, name, folder, filters, task);
}

/**
 * klaster_compat_save_file_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED when no place was chosen
 *
 * Returns: (transfer full) (nullable): the file chosen
 */
GFile *
klaster_compat_save_file_finish (GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
choice_cancelled_cb (GCancellable *cancellable,
                     GTask        *task)
{
  gtk_window_close (g_task_get_task_data (task));
}

static void
choice_response_cb (AdwMessageDialog *dialog,
                    const char       *response,
                    GTask            *task)
{
  g_signal_handlers_disconnect_by_data (dialog, task);
  end_dialog (task);
  if (g_strcmp0 (response, adw_message_dialog_get_close_response (dialog)) == 0)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Nothing was chosen");
  else
    g_task_return_pointer (task, g_strdup (response), g_free);
  g_object_unref (task);
}

static void
choice_parent_unmapped_cb (GtkWindow *parent,
                           GTask     *task)
{
  gtk_window_destroy (g_task_get_task_data (task));
}

/* It goes without an answer, because its window is closed. */
static void
choice_destroyed_cb (AdwMessageDialog *dialog,
                     GTask            *task)
{
  g_signal_handlers_disconnect_by_data (dialog, task);
  end_dialog (task);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window was closed");
  g_object_unref (task);
}

/**
 * klaster_compat_choose_async:
 * @parent: (nullable): window that the question belongs to
 * @heading: the question in a few words
 * @body: (nullable): what there is to know before answering
 * @extra: (nullable): a widget below the text, an entry for example
 * @choices: the answers; "Cancel" is added in front unless one has the id "close"
 * @n_choices: their number
 * @default_id: (nullable): the answer that Enter gives
 * @cancellable: (nullable): closes the question
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks a question in the window.
 */
void
klaster_compat_choose_async (GtkWindow           *parent,
                             const char          *heading,
                             const char          *body,
                             GtkWidget           *extra,
                             const KlasterChoice *choices,
                             guint                n_choices,
                             const char          *default_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  static const AdwResponseAppearance looks[] = {
    [KLASTER_CHOICE_PLAIN] = ADW_RESPONSE_DEFAULT,
    [KLASTER_CHOICE_SUGGESTED] = ADW_RESPONSE_SUGGESTED,
    [KLASTER_CHOICE_DESTRUCTIVE] = ADW_RESPONSE_DESTRUCTIVE,
  };
  GTask *task = g_task_new (parent, cancellable, callback, user_data);
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  gboolean closes = FALSE;

  g_task_set_source_tag (task, klaster_compat_choose_async);
  g_task_set_task_data (task, dialog, NULL);
  for (guint i = 0; i < n_choices; i++)
    closes = closes || g_strcmp0 (choices[i].id, "close") == 0;
  if (!closes)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  for (guint i = 0; i < n_choices; i++)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), choices[i].id, choices[i].label);
      adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), choices[i].id, looks[choices[i].look]);
    }
  if (default_id != NULL)
    adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), default_id);
  if (extra != NULL)
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), extra);

  g_signal_connect (dialog, "response", G_CALLBACK (choice_response_cb), task);
  g_signal_connect (dialog, "destroy", G_CALLBACK (choice_destroyed_cb), task);
  if (parent != NULL)
    g_signal_connect (parent, "unmap", G_CALLBACK (choice_parent_unmapped_cb), task);
  if (cancellable != NULL)
    g_signal_connect (cancellable, "cancelled", G_CALLBACK (choice_cancelled_cb), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

/**
 * klaster_compat_choose_finish:
 * @result: what the callback got
 * @error: %G_IO_ERROR_CANCELLED when the question was closed
 *
 * Returns: (transfer full) (nullable): the id of the answer
 */
char *
klaster_compat_choose_finish (GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * klaster_compat_choose_set_enabled:
 * @extra: the widget given to klaster_compat_choose_async(), while the question is open
 * @id: an answer
 * @enabled: whether it can be given now
 *
 * Lets an answer depend on what was entered.
 */
void
klaster_compat_choose_set_enabled (GtkWidget  *extra,
                                   const char *id,
                                   gboolean    enabled)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (extra, ADW_TYPE_MESSAGE_DIALOG);

  if (dialog != NULL)
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), id, enabled);
}

/**
 * klaster_compat_show_about:
 * @parent: (nullable): window to show it over
 *
 * Says what the program is, its version, its licence and where its map data come from.
 */
void
klaster_compat_show_about (GtkWindow *parent)
{
  GtkWidget *about = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                   "transient-for", parent,
                                   "modal", TRUE,
                                   "application-name", "Klaster",
                                   "application-icon", APPLICATION_ID,
                                   "version", PACKAGE_VERSION,
                                   "comments", _("Plans and maps education clusters: members, their cooperation, the "
                                                 "agreements behind it and the goals they serve."),
                                   "license-type", GTK_LICENSE_GPL_3_0,
                                   /* Translators: names of the translators, one on each line. */
                                   "translator-credits", _("translator-credits"),
                                   NULL);

  adw_about_window_add_legal_section (ADW_ABOUT_WINDOW (about), _("Map Data"),
                                      "© OpenStreetMap contributors\nNatural Earth\nGeoNames", GTK_LICENSE_UNKNOWN, NULL);
  gtk_window_present (GTK_WINDOW (about));
}

/**
 * klaster_compat_create_filters:
 * @name: what people call these files
 * @patterns: %NULL-terminated list of name patterns
 *
 * Returns: (transfer full): filters for a file dialog: these files, and all files
 */
GListModel *
klaster_compat_create_filters (const char        *name,
                               const char *const *patterns)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) these = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (these, name);
  for (guint i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (these, patterns[i]);
  gtk_file_filter_set_name (all, _("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, these);
  g_list_store_append (filters, all);

  return G_LIST_MODEL (filters);
}

/**
 * klaster_compat_open_with_default:
 * @parent: window that it is opened from
 * @file: a file
 *
 * Opens @file with the program that people use for such files; the desktop asks when there are several.
 */
void
klaster_compat_open_with_default (GtkWindow *parent,
                                  GFile     *file)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (GTK_IS_WINDOW (parent) && G_IS_FILE (file));

  uri = g_file_get_uri (file);
  gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
}
