/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "klaster-changeset.h"
#include "klaster-project.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"

/* The longest time that reading a file may take, in seconds. */
#define LOAD_SECONDS 120
/* The longest that a stranger's history may be followed; longer ones are taken as they are. */
#define REPLAY_SECONDS 30

static gboolean
fail_cell (KlasterTable   table,
           guint          column,
           gint64         id,
           GError       **error)
{
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED,
               _("The file is damaged: %s %" PRId64 " holds something impossible in “%s”."),
               klaster_schema_get_table (table)->name, id, klaster_schema_get_column (table, column)->name);

  return FALSE;
}

static gboolean
read_cell (sqlite3_stmt  *statement,
           int            i,
           KlasterTable   table,
           guint          column,
           KlasterValue  *value,
           GError       **error)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  int type = sqlite3_column_type (statement, i);
  gint64 integer;

  if (type == SQLITE_NULL)
    {
      if (info->flags & KLASTER_COLUMN_REQUIRED)
        return fail_cell (table, column, sqlite3_column_int64 (statement, 0), error);
      *value = KLASTER_NULL;
      return TRUE;
    }

  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_BOOLEAN:
    case KLASTER_COLUMN_REFERENCE:
      integer = sqlite3_column_int64 (statement, i);
      if (type != SQLITE_INTEGER || (double) integer < info->minimum || (double) integer > info->maximum)
        return fail_cell (table, column, sqlite3_column_int64 (statement, 0), error);
      *value = KLASTER_INTEGER (integer);
      return TRUE;

    case KLASTER_COLUMN_REAL:
      if ((type != SQLITE_FLOAT && type != SQLITE_INTEGER) ||
          !(sqlite3_column_double (statement, i) >= info->minimum && sqlite3_column_double (statement, i) <= info->maximum))
        return fail_cell (table, column, sqlite3_column_int64 (statement, 0), error);
      *value = KLASTER_REAL (sqlite3_column_double (statement, i));
      return TRUE;

    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
    default:
      {
        const char *text = (const char *) sqlite3_column_text (statement, i);

        if (type != SQLITE_TEXT || text == NULL ||
            !g_utf8_validate_len (text, (gsize) sqlite3_column_bytes (statement, i), NULL))
          return fail_cell (table, column, sqlite3_column_int64 (statement, 0), error);
        *value = KLASTER_TEXT (text);
        return TRUE;
      }
    }
}

/* The row that @statement, made from klaster_store_get_select_sql(), stands on. A cell of the wrong kind is an error
 * (%KLASTER_PROJECT_ERROR_DAMAGED): in files that we did not write, klaster_foreign_import() has sorted them out. */
static KlasterRow *
read_row (sqlite3_stmt  *statement,
          KlasterTable   table,
          GError       **error)
{
  KlasterValue values[KLASTER_MAX_FILE_COLUMNS];
  guint n_columns = klaster_schema_get_table (table)->n_columns;
  guint n_file_columns = klaster_store_get_n_file_columns (table);

  for (guint c = 0; c < n_columns; c++)
    values[c] = KLASTER_NULL;
  for (guint i = 0; i < n_file_columns; i++)
    {
      gint c = klaster_store_get_column_at (table, i);

      if (c >= 0 && !read_cell (statement, (int) i, table, (guint) c, &values[c], error))
        return NULL;
    }

  return klaster_row_new (table, values, n_columns);
}

static gboolean
load_table (sqlite3                 *db,
            KlasterTable             table,
            KlasterSnapshotBuilder  *builder,
            GError                 **error)
{
  const char *sql = klaster_store_get_select_sql (table);
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      KlasterRow *row = read_row (statement, table, error);

      if (row == NULL)
        return FALSE;
      if (!klaster_snapshot_builder_take_row (builder, row))
        return fail_cell (table, 0, sqlite3_column_int64 (statement, 0), error);
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql, error);
      return FALSE;
    }
  klaster_snapshot_builder_end_table (builder, table);

  return TRUE;
}

typedef struct
{
  const char *path;
  KlasterDatabaseMode mode;
  KlasterSnapshotBuilder *builder;
  GCancellable *cancellable;
  KlasterTable table; /* the one that the second thread loads */
  GError *error;
} Load;

static gpointer
load_thread (gpointer data)
{
  Load *load = data;
  g_autoptr (KlasterDatabase) db = klaster_database_open (load->path, load->mode, &load->error);

  if (db == NULL)
    return NULL;
  klaster_database_limit (db, LOAD_SECONDS, load->cancellable);
  load_table (db, load->table, load->builder, &load->error);

  return NULL;
}

/**
 * klaster_store_load_snapshot:
 * @path: a working copy, or a private copy of a file with our schema
 * @mode: how to open it
 * @cancellable: (nullable): a #GCancellable
 * @error: return location
 *
 * Cooperations, the largest table of a large project, come on a second thread.
 *
 * Returns: (transfer full) (nullable): the content
 */
KlasterSnapshot *
klaster_store_load_snapshot (const char           *path,
                             KlasterDatabaseMode   mode,
                             GCancellable         *cancellable,
                             GError              **error)
{
  g_autoptr (KlasterSnapshotBuilder) builder = klaster_snapshot_builder_new ();
  g_autoptr (KlasterDatabase) db = klaster_database_open (path, mode, error);
  Load load = { path, mode, builder, cancellable, KLASTER_TABLE_COOPERATION, NULL };
  gboolean done = TRUE;
  GThread *thread;

  if (db == NULL)
    return NULL;
  klaster_database_limit (db, LOAD_SECONDS, cancellable);

  thread = g_thread_new ("klaster-load", load_thread, &load);
  for (guint t = 0; t < KLASTER_N_TABLES && done; t++)
    if (t != load.table)
      done = load_table (db, t, builder, error);
  g_thread_join (thread);

  if (load.error)
    {
      if (done)
        g_propagate_error (error, load.error);
      else
        g_error_free (load.error);
      return NULL;
    }

  return done ? klaster_snapshot_builder_finish (g_steal_pointer (&builder)) : NULL;
}

