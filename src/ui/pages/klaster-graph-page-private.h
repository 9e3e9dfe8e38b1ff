/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-graph-page.h"

G_BEGIN_DECLS

struct _KlasterGraphPage
{
  KlasterDiagramPage base;

  GtkStack *stack;
  KlasterGraphView *graph;
  GtkWidget *layout_card;
  GtkWidget *layout_menu_card;
  GtkMenuButton *layout_menu_button;
  GtkMenuButton *options_button;
  GtkProgressBar *progress_bar;
  GtkWidget *note_label;

  guint busy_timeout; /* until a layout is worth a message */
};

/* klaster-graph-page-actions.c: what can be done in the graph */
void klaster_graph_page_set_up         (KlasterGraphPage        *self);
void klaster_graph_page_update_actions (KlasterDiagramPage      *page);
void klaster_graph_page_fill_menu      (KlasterDiagramPage      *page,
                                        const KlasterMapContext *context,
                                        GMenu                   *record,
                                        GMenu                   *place);

G_END_DECLS
