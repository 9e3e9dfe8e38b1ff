/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-dual.h"
#include "klaster-edit.h"
#include "klaster-sample.h"

#define TODAY "2030-12-31"
#define COLLEGE 11
#define EMPLOYER 12
#define CONTRACT 13
#define PLACE 14

/* A snapshot after some changes, each "table id column value" with numbers for columns that hold them. */
typedef struct
{
  KlasterTable table;
  gint64 id;
  guint column;
  KlasterValue value;
} Change;

static KlasterSnapshot *
apply (KlasterSnapshot *before,
       const Change    *changes,
       guint            n_changes)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Test");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) inserted = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n_changes; i++)
    {
      if (klaster_snapshot_lookup (before, changes[i].table, changes[i].id) == NULL &&
          g_hash_table_add (inserted, g_memdup2 (&changes[i].id, sizeof (gint64))))
        klaster_edit_insert_with_id (edit, changes[i].table, changes[i].id);
      klaster_edit_set (edit, changes[i].table, changes[i].id, changes[i].column, changes[i].value);
    }
  delta = klaster_edit_resolve (edit, before, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (before, delta);
}

#define P(column, value) { KLASTER_TABLE_DUAL_PLACE, PLACE, KLASTER_DUAL_PLACE_##column, value }
#define A(column, value) { KLASTER_TABLE_AGREEMENT, CONTRACT, KLASTER_AGREEMENT_##column, value }

static KlasterSnapshot *
make_place (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  const Change changes[] = {
    { KLASTER_TABLE_INSTITUTION, COLLEGE, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("vocational") },
    { KLASTER_TABLE_INSTITUTION, COLLEGE, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("partner") },
    { KLASTER_TABLE_INSTITUTION, EMPLOYER, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("enterprise") },
    { KLASTER_TABLE_INSTITUTION, EMPLOYER, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("partner") },
    A (KIND, KLASTER_TEXT ("dual_organisation")),
    A (SIGNED_ON, KLASTER_TEXT ("2026-07-10")),
    A (VALID_FROM, KLASTER_TEXT ("2026-09-01")),
    A (VALID_TO, KLASTER_TEXT ("2027-06-30")),
    { KLASTER_TABLE_AGREEMENT_PARTY, 21, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT) },
    { KLASTER_TABLE_AGREEMENT_PARTY, 21, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, KLASTER_INTEGER (COLLEGE) },
    { KLASTER_TABLE_AGREEMENT_PARTY, 22, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT) },
    { KLASTER_TABLE_AGREEMENT_PARTY, 22, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, KLASTER_INTEGER (EMPLOYER) },
    P (INSTITUTION_ID, KLASTER_INTEGER (COLLEGE)),
    P (EMPLOYER_ID, KLASTER_INTEGER (EMPLOYER)),
    P (ACADEMIC_YEAR, KLASTER_TEXT ("2026/27")),
    P (NEED_BY, KLASTER_TEXT ("City")),
    P (NEED_ON, KLASTER_TEXT ("2026-01-10")),
    P (PROPOSED_BY, KLASTER_TEXT ("Ministry")),
    P (PROPOSED_ON, KLASTER_TEXT ("2026-03-10")),
    P (NAMED_BY, KLASTER_TEXT ("Ministry")),
    P (NAMED_ON, KLASTER_TEXT ("2026-06-10")),
    P (QUOTA, KLASTER_INTEGER (20)),
    P (ADMITTED, KLASTER_INTEGER (18)),
    P (CONTRACT_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT)),
    P (STUDENT_CONTRACTS, KLASTER_INTEGER (18)),
    P (STUDENT_CONTRACTS_ON, KLASTER_TEXT ("2026-08-20")),
    P (WORKPLACE, KLASTER_TEXT ("Shop")),
    P (STUDY_DAYS, KLASTER_INTEGER (2)),
    P (WORK_DAYS, KLASTER_INTEGER (4)),
    P (PAID, KLASTER_INTEGER (1)),
  };

  return apply (empty, changes, G_N_ELEMENTS (changes));
}

