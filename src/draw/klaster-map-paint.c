/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-derive.h"
#include "klaster-map-scene-private.h"
#include "klaster-shape.h"

/* What a line may reach beyond its curve: half the widest line, an arrow head or mark, its casing */
#define LINE_MARGIN 9.0
/* Long lines are handed to Cairo in pieces of this length, pixels */
#define PIECE 2048.0
/* With more members selected names would hide more than they tell. */
#define MAX_NAMED 8

/* Fanned out there is no more room than this for a symbol. */
#define FAN_SIZE 26
/* What rings of selection and focus reach beyond a symbol */
#define HIGHLIGHT_MARGIN 16

/* Diameter of the symbol that a badge on a line would belong to */
#define BADGE_SIZE 15

/* How much a line stands out: as one of those around it, under the pointer or of a member that is selected, selected */
typedef enum
{
  EMPHASIS_NONE,
  EMPHASIS_HOVER,
  EMPHASIS_SELECTED,
} Emphasis;

static const struct
{
  double width; /* more than the line has */
  double halo;  /* of the casing, more than that */
} emphasised[] = {
  [EMPHASIS_NONE] = { 0, 0 },
  [EMPHASIS_HOVER] = { 1.0, 3.5 },
  [EMPHASIS_SELECTED] = { 2.5, 5.0 },
};

typedef struct
{
  KlasterMapScene *scene;
  KlasterMapLevel *level;
  cairo_t *cr;
  double x0, y0;
  KlasterRect view; /* pixels of the level's zoom */
} Paint;

static gboolean
touches_edge (const KlasterMapLevel *level,
              const KlasterMapEdge  *edge,
              const KlasterRect     *view)
{
  const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
  double margin = LINE_MARGIN + fabs (edge->bend);
  KlasterRect wide = { view->x0 - margin, view->y0 - margin, view->x1 + margin, view->y1 + margin };

  return klaster_shape_segment_hits ((KlasterPoint) { a->px, a->py }, (KlasterPoint) { b->px, b->py }, &wide);
}

static void
add_curve (const Paint  *self,
           double        ax,
           double        ay,
           double        bx,
           double        by,
           double        bend)
{
  KlasterPoint c = klaster_map_curve_control (ax, ay, bx, by, bend);

  ax -= self->x0;
  bx -= self->x0;
  c.x -= self->x0;
  ay -= self->y0;
  by -= self->y0;
  c.y -= self->y0;
  cairo_move_to (self->cr, ax, ay);
  cairo_curve_to (self->cr, ax + 2 / 3.0 * (c.x - ax), ay + 2 / 3.0 * (c.y - ay), bx + 2 / 3.0 * (c.x - bx),
                  by + 2 / 3.0 * (c.y - by), bx, by);
}

/* A long line at a near zoom is millions of pixels; only what lies in view is handed to Cairo, with its dashes in
 * phase. */
