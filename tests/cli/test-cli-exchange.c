/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"
#include "klaster-schema.h"

static gint64
get_count (const char *file)
{
  g_auto (CliRun) run = cli_run (NULL, "info", file, "--json", NULL);
  g_autoptr (JsonNode) document = cli_json (&run);

  return json_object_get_int_member (json_object_get_object_member (json_node_get_object (document), "institutions"), "total");
}

static void
assert_report (JsonObject *report,
               gint64      read,
               gint64      accepted,
               gint64      updated,
               gint64      duplicates,
               gint64      rejected)
{
  cli_assert_keys (report, "read", "accepted", "updated", "duplicates", "rejected", "problems", "edit", NULL);
  g_assert_cmpint (json_object_get_int_member (report, "read"), ==, read);
  g_assert_cmpint (json_object_get_int_member (report, "accepted"), ==, accepted);
  g_assert_cmpint (json_object_get_int_member (report, "updated"), ==, updated);
  g_assert_cmpint (json_object_get_int_member (report, "duplicates"), ==, duplicates);
  g_assert_cmpint (json_object_get_int_member (report, "rejected"), ==, rejected);
}

static void
test_import (void)
{
  g_autofree char *file = cli_path ("import.klaster");
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "..", "data", "schools.csv", NULL);
  g_auto (CliRun) dry = { 0 };
  g_auto (CliRun) strict = { 0 };
  g_auto (CliRun) run = { 0 };
  g_autoptr (JsonNode) dry_report = NULL;
  g_autoptr (JsonNode) strict_report = NULL;
  g_autoptr (JsonNode) report = NULL;
  JsonArray *problems;

  cli_expect (0, "new", file, NULL);
  dry = cli_run (NULL, "import", file, source, "--dry-run", "--json", NULL);
  g_assert_cmpint (dry.status, ==, 4);
  dry_report = cli_json (&dry);
  assert_report (json_node_get_object (dry_report), 12, 7, 0, 1, 4);
  g_assert_true (json_object_get_null_member (json_node_get_object (dry_report), "edit"));
  g_assert_cmpint (get_count (file), ==, 0);

  strict = cli_run (NULL, "import", file, source, "--strict", "--json", NULL);
  g_assert_cmpint (strict.status, ==, 3);
  strict_report = cli_json (&strict);
  g_assert_true (json_object_get_null_member (json_node_get_object (strict_report), "edit"));
  g_assert_cmpint (get_count (file), ==, 0);

  run = cli_run (NULL, "import", file, source, "--json", NULL);
  g_assert_cmpint (run.status, ==, 4);
  report = cli_json (&run);
  assert_report (json_node_get_object (report), 12, 7, 0, 1, 4);
  g_assert_cmpuint (strlen (json_object_get_string_member (json_node_get_object (report), "edit")), ==, 36);
  problems = json_object_get_array_member (json_node_get_object (report), "problems");
  g_assert_cmpuint (json_array_get_length (problems), >=, 5);
  for (guint i = 0; i < json_array_get_length (problems); i++)
    {
      JsonObject *problem = json_array_get_object_element (problems, i);
      const char *severity = json_object_get_string_member (problem, "severity");

      cli_assert_keys (problem, "row", "line", "column", "value", "reason", "severity", NULL);
      g_assert_true (g_str_equal (severity, "rejected") || g_str_equal (severity, "warning"));
      g_assert_cmpint (json_object_get_int_member (problem, "line"), ==, json_object_get_int_member (problem, "row") + 1);
    }
  g_assert_cmpint (get_count (file), ==, 7);
  cli_expect (0, "undo", file, NULL);
  g_assert_cmpint (get_count (file), ==, 0);
  cli_expect (0, "redo", file, NULL);
  g_assert_cmpint (get_count (file), ==, 7);
}

