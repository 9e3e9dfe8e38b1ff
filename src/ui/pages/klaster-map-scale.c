/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scale of a map, drawn as on paper.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-map-scale.h"
#include "klaster-scale-bar.h"
#include "klaster-symbol-image.h"

#define MAX_WIDTH 110
#define HEIGHT 24

struct _KlasterMapScale
{
  GtkWidget parent_instance;

  double zoom;
  double latitude;
};

G_DEFINE_FINAL_TYPE (KlasterMapScale, klaster_map_scale, GTK_TYPE_WIDGET)

static void
klaster_map_scale_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  double text_scale = klaster_widget_get_style (widget).text_scale;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int) (MAX_WIDTH * text_scale) + 8;
  else
    *minimum = *natural = (int) (HEIGHT * text_scale);
}

static void
klaster_map_scale_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  KlasterMapScale *self = KLASTER_MAP_SCALE (widget);
  KlasterStyle style = klaster_widget_get_style (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  klaster_scale_bar_draw (cr, 4, height - 4, self->zoom, self->latitude, MAX_WIDTH * style.text_scale, &style);
  cairo_destroy (cr);
}

static void
klaster_map_scale_class_init (KlasterMapScaleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = klaster_map_scale_measure;
  widget_class->snapshot = klaster_map_scale_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
klaster_map_scale_init (KlasterMapScale *self)
{
  self->zoom = 9;
  self->latitude = 41;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/**
 * klaster_map_scale_set_view:
 * @self: a scale bar
 * @zoom: of the map
 * @latitude: of its middle, degrees
 *
 * Shows the scale there.
 */
void
klaster_map_scale_set_view (KlasterMapScale *self,
                            double           zoom,
                            double           latitude)
{
  KlasterStyle style;
  g_autofree char *length = NULL;
  g_autofree char *label = NULL;
  double metres;

  g_return_if_fail (KLASTER_IS_MAP_SCALE (self));

  if (self->zoom == zoom && ABS (self->latitude - latitude) < 0.01)
    return;

  self->zoom = zoom;
  self->latitude = latitude;
  style = klaster_widget_get_style (GTK_WIDGET (self));
  klaster_scale_bar_choose (zoom, latitude, MAX_WIDTH, &metres);
  length = klaster_scale_bar_format (metres, style.language);
  /* Translators: %s is a length, "5 km" */
  label = g_strdup_printf (_("Scale bar: %s"), length);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
