/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-check.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_CHECK_ROW (klaster_check_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterCheckRow, klaster_check_row, KLASTER, CHECK_ROW, AdwPreferencesRow)

/* What a rule found: its status as an icon, what was found, what would repair it; a button opens the rule, its source and
 * its figures. */
GtkWidget  *klaster_check_row_new             (void);
/* The figures hold for a record on @date. What is open stays open. */
void        klaster_check_row_show            (KlasterCheckRow          *self,
                                               KlasterSnapshot          *snapshot,
                                               const KlasterCheckResult *result,
                                               const char               *date);
/* The button that opens it */
GtkWidget  *klaster_check_row_get_button      (KlasterCheckRow          *self);
const char *klaster_check_row_get_text        (KlasterCheckRow          *self);

/* "Not met", in the language of the interface; (transfer none) */
const char *klaster_check_status_get_name     (KlasterCheckStatus        status);
/* An icon with its name as tooltip and label; (transfer floating) */
GtkWidget  *klaster_check_icon_new            (void);
void        klaster_check_icon_show           (GtkWidget                *icon,
                                               KlasterCheckStatus        status);

G_END_DECLS
