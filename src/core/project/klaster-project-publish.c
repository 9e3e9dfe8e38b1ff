/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-project-private.h"
#include "klaster-publisher.h"
#include "klaster-worker.h"

/* Publishing follows the last edit by max (2 s, 10 × the last duration); while edits never pause it comes anyway, after
 * ten times that. */
#define MIN_DELAY (2 * G_USEC_PER_SEC)
#define DELAY_FACTOR 10
#define PATIENCE 10
/* Monitors see nothing on network shares and through the document portal. */
#define POLL_SECONDS 15
/* So often the file may change between looking and publishing before that is an error. */
#define MAX_OVERTAKEN 3

static void attach_timer (KlasterProject *self);

gboolean
klaster_project_is_dirty (KlasterProject *self)
{
  KlasterHistoryEntry *head = self->history ? klaster_history_get_head (self->history) : NULL;

  return !self->read_only && head && g_strcmp0 (head->uuid, self->published) != 0;
}

static void
destroy_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_source_unref (*source);
  *source = NULL;
}

/* Everything that runs on a thread for publishing. */
typedef struct
{
  char *source;
  char *target;
  KlasterFileState expected;
  GHashTable *foreign_ids;
  KlasterWorkingCopy *copy;
  KlasterPublishResult result;
} PublishJob;

static void
publish_job_free (gpointer data)
{
  PublishJob *job = data;

  g_free (job->source);
  g_free (job->target);
  g_clear_pointer (&job->foreign_ids, g_hash_table_unref);
  klaster_publish_result_clear (&job->result);
  g_free (job);
}

static void
publish_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  PublishJob *job = task_data;
  KlasterPublishRequest request = {
    .source = job->source,
    .target = job->target,
    .expected = &job->expected,
    .extras = job->target,
    .extra_ids = job->foreign_ids,
  };
  GError *error = NULL;

  if (!klaster_publisher_run (&request, &job->result, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* Not written down, the next start only compares once more. */
  if (!klaster_working_copy_set_published (job->copy, job->target, job->result.head, &error))
    {
      g_message ("The working copy’s state could not be written: %s", error->message);
      g_clear_error (&error);
    }
  g_task_return_boolean (task, TRUE);
}

static void
answer_requests (KlasterProject *self,
                 GPtrArray      *requests,
                 const GError   *error)
{
  for (guint i = 0; i < requests->len; i++)
    if (error)
      g_task_return_new_error (g_ptr_array_index (requests, i), KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED,
                               "%s", error->message);
    else
      g_task_return_boolean (g_ptr_array_index (requests, i), TRUE);
}

static void
published_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  PublishJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) requests = data;
  g_autoptr (GError) error = NULL;

  self->publishing = FALSE;
  g_clear_error (&self->save_error);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      self->n_overtaken = 0;
      self->state = job->result.state;
      klaster_project_set_foreign_ids (self, NULL);
      g_free (self->published);
      self->published = g_steal_pointer (&job->result.head);
      self->publish_duration = job->result.duration;
      self->dirty_since = klaster_project_is_dirty (self) ? g_get_monotonic_time () : 0;
      if (self->dirty_since)
        attach_timer (self);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG) && self->n_overtaken < MAX_OVERTAKEN)
    {
      /* Somebody was there before us: looked at first; who waits goes on waiting. */
      self->n_overtaken++;
      g_ptr_array_extend_and_steal (self->publish_requests, g_steal_pointer (&requests));
      klaster_project_check_file (self);
      klaster_project_update_state (self);
      return;
    }
  else
    {
      g_message ("“%s” could not be published: %s", self->display_name, error->message);
      self->save_error = g_error_copy (error);
    }

  klaster_project_update_state (self);
  answer_requests (self, requests, error);
  klaster_project_pump_publish (self);
}

static void
start_publish (KlasterProject *self)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *requests = g_steal_pointer (&self->publish_requests);
  PublishJob *job = g_new0 (PublishJob, 1);

  self->publish_requests = g_ptr_array_new_with_free_func (g_object_unref);
  destroy_source (&self->publish_source);
  self->publishing = TRUE;
  job->source = g_strdup (klaster_working_copy_get_database (self->copy));
  job->target = g_strdup (self->address);
  job->expected = self->state;
  job->copy = self->copy;
  job->foreign_ids = self->foreign_ids ? g_hash_table_ref (self->foreign_ids) : NULL;

  task = g_task_new (self, NULL, published_cb, requests);
  g_task_set_task_data (task, job, publish_job_free);
  klaster_worker_run_task (task, publish_thread);
  klaster_project_update_state (self);
}

static gboolean
publish_timer_cb (gpointer data)
{
  KlasterProject *self = data;

  destroy_source (&self->publish_source);
  if (!self->publishing && !self->checking && !self->diverged && klaster_project_is_dirty (self))
    start_publish (self);

  return G_SOURCE_REMOVE;
}

