/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-text-field.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TEXT_ROW (klaster_text_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterTextRow, klaster_text_row, KLASTER, TEXT_ROW, KlasterTextField)

/**
 * KlasterTextRow:
 *
 * One line: text, a number, or a date with a calendar beside it.
 *
 * Properties: suggestions (GtkStringList, nullable): what a button beside the field offers
 */
struct _KlasterTextRowClass
{
  KlasterTextFieldClass parent_class;
};

GtkWidget *klaster_text_row_get_entry       (KlasterTextRow *self);
void       klaster_text_row_set_suggestions (KlasterTextRow *self,
                                             GtkStringList  *suggestions);

G_END_DECLS
