/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-check-private.h"
#include "klaster-derive.h"
#include "klaster-dual.h"

/* How far up a party may stand above the institution that it signs for. */
#define MAX_PARENTS 8

static KlasterCheckResult *
add_unknown (KlasterCheckRun   *run,
             const KlasterRule *rule,
             const char        *text,
             const char        *fix)
{
  return klaster_check_run_add (run, rule, KLASTER_CHECK_UNKNOWN, g_strdup (text), fix);
}

static KlasterCheckResult *
add_met (KlasterCheckRun   *run,
         const KlasterRule *rule,
         char              *text)
{
  KlasterCheckResult *result = klaster_check_run_add (run, rule, KLASTER_CHECK_MET, text, NULL);

  klaster_check_result_add_for (result, run->subject);
  return result;
}

static KlasterCheckResult *
add_not_met (KlasterCheckRun   *run,
             const KlasterRule *rule,
             char              *text,
             const char        *fix)
{
  KlasterCheckResult *result = klaster_check_run_add (run, rule, KLASTER_CHECK_NOT_MET, text, fix);

  klaster_check_result_add_against (result, run->subject);
  return result;
}

static const char *
get_date (const KlasterRow *place,
          guint             column)
{
  const char *date = klaster_row_get_text (place, column);

  return klaster_date_is_valid (date) ? date : NULL;
}

static void
check_first_year (KlasterCheckRun   *run,
                  const KlasterRule *rule)
{
  const char *text = klaster_row_get_text (run->subject, KLASTER_DUAL_PLACE_ACADEMIC_YEAR);
  int year = klaster_academic_year_parse (text);
  int first = klaster_dual_get_first_year (run->snapshot, run->subject, run->date);
  g_autofree char *first_name = klaster_academic_year_format (first);

  if (text == NULL)
    add_unknown (run, rule, _("The academic year is not given."), _("Enter the academic year."));
  else if (year == 0)
    klaster_check_run_add (run, rule, KLASTER_CHECK_UNKNOWN,
                           g_strdup_printf (_("“%s” is no academic year."), text),
                           _("Write the academic year as two years, such as 2026/27."));
  else if (year < first)
    add_not_met (run, rule,
                 g_strdup_printf (_("The place is for %s; dual education exists from %s on."), text, first_name),
                 _("Correct the academic year, or keep this place as practice under another agreement."));
  else
    add_met (run, rule, g_strdup_printf (_("The place is for %s; dual education exists from %s on."), text, first_name));
}

static void
check_institution (KlasterCheckRun   *run,
                   const KlasterRule *rule)
{
  KlasterRow *institution = klaster_snapshot_lookup (run->snapshot, KLASTER_TABLE_INSTITUTION,
                                                     klaster_row_get_integer (run->subject,
                                                                              KLASTER_DUAL_PLACE_INSTITUTION_ID));
  const char *kind;
  g_autofree char *name = NULL;

  if (institution == NULL)
    {
      add_unknown (run, rule, _("The institution is not given."), _("Choose the vocational institution."));
      return;
    }

  name = klaster_record_describe (run->snapshot, institution, run->language);
  kind = klaster_row_get_text (institution, KLASTER_INSTITUTION_KIND);
  if (g_strcmp0 (kind, "vocational") == 0)
    klaster_check_result_add_for (add_met (run, rule, g_strdup_printf (_("“%s” is a vocational institution."), name)),
                                  institution);
  else
    klaster_check_result_add_against (
      add_not_met (run, rule, g_strdup_printf (_("“%s” is not a vocational institution."), name),
                   _("Choose a vocational institution, or correct the kind of this one.")),
      institution);
}

