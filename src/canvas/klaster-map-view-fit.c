/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which part is seen: the first view of a project, all members, the selection, a place.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-basemap.h"
#include "klaster-map-view-private.h"

/* An empty or tiny project is not shown closer than this: streets, not the roof of a school */
#define FIT_MAX_ZOOM 13

/* How long the map rests before names are placed for what is seen: who pans in steps is not to see them wander each time */
#define REST_DELAY 250 /* ms */

typedef struct
{
  gint64 id;
  double distance;
} Reach;

static int
compare_reaches (gconstpointer a,
                 gconstpointer b)
{
  const Reach *reach_a = a, *reach_b = b;

  return (reach_a->distance > reach_b->distance) - (reach_a->distance < reach_b->distance);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Where most of the cluster is: a few members far away must not make everything else one heap. */
static gboolean
get_core_bounds (KlasterMapScene *scene,
                 KlasterRect     *bounds)
{
  g_autoptr (GArray) reaches = g_array_new (FALSE, FALSE, sizeof (Reach));
  g_autoptr (GArray) xs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) ys = g_array_new (FALSE, FALSE, sizeof (double));
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (scene);
  KlasterRowIter iter;
  KlasterRow *row;
  KlasterPoint middle;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      int role = klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE);
      Reach reach = { klaster_row_get_id (row), 0 };
      KlasterPoint position;

      if (role < 0 || role > KLASTER_ROLE_MEMBER || !klaster_map_scene_get_position (scene, reach.id, &position))
        continue;
      g_array_append_val (reaches, reach);
      g_array_append_val (xs, position.x);
      g_array_append_val (ys, position.y);
    }
  if (reaches->len == 0)
    return klaster_map_scene_get_bounds (scene, NULL, 0, bounds);

  g_array_sort (xs, compare_doubles);
  g_array_sort (ys, compare_doubles);
  middle.x = g_array_index (xs, double, xs->len / 2);
  middle.y = g_array_index (ys, double, ys->len / 2);
  for (guint i = 0; i < reaches->len; i++)
    {
      Reach *reach = &g_array_index (reaches, Reach, i);
      KlasterPoint position;

      klaster_map_scene_get_position (scene, reach->id, &position);
      reach->distance = hypot (position.x - middle.x, position.y - middle.y);
    }
  g_array_sort (reaches, compare_reaches);
  *bounds = KLASTER_RECT_EMPTY;
  for (guint i = 0; i < MAX (1, reaches->len * 8 / 10); i++)
    {
      KlasterPoint position;

      klaster_map_scene_get_position (scene, g_array_index (reaches, Reach, i).id, &position);
      klaster_rect_add_point (bounds, position.x, position.y);
    }

  return TRUE;
}

/* Once, when there are both a scene and a size; not when somebody has chosen already. */
void
klaster_map_view_choose_first (KlasterMapView *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterRect bounds;

  if (self->fitted || scene == NULL || gtk_widget_get_width (GTK_WIDGET (self)) <= 0)
    return;

  if (self->options.plan != NULL)
    return;
  self->fitted = TRUE;
  if (self->positioned)
    return;
  if (!get_core_bounds (scene, &bounds))
    bounds = klaster_basemap_get_focus_bounds ();
  klaster_map_camera_fit (self->camera, &bounds, FIT_MAX_ZOOM, FALSE);
}

/* Names that the edges of the view would cut go elsewhere, or leave. */
static gboolean
rest_cb (gpointer user_data)
{
  KlasterMapView *self = user_data;
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterTileView view;
  KlasterRect seen;
  KlasterLevelView level;

  if (klaster_map_camera_is_moving (self->camera))
    return G_SOURCE_CONTINUE;

  self->rest_source = 0;
  /* libshumate 1.4 puts off what is to be fetched for a layer that is new or moves fast, and at times for ever. */
  if (self->base_layer)
    gtk_widget_queue_allocate (GTK_WIDGET (self->base_layer));
  /* Another scene would close the fan; when it closes, and when the scene on its way is there, this is asked again. */
  if (self->fan_id != 0 || klaster_scene_loader_is_busy (self->loader))
    return G_SOURCE_REMOVE;
  klaster_map_camera_get_view (self->camera, &view);
  seen = (KlasterRect) { round (view.x0), round (view.y0), round (view.x0 + view.width), round (view.y0 + view.height) };
  if (scene == NULL || self->options.plan != NULL || view.zoom != floor (view.zoom)
      || (self->options.seen_zoom == view.zoom && memcmp (&seen, &self->options.seen, sizeof seen) == 0)
      || (klaster_map_view_get_level_view (self, &level) && !klaster_map_scene_cuts_names (scene, view.zoom, &seen)))
    return G_SOURCE_REMOVE;

  self->options.seen = seen;
  self->options.seen_zoom = view.zoom;
  klaster_scene_loader_set_seen (self->loader, view.zoom, &seen);

  return G_SOURCE_REMOVE;
}