static KlasterCheckStatus
check (KlasterSnapshot *snapshot,
       const char      *rule,
       const char      *date)
{
  g_autoptr (GPtrArray) results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, PLACE, date, KLASTER_LANGUAGE_EN);
  const KlasterCheckResult *result = klaster_check_find_result (results, rule);

  g_assert_nonnull (result);
  g_assert_nonnull (result->text);
  /* What is not met says how to repair it, and what speaks against it. */
  g_assert_true ((result->fix == NULL) == (result->status == KLASTER_CHECK_MET));
  if (result->status == KLASTER_CHECK_MET)
    g_assert_cmpuint (result->in_favour->len, >, 0);
  if (result->status == KLASTER_CHECK_NOT_MET)
    g_assert_cmpuint (result->against->len, >, 0);

  return result->status;
}

static void
test_complete (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_place ();
  g_autoptr (GPtrArray) results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, PLACE, TODAY, KLASTER_LANGUAGE_EN);
  g_autofree char *due = NULL;

  for (guint i = 0; i < results->len; i++)
    g_assert_cmpint (((const KlasterCheckResult *) results->pdata[i])->status, ==, KLASTER_CHECK_MET);
  g_assert_cmpint (klaster_dual_get_status (results), ==, KLASTER_CHECK_MET);
  g_assert_cmpint (klaster_dual_get_next_step (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_DUAL_PLACE, PLACE),
                                               TODAY, &due), ==, -1);
  g_assert_null (due);
}

/* The last day is a day like others: 30 June and 1 July are in time, 2 July is not; in a leap year as in others. */
static void
test_last_day (void)
{
  static const struct
  {
    const char *year;
    const char *deadline; /* (nullable): parameter dual.named_by */
    const char *named_on;
    KlasterCheckStatus status;
  } cases[] = {
    { "2026/27", NULL, "2026-06-30", KLASTER_CHECK_MET },
    { "2026/27", NULL, "2026-07-01", KLASTER_CHECK_MET },
    { "2026/27", NULL, "2026-07-02", KLASTER_CHECK_NOT_MET },
    { "2026/27", NULL, "2025-07-02", KLASTER_CHECK_MET },
    { "2026/27", NULL, "2027-06-30", KLASTER_CHECK_NOT_MET },
    { "2028/29", NULL, "2028-07-01", KLASTER_CHECK_MET },
    { "2028/29", NULL, "2028-07-02", KLASTER_CHECK_NOT_MET },
    { "2028/29", NULL, "2028-02-29", KLASTER_CHECK_MET },
    { "2028/29", "02-29", "2028-02-29", KLASTER_CHECK_MET },
    { "2028/29", "02-29", "2028-03-01", KLASTER_CHECK_NOT_MET },
    { "2026/27", "02-29", "2026-02-28", KLASTER_CHECK_MET },
    { "2026/27", "02-29", "2026-03-01", KLASTER_CHECK_NOT_MET },
    { "2026/27", "06-15", "2026-06-15", KLASTER_CHECK_MET },
    { "2026/27", "06-15", "2026-06-16", KLASTER_CHECK_NOT_MET },
    { "2026/27", "31.12.", "2026-07-02", KLASTER_CHECK_NOT_MET },
    { "2026/28", NULL, "2026-06-30", KLASTER_CHECK_UNKNOWN },
    { "soon", NULL, "2026-06-30", KLASTER_CHECK_UNKNOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) place = make_place ();
      const Change changes[] = {
        P (ACADEMIC_YEAR, KLASTER_TEXT (cases[i].year)),
        P (NAMED_ON, KLASTER_TEXT (cases[i].named_on)),
        { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("dual.named_by") },
        { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_VALUE, KLASTER_TEXT (cases[i].deadline ? cases[i].deadline : "") },
      };
      g_autoptr (KlasterSnapshot) snapshot = apply (place, changes, cases[i].deadline ? 4 : 2);

      g_test_message ("%s, %s: %s", cases[i].year, cases[i].deadline, cases[i].named_on);
      g_assert_cmpint (check (snapshot, "dual.named_by", TODAY), ==, cases[i].status);
    }
}

