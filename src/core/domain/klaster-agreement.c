/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement.h"
#include "klaster-text.h"
#include "klaster-translation.h"

/* Holds where a project has not set obligation.soon_days. */
#define SOON_DAYS 14

/**
 * klaster_agreement_needs_clauses:
 * @agreement: a row of agreement
 *
 * Returns: whether the six clauses of seed 2 are asked of an agreement of this kind
 */
gboolean
klaster_agreement_needs_clauses (const KlasterRow *agreement)
{
  const char *kind;

  g_return_val_if_fail (agreement != NULL && klaster_row_get_table (agreement) == KLASTER_TABLE_AGREEMENT, FALSE);

  kind = klaster_row_get_text (agreement, KLASTER_AGREEMENT_KIND);
  return g_strcmp0 (kind, "cooperation") == 0 || g_strcmp0 (kind, "laboratory") == 0;
}

/**
 * klaster_agreement_find_clause:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 * @clause: a token of clauses
 *
 * Returns: (transfer none) (nullable): what was recorded of that clause; the first row should there be several
 */
KlasterRow *
klaster_agreement_find_clause (KlasterSnapshot *snapshot,
                               gint64           agreement_id,
                               const char      *clause)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && clause != NULL, NULL);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID,
                              agreement_id);
  while (klaster_referrer_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_CLAUSE), clause) == 0)
      return row;

  return NULL;
}

/**
 * klaster_agreement_has_signed_renewal:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 * @date: a valid date
 *
 * A draft renews nothing yet: until it is signed, the old agreement ends as if there were none.
 *
 * Returns: whether an agreement that renews it is signed on @date, and not terminated
 */
gboolean
klaster_agreement_has_signed_renewal (KlasterSnapshot *snapshot,
                                      gint64           agreement_id,
                                      const char      *date)
{
  KlasterReferrerIter iter;
  KlasterRow *renewal;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), FALSE);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_RENEWS_ID, agreement_id);
  while (klaster_referrer_iter_next (&iter, &renewal))
    {
      const char *status = klaster_agreement_get_status (snapshot, renewal, date);

      if (strcmp (status, "draft") != 0 && strcmp (status, "terminated") != 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_in_force (KlasterSnapshot  *snapshot,
             const KlasterRow *agreement,
             const char       *date)
{
  const char *status = klaster_agreement_get_status (snapshot, agreement, date);

  return strcmp (status, "in_force") == 0 || strcmp (status, "expiring") == 0;
}

/**
 * klaster_cooperation_is_covered:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation
 * @date: a valid date
 *
 * Returns: whether an agreement that backs the cooperation is in force on @date
 */
gboolean
klaster_cooperation_is_covered (KlasterSnapshot *snapshot,
                                gint64           cooperation_id,
                                const char      *date)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), FALSE);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT,
                              KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, cooperation_id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_integer (row, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID);
      KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, id);

      if (agreement && is_in_force (snapshot, agreement, date))
        return TRUE;
    }

  return FALSE;
}

static void
count_parties (KlasterSnapshot       *snapshot,
               gint64                 id,
               KlasterAgreementFacts *facts)
{
  KlasterReferrerIter iter;
  KlasterRow *party;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &party))
    {
      KlasterRow *institution;

      institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                             klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      facts->n_parties++;
      facts->n_without_address += institution && klaster_row_is_null (institution, KLASTER_INSTITUTION_ADDRESS);
    }
}

static void
count_obligations (KlasterSnapshot       *snapshot,
                   gint64                 id,
                   const char            *date,
                   KlasterAgreementFacts *facts)
{
  gint64 soon = -1;
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      const char *state = klaster_row_get_text (row, KLASTER_OBLIGATION_STATE);
      const char *due = klaster_row_get_text (row, KLASTER_OBLIGATION_DUE);
      int days;

      facts->n_obligations++;
      if (g_strcmp0 (state, "done") == 0 || g_strcmp0 (state, "waived") == 0)
        {
          facts->n_done++;
          continue;
        }
      facts->n_open++;
      if (!klaster_date_is_valid (due))
        continue;
      if (soon < 0)
        soon = klaster_parameter_get_integer (snapshot, "obligation.soon_days", date, SOON_DAYS);
      days = klaster_date_diff_days (date, due);
      facts->n_overdue += days < 0;
      facts->n_due += days <= soon;
    }
}

