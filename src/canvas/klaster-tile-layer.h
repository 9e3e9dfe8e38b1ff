/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "klaster-tile-cache.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TILE_LAYER (klaster_tile_layer_get_type ())
G_DECLARE_FINAL_TYPE (KlasterTileLayer, klaster_tile_layer, KLASTER, TILE_LAYER, ShumateLayer)

ShumateLayer     *klaster_tile_layer_new       (ShumateViewport  *viewport,
                                                KlasterTileCache *cache);

void              klaster_viewport_get_view    (ShumateViewport  *viewport,
                                                GtkWidget        *widget,
                                                KlasterTileView  *view);

G_END_DECLS