/* Steps that somebody took on a day: need, proposal, naming. */
static void
check_act (KlasterCheckRun   *run,
           const KlasterRule *rule,
           guint              actor_column,
           guint              date_column,
           const char        *met,
           const char        *nothing,
           const char        *no_actor,
           const char        *no_date,
           const char        *fix)
{
  const char *actor = klaster_row_get_text (run->subject, actor_column);
  const char *date = get_date (run->subject, date_column);
  g_autofree char *day = date ? klaster_date_format (date, run->language) : NULL;

  if (actor == NULL && date == NULL)
    add_unknown (run, rule, nothing, fix);
  else if (actor == NULL)
    add_unknown (run, rule, no_actor, fix);
  else if (date == NULL)
    add_unknown (run, rule, no_date, fix);
  else if (strcmp (date, run->date) > 0)
    klaster_check_run_add (run, rule, KLASTER_CHECK_UNKNOWN,
                           g_strdup_printf (_("This is planned for %s and has not happened yet."), day), fix);
  else
    add_met (run, rule, g_strdup_printf (met, actor, day));
}

static void
check_need (KlasterCheckRun   *run,
            const KlasterRule *rule)
{
  check_act (run, rule, KLASTER_DUAL_PLACE_NEED_BY, KLASTER_DUAL_PLACE_NEED_ON,
             /* Translators: by whom, on which day */
             _("The need was identified by %s on %s."), _("Nothing is recorded about the need."),
             _("It is not recorded who identified the need."), _("It is not recorded when the need was identified."),
             _("Enter which local authority or ministry identified the need for staff, and when."));
}

static void
check_proposal (KlasterCheckRun   *run,
                const KlasterRule *rule)
{
  check_act (run, rule, KLASTER_DUAL_PLACE_PROPOSED_BY, KLASTER_DUAL_PLACE_PROPOSED_ON,
             /* Translators: by whom, on which day */
             _("The proposal was made by %s on %s."), _("Nothing is recorded about the proposal."),
             _("It is not recorded who made the proposal."), _("It is not recorded when the proposal was made."),
             _("Enter which local authority or ministry made the proposal, and when."));
}

static void
check_named (KlasterCheckRun   *run,
             const KlasterRule *rule)
{
  check_act (run, rule, KLASTER_DUAL_PLACE_NAMED_BY, KLASTER_DUAL_PLACE_NAMED_ON,
             /* Translators: by whom, on which day */
             _("The institution was named by %s on %s."), _("Nothing is recorded about the naming of the institution."),
             _("It is not recorded who named the institution."), _("It is not recorded when the institution was named."),
             _("Enter which ministry named the institution, and when."));
}

static void
check_named_by (KlasterCheckRun   *run,
                const KlasterRule *rule)
{
  const char *named_on = get_date (run->subject, KLASTER_DUAL_PLACE_NAMED_ON);
  g_autofree char *deadline = klaster_dual_get_deadline (run->snapshot, run->subject, run->date);
  g_autofree char *last = deadline ? klaster_date_format (deadline, run->language) : NULL;
  g_autofree char *day = named_on ? klaster_date_format (named_on, run->language) : NULL;

  if (deadline == NULL)
    add_unknown (run, rule, _("Without the academic year there is no last day for naming the institution."),
                 _("Enter the academic year."));
  else if (named_on == NULL)
    klaster_check_run_add (run, rule, KLASTER_CHECK_UNKNOWN,
                           g_strdup_printf (_("The last day for naming the institution is %s; it is not recorded when it was named."),
                                            last),
                           _("Enter the day on which the institution was named."));
  else if (strcmp (named_on, deadline) > 0)
    {
      int late = klaster_date_diff_days (deadline, named_on);

      add_not_met (run, rule,
                   g_strdup_printf (ngettext ("The institution was named on %s, %d day after the last day, %s.",
                                              "The institution was named on %s, %d days after the last day, %s.", (gulong) late),
                                    day, late, last),
                   _("Correct the date if it is wrong; otherwise the place counts from the next academic year on."));
    }
  else
    add_met (run, rule, g_strdup_printf (_("The institution was named on %s; the last day is %s."), day, last));
}

static void
check_quota (KlasterCheckRun   *run,
             const KlasterRule *rule)
{
  gint64 quota = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_QUOTA);

  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_QUOTA))
    add_unknown (run, rule, _("The quota is not recorded."), _("Enter how many students may be admitted."));
  else if (quota == 0)
    add_not_met (run, rule, g_strdup (_("The quota is 0: nobody can be admitted.")),
                 _("Correct the quota, or delete the place."));
  else
    add_met (run, rule, g_strdup_printf (ngettext ("The quota is %d student.", "The quota is %d students.", (gulong) quota),
                                         (int) quota));
}

