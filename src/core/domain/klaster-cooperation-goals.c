/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-cooperation.h"
#include "klaster-language.h"

/* A cooperation has one main goal (cooperation.goal_id) and any number of further ones (cooperation_goal). What people see
 * is one list, the main one first. */

static int
compare_goals (gconstpointer a,
               gconstpointer b)
{
  const KlasterRow *left = *(const KlasterRow *const *) a, *right = *(const KlasterRow *const *) b;
  int order = g_strcmp0 (klaster_row_get_text (left, KLASTER_GOAL_TEXT), klaster_row_get_text (right, KLASTER_GOAL_TEXT));

  return order != 0 ? order : klaster_row_get_id (left) < klaster_row_get_id (right) ? -1 : 1;
}

/**
 * klaster_cooperation_list_goals:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation
 *
 * Returns: (transfer full) (element-type KlasterRow): the goals that it serves: the main one, then the others by their text
 */
GPtrArray *
klaster_cooperation_list_goals (KlasterSnapshot *snapshot,
                                gint64           cooperation_id)
{
  GPtrArray *goals = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterRow *cooperation, *main_goal, *link;
  KlasterReferrerIter iter;

  g_return_val_if_fail (snapshot != NULL, goals);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_COOPERATION_ID, cooperation_id);
  while (klaster_referrer_iter_next (&iter, &link))
    {
      KlasterRow *goal = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL,
                                                  klaster_row_get_integer (link, KLASTER_FURTHER_GOAL_GOAL_ID));

      if (goal)
        g_ptr_array_add (goals, klaster_row_ref (goal));
    }
  g_ptr_array_sort (goals, compare_goals);
  cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, cooperation_id);
  main_goal = cooperation ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL,
                                                     klaster_row_get_integer (cooperation, KLASTER_COOPERATION_GOAL_ID))
                          : NULL;
  if (main_goal)
    g_ptr_array_insert (goals, 0, klaster_row_ref (main_goal));

  return goals;
}

static KlasterEdit *
make_edit (KlasterSnapshot *snapshot,
           gint64           goal_id,
           const char      *format)
{
  KlasterRow *goal = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, goal_id);
  g_autofree char *name = goal ? klaster_record_describe (snapshot, goal, klaster_language_get_default ()) : g_strdup ("");
  g_autofree char *label = g_strdup_printf (format, name);

  return klaster_edit_new (label);
}

/* The row that says that @goal_id is a further goal of the cooperation; (nullable). */
static KlasterRow *
find_further (KlasterSnapshot *snapshot,
              gint64           cooperation_id,
              gint64           goal_id)
{
  KlasterReferrerIter iter;
  KlasterRow *link;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_COOPERATION_ID, cooperation_id);
  while (klaster_referrer_iter_next (&iter, &link))
    if (klaster_row_get_integer (link, KLASTER_FURTHER_GOAL_GOAL_ID) == goal_id)
      return link;

  return NULL;
}

static void
add_further (KlasterEdit *edit,
             gint64       cooperation_id,
             gint64       goal_id)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_FURTHER_GOAL);

  klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_INTEGER (cooperation_id));
  klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_GOAL_ID, KLASTER_INTEGER (goal_id));
}

/* @goal_id 0: none. A further goal that becomes the main one is no further one any more: resolving the edit sees to it. */
static void
set_main (KlasterEdit *edit,
          gint64       cooperation_id,
          gint64       goal_id)
{
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, cooperation_id, KLASTER_COOPERATION_GOAL_ID,
                    goal_id ? KLASTER_INTEGER (goal_id) : KLASTER_NULL);
}

/**
 * klaster_cooperation_edit_serve:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 * @goal_id: a goal of it
 *
 * Returns: (transfer full) (nullable): an edit after which each of them serves the goal: as its main one where there is
 *   none, else further; %NULL when nothing would change
 */
KlasterEdit *
klaster_cooperation_edit_serve (KlasterSnapshot *snapshot,
                                const gint64    *ids,
                                guint            n_ids,
                                gint64           goal_id)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);

  edit = make_edit (snapshot, goal_id, _("Add goal “%s”"));
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]);

      if (row == NULL)
        continue;
      if (klaster_row_is_null (row, KLASTER_COOPERATION_GOAL_ID))
        set_main (edit, ids[i], goal_id);
      else if (klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID) != goal_id
               && find_further (snapshot, ids[i], goal_id) == NULL)
        add_further (edit, ids[i], goal_id);
    }

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}

/**
 * klaster_cooperation_edit_unserve:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 * @goal_id: a goal of it
 *
 * Where it was the main goal, the first further one takes its place.
 *
 * Returns: (transfer full) (nullable): an edit after which none of them serves the goal; %NULL when nothing would change
 */
KlasterEdit *
klaster_cooperation_edit_unserve (KlasterSnapshot *snapshot,
                                  const gint64    *ids,
                                  guint            n_ids,
                                  gint64           goal_id)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);

  edit = make_edit (snapshot, goal_id, _("Remove goal “%s”"));
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]);
      KlasterRow *further = find_further (snapshot, ids[i], goal_id);

      if (further)
        klaster_edit_delete (edit, KLASTER_TABLE_FURTHER_GOAL, klaster_row_get_id (further));
      if (row && klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID) == goal_id)
        {
          g_autoptr (GPtrArray) goals = klaster_cooperation_list_goals (snapshot, ids[i]);

          set_main (edit, ids[i], goals->len > 1 ? klaster_row_get_id (goals->pdata[1]) : 0);
        }
    }

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}

/**
 * klaster_cooperation_edit_set_main_goal:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 * @goal_id: a goal of it
 *
 * Returns: (transfer full) (nullable): an edit after which it is the main goal of each, and what was the main one a further
 *   one; %NULL when nothing would change
 */
KlasterEdit *
klaster_cooperation_edit_set_main_goal (KlasterSnapshot *snapshot,
                                        const gint64    *ids,
                                        guint            n_ids,
                                        gint64           goal_id)
{
  g_autoptr (KlasterEdit) edit = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);

  edit = make_edit (snapshot, goal_id, _("Make “%s” the main goal"));
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]);
      gint64 before = row ? klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID) : 0;

      if (row == NULL || before == goal_id)
        continue;
      set_main (edit, ids[i], goal_id);
      if (before != 0)
        add_further (edit, ids[i], before);
    }

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}
