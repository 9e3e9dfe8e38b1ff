/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-go-to-popover.h"
#include "klaster-map-layers.h"
#include "klaster-map-page.h"
#include "klaster-map-scale.h"

G_BEGIN_DECLS

struct _KlasterMapPage
{
  KlasterDiagramPage base;

  GtkWidget *add_button;
  GtkMenuButton *go_to_button;
  KlasterGoToPopover *go_to_popover;
  GtkMenuButton *layers_button;
  GtkButton *message_skip_button;
  KlasterMapScale *scale_bar;
  GtkLabel *attribution_label;
  GtkWidget *hint_box;
  GtkWidget *foot_box;
  GtkLabel *hint_label;
  GtkButton *hint_button;

  KlasterMapLayers *layers;
  gboolean hint_closed; /* not again while the project is open and the same map below it */
  KlasterBase hint_base; /* the map that the hint is about */
};

/* klaster-map-page-actions.c: what can be done on the map */
void klaster_map_page_set_up         (KlasterMapPage          *self);
void klaster_map_page_update_actions (KlasterDiagramPage      *page);
void klaster_map_page_fill_menu      (KlasterDiagramPage      *page,
                                      const KlasterMapContext *context,
                                      GMenu                   *record,
                                      GMenu                   *place);

G_END_DECLS
