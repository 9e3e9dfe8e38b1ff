/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_BANNER (klaster_banner_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBanner, klaster_banner, KLASTER, BANNER, GtkWidget)

void     klaster_banner_set_message  (KlasterBanner *self,
                                      const char    *message);
gboolean klaster_banner_get_revealed (KlasterBanner *self);
void     klaster_banner_set_revealed (KlasterBanner *self,
                                      gboolean       revealed);

G_END_DECLS
