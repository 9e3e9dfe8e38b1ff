/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-agreement.h"
#include "klaster-apply.h"
#include "klaster-renewal.h"
#include "klaster-year-turn.h"

#define TODAY "2026-11-21"
#define HUB 1
#define SCHOOL 2
#define COOPERATION 50
#define OLD 60

static void
set (KlasterEdit  *edit,
     KlasterTable  table,
     gint64        id,
     guint         column,
     const char   *text)
{
  klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

static void
add_obligation (KlasterEdit *edit,
                gint64       id,
                const char  *due,
                const char  *period,
                const char  *state)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_OBLIGATION, id);
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (OLD));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_INSTITUTION_ID, KLASTER_INTEGER (SCHOOL));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_CONFIRMED_BY_ID, KLASTER_INTEGER (HUB));
  set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_TEXT, "Report");
  set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_EVIDENCE, "Report of 12 pages");
  set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, state);
  if (due)
    set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_DUE, due);
  if (period)
    set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_PERIOD, period);
}

static KlasterSnapshot *
make (const char *from,
      const char *to)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");
  gint64 ends[] = { HUB, SCHOOL };

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_CLUSTER, 1);
  set (edit, KLASTER_TABLE_CLUSTER, 1, KLASTER_CLUSTER_ACADEMIC_YEAR, "2026/27");
  for (guint i = 0; i < 2; i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, ends[i]);
      set (edit, KLASTER_TABLE_INSTITUTION, ends[i], KLASTER_INSTITUTION_KIND, "school");
      set (edit, KLASTER_TABLE_INSTITUTION, ends[i], KLASTER_INSTITUTION_ROLE, i ? "member" : "integrator");
    }
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, COOPERATION);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (HUB));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (SCHOOL));
  set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_STATUS, "active");

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, OLD);
  set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_KIND, "practice");
  set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_NUMBER, "14");
  set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_SIGNED_ON, "2020-01-01");
  set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_AREAS, "[\"practice\"]");
  if (from)
    set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_VALID_FROM, from);
  if (to)
    set (edit, KLASTER_TABLE_AGREEMENT, OLD, KLASTER_AGREEMENT_VALID_TO, to);
  for (guint i = 0; i < 2; i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT_PARTY, 70 + i);
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 70 + i, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (OLD));
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 70 + i, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                        KLASTER_INTEGER (ends[i]));
      set (edit, KLASTER_TABLE_AGREEMENT_PARTY, 70 + i, KLASTER_AGREEMENT_PARTY_ROLE, i ? "host" : "sender");
    }
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, 80);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, 80, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (OLD));
  set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, 80, KLASTER_AGREEMENT_CLAUSE_CLAUSE, "common_goal");
  set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, 80, KLASTER_AGREEMENT_CLAUSE_STATE, "met");
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, 90);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, 90, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID,
                    KLASTER_INTEGER (COOPERATION));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, 90, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                    KLASTER_INTEGER (OLD));
  add_obligation (edit, 100, "2027-05-31", "every year", "done");
  add_obligation (edit, 101, "2027-05-31", NULL, "waived");

  return apply (empty, edit);
}

static void
assert_continues (const char *from,
                  const char *to,
                  const char *new_from,
                  const char *new_to)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  g_assert_true (klaster_period_continue (from, to, &first, &last));
  g_assert_cmpstr (first, ==, new_from);
  g_assert_cmpstr (last, ==, new_to);
}

