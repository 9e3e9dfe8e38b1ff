/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"

#define INSERT "[{\"op\":\"insert\",\"table\":\"institution\",\"values\":" \
  "{\"name_uz\":\"A\",\"kind\":\"school\",\"role\":\"member\"}}]"

static void
test_usage (void)
{
  static const char *const commands[] = { "new", "info", "import", "export", "edit", "log", "undo", "redo", "check", "render", "verify" };
  g_autofree char *file = cli_path ("usage.klaster");
  g_auto (CliRun) help = cli_run (NULL, "--help", NULL);
  g_auto (CliRun) version = cli_run (NULL, "--version", NULL);

  cli_expect (1, "", NULL);
  cli_expect (1, "nonsense", NULL);
  g_assert_cmpint (help.status, ==, 0);
  g_assert_cmpint (version.status, ==, 0);
  g_assert_true (g_str_has_prefix (version.output, "klaster-cli "));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (CliRun) run = cli_run (NULL, commands[i], "--help", NULL);

      g_assert_cmpint (run.status, ==, 0);
      g_assert_nonnull (strstr (run.output, "--author"));
      g_assert_nonnull (strstr (help.output, commands[i]));
      cli_expect (1, commands[i], NULL);
      cli_expect (1, commands[i], "--nonsense", file, NULL);
      cli_expect (1, commands[i], file, "a", "b", "c", NULL);
      cli_expect (1, commands[i], "--lang", "klingon", file, "x", NULL);
    }
  cli_expect (1, "info", "--date", "tomorrow", file, NULL);
  cli_expect (1, "undo", file, "many", NULL);
  cli_expect (1, "export", file, "x.docx", NULL);
  cli_expect (1, "export", file, "x.csv", "--as", "institution", NULL);
  cli_expect (1, "import", file, "x.csv", "--as", "institution", NULL);
  cli_expect (1, "render", file, "x.bmp", NULL);
  cli_expect (1, "render", file, "x.png", "--size", "big", NULL);
  cli_expect (1, "render", file, "x.png", "--bbox", "1,2,3", NULL);
  cli_expect (1, "render", file, "x.png", "--view", "calendar", NULL);
  cli_expect (1, "render", file, "x.png", "--view", "graph", "--layout", "star", NULL);
  cli_expect (1, "render", file, "x.png", "--layout", "level", NULL);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
test_cannot_open (void)
{
  g_autofree char *missing = cli_path ("missing.klaster");
  g_autofree char *text = cli_write ("text.klaster", "This is not a project.\n");
  g_autofree char *empty = cli_write ("empty.klaster", "");
  g_autofree char *set = cli_write ("set.json", "[]");
  const char *files[] = { missing, text, empty };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      cli_expect (2, "info", files[i], NULL);
      cli_expect (2, "log", files[i], NULL);
      cli_expect (2, "undo", files[i], NULL);
      cli_expect (2, "edit", files[i], set, NULL);
      cli_expect (2, "import", files[i], set, NULL);
      cli_expect (2, "export", files[i], "-", NULL);
      cli_expect (2, "render", files[i], "/dev/null/x.png", NULL);
      cli_expect (2, "verify", files[i], NULL);
    }
}

static void
test_new (void)
{
  g_autofree char *file = cli_path ("new.klaster");
  g_autofree char *sample = cli_path ("sample.klaster");
  g_auto (CliRun) run = cli_run (NULL, "new", file, "--region", "1727", "--quiet", NULL);
  g_auto (CliRun) verify = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (run.status, ==, 0);
  g_assert_cmpstr (run.output, ==, "");
  g_assert_cmpstr (run.errors, ==, "");
  before = cli_checksum (file);
  cli_expect (3, "new", file, NULL);
  after = cli_checksum (file);
  g_assert_cmpstr (before, ==, after);
  cli_expect (0, "verify", file, NULL);
  cli_expect (2, "new", "/nonexistent/folder/x.klaster", NULL);

  /* The reference project comes with the bytes of its attachments. */
  cli_expect (0, "new", sample, "--sample", "--date", "2026-03-01", NULL);
  verify = cli_run (NULL, "verify", sample, NULL);
  g_assert_cmpint (verify.status, ==, 0);
  g_assert_cmpstr (verify.output, ==, "");
}

