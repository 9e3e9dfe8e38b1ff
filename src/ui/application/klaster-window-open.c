/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-compat.h"
#include "klaster-settings.h"
#include "klaster-window-private.h"

/* What takes less shows nothing but its end. */
#define PATIENCE_MILLISECONDS 250

/* What a new project begins with: an edit with the names from the dialog, files that its content refers to. */
typedef struct
{
  KlasterWindow *window;
  KlasterEdit *edit;
  GPtrArray *blobs;
} NewProject;

static void
new_project_free (NewProject *data)
{
  g_clear_pointer (&data->edit, klaster_edit_unref);
  g_clear_pointer (&data->blobs, g_ptr_array_unref);
  g_clear_object (&data->window);
  g_free (data);
}

static char *
get_file_name (KlasterWindow *self)
{
  g_autofree char *name = self->file != NULL ? g_file_get_basename (self->file) : NULL;

  return name != NULL ? g_filename_display_name (name) : g_strdup (_("New Project"));
}

static const char *
get_author (void)
{
  static char *author;

  g_free (author);
  author = g_settings_get_string (klaster_settings_get (), "author");

  return *author != '\0' ? author : NULL;
}

static gboolean
loading_takes_long_cb (gpointer data)
{
  KlasterWindow *self = data;

  self->loading_source = 0;
  gtk_spinner_start (self->loading_spinner);
  gtk_widget_set_visible (self->loading_box, TRUE);
  gtk_stack_set_visible_child_name (self->main_stack, "loading");

  return G_SOURCE_REMOVE;
}

/* Something takes its time; says so once it takes long. */
static void
show_opening (KlasterWindow *self,
              const char    *message,
              gboolean       closing)
{
  g_autofree char *name = get_file_name (self);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  adw_window_title_set_title (self->loading_title, name);
  gtk_label_set_text (self->loading_label, message);
  gtk_widget_set_visible (GTK_WIDGET (self->postpone_button), closing);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), !closing);
  /* An empty window rather than the start page, which would only flash. */
  gtk_widget_set_visible (self->loading_box, FALSE);
  if (!closing)
    gtk_stack_set_visible_child_name (self->main_stack, "loading");
  g_clear_handle_id (&self->loading_source, g_source_remove);
  self->loading_source = g_timeout_add (PATIENCE_MILLISECONDS, loading_takes_long_cb, self);
}

static void
end_opening (KlasterWindow *self)
{
  g_clear_handle_id (&self->loading_source, g_source_remove);
  gtk_spinner_stop (self->loading_spinner);
  g_clear_object (&self->cancellable);
}

/* What can be done about it, in whole sentences. */
static const char *
advise (const GError *error)
{
  if (error->domain != KLASTER_PROJECT_ERROR)
    return _("Try again, or open another file.");

  switch ((KlasterProjectError) error->code)
    {
    case KLASTER_PROJECT_ERROR_MISSING:
      return _("It may have been moved, renamed or deleted, or its drive is not connected. Look for it in its folder, "
               "or open another file.");
    case KLASTER_PROJECT_ERROR_PERMISSION:
      return _("Ask the owner of the file for permission to read it, or open another file.");
    case KLASTER_PROJECT_ERROR_NOT_A_PROJECT:
      return _("Choose a file whose name ends in “.klaster”. Tables and maps of other programs can be imported into a "
               "project.");
    case KLASTER_PROJECT_ERROR_DAMAGED:
      return _("The file itself was left as it is. Ask for another copy of it: the one that was sent or received by "
               "mail, a backup, or a colleague’s.");
    case KLASTER_PROJECT_ERROR_HOSTILE:
      return _("Nothing in it was run and nothing was changed. If it came by mail, ask the sender what it is.");
    case KLASTER_PROJECT_ERROR_NEWER:
      return _("It was written by a newer version of Klaster. Install the newer version to open it.");
    case KLASTER_PROJECT_ERROR_FULL:
      return _("Make some space on this computer’s disk and try again.");
    case KLASTER_PROJECT_ERROR_NOT_PUBLISHED:
    case KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO:
    case KLASTER_PROJECT_ERROR_READ_ONLY:
    case KLASTER_PROJECT_ERROR_FAILED:
    case KLASTER_PROJECT_ERROR_DIVERGED:
    default:
      return _("Try again, or open another file.");
    }
}

