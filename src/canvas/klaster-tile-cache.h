/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_TILE_CACHE (klaster_tile_cache_get_type ())
G_DECLARE_FINAL_TYPE (KlasterTileCache, klaster_tile_cache, KLASTER, TILE_CACHE, GObject)

/**
 * KlasterTileSceneFuncs:
 * @ref: takes a reference on a scene; any thread
 * @unref: gives it back; any thread
 * @draw_tile: draws the square tile @x, @y of level @zoom with its upper left corner at the context's origin, in logical
 *   pixels, on a transparent ground; called on worker threads, on several at once
 *
 * What the cache needs to know of a scene. A scene must be immutable while it is drawn.
 */
typedef struct
{
  gpointer (*ref) (gpointer scene);
  void (*unref) (gpointer scene);
  void (*draw_tile) (gpointer scene,
                     cairo_t *cr,
                     int      zoom,
                     int      x,
                     int      y);
} KlasterTileSceneFuncs;

/**
 * KlasterTileDamageFunc:
 *
 * Returns: whether the tile would look different in the new scene
 */
typedef gboolean (*KlasterTileDamageFunc) (int      zoom,
                                           int      x,
                                           int      y,
                                           gpointer user_data);

/**
 * KlasterTileView:
 * @zoom: may lie between two levels
 * @x0: of the view's upper left corner in the plane, in logical pixels at @zoom
 * @y0: the same, downwards
 * @width: logical pixels
 * @height: logical pixels
 */
typedef struct
{
  double zoom;
  double x0, y0;
  double width, height;
} KlasterTileView;

KlasterTileCache *klaster_tile_cache_new              (const KlasterTileSceneFuncs *funcs,
                                                       int                          tile_size);
void              klaster_tile_cache_set_scene        (KlasterTileCache            *self,
                                                       gpointer                     scene,
                                                       KlasterTileDamageFunc        damage,
                                                       gpointer                     user_data);
void              klaster_tile_cache_set_scale_factor (KlasterTileCache            *self,
                                                       int                          scale_factor);
void              klaster_tile_cache_set_wrap         (KlasterTileCache            *self,
                                                       gboolean                     wrap);
void              klaster_tile_cache_set_budget       (KlasterTileCache            *self,
                                                       gsize                        bytes);
void              klaster_tile_cache_snapshot         (KlasterTileCache            *self,
                                                       GtkSnapshot                 *snapshot,
                                                       const KlasterTileView       *view);
gboolean          klaster_tile_cache_is_settled       (KlasterTileCache            *self);

typedef struct
{
  guint n_tiles;       /* kept, empty ones included */
  gsize n_bytes;       /* of their pictures */
  guint64 n_drawn;     /* tiles drawn since the cache was made */
  guint64 n_discarded; /* of these, drawn for a scene that was replaced meanwhile */
  guint n_waiting;     /* ordered, being drawn, or drawn and not delivered; the invisible neighbours included */
} KlasterTileStatistics;

void              klaster_tile_cache_get_statistics   (KlasterTileCache            *self,
                                                       KlasterTileStatistics       *statistics);

G_END_DECLS
