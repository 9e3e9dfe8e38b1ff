/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-graph-page.h"
#include "klaster-map-hover-card.h"
#include "klaster-map-legend.h"
#include "klaster-scope.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

struct _KlasterGraphPage
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkOverlay *overlay;
  KlasterGraphView *graph;
  GtkWidget *layout_card;
  GtkWidget *layout_menu_card;
  GtkMenuButton *layout_menu_button;
  GtkMenuButton *options_button;
  GtkRevealer *message_revealer;
  GtkLabel *message_label;
  GtkProgressBar *progress_bar;
  GtkButton *message_button;
  KlasterMapLegend *legend;
  GtkWidget *zoom_card;
  GtkWidget *connect_button;
  GtkWidget *note_label;
  KlasterMapHoverCard *hover_card;

  KlasterMapView *view;         /* unowned: of the graph */
  KlasterProject *project;
  KlasterSelection *selection;
  KlasterQueryModel *members;
  KlasterScope *scope;
  KlasterViewState *state;      /* of the project */
  gboolean loading;             /* it is being read: nothing is written meanwhile */

  GSimpleActionGroup *actions;
  GtkWidget *context_menu;
  guint busy_timeout;           /* until a layout is worth a message */
  char *error_message;          /* (nullable): an edit that was refused */
};

void klaster_graph_page_add_actions    (KlasterGraphPage *self);
void klaster_graph_page_update_actions (KlasterGraphPage *self);
void klaster_graph_page_show_context   (KlasterGraphPage *self,
                                        double            x,
                                        double            y);
void klaster_graph_page_save           (KlasterGraphPage *self);

G_END_DECLS
