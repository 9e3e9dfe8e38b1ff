/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-paper-writer-private.h"

#define PAD_X KLASTER_PAPER_TABLE_PAD
#define LARGEST_FONT 8.5
#define SMALLEST_FONT 6.5
#define FONT_STEP 0.5
/* No single word makes a column wider than this share of the page. */
#define MAX_WORD_SHARE 0.25
/* Widths are tried out on so many rows. */
#define SAMPLE_ROWS 200
/* About how many rows there are to the headings of one page */
#define ROWS_OF_PAGE 20

/* How the widths of a table's columns follow from what stands in them. First by rule, in proportion to what the cells hold;
 * then by trial, as long as the rows get lower when room goes from one column to another. */

typedef struct
{
  const KlasterPaperTable *table;
  KlasterPaperFont font, bold_font;
  double *widths;
} Setting;

const char *
klaster_paper_table_get_cell (const KlasterPaperTable    *self,
                              const KlasterPaperTableRow *row,
                              guint                       column)
{
  return g_ptr_array_index (self->cells, row->first_cell + column);
}

double
klaster_paper_table_get_indent (const KlasterPaperTable *self,
                                guint                    column)
{
  return self->columns[column].symbols ? KLASTER_PAPER_TABLE_SYMBOL + PAD_X : 0;
}

static const KlasterPaperFont *
get_cell_font (const Setting              *self,
               const KlasterPaperTableRow *row,
               guint                       column)
{
  return row->bold || self->table->columns[column].bold ? &self->bold_font : &self->font;
}

/* What a column would like to have, must have, and what its cells have on an average */
typedef struct
{
  double natural, least, average;
} Wish;

static void
collect_wishes (Setting *self,
                Wish    *wishes,
                double   room)
{
  const KlasterPaperTable *table = self->table;

  for (guint column = 0; column < table->n_columns; column++)
    {
      Wish *wish = &wishes[column];
      const char *title = table->columns[column].title;
      double sum = 0;
      guint n = 0;

      *wish = (Wish) { 0 };
      if (title != NULL)
        {
          wish->natural = klaster_paper_text_measure (&self->bold_font, title);
          wish->least = klaster_paper_text_measure_word (&self->bold_font, title);
        }
      for (guint i = 0; i < table->rows->len; i++)
        {
          const KlasterPaperTableRow *row = &g_array_index (table->rows, KlasterPaperTableRow, i);
          const char *text;
          double width;

          if (row->group || *(text = klaster_paper_table_get_cell (table, row, column)) == '\0')
            continue;
          width = klaster_paper_text_measure (get_cell_font (self, row, column), text);
          wish->natural = MAX (wish->natural, width);
          wish->least = MAX (wish->least, klaster_paper_text_measure_word (get_cell_font (self, row, column), text));
          sum += width;
          n++;
        }
      wish->least = MIN (wish->least, room * MAX_WORD_SHARE) + klaster_paper_table_get_indent (table, column) + 2 * PAD_X + 0.5;
      wish->natural = MAX (wish->natural + klaster_paper_table_get_indent (table, column) + 2 * PAD_X + 0.5, wish->least);
      if (table->columns[column].whole)
        wish->least = MAX (wish->least, MIN (wish->natural, room * MAX_WORD_SHARE));
      wish->least = MAX (wish->least, table->columns[column].least);
      wish->natural = MAX (wish->natural, wish->least);
      wish->average = n > 0 ? sum / n + klaster_paper_table_get_indent (table, column) + 2 * PAD_X + 0.5 : wish->least;
    }
}

/* Sets the widths to @share of what each column has on an average, or would like to have, and no less than it must. Returns the sum. */
static double
set_widths (Setting    *self,
            const Wish *wishes,
            double      share,
            gboolean    natural)
{
  double sum = 0;

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      self->widths[i] = MAX (wishes[i].least, share * (natural ? wishes[i].natural
                                                               : MIN (wishes[i].average, wishes[i].natural)));
      sum += self->widths[i];
    }

  return sum;
}

/* Shares @room out. With widths in proportion to what columns hold on an average, cells of a row have much the same number
 * of lines, so rows are as low as can be; when there is more, columns grow towards what they would like, and what is still
 * left goes by weight. */
