/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "klaster-application-private.h"
#include "klaster-check.h"
#include "klaster-document-copy.h"
#include "klaster-focus.h"
#include "klaster-icons.h"
#include "klaster-record.h"
#include "klaster-resources.h"
#include "klaster-settings.h"
#include "klaster-window.h"
#include "klaster-worker.h"

/* So long after the start what an earlier run left behind is published. */
#define PUBLISH_LEFT_SECONDS 5

/**
 * KlasterApplication:
 *
 * The program: one window for each project. A file that is open already comes to the front, under whatever name.
 */
G_DEFINE_FINAL_TYPE (KlasterApplication, klaster_application, ADW_TYPE_APPLICATION)

/* Looking whether a file is one of those that are open, by another name: on a worker, the disk may be far away. */
typedef struct
{
  GFile *file;
  GPtrArray *others;  /* GFile */
  GPtrArray *windows; /* KlasterWindow, in the same order */
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_object_unref (lookup->file);
  g_ptr_array_unref (lookup->others);
  g_ptr_array_unref (lookup->windows);
  g_free (lookup);
}

static char *
resolve_path (GFile *file)
{
  const char *path = g_file_peek_path (file);
  char *resolved = path != NULL ? realpath (path, NULL) : NULL;
  char *result = g_strdup (resolved);

  free (resolved);

  return result;
}

static void
lookup_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Lookup *lookup = data;
  g_autofree char *path = resolve_path (lookup->file);

  for (guint i = 0; path != NULL && i < lookup->others->len; i++)
    {
      g_autofree char *other = resolve_path (g_ptr_array_index (lookup->others, i));

      if (g_strcmp0 (path, other) == 0)
        {
          g_task_return_int (task, i);
          return;
        }
    }
  g_task_return_int (task, -1);
}

static KlasterWindow *
get_empty_window (KlasterApplication *self)
{
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (KLASTER_IS_WINDOW (active) && klaster_window_is_empty (KLASTER_WINDOW (active)))
    return KLASTER_WINDOW (active);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (KLASTER_IS_WINDOW (l->data) && klaster_window_is_empty (l->data))
        return l->data;
    }

  return klaster_window_new (self);
}

static void
lookup_done_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  KlasterApplication *self = KLASTER_APPLICATION (source);
  Lookup *lookup = g_task_get_task_data (G_TASK (result));
  gssize position = g_task_propagate_int (G_TASK (result), NULL);
  KlasterWindow *window;

  if (position >= 0 && gtk_widget_get_mapped (g_ptr_array_index (lookup->windows, position)))
    {
      gtk_window_present (g_ptr_array_index (lookup->windows, position));
    }
  else
    {
      window = get_empty_window (self);
      klaster_window_open_file (window, lookup->file);
      gtk_window_present (GTK_WINDOW (window));
    }
  g_application_release (G_APPLICATION (self));
}

/**
 * klaster_application_open_file:
 * @self: the application
 * @file: a project file
 *
 * Opens @file in a window, or brings the window to the front that shows it already.
 */
void
klaster_application_open_file (KlasterApplication *self,
                               GFile              *file)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) windows = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (KLASTER_IS_APPLICATION (self));
  g_return_if_fail (G_IS_FILE (file));

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      GFile *other = KLASTER_IS_WINDOW (l->data) ? klaster_window_get_file (l->data) : NULL;

      if (other == NULL || klaster_window_is_empty (l->data))
        continue;
      if (g_file_equal (other, file))
        {
          gtk_window_present (l->data);
          return;
        }
      g_ptr_array_add (others, g_object_ref (other));
      g_ptr_array_add (windows, g_object_ref (l->data));
    }

  if (others->len > 0)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, lookup_done_cb, NULL);
      Lookup *lookup = g_new0 (Lookup, 1);

      lookup->file = g_object_ref (file);
      lookup->others = g_steal_pointer (&others);
      lookup->windows = g_steal_pointer (&windows);
      g_task_set_source_tag (task, klaster_application_open_file);
      g_task_set_task_data (task, lookup, lookup_free);
      g_application_hold (G_APPLICATION (self));
      klaster_worker_run_task (task, lookup_thread);
    }
  else
    {
      KlasterWindow *window = get_empty_window (self);

      klaster_window_open_file (window, file);
      gtk_window_present (GTK_WINDOW (window));
    }
}

/**
 * klaster_application_open_new:
 * @self: the application
 * @file: (nullable): where the project is to be; %NULL: in the user's data folder, until it is given a name
 * @region: (nullable): of the cluster
 * @content: (nullable): an exported document to begin with
 * @blobs: (nullable) (element-type GBytes): files that @content refers to
 * @edit: (nullable): what to fill in at once
 *
 * Makes a new project in a window.
 */
