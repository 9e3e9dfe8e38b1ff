/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-opener.h"
#include "klaster-publisher.h"
#include "klaster-worker.h"

/* At the start of the program: working copies that a crash, or "publish later", left behind. */

static gboolean
publish_left (const char    *address,
              GCancellable  *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterOpened) opened = klaster_opener_open (address, KLASTER_OPEN_DEFAULT, NULL, cancellable, &error);
  KlasterHistoryEntry *head;
  KlasterPublishRequest request = { NULL };
  KlasterPublishResult result;

  if (opened == NULL)
    return FALSE;
  head = klaster_history_get_head (opened->history);
  if (head == NULL || g_strcmp0 (head->uuid, opened->published) == 0)
    return TRUE;

  /* Only where nothing has to be asked: what lies there is what we left. */
  if (opened->diverged || !opened->state.exists)
    return FALSE;
  request.source = klaster_working_copy_get_database (opened->copy);
  request.target = opened->address;
  request.expected = &opened->state;
  request.extras = opened->address;
  request.extra_ids = opened->foreign_ids;
  if (!klaster_publisher_run (&request, &result, cancellable, &error))
    {
      g_message ("Work that was left behind could not be published: %s", error->message);
      return FALSE;
    }
  g_free (opened->published); /* now the working copy may go */
  opened->published = g_steal_pointer (&result.head);

  return TRUE;
}

static void
publish_left_thread (GTask        *task,
                     gpointer      source_object,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  g_autoptr (GPtrArray) copies = klaster_working_copy_list_left (NULL);
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < copies->len; i++)
    {
      const char *address = klaster_working_copy_get_address (g_ptr_array_index (copies, i));

      if (!g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
        g_ptr_array_add (addresses, g_strdup (address));
    }
  g_clear_pointer (&copies, g_ptr_array_unref); /* which gives their locks up */

  for (guint i = 0; i < addresses->len && !g_cancellable_is_cancelled (cancellable); i++)
    if (!publish_left (g_ptr_array_index (addresses, i), cancellable))
      g_ptr_array_add (files, g_file_new_for_path (g_ptr_array_index (addresses, i)));
  g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * klaster_project_publish_left_async:
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when everything that could be published is
 * @user_data: for @callback
 *
 * Publishes what earlier runs of the program left in working copies. Copies of processes that still run are not touched.
 */
void
klaster_project_publish_left_async (GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, klaster_project_publish_left_async);
  klaster_worker_run_task (task, publish_left_thread);
}

/**
 * klaster_project_publish_left_finish:
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type GFile) (nullable): files whose work could not be published by itself (gone,
 *   changed by others, not writable): opening them brings it up
 */
GPtrArray *
klaster_project_publish_left_finish (GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
