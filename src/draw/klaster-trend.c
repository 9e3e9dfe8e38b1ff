/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "klaster-trend.h"
#include "klaster-value-text.h"

#define DOT 2.5
#define LINE 1.75
#define FONT_SIZE 11.0

typedef struct
{
  double left, top, width, height;
  double first_day, days;
  double low, span;
} Frame;

static double
get_x (const Frame *frame,
       int          day)
{
  return frame->left + (frame->days > 0 ? (day - frame->first_day) / frame->days : 0.5) * frame->width;
}

static double
get_y (const Frame *frame,
       double       value)
{
  return frame->top + frame->height * (1 - (frame->span > 0 ? (value - frame->low) / frame->span : 0.5));
}

static void
set_color (cairo_t            *cr,
           const KlasterColor *color)
{
  cairo_set_source_rgba (cr, color->red, color->green, color->blue, color->alpha);
}

/* Writes a figure beside a point, above it where there is room; @align: 0 begins there, 1 ends there. */
static void
draw_figure (cairo_t            *cr,
             double              x,
             double              y,
             double              align,
             double              width,
             double              value,
             const KlasterColor *color,
             const KlasterStyle *style)
{
  g_autofree char *text = klaster_number_format (value, style->language);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  int text_width, text_height;

  pango_font_description_set_absolute_size (font, FONT_SIZE * style->text_scale * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  x = CLAMP (x - align * text_width, 0, MAX (0, width - text_width));
  y -= text_height + DOT + 1;
  set_color (cr, color);
  cairo_move_to (cr, x, MAX (0, y));
  pango_cairo_show_layout (cr, layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
draw_target (cairo_t              *cr,
             const Frame          *frame,
             double                target,
             double                width,
             const KlasterPalette *palette)
{
  const double dashes[] = { 4, 3 };
  double y = floor (get_y (frame, target)) + 0.5;

  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_set_line_width (cr, 1);
  set_color (cr, &palette->text_dim);
  cairo_move_to (cr, 0, y);
  cairo_line_to (cr, width, y);
  cairo_stroke (cr);
  cairo_restore (cr);
}

void
klaster_trend_draw (cairo_t                 *cr,
                    const KlasterTrendPoint *points,
                    guint                    n_points,
                    double                   target,
                    double                   width,
                    double                   height,
                    gboolean                 labels,
                    const KlasterStyle      *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double margin = DOT + 1, above = labels ? FONT_SIZE * style->text_scale * 1.4 + margin : margin;
  Frame frame = { margin, above, MAX (1, width - 2 * margin), MAX (1, height - above - margin), 0, 0, INFINITY, 0 };
  double high = -INFINITY;

  for (guint i = 0; i < n_points; i++)
    {
      frame.low = MIN (frame.low, points[i].value);
      high = MAX (high, points[i].value);
    }
  if (!isnan (target))
    {
      frame.low = MIN (frame.low, target);
      high = MAX (high, target);
    }
  if (frame.low > high)
    return;
  frame.span = high - frame.low;
  if (n_points > 0)
    {
      frame.first_day = points[0].day;
      frame.days = points[n_points - 1].day - points[0].day;
    }

  if (!isnan (target))
    draw_target (cr, &frame, target, width, palette);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  set_color (cr, &palette->selection);
  for (guint i = 0; i < n_points; i++)
    cairo_line_to (cr, get_x (&frame, points[i].day), get_y (&frame, points[i].value));
  cairo_stroke (cr);
  for (guint i = 0; i < n_points; i++)
    {
      cairo_arc (cr, get_x (&frame, points[i].day), get_y (&frame, points[i].value), DOT, 0, 2 * G_PI);
      cairo_fill (cr);
    }

  if (!labels)
    return;
  if (n_points > 0)
    draw_figure (cr, get_x (&frame, points[n_points - 1].day), get_y (&frame, points[n_points - 1].value),
                 n_points > 1 ? 1 : 0.5, width, points[n_points - 1].value, &palette->text, style);
  if (n_points > 1)
    draw_figure (cr, get_x (&frame, points[0].day), get_y (&frame, points[0].value), 0, width, points[0].value, &palette->text,
                 style);
  if (!isnan (target))
    draw_figure (cr, width / 2, get_y (&frame, target), 0.5, width, target, &palette->text_dim, style);
}
