/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_UNIT_GROUP (klaster_unit_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterUnitGroup, klaster_unit_group, KLASTER, UNIT_GROUP, KlasterRecordGroup)

/* The units of an institution: faculties, departments, centres. */

G_END_DECLS
