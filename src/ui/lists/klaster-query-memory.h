/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-query-model.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

/* Keeps filters, order and groups of a list between two looks at a project. */
void klaster_query_memory_restore  (KlasterQueryModel *model,
                                    KlasterViewState  *state);
void klaster_query_memory_remember (KlasterQueryModel *model,
                                    KlasterViewState  *state);

G_END_DECLS
