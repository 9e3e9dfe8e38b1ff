/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-tile-index.h"

#define N_GRIDS 32

typedef struct
{
  guint64 key;
  guint32 item;
} Entry;

struct _KlasterTileIndex
{
  double cell_size;
  guint32 used;        /* bit for each grid that holds anything */
  guint32 mask;
  guint32 *starts;     /* of buckets, mask + 2 */
  Entry *entries;
};

struct _KlasterTileIndexBuilder
{
  double cell_size;
  guint32 used;
  GArray *entries;
};

static guint64
make_key (int    grid,
          gint64 column,
          gint64 row)
{
  /* 29 bits each are enough for cells of a pixel at zoom 18 and for what lies beside the world. */
  return (guint64) grid << 58 | ((guint64) column & 0x1fffffff) << 29 | ((guint64) row & 0x1fffffff);
}

static guint32
hash_key (guint64 key)
{
  key ^= key >> 33;
  key *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  key ^= key >> 33;
  return (guint32) key;
}

/**
 * klaster_tile_index_builder_new:
 * @cell_size: size of the finest grid's cells
 * @n_expected: about how many entries there will be
 *
 * Returns: (transfer full): a builder; ended by klaster_tile_index_builder_end()
 */
KlasterTileIndexBuilder *
klaster_tile_index_builder_new (double cell_size,
                                guint  n_expected)
{
  KlasterTileIndexBuilder *self = g_new0 (KlasterTileIndexBuilder, 1);

  self->cell_size = cell_size;
  self->entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n_expected);
  return self;
}

/**
 * klaster_tile_index_builder_add:
 * @self: a builder
 * @item: number of the item
 * @rect: where it, or a part of it, lies
 * @size: its size, which chooses the grid
 */
void
klaster_tile_index_builder_add (KlasterTileIndexBuilder *self,
                                guint32                  item,
                                const KlasterRect       *rect,
                                double                   size)
{
  int grid = size <= self->cell_size ? 0 : CLAMP ((int) ceil (log2 (size / self->cell_size)), 0, N_GRIDS - 1);
  double cell = ldexp (self->cell_size, grid);
  gint64 column0 = (gint64) floor (rect->x0 / cell), column1 = (gint64) floor (rect->x1 / cell);
  gint64 row0 = (gint64) floor (rect->y0 / cell), row1 = (gint64) floor (rect->y1 / cell);

  self->used |= (guint32) 1 << grid;
  for (gint64 row = row0; row <= row1; row++)
    for (gint64 column = column0; column <= column1; column++)
      {
        Entry entry = { make_key (grid, column, row), item };

        /* Neighbouring parts of a line often share a cell. */
        if (self->entries->len > 0)
          {
            const Entry *last = &g_array_index (self->entries, Entry, self->entries->len - 1);

            if (last->key == entry.key && last->item == item)
              continue;
          }
        g_array_append_val (self->entries, entry);
      }
}

/**
 * klaster_tile_index_builder_end:
 * @self: (transfer full): a builder
 *
 * Returns: (transfer full): the index; free with klaster_tile_index_free()
 */
KlasterTileIndex *
klaster_tile_index_builder_end (KlasterTileIndexBuilder *self)
{
  KlasterTileIndex *index = g_new0 (KlasterTileIndex, 1);
  const Entry *entries = (const Entry *) (gconstpointer) self->entries->data;
  guint n = self->entries->len;
  guint32 n_buckets = 16;

  while (n_buckets < n)
    n_buckets *= 2;
  index->cell_size = self->cell_size;
  index->used = self->used;
  index->mask = n_buckets - 1;
  index->starts = g_new0 (guint32, n_buckets + 2);
  index->entries = g_new (Entry, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    index->starts[(hash_key (entries[i].key) & index->mask) + 2]++;
  for (guint i = 2; i < n_buckets + 2; i++)
    index->starts[i] += index->starts[i - 1];
  for (guint i = 0; i < n; i++)
    index->entries[index->starts[(hash_key (entries[i].key) & index->mask) + 1]++] = entries[i];
  g_array_unref (self->entries);
  g_free (self);
  return index;
}

/**
 * klaster_tile_index_free:
 * @self: (nullable): an index
 */
void
klaster_tile_index_free (KlasterTileIndex *self)
{
  if (self == NULL)
    return;
  g_free (self->starts);
  g_free (self->entries);
  g_free (self);
}

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  guint32 first = *(const guint32 *) a, second = *(const guint32 *) b;

  return (first > second) - (first < second);
}

/**
 * klaster_tile_index_query:
 * @self: an index
 * @rect: where to look
 * @items: (element-type guint32): replaced by the items whose cells touch @rect, ascending, each once
 */
void
klaster_tile_index_query (const KlasterTileIndex *self,
                          const KlasterRect      *rect,
                          GArray                 *items)
{
  guint32 *data;
  guint n = 0;

  g_array_set_size (items, 0);
  for (int grid = 0; grid < N_GRIDS; grid++)
    {
      double cell = ldexp (self->cell_size, grid);
      gint64 column0, column1, row0, row1;

      if (!(self->used & (guint32) 1 << grid))
        continue;
      column0 = (gint64) floor (rect->x0 / cell);
      column1 = (gint64) floor (rect->x1 / cell);
      row0 = (gint64) floor (rect->y0 / cell);
      row1 = (gint64) floor (rect->y1 / cell);
      for (gint64 row = row0; row <= row1; row++)
        for (gint64 column = column0; column <= column1; column++)
          {
            guint64 key = make_key (grid, column, row);
            guint32 bucket = hash_key (key) & self->mask;

            for (guint32 i = self->starts[bucket]; i < self->starts[bucket + 1]; i++)
              if (self->entries[i].key == key)
                g_array_append_val (items, self->entries[i].item);
          }
    }
  data = (guint32 *) (gpointer) items->data;
  if (items->len > 1)
    qsort (data, items->len, sizeof *data, compare_items);
  for (guint i = 0; i < items->len; i++)
    if (i == 0 || data[i] != data[n - 1])
      data[n++] = data[i];
  g_array_set_size (items, n);
}
