/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-basemap-data.h"
#include "klaster-language.h"
#include "klaster-map-scene-private.h"

/* Labels are placed for the whole map, in order of rank, each where it touches nothing placed before it: symbols first,
 * then names. What is left over waits for the next zoom. */

#define CELL 64.0
#define HALO 2.0
/* Pixels from a symbol to its name, which a line leads to when it is farther than the nearest */
#define NEAREST 4
#define NEAR 44
#define FARTHEST 104
#define MEMBER_WIDTH 160.0
#define LEADER_WIDTH 200.0
#define PLACE_WIDTH 170.0
/* From here on all members are named, before only those that lead */
#define ALL_NAMES_ZOOM 10.5
#define GRAPH_NAMES_ZOOM (KLASTER_GRAPH_ZOOM - 2.5)

/* Rectangles that are taken */
typedef struct
{
  GArray *rects;      /* KlasterRect */
  GArray *entries;    /* Entry */
  guint32 *heads;
  guint32 mask;
} Occupied;

typedef struct
{
  gint64 column, row;
  guint32 rect;
  guint32 next;
} Entry;

typedef struct
{
  KlasterMapLevel *level;
  KlasterMapScene *scene;
  Occupied occupied;
  GArray *labels;
  double scale;
  gboolean bounded;
  KlasterRect room; /* if so: what is seen of the map, whose edges cut no name; of a graph: names stay in it */
} Placer;

/* Where a label may go, seen from what it names: which corner of the text touches, and the order of preference */
static const struct
{
  double x, y;    /* direction to the text's middle, −1 … 1 */
  double align;
} around[] = {
  { 1, 0, 0 }, { -1, 0, 1 }, { 0, 1, 0.5 }, { 0, -1, 0.5 }, { 0.7, -0.7, 0 }, { 0.7, 0.7, 0 },
  { -0.7, -0.7, 1 }, { -0.7, 0.7, 1 },
};

/* In the graph a name stands below its symbol, where layouts leave room for it; only then elsewhere. */
static const guint8 graph_order[G_N_ELEMENTS (around)] = { 2, 3, 0, 1, 5, 4, 7, 6 };

static guint32
hash_cell (const Occupied *self,
           gint64          column,
           gint64          row)
{
  guint64 key = (guint64) column * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
                ^ (guint64) row * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  return (guint32) (key >> 32) & self->mask;
}

static void
occupied_init (Occupied *self,
               guint     n_expected)
{
  guint32 size = 64;

  while (size < 4 * n_expected)
    size *= 2;
  self->rects = g_array_sized_new (FALSE, FALSE, sizeof (KlasterRect), 2 * n_expected);
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), 8 * n_expected);
  self->heads = g_new (guint32, size);
  memset (self->heads, 0xff, size * sizeof *self->heads);
  self->mask = size - 1;
}

static void
occupied_clear (Occupied *self)
{
  g_array_unref (self->rects);
  g_array_unref (self->entries);
  g_free (self->heads);
}

static void
occupied_add (Occupied          *self,
              const KlasterRect *rect)
{
  guint32 index = self->rects->len;

  g_array_append_vals (self->rects, rect, 1);
  for (gint64 row = (gint64) floor (rect->y0 / CELL); row <= (gint64) floor (rect->y1 / CELL); row++)
    for (gint64 column = (gint64) floor (rect->x0 / CELL); column <= (gint64) floor (rect->x1 / CELL); column++)
      {
        guint32 *head = &self->heads[hash_cell (self, column, row)];
        Entry entry = { column, row, index, *head };

        *head = self->entries->len;
        g_array_append_val (self->entries, entry);
      }
}

static gboolean
occupied_touches (const Occupied    *self,
                  const KlasterRect *rect)
{
  for (gint64 row = (gint64) floor (rect->y0 / CELL); row <= (gint64) floor (rect->y1 / CELL); row++)
    for (gint64 column = (gint64) floor (rect->x0 / CELL); column <= (gint64) floor (rect->x1 / CELL); column++)
      for (guint32 i = self->heads[hash_cell (self, column, row)]; i != KLASTER_NO_INDEX;)
        {
          const Entry *entry = &g_array_index (self->entries, Entry, i);
          const KlasterRect *other = &g_array_index (self->rects, KlasterRect, entry->rect);

          if (entry->column == column && entry->row == row && rect->x0 < other->x1 && other->x0 < rect->x1
              && rect->y0 < other->y1 && other->y0 < rect->y1)
            return TRUE;
          i = entry->next;
        }
  return FALSE;
}

