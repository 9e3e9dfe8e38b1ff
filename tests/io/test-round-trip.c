/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cooperations, agreements and what belongs to them, out in every format and into a project with the same members. */
#include "config.h"

#include "exchange-fixture.h"
#include "klaster-sample.h"
#include "klaster-worker.h"

/* What an import into another project needs first: what is referred to. */
static const KlasterTable in_order[] = {
  KLASTER_TABLE_GOAL, KLASTER_TABLE_AGREEMENT, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_OBLIGATION, KLASTER_TABLE_AGREEMENT_CLAUSE,
  KLASTER_TABLE_CONTRIBUTION,
};
static const KlasterTable links[] = {
  KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_TABLE_FURTHER_GOAL,
};

static KlasterSnapshot *
take_in_content (GBytes          *bytes,
                 KlasterSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSettings) settings = klaster_import_settings_new ();
  g_autoptr (KlasterImportSource) source = klaster_import_source_read (bytes, "x.json", settings, NULL, &error);
  g_autoptr (KlasterImportPlan) plan = NULL;

  g_assert_no_error (error);
  plan = klaster_import_plan_new_from_content (source, snapshot, settings, "Import", NULL, &error);
  g_assert_no_error (error);
  assert_nothing_rejected (plan, "content");

  return plan->edit ? apply (snapshot, plan->edit) : klaster_snapshot_ref (snapshot);
}

static KlasterSnapshot *
make_sample (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (GBytes) bytes = klaster_sample_make_content (TODAY, KLASTER_LANGUAGE_UZ);

  return take_in_content (bytes, empty);
}

static void
add_further_goals (KlasterSnapshot **snapshot,
                   gint64            cooperation,
                   const gint64     *goals,
                   guint             n_goals)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Goals");
  KlasterSnapshot *next;

  for (guint i = 0; i < n_goals; i++)
    {
      const gint64 id = 100 + i;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_FURTHER_GOAL, id);
      klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_INTEGER (cooperation));
      klaster_edit_set (edit, KLASTER_TABLE_FURTHER_GOAL, id, KLASTER_FURTHER_GOAL_GOAL_ID, KLASTER_INTEGER (goals[i]));
    }
  next = apply (*snapshot, edit);
  klaster_snapshot_unref (*snapshot);
  *snapshot = next;
}

static GHashTable *
list_pairs (KlasterSnapshot *snapshot,
            KlasterTable     table)
{
  GHashTable *pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *text = table == KLASTER_TABLE_AGREEMENT_PARTY ? klaster_row_get_text (row, KLASTER_AGREEMENT_PARTY_ROLE) : NULL;

      g_hash_table_add (pairs, g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", klaster_row_get_integer (row, 1),
                                                klaster_row_get_integer (row, 2), text ? text : ""));
    }

  return pairs;
}

static void
assert_same_pairs (KlasterSnapshot *a,
                   KlasterSnapshot *b,
                   KlasterTable     table,
                   const char      *what)
{
  g_autoptr (GHashTable) left = list_pairs (a, table);
  g_autoptr (GHashTable) right = list_pairs (b, table);
  GHashTableIter iter;
  gpointer pair;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &pair, NULL))
    if (!g_hash_table_contains (right, pair))
      g_error ("%s: %s “%s” is lost", what, klaster_schema_get_table (table)->name, (const char *) pair);
  g_assert_cmpuint (g_hash_table_size (left), ==, g_hash_table_size (right));
  g_assert_cmpuint (klaster_snapshot_get_n_rows (b, table), ==, g_hash_table_size (right));
}

