/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As on the map, drawn apart where it is dense. Who has no place there stands in rows below.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-layout-private.h"

/* Room for each member when all are spread evenly, in square units */
#define AREA (KLASTER_LAYOUT_LABEL_WIDTH * 96.0)
#define COLUMN (KLASTER_LAYOUT_LABEL_WIDTH + 8)
#define ROW 62.0
#define N_ROUNDS 120

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  return klaster_layout_compare (*(const double *) a, *(const double *) b);
}

/* From the 5th to the 95th of 100: a few far away must not make everything else one heap. */
static double
get_spread (const double *values,
            guint         n,
            double       *middle)
{
  g_autofree double *sorted = g_memdup2 (values, n * sizeof *values);

  qsort (sorted, n, sizeof *sorted, compare_doubles);
  *middle = sorted[n / 2];
  return sorted[(n - 1) - (n - 1) / 20] - sorted[(n - 1) / 20];
}

void
klaster_layout_make_map (KlasterLayoutJob *job)
{
  g_autofree double *xs = g_new (double, job->n_members + 1);
  g_autofree double *ys = g_new (double, job->n_members + 1);
  g_autofree guint32 *unplaced = g_new (guint32, job->n_members + 1);
  double middle_x = 0, middle_y = 0, spread_x = 0, spread_y = 0, scale = 1, left = 0, right = 0, bottom = 0;
  guint n_placed = 0, n_unplaced = 0, n_columns;

  for (guint i = 0; i < job->n_members; i++)
    if (isnan (job->members[i].lon))
      unplaced[n_unplaced++] = i;
    else
      {
        double lat = CLAMP (job->members[i].lat, -85, 85) * G_PI / 180;

        xs[n_placed] = job->x[i] = job->members[i].lon * G_PI / 180;
        ys[n_placed++] = job->y[i] = -log (tan (G_PI / 4 + lat / 2));
      }
  if (n_placed > 0)
    {
      spread_x = get_spread (xs, n_placed, &middle_x);
      spread_y = get_spread (ys, n_placed, &middle_y);
      if (MAX (spread_x, spread_y) > 0)
        scale = sqrt (AREA * n_placed / (MAX (spread_x, spread_y / 4) * MAX (spread_y, spread_x / 4)));
    }
  for (guint i = 0; i < job->n_members; i++)
    if (!isnan (job->members[i].lon))
      {
        double x = (job->x[i] - middle_x) * scale, y = (job->y[i] - middle_y) * scale;
        double distance = hypot (x, y), radius = sqrt (AREA * n_placed / G_PI);
        /* Distances as their square roots: what is far comes in, what is near comes apart, directions stay. */
        double factor = distance > 1e-9 ? sqrt (distance / radius) / (distance / radius) : 1;

        job->x[i] = x * factor;
        job->y[i] = y * factor;
      }
  /* Those without a place wait far below until the others have come apart. */
  for (guint i = 0; i < n_unplaced; i++)
    {
      job->x[unplaced[i]] = i * 2 * COLUMN;
      job->y[unplaced[i]] = 1e6;
    }
  klaster_layout_report (job, 0.2);
  klaster_layout_remove_overlaps (job, N_ROUNDS);
  if (n_unplaced == 0)
    return;

  for (guint i = 0; i < job->n_members; i++)
    if (!isnan (job->members[i].lon))
      {
        left = MIN (left, job->x[i]);
        right = MAX (right, job->x[i]);
        bottom = MAX (bottom, job->y[i]);
      }
  n_columns = (guint) MAX ((right - left) / COLUMN + 1, MIN (n_unplaced, ceil (sqrt (n_unplaced * klaster_layout_get_aspect (job)))));
  for (guint i = 0; i < n_unplaced; i++)
    {
      guint n_in_row = MIN (n_columns, n_unplaced - i / n_columns * n_columns);

      job->x[unplaced[i]] = (left + right) / 2 + (i % n_columns - (n_in_row - 1) / 2.0) * COLUMN;
      job->y[unplaced[i]] = bottom + (n_placed > 0 ? 2 * ROW : 0) + i / n_columns * ROW;
    }
  {
    KlasterLayoutBand band = {
      .begin = job->y[unplaced[0]],
      .end = job->y[unplaced[n_unplaced - 1]],
      .n_members = n_unplaced,
    };

    for (guint i = 0; i < n_unplaced; i++)
      {
        band.kinds |= 1u << job->members[unplaced[i]].kind;
        band.roles |= 1u << job->members[unplaced[i]].role;
      }
    g_array_append_val (job->bands, band);
  }
}
