/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "klaster-changeset.h"
#include "klaster-geometry.h"
#include "klaster-project.h"
#include "klaster-store-edit.h"
#include "klaster-store-schema.h"

typedef enum
{
  STATEMENT_INSERT,
  STATEMENT_UPDATE,
  STATEMENT_DELETE,
  N_STATEMENTS
} RowStatement;

struct _KlasterWriter
{
  sqlite3 *db;
  sqlite3_stmt *rows[KLASTER_N_TABLES][N_STATEMENTS];
  sqlite3_stmt *entry;
  sqlite3_stmt *source;
  sqlite3_stmt *stamp;
  sqlite3_stmt *unstamp;
  sqlite3_stmt *bury;
  sqlite3_stmt *unbury;
};

KlasterWriter *
klaster_writer_new (sqlite3 *db)
{
  KlasterWriter *self = g_new0 (KlasterWriter, 1);

  self->db = db;

  return self;
}

void
klaster_writer_free (KlasterWriter *self)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    for (guint i = 0; i < N_STATEMENTS; i++)
      sqlite3_finalize (self->rows[t][i]);
  sqlite3_finalize (self->entry);
  sqlite3_finalize (self->source);
  sqlite3_finalize (self->stamp);
  sqlite3_finalize (self->unstamp);
  sqlite3_finalize (self->bury);
  sqlite3_finalize (self->unbury);
  g_free (self);
}

static gboolean
prepare (KlasterWriter  *self,
         sqlite3_stmt  **statement,
         const char     *sql,
         GError        **error)
{
  if (*statement == NULL)
    *statement = klaster_database_prepare (self->db, sql, error);

  return *statement != NULL;
}

static void
bind_value (sqlite3_stmt *statement,
            int           parameter,
            KlasterValue  value)
{
  switch (value.type)
    {
    case KLASTER_VALUE_INTEGER:
      sqlite3_bind_int64 (statement, parameter, value.integer);
      break;
    case KLASTER_VALUE_REAL:
      sqlite3_bind_double (statement, parameter, value.real);
      break;
    case KLASTER_VALUE_TEXT:
      sqlite3_bind_text (statement, parameter, value.text, -1, SQLITE_STATIC);
      break;
    case KLASTER_VALUE_NULL:
    default:
      sqlite3_bind_null (statement, parameter);
      break;
    }
}

static void
bind_row (sqlite3_stmt     *statement,
          const KlasterRow *row,
          guint8            point[KLASTER_GEOMETRY_SIZE])
{
  KlasterTable table = klaster_row_get_table (row);

  for (guint i = 0; i < klaster_store_get_n_file_columns (table); i++)
    {
      gint c = klaster_store_get_column_at (table, i);

      if (c >= 0)
        bind_value (statement, (int) i + 1, klaster_row_get_value (row, (guint) c));
      else if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON) || klaster_row_is_null (row, KLASTER_INSTITUTION_LAT))
        sqlite3_bind_null (statement, (int) i + 1);
      else
        {
          /* The point that other programs draw is always the position that people typed. */
          klaster_geometry_write (klaster_row_get_real (row, KLASTER_INSTITUTION_LON),
                                  klaster_row_get_real (row, KLASTER_INSTITUTION_LAT), point);
          sqlite3_bind_blob (statement, (int) i + 1, point, KLASTER_GEOMETRY_SIZE, SQLITE_STATIC);
        }
    }
}

/* Every statement must touch exactly one row: anything else means that memory and file have come apart. */
static gboolean
run_row (KlasterWriter           *self,
         sqlite3_stmt            *statement,
         const KlasterRowChange  *change,
         GError                 **error)
{
  gboolean done = klaster_database_run (statement, error);

  sqlite3_clear_bindings (statement);
  if (done && sqlite3_changes (self->db) != 1)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                   _("The record %s %" PRId64 " is not in the project."),
                   klaster_schema_get_table (change->table)->name, change->id);
      return FALSE;
    }

  return done;
}