static void
count_clauses (KlasterSnapshot       *snapshot,
               gint64                 id,
               KlasterAgreementFacts *facts)
{
  const char *const *clauses = klaster_schema_get_tokens ("clauses");

  for (guint i = 0; clauses[i]; i++)
    {
      KlasterRow *row = klaster_agreement_find_clause (snapshot, id, clauses[i]);
      const char *state = row ? klaster_row_get_text (row, KLASTER_AGREEMENT_CLAUSE_STATE) : NULL;

      if (g_strcmp0 (state, "met") == 0)
        facts->n_clauses_met++;
      else if (state == NULL || strcmp (state, "unknown") == 0)
        facts->n_clauses_unknown++;
      else if (strcmp (state, "not_met") == 0)
        facts->n_clauses_failed++;
    }
}

static void
count_cooperations (KlasterSnapshot       *snapshot,
                    gint64                 id,
                    const char            *date,
                    KlasterAgreementFacts *facts)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                              id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gint64 cooperation_id = klaster_row_get_integer (row, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID);
      KlasterRow *cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, cooperation_id);

      facts->n_cooperations++;
      if (cooperation && g_strcmp0 (klaster_row_get_text (cooperation, KLASTER_COOPERATION_STATUS), "active") == 0)
        facts->n_uncovered += !klaster_cooperation_is_covered (snapshot, cooperation_id, date);
    }
}

/**
 * klaster_agreement_get_facts:
 * @snapshot: the content
 * @agreement: a row of agreement
 * @date: the day to look at it from, a valid date
 * @facts: (out caller-allocates): what is known
 *
 * O(rows that refer to the agreement). What has ended or is only a draft asks for nothing but what still concerns others:
 * obligations that are overdue, cooperations that nothing backs any more.
 */
void
klaster_agreement_get_facts (KlasterSnapshot       *snapshot,
                             const KlasterRow      *agreement,
                             const char            *date,
                             KlasterAgreementFacts *facts)
{
  gint64 id;
  gboolean ended;

  g_return_if_fail (snapshot != NULL && agreement != NULL && facts != NULL);
  g_return_if_fail (klaster_row_get_table (agreement) == KLASTER_TABLE_AGREEMENT);
  g_return_if_fail (klaster_date_is_valid (date));

  id = klaster_row_get_id (agreement);
  *facts = (KlasterAgreementFacts) {
    .status = klaster_agreement_get_status (snapshot, agreement, date),
    .days_left = klaster_agreement_get_days_left (agreement, date),
    .renewed = klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_AGREEMENT, KLASTER_AGREEMENT_RENEWS_ID, id) > 0,
    .renewal_signed = klaster_agreement_has_signed_renewal (snapshot, id, date),
    .needs_clauses = klaster_agreement_needs_clauses (agreement),
  };
  count_parties (snapshot, id, facts);
  count_obligations (snapshot, id, date, facts);
  count_clauses (snapshot, id, facts);
  count_cooperations (snapshot, id, date, facts);

  ended = strcmp (facts->status, "expired") == 0 || strcmp (facts->status, "terminated") == 0;
  if (strcmp (facts->status, "expiring") == 0 && !facts->renewal_signed)
    facts->attention |= KLASTER_AGREEMENT_ENDING;
  if (ended && facts->n_uncovered > 0)
    facts->attention |= KLASTER_AGREEMENT_UNCOVERED;
  if (facts->n_overdue > 0 && strcmp (facts->status, "terminated") != 0)
    facts->attention |= KLASTER_AGREEMENT_OVERDUE;
  if (!ended && facts->needs_clauses && facts->n_clauses_failed + facts->n_clauses_unknown > 0)
    facts->attention |= KLASTER_AGREEMENT_CLAUSES;
  if (!ended && facts->n_without_address > 0)
    facts->attention |= KLASTER_AGREEMENT_ADDRESS;
  if (!ended && facts->n_parties < 2)
    facts->attention |= KLASTER_AGREEMENT_PARTIES;
}

static void
add (GPtrArray             *list,
     KlasterAttentionLevel  level,
     const char            *code,
     KlasterTable           table,
     gint64                 id,
     char                  *title,
     char                  *detail)
{
  KlasterAttention *attention = g_new (KlasterAttention, 1);

  *attention = (KlasterAttention) { level, code, table, id, title, detail };
  g_ptr_array_add (list, attention);
}

static void
add_overdue (GPtrArray       *list,
             KlasterSnapshot *snapshot,
             gint64           id,
             const char      *date,
             KlasterLanguage  language)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    if (klaster_obligation_is_overdue (row, date))
      {
        int days = klaster_date_diff_days (klaster_row_get_text (row, KLASTER_OBLIGATION_DUE), date);

        add (list, KLASTER_ATTENTION_OVERDUE, "obligation_overdue", KLASTER_TABLE_OBLIGATION, klaster_row_get_id (row),
             g_strdup_printf (ngettext ("Obligation overdue by %d day", "Obligation overdue by %d days", (gulong) days), days),
             klaster_record_describe (snapshot, row, language));
      }
}

