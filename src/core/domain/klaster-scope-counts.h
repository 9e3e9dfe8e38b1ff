/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-scope-filter.h"

G_BEGIN_DECLS

/**
 * KlasterScopeCounts:
 * @counts: for each list, token → guint *: cooperations that would be looked at if only the *other* lists and the period
 *   applied; %KLASTER_SCOPE_NOT_STATED: those that say nothing
 * @n_total: cooperations in the project
 * @n_passing: of them those that are looked at
 * @first_date: (nullable): the earliest date that a cooperation or an agreement has
 * @last_date: (nullable): the latest
 */
typedef struct
{
  GHashTable *counts[KLASTER_SCOPE_N_LISTS];
  guint n_total;
  guint n_passing;
  char *first_date;
  char *last_date;
} KlasterScopeCounts;

/* Any thread; about 0.1 s for 200,000 cooperations. NULL only when cancelled */
KlasterScopeCounts *klaster_scope_counts_new  (KlasterSnapshot          *snapshot,
                                               const KlasterScopeFilter *filter,
                                               GCancellable             *cancellable);
void                klaster_scope_counts_free (KlasterScopeCounts       *self);
guint               klaster_scope_counts_get  (const KlasterScopeCounts *self,
                                               KlasterScopeList          list,
                                               const char               *token);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterScopeCounts, klaster_scope_counts_free)

G_END_DECLS
