/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-await.h"
#include "klaster-tile-cache.h"
#include "klaster-worker.h"

#define TILE 64

/* A scene that fills each tile with one colour, or leaves it empty, and can be held up. */
typedef struct
{
  gatomicrefcount ref_count;
  guint8 level;          /* the grey that it paints */
  int empty_x;           /* tiles with this x stay empty */
  gint n_draws;
  gint *n_alive;
  GMutex gate;           /* held: drawing waits */
} Scene;

static Scene *
scene_new (guint8 level,
           gint  *n_alive)
{
  Scene *scene = g_new0 (Scene, 1);

  g_atomic_ref_count_init (&scene->ref_count);
  g_mutex_init (&scene->gate);
  scene->level = level;
  scene->empty_x = -1000;
  scene->n_alive = n_alive;
  g_atomic_int_inc (n_alive);

  return scene;
}

static gpointer
scene_ref (gpointer data)
{
  g_atomic_ref_count_inc (&((Scene *) data)->ref_count);
  return data;
}

static void
scene_unref (gpointer data)
{
  Scene *scene = data;

  if (!g_atomic_ref_count_dec (&scene->ref_count))
    return;
  g_mutex_clear (&scene->gate);
  (void) g_atomic_int_dec_and_test (scene->n_alive);
  g_free (scene);
}

static void
scene_draw (gpointer  data,
            cairo_t  *cr,
            int       zoom,
            int       x,
            int       y)
{
  Scene *scene = data;

  g_mutex_lock (&scene->gate);
  g_mutex_unlock (&scene->gate);
  g_atomic_int_inc (&scene->n_draws);
  if (x == scene->empty_x)
    return;
  cairo_set_source_rgb (cr, scene->level / 255.0, x / 255.0, y / 255.0);
  cairo_rectangle (cr, 0, 0, TILE, TILE);
  cairo_fill (cr);
}

static const KlasterTileSceneFuncs funcs = { scene_ref, scene_unref, scene_draw };

/* What the cache shows of @view, as a picture. */
static cairo_surface_t *
take_picture (KlasterTileCache      *cache,
              const KlasterTileView *view)
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) view->width, (int) view->height);
  GskRenderNode *node;

  klaster_tile_cache_snapshot (cache, snapshot, view);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node)
    {
      cairo_t *cr = cairo_create (surface);

      gsk_render_node_draw (node, cr);
      cairo_destroy (cr);
      gsk_render_node_unref (node);
    }
  cairo_surface_flush (surface);

  return surface;
}

static guint32
get_pixel (KlasterTileCache      *cache,
           const KlasterTileView *view,
           int                    x,
           int                    y)
{
  cairo_surface_t *surface = take_picture (cache, view);
  guint32 pixel;

  memcpy (&pixel, cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface) + x * 4, 4);
  cairo_surface_destroy (surface);

  return pixel;
}

static gboolean
is_settled_for (KlasterTileCache      *cache,
                const KlasterTileView *view)
{
  cairo_surface_destroy (take_picture (cache, view));
  return klaster_tile_cache_is_settled (cache);
}

#define PIXEL(level, x, y) (0xff000000u | (guint32) (level) << 16 | (guint32) (x) << 8 | (guint32) (y))

static void
test_draws_what_is_seen (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  KlasterTileView view = { 3, TILE * 2 + 10, TILE * 3, TILE * 2, TILE };
  Scene *scene = scene_new (100, &n_alive);

  g_assert_cmphex (get_pixel (cache, &view, 0, 0), ==, 0);
  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  g_assert_false (klaster_tile_cache_is_settled (cache));
  klaster_await (is_settled_for (cache, &view), 10);
  g_assert_cmphex (get_pixel (cache, &view, 0, 0), ==, PIXEL (100, 2, 3));
  g_assert_cmphex (get_pixel (cache, &view, TILE - 11, TILE - 1), ==, PIXEL (100, 2, 3));
  g_assert_cmphex (get_pixel (cache, &view, TILE - 10, 0), ==, PIXEL (100, 3, 3));
  g_assert_cmphex (get_pixel (cache, &view, TILE * 2 - 1, 0), ==, PIXEL (100, 4, 3));

  scene_unref (scene);
  g_clear_object (&cache);
  klaster_await (g_atomic_int_get (&n_alive) == 0, 10);
}

static gboolean
is_column_5_cb (int      zoom,
                int      x,
                int      y,
                gpointer user_data)
{
  return x == 5;
}