static void
add_visible (const Paint          *self,
             const KlasterMapEdge *edge,
             double                length)
{
  const KlasterMapNode *a = &self->level->nodes[edge->a], *b = &self->level->nodes[edge->b];
  double t0 = 0, t1 = 1, margin = LINE_MARGIN + fabs (edge->bend) + 64;
  double starts[2] = { a->px, a->py }, steps[2] = { b->px - a->px, b->py - a->py };
  double lows[2] = { self->view.x0 - margin, self->view.y0 - margin };
  double highs[2] = { self->view.x1 + margin, self->view.y1 + margin };
  guint n_pieces, first, last;
  KlasterPoint control;

  if (length < 2 * PIECE)
    {
      add_curve (self, a->px, a->py, b->px, b->py, edge->bend);
      return;
    }
  for (guint i = 0; i < 2; i++)
    if (steps[i] != 0)
      {
        double low = (lows[i] - starts[i]) / steps[i], high = (highs[i] - starts[i]) / steps[i];

        t0 = MAX (t0, MIN (low, high));
        t1 = MIN (t1, MAX (low, high));
      }
  if (t0 >= t1)
    return;
  /* Always the same pieces, whatever the view, so that neighbouring tiles agree on them. */
  n_pieces = (guint) ceil (length / PIECE);
  first = (guint) floor (t0 * n_pieces);
  last = MIN ((guint) ceil (t1 * n_pieces), n_pieces);
  control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
  for (guint i = first; i < last; i++)
    {
      double from_t = (double) i / n_pieces, to_t = (double) (i + 1) / n_pieces;
      KlasterPoint from = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, from_t);
      KlasterPoint to = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, to_t);
      /* The part of a quadratic between two parameters is a quadratic again. */
      KlasterPoint bent = {
        (1 - from_t) * ((1 - to_t) * a->px + to_t * control.x) + from_t * ((1 - to_t) * control.x + to_t * b->px),
        (1 - from_t) * ((1 - to_t) * a->py + to_t * control.y) + from_t * ((1 - to_t) * control.y + to_t * b->py),
      };

      if (i == first)
        cairo_move_to (self->cr, from.x - self->x0, from.y - self->y0);
      cairo_curve_to (self->cr, from.x + 2 / 3.0 * (bent.x - from.x) - self->x0,
                      from.y + 2 / 3.0 * (bent.y - from.y) - self->y0, to.x + 2 / 3.0 * (bent.x - to.x) - self->x0,
                      to.y + 2 / 3.0 * (bent.y - to.y) - self->y0, to.x - self->x0, to.y - self->y0);
    }
  klaster_link_set_dash (self->cr, edge->status, edge->width, length * first / n_pieces);
}

/* The head of a directed link, just outside the symbol it points to */
static void
draw_arrow (const Paint          *self,
            const KlasterMapEdge *edge,
            double                length,
            double                width)
{
  const KlasterMapNode *a = &self->level->nodes[edge->a], *b = &self->level->nodes[edge->b];
  KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
  double back = (b->radius + 3) / length, size = 4.0 + width;
  KlasterPoint tip, behind;
  double angle;

  if (back + size / length >= 0.9)
    return;
  tip = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, 1 - back);
  behind = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, 1 - back - 4 / length);
  angle = atan2 (tip.y - behind.y, tip.x - behind.x);
  cairo_save (self->cr);
  cairo_translate (self->cr, tip.x - self->x0, tip.y - self->y0);
  cairo_rotate (self->cr, angle);
  cairo_set_dash (self->cr, NULL, 0, 0);
  cairo_move_to (self->cr, 0, 0);
  cairo_line_to (self->cr, -1.6 * size, 0.62 * size);
  cairo_line_to (self->cr, -1.2 * size, 0);
  cairo_line_to (self->cr, -1.6 * size, -0.62 * size);
  cairo_close_path (self->cr);
  cairo_fill (self->cr);
  cairo_restore (self->cr);
}

/* The sign of a member that needs attention, on the line. */
static void
draw_edge_badge (const Paint  *self,
                 KlasterPoint  at)
{
  double size = BADGE_SIZE * self->scene->style.text_scale;

  /* A badge sits at the upper right of its symbol. */
  klaster_symbol_draw_badge (self->cr, KLASTER_ATTENTION_WARNING, at.x - self->x0 - size * 0.48,
                             at.y - self->y0 + size * 0.46, size, &self->scene->style);
}

static void
draw_edge (const Paint          *self,
           const KlasterMapEdge *edge,
           Emphasis              emphasis)
{
  const KlasterMapNode *a = &self->level->nodes[edge->a], *b = &self->level->nodes[edge->b];
  const KlasterPalette *palette = self->scene->palette;
  double length = hypot (b->px - a->px, b->py - a->py);
  double width = edge->width * self->scene->style.text_scale + emphasised[emphasis].width;
  double alpha = edge->n > 1                          ? self->level->marks ? 0.6 : 0.42
                 : edge->status == KLASTER_LINK_ENDED ? 0.5
                 : self->level->marks                 ? 0.9
                                                      : 0.65;

  cairo_new_path (self->cr);
  klaster_link_set_dash (self->cr, edge->status, width, 0);
  add_visible (self, edge, length);
  if (emphasis != EMPHASIS_NONE)
    {
      cairo_save (self->cr);
      cairo_set_dash (self->cr, NULL, 0, 0);
      cairo_set_line_width (self->cr, width + emphasised[emphasis].halo);
      klaster_color_set (&palette->halo, self->cr);
      cairo_stroke_preserve (self->cr);
      cairo_restore (self->cr);
      alpha = 1;
    }
  cairo_set_line_width (self->cr, width);
  klaster_color_set_alpha (&palette->orientations[edge->orientation], alpha, self->cr);
  cairo_stroke (self->cr);
  if (edge->directed && edge->n == 1)
    draw_arrow (self, edge, length, width);
  if (edge->n == 1 && (self->level->marks || emphasis != EMPHASIS_NONE) && length > a->radius + b->radius + 40)
    {
      KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
      KlasterPoint middle = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, 0.5);

      klaster_link_draw_mark (self->cr, edge->orientation, middle.x - self->x0, middle.y - self->y0,
                              atan2 (b->py - a->py, b->px - a->px), 2.6 * self->scene->style.text_scale,
                              &self->scene->style);
      if (edge->attention)
        draw_edge_badge (self, klaster_map_curve_point (a->px, a->py, control, b->px, b->py, 0.38));
    }
}