static void
test_import_errors (void)
{
  g_autofree char *file = cli_path ("errors.klaster");
  g_autofree char *good = cli_write ("good.csv", "nomi,turi\n5-maktab,maktab\n");
  g_autofree char *binary = cli_path ("binary.csv");
  g_autofree char *damaged = cli_write ("damaged.geojson", "{\"type\":\"FeatureCollection\",\"features\":[");
  g_autofree char *other = cli_write ("other.json", "{\"hello\":1}");
  g_autofree char *newer = cli_write ("newer.json", "{\"format\":\"klaster\",\"schema\":99}");
  g_autofree char *map = cli_write ("map.json", "{\"columns\":{\"Missing\":\"name_uz\"}}");
  g_autofree char *no_map = cli_write ("no-map.json", "nonsense");
  g_autofree char *all_bad = cli_write ("bad.csv", "nomi,turi\n,maktab\n");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  cli_expect (0, "new", file, NULL);
  before = cli_checksum (file);
  g_assert_true (g_file_set_contents (binary, "\x89PNG\0\0\0\1\xff", 9, NULL));
  cli_expect (2, "import", file, "/nonexistent.csv", NULL);
  cli_expect (2, "import", file, good, "--mapping", "/nonexistent.json", NULL);
  cli_expect (3, "import", file, good, "--mapping", map, NULL);
  cli_expect (3, "import", file, good, "--mapping", no_map, NULL);
  cli_expect (3, "import", file, binary, NULL);
  cli_expect (3, "import", file, damaged, NULL);
  cli_expect (3, "import", file, other, NULL);
  cli_expect (3, "import", file, newer, NULL);
  cli_expect (3, "import", file, all_bad, NULL);
  after = cli_checksum (file);
  g_assert_cmpstr (before, ==, after);
}

/* The same table in every encoding and with every separator. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *encoding;
    const char *mark;
    char separator;
  } forms[] = {
    { "UTF-8", "", ',' }, { "UTF-8", "\xef\xbb\xbf", ';' }, { "UTF-16LE", "\xff\xfe", '\t' }, { "UTF-16BE", "\xfe\xff", '|' },
    { "UTF-16LE", "", ';' }, { "UTF-16BE", "", ',' }, { "WINDOWS-1251", "", ';' },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *name = g_strdup_printf ("encoding-%u.klaster", i);
      g_autofree char *file = cli_path (name);
      g_autofree char *source = cli_path ("encoded.csv");
      char s = forms[i].separator;
      g_autofree char *text = g_strdup_printf ("Номи%cТуман%cДолгота%cШирота\n\"Ўрта мактаб %c 5\"%cБўка тумани%c69.19%c40.81\n",
                                               s, s, s, s, s, s, s);
      g_autofree char *bytes = NULL;
      g_autoptr (GByteArray) array = g_byte_array_new ();
      g_auto (CliRun) run = { 0 };
      g_auto (CliRun) csv = { 0 };
      gsize length;

      bytes = g_convert (text, -1, forms[i].encoding, "UTF-8", NULL, &length, NULL);
      g_byte_array_append (array, (const guint8 *) forms[i].mark, strlen (forms[i].mark));
      g_byte_array_append (array, (const guint8 *) bytes, length);
      g_assert_true (g_file_set_contents (source, (char *) array->data, array->len, NULL));
      cli_expect (0, "new", file, NULL);
      run = cli_run (NULL, "import", file, source, NULL);
      g_test_message ("%s: %s", forms[i].encoding, run.errors);
      g_assert_cmpint (run.status, ==, 0);
      csv = cli_run (NULL, "export", file, "-", "--as", "institutions", NULL);
      g_assert_nonnull (strstr (csv.output, "Ўрта мактаб"));
      g_assert_nonnull (strstr (csv.output, "Boʻka tumani"));
      g_assert_nonnull (strstr (csv.output, "69.19"));
    }
}

/* The sample into JSON and back: the same bytes, whatever else happened. */
static void
test_content (void)
{
  g_autofree char *sample = cli_path ("content.klaster");
  g_autofree char *copy = cli_path ("copy.klaster");
  g_autofree char *first = cli_path ("first.json");
  g_autofree char *second = cli_path ("second.json");
  g_autofree char *other = cli_path ("other-day.json");
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_auto (CliRun) again = { 0 };
  g_auto (CliRun) piped = { 0 };
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (JsonNode) document = NULL;

  cli_expect (0, "new", sample, "--sample", "--date", "2026-03-01", NULL);
  cli_expect (0, "export", sample, first, "--date", "2026-03-01", NULL);
  cli_expect (3, "export", sample, first, NULL);
  cli_expect (0, "export", sample, other, "--date", "2036-03-01", NULL);
  cli_expect (0, "new", copy, "--region", "1", NULL);
  /* Derived columns are those of another day; they are not content. */
  cli_expect (0, "import", copy, other, NULL);
  cli_expect (0, "export", copy, second, "--date", "2026-03-01", NULL);
  one = cli_read (first);
  two = cli_read (second);
  g_assert_true (strcmp (one, two) == 0);

  again = cli_run (NULL, "import", copy, first, "--json", NULL);
  g_assert_cmpint (again.status, ==, 0);
  report = cli_json (&again);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (report), "accepted"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (report), "updated"), ==, 0);
  g_assert_true (json_object_get_null_member (json_node_get_object (report), "edit"));

  piped = cli_run (NULL, "export", sample, "-", "--date", "2026-03-01", NULL);
  g_assert_true (strcmp (piped.output, one) == 0);
  document = cli_json (&piped);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (document), "format"), ==, "klaster");
}

