/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <stdio.h>
#include <unistd.h>

#include "klaster-worker.h"

static GMutex mutex;
static GCond idle;
/* Protected by the mutex */
static GHashTable *tasks; /* GTask: queued or running */
static guint n_entered;
static gboolean ending;

static GQuark
get_func_quark (void)
{
  return g_quark_from_static_string ("klaster-worker-func");
}

/* With the lock held */
static gboolean
is_idle (void)
{
  return n_entered == 0 && (tasks == NULL || g_hash_table_size (tasks) == 0);
}

static void
run_cb (GTask        *task,
        gpointer      source_object,
        gpointer      task_data,
        GCancellable *cancellable)
{
  GTaskThreadFunc func = (GTaskThreadFunc) g_object_get_qdata (G_OBJECT (task), get_func_quark ());

  func (task, source_object, task_data, cancellable);

  g_mutex_lock (&mutex);
  g_hash_table_remove (tasks, task);
  if (is_idle ())
    g_cond_broadcast (&idle);
  g_mutex_unlock (&mutex);
}

static gboolean
release_cb (gpointer data)
{
  return G_SOURCE_REMOVE;
}

static void last_reference_cb (gpointer home, GObject *task, gboolean is_last);

static void
release (gpointer task)
{
  g_object_remove_toggle_ref (task, last_reference_cb, NULL);
}

/* Whoever had the last reference but ours has just let go of it. */
static void
last_reference_cb (gpointer  home,
                   GObject  *task,
                   gboolean  is_last)
{
  g_autoptr (GSource) source = NULL;

  if (!is_last)
    return;
  if (g_thread_self () == home)
    {
      release (task);
      return;
    }
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "[klaster] a task ends");
  g_source_set_callback (source, release_cb, task, release);
  g_source_attach (source, g_task_get_context (G_TASK (task)));
}

/**
 * klaster_worker_end_task_here:
 * @task: a task of this thread, for another one to work on; not one of klaster_worker_run_task(), which does this itself
 *
 * To be called once. From now on the task ends on this thread, in its main context, and with it its data and source object if nobody else has
 * them: a worker lets go of a task after it has returned, often after everyone else, and a widget or a project that ended
 * there would end while this thread uses what belongs to it.
 */
void
klaster_worker_end_task_here (GTask *task)
{
  g_return_if_fail (G_IS_TASK (task));

  g_object_add_toggle_ref (G_OBJECT (task), last_reference_cb, g_thread_self ());
}

/**
 * klaster_worker_run_task:
 * @task: a task of this thread
 * @func: what to do
 *
 * As g_task_run_in_thread(), which the program does not call itself: klaster_workers_finish() cancels the task and waits for
 * its end, and the task ends on this thread. Any thread.
 */
void
klaster_worker_run_task (GTask           *task,
                         GTaskThreadFunc  func)
{
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  g_object_set_qdata (G_OBJECT (task), get_func_quark (), (gpointer) func);
  klaster_worker_end_task_here (task);
  g_mutex_lock (&mutex);
  if (tasks == NULL)
    tasks = g_hash_table_new (NULL, NULL);
  g_hash_table_add (tasks, task); /* the thread has a reference of its own until it has left run_cb() */
  g_mutex_unlock (&mutex);
  g_task_run_in_thread (task, run_cb);
}

/**
 * klaster_worker_enter:
 *
 * Before one piece of work on a thread of a pool. Between this and klaster_worker_leave() the process does not end.
 *
 * Returns: %FALSE when the process is about to end: then do nothing, and do not leave
 */
gboolean
klaster_worker_enter (void)
{
  gboolean entered;

  g_mutex_lock (&mutex);
  entered = !ending;
  if (entered)
    n_entered++;
  g_mutex_unlock (&mutex);

  return entered;
}

/**
 * klaster_worker_leave:
 *
 * After one piece of work.
 */
void
klaster_worker_leave (void)
{
  g_mutex_lock (&mutex);
  g_assert (n_entered > 0);
  n_entered--;
  if (is_idle ())
    g_cond_broadcast (&idle);
  g_mutex_unlock (&mutex);
}

/**
 * klaster_workers_finish:
 * @status: of the process
 * @seconds: how long to wait; %KLASTER_WORKERS_SECONDS
 *
 * The last call of main(): cancels what still runs on other threads, begins nothing new, and waits. If something does not
 * end in time, say because a network place does not answer, the process ends here, without the libraries' own clearing up.
 *
 * Returns: @status, to be returned
 */
int
klaster_workers_finish (int   status,
                        guint seconds)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean in_time;

  g_mutex_lock (&mutex);
  ending = TRUE;
  if (tasks)
    {
      GHashTableIter iter;
      gpointer task;

      g_hash_table_iter_init (&iter, tasks);
      while (g_hash_table_iter_next (&iter, &task, NULL))
        if (g_task_get_cancellable (task))
          g_ptr_array_add (cancellables, g_object_ref (g_task_get_cancellable (task)));
    }
  g_mutex_unlock (&mutex);

  /* Whoever listens may call us. */
  for (guint i = 0; i < cancellables->len; i++)
    g_cancellable_cancel (cancellables->pdata[i]);

  g_mutex_lock (&mutex);
  while (!is_idle () && g_cond_wait_until (&idle, &mutex, deadline))
    ;
  in_time = is_idle ();
  g_mutex_unlock (&mutex);

  if (!in_time)
    {
      fflush (stdout);
      fflush (stderr);
      _exit (status);
    }

  return status;
}
