/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* Text on paper: exact positions, so that a page looks the same at every scale and the text of a PDF can be searched.
 * Points; any thread. A text is broken into lines of one height, so that a cell that goes on overleaf can be cut
 * between them. */

typedef struct
{
  double size;
  gboolean bold;
} KlasterPaperFont;

typedef enum
{
  KLASTER_PAPER_START,
  KLASTER_PAPER_MIDDLE,
  KLASTER_PAPER_END,
} KlasterPaperAlign;

double klaster_paper_text_get_line_height (const KlasterPaperFont *font);
/* Of the widest line, unbroken */
double klaster_paper_text_measure    (const KlasterPaperFont *font,
                                      const char             *text);
/* Of the widest word */
double klaster_paper_text_measure_word (const KlasterPaperFont *font,
                                      const char             *text);
/* How many lines it takes in @width, at least one */
guint  klaster_paper_text_count_lines (const KlasterPaperFont *font,
                                      const char             *text,
                                      double                  width);
/* Draws @n_lines from @first_line on, the top of the first at @y */
void   klaster_paper_text_draw       (cairo_t                *cr,
                                      const KlasterPaperFont *font,
                                      KlasterPaperAlign       align,
                                      const char             *text,
                                      double                  x,
                                      double                  y,
                                      double                  width,
                                      guint                   first_line,
                                      guint                   n_lines);
/* What those lines say; (transfer full) */
char  *klaster_paper_text_get_lines  (const KlasterPaperFont *font,
                                      const char             *text,
                                      double                  width,
                                      guint                   first_line,
                                      guint                   n_lines);

/* Whether lines are not broken at a space within @text: “№ 5” stays together. */
gboolean klaster_paper_text_is_kept         (const char             *text,
                                             const char             *space);

G_END_DECLS
