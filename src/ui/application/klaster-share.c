/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-compat.h"
#include "klaster-history.h"
#include "klaster-progress-window.h"
#include "klaster-share.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

/* Sharing a copy, from the question to the file. */
typedef struct
{
  KlasterWindow *window;
  GtkWidget *options;
  GtkCheckButton *history_check;
  GtkCheckButton *attachments_check;
  KlasterShareFlags flags;
} Share;

static void
share_free (Share *share)
{
  g_clear_object (&share->options);
  g_clear_object (&share->window);
  g_free (share);
}

/* Counts what somebody who gets a copy will see besides the records. The same bytes attached twice count once. */
static void
count_contents (KlasterSnapshot      *snapshot,
                GPtrArray            *history,
                KlasterShareContents *contents)
{
  g_autoptr (GHashTable) authors = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) blobs = g_hash_table_new (g_str_hash, g_str_equal);
  KlasterRowIter iter;
  KlasterRow *row;

  *contents = (KlasterShareContents) { 0 };
  for (guint i = 0; i < history->len; i++)
    {
      KlasterHistoryEntry *entry = g_ptr_array_index (history, i);

      if (klaster_history_entry_has_content (entry))
        contents->n_edits++;
      if (entry->author != NULL && *entry->author != '\0')
        g_hash_table_add (authors, entry->author);
    }
  contents->n_authors = g_hash_table_size (authors);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *hash = klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256);

      if (hash != NULL && g_hash_table_add (blobs, (gpointer) hash))
        contents->attachment_bytes += klaster_row_get_integer (row, KLASTER_ATTACHMENT_SIZE);
    }
  contents->n_attachments = g_hash_table_size (blobs);
}

/* A copy on its way */
typedef struct
{
  KlasterWindow *window;
  GFile *file;
  KlasterProgressWindow *progress;
} Copying;

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  Copying *copying = data;
  g_autoptr (GError) error = NULL;

  klaster_progress_window_end (copying->progress);
  klaster_project_share_copy_finish (KLASTER_PROJECT (source), result, &error);
  klaster_window_show_written (GTK_WINDOW (copying->window), copying->file, NULL, error);
  g_object_unref (copying->window);
  g_object_unref (copying->file);
  g_free (copying);
}

/**
 * klaster_share_write:
 * @window: the window of a project
 * @file: where to
 * @flags: what the copy does without
 *
 * Writes the copy and says when it is there. When it takes a while, it can be cancelled, and what was there before stays.
 */
void
klaster_share_write (KlasterWindow     *window,
                     GFile             *file,
                     KlasterShareFlags  flags)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;
  Copying *copying;

  g_return_if_fail (KLASTER_IS_WINDOW (window) && window->project != NULL);
  g_return_if_fail (G_IS_FILE (file));

  copying = g_new (Copying, 1);
  copying->window = g_object_ref (window);
  copying->file = g_object_ref (file);
  name = g_file_get_basename (file);
  /* Translators: %s is the name of a file. */
  message = g_strdup_printf (_("Writing “%s”…"), name);
  copying->progress = klaster_progress_window_new (GTK_WINDOW (window), message, cancellable);
  klaster_project_share_copy_async (window->project, file, flags, cancellable, copied_cb, copying);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  Share *share = data;
  KlasterProject *project = klaster_window_get_project (share->window);
  g_autoptr (GFile) file = klaster_compat_save_file_finish (result, NULL);

  if (file != NULL && project != NULL)
    {
      g_autoptr (GFile) named = klaster_application_complete_name (file);

      if (klaster_window_get_file (share->window) != NULL && g_file_equal (named, klaster_window_get_file (share->window)))
        klaster_window_show_error (share->window, _("A copy cannot take the place of the file that is open. Choose another "
                                                    "name for it."));
      else
        klaster_share_write (share->window, named, share->flags);
    }
  share_free (share);
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  const char *const patterns[] = { "*.klaster", NULL };
  Share *share = data;
  KlasterProject *project = klaster_window_get_project (share->window);
  g_autofree char *answer = klaster_compat_choose_finish (result, NULL);
  g_autoptr (GListModel) filters = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *proposed = NULL;

  if (answer == NULL || project == NULL)
    {
      share_free (share);
      return;
    }

  if (!gtk_check_button_get_active (share->history_check))
    share->flags |= KLASTER_SHARE_WITHOUT_HISTORY;
  if (!gtk_check_button_get_active (share->attachments_check))
    share->flags |= KLASTER_SHARE_WITHOUT_ATTACHMENTS;

  stem = g_strdup (klaster_project_get_display_name (project));
  if (g_str_has_suffix (stem, ".klaster"))
    stem[strlen (stem) - strlen (".klaster")] = '\0';
  /* Translators: name of a file; %s is the name of the project that it is a copy of. */
  proposed = g_strdup_printf (_("%s (copy).klaster"), stem);
  filters = klaster_compat_create_filters (_("Klaster Projects"), patterns);
  klaster_compat_save_file_async (GTK_WINDOW (share->window), _("Share a Copy"), _("_Save Copy"), proposed, NULL, filters,
                                  NULL, place_chosen_cb, share);
}

