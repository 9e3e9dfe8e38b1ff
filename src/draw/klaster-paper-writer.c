/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-derive.h"
#include "klaster-paper-writer-private.h"
#include "klaster-translation.h"

#define MARGIN (15 * 72 / 25.4)
/* From the foot of the content to the page's number */
#define FOOT 16.0
#define SIGNATURE_HEIGHT 64.0

static const KlasterPaperFont title_font = { 16, TRUE };
static const KlasterPaperFont subject_font = { 10.5, FALSE };
static const KlasterPaperFont heading_fonts[] = { { 12.5, TRUE }, { 10.5, TRUE }, { 9.5, TRUE } };
static const KlasterPaperFont text_font = { 9.5, FALSE };
static const KlasterPaperFont note_font = { 8, FALSE };

void
klaster_paper_writer_add_item (KlasterPaperWriter     *self,
                               const KlasterPaperItem *item)
{
  g_array_append_vals (self->items, item, 1);
}

void
klaster_paper_writer_add_line (KlasterPaperWriter *self,
                               double              x,
                               double              y,
                               double              width,
                               double              height,
                               float               grey)
{
  KlasterPaperItem item = {
    .type = KLASTER_PAPER_ITEM_FILL, .x = (float) x, .y = (float) y, .width = (float) width, .height = (float) height,
    .grey = grey,
  };

  klaster_paper_writer_add_item (self, &item);
}

/* All lines of a text at @y; the height that they take. @text is copied. */
static double
add_lines (KlasterPaperWriter     *self,
           const KlasterPaperFont *font,
           KlasterPaperAlign       align,
           float                   grey,
           const char             *text,
           double                  x,
           double                  y,
           double                  width)
{
  KlasterPaperItem item = {
    .type = KLASTER_PAPER_ITEM_TEXT, .x = (float) x, .y = (float) y, .width = (float) width, .grey = grey, .font = *font,
    .align = align,
  };

  if (*text == '\0')
    return 0;
  item.text = g_string_chunk_insert_const (self->paper->strings, text);
  item.n_lines = klaster_paper_text_count_lines (font, text, item.width);
  item.height = (float) (item.n_lines * klaster_paper_text_get_line_height (font));
  klaster_paper_writer_add_item (self, &item);

  return item.height;
}

static void
open_page (KlasterPaperWriter *self)
{
  self->items = g_array_new (FALSE, TRUE, sizeof (KlasterPaperItem));
  g_ptr_array_add (self->paper->pages, self->items);
  self->y = self->top;
}

/* Title and foot grow with the sheet. */
static KlasterPaperFont
scale_font (KlasterPaperWriter     *self,
            const KlasterPaperFont *font)
{
  return (KlasterPaperFont) { font->size * self->setup.text_scale, font->bold };
}

static char *
get_running_text (KlasterPaperWriter *self)
{
  if (self->paper->subject == NULL || *self->paper->subject == '\0')
    return g_strdup (self->paper->title);

  return g_strdup_printf ("%s · %s", self->paper->title, self->paper->subject);
}

static void
add_running_head (KlasterPaperWriter *self)
{
  g_autofree char *text = get_running_text (self);
  double height = add_lines (self, &note_font, KLASTER_PAPER_START, KLASTER_PAPER_DIM, text, self->left, self->y,
                             self->right - self->left);

  klaster_paper_writer_add_line (self, self->left, self->y + height + 3, self->right - self->left, 0.5,
                                 KLASTER_PAPER_LINE);
  self->y += self->running_height;
}

static double
measure_running_head (KlasterPaperWriter *self)
{
  g_autofree char *text = get_running_text (self);

  return 12 + klaster_paper_text_get_line_height (&note_font)
              * klaster_paper_text_count_lines (&note_font, text, (float) (self->right - self->left));
}

/**
 * klaster_paper_writer_new:
 * @setup: paper and language
 * @title: what the document is called
 * @subject: (nullable): what stands under the title and goes along on every page
 *
 * Returns: (transfer full): a writer at the top of the first page, below the title
 */
KlasterPaperWriter *
klaster_paper_writer_new (const KlasterPaperSetup *setup,
                          const char              *title,
                          const char              *subject)
{
  KlasterPaperWriter *self = g_new0 (KlasterPaperWriter, 1);
  KlasterPaperFont font;
  double width, height;

  klaster_paper_size_get_points (setup->size, &width, &height);
  self->setup = *setup;
  self->paper = setup->landscape ? klaster_paper_new (height, width) : klaster_paper_new (width, height);
  self->paper->title = g_strdup (title);
  self->paper->subject = g_strdup (subject);
  self->paper->date = g_strdup (setup->date);
  self->paper->language = setup->language;
  self->setup.date = self->paper->date;
  self->pending = g_array_new (FALSE, FALSE, sizeof (KlasterPaperHeading));
  self->left = MARGIN;
  self->right = self->paper->width - MARGIN;
  self->top = MARGIN;
  self->bottom = self->paper->height - MARGIN - FOOT * setup->text_scale;

  self->running_height = measure_running_head (self);

  open_page (self);
  font = scale_font (self, &title_font);
  self->y += add_lines (self, &font, KLASTER_PAPER_START, KLASTER_PAPER_INK, title, self->left, self->y,
                        self->right - self->left);
  font = scale_font (self, &subject_font);
  if (subject != NULL && *subject != '\0')
    self->y += 2 + add_lines (self, &font, KLASTER_PAPER_START, KLASTER_PAPER_DIM, subject, self->left, self->y + 2,
                              self->right - self->left);
  self->y += 10;

  return self;
}

