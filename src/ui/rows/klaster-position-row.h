/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-text-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_POSITION_ROW (klaster_position_row_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPositionRow, klaster_position_row, KLASTER, POSITION_ROW, KlasterTextRow)

/* The position of an institution: coordinates as people type them, "Place on the map" and "Position unknown". The first
 * is the window's action "win.place-on-map" (x: id of the institution). Its column is "lon"; it edits "lat" with it. */

G_END_DECLS