static void
attach_timer (KlasterProject *self)
{
  gint64 delay = MAX (MIN_DELAY, DELAY_FACTOR * self->publish_duration);
  gint64 last = self->dirty_since + PATIENCE * delay - g_get_monotonic_time ();

  if (self->flags & KLASTER_OPEN_NO_AUTOPUBLISH || self->closed)
    return;
  destroy_source (&self->publish_source);
  self->publish_source = g_timeout_source_new ((guint) (CLAMP (last, 0, delay) / 1000));
  g_source_set_static_name (self->publish_source, "[klaster] publish");
  g_source_set_callback (self->publish_source, publish_timer_cb, self, NULL);
  g_source_attach (self->publish_source, self->context);
}

void
klaster_project_schedule_publish (KlasterProject *self)
{
  if (self->dirty_since == 0)
    self->dirty_since = g_get_monotonic_time ();
  if (!self->publishing)
    attach_timer (self);
}

/* Requests wait for the publishing that is going on: it may have begun before their edit. */
void
klaster_project_pump_publish (KlasterProject *self)
{
  g_autoptr (GPtrArray) requests = NULL;

  if (self->publishing || self->checking)
    return;
  if (!g_queue_is_empty (&self->save_as))
    {
      klaster_project_start_copy (self, g_queue_pop_head (&self->save_as));
      return;
    }
  if (self->close_task)
    {
      klaster_project_finish_closing (self);
      return;
    }
  if (self->publish_requests->len == 0)
    return;
  if (klaster_project_is_dirty (self) && !self->diverged)
    {
      start_publish (self);
      return;
    }
  requests = g_steal_pointer (&self->publish_requests);
  self->publish_requests = g_ptr_array_new_with_free_func (g_object_unref);
  answer_requests (self, requests, self->diverged ? self->save_error : NULL);
}

/* The shared file was looked at. Who waits is told when it cannot be replaced now; the next poll tries again. */
void
klaster_project_resume_publish (KlasterProject *self,
                                gboolean        retry)
{
  if (self->save_error && retry && !self->diverged && klaster_project_is_dirty (self) &&
      !(self->flags & KLASTER_OPEN_NO_AUTOPUBLISH))
    {
      start_publish (self);
      return;
    }
  if (self->save_error && self->publish_requests->len > 0 && !self->diverged)
    {
      g_autoptr (GPtrArray) requests = g_steal_pointer (&self->publish_requests);

      self->publish_requests = g_ptr_array_new_with_free_func (g_object_unref);
      answer_requests (self, requests, self->save_error);
    }
  klaster_project_pump_publish (self);
  if (klaster_project_is_dirty (self) && !self->diverged && !self->save_error && !self->publishing)
    klaster_project_schedule_publish (self);
}

static gboolean
poll_cb (gpointer data)
{
  klaster_project_check_file (data);

  return G_SOURCE_CONTINUE;
}

static void
monitor_cb (KlasterProject *self)
{
  klaster_project_check_file (self);
}

void
klaster_project_start_publishing (KlasterProject *self)
{
  if (self->read_only || (self->flags & KLASTER_OPEN_NO_AUTOPUBLISH))
    return;

  self->poll_source = g_timeout_source_new_seconds (POLL_SECONDS);
  g_source_set_static_name (self->poll_source, "[klaster] look at the shared file");
  g_source_set_callback (self->poll_source, poll_cb, self, NULL);
  g_source_attach (self->poll_source, self->context);

  self->monitor = g_file_monitor_file (self->file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (monitor_cb), self, G_CONNECT_SWAPPED);
  if (klaster_project_is_dirty (self))
    klaster_project_schedule_publish (self);
}

void
klaster_project_stop_publishing (KlasterProject *self)
{
  destroy_source (&self->publish_source);
  destroy_source (&self->poll_source);
  if (self->monitor)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
}

static void
publish_idle_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);

  g_ptr_array_add (self->publish_requests, data);
  klaster_project_pump_publish (self);
}

/**
 * klaster_project_publish_async:
 * @self: a project
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the shared file holds every edit that was taken before
 * @user_data: for @callback
 */
void
klaster_project_publish_async (KlasterProject      *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KLASTER_IS_PROJECT (self));

  g_task_set_source_tag (task, klaster_project_publish_async);
  klaster_project_wait_idle_async (self, publish_idle_cb, task);
}

/**
 * klaster_project_publish_finish:
 * @self: a project
 * @result: the result
 * @error: return location; %KLASTER_PROJECT_ERROR_NOT_PUBLISHED
 *
 * Returns: whether the shared file holds everything
 */
gboolean
klaster_project_publish_finish (KlasterProject  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