/* A project with the words of another, and its members. */
static KlasterSnapshot *
make_with (KlasterSnapshot *original,
           gboolean         members)
{
  static const KlasterTable tables[] = { KLASTER_TABLE_VOCABULARY, KLASTER_TABLE_INSTITUTION };
  KlasterSnapshot *snapshot = make_empty ();

  for (guint i = 0; i < (members ? 2 : 1); i++)
    {
      g_autofree char *settings = make_settings_without_lists (tables[i]);
      g_autoptr (GBytes) bytes = write_out (original, KLASTER_EXPORT_CSV, (gint) tables[i]);
      KlasterSnapshot *next = take_in (bytes, "x.csv", settings, snapshot);

      klaster_snapshot_unref (snapshot);
      snapshot = next;
    }

  return snapshot;
}

/* One table after the other, the lists with their owners. */
static void
check_tables (KlasterSnapshot     *original,
              KlasterExportFormat  format)
{
  g_autoptr (KlasterSnapshot) copy = make_with (original, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    {
      const char *plural = klaster_schema_get_table (in_order[i])->plural;
      g_autofree char *name = g_strconcat (plural, klaster_export_format_get_ending (format), NULL);
      g_autofree char *settings = g_strdup_printf ("{\"as\":\"%s\"}", plural);
      g_autoptr (GBytes) bytes = write_out (original, format, (gint) in_order[i]);
      g_autoptr (KlasterSnapshot) before = g_steal_pointer (&copy);
      g_autoptr (KlasterImportPlan) again = NULL;

      copy = take_in (bytes, name, settings, before);
      assert_same_rows (original, copy, in_order[i], name);
      again = plan_bytes (bytes, name, settings, copy);
      g_assert_null (again->edit);
    }
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    assert_same_pairs (original, copy, links[i], klaster_export_format_get_ending (format));
}

static void
check_whole (KlasterSnapshot *original)
{
  g_autoptr (GBytes) workbook = write_out (original, KLASTER_EXPORT_XLSX, KLASTER_EXPORT_ALL);
  g_autoptr (GBytes) content = write_out (original, KLASTER_EXPORT_JSON, KLASTER_EXPORT_ALL);
  g_autoptr (KlasterSnapshot) members = make_with (original, TRUE);
  g_autoptr (KlasterSnapshot) empty = make_empty ();
  g_autoptr (KlasterSnapshot) from_workbook = take_in (workbook, "x.xlsx", NULL, members);
  g_autoptr (KlasterSnapshot) from_content = take_in_content (content, empty);

  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    {
      assert_same_rows (original, from_workbook, in_order[i], "workbook");
      assert_same_rows (original, from_content, in_order[i], "content");
    }
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      assert_same_rows (original, from_workbook, links[i], "workbook");
      assert_same_rows (original, from_content, links[i], "content");
    }
  assert_same_rows (original, from_content, KLASTER_TABLE_ATTACHMENT, "content");
}

/* Members and links at once, into a project that has the agreements and the goals; and into one that has not. */
static void
check_geojson (KlasterSnapshot *original)
{
  g_autoptr (GBytes) geojson = write_out (original, KLASTER_EXPORT_GEOJSON, KLASTER_EXPORT_ALL);
  g_autoptr (KlasterSnapshot) copy = make_with (original, TRUE);
  g_autoptr (KlasterSnapshot) other = make_with (original, FALSE);
  g_autoptr (KlasterImportPlan) alone = plan_bytes (geojson, "x.geojson", NULL, other);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *settings = make_settings_without_lists (in_order[i]);
      g_autoptr (GBytes) bytes = write_out (original, KLASTER_EXPORT_CSV, (gint) in_order[i]);
      g_autoptr (KlasterSnapshot) before = g_steal_pointer (&copy);

      copy = take_in (bytes, "x.csv", settings, before);
    }
  {
    g_autoptr (KlasterSnapshot) before = g_steal_pointer (&copy);

    copy = take_in (geojson, "x.geojson", NULL, before);
  }
  assert_same_rows (original, copy, KLASTER_TABLE_INSTITUTION, "GeoJSON");
  assert_same_rows (original, copy, KLASTER_TABLE_COOPERATION, "GeoJSON");
  assert_same_pairs (original, copy, KLASTER_TABLE_COOPERATION_AGREEMENT, "GeoJSON");
  assert_same_pairs (original, copy, KLASTER_TABLE_FURTHER_GOAL, "GeoJSON");
  for (guint i = 0; i < alone->problems->len; i++)
    {
      const KlasterImportProblem *problem = alone->problems->pdata[i];

      if (problem->rejected && g_str_has_prefix (problem->column, "cooperation"))
        g_error ("%s: %s", problem->column, problem->reason);
    }
}

