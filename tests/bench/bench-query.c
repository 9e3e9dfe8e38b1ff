/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Search, sort and edit among 50,000 members: what a key press and a click on a column head wait for, beside the plain way
 * (case folding every name at every key press, as a filter model with an expression does). Prints ratios, fails never. */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <string.h>

#include "klaster-generate.h"
#include "klaster-query.h"

#define N_INSTITUTIONS 50000
#define N_COOPERATIONS 200000
#define N_AGREEMENTS 2000
#define N_RUNS 11
#define TODAY "2026-11-21"

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
median (double *values,
        guint   n)
{
  qsort (values, n, sizeof (double), compare_doubles);

  return values[n / 2];
}

static double
run_query (KlasterQuery      *query,
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
  g_autofree char *needle = g_utf8_casefold (text, -1);
  KlasterRowIter iter;
  KlasterRow *row;

  *n_found = 0;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      gboolean found = FALSE;

      for (guint c = KLASTER_INSTITUTION_NAME_UZ; c <= KLASTER_INSTITUTION_NAME_EN && !found; c++)
        {
          const char *name = klaster_row_get_text (row, c);
          g_autofree char *folded = name ? g_utf8_casefold (name, -1) : NULL;

          found = folded && strstr (folded, needle);
        }
      *n_found += found;
    }

  return (double) (g_get_monotonic_time () - begin) / 1000;
}

int
main (void)
{
  static const char *const typed[] = { "m", "ma", "maktab", "maktab 12", "чирчиқ", "Чирчик школа" };
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, N_INSTITUTIONS, N_COOPERATIONS, N_AGREEMENTS);
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);
  g_autoptr (KlasterQuery) all = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  double first;
  guint n_found, n_plain;

  first = run_query (all, index, snapshot, &n_found);
  g_print ("%u members, %u cooperations; first run with an empty index: %.0f ms\n", n_found, N_COOPERATIONS, first);

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
      double ours[N_RUNS], plain[N_RUNS], a, b;

      klaster_query_set_search (query, typed[i]);
      for (guint r = 0; r < N_RUNS; r++)
        {
          ours[r] = run_query (query, index, snapshot, &n_found);
          plain[r] = run_plain (snapshot, typed[i], &n_plain);
        }
      a = median (ours, N_RUNS);
      b = median (plain, N_RUNS);
      g_print ("search “%s”: %.1f ms, %u found; plain case folding %.1f ms, %u found; ratio %.2f\n", typed[i], a, n_found, b,
               n_plain, a / b);
    }

  for (guint i = 0; i < 3; i++)
    {
      static const gint columns[] = { -1, KLASTER_INSTITUTION_NAME_RU, KLASTER_INSTITUTION_STUDENTS };
      g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
      double ours[N_RUNS];

      klaster_query_set_sort (query, columns[i], TRUE);
      for (guint r = 0; r < N_RUNS; r++)
        ours[r] = run_query (query, index, snapshot, &n_found);
      g_print ("sort by %s: %.1f ms\n",
               columns[i] < 0 ? "role and name" : klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) columns[i])->name,
               median (ours, N_RUNS));
    }

  return 0;
}