static void
test_periods (void)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  assert_continues ("2025-09-01", "2026-08-31", "2026-09-01", "2027-08-31");
  assert_continues ("2026-07-01", "2027-06-30", "2027-07-01", "2028-06-30");
  /* To the same day of another year: as people write it, too. */
  assert_continues ("2023-11-21", "2028-11-21", "2028-11-22", "2033-11-21");
  /* 29 February: a year that ends on it, begins on it, four years from one to the next. */
  assert_continues ("2023-03-01", "2024-02-29", "2024-03-01", "2025-02-28");
  assert_continues ("2024-03-01", "2025-02-28", "2025-03-01", "2026-02-28");
  assert_continues ("2024-02-29", "2025-02-28", "2025-03-01", "2026-02-28");
  assert_continues ("2024-02-29", "2026-02-28", "2026-03-01", "2028-02-29");
  assert_continues ("2024-02-29", "2028-02-28", "2028-02-29", "2032-02-28");
  assert_continues ("2020-02-29", "2024-02-29", "2024-03-01", "2028-02-29");
  /* Ends of months. */
  assert_continues ("2026-01-31", "2026-02-27", "2026-02-28", "2026-03-30");
  assert_continues ("2026-01-01", "2026-01-31", "2026-02-01", "2026-02-28");
  /* No whole months: as many days. */
  assert_continues ("2026-09-01", "2026-09-10", "2026-09-11", "2026-09-20");
  assert_continues (NULL, "2026-08-31", "2026-09-01", NULL);
  assert_continues ("2027-01-01", "2026-08-31", "2026-09-01", NULL);
  g_assert_false (klaster_period_continue ("2026-09-01", NULL, &first, &last));
  g_assert_null (first);
}

static void
test_renew (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2026-09-01", "2027-08-31");
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) ids = NULL;
  const gint64 old[] = { OLD };
  KlasterReferrerIter iter;
  KlasterRow *row;
  gint64 id;

  edit = klaster_agreement_edit_renew (snapshot, old, 1, &ids);
  after = apply (snapshot, edit);
  g_assert_cmpuint (ids->len, ==, 1);
  id = g_array_index (ids, gint64, 0);
  /* The old one stays as it was. */
  g_assert_true (klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT, OLD)
                 == klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, OLD));
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_AGREEMENT_RENEWS_ID), ==, OLD);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_KIND), ==, "practice");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_AREAS), ==, "[\"practice\"]");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM), ==, "2027-09-01");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO), ==, "2028-08-31");
  g_assert_null (klaster_row_get_text (row, KLASTER_AGREEMENT_NUMBER));
  g_assert_cmpstr (klaster_agreement_get_status (after, row, TODAY), ==, "draft");

  g_assert_cmpuint (klaster_snapshot_count_referrers (after, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                                      id), ==, 2);
  g_assert_cmpstr (klaster_row_get_text (klaster_agreement_find_clause (after, id, "common_goal"),
                                         KLASTER_AGREEMENT_CLAUSE_STATE), ==, "met");
  g_assert_cmpuint (klaster_snapshot_count_referrers (after, KLASTER_TABLE_COOPERATION_AGREEMENT,
                                                      KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, COOPERATION), ==, 2);

  /* The one that was done is open again, a year later, with nothing of its evidence; the waived one stays behind. */
  klaster_referrer_iter_init (&iter, after, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, id);
  g_assert_true (klaster_referrer_iter_next (&iter, &row));
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), ==, "open");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), ==, "2028-05-31");
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_OBLIGATION_INSTITUTION_ID), ==, SCHOOL);
  g_assert_null (klaster_row_get_text (row, KLASTER_OBLIGATION_EVIDENCE));
  g_assert_true (klaster_row_is_null (row, KLASTER_OBLIGATION_CONFIRMED_BY_ID));
  g_assert_false (klaster_referrer_iter_next (&iter, &row));
}

/* The cooperation of an agreement that has ended is flagged, and the renewal lifts the flag once it is in force. */
static void
test_uncovered (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2025-09-01", "2026-08-31");
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) ids = NULL;
  const gint64 old[] = { OLD };
  KlasterAgreementFacts facts;

  klaster_agreement_get_facts (snapshot, klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, OLD), TODAY, &facts);
  g_assert_cmpstr (facts.status, ==, "expired");
  g_assert_true (facts.attention & KLASTER_AGREEMENT_UNCOVERED);
  g_assert_false (klaster_cooperation_is_covered (snapshot, COOPERATION, TODAY));
  g_assert_true (klaster_cooperation_is_covered (snapshot, COOPERATION, "2026-08-31"));

  edit = klaster_agreement_edit_renew (snapshot, old, 1, &ids);
  set (edit, KLASTER_TABLE_AGREEMENT, g_array_index (ids, gint64, 0), KLASTER_AGREEMENT_SIGNED_ON, "2026-08-20");
  after = apply (snapshot, edit);
  klaster_agreement_get_facts (after, klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT, OLD), TODAY, &facts);
  g_assert_true (facts.renewed);
  g_assert_true (facts.renewal_signed);
  g_assert_false (facts.attention & KLASTER_AGREEMENT_UNCOVERED);
  g_assert_true (klaster_cooperation_is_covered (after, COOPERATION, TODAY));
}

