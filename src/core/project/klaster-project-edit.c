/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-arrangement.h"
#include "klaster-changeset.h"
#include "klaster-project-private.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-load.h"
#include "klaster-worker.h"

/* Up to here an edit is checked at once, on the caller's thread: a millisecond or two. */
#define SMALL_EDIT 500
/* So many changed rows are kept in memory for an immediate undo. */
#define MAX_RECENT_CHANGES 20000

static void pump (KlasterProject *self);

static void
operation_free (KlasterProjectOperation *operation)
{
  g_clear_object (&operation->task);
  g_clear_pointer (&operation->edit, klaster_edit_unref);
  g_free (operation->name);
  g_clear_pointer (&operation->entry, klaster_history_entry_unref);
  g_clear_pointer (&operation->delta, klaster_delta_unref);
  g_clear_pointer (&operation->after, klaster_snapshot_unref);
  g_free (operation);
}

static gboolean
is_idle (KlasterProject *self)
{
  return self->preparing == NULL && g_queue_is_empty (&self->waiting) && g_queue_is_empty (&self->writing);
}

static void
answer_idle (KlasterProject *self)
{
  g_autoptr (GPtrArray) tasks = NULL;

  if (self->idle_tasks->len == 0 || !is_idle (self))
    return;
  tasks = g_steal_pointer (&self->idle_tasks);
  self->idle_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < tasks->len; i++)
    g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
}

void
klaster_project_wait_idle_async (KlasterProject      *self,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_ptr_array_add (self->idle_tasks, g_task_new (self, NULL, callback, user_data));
  answer_idle (self);
}

static void
fail_operation (KlasterProjectOperation *operation,
                GError                  *error)
{
  g_task_return_error (operation->task, error);
  operation_free (operation);
}

/* Deltas of this session's last edits, so that their undo need not ask the file. */
static void
remember (KlasterProject          *self,
          KlasterProjectOperation *operation)
{
  guint n_changes = operation->delta ? klaster_delta_get_n_changes (operation->delta) : 0;

  if (n_changes == 0 || n_changes > MAX_RECENT_CHANGES)
    return;
  if (self->n_recent_changes + n_changes > MAX_RECENT_CHANGES)
    {
      g_hash_table_remove_all (self->recent);
      self->n_recent_changes = 0;
    }
  g_hash_table_insert (self->recent, g_strdup (operation->entry->uuid), klaster_delta_ref (operation->delta));
  self->n_recent_changes += n_changes;
}

/* An edit failed to be written. Everything after it was made for content that never came to be: it all goes back, and
 * the edits behind it are tried again on what is really there. */
static void
take_back (KlasterProject *self)
{
  self->recovering = TRUE;
  self->generation++;
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = klaster_snapshot_ref (self->durable);
  klaster_history_truncate (self->history, self->n_durable);
  g_hash_table_remove_all (self->recent);
  self->n_recent_changes = 0;
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  KlasterProjectOperation *operation = data;
  GError *error = NULL;
  gboolean stale = operation->generation != self->generation;

  g_assert (g_queue_peek_head (&self->writing) == operation);
  g_queue_pop_head (&self->writing);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_clear_pointer (&self->durable, klaster_snapshot_unref);
      self->durable = klaster_snapshot_ref (operation->after);
      self->n_durable++;
      g_task_return_pointer (operation->task, g_strdup (operation->entry->uuid), g_free);
      operation_free (operation);
      klaster_project_schedule_publish (self);
    }
  else if (stale)
    {
      g_error_free (error);
      g_clear_pointer (&operation->entry, klaster_history_entry_unref);
      g_clear_pointer (&operation->delta, klaster_delta_unref);
      g_clear_pointer (&operation->after, klaster_snapshot_unref);
      /* All of them come back in order, before anything that waits. */
      g_queue_push_nth (&self->waiting, operation, (gint) self->n_returned++);
    }
  else
    {
      g_message ("An edit could not be written: %s", error->message);
      take_back (self);
      klaster_project_emit_changed (self, NULL);
      klaster_project_emit_history_changed (self);
      fail_operation (operation, error);
    }

  if (self->recovering && g_queue_is_empty (&self->writing))
    {
      self->recovering = FALSE;
      self->n_returned = 0;
    }
  pump (self);
  klaster_project_update_state (self);
}