static void
check_admission (KlasterCheckRun   *run,
                 const KlasterRule *rule)
{
  gint64 quota = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_QUOTA);
  gint64 admitted = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_ADMITTED);

  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_ADMITTED))
    add_unknown (run, rule, _("It is not recorded how many students were admitted."),
                 _("Enter how many students were admitted."));
  else if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_QUOTA))
    add_unknown (run, rule, _("Students were admitted, but the quota is not recorded."), _("Enter the quota."));
  else if (admitted > quota)
    add_not_met (run, rule, g_strdup_printf (_("Admitted: %d; the quota allows %d."), (int) admitted, (int) quota),
                 _("Correct the numbers, or have the quota raised."));
  else
    add_met (run, rule, g_strdup_printf (_("Admitted: %d; the quota allows %d."), (int) admitted, (int) quota));
}

static KlasterRow *
get_contract (KlasterCheckRun *run)
{
  return klaster_snapshot_lookup (run->snapshot, KLASTER_TABLE_AGREEMENT,
                                  klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID));
}

/* The row by which an institution, or one above it that signs for it, is a party; %NULL: it is none. */
static const KlasterRow *
find_party (KlasterSnapshot  *snapshot,
            const KlasterRow *agreement,
            gint64            institution_id)
{
  for (guint i = 0; i < MAX_PARENTS && institution_id != 0; i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *party, *institution;

      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                  klaster_row_get_id (agreement));
      while (klaster_referrer_iter_next (&iter, &party))
        if (klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID) == institution_id)
          return party;
      institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, institution_id);
      institution_id = institution ? klaster_row_get_integer (institution, KLASTER_INSTITUTION_PARENT_ID) : 0;
    }

  return NULL;
}

/* Returns whether the contract lacks a party that is known; says so. */
static gboolean
lacks_party (KlasterCheckRun   *run,
             const KlasterRule *rule,
             const KlasterRow  *contract,
             guint              column)
{
  gint64 id = klaster_row_get_integer (run->subject, column);
  KlasterRow *institution = klaster_snapshot_lookup (run->snapshot, KLASTER_TABLE_INSTITUTION, id);
  g_autofree char *name = NULL;

  if (institution == NULL || find_party (run->snapshot, contract, id))
    return FALSE;

  name = klaster_record_describe (run->snapshot, institution, run->language);
  klaster_check_result_add_against (
    add_not_met (run, rule, g_strdup_printf (_("“%s” is not a party of the contract."), name),
                 _("Add it to the parties of the contract, or choose the contract of these two.")),
    contract);
  return TRUE;
}

static const char *
get_contract_start (const KlasterRow *contract)
{
  const char *from = get_date (contract, KLASTER_AGREEMENT_VALID_FROM);

  return from ? from : get_date (contract, KLASTER_AGREEMENT_SIGNED_ON);
}

/* The earlier of the day on which it ends and that on which it was terminated; %NULL: open-ended. */
static const char *
get_contract_end (const KlasterRow *contract)
{
  const char *to = get_date (contract, KLASTER_AGREEMENT_VALID_TO);
  const char *terminated = get_date (contract, KLASTER_AGREEMENT_TERMINATED_ON);

  return to == NULL || (terminated && strcmp (terminated, to) < 0) ? terminated : to;
}

