/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-generate.h"
#include "klaster-project-sync.h"

/* GDAL, and so QGIS and R, read a published file as it stands: every member, every attribute, without a word. */

#define N_INSTITUTIONS 30
#define N_COOPERATIONS 60

static char *
run_ogrinfo (const char *arguments,
             const char *path)
{
  g_autofree char *command = g_strdup_printf ("%s %s '%s' institution", g_getenv ("KLASTER_OGRINFO"), arguments, path);
  g_autofree char *errors = NULL;
  char *output = NULL;
  GError *error = NULL;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, &output, &errors, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (errors, ==, "");

  return output;
}

static void
test_read (void)
{
  GError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("klaster-gdal-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autofree char *named = g_build_filename (folder, "project.gpkg", NULL);
  g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (3, N_INSTITUTIONS, N_COOPERATIONS, 5);
  g_autofree char *uuid = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *features = NULL;
  g_autofree char *layers = NULL;
  g_autofree char *command = NULL;
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);
  guint n_placed = 0, n_points = 0;
  KlasterRowIter iter;
  KlasterRow *row;

  g_assert_no_error (error);
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
  g_assert_true (sync_publish (project, &error));
  g_assert_no_error (error);
  /* While it is open: the file is whole at every moment. */
  g_assert_cmpint (g_rename (path, named), ==, 0);
  summary = run_ogrinfo ("-ro -so", named);
  features = run_ogrinfo ("-ro -q", named);
  command = g_strdup_printf ("%s -ro -q '%s'", g_getenv ("KLASTER_OGRINFO"), named);
  g_assert_true (g_spawn_command_line_sync (command, &layers, NULL, NULL, NULL));
  g_assert_cmpint (g_rename (named, path), ==, 0);

  g_assert_nonnull (strstr (summary, "Feature Count: 30"));
  g_assert_nonnull (strstr (summary, "Geometry: Point"));
  for (guint c = 1; c < info->n_columns; c++)
    {
      g_autofree char *name = g_strdup_printf ("\n%s: ", info->columns[c].name);

      if (!(info->columns[c].flags & KLASTER_COLUMN_DERIVED))
        g_assert_nonnull (strstr (summary, name));
    }

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (project), KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      g_autofree char *id = g_strdup_printf ("OGRFeature(institution):%" G_GINT64_FORMAT "\n", klaster_row_get_id (row));
      g_autofree char *name = g_strdup_printf ("name_uz (String) = %s\n",
                                               klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ));

      g_assert_nonnull (strstr (features, id));
      g_assert_nonnull (strstr (features, name));
      n_placed += !klaster_row_is_null (row, KLASTER_INSTITUTION_LON);
    }
  for (const char *point = features; (point = strstr (point, "  POINT (")); point++)
    n_points++;
  g_assert_cmpuint (n_points, ==, n_placed);
  g_assert_cmpuint (n_points, >, 0);

  /* Every table is there; what is ours alone is not. */
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      g_autofree char *layer = g_strdup_printf (": %s (", klaster_schema_get_table (t)->name);

      g_assert_true ((strstr (layers, layer) == NULL) == klaster_schema_is_internal (t));
    }
  g_assert_null (strstr (layers, "klaster_"));

  g_assert_true (sync_close (project, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gdal/read", test_read);

  return g_test_run ();
}
