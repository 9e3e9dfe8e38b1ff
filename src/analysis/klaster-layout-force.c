/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who works together lies together. Parts that nothing connects are laid out one by one and packed. Distances in the
 * picture follow those in the graph; then members are moved and exchanged as long as that makes links cross less, and
 * pushed apart until their names can be read. What was there before moves little: the last picture is the start of the
 * next one, and the result is turned so that it lies over it.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-crossings.h"
#include "klaster-igraph.h"
#include "klaster-layout-private.h"
#include "klaster-stress.h"

/* Room for each member when all are spread evenly, in square units */
#define AREA (KLASTER_LAYOUT_LABEL_WIDTH * 104.0)
/* Names are wide and low: so is what keeps them apart. */
#define WIDE 1.22
/* Two bytes for each pair: 50 MB. Larger parts are left to igraph's grid. */
#define MAX_STRESS_MEMBERS 600
#define N_ROUNDS 26
#define N_GRID_ITERATIONS 500
/* Tests of one link against another: most of a second */
#define WORK G_GUINT64_CONSTANT (600000000)
/* Crossings that make somebody move who has been seen elsewhere */
#define INERTIA 2.0
#define PART_GAP 90.0
/* A picture in which fewer than this share of the members lay already is not the last one of this graph. */
#define KNOWN_SHARE 0.6

/* A part of the graph while it is laid out */
typedef struct
{
  const guint32 *members;
  guint n_members;
  double x0, y0, x1, y1; /* where it lies */
} Part;

static void
get_middle (KlasterLayoutJob *job,
            const guint32    *members,
            guint             n_members,
            const double     *x,
            const double     *y,
            double           *middle_x,
            double           *middle_y)
{
  guint n = 0;

  *middle_x = *middle_y = 0;
  for (guint i = 0; i < n_members; i++)
    if (!isnan (x[members[i]]))
      {
        *middle_x += x[members[i]];
        *middle_y += y[members[i]];
        n++;
      }
  *middle_x /= MAX (n, 1);
  *middle_y /= MAX (n, 1);
}

/* Turns and moves everything so that it lies over the last picture as well as it can (Procrustes). It is never turned
 * over: that would be another picture for the eye. */
static void
align (KlasterLayoutJob *job,
       const Part       *part)
{
  double middle_x = 0, middle_y = 0, old_middle_x, old_middle_y, along = 0, across = 0, cosine = 1, sine = 0;
  guint n = 0;

  get_middle (job, part->members, part->n_members, job->old_x, job->old_y, &old_middle_x, &old_middle_y);
  for (guint i = 0; i < part->n_members; i++)
    if (!isnan (job->old_x[part->members[i]]))
      {
        middle_x += job->x[part->members[i]];
        middle_y += job->y[part->members[i]];
        n++;
      }
  if (n == 0)
    return;
  middle_x /= n;
  middle_y /= n;
  for (guint i = 0; i < part->n_members; i++)
    {
      guint32 member = part->members[i];
      double x = job->x[member] - middle_x, y = job->y[member] - middle_y;
      double old_x = job->old_x[member] - old_middle_x, old_y = job->old_y[member] - old_middle_y;

      if (isnan (job->old_x[member]))
        continue;
      along += x * old_x + y * old_y;
      across += x * old_y - y * old_x;
    }
  if (n > 2 && hypot (along, across) > 1e-9)
    {
      cosine = along / hypot (along, across);
      sine = across / hypot (along, across);
    }
  for (guint i = 0; i < part->n_members; i++)
    {
      guint32 member = part->members[i];
      double x = job->x[member] - middle_x, y = job->y[member] - middle_y;

      job->x[member] = cosine * x - sine * y + old_middle_x;
      job->y[member] = sine * x + cosine * y + old_middle_y;
    }
}

/* Where the part's members lie on the map, y downwards; NAN for those that have no place there */
static void
project (KlasterLayoutJob *job,
         const Part       *part,
         double           *x,
         double           *y)
{
  for (guint i = 0; i < part->n_members; i++)
    {
      const KlasterGraphMember *member = &job->members[part->members[i]];
      double lat = CLAMP (member->lat, -85, 85) * G_PI / 180;

      x[part->members[i]] = isnan (member->lon) ? NAN : member->lon * G_PI / 180;
      y[part->members[i]] = isnan (member->lon) ? NAN : -log (tan (G_PI / 4 + lat / 2));
    }
}

