/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-document-copy.h"
#include "klaster-worker.h"

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "klaster", "documents", NULL);
}

/**
 * klaster_document_copy_prepare:
 * @sha256: what the project calls the bytes
 * @name: a name that is safe in any folder
 *
 * Makes room for a copy; an earlier one, which cannot be written over, goes.
 *
 * Returns: (transfer full): where the bytes shall be written
 */
GFile *
klaster_document_copy_prepare (const char *sha256,
                               const char *name)
{
  g_autofree char *key = NULL;
  g_autofree char *documents = get_folder ();
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (sha256 != NULL && name != NULL && strchr (name, G_DIR_SEPARATOR) == NULL, NULL);

  /* A project from a stranger may say anything where the hash should be, also the way into another folder. */
  key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, sha256, -1);
  folder = g_build_filename (documents, key, NULL);
  path = g_build_filename (folder, name, NULL);
  g_mkdir_with_parents (folder, 0700);
  g_unlink (path);

  return g_file_new_for_path (path);
}

/**
 * klaster_document_copy_protect:
 * @file: a copy that has been written
 *
 * Lets only its owner read it and nobody write to it: the program that shows it says so.
 */
void
klaster_document_copy_protect (GFile *file)
{
  g_return_if_fail (G_IS_FILE (file) && g_file_peek_path (file) != NULL);

  g_chmod (g_file_peek_path (file), 0400);
}

/* @depth levels of folders; what lies deeper is not ours. */
static void
clear (const char *path,
       guint       depth)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_unlink (child) != 0 && depth > 1 && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        clear (child, depth - 1);
    }
  g_rmdir (path);
}

static void
clear_on_worker (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  g_autofree char *folder = get_folder ();

  clear (folder, 2);
  g_task_return_boolean (task, TRUE);
}

/**
 * klaster_document_copies_clear_async:
 * @callback: (nullable): called when they are gone
 * @user_data: for @callback
 *
 * Removes the copies of earlier runs: contracts should not outlive their project in a cache. A program that still shows one
 * has it open and keeps it.
 */
void
klaster_document_copies_clear_async (GAsyncReadyCallback callback,
                                     gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, klaster_document_copies_clear_async);
  klaster_worker_run_task (task, clear_on_worker);
}

/**
 * klaster_document_copies_clear_finish:
 * @result: the result
 *
 * Returns: %TRUE
 */
gboolean
klaster_document_copies_clear_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