static void
test_edit_redraws_only_what_it_touches (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  KlasterTileView view = { 4, TILE * 4, TILE * 4, TILE * 4, TILE * 3 };
  Scene *before = scene_new (10, &n_alive);
  Scene *after = scene_new (20, &n_alive);
  KlasterTileStatistics statistics;
  guint64 n_drawn;

  klaster_tile_cache_set_scene (cache, before, NULL, NULL);
  /* The visible ones and a ring of neighbours */
  klaster_await ((is_settled_for (cache, &view), klaster_tile_cache_get_statistics (cache, &statistics),
                  statistics.n_drawn == 6 * 5), 10);
  n_drawn = statistics.n_drawn;

  g_mutex_lock (&after->gate);
  klaster_tile_cache_set_scene (cache, after, is_column_5_cb, NULL);
  /* While the new picture is being drawn the old one stays. */
  g_assert_cmphex (get_pixel (cache, &view, TILE + 1, 1), ==, PIXEL (10, 5, 4));
  g_assert_false (klaster_tile_cache_is_settled (cache));
  g_mutex_unlock (&after->gate);

  klaster_await ((is_settled_for (cache, &view), klaster_tile_cache_get_statistics (cache, &statistics),
                  statistics.n_drawn == n_drawn + 5), 10);
  g_assert_cmphex (get_pixel (cache, &view, TILE + 1, 1), ==, PIXEL (20, 5, 4));
  g_assert_cmphex (get_pixel (cache, &view, 1, 1), ==, PIXEL (10, 4, 4));
  g_assert_cmpint (g_atomic_int_get (&after->n_draws), ==, 5);

  scene_unref (before);
  scene_unref (after);
  g_clear_object (&cache);
  klaster_await (g_atomic_int_get (&n_alive) == 0, 10);
}

static void
test_missing_levels_fall_back (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  KlasterTileView view = { 4, TILE * 4, TILE * 4, TILE, TILE };
  KlasterTileView closer = { 5, TILE * 8, TILE * 8, TILE * 2, TILE * 2 };
  KlasterTileView between = { 4.25, TILE * 4 * exp2 (0.25), TILE * 4 * exp2 (0.25), 70, 70 };
  Scene *scene = scene_new (10, &n_alive);

  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  klaster_await (is_settled_for (cache, &view), 10);
  /* Between two levels the nearer one is stretched. */
  g_assert_cmphex (get_pixel (cache, &between, 35, 35), ==, PIXEL (10, 4, 4));

  g_mutex_lock (&scene->gate);
  g_assert_cmphex (get_pixel (cache, &closer, 5, 5), ==, PIXEL (10, 4, 4));
  g_assert_cmphex (get_pixel (cache, &closer, TILE * 2 - 3, TILE * 2 - 3), ==, PIXEL (10, 4, 4));
  g_assert_false (klaster_tile_cache_is_settled (cache));
  g_mutex_unlock (&scene->gate);
  klaster_await (is_settled_for (cache, &closer), 10);
  g_assert_cmphex (get_pixel (cache, &closer, 5, 5), ==, PIXEL (10, 8, 8));

  scene_unref (scene);
  g_clear_object (&cache);
  klaster_await (g_atomic_int_get (&n_alive) == 0, 10);
}

static void
test_memory_is_bound (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  Scene *scene = scene_new (10, &n_alive);
  KlasterTileStatistics statistics;
  const gsize budget = TILE * TILE * 4 * 24;

  klaster_tile_cache_set_budget (cache, budget);
  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  for (int i = 0; i < 20; i++)
    {
      KlasterTileView view = { 6, TILE * 3.0 * i, 0, TILE * 3, TILE * 3 };

      klaster_await (is_settled_for (cache, &view), 10);
      klaster_tile_cache_get_statistics (cache, &statistics);
      g_assert_cmpuint (statistics.n_bytes, <=, budget + TILE * TILE * 4 * 25);
      g_assert_cmphex (get_pixel (cache, &view, 1, 1), ==, PIXEL (10, i * 3, 0));
    }
  klaster_await ((klaster_tile_cache_get_statistics (cache, &statistics), statistics.n_bytes <= budget), 10);

  scene_unref (scene);
}

static void
test_empty_tiles_cost_nothing (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  Scene *scene = scene_new (10, &n_alive);
  KlasterTileView view = { 4, TILE * 4, TILE * 4, TILE, TILE };
  KlasterTileStatistics statistics;

  scene->empty_x = 4;
  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  klaster_await ((is_settled_for (cache, &view), klaster_tile_cache_get_statistics (cache, &statistics),
                  statistics.n_drawn == 9), 10);
  g_assert_cmphex (get_pixel (cache, &view, 1, 1), ==, 0);
  g_assert_cmpuint (statistics.n_bytes, ==, TILE * TILE * 4 * 6);

  scene_unref (scene);
}

