/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rings around who leads: integrator in the middle, then core, members, partners, candidates and former members. A ring
 * with many members is broken into staggered sub-rings.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-layout-private.h"

#define N_RINGS 5
#define RING_GAP 112.0
#define SUB_RING 72.0
#define SPACING (KLASTER_LAYOUT_LABEL_WIDTH + 10)
#define N_SWEEPS 8
#define WORK 120000000

typedef struct
{
  KlasterLayoutJob *job;
  guint32 *order;               /* members, ring after ring, clockwise */
  guint starts[N_RINGS + 1];
  double radii[N_RINGS];        /* of the innermost sub-ring */
  guint n_sub_rings[N_RINGS];
  double *angle;                /* of each member */
} Rings;

static guint
get_ring (const KlasterGraphMember *member)
{
  /* integrator core member partner candidate former */
  static const guint8 rings[] = { 0, 1, 2, 3, 4, 4 };

  return member->role < G_N_ELEMENTS (rings) ? rings[member->role] : 2;
}

/* As many sub-rings as make the picture smallest */
static void
measure_rings (Rings *self)
{
  double inner = -1;

  for (guint ring = 0; ring < N_RINGS; ring++)
    {
      guint n = self->starts[ring + 1] - self->starts[ring];
      double best = G_MAXDOUBLE, least = inner < 0 ? 0 : inner + RING_GAP;

      self->n_sub_rings[ring] = 0;
      if (n == 0)
        continue;
      if (n == 1 && inner < 0)
        {
          self->n_sub_rings[ring] = 1;
          self->radii[ring] = inner = 0;
          continue;
        }
      least = MAX (least, 70);
      for (guint k = 1; k <= 64; k++)
        {
          double radius = MAX (least, n * SPACING / (2 * G_PI * k));

          if (radius + (k - 1) * SUB_RING < best - 1)
            {
              best = radius + (k - 1) * SUB_RING;
              self->radii[ring] = radius;
              self->n_sub_rings[ring] = k;
            }
        }
      inner = best;
    }
}

static void
place_ring (Rings *self,
            guint  ring)
{
  KlasterLayoutJob *job = self->job;
  guint n = self->starts[ring + 1] - self->starts[ring];

  for (guint i = 0; i < n; i++)
    {
      guint32 member = self->order[self->starts[ring] + i];
      double radius = self->radii[ring] + i % self->n_sub_rings[ring] * SUB_RING;

      /* From the top on, half a step to the side, so that two rings do not line up. */
      self->angle[member] = -G_PI / 2 + 2 * G_PI * (i + 0.5) / n;
      job->x[member] = radius * cos (self->angle[member]);
      job->y[member] = radius * sin (self->angle[member]);
    }
}

typedef struct
{
  double angle;
  guint place;
  guint32 member;
} Turn;

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const Turn *first = a, *second = b;
  int difference = klaster_layout_compare (first->angle, second->angle);

  return difference != 0 ? difference : (first->place > second->place) - (first->place < second->place);
}

/* From the top, clockwise */
static double
get_turn (double x,
          double y)
{
  double angle = atan2 (x, -y);

  return angle < 0 ? angle + 2 * G_PI : angle;
}

static void
sort_ring (Rings        *self,
           guint         ring,
           const double *turns)
{
  guint n = self->starts[ring + 1] - self->starts[ring];
  g_autofree Turn *items = g_new (Turn, n + 1);

  for (guint i = 0; i < n; i++)
    {
      guint32 member = self->order[self->starts[ring] + i];

      items[i] = (Turn) { turns[member], i, member };
    }
  qsort (items, n, sizeof *items, compare_turns);
  for (guint i = 0; i < n; i++)
    self->order[self->starts[ring] + i] = items[i].member;
}

