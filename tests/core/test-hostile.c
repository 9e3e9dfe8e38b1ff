/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "klaster-changeset.h"
#include "klaster-database.h"
#include "klaster-project-sync.h"
#include "klaster-seal.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"
#include "klaster-verify.h"

/* Files that want to do harm: nothing happens but a clear message, or a project without what was wrong. */

#define SCHOOL_ID 77

typedef struct
{
  char *folder;
  char *path;
  char *canary; /* must be there afterwards, as it was */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add school");
  g_autofree char *uuid = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-hostile-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "gift.klaster", NULL);
  fixture->canary = g_build_filename (fixture->folder, "canary", NULL);
  g_assert_true (g_file_set_contents (fixture->canary, "alive", -1, NULL));

  project = sync_new (fixture->path, NULL, &error);
  g_assert_no_error (error);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("School"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (sync_close (project, FALSE, &error));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_autofree char *contents = NULL;
  const char *name;

  g_assert_true (g_file_get_contents (fixture->canary, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "alive");
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->canary);
}

static void
run_sql (const char *path,
         const char *sql)
{
  sqlite3 *db;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s: %s", sql, message);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* What a forger can do as well as we: a file that is not what we would write, sealed. */
static void
seal (const char *path)
{
  GError *error = NULL;
  g_autoptr (KlasterDatabase) db = NULL;
  gint64 offset;
  int fd;

  run_sql (path, "UPDATE klaster_seal SET seal = x'4b6c617374657220"
                 "7365616c20310d0a"
                 "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000'; VACUUM");
  db = klaster_database_open (path, KLASTER_DATABASE_RESTRICTED, &error);
  g_assert_no_error (error);
  fd = open (path, O_RDWR);
  offset = klaster_seal_locate (db, fd);
  g_assert_cmpint (offset, >, 0);
  g_clear_pointer (&db, klaster_database_close);
  g_assert_true (klaster_seal_write (fd, offset, NULL, &error));
  g_assert_no_error (error);
  close (fd);
}

/* A hang fails the test: waiting is bound. */
static KlasterProject *
open_gift (Fixture  *fixture,
           GError  **error)
{
  return sync_open (fixture->path, KLASTER_OPEN_NO_AUTOPUBLISH, error);
}

/* Opens it, edits, undoes, publishes and opens it again: what was planted never runs and is gone. */
static void
use_and_check (Fixture    *fixture,
               gboolean    expect_warning,
               const char *planted)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = open_gift (fixture, &error);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change phone");
  g_autofree char *uuid = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM sqlite_schema WHERE name LIKE '%s%%'", planted);
  g_autoptr (KlasterDatabase) db = NULL;
  gint64 n = -1;

  g_assert_no_error (error);
  g_assert_cmpint (klaster_project_get_warning (project) != NULL, ==, expect_warning);
  g_assert_nonnull (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, SCHOOL_ID));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_project_get_n_undo (project), >=, 2);
  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  g_assert_true (sync_redo (project, &error));
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);

  db = klaster_database_open (fixture->path, KLASTER_DATABASE_RESTRICTED, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_database_get_int64 (db, sql, &n, &error));
  g_assert_cmpint (n, ==, 0);
  g_clear_object (&project);
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (klaster_project_get_warning (project));
  g_assert_true (sync_close (project, FALSE, &error));
}

static void
test_triggers (Fixture       *fixture,
               gconstpointer  data)
{
  gboolean forged = GPOINTER_TO_INT (data);

  run_sql (fixture->path,
           "CREATE TRIGGER evil_1 AFTER UPDATE ON institution BEGIN DELETE FROM klaster_history; END;"
           "CREATE TRIGGER evil_2 AFTER INSERT ON klaster_history BEGIN DELETE FROM institution; END;"
           "CREATE TRIGGER evil_3 BEFORE DELETE ON klaster_stamp BEGIN SELECT load_extension('/tmp/evil.so'); END;");
  if (forged)
    seal (fixture->path);
  use_and_check (fixture, TRUE, "evil");
}

static void
test_views (Fixture       *fixture,
            gconstpointer  data)
{
  run_sql (fixture->path,
           "CREATE VIEW evil_view AS WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n;"
           "DROP TABLE note; CREATE VIEW note AS SELECT i AS id FROM evil_view;");
  seal (fixture->path);
  use_and_check (fixture, TRUE, "evil");
}

