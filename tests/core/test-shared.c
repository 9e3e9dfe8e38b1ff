/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "klaster-database.h"
#include "klaster-geometry.h"
#include "klaster-history.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"
#include "klaster-snapshot-private.h"

/* The shared file in the hands of others: every row of the table in STORAGE.md §1, crashes, and files that stand in a
 * place where publishing is not simple. */

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GError *error = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-shared-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "shared.klaster", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  klaster_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static char *
in_folder (Fixture    *fixture,
           const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
copy_over (const char *from,
           const char *to)
{
  g_autofree char *contents = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &contents, &size, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) size, NULL));
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

static gint64
insert_school (KlasterProject *project,
               const char     *name)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add school");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
  GError *error = NULL;
  g_autofree char *uuid = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (69.5));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (41.5));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);

  return id;
}

static void
set_phone (KlasterProject *project,
           gint64          id,
           const char     *phone)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change phone");
  GError *error = NULL;
  g_autofree char *uuid = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT (phone));
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
}

static KlasterRow *
get_school (KlasterProject *project,
            gint64          id)
{
  return klaster_snapshot_lookup (klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION, id);
}

static KlasterProject *
open_project (const char *path)
{
  GError *error = NULL;
  KlasterProject *project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);

  g_assert_no_error (error);

  return project;
}

static void
close_project (KlasterProject *project)
{
  GError *error = NULL;

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_object_unref (project);
}

/* Let go without closing: what a kill leaves, too. */
static void
drop_project (KlasterProject *project)
{
  gpointer weak = project;

  g_object_add_weak_pointer (G_OBJECT (project), &weak);
  g_object_unref (project);
  klaster_await (weak == NULL, SYNC_SECONDS);
}

static void
changed_cb (KlasterProject *project,
            KlasterDelta   *delta,
            guint          *n_changed)
{
  (*n_changed)++;
}

/* Another program changed rows while the project was open: one edit, which can be undone. */
typedef struct
{
  guint n_edits;
  char author[20];
} Adopted;

static void
adopted_cb (KlasterProject *project,
            guint           n_edits,
            const char     *author,
            Adopted        *adopted)
{
  adopted->n_edits += n_edits;
  g_strlcpy (adopted->author, author ? author : "", sizeof adopted->author);
}

static void
test_changed_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterSnapshot) before = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *hex = NULL;
  guint8 point[KLASTER_GEOMETRY_SIZE];
  GString *text = g_string_new (NULL);
  gint64 first, second, third;
  guint n_changed = 0;
  Adopted adopted = { 0 };
  KlasterRowIter iter;
  KlasterRow *row;
  gboolean fresh = FALSE;

  g_assert_no_error (error);
  first = insert_school (project, "First");
  second = insert_school (project, "Second");
  third = insert_school (project, "Third");
  g_assert_true (sync_publish (project, &error));
  before = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  set_phone (project, third, "not published yet");

  /* One renamed, one moved on the map, one new with the next number, something that may not be. */
  klaster_geometry_write (70.25, 40.75, point);
  for (guint i = 0; i < sizeof point; i++)
    g_string_append_printf (text, "%02x", point[i]);
  hex = g_string_free (text, FALSE);
  sql = g_strdup_printf ("UPDATE institution SET name_uz = 'Renamed in QGIS', kind = 'nonsense' WHERE id = %" G_GINT64_FORMAT ";"
                         "UPDATE institution SET geom = x'%s' WHERE id = %" G_GINT64_FORMAT ";"
                         "INSERT INTO institution (geom, name_uz, kind, role, parent_id) VALUES (x'%s', 'New in QGIS', 'school', "
                         "'partner', %" G_GINT64_FORMAT "); CREATE TABLE mine (id INTEGER PRIMARY KEY)",
                         first, hex, second, hex, first);
  run_sql (fixture->path, sql);

  g_signal_connect (project, "changed", G_CALLBACK (changed_cb), &n_changed);
  g_signal_connect (project, "adopted", G_CALLBACK (adopted_cb), &adopted);
  klaster_project_check_file (project);
  klaster_await (n_changed > 0, 20);
  klaster_await (adopted.n_edits > 0, 20);
  g_assert_cmpuint (adopted.n_edits, ==, 1);
  g_assert_cmpstr (adopted.author, ==, "");
  g_assert_cmpstr (klaster_row_get_text (get_school (project, first), KLASTER_INSTITUTION_NAME_UZ), ==, "Renamed in QGIS");
  g_assert_cmpstr (klaster_row_get_text (get_school (project, first), KLASTER_INSTITUTION_KIND), ==, "school");
  g_assert_cmpfloat (klaster_row_get_real (get_school (project, second), KLASTER_INSTITUTION_LON), ==, 70.25);
  g_assert_cmpfloat (klaster_row_get_real (get_school (project, second), KLASTER_INSTITUTION_LAT), ==, 40.75);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, third), KLASTER_INSTITUTION_PHONE), ==, "not published yet");
  klaster_row_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), "New in QGIS") == 0)
      {
        gint64 id = klaster_row_get_id (row);

        fresh = id != MAX (first, MAX (second, third)) + 1;
        g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 70.25);
        g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_PARENT_ID), ==, first);
      }
  g_assert_true (fresh);
  g_assert_nonnull (strstr (klaster_project_get_warning (project), "mine"));
  g_assert_cmpstr (klaster_project_get_undo_label (project), ==, "Changed in another program");
  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  g_assert_true (sync_undo (project, &error));
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), before));
  g_assert_true (sync_redo (project, &error));
  g_assert_true (sync_redo (project, &error));
  g_assert_no_error (error);
  close_project (g_steal_pointer (&project));

  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, first), KLASTER_INSTITUTION_NAME_UZ), ==, "Renamed in QGIS");
  g_assert_null (klaster_project_get_warning (project));
  close_project (g_steal_pointer (&project));
}

