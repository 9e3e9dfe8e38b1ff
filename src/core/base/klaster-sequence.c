/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-sequence.h"

/* A change copies one block and the list of blocks: with these sizes some 10 KB each at 200,000 rows. */
#define BLOCK_MAX 512
#define BLOCK_USUAL 384
#define BLOCK_MIN 128

static int
compare_items (const KlasterItem *a,
               const KlasterItem *b,
               gboolean           holds_rows)
{
  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  if (holds_rows || a->value == b->value)
    return 0;
  return a->value < b->value ? -1 : 1;
}

static KlasterBlock *
block_new (const KlasterItem *items,
           guint              n_items,
           gboolean           holds_rows)
{
  KlasterBlock *self = g_malloc (sizeof (KlasterBlock) + n_items * sizeof (KlasterItem));

  g_atomic_ref_count_init (&self->ref_count);
  self->n_items = n_items;
  memcpy (self->items, items, n_items * sizeof (KlasterItem));
  if (holds_rows)
    for (guint i = 0; i < n_items; i++)
      klaster_row_ref (self->items[i].row);

  return self;
}

static void
block_unref (KlasterBlock *self,
             gboolean      holds_rows)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (holds_rows)
    for (guint i = 0; i < self->n_items; i++)
      klaster_row_unref (self->items[i].row);
  g_free (self);
}

/* Cuts @items into blocks of equal size and appends them to @blocks. */
static void
append_blocks (GPtrArray         *blocks,
               const KlasterItem *items,
               guint              n_items,
               gboolean           holds_rows)
{
  guint n_blocks = n_items <= BLOCK_MAX ? (n_items > 0) : (n_items + BLOCK_USUAL - 1) / BLOCK_USUAL;

  for (guint i = 0; i < n_blocks; i++)
    {
      guint start = (guint) ((guint64) n_items * i / n_blocks);
      guint end = (guint) ((guint64) n_items * (i + 1) / n_blocks);

      g_ptr_array_add (blocks, block_new (items + start, end - start, holds_rows));
    }
}

static KlasterSequence *
sequence_from_blocks (GPtrArray *blocks,
                      gboolean   holds_rows)
{
  KlasterSequence *self;

  if (blocks->len == 0)
    return NULL;

  self = g_malloc (sizeof (KlasterSequence) + blocks->len * sizeof (self->slots[0]));
  g_atomic_ref_count_init (&self->ref_count);
  self->holds_rows = holds_rows;
  self->n_items = 0;
  self->n_blocks = blocks->len;
  for (guint i = 0; i < blocks->len; i++)
    {
      KlasterBlock *block = blocks->pdata[i];

      self->slots[i].block = block;
      self->slots[i].first = block->items[0];
      self->n_items += block->n_items;
    }

  return self;
}

/**
 * klaster_sequence_new:
 * @items: (array length=n_items): pairs in ascending order; rows get a reference
 * @n_items: their number
 * @holds_rows: whether the second part of a pair is a row
 *
 * Returns: (transfer full) (nullable): the sequence, %NULL when it is empty
 */
KlasterSequence *
klaster_sequence_new (const KlasterItem *items,
                      guint              n_items,
                      gboolean           holds_rows)
{
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  append_blocks (blocks, items, n_items, holds_rows);
  return sequence_from_blocks (blocks, holds_rows);
}

KlasterSequence *
klaster_sequence_ref (KlasterSequence *self)
{
  if (self)
    g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
klaster_sequence_unref (KlasterSequence *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_blocks; i++)
    block_unref (self->slots[i].block, self->holds_rows);
  g_free (self);
}

/* Merges the items of @block (nullable) with @changes into @pending. */
static void
merge_block (GArray                  *pending,
             const KlasterBlock      *block,
             const KlasterItemChange *changes,
             guint                    n_changes,
             gboolean                 holds_rows)
{
  guint n_items = block ? block->n_items : 0;
  guint i = 0, c = 0;

  while (i < n_items || c < n_changes)
    {
      int order;

      if (i == n_items)
        order = 1;
      else if (c == n_changes)
        order = -1;
      else
        order = compare_items (&block->items[i], &changes[c].item, holds_rows);

      if (order < 0)
        {
          /* Whole runs at once: most of a block stays as it is. */
          guint run = i;

          while (run < n_items &&
                 (c == n_changes || compare_items (&block->items[run], &changes[c].item, holds_rows) < 0))
            run++;
          g_array_append_vals (pending, &block->items[i], run - i);
          i = run;
          continue;
        }
      if (!changes[c].remove)
        g_array_append_val (pending, changes[c].item);
      c++;
      if (order == 0)
        i++;
    }
}

/**
 * klaster_sequence_apply:
 * @self: (nullable): the sequence before
 * @holds_rows: whether the second part of a pair is a row
 * @changes: (array length=n_changes): what changes, in ascending order, at most one for each key (rows) or pair
 * @n_changes: their number
 *
 * Takes time in proportion to the changes and the number of blocks, so it serves one edit and a large import alike.
 *
 * Returns: (transfer full) (nullable): the sequence after
 */
