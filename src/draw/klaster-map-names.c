/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-map-scene-private.h"

/* In a crowded graph names are left out; who is selected or pointed at is named in any case, over what else is there. Of the
 * places around each symbol, and of the whole and the short name, the first is taken that hides least. */

#define GAP 4.0
#define MARGIN 3.0

/* What it costs to lie on one of those, most of all on somebody else who is meant to be seen */
#define COST_LABEL 1
#define COST_SYMBOL 2
#define COST_NAMED 20

/* Seen from the symbol, in order of preference */
static const struct
{
  int x, y;
  double align;
} places[] = { { 0, 1, 0.5 }, { 0, -1, 0.5 }, { 1, 0, 0 }, { -1, 0, 1 } };

typedef struct
{
  const KlasterMapLevel *level;
  const KlasterMapScene *scene;
  const GArray *nodes;  /* guint32: who is named */
  GArray *labels;       /* KlasterMapLabel: their names so far */
  GArray *items;
} Namer;

static gboolean
is_meant (const Namer *self,
          guint32      node)
{
  for (guint i = 0; i < self->nodes->len; i++)
    if (g_array_index (self->nodes, guint32, i) == node)
      return TRUE;

  return FALSE;
}

/* Without the line that leads to it */
static KlasterRect
get_box (const Namer           *self,
         const KlasterMapLabel *label)
{
  double width = ceil (label->text.width), left = label->x - width * label->align;
  double top = label->y - klaster_label_get_ascent (label->font, self->scene->style.text_scale, NULL);

  if (label->turned)
    return label->rect;
  return (KlasterRect) { left, top, left + width, top + label->text.n_lines * label->line_height };
}

static guint
get_cost (Namer             *self,
          guint32            node,
          const KlasterRect *rect)
{
  guint cost = 0;

  klaster_tile_index_query (self->level->node_index, rect, self->items);
  for (guint i = 0; i < self->items->len; i++)
    {
      guint32 other = g_array_index (self->items, guint32, i);
      const KlasterMapNode *symbol = &self->level->nodes[other];
      KlasterRect box = { symbol->px - symbol->radius, symbol->py - symbol->radius, symbol->px + symbol->radius,
                          symbol->py + symbol->radius };

      if (other != node && klaster_rect_intersects (rect, &box))
        cost += is_meant (self, other) ? COST_NAMED : COST_SYMBOL;
    }
  klaster_tile_index_query (self->level->label_index, rect, self->items);
  for (guint i = 0; i < self->items->len; i++)
    {
      const KlasterMapLabel *label = &self->level->labels[g_array_index (self->items, guint32, i)];
      KlasterRect box = get_box (self, label);

      if (klaster_rect_intersects (rect, &box))
        cost += label->node != KLASTER_NO_INDEX && is_meant (self, label->node) ? COST_NAMED : COST_LABEL;
    }
  for (guint i = 0; i < self->labels->len; i++)
    if (klaster_rect_intersects (rect, &g_array_index (self->labels, KlasterMapLabel, i).rect))
      cost += COST_NAMED;

  return cost;
}

/* Puts @text where it costs less than *@least, if there is such a place; @best is what was best so far. */
static void
try_text (Namer           *self,
          guint32          node,
          const char      *name,
          guint           *least,
          KlasterMapLabel *best)
{
  const KlasterMapNode *symbol = &self->level->nodes[node];
  double scale = self->scene->style.text_scale, line_height;
  double ascent = klaster_label_get_ascent (KLASTER_FONT_MEMBER_STRONG, scale, &line_height);
  double gap = symbol->radius + GAP * scale;
  KlasterLabelText text;
  double height, width;

  klaster_label_wrap (KLASTER_FONT_MEMBER_STRONG, scale, name, 1.6 * KLASTER_LAYOUT_LABEL_WIDTH * scale, &text);
  height = text.n_lines * line_height;
  width = ceil (text.width);
  for (guint i = 0; i < G_N_ELEMENTS (places) && *least > 0; i++)
    {
      double x = round (symbol->px + places[i].x * gap), left = x - width * places[i].align;
      double top = round (symbol->py + places[i].y * gap - (places[i].y > 0 ? 0 : places[i].y < 0 ? height : height / 2));
      KlasterRect rect = { left - MARGIN, top, left + width + MARGIN, top + height };
      guint cost = get_cost (self, node, &rect);

      if (cost >= *least)
        continue;
      *least = cost;
      klaster_label_text_clear (&best->text);
      *best = (KlasterMapLabel) {
        .font = KLASTER_FONT_MEMBER_STRONG,
        .color = &self->scene->palette->text,
        .halo = &self->scene->palette->halo,
        .x = x,
        .y = top + ascent,
        .align = places[i].align,
        .line_height = line_height,
        .rect = rect,
        .node = node,
      };
      klaster_label_wrap (KLASTER_FONT_MEMBER_STRONG, scale, name, 1.6 * KLASTER_LAYOUT_LABEL_WIDTH * scale, &best->text);
    }
  klaster_label_text_clear (&text);
}

static void
add_name (Namer   *self,
          guint32  node)
{
  const KlasterMapMember *member = &self->scene->members[self->level->members[self->level->nodes[node].first]];
  const char *name = klaster_row_get_name (member->row, KLASTER_INSTITUTION_NAME_UZ, self->scene->style.language);
  const char *short_name = klaster_row_get_text (member->row, KLASTER_INSTITUTION_SHORT_NAME);
  KlasterMapLabel best = { 0 };
  guint least = G_MAXUINT;

  /* Where the name lies already it stays as it is. */
  for (guint i = 0; i < self->level->n_labels; i++)
    if (self->level->labels[i].node == node)
      return;
  if (*name != '\0')
    try_text (self, node, name, &least, &best);
  if (short_name != NULL && *short_name != '\0')
    try_text (self, node, short_name, &least, &best);
  if (best.text.n_lines > 0)
    g_array_append_val (self->labels, best);
}

static void
clear_label (gpointer data)
{
  klaster_label_text_clear (&((KlasterMapLabel *) data)->text);
}

/**
 * klaster_map_level_list_names:
 * @self: a level of a graph
 * @scene: its scene
 * @nodes: (element-type guint32): a few nodes of one member each
 *
 * Where their names go that the level itself has not placed. The same wherever one looks, so that they do not wander while
 * the graph is moved.
 *
 * Returns: (transfer full) (element-type KlasterMapLabel): their names; @rect is the ground they cover
 */
GArray *
klaster_map_level_list_names (const KlasterMapLevel *self,
                              const KlasterMapScene *scene,
                              const GArray          *nodes)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint32));
  Namer namer = { self, scene, nodes, g_array_new (FALSE, TRUE, sizeof (KlasterMapLabel)), items };

  g_array_set_clear_func (namer.labels, clear_label);
  for (guint i = 0; i < nodes->len; i++)
    add_name (&namer, g_array_index (nodes, guint32, i));

  return namer.labels;
}
