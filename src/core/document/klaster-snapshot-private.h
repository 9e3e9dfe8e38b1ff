/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* What only the store, the edit and tests need of snapshots and deltas. */

/**
 * KlasterSnapshotBuilder:
 *
 * Fills a snapshot from rows that come in order of id. Different tables may be filled from different threads at once; one
 * table belongs to one thread from its first row to klaster_snapshot_builder_end_table().
 */
typedef struct _KlasterSnapshotBuilder KlasterSnapshotBuilder;

KlasterSnapshotBuilder *klaster_snapshot_builder_new       (void);
void                    klaster_snapshot_builder_free      (KlasterSnapshotBuilder *self);
/* Takes the row. FALSE (and the row is dropped): its id is not above that of the row before. */
gboolean                klaster_snapshot_builder_take_row  (KlasterSnapshotBuilder *self,
                                                            KlasterRow             *row);
/* Builds the table's blocks and indexes: the expensive part, on the caller's thread. */
void                    klaster_snapshot_builder_end_table (KlasterSnapshotBuilder *self,
                                                            KlasterTable            table);
/* Frees @self; ends the tables that were not ended. (transfer full) */
KlasterSnapshot        *klaster_snapshot_builder_finish    (KlasterSnapshotBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterSnapshotBuilder, klaster_snapshot_builder_free)

/* Rows are referenced. Changes may come in any order, each row at most once; those that change nothing are left out. */
KlasterDelta    *klaster_delta_new              (const KlasterRowChange *changes,
                                                 guint                   n_changes);
/* The delta that takes this one back. */
KlasterDelta    *klaster_delta_invert           (const KlasterDelta     *self);
/* What turns @before into @after, found by comparing (shared blocks are skipped). */
KlasterDelta    *klaster_delta_new_between      (const KlasterSnapshot  *before,
                                                 const KlasterSnapshot  *after);
/* Whether every reference that @self sets is answered, and none to what it deletes is left, in @after, the snapshot after
 * it: what has to hold after undo and adoption, in place of PRAGMA foreign_key_check. KLASTER_EDIT_ERROR_INVALID. */
gboolean         klaster_delta_check_references (const KlasterDelta     *self,
                                                 const KlasterSnapshot  *after,
                                                 GError                **error);

/* Whether both hold the same rows. */
gboolean         klaster_snapshot_equal         (const KlasterSnapshot  *a,
                                                 const KlasterSnapshot  *b);
/* Asserts the inner order, counts and indexes. For tests. */
void             klaster_snapshot_check         (const KlasterSnapshot  *self);

G_END_DECLS
