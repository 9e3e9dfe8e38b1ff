/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-check-private.h"
#include "klaster-derive.h"

typedef struct
{
  const KlasterRule *rules;
  const guint *n_rules;
} Family;

/* In the order in which results are listed. */
static const Family families[] = {
  { klaster_agreement_rules, &klaster_agreement_n_rules },
  { klaster_dual_rules, &klaster_dual_n_rules },
};

/**
 * klaster_check_result_free:
 * @self: (transfer full): a result
 */
void
klaster_check_result_free (KlasterCheckResult *self)
{
  g_array_unref (self->in_favour);
  g_array_unref (self->against);
  g_free (self->text);
  g_free (self->fix);
  g_free (self);
}

KlasterCheckResult *
klaster_check_run_add (KlasterCheckRun    *self,
                       const KlasterRule  *rule,
                       KlasterCheckStatus  status,
                       char               *text,
                       const char         *fix)
{
  KlasterCheckResult *result = g_new (KlasterCheckResult, 1);

  result->rule = rule;
  result->status = status;
  result->subject = (KlasterEvidence) { klaster_row_get_table (self->subject), klaster_row_get_id (self->subject) };
  result->in_favour = g_array_new (FALSE, FALSE, sizeof (KlasterEvidence));
  result->against = g_array_new (FALSE, FALSE, sizeof (KlasterEvidence));
  result->text = text;
  result->fix = g_strdup (fix);
  g_ptr_array_add (self->results, result);

  return result;
}

static void
add_evidence (GArray           *list,
              const KlasterRow *row)
{
  KlasterEvidence evidence;

  if (row == NULL)
    return;
  evidence = (KlasterEvidence) { klaster_row_get_table (row), klaster_row_get_id (row) };
  g_array_append_val (list, evidence);
}

void
klaster_check_result_add_for (KlasterCheckResult *self,
                              const KlasterRow   *row)
{
  add_evidence (self->in_favour, row);
}

void
klaster_check_result_add_against (KlasterCheckResult *self,
                                  const KlasterRow   *row)
{
  add_evidence (self->against, row);
}

/**
 * klaster_check_status_get_token:
 * @status: a status
 *
 * Returns: (transfer none): how files and scripts write it; its name is in the vocabulary under clause_states
 */
const char *
klaster_check_status_get_token (KlasterCheckStatus status)
{
  g_return_val_if_fail (status < KLASTER_N_CHECK_STATUSES, NULL);

  return klaster_schema_get_tokens ("clause_states")[status];
}

/**
 * klaster_check_status_get_worse:
 * @a: a status
 * @b: another one
 *
 * Returns: the one that a summary of both shows
 */
KlasterCheckStatus
klaster_check_status_get_worse (KlasterCheckStatus a,
                                KlasterCheckStatus b)
{
  static const guint8 ranks[KLASTER_N_CHECK_STATUSES] = {
    [KLASTER_CHECK_MET] = 0, [KLASTER_CHECK_UNKNOWN] = 1, [KLASTER_CHECK_PARTLY] = 2, [KLASTER_CHECK_NOT_MET] = 3,
  };

  g_return_val_if_fail (a < KLASTER_N_CHECK_STATUSES && b < KLASTER_N_CHECK_STATUSES, KLASTER_CHECK_UNKNOWN);

  return ranks[a] >= ranks[b] ? a : b;
}

/**
 * klaster_check_get_n_rules:
 *
 * Returns: how many rules there are
 */
guint
klaster_check_get_n_rules (void)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    n += *families[i].n_rules;

  return n;
}

/**
 * klaster_check_get_rule:
 * @position: position of a rule
 *
 * Returns: (transfer none): the rule
 */
const KlasterRule *
klaster_check_get_rule (guint position)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      if (position < *families[i].n_rules)
        return &families[i].rules[position];
      position -= *families[i].n_rules;
    }

  g_return_val_if_reached (NULL);
}

/**
 * klaster_check_find_rule:
 * @id: "dual.study_days"
 *
 * Returns: (transfer none) (nullable): the rule
 */
const KlasterRule *
klaster_check_find_rule (const char *id)
{
  guint n_rules = klaster_check_get_n_rules ();

  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < n_rules; i++)
    if (strcmp (klaster_check_get_rule (i)->id, id) == 0)
      return klaster_check_get_rule (i);

  return NULL;
}

