/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "klaster-check.h"
#include "klaster-edit.h"

/* 500 chains of dual education, made right and then spoilt on purpose, each rule at least ten times. What is spoilt has to
 * be found, and nothing else. The chains are made here from the text of the rules and know nothing of the code that checks
 * them: days come from GDate. */
#define N_CHAINS 500
#define N_CLEAN 150
#define MIN_SEEDED 10
#define TODAY "2030-12-31"

#define PLACE(i) (1000000 + (gint64) (i))
#define COLLEGE(i) (2000000 + (gint64) (i))
#define EMPLOYER(i) (3000000 + (gint64) (i))
#define CONTRACT(i) (4000000 + (gint64) (i))

typedef enum
{
  FIRST_YEAR,
  INSTITUTION,
  NEED,
  PROPOSAL,
  NAMED,
  NAMED_BY,
  QUOTA,
  ADMISSION,
  CONTRACT_RULE,
  STUDENT_CONTRACTS,
  WORKPLACE,
  STUDY_DAYS,
  WORK_DAYS,
  PAID,
  ORDER,
  N_RULES
} Rule;

static const char *const rule_ids[N_RULES] = {
  "dual.first_year", "dual.institution", "dual.need", "dual.proposal", "dual.named", "dual.named_by", "dual.quota",
  "dual.admission", "dual.contract", "dual.student_contracts", "dual.workplace", "dual.study_days", "dual.work_days",
  "dual.paid", "dual.order",
};

typedef struct
{
  int year;
  const char *kind;
  char need_on[11], proposed_on[11], named_on[11], signed_on[11], valid_from[11], valid_to[11], students_on[11];
  const char *need_by, *proposed_by, *named_by, *workplace, *contract_kind;
  int quota, admitted, student_contracts, study_days, work_days, paid; /* -1: not recorded */
  gboolean has_contract, college_signs, employer_signs;
  KlasterCheckStatus expected[N_RULES];
} Chain;

static void
put (char      *text,
     GDateYear  year,
     int        month,
     int        day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, year);
  g_assert_true (g_date_valid (&date));
  g_date_strftime (text, 11, "%Y-%m-%d", &date);
}

static void
put_later (char       *text,
           const char *from,
           int         days)
{
  GDate date;
  int year, month, day;

  g_assert_cmpint (sscanf (from, "%d-%d-%d", &year, &month, &day), ==, 3);
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  if (days >= 0)
    g_date_add_days (&date, (guint) days);
  else
    g_date_subtract_days (&date, (guint) -days);
  g_date_strftime (text, 11, "%Y-%m-%d", &date);
}

/* As the rules have it: the need in winter, the proposal some time later, the naming by 1 July, often on that very day or
 * the one before; contracts in July and August. */
static void
make_right (Chain *chain,
            GRand *random)
{
  memset (chain, 0, sizeof *chain);
  chain->year = g_rand_int_range (random, 2021, 2029);
  chain->kind = "vocational";
  chain->need_by = "Regional administration";
  chain->proposed_by = "Ministry of Economy";
  chain->named_by = "Ministry of Higher and Secondary Special Education";
  put (chain->need_on, (GDateYear) (chain->year - (g_rand_boolean (random) ? 1 : 0)), 1, g_rand_int_range (random, 1, 29));
  if (g_rand_int_range (random, 0, 10) == 0 && g_date_is_leap_year ((GDateYear) chain->year))
    put (chain->need_on, (GDateYear) chain->year, 2, 29);
  put_later (chain->proposed_on, chain->need_on, g_rand_int_range (random, 0, 90));
  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      put (chain->named_on, (GDateYear) chain->year, 7, 1);
      break;
    case 1:
      put (chain->named_on, (GDateYear) chain->year, 6, 30);
      break;
    default:
      put (chain->named_on, (GDateYear) chain->year, 6, g_rand_int_range (random, 1, 31));
    }
  chain->quota = g_rand_int_range (random, 1, 60);
  chain->admitted = g_rand_boolean (random) ? chain->quota : g_rand_int_range (random, 0, chain->quota + 1);
  chain->has_contract = TRUE;
  chain->contract_kind = "dual_organisation";
  chain->college_signs = chain->employer_signs = TRUE;
  put_later (chain->signed_on, chain->named_on, g_rand_int_range (random, 0, 40));
  if (g_rand_boolean (random))
    strcpy (chain->valid_from, chain->signed_on);
  else
    put (chain->valid_from, (GDateYear) chain->year, 9, 1);
  if (g_rand_int_range (random, 0, 4) > 0)
    put (chain->valid_to, (GDateYear) (chain->year + 1 + g_rand_int_range (random, 0, 3)), 6, 30);
  put_later (chain->students_on, chain->signed_on, g_rand_int_range (random, 0, 20));
  /* One that has been there for years, with employers that take students every year. */
  if (g_rand_int_range (random, 0, 5) == 0)
    {
      put (chain->signed_on, (GDateYear) (chain->year - 2), 8, 15);
      put (chain->valid_from, (GDateYear) (chain->year - 2), 9, 1);
      chain->valid_to[0] = '\0';
    }
  chain->student_contracts = chain->admitted + (g_rand_int_range (random, 0, 5) == 0);
  chain->workplace = "Assembly shop";
  chain->study_days = g_rand_int_range (random, 2, 4);
  chain->work_days = (g_rand_boolean (random) ? 6 : 5) - chain->study_days;
  chain->paid = 1;
}

