/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_ATTENTION_GROUP (klaster_attention_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAttentionGroup, klaster_attention_group, KLASTER, ATTENTION_GROUP, KlasterRecordGroup)

/**
 * KlasterAttentionGroup:
 *
 * What needs attention at an institution, a cooperation or an agreement, the most urgent first.
 *
 * Property: table (int, KlasterTable): whose records, institution unless said otherwise
 * Signal: ::repair (const char *column)  a row about the record itself was activated: lead to the field that repairs it
 */

G_END_DECLS