/* A new picture lies along the longer side of the window. Of the four ways to lie so, the one that is most like the map. */
static void
orient (KlasterLayoutJob *job,
        const Part       *part)
{
  g_autofree double *map_x = g_new (double, job->n_members + 1);
  g_autofree double *map_y = g_new (double, job->n_members + 1);
  double middle_x, middle_y, map_middle_x, map_middle_y, xx = 0, yy = 0, xy = 0, like_x = 0, like_y = 0, angle;

  project (job, part, map_x, map_y);
  get_middle (job, part->members, part->n_members, map_x, map_y, &map_middle_x, &map_middle_y);
  get_middle (job, part->members, part->n_members, job->x, job->y, &middle_x, &middle_y);
  for (guint i = 0; i < part->n_members; i++)
    {
      double x = job->x[part->members[i]] - middle_x, y = job->y[part->members[i]] - middle_y;

      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
  angle = -0.5 * atan2 (2 * xy, xx - yy) + (klaster_layout_get_aspect (job) < 1 ? G_PI / 2 : 0);
  for (guint i = 0; i < part->n_members; i++)
    {
      guint32 member = part->members[i];
      double x = job->x[member] - middle_x, y = job->y[member] - middle_y;

      job->x[member] = cos (angle) * x - sin (angle) * y;
      job->y[member] = sin (angle) * x + cos (angle) * y;
      if (!isnan (map_x[member]))
        {
          like_x += job->x[member] * (map_x[member] - map_middle_x);
          like_y += job->y[member] * (map_y[member] - map_middle_y);
        }
    }
  for (guint i = 0; i < part->n_members; i++)
    {
      job->x[part->members[i]] *= like_x < 0 ? -1 : 1;
      job->y[part->members[i]] *= like_y < 0 ? -1 : 1;
    }
}

/* Brings the part to a size at which each member has its room. */
static void
scale_part (KlasterLayoutJob *job,
            const Part       *part)
{
  double middle_x, middle_y, sum_x = 0, sum_y = 0, factor_x, factor_y, spread;

  get_middle (job, part->members, part->n_members, job->x, job->y, &middle_x, &middle_y);
  for (guint i = 0; i < part->n_members; i++)
    {
      double x = job->x[part->members[i]] - middle_x, y = job->y[part->members[i]] - middle_y;

      sum_x += x * x;
      sum_y += y * y;
    }
  spread = sqrt ((sum_x + sum_y) / part->n_members);
  if (spread < 1e-9)
    return;
  factor_x = sqrt (AREA * part->n_members / (2 * G_PI)) / spread * WIDE;
  factor_y = factor_x / WIDE / WIDE;
  for (guint i = 0; i < part->n_members; i++)
    {
      job->x[part->members[i]] = (job->x[part->members[i]] - middle_x) * factor_x;
      job->y[part->members[i]] = (job->y[part->members[i]] - middle_y) * factor_y;
    }
}

/* From the map, so that who is near there begins near here; who has no place begins among its partners. */
static void
start_part (KlasterLayoutJob *job,
            const Part       *part)
{
  double unit = sqrt (AREA), middle_x, middle_y, spread = 0;
  guint n = 0;

  project (job, part, job->x, job->y);
  get_middle (job, part->members, part->n_members, job->x, job->y, &middle_x, &middle_y);
  for (guint i = 0; i < part->n_members; i++)
    if (!isnan (job->x[part->members[i]]))
      {
        spread += hypot (job->x[part->members[i]] - middle_x, job->y[part->members[i]] - middle_y);
        n++;
      }
  spread = spread > 0 ? spread / n : 1;
  for (guint i = 0; i < part->n_members; i++)
    {
      guint32 member = part->members[i];
      /* The golden angle spreads what has no place of its own, and takes apart what lies on one spot. */
      double angle = i * 2.399963, radius = unit * sqrt (i + 1.0);

      if (isnan (job->x[member]))
        {
          job->x[member] = radius * cos (angle);
          job->y[member] = radius * sin (angle);
        }
      else
        {
          double size = unit * sqrt (part->n_members / G_PI) / spread / 1.5;

          job->x[member] = (job->x[member] - middle_x) * size + 2 * cos (angle);
          job->y[member] = (job->y[member] - middle_y) * size + 2 * sin (angle);
        }
    }
}

/* Parts too large for all pairs */
static void
spread_by_grid (KlasterLayoutJob *job,
                const Part       *part)
{
  igraph_t graph;
  igraph_matrix_t places;
  double unit = sqrt (AREA);

  klaster_igraph_begin (job->cancellable);
  if (klaster_igraph_create (job->graph, &graph))
    {
      if (igraph_matrix_init (&places, job->n_members, 2) == IGRAPH_SUCCESS)
        {
          for (guint i = 0; i < job->n_members; i++)
            {
              MATRIX (places, i, 0) = job->x[i] / unit;
              MATRIX (places, i, 1) = job->y[i] / unit;
            }
          igraph_rng_seed (igraph_rng_default (), job->options->seed);
          if (igraph_layout_fruchterman_reingold (&graph, &places, TRUE, N_GRID_ITERATIONS, sqrt (job->n_members),
                                                  IGRAPH_LAYOUT_GRID, NULL, NULL, NULL, NULL, NULL) == IGRAPH_SUCCESS)
            for (guint i = 0; i < part->n_members; i++)
              {
                job->x[part->members[i]] = MATRIX (places, part->members[i], 0) * unit;
                job->y[part->members[i]] = MATRIX (places, part->members[i], 1) * unit;
              }
          igraph_matrix_destroy (&places);
        }
      igraph_destroy (&graph);
    }
  klaster_igraph_end ();
}

static void
make_part (KlasterLayoutJob *job,
           const Part       *part)
{
  double unit = sqrt (AREA);

  start_part (job, part);
  if (part->n_members == 1)
    {
      job->x[part->members[0]] = job->y[part->members[0]] = 0;
      return;
    }
  if (part->n_members <= MAX_STRESS_MEMBERS)
    {
      g_autoptr (KlasterStress) stress = klaster_stress_new (job, part->members, part->n_members);

      if (stress == NULL)
        return;
      klaster_stress_relax (stress, unit, 4, 0.02, N_ROUNDS);
    }
  else
    spread_by_grid (job, part);
  if (job->n_pinned == 0)
    orient (job, part);
  scale_part (job, part);
}

/* What moving a member would cost: crossings first, then length of line. */
static double
get_cost (KlasterLayoutJob *job,
          KlasterTangle    *tangle,
          guint32           member)
{
  return klaster_tangle_count (tangle, member) + klaster_tangle_get_length (tangle, member) / 300;
}

/* Whether somebody's name or symbol is in the way there; all members are looked at, which costs less than the crossings. */
static gboolean
is_taken (KlasterLayoutJob *job,
          guint32           member,
          double            x,
          double            y)
{
  double half, above, below;

  klaster_layout_get_extents (&job->members[member], &half, &above, &below);
  for (guint i = 0; i < job->n_members; i++)
    {
      double dx = fabs (job->x[i] - x), dy = job->y[i] - y;

      if (dx < half + 30 && dy < below + 6 && dy > -below - 6 && i != member)
        {
          double half_i, above_i, below_i;

          klaster_layout_get_extents (&job->members[i], &half_i, &above_i, &below_i);
          if (dx < half + half_i && (dy >= 0 ? below + above_i > dy : below_i + above > -dy))
            return TRUE;
        }
    }
  return FALSE;
}

/* Tries other places for each member, where nobody is: towards its partners and around. @inertia: crossings that must be
 * saved by a move, and again for each hundred units of it */
static void
untangle (KlasterLayoutJob *job,
          guint64           work,
          double            inertia,
          double            share_before,
          double            share_after)
{
  g_autoptr (KlasterTangle) tangle = klaster_tangle_new (job->graph, job->x, job->y);
  gboolean changed = TRUE;

  for (guint round = 0; round < 24 && changed && klaster_tangle_get_work (tangle) < work; round++)
    {
      double reach = round % 3 == 0 ? 70 : round % 3 == 1 ? 150 : 320;

      changed = round < 3;
      for (guint32 member = 0; member < job->n_members && klaster_tangle_get_work (tangle) < work; member++)
        {
          const KlasterGraphMember *info = &job->members[member];
          double best, x = job->x[member], y = job->y[member], best_x = x, best_y = y, sum_x = 0, sum_y = 0;

          if (info->n_links == 0 || job->pinned[member])
            continue;
          if (member % 64 == 0)
            {
              if (klaster_layout_is_cancelled (job))
                return;
              klaster_layout_report (job, share_before + (share_after - share_before)
                                            * ((double) klaster_tangle_get_work (tangle) / work));
            }
          best = get_cost (job, tangle, member) - 0.01 - inertia;
          for (guint k = info->first; k < info->first + info->n_links; k++)
            {
              const KlasterGraphLink *link = &job->links[job->adjacency[k]];
              guint32 other = link->from == member ? link->to : link->from;

              sum_x += job->x[other] / info->n_links;
              sum_y += job->y[other] / info->n_links;
            }
          for (guint k = 0; k < 11 && best > 0; k++)
            {
              /* Half way and three quarters towards the partners, then around */
              double to_x = k < 3 ? x + (sum_x - x) * (k + 1) / 4 : x + reach * WIDE * cos (k * G_PI / 4);
              double to_y = k < 3 ? y + (sum_y - y) * (k + 1) / 4 : y + reach / WIDE * sin (k * G_PI / 4);
              double cost;

              if (is_taken (job, member, to_x, to_y))
                continue;
              klaster_tangle_move (tangle, member, to_x, to_y);
              cost = get_cost (job, tangle, member) + inertia * hypot (to_x - x, to_y - y) / 100;
              if (cost < best)
                {
                  best = cost;
                  best_x = to_x;
                  best_y = to_y;
                }
            }
          klaster_tangle_move (tangle, member, best_x, best_y);
          if (best_x != x || best_y != y)
            {
              job->x[member] = best_x;
              job->y[member] = best_y;
              changed = TRUE;
            }
        }
    }
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const Part *first = a, *second = b;
  double height_a = first->y1 - first->y0, height_b = second->y1 - second->y0;

  if (first->n_members != second->n_members)
    return first->n_members < second->n_members ? 1 : -1;
  if (height_a != height_b)
    return height_a < height_b ? 1 : -1;
  return (first->members[0] > second->members[0]) - (first->members[0] < second->members[0]);
}

static void
measure_part (KlasterLayoutJob *job,
              Part             *part)
{
  part->x0 = part->y0 = G_MAXDOUBLE;
  part->x1 = part->y1 = -G_MAXDOUBLE;
  for (guint i = 0; i < part->n_members; i++)
    {
      guint32 member = part->members[i];
      double half, above, below;

      klaster_layout_get_extents (&job->members[member], &half, &above, &below);
      part->x0 = MIN (part->x0, job->x[member] - half);
      part->x1 = MAX (part->x1, job->x[member] + half);
      part->y0 = MIN (part->y0, job->y[member] - above);
      part->y1 = MAX (part->y1, job->y[member] + below);
    }
}

/* The largest part first, the others in lines below it, from left to right. */
static void
pack_parts (KlasterLayoutJob *job,
            Part             *parts,
            guint             n_parts)
{
  double x, y, width, height = 0, area = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      measure_part (job, &parts[i]);
      area += (parts[i].x1 - parts[i].x0 + PART_GAP) * (parts[i].y1 - parts[i].y0 + PART_GAP);
    }
  qsort (parts, n_parts, sizeof *parts, compare_parts);
  width = MAX (parts[0].x1 - parts[0].x0, sqrt (area * klaster_layout_get_aspect (job)));
  x = parts[0].n_members > 1 ? (width - (parts[0].x1 - parts[0].x0)) / 2 : 0;
  y = 0;
  for (guint i = 0; i < n_parts; i++)
    {
      double part_width = parts[i].x1 - parts[i].x0, gap = parts[i].n_members > 1 ? PART_GAP : 12;

      if (i == 1 || (i > 0 && x + part_width > width))
        {
          x = 0;
          y += height + (i == 1 && parts[0].n_members > 1 ? PART_GAP / 2 : gap / 2);
          height = 0;
        }
      for (guint k = 0; k < parts[i].n_members; k++)
        {
          job->x[parts[i].members[k]] += x - parts[i].x0;
          job->y[parts[i].members[k]] += y - parts[i].y0;
        }
      x += part_width + gap;
      height = MAX (height, parts[i].y1 - parts[i].y0);
    }
}

