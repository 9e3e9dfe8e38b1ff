/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

/* A PDF file in memory with what programs ask a document for: title, day, language. Any thread. */

/* A surface that writes into @bytes. @title, @subject (nullable): what the document says it is; @date: "YYYY-MM-DD", stands for
 * the moment of writing, so that the same document is the same file */
cairo_surface_t *klaster_pdf_surface_new  (GByteArray      *bytes,
                                           double           width,
                                           double           height,
                                           const char      *title,
                                           const char      *subject,
                                           const char      *date);
/* Once the surface is finished: says in which language the text is, for those who have it read to them */
void             klaster_pdf_set_language (GByteArray      *bytes,
                                           KlasterLanguage  language);

G_END_DECLS