/* Another project's content into one that is in use: nothing goes, institutions that are the same are not doubled. */
static void
test_content_merge (void)
{
  g_autofree char *file = cli_path ("merge.klaster");
  g_autofree char *csv = cli_write ("merge.csv", "nomi,turi,telefon,lon,lat\n5-maktab,maktab,111,69.5,41.4\n");
  g_autofree char *content = cli_write ("merge.json",
    "{\"format\":\"klaster\",\"schema\":1,"
    "\"cluster\":[{\"id\":1,\"name_uz\":\"Boshqa\"}],"
    "\"institution\":[{\"id\":11,\"name_uz\":\"5-Maktab\",\"kind\":\"school\",\"role\":\"member\",\"lon\":69.5001,\"lat\":41.4},\n"
    "{\"id\":12,\"name_uz\":\"Institut\",\"kind\":\"higher\",\"role\":\"integrator\"},\n"
    "{\"id\":13,\"name_uz\":\"Bad\",\"kind\":\"bakery\",\"role\":\"member\"}],"
    "\"cooperation\":[{\"id\":21,\"from_id\":12,\"to_id\":11,\"status\":\"active\"},\n"
    "{\"id\":22,\"from_id\":12,\"to_id\":13,\"status\":\"active\"}]}");
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) links = { 0 };
  g_auto (CliRun) members = { 0 };
  g_autoptr (JsonNode) report = NULL;

  cli_expect (0, "new", file, NULL);
  cli_expect (0, "import", file, csv, NULL);
  run = cli_run (NULL, "import", file, content, "--json", NULL);
  g_assert_cmpint (run.status, ==, 4);
  report = cli_json (&run);
  /* Read: the cluster, three institutions, two links. The link to the bad institution goes with it. */
  assert_report (json_node_get_object (report), 6, 2, 1, 1, 2);
  members = cli_run (NULL, "export", file, "-", "--as", "institutions", NULL);
  g_assert_nonnull (strstr (members.output, "111"));
  g_assert_null (strstr (members.output, "\n11,"));
  links = cli_run (NULL, "export", file, "-", "--as", "cooperations", NULL);
  g_assert_nonnull (strstr (links.output, "21,12,"));
  g_assert_null (strstr (links.output, "21,12,11,"));
}