/* The view, its size or the scene is another one. */
void
klaster_map_view_queue_rest (KlasterMapView *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  if (self->options.plan != NULL || !self->fitted || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->rest_source = g_timeout_add (REST_DELAY, rest_cb, self);
  g_source_set_name_by_id (self->rest_source, "[klaster] the map rests");
}

/**
 * klaster_map_view_fit_all:
 * @self: a map
 *
 * Shows all members, or the region when none has a place; once more: where most of the cluster is.
 */
void
klaster_map_view_fit_all (KlasterMapView *self)
{
  KlasterMapScene *scene;
  KlasterRect bounds;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  scene = klaster_scene_loader_get_scene (self->loader);
  if (self->options.plan != NULL)
    {
      klaster_map_view_fit_graph (self, self->options.plan, TRUE);
      return;
    }
  if (scene == NULL || !klaster_map_scene_get_bounds (scene, NULL, 0, &bounds))
    bounds = klaster_basemap_get_focus_bounds ();
  if (scene != NULL && klaster_map_camera_is_fit (self->camera, &bounds, FIT_MAX_ZOOM))
    get_core_bounds (scene, &bounds);
  klaster_map_camera_fit (self->camera, &bounds, FIT_MAX_ZOOM, TRUE);
}

/**
 * klaster_map_view_fit_selection:
 * @self: a map
 *
 * Shows all selected members; without any that has a place, all members.
 */
void
klaster_map_view_fit_selection (KlasterMapView *self)
{
  KlasterMapScene *scene;
  const gint64 *ids;
  guint n_ids;
  KlasterRect bounds;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  scene = klaster_scene_loader_get_scene (self->loader);
  if (scene && self->selection && klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION
      && (ids = klaster_selection_get_ids (self->selection, &n_ids)) && n_ids > 0
      && klaster_map_scene_get_bounds (scene, ids, n_ids, &bounds))
    klaster_map_camera_fit (self->camera, &bounds, self->options.plan != NULL ? KLASTER_GRAPH_ZOOM + 1 : FIT_MAX_ZOOM,
                            TRUE);
  else
    klaster_map_view_fit_all (self);
}

/**
 * klaster_map_view_go_to:
 * @self: a map
 * @lon: degrees east
 * @lat: degrees north
 * @zoom: level; negative: as it is
 */
void
klaster_map_view_go_to (KlasterMapView *self,
                        double          lon,
                        double          lat,
                        double          zoom)
{
  KlasterPoint centre;

  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  centre = klaster_world_from_lonlat (lon, lat);
  if (zoom < 0)
    zoom = klaster_map_camera_get_target_zoom (self->camera);
  self->positioned = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->fitted)
    klaster_map_camera_fly (self->camera, centre, zoom);
  else
    klaster_map_camera_jump (self->camera, centre, zoom);
}

/**
 * klaster_map_view_zoom:
 * @self: a map
 * @steps: levels closer, negative: away
 */
void
klaster_map_view_zoom (KlasterMapView *self,
                       int             steps)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  klaster_map_camera_zoom_step (self->camera, steps, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                                gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* All of the graph in what the names of its rows and the cards over it leave free. */
void
klaster_map_view_fit_graph (KlasterMapView   *self,
                            KlasterGraphPlan *plan,
                            gboolean          animate)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  int zoom = klaster_graph_plan_get_zoom (plan);
  double size = klaster_zoom_get_world_size (zoom), names = 0;
  KlasterPoint centre = { 0.5, 0.5 };
  KlasterRect bounds;

  if (scene != NULL)
    names = klaster_graph_plan_get_names_width (plan, klaster_map_scene_get_snapshot (scene), &self->options.style);
  if (klaster_graph_plan_get_bounds (plan, &bounds))
    centre = (KlasterPoint) { (bounds.x0 + bounds.x1) / 2, (bounds.y0 + bounds.y1) / 2 };
  centre.x -= (MAX (names, self->insets.left) - self->insets.right) / 2 / size;
  centre.y -= (self->insets.top - self->insets.bottom) / 2.0 / size;
  self->fitted = TRUE;
  if (animate)
    klaster_map_camera_fly (self->camera, centre, zoom);
  else
    klaster_map_camera_jump (self->camera, centre, zoom);
}
