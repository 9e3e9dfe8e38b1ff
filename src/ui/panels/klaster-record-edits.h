/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"

G_BEGIN_DECLS

/* Edits of whole records of any table, made here and committed by whoever asks. Pure, any thread. */

/* "3 cooperations"; (transfer full) */
char        *klaster_record_count_text     (KlasterTable     table,
                                            guint            n_ids);
/* @toast (out) (transfer full): what to say when it is done */
KlasterEdit *klaster_record_edit_delete    (KlasterSnapshot *snapshot,
                                            KlasterTable     table,
                                            const gint64    *ids,
                                            guint            n_ids,
                                            char           **toast);
/* Copies of @ids and of what belongs to them (of institutions: see klaster_member_edit_duplicate()). @new_ids (out)
 * (transfer full) (element-type gint64) */
KlasterEdit *klaster_record_edit_duplicate (KlasterSnapshot *snapshot,
                                            KlasterTable     table,
                                            const gint64    *ids,
                                            guint            n_ids,
                                            GArray         **new_ids);

G_END_DECLS
