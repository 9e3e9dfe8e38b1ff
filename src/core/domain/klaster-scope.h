/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-scope-filter.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SCOPE (klaster_scope_get_type ())
G_DECLARE_FINAL_TYPE (KlasterScope, klaster_scope, KLASTER, SCOPE, GObject)

/**
 * KlasterScope:
 *
 * Which time and which cooperations all pages of a window look at: the academic year or the day, and a choice of
 * orientations, models, areas and statuses. The window owns it. Main thread only; workers take its filter, which never
 * changes: klaster_scope_get_filter(), klaster_scope_filter_passes(), klaster_scope_filter_overlaps().
 *
 * Properties: project (KlasterProject, nullable): says when an academic year begins
 *
 * Signals: ::changed () after klaster_scope_get_filter() or klaster_scope_dup_date() has become another
 */
KlasterScope       *klaster_scope_new               (void);
/* (transfer none): never NULL, valid until ::changed; take a reference for a worker */
KlasterScopeFilter *klaster_scope_get_filter        (KlasterScope             *self);
/* The day that everything is derived for: the day chosen, or today; (transfer full) */
char               *klaster_scope_dup_date          (KlasterScope             *self);
/* (nullable): "2026/27"; NULL: all years. Ends looking at one day outside of it */
const char         *klaster_scope_get_academic_year (KlasterScope             *self);
void                klaster_scope_set_academic_year (KlasterScope             *self,
                                                     const char               *academic_year);
/* (nullable): "YYYY-MM-DD"; NULL: today. Ends looking at an academic year that it does not lie in */
const char         *klaster_scope_get_date          (KlasterScope             *self);
void                klaster_scope_set_date          (KlasterScope             *self,
                                                     const char               *date);
/* (nullable): NULL: all. A token chooses; KLASTER_SCOPE_NOT_STATED: those that say nothing */
const char *const  *klaster_scope_get_tokens        (KlasterScope             *self,
                                                     KlasterScopeList          list);
void                klaster_scope_set_tokens        (KlasterScope             *self,
                                                     KlasterScopeList          list,
                                                     const char *const        *tokens);
/* Call now and then: at midnight "today" is another day, and ::changed says so */
void                klaster_scope_follow_clock      (KlasterScope             *self);
/* All cooperations of all times, as of today */
void                klaster_scope_clear             (KlasterScope             *self);
/* The academic year @offset years after that of today, as the project counts them; (transfer full) */
char               *klaster_scope_dup_year          (KlasterScope             *self,
                                                     int                       offset);

G_END_DECLS
