/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-label.h"
#include "klaster-projection.h"
#include "klaster-scale-bar.h"

/**
 * klaster_scale_bar_choose:
 * @zoom: zoom, may be fractional
 * @lat: degrees north where the scale is to hold
 * @max_width: logical pixels
 * @metres: (out): the length chosen
 *
 * Returns: its width in logical pixels
 */
double
klaster_scale_bar_choose (double  zoom,
                          double  lat,
                          double  max_width,
                          double *metres)
{
  static const double steps[] = { 5, 2, 1 };
  double per_pixel = klaster_zoom_get_metres_per_pixel (zoom, lat);
  double most = per_pixel * max_width;
  double power = pow (10, floor (log10 (most)));

  *metres = power;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * power <= most)
      {
        *metres = steps[i] * power;
        break;
      }
  return *metres / per_pixel;
}

/**
 * klaster_scale_bar_format:
 * @metres: a round length
 * @language: of the unit
 *
 * Returns: (transfer full): "500 m", "20 km"
 */
char *
klaster_scale_bar_format (double          metres,
                          KlasterLanguage language)
{
  gboolean cyrillic = language == KLASTER_LANGUAGE_UZ_CYRL || language == KLASTER_LANGUAGE_RU;

  if (metres >= 1000)
    return g_strdup_printf ("%.0f\u00a0%s", metres / 1000, cyrillic ? "км" : "km");
  return g_strdup_printf ("%.0f\u00a0%s", metres, cyrillic ? "м" : "m");
}

/**
 * klaster_scale_bar_draw:
 * @cr: in logical pixels
 * @x: left end
 * @y: bottom
 * @zoom: zoom, may be fractional
 * @lat: degrees north where the scale is to hold
 * @max_width: logical pixels
 * @style: palette, language
 *
 * Returns: the width taken
 */
double
klaster_scale_bar_draw (cairo_t            *cr,
                        double              x,
                        double              y,
                        double              zoom,
                        double              lat,
                        double              max_width,
                        const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double metres, width = round (klaster_scale_bar_choose (zoom, lat, max_width, &metres));
  g_autofree char *text = klaster_scale_bar_format (metres, style->language);

  cairo_save (cr);
  cairo_new_path (cr);
  for (guint pass = 0; pass < 2; pass++)
    {
      cairo_move_to (cr, x + 0.5, y - 6.5);
      cairo_line_to (cr, x + 0.5, y - 0.5);
      cairo_line_to (cr, x + width + 0.5, y - 0.5);
      cairo_line_to (cr, x + width + 0.5, y - 6.5);
      cairo_set_line_width (cr, pass == 0 ? 4.0 : 1.4);
      klaster_color_set (pass == 0 ? &palette->halo : &palette->card_text, cr);
      cairo_stroke (cr);
    }
  klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, text, x + width / 2, y - 5, 0.5, &palette->card_text,
                      &palette->halo);
  cairo_restore (cr);
  return width;
}