void
klaster_application_open_new (KlasterApplication *self,
                              GFile              *file,
                              const char         *region,
                              GBytes             *content,
                              GPtrArray          *blobs,
                              KlasterEdit        *edit)
{
  KlasterWindow *window;

  g_return_if_fail (KLASTER_IS_APPLICATION (self));

  window = get_empty_window (self);
  klaster_window_open_new (window, file, region, content, blobs, edit);
  gtk_window_present (GTK_WINDOW (window));
}

/**
 * klaster_application_complete_name:
 * @file: a place that somebody chose for a project
 *
 * Returns: (transfer full): the same with ".klaster" at its end
 */
GFile *
klaster_application_complete_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *complete = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (name == NULL || folder == NULL || g_str_has_suffix (name, ".klaster"))
    return g_object_ref (file);

  complete = g_strconcat (name, ".klaster", NULL);

  return g_file_get_child (folder, complete);
}

static void
published_left_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (GPtrArray) files = klaster_project_publish_left_finish (result, NULL);

  for (guint i = 0; files && i < files->len; i++)
    g_message ("Work of an earlier run waits for “%s” to be opened", g_file_peek_path (g_ptr_array_index (files, i)));
}

static gboolean
publish_left_cb (gpointer data)
{
  klaster_project_publish_left_async (NULL, published_left_cb, NULL);
  klaster_document_copies_clear_async (NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
klaster_application_startup (GApplication *application)
{
  KlasterApplication *self = KLASTER_APPLICATION (application);

  G_APPLICATION_CLASS (klaster_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APPLICATION_ID);
  klaster_record_register_types ();
  klaster_check_set_up_attention ();
  klaster_application_add_actions (self);
  /* What a crash or an earlier run left behind, after the first window is there and its file has been opened. */
  g_timeout_add_seconds (PUBLISH_LEFT_SECONDS, publish_left_cb, NULL);
}

static void
klaster_application_activate (GApplication *application)
{
  KlasterApplication *self = KLASTER_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (self->sample)
    {
      self->sample = FALSE;
      g_action_group_activate_action (G_ACTION_GROUP (self), "open-sample", NULL);
      return;
    }

  if (window == NULL)
    window = GTK_WINDOW (klaster_window_new (self));
  gtk_window_present (window);
}

static void
klaster_application_open (GApplication *application,
                          GFile       **files,
                          int           n_files,
                          const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    klaster_application_open_file (KLASTER_APPLICATION (application), files[i]);
}

static int
klaster_application_handle_local_options (GApplication *application,
                                          GVariantDict *options)
{
  KlasterApplication *self = KLASTER_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("klaster %s\n", PACKAGE_VERSION);
      return 0;
    }

  if (g_variant_dict_contains (options, "sample"))
    {
      g_autoptr (GError) error = NULL;

      if (!g_application_register (application, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
      if (g_application_get_is_remote (application))
        {
          g_action_group_activate_action (G_ACTION_GROUP (application), "open-sample", NULL);
          return 0;
        }
      self->sample = TRUE;
    }

  return -1;
}

static void
klaster_application_window_added (GtkApplication *application,
                                  GtkWindow      *window)
{
  klaster_tend_focus (window);

  GTK_APPLICATION_CLASS (klaster_application_parent_class)->window_added (application, window);
}

static void
klaster_application_class_init (KlasterApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_class = GTK_APPLICATION_CLASS (klass);

  application_class->startup = klaster_application_startup;
  application_class->activate = klaster_application_activate;
  application_class->open = klaster_application_open;
  application_class->handle_local_options = klaster_application_handle_local_options;
  gtk_class->window_added = klaster_application_window_added;
}

static void
klaster_application_init (KlasterApplication *self)
{
  static const GOptionEntry options[] = {
    { "sample", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open the sample project"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and exit"), NULL },
    { NULL }
  };

  /* Keeps the linker from leaving out the templates and icons, which nothing names. */
  g_resources_register (klaster_get_resource ());
  g_resources_register (klaster_icons_get_resource ());

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _("Plans and maps education clusters."));
}

/**
 * klaster_application_new:
 *
 * Returns: (transfer full): the application
 */
KlasterApplication *
klaster_application_new (void)
{
  return g_object_new (KLASTER_TYPE_APPLICATION,
                       "application-id", APPLICATION_ID,
                       "resource-base-path", "/io/github/klaster_app/Klaster",
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       NULL);
}
