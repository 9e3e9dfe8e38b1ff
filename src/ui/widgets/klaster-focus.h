/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Whether @widget or something in it has the focus of its window */
gboolean klaster_has_focus_within (GtkWidget *widget);
/* Puts the focus where work in @widget begins. GTK also asks a widget to take the focus when Tab comes to it: that must not
 * lead past the buttons in front of its list, so its class answers only while klaster_is_entering(). */
gboolean klaster_enter              (GtkWidget *widget);
gboolean klaster_is_entering        (void);
/* Rows that are made anew take the focus away: which of @rows has it, -1: none; and back to that one, to the last one, or to
 * what adds one to @group, unless the focus is in the group again */
int      klaster_find_focused       (GPtrArray *rows);
void     klaster_restore_focused    (GtkWidget *group,
                                     GPtrArray *rows,
                                     int        position);
/* What got the focus while other records take the place of those that were shown is scrolled to where it was before them:
 * this scrolls to where it is, once it is there. */
void       klaster_reveal_focus     (GtkWidget *widget);
/* A list of rows makes a row of any other widget, which stops the Tab key in front of what it holds, also where that is
 * hidden: this one does not. */
GtkWidget *klaster_make_button_row  (GtkWidget *button);
/* Up and Down go from one check button in @box to the next: by itself GTK takes each for a group of one, and ticks it */
void       klaster_walk_checks      (GtkWidget *box);
/* Who works with the keyboard always sees where it is, and does not change anything by looking: GTK hides the ring around the
 * focus some seconds after the last Tab, leaves the focus in menus that are closed, and lets arrow keys tick check buttons. */
void     klaster_tend_focus         (GtkWindow *window);

G_END_DECLS
