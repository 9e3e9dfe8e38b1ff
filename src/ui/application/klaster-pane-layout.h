/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_PANE_LAYOUT (klaster_pane_layout_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPaneLayout, klaster_pane_layout, KLASTER, PANE_LAYOUT, GtkWidget)

void     klaster_pane_layout_set_show_sidebar    (KlasterPaneLayout *self,
                                                  gboolean           show);
void     klaster_pane_layout_set_show_panel      (KlasterPaneLayout *self,
                                                  gboolean           show);
gboolean klaster_pane_layout_get_sidebar_visible (KlasterPaneLayout *self);
gboolean klaster_pane_layout_get_panel_visible   (KlasterPaneLayout *self);

G_END_DECLS