static gboolean
write_change (KlasterWriter           *self,
              const KlasterRowChange  *change,
              GError                 **error)
{
  RowStatement kind = change->before == NULL ? STATEMENT_INSERT : change->after ? STATEMENT_UPDATE : STATEMENT_DELETE;
  sqlite3_stmt **statement = &self->rows[change->table][kind];
  guint8 point[KLASTER_GEOMETRY_SIZE];

  if (!prepare (self, statement,
                kind == STATEMENT_INSERT ? klaster_store_get_insert_sql (change->table)
                : kind == STATEMENT_UPDATE ? klaster_store_get_update_sql (change->table)
                                           : klaster_store_get_delete_sql (change->table),
                error))
    return FALSE;

  if (change->after)
    bind_row (*statement, change->after, point);
  if (kind == STATEMENT_UPDATE)
    sqlite3_bind_int64 (*statement, (int) klaster_store_get_n_file_columns (change->table) + 1, change->id);
  else if (kind == STATEMENT_DELETE)
    sqlite3_bind_int64 (*statement, 1, change->id);

  return run_row (self, *statement, change, error);
}

static gboolean
put_stamp (KlasterWriter           *self,
           const KlasterRowChange  *change,
           guint                    column,
           gint64                   source,
           GError                 **error)
{
  sqlite3_bind_int (self->stamp, 1, (int) change->table);
  sqlite3_bind_int64 (self->stamp, 2, change->id);
  sqlite3_bind_int (self->stamp, 3, (int) column);
  sqlite3_bind_int64 (self->stamp, 4, source);

  return klaster_database_run (self->stamp, error);
}

static gboolean
run_by_record (sqlite3_stmt            *statement,
               const KlasterRowChange  *change,
               GError                 **error)
{
  sqlite3_bind_int (statement, 1, (int) change->table);
  sqlite3_bind_int64 (statement, 2, change->id);

  return klaster_database_run (statement, error);
}

/* An inserted row has one stamp for all of it (column 0), an updated one a stamp for each field that changed, a deleted
 * one a tombstone instead. */
