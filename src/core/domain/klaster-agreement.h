/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-derive.h"

G_BEGIN_DECLS

/* What is known of an agreement from the rows around it on a day. Pure, any thread. */

/* Why an agreement needs attention. */
typedef enum
{
  KLASTER_AGREEMENT_ENDING = 1 << 0,     /* ends within its notice period, and none that is signed renews it */
  KLASTER_AGREEMENT_UNCOVERED = 1 << 1,  /* ended, and an active cooperation has no other agreement in force */
  KLASTER_AGREEMENT_OVERDUE = 1 << 2,    /* obligations are overdue */
  KLASTER_AGREEMENT_CLAUSES = 1 << 3,    /* clauses that its kind needs are unknown or not met */
  KLASTER_AGREEMENT_ADDRESS = 1 << 4,    /* a party has no address */
  KLASTER_AGREEMENT_PARTIES = 1 << 5,    /* fewer than two parties */
} KlasterAgreementAttention;

/**
 * KlasterAgreementFacts:
 * @status: a token of agreement_statuses, static
 * @days_left: klaster_agreement_get_days_left()
 * @renewed: another agreement renews it
 * @renewal_signed: klaster_agreement_has_signed_renewal()
 * @n_parties: its parties
 * @n_without_address: of them without an address
 * @n_obligations: its obligations
 * @n_open: of them neither done nor waived
 * @n_due: of the open ones due within obligation.soon_days, overdue ones included
 * @n_overdue: of the open ones due before the day
 * @n_done: done or waived
 * @needs_clauses: the six clauses are asked of its kind
 * @n_clauses_met: of the six clauses met
 * @n_clauses_failed: of them not met
 * @n_clauses_unknown: of them nothing is known; those partly met are the rest
 * @n_cooperations: cooperations that it backs
 * @n_uncovered: of them active without an agreement in force
 * @attention: #KlasterAgreementAttention
 */
typedef struct
{
  const char *status;
  int days_left;
  gboolean renewed;
  gboolean renewal_signed;
  guint n_parties;
  guint n_without_address;
  guint n_obligations;
  guint n_open;
  guint n_due;
  guint n_overdue;
  guint n_done;
  gboolean needs_clauses;
  guint n_clauses_met;
  guint n_clauses_failed;
  guint n_clauses_unknown;
  guint n_cooperations;
  guint n_uncovered;
  guint attention;
} KlasterAgreementFacts;

gboolean klaster_agreement_has_signed_renewal (KlasterSnapshot *snapshot,
                                               gint64           agreement_id,
                                               const char      *date);

void        klaster_agreement_get_facts      (KlasterSnapshot       *snapshot,
                                              const KlasterRow      *agreement,
                                              const char            *date,
                                              KlasterAgreementFacts *facts);
/* DOMAIN: the six clauses are asked of cooperation and School-Laboratory agreements */
gboolean    klaster_agreement_needs_clauses  (const KlasterRow      *agreement);
/* The row of a clause, NULL while nothing was recorded; (transfer none) */
KlasterRow *klaster_agreement_find_clause    (KlasterSnapshot       *snapshot,
                                              gint64                 agreement_id,
                                              const char            *clause);
/* (transfer full) (element-type KlasterAttention): most urgent first */
GPtrArray  *klaster_agreement_list_attention (KlasterSnapshot       *snapshot,
                                              gint64                 agreement_id,
                                              const char            *date,
                                              KlasterLanguage        language);
/* Rows of its parties (agreement_party), the hub of the cluster first; (transfer full) */
GPtrArray  *klaster_agreement_list_parties   (KlasterSnapshot       *snapshot,
                                              gint64                 agreement_id);
/* (transfer full) (element-type KlasterRow): rows of obligation, by the day on which they are due, those without one last */
GPtrArray  *klaster_agreement_list_obligations (KlasterSnapshot *snapshot,
                                                gint64           agreement_id);
/* "School 5 – University", for lists; (transfer full) */
char       *klaster_agreement_name_parties   (KlasterSnapshot       *snapshot,
                                              gint64                 agreement_id,
                                              KlasterLanguage        language);
/* "1 Sep 2025 – 3 Dec 2026", "from 15 Jan 2026", "until …", ""; (transfer full) */
char       *klaster_agreement_describe_period (const KlasterRow     *agreement,
                                              KlasterLanguage        language);
/* "until 3 Dec 2026", "from 15 Jan 2026", ""; (transfer full) */
char       *klaster_agreement_describe_end   (const KlasterRow      *agreement,
                                              KlasterLanguage        language);
/* Whether an agreement in force on the day backs the cooperation */
gboolean    klaster_cooperation_is_covered   (KlasterSnapshot       *snapshot,
                                              gint64                 cooperation_id,
                                              const char            *date);

G_END_DECLS
