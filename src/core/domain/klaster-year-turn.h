/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/* What is done when one academic year ends and the next begins. */
typedef enum
{
  KLASTER_YEAR_TURN_SET_YEAR,         /* the project's academic year becomes the next */
  KLASTER_YEAR_TURN_RENEW_AGREEMENT,  /* it ends in the year: renew it, or let it end */
  KLASTER_YEAR_TURN_END_COOPERATION,  /* its last day is in the year: mark it as ended, or let it go on */
  KLASTER_YEAR_TURN_COPY_DUAL_PLACE,  /* of the year: begin the chain of the next year with the same partners */
  KLASTER_YEAR_TURN_CARRY_OBLIGATION, /* recurs, of an agreement that goes on: open it again for the next year */
  KLASTER_YEAR_TURN_N_STEPS
} KlasterYearTurnStep;

/**
 * KlasterYearTurnItem:
 * @step: what is done
 * @table: of the record that it is about
 * @id: the record
 * @title: what the record is called
 * @detail: (nullable): what happens to it
 * @chosen: whether it is done; the caller changes it
 */
typedef struct
{
  KlasterYearTurnStep step;
  KlasterTable table;
  gint64 id;
  char *title;
  char *detail;
  gboolean chosen;
} KlasterYearTurnItem;

/* The year that is to end: the project's, else that of @date; (transfer full) */
char        *klaster_year_turn_get_year (KlasterSnapshot *snapshot,
                                         const char      *date);
/* (transfer full) (nullable): NULL when @year is no academic year */
char        *klaster_year_turn_get_next (const char      *year);
/* (transfer full) (element-type KlasterYearTurnItem): by step; nothing is left out silently. Any thread. */
GPtrArray   *klaster_year_turn_list     (KlasterSnapshot *snapshot,
                                         const char      *year,
                                         KlasterLanguage  language);
/* One edit that does what is chosen of @items; (transfer full) */
KlasterEdit *klaster_year_turn_edit     (KlasterSnapshot *snapshot,
                                         const char      *year,
                                         GPtrArray       *items);

G_END_DECLS
