/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of square tiles of a plane that can be zoomed, drawn by workers from immutable scenes. The map and the graph
 * are drawn through it; it knows nothing of geography.
 *
 * The main thread owns the tiles. Workers take orders from a queue that the main thread replaces whenever what is visible
 * or the scene changes, so nothing is drawn that nobody would see, and put pictures into a list that an idle source of
 * the main thread empties. A tile keeps its old picture until the new one is there: an edit never flashes.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-picture.h"
#include "klaster-tile-cache.h"
#include "klaster-worker.h"

#define DEFAULT_BUDGET (128 * 1024 * 1024)
#define MAX_TILES 16384      /* empty ones cost no picture but must not grow for ever */
#define MAX_THREADS 4
#define FALLBACK_LEVELS 5    /* how far up a picture is looked for while one is missing */
#define PREFETCH_RING 1

typedef struct
{
  int zoom, x, y;
} Key;

typedef struct
{
  Key key;
  KlasterPicture *picture; /* NULL: not drawn yet, or empty */
  gboolean drawn;
  guint64 have;        /* serial of the change for which it was drawn */
  guint64 wanted;      /* serial of the last change that touched it */
  guint64 last_used;   /* frame */
} Tile;

typedef struct
{
  Key key;
  guint64 serial;
} Order;

typedef struct
{
  Key key;
  guint64 serial;
  KlasterPicture *picture;
} Result;

/* What the workers see; outlives the cache while one of them is still drawing. */
typedef struct
{
  gatomicrefcount ref_count;
  GMutex mutex;
  KlasterTileSceneFuncs funcs;
  int tile_size;
  GMainContext *context;

  /* Protected by the mutex */
  gpointer scene;
  int scale_factor;
  GArray *orders;      /* the most urgent last */
  GArray *running;     /* Order */
  GPtrArray *results;  /* Result */
  GSource *source;     /* delivers results; NULL: none waiting */
  guint n_workers;
  guint max_workers;
  KlasterTileCache *cache; /* NULL: gone */
} Shared;

struct _KlasterTileCache
{
  GObject parent_instance;

  Shared *shared;
  GThreadPool *pool;
  GHashTable *tiles;   /* Key → Tile */
  int tile_size;
  int scale_factor;
  gboolean wrap;
  gsize budget;
  gsize n_bytes;
  guint64 serial;
  guint64 frame;
  guint64 n_drawn;
  guint64 n_discarded;
  gboolean has_scene;

  /* For what the queue was made */
  struct
  {
    int zoom, x0, y0, x1, y1;
    guint64 serial;
  } queued;
  gboolean settled;
};

G_DEFINE_FINAL_TYPE (KlasterTileCache, klaster_tile_cache, G_TYPE_OBJECT)

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;
  guint hash = (guint) key->x * 0x9e3779b1u;

  hash = (hash ^ (hash >> 15)) + (guint) key->y * 0x85ebca6bu;
  hash = (hash ^ (hash >> 13)) + (guint) key->zoom * 0xc2b2ae35u;
  return hash ^ (hash >> 16);
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  return memcmp (a, b, sizeof (Key)) == 0;
}

static void
free_tile (gpointer data)
{
  Tile *tile = data;

  g_clear_object (&tile->picture);
  g_free (tile);
}

static void
free_result (gpointer data)
{
  Result *result = data;

  g_clear_object (&result->picture);
  g_free (result);
}

static Shared *
ref_shared (Shared *shared)
{
  g_atomic_ref_count_inc (&shared->ref_count);
  return shared;
}

static void
unref_shared (gpointer data)
{
  Shared *shared = data;

  if (!g_atomic_ref_count_dec (&shared->ref_count))
    return;

  if (shared->scene)
    shared->funcs.unref (shared->scene);
  g_array_unref (shared->orders);
  g_array_unref (shared->running);
  g_ptr_array_unref (shared->results);
  g_main_context_unref (shared->context);
  g_mutex_clear (&shared->mutex);
  g_free (shared);
}

/* Most of a map is empty; a tile without a single visible pixel keeps no picture. */
static gboolean
is_blank (const guchar *data,
          gsize         size)
{
  const guint64 *words = (const guint64 *) (gconstpointer) data;

  for (gsize i = 0; i < size / sizeof (guint64); i++)
    if (words[i] != 0)
      return FALSE;

  return TRUE;
}