/* Renewing is a promise until it is signed: the end that comes near is said until then. */
static void
test_unsigned (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2025-09-01", "2026-08-31");
  g_autoptr (KlasterSnapshot) drafted = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterEdit) sign = klaster_edit_new ("Sign");
  g_autoptr (GArray) ids = NULL;
  const gint64 old[] = { OLD };
  const char *day = "2026-08-25";
  KlasterAgreementFacts facts;

  edit = klaster_agreement_edit_renew (snapshot, old, 1, &ids);
  drafted = apply (snapshot, edit);
  klaster_agreement_get_facts (drafted, klaster_snapshot_lookup (drafted, KLASTER_TABLE_AGREEMENT, OLD), day, &facts);
  g_assert_cmpstr (facts.status, ==, "expiring");
  g_assert_true (facts.renewed);
  g_assert_false (facts.renewal_signed);
  g_assert_true (facts.attention & KLASTER_AGREEMENT_ENDING);

  set (sign, KLASTER_TABLE_AGREEMENT, g_array_index (ids, gint64, 0), KLASTER_AGREEMENT_SIGNED_ON, "2026-08-20");
  after = apply (drafted, sign);
  klaster_agreement_get_facts (after, klaster_snapshot_lookup (after, KLASTER_TABLE_AGREEMENT, OLD), day, &facts);
  g_assert_true (facts.renewal_signed);
  g_assert_false (facts.attention & KLASTER_AGREEMENT_ENDING);
}

static KlasterYearTurnItem *
find_item (GPtrArray           *items,
           KlasterYearTurnStep  step)
{
  for (guint i = 0; i < items->len; i++)
    if (((KlasterYearTurnItem *) items->pdata[i])->step == step)
      return items->pdata[i];

  return NULL;
}

