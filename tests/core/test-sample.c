/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-sample.h"

/* The reference project has to be what DOMAIN.md and the papers say on whatever day it is made: these are a common day, a
 * leap day, the last and the first day of an academic year, and the turn of a year. */
static const char *const days[] = { "2026-11-21", "2028-02-29", "2027-08-31", "2027-09-01", "2029-12-31", "2030-01-01" };

static KlasterSnapshot *
load (const char *today)
{
  g_autoptr (GBytes) content = klaster_sample_make_content (today, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, &error);

  g_assert_no_error (error);
  return klaster_snapshot_apply (empty, delta);
}

static gboolean
is_of_the_thirty (const KlasterRow *institution)
{
  gint role = klaster_row_get_token (institution, KLASTER_INSTITUTION_ROLE);
  const char *const *roles = klaster_schema_get_tokens ("institution_roles");

  return klaster_tokens_find (roles, "integrator") == role || klaster_tokens_find (roles, "core") == role ||
         klaster_tokens_find (roles, "member") == role;
}

static void
count (GHashTable *counts,
       const char *key)
{
  g_hash_table_insert (counts, (gpointer) key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, key)) + 1));
}

#define COUNT(key) GPOINTER_TO_UINT (g_hash_table_lookup (counts, key))

static void
test_no_table_is_empty (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (!klaster_schema_is_internal (t) && klaster_snapshot_get_n_rows (snapshot, t) == 0)
      {
        g_test_message ("%s is empty", klaster_schema_get_table (t)->name);
        g_test_fail ();
      }
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_COOPERATION), >=, 60);
}

/* The cluster of the paper: the Institute, two departments, 21 schools, 5 preschools, an academic lyceum. */
static void
test_thirty_members (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (is_of_the_thirty (row))
        {
          g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_PARENT_ID));
          count (counts, "members");
          count (counts, klaster_row_get_text (row, KLASTER_INSTITUTION_KIND));
          if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
            count (counts, "unplaced");
        }
      else
        {
          count (counts, klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE));
          if (!klaster_row_is_null (row, KLASTER_INSTITUTION_PARENT_ID))
            count (counts, "units");
          g_assert_false (klaster_row_is_null (row, KLASTER_INSTITUTION_LON));
        }
    }

  g_assert_cmpuint (COUNT ("members"), ==, 30);
  g_assert_cmpuint (COUNT ("higher"), ==, 1);
  g_assert_cmpuint (COUNT ("authority"), ==, 2);
  g_assert_cmpuint (COUNT ("school"), ==, 21);
  g_assert_cmpuint (COUNT ("preschool"), ==, 5);
  g_assert_cmpuint (COUNT ("lyceum"), ==, 1);
  g_assert_cmpuint (COUNT ("unplaced"), ==, 2);
  g_assert_cmpuint (COUNT ("units"), ==, 2);
  g_assert_cmpuint (COUNT ("partner"), >=, 10);
  g_assert_cmpuint (COUNT ("candidate"), ==, 2);
  g_assert_cmpuint (COUNT ("former"), ==, 1);
}

static gboolean
has_letter (const char *text,
            GUnicodeScript script)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)) && g_unichar_get_script (g_utf8_get_char (p)) == script)
      return TRUE;

  return FALSE;
}

/* Four forms, each in its own letters; the Uzbek ones with U+02BB and U+02BC, never with a typewriter's signs. */
static void
check_names (const KlasterRow *row,
             guint             first)
{
  const char *uz = klaster_row_get_text (row, first);
  const char *cyrl = klaster_row_get_text (row, first + 1);
  const char *ru = klaster_row_get_text (row, first + 2);
  const char *en = klaster_row_get_text (row, first + 3);

  g_assert_nonnull (uz);
  g_assert_nonnull (cyrl);
  g_assert_nonnull (ru);
  g_assert_nonnull (en);
  g_assert_false (has_letter (uz, G_UNICODE_SCRIPT_CYRILLIC));
  g_assert_false (has_letter (cyrl, G_UNICODE_SCRIPT_LATIN));
  g_assert_false (has_letter (ru, G_UNICODE_SCRIPT_LATIN));
  g_assert_false (has_letter (en, G_UNICODE_SCRIPT_CYRILLIC));
  for (const char *p = "'`"; *p; p++)
    g_assert_null (strchr (uz, *p));
  g_assert_null (strstr (uz, "‘"));
  g_assert_null (strstr (uz, "’"));
  /* Letters that Russian lacks tell Uzbek Cyrillic from it where such a sound is there. */
  if (strstr (uz, "oʻ") || strstr (uz, "Oʻ"))
    g_assert_true (strstr (cyrl, "ў") || strstr (cyrl, "Ў"));
  if (strchr (uz, 'q') || strchr (uz, 'Q'))
    g_assert_true (strstr (cyrl, "қ") || strstr (cyrl, "Қ"));
}

