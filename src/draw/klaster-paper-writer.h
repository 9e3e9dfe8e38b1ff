/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-paper-private.h"

G_BEGIN_DECLS

/* Lays a document out from top to bottom, page by page. One thread at a time; texts are copied. */
typedef struct _KlasterPaperWriter KlasterPaperWriter;

/**
 * KlasterPaperSetup:
 * @size: of the sheets
 * @landscape: their longer side lies
 * @language: of titles, page numbers and dates
 * @date: the day the document is about, "YYYY-MM-DD"
 * @text_scale: of title and foot: sheets that hang on a wall have larger ones
 */
typedef struct
{
  KlasterPaperSize size;
  gboolean landscape;
  KlasterLanguage language;
  const char *date;
  double text_scale;
} KlasterPaperSetup;

/**
 * KlasterPaperColumn:
 * @title: (nullable): heading; in a table where no column has one no headings are drawn
 * @align: of cells and heading
 * @weight: its share of room that is left over, 0: none
 * @whole: its lines are not broken, as long as there is room: for days
 * @least: points that it has at least, 0: what its words need
 * @bold: cells stand out
 * @symbols: leaves room for the symbols of institutions in front of the text
 *
 * A column of a table. Its width follows from what stands in it.
 */
typedef struct
{
  const char *title;
  KlasterPaperAlign align;
  double weight;
  double least;
  gboolean whole;
  gboolean bold;
  gboolean symbols;
} KlasterPaperColumn;

/* @title: of the document; @subject: (nullable): what stands under it and goes along on every page */
KlasterPaperWriter *klaster_paper_writer_new         (const KlasterPaperSetup  *setup,
                                                      const char               *title,
                                                      const char               *subject);
/* (transfer full): the document, with page numbers; ends @self */
KlasterPaper       *klaster_paper_writer_end         (KlasterPaperWriter       *self);
/* Without a document */
void                klaster_paper_writer_free        (KlasterPaperWriter       *self);

/* Stays with what follows; stands in the outline. @level: 1, 2, … */
void                klaster_paper_writer_add_heading (KlasterPaperWriter       *self,
                                                      guint                     level,
                                                      const char               *text);
void                klaster_paper_writer_add_note    (KlasterPaperWriter       *self,
                                                      const char               *text);
void                klaster_paper_writer_begin_page  (KlasterPaperWriter       *self);
/* The lines that people sign on, side by side, never apart; @names: what stands above each */
void                klaster_paper_writer_add_signatures (KlasterPaperWriter    *self,
                                                      const char *const        *names,
                                                      guint                     n_names);
/* Fills what is left of the page; @text: (nullable): what is seen on it, in words */
void                klaster_paper_writer_add_drawing (KlasterPaperWriter       *self,
                                                      const char               *text,
                                                      KlasterPaperDrawFunc      func,
                                                      gpointer                  data,
                                                      GDestroyNotify            destroy);
/* The size that a drawing would have now */
void                klaster_paper_writer_get_room    (KlasterPaperWriter       *self,
                                                      double                   *width,
                                                      double                   *height);

/* A table: its headings come again on every page, a row is only cut when it takes much of a page. */
void                klaster_paper_writer_begin_table (KlasterPaperWriter       *self,
                                                      const KlasterPaperColumn *columns,
                                                      guint                     n_columns);
/* Names the rows up to the next one */
void                klaster_paper_writer_add_group   (KlasterPaperWriter       *self,
                                                      const char               *title);
/* @cells: as many as there are columns, NULL: empty */
void                klaster_paper_writer_add_row     (KlasterPaperWriter       *self,
                                                      const char *const        *cells);
/* In the column with symbols of the row added last */
void                klaster_paper_writer_set_symbol  (KlasterPaperWriter       *self,
                                                      KlasterKind               kind,
                                                      KlasterRole               role);
/* The row added last stands out, as sums do */
void                klaster_paper_writer_set_bold    (KlasterPaperWriter       *self);
/* FALSE: cancelled */
gboolean            klaster_paper_writer_end_table   (KlasterPaperWriter       *self,
                                                      GCancellable             *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterPaperWriter, klaster_paper_writer_free)

G_END_DECLS