static const char *
name_failure (const GError *error)
{
  if (error->domain != KLASTER_PROJECT_ERROR)
    return _("The Project Could Not Be Opened");

  switch ((KlasterProjectError) error->code)
    {
    case KLASTER_PROJECT_ERROR_MISSING:
      return _("The File Is Not There");
    case KLASTER_PROJECT_ERROR_PERMISSION:
      return _("The File May Not Be Read");
    case KLASTER_PROJECT_ERROR_NOT_A_PROJECT:
      return _("This Is Not a Project");
    case KLASTER_PROJECT_ERROR_DAMAGED:
      return _("The File Is Damaged");
    case KLASTER_PROJECT_ERROR_HOSTILE:
      return _("The File Cannot Be Trusted");
    case KLASTER_PROJECT_ERROR_NEWER:
      return _("The File Is Newer Than This Program");
    case KLASTER_PROJECT_ERROR_FULL:
      return _("There Is No Space Left");
    case KLASTER_PROJECT_ERROR_NOT_PUBLISHED:
    case KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO:
    case KLASTER_PROJECT_ERROR_READ_ONLY:
    case KLASTER_PROJECT_ERROR_FAILED:
    case KLASTER_PROJECT_ERROR_DIVERGED:
    default:
      return _("The Project Could Not Be Opened");
    }
}

/* Whether the file may open another time, as it is. */
static gboolean
may_open_later (const GError *error)
{
  return !g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED)
         && !g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE)
         && !g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT)
         && !g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NEWER);
}

/* The page that says which file could not be opened, why, and what can be done. */
static void
show_open_failure (KlasterWindow *self,
                   const GError  *error)
{
  g_autofree char *name = get_file_name (self);
  g_autofree char *what = NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  gboolean again = may_open_later (error);
  GtkWidget *first = again ? self->retry_button : self->open_other_button;
  GtkWidget *second = again ? self->open_other_button : self->retry_button;

  /* Where exactly a file is broken is for the log. */
  if (g_error_matches (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED))
    {
      g_message ("%s: %s", name, error->message);
      /* Translators: %s is the name of a file. */
      what = g_strdup_printf (_("Parts of “%s” are missing or were changed by an accident."), name);
    }
  else
    {
      what = g_strdup (error->message);
    }
  text = g_strdup_printf ("%s\n\n%s", what, advise (error));
  markup = g_markup_escape_text (text, -1);

  adw_window_title_set_title (self->error_title, name);
  gtk_window_set_title (GTK_WINDOW (self), name);
  adw_status_page_set_title (self->error_page, name_failure (error));
  adw_status_page_set_description (self->error_page, markup);
  gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (first)), first, NULL);
  gtk_widget_add_css_class (first, "suggested-action");
  gtk_widget_remove_css_class (second, "suggested-action");
  gtk_stack_set_visible_child_name (self->main_stack, "error");
  klaster_window_update_actions (self);
  gtk_widget_grab_focus (first);
}

static void
take_result (KlasterWindow  *self,
             KlasterProject *project,
             const GError   *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  end_opening (self);
  if (project != NULL)
    {
      klaster_window_set_project (self, project);
      if (self->file != NULL)
        klaster_application_add_recent (self->file);
    }
  else if (cancelled)
    {
      g_clear_object (&self->file);
      gtk_stack_set_visible_child_name (self->main_stack, "start");
      gtk_window_set_title (GTK_WINDOW (self), "Klaster");
    }
  else
    {
      show_open_failure (self, error);
    }
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = klaster_project_open_finish (result, &error);

  if (self->closed)
    return;
  take_result (self, project, error);
}

/**
 * klaster_window_open_file:
 * @self: a window without a project
 * @file: a project file
 *
 * Opens the file. A file that cannot be opened is named on an error page, with what can be done.
 */
void
klaster_window_open_file (KlasterWindow *self,
                          GFile         *file)
{
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (KLASTER_IS_WINDOW (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (self->project == NULL);

  g_set_object (&self->file, file);
  name = get_file_name (self);
  /* Translators: %s is the name of a file. */
  message = g_strdup_printf (_("Opening “%s”…"), name);
  show_opening (self, message, FALSE);
  klaster_project_open_async (file, KLASTER_OPEN_DEFAULT, get_author (), self->cancellable, opened_cb,
                              g_object_ref (self));
}

/* @error NULL: all went well */
static void
show_failure (KlasterWindow *self,
              const GError  *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->closed)
    klaster_window_show_error (self, error->message);
}

static void
first_edit_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (source), result, &error);

  show_failure (self, error);
}

static void
blob_stored_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = klaster_project_store_blob_finish (KLASTER_PROJECT (source), result, &error);

  show_failure (self, error);
}