static void
share_room (Setting    *self,
            const Wish *wishes,
            double      room)
{
  guint n = self->table->n_columns;
  gboolean natural = set_widths (self, wishes, 1, FALSE) < room;
  double least = set_widths (self, wishes, 0, natural), weights = 0, low = 0, high = 1, left;

  if (least > room)
    {
      for (guint i = 0; i < n; i++)
        self->widths[i] *= room / least;
      return;
    }
  if (set_widths (self, wishes, 1, natural) > room)
    {
      for (guint step = 0; step < 30; step++)
        {
          double middle = (low + high) / 2;

          if (set_widths (self, wishes, middle, natural) > room)
            high = middle;
          else
            low = middle;
        }
    }
  else
    low = 1;
  left = room - set_widths (self, wishes, low, natural);
  for (guint i = 0; i < n; i++)
    weights += self->table->columns[i].weight;
  for (guint i = 0; i < n && weights > 0; i++)
    self->widths[i] += left * self->table->columns[i].weight / weights;
}

/* A word of a cell: how wide, and what stands in front of it */
typedef enum
{
  AFTER_SPACE,
  AFTER_HYPHEN,
  AFTER_LINE,
} Joint;

typedef struct
{
  float width;
  Joint joint;
} Word;

typedef struct
{
  guint first_word, n_words;
} Cell;

/* What is tried out: cells of some rows and of the headings, and how often each row counts */
typedef struct
{
  guint n_columns, n_rows;
  GArray *words;  /* of Word */
  Cell *cells;    /* row after row */
  float *counts;  /* of each row */
  float space;
  guint16 *lines; /* of each cell with the present widths, column after column */
  guint16 *fewer; /* the same with wider columns */
  guint16 *more;  /* and with narrower ones */
} Trial;

static void
add_word (Trial                  *self,
          const KlasterPaperFont *font,
          const char             *start,
          const char             *end,
          Joint                   joint)
{
  g_autofree char *text = g_strndup (start, (gsize) (end - start));
  Word word = { (float) klaster_paper_text_measure (font, text), joint };

  g_array_append_val (self->words, word);
}

/* The words of a cell, parted where lines may be broken */
static void
read_words (Trial                  *self,
            Cell                   *cell,
            const KlasterPaperFont *font,
            const char             *text)
{
  const char *start = text;
  Joint joint = AFTER_SPACE;

  cell->first_word = self->words->len;
  for (const char *p = text; *text != '\0'; p++)
    {
      gboolean hyphen = *p == '-' && g_unichar_isalpha (g_utf8_get_char (p + 1));

      if ((*p != '\0' && *p != ' ' && *p != '\n' && !hyphen) || (*p == ' ' && klaster_paper_text_is_kept (text, p)))
        continue;
      add_word (self, font, start, p + (hyphen ? 1 : 0), joint);
      if (*p == '\0')
        break;
      start = p + 1;
      joint = hyphen ? AFTER_HYPHEN : *p == '\n' ? AFTER_LINE : AFTER_SPACE;
    }
  cell->n_words = self->words->len - cell->first_word;
}

static guint16
count_lines (const Trial *self,
             const Cell  *cell,
             double       width)
{
  double x = 0, n = 1;

  for (guint i = 0; i < cell->n_words; i++)
    {
      const Word *word = &g_array_index (self->words, Word, cell->first_word + i);
      double gap = word->joint == AFTER_SPACE ? self->space : 0;

      if (i > 0 && (word->joint == AFTER_LINE || x + gap + word->width > width))
        {
          n++;
          x = 0;
        }
      else if (i > 0)
        x += gap;
      x += word->width;
      /* A word that is wider is broken. */
      if (x > width)
        {
          n += floor (x / width);
          x = fmod (x, width);
        }
    }

  return (guint16) MIN (n, G_MAXUINT16);
}

static void
count_column (const Setting *setting,
              const Trial   *self,
              guint          column,
              double         width,
              guint16       *lines)
{
  double room = MAX (width - 2 * PAD_X - klaster_paper_table_get_indent (setting->table, column), 1);

  for (guint row = 0; row < self->n_rows; row++)
    lines[column * self->n_rows + row] = count_lines (self, &self->cells[row * self->n_columns + column], room);
}

/* Lines of all rows when @narrow gives room to @wide; both the number of columns: as it is */
static double
sum_lines (const Trial *self,
           guint        narrow,
           guint        wide)
{
  double sum = 0;

  for (guint row = 0; row < self->n_rows; row++)
    {
      guint most = 1;

      for (guint i = 0; i < self->n_columns; i++)
        most = MAX (most, (i == narrow ? self->more : i == wide ? self->fewer : self->lines)[i * self->n_rows + row]);
      sum += most * self->counts[row];
    }

  return sum;
}