static GtkCheckButton *
add_check (GtkWidget  *box,
           const char *label,
           const char *details,
           gboolean    sensitive)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);
  GtkWidget *text = gtk_label_new (details);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), sensitive);
  gtk_widget_set_sensitive (check, sensitive);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_set_margin_start (text, 28);
  gtk_widget_set_margin_bottom (text, 6);
  gtk_widget_add_css_class (text, "dim-label");
  gtk_widget_add_css_class (text, "caption");
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), text);

  return GTK_CHECK_BUTTON (check);
}

static void
history_loaded_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  const KlasterChoice choices[] = {
    { "share", _("_Choose Place…"), KLASTER_CHOICE_SUGGESTED },
  };
  Share *share = data;
  KlasterProject *project = KLASTER_PROJECT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = klaster_project_load_history_finish (project, result, &error);
  KlasterShareContents contents;
  g_autofree char *edits = NULL;
  g_autofree char *authors = NULL;
  g_autofree char *history_text = NULL;
  g_autofree char *size = NULL;
  g_autofree char *attachments_text = NULL;

  if (history == NULL)
    {
      klaster_window_show_error (share->window, error->message);
      share_free (share);
      return;
    }

  count_contents (klaster_project_get_snapshot (project), history, &contents);
  edits = g_strdup_printf (ngettext ("%u past edit", "%u past edits", contents.n_edits), contents.n_edits);
  authors = g_strdup_printf (ngettext ("the name of %u author", "the names of %u authors", contents.n_authors),
                             contents.n_authors);
  /* Translators: what goes along with the history: "12 past edits and the names of 3 authors". */
  history_text = g_strdup_printf (_("%1$s with what was deleted or overwritten, and %2$s. Without it, the copy cannot be "
                                    "undone step by step."), edits, authors);
  size = g_format_size (contents.attachment_bytes);
  attachments_text = contents.n_attachments > 0
                         ? g_strdup_printf (ngettext ("%1$u file, %2$s", "%1$u files, %2$s", contents.n_attachments),
                                            contents.n_attachments, size)
                         : g_strdup (_("No files are attached."));

  share->options = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  share->history_check = add_check (share->options, _("Include the _history"), history_text, TRUE);
  share->attachments_check = add_check (share->options, _("Include _attached files"), attachments_text,
                                        contents.n_attachments > 0);
  klaster_compat_choose_async (GTK_WINDOW (share->window), _("Share a Copy"),
                               _("The copy is a file of its own, to be mailed or put on a stick. You go on working in this "
                                 "one."),
                               share->options, choices, G_N_ELEMENTS (choices), "share", NULL, answer_cb, share);
}

/**
 * klaster_share_copy:
 * @window: the window of a project
 *
 * Asks what is to go along, and where, and writes a compact copy.
 */
void
klaster_share_copy (KlasterWindow *window)
{
  Share *share;

  g_return_if_fail (KLASTER_IS_WINDOW (window));
  g_return_if_fail (klaster_window_get_project (window) != NULL);

  share = g_new0 (Share, 1);
  share->window = g_object_ref (window);
  klaster_project_load_history_async (klaster_window_get_project (window), -1, 0, NULL, history_loaded_cb, share);
}