KlasterSequence *
klaster_sequence_apply (KlasterSequence         *self,
                        gboolean                 holds_rows,
                        const KlasterItemChange *changes,
                        guint                    n_changes)
{
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GArray) pending = NULL;
  guint n_blocks = self ? self->n_blocks : 0;
  guint c = 0;

  if (n_changes == 0)
    return klaster_sequence_ref (self);

  blocks = g_ptr_array_sized_new (n_blocks + 2);
  pending = g_array_new (FALSE, FALSE, sizeof (KlasterItem));
  if (n_blocks == 0)
    merge_block (pending, NULL, changes, n_changes, holds_rows);
  for (guint i = 0; i < n_blocks; i++)
    {
      guint start = c;

      while (c < n_changes &&
             (i + 1 == n_blocks || compare_items (&changes[c].item, &self->slots[i + 1].first, holds_rows) < 0))
        c++;

      /* A small rest takes the next block in, so that blocks do not crumble with time. */
      if (c == start && (pending->len == 0 || pending->len >= BLOCK_MIN))
        {
          append_blocks (blocks, (const KlasterItem *) (gpointer) pending->data, pending->len, holds_rows);
          g_array_set_size (pending, 0);
          g_atomic_ref_count_inc (&self->slots[i].block->ref_count);
          g_ptr_array_add (blocks, self->slots[i].block);
        }
      else
        merge_block (pending, self->slots[i].block, changes + start, c - start, holds_rows);
    }

  if (pending->len > 0 && pending->len < BLOCK_MIN && blocks->len > 0)
    {
      KlasterBlock *last = g_ptr_array_steal_index (blocks, blocks->len - 1);

      g_array_prepend_vals (pending, last->items, last->n_items);
      append_blocks (blocks, (const KlasterItem *) (gpointer) pending->data, pending->len, holds_rows);
      block_unref (last, holds_rows);
    }
  else
    append_blocks (blocks, (const KlasterItem *) (gpointer) pending->data, pending->len, holds_rows);

  return sequence_from_blocks (blocks, holds_rows);
}

/**
 * klaster_sequence_seek:
 * @self: (nullable): a sequence
 * @key: the first part of a pair
 * @block: (out): the block of the first pair whose key is not less than @key
 * @position: (out): its position in that block
 *
 * Returns: whether there is such a pair
 */
gboolean
klaster_sequence_seek (const KlasterSequence *self,
                       gint64                 key,
                       guint                 *block,
                       guint                 *position)
{
  const KlasterBlock *found;
  guint low = 0, high;

  *block = *position = 0;
  if (self == NULL)
    return FALSE;

  /* The last block that begins below the key: pairs of this key may begin inside it. */
  for (high = self->n_blocks; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (self->slots[middle].first.key < key)
        low = middle + 1;
      else
        high = middle;
    }
  *block = low > 0 ? low - 1 : 0;

  found = self->slots[*block].block;
  for (low = 0, high = found->n_items; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (found->items[middle].key < key)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;
  if (low == found->n_items)
    {
      *block += 1;
      *position = 0;
    }

  return *block < self->n_blocks;
}

KlasterRow *
klaster_sequence_lookup (const KlasterSequence *self,
                         gint64                 key)
{
  guint block, position;
  const KlasterItem *item;

  if (!klaster_sequence_seek (self, key, &block, &position))
    return NULL;
  item = &self->slots[block].block->items[position];
  return item->key == key ? item->row : NULL;
}

/* How many pairs have this key. */
guint
klaster_sequence_count (const KlasterSequence *self,
                        gint64                 key)
{
  guint block, position, end_block, end_position, n;

  if (!klaster_sequence_seek (self, key, &block, &position))
    return 0;
  if (key == G_MAXINT64)
    {
      end_block = self->n_blocks;
      end_position = 0;
    }
  else
    klaster_sequence_seek (self, key + 1, &end_block, &end_position);

  n = end_position;
  for (guint i = block; i < end_block; i++)
    n += self->slots[i].block->n_items;
  return n - position;
}

/**
 * klaster_items_sort:
 * @items: (array length=n_items): pairs
 * @n_items: their number
 *
 * Sorts by key and keeps the order of pairs with the same key: radix sort, because loading a large project sorts 200,000
 * pairs for each reference of its cooperations (about 5 ms instead of 40 ms).
 */
void
klaster_items_sort (KlasterItem *items,
                    guint        n_items)
{
  enum { BITS = 11, BUCKETS = 1 << BITS, PASSES = (64 + BITS - 1) / BITS };
  g_autofree KlasterItem *other = NULL;
  g_autofree guint32 *counts = NULL;
  KlasterItem *from = items, *to;

  if (n_items < 2)
    return;

  to = other = g_new (KlasterItem, n_items);
  counts = g_new0 (guint32, PASSES * BUCKETS);
  for (guint i = 0; i < n_items; i++)
    {
      guint64 key = (guint64) items[i].key ^ (G_GUINT64_CONSTANT (1) << 63);

      for (guint pass = 0; pass < PASSES; pass++)
        counts[pass * BUCKETS + ((key >> (pass * BITS)) & (BUCKETS - 1))]++;
    }

  for (guint pass = 0; pass < PASSES; pass++)
    {
      guint32 *count = counts + pass * BUCKETS;
      guint64 first = ((guint64) from[0].key ^ (G_GUINT64_CONSTANT (1) << 63)) >> (pass * BITS) & (BUCKETS - 1);
      guint32 sum = 0;
      KlasterItem *swap;

      if (count[first] == n_items)
        continue;
      for (guint i = 0; i < BUCKETS; i++)
        {
          guint32 n = count[i];

          count[i] = sum;
          sum += n;
        }
      for (guint i = 0; i < n_items; i++)
        {
          guint64 key = (guint64) from[i].key ^ (G_GUINT64_CONSTANT (1) << 63);

          to[count[(key >> (pass * BITS)) & (BUCKETS - 1)]++] = from[i];
        }
      swap = from;
      from = to;
      to = swap;
    }

  if (from != items)
    memcpy (items, from, n_items * sizeof (KlasterItem));
}
