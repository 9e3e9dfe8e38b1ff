/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-query-model.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_FILTER_POPOVER (klaster_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (KlasterFilterPopover, klaster_filter_popover, KLASTER, FILTER_POPOVER, GtkPopover)

void       klaster_filter_popover_set_members (KlasterFilterPopover *self,
                                               KlasterQueryModel   *members);

G_END_DECLS
