/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-graph-plan.h"
#include "klaster-label.h"
#include "klaster-language.h"

#define NAME_WIDTH 104.0
#define MOST_NAME_WIDTH 260.0
#define NAME_WIDTH_STEP 12.0
#define NAME_MARGIN 14.0
/* From the middle of a row's first symbols to the line above them, in the unit of layouts */
#define LANE_ABOVE 31.0
#define RING_MARGIN 20.0
/* What a name below a symbol and the symbol itself reach to */
#define BELOW 52.0
#define ABOVE 20.0
#define BESIDE 48.0

struct _KlasterGraphPlan
{
  gatomicrefcount ref_count;
  KlasterLayoutKind kind;
  KlasterLayoutPosition *positions;
  guint n_positions;
  KlasterLayoutBand *bands;
  guint n_bands;
  int zoom;                /* its own */
  double scale_x, scale_y; /* world coordinates for a unit */
  double width, height;    /* of the space to fill, logical pixels; 0: none was given */
  double beside;           /* at both sides of that, where names may still go */
};

static const char *const unplaced_names[KLASTER_N_LANGUAGES] = {
  [KLASTER_LANGUAGE_UZ] = "Xaritada oʻrni yoʻq",
  [KLASTER_LANGUAGE_UZ_CYRL] = "Харитада ўрни йўқ",
  [KLASTER_LANGUAGE_RU] = "Без места на карте",
  [KLASTER_LANGUAGE_EN] = "Without a place",
};

static KlasterRect
get_extents (const KlasterGraphPlan *self)
{
  KlasterRect extents = KLASTER_RECT_EMPTY;

  for (guint i = 0; i < self->n_positions; i++)
    klaster_rect_add_point (&extents, self->positions[i].x, self->positions[i].y);
  for (guint i = 0; i < self->n_bands && self->kind == KLASTER_LAYOUT_CORE; i++)
    {
      klaster_rect_add_point (&extents, -self->bands[i].end - RING_MARGIN, -self->bands[i].end - RING_MARGIN);
      klaster_rect_add_point (&extents, self->bands[i].end + RING_MARGIN, self->bands[i].end + RING_MARGIN);
    }
  return extents;
}

/* Rows may be pulled apart as far as there is room; where directions mean something only a little. */
static void
fit (KlasterGraphPlan *self,
     double            width,
     double            height)
{
  double stretch = self->kind == KLASTER_LAYOUT_LEVEL ? 2.4 : self->kind == KLASTER_LAYOUT_CORE ? 1.6 : 1.25;
  KlasterRect extents = get_extents (self);
  double scale_x, scale_y, scale, most, world;

  if (klaster_rect_is_empty (&extents) || width <= 0 || height <= 0)
    {
      width = height = 1;
      extents = (KlasterRect) { 0, 0, 1, 1 };
    }
  else
    {
      width = MAX (width - 2 * BESIDE, 64);
      height = MAX (height - ABOVE - BELOW, 64);
    }
  scale_x = width / MAX (extents.x1 - extents.x0, 1e-3);
  scale_y = height / MAX (extents.y1 - extents.y0, 1e-3);
  scale = MIN (scale_x, scale_y);
  while (scale < 0.95 && self->zoom > 0)
    {
      scale *= 2;
      scale_x *= 2;
      scale_y *= 2;
      self->zoom--;
    }
  /* Few members are not blown up to fill a large sheet. */
  most = MIN (scale, 1.5);
  world = klaster_zoom_get_world_size (KLASTER_GRAPH_ZOOM);
  self->scale_x = MIN (scale_x, most * stretch) / world;
  self->scale_y = MIN (scale_y, most * stretch) / world;
}

/**
 * klaster_graph_plan_new:
 * @kind: which layout
 * @positions: (array length=n_positions): of members, ascending by id; copied
 * @n_positions: their number
 * @bands: (array length=n_bands): rows or rings; copied
 * @n_bands: their number
 * @width: of the space to fill, logical pixels; 0: the layout is drawn as it is
 * @height: the same, downwards
 *
 * Returns: (transfer full): a plan
 */
