/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-database.h"
#include "klaster-project.h"

/* Longest text, blob or SQL statement that a file from a stranger may make us read: well above the largest history row
 * that we write, well below what would fill the memory. */
#define RESTRICTED_MAX_LENGTH (512 * 1024 * 1024)
/* Virtual machine steps between two looks at the clock. */
#define PROGRESS_STEPS 20000

typedef struct
{
  gint64 deadline; /* monotonic, microseconds */
  GCancellable *cancellable;
  gboolean expired;
} Limit;

static void
limit_free (Limit *limit)
{
  g_clear_object (&limit->cancellable);
  g_free (limit);
}

/* The limit of a connection; SQLite 3.40 has no client data, so they are kept beside it. */
static GHashTable *limits;
G_LOCK_DEFINE_STATIC (limits);

static int
progress_cb (gpointer data)
{
  Limit *limit = data;

  if (g_cancellable_is_cancelled (limit->cancellable))
    return 1;
  if (g_get_monotonic_time () > limit->deadline)
    limit->expired = TRUE;

  return limit->expired;
}

static Limit *
get_limit (sqlite3 *db)
{
  Limit *limit;

  G_LOCK (limits);
  limit = limits ? g_hash_table_lookup (limits, db) : NULL;
  G_UNLOCK (limits);

  return limit;
}

/**
 * klaster_database_set_error:
 * @db: (nullable): a connection whose last call failed
 * @doing: what was being done, for the log and the message
 * @error: return location
 *
 * Says in #KlasterProjectError terms what SQLite's last result code means.
 */
void
klaster_database_set_error (sqlite3     *db,
                            const char  *doing,
                            GError     **error)
{
  int rc = db ? sqlite3_extended_errcode (db) : SQLITE_NOMEM;
  Limit *limit = db ? get_limit (db) : NULL;
  KlasterProjectError code = KLASTER_PROJECT_ERROR_FAILED;

  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      code = KLASTER_PROJECT_ERROR_FULL;
      break;
    case SQLITE_IOERR:
      if (sqlite3_system_errno (db) == ENOSPC || sqlite3_system_errno (db) == EDQUOT || sqlite3_system_errno (db) == EFBIG)
        code = KLASTER_PROJECT_ERROR_FULL;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
      code = KLASTER_PROJECT_ERROR_DAMAGED;
      break;
    case SQLITE_NOTADB:
      code = KLASTER_PROJECT_ERROR_NOT_A_PROJECT;
      break;
    case SQLITE_TOOBIG:
    case SQLITE_AUTH:
      code = KLASTER_PROJECT_ERROR_HOSTILE;
      break;
    case SQLITE_INTERRUPT:
      if (limit && limit->expired)
        {
          g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE,
                       _("Reading this file took too long, so it was given up."));
          return;
        }
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled"));
      return;
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      code = KLASTER_PROJECT_ERROR_PERMISSION;
      break;
    default:
      break;
    }

  if (code == KLASTER_PROJECT_ERROR_FULL)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("There is no space left on the disk."));
  else if (code == KLASTER_PROJECT_ERROR_DAMAGED)
    g_set_error (error, KLASTER_PROJECT_ERROR, code, _("The file is damaged (%s: %s)."), doing, sqlite3_errmsg (db));
  else
    g_set_error (error, KLASTER_PROJECT_ERROR, code, "%s: %s (%d)", doing, db ? sqlite3_errmsg (db) : "no memory", rc);
}

