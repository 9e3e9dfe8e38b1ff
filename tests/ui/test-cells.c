/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>

#include "klaster-cells.h"
#include "klaster-worker.h"

static void
assert_cells (const char *text,
              const char *expected) /* cells end in "|", rows in "\\" */
{
  g_autoptr (GPtrArray) rows = klaster_cells_parse_tsv (text);
  g_autoptr (GString) got = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (guint j = 0; row[j]; j++)
        g_string_append_printf (got, "%s|", row[j]);
      g_string_append (got, "\\");
    }
  g_assert_cmpstr (got->str, ==, expected);
}

static void
test_parse (void)
{
  assert_cells ("", "");
  assert_cells ("a", "a|\\");
  assert_cells ("a\n", "a|\\");
  assert_cells ("a\tb\nc\td\n", "a|b|\\c|d|\\");
  assert_cells ("a\tb\r\nc\td\r\n", "a|b|\\c|d|\\");
  assert_cells ("a\rb", "a|\\b|\\");
  assert_cells ("a\t\n\tb\n", "a||\\|b|\\");
  assert_cells ("a\t", "a||\\");
  assert_cells ("\n\n", "|\\|\\");
  assert_cells ("\"two\nlines\"\tb", "two\nlines|b|\\");
  assert_cells ("\"two\r\nlines\"\tb", "two\nlines|b|\\");
  assert_cells ("\"a \"\"word\"\"\"\tb", "a \"word\"|b|\\");
  assert_cells ("\"open\tb\nc", "\"open|b|\\c|\\");
  assert_cells ("\"School\" No. 5\tb", "\"School\" No. 5|b|\\");
  assert_cells ("Boʻka\tЧирчиқ", "Boʻka|Чирчиқ|\\");
}

static GPtrArray *
make_random (GRand *rand)
{
  static const char *const pieces[] = { "a", "\t", "\n", "\"", "\"\"", " ", "ʻ", "қ", "=1+1", ",", "" };
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  guint n_rows = g_rand_int_range (rand, 1, 6);
  guint n_columns = g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n_rows; i++)
    {
      char **row = g_new0 (char *, n_columns + 1);

      for (guint j = 0; j < n_columns; j++)
        {
          g_autoptr (GString) cell = g_string_new (NULL);

          for (int k = g_rand_int_range (rand, 0, 5); k > 0; k--)
            g_string_append (cell, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
          row[j] = g_strdup (cell->str);
        }
      g_ptr_array_add (rows, row);
    }

  return rows;
}

static void
test_round_trip (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GPtrArray) rows = make_random (rand);
      g_autofree char *text = klaster_cells_format_tsv (rows);
      g_autoptr (GPtrArray) read = klaster_cells_parse_tsv (text);

      g_assert_cmpuint (read->len, ==, rows->len);
      for (guint j = 0; j < rows->len; j++)
        g_assert_true (g_strv_equal (g_ptr_array_index (rows, j), g_ptr_array_index (read, j)));
    }
}

/* So many that quadratic behaviour would take hours: the test would not end. */
static void
test_many_open_quotes (void)
{
  const guint n = 2000000;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append (text, "\"a\n");
  rows = klaster_cells_parse_tsv (text->str);
  g_assert_cmpuint (rows->len, ==, n);
}

static void
test_html (void)
{
  g_autoptr (GPtrArray) rows = klaster_cells_parse_tsv ("Name\tSize\n\"<a>\nb\"\t5");
  g_autofree char *html = klaster_cells_format_html (rows, TRUE);

  g_assert_cmpstr (html, ==, "<meta charset=\"utf-8\"><table>\n<tr><th>Name</th><th>Size</th></tr>\n"
                             "<tr><td>&lt;a&gt;<br>b</td><td>5</td></tr>\n</table>\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cells/parse", test_parse);
  g_test_add_func ("/cells/round-trip", test_round_trip);
  g_test_add_func ("/cells/many-open-quotes", test_many_open_quotes);
  g_test_add_func ("/cells/html", test_html);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
