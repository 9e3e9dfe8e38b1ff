/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-projection.h"

G_BEGIN_DECLS

/**
 * KlasterTileIndex:
 *
 * Finds what touches a rectangle: a pile of grids, each twice as coarse as the one before, kept in one hash table. An
 * item lies in the grid whose cells suit its size, so that one far outlier costs nothing, and neither do long lines.
 * Immutable once built, any thread.
 */
typedef struct _KlasterTileIndex KlasterTileIndex;
typedef struct _KlasterTileIndexBuilder KlasterTileIndexBuilder;

KlasterTileIndexBuilder *klaster_tile_index_builder_new (double                   cell_size,
                                                  guint                    n_expected);
/* @size: about how large the item is; the same item may be added with several rectangles of the same @size */
void              klaster_tile_index_builder_add (KlasterTileIndexBuilder *self,
                                                  guint32                  item,
                                                  const KlasterRect       *rect,
                                                  double                   size);
KlasterTileIndex *klaster_tile_index_builder_end (KlasterTileIndexBuilder *self);
void              klaster_tile_index_free        (KlasterTileIndex        *self);
/* Items that may touch @rect, ascending, each once. Replaces @items (element-type guint32). */
void              klaster_tile_index_query       (const KlasterTileIndex  *self,
                                                  const KlasterRect       *rect,
                                                  GArray                  *items);

G_END_DECLS
