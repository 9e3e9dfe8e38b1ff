/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-map-scene.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_HOVER_CARD (klaster_map_hover_card_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapHoverCard, klaster_map_hover_card, KLASTER, MAP_HOVER_CARD, GtkWidget)

void klaster_map_hover_card_set_hit  (KlasterMapHoverCard *self,
                                      KlasterMapScene     *scene,
                                      int                  zoom,
                                      const KlasterMapHit *hit,
                                      const char          *date,
                                      KlasterLanguage      language);
void klaster_map_hover_card_get_anchor (KlasterMapHoverCard *self,
                                      double              *x,
                                      double              *y);
void klaster_map_hover_card_set_anchor (KlasterMapHoverCard *self,
                                      double               x,
                                      double               y);

G_END_DECLS