static void
draw_number (const Paint *self,
             guint        n,
             KlasterFont  font,
             double       x,
             double       y)
{
  double scale = self->scene->style.text_scale;
  double line_height, ascent = klaster_label_get_ascent (font, scale, &line_height);
  char number[16];

  if (n < 10000)
    g_snprintf (number, sizeof number, "%u", n);
  else
    g_snprintf (number, sizeof number, "%uk", n / 1000);
  klaster_label_draw (self->cr, font, scale, number, round (x), round (y - line_height / 2 + ascent), 0.5,
                      &self->scene->palette->cluster_text, NULL);
}

/* Whether nobody has said what the colour of this class tells */
static gboolean
is_unknown (const KlasterMapScene *scene,
            guint                  class)
{
  return class == KLASTER_CLASS_UNKNOWN && klaster_coding_get_color_by (scene->coding) != KLASTER_ATTRIBUTE_NONE;
}

static void
draw_member (const KlasterMapScene  *scene,
             cairo_t                *cr,
             const KlasterMapMember *member,
             double                  x,
             double                  y,
             double                  size,
             guint                   flags)
{
  if (is_unknown (scene, member->class))
    flags |= KLASTER_SYMBOL_UNKNOWN_COLOR;
  if (member->unknown_size)
    flags |= KLASTER_SYMBOL_UNKNOWN_SIZE;
  klaster_symbol_draw_colored (cr, member->kind, member->role, klaster_coding_get_color (scene->coding, member->class), x, y,
                               size, flags, &scene->style);
}

/* A disc with the number, in a ring that shows the shares of the kinds, or of what else colour tells */
static void
draw_cluster (const Paint          *self,
              const KlasterMapNode *node,
              guint                 flags)
{
  const KlasterPalette *palette = self->scene->palette;
  const guint32 *shares = self->level->shares + (gsize) node->shares * KLASTER_N_CLASSES;
  double x = node->px - self->x0, y = node->py - self->y0;
  double ring = 4.0 * self->scene->style.text_scale, angle = -G_PI / 2;

  if (flags & (KLASTER_SYMBOL_SELECTED | KLASTER_SYMBOL_HOVER))
    {
      cairo_arc (self->cr, x, y, node->radius + 4, 0, 2 * G_PI);
      klaster_color_set_alpha (&palette->selection, (flags & KLASTER_SYMBOL_SELECTED) ? 0.9 : 0.4, self->cr);
      cairo_fill (self->cr);
    }
  cairo_new_path (self->cr);
  cairo_arc (self->cr, x, y, node->radius + 1.2, 0, 2 * G_PI);
  klaster_color_set (&palette->symbol_outline, self->cr);
  cairo_fill (self->cr);
  cairo_set_line_width (self->cr, ring);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_dash (self->cr, NULL, 0, 0);
  for (guint i = 0; i < KLASTER_N_CLASSES; i++)
    {
      double end = angle + 2 * G_PI * shares[i] / node->n;

      if (shares[i] == 0)
        continue;
      cairo_new_path (self->cr);
      cairo_arc (self->cr, x, y, node->radius - ring / 2, angle, end);
      klaster_color_set (klaster_coding_get_color (self->scene->coding, i), self->cr);
      if (is_unknown (self->scene, i))
        cairo_set_line_width (self->cr, 1.0);
      cairo_stroke (self->cr);
      cairo_set_line_width (self->cr, ring);
      if (shares[i] < node->n)
        {
          /* A gap tells neighbours apart that look alike in grey. */
          cairo_new_path (self->cr);
          cairo_move_to (self->cr, x + (node->radius - ring) * cos (angle), y + (node->radius - ring) * sin (angle));
          cairo_line_to (self->cr, x + node->radius * cos (angle), y + node->radius * sin (angle));
          cairo_set_line_width (self->cr, 1.2);
          klaster_color_set (&palette->symbol_outline, self->cr);
          cairo_stroke (self->cr);
          cairo_set_line_width (self->cr, ring);
        }
      angle = end;
    }
  cairo_new_path (self->cr);
  cairo_arc (self->cr, x, y, node->radius - ring, 0, 2 * G_PI);
  klaster_color_set (&palette->cluster, self->cr);
  cairo_fill (self->cr);
  draw_number (self, node->n, KLASTER_FONT_CLUSTER, x, y);
  klaster_symbol_draw_badge (self->cr, node->attention, x, y, node->radius * 1.6, &self->scene->style);
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
}