static KlasterPicture *
draw_picture (const KlasterTileSceneFuncs *funcs,
              gpointer                     scene,
              const Key                   *key,
              int                          tile_size,
              int                          scale_factor)
{
  cairo_surface_t *surface;
  cairo_t *cr;
  int size = tile_size * scale_factor;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, size, size);
  cairo_surface_set_device_scale (surface, scale_factor, scale_factor);
  cr = cairo_create (surface);
  funcs->draw_tile (scene, cr, key->zoom, key->x, key->y);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS
      || is_blank (cairo_image_surface_get_data (surface),
                   (gsize) cairo_image_surface_get_stride (surface) * (gsize) size))
    {
      cairo_surface_destroy (surface);
      return NULL;
    }

  return klaster_picture_new (surface);
}

static gboolean deliver_cb (gpointer user_data);

/* A worker: takes orders until there are none. */
static void
work_cb (gpointer data,
         gpointer user_data)
{
  Shared *shared = data;

  g_mutex_lock (&shared->mutex);
  while (shared->cache != NULL && shared->scene != NULL && shared->orders->len > 0 && klaster_worker_enter ())
    {
      Order order = g_array_index (shared->orders, Order, shared->orders->len - 1);
      gpointer scene = shared->funcs.ref (shared->scene);
      int scale_factor = shared->scale_factor;
      Result *result;

      g_array_set_size (shared->orders, shared->orders->len - 1);
      g_array_append_val (shared->running, order);
      g_mutex_unlock (&shared->mutex);

      result = g_new0 (Result, 1);
      result->key = order.key;
      result->serial = order.serial;
      result->picture = draw_picture (&shared->funcs, scene, &order.key, shared->tile_size, scale_factor);
      shared->funcs.unref (scene);
      klaster_worker_leave ();

      g_mutex_lock (&shared->mutex);
      for (guint i = 0; i < shared->running->len; i++)
        if (key_equal (&g_array_index (shared->running, Order, i).key, &order.key)
            && g_array_index (shared->running, Order, i).serial == order.serial)
          {
            g_array_remove_index_fast (shared->running, i);
            break;
          }
      g_ptr_array_add (shared->results, result);
      if (shared->source == NULL)
        {
          shared->source = g_idle_source_new ();
          g_source_set_priority (shared->source, G_PRIORITY_DEFAULT);
          g_source_set_callback (shared->source, deliver_cb, ref_shared (shared), unref_shared);
          g_source_set_name (shared->source, "[klaster] tiles are drawn");
          g_source_attach (shared->source, shared->context);
          g_source_unref (shared->source);
        }
    }
  shared->n_workers--;
  g_mutex_unlock (&shared->mutex);

  unref_shared (shared);
}

static void
evict (KlasterTileCache *self)
{
  while (self->n_bytes > self->budget || g_hash_table_size (self->tiles) > MAX_TILES)
    {
      GHashTableIter iter;
      Tile *tile;
      guint64 oldest = G_MAXUINT64;
      gsize needed = self->n_bytes > self->budget ? self->n_bytes - self->budget : 0;
      gsize freed = 0;
      guint dropped = 0;

      g_hash_table_iter_init (&iter, self->tiles);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &tile))
        oldest = MIN (oldest, tile->last_used);
      if (oldest >= self->frame)
        return; /* all of them are on the screen */

      g_hash_table_iter_init (&iter, self->tiles);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &tile))
        {
          if (tile->last_used != oldest)
            continue;
          if (freed >= needed && g_hash_table_size (self->tiles) <= MAX_TILES)
            break;
          if (tile->picture)
            freed += klaster_picture_get_n_bytes (tile->picture);
          g_hash_table_iter_remove (&iter);
          dropped++;
        }
      self->n_bytes -= MIN (freed, self->n_bytes);
      g_assert (dropped > 0);
    }
}

/* Takes over what the workers have drawn; whether there was anything that can be seen. */
static gboolean
take_results (KlasterTileCache *self,
              GPtrArray        *results)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < results->len; i++)
    {
      Result *result = g_ptr_array_index (results, i);
      Tile *tile = g_hash_table_lookup (self->tiles, &result->key);

      self->n_drawn++;
      if (tile == NULL)
        {
          tile = g_new0 (Tile, 1);
          tile->key = result->key;
          tile->wanted = self->serial;
          tile->last_used = self->frame;
          g_hash_table_insert (self->tiles, &tile->key, tile);
        }
      if (result->serial < tile->wanted)
        self->n_discarded++;
      if (tile->drawn && result->serial <= tile->have)
        continue;

      if (tile->picture)
        self->n_bytes -= klaster_picture_get_n_bytes (tile->picture);
      g_set_object (&tile->picture, result->picture);
      if (tile->picture)
        self->n_bytes += klaster_picture_get_n_bytes (tile->picture);
      tile->drawn = TRUE;
      tile->have = result->serial;
      changed = TRUE;
    }
  if (changed)
    evict (self);

  return changed;
}