static void
created_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  NewProject *data = user_data;
  KlasterWindow *self = data->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = klaster_project_new_finish (result, &error);

  if (!self->closed)
    {
      take_result (self, project, error);
      if (project != NULL && data->edit != NULL)
        klaster_project_commit_async (project, data->edit, NULL, first_edit_cb, g_object_ref (self));
      for (guint i = 0; project != NULL && data->blobs != NULL && i < data->blobs->len; i++)
        klaster_project_store_blob_async (project, g_ptr_array_index (data->blobs, i), NULL, blob_stored_cb,
                                          g_object_ref (self));
    }
  new_project_free (data);
}

/**
 * klaster_window_open_new:
 * @self: a window without a project
 * @file: (nullable): where the project is to be; %NULL: in the user's data folder, until it is given a name
 * @region: (nullable): of the cluster
 * @content: (nullable): an exported document to begin with
 * @blobs: (nullable) (element-type GBytes): files that @content refers to
 * @edit: (nullable): what to fill in at once
 *
 * Makes a new project and shows it.
 */
void
klaster_window_open_new (KlasterWindow *self,
                         GFile         *file,
                         const char    *region,
                         GBytes        *content,
                         GPtrArray     *blobs,
                         KlasterEdit   *edit)
{
  NewProject *data;

  g_return_if_fail (KLASTER_IS_WINDOW (self));
  g_return_if_fail (self->project == NULL);

  g_set_object (&self->file, file);
  data = g_new0 (NewProject, 1);
  data->window = g_object_ref (self);
  data->blobs = blobs != NULL ? g_ptr_array_ref (blobs) : NULL;
  data->edit = edit != NULL ? klaster_edit_ref (edit) : NULL;
  show_opening (self, _("Making a new project…"), FALSE);
  klaster_project_new_async (file, region, content, KLASTER_OPEN_DEFAULT, get_author (), self->cancellable, created_cb,
                             data);
}

static void close_project (KlasterWindow *self,
                           gboolean       postpone);

static void
not_saved_answer_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autofree char *answer = klaster_compat_choose_finish (result, NULL);

  if (g_strcmp0 (answer, "keep") == 0)
    close_project (self, TRUE);
  else if (g_strcmp0 (answer, "elsewhere") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.save-as", NULL);
}

static void
ask_about_unsaved (KlasterWindow *self,
                   const GError  *error)
{
  const KlasterChoice choices[] = {
    { "elsewhere", _("Save _Elsewhere…"), KLASTER_CHOICE_PLAIN },
    { "keep", _("_Keep Here and Close"), KLASTER_CHOICE_SUGGESTED },
  };
  g_autofree char *name = get_file_name (self);
  g_autofree char *heading = NULL;
  g_autofree char *body = NULL;

  /* Translators: %s is the name of a file. */
  heading = g_strdup_printf (_("“%s” Is Not Saved Yet"), name);
  /* Translators: %s is a sentence that says why the file could not be written. */
  body = g_strdup_printf (_("%s\n\nYour work is kept on this computer. It goes into the file the next time it is opened "
                            "with Klaster here."), error->message);
  klaster_compat_choose_async (GTK_WINDOW (self), heading, body, NULL, choices, G_N_ELEMENTS (choices), "keep", NULL,
                               not_saved_answer_cb, g_object_ref (self));
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (KlasterWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = klaster_project_close_finish (KLASTER_PROJECT (source), result, &error);

  end_opening (self);
  self->closing = FALSE;
  if (done)
    {
      self->closed = TRUE;
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      close_project (self, TRUE);
      return;
    }

  gtk_stack_set_visible_child_name (self->main_stack, "project");
  gtk_window_present (GTK_WINDOW (self));
  ask_about_unsaved (self, error);
}

static void
close_project (KlasterWindow *self,
               gboolean       postpone)
{
  g_autofree char *name = get_file_name (self);
  g_autofree char *message = NULL;

  self->closing = TRUE;
  /* Translators: %s is the name of a file. */
  message = g_strdup_printf (_("Saving “%s”…"), name);
  show_opening (self, message, !postpone);
  klaster_project_close_async (self->project, postpone, self->cancellable, closed_cb, g_object_ref (self));
}

/* Whether the window has to stay until its project is closed. */
gboolean
klaster_window_begin_close (KlasterWindow *self)
{
  if (self->closing)
    return TRUE;
  if (self->project == NULL || self->closed)
    {
      self->closed = TRUE;
      if (self->cancellable != NULL)
        g_cancellable_cancel (self->cancellable);
      return FALSE;
    }

  klaster_window_flush (self);
  close_project (self, FALSE);

  return TRUE;
}

/* The rest is published at the next start. */
void
klaster_window_postpone (KlasterWindow *self)
{
  if (self->closing && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
