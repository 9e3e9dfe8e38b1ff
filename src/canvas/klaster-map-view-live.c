/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is drawn over the tiles each frame: selection, hover, the fan, the member that is dragged, lasso, measure. The
 * scene's part of it is drawn at the whole level whose tiles are seen, stretched as they are.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "klaster-map-view-private.h"
#include "klaster-symbol.h"

/* With more links than this the selection is drawn by workers into tiles of its own. */
#define MAX_LIVE_LINKS 120
#define MAX_LIVE_MEMBERS 60

/* Scene of the highlight tiles: a selection that is too large to draw each frame. */
typedef struct
{
  gatomicrefcount ref_count;
  KlasterMapScene *scene;
  gint64 *ids;
  guint n_ids;
} Highlight;

static gpointer
highlight_ref (gpointer data)
{
  Highlight *highlight = data;

  g_atomic_ref_count_inc (&highlight->ref_count);
  return highlight;
}

static void
highlight_unref (gpointer data)
{
  Highlight *highlight = data;

  if (!g_atomic_ref_count_dec (&highlight->ref_count))
    return;
  klaster_map_scene_unref (highlight->scene);
  g_free (highlight->ids);
  g_free (highlight);
}

static void
highlight_draw_tile (gpointer  data,
                     cairo_t  *cr,
                     int       zoom,
                     int       x,
                     int       y)
{
  Highlight *highlight = data;

  klaster_map_scene_draw_highlight (highlight->scene, cr, zoom, (double) x * KLASTER_TILE_SIZE,
                                    (double) y * KLASTER_TILE_SIZE, KLASTER_TILE_SIZE, KLASTER_TILE_SIZE,
                                    highlight->ids, highlight->n_ids, KLASTER_SYMBOL_SELECTED);
}

KlasterTileCache *
klaster_highlight_cache_new (void)
{
  static const KlasterTileSceneFuncs funcs = { highlight_ref, highlight_unref, highlight_draw_tile };
  KlasterTileCache *cache = klaster_tile_cache_new (&funcs, KLASTER_TILE_SIZE);

  klaster_tile_cache_set_wrap (cache, TRUE);
  klaster_tile_cache_set_budget (cache, 24 * 1024 * 1024);
  return cache;
}

static gboolean
is_live (KlasterMapView *self,
         const gint64   *ids,
         guint           n_ids)
{
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (klaster_scene_loader_get_scene (self->loader));
  guint n_links = 0;

  if (n_ids > MAX_LIVE_MEMBERS)
    return FALSE;
  for (guint i = 0; i < n_ids && n_links <= MAX_LIVE_LINKS; i++)
    n_links += klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_FROM_ID, ids[i])
               + klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TO_ID, ids[i]);

  return n_links <= MAX_LIVE_LINKS;
}

