/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * KlasterTileFill:
 *
 * Which tile a worker of a map source is to make.
 */
typedef struct
{
  int zoom, x, y;
} KlasterTileFill;

/**
 * KlasterTileFillFunc:
 * @source: a map source
 * @fill: which tile
 * @error: (out): why it cannot be made
 *
 * Called on a worker.
 *
 * Returns: (transfer full) (nullable): its picture; %NULL without @error: it is empty
 */
typedef GdkPaintable *(*KlasterTileFillFunc) (ShumateMapSource       *source,
                                              const KlasterTileFill  *fill,
                                              GError                **error);

GThreadPool *klaster_tile_fill_pool_new (KlasterTileFillFunc func,
                                         int                 max_threads);
/* The two halves of fill_tile_async() for sources whose tiles come from @pool. */
void     klaster_tile_fill_async  (ShumateMapSource     *source,
                                   ShumateTile          *tile,
                                   GThreadPool          *pool,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
gboolean klaster_tile_fill_finish (ShumateMapSource     *source,
                                   GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