static void
check_contract_period (KlasterCheckRun   *run,
                       const KlasterRule *rule,
                       const KlasterRow  *contract)
{
  int year = klaster_academic_year_parse (klaster_row_get_text (run->subject, KLASTER_DUAL_PLACE_ACADEMIC_YEAR));
  const char *start = get_contract_start (contract), *end = get_contract_end (contract);
  g_autofree char *described = klaster_record_describe (run->snapshot, contract, run->language);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  const char *fix = _("Choose a contract for that year, or correct its dates.");

  if (year == 0)
    {
      klaster_check_result_add_for (
        add_unknown (run, rule, _("Without the academic year it is not known whether the contract covers it."),
                     _("Enter the academic year.")),
        contract);
      return;
    }

  first = klaster_dual_get_first_day (run->snapshot, run->subject);
  last = klaster_dual_get_last_study_day (run->snapshot, run->subject, run->date);
  from = start ? klaster_date_format (start, run->language) : NULL;
  to = end ? klaster_date_format (end, run->language) : NULL;
  if (end && strcmp (end, first) < 0)
    klaster_check_result_add_against (
      add_not_met (run, rule, g_strdup_printf (_("The contract “%s” ended on %s, before the academic year."), described, to), fix),
      contract);
  else if (start && strcmp (start, last) > 0)
    klaster_check_result_add_against (
      add_not_met (run, rule, g_strdup_printf (_("The contract “%s” begins on %s, after the academic year."), described, from),
                   fix),
      contract);
  else if ((start && strcmp (start, first) > 0) || (end && strcmp (end, last) < 0))
    {
      KlasterCheckResult *result;
      gboolean late = start && strcmp (start, first) > 0;

      result = klaster_check_run_add (run, rule, KLASTER_CHECK_PARTLY,
                                      late ? g_strdup_printf (_("The contract “%s” begins only on %s: it covers a part of the academic year."),
                                                              described, from)
                                           : g_strdup_printf (_("The contract “%s” ends already on %s: it covers a part of the academic year."),
                                                              described, to),
                                      _("Correct its dates, or renew the contract for the rest of the year."));
      klaster_check_result_add_for (result, run->subject);
      klaster_check_result_add_against (result, contract);
    }
  else
    klaster_check_result_add_for (
      add_met (run, rule, g_strdup_printf (_("The contract “%s” is signed and covers the academic year."), described)),
      contract);
}

static void
check_contract (KlasterCheckRun   *run,
                const KlasterRule *rule)
{
  KlasterRow *contract = get_contract (run);
  const char *signed_on;

  if (contract == NULL)
    {
      add_unknown (run, rule, _("No contract of the institution and the organisation is recorded."),
                   _("Choose or add the agreement of the two."));
      return;
    }
  if (g_strcmp0 (klaster_row_get_text (contract, KLASTER_AGREEMENT_KIND), "dual_organisation") != 0)
    {
      g_autofree char *described = klaster_record_describe (run->snapshot, contract, run->language);

      klaster_check_result_add_against (
        add_not_met (run, rule,
                     g_strdup_printf (_("The agreement “%s” is not one on dual education of an institution and an organisation."),
                                      described),
                     _("Choose another agreement, or correct the kind of this one.")),
        contract);
      return;
    }
  if (klaster_snapshot_count_referrers (run->snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                        klaster_row_get_id (contract)) == 0)
    {
      klaster_check_result_add_for (add_unknown (run, rule, _("The contract does not say who its parties are."),
                                                 _("Add the institution and the organisation to its parties.")),
                                    contract);
      return;
    }
  if (lacks_party (run, rule, contract, KLASTER_DUAL_PLACE_INSTITUTION_ID) ||
      lacks_party (run, rule, contract, KLASTER_DUAL_PLACE_EMPLOYER_ID))
    return;

  signed_on = get_date (contract, KLASTER_AGREEMENT_SIGNED_ON);
  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_INSTITUTION_ID) ||
      klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_EMPLOYER_ID))
    klaster_check_result_add_for (add_unknown (run, rule, _("The place does not say which institution and organisation it is about."),
                                               _("Choose the institution and the employer.")),
                                  contract);
  else if (signed_on == NULL || strcmp (signed_on, run->date) > 0)
    klaster_check_result_add_for (add_unknown (run, rule, _("The contract is not signed yet."),
                                               _("Enter the day on which the contract was signed.")),
                                  contract);
  else
    check_contract_period (run, rule, contract);
}

