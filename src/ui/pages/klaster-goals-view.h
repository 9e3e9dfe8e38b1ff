/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-goal-model.h"
#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GOALS_VIEW (klaster_goals_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalsView, klaster_goals_view, KLASTER, GOALS_VIEW, AdwBin)

/**
 * KlasterGoalsView:
 *
 * The goals of the cluster with their objectives, and every member with its own interest and goals, as a tree. The rows are
 * made on a worker. Left and Right close and open a row, Alt with them moves a goal up a level or below the one above it.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), scope (KlasterScope)
 * Actions: goals.add, goals.add-objective, goals.promote, goals.demote, goals.delete
 */
GtkWidget        *klaster_goals_view_new       (void);
/* The GtkColumnView */
GtkWidget        *klaster_goals_view_get_table (KlasterGoalsView *self);
KlasterGoalModel *klaster_goals_view_get_model (KlasterGoalsView *self);
/* Whether what is shown is what the project holds */
gboolean          klaster_goals_view_is_ready  (KlasterGoalsView *self);
/* Opens or closes the rows below a row */
void              klaster_goals_view_set_closed (KlasterGoalsView *self,
                                                guint             position,
                                                gboolean          closed);

G_END_DECLS
