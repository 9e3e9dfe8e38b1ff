/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-link-sample.h"

#define WIDTH 24
#define HEIGHT 16

struct _KlasterLinkSample
{
  GtkWidget parent_instance;

  KlasterOrientation orientation;
  KlasterLinkStatus status;
};

G_DEFINE_FINAL_TYPE (KlasterLinkSample, klaster_link_sample, GTK_TYPE_WIDGET)

static void
klaster_link_sample_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
klaster_link_sample_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  KlasterLinkSample *self = KLASTER_LINK_SAMPLE (widget);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (widget));
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  style.theme = adw_style_manager_get_dark (manager) ? KLASTER_THEME_DARK : KLASTER_THEME_LIGHT;
  style.high_contrast = adw_style_manager_get_high_contrast (manager);
  klaster_symbol_draw_link (cr, self->orientation, self->status, 1, height / 2, width - 2, &style);
  cairo_destroy (cr);
}

static void
klaster_link_sample_class_init (KlasterLinkSampleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = klaster_link_sample_measure;
  widget_class->snapshot = klaster_link_sample_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
klaster_link_sample_init (KlasterLinkSample *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_link_sample_new:
 * @orientation: gives the colour
 * @status: gives the dashes
 *
 * Returns: (transfer floating): a sample; what it means is said in words beside it
 */
GtkWidget *
klaster_link_sample_new (KlasterOrientation orientation,
                         KlasterLinkStatus  status)
{
  KlasterLinkSample *self = g_object_new (KLASTER_TYPE_LINK_SAMPLE, NULL);

  self->orientation = orientation;
  self->status = status;

  return GTK_WIDGET (self);
}