static void
check_everything (KlasterSnapshot *original)
{
  check_tables (original, KLASTER_EXPORT_CSV);
  check_tables (original, KLASTER_EXPORT_XLSX);
  check_whole (original);
  check_geojson (original);
}

static void
test_sample (void)
{
  g_autoptr (KlasterSnapshot) sample = make_sample ();

  g_assert_cmpuint (klaster_snapshot_get_n_rows (sample, KLASTER_TABLE_FURTHER_GOAL), >, 0);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (sample, KLASTER_TABLE_ATTACHMENT), >, 0);
  check_everything (sample);
}

static void
test_random (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = make_random (random);

  g_test_message ("seed %u", seed);
  check_everything (snapshot);
}

#define LONG "Pedagogika oliy taʼlim muassasasi bilan umumtaʼlim maktablari oʻrtasida uzluksiz hamkorlikni tashkil etish va "

static KlasterSnapshot *
make_with_goals (void)
{
  g_autoptr (KlasterSnapshot) members = make_members ();

  return take_in_text ("id,text,state\n10,\"" LONG "birinchi bosqich\",open\n11,\"" LONG "ikkinchi bosqich\",open\n"
                       "12,\"Bir; ikki\nuch\",open\n13,Amaliyot,open\n", "{\"as\":\"goals\"}", members);
}

static gboolean
serves (KlasterSnapshot *snapshot,
        gint64           cooperation,
        gint64           goal)
{
  g_autoptr (GHashTable) pairs = list_pairs (snapshot, KLASTER_TABLE_FURTHER_GOAL);
  g_autofree char *pair = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " ", cooperation, goal);

  return g_hash_table_contains (pairs, pair);
}

static void
assert_has (GBytes     *bytes,
            const char *text)
{
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), text));
}

/* Goals by their names alone, which are longer than a list shows and differ at their ends. */
static void
test_names_of_goals (void)
{
  static const gint64 goals[] = { 11, 12, 13 };
  g_autoptr (KlasterSnapshot) before = make_with_goals ();
  KlasterSnapshot *original = take_in_text ("id,from_id,to_id,goal_id,status\n20,1,2,10,active\n",
                                            "{\"as\":\"cooperations\"}", before);
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (GBytes) graphml = NULL;
  g_autoptr (GBytes) gexf = NULL;
  g_autoptr (KlasterSnapshot) copy = NULL;

  add_further_goals (&original, 20, goals, G_N_ELEMENTS (goals));
  csv = write_out (original, KLASTER_EXPORT_CSV, KLASTER_TABLE_COOPERATION);
  assert_has (csv, LONG "birinchi bosqich");
  copy = take_in (csv, "x.csv", "{\"as\":\"cooperations\",\"columns\":{\"id\":\"id\",\"goal_id\":null,\"further_goal_ids\":null}}",
                  before);
  assert_same_rows (original, copy, KLASTER_TABLE_COOPERATION, "names of goals");
  assert_same_pairs (original, copy, KLASTER_TABLE_FURTHER_GOAL, "names of goals");

  graphml = write_out (original, KLASTER_EXPORT_GRAPHML, KLASTER_EXPORT_ALL);
  assert_has (graphml, "<data key=\"e_further_goal_ids\">11; 12; 13</data>");
  gexf = write_out (original, KLASTER_EXPORT_GEXF, KLASTER_EXPORT_ALL);
  assert_has (gexf, "<attvalue for=\"further_goal_ids\" value=\"11; 12; 13\"/>");
  klaster_snapshot_unref (original);
}