static gboolean
configure (sqlite3             *db,
           KlasterDatabaseMode  mode,
           GError             **error)
{
  /* None of our files has triggers, views or functions in its schema; what a stranger put there is not run. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_extended_result_codes (db, 1);
  sqlite3_busy_timeout (db, 10000);

  switch (mode)
    {
    case KLASTER_DATABASE_WRITER:
      return klaster_database_exec (db,
                                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF;"
                                    "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;"
                                    "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=67108864;", error);

    case KLASTER_DATABASE_READER:
      return klaster_database_exec (db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;", error);

    case KLASTER_DATABASE_RESTRICTED:
    case KLASTER_DATABASE_SHARED:
      sqlite3_limit (db, SQLITE_LIMIT_LENGTH, RESTRICTED_MAX_LENGTH);
      sqlite3_limit (db, SQLITE_LIMIT_SQL_LENGTH, 1024 * 1024);
      sqlite3_limit (db, SQLITE_LIMIT_COLUMN, 200);
      sqlite3_limit (db, SQLITE_LIMIT_EXPR_DEPTH, 50);
      sqlite3_limit (db, SQLITE_LIMIT_COMPOUND_SELECT, 3);
      sqlite3_limit (db, SQLITE_LIMIT_VDBE_OP, 25000);
      sqlite3_limit (db, SQLITE_LIMIT_FUNCTION_ARG, 8);
      sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 1);
      sqlite3_limit (db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50);
      sqlite3_limit (db, SQLITE_LIMIT_VARIABLE_NUMBER, 200);
      sqlite3_limit (db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
      sqlite3_limit (db, SQLITE_LIMIT_WORKER_THREADS, 0);
      return klaster_database_exec (db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;", error);

    case KLASTER_DATABASE_SCRATCH:
      return klaster_database_exec (db,
                                    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE;"
                                    "PRAGMA foreign_keys=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;", error);

    default:
      g_assert_not_reached ();
    }
}

/**
 * klaster_database_open:
 * @path: a file of ours, or a private copy of somebody else's: the shared file only with %KLASTER_DATABASE_SHARED
 * @mode: what the connection is for
 * @error: return location
 *
 * The connection has no mutex: it belongs to the thread that uses it.
 *
 * Returns: (transfer full) (nullable): the connection
 */
sqlite3 *
klaster_database_open (const char           *path,
                       KlasterDatabaseMode   mode,
                       GError              **error)
{
  g_autoptr (KlasterDatabase) db = NULL;
  g_autofree char *uri = NULL;
  int flags = SQLITE_OPEN_NOMUTEX;

  if (mode == KLASTER_DATABASE_SHARED)
    {
      g_autofree char *plain = g_filename_to_uri (path, NULL, error);

      if (plain == NULL)
        return NULL;
      path = uri = g_strconcat (plain, "?immutable=1", NULL);
      flags |= SQLITE_OPEN_URI;
    }
  if (mode == KLASTER_DATABASE_READER || mode == KLASTER_DATABASE_SHARED)
    flags |= SQLITE_OPEN_READONLY;
  else if (mode == KLASTER_DATABASE_RESTRICTED)
    flags |= SQLITE_OPEN_READWRITE; /* a log that came along has to be played first; then it is made read-only */
  else
    flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;

  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK)
    {
      klaster_database_set_error (db, "open", error);
      return NULL;
    }
  if (!configure (db, mode, error))
    return NULL;
  if (mode == KLASTER_DATABASE_RESTRICTED)
    {
      g_autofree char *journal = klaster_database_get_text (db, "PRAGMA journal_mode", error);
      gint64 n;

      if (journal == NULL || !klaster_database_get_int64 (db, "SELECT count(*) FROM sqlite_schema", &n, error))
        return NULL;
      if (strcmp (journal, "wal") == 0 && !klaster_database_exec (db, "PRAGMA journal_mode=DELETE", error))
        return NULL;
      if (!klaster_database_exec (db, "PRAGMA query_only=ON", error))
        return NULL;
    }

  return g_steal_pointer (&db);
}

/**
 * klaster_database_exec:
 * @db: a connection
 * @sql: one or more statements without results that matter
 * @error: return location
 *
 * Returns: whether all of them worked
 */
gboolean
klaster_database_exec (sqlite3     *db,
                       const char  *sql,
                       GError     **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  klaster_database_set_error (db, sql, error);

  return FALSE;
}

