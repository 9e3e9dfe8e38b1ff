/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-query-model.h"

G_BEGIN_DECLS

/* Edits of whole institutions, made here and committed by whoever asks. Pure, any thread. */

/* One of @kind (NULL: a school) without a name at @lon, @lat (NAN: not known yet); @id (out): its identifier */
KlasterEdit *klaster_member_edit_add       (const char      *kind,
                                            double           lon,
                                            double           lat,
                                            gint64          *id);
/* Copies of @ids with a number after their names, beside them in everything but cooperations and agreements. @new_ids (out)
 * (transfer full) (element-type gint64) */
KlasterEdit *klaster_member_edit_duplicate (KlasterSnapshot *snapshot,
                                            const gint64    *ids,
                                            guint            n_ids,
                                            GArray         **new_ids);
/* Main thread: lets a list show those that are about to be added; the kind they should be of, NULL: any */
const char  *klaster_list_new_members      (KlasterQueryModel *members);

G_END_DECLS
