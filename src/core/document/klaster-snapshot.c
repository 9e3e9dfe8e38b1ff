/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "klaster-sequence.h"
#include "klaster-snapshot-private.h"

#define MAX_COLUMNS 64
#define NO_INDEX G_MAXUINT8

struct _KlasterSnapshot
{
  gatomicrefcount ref_count;
  guint64 version;
  KlasterSequence *tables[KLASTER_N_TABLES];
  KlasterSequence *indexes[]; /* one for each reference column */
};

struct _KlasterSnapshotBuilder
{
  KlasterSnapshot *snapshot;
  GArray *items[KLASTER_N_TABLES]; /* KlasterItem; NULL: no row yet, or ended */
};

/* Which index belongs to which reference column; filled once. */
static guint8 index_numbers[KLASTER_N_TABLES][MAX_COLUMNS];

static guint
count_indexes (void)
{
  static gsize n_indexes;

  if (g_once_init_enter (&n_indexes))
    {
      gsize n = 0;

      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        {
          const KlasterTableInfo *info = klaster_schema_get_table (t);

          for (guint c = 0; c < MAX_COLUMNS; c++)
            if (c < info->n_columns && info->columns[c].type == KLASTER_COLUMN_REFERENCE)
              index_numbers[t][c] = (guint8) n++;
            else
              index_numbers[t][c] = NO_INDEX;
        }
      g_assert (n > 0 && n < NO_INDEX);
      g_once_init_leave (&n_indexes, n);
    }

  return (guint) n_indexes;
}

static KlasterSnapshot *
snapshot_new (void)
{
  static atomic_ullong last_version;
  KlasterSnapshot *self = g_malloc0 (sizeof (KlasterSnapshot) + count_indexes () * sizeof (KlasterSequence *));

  g_atomic_ref_count_init (&self->ref_count);
  self->version = atomic_fetch_add (&last_version, 1) + 1;
  return self;
}

/**
 * klaster_snapshot_new_empty:
 *
 * Returns: (transfer full): a snapshot without rows
 */
KlasterSnapshot *
klaster_snapshot_new_empty (void)
{
  return snapshot_new ();
}

/**
 * klaster_snapshot_ref:
 * @self: a snapshot
 *
 * Returns: (transfer full): @self
 */
