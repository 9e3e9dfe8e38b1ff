/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-project-private.h"

static void
store_blob_on_store (KlasterStore *store,
                     GTask        *task,
                     gpointer      task_data)
{
  static const char sql[] = "INSERT OR IGNORE INTO klaster_blob (sha256, bytes) VALUES (?, ?)";
  GError *error = NULL;
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (klaster_store_get_database (store), sql, &error);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, task_data);
  gsize size;
  gconstpointer bytes = g_bytes_get_data (task_data, &size);

  if (statement)
    {
      sqlite3_bind_text (statement, 1, sha256, -1, SQLITE_STATIC);
      sqlite3_bind_blob64 (statement, 2, bytes ? bytes : "", size, SQLITE_STATIC);
    }
  if (statement && klaster_database_run (statement, &error))
    g_task_return_pointer (task, g_steal_pointer (&sha256), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * klaster_project_store_blob_async:
 * @self: a project
 * @bytes: the bytes of an attachment
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they are in the working copy
 * @user_data: for @callback
 *
 * The same bytes lie in a project once. They are published with the edit that refers to them.
 */
void
klaster_project_store_blob_async (KlasterProject      *self,
                                  GBytes              *bytes,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (bytes != NULL);

  g_task_set_source_tag (task, klaster_project_store_blob_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
  if (self->read_only || self->closed)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_READ_ONLY,
                             _("This project can only be read."));
  else if (g_bytes_get_size (bytes) > KLASTER_MAX_BLOB_SIZE)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                             _("The document is larger than 256 megabytes."));
  else
    klaster_store_run (self->store, g_steal_pointer (&task), store_blob_on_store);
}

/**
 * klaster_project_store_blob_finish:
 * @self: a project
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (nullable): SHA-256 of the bytes in hexadecimal, what `attachment.sha256` refers to
 */
char *
klaster_project_store_blob_finish (KlasterProject  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_blob_on_store (KlasterStore *store,
                    GTask        *task,
                    gpointer      task_data)
{
  static const char sql[] = "SELECT bytes FROM klaster_blob WHERE sha256 = ?";
  sqlite3 *db = klaster_store_get_database (store);
  GError *error = NULL;
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;
  int rc;

  if (statement == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sqlite3_bind_text (statement, 1, task_data, -1, SQLITE_STATIC);
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    {
      gconstpointer data = sqlite3_column_blob (statement, 0);

      bytes = g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, 0));
      sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
      if (strcmp (sha256, task_data) == 0)
        g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
      else
        g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED,
                                 _("This document is damaged: it is not what was attached."));
    }
  else if (rc == SQLITE_DONE)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING,
                             _("This copy of the project does not hold the document, only its name."));
  else
    {
      klaster_database_set_error (db, sql, &error);
      g_task_return_error (task, error);
    }
}

/**
 * klaster_project_load_blob_async:
 * @self: a project
 * @sha256: hexadecimal, of bytes that were stored
 * @cancellable: (nullable): a #GCancellable
 * @callback: called with the bytes
 * @user_data: for @callback
 *
 * Reads the bytes of an attachment on the thread of the store.
 */
void
klaster_project_load_blob_async (KlasterProject      *self,
                                 const char          *sha256,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (sha256 != NULL);

  g_task_set_source_tag (task, klaster_project_load_blob_async);
  g_task_set_task_data (task, g_ascii_strdown (sha256, -1), g_free);
  if (self->closed)
    {
      g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, _("The project is closed."));
      g_object_unref (task);
    }
  else
    klaster_store_run (self->store, task, load_blob_on_store);
}

/**
 * klaster_project_load_blob_finish:
 * @self: a project
 * @result: the result
 * @error: return location; %KLASTER_PROJECT_ERROR_MISSING when this copy was made without attachments
 *
 * Returns: (transfer full) (nullable): the bytes, exactly those that were attached
 */
GBytes *
klaster_project_load_blob_finish (KlasterProject  *self,
                                  GAsyncResult    *result,
                                  GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
