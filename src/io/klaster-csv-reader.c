/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <csv.h>
#include <glib/gi18n-lib.h>

#include "klaster-csv-reader.h"
#include "klaster-csv-writer.h"
#include "klaster-encoding.h"
#include "klaster-header-words.h"

/* The separator, the decimal sign and the header are guessed from this much. */
#define SAMPLE_ROWS 100
#define SAMPLE_SIZE (128 * 1024)

/* More columns than any spreadsheet has: a row that long is not a row. */
#define MAX_COLUMNS 16384

typedef struct
{
  KlasterSheet *sheet;
  guint line;      /* where the row that is being read begins */
  guint n_cells;
  guint n_rows;
  gboolean closed; /* no row is open */
  gboolean begun;
  gboolean too_wide;
} CsvReader;

static void
cell_cb (void   *cell,
         size_t  length,
         void   *user_data)
{
  CsvReader *reader = user_data;
  g_autofree char *text = klaster_csv_unguard (cell ? cell : "", length);

  if (!reader->begun)
    {
      klaster_sheet_begin_row (reader->sheet, reader->line);
      reader->begun = TRUE;
    }
  if (reader->n_cells >= MAX_COLUMNS)
    {
      reader->too_wide = TRUE;
      return;
    }
  klaster_sheet_append_cell (reader->sheet, text, -1);
  reader->n_cells++;
}

static void
row_cb (int   terminator,
        void *user_data)
{
  CsvReader *reader = user_data;

  if (reader->begun)
    {
      gboolean empty = TRUE;
      guint row = klaster_sheet_get_n_rows (reader->sheet) - 1;

      /* A row of nothing but separators is what spreadsheets leave below a table: no row. */
      for (guint i = 0; i < reader->n_cells && empty; i++)
        empty = *klaster_sheet_get_cell (reader->sheet, row, i) == '\0';
      if (empty)
        klaster_sheet_remove_last_row (reader->sheet);
      else
        reader->n_rows++;
    }
  reader->begun = FALSE;
  reader->n_cells = 0;
  reader->closed = TRUE;
}

/* Number of bytes up to and including the next line end, of whichever kind. */
static gsize
find_line_end (const char *text,
               gsize       length)
{
  const char *newline = memchr (text, '\n', length);
  gsize line_length = newline ? (gsize) (newline - text) + 1 : length;
  const char *ret = memchr (text, '\r', line_length);

  if (ret && ret + 1 != newline)
    return (gsize) (ret - text) + 1;

  return line_length;
}

static KlasterSheet *
read_rows (const char    *text,
           gsize          length,
           guint          first_line,
           char           separator,
           guint          max_rows,
           gboolean      *unclosed_quote,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (KlasterSheet) sheet = klaster_sheet_new ();
  CsvReader reader = { .sheet = sheet, .closed = TRUE };
  struct csv_parser parser;
  guint line = first_line - 1;
  gboolean failed = FALSE;

  if (csv_init (&parser, CSV_REPALL_NL) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("There is not enough memory to read the table."));
      return NULL;
    }
  csv_set_delim (&parser, (guchar) separator);
  csv_set_blk_size (&parser, 64 * 1024);

  /* Line by line, because the library does not tell where a row begins; a quoted cell may run over several lines. */
  while (length > 0 && reader.n_rows < max_rows && !reader.too_wide)
    {
      gsize line_length = find_line_end (text, length);

      line++;
      if ((line & 0xfff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          failed = TRUE;
          break;
        }
      if (reader.closed)
        reader.line = line;
      reader.closed = FALSE;
      if (csv_parse (&parser, text, line_length, cell_cb, row_cb, &reader) != line_length)
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                       _("Line %u cannot be read as a table: %s."), line, csv_strerror (csv_error (&parser)));
          failed = TRUE;
          break;
        }
      text += line_length;
      length -= line_length;
    }

  if (reader.too_wide)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                   _("The row that begins on line %u has more than %d cells, so this is not a table."), reader.line,
                   MAX_COLUMNS);
      failed = TRUE;
    }

  if (!failed && length == 0)
    {
      csv_set_opts (&parser, CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI);
      *unclosed_quote = csv_fini (&parser, cell_cb, row_cb, &reader) != 0;
      if (*unclosed_quote)
        {
          /* What the open quotation mark swallowed is kept as one row, so that it is accounted for. */
          csv_set_opts (&parser, CSV_REPALL_NL);
          csv_fini (&parser, cell_cb, row_cb, &reader);
        }
    }
  csv_free (&parser);

  return failed ? NULL : g_steal_pointer (&sheet);
}