static void
write_on_store (KlasterStore *store,
                GTask        *task,
                gpointer      data)
{
  KlasterProject *self = g_task_get_source_object (task);
  KlasterProjectOperation *operation = data;
  GError *error = NULL;

  if (operation->generation != (guint) g_atomic_int_get (&self->written_generation))
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, "An edit before this one failed");
  else if (klaster_writer_commit (klaster_store_get_writer (store), operation->entry, operation->delta, TRUE, &error))
    g_task_return_boolean (task, TRUE);
  else
    {
      g_atomic_int_inc (&self->written_generation);
      g_task_return_error (task, error);
    }
}

/* The edit shows in the snapshot from here on. */
static void
accept (KlasterProject          *self,
        KlasterProjectOperation *operation)
{
  g_autoptr (KlasterDelta) delta = operation->delta ? klaster_delta_ref (operation->delta) : NULL;
  GTask *task = g_task_new (self, NULL, written_cb, operation);

  if (delta)
    {
      klaster_history_entry_set_summary (operation->entry, delta);
      operation->entry->recorded = TRUE;
    }
  klaster_history_append (self->history, klaster_history_entry_ref (operation->entry));
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = klaster_snapshot_ref (operation->after);
  remember (self, operation);

  operation->generation = self->generation;
  g_queue_push_tail (&self->writing, operation);
  g_task_set_task_data (task, operation, NULL);
  klaster_store_run (self->store, task, write_on_store);

  if (delta)
    klaster_project_emit_changed (self, delta);
  klaster_project_emit_history_changed (self);
  klaster_project_update_state (self);
}

/* What an operation needs to be worked out anywhere but on the project's thread. */
typedef struct
{
  KlasterProjectOperation *operation;
  KlasterSnapshot *snapshot;
  GPtrArray *uuids;  /* undo, redo: entries to take back, newest first */
  GPtrArray *deltas; /* the same, where they are known; NULL where the file has to be asked */
  GBytes *seen[KLASTER_N_LAYOUTS]; /* edits of people: (nullable), places that may go along */
} Preparation;

static void
preparation_free (gpointer data)
{
  Preparation *self = data;

  klaster_snapshot_unref (self->snapshot);
  for (guint i = 0; i < KLASTER_N_LAYOUTS; i++)
    g_clear_pointer (&self->seen[i], g_bytes_unref);
  g_clear_pointer (&self->uuids, g_ptr_array_unref);
  g_clear_pointer (&self->deltas, g_ptr_array_unref);
  g_free (self);
}

/* @db: (nullable): when every delta is known */
static gboolean
prepare_inverse (Preparation  *self,
                 sqlite3      *db,
                 GError      **error)
{
  KlasterProjectOperation *operation = self->operation;
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_ref (self->snapshot);

  for (guint i = 0; i < self->uuids->len; i++)
    {
      KlasterDelta *known = g_ptr_array_index (self->deltas, i);
      g_autoptr (KlasterDelta) delta = NULL;
      KlasterSnapshot *after;

      if (known)
        delta = klaster_delta_invert (known);
      else
        {
          g_autoptr (GBytes) changeset = klaster_store_load_changeset (db, g_ptr_array_index (self->uuids, i), error);

          delta = changeset ? klaster_changeset_to_delta (changeset, TRUE, snapshot, error) : NULL;
        }
      if (delta == NULL)
        return FALSE;
      after = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = after;
      if (self->uuids->len == 1)
        operation->delta = g_steal_pointer (&delta);
    }
  if (operation->delta == NULL)
    operation->delta = klaster_delta_new_between (self->snapshot, snapshot);
  operation->after = g_steal_pointer (&snapshot);

  /* Our own history leads back to content that was checked; a stranger's may lead anywhere. */
  return db == NULL || klaster_delta_check_references (operation->delta, operation->after, error);
}