/* Members of each part in a row; (transfer full) */
static Part *
list_parts (KlasterLayoutJob *job,
            guint32          *members,
            guint            *n_parts)
{
  g_autofree guint32 *component = g_new (guint32, job->n_members + 1);
  g_autofree guint32 *fill = NULL;
  Part *parts;
  guint32 first = 0;

  *n_parts = klaster_graph_get_components (job->graph, component);
  parts = g_new0 (Part, *n_parts + 1);
  fill = g_new0 (guint32, *n_parts + 1);
  for (guint i = 0; i < job->n_members; i++)
    parts[component[i]].n_members++;
  for (guint i = 0; i < *n_parts; i++)
    {
      parts[i].members = members + first;
      fill[i] = first;
      first += parts[i].n_members;
    }
  for (guint i = 0; i < job->n_members; i++)
    members[fill[component[i]]++] = i;
  return parts;
}

/* The last picture with whoever is new beside its partners, or at the foot */
static void
continue_last (KlasterLayoutJob *job)
{
  double left = G_MAXDOUBLE, bottom = -G_MAXDOUBLE, at;

  for (guint i = 0; i < job->n_members; i++)
    if (!isnan (job->old_x[i]))
      {
        job->x[i] = job->old_x[i];
        job->y[i] = job->old_y[i];
        left = MIN (left, job->x[i]);
        bottom = MAX (bottom, job->y[i]);
      }
  at = left;
  for (guint i = 0; i < job->n_members; i++)
    {
      double sum_x = 0, sum_y = 0;
      guint n = 0;

      if (!isnan (job->old_x[i]))
        continue;
      for (guint k = job->members[i].first; k < job->members[i].first + job->members[i].n_links; k++)
        {
          const KlasterGraphLink *link = &job->links[job->adjacency[k]];
          guint32 other = link->from == i ? link->to : link->from;

          if (!isnan (job->old_x[other]))
            {
              sum_x += job->old_x[other];
              sum_y += job->old_y[other];
              n++;
            }
        }
      if (n > 0)
        {
          /* A little to the side, or it would lie on its only partner. */
          job->x[i] = sum_x / n + 40 * cos (i * 2.399963);
          job->y[i] = sum_y / n + 40 * sin (i * 2.399963);
        }
      else
        {
          job->x[i] = at;
          job->y[i] = bottom + PART_GAP;
          at += KLASTER_LAYOUT_LABEL_WIDTH + 8;
        }
    }
}