/* What holds for a place is what held on the first day of its academic year. */
static void
test_effective_dates (void)
{
  g_autoptr (KlasterSnapshot) place = make_place ();
  const Change changes[] = {
    { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("dual.study_days_min") },
    { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_VALUE, KLASTER_TEXT ("3") },
    { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT ("2026-09-02") },
  };
  const Change earlier[] = {
    { KLASTER_TABLE_PARAMETER, 31, KLASTER_PARAMETER_VALID_FROM, KLASTER_TEXT ("2026-09-01") },
  };
  const Change later[] = { P (ACADEMIC_YEAR, KLASTER_TEXT ("2027/28")) };
  g_autoptr (KlasterSnapshot) next_day = apply (place, changes, G_N_ELEMENTS (changes));
  g_autoptr (KlasterSnapshot) same_day = apply (next_day, earlier, G_N_ELEMENTS (earlier));
  g_autoptr (KlasterSnapshot) next_year = apply (next_day, later, G_N_ELEMENTS (later));

  g_assert_cmpint (check (place, "dual.study_days", TODAY), ==, KLASTER_CHECK_MET);
  g_assert_cmpint (check (next_day, "dual.study_days", TODAY), ==, KLASTER_CHECK_MET);
  g_assert_cmpint (check (same_day, "dual.study_days", TODAY), ==, KLASTER_CHECK_NOT_MET);
  g_assert_cmpint (check (next_year, "dual.study_days", TODAY), ==, KLASTER_CHECK_NOT_MET);
}

static void
test_first_year (void)
{
  static const struct
  {
    const char *year;
    KlasterCheckStatus status;
  } cases[] = {
    { "2020/21", KLASTER_CHECK_NOT_MET }, { "2021/22", KLASTER_CHECK_MET }, { "2021/2022", KLASTER_CHECK_MET },
    { "2020/2021", KLASTER_CHECK_NOT_MET }, { "2021", KLASTER_CHECK_UNKNOWN }, { "2099/00", KLASTER_CHECK_MET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) place = make_place ();
      const Change changes[] = { P (ACADEMIC_YEAR, KLASTER_TEXT (cases[i].year)) };
      g_autoptr (KlasterSnapshot) snapshot = apply (place, changes, 1);

      g_assert_cmpint (check (snapshot, "dual.first_year", TODAY), ==, cases[i].status);
    }
}

/* A contract covers the year from 1 September to 30 June, both included; a termination counts as its end. */
static void
test_contract_period (void)
{
  static const struct
  {
    const char *from, *to, *terminated;
    KlasterCheckStatus status;
  } cases[] = {
    { "2026-09-01", "2027-06-30", NULL, KLASTER_CHECK_MET },
    { "2026-09-02", "2027-06-30", NULL, KLASTER_CHECK_PARTLY },
    { "2026-09-01", "2027-06-29", NULL, KLASTER_CHECK_PARTLY },
    { "2025-01-01", NULL, NULL, KLASTER_CHECK_MET },
    { NULL, NULL, NULL, KLASTER_CHECK_MET },
    { "2025-09-01", "2026-08-31", NULL, KLASTER_CHECK_NOT_MET },
    { "2025-09-01", "2026-09-01", NULL, KLASTER_CHECK_PARTLY },
    { "2027-07-01", NULL, NULL, KLASTER_CHECK_NOT_MET },
    { "2027-06-30", NULL, NULL, KLASTER_CHECK_PARTLY },
    { "2026-09-01", "2028-06-30", "2027-01-15", KLASTER_CHECK_PARTLY },
    { "2026-07-10", NULL, "2026-08-31", KLASTER_CHECK_NOT_MET },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) place = make_place ();
      const Change changes[] = {
        A (VALID_FROM, cases[i].from ? KLASTER_TEXT (cases[i].from) : KLASTER_NULL),
        A (VALID_TO, cases[i].to ? KLASTER_TEXT (cases[i].to) : KLASTER_NULL),
        A (TERMINATED_ON, cases[i].terminated ? KLASTER_TEXT (cases[i].terminated) : KLASTER_NULL),
        A (TITLE, KLASTER_TEXT ("Contract")),
      };
      g_autoptr (KlasterSnapshot) snapshot = apply (place, changes, G_N_ELEMENTS (changes));

      g_test_message ("%s … %s, %s", cases[i].from, cases[i].to, cases[i].terminated);
      g_assert_cmpint (check (snapshot, "dual.contract", TODAY), ==, cases[i].status);
    }
}