KlasterSnapshot *
klaster_snapshot_ref (KlasterSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_snapshot_unref:
 * @self: (transfer full): a snapshot
 */
void
klaster_snapshot_unref (KlasterSnapshot *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    klaster_sequence_unref (self->tables[i]);
  for (guint i = 0; i < count_indexes (); i++)
    klaster_sequence_unref (self->indexes[i]);
  g_free (self);
}

/**
 * klaster_snapshot_get_version:
 * @self: a snapshot
 *
 * Returns: a number that no other snapshot of the process has; later ones have greater numbers
 */
guint64
klaster_snapshot_get_version (const KlasterSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->version;
}

/**
 * klaster_snapshot_get_n_rows:
 * @self: a snapshot
 * @table: a table
 *
 * Returns: the number of its rows
 */
guint
klaster_snapshot_get_n_rows (const KlasterSnapshot *self,
                             KlasterTable           table)
{
  g_return_val_if_fail (self != NULL && table < KLASTER_N_TABLES, 0);

  return self->tables[table] ? self->tables[table]->n_items : 0;
}

/**
 * klaster_snapshot_lookup:
 * @self: a snapshot
 * @table: a table
 * @id: an identifier; 0 is never found
 *
 * Returns: (transfer none) (nullable): the row, which lives as long as @self
 */
KlasterRow *
klaster_snapshot_lookup (const KlasterSnapshot *self,
                         KlasterTable           table,
                         gint64                 id)
{
  g_return_val_if_fail (self != NULL && table < KLASTER_N_TABLES, NULL);

  return klaster_sequence_lookup (self->tables[table], id);
}

/**
 * klaster_row_iter_init:
 * @iter: (out caller-allocates): where to begin
 * @snapshot: a snapshot, which must outlive @iter
 * @table: a table
 */
void
klaster_row_iter_init (KlasterRowIter        *iter,
                       const KlasterSnapshot *snapshot,
                       KlasterTable           table)
{
  g_return_if_fail (iter != NULL && snapshot != NULL && table < KLASTER_N_TABLES);

  iter->table = snapshot->tables[table];
  iter->block = iter->position = 0;
}

/**
 * klaster_row_iter_next:
 * @iter: an iterator
 * @row: (out) (transfer none): the next row, in order of id
 *
 * Returns: whether there was one
 */
gboolean
klaster_row_iter_next (KlasterRowIter  *iter,
                       KlasterRow     **row)
{
  const KlasterSequence *table = iter->table;
  const KlasterBlock *block;

  if (table == NULL || iter->block >= table->n_blocks)
    return FALSE;
  block = table->slots[iter->block].block;
  *row = block->items[iter->position].row;
  if (++iter->position == block->n_items)
    {
      iter->block++;
      iter->position = 0;
    }

  return TRUE;
}

/**
 * klaster_referrer_iter_init:
 * @iter: (out caller-allocates): where to begin
 * @snapshot: a snapshot, which must outlive @iter
 * @table: the table whose rows refer
 * @column: position of a reference column
 * @target: identifier of the row that they refer to
 */
void
klaster_referrer_iter_init (KlasterReferrerIter   *iter,
                            const KlasterSnapshot *snapshot,
                            KlasterTable           table,
                            guint                  column,
                            gint64                 target)
{
  g_return_if_fail (iter != NULL && snapshot != NULL && table < KLASTER_N_TABLES && column < MAX_COLUMNS);
  g_return_if_fail (index_numbers[table][column] != NO_INDEX);

  iter->snapshot = snapshot;
  iter->index = snapshot->indexes[index_numbers[table][column]];
  iter->table = table;
  iter->target = target;
  klaster_sequence_seek (iter->index, target, &iter->block, &iter->position);
}

/**
 * klaster_referrer_iter_next:
 * @iter: an iterator
 * @row: (out) (transfer none): the next row that refers to the target, in order of id
 *
 * Returns: whether there was one
 */
gboolean
klaster_referrer_iter_next (KlasterReferrerIter  *iter,
                            KlasterRow          **row)
{
  const KlasterSequence *index = iter->index;
  const KlasterBlock *block;
  const KlasterItem *item;

  if (index == NULL || iter->block >= index->n_blocks)
    return FALSE;
  block = index->slots[iter->block].block;
  item = &block->items[iter->position];
  if (item->key != iter->target)
    return FALSE;
  if (++iter->position == block->n_items)
    {
      iter->block++;
      iter->position = 0;
    }
  *row = klaster_sequence_lookup (iter->snapshot->tables[iter->table], item->value);
  g_assert (*row != NULL);

  return TRUE;
}

/**
 * klaster_snapshot_count_referrers:
 * @self: a snapshot
 * @table: the table whose rows refer
 * @column: position of a reference column
 * @target: identifier of the row that they refer to
 *
 * Returns: the number of rows that refer to it
 */
guint
klaster_snapshot_count_referrers (const KlasterSnapshot *self,
                                  KlasterTable           table,
                                  guint                  column,
                                  gint64                 target)
{
  g_return_val_if_fail (self != NULL && table < KLASTER_N_TABLES && column < MAX_COLUMNS, 0);
  g_return_val_if_fail (index_numbers[table][column] != NO_INDEX, 0);

  return klaster_sequence_count (self->indexes[index_numbers[table][column]], target);
}

static int
compare_changes (const void *a,
                 const void *b)
{
  const KlasterItem *left = &((const KlasterItemChange *) a)->item;
  const KlasterItem *right = &((const KlasterItemChange *) b)->item;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return left->value < right->value ? -1 : left->value > right->value;
}

static void
add_index_change (GArray   *changes,
                  gint64    target,
                  gint64    id,
                  gboolean  remove)
{
  KlasterItemChange change = { { .key = target, .value = id }, remove };

  if (target != 0)
    g_array_append_val (changes, change);
}

static KlasterSequence *
apply_to_index (KlasterSequence    *index,
                const KlasterDelta *delta,
                guint               start,
                guint               end,
                guint               column)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (KlasterItemChange));

  for (guint i = start; i < end; i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);
      gint64 before = change->before ? klaster_row_get_integer (change->before, column) : 0;
      gint64 after = change->after ? klaster_row_get_integer (change->after, column) : 0;

      if (before != after)
        {
          add_index_change (changes, before, change->id, TRUE);
          add_index_change (changes, after, change->id, FALSE);
        }
    }
  if (changes->len > 1)
    qsort (changes->data, changes->len, sizeof (KlasterItemChange), compare_changes);

  return klaster_sequence_apply (index, FALSE, (const KlasterItemChange *) (gpointer) changes->data, changes->len);
}

