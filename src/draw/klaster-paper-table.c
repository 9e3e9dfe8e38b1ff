/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-paper-writer-private.h"
#include "klaster-translation.h"

#define PAD_X KLASTER_PAPER_TABLE_PAD
#define PAD_Y 2.5
#define SYMBOL KLASTER_PAPER_TABLE_SYMBOL
/* A row that is taller than this share of a page does not leave the rest of a page empty. */
#define TALL_SHARE 0.4
/* Nor is a table torn apart that takes no more than this. */
#define SHORT_SHARE 0.35
/* How many rows are laid out between two looks at whether it is still wanted */
#define CANCEL_ROWS 256

typedef KlasterPaperTableRow Row;

/* What is known of the table while its rows are set */
typedef struct
{
  KlasterPaperWriter *writer;
  KlasterPaperTable *table;
  KlasterPaperFont font, bold_font;
  double line_height;
  double *widths;
  double *lefts;
  double head_height; /* 0: no headings */
  const char *group;  /* (nullable): the group that the rows belong to */
  gboolean group_waits;
} Setting;

void
klaster_paper_table_free (KlasterPaperTable *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    g_free ((char *) self->columns[i].title);
  g_free (self->columns);
  g_ptr_array_unref (self->cells);
  g_array_unref (self->rows);
  g_free (self);
}

/**
 * klaster_paper_writer_begin_table:
 * @self: a writer
 * @columns: (array length=n_columns): its columns; copied
 * @n_columns: how many
 *
 * Begins a table. Nothing is set before klaster_paper_writer_end_table(), as widths follow from all rows.
 */
void
klaster_paper_writer_begin_table (KlasterPaperWriter       *self,
                                  const KlasterPaperColumn *columns,
                                  guint                     n_columns)
{
  KlasterPaperTable *table = g_new0 (KlasterPaperTable, 1);

  g_return_if_fail (self->table == NULL && n_columns > 0);

  table->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  for (guint i = 0; i < n_columns; i++)
    table->columns[i].title = g_strdup (columns[i].title);
  table->n_columns = n_columns;
  table->cells = g_ptr_array_new ();
  table->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  self->table = table;
}

static const char *
keep (KlasterPaperWriter *self,
      const char         *text)
{
  return text == NULL || *text == '\0' ? "" : g_string_chunk_insert_const (self->paper->strings, text);
}

/**
 * klaster_paper_writer_add_group:
 * @self: a writer within a table
 * @title: what the rows up to the next group share
 */
void
klaster_paper_writer_add_group (KlasterPaperWriter *self,
                                const char         *title)
{
  Row row = { .first_cell = self->table->cells->len, .group = TRUE };

  g_ptr_array_add (self->table->cells, (gpointer) keep (self, title));
  g_array_append_val (self->table->rows, row);
}

/**
 * klaster_paper_writer_add_row:
 * @self: a writer within a table
 * @cells: as many texts as there are columns; %NULL: empty
 */
void
klaster_paper_writer_add_row (KlasterPaperWriter *self,
                              const char *const  *cells)
{
  Row row = { .first_cell = self->table->cells->len };

  for (guint i = 0; i < self->table->n_columns; i++)
    g_ptr_array_add (self->table->cells, (gpointer) keep (self, cells[i]));
  g_array_append_val (self->table->rows, row);
}

/**
 * klaster_paper_writer_set_symbol:
 * @self: a writer within a table that has rows
 * @kind: kind of an institution
 * @role: its role
 *
 * Puts a symbol into the row added last, in the column that has room for symbols.
 */
void
klaster_paper_writer_set_symbol (KlasterPaperWriter *self,
                                 KlasterKind         kind,
                                 KlasterRole         role)
{
  Row *row;

  g_return_if_fail (self->table != NULL && self->table->rows->len > 0);

  row = &g_array_index (self->table->rows, Row, self->table->rows->len - 1);
  row->has_symbol = TRUE;
  row->kind = kind;
  row->role = role;
}

/**
 * klaster_paper_writer_set_bold:
 * @self: a writer within a table that has rows
 *
 * Lets the row added last stand out, as sums do.
 */
