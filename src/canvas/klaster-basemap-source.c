/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The offline map as a source of tiles for libshumate: drawn by Cairo on workers. libshumate remembers tiles by the
 * source's id and cannot be told to forget them, so everything that changes how they look is part of the id.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <gtk/gtk.h>

#include "klaster-basemap-source.h"
#include "klaster-picture.h"
#include "klaster-projection.h"
#include "klaster-tile-fill.h"

#define MAX_THREADS 2

struct _KlasterBasemapSource
{
  ShumateMapSource parent_instance;

  KlasterBasemapDrawFunc draw;
  KlasterStyle style;
  int scale_factor;
};

G_DEFINE_FINAL_TYPE (KlasterBasemapSource, klaster_basemap_source, SHUMATE_TYPE_MAP_SOURCE)

static GdkPaintable *
draw_tile (ShumateMapSource       *source,
           const KlasterTileFill  *fill,
           GError                **error)
{
  KlasterBasemapSource *self = KLASTER_BASEMAP_SOURCE (source);
  int size = KLASTER_TILE_SIZE * self->scale_factor;
  cairo_surface_t *surface;
  cairo_t *cr;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_surface_set_device_scale (surface, self->scale_factor, self->scale_factor);
  cr = cairo_create (surface);
  self->draw (cr, fill->zoom, fill->x, fill->y, &self->style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "A tile of the offline map could not be drawn: %s",
                   cairo_status_to_string (cairo_surface_status (surface)));
      cairo_surface_destroy (surface);
      return NULL;
    }

  return GDK_PAINTABLE (klaster_picture_new (surface));
}

static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;

  if (g_once_init_enter (&pool))
    {
      GThreadPool *created =
        klaster_tile_fill_pool_new (draw_tile, CLAMP ((int) g_get_num_processors () - 1, 1, MAX_THREADS));

      g_once_init_leave (&pool, created);
    }

  return pool;
}

static void
klaster_basemap_source_fill_tile_async (ShumateMapSource    *source,
                                        ShumateTile         *tile,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  klaster_tile_fill_async (source, tile, get_pool (), cancellable, callback, user_data);
}

static void
klaster_basemap_source_class_init (KlasterBasemapSourceClass *klass)
{
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  source_class->fill_tile_async = klaster_basemap_source_fill_tile_async;
  source_class->fill_tile_finish = klaster_tile_fill_finish;
}

static void
klaster_basemap_source_init (KlasterBasemapSource *self)
{
}

/**
 * klaster_basemap_source_new:
 * @draw: draws one tile
 * @style: how; copied
 * @scale_factor: device pixels to a logical pixel
 * @attribution: who made the data
 *
 * Returns: (transfer full): a source whose id tells style, language and scale factor
 */
ShumateMapSource *
klaster_basemap_source_new (KlasterBasemapDrawFunc  draw,
                            const KlasterStyle     *style,
                            int                     scale_factor,
                            const char             *attribution)
{
  KlasterBasemapSource *self;
  g_autofree char *key = NULL;
  g_autofree char *id = NULL;

  g_return_val_if_fail (draw != NULL, NULL);
  g_return_val_if_fail (style != NULL, NULL);
  g_return_val_if_fail (scale_factor > 0, NULL);

  key = klaster_style_get_key (style);
  id = g_strdup_printf ("klaster-offline-%s@%d", key, scale_factor);
  self = g_object_new (KLASTER_TYPE_BASEMAP_SOURCE,
                       "id", id,
                       "license", attribution,
                       "min-zoom-level", 0,
                       "max-zoom-level", KLASTER_MAX_ZOOM,
                       "tile-size", KLASTER_TILE_SIZE,
                       NULL);
  self->draw = draw;
  self->style = *style;
  self->scale_factor = scale_factor;

  return SHUMATE_MAP_SOURCE (self);
}
