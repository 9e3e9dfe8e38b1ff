/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No thread of ours works any more while main() returns: libraries free then what it would use. */
#include "config.h"

#include <stdlib.h>

#include "klaster-await.h"
#include "klaster-worker.h"

static gint n_working;
static gint n_cancelled;

static gboolean
is_ending (void)
{
  if (!klaster_worker_enter ())
    return TRUE;
  klaster_worker_leave ();

  return FALSE;
}

/* Works until it is cancelled. */
static void
task_cb (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  g_atomic_int_inc (&n_working);
  while (!g_cancellable_is_cancelled (cancellable))
    g_thread_yield ();
  g_atomic_int_inc (&n_cancelled);
  g_atomic_int_add (&n_working, -1);
  g_task_return_boolean (task, TRUE);
}

/* Works until the process is about to end. */
static void
pool_cb (gpointer data,
         gpointer user_data)
{
  if (!klaster_worker_enter ())
    return;
  g_atomic_int_inc (&n_working);
  while (!is_ending ())
    g_thread_yield ();
  g_atomic_int_add (&n_working, -1);
  klaster_worker_leave ();
}

static void
assert_nobody_works (void)
{
  g_assert_cmpint (g_atomic_int_get (&n_working), ==, 0);
}

static void
start (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, NULL, NULL);
  GThreadPool *pool = g_thread_pool_new (pool_cb, NULL, 1, FALSE, NULL);

  atexit (assert_nobody_works);
  klaster_worker_run_task (task, task_cb);
  g_thread_pool_push (pool, pool, NULL);
  g_thread_pool_push (pool, pool, NULL); /* waits for the first, then has nothing to do */
  klaster_await (g_atomic_int_get (&n_working) == 2, KLASTER_AWAIT_SECONDS);
}

static void
test_ends (void)
{
  if (g_test_subprocess ())
    {
      start ();
      g_assert_cmpint (klaster_workers_finish (0, KLASTER_AWAIT_SECONDS), ==, 0);
      g_assert_cmpint (n_cancelled, ==, 1);
      exit (0);
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

static void
stuck_cb (GTask        *task,
          gpointer      source_object,
          gpointer      task_data,
          GCancellable *cancellable)
{
  GMutex *held = task_data;

  g_atomic_int_inc (&n_working);
  g_mutex_lock (held);
  g_mutex_unlock (held);
}

/* What does not follow its cancellable holds nobody for ever, and is not crossed by the libraries' clearing up either. */
static void
test_stuck (void)
{
  static GMutex held;

  if (g_test_subprocess ())
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      atexit (assert_nobody_works);
      g_mutex_lock (&held);
      g_task_set_task_data (task, &held, NULL);
      klaster_worker_run_task (task, stuck_cb);
      klaster_await (g_atomic_int_get (&n_working) == 1, KLASTER_AWAIT_SECONDS);
      g_print ("told");
      exit (klaster_workers_finish (0, 0));
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*told*");
}

typedef struct
{
  GThread *thread; /* where the source object ended */
  GThread *data_thread;
  GTask *kept;
} Ending;

static void
source_ended_cb (gpointer  data,
                 GObject  *source)
{
  ((Ending *) data)->thread = g_thread_self ();
}

static void
data_ended_cb (gpointer data)
{
  ((Ending *) data)->data_thread = g_thread_self ();
}

static void
keep_cb (GTask        *task,
         gpointer      source_object,
         gpointer      task_data,
         GCancellable *cancellable)
{
  ((Ending *) task_data)->kept = g_object_ref (task);
  g_task_return_boolean (task, TRUE);
}

static void
returned_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gpointer
let_go_thread (gpointer data)
{
  g_object_unref (data);

  return NULL;
}

/* A worker is the last to let go of a task: the task ends where it was made, and its source and data with it. */
static void
test_home (void)
{
  Ending ending = { 0 };
  gboolean returned = FALSE;
  GObject *source = g_object_new (G_TYPE_OBJECT, NULL);
  GTask *task = g_task_new (source, NULL, returned_cb, &returned);

  g_object_weak_ref (source, source_ended_cb, &ending);
  g_object_unref (source);
  g_task_set_task_data (task, &ending, data_ended_cb);
  klaster_worker_run_task (task, keep_cb);
  g_object_unref (task);
  klaster_await (returned, KLASTER_AWAIT_SECONDS);
  g_assert_null (ending.thread);

  g_thread_join (g_thread_new ("worker", let_go_thread, g_steal_pointer (&ending.kept)));
  g_assert_null (ending.thread);
  klaster_await (ending.thread != NULL, KLASTER_AWAIT_SECONDS);
  g_assert_true (ending.thread == g_thread_self ());
  g_assert_true (ending.data_thread == g_thread_self ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/worker/ends", test_ends);
  g_test_add_func ("/worker/stuck", test_stuck);
  g_test_add_func ("/worker/home", test_home);

  return g_test_run ();
}