/* A foreign table knows one column for all goals: the first is the main one. And what comes back from a spreadsheet with
 * other goals has those. */
static void
test_lists_of_goals (void)
{
  g_autoptr (KlasterSnapshot) before = make_with_goals ();
  g_autoptr (KlasterImportPlan) plan = plan_text ("Kimdan;Kimga;Maqsadlar\nInstitut;School 5;Amaliyot | 12 | Amaliyot\n"
                                                  "Institut;School 6;\nInstitut;Kollej;Nobody\n", NULL, before);
  g_autoptr (KlasterSnapshot) after = apply (before, plan->edit);
  g_autoptr (KlasterSnapshot) swapped = NULL;
  g_autoptr (KlasterSnapshot) emptied = NULL;
  g_autoptr (KlasterImportPlan) twice = NULL;
  g_autofree char *text = NULL;
  g_autofree char *less = NULL;
  gint64 id = g_array_index (plan->rows, KlasterImportRow, 0).id;
  KlasterRow *row;

  g_assert_cmpuint (plan->n_accepted, ==, 2);
  g_assert_cmpuint (plan->n_rejected, ==, 1);
  g_assert_cmpstr (find_problem (plan, 3)->column, ==, "Maqsadlar");
  row = klaster_snapshot_lookup (after, KLASTER_TABLE_COOPERATION, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID), ==, 13);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_FURTHER_GOAL), ==, 1);
  g_assert_true (serves (after, id, 12));

  /* The main and the further one change places; one is added twice. */
  text = g_strdup_printf ("id,from_id,to_id,goal_id,further_goal_ids\n%" G_GINT64_FORMAT ",1,2,12,13; 11; 11\n", id);
  swapped = take_in_text (text, NULL, after);
  row = klaster_snapshot_lookup (swapped, KLASTER_TABLE_COOPERATION, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID), ==, 12);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (swapped, KLASTER_TABLE_FURTHER_GOAL), ==, 2);
  g_assert_true (serves (swapped, id, 13) && serves (swapped, id, 11));
  twice = plan_text (text, NULL, swapped);
  g_assert_null (twice->edit);

  less = g_strdup_printf ("id,from_id,to_id,further_goal_ids\n%" G_GINT64_FORMAT ",1,2,\n", id);
  emptied = take_in_text (less, NULL, swapped);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (emptied, KLASTER_TABLE_FURTHER_GOAL), ==, 0);
  row = klaster_snapshot_lookup (emptied, KLASTER_TABLE_COOPERATION, id);
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_COOPERATION_GOAL_ID), ==, 12);
}

/* Two rows of one source that are the same cooperation: the second adds what the first does not say, once. */
static void
test_repeated_rows (void)
{
  g_autoptr (KlasterSnapshot) before = make_with_goals ();
  g_autoptr (KlasterImportPlan) plan = plan_text ("from_id,to_id,goal_id,further_goal_ids\n1,2,10,11\n1,2,10,11; 13\n1,2,10,10; 13\n",
                                                  "{\"as\":\"cooperations\",\"duplicates\":\"update\"}", before);
  g_autoptr (KlasterSnapshot) after = NULL;

  assert_nothing_rejected (plan, "repeated");
  g_assert_cmpuint (plan->n_accepted, ==, 1);
  g_assert_cmpuint (plan->n_updated, ==, 1);
  g_assert_cmpuint (plan->n_duplicates, ==, 1);
  after = apply (before, plan->edit);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (after, KLASTER_TABLE_FURTHER_GOAL), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/round-trip/sample", test_sample);
  g_test_add_func ("/io/round-trip/random", test_random);
  g_test_add_func ("/io/round-trip/names-of-goals", test_names_of_goals);
  g_test_add_func ("/io/round-trip/lists-of-goals", test_lists_of_goals);
  g_test_add_func ("/io/round-trip/repeated-rows", test_repeated_rows);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