/* The integrator keeps its symbol and says how many are with it. */
static void
draw_pill (const Paint          *self,
           const KlasterMapNode *node)
{
  const KlasterPalette *palette = self->scene->palette;
  double scale = self->scene->style.text_scale, r = 7.5 * scale;
  double x = node->px + node->pill_x - self->x0, y = node->py + node->pill_y - self->y0;
  double half = klaster_map_pill_half_width (node, &self->scene->style) - r;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_SMALL, scale, &line_height);
  char number[16];

  if (node->n < 2 || self->scene->members[self->level->members[node->first]].role != KLASTER_ROLE_INTEGRATOR)
    return;
  g_snprintf (number, sizeof number, "+%u", node->n - 1);
  cairo_new_path (self->cr);
  cairo_arc (self->cr, x + half, y, r, -G_PI / 2, G_PI / 2);
  cairo_arc (self->cr, x - half, y, r, G_PI / 2, 3 * G_PI / 2);
  cairo_close_path (self->cr);
  cairo_set_line_width (self->cr, 1.2);
  klaster_color_set (&palette->cluster, self->cr);
  cairo_fill_preserve (self->cr);
  klaster_color_set (&palette->text_dim, self->cr);
  cairo_stroke (self->cr);
  klaster_label_draw (self->cr, KLASTER_FONT_SMALL, scale, number, round (x), round (y - line_height / 2 + ascent), 0.5,
                      &palette->cluster_text, NULL);
}

static void
draw_node (const Paint          *self,
           const KlasterMapNode *node,
           guint                 flags)
{
  const KlasterMapMember *seed = &self->scene->members[self->level->members[node->first]];
  double x = node->px - self->x0, y = node->py - self->y0;

  if (node->n > 1 && seed->role != KLASTER_ROLE_INTEGRATOR)
    {
      draw_cluster (self, node, flags);
      return;
    }
  if (seed->laboratory)
    flags |= KLASTER_SYMBOL_LABORATORY;
  draw_member (self->scene, self->cr, seed, x, y, 2 * node->radius, flags);
  klaster_symbol_draw_badge (self->cr, node->attention, x, y, 2 * node->radius, &self->scene->style);
}

