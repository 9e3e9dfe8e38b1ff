/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

/* The period that follows one of @from to @to (both nullable), of the same length: begins on the day after. FALSE: without
 * an end nothing follows. @new_from, @new_to (out) (transfer full) (nullable) */
gboolean     klaster_period_continue         (const char      *from,
                                              const char      *to,
                                              char           **new_from,
                                              char           **new_to);
/* Adds the agreement that renews @agreement to @edit; its id */
gint64       klaster_agreement_edit_add_renewal (KlasterEdit   *edit,
                                              KlasterSnapshot *snapshot,
                                              const KlasterRow *agreement);
/* One edit that renews all of @ids; @new_ids (out) (optional) (transfer full) (element-type gint64) */
KlasterEdit *klaster_agreement_edit_renew    (KlasterSnapshot *snapshot,
                                              const gint64    *ids,
                                              guint            n_ids,
                                              GArray         **new_ids);

G_END_DECLS