/* The same while nobody had it open: opening says so, and the history leads from one to the other. */
static void
test_changed_while_closed (Fixture       *fixture,
                           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterSnapshot) before = NULL;
  g_autofree char *sql = NULL;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  set_phone (project, id, "1");
  before = klaster_snapshot_ref (klaster_project_get_snapshot (project));
  close_project (g_steal_pointer (&project));

  sql = g_strdup_printf ("UPDATE institution SET phone = '2' WHERE id = %" G_GINT64_FORMAT
                         "; CREATE TABLE mine (id INTEGER PRIMARY KEY, thing TEXT);"
                         "ALTER TABLE institution ADD COLUMN colour TEXT;", id);
  run_sql (fixture->path, sql);
  project = open_project (fixture->path);
  g_assert_nonnull (strstr (klaster_project_get_warning (project), "mine"));
  g_assert_nonnull (strstr (klaster_project_get_warning (project), "institution.colour"));
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "2");
  g_assert_cmpstr (klaster_project_get_undo_label (project), ==, "Changed in another program");
  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  g_assert_true (klaster_snapshot_equal (klaster_project_get_snapshot (project), before));
  g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_null (klaster_project_get_warning (project));
  g_assert_null (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE));
  close_project (g_steal_pointer (&project));
}

static char *
get_text (const char *path,
          const char *sql)
{
  g_autoptr (KlasterDatabase) db = NULL;
  GError *error = NULL;
  char *text;

  db = klaster_database_open (path, KLASTER_DATABASE_SHARED, &error);
  g_assert_no_error (error);
  text = klaster_database_get_text (db, sql, &error);
  g_assert_no_error (error);

  return text;
}

static void
assert_text (const char *path,
             const char *sql,
             const char *expected)
{
  g_autofree char *text = get_text (path, sql);

  g_assert_cmpstr (text, ==, expected);
}

