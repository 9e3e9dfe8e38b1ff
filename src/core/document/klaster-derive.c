/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-text.h"

/* Holds where a project has not set agreement.expiring_days. */
#define EXPIRING_DAYS 30

/**
 * klaster_parameter_get:
 * @snapshot: a snapshot
 * @key: the key of a parameter
 * @date: a valid date
 *
 * Returns: (transfer none) (nullable): the value that holds on @date: of several the one with the latest valid_from that
 *   is not after it; %NULL when there is none
 */
const char *
klaster_parameter_get (KlasterSnapshot *snapshot,
                       const char      *key,
                       const char      *date)
{
  const char *value = NULL, *since = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && key != NULL && date != NULL, NULL);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *from = klaster_row_get_text (row, KLASTER_PARAMETER_VALID_FROM);

      if (from == NULL)
        from = "";
      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_KEY), key) == 0 && strcmp (from, date) <= 0 &&
          (since == NULL || strcmp (from, since) > 0))
        {
          value = klaster_row_get_text (row, KLASTER_PARAMETER_VALUE);
          since = from;
        }
    }

  return value;
}

/**
 * klaster_parameter_get_integer:
 * @snapshot: (nullable): a snapshot
 * @key: the key of a parameter
 * @date: a valid date
 * @fallback: what holds when the parameter is not set, or is no whole number of 0 or more
 *
 * Returns: the value that holds on @date
 */
gint64
klaster_parameter_get_integer (KlasterSnapshot *snapshot,
                               const char      *key,
                               const char      *date,
                               gint64           fallback)
{
  const char *text = snapshot ? klaster_parameter_get (snapshot, key, date) : NULL;
  gint64 number;

  return text && g_ascii_string_to_signed (text, 10, 0, KLASTER_ID_MAX, &number, NULL) ? number : fallback;
}

/**
 * klaster_agreement_get_days_left:
 * @agreement: a row of agreement
 * @date: a valid date
 *
 * An agreement that is to be terminated on a day to come ends on the day before it.
 *
 * Returns: days from @date to the last day of validity, negative when it is past; G_MAXINT when open-ended or unknown
 */
int
klaster_agreement_get_days_left (const KlasterRow *agreement,
                                 const char       *date)
{
  const char *valid_to, *terminated_on;
  int left;

  g_return_val_if_fail (agreement != NULL && klaster_row_get_table (agreement) == KLASTER_TABLE_AGREEMENT, G_MAXINT);
  g_return_val_if_fail (klaster_date_is_valid (date), G_MAXINT);

  valid_to = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO);
  terminated_on = klaster_row_get_text (agreement, KLASTER_AGREEMENT_TERMINATED_ON);
  left = klaster_date_is_valid (valid_to) ? klaster_date_diff_days (date, valid_to) : G_MAXINT;
  if (klaster_date_is_valid (terminated_on) && strcmp (terminated_on, date) > 0)
    left = MIN (left, klaster_date_diff_days (date, terminated_on) - 1);

  return left;
}

/**
 * klaster_agreement_get_status:
 * @snapshot: (nullable): the content that it belongs to
 * @agreement: a row of agreement
 * @date: a valid date
 *
 * Terminated from the day of its termination on; a draft while it is not signed; signed until it becomes valid; in force
 * to its last day inclusive; expiring within its notice period, or, when it has none, the project's number of days.
 *
 * Returns: (transfer none): a token of agreement_statuses
 */
const char *
klaster_agreement_get_status (KlasterSnapshot  *snapshot,
                              const KlasterRow *agreement,
                              const char       *date)
{
  const char *signed_on, *valid_from, *terminated_on;
  gint64 notice;
  int left;

  g_return_val_if_fail (agreement != NULL && klaster_row_get_table (agreement) == KLASTER_TABLE_AGREEMENT, NULL);
  g_return_val_if_fail (klaster_date_is_valid (date), NULL);

  signed_on = klaster_row_get_text (agreement, KLASTER_AGREEMENT_SIGNED_ON);
  valid_from = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_FROM);
  terminated_on = klaster_row_get_text (agreement, KLASTER_AGREEMENT_TERMINATED_ON);
  left = klaster_agreement_get_days_left (agreement, date);

  if (terminated_on && strcmp (terminated_on, date) <= 0)
    return "terminated";
  if (signed_on == NULL || strcmp (signed_on, date) > 0)
    return "draft";
  if (left < 0)
    return "expired";
  if (valid_from && strcmp (valid_from, date) > 0)
    return "signed";
  if (left == G_MAXINT)
    return "in_force";

  notice = klaster_row_is_null (agreement, KLASTER_AGREEMENT_NOTICE_DAYS)
               ? klaster_parameter_get_integer (snapshot, "agreement.expiring_days", date, EXPIRING_DAYS)
               : klaster_row_get_integer (agreement, KLASTER_AGREEMENT_NOTICE_DAYS);

  return left <= notice ? "expiring" : "in_force";
}