static gboolean
prepare_edit (Preparation  *self,
              GError      **error)
{
  KlasterProjectOperation *operation = self->operation;

  operation->delta = klaster_edit_resolve (operation->edit, self->snapshot, error);
  if (operation->delta == NULL)
    return FALSE;
  operation->delta = klaster_arrangement_accompany (self->seen, self->snapshot, operation->delta);
  operation->after = klaster_snapshot_apply (self->snapshot, operation->delta);

  return TRUE;
}

static void
finish_preparation (KlasterProject          *self,
                    KlasterProjectOperation *operation,
                    GError                  *error)
{
  if (error)
    fail_operation (operation, error);
  else
    accept (self, operation);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  KlasterProjectOperation *operation = g_steal_pointer (&self->preparing);
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (operation->prepared_for != self->snapshot)
    {
      /* What it was worked out for was taken back meanwhile. */
      g_clear_error (&error);
      g_clear_pointer (&operation->entry, klaster_history_entry_unref);
      g_clear_pointer (&operation->delta, klaster_delta_unref);
      g_clear_pointer (&operation->after, klaster_snapshot_unref);
      g_queue_push_nth (&self->waiting, operation, (gint) self->n_returned);
    }
  else
    finish_preparation (self, operation, error);
  pump (self);
  klaster_project_update_state (self);
}

