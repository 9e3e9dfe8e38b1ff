/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GOAL_GROUP (klaster_goal_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoalGroup, klaster_goal_group, KLASTER, GOAL_GROUP, KlasterRecordGroup)

/* What a group lists that belongs to a goal, or to an institution */
typedef enum
{
  KLASTER_GOAL_GROUP_OF_MEMBER,  /* goals of an institution */
  KLASTER_GOAL_GROUP_OBJECTIVES, /* objectives of a goal */
  KLASTER_GOAL_GROUP_INDICATORS, /* of a goal, with their trend */
  KLASTER_GOAL_GROUP_SERVING,    /* cooperations, agreements, projects, activities that serve a goal */
} KlasterGoalGroupContent;

/* Property: content (int, #KlasterGoalGroupContent). A button adds another of what it lists, except of what serves. */
GtkWidget *klaster_goal_group_new (KlasterGoalGroupContent content);
/* Adds one and leads to it */
void       klaster_goal_group_add (KlasterGoalGroup       *self);

G_END_DECLS
