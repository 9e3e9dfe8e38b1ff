/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What a group says in place of the rows that it does not have yet */
void        klaster_group_set_note (AdwPreferencesGroup *group,
                                    const char          *note);
const char *klaster_group_get_note (AdwPreferencesGroup *group);

G_END_DECLS
