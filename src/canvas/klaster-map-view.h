/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "klaster-map-camera.h"
#include "klaster-map-scene.h"
#include "klaster-query-model.h"
#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

/* What a click on the map does. */
typedef enum
{
  KLASTER_MAP_TOOL_SELECT,
  KLASTER_MAP_TOOL_LASSO,
  KLASTER_MAP_TOOL_MEASURE,
  KLASTER_MAP_TOOL_ADD,
  KLASTER_MAP_TOOL_PLACE,
  KLASTER_MAP_TOOL_CONNECT,
} KlasterMapTool;

/* What lies under the free end of a link that is being pulled. */
typedef enum
{
  KLASTER_MAP_CONNECT_NOTHING,
  KLASTER_MAP_CONNECT_VALID,
  KLASTER_MAP_CONNECT_INVALID, /* several members in a cluster, or the member that it begins at */
} KlasterMapConnectTarget;

#define KLASTER_TYPE_MAP_VIEW (klaster_map_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapView, klaster_map_view, KLASTER, MAP_VIEW, GtkWidget)

/**
 * KlasterMapView:
 *
 * The map of a project: members, links and places over a basemap, selecting, moving and placing of members, measuring.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), members (KlasterQueryModel: the filter), tool (int,
 * KlasterMapTool); all nullable, read-write, notify.
 *
 * Signals:
 *   ::activate-member (gint64 id)            somebody wants to see everything about a member (Enter, double click)
 *   ::add-requested (double lon, double lat) an institution is to be added there
 *   ::connect-requested (gint64 from, gint64 to) these two members are to cooperate
 *   ::context-requested (double x, double y) a menu for klaster_map_view_get_context() is wanted at this place
 *   ::hover-changed ()                       klaster_map_view_get_hover() tells another thing
 *   ::view-changed ()                        another part of the map is seen
 *   ::tool-changed ()                        tool, its progress or its result changed
 *   ::scene-changed ()                       what the map shows changed
 *   ::edit-failed (const char *message)      an edit made on the map was refused
 *   ::dropped (gint64 id, double x, double y) → gboolean
 *                                            a member was dragged to this place of the plane (world coordinates); TRUE:
 *                                            somebody has seen to it, otherwise it is moved on the map
 */
GtkWidget        *klaster_map_view_new             (void);
void              klaster_map_view_set_project     (KlasterMapView          *self,
                                                    KlasterProject          *project);
void              klaster_map_view_set_selection   (KlasterMapView          *self,
                                                    KlasterSelection        *selection);
void              klaster_map_view_set_members     (KlasterMapView          *self,
                                                    KlasterQueryModel      *members);
void              klaster_map_view_set_style       (KlasterMapView          *self,
                                                    const KlasterStyle      *style);
const KlasterStyle *klaster_map_view_get_style     (KlasterMapView          *self);
void              klaster_map_view_set_flags       (KlasterMapView          *self,
                                                    KlasterMapFlags          flags);
KlasterMapFlags   klaster_map_view_get_flags       (KlasterMapView          *self);
void              klaster_map_view_set_date        (KlasterMapView          *self,
                                                    const char              *date);
/* Which links to show; NULL: all */
void              klaster_map_view_set_scope       (KlasterMapView          *self,
                                                    KlasterScopeFilter      *scope);
void              klaster_map_view_set_overlay     (KlasterMapView          *self,
                                                    KlasterGeometry         *overlay);
void              klaster_map_view_set_plan        (KlasterMapView          *self,
                                                    KlasterGraphPlan        *plan,
                                                    gboolean                 fit);
void              klaster_map_view_set_coding      (KlasterMapView          *self,
                                                    KlasterAttribute         color_by,
                                                    KlasterAttribute         size_by);
const KlasterMapOptions *klaster_map_view_get_options (KlasterMapView     *self);
void              klaster_map_view_set_insets      (KlasterMapView          *self,
                                                    const GtkBorder         *insets);
void              klaster_map_view_set_source      (KlasterMapView          *self,
                                                    ShumateMapSource        *source);
KlasterMapCamera *klaster_map_view_get_camera      (KlasterMapView          *self);
ShumateViewport  *klaster_map_view_get_viewport    (KlasterMapView          *self);
KlasterMapScene  *klaster_map_view_get_scene       (KlasterMapView          *self);
gboolean          klaster_map_view_is_settled      (KlasterMapView          *self);
KlasterTileCache *klaster_map_view_get_tile_cache  (KlasterMapView          *self);

void              klaster_map_view_fit_all         (KlasterMapView          *self);
void              klaster_map_view_fit_selection   (KlasterMapView          *self);
void              klaster_map_view_go_to           (KlasterMapView          *self,
                                                    double                   lon,
                                                    double                   lat,
                                                    double                   zoom);
void              klaster_map_view_zoom            (KlasterMapView          *self,
                                                    int                      steps);

KlasterMapTool    klaster_map_view_get_tool        (KlasterMapView          *self);
void              klaster_map_view_set_tool        (KlasterMapView          *self,
                                                    KlasterMapTool           tool);
gboolean          klaster_map_view_can_edit        (KlasterMapView          *self);
void              klaster_map_view_start_placing   (KlasterMapView          *self,
                                                    const gint64            *ids,
                                                    guint                    n_ids);
gint64            klaster_map_view_get_placing     (KlasterMapView          *self,
                                                    guint                   *n_left);
void              klaster_map_view_skip_placing    (KlasterMapView          *self);
void              klaster_map_view_clear_positions (KlasterMapView          *self,
                                                    const gint64            *ids,
                                                    guint                    n_ids);
void              klaster_map_view_start_measuring (KlasterMapView          *self,
                                                    double                   lon,
                                                    double                   lat);
void              klaster_map_view_start_connecting (KlasterMapView         *self,
                                                    gint64                   from);
/* What the tool for selecting or connecting expects next, to be told; NULL: neither is active. (transfer full) */
char             *klaster_map_view_describe_tool   (KlasterMapView          *self);
gint64            klaster_map_view_get_connecting  (KlasterMapView          *self,
                                                    KlasterMapConnectTarget *target);
guint             klaster_map_view_get_measure     (KlasterMapView          *self,
                                                    double                  *metres);
char             *klaster_map_format_distance      (double                   metres);

/* What a menu is about: what was hit, and where. */
typedef struct
{
  KlasterMapHit hit;
  double lon, lat;
} KlasterMapContext;

gboolean          klaster_map_view_get_context     (KlasterMapView          *self,
                                                    KlasterMapContext       *context);
/* FALSE: the pointer rests on nothing. @x, @y: of the symbol or the pointer on a link, in the view */
gboolean          klaster_map_view_get_hover       (KlasterMapView          *self,
                                                    KlasterMapHit           *hit,
                                                    double                  *x,
                                                    double                  *y);

G_END_DECLS