static void
add_without_address (GPtrArray       *list,
                     KlasterSnapshot *snapshot,
                     gint64           id,
                     KlasterLanguage  language)
{
  KlasterReferrerIter iter;
  KlasterRow *party;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &party))
    {
      gint64 institution_id = klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID);
      KlasterRow *institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, institution_id);

      if (institution && klaster_row_is_null (institution, KLASTER_INSTITUTION_ADDRESS))
        add (list, KLASTER_ATTENTION_INFO, "no_address", KLASTER_TABLE_INSTITUTION, institution_id,
             g_strdup (_("A party has no address")), klaster_record_describe (snapshot, institution, language));
    }
}

/**
 * klaster_agreement_list_attention:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 * @date: today, a valid date
 * @language: for names of records; the sentences are in the language of the interface
 *
 * Returns: (transfer full) (element-type KlasterAttention): what needs attention, most urgent first
 */
GPtrArray *
klaster_agreement_list_attention (KlasterSnapshot *snapshot,
                                  gint64           agreement_id,
                                  const char      *date,
                                  KlasterLanguage  language)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_attention_free);
  KlasterRow *agreement;
  KlasterAgreementFacts facts;
  guint n;

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), list);

  agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, agreement_id);
  if (agreement == NULL)
    return list;
  klaster_agreement_get_facts (snapshot, agreement, date, &facts);

  if (facts.attention & KLASTER_AGREEMENT_OVERDUE)
    add_overdue (list, snapshot, agreement_id, date, language);
  if (facts.attention & KLASTER_AGREEMENT_ENDING)
    add (list, KLASTER_ATTENTION_WARNING, "agreement_expiring", KLASTER_TABLE_AGREEMENT, agreement_id,
         facts.days_left == 0 ? g_strdup (_("Agreement ends today"))
                              : g_strdup_printf (ngettext ("Agreement ends in %d day", "Agreement ends in %d days",
                                                           (gulong) facts.days_left), facts.days_left),
         g_strdup (facts.renewed ? _("The agreement that renews it is not signed yet.") : _("Renew it, or let it end.")));
  if (facts.attention & KLASTER_AGREEMENT_UNCOVERED)
    add (list, KLASTER_ATTENTION_WARNING, "agreement_uncovered", KLASTER_TABLE_AGREEMENT, agreement_id,
         g_strdup_printf (ngettext ("%u active cooperation has no agreement in force",
                                    "%u active cooperations have no agreement in force", facts.n_uncovered),
                          facts.n_uncovered),
         g_strdup (_("Renew the agreement, or end the cooperation.")));
  if (facts.attention & KLASTER_AGREEMENT_PARTIES)
    add (list, KLASTER_ATTENTION_WARNING, "no_parties", KLASTER_TABLE_AGREEMENT, agreement_id,
         g_strdup (_("Fewer than two parties")), g_strdup (_("Add the institutions that conclude it.")));
  if (facts.attention & KLASTER_AGREEMENT_CLAUSES)
    {
      n = facts.n_clauses_failed + facts.n_clauses_unknown;
      add (list, KLASTER_ATTENTION_WARNING, "clauses_missing", KLASTER_TABLE_AGREEMENT, agreement_id,
           g_strdup_printf (ngettext ("%u of the 6 clauses is missing", "%u of the 6 clauses are missing", n), n),
           g_strdup (_("An agreement of this kind answers for all six.")));
    }
  if (facts.attention & KLASTER_AGREEMENT_ADDRESS)
    add_without_address (list, snapshot, agreement_id, language);

  return list;
}

/**
 * klaster_agreement_list_parties:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 *
 * The hub of the cluster comes before the others, as people write contracts; the rest by identifier, which is the same in
 * every copy of the project.
 *
 * Returns: (transfer full) (element-type KlasterRow): rows of agreement_party
 */
GPtrArray *
klaster_agreement_list_parties (KlasterSnapshot *snapshot,
                                gint64           agreement_id)
{
  GPtrArray *parties = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);

  g_return_val_if_fail (snapshot != NULL, parties);

  for (guint pass = 0; pass < 2; pass++)
    {
      KlasterReferrerIter iter;
      KlasterRow *party;

      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
                                  agreement_id);
      while (klaster_referrer_iter_next (&iter, &party))
        {
          KlasterRow *institution;
          gboolean hub;

          institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                                 klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
          hub = institution && g_strcmp0 (klaster_row_get_text (institution, KLASTER_INSTITUTION_ROLE), "integrator") == 0;
          if (hub == (pass == 0))
            g_ptr_array_add (parties, klaster_row_ref (party));
        }
    }

  return parties;
}

