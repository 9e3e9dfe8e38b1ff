/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-record-list.h"
#include "klaster-register.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_REGISTER_MODEL (klaster_register_model_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRegisterModel, klaster_register_model, KLASTER, REGISTER_MODEL, GObject)

/**
 * KlasterRegisterModel:
 *
 * The agreements of a project that a #KlasterRegisterQuery finds, kept up to date on a worker. Main thread only.
 *
 * Properties: project (KlasterProject), date (string, nullable: today)
 * Signals: ::updated ()  a run ended: list and result are new
 *          ::query-changed ()
 */
KlasterRegisterModel        *klaster_register_model_new         (KlasterProject       *project);
KlasterProject              *klaster_register_model_get_project (KlasterRegisterModel *self);
KlasterRecordList           *klaster_register_model_get_list    (KlasterRegisterModel *self);
KlasterRegisterQuery        *klaster_register_model_get_query   (KlasterRegisterModel *self);
void                         klaster_register_model_set_query   (KlasterRegisterModel *self,
                                                                 KlasterRegisterQuery *query);
/* The day as of which things are shown; (transfer none), valid until the next run ends */
const char                  *klaster_register_model_get_date    (KlasterRegisterModel *self);
void                         klaster_register_model_set_date    (KlasterRegisterModel *self,
                                                                 const char           *date);
/* Of the last run that ended; (nullable) (transfer none) */
const KlasterRegisterResult *klaster_register_model_get_result  (KlasterRegisterModel *self);
gboolean                     klaster_register_model_is_busy     (KlasterRegisterModel *self);

G_END_DECLS
