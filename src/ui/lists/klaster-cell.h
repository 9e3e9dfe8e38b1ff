/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_CELL (klaster_cell_get_type ())
G_DECLARE_FINAL_TYPE (KlasterCell, klaster_cell, KLASTER, CELL, GtkWidget)

/**
 * KlasterCell:
 *
 * A cell of a table: shows text, where there is little room a shorter one, or a pill; and an entry while it is being edited.
 * The pointer is told the whole of what is cut.
 *
 * Signals:
 *   ::typed ()            the text in the entry changed
 *   ::done (int dx, int dy)  Enter, Tab (with the direction in which to go on) or the focus left (0, 0)
 *   ::cancelled ()        Escape
 */
GtkWidget  *klaster_cell_new         (guint        column);
guint       klaster_cell_get_column  (KlasterCell *self);
gint64      klaster_cell_get_id      (KlasterCell *self);
void        klaster_cell_bind        (KlasterCell *self,
                                      gint64       id);
void        klaster_cell_show        (KlasterCell *self,
                                      const char  *text,
                                      gboolean     numeric,
                                      const char  *message);
void        klaster_cell_set_brief   (KlasterCell *self,
                                      const char  *brief,
                                      int          whole);
void        klaster_cell_set_style   (KlasterCell *self,
                                      gboolean     pill,
                                      const char  *style);
void        klaster_cell_set_note    (KlasterCell *self,
                                      const char  *note,
                                      const char  *mark);
void        klaster_cell_begin       (KlasterCell *self,
                                      const char  *text,
                                      gboolean     select_all);
void        klaster_cell_end         (KlasterCell *self);
gboolean    klaster_cell_is_editing  (KlasterCell *self);
const char *klaster_cell_get_shown   (KlasterCell *self);
const char *klaster_cell_get_text    (KlasterCell *self);
void        klaster_cell_set_message (KlasterCell *self,
                                      const char  *message);

G_END_DECLS