static void
draw_label (const Paint           *self,
            const KlasterMapLabel *label)
{
  if (label->leader)
    {
      /* It ends short of the symbol, whose ring and badge stay clear. */
      double dx = label->leader_from.x - label->leader_to.x, dy = label->leader_from.y - label->leader_to.y;
      double length = MAX (hypot (dx, dy), 1), start = MIN (18 * self->scene->style.text_scale / length, 1);

      cairo_new_path (self->cr);
      cairo_move_to (self->cr, label->leader_to.x + start * dx - self->x0, label->leader_to.y + start * dy - self->y0);
      cairo_line_to (self->cr, label->leader_from.x - self->x0, label->leader_from.y - self->y0);
      cairo_set_line_width (self->cr, 3.0);
      klaster_color_set (label->halo, self->cr);
      cairo_stroke_preserve (self->cr);
      cairo_set_line_width (self->cr, 1.0);
      klaster_color_set (label->color, self->cr);
      cairo_stroke (self->cr);
    }
  if (label->dot)
    {
      double r = label->font == KLASTER_FONT_CAPITAL ? 3.5 : label->font == KLASTER_FONT_CITY ? 2.8 : 2.0;

      cairo_new_path (self->cr);
      cairo_arc (self->cr, label->dot_x - self->x0, label->dot_y - self->y0, r, 0, 2 * G_PI);
      cairo_set_line_width (self->cr, 2.4);
      klaster_color_set (label->halo, self->cr);
      cairo_stroke_preserve (self->cr);
      klaster_color_set (label->color, self->cr);
      cairo_fill (self->cr);
      if (label->font == KLASTER_FONT_CAPITAL)
        {
          cairo_arc (self->cr, label->dot_x - self->x0, label->dot_y - self->y0, 1.4, 0, 2 * G_PI);
          klaster_color_set (label->halo, self->cr);
          cairo_fill (self->cr);
        }
    }
  if (label->turned)
    {
      cairo_save (self->cr);
      cairo_translate (self->cr, label->x - self->x0, label->y - self->y0);
      cairo_rotate (self->cr, label->angle);
      klaster_label_draw (self->cr, label->font, self->scene->style.text_scale, label->text.lines[0], 0, label->shift,
                          0.5,
                          label->color, label->halo);
      cairo_restore (self->cr);
      return;
    }
  for (guint i = 0; i < label->text.n_lines; i++)
    klaster_label_draw (self->cr, label->font, self->scene->style.text_scale, label->text.lines[i], label->x - self->x0,
                        label->y - self->y0 + i * label->line_height, label->align, label->color, label->halo);
}

static void
paint_init (Paint           *self,
            KlasterMapScene *scene,
            cairo_t         *cr,
            double           zoom,
            double           x0,
            double           y0,
            double           width,
            double           height)
{
  self->scene = scene;
  self->level = klaster_map_scene_get_level (scene, zoom);
  self->cr = cr;
  self->x0 = x0;
  self->y0 = y0;
  self->view = (KlasterRect) { x0, y0, x0 + width, y0 + height };
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

static void
paint_clear (Paint *self)
{
  cairo_restore (self->cr);
  klaster_map_level_unref (self->level);
}

/**
 * klaster_map_scene_draw:
 * @self: a scene
 * @cr: in logical pixels
 * @zoom: zoom, may be fractional
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 *
 * Draws overlay geometry, links, symbols and names. Any thread.
 */
void
klaster_map_scene_draw (KlasterMapScene *self,
                        cairo_t         *cr,
                        double           zoom,
                        double           x0,
                        double           y0,
                        double           width,
                        double           height)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint32));
  Paint paint;

  paint_init (&paint, self, cr, zoom, x0, y0, width, height);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (self->overlay != NULL)
    klaster_geometry_draw (self->overlay, cr, zoom, x0, y0, width, height, &self->style);
  if (self->plan != NULL)
    klaster_graph_plan_draw_ground (self->plan, cr, zoom, x0, y0, width, height, &self->style);
  klaster_tile_index_query (paint.level->edge_index, &paint.view, items);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapEdge *edge = &paint.level->edges[g_array_index (items, guint32, i)];

      if (touches_edge (paint.level, edge, &paint.view))
        draw_edge (&paint, edge, EMPHASIS_NONE);
    }
  cairo_set_dash (cr, NULL, 0, 0);
  klaster_tile_index_query (paint.level->node_index, &paint.view, items);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapNode *node = &paint.level->nodes[g_array_index (items, guint32, i)];

      if (node->px + node->extent >= paint.view.x0 && node->px - node->extent <= paint.view.x1
          && node->py + node->extent >= paint.view.y0 && node->py - node->extent <= paint.view.y1)
        draw_node (&paint, node, KLASTER_SYMBOL_PLAIN);
    }
  /* Over all symbols, so that none hides how many more there are. */
  for (guint i = 0; i < items->len; i++)
    draw_pill (&paint, &paint.level->nodes[g_array_index (items, guint32, i)]);
  klaster_tile_index_query (paint.level->label_index, &paint.view, items);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapLabel *label = &paint.level->labels[g_array_index (items, guint32, i)];

      if (klaster_rect_intersects (&label->rect, &paint.view))
        draw_label (&paint, label);
    }
  paint_clear (&paint);
}