static gboolean
is_outside (const Placer      *self,
            const KlasterRect *rect)
{
  /* Beyond what is seen of a map lies more of it. */
  if (self->bounded && self->scene->plan == NULL)
    return klaster_map_level_cuts (&self->room, rect);

  return self->bounded && (rect->x0 < self->room.x0 || rect->y0 < self->room.y0 || rect->x1 > self->room.x1
                           || rect->y1 > self->room.y1);
}

/* Puts @text beside (@x, @y), @gap pixels from it, at the first of the positions that is free. Takes @text when it is
 * placed. */
static gboolean
place (Placer             *self,
       KlasterLabelText   *text,
       KlasterFont         font,
       const KlasterColor *color,
       const KlasterColor *halo,
       double              x,
       double              y,
       double              gap,
       double              dot)
{
  double line_height;
  double ascent = klaster_label_get_ascent (font, self->scale, &line_height);
  double height = line_height * text->n_lines;
  double width = ceil (text->width);

  for (guint k = 0; k < G_N_ELEMENTS (around); k++)
    {
      guint i = self->scene->plan != NULL ? graph_order[k] : k;
      double top, left, baseline_x;
      KlasterRect rect;
      KlasterMapLabel label;

      /* Beside: the first line level with the symbol when there is one, the block's middle when there are two. */
      baseline_x = round (x + around[i].x * gap);
      top = round (y + around[i].y * gap - (around[i].y > 0.9 ? 0 : around[i].y < -0.9 ? height : height / 2)
                   + (fabs (around[i].y) > 0.5 && fabs (around[i].y) < 0.9 ? around[i].y * height * 0.35 : 0));
      left = baseline_x - width * around[i].align;
      rect = (KlasterRect) { left - HALO, top - HALO + 1, left + width + HALO, top + height + HALO - 1 };
      if (is_outside (self, &rect) || occupied_touches (&self->occupied, &rect))
        continue;
      occupied_add (&self->occupied, &rect);
      label = (KlasterMapLabel) {
        .text = *text,
        .font = font,
        .color = color,
        .halo = halo,
        .x = baseline_x,
        .y = top + ascent,
        .align = around[i].align,
        .line_height = line_height,
        .rect = rect,
        .node = KLASTER_NO_INDEX,
      };
      if (dot > 0)
        {
          label.dot = TRUE;
          label.dot_x = round (x);
          label.dot_y = round (y);
          klaster_rect_add_point (&label.rect, label.dot_x - dot - 2, label.dot_y - dot - 2);
          klaster_rect_add_point (&label.rect, label.dot_x + dot + 2, label.dot_y + dot + 2);
        }
      g_array_append_val (self->labels, label);
      *text = (KlasterLabelText) { 0 };
      return TRUE;
    }
  return FALSE;
}

/* In the middle of what it names, or off it: the first of @n_shifts places that is free */
static gboolean
place_centred (Placer             *self,
               KlasterLabelText   *text,
               KlasterFont         font,
               const KlasterColor *color,
               const KlasterColor *halo,
               double              x,
               double              y,
               guint               n_shifts)
{
  static const double shifts[][2] = { { 0, 0 }, { 0, -22 }, { 0, 22 }, { 0, -40 }, { 0, 40 }, { -50, 0 }, { 50, 0 },
                                      { 0, -62 }, { 0, 62 }, { -90, -30 }, { 90, -30 }, { -90, 30 }, { 90, 30 } };
  double line_height;
  double ascent = klaster_label_get_ascent (font, self->scale, &line_height);
  double height = line_height * text->n_lines, width = ceil (text->width);

  for (guint i = 0; i < MIN (n_shifts, G_N_ELEMENTS (shifts)); i++)
    {
      double middle = round (x + shifts[i][0] * self->scale), top = round (y + shifts[i][1] * self->scale - height / 2);
      KlasterRect rect = { middle - width / 2 - HALO, top - HALO + 1, middle + width / 2 + HALO,
                           top + height + HALO - 1 };
      KlasterMapLabel label;

      if ((self->scene->plan == NULL && is_outside (self, &rect)) || occupied_touches (&self->occupied, &rect))
        continue;
      occupied_add (&self->occupied, &rect);
      label = (KlasterMapLabel) {
        .text = *text,
        .font = font,
        .color = color,
        .halo = halo,
        .x = middle,
        .y = top + ascent,
        .align = 0.5,
        .line_height = line_height,
        .rect = rect,
        .node = KLASTER_NO_INDEX,
      };
      g_array_append_val (self->labels, label);
      *text = (KlasterLabelText) { 0 };
      return TRUE;
    }
  return FALSE;
}