/* Decides how the selection is drawn, after it or the scene changed. */
void
klaster_map_view_update_selection (KlasterMapView *self)
{
  KlasterMapScene *scene = self->loader ? klaster_scene_loader_get_scene (self->loader) : NULL;
  const gint64 *ids = NULL;
  guint n_ids = 0;

  if (self->highlight_cache == NULL)
    return;

  if (self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    ids = klaster_selection_get_ids (self->selection, &n_ids);
  self->selection_live = scene == NULL || is_live (self, ids, n_ids);
  if (self->selection_live)
    klaster_tile_cache_set_scene (self->highlight_cache, NULL, NULL, NULL);
  else
    {
      Highlight *highlight = g_new0 (Highlight, 1);

      g_atomic_ref_count_init (&highlight->ref_count);
      highlight->scene = klaster_map_scene_ref (scene);
      highlight->ids = g_memdup2 (ids, sizeof (gint64) * n_ids);
      highlight->n_ids = n_ids;
      klaster_tile_cache_set_scene (self->highlight_cache, highlight, NULL, NULL);
      highlight_unref (highlight);
    }
}

void
klaster_map_view_queue_live (KlasterMapView *self)
{
  if (self->live_layer)
    gtk_widget_queue_draw (GTK_WIDGET (self->live_layer));
}

/* Names of rows stay at the edge of what is seen, so they are drawn each frame. */
static void
draw_names (KlasterMapView  *self,
            KlasterMapScene *scene,
            int              width,
            int              height,
            cairo_t         *cr)
{
  KlasterGraphPlan *plan = klaster_map_scene_get_plan (scene);
  KlasterTileView view;

  klaster_map_camera_get_view (self->camera, &view);
  if (plan != NULL)
    klaster_graph_plan_draw_names (plan, klaster_map_scene_get_snapshot (scene), cr, view.zoom, view.x0, view.y0, width,
                                   height, &self->options.style);
}

static void
draw_selection (KlasterMapView         *self,
                KlasterMapScene        *scene,
                const KlasterLevelView *view,
                cairo_t                *cr)
{
  const gint64 *ids;
  guint n_ids;

  if (self->selection == NULL)
    return;

  ids = klaster_selection_get_ids (self->selection, &n_ids);
  if (klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION && self->selection_live && n_ids > 0)
    klaster_map_scene_draw_highlight (scene, cr, view->level, view->x0, view->y0, view->width, view->height, ids, n_ids,
                                      KLASTER_SYMBOL_SELECTED);
  else if (klaster_selection_get_table (self->selection) == KLASTER_TABLE_COOPERATION)
    for (guint i = 0; i < MIN (n_ids, MAX_LIVE_LINKS); i++)
      klaster_map_scene_draw_link (scene, cr, view->level, view->x0, view->y0, ids[i], KLASTER_SYMBOL_SELECTED);
}

static void
draw_hover (KlasterMapView         *self,
            KlasterMapScene        *scene,
            const KlasterLevelView *view,
            cairo_t                *cr)
{
  if (self->fan_id != 0)
    klaster_map_scene_draw_fan (scene, cr, view->level, view->x0, view->y0, self->fan_id,
                                self->hover.type == KLASTER_MAP_HIT_MEMBER ? self->hover.id : 0);
  else if ((self->hover.type == KLASTER_MAP_HIT_MEMBER || self->hover.type == KLASTER_MAP_HIT_CLUSTER)
           && is_live (self, &self->hover.id, 1))
    klaster_map_scene_draw_highlight (scene, cr, view->level, view->x0, view->y0, view->width, view->height,
                                      &self->hover.id, 1, KLASTER_SYMBOL_HOVER);
  else if (self->hover.type == KLASTER_MAP_HIT_LINK)
    klaster_map_scene_draw_link (scene, cr, view->level, view->x0, view->y0, self->hover.id,
                                 KLASTER_SYMBOL_PLAIN);
}

/* The dashed ring around what the keyboard is on: a cluster has a larger one. */
static void
draw_keyboard_focus (KlasterMapView         *self,
                     KlasterMapScene        *scene,
                     const KlasterLevelView *view,
                     cairo_t                *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  const double dashes[] = { 3, 3 };
  KlasterMapHit hit;
  double size, x, y, radius;

  if (self->cursor_id == 0 || !gtk_widget_has_visible_focus (self->cursor)
      || !klaster_map_scene_get_shown_position (scene, view->level, self->cursor_id, &hit))
    return;

  size = klaster_zoom_get_world_size (view->level);
  x = hit.position.x * size - view->x0;
  y = hit.position.y * size - view->y0;
  radius = MAX ((hit.type == KLASTER_MAP_HIT_CLUSTER ? 24 : 18) * self->options.style.text_scale, hit.radius + 8);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  klaster_color_set (&palette->halo, cr);
  cairo_set_line_width (cr, 4);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->selection, cr);
  cairo_set_line_width (cr, 2);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_drag (KlasterMapView         *self,
           KlasterMapScene        *scene,
           const KlasterLevelView *view,
           cairo_t                *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  const double dashes[] = { 5, 4 };
  double size = klaster_zoom_get_world_size (view->level);
  double x = self->drag.position.x * size - view->x0;
  double y = self->drag.position.y * size - view->y0;

  if (!self->drag.active && !self->drag.dropped)
    return;

  /* Its links go along. */
  klaster_color_set_alpha (&palette->selection, 0.55, cr);
  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < self->drag.partners->len; i++)
    {
      const KlasterPoint *partner = &g_array_index (self->drag.partners, KlasterPoint, i);

      cairo_move_to (cr, x, y);
      cairo_line_to (cr, partner->x * size - view->x0, partner->y * size - view->y0);
    }
  cairo_stroke (cr);

  if (self->drag.active)
    {
      /* From where it was taken */
      cairo_set_dash (cr, dashes, 2, 0);
      klaster_color_set (&palette->selection, cr);
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, self->drag.from.x * size - view->x0, self->drag.from.y * size - view->y0);
      cairo_line_to (cr, x, y);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  klaster_map_scene_draw_member (scene, cr, view->level, self->drag.id, x, y, KLASTER_SYMBOL_DRAGGED);
}

static void
trace_points (KlasterMapView *self,
              GArray         *points,
              cairo_t        *cr)
{
  for (guint i = 0; i < points->len; i++)
    {
      double x, y;

      klaster_map_camera_from_world (self->camera, g_array_index (points, KlasterPoint, i), &x, &y);
      cairo_line_to (cr, x, y);
    }
}

