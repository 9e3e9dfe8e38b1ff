/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/* Edits of agreements as a whole. They only build: the caller commits. */

/* A new agreement of @kind between @parties (institutions; the hub of the cluster is added when there is one and
 * @parties are not empty); (transfer full) */
KlasterEdit *klaster_agreement_edit_add       (KlasterSnapshot *snapshot,
                                               const char      *kind,
                                               const gint64    *parties,
                                               guint            n_parties,
                                               gint64          *id);

G_END_DECLS