/**
 * klaster_map_pill_half_width:
 * @node: an integrator with others
 * @style: text scale
 *
 * Returns: logical pixels
 */
double
klaster_map_pill_half_width (const KlasterMapNode *node,
                             const KlasterStyle   *style)
{
  char number[16];

  g_snprintf (number, sizeof number, "+%u", node->n - 1);
  return MAX (klaster_label_measure (KLASTER_FONT_SMALL, style->text_scale, number, -1) / 2 + 4 * style->text_scale,
              7.5 * style->text_scale);
}

/* The number beside an integrator goes to the corner where it hides no other symbol; the badge has the upper right
 * one. */
static void
place_pill (Placer         *self,
            KlasterMapNode *node)
{
  static const double corners[][2] = { { 1, 1 }, { -1, 1 }, { -1, -1 }, { 0, 1.35 }, { 1.3, 0.2 }, { -1.3, 0.2 },
                                       { 0, -1.35 } };
  double half = klaster_map_pill_half_width (node, &self->scene->style), height = 8 * self->scale;
  KlasterRect first = { 0 };

  for (guint i = 0; i <= G_N_ELEMENTS (corners); i++)
    {
      const double *corner = corners[i % G_N_ELEMENTS (corners)];
      double x = round (corner[0] * (node->radius * 0.6 + half)), y = round (corner[1] * node->radius * 0.8);
      KlasterRect rect = { node->px + x - half - 1, node->py + y - height, node->px + x + half + 1,
                           node->py + y + height };

      if (i == 0)
        first = rect;
      if (i == G_N_ELEMENTS (corners))
        rect = first;
      else if (occupied_touches (&self->occupied, &rect))
        continue;
      node->pill_x = (float) x;
      node->pill_y = (float) y;
      occupied_add (&self->occupied, &rect);
      return;
    }
}

static void
occupy_nodes (Placer *self)
{
  g_autoptr (GArray) integrators = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->level->n_nodes; i++)
    {
      const KlasterMapNode *node = &self->level->nodes[i];
      double r = node->radius + 2;
      KlasterRect rect = { node->px - r, node->py - r, node->px + r, node->py + r };

      /* The badge */
      if (node->attention >= 0)
        {
          rect.x1 += 5;
          rect.y0 -= 4;
        }
      /* An integrator with others lies down after its pill has found a place around it. */
      if (node->n > 1 && self->scene->members[self->level->members[node->first]].role == KLASTER_ROLE_INTEGRATOR)
        g_array_append_val (integrators, i);
      else
        occupied_add (&self->occupied, &rect);
    }
  for (guint i = 0; i < integrators->len; i++)
    {
      KlasterMapNode *node = &self->level->nodes[g_array_index (integrators, guint, i)];
      double r = node->radius + 2;
      KlasterRect rect = { node->px - r, node->py - r, node->px + r, node->py + r };

      place_pill (self, node);
      occupied_add (&self->occupied, &rect);
    }
}

static void
occupy_ring_names (Placer *self)
{
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (KlasterRect));

  if (self->scene->plan == NULL)
    return;
  klaster_graph_plan_list_ring_names (self->scene->plan, self->scene->snapshot, self->level->zoom, &self->scene->style, rects);
  for (guint i = 0; i < rects->len; i++)
    occupied_add (&self->occupied, &g_array_index (rects, KlasterRect, i));
}

