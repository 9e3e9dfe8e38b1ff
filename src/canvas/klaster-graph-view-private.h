/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-graph-view.h"

G_BEGIN_DECLS

struct _KlasterGraphView
{
  GtkWidget parent_instance;

  KlasterMapView *view;
  KlasterProject *project;
  KlasterLayoutKind kind;
  KlasterLayout *layouts[KLASTER_N_LAYOUTS]; /* (nullable): not made yet */
  KlasterLayoutPosition *kept[KLASTER_N_LAYOUTS]; /* what the project keeps of them, ascending by id */
  guint n_kept[KLASTER_N_LAYOUTS];
  guint n_pinned[KLASTER_N_LAYOUTS];         /* of these */
  GHashTable *forgotten[KLASTER_N_LAYOUTS];  /* gint64: members whose last place counts no more */
  GtkBorder insets;
  gboolean stale;            /* made anew as soon as somebody looks */
  gboolean afresh;           /* without the last positions, that is */
  gboolean fit;              /* shown as a whole when it is ready */

  GTask *task;               /* (unowned): the layout that is being made */
  GCancellable *cancellable;
  guint progress_source;
  double progress;
  guint resize_source;
  int width, height;         /* that the plan was stretched for */
};

/* klaster-graph-view.c: the place that the project keeps for a member in the layout that is shown; (nullable) */
const KlasterLayoutPosition *klaster_graph_view_find_kept (KlasterGraphView *self,
                                                           gint64            id);
/* klaster-graph-view-arrange.c: FALSE when there is nothing to change, or nothing may be changed */
gboolean                     klaster_graph_view_commit    (KlasterGraphView *self,
                                                           KlasterEdit      *edit);

G_END_DECLS
