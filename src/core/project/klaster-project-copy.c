/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "klaster-project-private.h"
#include "klaster-publisher.h"
#include "klaster-worker.h"

/* Save As and Share a Copy: publishing to another place. What lies there is replaced, which the caller has asked. */
typedef struct
{
  char *source;
  char *path;     /* as the user named it */
  char *target;   /* (nullable): the same, resolved */
  char *original; /* address of the project */
  gboolean share;
  KlasterShareFlags flags;
  GHashTable *foreign_ids;
  KlasterWorkingCopy *copy;
  KlasterPublishResult result;
} CopyJob;

static void
copy_job_free (gpointer data)
{
  CopyJob *job = data;

  g_free (job->source);
  g_free (job->path);
  g_free (job->target);
  g_free (job->original);
  g_clear_pointer (&job->foreign_ids, g_hash_table_unref);
  klaster_publish_result_clear (&job->result);
  g_free (job);
}

static void
copy_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  CopyJob *job = task_data;
  KlasterPublishRequest request = {
    .source = job->source,
    .share = job->share,
    .share_flags = job->flags,
    .extras = job->original,
    .extra_ids = job->foreign_ids,
  };
  GError *error = NULL;

  job->target = klaster_shared_file_resolve (job->path, &error);
  if (job->target && job->share && strcmp (job->target, job->original) == 0)
    g_set_error (&error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                 _("The copy needs a name of its own: this is the project itself."));
  request.target = job->target;
  if (error || !klaster_publisher_run (&request, &job->result, cancellable, &error) ||
      (!job->share && !klaster_working_copy_set_published (job->copy, job->target, job->result.head, &error)))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/* A project that had no name yet leaves nothing behind where it lay. */
static void
remove_untitled (const char *address)
{
  g_autofree char *folder = klaster_opener_get_untitled_folder ();
  g_autofree char *real = klaster_shared_file_resolve (folder, NULL);
  g_autofree char *parent = g_path_get_dirname (address);

  if (real && strcmp (real, parent) == 0)
    g_unlink (address);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  CopyJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (!job->share)
    self->publishing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    {
      if (!job->share)
        {
          if (strcmp (job->target, job->original) != 0)
            remove_untitled (job->original);
          self->state = job->result.state;
          klaster_project_set_foreign_ids (self, NULL);
          g_free (self->published);
          self->published = g_steal_pointer (&job->result.head);
          self->publish_duration = job->result.duration;
          self->dirty_since = 0;
          self->diverged = FALSE;
          g_clear_error (&self->save_error);
          klaster_project_stop_publishing (self);
          klaster_project_set_address (self, job->target);
          klaster_project_start_publishing (self);
        }
      g_task_return_boolean (task, TRUE);
    }
  klaster_project_update_state (self);
  klaster_project_pump_publish (self);
}

/* The task of the caller holds the wish; the job gets the rest, now that everything is on the disk. */
void
klaster_project_start_copy (KlasterProject *self,
                            GTask          *task)
{
  CopyJob *wish = g_task_get_task_data (task);
  CopyJob *job = g_new0 (CopyJob, 1);
  g_autoptr (GTask) inner = g_task_new (self, g_task_get_cancellable (task), copied_cb, task);

  job->source = g_strdup (klaster_working_copy_get_database (self->copy));
  job->path = g_strdup (wish->path);
  job->original = g_strdup (self->address);
  job->foreign_ids = self->foreign_ids ? g_hash_table_ref (self->foreign_ids) : NULL;
  job->share = wish->share;
  job->flags = wish->flags;
  job->copy = self->copy;
  if (!job->share)
    self->publishing = TRUE;
  g_task_set_task_data (inner, job, copy_job_free);
  klaster_worker_run_task (inner, copy_thread);
  klaster_project_update_state (self);
}

static void
copy_idle_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  CopyJob *wish = g_task_get_task_data (data);

  if (self->closed)
    {
      g_task_return_new_error (data, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, _("The project is closed."));
      g_object_unref (data);
    }
  else if (wish->share)
    klaster_project_start_copy (self, data);
  else
    {
      /* Two publishings at once would not know which of them is the project's. */
      g_queue_push_tail (&self->save_as, data);
      klaster_project_pump_publish (self);
    }
}

static void
take_wish (KlasterProject      *self,
           GFile               *file,
           gboolean             share,
           KlasterShareFlags    flags,
           gpointer             source_tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  CopyJob *wish = g_new0 (CopyJob, 1);

  g_task_set_source_tag (task, source_tag);
  wish->path = g_file_get_path (file);
  wish->share = share;
  wish->flags = flags;
  g_task_set_task_data (task, wish, copy_job_free);
  if (wish->path)
    {
      klaster_project_wait_idle_async (self, copy_idle_cb, task);
      return;
    }
  g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                           _("This place cannot be used: choose a folder of this computer."));
  g_object_unref (task);
}

/**
 * klaster_project_save_as_async:
 * @self: a project
 * @file: where it lives from now on; what is there is replaced
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is there
 * @user_data: for @callback
 */
void
klaster_project_save_as_async (KlasterProject      *self,
                               GFile               *file,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (G_IS_FILE (file));

  take_wish (self, file, FALSE, 0, klaster_project_save_as_async, cancellable, callback, user_data);
}

/**
 * klaster_project_save_as_finish:
 * @self: a project
 * @result: of klaster_project_save_as_async()
 * @error: return location for an error
 *
 * Returns: whether the project lives at the new file now; %FALSE: it stays where it was
 */
gboolean
klaster_project_save_as_finish (KlasterProject  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * klaster_project_share_copy_async:
 * @self: a project
 * @file: where the copy goes; what is there is replaced
 * @flags: what to leave out
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Without history the copy keeps the uuid of its newest entry, and stamps without authors, so that it can come back.
 */
void
klaster_project_share_copy_async (KlasterProject      *self,
                                  GFile               *file,
                                  KlasterShareFlags    flags,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (G_IS_FILE (file));

  take_wish (self, file, TRUE, flags, klaster_project_share_copy_async, cancellable, callback, user_data);
}

/**
 * klaster_project_share_copy_finish:
 * @self: a project
 * @result: of klaster_project_share_copy_async()
 * @error: return location for an error
 *
 * Returns: whether the copy is complete and in place
 */
gboolean
klaster_project_share_copy_finish (KlasterProject  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