/* A thin line from the nearest point of the label to the symbol */
static void
add_leader (KlasterMapLabel      *label,
            const KlasterMapNode *node)
{
  label->leader = TRUE;
  label->leader_from = (KlasterPoint) { CLAMP (node->px, label->rect.x0, label->rect.x1),
                                        CLAMP (node->py, label->rect.y0, label->rect.y1) };
  label->leader_to = (KlasterPoint) { node->px, node->py };
  klaster_rect_add_point (&label->rect, node->px - 2, node->py - 2);
  klaster_rect_add_point (&label->rect, node->px + 2, node->py + 2);
}

/* Beside its symbol; the integrator's if need be from farther away, up to @most pixels, with a line that leads to it */
static gboolean
place_beside (Placer                 *self,
              const KlasterMapMember *member,
              const KlasterMapNode   *node,
              KlasterFont             font,
              double                  most,
              KlasterLabelText       *text)
{
  const KlasterPalette *palette = self->scene->palette;

  for (double gap = NEAREST; gap <= most && text->n_lines > 0; gap += 20)
    if (place (self, text, font, member->role == KLASTER_ROLE_FORMER ? &palette->text_dim : &palette->text, &palette->halo,
               node->px, node->py, node->radius + gap * self->scale, 0))
      {
        KlasterMapLabel *label = &g_array_index (self->labels, KlasterMapLabel, self->labels->len - 1);

        label->node = (guint32) (node - self->level->nodes);
        if (gap > NEAREST)
          add_leader (label, node);
      }

  return text->n_lines == 0;
}

static void
place_member (Placer  *self,
              guint32  index)
{
  const KlasterMapMember *member = &self->scene->members[index];
  const KlasterMapNode *node = &self->level->nodes[self->level->node_of[index]];
  gboolean leads = member->role == KLASTER_ROLE_INTEGRATOR || member->role == KLASTER_ROLE_CORE;
  KlasterFont font = leads ? KLASTER_FONT_MEMBER_STRONG : member->role == KLASTER_ROLE_FORMER ? KLASTER_FONT_MEMBER_DIM
                                                                                             : KLASTER_FONT_MEMBER;
  const char *name = klaster_row_get_name (member->row, KLASTER_INSTITUTION_NAME_UZ, self->scene->style.language);
  const char *short_name = klaster_row_get_text (member->row, KLASTER_INSTITUTION_SHORT_NAME);
  KlasterLabelText text;
  gboolean bounded = self->bounded;
  double width, most;

  /* A cluster has no name of its own; the integrator's is known by the integrator. */
  if (self->level->members[node->first] != index || (node->n > 1 && member->role != KLASTER_ROLE_INTEGRATOR))
    return;
  if (*name == '\0')
    name = short_name != NULL ? short_name : "";
  if (*name == '\0')
    return;
  width = (leads ? LEADER_WIDTH : self->scene->plan != NULL ? KLASTER_LAYOUT_LABEL_WIDTH : MEMBER_WIDTH) * self->scale;
  klaster_label_wrap (font, self->scale, name, width, &text);
  if (short_name != NULL && *short_name != '\0' && text.shortened)
    {
      klaster_label_text_clear (&text);
      klaster_label_wrap (font, self->scale, short_name, width, &text);
    }
  most = member->role == KLASTER_ROLE_INTEGRATOR ? FARTHEST : NEAREST;
  place_beside (self, member, node, font, MIN (most, NEAR), &text);
  /* Where there is no room for the whole name, the short one says who it is. */
  if (text.n_lines > 0 && short_name != NULL && *short_name != '\0')
    {
      KlasterLabelText shorter;

      klaster_label_wrap (font, self->scale, short_name, width, &shorter);
      if (place_beside (self, member, node, font, most, &shorter))
        klaster_label_text_clear (&text);
      klaster_label_text_clear (&shorter);
    }
  if (text.n_lines > 0)
    place_beside (self, member, node, font, most, &text);
  /* The integrator is always named, if need be from very far or cut. */
  if (member->role == KLASTER_ROLE_INTEGRATOR && bounded && text.n_lines > 0)
    {
      place_beside (self, member, node, font, 2 * most, &text);
      self->bounded = FALSE;
      place_beside (self, member, node, font, most, &text);
      self->bounded = TRUE;
    }
  klaster_label_text_clear (&text);
}

