/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-map-scene-private.h"

/* Everything that is drawn is one of three kinds of thing, and draws the same pixels as long as what it is made of is
 * the same. So two levels are compared as two bags of things: what is in only one of them covers the pixels that may
 * differ. The order of drawing follows from the things themselves, so it needs no comparing. */

#define MAX_RECTS 48
#define MAX_PIECES 12

typedef struct
{
  guint64 hash;
  guint8 kind;    /* 0 node, 1 edge, 2 label */
  guint8 side;    /* 0 before, 1 after */
  guint32 index;
} Thing;

static guint64
mix (guint64 hash,
     guint64 value)
{
  hash ^= value + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash << 6) + (hash >> 2);
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return hash ^ hash >> 32;
}

static guint64
mix_double (guint64 hash,
            double  value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return mix (hash, bits);
}

static guint64
hash_node (const KlasterMapScene *scene,
           const KlasterMapLevel *level,
           const KlasterMapNode  *node)
{
  const KlasterMapMember *seed = &scene->members[level->members[node->first]];
  guint64 hash = mix (mix_double (mix_double (mix_double (1, node->px), node->py), node->radius), node->n);

  hash = mix_double (mix_double (hash, node->pill_x), node->pill_y);
  hash = mix (hash, (guint64) seed->kind << 32 | (guint64) seed->role << 24 | (guint64) seed->laboratory << 16
                      | (guint64) seed->unknown_size << 8 | (guint64) (node->attention + 1));
  hash = mix (hash, GPOINTER_TO_SIZE (klaster_coding_get_color (scene->coding, seed->class)));
  for (guint i = 0; node->shares != KLASTER_NO_INDEX && i < KLASTER_N_CLASSES; i++)
    if (level->shares[(gsize) node->shares * KLASTER_N_CLASSES + i] > 0)
      hash = mix (mix (hash, GPOINTER_TO_SIZE (klaster_coding_get_color (scene->coding, i))),
                  level->shares[(gsize) node->shares * KLASTER_N_CLASSES + i]);
  return hash;
}

static guint64
hash_edge (const KlasterMapLevel *level,
           const KlasterMapEdge  *edge)
{
  const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
  guint64 hash = mix_double (mix_double (mix_double (mix_double (2, a->px), a->py), b->px), b->py);

  /* Marks and arrow heads keep clear of the symbols, whose size counts therefore. */
  hash = mix_double (mix_double (hash, a->radius), b->radius);
  hash = mix_double (mix_double (mix (hash, edge->n), edge->bend), edge->width);
  return mix (hash, (guint64) edge->orientation << 32 | (guint64) edge->status << 16 | (guint64) edge->directed << 8
                      | (guint64) edge->attention << 4 | (guint64) level->marks);
}

static guint64
hash_label (const KlasterMapLabel *label)
{
  guint64 hash = mix_double (mix_double (mix_double (3, label->x), label->y), label->align);

  hash = mix (hash, (guint64) label->font << 8 | (guint64) label->leader << 1 | (guint64) label->dot);
  hash = mix_double (mix_double (hash, label->leader_to.x), label->leader_to.y);
  hash = mix_double (mix_double (mix_double (hash, label->dot_x), label->dot_y), label->angle);
  hash = mix (hash, GPOINTER_TO_SIZE (label->color));
  for (guint i = 0; i < label->text.n_lines; i++)
    for (const char *p = label->text.lines[i]; *p != '\0'; p++)
      hash = mix (hash, (guint8) *p);
  return hash;
}

static void
collect (GArray                *things,
         const KlasterMapScene *scene,
         const KlasterMapLevel *level,
         guint8                 side)
{
  for (guint i = 0; i < level->n_nodes; i++)
    {
      Thing thing = { hash_node (scene, level, &level->nodes[i]), 0, side, i };

      g_array_append_val (things, thing);
    }
  for (guint i = 0; i < level->n_edges; i++)
    {
      Thing thing = { hash_edge (level, &level->edges[i]), 1, side, i };

      g_array_append_val (things, thing);
    }
  for (guint i = 0; i < level->n_labels; i++)
    {
      Thing thing = { hash_label (&level->labels[i]), 2, side, i };

      g_array_append_val (things, thing);
    }
}

static int
compare_things (gconstpointer a,
                gconstpointer b)
{
  const Thing *first = a, *second = b;

  if (first->hash != second->hash)
    return first->hash > second->hash ? 1 : -1;
  return (int) first->side - (int) second->side;
}

static void
add_rect (GArray      *rects,
          double       x0,
          double       y0,
          double       x1,
          double       y1)
{
  KlasterRect rect = { x0, y0, x1, y1 };

  g_array_append_val (rects, rect);
}