static gboolean
deliver_cb (gpointer user_data)
{
  Shared *shared = user_data;
  g_autoptr (GPtrArray) results = NULL;
  KlasterTileCache *self;

  g_mutex_lock (&shared->mutex);
  results = g_steal_pointer (&shared->results);
  shared->results = g_ptr_array_new_with_free_func (free_result);
  shared->source = NULL;
  self = shared->cache; /* only the main thread clears it, and that is us */
  g_mutex_unlock (&shared->mutex);

  if (self != NULL && take_results (self, results))
    g_signal_emit (self, signals[UPDATED], 0);

  return G_SOURCE_REMOVE;
}

static int
get_level (double zoom)
{
  return (int) MAX (0, floor (zoom + 0.5));
}

/* The tiles of @level that @view shows: x0 ≤ x < x1. */
static void
get_range (KlasterTileCache      *self,
           const KlasterTileView *view,
           int                    level,
           int                   *x0,
           int                   *y0,
           int                   *x1,
           int                   *y1)
{
  double size = self->tile_size * exp2 (view->zoom - level);

  *x0 = (int) floor (view->x0 / size);
  *y0 = (int) floor (view->y0 / size);
  *x1 = (int) ceil ((view->x0 + view->width) / size);
  *y1 = (int) ceil ((view->y0 + view->height) / size);
}

/* FALSE: there is no such tile. */
static gboolean
normalize_key (KlasterTileCache *self,
               Key              *key)
{
  int n;

  if (!self->wrap)
    return TRUE;

  n = 1 << MIN (key->zoom, 30);
  if (key->y < 0 || key->y >= n)
    return FALSE;
  key->x = ((key->x % n) + n) % n;

  return TRUE;
}

static gboolean
needs_drawing (KlasterTileCache *self,
               const Key        *key)
{
  Tile *tile = g_hash_table_lookup (self->tiles, key);

  return tile == NULL || !tile->drawn || tile->have < tile->wanted;
}

typedef struct
{
  Order order;
  double rank;
} Wish;

static int
compare_wishes (gconstpointer a,
                gconstpointer b)
{
  const Wish *wish_a = a, *wish_b = b;

  /* The most urgent one comes last, where workers take it. */
  return (wish_a->rank < wish_b->rank) - (wish_a->rank > wish_b->rank);
}

static void
wish_for_range (KlasterTileCache      *self,
                GArray                *wishes,
                GHashTable            *seen,
                const KlasterTileView *view)
{
  int level = get_level (view->zoom);
  double size = self->tile_size * exp2 (view->zoom - level);
  double cx = (view->x0 + view->width / 2) / size - 0.5;
  double cy = (view->y0 + view->height / 2) / size - 0.5;
  int x0, y0, x1, y1;

  get_range (self, view, level, &x0, &y0, &x1, &y1);
  for (int y = y0 - PREFETCH_RING; y < y1 + PREFETCH_RING; y++)
    for (int x = x0 - PREFETCH_RING; x < x1 + PREFETCH_RING; x++)
      {
        Wish wish = { { { level, x, y }, self->serial }, 0 };
        gboolean visible = x >= x0 && x < x1 && y >= y0 && y < y1;
        Key *copy;

        if (!normalize_key (self, &wish.order.key) || !needs_drawing (self, &wish.order.key)
            || g_hash_table_contains (seen, &wish.order.key))
          continue;
        wish.rank = hypot (x - cx, y - cy) + (visible ? 0 : 1000);
        copy = g_memdup2 (&wish.order.key, sizeof (Key));
        g_hash_table_add (seen, copy);
        g_array_append_val (wishes, wish);
      }
}

