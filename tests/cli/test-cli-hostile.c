/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"

/* What the command line says to input that is wrong on purpose, and to a standard output that nobody can read. */

/* Runs with a full disk behind standard output; takes what it says. */
static void
run_into_full (int         status,
               const char *input,
               const char *command,
               const char *file,
               const char *argument,
               const char *option)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
                                                                        | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *errors = NULL;

  g_subprocess_launcher_set_stdout_file_path (launcher, "/dev/full");
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("KLASTER_CLI"), command, file, argument, option, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, NULL, &errors, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (errors, "Standard output cannot be written"));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, status);
}

static void
test_output (void)
{
  static const char set[] = "[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\"values\":{\"text\":\"new\"}}]";
  g_autofree char *file = cli_path ("output.klaster");
  CliRun run;

  cli_expect (0, "new", file, "--sample", "--date", "2026-11-21", NULL);
  run_into_full (2, "", "--version", NULL, NULL, NULL);
  run_into_full (2, "", "--help", NULL, NULL, NULL);
  run_into_full (2, "", "info", file, NULL, NULL);
  run_into_full (2, "", "info", file, "--json", NULL);
  run_into_full (2, "", "log", file, NULL, NULL);
  run_into_full (2, "", "log", file, "--json", NULL);
  run_into_full (2, "", "check", file, "--json", NULL);
  run_into_full (2, "", "export", file, "-", NULL);

  /* The change is made, and only its answer is lost: to say that nothing was done would have it done again. */
  run_into_full (4, set, "edit", file, "-", "--json");
  run = cli_run (NULL, "export", file, "-", "--as", "notes", NULL);
  g_assert_nonnull (strstr (run.output, "9001,1108,"));
  g_assert_nonnull (strstr (run.output, ",new,"));
  cli_run_clear (&run);
  run_into_full (4, "name_uz,kind,role\nYangi maktab,school,member\n", "import", file, "-", "--json");
}

/* JSON is what JSON is: of two values for one name none is taken, and what is wrong is named by its place. */
static void
test_json (void)
{
  static const struct
  {
    const char *set;
    const char *reason;
  } sets[] = {
    { "", "is empty" },
    { " \n", "is empty" },
    { "[", "bracket" },
    { "[{\"op\":\"update\",\"op\":\"delete\",\"table\":\"note\",\"id\":9001}]", "“op” is there twice" },
    { "[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\n \"values\":{\"text\":\"a\",\n \"text\":\"b\"}}]", "Line 3, column 8" },
    { "[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\"values\":{\"text\":\"a\\u0000b\"}}]", "column 62" },
    { "[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\"values\":{\"text\":\"\\ud800\"}}]", "half of a character" },
    { "[{\"op\":\"update\",\"table\":\"institution\",\"id\":1101,\"values\":{\"students\":0x10}}]", "column 71" },
    { "[{\"op\":\"update\",\"table\":\"institution\",\"id\":1101,\"values\":{\"students\":010}}]", "column 70" },
    { "[{\"op\":\"update\",\"table\":\"institution\",\"id\":1101,\"values\":{\"students\":NaN}}]", "column 70" },
    { "[{\"op\":\"update\",\"table\":\"institution\",\"id\":1101,\"values\":{\"lat\":1e999}}]", "too large" },
    { "[{\"op\":\"update\",\"table\":\"institution\",\"id\":1101,\"values\":{\"students\":18446744073709551620}}]",
      "Operation 0, institution.students: Must be a whole number" },
    { "[{\"op\":\"delete\",\"table\":\"institution\",\"id\":18446744073709552717}]", "Operation 0: “id” must be a whole number" },
    { "[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\"values\":{\"text\":\"a\"}},]", "a value should stand here" },
    { "[{'op':'delete'}]", "Line 1: this is not JSON" },
    { "// a comment\n[]", "Line 1: this is not JSON" },
  };
  g_autofree char *file = cli_path ("json.klaster");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  CliRun run;

  cli_expect (0, "new", file, "--sample", "--date", "2026-11-21", NULL);
  before = cli_checksum (file);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      run = cli_run (sets[i].set, "edit", file, "-", "--json", NULL);
      if (run.status != 3 || strstr (run.errors, sets[i].reason) == NULL)
        g_error ("“%s”: %d, %s", sets[i].set, run.status, run.errors);
      g_assert_cmpstr (run.output, ==, "");
      cli_run_clear (&run);
    }
  after = cli_checksum (file);
  g_assert_cmpstr (before, ==, after);

  /* Some editors begin every text with a byte order mark. */
  run = cli_run ("\xef\xbb\xbf[{\"op\":\"update\",\"table\":\"note\",\"id\":9001,\"values\":{\"text\":\"a\"}}]", "edit", file, "-",
                 NULL);
  g_assert_cmpint (run.status, ==, 0);
  cli_run_clear (&run);
}

