/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-view.h"

G_BEGIN_DECLS

/* What the Map and the Graph page do alike with the view that both have: the actions "tool" (a state: which one is at hand),
 * "zoom-in", "zoom-out", "fit-selection" and "connect", and menus about what lies under the pointer. The pages add "fit-all",
 * which shows all members. */

/* Adds the actions to @actions, makes them known in @page as @group, with their keys. @view lives as long as @page. */
void klaster_diagram_actions_add     (GtkWidget          *page,
                                      KlasterMapView     *view,
                                      GSimpleActionGroup *actions,
                                      const char         *group);
/* Keeps their states with what the view shows and allows */
void klaster_diagram_actions_update  (KlasterMapView     *view,
                                      GSimpleActionGroup *actions);
/* Opens @menu at @x, @y of @view, in @overlay over it; what *@popover was before is gone. @view has the focus afterwards. */
void klaster_diagram_actions_open_menu (GtkWidget       **popover,
                                      GtkOverlay         *overlay,
                                      KlasterMapView     *view,
                                      GMenuModel         *menu,
                                      double              x,
                                      double              y);

G_END_DECLS
