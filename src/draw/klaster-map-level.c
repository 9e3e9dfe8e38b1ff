/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-map-scene-private.h"

/* How far symbols may overlap before they join: a little is legible and keeps small clusters apart. */
#define OVERLAP 0.85
/* Of symbols whose size tells a number */
#define JOINING_RADIUS 7.0

/* Radius of a cluster's disc in logical pixels */
static double
get_cluster_radius (guint               n,
                    const KlasterStyle *style)
{
  return MIN (10.5 + 2.0 * log2 (n), 25.0) * style->text_scale;
}

/* A hash table of cells for points that are found by distance. */
typedef struct
{
  double cell;
  guint32 mask;
  guint32 *heads;
  guint32 *next;
} Cells;

static guint32
hash_cell (const Cells *self,
           gint64       column,
           gint64       row)
{
  guint64 key = (guint64) column * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
                ^ (guint64) row * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  return (guint32) (key >> 32) & self->mask;
}

static void
cells_init (Cells *self,
            double cell,
            guint  n)
{
  guint32 size = 16;

  while (size < n)
    size *= 2;
  self->cell = cell;
  self->mask = size - 1;
  self->heads = g_new (guint32, size);
  memset (self->heads, 0xff, size * sizeof *self->heads);
  self->next = g_new (guint32, MAX (n, 1));
}

static void
cells_clear (Cells *self)
{
  g_free (self->heads);
  g_free (self->next);
}

static void
cells_add (Cells  *self,
           guint32 item,
           double  x,
           double  y)
{
  guint32 bucket = hash_cell (self, (gint64) floor (x / self->cell), (gint64) floor (y / self->cell));

  self->next[item] = self->heads[bucket];
  self->heads[bucket] = item;
}

typedef struct
{
  guint32 seed;   /* member */
  guint32 n;
  double x, y;    /* pixels */
  double radius;
  guint32 into;   /* group that has taken this one in, or itself */
} Group;

static double
get_group_radius (KlasterMapScene *scene,
                  const Group     *group,
                  double           zoom)
{
  const KlasterMapMember *member = &scene->members[group->seed];
  double symbol = klaster_map_scene_get_symbol_size (scene, member, zoom) / 2;

  /* A symbol that is large because of a number takes nobody in: what it overlaps lies over it. */
  if (member->size > 0)
    symbol = MIN (symbol, JOINING_RADIUS * scene->style.text_scale);

  if (group->n < 2)
    return symbol;
  /* The integrator stays itself, with the number beside it. */
  return member->role == KLASTER_ROLE_INTEGRATOR ? symbol + 3 : get_cluster_radius (group->n, &scene->style);
}

static guint32
resolve (Group  *groups,
         guint32 group)
{
  while (groups[group].into != group)
    group = groups[group].into;
  return group;
}

/* One pass in order of rank: a group takes in those after it that it overlaps. Returns whether any was taken in. */
static gboolean
merge_groups (KlasterMapScene *scene,
              Group           *groups,
              guint            n_groups,
              double           zoom,
              double           spread)
{
  double widest = 0;
  gboolean merged = FALSE;
  Cells cells;

  for (guint i = 0; i < n_groups; i++)
    if (groups[i].into == i)
      {
        groups[i].radius = get_group_radius (scene, &groups[i], zoom) * spread;
        widest = MAX (widest, groups[i].radius);
      }
  cells_init (&cells, MAX (2 * widest * OVERLAP, 1), n_groups);
  for (guint i = n_groups; i-- > 0;)
    if (groups[i].into == i)
      cells_add (&cells, i, groups[i].x, groups[i].y);
  for (guint i = 0; i < n_groups; i++)
    {
      Group *group = &groups[i];
      gint64 column = (gint64) floor (group->x / cells.cell), row = (gint64) floor (group->y / cells.cell);

      if (group->into != i)
        continue;
      for (gint64 dy = -1; dy <= 1; dy++)
        for (gint64 dx = -1; dx <= 1; dx++)
          for (guint32 j = cells.heads[hash_cell (&cells, column + dx,
                                                  row + dy)]; j != KLASTER_NO_INDEX; j = cells.next[j])
            {
              Group *other = &groups[j];
              double reach = (group->radius + other->radius) * OVERLAP;
              double x = other->x - group->x, y = other->y - group->y;

              if (j <= i || other->into != j || x * x + y * y >= reach * reach)
                continue;
              other->into = i;
              group->n += other->n;
              merged = TRUE;
            }
    }
  cells_clear (&cells);
  return merged;
}

