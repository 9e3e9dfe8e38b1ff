/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-check.h"

G_BEGIN_DECLS

/* The chain of dual education as people take it: the steps of a place, what is next, and the figures that its rules need.
 * Pure; any thread. */

typedef enum
{
  KLASTER_DUAL_PLACE, /* whose place it is, and for which year */
  KLASTER_DUAL_NEED,
  KLASTER_DUAL_PROPOSAL,
  KLASTER_DUAL_NAMED,
  KLASTER_DUAL_QUOTA,
  KLASTER_DUAL_ADMISSION,
  KLASTER_DUAL_CONTRACT,
  KLASTER_DUAL_STUDENT_CONTRACTS,
  KLASTER_DUAL_WORKPLACE,
  KLASTER_DUAL_WEEK, /* study days, work days, paid */
  KLASTER_N_DUAL_STEPS
} KlasterDualStep;

/* Whole numbers that rules need; a project sets them as parameters. */
typedef enum
{
  KLASTER_DUAL_STUDY_DAYS_MIN, /* dual.study_days_min, 2: study days a week */
  KLASTER_DUAL_WEEK_DAYS_MIN,  /* dual.week_days_min, 5: the shortest working week */
  KLASTER_DUAL_WEEK_DAYS_MAX,  /* dual.week_days_max, 6: the longest working week */
  KLASTER_N_DUAL_NUMBERS
} KlasterDualNumber;

/* "need": what attachments of a place say to belong to a step */
const char        *klaster_dual_step_get_id     (KlasterDualStep    step);
/* Translated; (transfer none) */
const char        *klaster_dual_step_get_title  (KlasterDualStep    step);
/* NULL-terminated names of columns of dual_place, in the order in which they are filled in */
const char *const *klaster_dual_step_get_columns (KlasterDualStep   step);
/* NULL-terminated names of rules */
const char *const *klaster_dual_step_get_rules  (KlasterDualStep    step);
KlasterCheckStatus klaster_dual_step_get_status (KlasterDualStep    step,
                                                 GPtrArray         *results);
KlasterCheckStatus klaster_dual_get_status      (GPtrArray         *results);
/* The first step of which nothing is recorded and the day until which it should be taken; -1: all are recorded */
int                klaster_dual_get_next_step   (KlasterSnapshot   *snapshot,
                                                 const KlasterRow  *place,
                                                 const char        *date,
                                                 char             **due);

int                klaster_dual_get_number      (KlasterSnapshot   *snapshot,
                                                 const KlasterRow  *place,
                                                 const char        *date,
                                                 KlasterDualNumber  number);
/* The calendar year in which the first academic year of dual education begins */
int                klaster_dual_get_first_year  (KlasterSnapshot   *snapshot,
                                                 const KlasterRow  *place,
                                                 const char        *date);
/* The first day of the academic year; NULL: it is not known */
char              *klaster_dual_get_first_day   (KlasterSnapshot   *snapshot,
                                                 const KlasterRow  *place);
/* The last day for naming the institution; NULL: the academic year is not known */
char              *klaster_dual_get_deadline    (KlasterSnapshot   *snapshot,
                                                 const KlasterRow  *place,
                                                 const char        *date);
/* The last day on which there is teaching in the academic year; NULL: it is not known */
char              *klaster_dual_get_last_study_day (KlasterSnapshot *snapshot,
                                                 const KlasterRow  *place,
                                                 const char        *date);

G_END_DECLS
