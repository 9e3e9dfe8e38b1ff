/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-query.h"
#include "klaster-record-list.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_QUERY_MODEL (klaster_query_model_get_type ())
G_DECLARE_FINAL_TYPE (KlasterQueryModel, klaster_query_model, KLASTER, QUERY_MODEL, GObject)

/**
 * KlasterQueryModel:
 *
 * The members or agreements of a project that a query finds, kept up to date: runs the query on a worker whenever the query
 * or the project changes and puts the result into a #KlasterRecordList. One per window holds the shared filter of members
 * (list, map, graph and Members page bind to the same one), another one of the Agreements page its register. Main thread
 * only.
 *
 * Properties (notify): project, table, query (boxed, writable), list (KlasterRecordList), busy (boolean),
 * date (string, nullable: today, writable).
 * Signal: ::updated () when a new result is there.
 */
KlasterQueryModel        *klaster_query_model_new         (KlasterProject    *project,
                                                           KlasterTable       table);
KlasterProject           *klaster_query_model_get_project (KlasterQueryModel *self);
KlasterRecordList        *klaster_query_model_get_list    (KlasterQueryModel *self); /* (transfer none) */
KlasterQuery             *klaster_query_model_get_query   (KlasterQueryModel *self); /* (transfer none) */
void                      klaster_query_model_set_query   (KlasterQueryModel *self,
                                                           KlasterQuery      *query);
/* The day as of which things are shown; (transfer none), valid until the next run ends */
const char               *klaster_query_model_get_date    (KlasterQueryModel *self);
void                      klaster_query_model_set_date    (KlasterQueryModel *self,
                                                           const char        *date);
/* (transfer none) (nullable): of the last run that ended */
const KlasterQueryResult *klaster_query_model_get_result  (KlasterQueryModel *self);
gboolean                  klaster_query_model_is_busy     (KlasterQueryModel *self);

G_END_DECLS