static void
add_bounds (GArray                *rects,
            const KlasterMapLevel *level,
            const Thing           *thing)
{
  if (thing->kind == 0)
    {
      const KlasterMapNode *node = &level->nodes[thing->index];

      add_rect (rects, node->px - node->extent, node->py - node->extent, node->px + node->extent,
                node->py + node->extent);
    }
  else if (thing->kind == 1)
    {
      const KlasterMapEdge *edge = &level->edges[thing->index];
      const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
      KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
      KlasterPoint last = { a->px, a->py };
      guint n_pieces = (guint) CLAMP (hypot (b->px - a->px, b->py - a->py) / 200, 1, MAX_PIECES);
      double margin = edge->width + 9 + fabs (edge->bend) / (n_pieces * n_pieces);

      for (guint k = 1; k <= n_pieces; k++)
        {
          KlasterPoint at = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, (double) k / n_pieces);

          add_rect (rects, MIN (last.x, at.x) - margin, MIN (last.y, at.y) - margin, MAX (last.x, at.x) + margin,
                    MAX (last.y, at.y) + margin);
          last = at;
        }
    }
  else
    {
      const KlasterMapLabel *label = &level->labels[thing->index];

      add_rect (rects, label->rect.x0 - 4, label->rect.y0 - 4, label->rect.x1 + 4, label->rect.y1 + 4);
    }
}

static int
compare_rects (gconstpointer a,
               gconstpointer b)
{
  const KlasterRect *first = a, *second = b;

  return (first->x0 > second->x0) - (first->x0 < second->x0);
}

/* Joins rectangles until few are left, those first whose union adds least to cover. */
static void
join_rects (GArray *rects)
{
  /* Very many: in strips of neighbours first, so that the pairwise part stays small. */
  if (rects->len > 8 * MAX_RECTS)
    {
      guint chunk = rects->len / (4 * MAX_RECTS) + 1, n = 0;

      g_array_sort (rects, compare_rects);
      for (guint i = 0; i < rects->len; i += chunk)
        {
          KlasterRect all = g_array_index (rects, KlasterRect, i);

          for (guint j = i + 1; j < MIN (i + chunk, rects->len); j++)
            klaster_rect_add_rect (&all, &g_array_index (rects, KlasterRect, j));
          g_array_index (rects, KlasterRect, n++) = all;
        }
      g_array_set_size (rects, n);
    }
  while (rects->len > MAX_RECTS)
    {
      guint best = 0, with = 1;
      double least = G_MAXDOUBLE;

      for (guint i = 0; i < rects->len; i++)
        for (guint j = i + 1; j < rects->len; j++)
          {
            const KlasterRect *a = &g_array_index (rects, KlasterRect, i), *b = &g_array_index (rects, KlasterRect, j);
            KlasterRect both = *a;
            double cost;

            klaster_rect_add_rect (&both, b);
            cost = (both.x1 - both.x0) * (both.y1 - both.y0) - (a->x1 - a->x0) * (a->y1 - a->y0)
                   - (b->x1 - b->x0) * (b->y1 - b->y0);
            if (cost < least)
              {
                least = cost;
                best = i;
                with = j;
              }
          }
      klaster_rect_add_rect (&g_array_index (rects, KlasterRect, best), &g_array_index (rects, KlasterRect, with));
      g_array_remove_index_fast (rects, with);
    }
}

/**
 * klaster_map_scene_diff:
 * @before: a scene
 * @after: a scene in the same style
 * @zoom: zoom
 *
 * O(n log n) in what is drawn at @zoom. Any thread.
 *
 * Returns: (transfer full) (element-type KlasterRect): world coordinates; every pixel outside of them is the same
 */
GArray *
klaster_map_scene_diff (KlasterMapScene *before,
                        KlasterMapScene *after,
                        double           zoom)
{
  GArray *rects = g_array_new (FALSE, FALSE, sizeof (KlasterRect));
  g_autoptr (GArray) things = g_array_new (FALSE, FALSE, sizeof (Thing));
  KlasterMapLevel *levels[2];

  if (before == after)
    return rects;
  if (before->overlay != after->overlay || !klaster_graph_plan_same_ground (before->plan, after->plan))
    {
      add_rect (rects, 0, 0, 1, 1);
      return rects;
    }
  levels[0] = klaster_map_scene_get_level (before, zoom);
  levels[1] = klaster_map_scene_get_level (after, zoom);
  collect (things, before, levels[0], 0);
  collect (things, after, levels[1], 1);
  g_array_sort (things, compare_things);
  for (guint i = 0, end; i < things->len; i = end)
    {
      const Thing *first = &g_array_index (things, Thing, i);
      guint counts[2] = { 0, 0 };

      for (end = i; end < things->len && g_array_index (things, Thing, end).hash == first->hash; end++)
        counts[g_array_index (things, Thing, end).side]++;
      if (counts[0] == counts[1])
        continue;
      for (guint j = i; j < end; j++)
        add_bounds (rects, levels[g_array_index (things, Thing, j).side], &g_array_index (things, Thing, j));
    }
  join_rects (rects);
  for (guint i = 0; i < rects->len; i++)
    {
      KlasterRect *rect = &g_array_index (rects, KlasterRect, i);

      rect->x0 /= levels[0]->world;
      rect->y0 /= levels[0]->world;
      rect->x1 /= levels[0]->world;
      rect->y1 /= levels[0]->world;
    }
  klaster_map_level_unref (levels[0]);
  klaster_map_level_unref (levels[1]);
  return rects;
}
