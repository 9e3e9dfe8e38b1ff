/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A bin for text that wraps, wherever it stands beside something: its width follows from its text alone */
GtkWidget *klaster_width_first_new (GtkWidget *child);

G_END_DECLS