/**
 * klaster_csv_detect_separator:
 * @text: a text, UTF-8
 * @length: its bytes
 *
 * Tries every separator on the first rows. The best is the one that gives most rows the same number of cells, more than
 * one.
 *
 * Returns: one of %KLASTER_CSV_SEPARATORS; a comma when nothing separates (a table with one column)
 */
char
klaster_csv_detect_separator (const char *text,
                              gsize       length)
{
  char best = ',';
  double best_score = 0;
  gsize sample = MIN (length, SAMPLE_SIZE);

  /* A sample that ends within a row would count a short one. */
  while (sample < length && sample > 0 && text[sample - 1] != '\n')
    sample--;
  if (sample == 0)
    sample = MIN (length, SAMPLE_SIZE);

  for (const char *separator = KLASTER_CSV_SEPARATORS; *separator; separator++)
    {
      gboolean unclosed_quote = FALSE;
      g_autoptr (KlasterSheet) sheet = read_rows (text, sample, 1, *separator, SAMPLE_ROWS, &unclosed_quote, NULL, NULL);
      g_autoptr (GHashTable) widths = g_hash_table_new (NULL, NULL);
      guint n_rows;
      guint most = 0;
      guint width = 0;
      double score;

      if (sheet == NULL)
        continue;
      n_rows = klaster_sheet_get_n_rows (sheet);
      for (guint i = 0; i < n_rows; i++)
        {
          guint n_cells = klaster_sheet_get_n_cells (sheet, i);
          guint count = GPOINTER_TO_UINT (g_hash_table_lookup (widths, GUINT_TO_POINTER (n_cells))) + 1;

          g_hash_table_insert (widths, GUINT_TO_POINTER (n_cells), GUINT_TO_POINTER (count));
          if (count > most || (count == most && n_cells > width))
            {
              most = count;
              width = n_cells;
            }
        }
      if (n_rows == 0 || width < 2)
        continue;

      /* Equal rows count most. Among equals the wider table wins, but a decimal comma in every row must not beat the
       * real separator: it comes with a narrower one. */
      score = (double) most / n_rows + MIN (width, 50) / 1000.0;
      if (klaster_sheet_get_n_cells (sheet, 0) == width)
        score += 0.2;
      if (unclosed_quote)
        score -= 0.5;
      if (score > best_score)
        {
          best_score = score;
          best = *separator;
        }
    }

  return best;
}

static gboolean
is_number_with (const char *text,
                char        sign)
{
  const char *c = text;
  guint n_before = 0;
  guint n_after = 0;

  if (*c == '-' || *c == '+')
    c++;
  for (; g_ascii_isdigit (*c); c++)
    n_before++;
  if (*c != sign)
    return FALSE;
  for (c++; g_ascii_isdigit (*c); c++)
    n_after++;

  return *c == '\0' && n_before > 0 && n_after > 0;
}

/**
 * klaster_csv_detect_decimal_comma:
 * @sheet: a sheet
 *
 * Returns: whether the numbers in the first rows are written with a decimal comma
 */
gboolean
klaster_csv_detect_decimal_comma (const KlasterSheet *sheet)
{
  guint n_rows = MIN (klaster_sheet_get_n_rows (sheet), SAMPLE_ROWS);
  guint n_commas = 0;
  guint n_points = 0;

  g_return_val_if_fail (sheet != NULL, FALSE);

  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < klaster_sheet_get_n_cells (sheet, row); column++)
      {
        const char *cell = klaster_sheet_get_cell (sheet, row, column);

        n_commas += is_number_with (cell, ',');
        n_points += is_number_with (cell, '.');
      }

  return n_commas > n_points;
}

