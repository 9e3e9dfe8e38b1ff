/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-map-scene-private.h"
#include "klaster-shape.h"

/* Members closer than this at the nearest zoom are on one spot. */
#define ONE_SPOT_PIXELS 12.0
#define CURVE_PIECES 24

static gboolean
is_one_spot (const KlasterMapScene *scene,
             const KlasterMapLevel *level,
             const KlasterMapNode  *node)
{
  KlasterRect bounds = KLASTER_RECT_EMPTY;
  double nearest = klaster_zoom_get_world_size (KLASTER_MAX_ZOOM);

  for (guint i = node->first; i < node->first + node->n; i++)
    klaster_rect_add_point (&bounds, scene->members[level->members[i]].x, scene->members[level->members[i]].y);
  return hypot (bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) * nearest < ONE_SPOT_PIXELS;
}

static void
describe_node (const KlasterMapScene *scene,
               const KlasterMapLevel *level,
               const KlasterMapNode  *node,
               KlasterMapHit         *hit)
{
  *hit = (KlasterMapHit) {
    .type = node->n > 1 ? KLASTER_MAP_HIT_CLUSTER : KLASTER_MAP_HIT_MEMBER,
    .id = scene->members[level->members[node->first]].id,
    .n = node->n,
    .one_spot = node->n > 1 && is_one_spot (scene, level, node),
    .position = { node->px / level->world, node->py / level->world },
    .radius = node->radius,
  };
}

static gboolean
pick_node (KlasterMapScene *self,
           KlasterMapLevel *level,
           GArray          *items,
           double           x,
           double           y,
           double           radius,
           KlasterMapHit   *hit)
{
  const KlasterMapNode *nearest = NULL;
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapNode *node = &level->nodes[g_array_index (items, guint32, i)];
      double distance = MAX (hypot (node->px - x, node->py - y) - node->radius, 0);

      /* Within several discs the one whose middle is nearest, or the smallest, which lies over the others, where size tells
       * a number; on a tie the one drawn last. */
      if (distance > radius)
        continue;
      distance += (node->rank > 0 ? node->radius : hypot (node->px - x, node->py - y)) / 1e4;
      if (distance <= least)
        {
          least = distance;
          nearest = node;
        }
    }
  if (nearest == NULL)
    return FALSE;
  describe_node (self, level, nearest, hit);
  hit->distance = MAX (hypot (nearest->px - x, nearest->py - y) - nearest->radius, 0);
  return TRUE;
}

static gboolean
pick_edge (KlasterMapScene *self,
           KlasterMapLevel *level,
           GArray          *items,
           double           x,
           double           y,
           double           radius,
           KlasterMapHit   *hit)
{
  const KlasterMapEdge *nearest = NULL;
  KlasterPoint where = { 0, 0 };
  double least = radius;

  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapEdge *edge = &level->edges[g_array_index (items, guint32, i)];
      const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
      KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
      KlasterPoint last = { a->px, a->py };
      double chord = klaster_shape_distance_to_segment (x, y, last, (KlasterPoint) { b->px, b->py }, NULL);

      if (chord > least + fabs (edge->bend) + edge->width)
        continue;
      for (guint k = 1; k <= CURVE_PIECES; k++)
        {
          KlasterPoint at = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, (double) k / CURVE_PIECES);
          double t;
          double distance = MAX (klaster_shape_distance_to_segment (x, y, last, at, &t) - edge->width / 2, 0);

          /* Thin lines lie over wide ones: on a tie the later one. */
          if (distance <= least)
            {
              least = distance;
              nearest = edge;
              where = (KlasterPoint) { last.x + t * (at.x - last.x), last.y + t * (at.y - last.y) };
            }
          last = at;
        }
    }
  if (nearest == NULL)
    return FALSE;
  *hit = (KlasterMapHit) {
    .type = nearest->n > 1 ? KLASTER_MAP_HIT_BUNDLE : KLASTER_MAP_HIT_LINK,
    .id = self->links[level->links[nearest->first]].id,
    .n = nearest->n,
    .position = { where.x / level->world, where.y / level->world },
    .distance = least,
  };
  return TRUE;
}

