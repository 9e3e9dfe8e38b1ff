/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-csv-reader.h"
#include "klaster-csv-writer.h"

static KlasterSheet *
read_text (const char *text)
{
  g_autoptr (GError) error = NULL;
  KlasterSheet *sheet = klaster_csv_read (text, strlen (text), 0, KLASTER_HEADER_AUTO, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sheet);
  return sheet;
}

static void
test_separators (void)
{
  for (const char *separator = KLASTER_CSV_SEPARATORS; *separator; separator++)
    {
      g_autofree char *text = g_strdup_printf ("nomi%clon%clat\nA%c69.5%c41.2\nB%c69.6%c41.3\n", *separator, *separator,
                                               *separator, *separator, *separator, *separator);
      g_autoptr (KlasterSheet) sheet = read_text (text);

      g_assert_cmpint (klaster_csv_detect_separator (text, strlen (text)), ==, *separator);
      g_assert_true (klaster_sheet_get_has_header (sheet));
      g_assert_cmpuint (klaster_sheet_get_n_columns (sheet), ==, 3);
      g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 2);
      g_assert_cmpstr (klaster_sheet_get_header (sheet, 1), ==, "lon");
      g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 2), ==, "41.3");
      g_assert_false (klaster_csv_detect_decimal_comma (sheet));
    }
}

/* A comma in every number must not beat the semicolon between them. */
static void
test_decimal_comma (void)
{
  const char *text = "nomi;lon;lat\nA;69,5;41,2\nB;69,6;41,3\nC;69,7;41,4\n";
  g_autoptr (KlasterSheet) sheet = read_text (text);

  g_assert_cmpuint (klaster_sheet_get_n_columns (sheet), ==, 3);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 1), ==, "69,5");
  g_assert_true (klaster_csv_detect_decimal_comma (sheet));
}

static void
test_quotes_and_lines (void)
{
  const char *text = "name,notes\r\n"
                     "\"A, \"\"B\"\"\",\"first\r\nsecond\"\r\n"
                     "\r\n"
                     "C,x\r\n"
                     ",\r\n"
                     "D,\"a\nb\nc\"\r\n"
                     "E,last";
  static const guint lines[] = { 2, 5, 7, 10 };
  g_autoptr (KlasterSheet) sheet = read_text (text);

  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, G_N_ELEMENTS (lines));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpuint (klaster_sheet_get_line (sheet, i), ==, lines[i]);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 0), ==, "A, \"B\"");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 1), ==, "first\r\nsecond");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 3, 1), ==, "last");
  g_assert_cmpuint (klaster_sheet_get_n_problems (sheet), ==, 0);
}

static void
test_old_line_ends (void)
{
  g_autoptr (KlasterSheet) sheet = read_text ("name,kind\rA,school\rB,school\r");

  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 2);
  g_assert_cmpuint (klaster_sheet_get_line (sheet, 1), ==, 3);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 0), ==, "B");
}

static void
test_ragged (void)
{
  g_autoptr (KlasterSheet) sheet = read_text ("a,b,c\n1x\n2x,y,z,w\n3x,y,z\n");

  g_assert_cmpuint (klaster_sheet_get_n_columns (sheet), ==, 4);
  g_assert_cmpuint (klaster_sheet_get_n_cells (sheet, 0), ==, 1);
  g_assert_cmpuint (klaster_sheet_get_n_cells (sheet, 1), ==, 4);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 2), ==, "");
  g_assert_cmpstr (klaster_sheet_get_header (sheet, 3), ==, "D");
}

static void
test_no_header (void)
{
  g_autoptr (KlasterSheet) sheet = read_text ("1;A;69.5\n2;B;69.6\n");

  g_assert_false (klaster_sheet_get_has_header (sheet));
  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 2);
  g_assert_cmpuint (klaster_sheet_get_line (sheet, 0), ==, 1);
  g_assert_cmpstr (klaster_sheet_get_header (sheet, 2), ==, "C");
}

static void
test_sep_line (void)
{
  g_autoptr (KlasterSheet) sheet = read_text ("sep=|\nname|kind\nA, B|school\n");

  g_assert_cmpuint (klaster_sheet_get_n_columns (sheet), ==, 2);
  g_assert_cmpuint (klaster_sheet_get_line (sheet, 0), ==, 3);
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 0), ==, "A, B");
}