/* A generated column that would fill the memory, when anybody looks at it. */
static void
test_expressions (Fixture       *fixture,
                  gconstpointer  data)
{
  GError *error = NULL;

  run_sql (fixture->path,
           "ALTER TABLE institution ADD COLUMN evil_column TEXT AS (hex(zeroblob(400000000)) || name_uz) VIRTUAL;"
           "CREATE INDEX evil_index ON cooperation (abs(from_id), to_id);");
  seal (fixture->path);
  g_assert_null (open_gift (fixture, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE);
  g_clear_error (&error);
}

/* A virtual table in the place of one of ours. */
static void
test_virtual (Fixture       *fixture,
              gconstpointer  data)
{
  run_sql (fixture->path, "DROP TABLE note; CREATE VIRTUAL TABLE note USING fts5(id, text);");
  seal (fixture->path);
  use_and_check (fixture, TRUE, "note\\_");
}

/* SQLite's own function would loop for ever on the first; the others are cut, too long, or lie about themselves. */
static void
test_changesets (Fixture       *fixture,
                 gconstpointer  data)
{
  static const char *const hex[] = {
    "540101696e737469747574696f6e",                    /* cut inside the name of the table */
    "54ffffffffffffffffff01",                          /* more columns than there are bytes */
    "5405010000000063000012000102030405",              /* no such table, cut record */
    "541d0100000000000000000000000000000000000000000000000000000000000069",
  };

  for (guint i = 0; i < G_N_ELEMENTS (hex); i++)
    {
      guint8 bytes[64];
      gsize size = strlen (hex[i]) / 2;
      g_autoptr (GBytes) deflated = NULL;
      g_autoptr (KlasterProject) project = NULL;
      GError *error = NULL;
      sqlite3 *db;
      sqlite3_stmt *statement;
      gsize deflated_size;
      gconstpointer deflated_data;

      for (gsize j = 0; j < size; j++)
        bytes[j] = (guint8) (g_ascii_xdigit_value (hex[i][2 * j]) * 16 + g_ascii_xdigit_value (hex[i][2 * j + 1]));
      deflated = klaster_changeset_deflate (bytes, size);
      deflated_data = g_bytes_get_data (deflated, &deflated_size);
      g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
      sqlite3_prepare_v2 (db, "UPDATE klaster_history SET changeset = ?, size = ? WHERE kind = 'edit'", -1, &statement, NULL);
      sqlite3_bind_blob (statement, 1, deflated_data, (int) deflated_size, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 2, (gint64) size);
      g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
      sqlite3_finalize (statement);
      sqlite3_close (db);
      seal (fixture->path);

      /* Sealed, so it opens as it is; what it cannot do is undo. */
      project = open_gift (fixture, &error);
      g_assert_no_error (error);
      g_assert_false (sync_undo (project, &error));
      g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED);
      g_clear_error (&error);
      g_assert_nonnull (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, SCHOOL_ID));
      g_assert_true (sync_close (project, FALSE, &error));
    }
}

/* A few bytes that claim to grow to a gigabyte. */
static void
test_bomb (Fixture       *fixture,
           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;

  run_sql (fixture->path, "UPDATE klaster_history SET size = 1000000000 WHERE kind = 'edit'");
  seal (fixture->path);
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_false (sync_undo (project, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_true (sync_close (project, FALSE, &error));
}

/* A blob of a gigabyte where a name should be; above the limit, but less without KLASTER_TEST_FULL=1. */
static void
test_large_blob (Fixture       *fixture,
                 gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autofree char *sql =
    g_strdup_printf ("INSERT INTO institution (id, name_uz, kind, role) VALUES (78, zeroblob(%d), 'school', 'member')",
                     g_getenv ("KLASTER_TEST_FULL") ? 999000000 : 540000000);

  run_sql (fixture->path, sql);
  project = open_gift (fixture, &error);
  g_assert_null (project);
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE);
  g_clear_error (&error);
}

/* Values that may not stand, references to nothing, in a file whose seal is right. */
static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  KlasterRow *row;

  run_sql (fixture->path,
           "UPDATE institution SET lon = 1e300, lat = -1e300, students = -5, joined_on = 'soon', levels = '[1,{', "
           "parent_id = 12345, email = x'00ff', phone = cast(x'ff41' AS TEXT), staff = 9e99;"
           "INSERT INTO cooperation (id, from_id, to_id) VALUES (1, 77, 4711), (2, 77, 77), (-5, 77, 77);"
           "INSERT INTO attachment (id, owner_table, owner_id, sha256) VALUES (3, 'nothing', -1, 'x')");
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (klaster_project_get_warning (project));
  row = klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, SCHOOL_ID);
  g_assert_nonnull (row);
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LON));
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_PARENT_ID));
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_STUDENTS));
  g_assert_null (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_COOPERATION, 1));
  klaster_snapshot_check (klaster_project_get_snapshot (project));
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
}