static void
replace_orders (KlasterTileCache *self,
                GArray           *wishes)
{
  Shared *shared = self->shared;
  guint n_new_workers;

  g_array_sort (wishes, compare_wishes);

  g_mutex_lock (&shared->mutex);
  g_array_set_size (shared->orders, 0);
  for (guint i = 0; i < wishes->len; i++)
    {
      Order *order = &g_array_index (wishes, Wish, i).order;
      gboolean running = FALSE;

      for (guint j = 0; j < shared->running->len && !running; j++)
        running = key_equal (&g_array_index (shared->running, Order, j).key, &order->key)
                  && g_array_index (shared->running, Order, j).serial == order->serial;
      if (!running)
        g_array_append_val (shared->orders, *order);
    }
  n_new_workers = MIN (shared->orders->len, shared->max_workers - MIN (shared->n_workers, shared->max_workers));
  shared->n_workers += n_new_workers;
  g_mutex_unlock (&shared->mutex);

  for (guint i = 0; i < n_new_workers; i++)
    g_thread_pool_push (self->pool, ref_shared (shared), NULL);
}

static void
update_orders (KlasterTileCache      *self,
               const KlasterTileView *view)
{
  g_autoptr (GArray) wishes = NULL;
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GPtrArray) results = NULL;
  int level = get_level (view->zoom);
  int x0, y0, x1, y1;

  if (!self->has_scene)
    return;

  get_range (self, view, level, &x0, &y0, &x1, &y1);
  if (self->queued.zoom == level && self->queued.x0 == x0 && self->queued.y0 == y0 && self->queued.x1 == x1
      && self->queued.y1 == y1 && self->queued.serial == self->serial)
    return;
  self->queued.zoom = level;
  self->queued.x0 = x0;
  self->queued.y0 = y0;
  self->queued.x1 = x1;
  self->queued.y1 = y1;
  self->queued.serial = self->serial;

  /* What is drawn but not yet delivered must not be ordered again. */
  g_mutex_lock (&self->shared->mutex);
  results = g_steal_pointer (&self->shared->results);
  self->shared->results = g_ptr_array_new_with_free_func (free_result);
  g_mutex_unlock (&self->shared->mutex);
  take_results (self, results);

  wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  seen = g_hash_table_new_full (key_hash, key_equal, g_free, NULL);
  wish_for_range (self, wishes, seen, view);
  replace_orders (self, wishes);
}

static void
append_picture (GtkSnapshot           *snapshot,
                KlasterPicture        *picture,
                const graphene_rect_t *bounds)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &bounds->origin);
  gdk_paintable_snapshot (GDK_PAINTABLE (picture), snapshot, bounds->size.width, bounds->size.height);
  gtk_snapshot_restore (snapshot);
}

/* Where a tile lies in the view. Edges, not sizes, are rounded: tiles meet without a seam at every zoom, and are crisp on
 * whole ones. */
static graphene_rect_t
get_tile_rect (KlasterTileCache      *self,
               const KlasterTileView *view,
               const Key             *key)
{
  double size = self->tile_size * exp2 (view->zoom - key->zoom);
  double left = round (key->x * size - view->x0);
  double top = round (key->y * size - view->y0);
  double right = round ((key->x + 1) * size - view->x0);
  double bottom = round ((key->y + 1) * size - view->y0);

  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) (right - left), (float) (bottom - top));
}

static Tile *
use_tile (KlasterTileCache *self,
          Key               key)
{
  Tile *tile;

  if (!normalize_key (self, &key))
    return NULL;
  tile = g_hash_table_lookup (self->tiles, &key);
  if (tile == NULL || !tile->drawn)
    return NULL;
  tile->last_used = self->frame;

  return tile;
}

/* Something of another level until the tile is there. */
static void
append_fallback (KlasterTileCache      *self,
                 GtkSnapshot           *snapshot,
                 const KlasterTileView *view,
                 const Key             *key)
{
  graphene_rect_t clip = get_tile_rect (self, view, key);
  Key children[4];
  Tile *found[4] = { NULL };
  guint n_found = 0;

  for (int i = 0; i < 4; i++)
    {
      children[i] = (Key) { key->zoom + 1, key->x * 2 + (i & 1), key->y * 2 + (i >> 1) };
      found[i] = use_tile (self, children[i]);
      n_found += found[i] != NULL;
    }
  if (n_found < 4)
    for (int up = 1; up <= MIN (FALLBACK_LEVELS, key->zoom); up++)
      {
        Key parent = { key->zoom - up, key->x >> up, key->y >> up };
        Tile *tile = use_tile (self, parent);
        graphene_rect_t bounds;

        if (tile == NULL)
          continue;
        bounds = get_tile_rect (self, view, &parent);
        if (tile->picture)
          {
            gtk_snapshot_push_clip (snapshot, &clip);
            append_picture (snapshot, tile->picture, &bounds);
            gtk_snapshot_pop (snapshot);
          }
        return;
      }
  for (int i = 0; i < 4; i++)
    if (found[i] && found[i]->picture)
      {
        graphene_rect_t bounds = get_tile_rect (self, view, &children[i]);

        append_picture (snapshot, found[i]->picture, &bounds);
      }
}

