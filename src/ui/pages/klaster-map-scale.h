/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_SCALE (klaster_map_scale_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapScale, klaster_map_scale, KLASTER, MAP_SCALE, GtkWidget)

void klaster_map_scale_set_view (KlasterMapScale *self,
                                 double           zoom,
                                 double           latitude);

G_END_DECLS