static gboolean
leads_map (const KlasterMapMember *member)
{
  return member->role <= KLASTER_ROLE_CORE || member->kind == KLASTER_KIND_HIGHER;
}

static void
place_members (Placer   *self,
               gboolean  leading)
{
  if (!(self->scene->flags & KLASTER_MAP_MEMBER_LABELS))
    return;
  if (!leading && self->level->zoom < (self->scene->plan != NULL ? GRAPH_NAMES_ZOOM : ALL_NAMES_ZOOM))
    return;
  for (guint i = 0; i < self->scene->n_members; i++)
    if (leads_map (&self->scene->members[self->scene->ranked[i]]) == leading)
      place_member (self, self->scene->ranked[i]);
}

static void
place_place (Placer             *self,
             const KlasterPlace *where)
{
  const KlasterPalette *palette = self->scene->palette;
  const char *name = where->names[self->scene->style.language];
  double x = where->position.x * self->level->world, y = where->position.y * self->level->world;
  double zoom = self->level->zoom;
  gboolean far = zoom < 11;
  KlasterLabelText text;
  g_autofree char *upper = NULL;

  switch (where->kind)
    {
    case KLASTER_PLACE_COUNTRY:
    case KLASTER_PLACE_REGION:
      {
        KlasterFont font = where->kind == KLASTER_PLACE_COUNTRY ? KLASTER_FONT_COUNTRY : KLASTER_FONT_REGION;

        upper = g_utf8_strup (name, -1);
        klaster_label_wrap (font, self->scale, upper, PLACE_WIDTH * self->scale, &text);
        place_centred (self, &text, font, &palette->region_text, &palette->place_halo, x, y, G_MAXUINT);
        break;
      }
    case KLASTER_PLACE_WATER:
      klaster_label_wrap (KLASTER_FONT_WATER, self->scale, name, 110 * self->scale, &text);
      place_centred (self, &text, KLASTER_FONT_WATER, &palette->water_text, &palette->place_halo, x, y, 3);
      break;
    case KLASTER_PLACE_CAPITAL:
    case KLASTER_PLACE_CITY:
    case KLASTER_PLACE_TOWN:
    case KLASTER_PLACE_VILLAGE:
    default:
      {
        KlasterFont font = where->kind == KLASTER_PLACE_CAPITAL ? KLASTER_FONT_CAPITAL
                           : where->kind == KLASTER_PLACE_CITY  ? KLASTER_FONT_CITY
                           : where->kind == KLASTER_PLACE_TOWN  ? KLASTER_FONT_TOWN
                                                                : KLASTER_FONT_VILLAGE;
        double dot = where->kind == KLASTER_PLACE_CAPITAL ? 3.5 : where->kind == KLASTER_PLACE_CITY ? 2.8 : 2.0;
        KlasterRect spot = { x - dot - 1, y - dot - 1, x + dot + 1, y + dot + 1 };

        klaster_label_wrap (font, self->scale, name, PLACE_WIDTH * self->scale, &text);
        /* From afar a town is a dot with its name beside it, from near an area with its name in it. */
        if (!far)
          place_centred (self, &text, font, &palette->place_text, &palette->place_halo, x, y, G_MAXUINT);
        else if (!occupied_touches (&self->occupied, &spot))
          {
            if (place (self, &text, font, &palette->place_text, &palette->place_halo, x, y, dot + 3, dot))
              occupied_add (&self->occupied, &spot);
          }
        else
          for (double gap = 14; gap <= 38 && text.n_lines > 0; gap += 12)
            place (self, &text, font, &palette->place_text, &palette->place_halo, x, y, gap * self->scale, 0);
        break;
      }
    }
  klaster_label_text_clear (&text);
}

