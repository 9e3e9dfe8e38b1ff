/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include "klaster-tile-fill.h"
#include "klaster-worker.h"

/* On a worker */
static void
work_cb (gpointer data,
         gpointer user_data)
{
  g_autoptr (GTask) task = data;
  KlasterTileFillFunc func = (KlasterTileFillFunc) user_data;
  g_autoptr (GdkPaintable) picture = NULL;
  GError *error = NULL;

  /* A scroll through many levels leaves a queue of tiles behind that nobody waits for. */
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!klaster_worker_enter ())
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The program ends");
      return;
    }
  picture = func (g_task_get_source_object (task), g_task_get_task_data (task), &error);
  klaster_worker_leave ();

  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&picture), g_object_unref);
}

/**
 * klaster_tile_fill_pool_new:
 * @func: makes one tile
 * @max_threads: how many of them at the same time
 *
 * Returns: (transfer full): workers for klaster_tile_fill_async()
 */
GThreadPool *
klaster_tile_fill_pool_new (KlasterTileFillFunc func,
                            int                 max_threads)
{
  g_return_val_if_fail (func != NULL, NULL);

  return g_thread_pool_new (work_cb, (gpointer) func, max_threads, FALSE, NULL);
}

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
 * @pool: from klaster_tile_fill_pool_new()
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
  klaster_worker_end_task_here (inner);
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
