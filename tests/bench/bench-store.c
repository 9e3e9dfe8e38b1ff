/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file: creating, opening, editing and publishing a project of 50,000 members with 200,000 cooperations, and edits
 * while a project of 500 MB is published. Beside the plain way in the same run: rows inserted into and read from SQLite
 * with nothing else, a one-row transaction of plain SQLite, and `cp`. Prints ratios, fails never.
 *
 * bench-store [MEGABYTES]: size of the large project, 500 if left out; 0: without it */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "klaster-generate.h"
#include "klaster-project-sync.h"

#define N_INSTITUTIONS 50000
#define N_COOPERATIONS 200000
#define N_AGREEMENTS 2000
#define N_EDITS 200
#define BLOB_SIZE (20 * 1024 * 1024)

static double
lap (gint64 *begin)
{
  gint64 now = g_get_monotonic_time ();
  double milliseconds = (double) (now - *begin) / 1000;

  *begin = now;
  return milliseconds;
}

static void
check (GError *error)
{
  if (error)
    g_error ("%s", error->message);
}

static int
compare_double (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
print_times (const char *what,
             GArray     *times)
{
  g_array_sort (times, compare_double);
  g_print ("%-52s median %7.1f ms   95 %% %7.1f ms   worst %7.1f ms   (%u)\n", what,
           g_array_index (times, double, times->len / 2), g_array_index (times, double, times->len * 95 / 100),
           g_array_index (times, double, times->len - 1), times->len);
}

static void
exec (sqlite3    *db,
      const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

/* The least that any program must do that keeps these rows in SQLite: two tables, no history. */
static void
bench_plain (const char *folder,
             const char *project)
{
  g_autofree char *path = g_build_filename (folder, "plain.db", NULL);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS project", project);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 begin = g_get_monotonic_time ();
  guint64 n_bytes = 0;
  sqlite3 *db;

  sqlite3_open (path, &db);
  exec (db, attach);
  exec (db, "PRAGMA main.journal_mode=WAL; PRAGMA main.synchronous=FULL; BEGIN;"
            "CREATE TABLE institution AS SELECT * FROM project.institution;"
            "CREATE TABLE cooperation AS SELECT * FROM project.cooperation; COMMIT");
  g_print ("%-52s %7.0f ms\n", "baseline: rows copied within SQLite", lap (&begin));

  for (guint t = 0; t < 2; t++)
    {
      sqlite3_stmt *statement;

      sqlite3_prepare_v2 (db, t ? "SELECT * FROM main.cooperation" : "SELECT * FROM main.institution", -1, &statement, NULL);
      while (sqlite3_step (statement) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count (statement); i++)
          n_bytes += strlen (sqlite3_column_text (statement, i) ? (const char *) sqlite3_column_text (statement, i) : "");
      sqlite3_finalize (statement);
    }
  g_print ("%-52s %7.0f ms   (%" G_GUINT64_FORMAT " characters)\n", "baseline: every cell read as text", lap (&begin), n_bytes);

  for (guint i = 0; i < N_EDITS; i++)
    {
      double time;

      begin = g_get_monotonic_time ();
      exec (db, "UPDATE main.institution SET phone = random() WHERE rowid = 77");
      time = lap (&begin);
      g_array_append_val (times, time);
    }
  print_times ("baseline: one row in one transaction", times);
  sqlite3_close (db);
  g_unlink (path);
}

static void
bench_copy (const char *path,
            const char *folder)
{
  g_autofree char *copy = g_build_filename (folder, "copy", NULL);
  g_autofree char *command = g_strdup_printf ("cp --reflink=never '%s' '%s' && sync '%s'", path, copy, copy);
  gint64 begin = g_get_monotonic_time ();

  if (system (command) != 0)
    g_error ("%s", command);
  g_print ("%-52s %7.0f ms\n", "baseline: cp and sync", lap (&begin));
  g_unlink (copy);
}

static void
edit_once (KlasterProject *project,
           guint           i,
           GArray         *times)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Change phone");
  g_autofree char *phone = g_strdup_printf ("+998 70 %u", i);
  g_autofree char *uuid = NULL;
  GError *error = NULL;
  gint64 begin = g_get_monotonic_time ();
  double time;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1 + i * 37 % 1000, KLASTER_INSTITUTION_PHONE, KLASTER_TEXT (phone));
  uuid = sync_commit (project, edit, &error);
  check (error);
  time = lap (&begin);
  g_array_append_val (times, time);
}

