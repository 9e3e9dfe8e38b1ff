/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-derive.h"
#include "klaster-edit.h"

G_BEGIN_DECLS

/* What is known of a cooperation from the rows around it on a day, and edits of cooperations. Pure, any thread. */

/* (transfer full) (element-type KlasterAttention): most urgent first */
GPtrArray   *klaster_cooperation_list_attention  (KlasterSnapshot *snapshot,
                                                  gint64           cooperation_id,
                                                  const char      *date,
                                                  KlasterLanguage  language);
/* Whether it is active and agreements were made for it, but none of them is in force on the day */
gboolean     klaster_cooperation_is_uncovered    (KlasterSnapshot *snapshot,
                                                  gint64           cooperation_id,
                                                  const char      *date);
/* Rows of the agreements behind it, (transfer full) (element-type KlasterRow) */
GPtrArray   *klaster_cooperation_list_agreements (KlasterSnapshot *snapshot,
                                                  gint64           cooperation_id);

/* Two members that are to cooperate */
typedef struct
{
  gint64 from, to;
} KlasterPair;

/* Proposed cooperations, one for each pair; several between one pair are allowed. NULL: there are none to make, a member
 * does not cooperate with itself. @ids (out) (transfer full) (element-type gint64): the new ones */
KlasterEdit *klaster_cooperation_edit_connect    (KlasterSnapshot   *snapshot,
                                                  const KlasterPair *pairs,
                                                  guint              n_pairs,
                                                  GArray           **ids);
/* Each runs the other way afterwards */
KlasterEdit *klaster_cooperation_edit_swap       (KlasterSnapshot   *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids);
/* Puts an agreement behind each that it does not stand behind yet; NULL: behind all of them it does */
KlasterEdit *klaster_cooperation_edit_link       (KlasterSnapshot   *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gint64             agreement_id);
/* Takes it away again; the agreement stays. NULL: it stands behind none */
KlasterEdit *klaster_cooperation_edit_unlink     (KlasterSnapshot   *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gint64             agreement_id);
/* A new agreement between the members of the cooperation, with its areas, tasks and goal, behind it */
KlasterEdit *klaster_cooperation_edit_agree      (KlasterSnapshot   *snapshot,
                                                  gint64             cooperation_id,
                                                  gint64            *agreement_id);

/* The goals that it serves, the main one first, (transfer full) (element-type KlasterRow) */
GPtrArray   *klaster_cooperation_list_goals      (KlasterSnapshot   *snapshot,
                                                  gint64             cooperation_id);
/* Each serves the goal, as its main one if it had none; NULL: each did already */
KlasterEdit *klaster_cooperation_edit_serve      (KlasterSnapshot   *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gint64             goal_id);
/* None serves it any more; a further goal takes the place of a main one. NULL: none did */
KlasterEdit *klaster_cooperation_edit_unserve    (KlasterSnapshot   *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gint64             goal_id);
/* It is the main goal of each; what was the main one is served further. NULL: it was */
KlasterEdit *klaster_cooperation_edit_set_main_goal (KlasterSnapshot *snapshot,
                                                  const gint64      *ids,
                                                  guint              n_ids,
                                                  gint64             goal_id);

G_END_DECLS
