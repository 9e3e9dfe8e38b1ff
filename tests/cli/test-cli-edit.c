/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"

#define SCHOOL "{\"op\":\"insert\",\"table\":\"institution\",\"ref\":\"a\",\"values\":" \
  "{\"name_uz\":\"A\",\"kind\":\"school\",\"role\":\"member\"}}"
#define UPDATE(values) "[" SCHOOL ",{\"op\":\"update\",\"table\":\"institution\",\"id\":\"@a\",\"values\":" values "}]"

static void
test_edit (void)
{
  g_autofree char *file = cli_path ("edit.klaster");
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) more = { 0 };
  g_auto (CliRun) again = { 0 };
  g_auto (CliRun) gone = { 0 };
  g_auto (CliRun) csv = { 0 };
  g_autofree char *update = NULL;
  g_autofree char *delete = NULL;
  g_autoptr (JsonNode) document = NULL;
  JsonArray *ids;
  gint64 first;

  cli_expect (0, "new", file, NULL);
  run = cli_run ("[" SCHOOL ",{\"op\":\"insert\",\"table\":\"institution\",\"id\":77,\"values\":"
                 "{\"name_uz\":\"B\",\"kind\":\"higher\",\"role\":\"integrator\"}},"
                 "{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":\"@a\",\"to_id\":77,"
                 "\"areas\":[\"practice\"],\"strength\":3}}]", "edit", file, "-", "--json", NULL);
  g_assert_cmpint (run.status, ==, 0);
  document = cli_json (&run);
  cli_assert_keys (json_node_get_object (document), "edit", "ids", NULL);
  g_assert_cmpuint (strlen (json_object_get_string_member (json_node_get_object (document), "edit")), ==, 36);
  ids = json_object_get_array_member (json_node_get_object (document), "ids");
  g_assert_cmpuint (json_array_get_length (ids), ==, 3);
  first = json_array_get_int_element (ids, 0);
  g_assert_cmpint (first, >, 0);
  g_assert_cmpint (json_array_get_int_element (ids, 1), ==, 77);

  update = g_strdup_printf ("[{\"op\":\"update\",\"table\":\"institution\",\"id\":%" G_GINT64_FORMAT
                            ",\"values\":{\"phone\":\"+998 1\"}}]", first);
  more = cli_run (update, "edit", file, "-", NULL);
  g_assert_cmpint (more.status, ==, 0);
  /* A second time it changes nothing. */
  again = cli_run (update, "edit", file, "-", NULL);
  g_assert_cmpint (again.status, ==, 3);
  csv = cli_run (NULL, "export", file, "-", "--as", "institutions", NULL);
  g_assert_nonnull (strstr (csv.output, "\"'+998 1\""));

  delete = g_strdup_printf ("[{\"op\":\"delete\",\"table\":\"institution\",\"id\":%" G_GINT64_FORMAT "}]", first);
  gone = cli_run (delete, "edit", file, "-", NULL);
  g_assert_cmpint (gone.status, ==, 0);
  cli_expect (0, "verify", file, NULL);
}

/* Rows that join the same two records twice are worth a note, and no damage. */
static void
test_pairs (void)
{
  g_autofree char *file = cli_path ("pairs.klaster");
  g_auto (CliRun) run = { 0 };
  g_auto (CliRun) verify = { 0 };

  cli_expect (0, "new", file, NULL);
  run = cli_run ("[{\"op\":\"insert\",\"table\":\"institution\",\"id\":1,\"values\":{\"name_uz\":\"A\",\"kind\":\"school\",\"role\":\"member\"}},"
                 "{\"op\":\"insert\",\"table\":\"institution\",\"id\":2,\"values\":{\"name_uz\":\"B\",\"kind\":\"higher\",\"role\":\"member\"}},"
                 "{\"op\":\"insert\",\"table\":\"agreement\",\"id\":3,\"values\":{\"kind\":\"cooperation\"}},"
                 "{\"op\":\"insert\",\"table\":\"agreement_party\",\"id\":4,\"values\":{\"agreement_id\":3,\"institution_id\":1}},"
                 "{\"op\":\"insert\",\"table\":\"agreement_party\",\"id\":5,\"values\":{\"agreement_id\":3,\"institution_id\":2}},"
                 "{\"op\":\"insert\",\"table\":\"agreement_party\",\"id\":6,\"values\":{\"agreement_id\":3,\"institution_id\":1}}]",
                 "edit", file, "-", NULL);
  g_assert_cmpint (run.status, ==, 0);
  verify = cli_run (NULL, "verify", file, NULL);
  g_assert_cmpint (verify.status, ==, 0);
  g_assert_nonnull (strstr (verify.output, "agreement_party 6 repeats agreement_party 4"));
  g_assert_null (strstr (verify.output, "agreement_party 5"));
}