static void
bench_large (const char *folder,
             guint       megabytes)
{
  g_autofree char *path = g_build_filename (folder, "large.klaster", NULL);
  g_autofree char *block = g_malloc (BLOB_SIZE);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (1, 1000, 2000, 100);
  g_autoptr (GAsyncResult) published = NULL;
  GError *error = NULL;
  g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);
  g_autofree char *uuid = NULL;
  gint64 begin;
  guint i = 0;

  check (error);
  uuid = sync_commit (project, edit, &error);
  check (error);
  for (guint n = 0; n < megabytes * 1024 * 1024 / BLOB_SIZE; n++)
    {
      g_autoptr (GAsyncResult) stored = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *sha256 = NULL;

      for (guint j = 0; j < BLOB_SIZE; j += 8)
        {
          guint64 word = g_random_int () * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

          memcpy (block + j, &word, 8);
        }
      bytes = g_bytes_new (block, BLOB_SIZE);
      klaster_project_store_blob_async (project, bytes, NULL, sync_cb, &stored);
      klaster_await (stored != NULL, 60);
      sha256 = klaster_project_store_blob_finish (project, stored, &error);
      check (error);
    }

  begin = g_get_monotonic_time ();
  klaster_project_publish_async (project, NULL, sync_cb, &published);
  while (published == NULL)
    edit_once (project, i++, times);
  klaster_project_publish_finish (project, published, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "large: published", lap (&begin));
  print_times ("large: edits acknowledged while it was published", times);
  bench_copy (path, folder);

  sync_close (project, FALSE, &error);
  check (error);
  g_unlink (path);
}

int
main (int   argc,
      char *argv[])
{
  guint megabytes = argc > 1 ? (guint) atoi (argv[1]) : 500;
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (1, N_INSTITUTIONS, N_COOPERATIONS, N_AGREEMENTS);
  g_autofree char *uuid = NULL;
  g_autoptr (KlasterProject) project = NULL;
  GError *error = NULL;
  GStatBuf status;
  gint64 begin = g_get_monotonic_time ();

  project = sync_new (path, NULL, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "new project, published", lap (&begin));
  uuid = sync_commit (project, edit, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "one edit of everything, acknowledged", lap (&begin));
  sync_publish (project, &error);
  check (error);
  g_stat (path, &status);
  g_print ("%-52s %7.0f ms   (%.1f MB)\n", "published", lap (&begin), (double) status.st_size / 1e6);
  sync_undo (project, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "undone", lap (&begin));
  sync_redo (project, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "redone", lap (&begin));
  for (guint i = 0; i < N_EDITS; i++)
    edit_once (project, i, times);
  print_times ("edits of one field, acknowledged", times);
  begin = g_get_monotonic_time ();
  sync_close (project, FALSE, &error);
  check (error);
  g_print ("%-52s %7.0f ms\n", "closed, published", lap (&begin));
  g_clear_object (&project);

  g_array_set_size (times, 0);
  for (guint i = 0; i < 5; i++)
    {
      double time;

      begin = g_get_monotonic_time ();
      project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
      check (error);
      time = lap (&begin);
      g_array_append_val (times, time);
      sync_close (project, FALSE, &error);
      g_clear_object (&project);
    }
  print_times ("opened", times);
  bench_plain (folder, path);
  bench_copy (path, folder);
  if (megabytes > 0)
    bench_large (folder, megabytes);

  g_unlink (path);
  g_rmdir (folder);

  return 0;
}
