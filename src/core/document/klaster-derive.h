/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

/* Everything that is computed from rows and a date and never stored. Pure, any thread. @date: "YYYY-MM-DD". */

/* The value of a project's parameter that holds on @date (of several the latest valid_from), NULL when it is not set;
 * (transfer none), lives as long as @snapshot */
const char *klaster_parameter_get            (KlasterSnapshot  *snapshot,
                                              const char       *key,
                                              const char       *date);
/* The same as a whole number; @fallback when it is not set or none */
gint64      klaster_parameter_get_integer    (KlasterSnapshot  *snapshot,
                                              const char       *key,
                                              const char       *date,
                                              gint64            fallback);

/* "draft" … "terminated" (agreement_statuses): static string. @snapshot (nullable): for the project's own number of days
 * from which on an agreement counts as expiring (parameter agreement.expiring_days, 30), where it has no notice period */
const char *klaster_agreement_get_status     (KlasterSnapshot  *snapshot,
                                              const KlasterRow *agreement,
                                              const char       *date);
/* Days until valid_to, negative when past; G_MAXINT when open-ended or unknown */
int         klaster_agreement_get_days_left  (const KlasterRow *agreement,
                                              const char       *date);
gboolean    klaster_obligation_is_overdue    (const KlasterRow *obligation,
                                              const char       *date);
/* It was due before @date and is neither reached nor dropped */
gboolean    klaster_goal_is_overdue          (const KlasterRow *goal,
                                              const char       *date);
/* A laboratory is open there on @date */
gboolean    klaster_institution_has_laboratory (KlasterSnapshot *snapshot,
                                              gint64            institution_id,
                                              const char       *date);
/* Vertical, horizontal or mixed as DOMAIN.md §1 proposes; NULL: undecidable */
const char *klaster_cooperation_propose_orientation (KlasterSnapshot *snapshot,
                                              const KlasterRow *from,
                                              const KlasterRow *to);
/* Why an orientation is proposed, or why none is */
typedef enum
{
  KLASTER_ORIENTATION_BY_FINANCE,     /* mixed: an enterprise gives money in a cooperation of the two */
  KLASTER_ORIENTATION_BY_LEVEL,       /* vertical: different levels of education */
  KLASTER_ORIENTATION_BY_PARTNER,     /* vertical: with science, business or authority */
  KLASTER_ORIENTATION_BY_FIELD,       /* horizontal: the same level and field */
  KLASTER_ORIENTATION_FIELDS_DIFFER,  /* none: the same level, other fields */
  KLASTER_ORIENTATION_FIELDS_UNKNOWN, /* none: the same level, a field is not known */
  KLASTER_ORIENTATION_NO_LEVEL,       /* none: an association has no level */
} KlasterOrientationReason;
const char *klaster_cooperation_explain_orientation (KlasterSnapshot *snapshot,
                                              const KlasterRow *from,
                                              const KlasterRow *to,
                                              KlasterOrientationReason *reason);
/* The stored orientation, or the proposed one; @from, @to (nullable): the members, where they are at hand */
const char *klaster_cooperation_get_orientation (KlasterSnapshot *snapshot,
                                              const KlasterRow *cooperation,
                                              const KlasterRow *from,
                                              const KlasterRow *to);

/* What the side panel begins with and the "needs attention" filter finds. */
typedef enum
{
  KLASTER_ATTENTION_INFO,
  KLASTER_ATTENTION_WARNING,
  KLASTER_ATTENTION_OVERDUE,
} KlasterAttentionLevel;

typedef struct
{
  KlasterAttentionLevel level;
  const char *code;        /* static: "agreement_expiring", "obligation_overdue", "no_position", "no_agreement", … */
  KlasterTable table;      /* the record that it is about, to navigate to */
  gint64 id;
  char *title;             /* translated, with figures filled in */
  char *detail;            /* (nullable) translated: why, what to do */
} KlasterAttention;

void        klaster_attention_free           (KlasterAttention *self);
/* (transfer full) (element-type KlasterAttention): most urgent first, empty when all is well */
GPtrArray  *klaster_institution_list_attention (KlasterSnapshot *snapshot,
                                              gint64            institution_id,
                                              const char       *date,
                                              KlasterLanguage   language);
/* The cheap form for lists and the map: how urgent the worst is, -1: nothing */
int         klaster_institution_get_attention (KlasterSnapshot *snapshot,
                                              gint64            institution_id,
                                              const char       *date);
/* What lies above core and finds more: appends to @list (nullable), returns how urgent the worst is, -1: nothing. Any
 * thread. */
typedef int (*KlasterAttentionSource) (KlasterSnapshot *snapshot,
                                       gint64           institution_id,
                                       const char      *date,
                                       KlasterLanguage  language,
                                       GPtrArray       *list);
/* Call once, before the first question */
void        klaster_attention_set_source     (KlasterAttentionSource source);
/* Today in local time; (transfer full) */
char       *klaster_date_today               (void);
gboolean    klaster_date_is_valid            (const char       *text); /* a real day, YYYY-MM-DD */
int         klaster_date_diff_days           (const char       *from,
                                              const char       *to);
char       *klaster_date_add_days            (const char       *date,
                                              int               days);
/* The last day of a shorter month stands for days that it does not have */
char       *klaster_date_add_months          (const char       *date,
                                              int               months);
/* A date in one of the usual forms ("3.12.2026", "3 дек. 2026"), day before month; (transfer full) (nullable) */
char       *klaster_date_parse               (const char       *text);
/* As people read it in @language: "3 Dec 2026", "3 дек. 2026"; (transfer full) */
char       *klaster_date_format              (const char       *date,
                                              KlasterLanguage   language);
/* "3 December 2026", "2026-yil 3-dekabr": with the whole name of the month, as contracts write it; (transfer full) */
char       *klaster_date_format_long         (const char       *date,
                                              KlasterLanguage   language);
/* As spreadsheets read it: "03.12.2026" or "2026-12-03"; (transfer full) */
char       *klaster_date_format_figures      (const char       *date,
                                              KlasterLanguage   language);

G_END_DECLS
