/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_PAGE_SWITCHER (klaster_page_switcher_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPageSwitcher, klaster_page_switcher, KLASTER, PAGE_SWITCHER, GtkWidget)

void klaster_page_switcher_set_stack (KlasterPageSwitcher *self,
                                      AdwViewStack        *stack);

G_END_DECLS