/**
 * klaster_map_scene_draw_tile:
 * @self: a scene
 * @cr: in logical pixels, the tile's upper left corner at the origin
 * @zoom: whole zoom
 * @x: column
 * @y: row
 *
 * Draws a tile of %KLASTER_TILE_SIZE logical pixels. Any thread.
 */
void
klaster_map_scene_draw_tile (KlasterMapScene *self,
                             cairo_t         *cr,
                             int              zoom,
                             int              x,
                             int              y)
{
  KlasterRect bounds = klaster_tile_get_bounds (zoom, x, y);
  double world = klaster_zoom_get_world_size (zoom);

  klaster_map_scene_draw (self, cr, zoom, bounds.x0 * world, bounds.y0 * world, KLASTER_TILE_SIZE, KLASTER_TILE_SIZE);
}

/* A link as an edge of its own, whatever has become of it at this zoom */
static gboolean
get_own_edge (const Paint    *self,
              guint32         link_index,
              KlasterMapEdge *edge)
{
  const KlasterMapLink *link = &self->scene->links[link_index];
  guint32 drawn = self->level->edge_of[link_index];
  guint32 a = self->level->node_of[link->from], b = self->level->node_of[link->to];

  if (a == b)
    return FALSE;
  if (drawn != KLASTER_NO_INDEX && self->level->edges[drawn].n == 1)
    {
      *edge = self->level->edges[drawn];
      /* Links between groups end at the group's first symbol; alone each ends at its own. */
      if ((edge->a == a && edge->b == b) || (edge->a == b && edge->b == a))
        return TRUE;
    }
  *edge = (KlasterMapEdge) {
    .a = a,
    .b = b,
    .n = 1,
    .width = link->strength == 0 ? 1.5f : 1.0f + 0.32f * link->strength,
    .orientation = link->orientation,
    .status = link->status,
    .directed = link->directed,
    .attention = link->attention,
  };
  edge->bend = (float) klaster_map_curve_base_bend (hypot (self->level->nodes[b].px - self->level->nodes[a].px,
                                                           self->level->nodes[b].py - self->level->nodes[a].py));
  if (a > b)
    edge->bend = -edge->bend;
  return TRUE;
}

/* The names of nodes that have none, over what else is there */
static void
draw_names (const Paint  *self,
            const GArray *nodes)
{
  g_autoptr (GArray) labels = klaster_map_level_list_names (self->level, self->scene, nodes);

  for (guint i = 0; i < labels->len; i++)
    {
      const KlasterMapLabel *label = &g_array_index (labels, KlasterMapLabel, i);

      if (!klaster_rect_intersects (&label->rect, &self->view))
        continue;
      cairo_new_path (self->cr);
      cairo_rectangle (self->cr, floor (label->rect.x0 - self->x0), label->rect.y0 - self->y0,
                       ceil (label->rect.x1 - label->rect.x0), label->rect.y1 - label->rect.y0);
      klaster_color_set_alpha (&self->scene->palette->halo, 0.9, self->cr);
      cairo_fill (self->cr);
      draw_label (self, label);
    }
}

/* What is drawn from here on passes behind the names that lie on the map already. Drawing them once more would show them
 * twice: text on a window is set a little differently from text in a tile. */
static void
clip_out_names (const Paint *self)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint32));

  cairo_new_path (self->cr);
  cairo_rectangle (self->cr, 0, 0, self->view.x1 - self->view.x0, self->view.y1 - self->view.y0);
  klaster_tile_index_query (self->level->label_index, &self->view, items);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterMapLabel *label = &self->level->labels[g_array_index (items, guint32, i)];
      double width = ceil (label->text.width);
      double top = label->y - klaster_label_get_ascent (label->font, self->scene->style.text_scale, NULL);

      /* A river’s name has no box, and names never lie on each other, so that even and odd tell inside from outside. */
      if (!label->turned)
        cairo_rectangle (self->cr, label->x - width * label->align - self->x0 - 1, top - self->y0, width + 2,
                         label->text.n_lines * label->line_height);
    }
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_clip (self->cr);
}

