/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* Academic years, "2026/27". A project says when they begin (parameter academic_year.begins, "MM-DD"); else it is
 * 1 September. Pure, any thread. */

#define KLASTER_ACADEMIC_YEAR_PARAMETER "academic_year.begins"

/* (nullable) (transfer none): the parameter as it holds on @date, NULL when it is not set or no day */
const char *klaster_academic_year_get_begins (KlasterSnapshot  *snapshot,
                                              const char       *date);
/* FALSE: @academic_year is none. Both days (out) (optional) (transfer full) */
gboolean    klaster_academic_year_get_period (const char       *academic_year,
                                              const char       *begins,
                                              char            **first_day,
                                              char            **last_day);
/* The academic year @offset years after that of @date; (transfer full) */
char       *klaster_academic_year_of_date    (const char       *date,
                                              const char       *begins,
                                              int               offset);

/* The calendar year in which it begins, however people write it (2026/27, 2026/2027, 2026–27); 0: @text names none */
int         klaster_academic_year_parse      (const char       *text);
/* "2026/27"; (transfer full) */
char       *klaster_academic_year_format     (int               first);
/* The day @month_day ("MM-DD") of a calendar year; (transfer full) (nullable) */
char       *klaster_month_day_in             (const char       *month_day,
                                              int               year);

G_END_DECLS