void
klaster_paper_writer_set_bold (KlasterPaperWriter *self)
{
  g_return_if_fail (self->table != NULL && self->table->rows->len > 0);

  g_array_index (self->table->rows, Row, self->table->rows->len - 1).bold = TRUE;
}

static double
get_indent (const KlasterPaperTable *table,
            guint                    column)
{
  return klaster_paper_table_get_indent (table, column);
}

static const KlasterPaperFont *
get_cell_font (const Setting *self,
               const Row     *row,
               guint          column)
{
  return row->bold || self->table->columns[column].bold ? &self->bold_font : &self->font;
}

/* The largest font with which no word needs to be broken, and the columns' widths with it */
static void
choose_widths (Setting *self)
{
  double x = self->writer->left;

  klaster_paper_table_choose_widths (self->table, self->writer->right - self->writer->left, &self->font, self->widths);
  self->bold_font = (KlasterPaperFont) { self->font.size, TRUE };
  self->line_height = klaster_paper_text_get_line_height (&self->font);
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      self->lefts[i] = x;
      x += self->widths[i];
    }
}

static double
get_text_width (const Setting *self,
                guint          column,
                gboolean       head)
{
  return MAX (self->widths[column] - 2 * PAD_X - (head ? 0 : get_indent (self->table, column)), 1);
}

/* @row: (nullable): of a heading */
static void
add_cell (Setting    *self,
          const char *text,
          const Row  *row,
          guint       column,
          double      y,
          guint       first_line,
          guint       n_lines)
{
  gboolean head = row == NULL;
  KlasterPaperItem item = {
    .type = KLASTER_PAPER_ITEM_TEXT, .text = text, .align = self->table->columns[column].align, .first_line = first_line,
    .n_lines = n_lines,
  };

  item.font = head ? self->bold_font : *get_cell_font (self, row, column);
  item.x = (float) (self->lefts[column] + PAD_X + (head ? 0 : get_indent (self->table, column)));
  item.y = (float) (y + PAD_Y);
  item.width = (float) get_text_width (self, column, head);
  item.height = (float) (n_lines * self->line_height);
  klaster_paper_writer_add_item (self->writer, &item);
}

static double
measure_head (Setting *self)
{
  guint n_lines = 0;

  for (guint i = 0; i < self->table->n_columns; i++)
    if (self->table->columns[i].title != NULL)
      n_lines = MAX (n_lines, klaster_paper_text_count_lines (&self->bold_font, self->table->columns[i].title,
                                                              (float) get_text_width (self, i, TRUE)));

  return n_lines > 0 ? n_lines * self->line_height + 2 * PAD_Y + 1 : 0;
}

static void
add_head (Setting *self)
{
  KlasterPaperWriter *writer = self->writer;

  if (self->head_height <= 0)
    return;
  klaster_paper_writer_add_line (writer, writer->left, writer->y, writer->right - writer->left, self->head_height,
                                 KLASTER_PAPER_SHADE);
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      const char *title = self->table->columns[i].title;

      if (title != NULL)
        add_cell (self, g_string_chunk_insert_const (writer->paper->strings, title), NULL, i, writer->y, 0,
                  klaster_paper_text_count_lines (&self->bold_font, title, (float) get_text_width (self, i, TRUE)));
    }
  writer->y += self->head_height;
  klaster_paper_writer_add_line (writer, writer->left, writer->y - 0.8, writer->right - writer->left, 0.8,
                                 KLASTER_PAPER_DIM);
}

static double
measure_group (Setting    *self,
               const char *title)
{
  return self->line_height * klaster_paper_text_count_lines (&self->bold_font, title,
                                                             (float) (self->writer->right - self->writer->left - 2 * PAD_X))
         + 2 * PAD_Y + 4;
}