/* The links of a member, or the symbols at their ends, which come back over the lines. */
static void
draw_own_edges (Paint    *self,
                gint64    id,
                gboolean  ends)
{
  guint32 member = klaster_map_scene_find_member (self->scene, id);

  if (member == KLASTER_NO_INDEX)
    return;
  for (guint32 i = self->scene->adjacency_starts[member]; i < self->scene->adjacency_starts[member + 1]; i++)
    {
      KlasterMapEdge edge;

      if (!get_own_edge (self, self->scene->adjacency[i], &edge) || !touches_edge (self->level, &edge, &self->view))
        continue;
      if (!ends)
        {
          draw_edge (self, &edge, EMPHASIS_HOVER);
          continue;
        }
      draw_node (self, &self->level->nodes[edge.a], KLASTER_SYMBOL_PLAIN);
      draw_node (self, &self->level->nodes[edge.b], KLASTER_SYMBOL_PLAIN);
      draw_pill (self, &self->level->nodes[edge.a]);
      draw_pill (self, &self->level->nodes[edge.b]);
    }
}

/**
 * klaster_map_scene_draw_highlight:
 * @self: a scene
 * @cr: in logical pixels
 * @zoom: zoom
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 * @ids: (array length=n_ids): institutions; those not on the map are skipped
 * @n_ids: their number
 * @symbol_flags: #KlasterSymbolFlags for their symbols
 *
 * Draws the links of @ids in full, whatever the density, behind the names, and their symbols over them. Main thread: the level should
 * have been prepared.
 */
void
klaster_map_scene_draw_highlight (KlasterMapScene *self,
                                  cairo_t         *cr,
                                  double           zoom,
                                  double           x0,
                                  double           y0,
                                  double           width,
                                  double           height,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  guint            symbol_flags)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (guint32));
  Paint paint;

  paint_init (&paint, self, cr, zoom, x0, y0, width, height);
  cairo_save (cr);
  clip_out_names (&paint);
  for (guint i = 0; i < n_ids; i++)
    draw_own_edges (&paint, ids[i], FALSE);
  cairo_restore (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  for (guint i = 0; i < n_ids; i++)
    draw_own_edges (&paint, ids[i], TRUE);
  cairo_set_dash (cr, NULL, 0, 0);
  for (guint i = 0; i < n_ids; i++)
    {
      guint32 member = klaster_map_scene_find_member (self, ids[i]);
      const KlasterMapNode *node;

      if (member == KLASTER_NO_INDEX)
        continue;
      node = &paint.level->nodes[paint.level->node_of[member]];
      if (node->px + node->extent + HIGHLIGHT_MARGIN >= paint.view.x0
          && node->px - node->extent - HIGHLIGHT_MARGIN <= paint.view.x1
          && node->py + node->extent + HIGHLIGHT_MARGIN >= paint.view.y0
          && node->py - node->extent - HIGHLIGHT_MARGIN <= paint.view.y1)
        {
          draw_node (&paint, node, symbol_flags);
          draw_pill (&paint, node);
        }
      if (self->plan != NULL && node->n == 1 && n_ids <= MAX_NAMED)
        g_array_append_val (named, paint.level->node_of[member]);
    }
  draw_names (&paint, named);
  paint_clear (&paint);
}

/**
 * klaster_map_scene_draw_member:
 * @self: a scene
 * @cr: in logical pixels
 * @zoom: zoom, which its size depends on
 * @id: of an institution, which need not have a place
 * @x: where to draw it
 * @y: the same, downwards
 * @symbol_flags: #KlasterSymbolFlags
 *
 * Draws the symbol of a member that is being moved.
 */
void
klaster_map_scene_draw_member (KlasterMapScene *self,
                               cairo_t         *cr,
                               double           zoom,
                               gint64           id,
                               double           x,
                               double           y,
                               guint            symbol_flags)
{
  KlasterMapMember member;

  if (klaster_map_scene_describe_member (self, id, &member))
    draw_member (self, cr, &member, x, y, klaster_map_scene_get_symbol_size (self, &member, zoom), symbol_flags);
}

