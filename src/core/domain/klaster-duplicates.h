/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

/**
 * KlasterDuplicates:
 *
 * Finds institutions that are probably the same one: equal folded name (any of the four forms against any) and no
 * contradiction in place (both placed: within a distance; otherwise the same district or none given). Built once for a
 * snapshot, then asked for each new row; rows accepted meanwhile can be added. One thread at a time.
 */
typedef struct _KlasterDuplicates KlasterDuplicates;

KlasterDuplicates *klaster_duplicates_new  (KlasterSnapshot   *snapshot,
                                            double             metres);
void               klaster_duplicates_free (KlasterDuplicates *self);
void               klaster_duplicates_add  (KlasterDuplicates *self,
                                            KlasterRow        *institution);
/* (transfer none) (nullable): the nearest probable duplicate, never @institution itself; @metres (out): NAN when unknown */
KlasterRow        *klaster_duplicates_find (KlasterDuplicates *self,
                                            KlasterRow        *institution,
                                            double            *metres);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterDuplicates, klaster_duplicates_free)

/* Moves everything that refers to @lose_id over to @keep_id (cooperations, agreements, obligations, places, units, notes,
 * attachments…), drops what would become a link to itself or a second copy of the same link row, fills what @keep_id
 * leaves empty from @lose_id, and deletes @lose_id: all into @edit, to be committed as one. */
void               klaster_edit_join_institutions (KlasterEdit     *edit,
                                            KlasterSnapshot   *snapshot,
                                            gint64             keep_id,
                                            gint64             lose_id);

G_END_DECLS
