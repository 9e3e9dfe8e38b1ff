/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-legend.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_LEGEND_SAMPLE (klaster_legend_sample_get_type ())
G_DECLARE_FINAL_TYPE (KlasterLegendSample, klaster_legend_sample, KLASTER, LEGEND_SAMPLE, GtkWidget)

/* What a row of a legend is about, drawn as printed legends draw it; what it means is said in words beside it. */
GtkWidget *klaster_legend_sample_new (const KlasterLegendContents *contents,
                                      const KlasterLegendRow      *row);

G_END_DECLS
