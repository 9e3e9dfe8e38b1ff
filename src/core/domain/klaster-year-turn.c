/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-renewal.h"
#include "klaster-year-turn.h"

static void
item_free (gpointer data)
{
  KlasterYearTurnItem *item = data;

  g_free (item->title);
  g_free (item->detail);
  g_free (item);
}

/**
 * klaster_year_turn_get_next:
 * @year: (nullable): an academic year, however people write it
 *
 * Returns: (transfer full) (nullable): the one after it, "2027/28"; %NULL when @year is none
 */
char *
klaster_year_turn_get_next (const char *year)
{
  int number = klaster_academic_year_parse (year);

  return number > 0 && number < 9998 ? klaster_academic_year_format (number + 1) : NULL;
}

static KlasterRow *
find_cluster (KlasterSnapshot *snapshot)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_CLUSTER);

  return klaster_row_iter_next (&iter, &row) ? row : NULL;
}

/**
 * klaster_year_turn_get_year:
 * @snapshot: content of the project
 * @date: today, a valid date
 *
 * Returns: (transfer full): the academic year that is to end: the one that the project says, else that in which @date lies
 *   as the project counts them
 */
char *
klaster_year_turn_get_year (KlasterSnapshot *snapshot,
                            const char      *date)
{
  g_autoptr (KlasterAcademicCalendar) calendar = NULL;
  KlasterRow *cluster;
  int year;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), NULL);

  cluster = find_cluster (snapshot);
  year = cluster ? klaster_academic_year_parse (klaster_row_get_text (cluster, KLASTER_CLUSTER_ACADEMIC_YEAR)) : 0;
  calendar = klaster_academic_calendar_new (snapshot);

  return year > 0 ? klaster_academic_year_format (year) : klaster_academic_calendar_get_year (calendar, date, 0);
}

static void
add (GPtrArray           *list,
     KlasterYearTurnStep  step,
     const KlasterRow    *row,
     char                *title,
     char                *detail)
{
  KlasterYearTurnItem *item = g_new (KlasterYearTurnItem, 1);

  *item = (KlasterYearTurnItem) { step, klaster_row_get_table (row), klaster_row_get_id (row), title, detail, TRUE };
  g_ptr_array_add (list, item);
}

static gboolean
is_within (const char *date,
           const char *first,
           const char *last)
{
  return klaster_date_is_valid (date) && strcmp (date, first) >= 0 && strcmp (date, last) <= 0;
}

static void
list_agreements (GPtrArray       *list,
                 KlasterSnapshot *snapshot,
                 const char      *first,
                 const char      *last,
                 KlasterLanguage  language)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *to = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO);
      g_autofree char *new_from = NULL;
      g_autofree char *new_to = NULL;
      g_autofree char *end = NULL;
      g_autofree char *begins = NULL;
      g_autofree char *ends = NULL;

      if (!is_within (to, first, last) || !klaster_row_is_null (row, KLASTER_AGREEMENT_TERMINATED_ON) ||
          klaster_row_is_null (row, KLASTER_AGREEMENT_SIGNED_ON) ||
          klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_RENEWS_ID,
                                            klaster_row_get_id (row)) > 0)
        continue;
      klaster_period_continue (klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM), to, &new_from, &new_to);
      end = klaster_date_format (to, language);
      begins = klaster_date_format (new_from, language);
      ends = new_to ? klaster_date_format (new_to, language) : NULL;
      add (list, KLASTER_YEAR_TURN_RENEW_AGREEMENT, row, klaster_record_describe (snapshot, row, language),
           ends ? g_strdup_printf (_("Ends on %s; renewed from %s to %s"), end, begins, ends)
                : g_strdup_printf (_("Ends on %s; renewed from %s"), end, begins));
    }
}

static void
list_cooperations (GPtrArray       *list,
                   KlasterSnapshot *snapshot,
                   const char      *first,
                   const char      *last,
                   KlasterLanguage  language)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *status = klaster_row_get_text (row, KLASTER_COOPERATION_STATUS);
      const char *end = klaster_row_get_text (row, KLASTER_COOPERATION_END_DATE);
      g_autofree char *day = NULL;

      if (!is_within (end, first, last) || g_strcmp0 (status, "ended") == 0)
        continue;
      day = klaster_date_format (end, language);
      add (list, KLASTER_YEAR_TURN_END_COOPERATION, row, klaster_record_describe (snapshot, row, language),
           g_strdup_printf (_("Its last day is %s; marked as ended"), day));
    }
}

