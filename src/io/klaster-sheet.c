/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-sheet.h"

typedef struct
{
  gsize first_cell;
  guint n_cells;
  guint line;
} SheetRow;

struct _KlasterSheet
{
  GString *text;   /* all cells, each with its terminating zero */
  GArray *cells;   /* gsize: offset into text */
  GArray *rows;    /* SheetRow, the header included */
  GPtrArray *problems;
  char **letters;  /* names of columns without a header */
  guint n_columns;
  gboolean has_header;
  gboolean rectangular;
  gint lon_column;
  gint lat_column;
};

static void
free_problem (gpointer data)
{
  KlasterSheetProblem *problem = data;

  g_free (problem->reason);
  g_free (problem);
}

KlasterSheet *
klaster_sheet_new (void)
{
  KlasterSheet *self = g_new0 (KlasterSheet, 1);

  self->text = g_string_new (NULL);
  self->cells = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->rows = g_array_new (FALSE, FALSE, sizeof (SheetRow));
  self->problems = g_ptr_array_new_with_free_func (free_problem);
  self->lon_column = -1;
  self->lat_column = -1;

  return self;
}

void
klaster_sheet_free (KlasterSheet *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->text, TRUE);
  g_array_unref (self->cells);
  g_array_unref (self->rows);
  g_ptr_array_unref (self->problems);
  g_strfreev (self->letters);
  g_free (self);
}

/**
 * klaster_sheet_begin_row:
 * @self: a sheet that is being filled
 * @line: line of the source where the row begins, from 1
 */
void
klaster_sheet_begin_row (KlasterSheet *self,
                         guint         line)
{
  SheetRow row = { self->cells->len, 0, line };

  g_array_append_val (self->rows, row);
}

/**
 * klaster_sheet_append_cell:
 * @self: a sheet with a row begun
 * @text: the cell, UTF-8
 * @length: its bytes, -1: up to the zero
 */
void
klaster_sheet_append_cell (KlasterSheet *self,
                           const char   *text,
                           gssize        length)
{
  SheetRow *row;
  gsize offset = self->text->len;

  g_return_if_fail (self->rows->len > 0);

  row = &g_array_index (self->rows, SheetRow, self->rows->len - 1);
  g_string_append_len (self->text, text, length);
  g_string_append_c (self->text, '\0');
  g_array_append_val (self->cells, offset);
  row->n_cells++;
  self->n_columns = MAX (self->n_columns, row->n_cells);
}

void
klaster_sheet_remove_last_row (KlasterSheet *self)
{
  SheetRow *row;

  g_return_if_fail (self->rows->len > 0);

  row = &g_array_index (self->rows, SheetRow, self->rows->len - 1);
  if (row->n_cells > 0)
    g_string_truncate (self->text, g_array_index (self->cells, gsize, row->first_cell));
  g_array_set_size (self->cells, row->first_cell);
  g_array_set_size (self->rows, self->rows->len - 1);
}

void
klaster_sheet_remove_first_rows (KlasterSheet *self,
                                 guint         n_rows)
{
  g_return_if_fail (n_rows <= self->rows->len);

  g_array_remove_range (self->rows, 0, n_rows);
}

void
klaster_sheet_set_rectangular (KlasterSheet *self)
{
  self->rectangular = TRUE;
}

void
klaster_sheet_add_problem (KlasterSheet *self,
                           guint         row,
                           guint         column,
                           gboolean      rejected,
                           const char   *reason)
{
  KlasterSheetProblem *problem = g_new (KlasterSheetProblem, 1);

  problem->row = row;
  problem->column = column;
  problem->rejected = rejected;
  problem->reason = g_strdup (reason);
  g_ptr_array_add (self->problems, problem);
}

static char *
make_letters (guint column)
{
  char letters[16];
  guint length = sizeof letters - 1;

  letters[length] = '\0';
  for (guint i = column + 1; i > 0 && length > 0; i = (i - 1) / 26)
    letters[--length] = (char) ('A' + (i - 1) % 26);

  return g_strdup (letters + length);
}