static char *
dup_column (sqlite3_stmt *statement,
            int           column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text ? g_utf8_make_valid (text, sqlite3_column_bytes (statement, column)) : NULL;
}

/**
 * klaster_store_load_history:
 * @db: a connection
 * @error: return location
 *
 * Everything but the changesets.
 *
 * Returns: (transfer full) (nullable): the history
 */
KlasterHistory *
klaster_store_load_history (sqlite3  *db,
                            GError  **error)
{
  static const char sql[] =
    "SELECT uuid, parent, kind, target, step, time, author, label, schema, summary, changeset IS NOT NULL "
    "FROM klaster_history ORDER BY position";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  g_autoptr (KlasterHistory) history = klaster_history_new ();
  int rc;

  if (statement == NULL)
    return NULL;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_autofree char *kind = dup_column (statement, 2);
      g_autofree char *label = dup_column (statement, 7);
      g_autofree char *author = dup_column (statement, 6);
      g_autofree char *uuid = dup_column (statement, 0);
      g_autofree char *step = dup_column (statement, 4);
      g_autofree char *summary = dup_column (statement, 9);
      KlasterHistoryEntry *entry;

      if (uuid == NULL || kind == NULL || !g_uuid_string_is_valid (uuid))
        {
          g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED, _("The history of the file is damaged."));
          return NULL;
        }
      entry = klaster_history_entry_new (kind, label, author);
      g_free (entry->uuid);
      g_free (entry->step);
      g_free (entry->summary);
      entry->step = step ? g_steal_pointer (&step) : g_strdup (uuid);
      entry->uuid = g_steal_pointer (&uuid);
      entry->target = dup_column (statement, 3);
      entry->time = sqlite3_column_int64 (statement, 5);
      entry->schema = (guint) sqlite3_column_int (statement, 8);
      entry->summary = summary ? g_steal_pointer (&summary) : g_strdup ("{}");
      entry->recorded = sqlite3_column_int (statement, 10);
      klaster_history_entry_parse_summary (entry);
      klaster_history_append (history, entry);
      g_free (entry->parent); /* as it is in the file: whether that is right is for others to say */
      entry->parent = dup_column (statement, 1);
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql, error);
      return NULL;
    }

  return g_steal_pointer (&history);
}

char *
klaster_store_get_meta (sqlite3     *db,
                        const char  *key,
                        GError     **error)
{
  static const char sql[] = "SELECT value FROM klaster_meta WHERE key = ?";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    return dup_column (statement, 0);
  if (rc != SQLITE_DONE)
    klaster_database_set_error (db, sql, error);

  return NULL;
}

gboolean
klaster_store_set_meta (sqlite3     *db,
                        const char  *key,
                        const char  *value,
                        GError     **error)
{
  g_autoptr (KlasterStatement) statement =
    klaster_database_prepare (db, "INSERT OR REPLACE INTO klaster_meta (key, value) VALUES (?, ?)", error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, value, -1, SQLITE_STATIC);

  return klaster_database_run (statement, error);
}

GBytes *
klaster_store_load_changeset (sqlite3     *db,
                              const char  *uuid,
                              GError     **error)
{
  static const char sql[] = "SELECT changeset, size FROM klaster_history WHERE uuid = ?";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, uuid, -1, SQLITE_STATIC);
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW && sqlite3_column_type (statement, 0) == SQLITE_BLOB && sqlite3_column_int64 (statement, 1) >= 0)
    return klaster_changeset_inflate (sqlite3_column_blob (statement, 0), (gsize) sqlite3_column_bytes (statement, 0),
                                      (gsize) sqlite3_column_int64 (statement, 1), error);
  if (rc != SQLITE_DONE && rc != SQLITE_ROW)
    klaster_database_set_error (db, sql, error);
  else
    g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED,
                 _("What this edit changed is not recorded in the file."));

  return NULL;
}

/**
 * klaster_store_replay:
 * @db: a connection
 * @history: its history
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the content after the newest entry; %NULL when the history does not begin with the
 *   project, or is damaged
 */
KlasterSnapshot *
klaster_store_replay (sqlite3         *db,
                      KlasterHistory  *history,
                      GError         **error)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  gint64 deadline = g_get_monotonic_time () + REPLAY_SECONDS * G_USEC_PER_SEC;

  for (guint i = 0; i < klaster_history_get_n (history); i++)
    {
      KlasterHistoryEntry *entry = klaster_history_get (history, i);
      g_autoptr (GBytes) changeset = NULL;
      g_autoptr (KlasterDelta) delta = NULL;
      KlasterSnapshot *after;

      if (g_strcmp0 (entry->parent, i > 0 ? klaster_history_get (history, i - 1)->uuid : NULL) != 0)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED, _("The history of the file is damaged."));
          return NULL;
        }
      if (!klaster_history_entry_has_content (entry))
        continue;
      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE, "The history is too long");
          return NULL;
        }
      changeset = klaster_store_load_changeset (db, entry->uuid, error);
      delta = changeset ? klaster_changeset_to_delta (changeset, FALSE, snapshot, error) : NULL;
      if (delta == NULL)
        return NULL;
      after = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = after;
    }

  return g_steal_pointer (&snapshot);
}