static void
expect (Chain              *chain,
        Rule                rule,
        KlasterCheckStatus  status)
{
  chain->expected[rule] = status;
}

static void
spoil_contract (Chain *chain,
                GRand *random)
{
  expect (chain, CONTRACT_RULE, KLASTER_CHECK_NOT_MET);
  switch (g_rand_int_range (random, 0, 7))
    {
    case 0:
      chain->contract_kind = "practice";
      break;
    case 1:
      chain->college_signs = FALSE;
      break;
    case 2:
      chain->employer_signs = FALSE;
      break;
    case 3:
      /* Of other years: the days of the chain stay in order. */
      put (chain->signed_on, (GDateYear) (chain->year - 3), 9, 1);
      strcpy (chain->valid_from, chain->signed_on);
      put (chain->valid_to, (GDateYear) chain->year, 8, 31);
      break;
    case 4:
      chain->has_contract = FALSE;
      expect (chain, CONTRACT_RULE, KLASTER_CHECK_UNKNOWN);
      expect (chain, ORDER, KLASTER_CHECK_UNKNOWN);
      break;
    case 5:
      put (chain->valid_to, (GDateYear) (chain->year + 1), 3, 31);
      expect (chain, CONTRACT_RULE, KLASTER_CHECK_PARTLY);
      break;
    default:
      chain->college_signs = chain->employer_signs = FALSE;
      expect (chain, CONTRACT_RULE, KLASTER_CHECK_UNKNOWN);
    }
}

static void
spoil_order (Chain *chain,
             GRand *random)
{
  expect (chain, ORDER, KLASTER_CHECK_NOT_MET);
  switch (g_rand_int_range (random, 0, 3))
    {
    case 0:
      put_later (chain->proposed_on, chain->need_on, -1);
      break;
    case 1:
      put_later (chain->proposed_on, chain->named_on, 1);
      break;
    default:
      put_later (chain->students_on, chain->signed_on, -1);
    }
}

