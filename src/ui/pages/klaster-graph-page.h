/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-graph-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GRAPH_PAGE (klaster_graph_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGraphPage, klaster_graph_page, KLASTER, GRAPH_PAGE, GtkWidget)

/**
 * KlasterGraphPage:
 *
 * The Graph page: the cluster as a net, in four layouts.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), members (KlasterQueryModel, the window's filter),
 * scope (KlasterScope); all nullable, read-write, notify.
 *
 * Signals:
 *   ::activate-member (gint64 id)  everything about a member is wanted: open the side panel
 */
GtkWidget        *klaster_graph_page_new      (void);
KlasterGraphView *klaster_graph_page_get_view (KlasterGraphPage *self);

G_END_DECLS