/* A layer, a table with an unfriendly name and types, and columns of our own tables, as QGIS and people add them. */
#define ADDITIONS \
  "CREATE TABLE districts (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POLYGON, name TEXT(80) DEFAULT 'x');" \
  "INSERT INTO districts VALUES (7, x'4750', 'Parkent');" \
  "INSERT INTO gpkg_spatial_ref_sys VALUES ('UTM', 32642, 'EPSG', 32642, 'PROJCS', NULL);" \
  "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('districts', 'features', 'Districts', 32642);" \
  "INSERT INTO gpkg_geometry_columns VALUES ('districts', 'geom', 'POLYGON', 32642, 0, 0);" \
  "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, f_table_name TEXT, styleQML TEXT);" \
  "INSERT INTO layer_styles VALUES (1, 'institution', '<qgis/>');" \
  "CREATE TABLE \"it's \"\"mine\"\"; DROP TABLE institution\" (\"a b\" VARCHAR(3, 4), \"c\" ANY THING, d, e AS (c || 1));" \
  "INSERT INTO \"it's \"\"mine\"\"; DROP TABLE institution\" VALUES (1, x'00ff', 2.5);" \
  "CREATE VIEW looks AS SELECT 1 AS id;" \
  "ALTER TABLE institution ADD COLUMN colour TEXT; ALTER TABLE institution ADD COLUMN \"floor area\" DOUBLE;"

static void
assert_additions (const char *path)
{
  assert_text (path, "SELECT fid || name || hex(geom) FROM districts", "7Parkent4750");
  assert_text (path, "SELECT group_concat(name || ' ' || type || ' ' || pk) FROM pragma_table_info('districts')",
               "fid INTEGER 1,geom POLYGON 0,name TEXT(80) 0");
  assert_text (path, "SELECT data_type || srs_id || identifier FROM gpkg_contents WHERE table_name = 'districts'",
               "features32642Districts");
  assert_text (path, "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'districts'", "POLYGON");
  assert_text (path, "SELECT srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = 32642", "UTM");
  assert_text (path, "SELECT styleQML FROM layer_styles", "<qgis/>");
  assert_text (path, "SELECT \"a b\" || hex(c) || d FROM \"it's \"\"mine\"\"; DROP TABLE institution\"", "100FF2.5");
  assert_text (path, "SELECT colour || \"floor area\" FROM institution WHERE name_uz = 'First'", "red120.5");
  assert_text (path, "SELECT colour FROM institution WHERE name_uz = 'Theirs'", "blue");
  assert_text (path, "SELECT count(*) FROM sqlite_schema WHERE name = 'looks'", "0");
}

static void
add_elsewhere (const char *path,
               gint64      id)
{
  g_autofree char *sql =
    g_strdup_printf (ADDITIONS "UPDATE institution SET colour = 'red', \"floor area\" = 120.5 WHERE id = %" G_GINT64_FORMAT ";"
                     "INSERT INTO institution (name_uz, kind, role, colour) VALUES ('Theirs', 'school', 'member', 'blue');",
                     id);

  run_sql (path, sql);
}

/* What other people add to the file stays in it, whatever we do to the file; they are told so, and what cannot stay. */
static void
test_additions (Fixture       *fixture,
                gconstpointer  data)
{
  gboolean while_open = GPOINTER_TO_INT (data);
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *other = in_folder (fixture, "other.klaster");
  g_autofree char *shared = in_folder (fixture, "copy.klaster");
  g_autoptr (GFile) other_file = g_file_new_for_path (other);
  g_autoptr (GFile) shared_file = g_file_new_for_path (shared);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) copied = NULL;
  const char *warning;
  guint n_changed = 0;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  if (while_open)
    {
      add_elsewhere (fixture->path, id);
      g_signal_connect (project, "changed", G_CALLBACK (changed_cb), &n_changed);
      klaster_project_check_file (project);
      klaster_await (n_changed > 0, SYNC_SECONDS);
    }
  else
    {
      close_project (g_steal_pointer (&project));
      add_elsewhere (fixture->path, id);
      project = open_project (fixture->path);
    }
  warning = klaster_project_get_warning (project);
  g_assert_nonnull (strstr (warning, "stays there: districts, layer_styles, it's"));
  g_assert_nonnull (strstr (warning, "institution.colour"));
  g_assert_nonnull (strstr (warning, "will not keep: looks."));
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  assert_additions (fixture->path);

  /* And the next time, and in copies. */
  set_phone (project, id, "1");
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  assert_additions (fixture->path);
  klaster_project_share_copy_async (project, shared_file, KLASTER_SHARE_WITHOUT_HISTORY, NULL, sync_cb, &copied);
  klaster_await (copied != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_share_copy_finish (project, copied, &error));
  assert_additions (shared);
  klaster_project_save_as_async (project, other_file, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  assert_additions (other);
  close_project (g_steal_pointer (&project));

  /* Once told is enough, and the history goes on. */
  project = open_project (fixture->path);
  g_assert_null (klaster_project_get_warning (project));
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 3);
  set_phone (project, id, "2");
  close_project (g_steal_pointer (&project));
  assert_additions (fixture->path);
  assert_text (fixture->path, "SELECT phone FROM institution WHERE name_uz = 'First'", "2");
}

