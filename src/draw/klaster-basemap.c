/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-basemap-data.h"
#include "klaster-shape.h"

/* Half the widest line, so that what a tile shows does not depend on where it was cut. */
#define MARGIN 10.0
#define HATCH_SPACING 16.0

typedef struct
{
  cairo_t *cr;
  const KlasterBasemapLevel *level;
  const KlasterPalette *palette;
  double zoom;
  double world;        /* pixels around the world */
  double x0, y0;       /* pixel at the origin */
  KlasterRect view;    /* world, MARGIN included */
  GArray *ring, *scratch;
} View;

/**
 * klaster_basemap_get_bounds:
 *
 * Returns: what the data cover, in world coordinates
 */
KlasterRect
klaster_basemap_get_bounds (void)
{
  return klaster_rect_from_lonlat (67.6, 39.5, 72.2, 42.9);
}

/**
 * klaster_basemap_get_focus_bounds:
 *
 * Returns: Tashkent region, in world coordinates
 */
KlasterRect
klaster_basemap_get_focus_bounds (void)
{
  const KlasterBasemapShapes *regions = &klaster_basemap_data_get ()->layers[KLASTER_BASEMAP_REGIONS];
  KlasterRect bounds = KLASTER_RECT_EMPTY;

  for (guint i = 0; i < regions->n_features; i++)
    if (regions->features[i].numbers[1] != 0)
      klaster_rect_add_rect (&bounds, &regions->features[i].bounds);
  return bounds;
}

/**
 * klaster_basemap_get_attribution:
 *
 * Returns: the notice owed to those whose data the basemap is made of; static, not translated
 */
const char *
klaster_basemap_get_attribution (void)
{
  return "© OpenStreetMap contributors · Natural Earth · GeoNames · GSHHG";
}

static double
ramp (double zoom,
      double from,
      double to)
{
  return CLAMP ((zoom - from) / (to - from), 0.0, 1.0);
}

static void
add_ring (View                     *self,
          const KlasterPoint       *points,
          const KlasterBasemapPart *part)
{
  guint n = part->n;

  if (!klaster_rect_intersects (&part->bounds, &self->view))
    return;
  klaster_shape_clip_ring (points + part->first, n, &self->view, self->ring, self->scratch);
  for (guint i = 0; i < self->ring->len; i++)
    {
      KlasterPoint p = g_array_index (self->ring, KlasterPoint, i);

      if (i == 0)
        cairo_move_to (self->cr, p.x * self->world - self->x0, p.y * self->world - self->y0);
      else
        cairo_line_to (self->cr, p.x * self->world - self->x0, p.y * self->world - self->y0);
    }
  if (self->ring->len > 0)
    cairo_close_path (self->cr);
}

static void
add_feature (View                        *self,
             const KlasterBasemapShapes  *shapes,
             const KlasterBasemapFeature *feature)
{
  if (!klaster_rect_intersects (&feature->bounds, &self->view))
    return;
  for (guint i = feature->first; i < feature->first + feature->n; i++)
    add_ring (self, shapes->points, &shapes->parts[i]);
}

static void
add_country (View *self,
             gint64 country)
{
  const KlasterBasemapShapes *countries = &self->level->layers[KLASTER_BASEMAP_COUNTRIES];

  for (guint i = 0; i < countries->n_features; i++)
    if (countries->features[i].numbers[0] == country)
      add_feature (self, countries, &countries->features[i]);
}

/* Strokes those segments of a line that touch the view, with the dashes where they would be had all of it been
 * drawn. */
static void
stroke_feature (View                        *self,
                const KlasterBasemapShapes  *shapes,
                const KlasterBasemapFeature *feature,
                const double                *dashes,
                int                          n_dashes)
{
  if (!klaster_rect_intersects (&feature->bounds, &self->view))
    return;
  for (guint i = feature->first; i < feature->first + feature->n; i++)
    {
      const KlasterBasemapPart *part = &shapes->parts[i];
      gboolean open = FALSE;

      if (!klaster_rect_intersects (&part->bounds, &self->view))
        continue;
      for (guint k = part->first + 1; k < part->first + part->n; k++)
        {
          KlasterPoint a = shapes->points[k - 1], b = shapes->points[k];

          if (!klaster_shape_segment_hits (a, b, &self->view))
            {
              if (open && n_dashes > 0)
                cairo_stroke (self->cr);
              open = FALSE;
              continue;
            }
          if (!open)
            {
              cairo_move_to (self->cr, a.x * self->world - self->x0, a.y * self->world - self->y0);
              if (n_dashes > 0)
                cairo_set_dash (self->cr, dashes, n_dashes, shapes->lengths[k - 1] * self->world);
              open = TRUE;
            }
          cairo_line_to (self->cr, b.x * self->world - self->x0, b.y * self->world - self->y0);
        }
      if (n_dashes > 0)
        cairo_stroke (self->cr);
    }
  if (n_dashes == 0)
    cairo_stroke (self->cr);
  cairo_set_dash (self->cr, NULL, 0, 0);
}

