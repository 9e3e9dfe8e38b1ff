/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-linked-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SERVED_GROUP (klaster_served_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterServedGroup, klaster_served_group, KLASTER, SERVED_GROUP, KlasterLinkedGroup)

/* The goals that a cooperation serves, or that all of several serve, the main one first: to be added, removed, and any of
 * them to be made the main one. */
void klaster_served_group_set_main (KlasterServedGroup *self,
                                    gint64              goal_id);

G_END_DECLS
