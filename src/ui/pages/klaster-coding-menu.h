/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-view.h"

G_BEGIN_DECLS

/* The choice of what colour and size of members tell, on the pages with a map or graph: the actions "color-by" and "size-by",
 * whose states are tokens of attributes, and menus for them. */

/* Adds the actions to @actions; they change @view, which must live as long as they do. */
void klaster_coding_menu_add_actions (GActionMap     *actions,
                                      KlasterMapView *view);
/* Puts a section with both menus into @menu. @group: the prefix of the actions where the menu is shown */
void klaster_coding_menu_insert      (GMenu          *menu,
                                      int             position,
                                      const char     *group);
/* What is remembered for each project and person, in the keys of @group */
void klaster_coding_menu_load        (GActionGroup   *actions,
                                      GKeyFile       *keys,
                                      const char     *group);
void klaster_coding_menu_save        (GActionGroup   *actions,
                                      GKeyFile       *keys,
                                      const char     *group);

G_END_DECLS