static KlasterSequence *
apply_to_table (KlasterSequence    *table,
                const KlasterDelta *delta,
                guint               start,
                guint               end)
{
  g_autofree KlasterItemChange *changes = g_new (KlasterItemChange, end - start);

  for (guint i = start; i < end; i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (delta, i);

#ifndef NDEBUG
      KlasterRow *now = klaster_sequence_lookup (table, change->id);

      g_assert ((now == NULL) == (change->before == NULL));
      g_assert (now == NULL || klaster_row_equal (now, change->before));
#endif
      changes[i - start].item.key = change->id;
      changes[i - start].item.row = change->after;
      changes[i - start].remove = change->after == NULL;
    }

  return klaster_sequence_apply (table, TRUE, changes, end - start);
}

/**
 * klaster_snapshot_apply:
 * @self: a snapshot
 * @delta: changes made for exactly this content
 *
 * Returns: (transfer full): the snapshot after them, which shares with @self what they do not touch
 */
KlasterSnapshot *
klaster_snapshot_apply (KlasterSnapshot    *self,
                        const KlasterDelta *delta)
{
  KlasterSnapshot *after;
  guint n_changes;

  g_return_val_if_fail (self != NULL && delta != NULL, NULL);

  after = snapshot_new ();
  n_changes = klaster_delta_get_n_changes (delta);
  for (guint t = 0, start = 0, end; t < KLASTER_N_TABLES; t++, start = end)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      /* A delta is in order of table and id. */
      for (end = start; end < n_changes && klaster_delta_get_change (delta, end)->table == t;)
        end++;
      after->tables[t] = start < end ? apply_to_table (self->tables[t], delta, start, end)
                                     : klaster_sequence_ref (self->tables[t]);
      for (guint c = 0; c < info->n_columns; c++)
        {
          guint number = index_numbers[t][c];

          if (number != NO_INDEX)
            after->indexes[number] = apply_to_index (self->indexes[number], delta, start, end, c);
        }
    }

  return after;
}

/**
 * klaster_snapshot_builder_new:
 *
 * Returns: (transfer full): a builder without rows
 */
KlasterSnapshotBuilder *
klaster_snapshot_builder_new (void)
{
  KlasterSnapshotBuilder *self = g_new0 (KlasterSnapshotBuilder, 1);

  self->snapshot = snapshot_new ();
  return self;
}

static void
drop_items (KlasterSnapshotBuilder *self,
            KlasterTable            table)
{
  GArray *items = g_steal_pointer (&self->items[table]);

  if (items == NULL)
    return;
  for (guint i = 0; i < items->len; i++)
    klaster_row_unref (g_array_index (items, KlasterItem, i).row);
  g_array_unref (items);
}

/**
 * klaster_snapshot_builder_free:
 * @self: (transfer full): a builder that shall not be finished
 */
void
klaster_snapshot_builder_free (KlasterSnapshotBuilder *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    drop_items (self, i);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_free (self);
}