/**
 * klaster_map_cluster:
 * @scene: a scene
 * @zoom: zoom
 * @spread: factor on the symbols' size; 1 for what is drawn, more for coarser groups
 * @group_of: (out caller-allocates): for each member the member of highest rank in its group
 *
 * Joins members whose symbols would overlap, in order of rank, then clusters whose discs would. Depends on nothing but
 * the members, their order and @zoom: the same while panning and on every machine. Members next to each other look only
 * at cells around them, so an edit changes clusters in its neighbourhood. O(members) as a rule.
 */
void
klaster_map_cluster (KlasterMapScene *scene,
                     double           zoom,
                     double           spread,
                     guint32         *group_of)
{
  double world = klaster_zoom_get_world_size (zoom);
  g_autofree Group *groups = g_new (Group, scene->n_members + 1);

  for (guint i = 0; i < scene->n_members; i++)
    {
      const KlasterMapMember *member = &scene->members[scene->ranked[i]];

      groups[i] = (Group) {
        .seed = scene->ranked[i],
        .n = 1,
        .x = member->x * world,
        .y = member->y * world,
        .into = i,
      };
    }
  /* Discs grow as they take others in; it settles after a few passes. */
  if (scene->flags & KLASTER_MAP_CLUSTERS)
    for (guint pass = 0; pass < 12 && merge_groups (scene, groups, scene->n_members, zoom, spread); pass++)
      ;
  for (guint i = 0; i < scene->n_members; i++)
    group_of[groups[i].seed] = groups[resolve (groups, i)].seed;
}

static void
fill_shares (KlasterMapLevel *self,
             KlasterMapScene *scene,
             KlasterMapNode  *node,
             guint32         *n_shares)
{
  guint32 *shares = self->shares + (gsize) *n_shares * KLASTER_N_CLASSES;

  node->shares = (*n_shares)++;
  memset (shares, 0, KLASTER_N_CLASSES * sizeof *shares);
  for (guint i = node->first; i < node->first + node->n; i++)
    shares[scene->members[self->members[i]].class]++;
}

static int
compare_nodes (gconstpointer a,
               gconstpointer b)
{
  const KlasterMapNode *first = a, *second = b;
  int difference = (first->rank < second->rank) - (first->rank > second->rank);

  /* Where size tells a number, small symbols lie over large ones, or they could not be seen. What lies to the south is drawn
   * over what lies to the north. The order of members' ids breaks ties. */
  if (difference == 0)
    difference = (first->py > second->py) - (first->py < second->py);
  if (difference == 0)
    difference = (first->px > second->px) - (first->px < second->px);
  return difference != 0 ? difference : (first->first > second->first) - (first->first < second->first);
}

