/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_AGREEMENT_GROUP (klaster_agreement_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAgreementGroup, klaster_agreement_group, KLASTER, AGREEMENT_GROUP, KlasterRecordGroup)

/* The agreements that an institution is a party of, with their status. */

G_END_DECLS
