/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-live-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_CLAUSE_GROUP (klaster_clause_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterClauseGroup, klaster_clause_group, KLASTER, CLAUSE_GROUP, KlasterLiveGroup)

/* The six clauses of an agreement, all of them, whether anything was recorded or not. A row of the file is made with the
 * first thing that somebody says of a clause. */
GtkWidget *klaster_clause_group_get_state_button (KlasterClauseGroup *self,
                                                  const char         *clause);
void       klaster_clause_group_set_state        (KlasterClauseGroup *self,
                                                  const char         *clause,
                                                  const char         *state);

G_END_DECLS
