/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-goal.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GOAL_ITEM (klaster_goal_item_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalItem, klaster_goal_item, KLASTER, GOAL_ITEM, GObject)

#define KLASTER_TYPE_GOAL_MODEL (klaster_goal_model_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalModel, klaster_goal_model, KLASTER, GOAL_MODEL, GObject)

/* The rows of a #KlasterGoalList as a GListModel of #KlasterGoalItem, made when they are asked for. */
KlasterGoalModel     *klaster_goal_model_new      (void);
/* Takes over what is in @list, with the smallest items-changed that leads there */
void                  klaster_goal_model_set_list (KlasterGoalModel *self,
                                                   KlasterGoalList  *list);
/* (nullable): the row at @position; valid until the next set_list */
const KlasterGoalRow *klaster_goal_model_get_row  (KlasterGoalModel *self,
                                                   guint             position);
/* The first row of a record, or -1 */
int                   klaster_goal_model_find     (KlasterGoalModel *self,
                                                   KlasterTable      table,
                                                   gint64            id);

G_END_DECLS
