/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * KlasterTileFill:
 *
 * Which tile a worker of a map source is to make: task data of the #GTask that it takes from its pool, whose source object
 * is the map source. It returns a #GdkPaintable, %NULL for a tile that is empty, or an error.
 */
typedef struct
{
  int zoom, x, y;
} KlasterTileFill;

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