KlasterGraphPlan *
klaster_graph_plan_new (KlasterLayoutKind            kind,
                        const KlasterLayoutPosition *positions,
                        guint                        n_positions,
                        const KlasterLayoutBand     *bands,
                        guint                        n_bands,
                        double                       width,
                        double                       height)
{
  KlasterGraphPlan *self = g_new0 (KlasterGraphPlan, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->positions = g_memdup2 (positions, n_positions * sizeof *positions);
  self->n_positions = n_positions;
  self->bands = g_memdup2 (bands, n_bands * sizeof *bands);
  self->n_bands = n_bands;
  self->width = width;
  self->height = height;
  self->zoom = KLASTER_GRAPH_ZOOM;
  fit (self, width, height);
  return self;
}

/**
 * klaster_graph_plan_fit:
 * @self: a plan
 * @width: of the space to fill, logical pixels
 * @height: the same, downwards
 *
 * Returns: (transfer full): the same layout, stretched for that space
 */
KlasterGraphPlan *
klaster_graph_plan_fit (const KlasterGraphPlan *self,
                        double                  width,
                        double                  height)
{
  return klaster_graph_plan_new (self->kind, self->positions, self->n_positions, self->bands, self->n_bands, width, height);
}

/**
 * klaster_graph_plan_ref:
 * @self: a plan
 *
 * Returns: (transfer full): @self
 */
KlasterGraphPlan *
klaster_graph_plan_ref (KlasterGraphPlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_graph_plan_unref:
 * @self: (transfer full): a plan
 */
void
klaster_graph_plan_unref (KlasterGraphPlan *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->positions);
  g_free (self->bands);
  g_free (self);
}

/**
 * klaster_graph_plan_get_kind:
 * @self: a plan
 *
 * Returns: which layout it shows
 */
KlasterLayoutKind
klaster_graph_plan_get_kind (const KlasterGraphPlan *self)
{
  return self->kind;
}

/**
 * klaster_graph_plan_get_positions:
 * @self: a plan
 * @n_positions: (out): their number
 *
 * Returns: (transfer none) (array length=n_positions): what the layout says, ascending by id
 */
const KlasterLayoutPosition *
klaster_graph_plan_get_positions (const KlasterGraphPlan *self,
                                  guint                  *n_positions)
{
  *n_positions = self->n_positions;
  return self->positions;
}

/**
 * klaster_graph_plan_to_world:
 * @self: a plan
 * @layout: in the unit of layouts
 *
 * Returns: world coordinates
 */
KlasterPoint
klaster_graph_plan_to_world (const KlasterGraphPlan *self,
                             KlasterPoint            layout)
{
  /* Nothing lies outside of the plane, whatever a file says. */
  return (KlasterPoint) { CLAMP (0.5 + layout.x * self->scale_x, 0.01, 0.99),
                          CLAMP (0.5 + layout.y * self->scale_y, 0.01, 0.99) };
}

/**
 * klaster_graph_plan_to_layout:
 * @self: a plan
 * @world: world coordinates
 *
 * Returns: in the unit of layouts
 */
KlasterPoint
klaster_graph_plan_to_layout (const KlasterGraphPlan *self,
                              KlasterPoint            world)
{
  return (KlasterPoint) { (world.x - 0.5) / self->scale_x, (world.y - 0.5) / self->scale_y };
}

static const KlasterLayoutPosition *
find (const KlasterGraphPlan *self,
      gint64                  id)
{
  guint low = 0, high = self->n_positions;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->positions[middle].id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_positions && self->positions[low].id == id ? &self->positions[low] : NULL;
}

/**
 * klaster_graph_plan_find:
 * @self: a plan
 * @id: of an institution
 * @world: (out): where it lies
 *
 * Returns: whether it is in the plan
 */
gboolean
klaster_graph_plan_find (const KlasterGraphPlan *self,
                         gint64                  id,
                         KlasterPoint           *world)
{
  const KlasterLayoutPosition *position = find (self, id);

  if (position == NULL)
    return FALSE;
  *world = klaster_graph_plan_to_world (self, (KlasterPoint) { position->x, position->y });
  return TRUE;
}

/**
 * klaster_graph_plan_get_zoom:
 * @self: a plan
 *
 * Returns: the zoom at which it fills its space
 */
int
klaster_graph_plan_get_zoom (const KlasterGraphPlan *self)
{
  return self->zoom;
}

/**
 * klaster_graph_plan_get_size:
 * @self: a plan
 * @width: (out): of the space that it was made to fill, logical pixels; 0: of none
 * @height: (out): the same, downwards
 */
void
klaster_graph_plan_get_size (const KlasterGraphPlan *self,
                             double                 *width,
                             double                 *height)
{
  *width = self->width;
  *height = self->height;
}

/**
 * klaster_graph_plan_get_bounds:
 * @self: a plan
 * @bounds: (out): world coordinates
 *
 * Returns: %FALSE when it has no members
 */
gboolean
klaster_graph_plan_get_bounds (const KlasterGraphPlan *self,
                               KlasterRect            *bounds)
{
  double world = klaster_zoom_get_world_size (self->zoom);
  KlasterRect extents = get_extents (self);
  KlasterPoint first, last;

  if (klaster_rect_is_empty (&extents))
    return FALSE;
  first = klaster_graph_plan_to_world (self, (KlasterPoint) { extents.x0, extents.y0 });
  last = klaster_graph_plan_to_world (self, (KlasterPoint) { extents.x1, extents.y1 });
  *bounds = (KlasterRect) { first.x, first.y, last.x, last.y };
  /* Names and symbols keep their size when the plane is stretched. */
  bounds->x0 -= BESIDE / world;
  bounds->x1 += BESIDE / world;
  bounds->y0 -= ABOVE / world;
  bounds->y1 += BELOW / world;
  return TRUE;
}

/**
 * klaster_graph_plan_set_beside:
 * @self: a plan that nothing else uses yet
 * @beside: logical pixels at both sides of the space that it fills
 *
 * Says where names may go although members keep clear of it: between the cards at the edges of a view.
 */
void
klaster_graph_plan_set_beside (KlasterGraphPlan *self,
                               double            beside)
{
  self->beside = beside;
}

/**
 * klaster_graph_plan_get_room:
 * @self: a plan
 * @zoom: a zoom
 * @room: (out): pixels of the plane at @zoom
 *
 * The space that is seen when the plan fills it: names that leave it would be cut, or lie on those of the rows.
 *
 * Returns: %FALSE at other zooms, where one looks at a part of it anyway, and when it fills none
 */
gboolean
klaster_graph_plan_get_room (const KlasterGraphPlan *self,
                             double                  zoom,
                             KlasterRect            *room)
{
  double world = klaster_zoom_get_world_size (self->zoom), beside, above;

  if (self->width <= 0 || self->height <= 0 || zoom != self->zoom || !klaster_graph_plan_get_bounds (self, room))
    return FALSE;
  *room = (KlasterRect) { room->x0 * world, room->y0 * world, room->x1 * world, room->y1 * world };
  beside = MAX (0, (self->width - (room->x1 - room->x0)) / 2);
  above = MAX (0, (self->height - (room->y1 - room->y0)) / 2);
  *room = (KlasterRect) { room->x0 - beside, room->y0 - above, room->x1 + beside + self->beside, room->y1 + above };
  /* The names of rows stand at the left. */
  if (self->kind != KLASTER_LAYOUT_LEVEL)
    room->x0 -= self->beside;
  return TRUE;
}

/**
 * klaster_graph_plan_same_ground:
 * @a: (nullable): a plan
 * @b: (nullable): another
 *
 * Returns: whether klaster_graph_plan_draw_ground() draws the same for both
 */
gboolean
klaster_graph_plan_same_ground (const KlasterGraphPlan *a,
                                const KlasterGraphPlan *b)
{
  if (a == NULL || b == NULL || a == b)
    return a == b;
  if (a->n_bands == 0 && b->n_bands == 0)
    return TRUE;
  if (a->kind != b->kind || a->n_bands != b->n_bands || a->scale_x != b->scale_x || a->scale_y != b->scale_y)
    return FALSE;
  for (guint i = 0; i < a->n_bands; i++)
    if (a->bands[i].begin != b->bands[i].begin || a->bands[i].end != b->bands[i].end
        || a->bands[i].level != b->bands[i].level)
      return FALSE;
  return TRUE;
}

/* (transfer full): what stands in the band: "School", "Lyceum · Vocational school" */
static char *
get_name (const KlasterGraphPlan  *self,
          const KlasterLayoutBand *band,
          KlasterSnapshot         *snapshot,
          KlasterLanguage          language)
{
  const char *list = self->kind == KLASTER_LAYOUT_CORE ? "institution_roles" : "institution_kinds";
  const char *const *tokens = klaster_schema_get_tokens (list);
  guint32 bits = self->kind == KLASTER_LAYOUT_CORE ? band->roles : band->kinds;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (self->kind == KLASTER_LAYOUT_MAP)
    return g_strdup (unplaced_names[language]);
  for (guint i = 0; tokens[i] != NULL; i++)
    if (bits & 1u << i)
      g_ptr_array_add (names, (gpointer) klaster_vocabulary_get_name (snapshot, list, tokens[i], language));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (" · ", (char **) names->pdata);
}

/* How wide the names of rows may be: as narrow as leaves them whole; a window is too narrow for that, where its names can be
 * read elsewhere. */
static double
get_name_width (const KlasterGraphPlan *self,
                KlasterSnapshot        *snapshot,
                const KlasterStyle     *style)
{
  double width = NAME_WIDTH;

  if (style->theme != KLASTER_THEME_PRINT)
    return width;
  for (guint i = 0; i < self->n_bands && self->kind == KLASTER_LAYOUT_LEVEL; i++)
    {
      g_autofree char *name = get_name (self, &self->bands[i], snapshot, style->language);
      gboolean shortened = TRUE;

      while (shortened && width < MOST_NAME_WIDTH)
        {
          KlasterLabelText text;

          klaster_label_wrap (KLASTER_FONT_SMALL, style->text_scale, name, width * style->text_scale, &text);
          shortened = text.shortened;
          klaster_label_text_clear (&text);
          if (shortened)
            width += NAME_WIDTH_STEP;
        }
    }

  return width;
}

/**
 * klaster_graph_plan_get_names_width:
 * @self: a plan
 * @snapshot: the project's own words
 * @style: language, text size
 *
 * Returns: logical pixels at the left that members should keep clear of
 */
double
klaster_graph_plan_get_names_width (const KlasterGraphPlan *self,
                                    KlasterSnapshot        *snapshot,
                                    const KlasterStyle     *style)
{
  double width = 0, most = get_name_width (self, snapshot, style);

  for (guint i = 0; i < self->n_bands && self->kind == KLASTER_LAYOUT_LEVEL; i++)
    {
      g_autofree char *name = get_name (self, &self->bands[i], snapshot, style->language);
      KlasterLabelText text;

      klaster_label_wrap (KLASTER_FONT_SMALL, style->text_scale, name, most * style->text_scale, &text);
      width = MAX (width, text.width);
      klaster_label_text_clear (&text);
    }
  return width > 0 ? ceil (width) + NAME_MARGIN : 0;
}

static void
draw_ring (const KlasterGraphPlan *self,
           cairo_t                *cr,
           double                  x,
           double                  y,
           double                  world,
           double                  inner,
           double                  outer,
           const KlasterPalette   *palette)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, self->scale_x * world, self->scale_y * world);
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, outer, 0, 2 * G_PI);
  if (inner > 0)
    {
      cairo_new_sub_path (cr);
      cairo_arc_negative (cr, 0, 0, inner, 2 * G_PI, 0);
    }
  cairo_restore (cr);
  klaster_color_set_alpha (&palette->text, 0.05, cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1);
  klaster_color_set_alpha (&palette->text, 0.1, cr);
  cairo_stroke (cr);
}