static gboolean
same_value (const KlasterRow *a,
            const KlasterRow *b,
            guint             column)
{
  if (klaster_row_is_null (a, column) || klaster_row_is_null (b, column))
    return klaster_row_is_null (a, column) && klaster_row_is_null (b, column);

  return klaster_value_equal (klaster_row_get_value (a, column), klaster_row_get_value (b, column));
}

/* Whether the place goes on in the academic year that begins in @year already: a year may be turned in two goes. */
static gboolean
has_successor (KlasterSnapshot  *snapshot,
               const KlasterRow *place,
               int               year)
{
  static const guint same[] = { KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_DUAL_PLACE_SPECIALTY };
  KlasterReferrerIter iter;
  KlasterRow *row;

  if (klaster_row_is_null (place, KLASTER_DUAL_PLACE_EMPLOYER_ID))
    return FALSE;
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE, KLASTER_DUAL_PLACE_EMPLOYER_ID,
                              klaster_row_get_integer (place, KLASTER_DUAL_PLACE_EMPLOYER_ID));
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gboolean equal = klaster_academic_year_parse (klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR)) == year;

      for (guint i = 0; equal && i < G_N_ELEMENTS (same); i++)
        equal = same_value (row, place, same[i]);
      if (equal)
        return TRUE;
    }

  return FALSE;
}

/* Whether the obligation is there once more, due on @due. */
static gboolean
is_carried (KlasterSnapshot  *snapshot,
            const KlasterRow *obligation,
            const char       *due)
{
  static const guint same[] = { KLASTER_OBLIGATION_INSTITUTION_ID, KLASTER_OBLIGATION_TEXT, KLASTER_OBLIGATION_PERIOD };
  KlasterReferrerIter iter;
  KlasterRow *row;

  if (klaster_row_is_null (obligation, KLASTER_OBLIGATION_AGREEMENT_ID))
    return FALSE;
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID,
                              klaster_row_get_integer (obligation, KLASTER_OBLIGATION_AGREEMENT_ID));
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gboolean equal = g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), due) == 0;

      for (guint i = 0; equal && i < G_N_ELEMENTS (same); i++)
        equal = same_value (row, obligation, same[i]);
      if (equal)
        return TRUE;
    }

  return FALSE;
}

static void
list_dual_places (GPtrArray       *list,
                  KlasterSnapshot *snapshot,
                  const char      *year,
                  const char      *next,
                  KlasterLanguage  language)
{
  int number = klaster_academic_year_parse (year);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_academic_year_parse (klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR)) == number &&
        !has_successor (snapshot, row, number + 1))
      add (list, KLASTER_YEAR_TURN_COPY_DUAL_PLACE, row, klaster_record_describe (snapshot, row, language),
           g_strdup_printf (_("The same partners and specialty for %s; its steps begin anew"), next));
}

/* Obligations of agreements that end go on with the renewal. */
static gboolean
goes_on (KlasterSnapshot  *snapshot,
         const KlasterRow *obligation,
         const char       *last)
{
  KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT,
                                                   klaster_row_get_integer (obligation, KLASTER_OBLIGATION_AGREEMENT_ID));
  const char *to;

  if (agreement == NULL)
    return klaster_row_is_null (obligation, KLASTER_OBLIGATION_AGREEMENT_ID);
  to = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO);

  return klaster_row_is_null (agreement, KLASTER_AGREEMENT_TERMINATED_ON) && (to == NULL || strcmp (to, last) > 0);
}

static void
list_obligations (GPtrArray       *list,
                  KlasterSnapshot *snapshot,
                  const char      *first,
                  const char      *last,
                  KlasterLanguage  language)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *due = klaster_row_get_text (row, KLASTER_OBLIGATION_DUE);
      g_autofree char *next = NULL;
      g_autofree char *day = NULL;

      if (klaster_row_is_null (row, KLASTER_OBLIGATION_PERIOD) || !is_within (due, first, last) ||
          g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), "waived") == 0 || !goes_on (snapshot, row, last))
        continue;
      next = klaster_date_add_months (due, 12);
      if (is_carried (snapshot, row, next))
        continue;
      day = klaster_date_format (next, language);
      add (list, KLASTER_YEAR_TURN_CARRY_OBLIGATION, row, klaster_record_describe (snapshot, row, language),
           g_strdup_printf (_("%s: once more, due %s"), klaster_row_get_text (row, KLASTER_OBLIGATION_PERIOD), day));
    }
}

/**
 * klaster_year_turn_list:
 * @snapshot: content of the project
 * @year: the academic year that ends, "2026/27"
 * @language: language of names and dates
 *
 * The year has the days that the project gives it (parameter academic_year.begins).
 *
 * Returns: (transfer full) (element-type KlasterYearTurnItem): what there is to decide, all of it chosen; empty when @year
 *   is no academic year. O(rows)
 */
