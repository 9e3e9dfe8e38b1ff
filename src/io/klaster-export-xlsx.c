/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <xlsxwriter.h>

#include "klaster-exchange-columns.h"
#include "klaster-export.h"
#include "klaster-json-value.h"

/* Limits of the format: characters as UTF-16 counts them, rows with the header. */
#define CELL_MAX 32767
#define ROWS_MAX 1048576

/* Of columns, characters */
#define LEAST_WIDTH 8
#define MOST_WIDTH 50
#define DATE_WIDTH 11
#define FILTER_WIDTH 3
/* With more columns on one sheet of paper nobody could read it. */
#define MOST_PRINTED_COLUMNS 14
#define A4 9

/* 1 January 2000: a file that says when it was made would differ from the one made a second later. */
#define CREATED 946684800

typedef struct
{
  const KlasterExportJob *job;
  lxw_workbook *workbook;
  lxw_format *header;
  lxw_format *date;
  lxw_format *whole; /* all figures of an identifier */
  guint *widths;     /* characters of the longest text in each column of the sheet that is being written */
  KlasterExportPace pace;
} Writer;

static glong
count_utf16 (const char *text)
{
  glong n = 0;

  for (; *text; text = g_utf8_next_char (text))
    n += g_utf8_get_char (text) > 0xffff ? 2 : 1;

  return n;
}

/* What XML cannot hold, and text that looks like the format's way to write that, is written in the format's way. Line feeds
 * and tabs stay. */
static char *
escape (const char *text)
{
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (; *text; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c == '\r' || c == 0xfffe || c == 0xffff)
        g_string_append_printf (escaped, "_x%04X_", c);
      else if (c == '_' && text[1] == 'x' && g_ascii_isxdigit (text[2]) && g_ascii_isxdigit (text[3])
               && g_ascii_isxdigit (text[4]) && g_ascii_isxdigit (text[5]) && text[6] == '_')
        g_string_append (escaped, "_x005F_");
      else
        g_string_append_unichar (escaped, c);
    }

  return g_string_free (g_steal_pointer (&escaped), FALSE);
}

static void
note_width (Writer    *self,
            lxw_col_t  position,
            guint      n_characters)
{
  self->widths[position] = MAX (self->widths[position], n_characters);
}

static gboolean
write_text (Writer                      *self,
            lxw_worksheet               *sheet,
            lxw_row_t                    line,
            lxw_col_t                    position,
            const KlasterRow            *row,
            const KlasterExchangeColumn *column,
            const char                  *text,
            GError                     **error)
{
  g_autofree char *escaped = NULL;

  if (*text == '\0')
    return TRUE;
  escaped = escape (text);
  if (count_utf16 (escaped) > CELL_MAX)
    {
      KlasterTable table = klaster_row_get_table (row);
      g_autofree char *name = klaster_record_describe (self->job->snapshot, row, self->job->language);

      /* Translators: the first %s is the name of a column, as “Notes”, the second what a record is called. */
      g_set_error (error, KLASTER_EXPORT_ERROR, KLASTER_EXPORT_ERROR_TOO_LARGE,
                   _("“%s” of “%s” is longer than a cell of a spreadsheet holds (%d characters). Write the table as CSV or "
                     "the content as JSON instead."),
                   klaster_vocabulary_get_column_name (table, column->column, self->job->language), name, CELL_MAX);
      return FALSE;
    }
  worksheet_write_string (sheet, line, position, escaped, NULL);
  note_width (self, position, (guint) g_utf8_strlen (text, -1));

  return TRUE;
}

/* Spreadsheets know no day before 1 March 1900 that all of them agree about. */
static gboolean
write_date (Writer        *self,
            lxw_worksheet *sheet,
            lxw_row_t      line,
            lxw_col_t      position,
            const char    *text)
{
  lxw_datetime date = { 0 };

  if (strcmp (text, "1900-03-01") < 0)
    return FALSE;
  date.year = (int) g_ascii_strtoll (text, NULL, 10);
  date.month = (int) g_ascii_strtoll (text + 5, NULL, 10);
  date.day = (int) g_ascii_strtoll (text + 8, NULL, 10);
  worksheet_write_datetime (sheet, line, position, &date, self->date);

  return TRUE;
}

/* Spreadsheets keep 15 figures of a number when they save it. */
static gboolean
is_exact (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", number);

  return g_ascii_strtod (text, NULL) == number;
}