/**
 * klaster_graph_plan_draw_ground:
 * @self: a plan
 * @cr: in logical pixels
 * @zoom: zoom
 * @x0: pixel of the plane at the context's origin
 * @y0: pixel of the plane at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 * @style: palette
 *
 * Any thread.
 */
void
klaster_graph_plan_draw_ground (const KlasterGraphPlan *self,
                                cairo_t                *cr,
                                double                  zoom,
                                double                  x0,
                                double                  y0,
                                double                  width,
                                double                  height,
                                const KlasterStyle     *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double world = klaster_zoom_get_world_size (zoom), middle = 0.5 * world;

  cairo_save (cr);
  for (guint i = 0; i < self->n_bands; i++)
    {
      const KlasterLayoutBand *band = &self->bands[i];

      if (self->kind == KLASTER_LAYOUT_CORE)
        {
          if (band->end > 0)
            draw_ring (self, cr, middle - x0, middle - y0, world, MAX (band->begin - RING_MARGIN, 0),
                       band->end + RING_MARGIN, palette);
        }
      else if (i > 0 || self->kind == KLASTER_LAYOUT_MAP)
        {
          double y = floor (middle + (band->begin - LANE_ABOVE) * self->scale_y * world - y0) + 0.5;

          if (y < -1 || y > height + 1)
            continue;
          cairo_move_to (cr, 0, y);
          cairo_line_to (cr, width, y);
          cairo_set_line_width (cr, 1);
          klaster_color_set_alpha (&palette->text, 0.1, cr);
          cairo_stroke (cr);
        }
    }
  cairo_restore (cr);
}