static void
test_year (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2026-09-01", "2027-06-30");
  g_autoptr (KlasterSnapshot) before = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) more = klaster_edit_new ("More");
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autofree char *year = NULL;
  g_autofree char *next = NULL;
  KlasterRowIter iter;
  KlasterRow *row;
  guint n_places = 0;

  klaster_edit_insert_with_id (more, KLASTER_TABLE_DUAL_PLACE, 200);
  set (more, KLASTER_TABLE_DUAL_PLACE, 200, KLASTER_DUAL_PLACE_ACADEMIC_YEAR, "2026/27");
  set (more, KLASTER_TABLE_DUAL_PLACE, 200, KLASTER_DUAL_PLACE_SPECIALTY, "Turner");
  klaster_edit_set (more, KLASTER_TABLE_DUAL_PLACE, 200, KLASTER_DUAL_PLACE_EMPLOYER_ID, KLASTER_INTEGER (HUB));
  set (more, KLASTER_TABLE_DUAL_PLACE, 200, KLASTER_DUAL_PLACE_NAMED_ON, "2026-06-30");
  set (more, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_END_DATE, "2027-08-31");
  before = apply (snapshot, more);

  year = klaster_year_turn_get_year (before, "2030-01-01");
  g_assert_cmpstr (year, ==, "2026/27");
  next = klaster_year_turn_get_next (year);
  g_assert_cmpstr (next, ==, "2027/28");
  items = klaster_year_turn_list (before, year, KLASTER_LANGUAGE_EN);
  g_assert_cmpuint (items->len, ==, 4);
  g_assert_nonnull (find_item (items, KLASTER_YEAR_TURN_SET_YEAR));
  g_assert_nonnull (find_item (items, KLASTER_YEAR_TURN_RENEW_AGREEMENT));
  g_assert_nonnull (find_item (items, KLASTER_YEAR_TURN_COPY_DUAL_PLACE));
  /* The agreement ends: its obligation goes on with the renewal. */
  g_assert_null (find_item (items, KLASTER_YEAR_TURN_CARRY_OBLIGATION));
  find_item (items, KLASTER_YEAR_TURN_END_COOPERATION)->chosen = FALSE;

  edit = klaster_year_turn_edit (before, year, items);
  after = apply (before, edit);
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (after, KLASTER_TABLE_CLUSTER, 1), KLASTER_CLUSTER_ACADEMIC_YEAR),
                   ==, "2027/28");
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (after, KLASTER_TABLE_COOPERATION, COOPERATION),
                                         KLASTER_COOPERATION_STATUS), ==, "active");
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_AGREEMENT), ==, 2);
  klaster_row_iter_init (&iter, after, KLASTER_TABLE_DUAL_PLACE);
  while (klaster_row_iter_next (&iter, &row))
    if (klaster_row_get_id (row) != 200)
      {
        g_assert_cmpstr (klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR), ==, "2027/28");
        g_assert_cmpstr (klaster_row_get_text (row, KLASTER_DUAL_PLACE_SPECIALTY), ==, "Turner");
        g_assert_true (klaster_row_is_null (row, KLASTER_DUAL_PLACE_NAMED_ON));
        n_places++;
      }
  g_assert_cmpuint (n_places, ==, 1);
  /* What was renewed is not asked about again. */
  g_clear_pointer (&items, g_ptr_array_unref);
  items = klaster_year_turn_list (after, year, KLASTER_LANGUAGE_EN);
  g_assert_null (find_item (items, KLASTER_YEAR_TURN_RENEW_AGREEMENT));
  /* Nor what goes on already: the same place twice would be counted twice. */
  g_assert_null (find_item (items, KLASTER_YEAR_TURN_COPY_DUAL_PLACE));
}

/* Of an agreement that goes on, what recurs is asked for once more. */
static void
test_year_obligations (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2026-09-01", "2029-08-31");
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GPtrArray) items = klaster_year_turn_list (snapshot, "2026/27", KLASTER_LANGUAGE_EN);
  KlasterReferrerIter iter;
  KlasterRow *row;
  guint n = 0;

  g_assert_cmpuint (items->len, ==, 2);
  g_assert_cmpint (find_item (items, KLASTER_YEAR_TURN_CARRY_OBLIGATION)->id, ==, 100);
  edit = klaster_year_turn_edit (snapshot, "2026/27", items);
  after = apply (snapshot, edit);
  klaster_referrer_iter_init (&iter, after, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, OLD);
  while (klaster_referrer_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), "2028-05-31") == 0)
      {
        g_assert_cmpstr (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), ==, "open");
        n++;
      }
  g_assert_cmpuint (n, ==, 1);
  g_clear_pointer (&items, g_ptr_array_unref);
  items = klaster_year_turn_list (after, "2026/27", KLASTER_LANGUAGE_EN);
  g_assert_null (find_item (items, KLASTER_YEAR_TURN_CARRY_OBLIGATION));
}