static void
klaster_tile_cache_dispose (GObject *object)
{
  KlasterTileCache *self = KLASTER_TILE_CACHE (object);

  if (self->shared)
    {
      GSource *source;

      g_mutex_lock (&self->shared->mutex);
      self->shared->cache = NULL;
      g_array_set_size (self->shared->orders, 0);
      source = g_steal_pointer (&self->shared->source);
      if (source)
        g_source_ref (source);
      g_mutex_unlock (&self->shared->mutex);
      if (source)
        {
          g_source_destroy (source);
          g_source_unref (source);
        }
    }
  /* A worker in the middle of a tile ends on its own. */
  if (self->pool)
    g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, FALSE);
  g_clear_pointer (&self->shared, unref_shared);
  g_clear_pointer (&self->tiles, g_hash_table_unref);

  G_OBJECT_CLASS (klaster_tile_cache_parent_class)->dispose (object);
}

static void
klaster_tile_cache_class_init (KlasterTileCacheClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_tile_cache_dispose;

  /**
   * KlasterTileCache::updated:
   *
   * New pictures are there: what shows the cache must be drawn again.
   */
  signals[UPDATED] =
    g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_tile_cache_init (KlasterTileCache *self)
{
  self->tiles = g_hash_table_new_full (key_hash, key_equal, NULL, free_tile);
  self->budget = DEFAULT_BUDGET;
  self->scale_factor = 1;
  self->serial = 1;
  self->settled = TRUE;
}

/**
 * klaster_tile_cache_new:
 * @funcs: how to keep and draw a scene
 * @tile_size: side of a tile in logical pixels
 *
 * Pictures are delivered in the thread-default main context of the caller, where all other functions must be called too.
 *
 * Returns: (transfer full): an empty cache
 */
KlasterTileCache *
klaster_tile_cache_new (const KlasterTileSceneFuncs *funcs,
                        int                          tile_size)
{
  KlasterTileCache *self;
  Shared *shared;

  g_return_val_if_fail (funcs != NULL, NULL);
  g_return_val_if_fail (tile_size > 0, NULL);

  self = g_object_new (KLASTER_TYPE_TILE_CACHE, NULL);
  self->tile_size = tile_size;

  shared = g_new0 (Shared, 1);
  g_atomic_ref_count_init (&shared->ref_count);
  g_mutex_init (&shared->mutex);
  shared->funcs = *funcs;
  shared->tile_size = tile_size;
  shared->scale_factor = 1;
  shared->context = g_main_context_ref_thread_default ();
  shared->orders = g_array_new (FALSE, FALSE, sizeof (Order));
  shared->running = g_array_new (FALSE, FALSE, sizeof (Order));
  shared->results = g_ptr_array_new_with_free_func (free_result);
  shared->cache = self;
  /* One processor is left to the main thread. */
  shared->max_workers = CLAMP (g_get_num_processors () - 1, 1, MAX_THREADS);
  self->shared = shared;
  self->pool = g_thread_pool_new (work_cb, NULL, (int) shared->max_workers, FALSE, NULL);

  return self;
}

/**
 * klaster_tile_cache_set_scene:
 * @self: a cache
 * @scene: (nullable): what to draw from now on; a reference is taken
 * @damage: (nullable) (scope call): tells which tiles look different in @scene; %NULL: all of them
 * @user_data: for @damage
 *
 * Tiles that differ are drawn again when they are seen the next time and keep their old picture until then.
 */
void
klaster_tile_cache_set_scene (KlasterTileCache      *self,
                              gpointer               scene,
                              KlasterTileDamageFunc  damage,
                              gpointer               user_data)
{
  GHashTableIter iter;
  Tile *tile;
  gpointer old;

  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));

  self->serial++;
  self->has_scene = scene != NULL;

  g_mutex_lock (&self->shared->mutex);
  old = self->shared->scene;
  self->shared->scene = scene ? self->shared->funcs.ref (scene) : NULL;
  g_array_set_size (self->shared->orders, 0);
  g_mutex_unlock (&self->shared->mutex);
  if (old)
    self->shared->funcs.unref (old);

  if (scene == NULL)
    {
      g_hash_table_remove_all (self->tiles);
      self->n_bytes = 0;
    }
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &tile))
    {
      if (damage == NULL || tile->have < tile->wanted || damage (tile->key.zoom, tile->key.x, tile->key.y, user_data))
        tile->wanted = self->serial;
    }

  g_signal_emit (self, signals[UPDATED], 0);
}

