/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "draw-support.h"
#include "klaster-basemap.h"

cairo_surface_t *
draw_view (KlasterMapScene    *scene,
           const KlasterStyle *basemap_style,
           double              zoom,
           double              x0,
           double              y0,
           int                 width,
           int                 height,
           int                 scale)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_t *cr;

  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  if (basemap_style != NULL)
    klaster_basemap_draw (cr, zoom, x0, y0, width, height, basemap_style);
  if (scene != NULL)
    klaster_map_scene_draw (scene, cr, zoom, x0, y0, width, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

guint
count_different (cairo_surface_t *a,
                 cairo_surface_t *b,
                 int              tolerance,
                 int             *worst)
{
  int width = cairo_image_surface_get_width (a), height = cairo_image_surface_get_height (a);
  guint n = 0;

  g_assert_cmpint (width, ==, cairo_image_surface_get_width (b));
  g_assert_cmpint (height, ==, cairo_image_surface_get_height (b));
  *worst = 0;
  for (int y = 0; y < height; y++)
    {
      const guint8 *first = cairo_image_surface_get_data (a) + y * cairo_image_surface_get_stride (a);
      const guint8 *second = cairo_image_surface_get_data (b) + y * cairo_image_surface_get_stride (b);

      for (int x = 0; x < width; x++)
        {
          int most = 0;

          for (int k = 0; k < 4; k++)
            most = MAX (most, abs (first[4 * x + k] - second[4 * x + k]));
          *worst = MAX (*worst, most);
          n += most > tolerance;
        }
    }
  return n;
}

KlasterSnapshot *
apply_edit (KlasterSnapshot  *before,
            KlasterEdit      *edit,
            KlasterDelta    **delta)
{
  g_autoptr (GError) error = NULL;

  *delta = klaster_edit_resolve (edit, before, &error);
  g_assert_no_error (error);
  klaster_edit_unref (edit);
  return klaster_snapshot_apply (before, *delta);
}

KlasterPoint
pixel_of (double lon,
          double lat,
          double zoom)
{
  KlasterPoint world = klaster_world_from_lonlat (lon, lat);
  double size = klaster_zoom_get_world_size (zoom);

  return (KlasterPoint) { round (world.x * size), round (world.y * size) };
}

static gboolean
stream_contains (const char *data,
                 gsize       size,
                 const char *text)
{
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GInputStream) base = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (base, G_CONVERTER (decompressor));
  g_autoptr (GByteArray) plain = g_byte_array_new ();
  guint8 buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_byte_array_append (plain, buffer, (guint) n);

  return plain->len > 0 && memmem (plain->data, plain->len, text, strlen (text)) != NULL;
}

gboolean
pdf_contains (const char *data,
              gsize       size,
              const char *text)
{
  const char *at = data, *end = data + size;

  if (memmem (data, size, text, strlen (text)))
    return TRUE;
  while ((at = memmem (at, (gsize) (end - at), "stream\n", 7)))
    {
      at += 7;
      if (stream_contains (at, (gsize) (end - at), text))
        return TRUE;
    }

  return FALSE;
}
