/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-linked-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_BACKING_GROUP (klaster_backing_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBackingGroup, klaster_backing_group, KLASTER, BACKING_GROUP, KlasterLinkedGroup)

/* The agreements behind a cooperation, or behind all of several: to be linked, unlinked and made. */
void klaster_backing_group_add (KlasterBackingGroup *self);

G_END_DECLS