static void
add_group (Setting    *self,
           const char *title)
{
  KlasterPaperWriter *writer = self->writer;
  KlasterPaperItem item = { .type = KLASTER_PAPER_ITEM_TEXT, .font = self->bold_font };

  item.text = keep (writer, title);
  item.x = (float) (writer->left + PAD_X);
  item.y = (float) (writer->y + PAD_Y + 3);
  item.width = (float) (writer->right - writer->left - 2 * PAD_X);
  item.n_lines = klaster_paper_text_count_lines (&self->bold_font, title, item.width);
  item.height = (float) (item.n_lines * self->line_height);
  klaster_paper_writer_add_item (writer, &item);
  writer->y += measure_group (self, title);
  klaster_paper_writer_add_line (writer, writer->left, writer->y - 0.5, writer->right - writer->left, 0.5,
                                 KLASTER_PAPER_DIM);
}

/* (transfer full) (nullable): what stands above the rows of a group overleaf */
static char *
name_continued (Setting *self)
{
  if (self->group == NULL)
    return NULL;

  /* Translators: above the rows of a group in a printed table that began on the page before; %s names the group. */
  return g_strdup_printf (klaster_translate (self->writer->setup.language, "%s (continued)"), self->group);
}

static void
begin_page (Setting *self)
{
  g_autofree char *continued = self->group_waits ? NULL : name_continued (self);

  klaster_paper_writer_begin_page (self->writer);
  add_head (self);
  if (continued != NULL)
    add_group (self, continued);
}

static void
add_waiting_group (Setting *self)
{
  if (self->group_waits)
    add_group (self, self->group);
  self->group_waits = FALSE;
}

/* Lines @first … of a row's cells, as many as @n_lines, and what closes the piece */
static void
add_row_piece (Setting     *self,
               const Row   *row,
               const guint *lines,
               guint        first,
               guint        n_lines)
{
  KlasterPaperWriter *writer = self->writer;

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      const char *text = klaster_paper_table_get_cell (self->table, row, i);

      if (*text != '\0' && lines[i] > first)
        add_cell (self, text, row, i, writer->y, first, MIN (lines[i] - first, n_lines));
      if (row->has_symbol && self->table->columns[i].symbols && first == 0)
        {
          KlasterPaperItem item = {
            .type = KLASTER_PAPER_ITEM_SYMBOL, .x = (float) (self->lefts[i] + PAD_X),
            .y = (float) (writer->y + PAD_Y + (self->line_height - SYMBOL) / 2), .width = SYMBOL, .height = SYMBOL,
            .kind = row->kind, .role = row->role,
          };

          klaster_paper_writer_add_item (writer, &item);
        }
    }
  writer->y += n_lines * self->line_height + 2 * PAD_Y;
  klaster_paper_writer_add_line (writer, writer->left, writer->y - 0.4, writer->right - writer->left, 0.4,
                                 KLASTER_PAPER_LINE);
}

/* Room for rows on a page of their own */
static double
get_full_room (Setting *self)
{
  KlasterPaperWriter *writer = self->writer;
  g_autofree char *continued = name_continued (self);
  double room = writer->bottom - writer->top - writer->running_height - self->head_height;

  return room - (continued != NULL ? measure_group (self, continued) : 0);
}

/* @lines: (array): of each cell. Returns the most. */
static guint
count_lines (Setting   *self,
             const Row *row,
             guint     *lines)
{
  guint most = 1;

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      lines[i] = klaster_paper_text_count_lines (get_cell_font (self, row, i), klaster_paper_table_get_cell (self->table, row, i),
                                                 (float) get_text_width (self, i, FALSE));
      most = MAX (most, lines[i]);
    }

  return most;
}

