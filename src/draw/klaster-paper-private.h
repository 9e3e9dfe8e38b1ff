/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"
#include "klaster-palette.h"
#include "klaster-paper-text.h"
#include "klaster-paper.h"

G_BEGIN_DECLS

/* Draws into a rectangle of that size at the origin, in points. Any thread. */
typedef void (*KlasterPaperDrawFunc) (cairo_t *cr,
                                      double   width,
                                      double   height,
                                      gpointer data);

typedef enum
{
  KLASTER_PAPER_ITEM_TEXT,
  KLASTER_PAPER_ITEM_FILL,
  KLASTER_PAPER_ITEM_SYMBOL,
  KLASTER_PAPER_ITEM_DRAWING,
} KlasterPaperItemType;

/**
 * KlasterPaperItem:
 * @type: what it is
 * @x: left
 * @y: top
 * @width: points; of a text: in which it was broken into lines
 * @height: points
 * @grey: 0 black … 1 white
 * @text: (nullable): of the paper's strings; of a drawing: what is seen on it
 * @font: of the text
 * @align: of the text
 * @first_line: of the text
 * @n_lines: of the text
 * @kind: of a symbol
 * @role: of a symbol
 * @drawing: position among the paper's drawings
 *
 * One thing on a page.
 */
typedef struct
{
  KlasterPaperItemType type;
  float x, y, width, height;
  float grey;
  const char *text;
  KlasterPaperFont font;
  KlasterPaperAlign align;
  guint first_line, n_lines;
  KlasterKind kind;
  KlasterRole role;
  guint drawing;
} KlasterPaperItem;

typedef struct
{
  KlasterPaperDrawFunc func;
  gpointer data;
  GDestroyNotify destroy;
} KlasterPaperDrawing;

typedef struct
{
  const char *text;
  guint level;    /* 0 for the largest */
  guint page;
  double y;
} KlasterPaperHeading;

struct _KlasterPaper
{
  gatomicrefcount ref_count;
  char *title;
  char *subject;
  char *date;
  KlasterLanguage language;
  double width, height;
  GStringChunk *strings;
  GPtrArray *pages;    /* (element-type GArray of KlasterPaperItem) */
  GArray *headings;    /* of KlasterPaperHeading */
  GArray *drawings;    /* of KlasterPaperDrawing */
};

KlasterPaper *klaster_paper_new (double width,
                                 double height);

G_END_DECLS
