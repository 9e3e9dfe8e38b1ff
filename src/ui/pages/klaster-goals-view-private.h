/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-goals-view.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

struct _KlasterGoalsView
{
  KlasterWorkerView parent_instance;

  KlasterGoalModel *model;
  GtkSingleSelection *single;
  GHashTable *bound;       /* GtkListItem → NULL: cells that show something */
  GHashTable *closed;      /* gint64: keys of rows whose children are hidden */
  KlasterViewState *state; /* (nullable): remembers them */
  gint64 cut;              /* the goal that waits to be put below another one, 0: none */
  gboolean syncing;

  GtkWidget *search;
  GtkWidget *menu;         /* (nullable): of the row that it was asked for */
};

/* klaster-goals-view-cells.c */
void        klaster_goals_view_add_table  (KlasterGoalsView  *self);
void        klaster_goals_view_refresh    (KlasterWorkerView *view);
void        klaster_goals_view_add_controllers (KlasterGoalsView *self);

/* klaster-goals-view-actions.c */
void        klaster_goals_view_add_actions (KlasterGoalsView *self);
void        klaster_goals_view_update_actions (KlasterWorkerView *view);
/* Makes the goal an objective of @parent, 0: of none; says why when that would be a circle */
void        klaster_goals_view_move       (KlasterGoalsView  *self,
                                           gint64             id,
                                           gint64             parent);
/* The menu of the row at @position, where it was asked for inside of @widget */
void        klaster_goals_view_pop_up     (KlasterGoalsView  *self,
                                           guint              position,
                                           GtkWidget         *widget,
                                           double             x,
                                           double             y);
KlasterSnapshot *klaster_goals_view_get_snapshot (KlasterGoalsView *self);

/* klaster-goals-view.c */
void        klaster_goals_view_open_row   (KlasterGoalsView  *self,
                                           gint64             key);

G_END_DECLS