/* The reference project speaks the language of --lang; a day and a language make the same content every time. */
static void
test_sample_language (void)
{
  g_autofree char *english = cli_path ("english.klaster");
  g_autofree char *russian = cli_path ("russian.klaster");
  g_autofree char *again = cli_path ("russian again.klaster");
  CliRun run, first, second;

  cli_expect (0, "new", english, "--sample", "--date", "2026-11-21", NULL);
  cli_expect (0, "new", russian, "--sample", "--date", "2026-11-21", "--lang", "ru", NULL);
  cli_expect (0, "new", again, "--sample", "--date", "2026-11-21", "--lang=ru", NULL);

  run = cli_run (NULL, "export", english, "-", "--as", "goals", NULL);
  g_assert_nonnull (strstr (run.output, "Lay the legal framework"));
  cli_run_clear (&run);
  run = cli_run (NULL, "export", russian, "-", "--as", "goals", NULL);
  g_assert_nonnull (strstr (run.output, "Создать правовую основу"));
  g_assert_null (strstr (run.output, "Lay the legal framework"));
  cli_run_clear (&run);

  first = cli_run (NULL, "export", russian, "-", "--date", "2026-11-21", NULL);
  second = cli_run (NULL, "export", again, "-", "--date", "2026-11-21", NULL);
  g_assert_cmpint (first.status, ==, 0);
  g_assert_cmpstr (first.output, ==, second.output);
  cli_run_clear (&first);
  cli_run_clear (&second);
}

static void
test_info (void)
{
  g_autofree char *file = cli_path ("info.klaster");
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) text = { 0 };
  g_autoptr (JsonNode) document = NULL;
  JsonObject *root, *section;

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  run = cli_run (NULL, "info", file, "--json", "--date", "2026-03-01", NULL);
  g_assert_cmpint (run.status, ==, 0);
  document = cli_json (&run);
  root = json_node_get_object (document);
  cli_assert_keys (root, "name", "schema", "institutions", "cooperations", "agreements", "obligations", "history", NULL);
  cli_assert_keys (json_object_get_object_member (root, "name"), "uz", "uz_Cyrl", "ru", "en", NULL);
  section = json_object_get_object_member (root, "institutions");
  cli_assert_keys (section, "total", "unplaced", "by_kind", "by_role", "by_district", NULL);
  section = json_object_get_object_member (section, "by_role");
  /* The reference project has 30 members, of whom one is the integrator. */
  g_assert_cmpint (json_object_get_int_member (section, "integrator") + json_object_get_int_member (section, "core")
                     + json_object_get_int_member (section, "member"), ==, 30);
  cli_assert_keys (json_object_get_object_member (root, "cooperations"), "total", "by_orientation", "by_status", NULL);
  cli_assert_keys (json_object_get_object_member (root, "agreements"), "total", "by_status", NULL);
  cli_assert_keys (json_object_get_object_member (root, "obligations"), "total", "by_state", NULL);
  cli_assert_keys (json_object_get_object_member (root, "history"), "edits", "undoable", "redoable", NULL);

  text = cli_run (NULL, "info", file, "--lang", "ru", NULL);
  g_assert_cmpint (text.status, ==, 0);
  g_assert_nonnull (strstr (text.output, "кластер"));
}

/* A later day finds fewer agreements in force. */
static void
test_date (void)
{
  g_autofree char *file = cli_path ("date.klaster");
  gint64 in_force[2];

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (CliRun) run = cli_run (NULL, "info", file, "--json", "--date", i == 0 ? "2026-03-01" : "2046-03-01", NULL);
      g_autoptr (JsonNode) document = cli_json (&run);
      JsonObject *agreements = json_object_get_object_member (json_node_get_object (document), "agreements");

      in_force[i] = json_object_get_int_member_with_default (json_object_get_object_member (agreements, "by_status"), "in_force",
                                                             0);
    }
  g_assert_cmpint (in_force[0], >, in_force[1]);
}

