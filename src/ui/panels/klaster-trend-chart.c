/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-derive.h"
#include "klaster-goal.h"
#include "klaster-symbol-image.h"
#include "klaster-trend-chart.h"
#include "klaster-trend.h"

/* At 100 % text */
#define SMALL_WIDTH 64
#define SMALL_HEIGHT 22
#define LARGE_WIDTH 180
#define LARGE_HEIGHT 96

struct _KlasterTrendChart
{
  GtkWidget parent_instance;

  gboolean large;
  GArray *points; /* KlasterTrendPoint */
  double target;
};

G_DEFINE_FINAL_TYPE (KlasterTrendChart, klaster_trend_chart, GTK_TYPE_WIDGET)

static void
klaster_trend_chart_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  gboolean large = KLASTER_TREND_CHART (widget)->large;
  double text_scale = klaster_widget_get_style (widget).text_scale;

  /* The width is what the pane has; figures that are larger need a line that is higher. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = large ? LARGE_WIDTH : SMALL_WIDTH;
  else
    *minimum = *natural = (int) ceil ((large ? LARGE_HEIGHT : SMALL_HEIGHT) * text_scale);
}

static void
klaster_trend_chart_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  KlasterTrendChart *self = KLASTER_TREND_CHART (widget);
  KlasterStyle style = klaster_widget_get_style (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));

  klaster_trend_draw (cr, (const KlasterTrendPoint *) (gpointer) self->points->data, self->points->len, self->target, width,
                      height, self->large, &style);
  cairo_destroy (cr);
}

static void
klaster_trend_chart_finalize (GObject *object)
{
  g_array_unref (KLASTER_TREND_CHART (object)->points);

  G_OBJECT_CLASS (klaster_trend_chart_parent_class)->finalize (object);
}

static void
klaster_trend_chart_class_init (KlasterTrendChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = klaster_trend_chart_finalize;
  widget_class->measure = klaster_trend_chart_measure;
  widget_class->snapshot = klaster_trend_chart_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
klaster_trend_chart_init (KlasterTrendChart *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->points = g_array_new (FALSE, FALSE, sizeof (KlasterTrendPoint));
  self->target = (double) NAN;
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_trend_chart_new:
 * @large: whether the figures are written into it
 *
 * Returns: (transfer floating): a chart without values
 */
GtkWidget *
klaster_trend_chart_new (gboolean large)
{
  KlasterTrendChart *self = g_object_new (KLASTER_TYPE_TREND_CHART, NULL);

  self->large = large;

  return GTK_WIDGET (self);
}

/**
 * klaster_trend_chart_set_indicator:
 * @snapshot: content of the project
 * @indicator_id: an indicator of it
 *
 * Shows its values.
 */
void
klaster_trend_chart_set_indicator (KlasterTrendChart *self,
                                   KlasterSnapshot   *snapshot,
                                   gint64             indicator_id)
{
  KlasterRow *indicator;
  g_autoptr (GPtrArray) values = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KLASTER_IS_TREND_CHART (self) && snapshot != NULL);

  g_array_set_size (self->points, 0);
  self->target = (double) NAN;
  indicator = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INDICATOR, indicator_id);
  if (indicator)
    {
      values = klaster_indicator_list_values (snapshot, indicator_id);
      self->target = klaster_row_get_real (indicator, KLASTER_INDICATOR_TARGET);
      for (guint i = 0; i < values->len; i++)
        {
          KlasterTrendPoint point = {
            klaster_date_diff_days (klaster_row_get_text (values->pdata[0], KLASTER_INDICATOR_VALUE_DATE),
                                    klaster_row_get_text (values->pdata[i], KLASTER_INDICATOR_VALUE_DATE)),
            klaster_row_get_real (values->pdata[i], KLASTER_INDICATOR_VALUE_VALUE),
          };

          g_array_append_val (self->points, point);
        }
      text = klaster_indicator_describe_trend (snapshot, indicator, klaster_language_get_default ());
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * klaster_trend_chart_get_n_points:
 *
 * Returns: how many values are drawn
 */
guint
klaster_trend_chart_get_n_points (KlasterTrendChart *self)
{
  g_return_val_if_fail (KLASTER_IS_TREND_CHART (self), 0);

  return self->points->len;
}