/* @data: the assignment */
static void
test_forged_values (Fixture       *fixture,
                    gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autofree char *sql = g_strconcat ("UPDATE institution SET ", data, NULL);

  run_sql (fixture->path, sql);
  seal (fixture->path);
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (klaster_project_get_warning (project));
  g_assert_true (sync_close (project, FALSE, &error));
}

/* An edit taken out of the middle: verifying sees that the next one follows nothing. */
static void
test_chain (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterVerifyReport) report = klaster_verify_file (fixture->path, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 0);
  g_clear_pointer (&report, klaster_verify_report_free);
  run_sql (fixture->path, "UPDATE klaster_history SET parent = 'c2b8f1de-0000-4000-8000-000000000000' WHERE kind = 'edit'");
  seal (fixture->path);
  report = klaster_verify_file (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 1);
}

static void
test_not_projects (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const texts[] = { "", "SQLite format 3", "<html>", "PK\003\004" };
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo.klaster", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.klaster", NULL);
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (fixture->path, texts[i], -1, NULL));
      g_assert_null (open_gift (fixture, &error));
      g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT);
      g_clear_error (&error);
    }

  g_unlink (fixture->path);
  run_sql (fixture->path, "CREATE TABLE something (id INTEGER PRIMARY KEY)");
  g_assert_null (open_gift (fixture, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT);
  g_clear_error (&error);

  g_assert_null (sync_open (missing, KLASTER_OPEN_DEFAULT, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_null (sync_open (fixture->folder, KLASTER_OPEN_DEFAULT, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT);
  g_clear_error (&error);

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_null (sync_open (fifo, KLASTER_OPEN_DEFAULT, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT);
  g_clear_error (&error);
}

/* A sparse file of a terabyte that begins like a database. */
static void
test_sparse (Fixture       *fixture,
             gconstpointer  data)
{
  GError *error = NULL;

  g_assert_cmpint (truncate (fixture->path, G_GINT64_CONSTANT (1) << 40), ==, 0);
  g_assert_null (open_gift (fixture, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE);
  g_clear_error (&error);
}

/* A rollback journal beside the file that names another: SQLite would look that one up and delete it. */
static void
test_journal (Fixture       *fixture,
              gconstpointer  data)
{
  static const guint8 magic[] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };
  g_autofree char *path = g_strconcat (fixture->path, "-journal", NULL);
  g_autoptr (GByteArray) journal = g_byte_array_new ();
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  guint32 length = GUINT32_TO_BE ((guint32) strlen (fixture->canary)), sum = 0, zero = 0;

  g_byte_array_append (journal, magic, sizeof magic);
  g_byte_array_set_size (journal, 512);
  memset (journal->data + 8, 0, 504);
  journal->data[23] = 4;  /* pages of the database */
  journal->data[26] = 2;  /* sector size 512 */
  journal->data[30] = 16; /* page size 4096 */
  for (const char *c = fixture->canary; *c; c++)
    sum += (guint8) *c;
  sum = GUINT32_TO_BE (sum);
  g_byte_array_append (journal, (guint8 *) &zero, 4);
  g_byte_array_append (journal, (guint8 *) fixture->canary, (guint) strlen (fixture->canary));
  g_byte_array_append (journal, (guint8 *) &length, 4);
  g_byte_array_append (journal, (guint8 *) &sum, 4);
  g_byte_array_append (journal, magic, sizeof magic);
  g_assert_true (g_file_set_contents (path, (const char *) journal->data, journal->len, NULL));

  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->canary, G_FILE_TEST_EXISTS));
  g_assert_nonnull (klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, SCHOOL_ID));
  g_assert_true (sync_close (project, TRUE, &error));
}

/* A newer version: read, not edited, unknown tables and columns left where they are. */
static void
test_newer (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("No");
  g_autofree char *uuid = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize before_size, after_size;

  run_sql (fixture->path, "ALTER TABLE institution ADD COLUMN future TEXT; CREATE TABLE future (id INTEGER PRIMARY KEY);"
                          "UPDATE klaster_meta SET value = value + 1 WHERE key = 'schema'");
  seal (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &before, &before_size, NULL));
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (klaster_project_is_read_only (project));
  g_assert_nonnull (klaster_project_get_warning (project));
  klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID);
  uuid = sync_commit (project, edit, &error);
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &after, &after_size, NULL));
  g_assert_cmpmem (before, before_size, after, after_size);
  g_clear_object (&project);

  /* In a way that cannot even be read. */
  run_sql (fixture->path, "ALTER TABLE institution RENAME COLUMN name_uz TO title");
  g_assert_null (open_gift (fixture, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NEWER);
  g_clear_error (&error);
}