/* Every table as CSV and back is what was there. */
static void
test_tables (void)
{
  g_autofree char *file = cli_path ("tables.klaster");

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const char *plural = klaster_schema_get_table (t)->plural;
      g_autofree char *name = g_strdup_printf ("table-%s.csv", plural);
      g_autofree char *csv = cli_path (name);
      g_auto (CliRun) run = { 0 };
      g_autoptr (JsonNode) report = NULL;
      JsonObject *root;

      if (klaster_schema_is_internal (t))
        {
          cli_expect (1, "export", file, csv, "--as", plural, NULL);
          continue;
        }
      cli_expect (0, "export", file, csv, "--as", plural, NULL);
      run = cli_run (NULL, "import", file, csv, "--as", plural, "--json", NULL);
      report = cli_json (&run);
      root = json_node_get_object (report);
      if (run.status != 0 || json_object_get_int_member (root, "duplicates") != json_object_get_int_member (root, "read")
          || json_object_get_int_member (root, "read") == 0)
        g_error ("%s do not come back: %s", plural, run.output);
    }
}

static void
test_geojson (void)
{
  g_autofree char *file = cli_path ("geo.klaster");
  g_autofree char *copy = cli_path ("geo-copy.klaster");
  g_autofree char *geojson = cli_path ("members.geojson");
  g_autofree char *gpkg = cli_path ("members.gpkg");
  g_autofree char *text = NULL;
  g_auto (CliRun) one = { 0 };
  g_auto (CliRun) two = { 0 };
  g_autoptr (JsonNode) document = NULL;
  JsonArray *features;
  guint n_members = 0, n_links = 0, n_unplaced = 0;
  g_auto (CliRun) links_before = { 0 };
  g_auto (CliRun) links_after = { 0 };
  g_auto (CliRun) only_members = { 0 };
  g_autofree char *points = cli_path ("points.geojson");
  g_autofree char *words = cli_path ("words.csv");

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  cli_expect (0, "export", file, geojson, NULL);
  text = cli_read (geojson);
  document = json_from_string (text, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (document), "type"), ==, "FeatureCollection");
  features = json_object_get_array_member (json_node_get_object (document), "features");
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonObject *feature = json_array_get_object_element (features, i);
      JsonObject *properties = json_object_get_object_member (feature, "properties");
      gboolean link = json_object_has_member (properties, "from_id");

      n_links += link;
      n_members += !link;
      if (json_object_get_null_member (feature, "geometry"))
        n_unplaced++;
      else
        g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (feature, "geometry"), "type"), ==,
                         link ? "LineString" : "Point");
    }
  g_assert_cmpint (n_members, ==, get_count (file));
  g_assert_cmpuint (n_links, >, 50);
  g_assert_cmpuint (n_unplaced, >, 0);

  /* Identifiers come with them, so that parents are found again. */
  cli_expect (0, "new", copy, NULL);
  cli_expect (0, "export", file, words, "--as", "vocabulary", NULL);
  cli_expect (0, "import", copy, words, NULL);
  cli_expect (0, "import", copy, geojson, NULL);
  one = cli_run (NULL, "export", file, "-", "--as", "institutions", "--date", "1990-01-01", NULL);
  two = cli_run (NULL, "export", copy, "-", "--as", "institutions", "--date", "1990-01-01", NULL);
  g_assert_cmpstr (one.output, ==, two.output);
  /* Goals are not part of it: a link that serves one comes back when they are there. */
  links_before = cli_run (NULL, "export", file, "-", "--as", "cooperations", NULL);
  cli_expect (0, "export", file, points, "--as", "institutions", NULL);
  only_members = cli_run (NULL, "import", file, points, "--json", NULL);
  g_assert_cmpint (only_members.status, ==, 0);
  cli_expect (0, "import", file, geojson, NULL);
  links_after = cli_run (NULL, "export", file, "-", "--as", "cooperations", NULL);
  g_assert_cmpstr (links_before.output, ==, links_after.output);

  cli_expect (0, "export", file, gpkg, NULL);
  cli_expect (3, "export", file, gpkg, NULL);
  cli_expect (0, "info", gpkg, NULL);
}

