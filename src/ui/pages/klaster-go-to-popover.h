/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-snapshot.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GO_TO_POPOVER (klaster_go_to_popover_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGoToPopover, klaster_go_to_popover, KLASTER, GO_TO_POPOVER, GtkPopover)

/* Finds a place on the map by coordinates or name: members, districts, towns and villages.
 * Signal: ::chosen (double lon, double lat, double zoom, gint64 id), @id: a member or 0. */
void klaster_go_to_popover_set_snapshot (KlasterGoToPopover *self,
                                         KlasterSnapshot    *snapshot);

G_END_DECLS
