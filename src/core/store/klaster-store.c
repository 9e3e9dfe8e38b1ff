/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "klaster-store.h"
#include "klaster-worker.h"

typedef struct
{
  GTask *task; /* NULL: the end */
  KlasterStoreFunc func;
} Item;

struct _KlasterStore
{
  char *path;
  GThread *thread;
  GAsyncQueue *queue;

  /* The rest belongs to the thread. */
  sqlite3 *db;
  KlasterWriter *writer;
  GError *open_error;
};

/* The working copy was copied from the shared file: SQLite's log is worth nothing after a power cut without what it is
 * the log of. Done here, before the first edit, so that opening need not wait. */
static void
sync_path (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("“%s” could not be synced: %s", path, g_strerror (errno));
  close (fd);
}

static void
sync_working_copy (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);
  g_autofree char *parent = g_path_get_dirname (directory);

  sync_path (path);
  sync_path (directory);
  sync_path (parent);
}

static gpointer
store_thread (gpointer data)
{
  KlasterStore *self = data;

  sync_working_copy (self->path);
  self->db = klaster_database_open (self->path, KLASTER_DATABASE_WRITER, &self->open_error);
  if (self->db)
    self->writer = klaster_writer_new (self->db);

  while (TRUE)
    {
      g_autofree Item *item = g_async_queue_pop (self->queue);
      g_autoptr (GTask) task = item->task;

      if (task == NULL)
        break;
      if (self->open_error)
        g_task_return_error (task, g_error_copy (self->open_error));
      else if (!g_task_return_error_if_cancelled (task))
        item->func (self, task, g_task_get_task_data (task));
    }

  g_clear_pointer (&self->writer, klaster_writer_free);
  g_clear_pointer (&self->db, klaster_database_close);
  g_clear_error (&self->open_error);

  return NULL;
}

/**
 * klaster_store_new:
 * @path: the database of a working copy that this process has locked
 *
 * Returns: (transfer full): its store, with the thread running
 */
KlasterStore *
klaster_store_new (const char *path)
{
  KlasterStore *self = g_new0 (KlasterStore, 1);

  self->path = g_strdup (path);
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new ("klaster-store", store_thread, self);

  return self;
}

void
klaster_store_run (KlasterStore     *self,
                   GTask            *task,
                   KlasterStoreFunc  func)
{
  Item *item = g_new (Item, 1);

  /* It may hold the last reference to the project, which joins this thread when it goes. */
  klaster_worker_end_task_here (task);
  item->task = task;
  item->func = func;
  g_async_queue_push (self->queue, item);
}

void
klaster_store_stop (KlasterStore *self)
{
  g_async_queue_push (self->queue, g_new0 (Item, 1));
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
klaster_store_get_database (KlasterStore *self)
{
  g_assert (g_thread_self () == self->thread);

  return self->db;
}

KlasterWriter *
klaster_store_get_writer (KlasterStore *self)
{
  g_assert (g_thread_self () == self->thread);

  return self->writer;
}