/* What people write into cells comes back: seeded texts through CSV and through JSON. */
static void
test_round_trips (void)
{
  static const char *const pieces[] = { "=", "+", "-", "@", "'", "\\\"", ",", ";", "\\n", "1", "А", "ў", "ʻ", "|", "[", "a", "  b" };
  guint n = g_test_slow () ? 2000 : 100;
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GString) edit = g_string_new ("[");
  g_autofree char *file = cli_path ("trips.klaster");
  g_autofree char *csv = cli_path ("trips.csv");
  g_autofree char *json = cli_path ("trips.json");
  g_autofree char *from_csv = cli_path ("from-csv.klaster");
  g_autofree char *from_json = cli_path ("from-json.klaster");
  g_auto (CliRun) set = { 0 };
  g_autofree char *original = NULL;
  g_auto (CliRun) through_csv = { 0 };
  g_auto (CliRun) through_json = { 0 };

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (gint length = g_rand_int_range (rand, 0, 8); length > 0; length--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      g_string_append_printf (edit, "%s{\"op\":\"insert\",\"table\":\"institution\",\"id\":%u,\"values\":{\"name_uz\":\"N%u\","
                              "\"kind\":\"school\",\"role\":\"member\",\"notes\":\"x%sx\",\"phone\":\"=%s.\",\"lon\":%d.%06d,"
                              "\"lat\":41.%06d,\"students\":%d,\"practice_base\":%s}}", i > 0 ? "," : "", i + 1, i, text->str,
                              text->str, 56 + (int) i % 16, g_rand_int_range (rand, 0, 1000000),
                              g_rand_int_range (rand, 0, 1000000), g_rand_int_range (rand, 0, 3000),
                              g_rand_boolean (rand) ? "true" : "false");
    }
  g_string_append_c (edit, ']');

  cli_expect (0, "new", file, NULL);
  set = cli_run (edit->str, "edit", file, "-", NULL);
  g_test_message ("%s", set.errors);
  g_assert_cmpint (set.status, ==, 0);
  cli_expect (0, "export", file, csv, NULL);
  cli_expect (0, "export", file, json, NULL);
  cli_expect (0, "new", from_csv, NULL);
  cli_expect (0, "import", from_csv, csv, NULL);
  cli_expect (0, "new", from_json, NULL);
  cli_expect (0, "import", from_json, json, NULL);
  original = cli_read (csv);
  through_csv = cli_run (NULL, "export", from_csv, "-", "--as", "institutions", NULL);
  through_json = cli_run (NULL, "export", from_json, "-", "--as", "institutions", NULL);
  g_assert_cmpstr (through_csv.output, ==, original);
  g_assert_cmpstr (through_json.output, ==, original);
}

/* Standard input, and a mapping that says what it holds. */
static void
test_stdin (void)
{
  g_autofree char *file = cli_path ("stdin.klaster");
  g_autofree char *map = cli_write ("stdin-map.json", "{\"as\":\"needs\",\"columns\":{\"Tuman\":\"district\",\"Fan\":\"specialty\","
                                                      "\"Kerak\":\"needed\"},\"defaults\":{\"academic_year\":\"2026/2027\"}}");
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) csv = { 0 };

  cli_expect (0, "new", file, NULL);
  run = cli_run ("Tuman;Fan;Kerak\nQibray;Fizika;12,5\n", "import", file, "-", "--mapping", map, NULL);
  g_assert_cmpint (run.status, ==, 0);
  csv = cli_run (NULL, "export", file, "-", "--as", "needs", NULL);
  g_assert_nonnull (strstr (csv.output, "Qibray tumani,Fizika,2026/2027,12.5"));
}

