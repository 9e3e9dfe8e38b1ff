/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the side panel takes from the choice of a member to the frame that shows it, in time of the processor that the main
 * thread took: a member with 500 cooperations beside one with 5, in turn, in the same run; and a cooperation, and 500 of them
 * at once. Prints figures and ratios; fails on no time. Wanted: under 33 ms. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <time.h>

#include "klaster-application.h"
#include "klaster-project-sync.h"
#include "klaster-sample.h"
#include "klaster-side-panel.h"

#define N_MANY 500
#define N_FEW 5
#define N_ROUNDS 30
#define SECONDS 60

/* Ids that the sample does not have */
#define MANY 800001
#define FEW 800002
#define FIRST_PARTNER 810000
#define FIRST_COOPERATION 820000

static void
add_member (KlasterEdit *edit,
            gint64       id)
{
  g_autofree char *name = g_strdup_printf ("School %d", (int) id);

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (name));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
}

static void
add_cooperation (KlasterEdit *edit,
                 gint64       id,
                 gint64       from,
                 gint64       to)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, id);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (from));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (to));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_MODELS, KLASTER_TEXT ("[\"game\"]"));
}

static void
fill (KlasterProject *project)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Fill");
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;

  add_member (edit, MANY);
  add_member (edit, FEW);
  for (int i = 0; i < N_MANY; i++)
    {
      add_member (edit, FIRST_PARTNER + i);
      add_cooperation (edit, FIRST_COOPERATION + i, MANY, FIRST_PARTNER + i);
      if (i < N_FEW)
        add_cooperation (edit, FIRST_COOPERATION + N_MANY + i, FEW, FIRST_PARTNER + i);
    }
  uuid = sync_commit (project, edit, &error);
  g_assert_no_error (error);
}

static void
after_paint_cb (GdkFrameClock *clock,
                gboolean      *painted)
{
  *painted = TRUE;
}

static double
get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

/* The next frame after @start, in milliseconds. */
static double
measure_frame (GtkWidget *window,
               double     start)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), &painted);
  double taken;

  gtk_widget_queue_draw (window);
  klaster_await (painted, SECONDS);
  taken = get_thread_time () - start;
  g_signal_handler_disconnect (clock, handler);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  return taken;
}

/* The longest time that the panel took to prepare a part of what it needs later. */
static double
measure_preparing (GtkWidget *window)
{
  double longest = 0;
  gboolean more = TRUE;

  while (more)
    {
      double start = get_thread_time ();

      more = klaster_side_panel_prepare (KLASTER_SIDE_PANEL (gtk_window_get_child (GTK_WINDOW (window))));
      longest = MAX (longest, get_thread_time () - start);
      start = get_thread_time ();
      longest = MAX (longest, measure_frame (window, start));
    }

  return longest;
}

/* From the choice to the frame that shows it, in milliseconds. */
static double
measure (GtkWidget        *window,
         KlasterSelection *selection,
         KlasterTable      table,
         const gint64     *ids,
         guint             n_ids)
{
  double start = get_thread_time ();

  klaster_selection_set (selection, table, ids, n_ids, ids[0]);

  return measure_frame (window, start);
}

static gint64
find_first (KlasterSnapshot *snapshot,
            KlasterTable     table)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, table);

  return klaster_row_iter_next (&iter, &row) ? klaster_row_get_id (row) : 0;
}

/* The first record of every table that has a panel. */
static void
measure_first (GtkWidget        *window,
               KlasterSelection *selection,
               KlasterSnapshot  *snapshot)
{
  static const KlasterTable tables[] = {
    KLASTER_TABLE_COOPERATION, KLASTER_TABLE_AGREEMENT, KLASTER_TABLE_GOAL, KLASTER_TABLE_INDICATOR,
    KLASTER_TABLE_DUAL_PLACE, KLASTER_TABLE_TEMPLATE,
  };
  const gint64 few = FEW;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const gint64 id = find_first (snapshot, tables[i]);
      double first = measure (window, selection, tables[i], &id, 1);

      measure (window, selection, KLASTER_TABLE_INSTITUTION, &few, 1);
      g_print ("%s: the first one %.1f ms, once more %.1f ms\n", klaster_schema_get_table (tables[i])->name, first,
               measure (window, selection, tables[i], &id, 1));
      measure (window, selection, KLASTER_TABLE_INSTITUTION, &few, 1);
    }
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
print_times (const char *what,
             double     *times)
{
  qsort (times, N_ROUNDS, sizeof *times, compare_times);
  g_print ("%s: median %.1f ms, worst %.1f ms\n", what, times[N_ROUNDS / 2], times[N_ROUNDS - 1]);

  return times[N_ROUNDS / 2];
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (KlasterApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "panel.klaster", NULL);
  g_autoptr (GBytes) content = NULL;
  g_autoptr (KlasterProject) project = NULL;
  g_autoptr (KlasterSelection) selection = klaster_selection_new ();
  const gint64 many = MANY, few = FEW, one = FIRST_COOPERATION;
  gint64 all[N_MANY], agreement;
  double many_times[N_ROUNDS], few_times[N_ROUNDS], one_times[N_ROUNDS], all_times[N_ROUNDS], agreement_times[N_ROUNDS];
  double few_median;
  GtkWidget *window;

  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = klaster_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  project = sync_new (path, content, &error);
  g_assert_no_error (error);
  fill (project);
  for (int i = 0; i < N_MANY; i++)
    all[i] = FIRST_COOPERATION + i;

  window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 700);
  gtk_window_set_child (GTK_WINDOW (window),
                        g_object_new (KLASTER_TYPE_SIDE_PANEL, "project", project, "selection", selection, NULL));
  gtk_window_present (GTK_WINDOW (window));
  measure (window, selection, KLASTER_TABLE_INSTITUTION, &few, 1);
  g_print ("preparing: %.1f ms at most\n", measure_preparing (window));
  measure_first (window, selection, klaster_project_get_snapshot (project));
  agreement = find_first (klaster_project_get_snapshot (project), KLASTER_TABLE_AGREEMENT);
  for (int i = 0; i < N_ROUNDS; i++)
    {
      few_times[i] = measure (window, selection, KLASTER_TABLE_INSTITUTION, &few, 1);
      many_times[i] = measure (window, selection, KLASTER_TABLE_INSTITUTION, &many, 1);
      one_times[i] = measure (window, selection, KLASTER_TABLE_COOPERATION, &one, 1);
      all_times[i] = measure (window, selection, KLASTER_TABLE_COOPERATION, all, N_MANY);
      agreement_times[i] = measure (window, selection, KLASTER_TABLE_AGREEMENT, &agreement, 1);
    }
  few_median = print_times ("member with 5 cooperations", few_times);
  g_print ("ratio: %.2f\n", print_times ("member with 500 cooperations (wanted: 33)", many_times) / few_median);
  g_print ("ratio: %.2f\n", print_times ("one cooperation", one_times) / few_median);
  g_print ("ratio: %.2f\n", print_times ("500 cooperations at once", all_times) / few_median);
  g_print ("ratio: %.2f\n", print_times ("an agreement", agreement_times) / few_median);

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (sync_close (project, FALSE, &error));
  g_unlink (path);
  g_rmdir (folder);

  return 0;
}