/**
 * klaster_obligation_is_overdue:
 * @obligation: a row of obligation
 * @date: a valid date
 *
 * Returns: whether it was due before @date and is neither done nor waived
 */
gboolean
klaster_obligation_is_overdue (const KlasterRow *obligation,
                               const char       *date)
{
  const char *due, *state;

  g_return_val_if_fail (obligation != NULL && klaster_row_get_table (obligation) == KLASTER_TABLE_OBLIGATION, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  due = klaster_row_get_text (obligation, KLASTER_OBLIGATION_DUE);
  state = klaster_row_get_text (obligation, KLASTER_OBLIGATION_STATE);

  return due && strcmp (due, date) < 0 && g_strcmp0 (state, "done") != 0 && g_strcmp0 (state, "waived") != 0;
}

/**
 * klaster_goal_is_overdue:
 * @goal: a row of goal
 * @date: a valid date
 *
 * Returns: whether it was due before @date and is neither reached nor dropped
 */
gboolean
klaster_goal_is_overdue (const KlasterRow *goal,
                         const char       *date)
{
  const char *due, *state;

  g_return_val_if_fail (goal != NULL && klaster_row_get_table (goal) == KLASTER_TABLE_GOAL, FALSE);
  g_return_val_if_fail (date != NULL, FALSE);

  due = klaster_row_get_text (goal, KLASTER_GOAL_DUE);
  state = klaster_row_get_text (goal, KLASTER_GOAL_STATE);

  return due && strcmp (due, date) < 0 && g_strcmp0 (state, "reached") != 0 && g_strcmp0 (state, "dropped") != 0;
}

/**
 * klaster_institution_has_laboratory:
 * @snapshot: a snapshot
 * @institution_id: an institution
 * @date: a valid date
 *
 * Returns: whether a School-Laboratory is open there on @date; one without a date of opening counts as opened
 */
gboolean
klaster_institution_has_laboratory (KlasterSnapshot *snapshot,
                                    gint64           institution_id,
                                    const char      *date)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && date != NULL, FALSE);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_LABORATORY, KLASTER_LABORATORY_INSTITUTION_ID, institution_id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      const char *opened = klaster_row_get_text (row, KLASTER_LABORATORY_OPENED_ON);
      const char *closed = klaster_row_get_text (row, KLASTER_LABORATORY_CLOSED_ON);

      if ((opened == NULL || strcmp (opened, date) <= 0) && (closed == NULL || strcmp (closed, date) > 0))
        return TRUE;
    }

  return FALSE;
}

/* Levels of kinds by DOMAIN.md §1; 0: none. */
static int
level_of (const char *kind)
{
  static const struct
  {
    const char *kind;
    int level;
  } levels[] = {
    { "preschool", 1 }, { "school", 2 }, { "additional", 2 }, { "lyceum", 3 }, { "vocational", 3 }, { "higher", 4 },
    { "foreign", 4 }, { "retraining", 5 }, { "research", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_strcmp0 (kind, levels[i].kind) == 0)
      return levels[i].level;
  return 0;
}

static gboolean
is_beyond_education (const char *kind)
{
  return g_strcmp0 (kind, "research") == 0 || g_strcmp0 (kind, "enterprise") == 0 || g_strcmp0 (kind, "authority") == 0;
}

/* An enterprise gives money in a cooperation of the two. */
static gboolean
finances (KlasterSnapshot *snapshot,
          gint64           giver,
          gint64           other)
{
  KlasterReferrerIter contributions;
  KlasterRow *contribution;

  klaster_referrer_iter_init (&contributions, snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_GIVER_ID, giver);
  while (klaster_referrer_iter_next (&contributions, &contribution))
    {
      KlasterRow *link;

      if (g_strcmp0 (klaster_row_get_text (contribution, KLASTER_CONTRIBUTION_KIND), "money") != 0)
        continue;
      link = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION,
                                      klaster_row_get_integer (contribution, KLASTER_CONTRIBUTION_COOPERATION_ID));
      if (link && (klaster_row_get_integer (link, KLASTER_COOPERATION_FROM_ID) == other
                   || klaster_row_get_integer (link, KLASTER_COOPERATION_TO_ID) == other))
        return TRUE;
    }

  return FALSE;
}

/* 1: the same field, 0: different fields, -1: unknown. General schools, preschools and lyceums of one kind work in the
 * same field unless they say otherwise. */
static int
same_field (const KlasterRow *from,
            const KlasterRow *to)
{
  g_autofree char *left = klaster_text_fold (klaster_row_get_text (from, KLASTER_INSTITUTION_SPECIALISATION));
  g_autofree char *right = klaster_text_fold (klaster_row_get_text (to, KLASTER_INSTITUTION_SPECIALISATION));
  const char *kind = klaster_row_get_text (from, KLASTER_INSTITUTION_KIND);

  if (*left && *right)
    return strcmp (left, right) == 0;
  if (g_strcmp0 (kind, klaster_row_get_text (to, KLASTER_INSTITUTION_KIND)) == 0 &&
      (g_strcmp0 (kind, "school") == 0 || g_strcmp0 (kind, "preschool") == 0 || g_strcmp0 (kind, "lyceum") == 0))
    return 1;

  return -1;
}