/* Of two rows with one identifier the second is rejected, not made the first. */
static void
test_content (void)
{
  static const char twice[] = "{\"format\":\"klaster\",\"schema\":1,\n\"note\":[{\"id\":1,\"text\":\"first\"},\n"
                              "{\"id\":1,\"text\":\"second\"}]}";
  g_autofree char *file = cli_path ("content.klaster");
  CliRun run;

  cli_expect (0, "new", file, NULL);
  for (guint i = 0; i < 2; i++) /* into an empty project, and into one that has the row */
    {
      run = cli_run (twice, "import", file, "-", NULL);
      g_assert_cmpint (run.status, ==, 4);
      g_assert_nonnull (strstr (run.errors, "-:3: note.id: “1” is there twice"));
      cli_run_clear (&run);
      run = cli_run (NULL, "export", file, "-", "--as", "notes", NULL);
      g_assert_nonnull (strstr (run.output, "first"));
      g_assert_null (strstr (run.output, "second"));
      cli_run_clear (&run);
    }
  run = cli_run ("{\"format\":\"klaster\",\"schema\":1,\"note\":[{\"id\":2,\"text\":\"a\",\"text\":\"b\"}]}", "import", file, "-", NULL);
  g_assert_cmpint (run.status, ==, 3);
  g_assert_nonnull (strstr (run.errors, "“text” is there twice"));
  cli_run_clear (&run);
}

/* What refers to a rejected row goes with it, in whatever order the rows stand; what does not, stays. */
static void
test_referrers (void)
{
  static const char goals[] = "{\"format\":\"klaster\",\"schema\":1,\"goal\":["
                              "{\"id\":3,\"text\":\"third\",\"parent_id\":2},\n"
                              "{\"id\":2,\"text\":\"second\",\"parent_id\":1},\n"
                              "{\"id\":1,\"text\":\"first\",\"parent_id\":99},\n"
                              "{\"id\":5,\"text\":\"fifth\",\"institution_id\":98},\n"
                              "{\"id\":4,\"text\":\"fourth\"}]}";
  g_autofree char *file = cli_path ("referrers.klaster");
  g_autoptr (JsonNode) node = NULL;
  JsonObject *root;
  CliRun run;

  cli_expect (0, "new", file, NULL);
  run = cli_run (goals, "import", file, "-", "--json", NULL);
  g_assert_cmpint (run.status, ==, 4);
  node = cli_json (&run);
  root = json_node_get_object (node);
  g_assert_cmpint (json_object_get_int_member (root, "read"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (root, "accepted"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (root, "rejected"), ==, 4);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "problems")), ==, 4);
  g_assert_nonnull (strstr (run.output, "There is no goal with the identifier 99"));
  g_assert_nonnull (strstr (run.output, "There is no institution with the identifier 98"));
  cli_run_clear (&run);
}

static void
expect_reason (int         status,
               const char *reason,
               const char *command,
               const char *first,
               const char *second,
               const char *third,
               const char *fourth)
{
  CliRun run = cli_run (NULL, command, first, second, third, fourth, NULL);

  if (run.status != status || strstr (run.errors, reason) == NULL)
    g_error ("%s %s: %d, %s", command, first, run.status, run.errors);
  cli_run_clear (&run);
}

static void
test_names (void)
{
  g_autofree char *file = cli_path ("names.klaster");
  g_autofree char *lost = cli_path ("nowhere/names.klaster");
  g_autofree char *table = cli_path ("nowhere/names.csv");
  g_autofree char *missing = cli_path ("missing.json");
  g_autofree char *folder = g_path_get_dirname (file);

  expect_reason (1, "cannot be the name", "new", "", NULL, NULL, NULL);
  expect_reason (1, "cannot be the name", "new", "-", NULL, NULL, NULL);
  expect_reason (1, "cannot be the name", "info", "-", NULL, NULL, NULL);
  expect_reason (1, "cannot be the name", "verify", "", NULL, NULL, NULL);
  expect_reason (2, "nowhere” is not there", "new", lost, NULL, NULL, NULL);
  cli_expect (0, "new", file, NULL);
  expect_reason (2, "nowhere” is not there", "export", file, table, NULL, NULL);
  expect_reason (2, "The file “missing.json” is not there", "edit", file, missing, NULL, NULL);
  expect_reason (2, "is not a file", "import", file, folder, NULL, NULL);
  expect_reason (2, "is not a file", "info", folder, NULL, NULL, NULL);
}

static void
test_options (void)
{
  g_autofree char *file = cli_path ("options.klaster");
  g_autofree char *table = cli_path ("options.csv");
  g_autofree char *picture = cli_path ("options.png");

  expect_reason (1, "from 1900-01-01 to 9900-12-31", "new", file, "--sample", "--date", "0001-01-01");
  expect_reason (1, "from 1900-01-01 to 9900-12-31", "new", file, "--sample", "--date", "9999-12-31");
  cli_expect (0, "new", file, "--date", "0001-01-01", NULL);
  expect_reason (1, "“--columns” is only for a document on paper", "export", file, table, "--columns", "name");
  expect_reason (1, "“--paper” is only for a document on paper", "export", file, table, "--paper", "A4");
  expect_reason (1, "“--id” says which agreement", "export", file, table, "--id", "3");
  expect_reason (1, "is not a size", "render", file, picture, "--size", "63x64");
  expect_reason (1, "is not a size", "render", file, picture, "--size", "20000x20000");
  expect_reason (0, "", "render", file, picture, "--size", "64x64");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/hostile/output", test_output);
  g_test_add_func ("/cli/hostile/json", test_json);
  g_test_add_func ("/cli/hostile/content", test_content);
  g_test_add_func ("/cli/hostile/referrers", test_referrers);
  g_test_add_func ("/cli/hostile/names", test_names);
  g_test_add_func ("/cli/hostile/options", test_options);

  return g_test_run ();
}
