/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-apply.h"
#include "klaster-generate.h"
#include "klaster-query-model.h"
#include "klaster-random-edit.h"
#include "klaster-register.h"

#define TODAY "2026-11-21"
#define HUB 1
#define SCHOOL 2
#define LYCEUM 3

static void
add_institution (KlasterEdit *edit,
                 gint64       id,
                 const char  *role,
                 const char  *name_uz,
                 const char  *name_ru,
                 const char  *address)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT (role));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name_uz));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_RU, KLASTER_TEXT (name_ru));
  if (address)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ADDRESS, KLASTER_TEXT (address));
}

static void
add_agreement (KlasterEdit *edit,
               gint64       id,
               const char  *kind,
               const char  *number,
               const char  *signed_on,
               const char  *from,
               const char  *to,
               gint64       party)
{
  gint64 ends[] = { HUB, party };

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, id);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_KIND, KLASTER_TEXT (kind));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_NUMBER, KLASTER_TEXT (number));
  if (signed_on)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_SIGNED_ON, KLASTER_TEXT (signed_on));
  if (from)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT (from));
  if (to)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_TO, KLASTER_TEXT (to));
  for (guint i = 0; i < 2; i++)
    {
      gint64 row = id * 10 + i;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT_PARTY, row);
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, row, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (id));
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                        KLASTER_INTEGER (ends[i]));
    }
}

/* 11 in force, 12 ends in 12 days, 13 expired, 14 a draft. */
static KlasterSnapshot *
make (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");

  add_institution (edit, HUB, "integrator", "Chirchiq instituti", "Чирчикский институт", "Amir Temur 104");
  add_institution (edit, SCHOOL, "member", "5-maktab", "Школа № 5", "Navoi 1");
  add_institution (edit, LYCEUM, "member", "Akademik litsey", "Академический лицей", NULL);
  add_agreement (edit, 11, "practice", "2", "2025-08-20", "2025-09-01", "2027-08-31", SCHOOL);
  add_agreement (edit, 12, "practice", "10", "2025-08-20", "2025-09-01", "2026-12-03", LYCEUM);
  add_agreement (edit, 13, "memorandum", "1", "2023-08-20", "2023-09-01", "2026-08-31", SCHOOL);
  add_agreement (edit, 14, "cooperation", "21", NULL, NULL, NULL, SCHOOL);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, 11, KLASTER_AGREEMENT_AREAS, KLASTER_TEXT ("[\"practice\",\"staff\"]"));

  return apply (empty, edit);
}

static KlasterQueryResult *
assert_finds (KlasterQuery      *query,
              KlasterQueryIndex *index,
              KlasterSnapshot   *snapshot,
              const char        *date,
              const char        *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  KlasterQueryResult *result = klaster_query_run (query, index, snapshot, date, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < result->ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i ? " " : "", g_array_index (result->ids, gint64, i));
  g_assert_cmpstr (found->str, ==, expected);

  return result;
}

static void
find (KlasterQuery      *query,
      KlasterQueryIndex *index,
      KlasterSnapshot   *snapshot,
      const char        *expected)
{
  klaster_query_result_free (assert_finds (query, index, snapshot, TODAY, expected));
}