/* Contracts of the organisation with students of this institution that are recorded as agreements. */
static void
add_student_agreements (KlasterCheckRun    *run,
                        KlasterCheckResult *result)
{
  gint64 employer = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_EMPLOYER_ID);
  gint64 institution = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_INSTITUTION_ID);
  KlasterReferrerIter iter;
  KlasterRow *party;

  if (employer == 0 || institution == 0)
    return;
  klaster_referrer_iter_init (&iter, run->snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                              employer);
  while (klaster_referrer_iter_next (&iter, &party))
    {
      KlasterRow *agreement = klaster_snapshot_lookup (run->snapshot, KLASTER_TABLE_AGREEMENT,
                                                       klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID));

      if (agreement && g_strcmp0 (klaster_row_get_text (agreement, KLASTER_AGREEMENT_KIND), "dual_student") == 0 &&
          find_party (run->snapshot, agreement, institution))
        klaster_check_result_add_for (result, agreement);
    }
}

static void
check_student_contracts (KlasterCheckRun   *run,
                         const KlasterRule *rule)
{
  gint64 contracts = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS);
  gint64 admitted = klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_ADMITTED);
  const char *date = get_date (run->subject, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS_ON);

  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS))
    add_unknown (run, rule, _("It is not recorded how many students have a contract with the organisation."),
                 _("Enter the number of contracts, and when they were made."));
  else if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_ADMITTED))
    add_unknown (run, rule, _("Contracts are recorded, but not how many students were admitted."),
                 _("Enter how many students were admitted."));
  else if (contracts < admitted)
    add_not_met (run, rule,
                 g_strdup_printf (_("Contracts with students: %d; admitted: %d."), (int) contracts, (int) admitted),
                 _("Have a contract made with every student who was admitted."));
  else if (date == NULL)
    add_unknown (run, rule, _("Every student has a contract, but it is not recorded since when."),
                 _("Enter the day on which the contracts were made."));
  else if (strcmp (date, run->date) > 0)
    {
      g_autofree char *day = klaster_date_format (date, run->language);

      klaster_check_run_add (run, rule, KLASTER_CHECK_UNKNOWN,
                             g_strdup_printf (_("This is planned for %s and has not happened yet."), day),
                             _("Correct the day on which the contracts were made, or wait for it."));
    }
  else
    add_student_agreements (run, add_met (run, rule, g_strdup_printf (_("Contracts with students: %d; admitted: %d."),
                                                                     (int) contracts, (int) admitted)));
}

static void
check_workplace (KlasterCheckRun   *run,
                 const KlasterRule *rule)
{
  const char *workplace = klaster_row_get_text (run->subject, KLASTER_DUAL_PLACE_WORKPLACE);

  if (workplace == NULL)
    add_unknown (run, rule, _("The workplace is not recorded."), _("Enter at which workplaces the students work."));
  else
    add_met (run, rule, g_strdup_printf (_("The students’ workplace: %s."), workplace));
}

static void
check_study_days (KlasterCheckRun   *run,
                  const KlasterRule *rule)
{
  int days = (int) klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_STUDY_DAYS);
  int least = klaster_dual_get_number (run->snapshot, run->subject, run->date, KLASTER_DUAL_STUDY_DAYS_MIN);

  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_STUDY_DAYS))
    add_unknown (run, rule, _("It is not recorded how many days a week the students study."),
                 _("Enter the study days a week."));
  else if (days < least)
    add_not_met (run, rule, g_strdup_printf (_("Study days a week: %d; at least %d are required."), days, least),
                 _("Plan more study days, or correct their number."));
  else
    add_met (run, rule, g_strdup_printf (_("Study days a week: %d; at least %d are required."), days, least));
}