/* Breaks one rule and says what has to be found. */
static void
spoil (Chain *chain,
       Rule   rule,
       GRand *random)
{
  static const char *const kinds[] = { "school", "lyceum", "higher", "retraining", "enterprise", "preschool" };

  switch (rule)
    {
    case FIRST_YEAR:
      {
        int earlier = chain->year - g_rand_int_range (random, 2015, 2021);
        char *dates[] = { chain->need_on, chain->proposed_on, chain->named_on, chain->signed_on, chain->valid_from,
                          chain->valid_to, chain->students_on };

        chain->year -= earlier;
        for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
          if (dates[i][0] != '\0')
            {
              int year, month, day;

              g_assert_cmpint (sscanf (dates[i], "%d-%d-%d", &year, &month, &day), ==, 3);
              put (dates[i], (GDateYear) (year - earlier), month, month == 2 && day == 29 ? 28 : day);
            }
        expect (chain, FIRST_YEAR, KLASTER_CHECK_NOT_MET);
        break;
      }
    case INSTITUTION:
      chain->kind = kinds[g_rand_int_range (random, 0, G_N_ELEMENTS (kinds))];
      expect (chain, INSTITUTION, KLASTER_CHECK_NOT_MET);
      break;
    case NEED:
      expect (chain, NEED, KLASTER_CHECK_UNKNOWN);
      if (g_rand_boolean (random))
        {
          chain->need_by = NULL;
          break;
        }
      chain->need_on[0] = '\0';
      expect (chain, ORDER, KLASTER_CHECK_UNKNOWN);
      break;
    case PROPOSAL:
      expect (chain, PROPOSAL, KLASTER_CHECK_UNKNOWN);
      if (g_rand_boolean (random))
        {
          chain->proposed_by = NULL;
          break;
        }
      chain->proposed_on[0] = '\0';
      expect (chain, ORDER, KLASTER_CHECK_UNKNOWN);
      break;
    case NAMED:
      expect (chain, NAMED, KLASTER_CHECK_UNKNOWN);
      if (g_rand_boolean (random))
        {
          chain->named_by = NULL;
          break;
        }
      chain->named_on[0] = '\0';
      expect (chain, NAMED_BY, KLASTER_CHECK_UNKNOWN);
      expect (chain, ORDER, KLASTER_CHECK_UNKNOWN);
      break;
    case NAMED_BY:
      /* Half of them on the first day that is too late; the contracts move along. */
      put (chain->named_on, (GDateYear) chain->year, 7, g_rand_boolean (random) ? 2 : g_rand_int_range (random, 2, 32));
      put (chain->signed_on, (GDateYear) chain->year, 8, g_rand_int_range (random, 1, 15));
      put (chain->valid_from, (GDateYear) chain->year, 9, 1);
      put (chain->students_on, (GDateYear) chain->year, 8, g_rand_int_range (random, 15, 32));
      expect (chain, NAMED_BY, KLASTER_CHECK_NOT_MET);
      break;
    case QUOTA:
      if (g_rand_boolean (random))
        {
          chain->quota = chain->admitted = chain->student_contracts = 0;
          expect (chain, QUOTA, KLASTER_CHECK_NOT_MET);
          break;
        }
      chain->quota = -1;
      expect (chain, QUOTA, KLASTER_CHECK_UNKNOWN);
      expect (chain, ADMISSION, KLASTER_CHECK_UNKNOWN);
      break;
    case ADMISSION:
      chain->admitted = chain->student_contracts = chain->quota + (g_rand_boolean (random) ? 1 : g_rand_int_range (random, 1, 9));
      expect (chain, ADMISSION, KLASTER_CHECK_NOT_MET);
      break;
    case CONTRACT_RULE:
      spoil_contract (chain, random);
      break;
    case STUDENT_CONTRACTS:
      if (chain->admitted == 0)
        chain->admitted = 1;
      chain->student_contracts = g_rand_boolean (random) ? chain->admitted - 1 : 0;
      expect (chain, STUDENT_CONTRACTS, KLASTER_CHECK_NOT_MET);
      break;
    case WORKPLACE:
      chain->workplace = NULL;
      expect (chain, WORKPLACE, KLASTER_CHECK_UNKNOWN);
      break;
    case STUDY_DAYS:
      chain->study_days = g_rand_int_range (random, 0, 2);
      chain->work_days = 6 - chain->study_days;
      expect (chain, STUDY_DAYS, KLASTER_CHECK_NOT_MET);
      break;
    case WORK_DAYS:
      {
        static const int weeks[][2] = { { 2, 0 }, { 3, 1 }, { 2, 2 }, { 2, 5 }, { 3, 4 }, { 4, 3 }, { 6, 0 }, { 7, 0 } };
        const int *week = weeks[g_rand_int_range (random, 0, G_N_ELEMENTS (weeks))];

        chain->study_days = week[0];
        chain->work_days = week[1];
        expect (chain, WORK_DAYS, KLASTER_CHECK_NOT_MET);
        break;
      }
    case PAID:
      chain->paid = 0;
      expect (chain, PAID, KLASTER_CHECK_NOT_MET);
      break;
    case ORDER:
      spoil_order (chain, random);
      break;
    case N_RULES:
    default:
      g_assert_not_reached ();
    }
}