void
klaster_layout_make_force (KlasterLayoutJob *job)
{
  g_autofree guint32 *members = g_new (guint32, job->n_members + 1);
  g_autofree Part *parts = NULL;
  guint n_parts, n_done = 0;

  if (job->n_members == 0)
    return;
  if (job->n_old - job->n_pinned > 0 && job->n_old >= KNOWN_SHARE * job->n_members)
    {
      Part all = { .members = members, .n_members = job->n_members };

      for (guint i = 0; i < job->n_members; i++)
        members[i] = i;
      continue_last (job);
      untangle (job, WORK / 4, INERTIA, 0.1, 0.9);
      klaster_layout_remove_overlaps (job, 100);
      if (job->n_pinned == 0)
        align (job, &all);
      return;
    }
  parts = list_parts (job, members, &n_parts);
  for (guint i = 0; i < n_parts && !klaster_layout_is_cancelled (job); i++)
    {
      make_part (job, &parts[i]);
      n_done += parts[i].n_members;
      klaster_layout_report (job, 0.4 * n_done / job->n_members);
    }
  pack_parts (job, parts, n_parts);
  klaster_layout_remove_overlaps (job, 150);
  untangle (job, WORK, 0, 0.4, 0.95);
  klaster_layout_remove_overlaps (job, 100);
  /* They have become smaller. */
  pack_parts (job, parts, n_parts);
}