static void
prepare_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (prepare_edit (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
prepare_on_store (KlasterStore *store,
                  GTask        *task,
                  gpointer      task_data)
{
  Preparation *preparation = task_data;
  GError *error = NULL;

  if (!prepare_inverse (preparation, klaster_store_get_database (store), &error))
    g_task_return_error (task, error);
  else if (preparation->operation->kind == KLASTER_PROJECT_GO_BACK
           && klaster_delta_get_n_changes (preparation->operation->delta) == 0)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO, "%s",
                             _("The project is as it was then."));
  else
    g_task_return_boolean (task, TRUE);
}

static Preparation *
preparation_new (KlasterProject          *self,
                 KlasterProjectOperation *operation)
{
  Preparation *preparation = g_new0 (Preparation, 1);

  preparation->operation = operation;
  preparation->snapshot = klaster_snapshot_ref (self->snapshot);
  operation->prepared_for = self->snapshot;

  return preparation;
}

static GTask *
start_preparation (KlasterProject          *self,
                   KlasterProjectOperation *operation,
                   Preparation             *preparation)
{
  GTask *task = g_task_new (self, g_task_get_cancellable (operation->task), prepared_cb, NULL);

  g_task_set_task_data (task, preparation, preparation_free);
  self->preparing = operation;
  klaster_project_update_state (self);

  return task;
}

static void
start_edit (KlasterProject          *self,
            KlasterProjectOperation *operation)
{
  Preparation *preparation = preparation_new (self, operation);
  GError *error = NULL;

  operation->entry = klaster_history_entry_new (klaster_edit_get_kind (operation->edit),
                                                klaster_edit_get_label (operation->edit), self->author);
  operation->entry->merge_key = g_strdup (klaster_edit_get_merge_key (operation->edit));
  /* What another program changed is taken over as it is. */
  for (guint i = 0; i < KLASTER_N_LAYOUTS && !g_str_equal (klaster_edit_get_kind (operation->edit), "adopt"); i++)
    preparation->seen[i] = self->seen[i] ? g_bytes_ref (self->seen[i]) : NULL;

  if (klaster_edit_get_n_changes (operation->edit) <= SMALL_EDIT)
    {
      prepare_edit (preparation, &error);
      preparation_free (preparation);
      finish_preparation (self, operation, error);
    }
  else
    {
      g_autoptr (GTask) task = start_preparation (self, operation, preparation);

      klaster_worker_run_task (task, prepare_thread);
    }
}

/* Deltas that are not known are NULL. */
static void
unref_delta (gpointer data)
{
  if (data)
    klaster_delta_unref (data);
}

/* The entries to take back for an undo or redo, newest first; %NULL when there are none. */
static GPtrArray *
list_step (KlasterProject           *self,
           KlasterProjectOperation  *operation,
           GError                  **error)
{
  gboolean undo = operation->kind == KLASTER_PROJECT_UNDO;
  KlasterHistoryEntry *step = undo ? klaster_history_get_undo (self->history) : klaster_history_get_redo (self->history);

  /* What was to be undone is no longer the newest. */
  if (step != NULL && operation->name != NULL && !g_str_equal (step->step, operation->name))
    step = NULL;
  if (step == NULL)
    {
      g_set_error_literal (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO,
                           undo ? _("There is nothing to undo.") : _("There is nothing to redo."));
      return NULL;
    }
  operation->entry = klaster_history_entry_new (undo ? "undo" : "redo", step->label, self->author);
  operation->entry->target = g_strdup (step->step);

  return undo ? klaster_history_list_undo (self->history) : klaster_history_list_redo (self->history);
}

/* The same for going back to an earlier state: an edit like any other, which can be undone in one step. */
static GPtrArray *
list_way_back (KlasterProject           *self,
               KlasterProjectOperation  *operation,
               GError                  **error)
{
  gint position = klaster_history_find (self->history, operation->name);
  GPtrArray *entries = position >= 0 ? klaster_history_list_since (self->history, (guint) position) : NULL;
  g_autofree char *label = NULL;

  if (entries == NULL)
    {
      g_set_error_literal (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                           _("The history of this file does not lead back so far."));
      return NULL;
    }
  /* Translators: an edit in the history; %s is the name of a version, or what an earlier edit did. */
  label = g_strdup_printf (_("Go back to “%s”"), klaster_history_get (self->history, (guint) position)->label);
  operation->entry = klaster_history_entry_new ("edit", label, self->author);

  return entries;
}

static void
start_inverse (KlasterProject          *self,
               KlasterProjectOperation *operation)
{
  gboolean back = operation->kind == KLASTER_PROJECT_GO_BACK;
  g_autoptr (GPtrArray) entries = NULL;
  Preparation *preparation;
  gboolean all_known = TRUE;
  GError *error = NULL;

  entries = back ? list_way_back (self, operation, &error) : list_step (self, operation, &error);
  if (entries == NULL)
    {
      fail_operation (operation, error);
      return;
    }

  preparation = preparation_new (self, operation);
  preparation->uuids = g_ptr_array_new_with_free_func (g_free);
  preparation->deltas = g_ptr_array_new_with_free_func (unref_delta);
  for (guint i = 0; i < entries->len; i++)
    {
      KlasterHistoryEntry *entry = g_ptr_array_index (entries, i);
      KlasterDelta *delta = g_hash_table_lookup (self->recent, entry->uuid);

      g_ptr_array_add (preparation->uuids, g_strdup (entry->uuid));
      g_ptr_array_add (preparation->deltas, delta ? klaster_delta_ref (delta) : NULL);
      all_known = all_known && delta;
    }

  /* One step whose changes are in memory is taken back at once; the way back may be thousands of them. */
  if (all_known && !back)
    {
      prepare_inverse (preparation, NULL, &error);
      preparation_free (preparation);
      finish_preparation (self, operation, error);
    }
  else
    klaster_store_run (self->store, start_preparation (self, operation, preparation), prepare_on_store);
}

static void
start_version (KlasterProject          *self,
               KlasterProjectOperation *operation)
{
  operation->entry = klaster_history_entry_new ("version", operation->name, self->author);
  operation->after = klaster_snapshot_ref (self->snapshot);
  accept (self, operation);
}

/* Starts what may start now, in order. */
static void
pump (KlasterProject *self)
{
  while (self->preparing == NULL && !self->recovering && !self->held && !g_queue_is_empty (&self->waiting))
    {
      KlasterProjectOperation *operation = g_queue_pop_head (&self->waiting);
      GError *error = NULL;

      if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (operation->task), &error))
        fail_operation (operation, error);
      else if (operation->kind == KLASTER_PROJECT_EDIT)
        start_edit (self, operation);
      else if (operation->kind == KLASTER_PROJECT_VERSION)
        start_version (self, operation);
      else
        start_inverse (self, operation);
    }
  answer_idle (self);
}