static void
test_history (void)
{
  g_autofree char *file = cli_path ("history.klaster");
  g_autofree char *set = cli_write ("history.json", INSERT);
  g_auto (CliRun) log = { 0 };
  g_auto (CliRun) info = { 0 };
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (JsonNode) counts = NULL;
  JsonArray *entries;
  JsonObject *entry;

  cli_expect (0, "new", file, NULL);
  cli_expect (0, "edit", file, set, "--label", "First", "--author", "Dilnoza", NULL);
  cli_expect (0, "edit", file, set, NULL);
  cli_expect (0, "edit", file, set, NULL);
  cli_expect (3, "undo", file, "99", NULL);
  cli_expect (3, "redo", file, NULL);
  cli_expect (0, "undo", file, "3", NULL);
  cli_expect (3, "undo", file, NULL);
  cli_expect (0, "redo", file, "2", NULL);

  info = cli_run (NULL, "info", file, "--json", NULL);
  counts = cli_json (&info);
  entry = json_node_get_object (counts);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (entry, "institutions"), "total"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (entry, "history"), "undoable"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_object_get_object_member (entry, "history"), "redoable"), ==, 1);

  log = cli_run (NULL, "log", file, "--json", NULL);
  document = cli_json (&log);
  entries = json_node_get_array (document);
  /* New, three edits, three undone, two done again; newest first. */
  g_assert_cmpuint (json_array_get_length (entries), ==, 9);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      entry = json_array_get_object_element (entries, i);
      cli_assert_keys (entry, "edit", "time", "author", "label", "changes", "undone", NULL);
      if (i > 0)
        g_assert_cmpstr (json_object_get_string_member (entry, "time"), <=,
                         json_object_get_string_member (json_array_get_object_element (entries, i - 1), "time"));
    }
  entry = json_array_get_object_element (entries, 7);
  g_assert_cmpstr (json_object_get_string_member (entry, "label"), ==, "First");
  g_assert_cmpstr (json_object_get_string_member (entry, "author"), ==, "Dilnoza");
  g_assert_false (json_object_get_boolean_member (entry, "undone"));
  entry = json_object_get_object_member (json_object_get_object_member (entry, "changes"), "institution");
  cli_assert_keys (entry, "inserted", "updated", "deleted", NULL);
  g_assert_cmpint (json_object_get_int_member (entry, "inserted"), ==, 1);
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (entries, 5), "undone"));
  cli_expect (0, "verify", file, NULL);
}

/* Another program died in the file or has it open: its log lies beside it, and replacing the file would lose its work. */
static void
test_not_published (void)
{
  g_autofree char *file = cli_path ("blocked.klaster");
  g_autofree char *journal = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_auto (CliRun) run = { 0 };
  g_autoptr (JsonNode) document = NULL;

  cli_expect (0, "new", file, NULL);
  before = cli_checksum (file);
  journal = cli_write ("blocked.klaster-journal", "This is not empty.");
  run = cli_run (INSERT, "edit", file, "-", "--json", NULL);
  g_test_message ("%s", run.errors);
  g_assert_cmpint (run.status, ==, 5);
  document = cli_json (&run);
  cli_assert_keys (json_node_get_object (document), "edit", "ids", NULL);
  after = cli_checksum (file);
  g_assert_cmpstr (before, ==, after);
}

static void
test_render (void)
{
  static const char *const endings[] = { "png", "svg", "pdf" };
  static const char *const starts[] = { "\x89PNG", "<?xml", "%PDF" };
  g_autofree char *file = cli_path ("render.klaster");

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strdup_printf ("picture.%s", endings[i]);
      g_autofree char *picture = cli_path (name);
      g_autofree char *bytes = NULL;

      cli_expect (0, "render", file, picture, "--size", "600x400", "--lang", "ru", "--date", "2026-03-01", NULL);
      bytes = cli_read (picture);
      g_assert_true (g_str_has_prefix (bytes, starts[i]));
      /* What is there is not touched. */
      cli_expect (3, "render", file, picture, NULL);
    }
}

