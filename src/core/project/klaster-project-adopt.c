/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-adopt.h"
#include "klaster-project-private.h"
#include "klaster-snapshot-private.h"
#include "klaster-worker.h"

typedef struct
{
  char *address;
  char *incoming;
  KlasterFileState known;
  GPtrArray *uuids;
  char *uuid;
  KlasterSnapshot *snapshot;
  GHashTable *known_ids;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->address);
  g_free (check->incoming);
  g_clear_pointer (&check->uuids, g_ptr_array_unref);
  g_free (check->uuid);
  g_clear_pointer (&check->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&check->known_ids, g_hash_table_unref);
  g_free (check);
}

/* @retry: what could not be published may go now */
static void
finish_check (KlasterProject *self,
              gboolean        retry,
              GError         *error)
{
  self->checking = FALSE;
  if (error)
    {
      g_clear_error (&self->save_error);
      self->save_error = error;
    }
  klaster_project_update_state (self);
  klaster_project_resume_publish (self, retry);
}

static void
take_state (KlasterProject     *self,
            KlasterAdoptResult *result)
{
  self->state = result->state;
  g_free (self->published);
  self->published = g_strdup (result->head);
  self->diverged = FALSE;
  klaster_project_set_foreign_ids (self, result->ids);
  g_clear_error (&self->save_error);
  if (result->warning)
    klaster_project_set_warning (self, result->warning);
}

/* Until the file is replaced, its rows have other numbers there than here. */
void
klaster_project_set_foreign_ids (KlasterProject *self,
                                 GHashTable     *ids)
{
  g_clear_pointer (&self->foreign_ids, g_hash_table_unref);
  if (ids && g_hash_table_size (ids) > 0)
    self->foreign_ids = g_hash_table_ref (ids);
}

/* Their edits become ours, entry by entry, with uuid, time and author as they are. */
static void
fast_forward_on_store (KlasterStore *store,
                       GTask        *task,
                       gpointer      task_data)
{
  KlasterAdoptResult *result = task_data;
  sqlite3 *db = klaster_store_get_database (store);
  GError *error = NULL;
  g_autoptr (KlasterStatement) blob =
    klaster_database_prepare (db, "INSERT OR IGNORE INTO klaster_blob (sha256, bytes) VALUES (?, ?)", &error);
  gboolean done = blob && klaster_database_exec (db, "BEGIN IMMEDIATE", &error);

  for (guint i = 0; done && i < result->blobs->len; i++)
    {
      GBytes *bytes = g_ptr_array_index (result->blobs, i);
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      gsize size;
      gconstpointer data = g_bytes_get_data (bytes, &size);

      sqlite3_bind_text (blob, 1, sha256, -1, SQLITE_STATIC);
      sqlite3_bind_blob64 (blob, 2, data ? data : "", size, SQLITE_STATIC);
      done = klaster_database_run (blob, &error);
    }
  for (guint i = 0; done && i < result->entries->len; i++)
    done = klaster_writer_commit (klaster_store_get_writer (store), g_ptr_array_index (result->entries, i),
                                  g_ptr_array_index (result->deltas, i), TRUE, &error);
  done = done && klaster_database_exec (db, "COMMIT", &error);
  if (!done && !sqlite3_get_autocommit (db))
    klaster_database_exec (db, "ROLLBACK", NULL);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
adopted_edit_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  GError *error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (self, result, &error);

  finish_check (self, FALSE, error);
  if (uuid != NULL)
    klaster_project_emit_adopted (self, 1, NULL);
}

static void
commit_edit (KlasterProject     *self,
             KlasterAdoptResult *result)
{
  if (result->edit)
    klaster_project_commit_async (self, result->edit, NULL, adopted_edit_cb, NULL);
  else
    finish_check (self, FALSE, NULL);
}

/* Who made all of the entries; NULL: not one person */
static const char *
find_author (GPtrArray *entries)
{
  const char *author = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      KlasterHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (i > 0 && g_strcmp0 (entry->author, author) != 0)
        return NULL;
      author = entry->author;
    }

  return author;
}

