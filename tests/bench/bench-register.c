/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The register of 10,000 agreements: what a key press in its search, a click on a column head and an edit wait for on the
 * worker, beside the plain way (folding every name of every party at every key press), and what a timeline of all of them
 * costs. Prints ratios, fails never. */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <cairo.h>

#include "klaster-generate.h"
#include "klaster-query.h"
#include "klaster-register.h"
#include "klaster-text.h"
#include "klaster-timeline.h"

#define N_INSTITUTIONS 3000
#define N_AGREEMENTS 10000
#define N_RUNS 11
#define TODAY "2026-11-21"

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
get_median (double *values)
{
  qsort (values, N_RUNS, sizeof (double), compare_doubles);

  return values[N_RUNS / 2];
}

static double
run (KlasterQuery      *query,
     KlasterQueryIndex *index,
     KlasterSnapshot   *snapshot,
     guint             *n_found)
{
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (KlasterQueryResult) result = klaster_query_run (query, index, snapshot, TODAY, NULL, NULL);

  *n_found = result->ids->len;

  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static double
run_plain (KlasterSnapshot *snapshot,
           const char      *text,
           guint           *n_found)
{
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *needle = klaster_text_fold (text);
  KlasterRowIter iter;
  KlasterRow *row;

  *n_found = 0;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      g_autofree char *parties = klaster_agreement_name_parties (snapshot, klaster_row_get_id (row), KLASTER_LANGUAGE_UZ);
      g_autofree char *folded = klaster_text_fold (parties);

      *n_found += klaster_text_matches (folded, needle);
    }

  return (double) (g_get_monotonic_time () - begin) / 1000;
}

static void
draw_timeline (KlasterSnapshot *snapshot,
               const GArray    *ids)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 900, 700);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (KlasterTimeline) timeline = klaster_timeline_new (snapshot, (const gint64 *) (gconstpointer) ids->data, ids->len, TODAY,
                                                               KLASTER_LANGUAGE_UZ);
  double made = (double) (g_get_monotonic_time () - begin) / 1000;
  KlasterTimelineView view = { .width = 900, .height = 700, .hover = -1, .focus = -1, .style = KLASTER_STYLE_DEFAULT };
  double times[N_RUNS];
  int first, last;

  klaster_timeline_get_extent (timeline, &first, &last);
  view.first_day = first;
  view.days = last - first;
  for (guint i = 0; i < N_RUNS; i++)
    {
      cairo_t *cr = cairo_create (surface);

      begin = g_get_monotonic_time ();
      view.scroll = i * 20000.0;
      klaster_timeline_draw (timeline, &view, cr);
      times[i] = (double) (g_get_monotonic_time () - begin) / 1000;
      cairo_destroy (cr);
    }
  g_print ("timeline of %u: made in %.0f ms, a picture of what is seen in %.1f ms\n", ids->len, made, get_median (times));
  cairo_surface_destroy (surface);
}

int
main (void)
{
  static const char *const typed[] = { "m", "maktab", "maktab 12", "Чирчик школа" };
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, N_INSTITUTIONS, 0, N_AGREEMENTS);
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_UZ);
  g_autoptr (KlasterQuery) all = klaster_query_new (KLASTER_TABLE_AGREEMENT);
  g_autoptr (KlasterQueryResult) result = NULL;
  guint n_found, n_plain;
  double first = run (all, index, snapshot, &n_found);

  g_print ("%u agreements; first run with an empty index: %.0f ms\n", n_found, first);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
      double ours[N_RUNS], plain[N_RUNS], a, b;

      klaster_query_set_search (query, typed[i]);
      for (guint r = 0; r < N_RUNS; r++)
        {
          ours[r] = run (query, index, snapshot, &n_found);
          plain[r] = run_plain (snapshot, typed[i], &n_plain);
        }
      a = get_median (ours);
      b = get_median (plain);
      g_print ("search “%s”: %.1f ms, %u found; folding anew %.1f ms, %u found; ratio %.2f\n", typed[i], a, n_found, b, n_plain,
               a / b);
    }
  for (guint column = 0; column < KLASTER_REGISTER_N_COLUMNS; column += 3)
    {
      g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
      double times[N_RUNS];

      klaster_query_set_sort (query, column, TRUE);
      klaster_query_set_grouping (query, column % KLASTER_REGISTER_N_GROUPINGS);
      for (guint r = 0; r < N_RUNS; r++)
        times[r] = run (query, index, snapshot, &n_found);
      g_print ("sort by %s, grouping %u: %.1f ms\n", klaster_register_column_get_name (column), column % KLASTER_REGISTER_N_GROUPINGS,
               get_median (times));
    }
  result = klaster_query_run (all, index, snapshot, TODAY, NULL, NULL);
  draw_timeline (snapshot, result->ids);

  return 0;
}