/* What lies ahead has not happened; without a signature there is no contract. */
static void
test_not_yet (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_place ();
  const Change unsigned_contract[] = { A (SIGNED_ON, KLASTER_NULL) };
  const Change above[] = {
    { KLASTER_TABLE_INSTITUTION, COLLEGE, KLASTER_INSTITUTION_PARENT_ID, KLASTER_INTEGER (EMPLOYER) },
    { KLASTER_TABLE_AGREEMENT_PARTY, 21, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, KLASTER_INTEGER (EMPLOYER) },
  };
  g_autoptr (KlasterSnapshot) drafted = apply (snapshot, unsigned_contract, 1);
  g_autoptr (KlasterSnapshot) signed_above = apply (snapshot, above, 2);
  g_autofree char *due = NULL;

  g_assert_cmpint (check (snapshot, "dual.named", "2026-06-10"), ==, KLASTER_CHECK_MET);
  g_assert_cmpint (check (snapshot, "dual.named", "2026-06-09"), ==, KLASTER_CHECK_UNKNOWN);
  g_assert_cmpint (check (snapshot, "dual.student_contracts", "2026-08-19"), ==, KLASTER_CHECK_UNKNOWN);
  g_assert_cmpint (check (snapshot, "dual.contract", "2026-07-09"), ==, KLASTER_CHECK_UNKNOWN);
  g_assert_cmpint (check (snapshot, "dual.contract", "2026-07-10"), ==, KLASTER_CHECK_MET);
  g_assert_cmpint (check (drafted, "dual.contract", TODAY), ==, KLASTER_CHECK_UNKNOWN);
  g_assert_cmpint (klaster_dual_get_next_step (drafted, klaster_snapshot_lookup (drafted, KLASTER_TABLE_DUAL_PLACE, PLACE), TODAY,
                                               &due), ==, KLASTER_DUAL_CONTRACT);
  g_assert_cmpstr (due, ==, "2026-09-01");
  /* The institute that a college belongs to may sign for it. */
  g_assert_cmpint (check (signed_above, "dual.contract", TODAY), ==, KLASTER_CHECK_MET);
}

static void
test_next_step (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_place ();
  const Change unnamed[] = { P (NAMED_ON, KLASTER_NULL) };
  const Change yearless[] = { P (ACADEMIC_YEAR, KLASTER_NULL) };
  g_autoptr (KlasterSnapshot) without = apply (snapshot, unnamed, 1);
  g_autoptr (KlasterSnapshot) nothing = apply (without, yearless, 1);
  g_autofree char *due = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpint (klaster_dual_get_next_step (without, klaster_snapshot_lookup (without, KLASTER_TABLE_DUAL_PLACE, PLACE), TODAY,
                                               &due), ==, KLASTER_DUAL_NAMED);
  g_assert_cmpstr (due, ==, "2026-07-01");
  g_assert_cmpint (klaster_dual_get_next_step (nothing, klaster_snapshot_lookup (nothing, KLASTER_TABLE_DUAL_PLACE, PLACE), TODAY,
                                               &none), ==, KLASTER_DUAL_NAMED);
  g_assert_null (none);
}