/**
 * klaster_map_scene_draw_link:
 * @self: a scene
 * @cr: in logical pixels
 * @zoom: zoom
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @cooperation_id: a cooperation; not on the map: nothing is drawn
 * @symbol_flags: #KlasterSymbolFlags for the symbols at its ends
 *
 * Draws one link highlighted, with the symbols at its ends; wider when they are selected. Of a link inside a cluster only
 * the cluster is drawn.
 */
void
klaster_map_scene_draw_link (KlasterMapScene *self,
                             cairo_t         *cr,
                             double           zoom,
                             double           x0,
                             double           y0,
                             gint64           cooperation_id,
                             guint            symbol_flags)
{
  guint32 link = klaster_map_scene_find_link (self, cooperation_id);
  double x1, y1;
  guint32 ends[2];
  KlasterMapEdge edge;
  Paint paint;

  if (link == KLASTER_NO_INDEX)
    return;
  cairo_clip_extents (cr, &(double) { 0 }, &(double) { 0 }, &x1, &y1);
  paint_init (&paint, self, cr, zoom, x0, y0, x1, y1);
  if (get_own_edge (&paint, link, &edge))
    {
      cairo_save (cr);
      clip_out_names (&paint);
      draw_edge (&paint, &edge, symbol_flags & KLASTER_SYMBOL_SELECTED ? EMPHASIS_SELECTED : EMPHASIS_HOVER);
      cairo_restore (cr);
    }
  ends[0] = paint.level->node_of[self->links[link].from];
  ends[1] = paint.level->node_of[self->links[link].to];
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      draw_node (&paint, &paint.level->nodes[ends[i]], symbol_flags);
      draw_pill (&paint, &paint.level->nodes[ends[i]]);
    }
  paint_clear (&paint);
}

/**
 * klaster_map_scene_draw_fan:
 * @self: a scene
 * @cr: in logical pixels
 * @zoom: zoom
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @id: names the cluster
 * @hover_id: (optional): the member under the pointer, 0: none
 *
 * Draws the members of a cluster in a circle around it, tied to it by thin lines.
 */
void
klaster_map_scene_draw_fan (KlasterMapScene *self,
                            cairo_t         *cr,
                            double           zoom,
                            double           x0,
                            double           y0,
                            gint64           id,
                            gint64           hover_id)
{
  g_autoptr (GArray) items = klaster_map_scene_fan_out (self, zoom, id);
  KlasterMapHit hit;
  double world = klaster_zoom_get_world_size (zoom);
  double x, y;

  if (!klaster_map_scene_get_shown_position (self, zoom, id, &hit))
    return;
  x = round (hit.position.x * world) - x0;
  y = round (hit.position.y * world) - y0;
  cairo_save (cr);
  cairo_new_path (cr);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterFanItem *item = &g_array_index (items, KlasterFanItem, i);

      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + item->dx, y + item->dy);
    }
  cairo_set_line_width (cr, 3.0);
  klaster_color_set (&self->palette->halo, cr);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 1.0);
  klaster_color_set (&self->palette->text_dim, cr);
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 3, 0, 2 * G_PI);
  cairo_fill (cr);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterFanItem *item = &g_array_index (items, KlasterFanItem, i);
      const KlasterMapMember *member = &self->members[klaster_map_scene_find_member (self, item->id)];
      double size = CLAMP (klaster_map_scene_get_symbol_size (self, member, zoom), 15 * self->style.text_scale,
                           FAN_SIZE * self->style.text_scale);
      KlasterSymbolFlags flags = member->laboratory ? KLASTER_SYMBOL_LABORATORY : KLASTER_SYMBOL_PLAIN;

      if (item->id == hover_id)
        flags |= KLASTER_SYMBOL_HOVER;
      draw_member (self, cr, member, round (x + item->dx), round (y + item->dy), size, flags);
      klaster_symbol_draw_badge (cr, member->attention, round (x + item->dx), round (y + item->dy), size, &self->style);
    }
  cairo_restore (cr);
}
