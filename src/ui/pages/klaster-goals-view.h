/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-goal-model.h"
#include "klaster-worker-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GOALS_VIEW (klaster_goals_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalsView, klaster_goals_view, KLASTER, GOALS_VIEW, KlasterWorkerView)

/**
 * KlasterGoalsView:
 *
 * The goals of the cluster with their objectives, and every member with its own interest and goals, as a tree that can be
 * searched. Left and Right close and open a row, which is remembered with the project. A goal moves below another one when
 * it is dragged there, or with Ctrl+X and Ctrl+V; Alt with Left and Right moves it up a level or below the one above it.
 *
 * Actions: goals.add, goals.add-objective, goals.promote, goals.demote, goals.cut, goals.paste, goals.delete, goals.menu
 */
GtkWidget        *klaster_goals_view_new        (void);
KlasterGoalModel *klaster_goals_view_get_model  (KlasterGoalsView *self);
GtkWidget        *klaster_goals_view_get_search (KlasterGoalsView *self);
/* Opens or closes the rows below a row */
void              klaster_goals_view_set_closed (KlasterGoalsView *self,
                                                 guint             position,
                                                 gboolean          closed);

G_END_DECLS