/* What ends on the last day of a year belongs to it, on the day after it no more, whatever day the project's years begin. */
static void
test_year_boundaries (void)
{
  static const struct
  {
    const char *begins, *day;
    gboolean ends;
  } cases[] = {
    { NULL, "2026-08-31", FALSE },   { NULL, "2026-09-01", TRUE },    { NULL, "2027-08-31", TRUE },
    { NULL, "2027-09-01", FALSE },   { "09-02", "2026-09-01", FALSE }, { "09-02", "2026-09-02", TRUE },
    { "09-02", "2027-09-01", TRUE }, { "09-02", "2027-09-02", FALSE }, { "03-01", "2026-02-28", FALSE },
    { "03-01", "2026-03-01", TRUE }, { "03-01", "2027-02-28", TRUE },  { "03-01", "2027-03-01", FALSE },
    { "02-29", "2027-08-31", TRUE }, { "02-29", "2027-09-01", FALSE }, { "01-01", "2026-12-31", TRUE },
    { "01-01", "2027-01-01", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KlasterSnapshot) snapshot = make ("2020-01-01", cases[i].day);
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("Begins");
      g_autoptr (KlasterSnapshot) project = NULL;
      g_autoptr (GPtrArray) items = NULL;
      g_autofree char *year = NULL;

      set (edit, KLASTER_TABLE_COOPERATION, COOPERATION, KLASTER_COOPERATION_END_DATE, cases[i].day);
      if (cases[i].begins)
        {
          klaster_edit_insert_with_id (edit, KLASTER_TABLE_PARAMETER, 7);
          set (edit, KLASTER_TABLE_PARAMETER, 7, KLASTER_PARAMETER_KEY, "academic_year.begins");
          set (edit, KLASTER_TABLE_PARAMETER, 7, KLASTER_PARAMETER_VALUE, cases[i].begins);
        }
      project = apply (snapshot, edit);
      items = klaster_year_turn_list (project, "2026/27", KLASTER_LANGUAGE_EN);
      g_test_message ("case %u", i);
      g_assert_cmpint (find_item (items, KLASTER_YEAR_TURN_RENEW_AGREEMENT) != NULL, ==, cases[i].ends);
      g_assert_cmpint (find_item (items, KLASTER_YEAR_TURN_END_COOPERATION) != NULL, ==, cases[i].ends);

      /* The year of a project that names none is that of the day. */
      g_clear_pointer (&edit, klaster_edit_unref);
      edit = klaster_edit_new ("No year");
      klaster_edit_set (edit, KLASTER_TABLE_CLUSTER, 1, KLASTER_CLUSTER_ACADEMIC_YEAR, KLASTER_NULL);
      {
        g_autoptr (KlasterSnapshot) silent = apply (project, edit);

        year = klaster_year_turn_get_year (silent, cases[i].day);
      }
      g_assert_cmpint (strcmp (year, "2026/27") == 0, ==, cases[i].ends);
    }
}

/* A leap day that recurs falls on the last day of February in the next year. */
static void
test_year_leap_day (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ("2026-09-01", "2031-08-31");
  g_autoptr (KlasterSnapshot) before = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterEdit) more = klaster_edit_new ("Leap day");
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GPtrArray) items = NULL;
  KlasterReferrerIter iter;
  KlasterRow *row;
  guint n = 0;

  set (more, KLASTER_TABLE_OBLIGATION, 100, KLASTER_OBLIGATION_DUE, "2028-02-29");
  before = apply (snapshot, more);
  items = klaster_year_turn_list (before, "2027/2028", KLASTER_LANGUAGE_EN);
  g_assert_nonnull (find_item (items, KLASTER_YEAR_TURN_CARRY_OBLIGATION));
  edit = klaster_year_turn_edit (before, "2027/2028", items);
  after = apply (before, edit);
  klaster_referrer_iter_init (&iter, after, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, OLD);
  while (klaster_referrer_iter_next (&iter, &row))
    n += g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), "2029-02-28") == 0;
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (klaster_row_get_text (klaster_snapshot_lookup (after, KLASTER_TABLE_CLUSTER, 1), KLASTER_CLUSTER_ACADEMIC_YEAR),
                   ==, "2028/29");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal/periods", test_periods);
  g_test_add_func ("/renewal/renew", test_renew);
  g_test_add_func ("/renewal/uncovered", test_uncovered);
  g_test_add_func ("/renewal/unsigned", test_unsigned);
  g_test_add_func ("/renewal/year", test_year);
  g_test_add_func ("/renewal/year-obligations", test_year_obligations);
  g_test_add_func ("/renewal/year-boundaries", test_year_boundaries);
  g_test_add_func ("/renewal/year-leap-day", test_year_leap_day);

  return g_test_run ();
}