/* Nothing of a wrong edit is written, and the message says which operation is wrong. */
static void
test_malformed (void)
{
  static const struct
  {
    const char *document;
    const char *index; /* NULL: the document as a whole */
  } cases[] = {
    { "", NULL },
    { "{", NULL },
    { "{}", NULL },
    { "[1]", "0" },
    { "[{\"op\":\"insert\"}]", "0" },
    { "[" SCHOOL ",{\"op\":\"explode\",\"table\":\"institution\"}]", "1" },
    { "[" SCHOOL ",{\"op\":\"insert\",\"table\":\"nonsense\",\"values\":{}}]", "1" },
    { "[" SCHOOL ",{\"op\":\"insert\",\"table\":\"history\",\"values\":{}}]", "1" },
    { UPDATE ("{\"nonsense\":1}"), "1" },
    { UPDATE ("{\"kind\":\"bakery\"}"), "1" },
    { UPDATE ("{\"parent_id\":12345}"), "1" },
    { UPDATE ("{\"lon\":200,\"lat\":41}"), "1" },
    { UPDATE ("{\"levels\":\"secondary\"}"), "1" },
    { UPDATE ("{\"joined_on\":\"2026-02-30\"}"), "1" },
    { UPDATE ("{\"school_laboratory\":true}"), "1" },
    { "[" SCHOOL ",{\"op\":\"update\",\"table\":\"institution\",\"id\":4,\"values\":{\"phone\":\"1\"}}]", "1" },
    { "[" SCHOOL ",{\"op\":\"delete\",\"table\":\"institution\",\"id\":4}]", "1" },
    { "[" SCHOOL ",{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":\"@a\",\"to_id\":\"@b\"}}]", "1" },
    { "[" SCHOOL ",{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":\"@a\",\"to_id\":99}}]", "1" },
    { "[" SCHOOL ",{\"op\":\"insert\",\"table\":\"institution\",\"ref\":\"b\",\"values\":{\"name_uz\":\"B\",\"kind\":\"school\","
      "\"role\":\"member\"}},{\"op\":\"insert\",\"table\":\"cooperation\",\"values\":{\"from_id\":\"@a\",\"to_id\":\"@b\","
      "\"strength\":9}}]", "2" },
    { "[{\"op\":\"insert\",\"table\":\"institution\",\"values\":{\"name_uz\":\"A\"}}]", "0" },
  };
  g_autofree char *file = cli_path ("malformed.klaster");
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *before = NULL;
  g_auto (CliRun) nested = { 0 };

  cli_expect (0, "new", file, NULL);
  before = cli_checksum (file);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (CliRun) run = cli_run (cases[i].document, "edit", file, "-", "--json", NULL);
      g_autofree char *after = cli_checksum (file);

      if (run.status != 3)
        g_error ("%s ends with %d: %s", cases[i].document, run.status, run.errors);
      g_assert_cmpstr (run.output, ==, "");
      g_assert_cmpstr (after, ==, before);
      if (cases[i].index)
        {
          g_autofree char *place = g_strdup_printf ("peration %s", cases[i].index);

          if (strstr (run.errors, place) == NULL)
            g_error ("“%s” does not name operation %s of %s", run.errors, cases[i].index, cases[i].document);
        }
    }
  nested = cli_run (deep, "edit", file, "-", NULL);
  g_assert_cmpint (nested.status, ==, 3);
  cli_expect (2, "edit", file, "/nonexistent.json", NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/edit/edit", test_edit);
  g_test_add_func ("/cli/edit/pairs", test_pairs);
  g_test_add_func ("/cli/edit/malformed", test_malformed);

  return g_test_run ();
}
