/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_VIEW_STATE (klaster_view_state_get_type ())
G_DECLARE_FINAL_TYPE (KlasterViewState, klaster_view_state, KLASTER, VIEW_STATE, GObject)

/**
 * KlasterViewState:
 *
 * How a person looked at a project last: page, filters, columns, the part of the map. Kept in the user's data folder by the
 * project's uuid, never in the project. All parts of a window share one, each with a group of keys of its own:
 *
 *   state = klaster_view_state_get (klaster_project_get_uuid (project));
 *   g_key_file_set_string (klaster_view_state_get_keys (state), "calendar", "span", "month");
 *   klaster_view_state_changed (state);
 *
 * What was read may have been written by another version of the program, or by hand: values are looked at before they are
 * used. Main thread only.
 */
KlasterViewState *klaster_view_state_get      (const char       *uuid);
GKeyFile         *klaster_view_state_get_keys (KlasterViewState *self);
void              klaster_view_state_changed  (KlasterViewState *self);
void              klaster_view_state_flush    (KlasterViewState *self);

G_END_DECLS