static void
test_names (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *district = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
      const KlasterDistrict *found = klaster_districts_find (district);

      check_names (row, KLASTER_INSTITUTION_NAME_UZ);
      g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_CONTACT_PERSON));
      g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_PHONE));
      g_assert_nonnull (klaster_row_get_text (row, KLASTER_INSTITUTION_NOTES));
      /* The official name; the capital is no part of the region. */
      if (found)
        g_assert_cmpstr (found->names[KLASTER_LANGUAGE_UZ], ==, district);
      else
        g_assert_cmpstr (district, ==, "Tashkent city");
    }
  row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_CLUSTER, 1);
  check_names (row, KLASTER_CLUSTER_NAME_UZ);
  g_assert_nonnull (strstr (klaster_row_get_text (row, KLASTER_CLUSTER_LEGAL_BASIS), "PD-3152"));
  g_assert_nonnull (strstr (klaster_row_get_text (row, KLASTER_CLUSTER_LEGAL_BASIS), "27 July 2017"));
}

/* In the town, not on one spot and not on a grid, and on its side of the river. */
static void
test_positions (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);
  g_autoptr (GHashTable) longitudes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      double lon = klaster_row_get_real (row, KLASTER_INSTITUTION_LON);
      double lat = klaster_row_get_real (row, KLASTER_INSTITUTION_LAT);

      if (isnan (lon) || strcmp (klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT), "Chirchiq shahri") != 0)
        continue;
      g_assert_cmpfloat (lon, >=, 69.54);
      g_assert_cmpfloat (lon, <=, 69.62);
      g_assert_cmpfloat (lat, >=, 41.44);
      g_assert_cmpfloat (lat, <=, 41.50);
      /* The Chirchiq flows from (69.617, 41.4875) to (69.573, 41.4325); 0.005 degrees are 400 m. */
      g_assert_cmpfloat (lon, <, 69.573 + (lat - 41.4325) * (69.617 - 69.573) / (41.4875 - 41.4325) - 0.005);
      g_hash_table_add (longitudes, g_strdup_printf ("%.4f", lon));
      n++;
    }
  g_assert_cmpuint (n, >=, 30);
  g_assert_cmpuint (g_hash_table_size (longitudes), >=, n - 2);
}

/* Every token of @tokens_name stands in @column of some row. */
static void
assert_all_tokens (KlasterSnapshot *snapshot,
                   KlasterTable     table,
                   guint            column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);

  for (guint i = 0; info->tokens[i]; i++)
    {
      gboolean found = FALSE;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, table);
      while (!found && klaster_row_iter_next (&iter, &row))
        found = info->type == KLASTER_COLUMN_LIST ? klaster_row_has_token (row, column, info->tokens[i])
                                                  : klaster_row_get_token (row, column) == (gint) i;
      if (!found)
        {
          g_test_message ("no %s has %s %s", klaster_schema_get_table (table)->name, info->name, info->tokens[i]);
          g_test_fail ();
        }
    }
}

static void
test_every_token (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);

  assert_all_tokens (snapshot, KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_ROLE);
  assert_all_tokens (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_ORIENTATION);
  assert_all_tokens (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_CONCENTRATION);
  assert_all_tokens (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_STATUS);
  assert_all_tokens (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_MODELS);
  assert_all_tokens (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TASKS);
  assert_all_tokens (snapshot, KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_KIND);
  assert_all_tokens (snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_CLAUSE);
  assert_all_tokens (snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_STATE);
  assert_all_tokens (snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_STATE);
  assert_all_tokens (snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_KIND);
  assert_all_tokens (snapshot, KLASTER_TABLE_GOAL, KLASTER_GOAL_STATE);
  assert_all_tokens (snapshot, KLASTER_TABLE_LABORATORY_ENTRY, KLASTER_LABORATORY_ENTRY_KIND);
  assert_all_tokens (snapshot, KLASTER_TABLE_PROJECT, KLASTER_PROJECT_DIRECTION);
  assert_all_tokens (snapshot, KLASTER_TABLE_PROGRAMME, KLASTER_PROGRAMME_LEVEL);
  assert_all_tokens (snapshot, KLASTER_TABLE_PROGRAMME, KLASTER_PROGRAMME_FORM);
  assert_all_tokens (snapshot, KLASTER_TABLE_COURSE_RUN_MEMBER, KLASTER_COURSE_RUN_MEMBER_APPLIED);
  assert_all_tokens (snapshot, KLASTER_TABLE_COURSE_SUPPORT, KLASTER_COURSE_SUPPORT_GIVER);
  assert_all_tokens (snapshot, KLASTER_TABLE_COURSE_SUPPORT, KLASTER_COURSE_SUPPORT_KIND);
  assert_all_tokens (snapshot, KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STREAM);
  assert_all_tokens (snapshot, KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_STATE);
  assert_all_tokens (snapshot, KLASTER_TABLE_ACTIVITY, KLASTER_ACTIVITY_LEVEL);
  assert_all_tokens (snapshot, KLASTER_TABLE_REQUIREMENT, KLASTER_REQUIREMENT_KIND);
  assert_all_tokens (snapshot, KLASTER_TABLE_PLACEMENT, KLASTER_PLACEMENT_MARK);
  assert_all_tokens (snapshot, KLASTER_TABLE_NOTE, KLASTER_NOTE_KIND);
}