static gboolean
is_numeric (const char *cell)
{
  char *end;

  if (*cell == '\0')
    return FALSE;
  if (is_number_with (cell, ','))
    return TRUE;
  g_ascii_strtod (cell, &end);

  return *end == '\0';
}

/* Whether a cell of the first row is what columns are called, in whatever table. */
static gboolean
has_known_header (const KlasterSheet *sheet)
{
  static const KlasterTable tables[] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_AGREEMENT,
                                         KLASTER_TABLE_OBLIGATION };

  for (guint i = 0; i < MIN (klaster_sheet_get_n_cells (sheet, 0), SAMPLE_ROWS); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
      {
        g_autoptr (GArray) guesses = klaster_header_guess (tables[j], klaster_sheet_get_cell (sheet, 0, i));

        if (guesses->len > 0 && g_array_index (guesses, KlasterHeaderGuess, 0).score >= KLASTER_HEADER_KNOWN)
          return TRUE;
      }

  return FALSE;
}

/* A header is a first row of texts, none of them a number or an address, that the rows below do not repeat. One text twice
 * makes it a row like others, unless it has names that columns are known by. */
gboolean
klaster_csv_detect_header (const KlasterSheet *sheet)
{
  guint n_cells;
  guint n_filled = 0;
  gboolean repeated = FALSE;

  if (klaster_sheet_get_n_rows (sheet) == 0)
    return FALSE;
  n_cells = klaster_sheet_get_n_cells (sheet, 0);
  for (guint i = 0; i < n_cells; i++)
    {
      const char *cell = klaster_sheet_get_cell (sheet, 0, i);

      if (is_numeric (cell) || strchr (cell, '@') != NULL)
        return FALSE;
      for (guint row = 1; *cell && row < MIN (klaster_sheet_get_n_rows (sheet), 5); row++)
        if (strcmp (cell, klaster_sheet_get_cell (sheet, row, i)) == 0)
          return FALSE;
      n_filled += *cell != '\0';
      for (guint j = 0; *cell && j < i && !repeated; j++)
        repeated = strcmp (cell, klaster_sheet_get_cell (sheet, 0, j)) == 0;
    }

  return n_filled > 0 && (!repeated || has_known_header (sheet));
}

/**
 * klaster_csv_read:
 * @text: a text, UTF-8 without byte-order mark
 * @length: its bytes
 * @separator: one of %KLASTER_CSV_SEPARATORS, 0: detect
 * @header: whether the first row holds names
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Reads separated values: quotes, line breaks within cells, rows of different lengths. Rows without any text are left out.
 * A quotation mark that is never closed is a problem of the row in which it was opened.
 *
 * Returns: (transfer full) (nullable): the rows, %NULL on error
 */
KlasterSheet *
klaster_csv_read (const char    *text,
                  gsize          length,
                  char           separator,
                  KlasterHeader  header,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autoptr (KlasterSheet) sheet = NULL;
  gboolean unclosed_quote = FALSE;
  guint first_line = 1;

  g_return_val_if_fail (text != NULL, NULL);

  /* "sep=;" on the first line is what some spreadsheets write for each other. */
  if (length >= 6 && g_ascii_strncasecmp (text, "sep=", 4) == 0 && (text[5] == '\n' || text[5] == '\r'))
    {
      gsize skipped = find_line_end (text, length);

      if (separator == 0)
        separator = text[4];
      text += skipped;
      length -= skipped;
      first_line++;
    }
  if (separator == 0)
    separator = klaster_csv_detect_separator (text, length);

  sheet = read_rows (text, length, first_line, separator, G_MAXUINT, &unclosed_quote, cancellable, error);
  if (sheet == NULL)
    return NULL;

  klaster_sheet_set_has_header (sheet, header == KLASTER_HEADER_PRESENT
                                       || (header == KLASTER_HEADER_AUTO && klaster_csv_detect_header (sheet)));
  if (unclosed_quote && klaster_sheet_get_n_rows (sheet) > 0)
    klaster_sheet_add_problem (sheet, klaster_sheet_get_n_rows (sheet) - 1, G_MAXUINT, TRUE,
                               _("A quotation mark is opened in this row and never closed."));

  return g_steal_pointer (&sheet);
}