/* An empty place breaks no rule. */
static void
test_nothing_recorded (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  const Change changes[] = { P (NOTES, KLASTER_TEXT ("To be filled in")) };
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, changes, 1);
  g_autoptr (GPtrArray) results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, PLACE, TODAY, KLASTER_LANGUAGE_EN);

  g_assert_cmpuint (results->len, >, 10);
  for (guint i = 0; i < results->len; i++)
    g_assert_cmpint (((const KlasterCheckResult *) results->pdata[i])->status, ==, KLASTER_CHECK_UNKNOWN);
}

static void
test_clauses (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  const Change changes[] = {
    A (KIND, KLASTER_TEXT ("cooperation")),
    A (SIGNED_ON, KLASTER_TEXT ("2026-01-01")),
    A (VALID_TO, KLASTER_TEXT ("2026-12-31")),
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 41, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT) },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 41, KLASTER_AGREEMENT_CLAUSE_CLAUSE, KLASTER_TEXT ("common_goal") },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 41, KLASTER_AGREEMENT_CLAUSE_STATE, KLASTER_TEXT ("met") },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 42, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT) },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 42, KLASTER_AGREEMENT_CLAUSE_CLAUSE, KLASTER_TEXT ("legal_basis") },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 42, KLASTER_AGREEMENT_CLAUSE_STATE, KLASTER_TEXT ("not_met") },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 43, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT) },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 43, KLASTER_AGREEMENT_CLAUSE_CLAUSE, KLASTER_TEXT ("mutual_benefit") },
    { KLASTER_TABLE_AGREEMENT_CLAUSE, 43, KLASTER_AGREEMENT_CLAUSE_STATE, KLASTER_TEXT ("partly") },
  };
  static const char *const rules[] = { "agreement.clause.common_goal", "agreement.clause.legal_basis",
                                       "agreement.clause.mutual_benefit", "agreement.clause.mutual_control" };
  static const KlasterCheckStatus expected[] = { KLASTER_CHECK_MET, KLASTER_CHECK_NOT_MET, KLASTER_CHECK_PARTLY,
                                                 KLASTER_CHECK_UNKNOWN };
  g_autoptr (KlasterSnapshot) snapshot = apply (empty, changes, G_N_ELEMENTS (changes));
  g_autoptr (GPtrArray) results = klaster_check_record (snapshot, KLASTER_TABLE_AGREEMENT, CONTRACT, "2026-12-31",
                                                        KLASTER_LANGUAGE_EN);
  g_autoptr (GPtrArray) afterwards = klaster_check_record (snapshot, KLASTER_TABLE_AGREEMENT, CONTRACT, "2027-01-01",
                                                           KLASTER_LANGUAGE_EN);

  g_assert_cmpuint (results->len, ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    g_assert_cmpint (klaster_check_find_result (results, rules[i])->status, ==, expected[i]);
  /* One that has ended cannot be amended. */
  g_assert_cmpuint (afterwards->len, ==, 0);
}

/* Every rule has a name of its own and says all that a reader needs. */
static void
test_registry (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_rules = klaster_check_get_n_rules ();

  for (guint i = 0; i < n_rules; i++)
    {
      const KlasterRule *rule = klaster_check_get_rule (i);
      const KlasterRuleParameter *parameters;
      guint n_parameters;

      g_assert_true (g_hash_table_add (ids, (gpointer) klaster_rule_get_id (rule)));
      g_assert_true (klaster_check_find_rule (klaster_rule_get_id (rule)) == rule);
      g_assert_cmpstr (klaster_rule_get_title (rule), !=, "");
      g_assert_true (g_str_has_suffix (klaster_rule_get_statement (rule), "."));
      g_assert_cmpstr (klaster_rule_get_source (rule), !=, "");
      parameters = klaster_rule_get_parameters (rule, &n_parameters);
      for (guint p = 0; p < n_parameters; p++)
        g_assert_nonnull (parameters[p].value);
    }
  g_assert_null (klaster_check_find_rule ("dual.nothing"));
  for (guint s = 0; s < KLASTER_N_DUAL_STEPS; s++)
    {
      for (guint r = 0; klaster_dual_step_get_rules (s)[r]; r++)
        g_assert_nonnull (klaster_check_find_rule (klaster_dual_step_get_rules (s)[r]));
      for (guint c = 0; klaster_dual_step_get_columns (s)[c]; c++)
        g_assert_cmpint (klaster_schema_find_column (KLASTER_TABLE_DUAL_PLACE, klaster_dual_step_get_columns (s)[c]), >, 0);
    }
  g_assert_cmpstr (klaster_check_status_get_token (KLASTER_CHECK_NOT_MET), ==, "not_met");
  g_assert_cmpstr (klaster_check_status_get_token (KLASTER_CHECK_UNKNOWN), ==, "unknown");
}