/* Outlines that the project shows over the map are on the sheet, in pictures and in print; hidden ones are not. */
static void
test_render_outlines (void)
{
  static const char *const shown[] = { "false", "true", "false" };
  g_autofree char *file = cli_path ("outlines.klaster");
  char *pictures[3];
  char *papers[3];
  gsize picture_sizes[3], paper_sizes[3];

  cli_expect (0, "new", file, "--sample", "--date", "2026-03-01", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_autofree char *name = g_strdup_printf ("outlines-%u.png", i);
      g_autofree char *paper_name = g_strdup_printf ("outlines-%u.pdf", i);
      g_autofree char *picture = cli_path (name);
      g_autofree char *paper = cli_path (paper_name);
      g_autofree char *edit = g_strdup_printf ("[{\"op\":\"update\",\"table\":\"overlay\",\"id\":9301,"
                                               "\"values\":{\"visible\":%s}}]", shown[i]);
      g_autofree char *set = cli_write ("outlines.json", edit);

      if (i > 0)
        cli_expect (0, "edit", file, set, NULL);
      cli_expect (0, "render", file, picture, "--size", "600x400", "--date", "2026-03-01", NULL);
      cli_expect (0, "export", file, paper, "--as", "map", "--date", "2026-03-01", NULL);
      g_assert_true (g_file_get_contents (picture, &pictures[i], &picture_sizes[i], NULL));
      g_assert_true (g_file_get_contents (paper, &papers[i], &paper_sizes[i], NULL));
    }
  g_assert_cmpmem (pictures[0], picture_sizes[0], pictures[2], picture_sizes[2]);
  g_assert_cmpmem (papers[0], paper_sizes[0], papers[2], paper_sizes[2]);
  g_assert_true (picture_sizes[0] != picture_sizes[1] || memcmp (pictures[0], pictures[1], picture_sizes[0]) != 0);
  g_assert_true (paper_sizes[0] != paper_sizes[1] || memcmp (papers[0], papers[1], paper_sizes[0]) != 0);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      g_free (pictures[i]);
      g_free (papers[i]);
    }
}

/* Each layout in each format; twice the same bytes */
static void
test_render_graph (void)
{
  static const char *const layouts[] = { "force", "level", "core", "map" };
  static const char *const suffixes[] = { "png", "svg", "pdf" };
  g_autofree char *file = cli_path ("graph.klaster");

  cli_expect (0, "new", file, "--sample", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      char *contents[2];
      gsize lengths[2];

      for (guint k = 0; k < 2; k++)
        {
          g_autofree char *name = g_strdup_printf ("graph-%s-%u.%s", layouts[i], k, suffixes[i % 3]);
          g_autofree char *picture = cli_path (name);

          cli_expect (0, "render", file, picture, "--view", "graph", "--layout", layouts[i], "--size", "600x400", "--lang",
                      "ru", "--date", "2026-03-01", NULL);
          g_assert_true (g_file_get_contents (picture, &contents[k], &lengths[k], NULL));
        }
      g_assert_cmpmem (contents[0], lengths[0], contents[1], lengths[1]);
      g_free (contents[0]);
      g_free (contents[1]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/project/usage", test_usage);
  g_test_add_func ("/cli/project/cannot-open", test_cannot_open);
  g_test_add_func ("/cli/project/new", test_new);
  g_test_add_func ("/cli/project/sample-language", test_sample_language);
  g_test_add_func ("/cli/project/info", test_info);
  g_test_add_func ("/cli/project/date", test_date);
  g_test_add_func ("/cli/project/history", test_history);
  g_test_add_func ("/cli/project/not-published", test_not_published);
  g_test_add_func ("/cli/project/render", test_render);
  g_test_add_func ("/cli/project/render-graph", test_render_graph);
  g_test_add_func ("/cli/project/render-outlines", test_render_outlines);

  return g_test_run ();
}
