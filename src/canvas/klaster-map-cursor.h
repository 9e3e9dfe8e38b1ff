/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_MAP_CURSOR (klaster_map_cursor_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMapCursor, klaster_map_cursor, KLASTER, MAP_CURSOR, GtkWidget)

/**
 * KlasterMapCursor:
 *
 * The one real widget on a map that is otherwise drawn: it lies over the member that the keyboard is on, takes the focus
 * and tells assistive technology what is there. It draws nothing and lets the pointer through.
 *
 * Signal: ::activate (), when assistive technology or the keyboard presses it.
 */
GtkWidget  *klaster_map_cursor_new         (void);
void        klaster_map_cursor_set_text    (KlasterMapCursor *self,
                                            const char       *label,
                                            const char       *description);
const char *klaster_map_cursor_get_label   (KlasterMapCursor *self);
const char *klaster_map_cursor_get_description (KlasterMapCursor *self);

G_END_DECLS
