/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-map-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_HOVER_CARD (klaster_map_hover_card_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapHoverCard, klaster_map_hover_card, KLASTER, MAP_HOVER_CARD, GtkWidget)

/* Shows itself beside what the pointer rests on in @view, and hides when it goes on. */
void klaster_map_hover_card_follow   (KlasterMapHoverCard *self,
                                      KlasterMapView      *view);
void klaster_map_hover_card_set_date (KlasterMapHoverCard *self,
                                      const char          *date);
/* Where it goes in an overlay of this size */
void klaster_map_hover_card_place    (KlasterMapHoverCard *self,
                                      int                  width,
                                      int                  height,
                                      GdkRectangle        *allocation);

G_END_DECLS