void
klaster_sheet_set_has_header (KlasterSheet *self,
                              gboolean      has_header)
{
  g_return_if_fail (self != NULL);

  self->has_header = has_header && self->rows->len > 0;
  g_strfreev (self->letters);
  self->letters = g_new0 (char *, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    self->letters[i] = make_letters (i);
}

void
klaster_sheet_set_position_columns (KlasterSheet *self,
                                    gint          lon_column,
                                    gint          lat_column)
{
  self->lon_column = lon_column;
  self->lat_column = lat_column;
}

guint
klaster_sheet_get_n_columns (const KlasterSheet *self)
{
  return self->n_columns;
}

static const char *
get_cell_of (const KlasterSheet *self,
             guint               position,
             guint               column)
{
  const SheetRow *row = &g_array_index (self->rows, SheetRow, position);

  if (column >= row->n_cells)
    return "";
  return self->text->str + g_array_index (self->cells, gsize, row->first_cell + column);
}

/**
 * klaster_sheet_get_header:
 * @self: a sheet
 * @column: position of a column
 *
 * Returns: (transfer none): its header; a letter as in spreadsheets when it has none
 */
const char *
klaster_sheet_get_header (const KlasterSheet *self,
                          guint               column)
{
  g_return_val_if_fail (column < self->n_columns, "");

  if (self->has_header)
    {
      const char *header = get_cell_of (self, 0, column);

      if (*header)
        return header;
    }

  return klaster_sheet_get_letter (self, column);
}

GArray *
klaster_sheet_list_repeated_headers (const KlasterSheet *self)
{
  GArray *repeats = g_array_new (FALSE, FALSE, sizeof (KlasterSheetRepeat));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->has_header && i < self->n_columns; i++)
    {
      const char *header = klaster_sheet_get_header (self, i);
      gpointer first;

      if (g_hash_table_lookup_extended (seen, header, NULL, &first))
        {
          KlasterSheetRepeat repeat = { i, GPOINTER_TO_UINT (first) };

          g_array_append_val (repeats, repeat);
        }
      else
        g_hash_table_insert (seen, (gpointer) header, GUINT_TO_POINTER (i));
    }

  return repeats;
}

guint
klaster_sheet_get_header_line (const KlasterSheet *self)
{
  return self->has_header ? g_array_index (self->rows, SheetRow, 0).line : 0;
}

const char *
klaster_sheet_get_letter (const KlasterSheet *self,
                          guint               column)
{
  g_return_val_if_fail (column < self->n_columns, "");

  return self->letters ? self->letters[column] : "";
}

guint
klaster_sheet_get_n_headers (const KlasterSheet *self)
{
  return self->has_header && !self->rectangular ? g_array_index (self->rows, SheetRow, 0).n_cells : self->n_columns;
}

gboolean
klaster_sheet_get_has_header (const KlasterSheet *self)
{
  return self->has_header;
}

guint
klaster_sheet_get_n_rows (const KlasterSheet *self)
{
  return self->rows->len - (self->has_header ? 1 : 0);
}

guint
klaster_sheet_get_n_cells (const KlasterSheet *self,
                           guint               row)
{
  g_return_val_if_fail (row < klaster_sheet_get_n_rows (self), 0);

  return self->rectangular ? self->n_columns : g_array_index (self->rows, SheetRow, row + (self->has_header ? 1 : 0)).n_cells;
}

const char *
klaster_sheet_get_cell (const KlasterSheet *self,
                        guint               row,
                        guint               column)
{
  g_return_val_if_fail (row < klaster_sheet_get_n_rows (self), "");

  return get_cell_of (self, row + (self->has_header ? 1 : 0), column);
}

guint
klaster_sheet_get_line (const KlasterSheet *self,
                        guint               row)
{
  g_return_val_if_fail (row < klaster_sheet_get_n_rows (self), 0);

  return g_array_index (self->rows, SheetRow, row + (self->has_header ? 1 : 0)).line;
}

gint
klaster_sheet_get_lon_column (const KlasterSheet *self)
{
  return self->lon_column;
}

gint
klaster_sheet_get_lat_column (const KlasterSheet *self)
{
  return self->lat_column;
}

guint
klaster_sheet_get_n_problems (const KlasterSheet *self)
{
  return self->problems->len;
}

const KlasterSheetProblem *
klaster_sheet_get_problem (const KlasterSheet *self,
                           guint               position)
{
  g_return_val_if_fail (position < self->problems->len, NULL);

  return g_ptr_array_index (self->problems, position);
}
