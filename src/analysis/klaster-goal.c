/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-goal.h"
#include "klaster-value-text.h"

static const struct
{
  KlasterTable table;
  guint column;
} serving[] = {
  { KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_GOAL_ID },
  { KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_GOAL_ID },
  { KLASTER_TABLE_PROJECT, KLASTER_PROJECT_GOAL_ID },
  { KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_GOAL_ID },
};

/* Cooperations that serve it beside their main goal. */
static void
add_further (KlasterSnapshot *snapshot,
             gint64           goal_id,
             GPtrArray       *rows)
{
  KlasterReferrerIter iter;
  KlasterRow *link;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_GOAL_ID, goal_id);
  while (klaster_referrer_iter_next (&iter, &link))
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION,
                                                 klaster_row_get_integer (link, KLASTER_FURTHER_GOAL_COOPERATION_ID));

      if (row)
        g_ptr_array_add (rows, klaster_row_ref (row));
    }
}

/**
 * klaster_goal_list_serving:
 * @snapshot: a snapshot
 * @goal_id: a goal
 *
 * Returns: (transfer full) (element-type KlasterRow): what names the goal as the one that it serves
 */
GPtrArray *
klaster_goal_list_serving (KlasterSnapshot *snapshot,
                           gint64           goal_id)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);

  for (guint i = 0; i < G_N_ELEMENTS (serving); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *row;

      klaster_referrer_iter_init (&iter, snapshot, serving[i].table, serving[i].column, goal_id);
      while (klaster_referrer_iter_next (&iter, &row))
        g_ptr_array_add (rows, klaster_row_ref (row));
      if (serving[i].table == KLASTER_TABLE_COOPERATION)
        add_further (snapshot, goal_id, rows);
    }

  return rows;
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  const KlasterRow *left = *(const KlasterRow *const *) a, *right = *(const KlasterRow *const *) b;
  int difference = strcmp (klaster_row_get_text (left, KLASTER_INDICATOR_VALUE_DATE),
                           klaster_row_get_text (right, KLASTER_INDICATOR_VALUE_DATE));

  return difference != 0 ? difference : klaster_row_get_id (left) < klaster_row_get_id (right) ? -1 : 1;
}

/**
 * klaster_indicator_list_values:
 * @snapshot: a snapshot
 * @indicator_id: an indicator
 *
 * Returns: (transfer full) (element-type KlasterRow): its values that can be drawn, earliest first
 */
GPtrArray *
klaster_indicator_list_values (KlasterSnapshot *snapshot,
                               gint64           indicator_id)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_INDICATOR_VALUE, KLASTER_INDICATOR_VALUE_INDICATOR_ID, indicator_id);
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_date_is_valid (klaster_row_get_text (row, KLASTER_INDICATOR_VALUE_DATE)) &&
        !klaster_row_is_null (row, KLASTER_INDICATOR_VALUE_VALUE))
      g_ptr_array_add (rows, klaster_row_ref (row));
  g_ptr_array_sort (rows, compare_values);

  return rows;
}

/* A number with its unit, which stay in one line: "40 posts", "85 %". */
static char *
format_quantity (double            value,
                 const KlasterRow *indicator,
                 KlasterLanguage   language)
{
  const char *unit = klaster_row_get_text (indicator, KLASTER_INDICATOR_UNIT);
  g_autofree char *number = klaster_number_format (value, language);

  return unit ? g_strdup_printf ("%s\u00a0%s", number, unit) : g_steal_pointer (&number);
}

/**
 * klaster_indicator_describe:
 * @snapshot: a snapshot
 * @indicator: a row of indicator
 * @language: of numbers
 *
 * Returns: (transfer full): the latest value and the target, as far as they are known
 */
char *
klaster_indicator_describe (KlasterSnapshot  *snapshot,
                            const KlasterRow *indicator,
                            KlasterLanguage   language)
{
  g_autoptr (GPtrArray) values = klaster_indicator_list_values (snapshot, klaster_row_get_id (indicator));
  double target = klaster_row_get_real (indicator, KLASTER_INDICATOR_TARGET);
  g_autofree char *wanted = isnan (target) ? NULL : format_quantity (target, indicator, language);
  g_autofree char *latest = NULL;

  if (values->len > 0)
    latest = format_quantity (klaster_row_get_real (values->pdata[values->len - 1], KLASTER_INDICATOR_VALUE_VALUE), indicator,
                              language);
  if (latest && wanted)
    /* Translators: of an indicator: the latest value and the target, with units */
    return g_strdup_printf (_("%s; target: %s"), latest, wanted);
  if (wanted)
    return g_strdup_printf (_("Not measured yet; target: %s"), wanted);

  return latest ? g_steal_pointer (&latest) : g_strdup (_("Not measured yet"));
}

