/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-row.h"

G_BEGIN_DECLS

/**
 * KlasterSnapshot:
 *
 * The whole content of a project at one moment, immutable, reference-counted, usable from any thread. A snapshot after an
 * edit shares everything that did not change (rows lie in sorted blocks of a few hundred that are copied on write), so
 * keeping one costs little and no view ever needs to look at the database.
 */
typedef struct _KlasterSnapshot KlasterSnapshot;
typedef struct _KlasterDelta KlasterDelta;

KlasterSnapshot *klaster_snapshot_new_empty (void);
KlasterSnapshot *klaster_snapshot_ref       (KlasterSnapshot *self);
void             klaster_snapshot_unref     (KlasterSnapshot *self);

/* Grows with every change, unique in the process: two snapshots with the same version are the same. */
guint64          klaster_snapshot_get_version (const KlasterSnapshot *self);

guint            klaster_snapshot_get_n_rows  (const KlasterSnapshot *self,
                                               KlasterTable           table);
KlasterRow      *klaster_snapshot_lookup      (const KlasterSnapshot *self, /* (transfer none) (nullable) */
                                               KlasterTable           table,
                                               gint64                 id);

/* Rows in order of id.
 *   KlasterRowIter iter;
 *   klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
 *   while (klaster_row_iter_next (&iter, &row)) … */
typedef struct
{
  /*< private >*/
  gconstpointer table;
  guint block;
  guint position;
} KlasterRowIter;

void             klaster_row_iter_init        (KlasterRowIter        *iter,
                                               const KlasterSnapshot *snapshot,
                                               KlasterTable           table);
gboolean         klaster_row_iter_next        (KlasterRowIter        *iter,
                                               KlasterRow           **row); /* (transfer none) */

/* Rows whose reference column holds @target, in order of id, from an index that is kept with the snapshot.
 *   klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_FROM_ID, member_id);
 *   while (klaster_referrer_iter_next (&iter, &row)) … */
typedef struct
{
  /*< private >*/
  const KlasterSnapshot *snapshot;
  gconstpointer index;
  KlasterTable table;
  gint64 target;
  guint block;
  guint position;
} KlasterReferrerIter;

void             klaster_referrer_iter_init   (KlasterReferrerIter   *iter,
                                               const KlasterSnapshot *snapshot,
                                               KlasterTable           table,
                                               guint                  column,
                                               gint64                 target);
gboolean         klaster_referrer_iter_next   (KlasterReferrerIter   *iter,
                                               KlasterRow           **row); /* (transfer none) */
guint            klaster_snapshot_count_referrers (const KlasterSnapshot *self,
                                               KlasterTable           table,
                                               guint                  column,
                                               gint64                 target);

/* The snapshot after @delta, which must have been made for this content (rows before it are compared in debug builds). */
KlasterSnapshot *klaster_snapshot_apply       (KlasterSnapshot       *self,
                                               const KlasterDelta    *delta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterSnapshot, klaster_snapshot_unref)

/**
 * KlasterDelta:
 *
 * What one edit changed, row by row, everything that follows from it (rows that went with their parent, references that
 * were cleared) included. At most one change for each row. Immutable, reference-counted.
 */
typedef struct
{
  KlasterTable table;
  gint64 id;
  KlasterRow *before; /* (nullable): NULL when inserted */
  KlasterRow *after;  /* (nullable): NULL when deleted */
} KlasterRowChange;

KlasterDelta           *klaster_delta_ref        (KlasterDelta       *self);
void                    klaster_delta_unref      (KlasterDelta       *self);
guint                   klaster_delta_get_n_changes (const KlasterDelta *self);
const KlasterRowChange *klaster_delta_get_change (const KlasterDelta *self,
                                                  guint               position);
gboolean                klaster_delta_touches    (const KlasterDelta *self,
                                                  KlasterTable        table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterDelta, klaster_delta_unref)

G_END_DECLS
