/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-row.h"

G_BEGIN_DECLS

/**
 * KlasterSequence:
 *
 * A sorted, immutable sequence of pairs that shares the blocks of a few hundred which a change did not touch: the rows of
 * a table (id, row) and the reverse indexes of its references (target, id). %NULL is the empty sequence. Private to core.
 */
typedef struct
{
  gint64 key;
  union
  {
    gint64 value;    /* index: the id of the row that refers to `key` */
    KlasterRow *row; /* table */
  };
} KlasterItem;

typedef struct
{
  gatomicrefcount ref_count;
  guint n_items;
  KlasterItem items[];
} KlasterBlock;

typedef struct
{
  gatomicrefcount ref_count;
  gboolean holds_rows;
  guint n_items;
  guint n_blocks;
  struct
  {
    KlasterItem first;
    KlasterBlock *block;
  } slots[];
} KlasterSequence;

typedef struct
{
  KlasterItem item;
  gboolean remove; /* otherwise: insert, or replace the row of this key */
} KlasterItemChange;

KlasterSequence *klaster_sequence_new    (const KlasterItem       *items,
                                          guint                    n_items,
                                          gboolean                 holds_rows);
KlasterSequence *klaster_sequence_ref    (KlasterSequence         *self);
void             klaster_sequence_unref  (KlasterSequence         *self);
KlasterSequence *klaster_sequence_apply  (KlasterSequence         *self,
                                          gboolean                 holds_rows,
                                          const KlasterItemChange *changes,
                                          guint                    n_changes);
gboolean         klaster_sequence_seek   (const KlasterSequence   *self,
                                          gint64                   key,
                                          guint                   *block,
                                          guint                   *position);
KlasterRow      *klaster_sequence_lookup (const KlasterSequence   *self,
                                          gint64                   key);
guint            klaster_sequence_count  (const KlasterSequence   *self,
                                          gint64                   key);
void             klaster_items_sort      (KlasterItem             *items,
                                          guint                    n_items);

G_END_DECLS