static void
test_world_wraps (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  Scene *scene = scene_new (10, &n_alive);
  KlasterTileView view = { 2, -TILE, -TILE, TILE * 3, TILE * 3 };

  klaster_tile_cache_set_wrap (cache, TRUE);
  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  klaster_await (is_settled_for (cache, &view), 10);
  g_assert_cmphex (get_pixel (cache, &view, 1, 1), ==, 0); /* north of the world */
  g_assert_cmphex (get_pixel (cache, &view, 1, TILE + 1), ==, PIXEL (10, 3, 0));
  g_assert_cmphex (get_pixel (cache, &view, TILE + 1, TILE + 1), ==, PIXEL (10, 0, 0));

  scene_unref (scene);
}

static void
test_scale_factor_redraws (void)
{
  gint n_alive = 0;
  g_autoptr (KlasterTileCache) cache = klaster_tile_cache_new (&funcs, TILE);
  Scene *scene = scene_new (10, &n_alive);
  KlasterTileView view = { 4, TILE * 4, TILE * 4, TILE, TILE };
  KlasterTileStatistics statistics;

  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  klaster_await ((is_settled_for (cache, &view), klaster_tile_cache_get_statistics (cache, &statistics),
                  statistics.n_drawn == 9), 10);
  klaster_tile_cache_set_scale_factor (cache, 2);
  g_assert_false (klaster_tile_cache_is_settled (cache));
  klaster_await ((is_settled_for (cache, &view), klaster_tile_cache_get_statistics (cache, &statistics),
                  statistics.n_drawn == 18), 10);
  g_assert_cmpuint (statistics.n_bytes, ==, TILE * TILE * 4 * 4 * 9);
  g_assert_cmphex (get_pixel (cache, &view, TILE - 1, TILE - 1), ==, PIXEL (10, 4, 4));

  scene_unref (scene);
}

static void
test_goes_while_workers_draw (void)
{
  gint n_alive = 0;
  KlasterTileCache *cache = klaster_tile_cache_new (&funcs, TILE);
  Scene *scene = scene_new (10, &n_alive);
  KlasterTileView view = { 4, 0, 0, TILE * 4, TILE * 4 };

  g_mutex_lock (&scene->gate);
  klaster_tile_cache_set_scene (cache, scene, NULL, NULL);
  g_assert_false (is_settled_for (cache, &view));
  g_assert_finalize_object (cache);
  g_mutex_unlock (&scene->gate);
  scene_unref (scene);
  klaster_await (g_atomic_int_get (&n_alive) == 0, 10);
}

static gint n_drawing;

/* Draws until the process is about to end. */
static void
draw_on (gpointer  data,
         cairo_t  *cr,
         int       zoom,
         int       x,
         int       y)
{
  g_atomic_int_inc (&n_drawing);
  while (klaster_worker_enter ())
    {
      klaster_worker_leave ();
      g_thread_yield ();
    }
  g_atomic_int_add (&n_drawing, -1);
}

static void
assert_nobody_draws (void)
{
  g_assert_cmpint (g_atomic_int_get (&n_drawing), ==, 0);
}

/* A program that ends with a map on the screen: text is not set any more when libraries free what they set it with. */
static void
test_process_ends_while_workers_draw (void)
{
  if (g_test_subprocess ())
    {
      static const KlasterTileSceneFuncs endless = { scene_ref, scene_unref, draw_on };
      gint n_alive = 0;
      KlasterTileCache *cache = klaster_tile_cache_new (&endless, TILE);
      KlasterTileView view = { 4, 0, 0, TILE * 4, TILE * 4 };

      atexit (assert_nobody_draws);
      klaster_tile_cache_set_scene (cache, scene_new (10, &n_alive), NULL, NULL);
      g_assert_false (is_settled_for (cache, &view));
      klaster_await (g_atomic_int_get (&n_drawing) > 0, 10);
      exit (klaster_workers_finish (0, KLASTER_AWAIT_SECONDS));
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init (); /* the node types of GSK */

  g_test_add_func ("/tile-cache/draws-what-is-seen", test_draws_what_is_seen);
  g_test_add_func ("/tile-cache/edit-redraws-only-what-it-touches", test_edit_redraws_only_what_it_touches);
  g_test_add_func ("/tile-cache/missing-levels-fall-back", test_missing_levels_fall_back);
  g_test_add_func ("/tile-cache/memory-is-bound", test_memory_is_bound);
  g_test_add_func ("/tile-cache/empty-tiles-cost-nothing", test_empty_tiles_cost_nothing);
  g_test_add_func ("/tile-cache/world-wraps", test_world_wraps);
  g_test_add_func ("/tile-cache/scale-factor-redraws", test_scale_factor_redraws);
  g_test_add_func ("/tile-cache/goes-while-workers-draw", test_goes_while_workers_draw);
  g_test_add_func ("/tile-cache/process-ends-while-workers-draw", test_process_ends_while_workers_draw);

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
