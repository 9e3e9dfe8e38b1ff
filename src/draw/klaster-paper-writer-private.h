/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-paper-writer.h"

G_BEGIN_DECLS

#define KLASTER_PAPER_INK 0.0f
#define KLASTER_PAPER_DIM 0.35f
#define KLASTER_PAPER_LINE 0.72f
#define KLASTER_PAPER_SHADE 0.93f

/* Beside the text of a cell, points */
#define KLASTER_PAPER_TABLE_PAD 3.5
#define KLASTER_PAPER_TABLE_SYMBOL 9.0

typedef struct
{
  guint first_cell;
  gboolean group;
  gboolean bold;
  gboolean has_symbol;
  KlasterKind kind;
  KlasterRole role;
} KlasterPaperTableRow;

typedef struct
{
  KlasterPaperColumn *columns;
  guint n_columns;
  GPtrArray *cells; /* (element-type utf8): of the paper's strings, row after row; a group has its title first */
  GArray *rows;     /* of KlasterPaperTableRow */
} KlasterPaperTable;

struct _KlasterPaperWriter
{
  KlasterPaper *paper;
  KlasterPaperSetup setup;
  double left, right, top, bottom;
  double running_height;           /* what pages after the first begin with */
  double y;
  GArray *items;                   /* of the current page */
  GArray *pending;                 /* headings that wait for what they stay with, of KlasterPaperHeading */
  KlasterPaperTable *table;        /* (nullable): between begin and end */
};

void   klaster_paper_writer_add_item     (KlasterPaperWriter     *self,
                                          const KlasterPaperItem *item);
void   klaster_paper_writer_add_line     (KlasterPaperWriter     *self,
                                          double                  x,
                                          double                  y,
                                          double                  width,
                                          double                  height,
                                          float                   grey);
/* Makes sure that @height fits below, on a new page if need be, and sets the headings that waited */
void   klaster_paper_writer_place        (KlasterPaperWriter     *self,
                                          double                  height);
void   klaster_paper_table_free          (KlasterPaperTable      *self);
const char *klaster_paper_table_get_cell (const KlasterPaperTable    *self,
                                          const KlasterPaperTableRow *row,
                                          guint                       column);
/* What symbols take in front of the text of a column, points */
double klaster_paper_table_get_indent    (const KlasterPaperTable *self,
                                          guint                   column);
/* The font of the cells, and the width of each column, which together fill @room (points) */
void   klaster_paper_table_choose_widths (const KlasterPaperTable *self,
                                          double                  room,
                                          KlasterPaperFont       *font,
                                          double                 *widths);

G_END_DECLS
