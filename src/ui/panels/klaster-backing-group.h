/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_BACKING_GROUP (klaster_backing_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBackingGroup, klaster_backing_group, KLASTER, BACKING_GROUP, AdwPreferencesGroup)

/* The agreements behind a cooperation, or behind all of several: to be linked, unlinked and made. Follows the project.
 * Property: project (KlasterProject, nullable) */
void klaster_backing_group_set_records (KlasterBackingGroup *self,
                                        const gint64        *ids,
                                        guint                n_ids);
/* As the picker and the buttons do */
void klaster_backing_group_link        (KlasterBackingGroup *self,
                                        gint64               agreement_id);
void klaster_backing_group_unlink      (KlasterBackingGroup *self,
                                        gint64               agreement_id);
void klaster_backing_group_add         (KlasterBackingGroup *self);

G_END_DECLS
