/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/* Goals: what serves them, how they are measured, and all of them as one tree. Pure; any thread. */

/* Cooperations, agreements, projects and activities that serve a goal itself; (transfer full) (element-type KlasterRow) */
GPtrArray *klaster_goal_list_serving      (KlasterSnapshot  *snapshot,
                                           gint64            goal_id);
/* Values of an indicator that have a day and a number, earliest first; (transfer full) (element-type KlasterRow) */
GPtrArray *klaster_indicator_list_values  (KlasterSnapshot  *snapshot,
                                           gint64            indicator_id);
/* "121 of 40 posts": the latest value and the target as they are known; (transfer full) */
char      *klaster_indicator_describe     (KlasterSnapshot  *snapshot,
                                           const KlasterRow *indicator,
                                           KlasterLanguage   language);
/* The trend in words: from what it was on the first day to what it was on the last one; (transfer full) */
char      *klaster_indicator_describe_trend (KlasterSnapshot *snapshot,
                                           const KlasterRow *indicator,
                                           KlasterLanguage   language);

typedef enum
{
  KLASTER_GOAL_ROW_GOAL,    /* id: a goal */
  KLASTER_GOAL_ROW_MEMBERS, /* the heading over the members */
  KLASTER_GOAL_ROW_MEMBER,  /* id: an institution */
} KlasterGoalRowKind;

typedef enum
{
  KLASTER_GOAL_UNSERVED = 1 << 0,    /* open, and nothing serves it nor what lies below it */
  KLASTER_GOAL_OVERDUE = 1 << 1,
  KLASTER_GOAL_NO_GOAL = 1 << 2,     /* a member without a goal of its own */
  KLASTER_GOAL_NO_INTEREST = 1 << 3, /* a member that does not state its own interest */
} KlasterGoalFlags;

/**
 * KlasterGoalRow:
 * @kind: what it shows
 * @id: of which record
 * @depth: how far it is indented, from 0
 * @n_children: how many rows lie directly below it
 * @closed: whether these are hidden
 * @n_serving: how many records serve the goal itself
 * @flags: #KlasterGoalFlags
 */
typedef struct
{
  KlasterGoalRowKind kind;
  gint64 id;
  guint depth;
  guint n_children;
  gboolean closed;
  guint n_serving;
  guint flags;
} KlasterGoalRow;

/**
 * KlasterGoalList:
 * @rows: (element-type KlasterGoalRow): the tree from top to bottom: the goals of the cluster with all that serves as their
 *   objectives, then the members with goals of their own
 * @n_goals: how many goals there are
 * @n_unserved: of them open ones that nothing serves
 * @n_overdue: of them overdue ones
 * @n_silent: members without a goal or an interest
 * @n_found: rows that match what is looked for
 */
typedef struct
{
  GArray *rows;
  guint n_goals;
  guint n_unserved;
  guint n_overdue;
  guint n_silent;
  guint n_found;
} KlasterGoalList;

/* @closed (element-type gint64) (nullable): keys of klaster_goal_row_get_key() whose rows are hidden. @search
 * (nullable): only what matches, with what lies above it, all of it open. NULL: cancelled */
KlasterGoalList *klaster_goal_list_new    (KlasterSnapshot  *snapshot,
                                           const char       *date,
                                           GHashTable       *closed,
                                           const char       *search,
                                           KlasterLanguage   language,
                                           GCancellable     *cancellable);
void             klaster_goal_list_free   (KlasterGoalList  *self);
/* Names a row among those of a tree: a goal that stands twice is two rows with one key */
gint64           klaster_goal_row_get_key (const KlasterGoalRow *row);

/* A new goal: an objective of @parent (0: none), of @institution (0: of the cluster) */
KlasterEdit     *klaster_goal_edit_add    (gint64            parent,
                                           gint64            institution,
                                           gint64           *id);
/* Makes it an objective of @parent, 0: of none */
KlasterEdit     *klaster_goal_edit_move   (KlasterSnapshot  *snapshot,
                                           gint64            id,
                                           gint64            parent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterGoalList, klaster_goal_list_free)

G_END_DECLS