static void
check_work_days (KlasterCheckRun   *run,
                 const KlasterRule *rule)
{
  int study = (int) klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_STUDY_DAYS);
  int work = (int) klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_WORK_DAYS);
  int shortest = klaster_dual_get_number (run->snapshot, run->subject, run->date, KLASTER_DUAL_WEEK_DAYS_MIN);
  int longest = klaster_dual_get_number (run->snapshot, run->subject, run->date, KLASTER_DUAL_WEEK_DAYS_MAX);
  const char *fix = _("Correct the study days and work days a week.");

  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_WORK_DAYS))
    add_unknown (run, rule, _("It is not recorded how many days a week the students work."), _("Enter the work days a week."));
  else if (work == 0)
    add_not_met (run, rule, g_strdup (_("The students do not work on any day of the week.")), fix);
  else if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_STUDY_DAYS))
    add_unknown (run, rule, _("Work days are recorded, but not how many days a week the students study."),
                 _("Enter the study days a week."));
  else if (study + work > longest)
    add_not_met (run, rule,
                 g_strdup_printf (_("%d study days and %d work days are more than the %d days of a working week."), study, work,
                                  longest),
                 fix);
  else if (study + work < shortest)
    add_not_met (run, rule,
                 g_strdup_printf (_("%d study days and %d work days leave days of the working week, which has at least %d, without either."),
                                  study, work, shortest),
                 fix);
  else
    add_met (run, rule, g_strdup_printf (_("The students study on %d days of the week and work on the remaining %d."), study, work));
}

static void
check_paid (KlasterCheckRun   *run,
            const KlasterRule *rule)
{
  if (klaster_row_is_null (run->subject, KLASTER_DUAL_PLACE_PAID))
    add_unknown (run, rule, _("It is not recorded whether the days worked are paid."), _("Enter whether the days worked are paid."));
  else if (klaster_row_get_integer (run->subject, KLASTER_DUAL_PLACE_PAID) == 0)
    add_not_met (run, rule, g_strdup (_("The days worked are not paid.")),
                 _("Have payment for the days worked agreed in the contracts with the students."));
  else
    add_met (run, rule, g_strdup (_("The days worked are paid.")));
}

/* The days of the chain in the order that they have to have. A contract that was already in force when the academic year
 * before this one began is a standing one: it was made for earlier students and cannot follow this year's naming. */
static void
check_order (KlasterCheckRun   *run,
             const KlasterRule *rule)
{
  const KlasterRow *contract = get_contract (run);
  const char *dates[] = {
    get_date (run->subject, KLASTER_DUAL_PLACE_NEED_ON), get_date (run->subject, KLASTER_DUAL_PLACE_PROPOSED_ON),
    get_date (run->subject, KLASTER_DUAL_PLACE_NAMED_ON),
    contract ? get_date (contract, KLASTER_AGREEMENT_SIGNED_ON) : NULL,
    get_date (run->subject, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS_ON),
  };
  const KlasterDualStep steps[G_N_ELEMENTS (dates)] = {
    KLASTER_DUAL_NEED, KLASTER_DUAL_PROPOSAL, KLASTER_DUAL_NAMED, KLASTER_DUAL_CONTRACT, KLASTER_DUAL_STUDENT_CONTRACTS,
  };
  int year = klaster_academic_year_parse (klaster_row_get_text (run->subject, KLASTER_DUAL_PLACE_ACADEMIC_YEAR));
  gboolean standing = FALSE;
  guint n_known = 0;

  if (contract && year > 1)
    {
      g_autofree char *first = klaster_dual_get_first_day (run->snapshot, run->subject);
      g_autofree char *before = klaster_date_add_months (first, -12);
      const char *start = get_contract_start (contract);

      standing = start && strcmp (start, before) <= 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      n_known += dates[i] != NULL;
      for (guint j = i + 1; dates[i] && j < G_N_ELEMENTS (dates); j++)
        {
          g_autofree char *first = NULL;
          g_autofree char *second = NULL;
          KlasterCheckResult *result;

          if (dates[j] == NULL || strcmp (dates[i], dates[j]) <= 0 || (standing && steps[j] == KLASTER_DUAL_CONTRACT))
            continue;
          first = klaster_date_format (dates[i], run->language);
          second = klaster_date_format (dates[j], run->language);
          result = add_not_met (run, rule,
                                /* Translators: two steps with their days: “Contract” (3 May 2026) comes before “Need” (…) */
                                g_strdup_printf (_("“%s” (%s) is dated before “%s” (%s), which has to come first."),
                                                 klaster_dual_step_get_title (steps[j]), second,
                                                 klaster_dual_step_get_title (steps[i]), first),
                                _("Correct the dates, or take the steps again in their order."));
          if (steps[i] == KLASTER_DUAL_CONTRACT || steps[j] == KLASTER_DUAL_CONTRACT)
            klaster_check_result_add_against (result, contract);
          return;
        }
    }

  if (n_known < G_N_ELEMENTS (dates))
    add_unknown (run, rule, n_known < 2 ? _("Too few steps have a date to see their order.")
                                        : _("The dates that are known are in order; others are missing."),
                 _("Enter the dates of the steps that have been taken."));
  else
    add_met (run, rule, g_strdup (_("All steps were taken in their order.")));
}

