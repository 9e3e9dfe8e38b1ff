/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-scene.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SCENE_LOADER (klaster_scene_loader_get_type ())
G_DECLARE_FINAL_TYPE (KlasterSceneLoader, klaster_scene_loader, KLASTER, SCENE_LOADER, GObject)

/**
 * KlasterSceneLoader:
 *
 * Keeps a map scene up to date on a worker. One scene is made at a time; edits that come meanwhile are applied together.
 *
 * Signals:
 *   ::ready (GArray *damage, int zoom)  another scene is there. @damage (element-type KlasterRect, nullable): what
 *     differs at @zoom; %NULL: everything.
 */
KlasterSceneLoader *klaster_scene_loader_new          (void);
void                klaster_scene_loader_set_snapshot (KlasterSceneLoader      *self,
                                                       KlasterSnapshot         *snapshot,
                                                       KlasterDelta            *delta);
void                klaster_scene_loader_set_options  (KlasterSceneLoader      *self,
                                                       const KlasterMapOptions *options);
void                klaster_scene_loader_set_zoom     (KlasterSceneLoader      *self,
                                                       int                      zoom);
void                klaster_scene_loader_set_seen     (KlasterSceneLoader      *self,
                                                       double                   zoom,
                                                       const KlasterRect       *seen);
KlasterMapScene    *klaster_scene_loader_get_scene    (KlasterSceneLoader      *self);
gboolean            klaster_scene_loader_is_busy      (KlasterSceneLoader      *self);

G_END_DECLS
