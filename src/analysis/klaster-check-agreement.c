/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-check-private.h"
#include "klaster-derive.h"

/* The agreements of a cluster that the six clauses are asked of, while they can still be kept or amended. */
static gboolean
is_concerned (KlasterCheckRun *run)
{
  const char *kind = klaster_row_get_text (run->subject, KLASTER_AGREEMENT_KIND);
  const char *status;

  if (g_strcmp0 (kind, "cooperation") != 0 && g_strcmp0 (kind, "laboratory") != 0)
    return FALSE;
  status = klaster_agreement_get_status (run->snapshot, run->subject, run->date);

  return strcmp (status, "expired") != 0 && strcmp (status, "terminated") != 0;
}

/* One of six clauses: the state that was marked for it, with its evidence. An agreement with two marks for one clause is
 * as good as the worse of them. */
static void
check_clause (KlasterCheckRun   *run,
              const KlasterRule *rule)
{
  const char *const *states = klaster_schema_get_tokens ("clause_states");
  const KlasterRow *clause = NULL;
  KlasterCheckStatus status = KLASTER_CHECK_UNKNOWN;
  KlasterCheckResult *result;
  KlasterReferrerIter iter;
  KlasterRow *row;
  const char *name, *evidence, *fix;
  char *text;

  if (!is_concerned (run))
    return;

  klaster_referrer_iter_init (&iter, run->snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID,
                              klaster_row_get_id (run->subject));
  while (klaster_referrer_iter_next (&iter, &row))
    {
      int state = klaster_tokens_find (states, klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_STATE));
      KlasterCheckStatus marked = state < 0 ? KLASTER_CHECK_UNKNOWN : (KlasterCheckStatus) state;

      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_CLAUSE), rule->token) != 0)
        continue;
      if (clause == NULL || klaster_check_status_get_worse (status, marked) == marked)
        {
          clause = row;
          status = marked;
        }
    }

  name = klaster_vocabulary_get_name (run->snapshot, "clauses", rule->token, run->language);
  evidence = clause ? klaster_row_get_text (clause, KLASTER_AGREEMENT_CLAUSE_EVIDENCE) : NULL;
  switch (status)
    {
    case KLASTER_CHECK_MET:
      /* Translators: “Common goal” is in the agreement: what the evidence says. */
      text = evidence ? g_strdup_printf (_("“%s” is in the agreement: %s"), name, evidence)
                      : g_strdup_printf (_("“%s” is in the agreement."), name);
      fix = NULL;
      break;
    case KLASTER_CHECK_PARTLY:
      text = evidence ? g_strdup_printf (_("“%s” is partly in the agreement: %s"), name, evidence)
                      : g_strdup_printf (_("“%s” is partly in the agreement."), name);
      fix = _("Complete the clause when the agreement is amended or renewed.");
      break;
    case KLASTER_CHECK_NOT_MET:
      text = evidence ? g_strdup_printf (_("“%s” is missing from the agreement: %s"), name, evidence)
                      : g_strdup_printf (_("“%s” is missing from the agreement."), name);
      fix = _("Add the clause when the agreement is amended or renewed.");
      break;
    case KLASTER_CHECK_UNKNOWN:
    case KLASTER_N_CHECK_STATUSES:
    default:
      text = g_strdup_printf (_("Nobody has said yet whether “%s” is in the agreement."), name);
      fix = _("Read the agreement and mark the clause.");
      break;
    }

  result = klaster_check_run_add (run, rule, status, text, fix);
  if (status == KLASTER_CHECK_MET || status == KLASTER_CHECK_PARTLY)
    klaster_check_result_add_for (result, clause);
  else if (status == KLASTER_CHECK_NOT_MET)
    klaster_check_result_add_against (result, clause);
}

#define SOURCE N_("Paper on the education cluster and the School-Laboratory: what the joint work of a cluster’s members rests on")
#define CLAUSE(token, title, statement) \
  { "agreement.clause." token, title, statement, SOURCE, KLASTER_TABLE_AGREEMENT, token, check_clause, NULL }

const KlasterRule klaster_agreement_rules[] = {
  CLAUSE ("common_goal", N_("Clause: common goal"), N_("The parties of an agreement have a common goal.")),
  CLAUSE ("legal_basis", N_("Clause: legal basis"), N_("The joint activities of the parties have a legal basis.")),
  CLAUSE ("mutual_benefit", N_("Clause: mutual benefit"), N_("The relations of the parties benefit all of them.")),
  CLAUSE ("coordination", N_("Clause: coordinated management"), N_("The parties manage their joint work together.")),
  CLAUSE ("no_deviation", N_("Clause: no deviation"), N_("What the parties do does not deviate from the common purpose.")),
  CLAUSE ("mutual_control", N_("Clause: mutual control"), N_("The parties control each other.")),
};
const guint klaster_agreement_n_rules = G_N_ELEMENTS (klaster_agreement_rules);
