/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-diagram-page.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_PAGE (klaster_map_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapPage, klaster_map_page, KLASTER, MAP_PAGE, KlasterDiagramPage)

/**
 * KlasterMapPage:
 *
 * The Map page: the map with its tools, legend, layers, hover card, attribution.
 *
 * Signals:
 *   ::add-requested (double lon, double lat)  an institution is to be added there
 */
GtkWidget      *klaster_map_page_new           (void);
KlasterMapView *klaster_map_page_get_view      (KlasterMapPage *self);
void            klaster_map_page_start_placing (KlasterMapPage *self,
                                                const gint64   *ids,
                                                guint           n_ids);

G_END_DECLS