static void
test_agreements (void)
{
  const char *const *statuses = klaster_schema_get_tokens ("agreement_statuses");

  for (guint d = 0; d < G_N_ELEMENTS (days); d++)
    {
      g_autoptr (KlasterSnapshot) snapshot = load (days[d]);
      g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
      while (klaster_row_iter_next (&iter, &row))
        {
          const char *from = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM);
          const char *to = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO);

          count (counts, klaster_agreement_get_status (snapshot, row, days[d]));
          g_assert_cmpuint (klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT_PARTY,
                                                              KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                                              klaster_row_get_id (row)), >=, 2);
          if (from && to)
            g_assert_cmpstr (from, <, to);
        }
      for (guint i = 0; statuses[i]; i++)
        if (COUNT (statuses[i]) == 0)
          {
            g_test_message ("no agreement is %s on %s", statuses[i], days[d]);
            g_test_fail ();
          }
    }
}

static void
test_obligations (void)
{
  /* What employers may take on, of the fifth paper. */
  static const char *const templates[] = { "staff_forecast", "material_base", "position_coordination",
                                           "information_exchange", "graduate_adaptation" };

  for (guint d = 0; d < G_N_ELEMENTS (days); d++)
    {
      g_autoptr (KlasterSnapshot) snapshot = load (days[d]);
      g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION);
      while (klaster_row_iter_next (&iter, &row))
        {
          if (klaster_row_get_text (row, KLASTER_OBLIGATION_TEMPLATE))
            count (counts, klaster_row_get_text (row, KLASTER_OBLIGATION_TEMPLATE));
          if (klaster_obligation_is_overdue (row, days[d]))
            count (counts, "overdue");
          if (!klaster_row_is_null (row, KLASTER_OBLIGATION_CONFIRMED_BY_ID))
            count (counts, "confirmed");
        }
      g_assert_cmpuint (COUNT ("overdue"), >=, 3);
      g_assert_cmpuint (COUNT ("confirmed"), >=, 3);
      for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
        g_assert_cmpuint (COUNT (templates[i]), >=, 1);
      g_assert_cmpuint (COUNT ("educational_methodological"), >=, 5);
      g_assert_cmpuint (COUNT ("research"), >=, 5);
      g_assert_cmpuint (COUNT ("spiritual_educational"), >=, 5);
    }
}

/* The steps of dual education in order, and the institution named by 1 July before the academic year, whatever today is. */
static void
test_dual_chain (void)
{
  for (guint d = 0; d < G_N_ELEMENTS (days); d++)
    {
      g_autoptr (KlasterSnapshot) snapshot = load (days[d]);
      gboolean complete = FALSE, broken = FALSE;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE);
      while (klaster_row_iter_next (&iter, &row))
        {
          const char *need = klaster_row_get_text (row, KLASTER_DUAL_PLACE_NEED_ON);
          const char *proposed = klaster_row_get_text (row, KLASTER_DUAL_PLACE_PROPOSED_ON);
          const char *named = klaster_row_get_text (row, KLASTER_DUAL_PLACE_NAMED_ON);
          g_autofree char *july = g_strdup_printf ("%.4s-07-01", klaster_row_get_text (row, KLASTER_DUAL_PLACE_ACADEMIC_YEAR));

          if (need && proposed && named)
            {
              g_assert_cmpstr (need, <=, proposed);
              g_assert_cmpstr (proposed, <=, named);
              g_assert_cmpstr (named, <=, july);
              if (klaster_row_get_integer (row, KLASTER_DUAL_PLACE_ADMITTED) <= klaster_row_get_integer (row, KLASTER_DUAL_PLACE_QUOTA) &&
                  klaster_row_get_integer (row, KLASTER_DUAL_PLACE_STUDY_DAYS) >= 2 && klaster_row_get_integer (row, KLASTER_DUAL_PLACE_PAID))
                complete = TRUE;
              else
                broken = TRUE;
            }
        }
      g_assert_true (complete);
      g_assert_true (broken);
    }
}