/**
 * klaster_graph_plan_list_ring_names:
 * @self: a plan
 * @snapshot: the project's own words
 * @zoom: zoom
 * @style: language, text size
 * @rects: (element-type KlasterRect): to append to
 */
void
klaster_graph_plan_list_ring_names (const KlasterGraphPlan *self,
                                    KlasterSnapshot        *snapshot,
                                    double                  zoom,
                                    const KlasterStyle     *style,
                                    GArray                 *rects)
{
  double world = klaster_zoom_get_world_size (zoom), middle = 0.5 * world, line_height;

  klaster_label_get_ascent (KLASTER_FONT_SMALL, style->text_scale, &line_height);
  for (guint i = 0; i < self->n_bands && self->kind == KLASTER_LAYOUT_CORE; i++)
    if (self->bands[i].end > 0)
      {
        g_autofree char *name = get_name (self, &self->bands[i], snapshot, style->language);
        double half = klaster_label_measure (KLASTER_FONT_SMALL, style->text_scale, name, -1) / 2;
        double y = middle - (self->bands[i].end + RING_MARGIN) * self->scale_y * world;
        KlasterRect rect = { middle - half, y - line_height / 2, middle + half, y + line_height / 2 };

        g_array_append_val (rects, rect);
      }
}

static void
shorten (KlasterLabelText *text,
         guint             n_lines)
{
  g_autofree char *last = NULL;

  if (text->n_lines <= n_lines)
    return;
  while (text->n_lines > n_lines)
    g_clear_pointer (&text->lines[--text->n_lines], g_free);
  last = g_steal_pointer (&text->lines[n_lines - 1]);
  text->lines[n_lines - 1] = g_str_has_suffix (last, "…") ? g_steal_pointer (&last) : g_strconcat (last, "…", NULL);
}