/* What earlier versions saved: before there were further goals, parts of records and places in the graph … */
#define TO_VERSION_2 \
  "DROP TABLE cooperation_goal; DROP TABLE layout; DELETE FROM gpkg_contents WHERE table_name = 'cooperation_goal';" \
  "ALTER TABLE attachment DROP COLUMN part;" \
  "UPDATE klaster_meta SET value = '2' WHERE key = 'schema'; UPDATE klaster_history SET schema = 2;"
/* … and before there were templates and notes. */
#define TO_VERSION_1 TO_VERSION_2 \
  "DROP TABLE template_obligation; DROP TABLE template_clause; DROP TABLE template;" \
  "DELETE FROM gpkg_contents WHERE table_name LIKE 'template%'; ALTER TABLE institution DROP COLUMN notes;" \
  "UPDATE klaster_meta SET value = '1' WHERE key = 'schema'; UPDATE klaster_history SET schema = 1;"

/* Opened without a word, history and all, and brought up to date when it is saved. */
static void
edit_place (KlasterProject *project)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Pin");
  g_autofree char *uuid = NULL;
  GError *error = NULL;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_LAYOUT);

  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_INTEGER (SCHOOL_ID));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_KIND, KLASTER_TEXT ("core"));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_X, KLASTER_REAL (1.5));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_Y, KLASTER_REAL (2));
  klaster_edit_set (edit, KLASTER_TABLE_LAYOUT, id, KLASTER_LAYOUT_PINNED, KLASTER_INTEGER (1));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
}

static void
test_older (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change phone");
  g_autoptr (KlasterDatabase) db = NULL;
  g_autoptr (KlasterVerifyReport) report = NULL;
  g_autofree char *uuid = NULL;
  gint64 n_places;
  gboolean ours;

  run_sql (fixture->path, data);
  seal (fixture->path);
  report = klaster_verify_file (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_problems, ==, 0);
  g_assert_cmpuint (report->n_edits, >, 0);
  project = open_gift (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (klaster_project_get_warning (project));
  g_assert_false (klaster_project_is_read_only (project));
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 1);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, SCHOOL_ID, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT ("1"));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  /* What the earlier version had no table for. */
  edit_place (project);
  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);

  db = klaster_database_open (fixture->path, KLASTER_DATABASE_SHARED, &error);
  g_assert_true (klaster_store_schema_is_ours (db, &ours, NULL, &error));
  g_assert_true (ours);
  g_assert_true (klaster_database_get_int64 (db, "SELECT count(*) FROM layout WHERE pinned AND x = 1.5", &n_places, &error));
  g_assert_cmpint (n_places, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func, data) g_test_add ("/hostile/" name, Fixture, data, set_up, func, tear_down)
  ADD ("triggers", test_triggers, NULL);
  ADD ("triggers-forged", test_triggers, GINT_TO_POINTER (TRUE));
  ADD ("views", test_views, NULL);
  ADD ("expressions", test_expressions, NULL);
  ADD ("virtual", test_virtual, NULL);
  ADD ("changesets", test_changesets, NULL);
  ADD ("bomb", test_bomb, NULL);
  ADD ("large-blob", test_large_blob, NULL);
  ADD ("values", test_values, NULL);
  ADD ("forged-type", test_forged_values, "lon = 'east'");
  ADD ("forged-range", test_forged_values, "lat = 1e300");
  ADD ("forged-token", test_forged_values, "kind = 'palace'");
  ADD ("chain", test_chain, NULL);
  ADD ("not-projects", test_not_projects, NULL);
  ADD ("sparse", test_sparse, NULL);
  ADD ("journal", test_journal, NULL);
  ADD ("newer", test_newer, NULL);
  ADD ("older-1", test_older, TO_VERSION_1);
  ADD ("older-2", test_older, TO_VERSION_2);
#undef ADD

  return g_test_run ();
}
