/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-cli-runner.h"

static JsonObject *
find (JsonArray  *results,
      const char *rule,
      gint64      subject)
{
  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *result = json_array_get_object_element (results, i);

      if (strcmp (json_object_get_string_member (result, "rule"), rule) == 0 &&
          json_object_get_int_member (json_object_get_object_member (result, "subject"), "id") == subject)
        return result;
    }

  return NULL;
}

static void
assert_evidence (JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *evidence = json_array_get_object_element (list, i);

      cli_assert_keys (evidence, "table", "id", NULL);
      g_assert_cmpint (json_object_get_int_member (evidence, "id"), >, 0);
    }
}

static void
test_document (void)
{
  static const char *const statuses[] = { "met", "partly", "not_met", "unknown", NULL };
  g_autofree char *file = cli_path ("check.klaster");
  g_auto (CliRun) run = { 0 };
  g_autoptr (JsonNode) document = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  JsonObject *root, *result;
  JsonArray *results;

  cli_expect (0, "new", file, "--sample", "--date", "2026-11-21", NULL);
  before = cli_checksum (file);
  run = cli_run (NULL, "check", file, "--json", "--date", "2026-11-21", NULL);
  g_assert_cmpint (run.status, ==, 4);
  document = cli_json (&run);
  root = json_node_get_object (document);
  cli_assert_keys (root, "date", "results", NULL);
  g_assert_cmpstr (json_object_get_string_member (root, "date"), ==, "2026-11-21");
  results = json_object_get_array_member (root, "results");
  g_assert_cmpuint (json_array_get_length (results), >, 100);
  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      result = json_array_get_object_element (results, i);
      cli_assert_keys (result, "rule", "status", "subject", "for", "against", "text", "fix", "source", NULL);
      cli_assert_keys (json_object_get_object_member (result, "subject"), "table", "id", NULL);
      g_assert_true (g_strv_contains (statuses, json_object_get_string_member (result, "status")));
      assert_evidence (json_object_get_array_member (result, "for"));
      assert_evidence (json_object_get_array_member (result, "against"));
      g_assert_cmpint (json_object_get_null_member (result, "fix"), ==,
                       strcmp (json_object_get_string_member (result, "status"), "met") == 0);
    }
  g_assert_cmpstr (json_object_get_string_member (find (results, "dual.study_days", 6401), "status"), ==, "met");
  result = find (results, "dual.study_days", 6402);
  g_assert_cmpstr (json_object_get_string_member (result, "status"), ==, "not_met");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (result, "subject"), "table"), ==, "dual_place");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (result, "against")), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (find (results, "dual.paid", 6402), "status"), ==, "unknown");
  g_assert_cmpstr (json_object_get_string_member (find (results, "agreement.clause.common_goal", 3001), "status"), ==, "met");

  /* It only looks. */
  after = cli_checksum (file);
  g_assert_cmpstr (before, ==, after);
}

/* Nothing is broken where nothing is recorded; what is repaired is no longer found. */
static void
test_status (void)
{
  g_autofree char *file = cli_path ("status.klaster");
  g_autofree char *wrong = cli_write ("wrong.json",
    "[{\"op\":\"insert\",\"table\":\"dual_place\",\"id\":5,\"values\":{\"academic_year\":\"2026/27\","
    "\"named_on\":\"2026-07-02\",\"study_days\":1,\"work_days\":5}}]");
  g_autofree char *repaired = cli_write ("repaired.json",
    "[{\"op\":\"update\",\"table\":\"dual_place\",\"id\":5,\"values\":{\"named_on\":\"2026-07-01\",\"study_days\":2,"
    "\"work_days\":4}}]");
  g_auto (CliRun) text = { 0 };
  g_auto (CliRun) russian = { 0 };

  cli_expect (0, "new", file, NULL);
  cli_expect (0, "check", file, NULL);
  cli_expect (0, "edit", file, wrong, NULL);
  text = cli_run (NULL, "check", file, "--date", "2026-12-01", NULL);
  g_assert_cmpint (text.status, ==, 4);
  g_assert_nonnull (strstr (text.output, "dual.named_by: Not met"));
  g_assert_nonnull (strstr (text.output, "dual.study_days: Not met"));
  g_assert_nonnull (strstr (text.output, "dual.paid: Unknown"));
  g_assert_nonnull (strstr (text.output, "→"));
  russian = cli_run (NULL, "check", file, "--lang", "ru", NULL);
  g_assert_cmpint (russian.status, ==, 4);
  g_assert_null (strstr (russian.output, "Not met"));
  cli_expect (0, "edit", file, repaired, NULL);
  cli_expect (0, "check", file, NULL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/check/document", test_document);
  g_test_add_func ("/cli/check/status", test_status);

  return g_test_run ();
}
