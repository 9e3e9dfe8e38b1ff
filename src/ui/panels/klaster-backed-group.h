/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-live-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_BACKED_GROUP (klaster_backed_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBackedGroup, klaster_backed_group, KLASTER, BACKED_GROUP, KlasterLiveGroup)

/* The cooperations that an agreement stands behind: to be linked and unlinked; one that no agreement in force backs any more
 * is flagged. */
void klaster_backed_group_link   (KlasterBackedGroup *self,
                                  gint64              cooperation_id);
void klaster_backed_group_unlink (KlasterBackedGroup *self,
                                  gint64              cooperation_id);

G_END_DECLS
