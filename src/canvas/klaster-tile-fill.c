/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-tile-fill.h"

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) outer = user_data;
  ShumateTile *tile = g_task_get_task_data (outer);
  g_autoptr (GdkPaintable) picture = NULL;
  g_autoptr (GError) error = NULL;

  picture = g_task_propagate_pointer (G_TASK (result), &error);
  if (picture)
    {
      shumate_tile_set_paintable (tile, picture);
      shumate_tile_set_fade_in (tile, FALSE);
    }
  /* A cancelled fill ends, too: the tiles of the old level are shown until all of the new ones are done. */
  shumate_tile_set_state (tile, SHUMATE_STATE_DONE);
  if (error)
    g_task_return_error (outer, g_steal_pointer (&error));
  else
    g_task_return_boolean (outer, TRUE);
}

/**
 * klaster_tile_fill_async:
 * @source: a map source
 * @tile: what to fill
 * @pool: whose workers take #GTask with a #KlasterTileFill
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the tile is done
 * @user_data: for @callback
 */
void
klaster_tile_fill_async (ShumateMapSource    *source,
                         ShumateTile         *tile,
                         GThreadPool         *pool,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) outer = g_task_new (source, cancellable, callback, user_data);
  g_autoptr (GTask) inner = NULL;
  KlasterTileFill *fill = g_new (KlasterTileFill, 1);

  g_task_set_source_tag (outer, klaster_tile_fill_async);
  g_task_set_task_data (outer, g_object_ref (tile), g_object_unref);
  fill->zoom = (int) shumate_tile_get_zoom_level (tile);
  fill->x = (int) shumate_tile_get_x (tile);
  fill->y = (int) shumate_tile_get_y (tile);
  shumate_tile_set_state (tile, SHUMATE_STATE_LOADING);

  inner = g_task_new (source, cancellable, made_cb, g_steal_pointer (&outer));
  g_task_set_source_tag (inner, klaster_tile_fill_async);
  g_task_set_task_data (inner, fill, g_free);
  g_thread_pool_push (pool, g_steal_pointer (&inner), NULL);
}

/**
 * klaster_tile_fill_finish:
 * @source: a map source
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the tile was filled
 */
gboolean
klaster_tile_fill_finish (ShumateMapSource  *source,
                          GAsyncResult      *result,
                          GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
