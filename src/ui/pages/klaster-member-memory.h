/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-member-model.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

void klaster_member_memory_restore  (KlasterMemberModel *members,
                                     KlasterViewState   *state);
void klaster_member_memory_remember (KlasterMemberModel *members,
                                     KlasterViewState   *state);

G_END_DECLS