static void
place_places (Placer   *self,
              gboolean  large)
{
  guint n_places;
  const KlasterPlace *places = klaster_basemap_get_places (&n_places);

  /* The plane of a graph is no part of the earth. */
  if (!(self->scene->flags & KLASTER_MAP_PLACE_LABELS) || self->scene->plan != NULL)
    return;
  for (guint i = 0; i < n_places; i++)
    {
      gboolean is_large = places[i].kind == KLASTER_PLACE_CAPITAL || places[i].kind == KLASTER_PLACE_CITY;

      if (is_large == large && places[i].min_zoom <= floor (self->level->zoom + 0.5)
          && floor (self->level->zoom + 0.5) <= places[i].max_zoom)
        place_place (self, &places[i]);
    }
}

static void
place_overlay (Placer *self)
{
  KlasterGeometry *overlay = self->scene->overlay;

  for (guint i = 0; overlay != NULL && i < klaster_geometry_get_n_features (overlay); i++)
    {
      const char *name = klaster_geometry_get_name (overlay, i, self->scene->style.language);
      KlasterPoint where = klaster_geometry_get_label_position (overlay, i);
      KlasterLabelText text;

      if (name == NULL || *name == '\0')
        continue;
      klaster_label_wrap (KLASTER_FONT_OVERLAY, self->scale, name, PLACE_WIDTH * self->scale, &text);
      place_centred (self, &text, KLASTER_FONT_OVERLAY, &self->scene->palette->overlay_line,
                     &self->scene->palette->place_halo, where.x * self->level->world, where.y * self->level->world,
                     G_MAXUINT);
      klaster_label_text_clear (&text);
    }
}

/* The stretch of @length pixels along the line from @from on; FALSE when it ends before or is not nearly straight. */
static gboolean
find_stretch (const KlasterPoint *points,
              guint               n_points,
              double              world,
              double              from,
              double              length,
              KlasterPoint       *start,
              KlasterPoint       *end)
{
  double run = 0;
  guint found = 0;

  for (guint i = 1; i < n_points && found < 2; i++)
    {
      KlasterPoint a = { points[i - 1].x * world, points[i - 1].y * world };
      KlasterPoint b = { points[i].x * world, points[i].y * world };
      double piece = hypot (b.x - a.x, b.y - a.y);

      while (found < 2 && run + piece >= from + found * length && piece > 0)
        {
          double t = (from + found * length - run) / piece;

          *(found == 0 ? start : end) = (KlasterPoint) { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
          found++;
        }
      run += piece;
    }
  return found == 2 && hypot (end->x - start->x, end->y - start->y) > 0.97 * length;
}

/* Names of rivers run along them, again and again where the river is long. */
static void
place_rivers (Placer *self)
{
  const KlasterBasemapLevel *basemap = klaster_basemap_data_get_level (self->level->zoom);
  const KlasterBasemapShapes *rivers = &basemap->layers[KLASTER_BASEMAP_RIVERS];
  const double every = 640 * self->scale;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_WATER, self->scale, &line_height);

  if (!(self->scene->flags & KLASTER_MAP_PLACE_LABELS) || self->scene->plan != NULL || self->level->zoom < 8)
    return;
  for (guint i = 0; i < rivers->n_features; i++)
    {
      const KlasterBasemapPart *part = &rivers->parts[rivers->features[i].first];
      const char *name = rivers->features[i].names[self->scene->style.language];
      double length = rivers->lengths[part->first + part->n - 1] * self->level->world;
      double width = klaster_label_measure (KLASTER_FONT_WATER, self->scale, name, -1);

      if (*name == '\0')
        continue;
      for (double from = every / 4; from + width < length; from += 60)
        {
          KlasterPoint a, b, middle;
          double angle, half, across;
          KlasterRect rect;
          KlasterMapLabel label;

          if (!find_stretch (rivers->points + part->first, part->n, self->level->world, from, width + 8, &a, &b))
            continue;
          if (a.x > b.x)
            {
              KlasterPoint swap = a;

              a = b;
              b = swap;
            }
          angle = atan2 (b.y - a.y, b.x - a.x);
          /* Above the line, not upon it */
          middle = (KlasterPoint) { (a.x + b.x) / 2 + sin (angle) * line_height * 0.55,
                                    (a.y + b.y) / 2 - cos (angle) * line_height * 0.55 };
          half = fabs (cos (angle)) * width / 2 + fabs (sin (angle)) * line_height / 2 + 5;
          across = fabs (sin (angle)) * width / 2 + fabs (cos (angle)) * line_height / 2 + 5;
          rect = (KlasterRect) { middle.x - half, middle.y - across, middle.x + half, middle.y + across };
          if (is_outside (self, &rect) || occupied_touches (&self->occupied, &rect))
            continue;
          occupied_add (&self->occupied, &rect);
          label = (KlasterMapLabel) {
            .font = KLASTER_FONT_WATER,
            .color = &self->scene->palette->water_text,
            .halo = &self->scene->palette->place_halo,
            .x = middle.x,
            .y = middle.y,
            .align = 0.5,
            .line_height = line_height,
            .rect = rect,
            .turned = TRUE,
            .angle = angle,
            .shift = ascent - line_height / 2,
            .node = KLASTER_NO_INDEX,
          };
          label.text.n_lines = 1;
          label.text.lines[0] = g_strdup (name);
          label.text.width = width;
          g_array_append_val (self->labels, label);
          from += every;
        }
    }
}

