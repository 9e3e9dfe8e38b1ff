/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "klaster-legend-sample.h"
#include "klaster-symbol-image.h"

#define HEIGHT 22

struct _KlasterLegendSample
{
  GtkWidget parent_instance;

  KlasterLegendContents contents;
  KlasterLegendRow row; /* without its texts */
};

G_DEFINE_FINAL_TYPE (KlasterLegendSample, klaster_legend_sample, GTK_TYPE_WIDGET)

static void
klaster_legend_sample_measure (GtkWidget      *widget,
                               GtkOrientation  orientation,
                               int             for_size,
                               int            *minimum,
                               int            *natural,
                               int            *minimum_baseline,
                               int            *natural_baseline)
{
  KlasterLegendSample *self = KLASTER_LEGEND_SAMPLE (widget);
  double size = orientation == GTK_ORIENTATION_HORIZONTAL ? klaster_legend_get_sample_width (&self->contents)
                                                          : MAX (HEIGHT, self->row.size + 4);

  *minimum = *natural = (int) ceil (size * klaster_widget_get_style (widget).text_scale);
}

static void
klaster_legend_sample_snapshot (GtkWidget   *widget,
                                GtkSnapshot *snapshot)
{
  KlasterLegendSample *self = KLASTER_LEGEND_SAMPLE (widget);
  KlasterStyle style = klaster_widget_get_style (widget);
  float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  klaster_legend_draw_sample (cr, &self->contents, &self->row, 0, round (height / 2.0), &style);
  cairo_destroy (cr);
}

static void
klaster_legend_sample_finalize (GObject *object)
{
  klaster_legend_contents_clear (&KLASTER_LEGEND_SAMPLE (object)->contents);

  G_OBJECT_CLASS (klaster_legend_sample_parent_class)->finalize (object);
}

static void
klaster_legend_sample_class_init (KlasterLegendSampleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = klaster_legend_sample_finalize;
  widget_class->measure = klaster_legend_sample_measure;
  widget_class->snapshot = klaster_legend_sample_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
klaster_legend_sample_init (KlasterLegendSample *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_legend_sample_new:
 * @contents: of the legend
 * @row: which of its rows
 *
 * Returns: (transfer floating): a sample, which says nothing to screen readers
 */
GtkWidget *
klaster_legend_sample_new (const KlasterLegendContents *contents,
                           const KlasterLegendRow      *row)
{
  KlasterLegendSample *self = g_object_new (KLASTER_TYPE_LEGEND_SAMPLE, NULL);

  self->contents = *contents;
  klaster_coding_ref (self->contents.coding);
  self->row = *row;
  self->row.heading = self->row.text = NULL;

  return GTK_WIDGET (self);
}
