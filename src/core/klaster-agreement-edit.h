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
/* An obligation from a row of template_obligation, in an edit that is being built; its id */
gint64       klaster_agreement_edit_add_obligation (KlasterEdit      *edit,
                                               gint64                 agreement_id,
                                               const KlasterRow      *template,
                                               gint64                 party,
                                               KlasterLanguage        language);

G_END_DECLS