/* How many links a bundle stands for, in its middle, where there is room */
static void
place_numbers (Placer *self)
{
  const KlasterMapLevel *level = self->level;

  for (guint i = 0; i < level->n_edges && level->marks; i++)
    {
      const KlasterMapEdge *edge = &level->edges[i];
      const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
      double length = hypot (b->px - a->px, b->py - a->py);
      KlasterPoint middle;
      KlasterLabelText text;
      g_autofree char *number = NULL;

      if (edge->n < 2 || length < a->radius + b->radius + 60)
        continue;
      number = g_strdup_printf ("%u", edge->n);
      middle = klaster_map_curve_point (a->px, a->py,
                                        klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend),
                                        b->px, b->py, 0.5);
      klaster_label_wrap (KLASTER_FONT_SMALL, self->scale, number, MEMBER_WIDTH, &text);
      place_centred (self, &text, KLASTER_FONT_SMALL, &self->scene->palette->text_dim, &self->scene->palette->halo,
                     middle.x, middle.y, 1);
      klaster_label_text_clear (&text);
    }
}

static void
index_labels (KlasterMapLevel *self)
{
  KlasterTileIndexBuilder *builder = klaster_tile_index_builder_new (KLASTER_TILE_SIZE, 2 * self->n_labels);

  for (guint i = 0; i < self->n_labels; i++)
    {
      const KlasterRect *rect = &self->labels[i].rect;

      klaster_tile_index_builder_add (builder, i, rect, MAX (rect->x1 - rect->x0, rect->y1 - rect->y0));
    }
  self->label_index = klaster_tile_index_builder_end (builder);
}

/**
 * klaster_map_level_place_labels:
 * @self: a level with nodes and edges
 * @scene: its scene
 *
 * Who leads first, then cities, then members by rank, then smaller places, names of the overlay, rivers and numbers on
 * bundles. Deterministic. O(labels) as a rule.
 */
void
klaster_map_level_place_labels (KlasterMapLevel *self,
                                KlasterMapScene *scene)
{
  Placer placer = {
    .level = self,
    .scene = scene,
    .labels = g_array_new (FALSE, TRUE, sizeof (KlasterMapLabel)),
    .scale = scene->style.text_scale,
  };

  placer.bounded = scene->plan != NULL ? klaster_graph_plan_get_room (scene->plan, self->zoom, &placer.room)
                                       : scene->seen_zoom > 0 && fabs (scene->seen_zoom - self->zoom) < 1 / 4096.0;
  if (placer.bounded && scene->plan == NULL)
    placer.room = scene->seen;
  occupied_init (&placer.occupied, self->n_nodes + 64);
  occupy_nodes (&placer);
  occupy_ring_names (&placer);
  place_members (&placer, TRUE);
  place_places (&placer, TRUE);
  place_members (&placer, FALSE);
  place_overlay (&placer);
  place_places (&placer, FALSE);
  place_rivers (&placer);
  place_numbers (&placer);
  occupied_clear (&placer.occupied);
  self->n_labels = placer.labels->len;
  self->labels = (KlasterMapLabel *) (gpointer) g_array_free (placer.labels, FALSE);
  index_labels (self);
}
