/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-dual.h"

#define FIRST_YEAR 2021
#define NAMED_BY "07-01"
#define YEAR_ENDS "06-30"

typedef struct
{
  const char *id;
  const char *title;
  const char *columns[7];
  const char *rules[4];
} StepInfo;

static const StepInfo steps[KLASTER_N_DUAL_STEPS] = {
  [KLASTER_DUAL_PLACE] = { "place", N_("Place"), { "employer_id", "institution_id", "specialty", "academic_year", NULL },
                           { "dual.first_year", "dual.institution", "dual.order", NULL } },
  [KLASTER_DUAL_NEED] = { "need", N_("Need"), { "need_by", "need_on", NULL }, { "dual.need", NULL } },
  [KLASTER_DUAL_PROPOSAL] = { "proposal", N_("Proposal"), { "proposed_by", "proposed_on", NULL }, { "dual.proposal", NULL } },
  [KLASTER_DUAL_NAMED] = { "named", N_("Institution named"), { "named_by", "named_on", NULL },
                           { "dual.named", "dual.named_by", NULL } },
  [KLASTER_DUAL_QUOTA] = { "quota", N_("Quota"), { "quota", NULL }, { "dual.quota", NULL } },
  [KLASTER_DUAL_ADMISSION] = { "admission", N_("Admission"), { "admitted", NULL }, { "dual.admission", NULL } },
  [KLASTER_DUAL_CONTRACT] = { "contract", N_("Contract with the organisation"), { "contract_agreement_id", NULL },
                              { "dual.contract", NULL } },
  [KLASTER_DUAL_STUDENT_CONTRACTS] = { "student_contracts", N_("Contracts with students"),
                                       { "student_contracts", "student_contracts_on", NULL },
                                       { "dual.student_contracts", NULL } },
  [KLASTER_DUAL_WORKPLACE] = { "workplace", N_("Workplace"), { "workplace", NULL }, { "dual.workplace", NULL } },
  [KLASTER_DUAL_WEEK] = { "week", N_("Study, work and pay"), { "study_days", "work_days", "paid", NULL },
                          { "dual.study_days", "dual.work_days", "dual.paid", NULL } },
};

static const struct
{
  const char *key;
  int fallback;
} numbers[KLASTER_N_DUAL_NUMBERS] = {
  [KLASTER_DUAL_STUDY_DAYS_MIN] = { "dual.study_days_min", 2 },
  [KLASTER_DUAL_WEEK_DAYS_MIN] = { "dual.week_days_min", 5 },
  [KLASTER_DUAL_WEEK_DAYS_MAX] = { "dual.week_days_max", 6 },
};

static int
get_year (const KlasterRow *place)
{
  return klaster_academic_year_parse (klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR));
}

/* The day whose parameters hold for a place: the first one of its academic year, so that a rule that changes does not
 * change what was right before; today while the year is not known. */
static char *
get_rule_day (KlasterSnapshot  *snapshot,
              const KlasterRow *place,
              const char       *date)
{
  char *day = klaster_dual_get_first_day (snapshot, place);

  return day ? day : g_strdup (date);
}

/**
 * klaster_dual_step_get_id:
 * @step: a step
 *
 * Returns: (transfer none): a word for it that is never translated
 */
const char *
klaster_dual_step_get_id (KlasterDualStep step)
{
  g_return_val_if_fail (step < KLASTER_N_DUAL_STEPS, NULL);

  return steps[step].id;
}

/**
 * klaster_dual_step_get_title:
 * @step: a step
 *
 * Returns: (transfer none): its name, translated
 */
const char *
klaster_dual_step_get_title (KlasterDualStep step)
{
  g_return_val_if_fail (step < KLASTER_N_DUAL_STEPS, NULL);

  return _(steps[step].title);
}

/**
 * klaster_dual_step_get_columns:
 * @step: a step
 *
 * Returns: (transfer none) (array zero-terminated=1): the columns of dual_place that record it
 */
const char *const *
klaster_dual_step_get_columns (KlasterDualStep step)
{
  g_return_val_if_fail (step < KLASTER_N_DUAL_STEPS, NULL);

  return steps[step].columns;
}

/**
 * klaster_dual_step_get_rules:
 * @step: a step
 *
 * Returns: (transfer none) (array zero-terminated=1): the rules that look at it
 */
const char *const *
klaster_dual_step_get_rules (KlasterDualStep step)
{
  g_return_val_if_fail (step < KLASTER_N_DUAL_STEPS, NULL);

  return steps[step].rules;
}

/**
 * klaster_dual_step_get_status:
 * @step: a step
 * @results: (element-type KlasterCheckResult): of klaster_check_record() for a place
 *
 * Returns: the worst of what the step's rules found
 */
KlasterCheckStatus
klaster_dual_step_get_status (KlasterDualStep  step,
                              GPtrArray       *results)
{
  KlasterCheckStatus status = KLASTER_CHECK_MET;

  g_return_val_if_fail (step < KLASTER_N_DUAL_STEPS && results != NULL, KLASTER_CHECK_UNKNOWN);

  for (guint i = 0; steps[step].rules[i]; i++)
    {
      const KlasterCheckResult *result = klaster_check_find_result (results, steps[step].rules[i]);

      status = klaster_check_status_get_worse (status, result ? result->status : KLASTER_CHECK_UNKNOWN);
    }

  return status;
}

/**
 * klaster_dual_get_status:
 * @results: (element-type KlasterCheckResult): of klaster_check_record() for a place
 *
 * Returns: the worst of all: what a list shows for the place
 */
KlasterCheckStatus
klaster_dual_get_status (GPtrArray *results)
{
  KlasterCheckStatus status = KLASTER_CHECK_MET;

  for (guint i = 0; i < KLASTER_N_DUAL_STEPS; i++)
    status = klaster_check_status_get_worse (status, klaster_dual_step_get_status (i, results));

  return status;
}

