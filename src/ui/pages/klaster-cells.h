/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A block of cells on its way to or from a spreadsheet: an array of rows, each a %NULL-terminated array of text.
 * Rows may differ in length. */
GPtrArray *klaster_cells_parse_tsv   (const char      *text);
char      *klaster_cells_format_tsv  (const GPtrArray *rows);
char      *klaster_cells_format_html (const GPtrArray *rows,
                                      gboolean         first_is_header);

G_END_DECLS
