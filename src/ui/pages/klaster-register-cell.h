/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-register.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_REGISTER_CELL (klaster_register_cell_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRegisterCell, klaster_register_cell, KLASTER, REGISTER_CELL, GtkWidget)

/**
 * KlasterRegisterCell:
 *
 * One cell of the register of agreements: a line of text that gives way where there is little room, or a status as a pill.
 * The first cell of the first row of a group also bears the heading of the group, above the whole row.
 */
GtkWidget            *klaster_register_cell_new         (KlasterRegisterColumn  column);
/* Width that a column needs at least, so that its heading and the beginning of its cells are read, in pixels */
int                   klaster_register_cell_get_least_width (GtkWidget         *widget,
                                                         KlasterRegisterColumn  column);
KlasterRegisterColumn klaster_register_cell_get_column  (KlasterRegisterCell   *self);
void                  klaster_register_cell_show        (KlasterRegisterCell   *self,
                                                         const char            *text,
                                                         const char            *style,
                                                         const char            *tooltip);
void                  klaster_register_cell_set_heading (KlasterRegisterCell   *self,
                                                         const char            *heading);
const char           *klaster_register_cell_get_text    (KlasterRegisterCell   *self);

G_END_DECLS
