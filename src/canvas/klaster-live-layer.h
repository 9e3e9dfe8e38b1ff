/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_LIVE_LAYER (klaster_live_layer_get_type ())
G_DECLARE_FINAL_TYPE (KlasterLiveLayer, klaster_live_layer, KLASTER, LIVE_LAYER, ShumateLayer)

typedef void (*KlasterLiveDrawFunc) (GtkSnapshot *snapshot,
                                     int          width,
                                     int          height,
                                     gpointer     user_data);

ShumateLayer *klaster_live_layer_new     (ShumateViewport     *viewport,
                                          KlasterLiveDrawFunc  draw,
                                          gpointer             user_data);

G_END_DECLS
