/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-template.h"

G_BEGIN_DECLS

/* Edits of agreements as a whole. They only build: the caller commits. */

/* A new agreement of @kind between @parties (institutions), with what @template (nullable) brings along; (transfer full) */
KlasterEdit *klaster_agreement_edit_add       (KlasterSnapshot       *snapshot,
                                               const char            *kind,
                                               const KlasterTemplate *template,
                                               const gint64          *parties,
                                               guint                  n_parties,
                                               KlasterLanguage        language,
                                               gint64                *id);
/* What a row of template_obligation says, for an obligation that was added to an edit that is being built */
void         klaster_agreement_edit_fill_obligation (KlasterEdit     *edit,
                                               gint64                 id,
                                               const KlasterRow      *template,
                                               gint64                 party,
                                               KlasterLanguage        language);
/* Ends it on @date; NULL takes that back */
KlasterEdit *klaster_agreement_edit_terminate (KlasterSnapshot       *snapshot,
                                               const gint64          *ids,
                                               guint                  n_ids,
                                               const char            *date);

G_END_DECLS
