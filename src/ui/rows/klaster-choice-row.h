/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-field-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_CHOICE_ROW (klaster_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterChoiceRow, klaster_choice_row, KLASTER, CHOICE_ROW, KlasterFieldRow)

/* One of a list of tokens, of a few numbers, or yes and no; or unknown. */
GtkWidget *klaster_choice_row_get_drop_down  (KlasterChoiceRow *self);
void       klaster_choice_row_set_null_label (KlasterChoiceRow *self,
                                              const char       *label);

G_END_DECLS