static void
set_text (KlasterEdit  *edit,
          KlasterTable  table,
          gint64        id,
          guint         column,
          const char   *text)
{
  if (text && *text)
    klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

static void
set_number (KlasterEdit *edit,
            gint64       id,
            guint        column,
            int          number)
{
  if (number >= 0)
    klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, column, KLASTER_INTEGER (number));
}

static void
add_party (KlasterEdit *edit,
           gint64       agreement,
           gint64       institution)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_PARTY);

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (agreement));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, id, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                    KLASTER_INTEGER (institution));
}

static void
add_institution (KlasterEdit *edit,
                 gint64       id,
                 const char  *kind)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, kind);
  set_text (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, "partner");
}

static void
write_chain (KlasterEdit *edit,
             guint        i,
             const Chain *chain)
{
  /* Every way of writing an academic year that people use. */
  static const char *const forms[] = { "%d/%02d", "%d/%d", "%d-%d", "%d–%02d", "%d / %d" };
  const char *form = forms[i % G_N_ELEMENTS (forms)];
  g_autofree char *year = g_strdup_printf (form, chain->year, strstr (form, "%02d") ? (chain->year + 1) % 100 : chain->year + 1);
  gint64 id = PLACE (i);

  add_institution (edit, COLLEGE (i), chain->kind);
  add_institution (edit, EMPLOYER (i), "enterprise");
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_DUAL_PLACE, id);
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_INTEGER (COLLEGE (i)));
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_EMPLOYER_ID, KLASTER_INTEGER (EMPLOYER (i)));
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_SPECIALTY, "Fitter");
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_ACADEMIC_YEAR, year);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_NEED_BY, chain->need_by);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_NEED_ON, chain->need_on);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_PROPOSED_BY, chain->proposed_by);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_PROPOSED_ON, chain->proposed_on);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_NAMED_BY, chain->named_by);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_NAMED_ON, chain->named_on);
  set_number (edit, id, KLASTER_DUAL_PLACE_QUOTA, chain->quota);
  set_number (edit, id, KLASTER_DUAL_PLACE_ADMITTED, chain->admitted);
  set_number (edit, id, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS, chain->student_contracts);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_STUDENT_CONTRACTS_ON, chain->students_on);
  set_text (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_WORKPLACE, chain->workplace);
  set_number (edit, id, KLASTER_DUAL_PLACE_STUDY_DAYS, chain->study_days);
  set_number (edit, id, KLASTER_DUAL_PLACE_WORK_DAYS, chain->work_days);
  set_number (edit, id, KLASTER_DUAL_PLACE_PAID, chain->paid);
  if (!chain->has_contract)
    return;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, CONTRACT (i));
  set_text (edit, KLASTER_TABLE_AGREEMENT, CONTRACT (i), KLASTER_AGREEMENT_KIND, chain->contract_kind);
  set_text (edit, KLASTER_TABLE_AGREEMENT, CONTRACT (i), KLASTER_AGREEMENT_SIGNED_ON, chain->signed_on);
  set_text (edit, KLASTER_TABLE_AGREEMENT, CONTRACT (i), KLASTER_AGREEMENT_VALID_FROM, chain->valid_from);
  set_text (edit, KLASTER_TABLE_AGREEMENT, CONTRACT (i), KLASTER_AGREEMENT_VALID_TO, chain->valid_to);
  klaster_edit_set (edit, KLASTER_TABLE_DUAL_PLACE, id, KLASTER_DUAL_PLACE_CONTRACT_AGREEMENT_ID, KLASTER_INTEGER (CONTRACT (i)));
  if (chain->college_signs)
    add_party (edit, CONTRACT (i), COLLEGE (i));
  if (chain->employer_signs)
    add_party (edit, CONTRACT (i), EMPLOYER (i));
  /* A third one is no fault. */
  if (chain->college_signs && i % 7 == 0)
    add_party (edit, CONTRACT (i), EMPLOYER ((i + 1) % N_CHAINS));
}

static KlasterSnapshot *
make_snapshot (const Chain *chains)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Chains");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_CHAINS; i++)
    write_chain (edit, i, &chains[i]);
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

static guint32
pick_seed (void)
{
  const char *text = g_getenv ("KLASTER_TEST_SEED");

  return text ? (guint32) g_ascii_strtoull (text, NULL, 10) : g_random_int ();
}