/**
 * klaster_database_prepare:
 * @db: a connection
 * @sql: one statement
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the statement
 */
sqlite3_stmt *
klaster_database_prepare (sqlite3     *db,
                          const char  *sql,
                          GError     **error)
{
  sqlite3_stmt *statement;

  if (sqlite3_prepare_v3 (db, sql, -1, 0, &statement, NULL) == SQLITE_OK)
    return statement;

  klaster_database_set_error (db, sql, error);

  return NULL;
}

/**
 * klaster_database_run:
 * @statement: a statement with its parameters bound
 * @error: return location
 *
 * Steps to the end, then resets the statement for its next use.
 *
 * Returns: whether it worked
 */
gboolean
klaster_database_run (sqlite3_stmt  *statement,
                      GError       **error)
{
  int rc;

  do
    rc = sqlite3_step (statement);
  while (rc == SQLITE_ROW);

  if (rc != SQLITE_DONE)
    klaster_database_set_error (sqlite3_db_handle (statement), sqlite3_sql (statement), error);
  sqlite3_reset (statement);

  return rc == SQLITE_DONE;
}

/**
 * klaster_database_get_int64:
 * @db: a connection
 * @sql: a query whose first column matters
 * @value: (inout): the value; untouched when there is no row
 * @error: return location
 *
 * Returns: whether the query worked
 */
gboolean
klaster_database_get_int64 (sqlite3     *db,
                            const char  *sql,
                            gint64      *value,
                            GError     **error)
{
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    *value = sqlite3_column_int64 (statement, 0);
  else if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * klaster_database_get_text:
 * @db: a connection
 * @sql: a query whose first column matters
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the text, %NULL also when there is no row or it is null; then @error is not set
 */
char *
klaster_database_get_text (sqlite3     *db,
                           const char  *sql,
                           GError     **error)
{
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return NULL;
  rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    return g_strdup ((const char *) sqlite3_column_text (statement, 0));
  if (rc != SQLITE_DONE)
    klaster_database_set_error (db, sql, error);

  return NULL;
}

/**
 * klaster_database_list_columns:
 * @db: a connection
 * @table: name of a table
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8) (nullable): names of the columns of a real table; views, virtual tables and
 *   tables that are not there have none
 */
GPtrArray *
klaster_database_list_columns (sqlite3     *db,
                               const char  *table,
                               GError     **error)
{
  static const char sql[] =
    "SELECT c.name FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c "
    "WHERE s.type = 'table' AND s.rootpage > 0 AND s.name = ? AND c.hidden = 0";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int rc;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);

      g_ptr_array_add (names, g_strdup (name ? name : ""));
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql, error);
      return NULL;
    }

  return g_steal_pointer (&names);
}

/**
 * klaster_database_limit:
 * @db: a connection
 * @seconds: how long everything from now on may take together
 * @cancellable: (nullable): a #GCancellable
 */
void
klaster_database_limit (sqlite3      *db,
                        double        seconds,
                        GCancellable *cancellable)
{
  Limit *limit = g_new0 (Limit, 1);

  limit->deadline = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  limit->cancellable = cancellable ? g_object_ref (cancellable) : NULL;

  sqlite3_progress_handler (db, PROGRESS_STEPS, progress_cb, limit);
  G_LOCK (limits);
  if (limits == NULL)
    limits = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) limit_free);
  g_hash_table_insert (limits, db, limit);
  G_UNLOCK (limits);
}

/**
 * klaster_database_close:
 * @db: (transfer full) (nullable): a connection whose statements are finalized
 */
void
klaster_database_close (sqlite3 *db)
{
  if (db == NULL)
    return;

  sqlite3_progress_handler (db, 0, NULL, NULL);
  G_LOCK (limits);
  if (limits)
    g_hash_table_remove (limits, db);
  G_UNLOCK (limits);

  if (sqlite3_close (db) != SQLITE_OK)
    g_critical ("A connection was closed with statements still open: %s", sqlite3_errmsg (db));
}
