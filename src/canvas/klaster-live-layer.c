/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The topmost layer of a map: what changes with the pointer is drawn here each frame, and gestures sit on it.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-live-layer.h"

struct _KlasterLiveLayer
{
  ShumateLayer parent_instance;

  KlasterLiveDrawFunc draw;
  gpointer user_data;
};

G_DEFINE_FINAL_TYPE (KlasterLiveLayer, klaster_live_layer, SHUMATE_TYPE_LAYER)

static void
klaster_live_layer_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  KlasterLiveLayer *self = KLASTER_LIVE_LAYER (widget);

  self->draw (snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget), self->user_data);
}

/* libshumate's layers let everything through to the map. */
static gboolean
klaster_live_layer_contains (GtkWidget *widget,
                             double     x,
                             double     y)
{
  return x >= 0 && y >= 0 && x < gtk_widget_get_width (widget) && y < gtk_widget_get_height (widget);
}

static void
klaster_live_layer_class_init (KlasterLiveLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = klaster_live_layer_snapshot;
  widget_class->contains = klaster_live_layer_contains;
}

static void
klaster_live_layer_init (KlasterLiveLayer *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * klaster_live_layer_new:
 * @viewport: what part of the map is seen
 * @draw: (scope forever): draws
 * @user_data: for @draw; must outlive the layer
 *
 * Returns: (transfer floating): a layer that is drawn again whenever the viewport moves
 */
ShumateLayer *
klaster_live_layer_new (ShumateViewport     *viewport,
                        KlasterLiveDrawFunc  draw,
                        gpointer             user_data)
{
  KlasterLiveLayer *self;

  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);
  g_return_val_if_fail (draw != NULL, NULL);

  self = g_object_new (KLASTER_TYPE_LIVE_LAYER, "viewport", viewport, NULL);
  self->draw = draw;
  self->user_data = user_data;
  g_signal_connect_object (viewport, "notify", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);

  return SHUMATE_LAYER (self);
}