/**
 * klaster_paper_writer_free:
 * @self: (nullable): a writer that is given up
 */
void
klaster_paper_writer_free (KlasterPaperWriter *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->table, klaster_paper_table_free);
  g_clear_pointer (&self->paper, klaster_paper_unref);
  g_array_unref (self->pending);
  g_free (self);
}

/* The day on the left, the page's number on the right */
static void
add_foot (KlasterPaperWriter *self,
          guint               page)
{
  KlasterPaperFont font = scale_font (self, &note_font);
  double y = self->paper->height - MARGIN - klaster_paper_text_get_line_height (&font);
  double width = (self->right - self->left) / 2;
  g_autofree char *day = klaster_date_format (self->paper->date, self->setup.language);
  /* Translators: at the foot of a printed page; %s is the day whose state the page shows. */
  g_autofree char *state = g_strdup_printf (klaster_translate (self->setup.language, "As of %s"), day);

  self->items = g_ptr_array_index (self->paper->pages, page);
  add_lines (self, &font, KLASTER_PAPER_START, KLASTER_PAPER_DIM, state, self->left, y, width);
  if (self->paper->pages->len > 1)
    {
      /* Translators: at the foot of a printed page: its number, and how many there are. */
      g_autofree char *number = g_strdup_printf (klaster_translate (self->setup.language, "Page %u of %u"), page + 1,
                                                 self->paper->pages->len);

      add_lines (self, &font, KLASTER_PAPER_END, KLASTER_PAPER_DIM, number, self->right - width, y, width);
    }
}

/**
 * klaster_paper_writer_end:
 * @self: (transfer full): a writer
 *
 * Returns: (transfer full): the document
 */
KlasterPaper *
klaster_paper_writer_end (KlasterPaperWriter *self)
{
  KlasterPaper *paper;

  g_return_val_if_fail (self != NULL && self->table == NULL, NULL);

  /* Headings that nothing follows; without them a full page would be followed by an empty one. */
  if (self->pending->len > 0)
    klaster_paper_writer_place (self, 0);
  for (guint page = 0; page < self->paper->pages->len; page++)
    add_foot (self, page);
  paper = g_steal_pointer (&self->paper);
  klaster_paper_writer_free (self);

  return paper;
}

/**
 * klaster_paper_writer_begin_page:
 * @self: a writer
 *
 * Goes on at the top of a new page.
 */
void
klaster_paper_writer_begin_page (KlasterPaperWriter *self)
{
  open_page (self);
  add_running_head (self);
}

static const KlasterPaperFont *
get_heading_font (guint level)
{
  return &heading_fonts[CLAMP (level, 1, G_N_ELEMENTS (heading_fonts)) - 1];
}

static double
measure_heading (KlasterPaperWriter        *self,
                 const KlasterPaperHeading *heading)
{
  const KlasterPaperFont *font = get_heading_font (heading->level);

  return 10 + 4 + klaster_paper_text_get_line_height (font)
                  * klaster_paper_text_count_lines (font, heading->text, (float) (self->right - self->left));
}

/* What the headings take that wait */
static double
get_pending (KlasterPaperWriter *self)
{
  double height = 0;

  for (guint i = 0; i < self->pending->len; i++)
    height += measure_heading (self, &g_array_index (self->pending, KlasterPaperHeading, i));

  return height;
}

void
klaster_paper_writer_place (KlasterPaperWriter *self,
                            double              height)
{
  /* At the top of a page there is nothing to be gained by another one. */
  if (self->y + get_pending (self) + height > self->bottom && self->items->len > 2)
    klaster_paper_writer_begin_page (self);
  for (guint i = 0; i < self->pending->len; i++)
    {
      KlasterPaperHeading *heading = &g_array_index (self->pending, KlasterPaperHeading, i);

      heading->page = self->paper->pages->len - 1;
      heading->y = self->y;
      self->y += 10;
      self->y += 4 + add_lines (self, get_heading_font (heading->level), KLASTER_PAPER_START, KLASTER_PAPER_INK, heading->text,
                                self->left, self->y, self->right - self->left);
      g_array_append_vals (self->paper->headings, heading, 1);
    }
  g_array_set_size (self->pending, 0);
}

/**
 * klaster_paper_writer_add_heading:
 * @self: a writer
 * @level: 1 for the largest
 * @text: UTF-8
 *
 * Adds a heading, which stays on the page of what follows and stands in the outline.
 */