static void
test_search (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Clause");
  gint64 clause;

  find (query, index, snapshot, "13 11 12 14");
  klaster_query_set_search (query, "литсей");
  find (query, index, snapshot, "12");
  klaster_query_set_search (query, "Школа 21");
  find (query, index, snapshot, "14");
  klaster_query_set_search (query, "umumiy maqsad");
  find (query, index, snapshot, "");

  /* Text of a clause is found, too, and a name that changes is found under its new form only. */
  clause = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_CLAUSE);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_INTEGER (14));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_CLAUSE, KLASTER_TEXT ("common_goal"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_CLAUSE, clause, KLASTER_AGREEMENT_CLAUSE_EVIDENCE,
                    KLASTER_TEXT ("Умумий мақсад, § 1"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, LYCEUM, KLASTER_INSTITUTION_NAME_RU, KLASTER_TEXT ("Гимназия"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, LYCEUM, KLASTER_INSTITUTION_NAME_UZ, KLASTER_NULL);
  after = apply (snapshot, edit);
  find (query, index, after, "14");
  klaster_query_set_search (query, "gimnaziya");
  find (query, index, after, "12");
  klaster_query_set_search (query, "litsey");
  find (query, index, after, "");
}

static void
test_filters (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
  g_autoptr (KlasterQueryResult) result = NULL;
  g_autoptr (KlasterQueryResult) later = NULL;

  klaster_query_set_facet (query, KLASTER_REGISTER_BY_KIND, "practice", TRUE);
  result = assert_finds (query, index, snapshot, TODAY, "11 12");
  g_assert_cmpuint (result->n_total, ==, 4);
  /* What choosing another kind would find, not what this choice leaves. */
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_REGISTER_BY_KIND, "memorandum"), ==, 1);
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_REGISTER_BY_STATUS, "expiring"), ==, 1);
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_REGISTER_BY_STATUS, "draft"), ==, 0);
  klaster_query_set_facet (query, KLASTER_REGISTER_BY_STATUS, "expiring", TRUE);
  find (query, index, snapshot, "12");
  klaster_query_clear_facets (query);

  klaster_query_set_facet (query, KLASTER_REGISTER_BY_AREA, "staff", TRUE);
  find (query, index, snapshot, "11");
  klaster_query_clear_facets (query);
  klaster_query_set_party (query, LYCEUM);
  find (query, index, snapshot, "12");
  klaster_query_set_party (query, 0);

  /* 12 ends soon, a party of it has no address; nothing is recorded of the clauses of 14. */
  klaster_query_set_facet (query, KLASTER_REGISTER_BY_ATTENTION, "yes", TRUE);
  find (query, index, snapshot, "12 14");
  klaster_query_clear_facets (query);

  /* The academic year 2026/27: what ended before is left out, a draft without dates is not. */
  klaster_query_set_period (query, "2026-09-01", "2027-08-31");
  find (query, index, snapshot, "11 12 14");
  klaster_query_set_period (query, NULL, NULL);

  /* As of another day statuses are others: the index does not remember those of today. */
  klaster_query_set_facet (query, KLASTER_REGISTER_BY_STATUS, "expired", TRUE);
  later = assert_finds (query, index, snapshot, "2027-09-01", "13 11 12");
}

static void
test_order (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
  g_autoptr (KlasterQueryResult) grouped = NULL;
  const KlasterQueryGroup *group;

  klaster_query_set_sort (query, KLASTER_REGISTER_NUMBER, TRUE);
  find (query, index, snapshot, "14 12 11 13");
  klaster_query_set_sort (query, KLASTER_REGISTER_STATUS, FALSE);
  find (query, index, snapshot, "12 11 14 13");
  /* What is not known comes last either way. */
  klaster_query_set_sort (query, KLASTER_REGISTER_PERIOD, TRUE);
  find (query, index, snapshot, "11 12 13 14");

  klaster_query_set_sort (query, KLASTER_REGISTER_NUMBER, FALSE);
  klaster_query_set_grouping (query, KLASTER_REGISTER_GROUP_YEAR);
  grouped = assert_finds (query, index, snapshot, TODAY, "11 12 13 14");
  g_assert_cmpuint (grouped->groups->len, ==, 3);
  group = klaster_query_result_find_group (grouped, 0);
  g_assert_cmpstr (group->title, ==, "2025/26");
  g_assert_cmpuint (group->n, ==, 2);
  g_assert_null (klaster_query_result_find_group (grouped, 1));
  g_assert_cmpstr (klaster_query_result_find_group (grouped, 2)->title, ==, "2023/24");
  g_assert_nonnull (klaster_query_result_find_group (grouped, 3));

  /* Years that begin a day later put what began on 1 September into the year before. */
  {
    g_autoptr (KlasterEdit) edit = klaster_edit_new ("Begins");
    g_autoptr (KlasterSnapshot) later = NULL;
    g_autoptr (KlasterQueryIndex) fresh = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);
    g_autoptr (KlasterQueryResult) result = NULL;
    gint64 parameter = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);

    klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("academic_year.begins"));
    klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_VALUE, KLASTER_TEXT ("09-02"));
    later = apply (snapshot, edit);
    result = assert_finds (query, fresh, later, TODAY, "11 12 13 14");
    g_assert_cmpstr (klaster_query_result_find_group (result, 0)->title, ==, "2024/25");
  }

  klaster_query_set_grouping (query, KLASTER_REGISTER_GROUP_PARTY);
  find (query, index, snapshot, "13 11 14 12");
  klaster_query_set_grouping (query, KLASTER_REGISTER_GROUP_KIND);
  find (query, index, snapshot, "14 11 12 13");
  klaster_query_set_grouping (query, KLASTER_REGISTER_GROUP_STATUS);
  find (query, index, snapshot, "12 11 14 13");
}

