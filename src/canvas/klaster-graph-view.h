/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-layout.h"
#include "klaster-map-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GRAPH_VIEW (klaster_graph_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGraphView, klaster_graph_view, KLASTER, GRAPH_VIEW, GtkWidget)

/**
 * KlasterGraphView:
 *
 * The graph of a project: a map view whose members lie where a layout has them, and the layouts, which are made on a
 * worker. Everything that is seen and done is the map view's: klaster_graph_view_get_view().
 *
 * Properties: project (KlasterProject, nullable), layout (int, KlasterLayoutKind), busy (boolean, read-only: a layout is
 * being made), progress (double, read-only, 0 … 1)
 */
GtkWidget        *klaster_graph_view_new         (void);
KlasterMapView   *klaster_graph_view_get_view    (KlasterGraphView  *self);
void              klaster_graph_view_set_project (KlasterGraphView  *self,
                                                  KlasterProject    *project);
void              klaster_graph_view_set_layout  (KlasterGraphView  *self,
                                                  KlasterLayoutKind  layout);
KlasterLayoutKind klaster_graph_view_get_layout  (KlasterGraphView  *self);
/* Makes the layout anew: from the last positions, or without them */
void              klaster_graph_view_lay_out     (KlasterGraphView  *self,
                                                  gboolean           afresh);
/* Members that somebody has put where they are stay there, in this layout, for everybody: the project keeps it */
gboolean          klaster_graph_view_is_pinned   (KlasterGraphView  *self,
                                                  gint64             id);
guint             klaster_graph_view_get_n_pinned (KlasterGraphView *self);
gboolean          klaster_graph_view_pin         (KlasterGraphView  *self,
                                                  const KlasterLayoutPosition *positions,
                                                  guint              n_positions);
/* Where they are seen */
gboolean          klaster_graph_view_pin_members (KlasterGraphView  *self,
                                                  const gint64      *ids,
                                                  guint              n_ids);
/* By so much, in the unit of layouts; pressed again and again it is one step of undo */
gboolean          klaster_graph_view_move        (KlasterGraphView  *self,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  double             dx,
                                                  double             dy);
gboolean          klaster_graph_view_align       (KlasterGraphView  *self,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gboolean           in_column);
gboolean          klaster_graph_view_unpin       (KlasterGraphView  *self,
                                                  const gint64      *ids,
                                                  guint              n_ids);
/* Stops making a layout; the last one stays. */
void              klaster_graph_view_stop        (KlasterGraphView  *self);
/* Shows all of it, stretched anew to the room there is */
void              klaster_graph_view_fit         (KlasterGraphView  *self);
gboolean          klaster_graph_view_is_busy     (KlasterGraphView  *self);
gboolean          klaster_graph_view_is_settled  (KlasterGraphView  *self);
void              klaster_graph_view_set_insets  (KlasterGraphView  *self,
                                                  const GtkBorder   *insets);
/* (transfer none) (nullable): what is shown */
KlasterLayout    *klaster_graph_view_get_current (KlasterGraphView  *self);

G_END_DECLS
