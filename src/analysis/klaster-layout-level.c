/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows by level. A row with more members than fit side by side is broken into staggered sub-rows: neighbours in the order
 * lie one below the other and a step to the side, so that the order still runs from left to right and each name has room.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-crossings.h"
#include "klaster-layout-private.h"

#define COLUMN (KLASTER_LAYOUT_LABEL_WIDTH + 6)
#define SUB_ROW 72.0
/* From the last line of a row's names to the next row's symbols */
#define ROW_GAP 26.0
/* No row is broken before it has this many columns. */
#define MIN_COLUMNS 6.0
#define N_SWEEPS 16
#define MAX_COUNTED_LINKS 2000
#define WORK 120000000

typedef struct
{
  KlasterLayoutJob *job;
  guint32 *order;                              /* members, row after row, from left to right */
  guint starts[KLASTER_GRAPH_N_LEVELS + 1];    /* of the rows in it */
  guint n_sub_rows[KLASTER_GRAPH_N_LEVELS];
  double tops[KLASTER_GRAPH_N_LEVELS];
  double *wish;                                /* where each member would like to be, x */
} Rows;

static guint
get_n_in_row (const Rows *self,
              guint       row)
{
  return self->starts[row + 1] - self->starts[row];
}

/* So many columns that the picture comes out as large as it can */
static void
break_rows (Rows *self)
{
  double aspect = klaster_layout_get_aspect (self->job), best = 0, best_columns = MIN_COLUMNS, top = 0;

  for (double columns = MIN_COLUMNS; columns < 100000; columns *= 1.08)
    {
      double height = 0, width = 0, scale;

      for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
        {
          double n_sub_rows = ceil (get_n_in_row (self, row) / columns);

          if (n_sub_rows == 0)
            continue;
          height += n_sub_rows * SUB_ROW + ROW_GAP;
          width = MAX (width, get_n_in_row (self, row) * COLUMN / n_sub_rows);
        }
      scale = MIN (aspect / width, 1 / height);
      if (scale > best * 1.001)
        {
          best = scale;
          best_columns = columns;
        }
      if (columns > self->job->n_members)
        break;
    }
  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    self->n_sub_rows[row] = (guint) ceil (get_n_in_row (self, row) / best_columns);
  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    {
      self->tops[row] = top;
      if (self->n_sub_rows[row] > 0)
        top += self->n_sub_rows[row] * SUB_ROW + ROW_GAP;
    }
}

/* Members of a row that is not broken go where they like to be, in their order and a column apart: neighbours that want
 * the same place share it evenly (pool adjacent violators). */
static void
place_loosely (Rows  *self,
               guint  row,
               double width)
{
  guint n = get_n_in_row (self, row), n_blocks = 0;
  const guint32 *order = self->order + self->starts[row];
  g_autofree double *sums = g_new (double, n + 1);
  g_autofree guint *counts = g_new (guint, n + 1);
  double limit = MAX ((width - (n - 1) * COLUMN) / 2, 0);
  guint k = 0;

  for (guint i = 0; i < n; i++)
    {
      sums[n_blocks] = self->wish[order[i]] - i * COLUMN;
      counts[n_blocks++] = 1;
      while (n_blocks > 1 && sums[n_blocks - 2] / counts[n_blocks - 2] > sums[n_blocks - 1] / counts[n_blocks - 1])
        {
          sums[n_blocks - 2] += sums[n_blocks - 1];
          counts[n_blocks - 2] += counts[n_blocks - 1];
          n_blocks--;
        }
    }
  for (guint block = 0; block < n_blocks; block++)
    for (guint i = 0; i < counts[block]; i++, k++)
      {
        double offset = sums[block] / counts[block] + (n - 1) * COLUMN / 2;

        /* Within the width of the picture */
        self->job->x[order[k]] = CLAMP (offset, -limit, limit) + (k - (n - 1) / 2.0) * COLUMN;
        self->job->y[order[k]] = self->tops[row];
      }
}

