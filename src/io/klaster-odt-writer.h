/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

/* Writes a text document (OpenDocument 1.2) from its beginning to its end: what office programs open, to be worked on
 * there. Texts are UTF-8 and may have several lines; what XML cannot hold is left out. */
typedef struct _KlasterOdtWriter KlasterOdtWriter;

/* @date: the day that stands in its properties, "YYYY-MM-DD": the same document gives the same bytes */
KlasterOdtWriter *klaster_odt_writer_new            (const char        *title,
                                                     const char        *date,
                                                     KlasterLanguage    language);
void              klaster_odt_writer_free           (KlasterOdtWriter  *self);
/* (transfer full) (nullable): the file; ends @self */
GBytes           *klaster_odt_writer_end            (KlasterOdtWriter  *self,
                                                     GError           **error);

/* In the middle, large */
void              klaster_odt_writer_add_title      (KlasterOdtWriter  *self,
                                                     const char        *text);
/* In the middle, below the title */
void              klaster_odt_writer_add_subtitle   (KlasterOdtWriter  *self,
                                                     const char        *text);
/* Numbered */
void              klaster_odt_writer_add_heading    (KlasterOdtWriter  *self,
                                                     const char        *text);
/* What follows a tab stands at the right edge. */
void              klaster_odt_writer_add_paragraph  (KlasterOdtWriter  *self,
                                                     const char        *text);
/* Numbered within what the last heading began: 2.1, 2.2 …; @heading: (nullable): bold, right in front of @text */
void              klaster_odt_writer_add_clause     (KlasterOdtWriter  *self,
                                                     const char        *heading,
                                                     const char        *text);
/* A list of the items added until the other end */
void              klaster_odt_writer_begin_list     (KlasterOdtWriter  *self,
                                                     gboolean           numbered);
/* @heading: (nullable): bold, right in front of @text (nullable) */
void              klaster_odt_writer_add_item       (KlasterOdtWriter  *self,
                                                     const char        *heading,
                                                     const char        *text);
void              klaster_odt_writer_end_list       (KlasterOdtWriter  *self);
/* @weights: how the columns share the width. The headings come again on every page. */
void              klaster_odt_writer_begin_table    (KlasterOdtWriter  *self,
                                                     const char *const *headings,
                                                     const guint       *weights,
                                                     guint              n_columns);
void              klaster_odt_writer_add_row        (KlasterOdtWriter  *self,
                                                     const char *const *cells,
                                                     guint              n_cells);
void              klaster_odt_writer_end_table      (KlasterOdtWriter  *self);
/* Side by side, two in a row, never apart */
void              klaster_odt_writer_add_signatures (KlasterOdtWriter  *self,
                                                     const char *const *blocks,
                                                     guint              n_blocks,
                                                     const char        *below);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterOdtWriter, klaster_odt_writer_free)

G_END_DECLS