static void
draw_outside (View   *self,
              double  width,
              double  height)
{
  double first = floor ((self->x0 + self->y0) / HATCH_SPACING) * HATCH_SPACING - (self->x0 + self->y0);

  klaster_color_set (&self->palette->outside, self->cr);
  cairo_paint (self->cr);
  /* The lines hang on the world's pixels, not on the view's, so that neighbouring tiles agree. */
  for (double sum = first; sum <= width + height + HATCH_SPACING; sum += HATCH_SPACING)
    {
      cairo_move_to (self->cr, sum + MARGIN, -MARGIN);
      cairo_line_to (self->cr, sum - height - MARGIN, height + MARGIN);
    }
  cairo_set_line_width (self->cr, 1.0);
  klaster_color_set (&self->palette->outside_hatch, self->cr);
  cairo_stroke (self->cr);
}

static void
draw_land (View *self)
{
  const KlasterBasemapShapes *regions = &self->level->layers[KLASTER_BASEMAP_REGIONS];
  KlasterRect bounds = klaster_basemap_get_bounds ();

  /* Neighbours first as one sheet, their own country upon it: no seams shine through along common borders. */
  cairo_rectangle (self->cr, bounds.x0 * self->world - self->x0, bounds.y0 * self->world - self->y0,
                   (bounds.x1 - bounds.x0) * self->world, (bounds.y1 - bounds.y0) * self->world);
  klaster_color_set (&self->palette->land_neighbour, self->cr);
  cairo_fill (self->cr);
  add_country (self, KLASTER_BASEMAP_UZ);
  klaster_color_set (&self->palette->land_country, self->cr);
  cairo_fill (self->cr);
  for (guint i = 0; i < regions->n_features; i++)
    if (regions->features[i].numbers[1] != 0)
      add_feature (self, regions, &regions->features[i]);
  klaster_color_set (&self->palette->land, self->cr);
  cairo_fill (self->cr);
}

static void
paint_mask (View               *self,
            guint8             *mask,
            const KlasterColor *color,
            double              strength)
{
  const KlasterBasemapRelief *relief = klaster_basemap_data_get_relief ();
  KlasterRect bounds = klaster_basemap_get_bounds ();
  double scale = (bounds.x1 - bounds.x0) * self->world / relief->width;
  /* A surface of its own for each call: surfaces must not be shared between threads, their bytes may. */
  cairo_surface_t *surface = cairo_image_surface_create_for_data (mask, CAIRO_FORMAT_A8, relief->width, relief->height,
                                                                  relief->stride);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);
  cairo_matrix_t matrix;

  cairo_matrix_init_scale (&matrix, 1 / scale, 1 / scale);
  cairo_matrix_translate (&matrix, self->x0 - bounds.x0 * self->world, self->y0 - bounds.y0 * self->world);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, scale < 1 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_BILINEAR);
  klaster_color_set_alpha (color, strength, self->cr);
  cairo_mask (self->cr, pattern);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (surface);
}

static void
draw_relief (View *self)
{
  static const KlasterColor black = { 0.11, 0.09, 0.06, 1 }, white = { 1, 1, 1, 1 };
  double strength = self->palette->relief * (1 - ramp (self->zoom, 8.5, 10.5));
  const KlasterBasemapRelief *relief;

  if (strength <= 0.005)
    return;
  relief = klaster_basemap_data_get_relief ();
  /* Darkening by a mask is the same as multiplying with the grey picture, and PDF and SVG keep it. */
  paint_mask (self, relief->shadow, &black, strength);
  paint_mask (self, relief->light, &white, strength * self->palette->relief_light);
}

static void
draw_urban (View *self)
{
  const KlasterBasemapShapes *urban = &self->level->layers[KLASTER_BASEMAP_URBAN];

  /* The footprints are off by up to half a kilometre: they fade where that begins to show. */
  for (guint i = 0; i < urban->n_features; i++)
    add_feature (self, urban, &urban->features[i]);
  klaster_color_set_alpha (&self->palette->urban, 1 - 0.75 * ramp (self->zoom, 10, 13), self->cr);
  cairo_fill (self->cr);
}

static void
draw_water (View *self)
{
  const KlasterBasemapShapes *water = &self->level->layers[KLASTER_BASEMAP_WATER];
  const KlasterBasemapShapes *rivers = &self->level->layers[KLASTER_BASEMAP_RIVERS];
  static const double widths[3][3] = { { 1.4, 2.8, 5.0 }, { 1.0, 2.2, 4.0 }, { 0.5, 1.1, 2.2 } };

  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < rivers->n_features; i++)
    {
      guint rank = CLAMP (rivers->features[i].numbers[0], 1, 3) - 1;
      double low = ramp (self->zoom, 6, 10), high = ramp (self->zoom, 10, 14);
      double width = widths[rank][0] + (widths[rank][1] - widths[rank][0]) * low
                     + (widths[rank][2] - widths[rank][1]) * high;

      if (rank == 2 && self->zoom < 6.5)
        continue;
      cairo_set_line_width (self->cr, width);
      klaster_color_set (&self->palette->water_line, self->cr);
      stroke_feature (self, rivers, &rivers->features[i], NULL, 0);
    }
  for (guint i = 0; i < water->n_features; i++)
    add_feature (self, water, &water->features[i]);
  klaster_color_set (&self->palette->water, self->cr);
  cairo_fill_preserve (self->cr);
  cairo_set_line_width (self->cr, 0.8);
  klaster_color_set (&self->palette->shore, self->cr);
  cairo_stroke (self->cr);
}

