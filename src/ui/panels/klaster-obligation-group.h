/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_OBLIGATION_GROUP (klaster_obligation_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterObligationGroup, klaster_obligation_group, KLASTER, OBLIGATION_GROUP, KlasterRecordGroup)

/* What an institution is obliged to do, what is due first. */

G_END_DECLS