static gboolean
write_cell (Writer                       *self,
            lxw_worksheet                *sheet,
            lxw_row_t                     line,
            lxw_col_t                     position,
            const KlasterRow             *row,
            const KlasterExchangeColumn  *column,
            GError                      **error)
{
  const KlasterExportJob *job = self->job;
  const KlasterColumnInfo *info = klaster_schema_get_column (klaster_row_get_table (row), column->column);
  g_autofree char *text = NULL;

  if (column->kind == KLASTER_EXCHANGE_VALUE)
    {
      KlasterValue value = klaster_export_get_value (job->snapshot, row, column->column, job->date);

      if (value.type == KLASTER_VALUE_NULL)
        return TRUE;
      if (info->type == KLASTER_COLUMN_BOOLEAN)
        {
          worksheet_write_boolean (sheet, line, position, (int) value.integer, NULL);
          return TRUE;
        }
      if (value.type == KLASTER_VALUE_INTEGER && is_exact ((double) value.integer))
        {
          worksheet_write_number (sheet, line, position, (double) value.integer, self->whole);
          note_width (self, position, (guint) g_snprintf (NULL, 0, "%" G_GINT64_FORMAT, value.integer));
          return TRUE;
        }
      if (value.type == KLASTER_VALUE_REAL && is_exact (value.real))
        {
          worksheet_write_number (sheet, line, position, value.real, NULL);
          return TRUE;
        }
      if (info->type == KLASTER_COLUMN_DATE && write_date (self, sheet, line, position, value.text))
        return TRUE;
    }
  text = klaster_exchange_format_cell (job->snapshot, row, column, job->date, job->language);

  return write_text (self, sheet, line, position, row, column, text, error);
}

/* Characters that a column takes at least */
static guint
get_least_width (KlasterTable                 table,
                 const KlasterExchangeColumn *column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column->column);

  return column->kind == KLASTER_EXCHANGE_VALUE && (info->type == KLASTER_COLUMN_DATE || info->type == KLASTER_COLUMN_REAL)
           ? DATE_WIDTH : LEAST_WIDTH;
}

/* Columns are as wide as what stands in them, within reason; the header has room for the button of its filter. */
static void
set_widths (Writer        *self,
            lxw_worksheet *sheet,
            KlasterTable   table,
            const GArray  *columns)
{
  for (guint i = 0; i < columns->len; i++)
    {
      const KlasterExchangeColumn *column = &g_array_index (columns, KlasterExchangeColumn, i);
      guint width = MAX (get_least_width (table, column), (guint) g_utf8_strlen (column->header, -1) + FILTER_WIDTH);

      width = CLAMP (self->widths[i] + 1, width, MAX (width, MOST_WIDTH));
      worksheet_set_column (sheet, (lxw_col_t) i, (lxw_col_t) i, width, NULL);
    }
}

/* On paper: sheets that lie, all columns of which are as small as the widest table demands; the header on each, and which
 * sheet of how many it is */
static void
set_print (lxw_worksheet *sheet,
           guint          n_columns)
{
  worksheet_set_paper (sheet, A4);
  worksheet_set_landscape (sheet);
  worksheet_repeat_rows (sheet, 0, 0);
  if (n_columns <= MOST_PRINTED_COLUMNS)
    worksheet_fit_to_pages (sheet, 1, 0);
  worksheet_set_footer (sheet, "&L&A&R&P / &N");
}

