/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-query.h"
#include "klaster-record-list.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MEMBER_MODEL (klaster_member_model_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMemberModel, klaster_member_model, KLASTER, MEMBER_MODEL, GObject)

/**
 * KlasterMemberModel:
 *
 * The members of a project that a query finds, kept up to date: runs the query on a worker whenever the query or the
 * project changes and puts the result into a #KlasterRecordList. One per window holds the shared filter (list, map and
 * Members page bind to the same one); the Members page may have a second one for its own order.
 *
 * Properties (notify): project, query (boxed, writable), list (KlasterRecordList), busy (boolean), date (string, writable).
 * Signal: ::updated () when a new result is there.
 */
KlasterMemberModel       *klaster_member_model_new        (KlasterProject     *project);
KlasterProject           *klaster_member_model_get_project (KlasterMemberModel *self);
KlasterRecordList        *klaster_member_model_get_list   (KlasterMemberModel *self); /* (transfer none) */
KlasterQuery             *klaster_member_model_get_query  (KlasterMemberModel *self); /* (transfer none) */
void                      klaster_member_model_set_query  (KlasterMemberModel *self,
                                                           KlasterQuery       *query);
/* (transfer none) (nullable): of the last run that ended */
const KlasterQueryResult *klaster_member_model_get_result (KlasterMemberModel *self);
gboolean                  klaster_member_model_is_busy    (KlasterMemberModel *self);

G_END_DECLS