/* The reference project has one complete chain and one with gaps made on purpose, on whatever day it is made. */
static void
test_sample (void)
{
  static const char *const days[] = { "2026-11-21", "2028-02-29", "2027-08-31", "2027-09-01", "2029-12-31", "2030-01-01" };
  static const char *const broken[] = { "dual.admission", "dual.student_contracts", "dual.study_days" };

  for (guint d = 0; d < G_N_ELEMENTS (days); d++)
    {
      g_autoptr (GBytes) content = klaster_sample_make_content (days[d], KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
      g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, NULL);
      g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_apply (empty, delta);
      g_autoptr (GPtrArray) complete = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, 6401, days[d],
                                                             KLASTER_LANGUAGE_EN);
      g_autoptr (GPtrArray) gaps = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, 6402, days[d], KLASTER_LANGUAGE_EN);
      guint n_broken = 0;

      for (guint i = 0; i < complete->len; i++)
        {
          const KlasterCheckResult *result = complete->pdata[i];

          if (result->status != KLASTER_CHECK_MET)
            g_test_message ("%s: %s: %s", days[d], klaster_rule_get_id (result->rule), result->text);
          g_assert_cmpint (result->status, ==, KLASTER_CHECK_MET);
        }
      for (guint i = 0; i < gaps->len; i++)
        n_broken += ((const KlasterCheckResult *) gaps->pdata[i])->status == KLASTER_CHECK_NOT_MET;
      g_assert_cmpuint (n_broken, ==, G_N_ELEMENTS (broken));
      for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
        g_assert_cmpint (klaster_check_find_result (gaps, broken[i])->status, ==, KLASTER_CHECK_NOT_MET);
      g_assert_cmpint (klaster_check_find_result (gaps, "dual.paid")->status, ==, KLASTER_CHECK_UNKNOWN);
    }
}

static KlasterSnapshot *
load_sample (KlasterLanguage language)
{
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", language);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, &error);

  g_assert_no_error (error);
  return klaster_snapshot_apply (empty, delta);
}

/* Whatever language its texts are in, the reference project is the same project. */
static void
test_sample_languages (void)
{
  g_autoptr (KlasterSnapshot) english = load_sample (KLASTER_LANGUAGE_EN);
  g_autoptr (GPtrArray) expected = klaster_check_run (english, "2026-11-21", KLASTER_LANGUAGE_EN, NULL, NULL);

  g_assert_cmpuint (expected->len, >, 0);
  for (KlasterLanguage language = 0; language < KLASTER_LANGUAGE_EN; language++)
    {
      g_autoptr (KlasterSnapshot) snapshot = load_sample (language);
      g_autoptr (GPtrArray) results = klaster_check_run (snapshot, "2026-11-21", KLASTER_LANGUAGE_EN, NULL, NULL);

      g_assert_cmpuint (results->len, ==, expected->len);
      for (guint i = 0; i < results->len; i++)
        {
          const KlasterCheckResult *result = results->pdata[i], *other = expected->pdata[i];

          g_assert_true (result->rule == other->rule);
          g_assert_cmpint (result->status, ==, other->status);
          g_assert_cmpint (result->subject.id, ==, other->subject.id);
        }
    }
}