static gboolean
write_sheet (Writer        *self,
             KlasterTable   table,
             GError       **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  guint n_rows = klaster_snapshot_get_n_rows (self->job->snapshot, table);
  g_autoptr (GArray) columns = klaster_exchange_list_columns (table, TRUE);
  g_autofree guint *widths = g_new0 (guint, columns->len);
  lxw_worksheet *sheet;
  KlasterRowIter iter;
  KlasterRow *row;
  lxw_row_t line = 0;

  if (n_rows + 1 > ROWS_MAX)
    {
      /* Translators: %s is the plural name of a table. */
      g_set_error (error, KLASTER_EXPORT_ERROR, KLASTER_EXPORT_ERROR_TOO_LARGE,
                   _("%s: there are more rows than a sheet of a spreadsheet holds (%d). Write the table as CSV instead."),
                   klaster_vocabulary_get_table_name (table, TRUE, self->job->language), ROWS_MAX);
      return FALSE;
    }
  sheet = workbook_add_worksheet (self->workbook, info->plural);
  g_assert (sheet != NULL);
  for (guint i = 0; i < columns->len; i++)
    {
      const KlasterExchangeColumn *column = &g_array_index (columns, KlasterExchangeColumn, i);

      worksheet_write_string (sheet, 0, (lxw_col_t) i, column->header, self->header);
    }
  self->widths = widths;
  worksheet_freeze_panes (sheet, 1, 1);
  set_print (sheet, columns->len);
  /* No warning in every cell with an identifier. */
  worksheet_ignore_errors (sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
  worksheet_autofilter (sheet, 0, 0, n_rows, (lxw_col_t) (columns->len - 1));

  klaster_row_iter_init (&iter, self->job->snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      line++;
      if (!klaster_export_pace_step (&self->pace, error))
        return FALSE;
      for (guint i = 0; i < columns->len; i++)
        if (!write_cell (self, sheet, line, (lxw_col_t) i, row, &g_array_index (columns, KlasterExchangeColumn, i), error))
          return FALSE;
    }

  set_widths (self, sheet, table, columns);

  return TRUE;
}

/* Tables that other programs have no use for: settings, bytes that lie elsewhere, plans of this program. */
static gboolean
is_of_no_use (KlasterTable table)
{
  return table == KLASTER_TABLE_CLUSTER || table == KLASTER_TABLE_PARAMETER || table == KLASTER_TABLE_ATTACHMENT
         || table == KLASTER_TABLE_OVERLAY || table == KLASTER_TABLE_SCENARIO || table == KLASTER_TABLE_PLACEMENT;
}

/* What everybody looks for has a sheet even while it is empty, in the order in which people meet it; all else that holds
 * rows follows. */
static guint
list_sheets (const KlasterExportJob *job,
             KlasterTable            tables[KLASTER_N_TABLES])
{
  static const KlasterTable main_tables[] = { KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_AGREEMENT,
                                              KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_TABLE_OBLIGATION, KLASTER_TABLE_GOAL };
  gboolean listed[KLASTER_N_TABLES] = { FALSE };
  guint n = 0;

  if (job->table != KLASTER_EXPORT_ALL)
    {
      tables[n++] = (KlasterTable) job->table;
      return n;
    }
  for (guint i = 0; i < G_N_ELEMENTS (main_tables); i++)
    {
      listed[main_tables[i]] = TRUE;
      tables[n++] = main_tables[i];
    }
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (!listed[t] && !klaster_schema_is_internal (t) && !is_of_no_use (t) && klaster_snapshot_get_n_rows (job->snapshot, t) > 0)
      tables[n++] = t;

  return n;
}

static gboolean
write_sheets (Writer  *self,
              GError **error)
{
  KlasterTable tables[KLASTER_N_TABLES];
  guint n = list_sheets (self->job, tables);

  for (guint i = 0; i < n; i++)
    klaster_export_pace_expect (&self->pace, tables[i]);
  /* As long again takes what follows: packing. */
  self->pace.n_total *= 2;
  for (guint i = 0; i < n; i++)
    if (!write_sheet (self, tables[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
write_workbook (const KlasterExportJob  *job,
                const char              *folder,
                const char              *path,
                GCancellable            *cancellable,
                GError                 **error)
{
  /* The library writes numbers as the locale does; its readers want a point. */
  locale_t locale = newlocale (LC_NUMERIC_MASK, "C", duplocale (uselocale ((locale_t) 0)));
  locale_t before = uselocale (locale);
  lxw_workbook_options options = { .constant_memory = LXW_FALSE, .tmpdir = (char *) folder };
  KlasterRow *cluster = klaster_snapshot_lookup (job->snapshot, KLASTER_TABLE_CLUSTER, 1);
  g_autofree char *title = g_strdup (cluster != NULL ? klaster_row_get_name (cluster, KLASTER_CLUSTER_NAME_UZ, job->language) : "");
  lxw_doc_properties properties = { .title = title, .created = CREATED };
  Writer self = { .job = job, .pace = { job, cancellable } };
  gboolean written;
  lxw_error status;

  self.workbook = workbook_new_opt (path, &options);
  if (self.workbook == NULL)
    {
      uselocale (before);
      freelocale (locale);
      g_set_error_literal (error, KLASTER_EXPORT_ERROR, KLASTER_EXPORT_ERROR_FAILED, _("The workbook could not be made."));
      return FALSE;
    }
  workbook_set_properties (self.workbook, &properties);
  self.header = workbook_add_format (self.workbook);
  format_set_bold (self.header);
  format_set_bg_color (self.header, 0xE6E6E6);
  format_set_bottom (self.header, LXW_BORDER_THIN);
  self.date = workbook_add_format (self.workbook);
  format_set_num_format (self.date, "yyyy\\-mm\\-dd");
  self.whole = workbook_add_format (self.workbook);
  format_set_num_format (self.whole, "0");

  written = write_sheets (&self, error);
  /* Also frees it. */
  status = workbook_close (self.workbook);
  uselocale (before);
  freelocale (locale);
  if (written && status != LXW_NO_ERROR)
    {
      g_set_error (error, KLASTER_EXPORT_ERROR, KLASTER_EXPORT_ERROR_FAILED, _("The workbook could not be written. %s"),
                   lxw_strerror (status));
      return FALSE;
    }

  /* Packing cannot be stopped. */
  return written && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * klaster_export_xlsx:
 * @job: what to write
 * @cancellable: (nullable): to stop
 * @error: return location, %KLASTER_EXPORT_ERROR
 *
 * Writes a workbook with one sheet for a table, named as its plural, or with one for each of the main tables: names of
 * columns as header, rows by id, numbers, dates and truth values as such, everything else as text, which no spreadsheet
 * runs. A number with more figures than spreadsheets keep (15), as most identifiers, is text as well, so that it is still
 * the same when somebody has opened and saved the workbook.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
klaster_export_xlsx (const KlasterExportJob  *job,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-XXXXXX", error);
  g_autofree char *path = NULL;
  g_autofree char *data = NULL;
  gsize length;
  gboolean done;

  if (folder == NULL)
    return NULL;
  path = g_build_filename (folder, "workbook.xlsx", NULL);
  done = write_workbook (job, folder, path, cancellable, error) && g_file_get_contents (path, &data, &length, error);
  g_unlink (path);
  g_rmdir (folder);

  return done ? g_bytes_new_take (g_steal_pointer (&data), length) : NULL;
}
