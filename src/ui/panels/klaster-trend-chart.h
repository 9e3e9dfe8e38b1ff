/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-snapshot.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TREND_CHART (klaster_trend_chart_get_type ())
G_DECLARE_FINAL_TYPE (KlasterTrendChart, klaster_trend_chart, KLASTER, TREND_CHART, GtkWidget)

/* The values of an indicator over time. What it shows is its accessible name, and stands in words beside a large one. */
GtkWidget *klaster_trend_chart_new           (gboolean           large);
void       klaster_trend_chart_set_indicator (KlasterTrendChart *self,
                                              KlasterSnapshot   *snapshot,
                                              gint64             indicator_id);
/* How many values are drawn */
guint      klaster_trend_chart_get_n_points  (KlasterTrendChart *self);

G_END_DECLS