/* Saved twice in the other program before we published: what was new there is new once. */
static void
test_adopted_twice (Fixture       *fixture,
                    gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  guint n_changed = 0;

  g_assert_no_error (error);
  insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  g_signal_connect (project, "changed", G_CALLBACK (changed_cb), &n_changed);
  run_sql (fixture->path, "INSERT INTO institution (name_uz, kind, role) VALUES ('Theirs', 'school', 'member')");
  klaster_project_check_file (project);
  klaster_await (n_changed == 1, SYNC_SECONDS);
  run_sql (fixture->path, "UPDATE institution SET phone = '5' WHERE name_uz = 'Theirs'");
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  assert_text (fixture->path, "SELECT count(*) || group_concat(phone) FROM institution", "25");
  close_project (g_steal_pointer (&project));
}

/* Damage where their additions lie keeps nobody's work from being saved. */
static void
test_damaged_additions (Fixture       *fixture,
                        gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GAsyncResult) saved = NULL;
  g_autofree char *contents = NULL;
  gsize size;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  close_project (g_steal_pointer (&project));
  run_sql (fixture->path, "CREATE TABLE mine (id INTEGER PRIMARY KEY, thing TEXT);"
                          "INSERT INTO mine VALUES (1, hex(zeroblob(30000)))");
  project = open_project (fixture->path);
  set_phone (project, id, "1");
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  set_phone (project, id, "2");

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  for (gsize i = 4096; i + 4096 <= size; i += 4096)
    contents[i] ^= 0x40; /* the kind of every page but the first */
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size, NULL));
  g_assert_false (sync_publish (project, &error));
  g_clear_error (&error);
  klaster_project_save_as_async (project, file, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  g_assert_no_error (error);
  assert_text (fixture->path, "SELECT phone FROM institution", "2");
  close_project (g_steal_pointer (&project));
}

/* Only opened (QGIS switches the journal mode and back): nothing happens, nothing is lost, publishing goes on. */
static void
test_only_opened (Fixture       *fixture,
                  gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  run_sql (fixture->path, "PRAGMA journal_mode=WAL; PRAGMA journal_mode=DELETE;");
  set_phone (project, id, "1");
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 2);
  close_project (g_steal_pointer (&project));
}

/* Another program has it open in WAL mode: the work waits, the title says so; afterwards it goes through. */
static void
test_busy (Fixture       *fixture,
           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  sqlite3 *other;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));

  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "PRAGMA journal_mode=WAL; UPDATE institution SET phone = 'theirs'", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));
  set_phone (project, id, "ours");
  g_assert_false (sync_publish (project, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED);
  g_clear_error (&error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_BLOCKED);
  g_assert_true (g_error_matches (klaster_project_get_save_error (project), G_IO_ERROR, G_IO_ERROR_BUSY));
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));

  g_assert_cmpint (sqlite3_exec (other, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "theirs");
  g_assert_true (sync_undo (project, &error)); /* and ours is one undo away */
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "ours");
  close_project (g_steal_pointer (&project));
}

/* The other program died: its log lies there and belongs to the file. Opening takes it along. */
static void
test_died_in_wal (Fixture       *fixture,
                  gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  gint64 id;
  pid_t child;
  int status;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  close_project (g_steal_pointer (&project));

  child = fork ();
  if (child == 0)
    {
      sqlite3 *other;

      sqlite3_open (fixture->path, &other);
      sqlite3_exec (other, "PRAGMA journal_mode=WAL; UPDATE institution SET phone = 'in the log'", NULL, NULL, NULL);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (g_file_test (wal, G_FILE_TEST_EXISTS));

  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "in the log");
  g_assert_false (sync_close (project, FALSE, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED);
  g_clear_error (&error);
  g_assert_true (sync_close (project, TRUE, &error));
  g_assert_no_error (error);
  g_clear_object (&project);

  /* Whoever cleans up makes way. */
  run_sql (fixture->path, "PRAGMA journal_mode=DELETE");
  project = open_project (fixture->path);
  close_project (g_steal_pointer (&project));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "in the log");
  close_project (g_steal_pointer (&project));
}

