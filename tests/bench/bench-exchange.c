/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 10,000 cooperations from a table into a project with the same 3,000 members: by identifiers and by names, as CSV and as
 * XLSX, beside reading the cells alone; a list of 2,787 schools until they are on the disk; a chain of rows that all go with
 * the one that is rejected; and the way out. Prints ratios, fails never. */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <string.h>

#include "klaster-export.h"
#include "klaster-generate.h"
#include "klaster-import.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"

#define N_INSTITUTIONS 3000
#define N_COOPERATIONS 10000
#define N_SCHOOLS 2787
#define N_RUNS 5
#define TODAY "2026-11-21"

static double
elapsed (gint64 begin)
{
  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static KlasterImportSource *
read_cells (GBytes                      *bytes,
            const char                  *name,
            const KlasterImportSettings *settings)
{
  g_autoptr (GError) error = NULL;
  KlasterImportSource *source = klaster_import_source_read (bytes, name, settings, NULL, &error);

  g_assert_no_error (error);
  return source;
}

/* The same members, each with a short name that nobody else has. */
static KlasterSnapshot *
give_names (KlasterSnapshot *members)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Names");
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, members, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      g_autofree char *name = g_strdup_printf ("Member %u", (guint) klaster_row_get_id (row));

      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, klaster_row_get_id (row), KLASTER_INSTITUTION_SHORT_NAME,
                        KLASTER_TEXT (name));
    }
  delta = klaster_edit_resolve (edit, members, NULL);

  return klaster_snapshot_apply (members, delta);
}

static void
measure (GBytes          *bytes,
         const char      *name,
         const char      *what,
         KlasterSnapshot *members,
         guint            n_expected)
{
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  double best_read = G_MAXDOUBLE, best_plan = G_MAXDOUBLE;
  guint n_accepted = 0;

  settings->has_table = TRUE;
  settings->table = KLASTER_TABLE_COOPERATION;
  for (guint run = 0; run < N_RUNS; run++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (KlasterImportSource) source = read_cells (bytes, name, settings);
      double read = elapsed (begin);
      g_autoptr (GPtrArray) mappings = klaster_import_source_guess (source, members, settings, NULL);
      g_autoptr (KlasterImportPlan) plan = klaster_import_plan_new (klaster_import_source_get_sheet (source),
                                                                    mappings->pdata[0], members, NULL, "x", NULL, NULL, NULL,
                                                                    NULL);

      best_read = MIN (best_read, read);
      best_plan = MIN (best_plan, elapsed (begin));
      n_accepted = plan->n_accepted;
    }
  g_print ("%s, %s: %u of %u rows taken in %.0f ms; the cells alone %.0f ms, ratio %.1f\n", name, what, n_accepted, n_expected,
           best_plan, best_read, best_plan / best_read);
}

/* From the bytes of a list as ministries publish them to one durable edit. */
static void
measure_schools (void)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autoptr (GString) list = g_string_new ("kind,id,name,name_en,viloyat,tuman,lon,lat,capacity,enrolled,built\n");
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (GBytes) bytes = NULL;
  double best_read = G_MAXDOUBLE, best = G_MAXDOUBLE;
  guint n_accepted = 0, n_rejected = 0;

  for (guint i = 0; i < N_SCHOOLS; i++)
    g_string_append_printf (list, "schools,maktablar.%u,%u-sonli umumiy o'rta ta'lim maktabi,%u-secondary school,Toshkent viloyati,"
                                  "Chirchiq shahri,%.6f,%.6f,%u,%u,%u\n",
                            10000 + i, i + 1, i + 1, 69.0 + i % 60 * 0.02, 40.6 + i / 60 * 0.02, 400 + i % 900, 380 + i % 1000,
                            1950 + i % 75);
  bytes = g_string_free_to_bytes (g_steal_pointer (&list));

  for (guint run = 0; run < N_RUNS; run++)
    {
      g_autofree char *name = g_strdup_printf ("schools-%u.klaster", run);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);
      KlasterSnapshot *members = klaster_project_get_snapshot (project);
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (KlasterImportSource) source = read_cells (bytes, "schools.csv", settings);
      double read = elapsed (begin);
      g_autoptr (GPtrArray) mappings = klaster_import_source_guess (source, members, settings, NULL);
      g_autoptr (KlasterImportPlan) plan = klaster_import_plan_new (klaster_import_source_get_sheet (source),
                                                                    mappings->pdata[0], members, NULL, "x", NULL, NULL, NULL,
                                                                    NULL);
      g_autofree char *uuid = sync_commit (project, plan->edit, &error);

      g_assert_no_error (error);
      best_read = MIN (best_read, read);
      best = MIN (best, elapsed (begin));
      n_accepted = plan->n_accepted;
      n_rejected = N_SCHOOLS - n_accepted;
      sync_close (project, FALSE, &error);
      g_assert_no_error (error);
    }
  g_print ("a list of %u schools: %u taken, %u not, on the disk after %.0f ms (wanted: 2000); the cells alone %.0f ms, ratio %.1f\n",
           N_SCHOOLS, n_accepted, n_rejected, best, best_read, best / best_read);
  klaster_remove_tree (folder);
}