/**
 * klaster_rule_get_id:
 * @self: a rule
 *
 * Returns: (transfer none): what scripts call it
 */
const char *
klaster_rule_get_id (const KlasterRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * klaster_rule_get_title:
 * @self: a rule
 *
 * Returns: (transfer none): its name, translated
 */
const char *
klaster_rule_get_title (const KlasterRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(self->title);
}

/**
 * klaster_rule_get_statement:
 * @self: a rule
 *
 * Returns: (transfer none): the rule as a sentence, translated
 */
const char *
klaster_rule_get_statement (const KlasterRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(self->statement);
}

/**
 * klaster_rule_get_source:
 * @self: a rule
 *
 * Returns: (transfer none): where it comes from, translated
 */
const char *
klaster_rule_get_source (const KlasterRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _(self->source);
}

/**
 * klaster_rule_get_parameters:
 * @self: a rule
 * @n_parameters: (out): their number
 *
 * Returns: (transfer none) (array length=n_parameters) (nullable): the figures that it needs
 */
const KlasterRuleParameter *
klaster_rule_get_parameters (const KlasterRule *self,
                             guint             *n_parameters)
{
  g_return_val_if_fail (self != NULL && n_parameters != NULL, NULL);

  for (*n_parameters = 0; self->parameters && self->parameters[*n_parameters].key; (*n_parameters)++)
    ;

  return self->parameters;
}

static void
check_subject (KlasterCheckRun  *run,
               const KlasterRow *subject)
{
  KlasterTable table = klaster_row_get_table (subject);

  run->subject = subject;
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (guint r = 0; r < *families[i].n_rules; r++)
      if (families[i].rules[r].table == table)
        families[i].rules[r].check (run, &families[i].rules[r]);
}

static gboolean
has_rules (KlasterTable table)
{
  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    for (guint r = 0; r < *families[i].n_rules; r++)
      if (families[i].rules[r].table == table)
        return TRUE;

  return FALSE;
}

/**
 * klaster_check_run:
 * @snapshot: a snapshot
 * @date: what today is, a valid date
 * @language: for names of records; sentences are in the language of the interface
 * @cancellable: (nullable): stops it
 * @error: return location
 *
 * Checks everything against every rule. Linear in the number of records that rules are about.
 *
 * Returns: (transfer full) (element-type KlasterCheckResult): the results, those about one record together, records by
 *   table and identifier, rules in the order of klaster_check_get_rule(); %NULL with %G_IO_ERROR_CANCELLED
 */
GPtrArray *
klaster_check_run (KlasterSnapshot  *snapshot,
                   const char       *date,
                   KlasterLanguage   language,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_check_result_free);
  KlasterCheckRun run = { snapshot, date, language, NULL, results };

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), NULL);

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      if (!has_rules (t))
        continue;
      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return NULL;
          check_subject (&run, row);
        }
    }

  return g_steal_pointer (&results);
}

/**
 * klaster_check_record:
 * @snapshot: a snapshot
 * @table: a table
 * @id: a record of it
 * @date: what today is, a valid date
 * @language: for names of records
 *
 * Checks one record: what an editor shows at every change. Takes microseconds.
 *
 * Returns: (transfer full) (element-type KlasterCheckResult): the results, empty when there is no such record
 */
GPtrArray *
klaster_check_record (KlasterSnapshot *snapshot,
                      KlasterTable     table,
                      gint64           id,
                      const char      *date,
                      KlasterLanguage  language)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_check_result_free);
  KlasterCheckRun run = { snapshot, date, language, NULL, results };
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), results);

  row = klaster_snapshot_lookup (snapshot, table, id);
  if (row)
    check_subject (&run, row);

  return results;
}

/**
 * klaster_check_find_result:
 * @results: (element-type KlasterCheckResult): results
 * @id: the name of a rule
 *
 * Returns: (transfer none) (nullable): the first result of that rule
 */
const KlasterCheckResult *
klaster_check_find_result (GPtrArray  *results,
                           const char *id)
{
  g_return_val_if_fail (results != NULL && id != NULL, NULL);

  for (guint i = 0; i < results->len; i++)
    {
      const KlasterCheckResult *result = results->pdata[i];

      if (strcmp (result->rule->id, id) == 0)
        return result;
    }

  return NULL;
}