static void
test_unclosed_quote (void)
{
  g_autoptr (KlasterSheet) sheet = read_text ("name,kind\nA,school\n\"B,school\nC,school\n");

  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 2);
  g_assert_cmpuint (klaster_sheet_get_n_problems (sheet), ==, 1);
  g_assert_cmpuint (klaster_sheet_get_problem (sheet, 0)->row, ==, 1);
  g_assert_true (klaster_sheet_get_problem (sheet, 0)->rejected);
}

static void
test_hostile (void)
{
  g_autofree char *commas = g_strnfill (1000000, ',');
  g_autofree char *quotes = g_strnfill (1000001, '"');
  g_autofree char *line = g_strnfill (2000000, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterSheet) sheet = NULL;
  g_autoptr (KlasterSheet) empty = read_text ("");
  g_autoptr (KlasterSheet) long_line = read_text (line);

  sheet = klaster_csv_read (commas, strlen (commas), 0, KLASTER_HEADER_AUTO, NULL, &error);
  g_assert_null (sheet);
  g_assert_nonnull (error);
  sheet = klaster_csv_read (quotes, strlen (quotes), 0, KLASTER_HEADER_AUTO, NULL, NULL);
  g_assert_nonnull (sheet);
  g_assert_cmpuint (klaster_sheet_get_n_rows (empty), ==, 0);
  g_assert_cmpuint (klaster_sheet_get_n_columns (long_line), ==, 1);
}

static void
test_cancel (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "a,b\n");
  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_csv_read (text->str, text->len, ',', KLASTER_HEADER_AUTO, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Every text comes back, and none that a spreadsheet would run is written as it is. */
static void
test_round_trip (void)
{
  static const char *const pieces[] = { "=", "+", "-", "@", "\t", "'", "\"", ",", ";", "\n", "\r", " ", "1", ".5", "A", "ў",
                                        "ʻ", "|", "cmd" };
  guint n = g_getenv ("KLASTER_TEST_FULL") ? 200000 : 5000;
  g_autoptr (GString) csv = g_string_new ("first,second\r\n");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KlasterSheet) sheet = NULL;
  g_autoptr (GError) error = NULL;
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      for (gint length = g_rand_int_range (rand, 0, 6); length > 0; length--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      klaster_csv_append_cell (csv, text->str);
      g_string_append (csv, ",end\r\n");
      g_ptr_array_add (texts, g_strdup (text->str));
    }

  sheet = klaster_csv_read (csv->str, csv->len, ',', KLASTER_HEADER_PRESENT, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (klaster_sheet_get_cell (sheet, i, 0), ==, g_ptr_array_index (texts, i));
}

static void
test_formulas (void)
{
  static const struct
  {
    const char *text;
    const char *cell;
  } cells[] = {
    { "=1+1", "\"'=1+1\"" },
    { "+998 70 715 00 00", "\"'+998 70 715 00 00\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
    { "\t=1", "\"'\t=1\"" },
    { "-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\"" },
    { "-12.5", "-12.5" },
    { "'=1", "\"''=1\"" },
    { "'quoted'", "'quoted'" },
    { "oʻ", "oʻ" },
    { "a\"b", "\"a\"\"b\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) csv = g_string_new (NULL);

      klaster_csv_append_cell (csv, cells[i].text);
      g_assert_cmpstr (csv->str, ==, cells[i].cell);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/csv/separators", test_separators);
  g_test_add_func ("/io/csv/decimal-comma", test_decimal_comma);
  g_test_add_func ("/io/csv/quotes-and-lines", test_quotes_and_lines);
  g_test_add_func ("/io/csv/old-line-ends", test_old_line_ends);
  g_test_add_func ("/io/csv/ragged", test_ragged);
  g_test_add_func ("/io/csv/no-header", test_no_header);
  g_test_add_func ("/io/csv/sep-line", test_sep_line);
  g_test_add_func ("/io/csv/unclosed-quote", test_unclosed_quote);
  g_test_add_func ("/io/csv/hostile", test_hostile);
  g_test_add_func ("/io/csv/cancel", test_cancel);
  g_test_add_func ("/io/csv/round-trip", test_round_trip);
  g_test_add_func ("/io/csv/formulas", test_formulas);

  return g_test_run ();
}