/* A colleague's copy that goes on from ours comes back: its edits arrive as they are. */
static void
test_fast_forward (Fixture       *fixture,
                   gconstpointer  data)
{
  gboolean compact = GPOINTER_TO_INT (data);
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) theirs = NULL;
  g_autofree char *other = in_folder (fixture, "other.klaster");
  g_autoptr (GFile) other_file = g_file_new_for_path (other);
  guint n_changed = 0;
  Adopted adopted = { 0 };
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  if (compact)
    {
      g_autoptr (GAsyncResult) copied = NULL;

      klaster_project_share_copy_async (project, other_file, KLASTER_SHARE_WITHOUT_HISTORY, NULL, sync_cb, &copied);
      klaster_await (copied != NULL, SYNC_SECONDS);
      g_assert_true (klaster_project_share_copy_finish (project, copied, &error));
    }
  else
    copy_over (fixture->path, other);

  theirs = open_project (other);
  klaster_project_set_author (theirs, "Colleague");
  set_phone (theirs, id, "1");
  set_phone (theirs, id, "2");
  close_project (g_steal_pointer (&theirs));
  copy_over (other, fixture->path);

  g_signal_connect (project, "changed", G_CALLBACK (changed_cb), &n_changed);
  g_signal_connect (project, "adopted", G_CALLBACK (adopted_cb), &adopted);
  klaster_project_check_file (project);
  klaster_await (n_changed > 0, 20);
  g_assert_cmpuint (adopted.n_edits, ==, 2);
  g_assert_cmpstr (adopted.author, ==, "Colleague");
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "2");
  g_assert_cmpuint (klaster_project_get_n_undo (project), ==, 3);
  if (!compact)
    g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  for (guint i = 0; i < 3; i++)
    g_assert_true (sync_undo (project, &error));
  g_assert_no_error (error);
  g_assert_null (get_school (project, id));
  close_project (g_steal_pointer (&project));
}

/* Both went on: theirs stays, ours goes beside it. */
static void
test_diverged (Fixture       *fixture,
               gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) theirs = NULL;
  g_autoptr (GFile) suggested = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autofree char *other = in_folder (fixture, "other.klaster");
  g_autofree char *beside = NULL;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  copy_over (fixture->path, other);
  theirs = open_project (other);
  set_phone (theirs, id, "theirs");
  close_project (g_steal_pointer (&theirs));
  copy_over (other, fixture->path);

  set_phone (project, id, "ours");
  g_assert_false (sync_publish (project, &error));
  g_assert_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_PUBLISHED);
  g_clear_error (&error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_BLOCKED);
  g_assert_true (g_error_matches (klaster_project_get_save_error (project), KLASTER_PROJECT_ERROR,
                                  KLASTER_PROJECT_ERROR_DIVERGED));

  suggested = klaster_project_suggest_file (project);
  beside = g_file_get_path (suggested);
  klaster_project_save_as_async (project, suggested, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  g_assert_no_error (error);
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_SAVED);
  close_project (g_steal_pointer (&project));

  project = open_project (beside);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "ours");
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "theirs");
  close_project (g_steal_pointer (&project));
}

/* An older backup is put over the file: ours descends from it and goes there again. */
static void
test_backup (Fixture       *fixture,
             gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *backup = in_folder (fixture, "backup.klaster");
  gint64 id;

  g_assert_no_error (error);
  copy_over (fixture->path, backup);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  copy_over (backup, fixture->path);
  set_phone (project, id, "1");
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "1");
  close_project (g_steal_pointer (&project));
}