/**
 * klaster_map_scene_pick:
 * @self: a scene
 * @zoom: zoom
 * @x: pixel of the world at @zoom
 * @y: pixel of the world at @zoom
 * @radius: how far from a symbol or line still counts, logical pixels
 * @hit: (out): what was found
 *
 * Returns: whether anything lies there
 */
gboolean
klaster_map_scene_pick (KlasterMapScene *self,
                        double           zoom,
                        double           x,
                        double           y,
                        double           radius,
                        KlasterMapHit   *hit)
{
  KlasterMapLevel *level = klaster_map_scene_get_level (self, zoom);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint32));
  KlasterRect around = { x - radius, y - radius, x + radius, y + radius };
  gboolean found;

  *hit = (KlasterMapHit) { .type = KLASTER_MAP_HIT_NOTHING };
  klaster_tile_index_query (level->node_index, &around, items);
  found = pick_node (self, level, items, x, y, radius, hit);
  if (!found)
    {
      klaster_tile_index_query (level->edge_index, &around, items);
      found = pick_edge (self, level, items, x, y, radius, hit);
    }
  klaster_map_level_unref (level);
  return found;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/**
 * klaster_map_scene_list_bundle:
 * @self: a scene
 * @zoom: zoom
 * @cooperation_id: a cooperation
 *
 * Returns: (transfer full) (element-type gint64): the links that are drawn in one line with it, ascending
 */
GArray *
klaster_map_scene_list_bundle (KlasterMapScene *self,
                               double           zoom,
                               gint64           cooperation_id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint32 link = klaster_map_scene_find_link (self, cooperation_id);
  KlasterMapLevel *level;

  if (link == KLASTER_NO_INDEX)
    return ids;

  level = klaster_map_scene_get_level (self, zoom);
  if (level->edge_of[link] != KLASTER_NO_INDEX)
    {
      const KlasterMapEdge *edge = &level->edges[level->edge_of[link]];

      for (guint i = 0; i < edge->n; i++)
        g_array_append_val (ids, self->links[level->links[edge->first + i]].id);
    }
  klaster_map_level_unref (level);
  g_array_sort (ids, compare_ids);
  return ids;
}

/**
 * klaster_map_scene_query_rect:
 * @self: a scene
 * @bounds: world coordinates
 *
 * Returns: (transfer full) (element-type gint64): members in it, ascending
 */
GArray *
klaster_map_scene_query_rect (KlasterMapScene   *self,
                              const KlasterRect *bounds)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->n_members; i++)
    if (klaster_rect_contains (bounds, self->members[i].x, self->members[i].y))
      g_array_append_val (ids, self->members[i].id);
  return ids;
}

/**
 * klaster_map_scene_query_polygon:
 * @self: a scene
 * @points: (array length=n_points): a ring in world coordinates
 * @n_points: their number
 *
 * Returns: (transfer full) (element-type gint64): members in it by the even-odd rule, ascending
 */
GArray *
klaster_map_scene_query_polygon (KlasterMapScene    *self,
                                 const KlasterPoint *points,
                                 guint               n_points)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  KlasterRect bounds = KLASTER_RECT_EMPTY;

  for (guint i = 0; i < n_points; i++)
    klaster_rect_add_point (&bounds, points[i].x, points[i].y);
  for (guint i = 0; i < self->n_members && n_points > 2; i++)
    if (klaster_rect_contains (&bounds, self->members[i].x, self->members[i].y)
        && klaster_shape_contains (points, n_points, self->members[i].x, self->members[i].y))
      g_array_append_val (ids, self->members[i].id);
  return ids;
}

/**
 * klaster_map_scene_get_shown_position:
 * @self: a scene
 * @zoom: zoom
 * @id: an institution
 * @hit: (out): the symbol or cluster that shows it
 *
 * Returns: whether it is on the map
 */
gboolean
klaster_map_scene_get_shown_position (KlasterMapScene *self,
                                      double           zoom,
                                      gint64           id,
                                      KlasterMapHit   *hit)
{
  guint32 member = klaster_map_scene_find_member (self, id);
  KlasterMapLevel *level;

  if (member == KLASTER_NO_INDEX)
    return FALSE;
  level = klaster_map_scene_get_level (self, zoom);
  describe_node (self, level, &level->nodes[level->node_of[member]], hit);
  klaster_map_level_unref (level);
  return TRUE;
}

