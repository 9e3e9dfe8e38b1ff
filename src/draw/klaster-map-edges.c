/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-map-scene-private.h"

/* Lines that a tile can carry and still be read: above, links are bundled between ever larger groups. */
#define MAX_DENSITY 26.0
#define MAX_GRAPH_DENSITY 70.0
/* A graph with no more links than this is never bundled. */
#define MAX_GRAPH_LINKS 600
/* Below this there is room for marks and numbers on the lines. */
#define MARK_DENSITY 12.0
#define MAX_COARSENING 5
/* Parallel links of one pair that are drawn one by one */
#define MAX_PARALLEL 5
#define PARALLEL_GAP 6.0
#define DENSITY_CELLS 96

/* A link between two nodes, on its way into an edge */
typedef struct
{
  guint64 pair;    /* group a << 32 | group b, a < b */
  guint32 link;
} Pair;

/* Sorts by one end, stably: twice, and pairs lie in order. Linear, unlike qsort(), and there may be 200,000. */
static void
sort_by_end (const Pair *pairs,
             Pair       *sorted,
             guint       n,
             guint       n_nodes,
             guint       shift)
{
  g_autofree guint32 *starts = g_new0 (guint32, n_nodes + 1);

  for (guint i = 0; i < n; i++)
    starts[(guint32) (pairs[i].pair >> shift) + 1]++;
  for (guint i = 1; i <= n_nodes; i++)
    starts[i] += starts[i - 1];
  for (guint i = 0; i < n; i++)
    sorted[starts[(guint32) (pairs[i].pair >> shift)]++] = pairs[i];
}

/**
 * klaster_map_curve_base_bend:
 * @length: of the chord, pixels
 *
 * Returns: how far a single link bends: gently, so that lines in a row can be told apart, and never far
 */
double
klaster_map_curve_base_bend (double length)
{
  return MIN (length * 0.07, 22.0);
}

static double
get_width (const KlasterMapLink *link)
{
  return link->strength == 0 ? 1.5 : 1.0 + 0.32 * link->strength;
}

/* What most of the bundle's links are; mixed when none has the majority */
static void
describe_bundle (const KlasterMapScene *scene,
                 const guint32         *links,
                 KlasterMapEdge        *edge)
{
  guint orientations[KLASTER_N_ORIENTATIONS] = { 0 }, statuses[KLASTER_N_LINK_STATUSES] = { 0 };

  for (guint i = 0; i < edge->n; i++)
    {
      orientations[scene->links[links[i]].orientation]++;
      statuses[scene->links[links[i]].status]++;
    }
  edge->orientation = KLASTER_ORIENTATION_UNKNOWN;
  for (guint i = 0; i < KLASTER_N_ORIENTATIONS; i++)
    if (2 * orientations[i] > edge->n)
      edge->orientation = i;
  edge->status = KLASTER_LINK_ACTIVE;
  for (guint i = 0; i < KLASTER_N_LINK_STATUSES; i++)
    if (statuses[i] == edge->n)
      edge->status = i;
}

static double
get_length (const KlasterMapLevel *self,
            const KlasterMapEdge  *edge)
{
  double x = self->nodes[edge->b].px - self->nodes[edge->a].px, y = self->nodes[edge->b].py - self->nodes[edge->a].py;

  return sqrt (x * x + y * y);
}

static void
add_edge (KlasterMapLevel       *self,
          const KlasterMapScene *scene,
          GArray                *edges,
          KlasterMapEdge         edge,
          guint                  place,
          guint                  n_places)
{
  const KlasterMapLink *link = &scene->links[self->links[edge.first]];
  double length = get_length (self, &edge);

  /* In the graph links are straight unless something is in their way. */
  edge.bend = scene->plan != NULL ? 0 : (float) klaster_map_curve_base_bend (length);
  if (n_places > 1)
    edge.bend += (float) ((place - (n_places - 1) / 2.0) * MIN (PARALLEL_GAP, length * 0.12));
  edge.whole = edge.n == 1 && self->nodes[edge.a].n == 1 && self->nodes[edge.b].n == 1;
  if (edge.n == 1)
    {
      edge.orientation = link->orientation;
      edge.status = link->status;
      edge.directed = link->directed;
      edge.attention = link->attention;
      edge.width = (float) get_width (link);
      /* A directed link runs from its giver: a → b. The bend stays on the same side. */
      if (link->directed && self->node_of[link->from] != edge.a)
        {
          guint32 swap = edge.a;

          edge.a = edge.b;
          edge.b = swap;
          edge.bend = -edge.bend;
        }
    }
  else
    {
      describe_bundle (scene, self->links + edge.first, &edge);
      edge.width = (float) MIN (1.4 + 0.75 * log2 (edge.n), 7.0);
    }
  g_array_append_val (edges, edge);
}