static void
test_activities (void)
{
  for (guint d = 0; d < G_N_ELEMENTS (days); d++)
    {
      g_autoptr (KlasterSnapshot) snapshot = load (days[d]);
      guint n_past = 0, n_future = 0;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ACTIVITY);
      while (klaster_row_iter_next (&iter, &row))
        {
          const char *starts = klaster_row_get_text (row, KLASTER_ACTIVITY_STARTS_AT);
          const char *state = klaster_row_get_text (row, KLASTER_ACTIVITY_STATE);

          g_assert_cmpstr (starts, <, klaster_row_get_text (row, KLASTER_ACTIVITY_ENDS_AT));
          if (strncmp (starts, days[d], 10) < 0)
            n_past++;
          else
            n_future++;
          /* Nothing that lies ahead was held, nothing that is past is planned. */
          g_assert_cmpint (strcmp (state, "planned") == 0, ==, strncmp (starts, days[d], 10) > 0);
        }
      g_assert_cmpuint (n_past, >=, 8);
      g_assert_cmpuint (n_future, >=, 8);
    }
}

static void
test_files (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);
  g_autoptr (GPtrArray) blobs = klaster_sample_list_blobs ();
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  for (guint i = 0; i < blobs->len; i++)
    g_hash_table_insert (sums, g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, blobs->pdata[i]), blobs->pdata[i]);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_ATTACHMENT);
  for (; klaster_row_iter_next (&iter, &row); n++)
    {
      GBytes *bytes = g_hash_table_lookup (sums, klaster_row_get_text (row, KLASTER_ATTACHMENT_SHA256));
      KlasterTable owner;

      g_assert_nonnull (bytes);
      g_assert_cmpint (klaster_row_get_integer (row, KLASTER_ATTACHMENT_SIZE), ==, g_bytes_get_size (bytes));
      g_assert_true (klaster_schema_find_table (klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE), &owner));
      g_assert_nonnull (klaster_snapshot_lookup (snapshot, owner, klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID)));
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_OVERLAY);
  for (; klaster_row_iter_next (&iter, &row); n++)
    g_assert_nonnull (g_hash_table_lookup (sums, klaster_row_get_text (row, KLASTER_OVERLAY_SHA256)));
  g_assert_cmpuint (n, ==, g_hash_table_size (sums));
}

/* What warnings and later checks are there to find. */
static void
test_deliberate_gaps (void)
{
  g_autoptr (KlasterSnapshot) snapshot = load (days[0]);
  guint n_warning = 0, n_overdue = 0, n_well = 0;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    if (is_of_the_thirty (row))
      switch (klaster_institution_get_attention (snapshot, klaster_row_get_id (row), days[0]))
        {
        case KLASTER_ATTENTION_OVERDUE:
          n_overdue++;
          break;
        case KLASTER_ATTENTION_WARNING:
          n_warning++;
          break;
        default:
          n_well++;
        }

  /* Some need attention, most are well: a sample in which all is red would teach nothing. */
  g_test_message ("%u overdue, %u with a warning, %u well", n_overdue, n_warning, n_well);
  g_assert_cmpuint (n_overdue, >=, 2);
  g_assert_cmpuint (n_warning, >=, 3);
  g_assert_cmpuint (n_well, >=, 12);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/no-table-is-empty", test_no_table_is_empty);
  g_test_add_func ("/sample/thirty-members", test_thirty_members);
  g_test_add_func ("/sample/names", test_names);
  g_test_add_func ("/sample/positions", test_positions);
  g_test_add_func ("/sample/every-token", test_every_token);
  g_test_add_func ("/sample/agreements", test_agreements);
  g_test_add_func ("/sample/obligations", test_obligations);
  g_test_add_func ("/sample/dual-chain", test_dual_chain);
  g_test_add_func ("/sample/activities", test_activities);
  g_test_add_func ("/sample/files", test_files);
  g_test_add_func ("/sample/deliberate-gaps", test_deliberate_gaps);

  return g_test_run ();
}
