/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "klaster-projection.h"
#include "klaster-tile-layer.h"

G_BEGIN_DECLS

#define KLASTER_MIN_ZOOM 3

#define KLASTER_TYPE_MAP_CAMERA (klaster_map_camera_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapCamera, klaster_map_camera, KLASTER, MAP_CAMERA, GObject)

KlasterMapCamera *klaster_map_camera_new         (ShumateMap            *map);
void              klaster_map_camera_get_view    (KlasterMapCamera      *self,
                                                  KlasterTileView       *view);
KlasterPoint      klaster_map_camera_get_centre  (KlasterMapCamera      *self);
double            klaster_map_camera_get_zoom    (KlasterMapCamera      *self);
double            klaster_map_camera_get_target_zoom (KlasterMapCamera  *self);
gboolean          klaster_map_camera_is_moving   (KlasterMapCamera      *self);
KlasterPoint      klaster_map_camera_to_world    (KlasterMapCamera      *self,
                                                  double                 x,
                                                  double                 y);
void              klaster_map_camera_from_world  (KlasterMapCamera      *self,
                                                  KlasterPoint           world,
                                                  double                *x,
                                                  double                *y);
void              klaster_map_camera_jump        (KlasterMapCamera      *self,
                                                  KlasterPoint           centre,
                                                  double                 zoom);
void              klaster_map_camera_fly         (KlasterMapCamera      *self,
                                                  KlasterPoint           centre,
                                                  double                 zoom);
void              klaster_map_camera_fit         (KlasterMapCamera      *self,
                                                  const KlasterRect     *bounds,
                                                  double                 max_zoom,
                                                  gboolean               animate);
gboolean          klaster_map_camera_is_fit      (KlasterMapCamera      *self,
                                                  const KlasterRect     *bounds,
                                                  double                 max_zoom);
void              klaster_map_camera_show        (KlasterMapCamera      *self,
                                                  KlasterPoint           world);
void              klaster_map_camera_pan         (KlasterMapCamera      *self,
                                                  double                 dx,
                                                  double                 dy);
void              klaster_map_camera_zoom_step   (KlasterMapCamera      *self,
                                                  int                    steps,
                                                  double                 x,
                                                  double                 y);
void              klaster_map_camera_zoom_smooth (KlasterMapCamera      *self,
                                                  double                 amount,
                                                  double                 x,
                                                  double                 y);
void              klaster_map_camera_align       (KlasterMapCamera      *self);
void              klaster_map_camera_hold        (KlasterMapCamera      *self,
                                                  gboolean               hold);

G_END_DECLS
