/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-text-field.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MULTILINE_ROW (klaster_multiline_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMultilineRow, klaster_multiline_row, KLASTER, MULTILINE_ROW, KlasterTextField)

/* Several lines that grow with the text. Enter begins a line, Ctrl+Enter writes. With the property one-paragraph (boolean) it
 * is for a long name: shown in full, but Enter writes and no line break gets in. */
GtkWidget *klaster_multiline_row_get_view (KlasterMultilineRow *self);

G_END_DECLS
