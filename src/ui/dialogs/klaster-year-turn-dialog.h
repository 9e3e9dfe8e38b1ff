/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_YEAR_TURN_DIALOG (klaster_year_turn_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KlasterYearTurnDialog, klaster_year_turn_dialog, KLASTER, YEAR_TURN_DIALOG, AdwWindow)

/* What ends, goes on and recurs when an academic year ends: a list to tick, then one edit. @widget: from where it is opened;
 * says how it went */
KlasterYearTurnDialog *klaster_year_turn_dialog_new    (GtkWidget             *widget,
                                                        KlasterProject        *project);
guint                  klaster_year_turn_dialog_get_n_items (KlasterYearTurnDialog *self);
void                   klaster_year_turn_dialog_choose (KlasterYearTurnDialog *self,
                                                        guint                  item,
                                                        gboolean               chosen);
void                   klaster_year_turn_dialog_apply  (KlasterYearTurnDialog *self);

G_END_DECLS
