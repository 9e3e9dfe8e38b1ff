/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a person looked at a project last: kept in the user's data folder, by the project's uuid, never in the project. */
GKeyFile *klaster_view_state_load (const char *uuid);
void      klaster_view_state_save (const char *uuid,
                                   GKeyFile   *state,
                                   gboolean    wait);

G_END_DECLS