static void
fast_forwarded_cb (GObject      *source,
                   GAsyncResult *async_result,
                   gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  KlasterAdoptResult *result = g_task_get_task_data (G_TASK (async_result));
  g_autoptr (KlasterDelta) delta = NULL;
  GError *error = NULL;

  klaster_project_hold_edits (self, FALSE);
  if (!g_task_propagate_boolean (G_TASK (async_result), &error))
    {
      finish_check (self, FALSE, error);
      return;
    }
  delta = klaster_delta_new_between (self->snapshot, result->after);
  for (guint i = 0; i < result->entries->len; i++)
    klaster_history_append (self->history, klaster_history_entry_ref (g_ptr_array_index (result->entries, i)));
  self->n_durable = klaster_history_get_n (self->history);
  klaster_snapshot_unref (self->snapshot);
  klaster_snapshot_unref (self->durable);
  self->snapshot = klaster_snapshot_ref (result->after);
  self->durable = klaster_snapshot_ref (result->after);
  take_state (self, result);
  klaster_project_emit_changed (self, delta);
  klaster_project_emit_history_changed (self);
  if (result->entries->len > 0)
    klaster_project_emit_adopted (self, result->entries->len, find_author (result->entries));
  commit_edit (self, result);
}

static void
apply_result (KlasterProject     *self,
              KlasterAdoptResult *result)
{
  GTask *task;

  switch (result->outcome)
    {
    case KLASTER_ADOPT_NOTHING:
    case KLASTER_ADOPT_PUBLISH:
      take_state (self, result);
      klaster_adopt_result_free (result);
      finish_check (self, FALSE, NULL);
      break;

    case KLASTER_ADOPT_EDIT:
      take_state (self, result);
      commit_edit (self, result);
      klaster_adopt_result_free (result);
      break;

    case KLASTER_ADOPT_FAST_FORWARD:
      klaster_project_hold_edits (self, TRUE);
      task = g_task_new (self, NULL, fast_forwarded_cb, NULL);
      g_task_set_task_data (task, result, (GDestroyNotify) klaster_adopt_result_free);
      klaster_store_run (self->store, task, fast_forward_on_store);
      break;

    case KLASTER_ADOPT_DIVERGED:
    default:
      klaster_adopt_result_free (result);
      klaster_project_set_diverged (self);
      finish_check (self, FALSE, NULL);
      break;
    }
}

void
klaster_project_set_diverged (KlasterProject *self)
{
  self->diverged = TRUE;
  g_clear_pointer (&self->published, g_free); /* whatever lies there, it is not all of ours */
  g_clear_error (&self->save_error);
  self->save_error = g_error_new (KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DIVERGED,
                                  _("“%s” was changed by somebody else while you changed it too. Theirs stays there: save "
                                    "yours under another name."),
                                  self->display_name);
}

static void
compare_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Check *check = task_data;
  KlasterAdoptRequest request = { check->address, check->incoming, check->uuids, check->uuid, check->snapshot,
                                  check->known_ids };
  GError *error = NULL;
  KlasterAdoptResult *result = klaster_adopt_compare (&request, cancellable, &error);

  if (result)
    g_task_return_pointer (task, result, (GDestroyNotify) klaster_adopt_result_free);
  else
    g_task_return_error (task, error);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  Check *check = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  KlasterAdoptResult *adopted = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->closed)
    {
      g_clear_pointer (&adopted, klaster_adopt_result_free);
      g_clear_error (&error);
      self->checking = FALSE;
    }
  else if (adopted && check->snapshot != self->snapshot)
    {
      /* Edited meanwhile: compared again with what is there now. */
      klaster_adopt_result_free (adopted);
      self->checking = FALSE;
      klaster_project_check_file (self);
    }
  else if (adopted)
    apply_result (self, adopted);
  else
    finish_check (self, FALSE, error);
}

