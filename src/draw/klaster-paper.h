/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

typedef enum
{
  KLASTER_PAPER_A4,
  KLASTER_PAPER_A3,
  KLASTER_PAPER_A2,
  KLASTER_PAPER_A1,
  KLASTER_N_PAPER_SIZES
} KlasterPaperSize;

/* "A4" */
const char   *klaster_paper_size_get_name (KlasterPaperSize     size);
gboolean      klaster_paper_size_parse    (const char          *text,
                                           KlasterPaperSize    *size);
/* Upright, in points */
void          klaster_paper_size_get_points (KlasterPaperSize   size,
                                           double              *width,
                                           double              *height);

/**
 * KlasterPaper:
 *
 * A document laid out on pages: how many there are is known, and any of them can be drawn at any scale, so that preview,
 * printer and PDF show the same. Immutable, reference-counted, any thread.
 */
typedef struct _KlasterPaper KlasterPaper;

KlasterPaper *klaster_paper_ref           (KlasterPaper        *self);
void          klaster_paper_unref         (KlasterPaper        *self);
const char   *klaster_paper_get_title     (const KlasterPaper  *self);
guint         klaster_paper_get_n_pages   (const KlasterPaper  *self);
/* In points; the same for all pages */
void          klaster_paper_get_size      (const KlasterPaper  *self,
                                           double              *width,
                                           double              *height);
/* @page: from 0 on; @cr: in points, its origin the upper left corner of the page. Paints no ground. */
void          klaster_paper_draw_page     (KlasterPaper        *self,
                                           guint                page,
                                           cairo_t             *cr);
/* All text of a page, a line for each piece: for those who cannot see it; (transfer full) */
char         *klaster_paper_get_text      (KlasterPaper        *self,
                                           guint                page);
/* (transfer full): the same bytes for the same document */
GBytes       *klaster_paper_to_pdf        (KlasterPaper        *self,
                                           GCancellable        *cancellable,
                                           GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterPaper, klaster_paper_unref)

G_END_DECLS
