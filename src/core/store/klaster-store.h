/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-store-edit.h"

G_BEGIN_DECLS

/**
 * KlasterStore:
 *
 * The thread that owns the one writing connection to a working copy. It drains a queue of tasks in order; nothing else
 * touches the connection.
 */
typedef struct _KlasterStore KlasterStore;

/* Runs on the store's thread; has to return @task with a value or an error. */
typedef void (*KlasterStoreFunc) (KlasterStore *store,
                                  GTask        *task,
                                  gpointer      task_data);

KlasterStore  *klaster_store_new        (const char       *path);
/* Takes @task. When the working copy could not be opened, @task returns that error and @func is not called. */
void           klaster_store_run        (KlasterStore     *self,
                                         GTask            *task,
                                         KlasterStoreFunc  func);
/* After what is queued, closes the connection (which checkpoints the log) and ends the thread. */
void           klaster_store_stop       (KlasterStore     *self);

/* Only on the store's thread. */
sqlite3       *klaster_store_get_database (KlasterStore   *self);
KlasterWriter *klaster_store_get_writer (KlasterStore     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterStore, klaster_store_stop)

G_END_DECLS
