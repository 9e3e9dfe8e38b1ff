/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-snapshot.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MEMBER_ROW (klaster_member_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMemberRow, klaster_member_row, KLASTER, MEMBER_ROW, GtkWidget)

GtkWidget *klaster_member_row_new      (void);
/* (transfer full): all of it in words */
char      *klaster_member_row_set      (KlasterMemberRow *self,
                                        KlasterSnapshot  *snapshot,
                                        KlasterRow       *row,
                                        const char       *date);

G_END_DECLS
