/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-draft.h"
#include "klaster-compat.h"
#include "klaster-draft.h"
#include "klaster-file-writing.h"
#include "klaster-settings.h"
#include "klaster-spoken.h"
#include "klaster-undo-toast.h"
#include "klaster-window-private.h"

/* From the question to the file */
typedef struct
{
  KlasterWindow *window;
  gint64 agreement_id;
  char *date;
  KlasterLanguage language;
  KlasterSnapshot *snapshot;
  GFile *file;
  GtkWidget *language_choice;
} Draft;

static void
draft_free (Draft *self)
{
  g_object_unref (self->window);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_object (&self->file);
  g_clear_object (&self->language_choice);
  g_free (self->date);
  g_free (self);
}

static Draft *
draft_new (KlasterWindow *window,
           gint64         agreement_id,
           const char    *date)
{
  Draft *self = g_new0 (Draft, 1);

  self->window = g_object_ref (window);
  self->agreement_id = agreement_id;
  self->date = g_strdup (date);

  return self;
}

static GBytes *
make_on_worker (gpointer       data,
                void         (*note) (double fraction, gpointer note_data),
                gpointer       note_data,
                GCancellable  *cancellable,
                GError       **error)
{
  Draft *self = data;

  return klaster_agreement_draft_write (self->snapshot, self->agreement_id, self->date, self->language, error);
}

/* Takes @self. */
static void
write_draft (Draft *self)
{
  self->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->window->project));
  klaster_file_write (GTK_WINDOW (self->window), self->file, make_on_worker, klaster_window_show_written, self,
                      (GDestroyNotify) draft_free);
}

static void
place_chosen_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Draft *self = user_data;

  self->file = klaster_compat_save_file_finish (result, NULL);
  if (self->file != NULL && self->window->project != NULL && !self->window->closed)
    write_draft (self);
  else
    draft_free (self);
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  static const char *const patterns[] = { "*.odt", NULL };
  Draft *self = user_data;
  KlasterProject *project = self->window->project;
  g_autofree char *answer = klaster_compat_choose_finish (result, NULL);
  KlasterRow *agreement = NULL;
  g_autoptr (GListModel) filters = NULL;
  g_autofree char *name = NULL;
  g_autofree char *proposed = NULL;

  if (answer != NULL && project != NULL && !self->window->closed)
    agreement = klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_AGREEMENT, self->agreement_id);
  if (agreement == NULL)
    {
      draft_free (self);
      return;
    }
  self->language = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->language_choice));
  g_settings_set_string (klaster_settings_get (), "print-language", klaster_language_get_code (self->language));
  name = klaster_record_describe (klaster_project_get_snapshot (project), agreement, self->language);
  proposed = g_strconcat (name, ".odt", NULL);
  g_strdelimit (proposed, "/", '-');
  filters = klaster_compat_create_filters (_("Text Documents (ODT)"), patterns);
  klaster_compat_save_file_async (GTK_WINDOW (self->window), _("Save the Draft"), _("_Save"), proposed, NULL, filters, NULL,
                                  place_chosen_cb, self);
}

/**
 * klaster_draft_ask:
 * @window: the window of a project
 * @agreement_id: an agreement
 * @date: the day that is today
 *
 * Asks in which language the text shall be and where to, and writes it.
 */
void
klaster_draft_ask (KlasterWindow *window,
                   gint64         agreement_id,
                   const char    *date)
{
  const KlasterChoice choices[] = {
    { "write", _("_Choose a Place…"), KLASTER_CHOICE_SUGGESTED },
  };
  g_autofree char *code = g_settings_get_string (klaster_settings_get (), "print-language");
  KlasterLanguage language = klaster_language_get_default ();
  Draft *self;

  g_return_if_fail (KLASTER_IS_WINDOW (window) && window->project != NULL);

  self = draft_new (window, agreement_id, date);
  klaster_language_parse (code, &language);
  self->language_choice = g_object_ref_sink (gtk_drop_down_new_from_strings (klaster_language_list_own_names ()));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->language_choice), language);
  klaster_name_drop_down (self->language_choice, _("Language of the draft"));
  klaster_compat_choose_async (GTK_WINDOW (window), _("Draft Text"),
                               _("The text follows the template for this kind of agreement, with what is recorded filled in. Lines "
                                 "to write on stand for the rest. LibreOffice and other office programs open it."),
                               self->language_choice, choices, G_N_ELEMENTS (choices), "write", NULL, answer_cb, self);
}

/**
 * klaster_draft_write:
 * @window: the window of a project
 * @agreement_id: an agreement
 * @date: the day that is today
 * @language: of the text
 * @file: where to
 *
 * Writes the text of an agreement on a worker, and says so.
 */
void
klaster_draft_write (KlasterWindow   *window,
                     gint64           agreement_id,
                     const char      *date,
                     KlasterLanguage  language,
                     GFile           *file)
{
  Draft *self;

  g_return_if_fail (KLASTER_IS_WINDOW (window) && window->project != NULL && G_IS_FILE (file));

  self = draft_new (window, agreement_id, date);
  self->language = language;
  self->file = g_object_ref (file);
  write_draft (self);
}