/**
 * klaster_snapshot_builder_take_row:
 * @self: a builder
 * @row: (transfer full): a row whose id is above that of the row before in its table
 *
 * Returns: %FALSE if the row is out of order and was dropped
 */
gboolean
klaster_snapshot_builder_take_row (KlasterSnapshotBuilder *self,
                                   KlasterRow             *row)
{
  KlasterTable table = klaster_row_get_table (row);
  KlasterItem item = { .key = klaster_row_get_id (row), .row = row };
  GArray *items;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);
  g_return_val_if_fail (self->snapshot->tables[table] == NULL, FALSE);

  if (self->items[table] == NULL)
    self->items[table] = g_array_new (FALSE, FALSE, sizeof (KlasterItem));
  items = self->items[table];
  if (items->len > 0 && g_array_index (items, KlasterItem, items->len - 1).key >= item.key)
    {
      klaster_row_unref (row);
      return FALSE;
    }
  g_array_append_val (items, item);

  return TRUE;
}

static KlasterSequence *
build_index (const GArray *rows,
             guint         column)
{
  g_autofree KlasterItem *pairs = g_new (KlasterItem, rows->len);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KlasterItem *item = &g_array_index (rows, KlasterItem, i);
      gint64 target = klaster_row_get_integer (item->row, column);

      if (target != 0)
        pairs[n++] = (KlasterItem) { .key = target, .value = item->key };
    }
  klaster_items_sort (pairs, n);

  return klaster_sequence_new (pairs, n, FALSE);
}

/**
 * klaster_snapshot_builder_end_table:
 * @self: a builder
 * @table: a table that gets no more rows
 */
void
klaster_snapshot_builder_end_table (KlasterSnapshotBuilder *self,
                                    KlasterTable            table)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  GArray *items;

  g_return_if_fail (self != NULL && info != NULL);

  items = self->items[table];
  if (items == NULL)
    return;
  self->snapshot->tables[table] = klaster_sequence_new ((const KlasterItem *) (gpointer) items->data, items->len, TRUE);
  for (guint c = 0; c < info->n_columns; c++)
    if (index_numbers[table][c] != NO_INDEX)
      self->snapshot->indexes[index_numbers[table][c]] = build_index (items, c);
  drop_items (self, table);
}

/**
 * klaster_snapshot_builder_finish:
 * @self: (transfer full): a builder whose tables are all filled
 *
 * Returns: (transfer full): the snapshot
 */
KlasterSnapshot *
klaster_snapshot_builder_finish (KlasterSnapshotBuilder *self)
{
  KlasterSnapshot *snapshot;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    klaster_snapshot_builder_end_table (self, i);
  snapshot = g_steal_pointer (&self->snapshot);
  g_free (self);

  return snapshot;
}

/* Adds to @changes what differs between two sequences of rows. Blocks that both share are stepped over. */
static void
compare_tables (GArray                *changes,
                KlasterTable           table,
                const KlasterSequence *before,
                const KlasterSequence *after)
{
  guint block[2] = { 0, 0 }, position[2] = { 0, 0 };
  const KlasterSequence *sides[2] = { before, after };

  if (before == after)
    return;
  while (TRUE)
    {
      const KlasterItem *items[2] = { NULL, NULL };
      KlasterRowChange change = { table, 0, NULL, NULL };

      if (position[0] == 0 && position[1] == 0 && before && after && block[0] < before->n_blocks &&
          block[1] < after->n_blocks && before->slots[block[0]].block == after->slots[block[1]].block)
        {
          block[0]++;
          block[1]++;
          continue;
        }
      for (guint i = 0; i < 2; i++)
        if (sides[i] && block[i] < sides[i]->n_blocks)
          items[i] = &sides[i]->slots[block[i]].block->items[position[i]];
      if (items[0] == NULL && items[1] == NULL)
        return;
      if (items[0] && items[1] && items[0]->key != items[1]->key)
        items[items[0]->key < items[1]->key ? 1 : 0] = NULL;

      change.id = items[0] ? items[0]->key : items[1]->key;
      change.before = items[0] ? items[0]->row : NULL;
      change.after = items[1] ? items[1]->row : NULL;
      if (change.before != change.after &&
          (change.before == NULL || change.after == NULL || !klaster_row_equal (change.before, change.after)))
        g_array_append_val (changes, change);

      for (guint i = 0; i < 2; i++)
        if (items[i] && ++position[i] == sides[i]->slots[block[i]].block->n_items)
          {
            block[i]++;
            position[i] = 0;
          }
    }
}

