/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a screen reader says of widgets that GTK itself would name after their inner parts */
void klaster_set_tooltip    (GtkWidget  *widget,
                             const char *text);
void klaster_name_drop_down (GtkWidget  *drop_down,
                             const char *name);

G_END_DECLS