/**
 * klaster_cooperation_explain_orientation:
 * @snapshot: a snapshot
 * @from: an institution of it
 * @to: another one
 * @reason: (out): why it is proposed, or why none is
 *
 * Mixed when an enterprise finances the other; vertical between different levels or with science, business or authority;
 * horizontal within one level and field (seed 1). The planner may overrule it.
 *
 * Returns: (transfer none) (nullable): a token of orientations; %NULL when it cannot be decided
 */
const char *
klaster_cooperation_explain_orientation (KlasterSnapshot          *snapshot,
                                         const KlasterRow         *from,
                                         const KlasterRow         *to,
                                         KlasterOrientationReason *reason)
{
  const KlasterRow *ends[2] = { from, to };
  const char *kinds[2];
  int levels[2];

  g_return_val_if_fail (snapshot != NULL && from != NULL && to != NULL && reason != NULL, NULL);

  for (guint i = 0; i < 2; i++)
    {
      kinds[i] = klaster_row_get_text (ends[i], KLASTER_INSTITUTION_KIND);
      levels[i] = level_of (kinds[i]);
      if (g_strcmp0 (kinds[i], "enterprise") == 0 &&
          finances (snapshot, klaster_row_get_id (ends[i]), klaster_row_get_id (ends[1 - i])))
        {
          *reason = KLASTER_ORIENTATION_BY_FINANCE;
          return "mixed";
        }
    }

  if (g_strcmp0 (kinds[0], kinds[1]) == 0 || (levels[0] > 0 && levels[0] == levels[1]))
    {
      int field = same_field (from, to);

      if (g_strcmp0 (kinds[0], kinds[1]) != 0 && (is_beyond_education (kinds[0]) || is_beyond_education (kinds[1])))
        {
          *reason = KLASTER_ORIENTATION_BY_PARTNER; /* retraining with research: the same level, but with science */
          return "vertical";
        }
      *reason = field == 1 ? KLASTER_ORIENTATION_BY_FIELD
                           : field == 0 ? KLASTER_ORIENTATION_FIELDS_DIFFER : KLASTER_ORIENTATION_FIELDS_UNKNOWN;
      return field == 1 ? "horizontal" : NULL;
    }
  if (is_beyond_education (kinds[0]) || is_beyond_education (kinds[1]))
    {
      *reason = KLASTER_ORIENTATION_BY_PARTNER;
      return "vertical";
    }
  if (levels[0] > 0 && levels[1] > 0)
    {
      *reason = KLASTER_ORIENTATION_BY_LEVEL;
      return "vertical";
    }

  *reason = KLASTER_ORIENTATION_NO_LEVEL;
  return NULL;
}

/**
 * klaster_cooperation_propose_orientation:
 * @snapshot: a snapshot
 * @from: an institution of it
 * @to: another one
 *
 * See klaster_cooperation_explain_orientation().
 *
 * Returns: (transfer none) (nullable): a token of orientations; %NULL when it cannot be decided
 */
const char *
klaster_cooperation_propose_orientation (KlasterSnapshot  *snapshot,
                                         const KlasterRow *from,
                                         const KlasterRow *to)
{
  KlasterOrientationReason reason;

  return klaster_cooperation_explain_orientation (snapshot, from, to, &reason);
}

/**
 * klaster_cooperation_get_orientation:
 * @snapshot: a snapshot
 * @cooperation: a cooperation of it
 * @from: (nullable): its first member; %NULL: looked up
 * @to: (nullable): its second member; %NULL: looked up
 *
 * Returns: (transfer none) (nullable): the orientation that holds: the one that a planner has set, or else the one that is
 *   proposed for the two; a token of orientations, %NULL when it cannot be decided
 */
const char *
klaster_cooperation_get_orientation (KlasterSnapshot  *snapshot,
                                     const KlasterRow *cooperation,
                                     const KlasterRow *from,
                                     const KlasterRow *to)
{
  const char *orientation;

  g_return_val_if_fail (snapshot != NULL && cooperation != NULL, NULL);

  orientation = klaster_row_get_text (cooperation, KLASTER_COOPERATION_ORIENTATION);
  if (orientation != NULL)
    return orientation;

  if (from == NULL)
    from = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                    klaster_row_get_integer (cooperation, KLASTER_COOPERATION_FROM_ID));
  if (to == NULL)
    to = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                  klaster_row_get_integer (cooperation, KLASTER_COOPERATION_TO_ID));

  return from && to ? klaster_cooperation_propose_orientation (snapshot, from, to) : NULL;
}
