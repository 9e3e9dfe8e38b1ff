/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_WRAP_BOX (klaster_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (KlasterWrapBox, klaster_wrap_box, KLASTER, WRAP_BOX, GtkWidget)

/* Children in lines like words in a paragraph: chips, buttons. */
GtkWidget *klaster_wrap_box_new    (int             spacing);
void       klaster_wrap_box_append (KlasterWrapBox *self,
                                    GtkWidget      *child);
void       klaster_wrap_box_clear  (KlasterWrapBox *self);
/* Whether Tab leads in and out of it, and the arrow keys from one child to the next */
gboolean   klaster_wrap_box_is_one_stop (KlasterWrapBox *self);

G_END_DECLS