static int
compare_obligations (gconstpointer a,
                     gconstpointer b)
{
  const KlasterRow *first = *(const KlasterRow *const *) a;
  const KlasterRow *second = *(const KlasterRow *const *) b;
  const char *first_due = klaster_row_get_text (first, KLASTER_OBLIGATION_DUE);
  const char *second_due = klaster_row_get_text (second, KLASTER_OBLIGATION_DUE);
  const char *first_text = klaster_row_get_text (first, KLASTER_OBLIGATION_TEXT);
  const char *second_text = klaster_row_get_text (second, KLASTER_OBLIGATION_TEXT);
  int order = (first_due == NULL) - (second_due == NULL);

  if (order == 0)
    order = g_strcmp0 (first_due, second_due);
  if (order == 0)
    order = klaster_text_compare (first_text != NULL ? first_text : "", second_text != NULL ? second_text : "");
  if (order == 0)
    order = klaster_row_get_id (first) < klaster_row_get_id (second) ? -1 : 1;

  return order;
}

/**
 * klaster_agreement_list_obligations:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 *
 * In the order in which they are due, which people can follow, unlike that of identifiers; those without a day last; then
 * by text.
 *
 * Returns: (transfer full) (element-type KlasterRow): rows of obligation
 */
GPtrArray *
klaster_agreement_list_obligations (KlasterSnapshot *snapshot,
                                    gint64           agreement_id)
{
  GPtrArray *obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *row;

  g_return_val_if_fail (snapshot != NULL, obligations);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, agreement_id);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (obligations, klaster_row_ref (row));
  g_ptr_array_sort (obligations, compare_obligations);

  return obligations;
}

/**
 * klaster_agreement_name_parties:
 * @snapshot: a snapshot
 * @agreement_id: an agreement
 * @language: language of the names
 *
 * For lists, where room is scarce: what tells agreements apart comes first, the hub, which is a party to nearly all of
 * them, last and by its short name.
 *
 * Returns: (transfer full): the names with dashes between; "" when there are none
 */
char *
klaster_agreement_name_parties (KlasterSnapshot *snapshot,
                                gint64           agreement_id,
                                KlasterLanguage  language)
{
  g_autoptr (GPtrArray) parties = klaster_agreement_list_parties (snapshot, agreement_id);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parties->len; i++)
    {
      const KlasterRow *party = parties->pdata[(i + 1) % parties->len];
      KlasterRow *institution;
      const char *name;
      gboolean hub;

      institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                             klaster_row_get_integer (party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      if (institution == NULL)
        continue;
      hub = g_strcmp0 (klaster_row_get_text (institution, KLASTER_INSTITUTION_ROLE), "integrator") == 0;
      name = hub ? klaster_row_get_text (institution, KLASTER_INSTITUTION_SHORT_NAME) : NULL;
      if (name == NULL)
        name = klaster_row_get_name (institution, KLASTER_INSTITUTION_NAME_UZ, language);
      g_string_append_printf (text, "%s%s", text->len > 0 ? " – " : "", *name ? name : "…");
    }

  return g_string_free (text, FALSE);
}

/**
 * klaster_agreement_describe_end:
 * @agreement: an agreement
 * @language: language of the dates and of the words before them
 *
 * What matters most of its period where there is little room: until when it is valid, or from when when the end is open.
 *
 * Returns: (transfer full): "until 3 Dec 2026", "from 15 Jan 2026", "" when nothing is known
 */
char *
klaster_agreement_describe_end (const KlasterRow *agreement,
                                KlasterLanguage   language)
{
  const char *valid_to = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO);
  g_autofree char *to = valid_to ? klaster_date_format (valid_to, language) : NULL;

  if (to == NULL)
    return klaster_agreement_describe_period (agreement, language);

  return g_strdup_printf (klaster_translate (language, "until %s"), to);
}

/**
 * klaster_agreement_describe_period:
 * @agreement: an agreement
 * @language: language of the dates and of the words between them
 *
 * Returns: (transfer full): from when until when it is valid, "" when nothing is known
 */
char *
klaster_agreement_describe_period (const KlasterRow *agreement,
                                   KlasterLanguage   language)
{
  const char *valid_from = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_FROM);
  const char *valid_to = klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO);
  g_autofree char *from = valid_from ? klaster_date_format (valid_from, language) : NULL;
  g_autofree char *to = valid_to ? klaster_date_format (valid_to, language) : NULL;

  if (from && to)
    /* Translators: a period, from the first day to the last */
    return g_strdup_printf (klaster_translate (language, "%s – %s"), from, to);
  if (from)
    /* Translators: %s is a day; the end is open */
    return g_strdup_printf (klaster_translate (language, "from %s"), from);
  if (to)
    /* Translators: %s is a day; the beginning is not known */
    return g_strdup_printf (klaster_translate (language, "until %s"), to);

  return g_strdup ("");
}
