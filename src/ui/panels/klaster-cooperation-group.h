/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_COOPERATION_GROUP (klaster_cooperation_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterCooperationGroup, klaster_cooperation_group, KLASTER, COOPERATION_GROUP, KlasterRecordGroup)

/* The cooperations of an institution: with whom, of which orientation, in which models. */

G_END_DECLS
