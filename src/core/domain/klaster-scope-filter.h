/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-academic-year.h"

G_BEGIN_DECLS

/**
 * KlasterScopeFilter:
 *
 * Which time and which cooperations are looked at: an academic year, a day, orientations, models, areas, statuses.
 * Immutable, reference-counted, any thread. Every function takes %NULL for "everything".
 */
typedef struct _KlasterScopeFilter KlasterScopeFilter;

typedef enum
{
  KLASTER_SCOPE_ORIENTATIONS,
  KLASTER_SCOPE_MODELS,
  KLASTER_SCOPE_AREAS,
  KLASTER_SCOPE_STATUSES,
  KLASTER_SCOPE_N_LISTS
} KlasterScopeList;

/* Stands in a list of tokens for records that say nothing: no model, an orientation that cannot be decided. */
#define KLASTER_SCOPE_NOT_STATED ""

/* @academic_year (nullable): "2026/27", which begins as @calendar says (nullable: 1 September). @date (nullable):
 * "YYYY-MM-DD". @tokens (nullable): for each list what passes, NULL: everything. Copied. */
KlasterScopeFilter *klaster_scope_filter_new               (const char                    *academic_year,
                                                            const KlasterAcademicCalendar *calendar,
                                                            const char                    *date,
                                                            const char *const *const      *tokens);
KlasterScopeFilter *klaster_scope_filter_ref               (KlasterScopeFilter        *self);
void                klaster_scope_filter_unref             (KlasterScopeFilter        *self);
gboolean            klaster_scope_filter_equal             (const KlasterScopeFilter  *a,
                                                            const KlasterScopeFilter  *b);
gboolean            klaster_scope_filter_is_empty          (const KlasterScopeFilter  *self);
/* Whether it chooses by orientation, model, area or status */
gboolean            klaster_scope_filter_has_lists         (const KlasterScopeFilter  *self);
const char         *klaster_scope_filter_get_academic_year (const KlasterScopeFilter  *self); /* (nullable) */
const char         *klaster_scope_filter_get_date          (const KlasterScopeFilter  *self); /* (nullable) */
const char *const  *klaster_scope_filter_get_tokens        (const KlasterScopeFilter  *self, /* (nullable): all */
                                                            KlasterScopeList           list);
/* First and last day that is looked at: of the year, or the one day; FALSE: all times, both NULL */
gboolean            klaster_scope_filter_get_period        (const KlasterScopeFilter  *self,
                                                            const char               **first_day,
                                                            const char               **last_day);
/* Whether something that lasts from @start to @end, both included and both nullable (open), lies in the period */
gboolean            klaster_scope_filter_overlaps          (const KlasterScopeFilter  *self,
                                                            const char                *start,
                                                            const char                *end);
/* Position in cooperation_statuses, -1 unknown: what has ended since is active in a period in which it still went on. */
int                 klaster_scope_filter_get_status        (const KlasterScopeFilter  *self,
                                                            const KlasterRow          *cooperation);
/* Whether one of the lists lets it pass. @from, @to (nullable): its members, where they are at hand */
gboolean            klaster_scope_filter_passes_list       (const KlasterScopeFilter  *self,
                                                            KlasterScopeList           list,
                                                            KlasterSnapshot           *snapshot,
                                                            const KlasterRow          *cooperation,
                                                            const KlasterRow          *from,
                                                            const KlasterRow          *to);
/* The same for all of them and the period */
gboolean            klaster_scope_filter_passes            (const KlasterScopeFilter  *self,
                                                            KlasterSnapshot           *snapshot,
                                                            const KlasterRow          *cooperation,
                                                            const KlasterRow          *from,
                                                            const KlasterRow          *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterScopeFilter, klaster_scope_filter_unref)

G_END_DECLS