void
klaster_project_hold_edits (KlasterProject *self,
                            gboolean        hold)
{
  self->held = hold;
  if (!hold)
    pump (self);
}

static void
take_operation (KlasterProject              *self,
                KlasterProjectOperationKind  kind,
                KlasterEdit                 *edit,
                const char                  *name,
                gpointer                     source_tag,
                GCancellable                *cancellable,
                GAsyncReadyCallback          callback,
                gpointer                     user_data)
{
  KlasterProjectOperation *operation = g_new0 (KlasterProjectOperation, 1);
  g_autoptr (KlasterProject) alive = g_object_ref (self);

  operation->kind = kind;
  operation->task = g_task_new (self, cancellable, callback, user_data);
  operation->edit = edit ? klaster_edit_ref (edit) : NULL;
  operation->name = g_strdup (name);
  g_task_set_source_tag (operation->task, source_tag);
  /* Once it is in the snapshot it is done, whatever the cancellable says. */
  g_task_set_check_cancellable (operation->task, FALSE);

  if (self->read_only || self->closed)
    {
      fail_operation (operation, g_error_new (KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_READ_ONLY, "%s",
                                              _("This project can only be read.")));
      return;
    }
  g_queue_push_tail (&self->waiting, operation);
  pump (self);
}

static char *
finish_operation (KlasterProject  *self,
                  GAsyncResult    *result,
                  GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * klaster_project_commit_async:
 * @self: a project
 * @edit: the edit, not to be changed any more
 * @cancellable: (nullable): a #GCancellable; has no effect once the edit shows
 * @callback: called when the edit is durable in the working copy, or failed and was taken back
 * @user_data: for @callback
 */
void
klaster_project_commit_async (KlasterProject      *self,
                              KlasterEdit         *edit,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (edit != NULL);

  take_operation (self, KLASTER_PROJECT_EDIT, edit, NULL, klaster_project_commit_async, cancellable, callback, user_data);
}

/**
 * klaster_project_commit_finish:
 * @self: a project
 * @result: of klaster_project_commit_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): uuid of the edit in the history; %NULL with @error: the edit was refused or could not be written,
 *   and the snapshot is without it
 */
char *
klaster_project_commit_finish (KlasterProject  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  return finish_operation (self, result, error);
}

/**
 * klaster_project_undo_async:
 * @self: a project
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is durable, or failed and was taken back
 * @user_data: for @callback
 *
 * Takes the last step back, as an edit of its own. The snapshot shows it as soon as the changeset was read on the thread of the
 * store.
 */
void
klaster_project_undo_async (KlasterProject      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));

  take_operation (self, KLASTER_PROJECT_UNDO, NULL, NULL, klaster_project_undo_async, cancellable, callback, user_data);
}

/**
 * klaster_project_undo_step_async:
 * @self: a project
 * @step: uuid of a step, as klaster_project_get_undo_step() gave it or klaster_project_commit_finish() for one edit
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done; klaster_project_undo_finish() tells
 * @user_data: for @callback
 *
 * Undoes this step and no other: when another edit came after it, or it was undone already, nothing happens and the error
 * is %KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO.
 */