static const KlasterRuleParameter first_year_parameters[] = { { "dual.first_year", "2021/22" }, { NULL, NULL } };
static const KlasterRuleParameter named_by_parameters[] = { { "dual.named_by", "07-01" }, { NULL, NULL } };
static const KlasterRuleParameter contract_parameters[] = { { "dual.year_ends", "06-30" }, { NULL, NULL } };
static const KlasterRuleParameter study_days_parameters[] = { { "dual.study_days_min", "2" }, { NULL, NULL } };
static const KlasterRuleParameter work_days_parameters[] = {
  { "dual.week_days_min", "5" }, { "dual.week_days_max", "6" }, { NULL, NULL },
};

#define SOURCE N_("Law “On Education”; Resolution of the Cabinet of Ministers of 29 March 2021 on dual education")
#define RULE(id, title, statement, check, parameters) \
  { "dual." id, title, statement, SOURCE, KLASTER_TABLE_DUAL_PLACE, NULL, check, parameters }

const KlasterRule klaster_dual_rules[] = {
  RULE ("first_year", N_("Academic year"),
        N_("Dual education is organised from the academic year 2021/2022 on."), check_first_year, first_year_parameters),
  RULE ("institution", N_("Vocational institution"),
        N_("Dual education is a form of vocational education: the institution is a vocational one."), check_institution, NULL),
  RULE ("need", N_("Need"),
        N_("Local authorities and ministries identify the need for mid-level staff."), check_need, NULL),
  RULE ("proposal", N_("Proposal"),
        N_("Local authorities and ministries prepare a proposal."), check_proposal, NULL),
  RULE ("named", N_("Institution named"),
        N_("The Ministry names the institutions that train staff in dual education."), check_named, NULL),
  RULE ("named_by", N_("Last day of naming"),
        N_("The institutions are named by 1 July of the calendar year in which the academic year begins."), check_named_by,
        named_by_parameters),
  RULE ("quota", N_("Quota"), N_("Students are admitted by quotas."), check_quota, NULL),
  RULE ("admission", N_("Admission"), N_("No more students are admitted than the quota allows."), check_admission, NULL),
  RULE ("contract", N_("Contract with the organisation"),
        N_("The institution makes a contract with the organisation that needs staff, and it covers the academic year."),
        check_contract, contract_parameters),
  RULE ("student_contracts", N_("Contracts with students"),
        N_("The organisation makes a contract with every student."), check_student_contracts, NULL),
  RULE ("workplace", N_("Workplace"), N_("Every student is given a workplace in the organisation."), check_workplace, NULL),
  RULE ("study_days", N_("Study days"), N_("Students study at least two days a week."), check_study_days, study_days_parameters),
  RULE ("work_days", N_("Work days"), N_("Students work on the remaining days of the week."), check_work_days,
        work_days_parameters),
  RULE ("paid", N_("Payment"), N_("Students are paid for the days worked."), check_paid, NULL),
  RULE ("order", N_("Order of the steps"),
        N_("Need, proposal, naming, contract with the organisation and contracts with students follow each other."), check_order,
        NULL),
};
const guint klaster_dual_n_rules = G_N_ELEMENTS (klaster_dual_rules);
