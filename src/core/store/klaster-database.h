/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* What we ask of SQLite connections: three ways of opening one, errors as GError, statements that clean up. Inside
 * src/core only: everything else goes through KlasterProject. */
typedef enum
{
  KLASTER_DATABASE_WRITER,     /* of a working copy: WAL, every commit is on the disk when it returns */
  KLASTER_DATABASE_READER,     /* a second connection to a working copy of ours */
  KLASTER_DATABASE_RESTRICTED, /* a private copy of a file from a stranger (STORAGE.md §5) */
  KLASTER_DATABASE_SHARED,     /* a shared file as it lies: nothing beside it is looked at, no lock is taken */
  KLASTER_DATABASE_SCRATCH,    /* a file that nobody else sees and that may be lost: no journal, no syncing */
} KlasterDatabaseMode;

sqlite3 *klaster_database_open      (const char          *path,
                                     KlasterDatabaseMode  mode,
                                     GError             **error);
gboolean klaster_database_exec      (sqlite3             *db,
                                     const char          *sql,
                                     GError             **error);
sqlite3_stmt *klaster_database_prepare (sqlite3          *db,
                                     const char          *sql,
                                     GError             **error);
gboolean klaster_database_run       (sqlite3_stmt        *statement, /* steps to the end and resets */
                                     GError             **error);
/* One integer or one text; @fallback or NULL when there is no row. */
gboolean klaster_database_get_int64 (sqlite3             *db,
                                     const char          *sql,
                                     gint64              *value,
                                     GError             **error);
char    *klaster_database_get_text  (sqlite3             *db,
                                     const char          *sql,
                                     GError             **error);
/* Names of the columns of a real table, as char*; views, virtual tables and what is not there have none. */
GPtrArray *klaster_database_list_columns (sqlite3        *db,
                                     const char          *table,
                                     GError             **error);
/* From now on every statement ends with %KLASTER_PROJECT_ERROR_HOSTILE after @seconds, and at once with
 * %G_IO_ERROR_CANCELLED when @cancellable is cancelled. */
void     klaster_database_limit     (sqlite3             *db,
                                     double               seconds,
                                     GCancellable        *cancellable);
void     klaster_database_set_error (sqlite3             *db,
                                     const char          *doing,
                                     GError             **error);
void     klaster_database_close     (sqlite3             *db);

typedef sqlite3 KlasterDatabase;
typedef sqlite3_stmt KlasterStatement;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterDatabase, klaster_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterStatement, sqlite3_finalize)

G_END_DECLS