/* Makes edges of links between groups of members; @group_of NULL: the level's own nodes. */
static GArray *
bundle (KlasterMapLevel       *self,
        const KlasterMapScene *scene,
        const guint32         *group_of)
{
  g_autofree Pair *pairs = g_new (Pair, scene->n_links + 1);
  g_autofree Pair *other = g_new (Pair, scene->n_links + 1);
  GArray *edges = g_array_new (FALSE, TRUE, sizeof (KlasterMapEdge));
  guint n = 0;

  for (guint i = 0; i < scene->n_links; i++)
    {
      guint32 from = scene->links[i].from, to = scene->links[i].to;
      guint32 a = self->node_of[group_of != NULL ? group_of[from] : from];
      guint32 b = self->node_of[group_of != NULL ? group_of[to] : to];

      /* Between two parts of one group, which lie near each other, the link stays as it is. */
      if (a == b && group_of != NULL)
        {
          a = self->node_of[from];
          b = self->node_of[to];
        }
      if (a == b)
        continue;
      pairs[n].pair = (guint64) MIN (a, b) << 32 | MAX (a, b);
      pairs[n++].link = i;
    }
  sort_by_end (pairs, other, n, self->n_nodes, 0);
  sort_by_end (other, pairs, n, self->n_nodes, 32);
  for (guint i = 0; i < n; i++)
    self->links[i] = pairs[i].link;
  for (guint i = 0, end; i < n; i = end)
    {
      KlasterMapEdge edge = { .a = (guint32) (pairs[i].pair >> 32), .b = (guint32) pairs[i].pair, .first = i, .n = 1 };

      for (end = i + 1; end < n && pairs[end].pair == pairs[i].pair; end++)
        ;
      if (end - i <= MAX_PARALLEL && self->nodes[edge.a].n == 1 && self->nodes[edge.b].n == 1)
        for (guint j = i; j < end; j++)
          {
            edge.first = j;
            add_edge (self, scene, edges, edge, j - i, end - i);
          }
      else
        {
          edge.n = end - i;
          add_edge (self, scene, edges, edge, 0, 1);
        }
    }
  return edges;
}

/* What a line weighs: a wide one covers more */
static double
get_ink (const KlasterMapLevel *self,
         const KlasterMapEdge  *edge)
{
  return get_length (self, edge) * MAX (edge->width / 1.8, 1.0);
}

/* How many lines cross a tile where there are lines: a mean over coarse cells, weighted by the lines in them */
static double
get_density (const KlasterMapLevel *self,
             const GArray          *edges)
{
  g_autofree double *cells = g_new0 (double, DENSITY_CELLS * DENSITY_CELLS);
  KlasterRect bounds = KLASTER_RECT_EMPTY;
  double size, sum = 0, squares = 0;
  guint every;

  for (guint i = 0; i < edges->len; i++)
    {
      const KlasterMapEdge *edge = &g_array_index (edges, KlasterMapEdge, i);

      klaster_rect_add_point (&bounds, self->nodes[edge->a].px, self->nodes[edge->a].py);
      klaster_rect_add_point (&bounds, self->nodes[edge->b].px, self->nodes[edge->b].py);
    }
  if (edges->len == 0)
    return 0;
  size = MAX (MAX (bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) / DENSITY_CELLS, KLASTER_TILE_SIZE / 2.0) * 1.0001;
  /* Of very many a sample tells as much. */
  every = MAX (edges->len / 20000, 1);
  for (guint i = 0; i < edges->len; i += every)
    {
      const KlasterMapEdge *edge = &g_array_index (edges, KlasterMapEdge, i);
      const KlasterMapNode *a = &self->nodes[edge->a], *b = &self->nodes[edge->b];
      double length = get_length (self, edge), ink = get_ink (self, edge);
      guint n_steps = (guint) MIN (ceil (length / size) + 1, DENSITY_CELLS);

      for (guint k = 0; k < n_steps; k++)
        {
          double t = (k + 0.5) / n_steps;
          guint column = (guint) ((a->px + t * (b->px - a->px) - bounds.x0) / size);
          guint row = (guint) ((a->py + t * (b->py - a->py) - bounds.y0) / size);

          column = MIN (column, DENSITY_CELLS - 1);
          row = MIN (row, DENSITY_CELLS - 1);
          cells[row * DENSITY_CELLS + column] += ink * every / n_steps;
        }
    }
  for (guint i = 0; i < DENSITY_CELLS * DENSITY_CELLS; i++)
    {
      sum += cells[i];
      squares += cells[i] * cells[i];
    }
  return sum > 0 ? squares / sum / (size * size) * KLASTER_TILE_SIZE : 0;
}

