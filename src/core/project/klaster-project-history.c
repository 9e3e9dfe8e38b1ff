/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-changeset.h"
#include "klaster-project-private.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"
#include "klaster-worker.h"

typedef struct
{
  gint table; /* -1: all */
  gint64 id;
  char *database;
  GPtrArray *entries; /* newest first */
} HistoryRequest;

static void
history_request_free (gpointer data)
{
  HistoryRequest *request = data;

  g_free (request->database);
  g_ptr_array_unref (request->entries);
  g_free (request);
}

static char *
describe_cell (const KlasterCell *cell)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  switch (cell->type)
    {
    case KLASTER_CELL_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, cell->integer);
    case KLASTER_CELL_REAL:
      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, cell->real));
    case KLASTER_CELL_TEXT:
      return g_strndup ((const char *) cell->bytes, cell->size);
    case KLASTER_CELL_UNDEFINED:
    case KLASTER_CELL_BLOB:
    case KLASTER_CELL_NULL:
    default:
      return NULL;
    }
}

typedef struct
{
  const HistoryRequest *request;
  KlasterHistoryEntry *entry;
  gboolean found;
} RecordSearch;

static gboolean
find_record (const KlasterChange  *change,
             gpointer              data,
             GError              **error)
{
  RecordSearch *search = data;

  if (change->table != search->request->table || change->id != search->request->id)
    return TRUE;
  search->found = TRUE;
  if (change->operation != KLASTER_CHANGE_UPDATE)
    return TRUE;

  for (guint i = 1; i < MIN (change->n_columns, klaster_store_get_n_file_columns (change->table)); i++)
    {
      gint column = klaster_store_get_column_at (change->table, i);

      if (column > 0 && change->after[i].type != KLASTER_CELL_UNDEFINED)
        {
          KlasterHistoryDetail *detail = g_new0 (KlasterHistoryDetail, 1);

          detail->column = (guint) column;
          detail->before = describe_cell (&change->before[i]);
          detail->after = describe_cell (&change->after[i]);
          g_ptr_array_add (search->entry->details, detail);
        }
    }

  return TRUE;
}

/* A changeset that cannot be read is no reason to hide the others. */
static gboolean
touches_record (sqlite3              *db,
                const HistoryRequest *request,
                KlasterHistoryEntry  *entry)
{
  g_autofree char *key = g_strdup_printf ("\"%s\"", klaster_schema_get_table (request->table)->name);
  g_autoptr (GBytes) changeset = NULL;
  RecordSearch search = { request, entry, FALSE };

  if (!entry->recorded || strstr (entry->summary, key) == NULL)
    return FALSE;
  changeset = klaster_store_load_changeset (db, entry->uuid, NULL);
  if (changeset)
    klaster_changeset_foreach (changeset, find_record, &search, NULL);

  return search.found;
}

static void
history_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  HistoryRequest *request = task_data;
  GError *error = NULL;
  g_autoptr (KlasterDatabase) db = klaster_database_open (request->database, KLASTER_DATABASE_READER, &error);

  if (db == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < request->entries->len;)
    {
      if (g_task_return_error_if_cancelled (task))
        return;
      if (touches_record (db, request, g_ptr_array_index (request->entries, i)))
        i++;
      else
        g_ptr_array_remove_index (request->entries, i);
    }
  g_task_return_pointer (task, g_ptr_array_ref (request->entries), (GDestroyNotify) g_ptr_array_unref);
}

static void
history_idle_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  g_autoptr (GTask) task = data;
  HistoryRequest *request = g_task_get_task_data (task);
  gboolean changed_since = FALSE;
  gboolean reachable = TRUE;

  for (guint i = klaster_history_get_n (self->history); i > 0; i--)
    {
      KlasterHistoryEntry *entry = klaster_history_entry_copy (klaster_history_get (self->history, i - 1));

      entry->undone = klaster_history_is_undone (self->history, entry->step);
      entry->can_go_back = changed_since && reachable && !self->read_only;
      changed_since = changed_since || klaster_history_entry_has_content (entry);
      reachable = reachable && !klaster_history_entry_is_start (entry);
      g_ptr_array_add (request->entries, entry);
    }
  if (request->table < 0)
    g_task_return_pointer (task, g_ptr_array_ref (request->entries), (GDestroyNotify) g_ptr_array_unref);
  else if (self->copy == NULL)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, "The project is closed");
  else
    {
      request->database = g_strdup (klaster_working_copy_get_database (self->copy));
      klaster_worker_run_task (task, history_thread);
    }
}

/**
 * klaster_project_load_history_async:
 * @self: a project
 * @table: a #KlasterTable, or -1: the whole history
 * @id: with @table: the record whose history is asked for
 * @cancellable: (nullable): a #GCancellable
 * @callback: called with the entries
 * @user_data: for @callback
 *
 * The history of one record is found by reading what every edit recorded: tens of milliseconds for thousands of edits.
 */
void
klaster_project_load_history_async (KlasterProject      *self,
                                    gint                 table,
                                    gint64               id,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  HistoryRequest *request = g_new0 (HistoryRequest, 1);

  g_return_if_fail (KLASTER_IS_PROJECT (self));
  g_return_if_fail (table < KLASTER_N_TABLES);

  g_task_set_source_tag (task, klaster_project_load_history_async);
  request->table = table;
  request->id = id;
  request->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_history_entry_unref);
  g_task_set_task_data (task, request, history_request_free);
  klaster_project_wait_idle_async (self, history_idle_cb, task);
}

/**
 * klaster_project_load_history_finish:
 * @self: a project
 * @result: the result
 * @error: return location
 *
 * Returns: (transfer full) (element-type KlasterHistoryEntry) (nullable): entries, newest first
 */
GPtrArray *
klaster_project_load_history_finish (KlasterProject  *self,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
