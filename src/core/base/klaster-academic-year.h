/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

#define KLASTER_ACADEMIC_YEAR_PARAMETER "academic_year.begins"

/**
 * KlasterAcademicCalendar:
 *
 * When the academic years of a project begin: parameter academic_year.begins, "MM-DD", which may change with time; else
 * 1 September. Immutable, reference-counted, any thread. The one place that knows where an academic year ends.
 */
typedef struct _KlasterAcademicCalendar KlasterAcademicCalendar;

KlasterAcademicCalendar *klaster_academic_calendar_new           (KlasterSnapshot                *snapshot);
void                     klaster_academic_calendar_free         (KlasterAcademicCalendar        *self);
gboolean                 klaster_academic_calendar_equal         (const KlasterAcademicCalendar  *a,
                                                                  const KlasterAcademicCalendar  *b);
/* Of the academic year that begins in the calendar year @year; (transfer full) */
char                    *klaster_academic_calendar_get_first_day (const KlasterAcademicCalendar  *self,
                                                                  int                             year);
/* FALSE: @academic_year is none. Both days (out) (optional) (transfer full) */
gboolean                 klaster_academic_calendar_get_period    (const KlasterAcademicCalendar  *self,
                                                                  const char                     *academic_year,
                                                                  char                          **first_day,
                                                                  char                          **last_day);
/* The academic year @offset years after that of @date; (transfer full) */
char                    *klaster_academic_calendar_get_year      (const KlasterAcademicCalendar  *self,
                                                                  const char                     *date,
                                                                  int                             offset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterAcademicCalendar, klaster_academic_calendar_free)

/* The calendar year in which it begins, however people write it (2026/27, 2026/2027, 2026–27); 0: @text names none */
int   klaster_academic_year_parse  (const char *text);
/* "2026/27"; (transfer full) */
char *klaster_academic_year_format (int         first);
/* What to say to somebody who typed something else */
const char *klaster_academic_year_get_hint (void);
/* The day @month_day ("MM-DD") of a calendar year; (transfer full) (nullable) */
char *klaster_month_day_in         (const char *month_day,
                                    int         year);

G_END_DECLS
