/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-field-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_CHOICE_ROW (klaster_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterChoiceRow, klaster_choice_row, KLASTER, CHOICE_ROW, KlasterFieldRow)

/* One of a list of tokens, or yes, no and unknown. */
GtkWidget *klaster_choice_row_get_drop_down (KlasterChoiceRow *self);

G_END_DECLS
