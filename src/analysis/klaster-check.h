/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

/* The rules that a cluster is checked against, and what they find. Pure; any thread. Every rule names its source and its
 * evidence; missing evidence is unknown, never a violation. */

/* In the order of the token list clause_states, which has their names. */
typedef enum
{
  KLASTER_CHECK_MET,
  KLASTER_CHECK_PARTLY,
  KLASTER_CHECK_NOT_MET,
  KLASTER_CHECK_UNKNOWN,
  KLASTER_N_CHECK_STATUSES
} KlasterCheckStatus;

typedef struct _KlasterRule KlasterRule;

/**
 * KlasterEvidence:
 * @table: a table
 * @id: a record of it
 *
 * A record that speaks for or against a result.
 */
typedef struct
{
  KlasterTable table;
  gint64 id;
} KlasterEvidence;

/**
 * KlasterCheckResult:
 * @rule: the rule that was looked at
 * @status: what came out
 * @subject: the record that it is about
 * @in_favour: (element-type KlasterEvidence): records that speak for it
 * @against: (element-type KlasterEvidence): records that speak against it
 * @text: translated: what was found, with its figures
 * @fix: (nullable): translated: what would repair it or make it known; %NULL when it is met
 */
typedef struct
{
  const KlasterRule *rule;
  KlasterCheckStatus status;
  KlasterEvidence subject;
  GArray *in_favour;
  GArray *against;
  char *text;
  char *fix;
} KlasterCheckResult;

/**
 * KlasterRuleParameter:
 * @key: the key of the project's parameter
 * @value: what holds where the project has not set it
 *
 * A figure that a rule needs. A project sets it with a row of `parameter`, which holds from a day on; klaster_rule_…
 * functions say which day counts.
 */
typedef struct
{
  const char *key;
  const char *value;
} KlasterRuleParameter;

void                        klaster_check_result_free       (KlasterCheckResult   *self);

/* "met", "partly", "not_met", "unknown" */
const char                 *klaster_check_status_get_token  (KlasterCheckStatus    status);
/* The one to show for both: a violation hides all else, and what is unknown hides what is met */
KlasterCheckStatus          klaster_check_status_get_worse  (KlasterCheckStatus    a,
                                                             KlasterCheckStatus    b);

guint                       klaster_check_get_n_rules       (void);
const KlasterRule          *klaster_check_get_rule          (guint                 position);
const KlasterRule          *klaster_check_find_rule         (const char           *id);
/* "dual.study_days" */
const char                 *klaster_rule_get_id             (const KlasterRule    *self);
/* Translated: a name of some words, the rule as a sentence, where it comes from; (transfer none) */
const char                 *klaster_rule_get_title          (const KlasterRule    *self);
const char                 *klaster_rule_get_statement      (const KlasterRule    *self);
const char                 *klaster_rule_get_source         (const KlasterRule    *self);
const KlasterRuleParameter *klaster_rule_get_parameters     (const KlasterRule    *self,
                                                             guint                *n_parameters);

GPtrArray                  *klaster_check_run               (KlasterSnapshot      *snapshot,
                                                             const char           *date,
                                                             KlasterLanguage       language,
                                                             GCancellable         *cancellable,
                                                             GError              **error);
GPtrArray                  *klaster_check_record            (KlasterSnapshot      *snapshot,
                                                             KlasterTable          table,
                                                             gint64                id,
                                                             const char           *date,
                                                             KlasterLanguage       language);
/* The result of rule @id among @results; (transfer none) (nullable) */
const KlasterCheckResult   *klaster_check_find_result       (GPtrArray            *results,
                                                             const char           *id);

/* What the rules find becomes part of klaster_institution_list_attention(): call once, at the start */
void                        klaster_check_set_up_attention  (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterCheckResult, klaster_check_result_free)

G_END_DECLS
