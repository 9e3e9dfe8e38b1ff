/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-column-chooser.h"
#include "klaster-query-model.h"
#include "klaster-register.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_REGISTER_VIEW (klaster_register_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRegisterView, klaster_register_view, KLASTER, REGISTER_VIEW, AdwBin)

/**
 * KlasterRegisterView:
 *
 * The agreements that the model finds as a table: a grid whose columns follow the room, with headings over groups. Enter
 * opens, Ctrl+C copies rows for spreadsheets, Delete deletes.
 *
 * Properties: model (KlasterQueryModel of agreements), selection (KlasterSelection), menu (GMenuModel: for the rows that are
 * selected)
 */
GtkWidget            *klaster_register_view_new         (void);
KlasterGrid          *klaster_register_view_get_grid    (KlasterRegisterView *self);
/* What chooses the columns, for a popover; (transfer none) */
KlasterColumnChooser *klaster_register_view_get_chooser (KlasterRegisterView *self);
/* Copies the rows that are selected, as they are seen */
void                  klaster_register_view_copy        (KlasterRegisterView *self,
                                                         gboolean             headers);

G_END_DECLS
