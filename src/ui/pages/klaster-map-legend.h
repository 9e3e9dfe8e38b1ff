/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-legend.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_LEGEND (klaster_map_legend_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapLegend, klaster_map_legend, KLASTER, MAP_LEGEND, GtkWidget)

/* Property: expanded (boolean). What the map's symbols and lines mean: only of those that occur. */
void     klaster_map_legend_set_scene    (KlasterMapLegend *self,
                                          KlasterMapScene  *scene);
gboolean klaster_map_legend_get_expanded (KlasterMapLegend *self);
void     klaster_map_legend_set_expanded (KlasterMapLegend *self,
                                          gboolean          expanded);
gboolean klaster_map_legend_is_chosen    (KlasterMapLegend *self);
void     klaster_map_legend_set_room     (KlasterMapLegend *self,
                                          int               width,
                                          int               height);

G_END_DECLS