/**
 * klaster_delta_new_between:
 * @before: a snapshot
 * @after: another snapshot
 *
 * Returns: (transfer full): what turns @before into @after
 */
KlasterDelta *
klaster_delta_new_between (const KlasterSnapshot *before,
                           const KlasterSnapshot *after)
{
  g_autoptr (GArray) changes = NULL;

  g_return_val_if_fail (before != NULL && after != NULL, NULL);

  changes = g_array_new (FALSE, FALSE, sizeof (KlasterRowChange));
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    compare_tables (changes, t, before->tables[t], after->tables[t]);

  return klaster_delta_new ((const KlasterRowChange *) (gpointer) changes->data, changes->len);
}

/**
 * klaster_snapshot_equal:
 * @a: a snapshot
 * @b: another snapshot
 *
 * Returns: whether both hold the same rows
 */
gboolean
klaster_snapshot_equal (const KlasterSnapshot *a,
                        const KlasterSnapshot *b)
{
  g_autoptr (KlasterDelta) delta = klaster_delta_new_between (a, b);

  return klaster_delta_get_n_changes (delta) == 0;
}

static void
check_sequence (const KlasterSequence *sequence)
{
  const KlasterItem *last = NULL;
  guint n_items = 0;

  if (sequence == NULL)
    return;
  for (guint i = 0; i < sequence->n_blocks; i++)
    {
      const KlasterBlock *block = sequence->slots[i].block;

      g_assert_cmpuint (block->n_items, >, 0);
      g_assert_cmpuint (block->n_items, <=, 512);
      g_assert_cmpint (sequence->slots[i].first.key, ==, block->items[0].key);
      n_items += block->n_items;
      for (guint j = 0; j < block->n_items; j++)
        {
          const KlasterItem *item = &block->items[j];

          if (last)
            g_assert_true (last->key < item->key ||
                           (!sequence->holds_rows && last->key == item->key && last->value < item->value));
          if (sequence->holds_rows)
            g_assert_cmpint (klaster_row_get_id (item->row), ==, item->key);
          last = item;
        }
    }
  g_assert_cmpuint (n_items, ==, sequence->n_items);
}

/**
 * klaster_snapshot_check:
 * @self: a snapshot
 *
 * Aborts unless blocks are in order and of the sizes meant, and every index holds exactly the references there are.
 */
void
klaster_snapshot_check (const KlasterSnapshot *self)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      check_sequence (self->tables[t]);
      for (guint c = 0; c < info->n_columns; c++)
        {
          guint n_references = 0;
          KlasterRowIter iter;
          KlasterRow *row;
          const KlasterSequence *index;

          if (index_numbers[t][c] == NO_INDEX)
            continue;
          index = self->indexes[index_numbers[t][c]];
          check_sequence (index);
          klaster_row_iter_init (&iter, self, t);
          while (klaster_row_iter_next (&iter, &row))
            {
              KlasterReferrerIter referrers;
              KlasterRow *referrer;
              gboolean found = FALSE;

              if (klaster_row_is_null (row, c))
                continue;
              n_references++;
              klaster_referrer_iter_init (&referrers, self, t, c, klaster_row_get_integer (row, c));
              while (!found && klaster_referrer_iter_next (&referrers, &referrer))
                found = referrer == row;
              g_assert_true (found);
            }
          g_assert_cmpuint (index ? index->n_items : 0, ==, n_references);
        }
    }
}