/* Every order of every grouping holds every agreement once. */
static void
test_everything (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (7, 50, 0, 300);
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_RU);

  for (guint column = 0; column < KLASTER_REGISTER_N_COLUMNS; column++)
    for (guint grouping = 0; grouping < KLASTER_REGISTER_N_GROUPINGS; grouping++)
      {
        g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
        g_autoptr (KlasterQueryResult) result = NULL;
        g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
        guint n = 0;

        klaster_query_set_sort (query, column, column % 2);
        klaster_query_set_grouping (query, grouping);
        result = klaster_query_run (query, index, snapshot, TODAY, NULL, NULL);
        for (guint i = 0; i < result->ids->len; i++)
          g_hash_table_add (seen, &g_array_index (result->ids, gint64, i));
        g_assert_cmpuint (g_hash_table_size (seen), ==, 300);
        for (guint i = 0; i < result->groups->len; i++)
          {
            g_assert_cmpuint (g_array_index (result->groups, KlasterQueryGroup, i).first, ==, n);
            n += g_array_index (result->groups, KlasterQueryGroup, i).n;
          }
        g_assert_cmpuint (n, ==, grouping == KLASTER_REGISTER_UNGROUPED ? 0 : 300);
      }
}

/* An index that went through edits answers as a new one does, also where only names of parties changed. */
static void
test_index (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (7, 20, 0, 60);
  g_autoptr (KlasterQueryIndex) kept = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, snapshot, 6);
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, snapshot, NULL);
      g_autoptr (KlasterQueryIndex) fresh = klaster_query_index_new (KLASTER_TABLE_AGREEMENT, KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_AGREEMENT);
      g_autoptr (KlasterQueryResult) one = NULL, other = NULL;
      KlasterSnapshot *after = klaster_snapshot_apply (snapshot, delta);

      klaster_snapshot_unref (snapshot);
      snapshot = after;
      klaster_query_set_search (query, i % 2 ? "m" : "");
      klaster_query_set_sort (query, (gint) (i % KLASTER_REGISTER_N_COLUMNS), i % 3 == 0);
      klaster_query_set_grouping (query, i % KLASTER_REGISTER_N_GROUPINGS);
      one = klaster_query_run (query, kept, snapshot, TODAY, NULL, NULL);
      other = klaster_query_run (query, fresh, snapshot, TODAY, NULL, NULL);
      g_assert_cmpmem (one->ids->data, one->ids->len * sizeof (gint64), other->ids->data, other->ids->len * sizeof (gint64));
      g_assert_cmpuint (one->groups->len, ==, other->groups->len);
      for (guint f = 0; f < KLASTER_REGISTER_N_FACETS; f++)
        g_assert_cmpuint (g_hash_table_size (one->counts[f]), ==, g_hash_table_size (other->counts[f]));
    }
}

static void
test_columns (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, 12);
  KlasterAgreementFacts facts;
  g_autofree char *period = NULL;
  g_autofree char *status = NULL;

  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    {
      KlasterRegisterColumn column;

      g_assert_true (klaster_register_column_find (klaster_register_column_get_name (i), &column));
      g_assert_cmpuint (column, ==, i);
      g_assert_cmpstr (klaster_register_column_get_title (i, KLASTER_LANGUAGE_RU), !=, "");
    }
  klaster_agreement_get_facts (snapshot, row, TODAY, &facts);
  g_assert_cmpint (facts.days_left, ==, 12);
  g_assert_cmpuint (facts.n_parties, ==, 2);
  g_assert_cmpuint (facts.attention, ==, KLASTER_AGREEMENT_ENDING | KLASTER_AGREEMENT_ADDRESS);
  period = klaster_register_column_get_text (KLASTER_REGISTER_PERIOD, snapshot, row, &facts, KLASTER_LANGUAGE_EN);
  status = klaster_register_column_get_text (KLASTER_REGISTER_STATUS, snapshot, row, &facts, KLASTER_LANGUAGE_EN);
  g_assert_cmpstr (period, ==, "1 Sep 2025 – 3 Dec 2026");
  g_assert_cmpstr (status, ==, "12 days");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/register/search", test_search);
  g_test_add_func ("/register/filters", test_filters);
  g_test_add_func ("/register/order", test_order);
  g_test_add_func ("/register/everything", test_everything);
  g_test_add_func ("/register/index", test_index);
  g_test_add_func ("/register/columns", test_columns);

  return g_test_run ();
}