/* The one step of @step points that saves most lines; whether there is one */
static gboolean
take_step (Setting    *setting,
           Trial      *self,
           const Wish *wishes,
           double      step)
{
  guint n = self->n_columns, best_narrow = n, best_wide = n;
  double best = sum_lines (self, n, n) - 0.5;

  for (guint i = 0; i < n; i++)
    {
      count_column (setting, self, i, setting->widths[i] - step, self->more);
      count_column (setting, self, i, setting->widths[i] + step, self->fewer);
    }
  for (guint narrow = 0; narrow < n; narrow++)
    for (guint wide = 0; wide < n; wide++)
      {
        double sum;

        if (narrow == wide || setting->widths[narrow] - step < wishes[narrow].least)
          continue;
        sum = sum_lines (self, narrow, wide);
        if (sum < best)
          {
            best = sum;
            best_narrow = narrow;
            best_wide = wide;
          }
      }
  if (best_narrow == n)
    return FALSE;
  setting->widths[best_narrow] -= step;
  setting->widths[best_wide] += step;
  count_column (setting, self, best_narrow, setting->widths[best_narrow], self->lines);
  count_column (setting, self, best_wide, setting->widths[best_wide], self->lines);

  return TRUE;
}

static void
read_rows (const Setting *setting,
           Trial         *self)
{
  const KlasterPaperTable *table = setting->table;
  guint stride = table->rows->len / SAMPLE_ROWS + 1, most = table->rows->len / stride + 2;

  self->n_columns = table->n_columns;
  self->words = g_array_new (FALSE, FALSE, sizeof (Word));
  self->cells = g_new0 (Cell, most * table->n_columns);
  self->counts = g_new0 (float, most);
  self->space = (float) klaster_paper_text_measure (&setting->font, " ");
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i].title != NULL)
      read_words (self, &self->cells[i], &setting->bold_font, table->columns[i].title);
  self->counts[self->n_rows++] = (float) MAX (1.0, table->rows->len / ROWS_OF_PAGE) / stride;
  for (guint r = 0; r < table->rows->len; r += stride)
    {
      const KlasterPaperTableRow *row = &g_array_index (table->rows, KlasterPaperTableRow, r);

      if (row->group)
        continue;
      for (guint i = 0; i < table->n_columns; i++)
        read_words (self, &self->cells[self->n_rows * table->n_columns + i], get_cell_font (setting, row, i),
                    klaster_paper_table_get_cell (table, row, i));
      self->counts[self->n_rows++] = 1;
    }
  self->lines = g_new (guint16, self->n_rows * self->n_columns);
  self->fewer = g_new (guint16, self->n_rows * self->n_columns);
  self->more = g_new (guint16, self->n_rows * self->n_columns);
}

static void
try_out (Setting    *setting,
         const Wish *wishes)
{
  static const double steps[] = { 64, 32, 16, 8, 4 };
  Trial trial = { 0 };

  read_rows (setting, &trial);
  for (guint i = 0; i < trial.n_columns; i++)
    count_column (setting, &trial, i, setting->widths[i], trial.lines);
  /* Twice: a small step may make a large one pay. */
  for (guint k = 0; k < 2 * G_N_ELEMENTS (steps); k++)
    while (take_step (setting, &trial, wishes, steps[k % G_N_ELEMENTS (steps)]))
      ;
  g_array_unref (trial.words);
  g_free (trial.cells);
  g_free (trial.counts);
  g_free (trial.lines);
  g_free (trial.fewer);
  g_free (trial.more);
}

void
klaster_paper_table_choose_widths (const KlasterPaperTable *self,
                                   double                   room,
                                   KlasterPaperFont        *font,
                                   double                  *widths)
{
  g_autofree Wish *wishes = g_new (Wish, self->n_columns);
  Setting setting = { .table = self, .widths = widths };

  /* The largest font with which no word needs to be broken */
  for (double size = LARGEST_FONT; size >= SMALLEST_FONT; size -= FONT_STEP)
    {
      double needed = 0;

      setting.font = (KlasterPaperFont) { size, FALSE };
      setting.bold_font = (KlasterPaperFont) { size, TRUE };
      collect_wishes (&setting, wishes, room);
      for (guint i = 0; i < self->n_columns; i++)
        needed += wishes[i].least;
      if (needed <= room)
        break;
    }
  share_room (&setting, wishes, room);
  try_out (&setting, wishes);
  *font = setting.font;
}
