/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A layer of a map that shows what a KlasterTileCache holds.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>

#include "klaster-picture.h"
#include "klaster-projection.h"
#include "klaster-tile-layer.h"

struct _KlasterTileLayer
{
  ShumateLayer parent_instance;

  KlasterTileCache *cache;
};

G_DEFINE_FINAL_TYPE (KlasterTileLayer, klaster_tile_layer, SHUMATE_TYPE_LAYER)

static void
klaster_tile_layer_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (klaster_tile_layer_parent_class)->realize (widget);
  klaster_picture_follow_renderer (widget);
}

static void
klaster_tile_layer_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  KlasterTileLayer *self = KLASTER_TILE_LAYER (widget);
  KlasterTileView view;

  klaster_viewport_get_view (shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget, &view);
  klaster_tile_cache_set_scale_factor (self->cache, gtk_widget_get_scale_factor (widget));
  klaster_tile_cache_snapshot (self->cache, snapshot, &view);
}

static void
klaster_tile_layer_dispose (GObject *object)
{
  KlasterTileLayer *self = KLASTER_TILE_LAYER (object);

  if (self->cache)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  g_clear_object (&self->cache);

  G_OBJECT_CLASS (klaster_tile_layer_parent_class)->dispose (object);
}

static void
klaster_tile_layer_class_init (KlasterTileLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_tile_layer_dispose;
  widget_class->realize = klaster_tile_layer_realize;
  widget_class->snapshot = klaster_tile_layer_snapshot;
}

static void
klaster_tile_layer_init (KlasterTileLayer *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_tile_layer_new:
 * @viewport: what part of the map is seen
 * @cache: the pictures; a reference is taken
 *
 * Returns: (transfer floating): a layer
 */
ShumateLayer *
klaster_tile_layer_new (ShumateViewport  *viewport,
                        KlasterTileCache *cache)
{
  KlasterTileLayer *self;

  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);
  g_return_val_if_fail (KLASTER_IS_TILE_CACHE (cache), NULL);

  self = g_object_new (KLASTER_TYPE_TILE_LAYER, "viewport", viewport, NULL);
  self->cache = g_object_ref (cache);
  g_signal_connect_swapped (cache, "updated", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  return SHUMATE_LAYER (self);
}

/**
 * klaster_viewport_get_view:
 * @viewport: a viewport
 * @widget: the widget that shows it
 * @view: (out): what @widget shows, in pixels of the projection
 *
 * On whole zooms the corner lies on a whole pixel, so that tiles, symbols and rings over them are crisp and agree.
 */
void
klaster_viewport_get_view (ShumateViewport *viewport,
                           GtkWidget       *widget,
                           KlasterTileView *view)
{
  double zoom, size;
  KlasterPoint centre;

  g_return_if_fail (SHUMATE_IS_VIEWPORT (viewport));
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (view != NULL);

  zoom = shumate_viewport_get_zoom_level (viewport);
  size = klaster_zoom_get_world_size (zoom);
  centre = klaster_world_from_lonlat (shumate_location_get_longitude (SHUMATE_LOCATION (viewport)),
                                      shumate_location_get_latitude (SHUMATE_LOCATION (viewport)));
  view->zoom = zoom;
  view->width = gtk_widget_get_width (widget);
  view->height = gtk_widget_get_height (widget);
  view->x0 = centre.x * size - view->width / 2;
  view->y0 = centre.y * size - view->height / 2;
  if (zoom == floor (zoom))
    {
      view->x0 = round (view->x0);
      view->y0 = round (view->y0);
    }
}
