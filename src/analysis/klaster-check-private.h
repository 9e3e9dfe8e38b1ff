/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-check.h"

G_BEGIN_DECLS

/**
 * KlasterCheckRun:
 * @snapshot: what is checked
 * @date: what today is
 * @language: for names of records
 * @subject: the record that is looked at
 * @results: (element-type KlasterCheckResult): what was found so far
 *
 * What a rule is given.
 */
typedef struct
{
  KlasterSnapshot *snapshot;
  const char *date;
  KlasterLanguage language;
  const KlasterRow *subject;
  GPtrArray *results;
} KlasterCheckRun;

/**
 * KlasterRule:
 * @id: what klaster-cli and tests call it, "dual.study_days"; never changed
 * @title: untranslated: some words
 * @statement: untranslated: the rule as a sentence
 * @source: untranslated: where it comes from
 * @table: the table whose records it is about; rules about the whole cluster have CLUSTER
 * @token: (nullable): what tells apart rules that share a function
 * @check: looks at run->subject and adds one result, or none when the rule does not concern it
 * @parameters: (nullable): figures that it needs, ended by a key of %NULL
 */
struct _KlasterRule
{
  const char *id;
  const char *title;
  const char *statement;
  const char *source;
  KlasterTable table;
  const char *token;
  void (*check) (KlasterCheckRun *run, const KlasterRule *rule);
  const KlasterRuleParameter *parameters;
};

/* A family of rules, each in a file of its own; klaster-check.c lists them. */
extern const KlasterRule klaster_agreement_rules[];
extern const guint klaster_agreement_n_rules;
extern const KlasterRule klaster_dual_rules[];
extern const guint klaster_dual_n_rules;

/* @text: (transfer full); @fix: (nullable) translated. The result, to add evidence to. */
KlasterCheckResult *klaster_check_run_add         (KlasterCheckRun      *self,
                                                   const KlasterRule    *rule,
                                                   KlasterCheckStatus    status,
                                                   char                 *text,
                                                   const char           *fix);
void                klaster_check_result_add_for  (KlasterCheckResult   *self,
                                                   const KlasterRow     *row);
void                klaster_check_result_add_against (KlasterCheckResult *self,
                                                   const KlasterRow     *row);

G_END_DECLS