static double
get_width (const Rows *self)
{
  double width = (MIN_COLUMNS - 1) * COLUMN;

  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    if (self->n_sub_rows[row] > 0)
      width = MAX (width, (get_n_in_row (self, row) - 1) * COLUMN / self->n_sub_rows[row]);
  return width;
}

static void
place_row (Rows  *self,
           guint  row,
           double width)
{
  guint n = get_n_in_row (self, row), n_sub_rows = self->n_sub_rows[row];

  if (n_sub_rows == 1)
    {
      place_loosely (self, row, width);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      guint32 member = self->order[self->starts[row] + i];

      self->job->x[member] = (i - (n - 1) / 2.0) * COLUMN / n_sub_rows;
      self->job->y[member] = self->tops[row] + i % n_sub_rows * SUB_ROW;
    }
}

static void
place_rows (Rows *self)
{
  double width = get_width (self);

  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    if (self->n_sub_rows[row] > 0)
      place_row (self, row, width);
}

/* The mean of where its partners are; those in its own row count less, for they pull to each other in any case. */
static void
make_wishes (Rows  *self,
             guint  row)
{
  KlasterLayoutJob *job = self->job;

  for (guint i = self->starts[row]; i < self->starts[row + 1]; i++)
    {
      guint32 member = self->order[i];
      double sum = 0, weight = 0;

      for (guint k = job->members[member].first; k < job->members[member].first + job->members[member].n_links; k++)
        {
          const KlasterGraphLink *link = &job->links[job->adjacency[k]];
          guint32 other = link->from == member ? link->to : link->from;
          double w = job->members[other].level == row ? 0.5 : 1;

          sum += w * job->x[other];
          weight += w;
        }
      self->wish[member] = weight > 0 ? sum / weight : job->x[member];
    }
}

typedef struct
{
  double wish;
  guint place;
  guint32 member;
} Wish;

static int
compare_wishes (gconstpointer a,
                gconstpointer b)
{
  const Wish *first = a, *second = b;
  int difference = klaster_layout_compare (first->wish, second->wish);

  return difference != 0 ? difference : (first->place > second->place) - (first->place < second->place);
}

static void
sort_row (Rows  *self,
          guint  row)
{
  guint n = get_n_in_row (self, row);
  g_autofree Wish *wishes = g_new (Wish, n + 1);

  for (guint i = 0; i < n; i++)
    {
      guint32 member = self->order[self->starts[row] + i];

      wishes[i] = (Wish) { self->wish[member], i, member };
    }
  qsort (wishes, n, sizeof *wishes, compare_wishes);
  for (guint i = 0; i < n; i++)
    self->order[self->starts[row] + i] = wishes[i].member;
}

/* Who was in the last picture stays in its order; who is new comes where its partners are. */
static gboolean
start_from_last (Rows *self)
{
  KlasterLayoutJob *job = self->job;

  if (2 * job->n_old < job->n_members || job->n_old == 0)
    return FALSE;
  for (guint i = 0; i < job->n_members; i++)
    job->x[i] = isnan (job->old_x[i]) ? 0 : job->old_x[i];
  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    {
      make_wishes (self, row);
      for (guint i = self->starts[row]; i < self->starts[row + 1]; i++)
        if (!isnan (job->old_x[self->order[i]]))
          self->wish[self->order[i]] = job->old_x[self->order[i]];
      sort_row (self, row);
    }
  return TRUE;
}

/* From west to east, as one knows them from the map */
static void
start_from_map (Rows *self)
{
  KlasterLayoutJob *job = self->job;

  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    {
      for (guint i = self->starts[row]; i < self->starts[row + 1]; i++)
        {
          double lon = job->members[self->order[i]].lon;

          self->wish[self->order[i]] = isnan (lon) ? 400 : lon;
        }
      sort_row (self, row);
      for (guint i = self->starts[row]; i < self->starts[row + 1]; i++)
        self->wish[self->order[i]] = 0;
    }
}