/* The workbook of the whole sample and back, one table of it, and what a format cannot hold. */
static void
test_workbooks (void)
{
  g_autofree char *file = cli_path ("workbook.klaster");
  g_autofree char *copy = cli_path ("workbook-copy.klaster");
  g_autofree char *workbook = cli_path ("workbook.xlsx");
  g_autofree char *agreements = cli_path ("agreements.xlsx");
  g_autofree char *map = cli_write ("sheet-map.json", "{\"sheet\":\"obligations\"}");
  static const char *const plurals[] = { "institutions", "cooperations", "agreements", "agreement_parties", "obligations", "goals" };
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) again = { 0 };
  g_auto (CliRun) one_sheet = { 0 };
  g_autoptr (JsonNode) report = NULL;
  g_autoptr (JsonNode) same = NULL;
  g_autoptr (JsonNode) obligations = NULL;

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  cli_expect (0, "export", file, workbook, NULL);
  cli_expect (3, "export", file, workbook, NULL);
  cli_expect (0, "export", file, agreements, "--as", "agreements", NULL);
  cli_expect (0, "new", copy, NULL);
  run = cli_run (NULL, "import", copy, workbook, "--strict", "--json", NULL);
  g_assert_cmpint (run.status, ==, 0);
  report = cli_json (&run);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (report), "accepted"), ==,
                   json_object_get_int_member (json_node_get_object (report), "read"));
  for (guint i = 0; i < G_N_ELEMENTS (plurals); i++)
    {
      g_auto (CliRun) before = cli_run (NULL, "export", file, "-", "--as", plurals[i], "--lang", "ru", "--date", "1990-01-01", NULL);
      g_auto (CliRun) after = cli_run (NULL, "export", copy, "-", "--as", plurals[i], "--lang", "ru", "--date", "1990-01-01", NULL);

      g_assert_cmpstr (before.output, ==, after.output);
    }

  /* What is there already changes nothing; all of it was one edit. */
  again = cli_run (NULL, "import", copy, agreements, "--json", NULL);
  g_assert_cmpint (again.status, ==, 0);
  same = cli_json (&again);
  g_assert_true (json_object_get_null_member (json_node_get_object (same), "edit"));
  one_sheet = cli_run (NULL, "import", copy, workbook, "--mapping", map, "--dry-run", "--json", NULL);
  obligations = cli_json (&one_sheet);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (obligations), "read"), <,
                   json_object_get_int_member (json_node_get_object (report), "read") / 2);
  cli_expect (0, "undo", copy, NULL);
  g_assert_cmpint (get_count (copy), ==, 0);
}

static void
test_graphs (void)
{
  g_autofree char *file = cli_path ("graph.klaster");
  g_autofree char *graphml = cli_path ("graph.graphml");
  g_autofree char *gexf = cli_path ("graph.gexf");
  g_autofree char *text = NULL;

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  cli_expect (0, "export", file, graphml, NULL);
  cli_expect (0, "export", file, gexf, NULL);
  cli_expect (1, "export", file, graphml, "--as", "institutions", NULL);
  cli_expect (1, "export", file, "x.geojson", "--as", "agreements", NULL);
  text = cli_read (graphml);
  g_assert_nonnull (strstr (text, "<graph id=\"cluster\" edgedefault=\"undirected\">"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/exchange/import", test_import);
  g_test_add_func ("/cli/exchange/import-errors", test_import_errors);
  g_test_add_func ("/cli/exchange/encodings", test_encodings);
  g_test_add_func ("/cli/exchange/content", test_content);
  g_test_add_func ("/cli/exchange/content-merge", test_content_merge);
  g_test_add_func ("/cli/exchange/tables", test_tables);
  g_test_add_func ("/cli/exchange/geojson", test_geojson);
  g_test_add_func ("/cli/exchange/round-trips", test_round_trips);
  g_test_add_func ("/cli/exchange/stdin", test_stdin);
  g_test_add_func ("/cli/exchange/workbooks", test_workbooks);
  g_test_add_func ("/cli/exchange/graphs", test_graphs);

  return g_test_run ();
}
