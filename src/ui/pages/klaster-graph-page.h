/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-diagram-page.h"
#include "klaster-graph-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GRAPH_PAGE (klaster_graph_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGraphPage, klaster_graph_page, KLASTER, GRAPH_PAGE, KlasterDiagramPage)

/**
 * KlasterGraphPage:
 *
 * The Graph page: the cluster as a net, in four layouts.
 */
GtkWidget        *klaster_graph_page_new      (void);
KlasterGraphView *klaster_graph_page_get_view (KlasterGraphPage *self);

G_END_DECLS
