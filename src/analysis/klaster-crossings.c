/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-crossings.h"

typedef struct
{
  double ax, ay, bx, by; /* ax ≤ bx */
  double y0, y1;
  guint32 from, to;
} Segment;

static int
compare_segments (gconstpointer a,
                  gconstpointer b)
{
  const Segment *first = a, *second = b;

  return (first->ax > second->ax) - (first->ax < second->ax);
}

/* Twice the area of the triangle, positive when c lies to one side of a → b */
static inline double
get_side (double ax,
          double ay,
          double bx,
          double by,
          double cx,
          double cy)
{
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

static inline gboolean
crosses (const Segment *a,
         const Segment *b)
{
  if (a->from == b->from || a->from == b->to || a->to == b->from || a->to == b->to)
    return FALSE;
  return get_side (a->ax, a->ay, a->bx, a->by, b->ax, b->ay) * get_side (a->ax, a->ay, a->bx, a->by, b->bx, b->by) < 0
         && get_side (b->ax, b->ay, b->bx, b->by, a->ax, a->ay) * get_side (b->ax, b->ay, b->bx, b->by, a->bx, a->by) < 0;
}

/**
 * klaster_crossings_count:
 * @links: (array length=n_links): links
 * @n_links: their number
 * @x: where members lie
 * @y: the same
 *
 * Sweeps along x and compares what overlaps there: O(links²) at worst, some 0.1 s for 10,000 links.
 *
 * Returns: pairs of links that cross at an inner point of both
 */
guint64
klaster_crossings_count (const KlasterGraphLink *links,
                         guint                   n_links,
                         const double           *x,
                         const double           *y)
{
  g_autofree Segment *segments = g_new (Segment, n_links + 1);
  guint64 n = 0;

  for (guint i = 0; i < n_links; i++)
    {
      guint32 a = links[i].from, b = links[i].to;
      gboolean swap = x[a] > x[b];

      segments[i] = (Segment) {
        .ax = x[swap ? b : a],
        .ay = y[swap ? b : a],
        .bx = x[swap ? a : b],
        .by = y[swap ? a : b],
        .y0 = MIN (y[a], y[b]),
        .y1 = MAX (y[a], y[b]),
        .from = a,
        .to = b,
      };
    }
  qsort (segments, n_links, sizeof *segments, compare_segments);
  for (guint i = 0; i < n_links; i++)
    for (guint j = i + 1; j < n_links && segments[j].ax <= segments[i].bx; j++)
      if (segments[j].y0 <= segments[i].y1 && segments[j].y1 >= segments[i].y0)
        n += crosses (&segments[i], &segments[j]);
  return n;
}

struct _KlasterTangle
{
  const KlasterGraphMember *members;
  const KlasterGraphLink *links;
  const guint32 *adjacency;
  guint n_links;
  /* Ends of each link. Floats: twice as many fit into a register, and a pixel's hundredth part decides nothing. */
  float *ax, *ay, *bx, *by;
  gint32 *from, *to;
  guint64 work;
};

/**
 * klaster_tangle_new:
 * @graph: must outlive the tangle
 * @x: where members lie
 * @y: the same
 *
 * Returns: (transfer full): the links in their places
 */
KlasterTangle *
klaster_tangle_new (const KlasterGraph *graph,
                    const double       *x,
                    const double       *y)
{
  KlasterTangle *self = g_new0 (KlasterTangle, 1);
  guint n_members;

  self->members = klaster_graph_get_members (graph, &n_members);
  self->links = klaster_graph_get_links (graph, &self->n_links);
  self->adjacency = klaster_graph_get_adjacency (graph);
  self->ax = g_new (float, self->n_links + 1);
  self->ay = g_new (float, self->n_links + 1);
  self->bx = g_new (float, self->n_links + 1);
  self->by = g_new (float, self->n_links + 1);
  self->from = g_new (gint32, self->n_links + 1);
  self->to = g_new (gint32, self->n_links + 1);
  for (guint i = 0; i < self->n_links; i++)
    {
      self->from[i] = (gint32) self->links[i].from;
      self->to[i] = (gint32) self->links[i].to;
      self->ax[i] = (float) x[self->links[i].from];
      self->ay[i] = (float) y[self->links[i].from];
      self->bx[i] = (float) x[self->links[i].to];
      self->by[i] = (float) y[self->links[i].to];
    }
  return self;
}

/**
 * klaster_tangle_free:
 * @self: (transfer full): a tangle
 */
void
klaster_tangle_free (KlasterTangle *self)
{
  g_free (self->ax);
  g_free (self->ay);
  g_free (self->bx);
  g_free (self->by);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

/* Without branches, so that the compiler takes several at a time */
static guint
count_link (const KlasterTangle *self,
            guint32              link)
{
  const float *restrict cx = self->ax, *restrict cy = self->ay, *restrict dx = self->bx, *restrict dy = self->by;
  const gint32 *restrict c = self->from, *restrict d = self->to;
  const float ax = cx[link], ay = cy[link], bx = dx[link], by = dy[link];
  const gint32 a = c[link], b = d[link];
  const guint n_links = self->n_links;
  gint32 n = 0;

  for (guint i = 0; i < n_links; i++)
    {
      float c_side = (bx - ax) * (cy[i] - ay) - (by - ay) * (cx[i] - ax);
      float d_side = (bx - ax) * (dy[i] - ay) - (by - ay) * (dx[i] - ax);
      float a_side = (dx[i] - cx[i]) * (ay - cy[i]) - (dy[i] - cy[i]) * (ax - cx[i]);
      float b_side = (dx[i] - cx[i]) * (by - cy[i]) - (dy[i] - cy[i]) * (bx - cx[i]);

      n += (c_side * d_side < 0) & (a_side * b_side < 0) & (c[i] != a) & (c[i] != b) & (d[i] != a) & (d[i] != b);
    }
  return (guint) n;
}

/**
 * klaster_tangle_count:
 * @self: a tangle
 * @member: position of a member
 *
 * O(its links · links).
 *
 * Returns: how many crossings its links have
 */
guint
klaster_tangle_count (KlasterTangle *self,
                      guint32        member)
{
  guint n = 0;

  for (guint k = self->members[member].first; k < self->members[member].first + self->members[member].n_links; k++)
    n += count_link (self, self->adjacency[k]);
  self->work += (guint64) self->members[member].n_links * self->n_links;
  return n;
}

/**
 * klaster_tangle_count_between:
 * @self: a tangle
 * @a: position of a member
 * @b: position of another
 *
 * Returns: how many crossings the links of @a have with links of @b
 */
guint
klaster_tangle_count_between (KlasterTangle *self,
                              guint32        a,
                              guint32        b)
{
  guint n = 0;

  for (guint k = self->members[a].first; k < self->members[a].first + self->members[a].n_links; k++)
    for (guint m = self->members[b].first; m < self->members[b].first + self->members[b].n_links; m++)
      {
        guint32 i = self->adjacency[k], j = self->adjacency[m];
        Segment first = { self->ax[i], self->ay[i], self->bx[i], self->by[i], 0, 0, self->links[i].from,
                          self->links[i].to };
        Segment second = { self->ax[j], self->ay[j], self->bx[j], self->by[j], 0, 0, self->links[j].from,
                           self->links[j].to };

        n += crosses (&first, &second);
      }
  self->work += (guint64) self->members[a].n_links * self->members[b].n_links;
  return n;
}

/**
 * klaster_tangle_move:
 * @self: a tangle
 * @member: position of a member
 * @x: where it lies from now on
 * @y: the same
 */
void
klaster_tangle_move (KlasterTangle *self,
                     guint32        member,
                     double         x,
                     double         y)
{
  for (guint k = self->members[member].first; k < self->members[member].first + self->members[member].n_links; k++)
    {
      guint32 link = self->adjacency[k];

      if (self->links[link].from == member)
        {
          self->ax[link] = (float) x;
          self->ay[link] = (float) y;
        }
      else
        {
          self->bx[link] = (float) x;
          self->by[link] = (float) y;
        }
    }
}

/**
 * klaster_tangle_get_length:
 * @self: a tangle
 * @member: position of a member
 *
 * Returns: of all its links together
 */
double
klaster_tangle_get_length (KlasterTangle *self,
                           guint32        member)
{
  double length = 0;

  for (guint k = self->members[member].first; k < self->members[member].first + self->members[member].n_links; k++)
    {
      guint32 link = self->adjacency[k];

      length += hypot (self->bx[link] - self->ax[link], self->by[link] - self->ay[link]);
    }
  return length;
}

/**
 * klaster_tangle_get_work:
 * @self: a tangle
 *
 * Returns: tests of one link against another made so far
 */
guint64
klaster_tangle_get_work (const KlasterTangle *self)
{
  return self->work;
}
