/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-content.h"
#include "klaster-json-node.h"

static void
test_values (void)
{
  static const char *const texts[] = {
    "null", "true", "false", "0", "-1", "9007199254740991", "1.5", "\"\"", "\"a \\\" б\"", "[]", "{}", "[1,[2,{\"a\":null}]]",
    "{\"a\":[true,false],\"b\":\"c\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = klaster_json_node_parse (texts[i], -1, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      again = json_to_string (node, FALSE);
      g_assert_cmpstr (again, ==, texts[i]);
    }
}

static void
test_errors (void)
{
  static const char *const texts[] = {
    "", " ", "nil", "nullx", "tru", "01", "1.", ".5", "+1", "1e", "\"", "\"\\", "\"\\u12\"", "\"\t\"", "[", "[1", "[1,", "[1,]",
    "[1 2]", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{\"a\":1,\"a\":2}", "1 2", "// x\n1",
    "/* x */ 1", "var x = 1", "'a'", "[1e999]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (klaster_json_node_parse (texts[i], -1, &error));
      g_assert_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_SYNTAX);
    }
}

static void
test_depth (void)
{
  static const guint depths[] = { 1, 64, 65, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_malloc (depths[i] * 2);
      g_autoptr (JsonNode) node = NULL;

      memset (text, '[', depths[i]);
      memset (text + depths[i], ']', depths[i]);
      node = klaster_json_node_parse (text, (gssize) depths[i] * 2, &error);
      g_assert_true ((node != NULL) == (depths[i] <= 64));
      g_assert_true ((error == NULL) == (depths[i] <= 64));
    }
}

/* A whole number that no integer holds is still a number. */
static void
test_large_number (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = klaster_json_node_parse ("18446744073709551620", -1, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_value_type (node), ==, G_TYPE_DOUBLE);
  g_assert_cmpfloat (json_node_get_double (node), ==, 18446744073709551620.0);
}

/* The line and the column at which something is wrong. */
static void
test_places (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (klaster_json_node_parse ("{\n  \"a\": 1,\n  \"b\": x\n}", -1, &error));
  g_assert_nonnull (strstr (error->message, "Line 3, column 8"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/errors", test_errors);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/large-number", test_large_number);
  g_test_add_func ("/json/places", test_places);

  return g_test_run ();
}