void
klaster_project_undo_step_async (KlasterProject      *self,
                                 const char          *step,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (step != NULL);

  take_operation (self, KLASTER_PROJECT_UNDO, NULL, step, klaster_project_undo_step_async, cancellable, callback, user_data);
}

/**
 * klaster_project_undo_finish:
 * @self: a project
 * @result: of klaster_project_undo_async() or klaster_project_undo_step_async()
 * @error: return location for an error, %KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO when there was no such step
 *
 * Returns: (transfer full): uuid of the new entry of the history; %NULL with @error
 */
char *
klaster_project_undo_finish (KlasterProject  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  return finish_operation (self, result, error);
}

/**
 * klaster_project_redo_async:
 * @self: a project
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is durable, or failed and was taken back
 * @user_data: for @callback
 *
 * Brings back the step that was taken back last, as an edit of its own.
 */
void
klaster_project_redo_async (KlasterProject      *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));

  take_operation (self, KLASTER_PROJECT_REDO, NULL, NULL, klaster_project_redo_async, cancellable, callback, user_data);
}

/**
 * klaster_project_redo_finish:
 * @self: a project
 * @result: of klaster_project_redo_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): uuid of the new entry of the history; %NULL with @error
 */
char *
klaster_project_redo_finish (KlasterProject  *self,
                             GAsyncResult    *result,
                             GError         **error)
{
  return finish_operation (self, result, error);
}

/**
 * klaster_project_go_back_async:
 * @self: a project
 * @uuid: an entry of its history
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done; klaster_project_go_back_finish() tells
 * @user_data: for @callback
 *
 * Makes the content what it was after that entry: one edit, which can be undone like any other. When the content is that
 * already, the error is %KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO.
 */
void
klaster_project_go_back_async (KlasterProject      *self,
                               const char          *uuid,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (uuid != NULL);

  take_operation (self, KLASTER_PROJECT_GO_BACK, NULL, uuid, klaster_project_go_back_async, cancellable, callback,
                  user_data);
}

/**
 * klaster_project_go_back_finish:
 * @self: a project
 * @result: of klaster_project_go_back_async()
 * @error: return location for an error, %KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO when the content was that already
 *
 * Returns: (transfer full): uuid of the new entry of the history; %NULL with @error
 */
char *
klaster_project_go_back_finish (KlasterProject  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  return finish_operation (self, result, error);
}

/**
 * klaster_project_name_version_async:
 * @self: a project
 * @name: what people call this state of the project
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is durable
 * @user_data: for @callback
 *
 * Adds an entry to the history that changes nothing and names what there is.
 */
void
klaster_project_name_version_async (KlasterProject      *self,
                                    const char          *name,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (name != NULL);

  take_operation (self, KLASTER_PROJECT_VERSION, NULL, name, klaster_project_name_version_async, cancellable, callback,
                  user_data);
}

/**
 * klaster_project_name_version_finish:
 * @self: a project
 * @result: of klaster_project_name_version_async()
 * @error: return location for an error
 *
 * Returns: (transfer full): uuid of the new entry of the history; %NULL with @error
 */
char *
klaster_project_name_version_finish (KlasterProject  *self,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  return finish_operation (self, result, error);
}

/**
 * klaster_project_note_picture:
 * @self: a project
 * @kind: a view of the graph
 * @positions: (array length=n_positions): where members lie in the picture that somebody sees, ascending by id; copied
 * @n_positions: their number
 *
 * Nothing is written. The next edit that changes the graph takes places along that are not kept yet: see
 * klaster_arrangement_accompany(). Of several windows the last one counts.
 */
void
klaster_project_note_picture (KlasterProject              *self,
                              KlasterLayoutKind            kind,
                              const KlasterLayoutPosition *positions,
                              guint                        n_positions)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (kind < KLASTER_N_LAYOUTS);

  g_clear_pointer (&self->seen[kind], g_bytes_unref);
  self->seen[kind] = g_bytes_new (positions, n_positions * sizeof *positions);
}