void
klaster_paper_writer_add_heading (KlasterPaperWriter *self,
                                  guint               level,
                                  const char         *text)
{
  KlasterPaperHeading heading = { g_string_chunk_insert_const (self->paper->strings, text), level, 0, 0 };

  g_array_append_val (self->pending, heading);
}

/* Lines of a text, as many on each page as fit */
static void
add_paragraph (KlasterPaperWriter     *self,
               const KlasterPaperFont *font,
               float                   grey,
               const char             *text)
{
  double line_height = klaster_paper_text_get_line_height (font);
  KlasterPaperItem item = {
    .type = KLASTER_PAPER_ITEM_TEXT, .x = (float) self->left, .width = (float) (self->right - self->left), .grey = grey,
    .font = *font,
  };
  guint n_lines = klaster_paper_text_count_lines (font, text, item.width);

  item.text = g_string_chunk_insert_const (self->paper->strings, text);
  while (item.first_line < n_lines)
    {
      guint left_over = n_lines - item.first_line;
      guint n_fit;

      klaster_paper_writer_place (self, MIN (left_over, 2) * line_height);
      n_fit = (guint) MAX (floor ((self->bottom - self->y) / line_height), 1);
      item.n_lines = MIN (left_over, n_fit);
      item.y = (float) self->y;
      item.height = (float) (item.n_lines * line_height);
      klaster_paper_writer_add_item (self, &item);
      item.first_line += item.n_lines;
      self->y += item.height;
    }
  self->y += 4;
}

/**
 * klaster_paper_writer_add_note:
 * @self: a writer
 * @text: UTF-8, may have several lines
 *
 * Adds text that steps back.
 */
void
klaster_paper_writer_add_note (KlasterPaperWriter *self,
                               const char         *text)
{
  add_paragraph (self, &note_font, KLASTER_PAPER_DIM, text);
}

/**
 * klaster_paper_writer_add_signatures:
 * @self: a writer
 * @names: (array length=n_names): what stands above each line
 * @n_names: how many
 *
 * Adds places to sign in two columns.
 */
void
klaster_paper_writer_add_signatures (KlasterPaperWriter *self,
                                     const char *const  *names,
                                     guint               n_names)
{
  double gap = 24, width = (self->right - self->left - gap) / 2;
  /* Translators: under the line on which somebody signs a printed agreement. */
  const char *below = klaster_translate (self->setup.language, "Name, signature, date, seal");

  for (guint i = 0; i < n_names; i += 2)
    {
      double height = 0;

      for (guint k = i; k < MIN (i + 2, n_names); k++)
        height = MAX (height, klaster_paper_text_get_line_height (&text_font)
                              * klaster_paper_text_count_lines (&text_font, names[k], (float) width));
      klaster_paper_writer_place (self, height + SIGNATURE_HEIGHT);
      for (guint k = i; k < MIN (i + 2, n_names); k++)
        {
          double x = self->left + (k - i) * (width + gap);

          add_lines (self, &text_font, KLASTER_PAPER_START, KLASTER_PAPER_INK, names[k], x, self->y, width);
          klaster_paper_writer_add_line (self, x, self->y + height + 36, width, 0.6, KLASTER_PAPER_INK);
          add_lines (self, &note_font, KLASTER_PAPER_START, KLASTER_PAPER_DIM, below, x, self->y + height + 39, width);
        }
      self->y += height + SIGNATURE_HEIGHT;
    }
}

/**
 * klaster_paper_writer_get_room:
 * @self: a writer
 * @width: (out): points
 * @height: (out): points
 *
 * What klaster_paper_writer_add_drawing() would fill.
 */
void
klaster_paper_writer_get_room (KlasterPaperWriter *self,
                               double             *width,
                               double             *height)
{
  *width = self->right - self->left;
  *height = MAX (self->bottom - self->y - get_pending (self), 1);
}

/**
 * klaster_paper_writer_add_drawing:
 * @self: a writer
 * @text: (nullable): what is seen on it, in words, for those who cannot see it
 * @func: draws it, on any thread, as often as it is looked at
 * @data: for @func
 * @destroy: (nullable): frees @data
 *
 * Fills what is left of the page with a drawing.
 */
void
klaster_paper_writer_add_drawing (KlasterPaperWriter   *self,
                                  const char           *text,
                                  KlasterPaperDrawFunc  func,
                                  gpointer              data,
                                  GDestroyNotify        destroy)
{
  KlasterPaperDrawing drawing = { func, data, destroy };
  KlasterPaperItem item = { .type = KLASTER_PAPER_ITEM_DRAWING, .x = (float) self->left };

  klaster_paper_writer_place (self, 0);
  item.drawing = self->paper->drawings->len;
  item.text = text != NULL ? g_string_chunk_insert (self->paper->strings, text) : NULL;
  item.y = (float) self->y;
  item.width = (float) (self->right - self->left);
  item.height = (float) (self->bottom - self->y);
  g_array_append_val (self->paper->drawings, drawing);
  klaster_paper_writer_add_item (self, &item);
  self->y = self->bottom;
}
