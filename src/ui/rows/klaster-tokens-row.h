/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-field-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TOKENS_ROW (klaster_tokens_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterTokensRow, klaster_tokens_row, KLASTER, TOKENS_ROW, KlasterFieldRow)

/* Any of a list of tokens, as chips to be ticked; the project's own tokens come last. Property: described (boolean): what
 * a token means is said below its name, not only in its tooltip */
GtkWidget *klaster_tokens_row_get_chip (KlasterTokensRow *self,
                                        const char       *token);

G_END_DECLS