static gboolean
write_stamps (KlasterWriter           *self,
              const KlasterRowChange  *change,
              gint64                   source,
              GError                 **error)
{
  if (change->before == NULL)
    return put_stamp (self, change, 0, source, error) && run_by_record (self->unbury, change, error);

  if (change->after == NULL)
    {
      sqlite3_bind_int64 (self->bury, 3, source);
      return run_by_record (self->unstamp, change, error) && run_by_record (self->bury, change, error);
    }

  for (guint c = 1; c < klaster_schema_get_table (change->table)->n_columns; c++)
    if (!klaster_value_equal (klaster_row_get_value (change->before, c), klaster_row_get_value (change->after, c)) &&
        !put_stamp (self, change, c, source, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_source (KlasterWriter        *self,
              KlasterHistoryEntry  *entry,
              gint64               *source,
              GError              **error)
{
  if (!prepare (self, &self->source, "INSERT INTO klaster_stamp_source (time, author, edit) VALUES (?, ?, ?)", error) ||
      !prepare (self, &self->stamp, "INSERT OR REPLACE INTO klaster_stamp VALUES (?, ?, ?, ?)", error) ||
      !prepare (self, &self->unstamp, "DELETE FROM klaster_stamp WHERE record_table = ? AND record_id = ?", error) ||
      !prepare (self, &self->bury, "INSERT OR REPLACE INTO klaster_tombstone VALUES (?, ?, ?)", error) ||
      !prepare (self, &self->unbury, "DELETE FROM klaster_tombstone WHERE record_table = ? AND record_id = ?", error))
    return FALSE;

  sqlite3_bind_int64 (self->source, 1, entry->time);
  sqlite3_bind_text (self->source, 2, entry->author, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->source, 3, entry->uuid, -1, SQLITE_STATIC);
  if (!klaster_database_run (self->source, error))
    return FALSE;
  *source = sqlite3_last_insert_rowid (self->db);

  return TRUE;
}

static gboolean
write_entry (KlasterWriter        *self,
             KlasterHistoryEntry  *entry,
             gconstpointer         changeset, /* (nullable) */
             gsize                 size,
             GError              **error)
{
  static const char sql[] =
    "INSERT INTO klaster_history (uuid, parent, kind, target, step, time, author, label, schema, summary, size, changeset) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  g_autoptr (GBytes) deflated = changeset ? klaster_changeset_deflate (changeset, size) : NULL;
  gsize deflated_size;
  gconstpointer data;
  gboolean done;

  if (!prepare (self, &self->entry, sql, error))
    return FALSE;
  sqlite3_bind_text (self->entry, 1, entry->uuid, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->entry, 2, entry->parent, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->entry, 3, entry->kind, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->entry, 4, entry->target, -1, SQLITE_STATIC);
  if (g_strcmp0 (entry->step, entry->uuid) != 0) /* a step of its own goes without saying */
    sqlite3_bind_text (self->entry, 5, entry->step, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->entry, 6, entry->time);
  sqlite3_bind_text (self->entry, 7, entry->author, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->entry, 8, entry->label, -1, SQLITE_STATIC);
  sqlite3_bind_int (self->entry, 9, (int) entry->schema);
  sqlite3_bind_text (self->entry, 10, entry->summary, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (self->entry, 11, (gint64) size);
  if (deflated)
    {
      data = g_bytes_get_data (deflated, &deflated_size);
      sqlite3_bind_blob64 (self->entry, 12, data, deflated_size, SQLITE_STATIC);
    }
  done = klaster_database_run (self->entry, error);
  sqlite3_clear_bindings (self->entry);

  return done;
}

static gboolean
fail_session (KlasterWriter  *self,
              int             rc,
              GError        **error)
{
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED, _("The edit could not be recorded (%s)."),
               sqlite3_errstr (rc));

  return FALSE;
}

gboolean
klaster_writer_write_rows (KlasterWriter       *self,
                           const KlasterDelta  *delta,
                           GError             **error)
{
  guint n_changes = klaster_delta_get_n_changes (delta);

  /* Deletions first: a row may take the place of another, and no order within an edit may matter. */
  for (guint i = 0; i < n_changes; i++)
    if (klaster_delta_get_change (delta, i)->after == NULL &&
        !write_change (self, klaster_delta_get_change (delta, i), error))
      return FALSE;
  for (guint i = 0; i < n_changes; i++)
    if (klaster_delta_get_change (delta, i)->after && !write_change (self, klaster_delta_get_change (delta, i), error))
      return FALSE;

  return TRUE;
}

gboolean
klaster_writer_write_entry (KlasterWriter        *self,
                            KlasterHistoryEntry  *entry,
                            GError              **error)
{
  return write_entry (self, entry, NULL, 0, error);
}

static gboolean
write_delta (KlasterWriter        *self,
             KlasterHistoryEntry  *entry,
             const KlasterDelta   *delta,
             sqlite3_session      *session,
             GError              **error)
{
  guint n_changes = klaster_delta_get_n_changes (delta);
  void *changeset = NULL;
  int size = 0, rc;
  gint64 source;
  gboolean done;

  if (!klaster_writer_write_rows (self, delta, error) || !write_source (self, entry, &source, error))
    return FALSE;
  for (guint i = 0; i < n_changes; i++)
    if (!write_stamps (self, klaster_delta_get_change (delta, i), source, error))
      return FALSE;
  if (session == NULL)
    return write_entry (self, entry, NULL, 0, error);

  rc = sqlite3session_changeset (session, &size, &changeset);
  if (rc != SQLITE_OK)
    return fail_session (self, rc, error);
  done = write_entry (self, entry, changeset ? changeset : "", (gsize) size, error);
  sqlite3_free (changeset);

  return done;
}

/**
 * klaster_writer_commit:
 * @self: a writer
 * @entry: the history entry, in its place in the history
 * @delta: (nullable): what changes
 * @record: whether it can be undone
 * @error: return location
 *
 * Foreign keys are off: the delta names everything that follows from it, and references were checked on it. The session
 * records what really was written, not what we think.
 *
 * Within a transaction of the caller it is that which decides.
 *
 * Returns: whether the edit is on the disk; nothing is when it is not
 */
gboolean
klaster_writer_commit (KlasterWriter        *self,
                       KlasterHistoryEntry  *entry,
                       const KlasterDelta   *delta,
                       gboolean              record,
                       GError              **error)
{
  sqlite3_session *session = NULL;
  gboolean alone = sqlite3_get_autocommit (self->db);
  gboolean done;

  if (alone && !klaster_database_exec (self->db, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (delta && record)
    {
      int rc = sqlite3session_create (self->db, "main", &session);

      for (guint t = 0; t < KLASTER_N_TABLES && rc == SQLITE_OK; t++)
        if (klaster_delta_touches (delta, t))
          rc = sqlite3session_attach (session, klaster_schema_get_table (t)->name);
      done = rc == SQLITE_OK ? TRUE : fail_session (self, rc, error);
    }
  else
    done = TRUE;

  if (done)
    done = delta ? write_delta (self, entry, delta, session, error) : write_entry (self, entry, NULL, 0, error);
  if (session)
    sqlite3session_delete (session);
  if (done && alone)
    done = klaster_database_exec (self->db, "COMMIT", error);
  if (!done && alone && !sqlite3_get_autocommit (self->db))
    klaster_database_exec (self->db, "ROLLBACK", NULL);

  return done;
}