/* Where the name of a row stands: in the middle of it, as far as that is seen */
static double
get_row_middle (const KlasterGraphPlan *self,
                guint                   row,
                double                  world,
                double                  y0,
                double                  height)
{
  double top = 0.5 * world + self->bands[row].begin * self->scale_y * world - y0;
  double bottom = 0.5 * world + self->bands[row].end * self->scale_y * world - y0;

  return (CLAMP (top, 0, height) + CLAMP (bottom, 0, height)) / 2;
}

/**
 * klaster_graph_plan_draw_names:
 * @self: a plan
 * @snapshot: the project's own words
 * @cr: in logical pixels
 * @zoom: zoom
 * @x0: pixel of the plane at the context's origin
 * @y0: pixel of the plane at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 * @style: palette, language, text size
 *
 * Any thread.
 */
void
klaster_graph_plan_draw_names (const KlasterGraphPlan *self,
                               KlasterSnapshot        *snapshot,
                               cairo_t                *cr,
                               double                  zoom,
                               double                  x0,
                               double                  y0,
                               double                  width,
                               double                  height,
                               const KlasterStyle     *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double world = klaster_zoom_get_world_size (zoom), middle = 0.5 * world;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_SMALL, style->text_scale, &line_height);
  double free_from = -G_MAXDOUBLE, name_width = get_name_width (self, snapshot, style);

  for (guint i = 0; i < self->n_bands; i++)
    {
      const KlasterLayoutBand *band = &self->bands[i];
      g_autofree char *name = get_name (self, band, snapshot, style->language);
      gboolean ring = self->kind == KLASTER_LAYOUT_CORE;
      double x = NAME_MARGIN / 2, y, align = 0;
      KlasterLabelText text;

      if (ring && band->end <= 0)
        continue;
      klaster_label_wrap (KLASTER_FONT_SMALL, style->text_scale, name, (ring ? 3 * NAME_WIDTH : name_width) * style->text_scale,
                          &text);
      if (ring)
        {
          x = middle - x0;
          y = middle - (band->end + RING_MARGIN) * self->scale_y * world - y0 - line_height * text.n_lines / 2;
          align = 0.5;
        }
      else
        {
          double centre = get_row_middle (self, i, world, y0, height), top = middle + band->begin * self->scale_y * world - y0;
          double above = i > 0 ? centre - get_row_middle (self, i - 1, world, y0, height) : G_MAXDOUBLE;
          double below = i + 1 < self->n_bands ? get_row_middle (self, i + 1, world, y0, height) - centre : G_MAXDOUBLE;

          /* With large text a narrow row has room for less, and where not even one line has room, for none. */
          if (self->kind == KLASTER_LAYOUT_LEVEL)
            shorten (&text, (guint) CLAMP (MIN (above, below) / line_height, 1, KLASTER_LABEL_MAX_LINES));
          y = centre - line_height * text.n_lines / 2;
          if (top > height + line_height || middle + band->end * self->scale_y * world - y0 < -line_height || y < free_from)
            {
              klaster_label_text_clear (&text);
              continue;
            }
          free_from = y + line_height * text.n_lines;
        }
      for (guint line = 0; line < text.n_lines; line++)
        klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, text.lines[line], round (x),
                            round (y + ascent + line * line_height), align, &palette->text_dim, &palette->halo);
      klaster_label_text_clear (&text);
    }
}
