/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-record-list.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SELECTION_MODEL (klaster_selection_model_get_type ())
G_DECLARE_FINAL_TYPE (KlasterSelectionModel, klaster_selection_model, KLASTER, SELECTION_MODEL, GObject)

KlasterSelectionModel *klaster_selection_model_new      (KlasterRecordList     *list,
                                                         KlasterSelection      *selection);
KlasterRecordList     *klaster_selection_model_get_list (KlasterSelectionModel *self);
KlasterSelection      *klaster_selection_model_get_selection
                                                        (KlasterSelectionModel *self);

G_END_DECLS