static gboolean
is_recorded (KlasterSnapshot  *snapshot,
             const KlasterRow *place,
             KlasterDualStep   step)
{
  for (guint i = 0; steps[step].columns[i]; i++)
    if (klaster_row_is_null (place, (guint) klaster_schema_find_column (KLASTER_TABLE_DUAL_PLACE, steps[step].columns[i])))
      return FALSE;
  if (step == KLASTER_DUAL_CONTRACT)
    {
      KlasterRow *contract = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT,
                                                      klaster_row_get_integer (place, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID));

      return contract && !klaster_row_is_null (contract, KLASTER_AGREEMENT_SIGNED_ON);
    }

  return TRUE;
}

/**
 * klaster_dual_get_next_step:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 * @date: what today is, a valid date
 * @due: (out) (nullable): the day until which it should be taken; %NULL when the academic year is not known
 *
 * Up to the naming of the institution, steps are due by its last day; the later ones by the first day of the academic year.
 *
 * Returns: the first #KlasterDualStep that is not recorded in full, -1 when all are
 */
int
klaster_dual_get_next_step (KlasterSnapshot   *snapshot,
                            const KlasterRow  *place,
                            const char        *date,
                            char             **due)
{
  g_return_val_if_fail (snapshot != NULL && place != NULL && date != NULL, -1);

  if (due)
    *due = NULL;
  for (int i = KLASTER_DUAL_NEED; i < KLASTER_N_DUAL_STEPS; i++)
    {
      if (is_recorded (snapshot, place, (KlasterDualStep) i))
        continue;
      if (due && i <= KLASTER_DUAL_NAMED)
        *due = klaster_dual_get_deadline (snapshot, place, date);
      else if (due)
        *due = klaster_dual_get_first_day (snapshot, place);
      return i;
    }

  return -1;
}

/**
 * klaster_dual_get_number:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 * @date: what holds while the academic year of @place is not known
 * @number: which figure
 *
 * Returns: the figure that holds on the first day of the academic year
 */
int
klaster_dual_get_number (KlasterSnapshot   *snapshot,
                         const KlasterRow  *place,
                         const char        *date,
                         KlasterDualNumber  number)
{
  g_autofree char *day = get_rule_day (snapshot, place, date);

  g_return_val_if_fail (number < KLASTER_N_DUAL_NUMBERS, 0);

  return (int) MIN (klaster_parameter_get_integer (snapshot, numbers[number].key, day, numbers[number].fallback), G_MAXINT);
}

/**
 * klaster_dual_get_first_year:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 * @date: what holds while the academic year of @place is not known
 *
 * Parameter dual.first_year, an academic year; 2021/22 where it is not set.
 *
 * Returns: the calendar year in which it begins
 */
int
klaster_dual_get_first_year (KlasterSnapshot  *snapshot,
                             const KlasterRow *place,
                             const char       *date)
{
  g_autofree char *day = get_rule_day (snapshot, place, date);
  int year = klaster_academic_year_parse (klaster_parameter_get (snapshot, "dual.first_year", day));

  return year > 0 ? year : FIRST_YEAR;
}

/* The first day of an academic year as the project counts them. */
static char *
get_first_day (KlasterSnapshot *snapshot,
               int              year)
{
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);

  return klaster_academic_calendar_get_first_day (calendar, year);
}

/**
 * klaster_dual_get_first_day:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 *
 * Returns: (transfer full) (nullable): the first day of its academic year, 1 September unless the project has another one
 *   (parameter academic_year.begins); %NULL when @place has none
 */
char *
klaster_dual_get_first_day (KlasterSnapshot  *snapshot,
                            const KlasterRow *place)
{
  int year = get_year (place);

  return year > 0 ? get_first_day (snapshot, year) : NULL;
}

/* A day of a year by a parameter, or by what holds without it. */
static char *
get_day (KlasterSnapshot  *snapshot,
         const KlasterRow *place,
         const char       *date,
         const char       *key,
         const char       *fallback,
         int               year)
{
  g_autofree char *rule_day = get_rule_day (snapshot, place, date);
  char *day = klaster_month_day_in (klaster_parameter_get (snapshot, key, rule_day), year);

  return day ? day : klaster_month_day_in (fallback, year);
}

/**
 * klaster_dual_get_deadline:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 * @date: what today is
 *
 * Parameter dual.named_by, month and day; 1 July where it is not set. It is a day of the calendar year in which the academic
 * year begins.
 *
 * Returns: (transfer full) (nullable): the last day for naming the institution, inclusive; %NULL when @place has no
 *   academic year
 */
char *
klaster_dual_get_deadline (KlasterSnapshot  *snapshot,
                           const KlasterRow *place,
                           const char       *date)
{
  int year = get_year (place);

  return year > 0 ? get_day (snapshot, place, date, "dual.named_by", NAMED_BY, year) : NULL;
}

/**
 * klaster_dual_get_last_study_day:
 * @snapshot: a snapshot
 * @place: a row of dual_place
 * @date: what today is
 *
 * Parameter dual.year_ends, month and day; 30 June where it is not set. A contract covers an academic year that it covers
 * from 1 September to this day.
 *
 * Returns: (transfer full) (nullable): the day, in the calendar year in which the academic year ends
 */
char *
klaster_dual_get_last_study_day (KlasterSnapshot  *snapshot,
                                 const KlasterRow *place,
                                 const char       *date)
{
  int year = get_year (place);

  return year > 0 ? get_day (snapshot, place, date, "dual.year_ends", YEAR_ENDS, year + 1) : NULL;
}
