/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-symbol.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SYMBOL_IMAGE (klaster_symbol_image_get_type ())
G_DECLARE_FINAL_TYPE (KlasterSymbolImage, klaster_symbol_image, KLASTER, SYMBOL_IMAGE, GtkWidget)

void       klaster_symbol_image_set      (KlasterSymbolImage *self,
                                          KlasterKind         kind,
                                          KlasterRole         role,
                                          KlasterSymbolFlags  flags);

/* The style for drawing in a widget: theme, contrast, language, size of text. */
KlasterStyle klaster_widget_get_style    (GtkWidget          *widget);

G_END_DECLS
