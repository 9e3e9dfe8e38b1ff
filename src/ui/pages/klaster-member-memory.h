/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-query-model.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

void klaster_member_memory_restore  (KlasterQueryModel *members,
                                     KlasterViewState   *state);
void klaster_member_memory_remember (KlasterQueryModel *members,
                                     KlasterViewState   *state);

G_END_DECLS
