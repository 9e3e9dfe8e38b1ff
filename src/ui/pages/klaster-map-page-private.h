/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-go-to-popover.h"
#include "klaster-map-hover-card.h"
#include "klaster-map-layers.h"
#include "klaster-map-legend.h"
#include "klaster-map-page.h"
#include "klaster-map-scale.h"
#include "klaster-scope.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

struct _KlasterMapPage
{
  GtkWidget parent_instance;

  GtkOverlay *overlay;
  KlasterMapView *view;
  GtkBox *tools_card;
  GtkWidget *add_button;
  GtkWidget *connect_button;
  GtkMenuButton *go_to_button;
  KlasterGoToPopover *go_to_popover;
  GtkMenuButton *layers_button;
  GtkRevealer *message_revealer;
  GtkLabel *message_label;
  GtkButton *message_skip_button;
  GtkButton *message_close_button;
  KlasterMapLegend *legend;
  KlasterMapScale *scale_bar;
  GtkLabel *attribution_label;
  GtkWidget *hint_box;
  GtkWidget *foot_box;
  GtkWidget *zoom_card;
  GtkLabel *hint_label;
  KlasterMapHoverCard *hover_card;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterQueryModel *members;
  KlasterScope *scope;
  KlasterViewState *state;   /* of the project */

  KlasterMapLayers *layers;
  GSimpleActionGroup *actions;
  GtkWidget *context_menu;
  guint save_timeout;
  char *error_message;       /* (nullable): an edit that was refused */
  gboolean hint_closed;      /* not again while the project is open */
};

void klaster_map_page_add_actions    (KlasterMapPage *self);
void klaster_map_page_update_actions (KlasterMapPage *self);
void klaster_map_page_show_context   (KlasterMapPage *self,
                                      double          x,
                                      double          y);

G_END_DECLS