/**
 * klaster_tile_cache_set_scale_factor:
 * @self: a cache
 * @scale_factor: device pixels to a logical pixel
 *
 * All tiles are drawn again when it changes.
 */
void
klaster_tile_cache_set_scale_factor (KlasterTileCache *self,
                                     int               scale_factor)
{
  GHashTableIter iter;
  Tile *tile;

  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));
  g_return_if_fail (scale_factor > 0);

  if (self->scale_factor == scale_factor)
    return;

  self->scale_factor = scale_factor;
  self->serial++;
  g_mutex_lock (&self->shared->mutex);
  self->shared->scale_factor = scale_factor;
  g_array_set_size (self->shared->orders, 0);
  g_mutex_unlock (&self->shared->mutex);

  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &tile))
    tile->wanted = self->serial;
  g_signal_emit (self, signals[UPDATED], 0);
}

/**
 * klaster_tile_cache_set_wrap:
 * @self: a cache
 * @wrap: whether level z is a band of 2ᶻ × 2ᶻ tiles whose left and right edges meet, as on a map of the world, instead
 *   of an endless plane
 */
void
klaster_tile_cache_set_wrap (KlasterTileCache *self,
                             gboolean          wrap)
{
  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));

  self->wrap = wrap;
}

/**
 * klaster_tile_cache_set_budget:
 * @self: a cache
 * @bytes: how much memory the pictures may take; what is on the screen is always kept
 */
void
klaster_tile_cache_set_budget (KlasterTileCache *self,
                               gsize             bytes)
{
  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));

  self->budget = bytes;
  evict (self);
}

/**
 * klaster_tile_cache_snapshot:
 * @self: a cache
 * @snapshot: where to append the pictures
 * @view: what is seen
 *
 * Appends what there is and orders what is missing: visible tiles from the middle outwards, then their neighbours.
 */
void
klaster_tile_cache_snapshot (KlasterTileCache      *self,
                             GtkSnapshot           *snapshot,
                             const KlasterTileView *view)
{
  int level;
  int x0, y0, x1, y1;

  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));
  g_return_if_fail (GTK_IS_SNAPSHOT (snapshot));
  g_return_if_fail (view != NULL);

  if (view->width <= 0 || view->height <= 0)
    return;

  self->frame++;
  self->settled = TRUE;
  update_orders (self, view);

  level = get_level (view->zoom);
  get_range (self, view, level, &x0, &y0, &x1, &y1);
  for (int y = y0; y < y1; y++)
    for (int x = x0; x < x1; x++)
      {
        Key key = { level, x, y };
        Key normal = key;
        Tile *tile;

        if (!normalize_key (self, &normal))
          continue;
        tile = use_tile (self, key);
        if (tile == NULL || tile->have < tile->wanted)
          self->settled = FALSE;
        if (tile && tile->picture)
          {
            graphene_rect_t bounds = get_tile_rect (self, view, &key);

            append_picture (snapshot, tile->picture, &bounds);
          }
        else if (tile == NULL)
          append_fallback (self, snapshot, view, &key);
      }
  if (!self->has_scene)
    self->settled = TRUE;
}

/**
 * klaster_tile_cache_is_settled:
 * @self: a cache
 *
 * Returns: whether the last snapshot showed nothing but finished pictures of the present scene
 */
gboolean
klaster_tile_cache_is_settled (KlasterTileCache *self)
{
  g_return_val_if_fail (KLASTER_IS_TILE_CACHE (self), FALSE);

  return self->settled && (self->queued.serial == self->serial || !self->has_scene);
}

/**
 * klaster_tile_cache_get_statistics:
 * @self: a cache
 * @statistics: (out): where to put the figures
 */
void
klaster_tile_cache_get_statistics (KlasterTileCache      *self,
                                   KlasterTileStatistics *statistics)
{
  guint n_waiting;

  g_return_if_fail (KLASTER_IS_TILE_CACHE (self));
  g_return_if_fail (statistics != NULL);

  g_mutex_lock (&self->shared->mutex);
  n_waiting = self->shared->orders->len + self->shared->running->len + self->shared->results->len;
  g_mutex_unlock (&self->shared->mutex);
  *statistics = (KlasterTileStatistics) {
    g_hash_table_size (self->tiles), self->n_bytes, self->n_drawn, self->n_discarded, n_waiting,
  };
}
