/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-layout-types.h"
#include "klaster-palette.h"
#include "klaster-projection.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

/**
 * KlasterGraphPlan:
 *
 * A layout of the graph as a scene draws it: where members lie in the plane, rows or rings behind them. Immutable,
 * reference-counted, any thread.
 *
 * The plane is that of the map, so that levels, tiles, picking and drawing are the same: world coordinates around the
 * middle of the unit square. A plan is stretched so that it fills the space that it is made for at a whole zoom, which is
 * %KLASTER_GRAPH_ZOOM unless there are so many members that it must be a farther one.
 */
typedef struct _KlasterGraphPlan KlasterGraphPlan;

#define KLASTER_GRAPH_ZOOM 10

KlasterGraphPlan  *klaster_graph_plan_new          (KlasterLayoutKind            kind,
                                                    const KlasterLayoutPosition *positions,
                                                    guint                        n_positions,
                                                    const KlasterLayoutBand     *bands,
                                                    guint                        n_bands,
                                                    double                       width,
                                                    double                       height);
KlasterGraphPlan  *klaster_graph_plan_ref          (KlasterGraphPlan            *self);
void               klaster_graph_plan_unref        (KlasterGraphPlan            *self);
/* (transfer none) (array length=n_positions): ascending by id */
const KlasterLayoutPosition *klaster_graph_plan_get_positions (const KlasterGraphPlan *self,
                                                    guint                       *n_positions);
KlasterLayoutKind  klaster_graph_plan_get_kind     (const KlasterGraphPlan      *self);
gboolean           klaster_graph_plan_find         (const KlasterGraphPlan      *self,
                                                    gint64                       id,
                                                    KlasterPoint                *world);
/* From the plane to the unit of layouts and back */
KlasterPoint       klaster_graph_plan_to_layout    (const KlasterGraphPlan      *self,
                                                    KlasterPoint                 world);
KlasterPoint       klaster_graph_plan_to_world     (const KlasterGraphPlan      *self,
                                                    KlasterPoint                 layout);
/* The zoom at which it fills its space */
int                klaster_graph_plan_get_zoom     (const KlasterGraphPlan      *self);
/* The space it was made for, logical pixels; 0: none */
void               klaster_graph_plan_get_size  (const KlasterGraphPlan *self,
                                                 double                 *width,
                                                 double                 *height);
/* World coordinates of everything that is drawn at its own zoom, rings included; FALSE: there is nothing */
gboolean           klaster_graph_plan_get_bounds   (const KlasterGraphPlan      *self,
                                                    KlasterRect                 *bounds);
/* How far names may go beyond that space at both sides, logical pixels; before anything else uses the plan */
void               klaster_graph_plan_set_beside   (KlasterGraphPlan            *self,
                                                    double                       beside);
/* What is seen when it fills its space, pixels of the plane; FALSE: it does not at this zoom */
gboolean           klaster_graph_plan_get_room     (const KlasterGraphPlan      *self,
                                                    double                       zoom,
                                                    KlasterRect                 *room);
/* (transfer full): the same layout for a space of another size, logical pixels */
KlasterGraphPlan  *klaster_graph_plan_fit          (const KlasterGraphPlan      *self,
                                                    double                       width,
                                                    double                       height);
/* Whether what lies behind the members is the same */
gboolean           klaster_graph_plan_same_ground  (const KlasterGraphPlan      *a,
                                                    const KlasterGraphPlan      *b);
/* How wide the column with the names of the rows is, logical pixels; 0: there are none at the side */
double             klaster_graph_plan_get_names_width (const KlasterGraphPlan   *self,
                                                    KlasterSnapshot             *snapshot,
                                                    const KlasterStyle          *style);
/* Rows or rings, below everything else. @x0, @y0: the pixel at @zoom that lies at the context's origin */
void               klaster_graph_plan_draw_ground  (const KlasterGraphPlan      *self,
                                                    cairo_t                     *cr,
                                                    double                       zoom,
                                                    double                       x0,
                                                    double                       y0,
                                                    double                       width,
                                                    double                       height,
                                                    const KlasterStyle          *style);
/* Where the names of rings stand, for what keeps clear of them: pixels of the plane at @zoom (element-type KlasterRect) */
void               klaster_graph_plan_list_ring_names (const KlasterGraphPlan   *self,
                                                    KlasterSnapshot             *snapshot,
                                                    double                       zoom,
                                                    const KlasterStyle          *style,
                                                    GArray                      *rects);
/* Their names: of rows at the left of what is seen, of rings at their tops; over everything else */
void               klaster_graph_plan_draw_names   (const KlasterGraphPlan      *self,
                                                    KlasterSnapshot             *snapshot,
                                                    cairo_t                     *cr,
                                                    double                       zoom,
                                                    double                       x0,
                                                    double                       y0,
                                                    double                       width,
                                                    double                       height,
                                                    const KlasterStyle          *style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterGraphPlan, klaster_graph_plan_unref)

G_END_DECLS