/**
 * klaster_map_scene_get_link_summary:
 * @self: a scene
 * @zoom: zoom
 * @n_bundled: (out): links drawn together with others
 * @n_hidden: (out): links not drawn at all
 */
void
klaster_map_scene_get_link_summary (KlasterMapScene *self,
                                    double           zoom,
                                    guint           *n_bundled,
                                    guint           *n_hidden)
{
  KlasterMapLevel *level = klaster_map_scene_get_level (self, zoom);

  *n_bundled = level->n_bundled;
  *n_hidden = level->n_hidden;
  klaster_map_level_unref (level);
}

/**
 * klaster_map_scene_find_neighbour:
 * @self: a scene
 * @zoom: zoom
 * @id: where to start
 * @dx: −1: west, 1: east, 0
 * @dy: −1: north, 1: south, 0
 *
 * Looks within 60° to either side of the direction; what lies off it counts as farther.
 *
 * Returns: the member, or the member that names the cluster; 0: none
 */
gint64
klaster_map_scene_find_neighbour (KlasterMapScene *self,
                                  double           zoom,
                                  gint64           id,
                                  int              dx,
                                  int              dy)
{
  guint32 member = klaster_map_scene_find_member (self, id);
  KlasterMapLevel *level;
  const KlasterMapNode *from;
  double least = G_MAXDOUBLE;
  gint64 found = 0;

  if (member == KLASTER_NO_INDEX || (dx == 0 && dy == 0))
    return 0;
  level = klaster_map_scene_get_level (self, zoom);
  from = &level->nodes[level->node_of[member]];
  for (guint i = 0; i < level->n_nodes; i++)
    {
      const KlasterMapNode *node = &level->nodes[i];
      double x = node->px - from->px, y = node->py - from->py;
      double along = (x * dx + y * dy) / hypot (dx, dy), across = fabs (x * dy - y * dx) / hypot (dx, dy);

      if (node != from && along > 0 && across < along * 1.73 && along + 2 * across < least)
        {
          least = along + 2 * across;
          found = self->members[level->members[node->first]].id;
        }
    }
  klaster_map_level_unref (level);
  return found;
}

/**
 * klaster_map_scene_list_cluster:
 * @self: a scene
 * @zoom: zoom
 * @id: a member of the cluster
 *
 * Returns: (transfer full) (element-type gint64): all its members in order of rank; empty when @id is not on the map
 */
GArray *
klaster_map_scene_list_cluster (KlasterMapScene *self,
                                double           zoom,
                                gint64           id)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint32 member = klaster_map_scene_find_member (self, id);
  KlasterMapLevel *level;
  const KlasterMapNode *node;

  if (member == KLASTER_NO_INDEX)
    return ids;
  level = klaster_map_scene_get_level (self, zoom);
  node = &level->nodes[level->node_of[member]];
  for (guint i = node->first; i < node->first + node->n; i++)
    g_array_append_val (ids, self->members[level->members[i]].id);
  klaster_map_level_unref (level);
  return ids;
}

/**
 * klaster_map_scene_fan_out:
 * @self: a scene
 * @zoom: zoom
 * @id: a member of the cluster
 *
 * Returns: (transfer full) (element-type KlasterFanItem): where each is shown: in a circle, from nine on in a spiral
 */
GArray *
klaster_map_scene_fan_out (KlasterMapScene *self,
                           double           zoom,
                           gint64           id)
{
  g_autoptr (GArray) ids = klaster_map_scene_list_cluster (self, zoom, id);
  GArray *items = g_array_new (FALSE, FALSE, sizeof (KlasterFanItem));
  double gap = 30 * self->style.text_scale;
  double radius = MAX (gap * ids->len / (2 * G_PI), 1.2 * gap), angle = -G_PI / 2;

  for (guint i = 0; i < ids->len; i++)
    {
      KlasterFanItem item = { .id = g_array_index (ids, gint64, i) };

      if (ids->len <= 8)
        angle = -G_PI / 2 + 2 * G_PI * i / ids->len;
      else
        {
          /* Archimedes' spiral with equal steps along it */
          radius = i == 0 ? 1.4 * gap : radius + gap * gap / (2 * G_PI * radius);
          angle += gap / radius;
        }
      item.dx = radius * cos (angle);
      item.dy = radius * sin (angle);
      g_array_append_val (items, item);
    }
  return items;
}
