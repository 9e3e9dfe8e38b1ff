/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-import-task.h"
#include "klaster-worker.h"

#define PROGRESS_INTERVAL_MS 50

typedef struct
{
  GBytes *bytes;
  char *name;
  KlasterImportSettings *settings;
} ReadJob;

typedef struct
{
  KlasterImportSource *source;
  GPtrArray *mappings; /* KlasterImportMapping */
  KlasterImportSettings *settings;
  KlasterSnapshot *snapshot;
  gint8 *decisions;
  char *label;
  KlasterImportProgress progress;
  gpointer progress_data;
  GSource *timer;
  gint permille; /* atomic */
} PlanJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_bytes_unref (job->bytes);
  g_free (job->name);
  klaster_import_settings_free (job->settings);
  g_free (job);
}

static void
read_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ReadJob *job = task_data;
  GError *error = NULL;
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (job->bytes, job->name, job->settings, cancellable, &error);

  if (source && klaster_import_source_prepare (source, job->settings, &error))
    g_task_return_pointer (task, g_steal_pointer (&source), (GDestroyNotify) klaster_import_source_unref);
  else
    g_task_return_error (task, error);
}

void
klaster_import_source_read_async (GBytes                      *bytes,
                                  const char                  *name,
                                  const KlasterImportSettings *settings,
                                  GCancellable                *cancellable,
                                  GAsyncReadyCallback          callback,
                                  gpointer                     user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  ReadJob *job = g_new (ReadJob, 1);

  g_task_set_source_tag (task, klaster_import_source_read_async);
  job->bytes = g_bytes_ref (bytes);
  job->name = g_strdup (name);
  job->settings = klaster_import_settings_copy (settings);
  g_task_set_task_data (task, job, read_job_free);
  klaster_worker_run_task (task, read_on_worker);
}

KlasterImportSource *
klaster_import_source_read_finish (GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, klaster_import_source_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
plan_job_free (gpointer data)
{
  PlanJob *job = data;

  if (job->timer)
    {
      g_source_destroy (job->timer);
      g_source_unref (job->timer);
    }
  klaster_import_source_unref (job->source);
  g_clear_pointer (&job->mappings, g_ptr_array_unref);
  klaster_import_settings_free (job->settings);
  klaster_snapshot_unref (job->snapshot);
  g_free (job->decisions);
  g_free (job->label);
  g_free (job);
}

static void
note_progress (double   fraction,
               gpointer user_data)
{
  PlanJob *job = user_data;

  g_atomic_int_set (&job->permille, (gint) (fraction * 1000));
}

static gboolean
progress_cb (gpointer user_data)
{
  PlanJob *job = user_data;

  job->progress (g_atomic_int_get (&job->permille) / 1000.0, job->progress_data);

  return G_SOURCE_CONTINUE;
}

/* Nobody is told anything more once the answer is there. */
static void
completed_cb (GTask *task)
{
  PlanJob *job = g_task_get_task_data (task);

  if (job->timer)
    g_source_destroy (job->timer);
}

static KlasterImportPlan *
plan_parts (PlanJob       *job,
            GCancellable  *cancellable,
            GError       **error)
{
  guint n_parts = klaster_import_source_get_n_parts (job->source);
  g_autofree KlasterImportPart *parts = g_new0 (KlasterImportPart, n_parts);
  KlasterTable table;

  for (guint i = 0; i < n_parts; i++)
    {
      parts[i].sheet = klaster_import_source_get_part (job->source, i, &table);
      parts[i].mapping = g_ptr_array_index (job->mappings, i);
    }

  return klaster_import_plan_new_from_parts (parts, n_parts, job->snapshot, job->decisions, job->label, cancellable,
                                             note_progress, job, error);
}

static void
plan_on_worker (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  PlanJob *job = task_data;
  GError *error = NULL;
  KlasterImportPlan *plan;

  if (klaster_import_source_get_content (job->source))
    plan = klaster_import_plan_new_from_content (job->source, job->snapshot, job->settings, job->label, cancellable, &error);
  else
    plan = plan_parts (job, cancellable, &error);
  if (plan)
    g_task_return_pointer (task, plan, (GDestroyNotify) klaster_import_plan_free);
  else
    g_task_return_error (task, error);
}

/**
 * klaster_import_plan_async:
 * @source: a source
 * @mappings: (nullable) (element-type KlasterImportMapping): for each of its parts where the columns go; %NULL for a
 *   content document
 * @settings: distance and duplicates for a content document
 * @snapshot: the project
 * @decisions: (nullable) (array): one for each row, as klaster_import_plan_new_from_parts() takes it
 * @label: the edit's label
 * @cancellable: (nullable): to stop
 * @progress: (nullable): is told how far it is
 * @progress_data: for @progress
 * @callback: called when the plan is ready
 * @user_data: for @callback
 *
 * Plans an import on a worker.
 */
void
klaster_import_plan_async (KlasterImportSource         *source,
                           GPtrArray                   *mappings,
                           const KlasterImportSettings *settings,
                           KlasterSnapshot             *snapshot,
                           const gint8                 *decisions,
                           const char                  *label,
                           GCancellable                *cancellable,
                           KlasterImportProgress        progress,
                           gpointer                     progress_data,
                           GAsyncReadyCallback          callback,
                           gpointer                     user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  PlanJob *job = g_new0 (PlanJob, 1);

  g_task_set_source_tag (task, klaster_import_plan_async);
  job->source = klaster_import_source_ref (source);
  if (mappings)
    {
      job->mappings = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_import_mapping_free);
      for (guint i = 0; i < mappings->len; i++)
        g_ptr_array_add (job->mappings, klaster_import_mapping_copy (g_ptr_array_index (mappings, i)));
    }
  job->settings = klaster_import_settings_copy (settings);
  job->snapshot = klaster_snapshot_ref (snapshot);
  if (decisions && mappings)
    job->decisions = g_memdup2 (decisions, klaster_import_source_get_n_rows (source));
  job->label = g_strdup (label);
  job->progress = progress;
  job->progress_data = progress_data;
  if (progress)
    {
      job->timer = g_timeout_source_new (PROGRESS_INTERVAL_MS);
      g_source_set_callback (job->timer, progress_cb, job, NULL);
      g_source_attach (job->timer, g_task_get_context (task));
      g_signal_connect (task, "notify::completed", G_CALLBACK (completed_cb), NULL);
    }
  g_task_set_task_data (task, job, plan_job_free);
  klaster_worker_run_task (task, plan_on_worker);
}

KlasterImportPlan *
klaster_import_plan_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, klaster_import_plan_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