/* Of very many links a sample tells as well which order is better. */
static guint64
count (Rows *self)
{
  KlasterLayoutJob *job = self->job;
  guint every = job->n_links / MAX_COUNTED_LINKS + 1;
  g_autofree KlasterGraphLink *some = NULL;
  guint n = 0;

  if (every == 1)
    return klaster_crossings_count (job->links, job->n_links, job->x, job->y);
  some = g_new (KlasterGraphLink, job->n_links / every + 1);
  for (guint i = 0; i < job->n_links; i += every)
    some[n++] = job->links[i];
  return klaster_crossings_count (some, n, job->x, job->y);
}

/* Down and up again and again: each row is sorted by where its partners are (barycentre method). The best order that was
 * seen is kept. */
static void
sweep (Rows *self)
{
  KlasterLayoutJob *job = self->job;
  g_autofree guint32 *best = g_memdup2 (self->order, (job->n_members + 1) * sizeof *self->order);
  guint64 fewest = count (self);
  double width = get_width (self);

  for (guint i = 0; i < N_SWEEPS && fewest > 0 && !klaster_layout_is_cancelled (job); i++)
    {
      guint64 n;

      for (guint j = 0; j < KLASTER_GRAPH_N_LEVELS; j++)
        {
          guint row = i % 2 == 0 ? j : KLASTER_GRAPH_N_LEVELS - 1 - j;

          if (self->n_sub_rows[row] == 0)
            continue;
          make_wishes (self, row);
          sort_row (self, row);
          place_row (self, row, width);
        }
      klaster_layout_report (job, 0.5 * (i + 1) / N_SWEEPS);
      n = count (self);
      if (n < fewest)
        {
          fewest = n;
          memcpy (best, self->order, job->n_members * sizeof *best);
        }
    }
  memcpy (self->order, best, job->n_members * sizeof *best);
}

/* Who has changed places goes where it likes to be now, unless that makes links cross. */
static void
settle (Rows *self)
{
  KlasterLayoutJob *job = self->job;
  g_autofree double *x = g_memdup2 (job->x, (job->n_members + 1) * sizeof *x);
  guint64 before = count (self);

  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    make_wishes (self, row);
  place_rows (self);
  if (count (self) > before)
    memcpy (job->x, x, job->n_members * sizeof *x);
}

void
klaster_layout_make_level (KlasterLayoutJob *job)
{
  g_autofree guint32 *order = g_new (guint32, job->n_members + 1);
  g_autofree double *wish = g_new0 (double, job->n_members + 1);
  Rows rows = { .job = job, .order = order, .wish = wish };
  gboolean continued;

  for (guint i = 0; i < job->n_members; i++)
    rows.starts[job->members[i].level + 1]++;
  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    rows.starts[row + 1] += rows.starts[row];
  {
    guint fill[KLASTER_GRAPH_N_LEVELS];

    memcpy (fill, rows.starts, sizeof fill);
    for (guint i = 0; i < job->n_members; i++)
      order[fill[job->members[i].level]++] = i;
  }
  break_rows (&rows);
  continued = start_from_last (&rows);
  if (!continued)
    start_from_map (&rows);
  place_rows (&rows);
  if (!continued)
    {
      sweep (&rows);
      for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
        make_wishes (&rows, row);
      place_rows (&rows);
    }
  /* Rows that are not broken have their places by now; what is exchanged are the members in them. */
  klaster_layout_exchange (job, order, rows.starts, KLASTER_GRAPH_N_LEVELS, FALSE, continued, WORK);
  if (!continued)
    settle (&rows);
  for (guint row = 0; row < KLASTER_GRAPH_N_LEVELS; row++)
    {
      KlasterLayoutBand band = {
        .level = row,
        .begin = rows.tops[row],
        .end = rows.tops[row] + (rows.n_sub_rows[row] - 1) * SUB_ROW,
        .n_members = get_n_in_row (&rows, row),
      };

      for (guint i = rows.starts[row]; i < rows.starts[row + 1]; i++)
        {
          band.kinds |= 1u << job->members[order[i]].kind;
          band.roles |= 1u << job->members[order[i]].role;
        }
      if (band.n_members > 0)
        g_array_append_val (job->bands, band);
    }
}