/* In the direction in which they lie from the leader on the map, or lay in the last picture */
static void
start (Rings    *self,
       gboolean  continued)
{
  KlasterLayoutJob *job = self->job;
  g_autofree double *turns = g_new0 (double, job->n_members + 1);
  double lon = 0, lat = 0;
  guint n = 0;

  for (guint i = 0; i < job->n_members; i++)
    if (!isnan (job->members[i].lon))
      {
        guint32 leader = self->starts[1] > 0 ? self->order[0] : i;

        if (!isnan (job->members[leader].lon))
          {
            lon = job->members[leader].lon;
            lat = job->members[leader].lat;
            n = 1;
            break;
          }
        lon = (lon * n + job->members[i].lon) / (n + 1);
        lat = (lat * n + job->members[i].lat) / (n + 1);
        n++;
      }
  for (guint i = 0; i < job->n_members; i++)
    if (continued && !isnan (job->old_x[i]))
      turns[i] = get_turn (job->old_x[i], job->old_y[i]);
    else if (!isnan (job->members[i].lon))
      turns[i] = get_turn ((job->members[i].lon - lon) * cos (lat * G_PI / 180), lat - job->members[i].lat);
    else
      turns[i] = 2 * G_PI;
  for (guint ring = 0; ring < N_RINGS; ring++)
    {
      sort_ring (self, ring, turns);
      if (self->n_sub_rings[ring] > 0)
        place_ring (self, ring);
    }
}

/* Towards the mean direction of their partners; the one in the middle has none. */
static void
sweep (Rings *self)
{
  KlasterLayoutJob *job = self->job;
  g_autofree double *turns = g_new0 (double, job->n_members + 1);

  for (guint pass = 0; pass < N_SWEEPS && !klaster_layout_is_cancelled (job); pass++)
    {
      for (guint i = 0; i < job->n_members; i++)
        {
          double x = cos (self->angle[i]), y = sin (self->angle[i]);

          for (guint k = job->members[i].first; k < job->members[i].first + job->members[i].n_links; k++)
            {
              const KlasterGraphLink *link = &job->links[job->adjacency[k]];
              guint32 other = link->from == i ? link->to : link->from;
              double length = hypot (job->x[other], job->y[other]);

              if (length > 1)
                {
                  x += job->x[other] / length;
                  y += job->y[other] / length;
                }
            }
          turns[i] = get_turn (x, y);
        }
      for (guint ring = 0; ring < N_RINGS; ring++)
        if (self->n_sub_rings[ring] > 0)
          {
            sort_ring (self, ring, turns);
            place_ring (self, ring);
          }
      klaster_layout_report (job, 0.4 * (pass + 1) / N_SWEEPS);
    }
}

void
klaster_layout_make_core (KlasterLayoutJob *job)
{
  g_autofree guint32 *order = g_new (guint32, job->n_members + 1);
  g_autofree double *angle = g_new0 (double, job->n_members + 1);
  Rings rings = { .job = job, .order = order, .angle = angle };
  gboolean continued = job->n_old > 0 && 2 * job->n_old >= job->n_members;
  guint fill[N_RINGS];

  for (guint i = 0; i < job->n_members; i++)
    rings.starts[get_ring (&job->members[i]) + 1]++;
  for (guint ring = 0; ring < N_RINGS; ring++)
    rings.starts[ring + 1] += rings.starts[ring];
  memcpy (fill, rings.starts, sizeof fill);
  for (guint i = 0; i < job->n_members; i++)
    order[fill[get_ring (&job->members[i])]++] = i;
  measure_rings (&rings);
  start (&rings, continued);
  if (!continued)
    sweep (&rings);
  klaster_layout_exchange (job, order, rings.starts, N_RINGS, TRUE, continued, WORK);
  for (guint ring = 0; ring < N_RINGS; ring++)
    {
      KlasterLayoutBand band = {
        .level = ring,
        .begin = rings.radii[ring],
        .end = rings.radii[ring] + (MAX (rings.n_sub_rings[ring], 1) - 1) * SUB_RING,
        .n_members = rings.starts[ring + 1] - rings.starts[ring],
      };

      for (guint i = rings.starts[ring]; i < rings.starts[ring + 1]; i++)
        {
          band.kinds |= 1u << job->members[order[i]].kind;
          band.roles |= 1u << job->members[order[i]].role;
        }
      if (band.n_members > 0)
        g_array_append_val (job->bands, band);
    }
}