static void
draw_lines (View *self)
{
  const KlasterBasemapShapes *lines = &self->level->layers[KLASTER_BASEMAP_LINES];
  static const double province[] = { 6, 4 };

  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_BUTT);
  for (guint i = 0; i < lines->n_features && self->zoom >= 6.5; i++)
    {
      const KlasterBasemapFeature *line = &lines->features[i];
      gboolean own = line->numbers[1] == KLASTER_BASEMAP_UZ;

      if (line->numbers[0] != 4)
        continue;
      cairo_set_line_width (self->cr, own ? 1.1 : 0.8);
      klaster_color_set_alpha (&self->palette->province_line, own ? 1.0 : 0.6, self->cr);
      stroke_feature (self, lines, line, province, G_N_ELEMENTS (province));
    }
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < lines->n_features; i++)
    {
      const KlasterBasemapFeature *line = &lines->features[i];

      if (line->numbers[0] != 2 || !klaster_rect_intersects (&line->bounds, &self->view))
        continue;
      /* A soft band along the inside says which side is whose, as in an atlas. */
      cairo_save (self->cr);
      cairo_new_path (self->cr);
      add_country (self, KLASTER_BASEMAP_UZ);
      cairo_clip (self->cr);
      cairo_set_line_width (self->cr, 4 + 10 * ramp (self->zoom, 5, 9));
      klaster_color_set (&self->palette->country_band, self->cr);
      stroke_feature (self, lines, line, NULL, 0);
      cairo_restore (self->cr);
      cairo_set_line_width (self->cr, 0.9 + 0.5 * ramp (self->zoom, 6, 10));
      klaster_color_set (&self->palette->country_line, self->cr);
      stroke_feature (self, lines, line, NULL, 0);
    }
}

/**
 * klaster_basemap_draw:
 * @cr: in logical pixels
 * @zoom: zoom, may be fractional
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 * @style: palette
 *
 * Draws everything but names. Any thread.
 */
void
klaster_basemap_draw (cairo_t            *cr,
                      double              zoom,
                      double              x0,
                      double              y0,
                      double              width,
                      double              height,
                      const KlasterStyle *style)
{
  KlasterRect bounds = klaster_basemap_get_bounds ();
  double world = klaster_zoom_get_world_size (zoom);
  View view = {
    .cr = cr,
    .level = klaster_basemap_data_get_level (zoom),
    .palette = klaster_palette_get (style),
    .zoom = zoom,
    .world = world,
    .x0 = x0,
    .y0 = y0,
    .view = { (x0 - MARGIN) / world, (y0 - MARGIN) / world, (x0 + width + MARGIN) / world,
              (y0 + height + MARGIN) / world },
  };

  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  if (x0 / world < bounds.x0 || y0 / world < bounds.y0 || view.view.x1 > bounds.x1 || view.view.y1 > bounds.y1)
    draw_outside (&view, width, height);
  if (klaster_rect_intersects (&view.view, &bounds))
    {
      view.ring = g_array_sized_new (FALSE, FALSE, sizeof (KlasterPoint), 4096);
      view.scratch = g_array_sized_new (FALSE, FALSE, sizeof (KlasterPoint), 4096);
      cairo_rectangle (cr, bounds.x0 * world - x0, bounds.y0 * world - y0, (bounds.x1 - bounds.x0) * world,
                       (bounds.y1 - bounds.y0) * world);
      cairo_clip (cr);
      draw_land (&view);
      draw_relief (&view);
      draw_urban (&view);
      draw_water (&view);
      draw_lines (&view);
      g_array_unref (view.ring);
      g_array_unref (view.scratch);
    }
  cairo_restore (cr);
}

/**
 * klaster_basemap_draw_tile:
 * @cr: in logical pixels, the tile's upper left corner at the origin
 * @zoom: whole zoom
 * @x: column
 * @y: row
 * @style: palette
 *
 * Draws a tile of %KLASTER_TILE_SIZE logical pixels. Any thread.
 */
void
klaster_basemap_draw_tile (cairo_t            *cr,
                           int                 zoom,
                           int                 x,
                           int                 y,
                           const KlasterStyle *style)
{
  KlasterRect bounds = klaster_tile_get_bounds (zoom, x, y);
  double world = klaster_zoom_get_world_size (zoom);

  klaster_basemap_draw (cr, zoom, bounds.x0 * world, bounds.y0 * world, KLASTER_TILE_SIZE, KLASTER_TILE_SIZE, style);
}
