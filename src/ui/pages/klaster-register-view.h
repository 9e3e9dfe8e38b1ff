/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-query-model.h"
#include "klaster-register.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_REGISTER_VIEW (klaster_register_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRegisterView, klaster_register_view, KLASTER, REGISTER_VIEW, AdwBin)

/**
 * KlasterRegisterView:
 *
 * The agreements that the model finds as a table.
 *
 * Properties: model (KlasterQueryModel), selection (KlasterSelection)
 */
GtkWidget *klaster_register_view_new            (void);
GtkWidget *klaster_register_view_get_table      (KlasterRegisterView *self);
/* What chooses columns: check buttons for a popover; (transfer floating) */
GtkWidget *klaster_register_view_create_chooser (KlasterRegisterView *self);
void       klaster_register_view_show_column    (KlasterRegisterView  *self,
                                                 KlasterRegisterColumn column,
                                                 gboolean              visible);

G_END_DECLS