/* Moved away while open: it is not made again under the old name by itself. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *moved = in_folder (fixture, "moved.klaster");
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GAsyncResult) saved = NULL;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  g_assert_cmpint (g_rename (fixture->path, moved), ==, 0);
  set_phone (project, id, "1");
  g_assert_false (sync_publish (project, &error));
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_BLOCKED);

  klaster_project_save_as_async (project, file, NULL, sync_cb, &saved);
  klaster_await (saved != NULL, SYNC_SECONDS);
  g_assert_true (klaster_project_save_as_finish (project, saved, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  close_project (g_steal_pointer (&project));
}

/* What a crash left in the working copy is there again at the next start. */
static void
test_crash (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) reader = NULL;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  set_phone (project, id, "1");

  /* Another process gets a working copy of its own meanwhile; here another project of the same one. */
  reader = open_project (fixture->path);
  g_assert_null (klaster_row_get_text (get_school (reader, id), KLASTER_INSTITUTION_PHONE));
  close_project (g_steal_pointer (&reader));

  drop_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "1");
  g_assert_nonnull (klaster_project_get_warning (project));
  g_assert_cmpint (klaster_project_get_save_state (project), ==, KLASTER_SAVE_STATE_PENDING);
  close_project (g_steal_pointer (&project));

  /* Postponed, then the shared file goes on without us. */
  project = open_project (fixture->path);
  set_phone (project, id, "postponed");
  g_assert_true (sync_close (project, TRUE, &error));
  g_clear_object (&project);
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "postponed");
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_null (klaster_project_get_warning (project));
  close_project (g_steal_pointer (&project));
}

/* A crash, and a newer version of the program at the next start: it has more tables, and the work is there. */
static void
test_crash_before_upgrade (Fixture       *fixture,
                           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *base = g_build_filename (g_get_user_state_dir (), "klaster", "open", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint n_copies = 0;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  set_phone (project, id, "1");
  drop_project (g_steal_pointer (&project));
  dir = g_dir_open (base, 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *copy = g_build_filename (base, name, "project.db", NULL);

      run_sql (copy, "DROP TABLE template_obligation; DROP TABLE template_clause; DROP TABLE template;"
                     "DROP TABLE cooperation_goal; DROP TABLE layout;"
                     "DELETE FROM gpkg_contents WHERE table_name LIKE 'template%' OR table_name = 'cooperation_goal';"
                     "ALTER TABLE attachment DROP COLUMN part; ALTER TABLE institution DROP COLUMN notes;"
                     "UPDATE klaster_meta SET value = '1' WHERE key = 'schema'");
      n_copies++;
    }
  g_assert_cmpuint (n_copies, ==, 1);

  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "1");
  set_phone (project, id, "2");
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_null (klaster_project_get_warning (project));
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "2");
  close_project (g_steal_pointer (&project));
}

/* The start of the program publishes what it can, and names what needs a person. */
static void
test_left (Fixture       *fixture,
           gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autoptr (KlasterProject) second = NULL;
  g_autofree char *other = in_folder (fixture, "other.klaster");
  g_autofree char *left_path = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) files = NULL;
  gint64 id, other_id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  g_assert_true (sync_publish (project, &error));
  set_phone (project, id, "left");
  drop_project (g_steal_pointer (&project));
  second = sync_new (other, NULL, &error);
  other_id = insert_school (second, "Second");
  drop_project (g_steal_pointer (&second));
  g_assert_cmpint (g_unlink (other), ==, 0);

  klaster_project_publish_left_async (NULL, sync_cb, &result);
  klaster_await (result != NULL, SYNC_SECONDS);
  files = klaster_project_publish_left_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 1);
  left_path = g_file_get_path (g_ptr_array_index (files, 0));
  g_assert_cmpstr (left_path, ==, other);

  project = sync_open (fixture->path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "left");
  g_assert_null (klaster_project_get_warning (project));
  g_assert_true (sync_close (project, FALSE, &error));
  g_clear_object (&project);

  /* Gone, but not lost: who opens it has it back. */
  second = open_project (other);
  g_assert_nonnull (get_school (second, other_id));
  close_project (g_steal_pointer (&second));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  g_autofree char *directory = in_folder (fixture, "elsewhere");
  g_autofree char *symbolic = g_build_filename (directory, "link.klaster", NULL);
  g_autofree char *hard = in_folder (fixture, "hard.klaster");
  g_autofree char *target = NULL;
  struct stat before, after;
  gint64 id;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  close_project (g_steal_pointer (&project));
  g_assert_cmpint (g_mkdir (directory, 0755), ==, 0);
  g_assert_cmpint (symlink ("../shared.klaster", symbolic), ==, 0);
  g_assert_cmpint (chmod (fixture->path, 0640), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (chown (fixture->path, 65534, 65534), ==, 0);
  g_assert_cmpint (stat (fixture->path, &before), ==, 0);

  /* The link stays a link; the file behind it is replaced, with its owner and mode. */
  project = open_project (symbolic);
  set_phone (project, id, "1");
  close_project (g_steal_pointer (&project));
  target = g_file_read_link (symbolic, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (target, ==, "../shared.klaster");
  g_assert_cmpint (stat (fixture->path, &after), ==, 0);
  g_assert_cmpuint (after.st_mode, ==, before.st_mode);
  g_assert_cmpuint (after.st_uid, ==, before.st_uid);
  g_assert_cmpuint (after.st_gid, ==, before.st_gid);
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "1");
  close_project (g_steal_pointer (&project));

  /* A hard link is never written through: the other name keeps the old state, whole. */
  g_assert_cmpint (link (fixture->path, hard), ==, 0);
  project = open_project (fixture->path);
  set_phone (project, id, "2");
  close_project (g_steal_pointer (&project));
  project = open_project (hard);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "1");
  close_project (g_steal_pointer (&project));
  project = open_project (fixture->path);
  g_assert_cmpstr (klaster_row_get_text (get_school (project, id), KLASTER_INSTITUTION_PHONE), ==, "2");
  close_project (g_steal_pointer (&project));
}