/* @last: (nullable): the row below, when it is the last one: a sum or a single line does not stand on a page alone. */
static void
add_row (Setting   *self,
         const Row *row,
         const Row *last)
{
  KlasterPaperWriter *writer = self->writer;
  g_autofree guint *lines = g_new (guint, self->table->n_columns);
  guint n_lines = count_lines (self, row, lines), first = 0;
  double height = n_lines * self->line_height + 2 * PAD_Y;

  if (height <= get_full_room (self) * TALL_SHARE || writer->y + height <= writer->bottom)
    {
      double needed = height + (self->group_waits ? measure_group (self, self->group) : 0);

      if (last != NULL)
        {
          g_autofree guint *last_lines = g_new (guint, self->table->n_columns);
          double both = height + count_lines (self, last, last_lines) * self->line_height + 2 * PAD_Y;

          if (both <= get_full_room (self))
            needed += both - height;
        }
      if (writer->y + needed > writer->bottom)
        begin_page (self);
      add_waiting_group (self);
      add_row_piece (self, row, lines, 0, n_lines);
      return;
    }

  /* Tall: it begins where it stands unless only a line or two would fit. */
  if (writer->bottom - writer->y - (self->group_waits ? measure_group (self, self->group) : 0)
      < 3 * self->line_height + 2 * PAD_Y)
    begin_page (self);
  add_waiting_group (self);
  while (first < n_lines)
    {
      guint n_fit = (guint) MAX (floor ((writer->bottom - writer->y - 2 * PAD_Y) / self->line_height), 1);
      guint n_now = MIN (n_fit, n_lines - first);

      /* No line goes overleaf alone. */
      if (n_lines - first - n_now == 1 && n_now > 2)
        n_now--;
      add_row_piece (self, row, lines, first, n_now);
      first += n_now;
      if (first < n_lines)
        begin_page (self);
    }
}

/* All of a table that is short enough to stand together; 0: it is not */
static double
measure_short (Setting *self)
{
  g_autofree guint *lines = g_new (guint, self->table->n_columns);
  double height = self->head_height, most = get_full_room (self) * SHORT_SHARE;

  for (guint i = 0; i < self->table->rows->len && height <= most; i++)
    {
      const Row *row = &g_array_index (self->table->rows, Row, i);

      height += row->group ? measure_group (self, klaster_paper_table_get_cell (self->table, row, 0))
                           : count_lines (self, row, lines) * self->line_height + 2 * PAD_Y;
    }

  return height <= most ? height : 0;
}

/* What must stand together at the beginning: the headings, the title of the first group, the first row */
static double
measure_beginning (Setting *self)
{
  g_autofree guint *lines = g_new (guint, self->table->n_columns);
  double height = self->head_height, row_height = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < self->table->rows->len && !found; i++)
    {
      const Row *row = &g_array_index (self->table->rows, Row, i);

      found = !row->group;
      if (row->group)
        height += measure_group (self, klaster_paper_table_get_cell (self->table, row, 0));
      else
        row_height = count_lines (self, row, lines) * self->line_height + 2 * PAD_Y;
    }
  /* A row that is cut anyway may begin here. */
  if (row_height > get_full_room (self) * TALL_SHARE)
    row_height = 3 * self->line_height + 2 * PAD_Y;

  return height + row_height;
}

/**
 * klaster_paper_writer_end_table:
 * @self: a writer within a table
 * @cancellable: (nullable): looked at between the rows
 *
 * Sets the table that was begun: widths of its columns follow from what stands in them, the headings come again on every
 * page, rows keep together.
 *
 * Returns: %FALSE when it was cancelled; the document is then not to be used
 */
gboolean
klaster_paper_writer_end_table (KlasterPaperWriter *self,
                                GCancellable       *cancellable)
{
  KlasterPaperTable *table = self->table;
  g_autofree double *widths = g_new0 (double, table->n_columns);
  g_autofree double *lefts = g_new0 (double, table->n_columns);
  Setting setting = { .writer = self, .table = table, .widths = widths, .lefts = lefts };
  gboolean cancelled = FALSE;

  choose_widths (&setting);
  setting.head_height = measure_head (&setting);
  klaster_paper_writer_place (self, MAX (measure_short (&setting), measure_beginning (&setting)));
  add_head (&setting);
  for (guint i = 0; i < table->rows->len && !cancelled; i++)
    {
      const Row *row = &g_array_index (table->rows, Row, i);

      if (row->group)
        {
          setting.group = klaster_paper_table_get_cell (table, row, 0);
          setting.group_waits = TRUE;
        }
      else
        {
          const Row *last = i + 2 == table->rows->len ? &g_array_index (table->rows, Row, i + 1) : NULL;

          add_row (&setting, row, last != NULL && !last->group ? last : NULL);
        }
      cancelled = i % CANCEL_ROWS == 0 && g_cancellable_is_cancelled (cancellable);
    }
  add_waiting_group (&setting);
  self->y += 6;
  g_clear_pointer (&self->table, klaster_paper_table_free);

  return !cancelled;
}