/**
 * klaster_indicator_describe_trend:
 * @snapshot: a snapshot
 * @indicator: a row of indicator
 * @language: of numbers and dates
 *
 * Returns: (transfer full): what a chart of its values shows, in words
 */
char *
klaster_indicator_describe_trend (KlasterSnapshot  *snapshot,
                                  const KlasterRow *indicator,
                                  KlasterLanguage   language)
{
  g_autoptr (GPtrArray) values = klaster_indicator_list_values (snapshot, klaster_row_get_id (indicator));
  double target = klaster_row_get_real (indicator, KLASTER_INDICATOR_TARGET);
  double first, last;
  const char *word;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *from_day = NULL;
  g_autofree char *to_day = NULL;
  g_autofree char *text = NULL;

  if (values->len < 2)
    return klaster_indicator_describe (snapshot, indicator, language);

  first = klaster_row_get_real (values->pdata[0], KLASTER_INDICATOR_VALUE_VALUE);
  last = klaster_row_get_real (values->pdata[values->len - 1], KLASTER_INDICATOR_VALUE_VALUE);
  from = format_quantity (first, indicator, language);
  to = format_quantity (last, indicator, language);
  from_day = klaster_date_format (klaster_row_get_text (values->pdata[0], KLASTER_INDICATOR_VALUE_DATE), language);
  to_day = klaster_date_format (klaster_row_get_text (values->pdata[values->len - 1], KLASTER_INDICATOR_VALUE_DATE), language);
  /* Translators: how an indicator went: first value, its day, last value, its day */
  text = g_strdup_printf (_("From %s on %s to %s on %s."), from, from_day, to, to_day);
  if (isnan (target))
    return g_steal_pointer (&text);

  if (last == target)
    word = _("The target is reached.");
  else if (fabs (last - target) < fabs (first - target))
    word = _("It is coming closer to the target.");
  else if (fabs (last - target) > fabs (first - target))
    word = _("It is moving away from the target.");
  else
    word = _("It is no closer to the target than before.");

  return g_strdup_printf ("%s %s", text, word);
}

/**
 * klaster_goal_edit_add:
 * @parent: the goal that the new one is an objective of, 0: of none
 * @institution: whose goal it is, 0: the cluster's
 * @id: (out): the new goal
 *
 * Returns: (transfer full): the edit
 */
KlasterEdit *
klaster_goal_edit_add (gint64  parent,
                       gint64  institution,
                       gint64 *id)
{
  KlasterEdit *edit = klaster_edit_new (parent ? _("Add objective") : _("Add goal"));

  *id = klaster_edit_insert (edit, KLASTER_TABLE_GOAL);
  klaster_edit_set (edit, KLASTER_TABLE_GOAL, *id, KLASTER_GOAL_STATE, KLASTER_TEXT ("open"));
  if (parent)
    klaster_edit_set (edit, KLASTER_TABLE_GOAL, *id, KLASTER_GOAL_PARENT_ID, KLASTER_INTEGER (parent));
  if (institution)
    klaster_edit_set (edit, KLASTER_TABLE_GOAL, *id, KLASTER_GOAL_INSTITUTION_ID, KLASTER_INTEGER (institution));

  return edit;
}

/**
 * klaster_goal_edit_move:
 * @snapshot: a snapshot
 * @id: a goal
 * @parent: the goal that it becomes an objective of, 0: of none
 *
 * Returns: (transfer full): the edit; circles are refused when it is committed
 */
KlasterEdit *
klaster_goal_edit_move (KlasterSnapshot *snapshot,
                        gint64           id,
                        gint64           parent)
{
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_GOAL, id);
  g_autofree char *name = row ? klaster_record_describe (snapshot, row, klaster_language_get_default ()) : g_strdup ("");
  g_autofree char *label = g_strdup_printf (_("Move goal “%s”"), name);
  KlasterEdit *edit = klaster_edit_new (label);

  klaster_edit_set (edit, KLASTER_TABLE_GOAL, id, KLASTER_GOAL_PARENT_ID, parent ? KLASTER_INTEGER (parent) : KLASTER_NULL);

  return edit;
}