static void
save_state_cb (KlasterProject *project,
               GParamSpec     *pspec,
               gboolean       *was_pending)
{
  *was_pending |= klaster_project_get_save_state (project) == KLASTER_SAVE_STATE_PENDING;
}

/* Left alone, a project publishes itself seconds after the last edit. */
static void
test_by_itself (Fixture       *fixture,
                gconstpointer  data)
{
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (fixture->path, NULL, &error);
  gboolean was_pending = FALSE;
  gint64 id, begin;

  g_assert_no_error (error);
  id = insert_school (project, "First");
  close_project (g_steal_pointer (&project));
  project = sync_open (fixture->path, KLASTER_OPEN_DEFAULT, &error);
  g_assert_no_error (error);
  g_signal_connect (project, "notify::save-state", G_CALLBACK (save_state_cb), &was_pending);
  begin = g_get_monotonic_time ();
  set_phone (project, id, "1");
  klaster_await (klaster_project_get_save_state (project) == KLASTER_SAVE_STATE_SAVED, 60);
  g_assert_true (was_pending);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 2 * G_USEC_PER_SEC);
  close_project (g_steal_pointer (&project));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = g_dir_make_tmp ("klaster-state-XXXXXX", NULL);
  int status;

  /* Working copies of its own: other tests leave some behind on purpose. */
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func, data) g_test_add ("/shared/" name, Fixture, data, set_up, func, tear_down)
  ADD ("changed-elsewhere", test_changed_elsewhere, NULL);
  ADD ("changed-while-closed", test_changed_while_closed, NULL);
  ADD ("additions", test_additions, NULL);
  ADD ("additions-while-open", test_additions, GINT_TO_POINTER (TRUE));
  ADD ("adopted-twice", test_adopted_twice, NULL);
  ADD ("damaged-additions", test_damaged_additions, NULL);
  ADD ("only-opened", test_only_opened, NULL);
  ADD ("busy", test_busy, NULL);
  ADD ("died-in-wal", test_died_in_wal, NULL);
  ADD ("fast-forward", test_fast_forward, NULL);
  ADD ("fast-forward-compact", test_fast_forward, GINT_TO_POINTER (TRUE));
  ADD ("diverged", test_diverged, NULL);
  ADD ("backup", test_backup, NULL);
  ADD ("gone", test_gone, NULL);
  ADD ("crash", test_crash, NULL);
  ADD ("crash-before-upgrade", test_crash_before_upgrade, NULL);
  ADD ("left", test_left, NULL);
  ADD ("links", test_links, NULL);
  ADD ("by-itself", test_by_itself, NULL);
#undef ADD

  status = g_test_run ();
  klaster_remove_tree (state);

  return status;
}