static void
make_nodes (KlasterMapLevel *self,
            KlasterMapScene *scene)
{
  g_autofree guint32 *group_of = g_new (guint32, scene->n_members + 1);
  g_autofree guint32 *node_at = g_new (guint32, scene->n_members + 1);
  g_autofree guint32 *fill = NULL;
  guint32 first = 0, n_shares = 0, n_clusters = 0;

  klaster_map_cluster (scene, self->zoom, 1, group_of);
  self->members = g_new (guint32, scene->n_members + 1);
  self->node_of = g_new (guint32, scene->n_members + 1);
  self->nodes = g_new0 (KlasterMapNode, scene->n_members + 1);
  /* One node for each seed, in order of rank; `first` holds the seed until all are counted. */
  for (guint i = 0; i < scene->n_members; i++)
    if (group_of[scene->ranked[i]] == scene->ranked[i])
      {
        node_at[scene->ranked[i]] = self->n_nodes;
        self->nodes[self->n_nodes++].first = scene->ranked[i];
      }
  for (guint i = 0; i < scene->n_members; i++)
    self->nodes[node_at[group_of[i]]].n++;
  for (guint i = 0; i < self->n_nodes; i++)
    {
      KlasterMapNode *node = &self->nodes[i];
      const KlasterMapMember *seed = &scene->members[node->first];

      node->px = round (seed->x * self->world);
      node->py = round (seed->y * self->world);
      node->first = first;
      first += node->n;
      n_clusters += node->n > 1;
    }
  fill = g_new0 (guint32, self->n_nodes + 1);
  for (guint i = 0; i < scene->n_members; i++)
    {
      guint32 node = node_at[group_of[scene->ranked[i]]];

      self->members[self->nodes[node].first + fill[node]++] = scene->ranked[i];
    }
  self->shares = g_new (guint32, (gsize) n_clusters * KLASTER_N_CLASSES + 1);
  for (guint i = 0; i < self->n_nodes; i++)
    {
      KlasterMapNode *node = &self->nodes[i];
      const KlasterMapMember *seed = &scene->members[self->members[node->first]];
      double size = klaster_map_scene_get_symbol_size (scene, seed, self->zoom);

      node->shares = KLASTER_NO_INDEX;
      node->attention = -1;
      for (guint j = node->first; j < node->first + node->n; j++)
        node->attention = MAX (node->attention, scene->members[self->members[j]].attention);
      if (node->n > 1)
        fill_shares (self, scene, node, &n_shares);
      node->radius = node->n > 1 && seed->role != KLASTER_ROLE_INTEGRATOR
                       ? get_cluster_radius (node->n, &scene->style)
                       : size / 2;
      node->rank = node->n == 1 ? seed->size : 0;
      node->extent = node->n > 1 ? node->radius
                                     + (seed->role == KLASTER_ROLE_INTEGRATOR ? 52 : 16) * scene->style.text_scale
                                 : klaster_symbol_get_extent (seed->role, size, KLASTER_SYMBOL_PLAIN);
    }
  qsort (self->nodes, self->n_nodes, sizeof *self->nodes, compare_nodes);
  for (guint i = 0; i < self->n_nodes; i++)
    for (guint j = self->nodes[i].first; j < self->nodes[i].first + self->nodes[i].n; j++)
      self->node_of[self->members[j]] = i;
}

static void
index_nodes (KlasterMapLevel *self)
{
  KlasterTileIndexBuilder *builder = klaster_tile_index_builder_new (KLASTER_TILE_SIZE, 2 * self->n_nodes);

  for (guint i = 0; i < self->n_nodes; i++)
    {
      const KlasterMapNode *node = &self->nodes[i];
      KlasterRect rect = { node->px - node->extent, node->py - node->extent, node->px + node->extent,
                           node->py + node->extent };

      klaster_tile_index_builder_add (builder, i, &rect, 2 * node->extent);
    }
  self->node_index = klaster_tile_index_builder_end (builder);
}

/**
 * klaster_map_level_new:
 * @scene: a scene
 * @zoom: zoom
 *
 * Returns: (transfer full): clusters, lines and labels for @zoom
 */
KlasterMapLevel *
klaster_map_level_new (KlasterMapScene *scene,
                       double           zoom)
{
  KlasterMapLevel *self = g_new0 (KlasterMapLevel, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->zoom = zoom;
  self->world = klaster_zoom_get_world_size (zoom);
  make_nodes (self, scene);
  index_nodes (self);
  klaster_map_level_make_edges (self, scene);
  klaster_map_level_place_labels (self, scene);
  return self;
}

KlasterMapLevel *
klaster_map_level_ref (KlasterMapLevel *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
klaster_map_level_unref (KlasterMapLevel *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_labels; i++)
    klaster_label_text_clear (&self->labels[i].text);
  g_free (self->labels);
  g_free (self->members);
  g_free (self->node_of);
  g_free (self->nodes);
  g_free (self->shares);
  g_free (self->links);
  g_free (self->edge_of);
  g_free (self->edges);
  klaster_tile_index_free (self->node_index);
  klaster_tile_index_free (self->edge_index);
  klaster_tile_index_free (self->label_index);
  g_free (self);
}
