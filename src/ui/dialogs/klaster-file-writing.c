/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-file-writing.h"
#include "klaster-progress-window.h"
#include "klaster-worker.h"

typedef struct
{
  GtkWindow *window;
  GFile *file;
  KlasterFileMaker make;
  KlasterFileWritten written;
  gpointer job;
  GDestroyNotify free_job;
  KlasterProgressWindow *progress;
  GApplication *application; /* (nullable): does not end before the file is there */
} Writing;

/* A closed stream puts what it has in place of the file, also after an error; one that is closed cancelled does not. */
static void
abandon (GFileOutputStream *stream)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
}

static gboolean
write_all (GFile         *file,
           GBytes        *bytes,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  if (stream == NULL)
    return FALSE;
  if (!g_output_stream_write_all (G_OUTPUT_STREAM (stream), data, size, NULL, cancellable, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      abandon (stream);
      return FALSE;
    }

  return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
}

/**
 * klaster_file_replace:
 * @file: a file; its folder must be there
 * @bytes: what it shall hold
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for an error of GIO
 *
 * Whoever looks at the file meanwhile sees what was there before or all of @bytes. Any thread.
 *
 * Returns: whether it holds @bytes; %FALSE: what was there before is there still
 */
gboolean
klaster_file_replace (GFile         *file,
                      GBytes        *bytes,
                      GCancellable  *cancellable,
                      GError       **error)
{
  g_autofree char *uuid = NULL;
  g_autofree char *name = NULL;
  g_autofree char *part_name = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) part = NULL;

  if (g_file_query_exists (file, NULL))
    return write_all (file, bytes, cancellable, error);

  /* What is not there yet GIO would write under its own name from the first byte on. */
  uuid = g_uuid_string_random ();
  name = g_file_get_basename (file);
  part_name = g_strdup_printf ("%s.%.6s", name, uuid);
  folder = g_file_get_parent (file);
  part = g_file_get_child (folder, part_name);
  if (write_all (part, bytes, cancellable, error)
      && g_file_move (part, file, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL, error))
    return TRUE;
  g_file_delete (part, NULL, NULL);

  return FALSE;
}

static void
write_on_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  Writing *self = task_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = self->make (self->job, klaster_progress_window_note, self->progress, cancellable, &error);

  if (bytes != NULL && klaster_file_replace (self->file, bytes, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Everything is let go of here, because the worker is no place for widgets to end. */
static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Writing *self = user_data;
  g_autoptr (GError) error = NULL;

  klaster_progress_window_end (self->progress);
  if (!g_task_propagate_boolean (G_TASK (result), &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *name = g_file_get_basename (self->file);
      /* Translators: %s: the name of a file, then why */
      g_autofree char *message = g_strdup_printf (_("“%s” was not written: %s"), name, error->message);

      g_free (error->message);
      error->message = g_steal_pointer (&message);
    }
  self->written (self->window, self->file, self->job, error);
  if (self->free_job)
    self->free_job (self->job);
  if (self->application)
    g_application_release (self->application);
  g_object_unref (self->window);
  g_object_unref (self->file);
  g_free (self);
}

/**
 * klaster_file_write:
 * @window: the window in which it was asked for
 * @file: where to; what is there is replaced in one step
 * @make: makes the content on a worker
 * @written: called when the file is there or is not
 * @job: (transfer full): for @make and @written
 * @free_job: (nullable): frees @job, on the main thread
 *
 * Makes and writes a file. When it takes a while, a window over @window says how far it is and can cancel it; then what was
 * there before is there still. When @window is closed meanwhile, the file is written all the same.
 */
void
klaster_file_write (GtkWindow          *window,
                    GFile              *file,
                    KlasterFileMaker    make,
                    KlasterFileWritten  written,
                    gpointer            job,
                    GDestroyNotify      free_job)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  g_autofree char *name = NULL;
  g_autofree char *message = NULL;
  Writing *self;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (G_IS_FILE (file));

  name = g_file_get_basename (file);
  /* Translators: %s is the name of a file. */
  message = g_strdup_printf (_("Writing “%s”…"), name);
  self = g_new0 (Writing, 1);
  self->window = g_object_ref (window);
  self->file = g_object_ref (file);
  self->make = make;
  self->written = written;
  self->job = job;
  self->free_job = free_job;
  self->progress = klaster_progress_window_new (window, message, cancellable);
  self->application = g_application_get_default ();
  if (self->application)
    g_application_hold (self->application);
  task = g_task_new (NULL, cancellable, written_cb, self);
  g_task_set_source_tag (task, klaster_file_write);
  g_task_set_task_data (task, self, NULL);
  klaster_worker_run_task (task, write_on_worker);
}