static int
count_attention (KlasterSnapshot *snapshot,
                 gint64           institution,
                 const char      *date,
                 const char      *code)
{
  g_autoptr (GPtrArray) list = klaster_institution_list_attention (snapshot, institution, date, KLASTER_LANGUAGE_EN);
  int n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const KlasterAttention *attention = list->pdata[i];

      n += strcmp (attention->code, code) == 0;
    }

  return n;
}

/* A rule that is broken concerns both sides, while the year lasts; a step that is due comes up some days before. */
static void
test_attention (void)
{
  g_autoptr (KlasterSnapshot) place = make_place ();
  const Change broken[] = { P (PAID, KLASTER_INTEGER (0)) };
  const Change unnamed[] = { P (NAMED_ON, KLASTER_NULL) };
  const Change goal[] = {
    { KLASTER_TABLE_GOAL, 51, KLASTER_GOAL_INSTITUTION_ID, KLASTER_INTEGER (COLLEGE) },
    { KLASTER_TABLE_GOAL, 51, KLASTER_GOAL_DUE, KLASTER_TEXT ("2026-10-01") },
  };
  g_autoptr (KlasterSnapshot) unpaid = apply (place, broken, 1);
  g_autoptr (KlasterSnapshot) without = apply (place, unnamed, 1);
  g_autoptr (KlasterSnapshot) late = apply (place, goal, 2);

  klaster_check_set_up_attention ();
  g_assert_cmpint (count_attention (place, COLLEGE, "2026-12-01", "dual_not_met"), ==, 0);
  g_assert_cmpint (count_attention (unpaid, COLLEGE, "2026-12-01", "dual_not_met"), ==, 1);
  g_assert_cmpint (count_attention (unpaid, EMPLOYER, "2027-08-31", "dual_not_met"), ==, 1);
  g_assert_cmpint (count_attention (unpaid, EMPLOYER, "2027-09-01", "dual_not_met"), ==, 0);
  g_assert_cmpint (count_attention (without, COLLEGE, "2026-06-16", "dual_step_due"), ==, 0);
  g_assert_cmpint (count_attention (without, COLLEGE, "2026-06-17", "dual_step_due"), ==, 1);
  g_assert_cmpint (count_attention (without, COLLEGE, "2026-07-02", "dual_step_due"), ==, 1);
  g_assert_cmpint (klaster_institution_get_attention (unpaid, COLLEGE, "2026-12-01"), ==, KLASTER_ATTENTION_WARNING);
  g_assert_cmpint (count_attention (late, COLLEGE, "2026-10-01", "goal_overdue"), ==, 0);
  g_assert_cmpint (count_attention (late, COLLEGE, "2026-10-02", "goal_overdue"), ==, 1);
  klaster_attention_set_source (NULL);
}

static void
test_cancelled (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_place ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_check_run (snapshot, TODAY, KLASTER_LANGUAGE_EN, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/check/complete", test_complete);
  g_test_add_func ("/check/last-day", test_last_day);
  g_test_add_func ("/check/effective-dates", test_effective_dates);
  g_test_add_func ("/check/first-year", test_first_year);
  g_test_add_func ("/check/contract-period", test_contract_period);
  g_test_add_func ("/check/not-yet", test_not_yet);
  g_test_add_func ("/check/next-step", test_next_step);
  g_test_add_func ("/check/nothing-recorded", test_nothing_recorded);
  g_test_add_func ("/check/clauses", test_clauses);
  g_test_add_func ("/check/registry", test_registry);
  g_test_add_func ("/check/sample", test_sample);
  g_test_add_func ("/check/sample-languages", test_sample_languages);
  g_test_add_func ("/check/attention", test_attention);
  g_test_add_func ("/check/cancelled", test_cancelled);

  return g_test_run ();
}