static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const KlasterMapEdge *first = a, *second = b;
  int difference = (first->n < second->n) - (first->n > second->n);

  return difference != 0 ? difference : (first->first > second->first) - (first->first < second->first);
}

/* When nothing else helps only the strongest are drawn, and the view says how many are not. */
static void
drop_weakest (KlasterMapLevel *self,
              GArray          *edges,
              double           density,
              double           limit)
{
  double total = 0, kept = 0, share = limit / density;
  guint n;

  for (guint i = 0; i < edges->len; i++)
    total += get_ink (self, &g_array_index (edges, KlasterMapEdge, i));
  for (n = 0; n < edges->len && kept < total * share; n++)
    kept += get_ink (self, &g_array_index (edges, KlasterMapEdge, n));
  for (guint i = n; i < edges->len; i++)
    self->n_hidden += g_array_index (edges, KlasterMapEdge, i).n;
  g_array_set_size (edges, n);
}

static void
index_edges (KlasterMapLevel *self)
{
  KlasterTileIndexBuilder *builder = klaster_tile_index_builder_new (KLASTER_TILE_SIZE, 6 * self->n_edges);
  const guint n_pieces = 8;

  for (guint i = 0; i < self->n_edges; i++)
    {
      const KlasterMapEdge *edge = &self->edges[i];
      const KlasterMapNode *a = &self->nodes[edge->a], *b = &self->nodes[edge->b];
      KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
      KlasterPoint last = { a->px, a->py };
      double length = get_length (self, edge);

      for (guint k = 1; k <= n_pieces; k++)
        {
          KlasterPoint at = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, (double) k / n_pieces);
          /* The curve leaves the chord of a piece by a 64th of the bend. */
          double margin = edge->width / 2 + (edge->attention ? 10 : 5) + fabs (edge->bend) / 64;
          KlasterRect rect = { MIN (last.x, at.x) - margin, MIN (last.y, at.y) - margin, MAX (last.x, at.x) + margin,
                               MAX (last.y, at.y) + margin };

          klaster_tile_index_builder_add (builder, i, &rect, length / 4);
          last = at;
        }
    }
  self->edge_index = klaster_tile_index_builder_end (builder);
}

/**
 * klaster_map_level_make_edges:
 * @self: a level with its nodes
 * @scene: its scene
 *
 * Draws links as they are when there are few enough; else between groups, each step twice as wide as the one before,
 * until what is left can be read. A group's lines end at its most important symbol, so every line still ends at
 * something.
 */
void
klaster_map_level_make_edges (KlasterMapLevel *self,
                              KlasterMapScene *scene)
{
  g_autofree guint32 *group_of = NULL;
  /* In the graph all links of a member meet in one place by intention: there more lines can be told apart. */
  const double limit = scene->plan == NULL ? MAX_DENSITY : scene->n_links <= MAX_GRAPH_LINKS ? G_MAXDOUBLE
                                                                                            : MAX_GRAPH_DENSITY;
  GArray *edges;
  double density;

  self->links = g_new (guint32, scene->n_links + 1);
  self->edge_of = g_new (guint32, scene->n_links + 1);
  memset (self->edge_of, 0xff, scene->n_links * sizeof *self->edge_of);
  edges = bundle (self, scene, NULL);
  density = get_density (self, edges);
  /* Each step halves the density at best: where there is far too much the first steps are not worth the time. */
  for (guint i = density > 32 * limit ? 3 : density > 8 * limit ? 2 : 1; i <= MAX_COARSENING && density > limit; i++)
    {
      if (group_of == NULL)
        group_of = g_new (guint32, scene->n_members + 1);
      klaster_map_cluster (scene, self->zoom, exp2 (i), group_of);
      g_array_unref (edges);
      edges = bundle (self, scene, group_of);
      density = get_density (self, edges);
    }
  g_array_sort (edges, compare_edges);
  if (density > limit)
    drop_weakest (self, edges, density, limit);
  self->marks = density < MARK_DENSITY;
  self->n_edges = edges->len;
  self->edges = (KlasterMapEdge *) (gpointer) g_array_free (edges, FALSE);
  for (guint i = 0; i < self->n_edges; i++)
    {
      for (guint k = 0; k < self->edges[i].n; k++)
        self->edge_of[self->links[self->edges[i].first + k]] = i;
      if (self->edges[i].n > 1)
        self->n_bundled += self->edges[i].n;
    }
  if (scene->plan != NULL)
    klaster_map_level_route_edges (self);
  index_edges (self);
}
