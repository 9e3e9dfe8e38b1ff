/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links of the graph run in curves that avoid the symbols of others. On the map a link is where it is; in the graph it
 * goes where it can be followed.
 */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-map-scene-private.h"

#define CELL 32.0
#define MAX_CELLS 4000000.0
/* Where there are more lines than this nobody follows one with the eye. */
#define MAX_ROUTED 4000
#define STEP 9.0
#define CLEARANCE 5.0

typedef struct
{
  const KlasterMapLevel *level;
  KlasterRect bounds;
  guint n_columns, n_rows;
  guint32 *starts;
  guint32 *nodes;
} Grid;

static guint
get_cell (const Grid *self,
          double      x,
          double      y)
{
  guint column = (guint) CLAMP ((x - self->bounds.x0) / CELL, 0, self->n_columns - 1);
  guint row = (guint) CLAMP ((y - self->bounds.y0) / CELL, 0, self->n_rows - 1);

  return row * self->n_columns + column;
}

static gboolean
grid_init (Grid                  *self,
           const KlasterMapLevel *level)
{
  g_autofree guint32 *fill = NULL;

  *self = (Grid) { .level = level, .bounds = KLASTER_RECT_EMPTY };
  for (guint i = 0; i < level->n_nodes; i++)
    klaster_rect_add_point (&self->bounds, level->nodes[i].px, level->nodes[i].py);
  if (level->n_nodes == 0 || (self->bounds.x1 - self->bounds.x0) * (self->bounds.y1 - self->bounds.y0) / CELL / CELL > MAX_CELLS)
    return FALSE;
  self->n_columns = (guint) ((self->bounds.x1 - self->bounds.x0) / CELL) + 1;
  self->n_rows = (guint) ((self->bounds.y1 - self->bounds.y0) / CELL) + 1;
  self->starts = g_new0 (guint32, (gsize) self->n_columns * self->n_rows + 1);
  self->nodes = g_new (guint32, level->n_nodes);
  for (guint i = 0; i < level->n_nodes; i++)
    self->starts[get_cell (self, level->nodes[i].px, level->nodes[i].py) + 1]++;
  for (guint i = 0; i < self->n_columns * self->n_rows; i++)
    self->starts[i + 1] += self->starts[i];
  fill = g_memdup2 (self->starts, ((gsize) self->n_columns * self->n_rows + 1) * sizeof *fill);
  for (guint i = 0; i < level->n_nodes; i++)
    self->nodes[fill[get_cell (self, level->nodes[i].px, level->nodes[i].py)]++] = i;
  return TRUE;
}

/* How deep the curve runs into symbols that it does not belong to */
static double
get_cost (const Grid           *self,
          const KlasterMapEdge *edge,
          double                bend)
{
  const KlasterMapNode *a = &self->level->nodes[edge->a], *b = &self->level->nodes[edge->b];
  KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, bend);
  guint n_steps = (guint) CLAMP (hypot (b->px - a->px, b->py - a->py) / STEP, 2, 400);
  double cost = 0;

  for (guint k = 1; k < n_steps; k++)
    {
      KlasterPoint at = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, (double) k / n_steps);
      guint first = get_cell (self, at.x - CELL / 2, at.y - CELL / 2);
      guint last = get_cell (self, at.x + CELL / 2, at.y + CELL / 2);

      for (guint row = first / self->n_columns; row <= last / self->n_columns; row++)
        for (guint column = first % self->n_columns; column <= last % self->n_columns; column++)
          for (guint32 i = self->starts[row * self->n_columns + column];
               i < self->starts[row * self->n_columns + column + 1]; i++)
            {
              const KlasterMapNode *node = &self->level->nodes[self->nodes[i]];
              double depth = node->radius + CLEARANCE - hypot (node->px - at.x, node->py - at.y);

              if (depth > 0 && node != a && node != b)
                cost += depth;
            }
    }
  return cost;
}

/**
 * klaster_map_level_route_edges:
 * @self: a level whose edges are made but not indexed yet
 *
 * Bends each link as little as keeps it off the symbols of others; links of one pair stay apart.
 */
void
klaster_map_level_route_edges (KlasterMapLevel *self)
{
  static const double bends[] = { 0, 10, -10, 20, -20, 32, -32, 48, -48, 68, -68, 92, -92 };
  Grid grid;

  if (self->n_edges > MAX_ROUTED || !grid_init (&grid, self))
    return;
  for (guint i = 0; i < self->n_edges; i++)
    {
      KlasterMapEdge *edge = &self->edges[i];
      double length = hypot (self->nodes[edge->b].px - self->nodes[edge->a].px,
                             self->nodes[edge->b].py - self->nodes[edge->a].py);
      double least = G_MAXDOUBLE, base = edge->bend, best = base;

      for (guint k = 0; k < G_N_ELEMENTS (bends) && least > 0; k++)
        {
          double bend = base + bends[k], cost;

          /* A short link that swings out far cannot be told from a long one. */
          if (fabs (bends[k]) > length * 0.3)
            break;
          cost = get_cost (&grid, edge, bend);
          if (cost + (cost > 0 ? fabs (bends[k]) / 20 : 0) < least)
            {
              least = cost + (cost > 0 ? fabs (bends[k]) / 20 : 0);
              best = bend;
            }
        }
      edge->bend = (float) best;
    }
  g_free (grid.starts);
  g_free (grid.nodes);
}