static void
draw_lasso (KlasterMapView *self,
            cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  const double dashes[] = { 6, 4 };

  if (self->lasso->len < 2)
    return;

  cairo_new_path (cr);
  trace_points (self, self->lasso, cr);
  cairo_close_path (cr);
  klaster_color_set_alpha (&palette->selection, 0.14, cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_fill_preserve (cr);
  klaster_color_set (&palette->selection, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, dashes, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_text_on_card (KlasterMapView *self,
                   const char     *text,
                   double          x,
                   double          y,
                   cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoRectangle extents;
  double left, top, width, height;
  int view_width = gtk_widget_get_width (GTK_WIDGET (self));

  pango_layout_get_pixel_extents (layout, NULL, &extents);
  width = extents.width + 16;
  height = extents.height + 8;
  left = x + 14;
  if (left + width > view_width - 8)
    left = x - 14 - width;
  top = y - height / 2;

  cairo_new_path (cr);
  cairo_arc (cr, left + 6, top + 6, 6, G_PI, 1.5 * G_PI);
  cairo_arc (cr, left + width - 6, top + 6, 6, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cr, left + width - 6, top + height - 6, 6, 0, 0.5 * G_PI);
  cairo_arc (cr, left + 6, top + height - 6, 6, 0.5 * G_PI, G_PI);
  cairo_close_path (cr);
  klaster_color_set (&palette->card, cr);
  cairo_fill (cr);
  cairo_move_to (cr, left + 8, top + 4);
  klaster_color_set (&palette->card_text, cr);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_measure (KlasterMapView *self,
              cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);
  g_autofree char *text = NULL;
  double x = 0, y = 0, metres;

  if (self->measure->len == 0)
    return;

  cairo_new_path (cr);
  trace_points (self, self->measure, cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  klaster_color_set (&palette->halo, cr);
  cairo_set_line_width (cr, 6);
  cairo_stroke_preserve (cr);
  klaster_color_set (&palette->selection, cr);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
  for (guint i = 0; i < self->measure->len; i++)
    {
      klaster_map_camera_from_world (self->camera, g_array_index (self->measure, KlasterPoint, i), &x, &y);
      cairo_arc (cr, x, y, 5, 0, 2 * G_PI);
      klaster_color_set (&palette->halo, cr);
      cairo_fill_preserve (cr);
      klaster_color_set (&palette->selection, cr);
      cairo_set_line_width (cr, 2.5);
      cairo_stroke (cr);
    }
  if (klaster_map_view_get_measure (self, &metres) > 1)
    {
      text = klaster_map_format_distance (metres);
      draw_text_on_card (self, text, x, y, cr);
    }
}

/* Where the keyboard would put something. */
static void
draw_aim (KlasterMapView *self,
          double          x,
          double          y,
          cairo_t        *cr)
{
  const KlasterPalette *palette = klaster_palette_get (&self->options.style);

  for (int pass = 0; pass < 2; pass++)
    {
      klaster_color_set (pass == 0 ? &palette->halo : &palette->selection, cr);
      cairo_set_line_width (cr, pass == 0 ? 5 : 2);
      cairo_move_to (cr, x - 16, y);
      cairo_line_to (cr, x - 5, y);
      cairo_move_to (cr, x + 5, y);
      cairo_line_to (cr, x + 16, y);
      cairo_move_to (cr, x, y - 16);
      cairo_line_to (cr, x, y - 5);
      cairo_move_to (cr, x, y + 5);
      cairo_line_to (cr, x, y + 16);
      cairo_stroke (cr);
    }
}

void
klaster_map_view_draw_live (GtkSnapshot *snapshot,
                            int          width,
                            int          height,
                            gpointer     user_data)
{
  KlasterMapView *self = user_data;
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;
  cairo_t *cr;

  if (width <= 0 || height <= 0)
    return;
  /* What was dropped is shown by its tiles now. */
  if (self->drag.dropped && !klaster_scene_loader_is_busy (self->loader) && klaster_tile_cache_is_settled (self->cache))
    klaster_map_view_end_drag (self);

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  if (self->transition != NULL)
    {
      klaster_map_view_draw_transition (self, cr);
      cairo_destroy (cr);
      return;
    }
  if (self->options.plan != NULL && scene != NULL)
    draw_names (self, scene, width, height, cr);
  if (klaster_map_view_get_level_view (self, &view))
    {
      cairo_save (cr);
      cairo_scale (cr, view.scale, view.scale);
      draw_selection (self, scene, &view, cr);
      draw_hover (self, scene, &view, cr);
      draw_keyboard_focus (self, scene, &view, cr);
      draw_drag (self, scene, &view, cr);
      klaster_map_view_draw_connection (self, scene, &view, cr);
      if (self->placing->len > 0 && (self->keyboard_aim || self->pointer_inside))
        klaster_map_scene_draw_member (scene, cr, view.level, g_array_index (self->placing, gint64, 0),
                     (self->keyboard_aim ? width / 2.0 : self->pointer_x) / view.scale,
                     (self->keyboard_aim ? height / 2.0 : self->pointer_y) / view.scale, KLASTER_SYMBOL_DRAGGED);
      cairo_restore (cr);
    }
  draw_lasso (self, cr);
  draw_measure (self, cr);
  if (self->keyboard_aim)
    draw_aim (self, width / 2.0, height / 2.0, cr);
  cairo_destroy (cr);
}
