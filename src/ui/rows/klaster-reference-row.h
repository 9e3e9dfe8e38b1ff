/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-field-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_REFERENCE_ROW (klaster_reference_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterReferenceRow, klaster_reference_row, KLASTER, REFERENCE_ROW, KlasterFieldRow)

/* A record that the record refers to, an institution or one of any other table: chosen with a search, and led to. */
GtkWidget *klaster_reference_row_get_button (KlasterReferenceRow *self);
/* (nullable): what the popover holds, once it was opened */
GtkWidget *klaster_reference_row_get_picker (KlasterReferenceRow *self);
void       klaster_reference_row_pick       (KlasterReferenceRow *self,
                                             gint64               id);

G_END_DECLS