GPtrArray *
klaster_year_turn_list (KlasterSnapshot *snapshot,
                        const char      *year,
                        KlasterLanguage  language)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (item_free);
  g_autofree char *next = klaster_year_turn_get_next (year);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autoptr (KlasterAcademicCalendar) calendar = NULL;
  KlasterRow *cluster;

  g_return_val_if_fail (snapshot != NULL, list);

  calendar = klaster_academic_calendar_new (snapshot);
  if (next == NULL || !klaster_academic_calendar_get_period (calendar, year, &first, &last))
    return list;
  cluster = find_cluster (snapshot);
  if (cluster)
    add (list, KLASTER_YEAR_TURN_SET_YEAR, cluster, g_strdup_printf (_("Academic year of the project: %s"), next),
         g_strdup_printf (_("Until now: %s"), year));
  list_agreements (list, snapshot, first, last, language);
  list_cooperations (list, snapshot, first, last, language);
  list_dual_places (list, snapshot, year, next, language);
  list_obligations (list, snapshot, first, last, language);

  return list;
}

/* What the next year begins with: who, what and how often; not what happened in the year that ends. */
static void
copy_dual_place (KlasterEdit      *edit,
                 const KlasterRow *row,
                 const char       *next)
{
  static const guint kept[] = { KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_DUAL_PLACE_EMPLOYER_ID,
                                KLASTER_DUAL_PLACE_SPECIALTY, KLASTER_DUAL_PLACE_WORKPLACE, KLASTER_DUAL_PLACE_STUDY_DAYS,
                                KLASTER_DUAL_PLACE_WORK_DAYS, KLASTER_DUAL_PLACE_PAID };
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_DUAL_PLACE);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (!klaster_row_is_null (row, kept[i]))
      klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, kept[i], klaster_row_get_value (row, kept[i]));
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_ACADEMIC_YEAR, KLASTER_TEXT (next));
}

static void
carry_obligation (KlasterEdit      *edit,
                  const KlasterRow *row)
{
  static const guint kept[] = { KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_OBLIGATION_INSTITUTION_ID,
                                KLASTER_OBLIGATION_TEMPLATE, KLASTER_OBLIGATION_TEXT, KLASTER_OBLIGATION_AREA,
                                KLASTER_OBLIGATION_PERIOD, KLASTER_OBLIGATION_UNIT };
  g_autofree char *due = klaster_date_add_months (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), 12);
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);

  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    if (!klaster_row_is_null (row, kept[i]))
      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, kept[i], klaster_row_get_value (row, kept[i]));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_DUE, KLASTER_TEXT (due));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, KLASTER_TEXT ("open"));
}

/**
 * klaster_year_turn_edit:
 * @snapshot: content of the project
 * @year: the academic year that ends
 * @items: (element-type KlasterYearTurnItem): from klaster_year_turn_list(), with what is chosen
 *
 * Records that are gone meanwhile are passed over.
 *
 * Returns: (transfer full): one edit that does what is chosen
 */
KlasterEdit *
klaster_year_turn_edit (KlasterSnapshot *snapshot,
                        const char      *year,
                        GPtrArray       *items)
{
  g_autofree char *next = klaster_year_turn_get_next (year);
  g_autofree char *label = NULL;
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL && next != NULL && items != NULL, NULL);

  /* Translators: an entry of the history; %s is an academic year. */
  label = g_strdup_printf (_("Turn to the academic year %s"), next);
  edit = klaster_edit_new (label);
  for (guint i = 0; i < items->len; i++)
    {
      const KlasterYearTurnItem *item = items->pdata[i];
      KlasterRow *row = klaster_snapshot_lookup (snapshot, item->table, item->id);

      if (!item->chosen || row == NULL)
        continue;
      switch (item->step)
        {
        case KLASTER_YEAR_TURN_SET_YEAR:
          klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, item->id, KLASTER_CLUSTER_ACADEMIC_YEAR, KLASTER_TEXT (next));
          break;
        case KLASTER_YEAR_TURN_RENEW_AGREEMENT:
          klaster_agreement_edit_add_renewal (edit, snapshot, row);
          break;
        case KLASTER_YEAR_TURN_END_COOPERATION:
          klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, item->id, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("ended"));
          break;
        case KLASTER_YEAR_TURN_COPY_DUAL_PLACE:
          copy_dual_place (edit, row, next);
          break;
        case KLASTER_YEAR_TURN_CARRY_OBLIGATION:
          carry_obligation (edit, row);
          break;
        case KLASTER_YEAR_TURN_N_STEPS:
        default:
          g_assert_not_reached ();
        }
    }

  return edit;
}
