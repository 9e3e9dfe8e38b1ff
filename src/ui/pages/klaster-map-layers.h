/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_LAYERS (klaster_map_layers_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapLayers, klaster_map_layers, KLASTER, MAP_LAYERS, GObject)

typedef enum
{
  KLASTER_BASE_OFFLINE,
  KLASTER_BASE_ONLINE,
  KLASTER_BASE_FILE,
} KlasterBase;

/**
 * KlasterMapLayers:
 *
 * Which layers a map shows: the map below (offline, online, from a file), the outlines kept in the project, members' links
 * and labels. Offers them as actions and a menu.
 *
 * Signals:
 *   ::changed ()  a choice, the attribution or the error is another
 */
KlasterMapLayers *klaster_map_layers_new             (KlasterMapView   *view,
                                                      GActionMap       *actions);
void              klaster_map_layers_set_project     (KlasterMapLayers *self,
                                                      KlasterProject   *project);
GMenuModel       *klaster_map_layers_get_menu        (KlasterMapLayers *self);
KlasterBase       klaster_map_layers_get_base        (KlasterMapLayers *self);
void              klaster_map_layers_set_base        (KlasterMapLayers *self,
                                                      KlasterBase       base);
const char       *klaster_map_layers_get_attribution (KlasterMapLayers *self);
/* FALSE while the online map is chosen and none of it comes */
gboolean          klaster_map_layers_is_available    (KlasterMapLayers *self);
/* Where the map from a file lies, in world coordinates; FALSE: another map is chosen, or it does not say */
gboolean          klaster_map_layers_get_file_bounds (KlasterMapLayers *self,
                                                      KlasterRect      *bounds);
const char       *klaster_map_layers_get_error       (KlasterMapLayers *self);
void              klaster_map_layers_clear_error     (KlasterMapLayers *self);
void              klaster_map_layers_update_style    (KlasterMapLayers *self);
void              klaster_map_layers_load            (KlasterMapLayers *self,
                                                      GKeyFile         *state);
void              klaster_map_layers_save            (KlasterMapLayers *self,
                                                      GKeyFile         *state);
void              klaster_map_layers_add_overlay     (KlasterMapLayers *self,
                                                      GFile            *file);

G_END_DECLS