static void
test_chains (void)
{
  guint32 seed = pick_seed ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree Chain *chains = g_new (Chain, N_CHAINS);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  guint n_seeded[N_RULES] = { 0 }, n_found[N_RULES] = { 0 }, n_false = 0, n_missed = 0;

  g_test_message ("KLASTER_TEST_SEED=%u", seed);
  for (guint i = 0; i < N_CHAINS; i++)
    {
      make_right (&chains[i], random);
      if (i >= N_CLEAN)
        spoil (&chains[i], (Rule) (i % N_RULES), random);
    }
  for (guint i = 0; i < N_CHAINS; i++)
    for (guint r = 0; r < N_RULES; r++)
      n_seeded[r] += chains[i].expected[r] != KLASTER_CHECK_MET;

  snapshot = make_snapshot (chains);
  results = klaster_check_run (snapshot, TODAY, KLASTER_LANGUAGE_EN, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, N_CHAINS * N_RULES);

  for (guint n = 0; n < results->len; n++)
    {
      const KlasterCheckResult *result = results->pdata[n];
      guint i = (guint) (result->subject.id - PLACE (0)), r;
      KlasterCheckStatus expected;

      g_assert_cmpint (result->subject.table, ==, KLASTER_TABLE_DUAL_PLACE);
      for (r = 0; r < N_RULES && strcmp (rule_ids[r], klaster_rule_get_id (result->rule)) != 0; r++)
        ;
      g_assert_cmpuint (r, <, N_RULES);
      expected = chains[i].expected[r];
      n_found[r] += expected != KLASTER_CHECK_MET && result->status == expected;
      if (result->status == expected)
        continue;
      g_test_message ("chain %u, %s: %s instead of %s: %s", i, rule_ids[r], klaster_check_status_get_token (result->status),
                      klaster_check_status_get_token (expected), result->text);
      if (expected == KLASTER_CHECK_MET)
        n_false++;
      else
        n_missed++;
    }
  for (guint r = 0; r < N_RULES; r++)
    {
      g_test_message ("%s: %u of %u found", rule_ids[r], n_found[r], n_seeded[r]);
      g_assert_cmpuint (n_seeded[r], >=, MIN_SEEDED);
      g_assert_cmpuint (n_found[r], ==, n_seeded[r]);
    }
  g_assert_cmpuint (n_false, ==, 0);
  g_assert_cmpuint (n_missed, ==, 0);
}

/* Two faults in one chain are two findings; what the editor asks for one record is what the whole run says. */
static void
test_pairs (void)
{
  static const Rule pairs[][2] = { { INSTITUTION, PAID }, { NAMED_BY, ADMISSION }, { STUDY_DAYS, STUDENT_CONTRACTS },
                                   { WORKPLACE, WORK_DAYS }, { NEED, PAID } };
  guint32 seed = pick_seed ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autofree Chain *chains = g_new (Chain, N_CHAINS);
  g_autoptr (KlasterSnapshot) snapshot = NULL;

  g_test_message ("KLASTER_TEST_SEED=%u", seed);
  for (guint i = 0; i < N_CHAINS; i++)
    {
      const Rule *pair = pairs[i % G_N_ELEMENTS (pairs)];

      make_right (&chains[i], random);
      spoil (&chains[i], pair[0], random);
      spoil (&chains[i], pair[1], random);
    }
  snapshot = make_snapshot (chains);
  for (guint i = 0; i < N_CHAINS; i++)
    {
      g_autoptr (GPtrArray) results = klaster_check_record (snapshot, KLASTER_TABLE_DUAL_PLACE, PLACE (i), TODAY,
                                                            KLASTER_LANGUAGE_EN);

      g_assert_cmpuint (results->len, ==, N_RULES);
      for (guint r = 0; r < N_RULES; r++)
        {
          const KlasterCheckResult *result = klaster_check_find_result (results, rule_ids[r]);

          if (result->status != chains[i].expected[r])
            g_test_message ("chain %u, %s: %s", i, rule_ids[r], result->text);
          g_assert_cmpint (result->status, ==, chains[i].expected[r]);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dual-chains/seeded", test_chains);
  g_test_add_func ("/dual-chains/pairs", test_pairs);

  return g_test_run ();
}
