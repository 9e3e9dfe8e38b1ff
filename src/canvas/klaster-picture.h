/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_PICTURE (klaster_picture_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPicture, klaster_picture, KLASTER, PICTURE, GObject)

KlasterPicture  *klaster_picture_new             (cairo_surface_t *surface);
gsize            klaster_picture_get_n_bytes     (KlasterPicture  *self);
void             klaster_picture_follow_renderer (GtkWidget       *widget);

G_END_DECLS