/* Members each of which belongs to the one below it. The last belongs to one that nobody knows, or to none. */
static double
measure_chain (guint    n,
               gboolean broken)
{
  g_autoptr (GString) text = g_string_new ("id,name_uz,kind,role,parent_id\n");
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (KlasterSnapshot) empty = klaster_generate_snapshot (1, 1, 0, 0);
  g_autoptr (KlasterImportSource) source = NULL;
  g_autoptr (GPtrArray) mappings = NULL;
  g_autoptr (KlasterImportPlan) plan = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 begin;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (text, "%u,Member %u,higher,member,", 1000000 + i, i);
      if (i + 1 < n)
        g_string_append_printf (text, "%u", 1000001 + i);
      else if (broken)
        g_string_append (text, "Nowhere");
      g_string_append_c (text, '\n');
    }
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  source = read_cells (bytes, "chain.csv", settings);
  mappings = klaster_import_source_guess (source, empty, settings, NULL);
  begin = g_get_monotonic_time ();
  plan = klaster_import_plan_new (klaster_import_source_get_sheet (source), mappings->pdata[0], empty, NULL, "x", NULL, NULL, NULL,
                                  NULL);
  g_assert_cmpuint (plan->n_rejected, ==, (broken ? n : 0));

  return elapsed (begin);
}

int
main (void)
{
  g_autoptr (KlasterSnapshot) members = klaster_generate_snapshot (1, N_INSTITUTIONS, 0, 0);
  g_autoptr (KlasterSnapshot) content = klaster_generate_snapshot (1, N_INSTITUTIONS, N_COOPERATIONS, 0);
  g_autoptr (GString) named = g_string_new ("From,To,Status,Start date\n");
  static const KlasterExportFormat formats[] = { KLASTER_EXPORT_CSV, KLASTER_EXPORT_XLSX };
  g_autoptr (GBytes) named_bytes = NULL;
  g_autoptr (KlasterSnapshot) named_members = NULL;
  KlasterRowIter iter;
  KlasterRow *row;
  double first = 0;

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const KlasterExportJob job = { content, KLASTER_TABLE_COOPERATION, TODAY, KLASTER_LANGUAGE_EN };
      g_autofree char *name = g_strconcat ("cooperations", klaster_export_format_get_ending (formats[i]), NULL);
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (GBytes) bytes = klaster_export_write (&job, formats[i], NULL, NULL);
      double written = elapsed (begin);

      if (i == 0)
        first = written;
      g_print ("%s: written in %.0f ms, %.1f MB; %.1f times the first\n", name, written, (double) g_bytes_get_size (bytes) / 1e6,
               written / first);
      measure (bytes, name, "by identifier", members, N_COOPERATIONS);
    }

  /* What a dialog does before it shows the columns */
  {
    const KlasterExportJob job = { content, KLASTER_EXPORT_ALL, TODAY, KLASTER_LANGUAGE_EN };
    g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
    g_autoptr (GBytes) bytes = klaster_export_write (&job, KLASTER_EXPORT_XLSX, NULL, NULL);
    gint64 begin = g_get_monotonic_time ();
    g_autoptr (KlasterImportSource) source = read_cells (bytes, "all.xlsx", settings);
    double read = elapsed (begin);
    gint64 guessing = g_get_monotonic_time ();
    g_autoptr (GPtrArray) mappings = klaster_import_source_guess (source, members, settings, NULL);
    double guessed = elapsed (guessing);

    g_print ("all.xlsx: %u sheets read in %.0f ms; what their columns mean in %.1f ms, ratio %.3f\n", mappings->len, read, guessed,
             guessed / read);
  }

  /* Names that are each of one member, in two alphabets */
  klaster_row_iter_init (&iter, content, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      g_string_append_printf (named, "Member %u,Мембер %u,active,2026-09-01\n",
                              (guint) klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID),
                              (guint) klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID));
    }
  named_bytes = g_string_free_to_bytes (g_steal_pointer (&named));
  named_members = give_names (members);
  measure (named_bytes, "names.csv", "by name", named_members, N_COOPERATIONS);
  measure_schools ();

  for (guint n = 5000; n <= 20000; n *= 2)
    {
      double whole = measure_chain (n, FALSE);
      double broken = measure_chain (n, TRUE);

      g_print ("a chain of %u rows: all taken in %.0f ms, all rejected with the last in %.0f ms, ratio %.1f\n", n, whole, broken,
               broken / whole);
    }

  return 0;
}