static void
check_idle_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  g_autoptr (GTask) task = NULL;
  Check *check;

  if (self->closed)
    {
      self->checking = FALSE;
      return;
    }
  check = g_new0 (Check, 1);
  check->address = g_strdup (self->address);
  check->incoming = g_strdup (klaster_working_copy_get_incoming (self->copy));
  check->uuid = g_strdup (self->uuid);
  check->snapshot = klaster_snapshot_ref (self->snapshot);
  check->known_ids = self->foreign_ids ? g_hash_table_ref (self->foreign_ids) : NULL;
  check->uuids = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < klaster_history_get_n (self->history); i++)
    g_ptr_array_add (check->uuids, g_strdup (klaster_history_get (self->history, i)->uuid));
  task = g_task_new (self, NULL, compared_cb, NULL);
  g_task_set_task_data (task, check, check_free);
  klaster_worker_run_task (task, compare_thread);
}

typedef enum
{
  LOOKED_SAME,
  LOOKED_OTHER,
  LOOKED_GONE,
  LOOKED_BUSY,
} Look;

static void
look_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Check *check = task_data;
  KlasterFileState state;
  GError *error = NULL;

  if (!klaster_shared_file_get_state (check->address, &state, &error))
    g_task_return_error (task, error);
  else if (klaster_file_state_equal (&state, &check->known))
    g_task_return_int (task, LOOKED_SAME);
  else if (!state.exists)
    g_task_return_int (task, LOOKED_GONE);
  else if (klaster_shared_file_is_busy (check->address, &state))
    g_task_return_int (task, LOOKED_BUSY);
  else
    g_task_return_int (task, LOOKED_OTHER);
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  GError *error = NULL;
  gssize look = g_task_propagate_int (G_TASK (result), &error);

  if (self->closed)
    {
      g_clear_error (&error);
      self->checking = FALSE;
      return;
    }
  if (error)
    {
      finish_check (self, FALSE, error);
      return;
    }

  switch ((Look) look)
    {
    case LOOKED_OTHER:
      klaster_project_wait_idle_async (self, check_idle_cb, NULL);
      return;

    case LOOKED_GONE:
      klaster_set_errno_error (&error, ENOENT, self->address);
      g_clear_pointer (&self->published, g_free);
      break;

    case LOOKED_BUSY:
      if (klaster_project_is_dirty (self))
        g_set_error (&error, G_IO_ERROR, G_IO_ERROR_BUSY, _("“%s” is open in another program."), self->display_name);
      break;

    case LOOKED_SAME:
    default:
      if (!self->diverged && !klaster_project_is_dirty (self))
        g_clear_error (&self->save_error);
      break;
    }
  finish_check (self, look == LOOKED_SAME, error);
}

/**
 * klaster_project_check_file:
 * @self: a project
 *
 * Looks whether the shared file changed under us, and adopts what came (STORAGE.md §1). Call it when the window gets the
 * focus; it also happens by itself, and before every publishing.
 */
void
klaster_project_check_file (KlasterProject *self)
{
  g_autoptr (GTask) task = NULL;
  Check *check;

  g_return_if_fail (KLASTER_IS_PROJECT (self));

  if (self->read_only || self->closed || self->publishing || self->checking)
    return;
  self->checking = TRUE;
  check = g_new0 (Check, 1);
  check->address = g_strdup (self->address);
  check->known = self->state;
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_task_data (task, check, check_free);
  klaster_worker_run_task (task, look_thread);
}

/**
 * klaster_project_suggest_file:
 * @self: a project that diverged, or whose place cannot be written
 *
 * Returns: (transfer full): a name beside the shared file that is free, with author and date in it
 */
GFile *
klaster_project_suggest_file (KlasterProject *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d %H-%M");
  g_autofree char *folder = NULL;
  g_autofree char *author = NULL;

  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  folder = g_path_get_dirname (self->address);
  author = g_strdelimit (g_strdup (self->author), "/\\:*?\"<>|", '-');
  for (guint i = 1;; i++)
    {
      g_autofree char *number = i == 1 ? g_strdup ("") : g_strdup_printf (" %u", i);
      g_autofree char *name = g_strdup_printf ("%s (%s, %s%s).klaster", self->display_name, author, date, number);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_file_new_for_path (path);
    }
}
