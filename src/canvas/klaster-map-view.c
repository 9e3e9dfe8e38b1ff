/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>

#include "klaster-basemap-source.h"
#include "klaster-basemap.h"
#include "klaster-live-layer.h"
#include "klaster-map-view-private.h"
#include "klaster-tile-layer.h"

#define CURSOR_SIZE 28

G_DEFINE_FINAL_TYPE (KlasterMapView, klaster_map_view, GTK_TYPE_WIDGET)

enum
{
  PROP_PROJECT = 1,
  PROP_SELECTION,
  PROP_MEMBERS,
  PROP_TOOL,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  ACTIVATE_MEMBER,
  ADD_REQUESTED,
  CONNECT_REQUESTED,
  CONTEXT_REQUESTED,
  HOVER_CHANGED,
  VIEW_CHANGED,
  TOOL_CHANGED,
  SCENE_CHANGED,
  EDIT_FAILED,
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gpointer
scene_ref (gpointer scene)
{
  return klaster_map_scene_ref (scene);
}

static void
scene_unref (gpointer scene)
{
  klaster_map_scene_unref (scene);
}

static void
scene_draw_tile (gpointer  scene,
                 cairo_t  *cr,
                 int       zoom,
                 int       x,
                 int       y)
{
  klaster_map_scene_draw_tile (scene, cr, zoom, x, y);
}

static const KlasterTileSceneFuncs scene_funcs = { scene_ref, scene_unref, scene_draw_tile };

typedef struct
{
  GArray *rects;
  int zoom;
} Damage;

static gboolean
is_damaged_cb (int      zoom,
               int      x,
               int      y,
               gpointer user_data)
{
  const Damage *damage = user_data;
  KlasterRect tile;

  if (zoom != damage->zoom)
    return TRUE;

  tile = klaster_tile_get_bounds (zoom, x, y);
  for (guint i = 0; i < damage->rects->len; i++)
    if (klaster_rect_intersects (&tile, &g_array_index (damage->rects, KlasterRect, i)))
      return TRUE;

  return FALSE;
}

static void
ready_cb (KlasterSceneLoader *loader,
          GArray             *rects,
          int                 zoom,
          KlasterMapView     *self)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (loader);
  KlasterGraphPlan *plan = scene != NULL ? klaster_map_scene_get_plan (scene) : NULL;
  g_autoptr (KlasterGraphPlan) before = g_steal_pointer (&self->shown_plan);
  Damage damage = { rects, zoom };
  KlasterTileView view;

  self->shown_plan = plan != NULL ? klaster_graph_plan_ref (plan) : NULL;
  klaster_map_camera_get_view (self->camera, &view);
  if (plan != NULL && self->fit_plan)
    {
      self->fit_plan = FALSE;
      klaster_map_view_fit_graph (self, plan, FALSE);
    }
  if (before != NULL && plan != NULL && before != plan)
    klaster_map_view_start_transition (self, before, &view, plan);
  klaster_tile_cache_set_scene (self->cache, scene, rects ? is_damaged_cb : NULL,
                                &damage);
  klaster_map_view_close_fan (self);
  klaster_map_view_choose_first (self);
  klaster_map_view_update_selection (self);
  klaster_map_view_update_cursor (self);
  klaster_map_view_update_hover (self);
  klaster_map_view_queue_live (self);
  klaster_map_view_queue_rest (self);
  g_signal_emit (self, signals[SCENE_CHANGED], 0);
}

static void
tiles_updated_cb (KlasterTileCache *cache,
                  KlasterMapView   *self)
{
  /* A level that was just prepared can be picked and highlighted from now on. */
  gtk_widget_queue_draw (GTK_WIDGET (self->live_layer));
}

static void
moved_cb (KlasterMapCamera *camera,
          KlasterMapView   *self)
{
  int level = (int) klaster_map_camera_get_target_zoom (camera);

  klaster_scene_loader_set_zoom (self->loader, level);
  if (self->fan_id != 0 && level != self->fan_level)
    klaster_map_view_close_fan (self);
  klaster_map_view_update_hover (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  klaster_map_view_queue_rest (self);
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
klaster_map_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (widget);

  gtk_widget_measure (self->cursor, orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = 200;
  *natural = 600;
}

/* Not while sizes are being given out: it moves widgets. */
static gboolean
align_cb (gpointer user_data)
{
  KlasterMapView *self = user_data;

  self->align_source = 0;
  klaster_map_camera_align (self->camera);

  return G_SOURCE_REMOVE;
}

static void
klaster_map_view_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (widget);
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;
  KlasterMapHit hit;
  double x = width / 2.0, y = height / 2.0;

  if ((width != gtk_widget_get_width (GTK_WIDGET (self->map)) || height != gtk_widget_get_height (GTK_WIDGET (self->map)))
      && self->align_source == 0)
    self->align_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, align_cb, self, NULL);
  gtk_widget_allocate (GTK_WIDGET (self->map), width, height, baseline, NULL);

  if (self->cursor_id != 0 && klaster_map_view_get_level_view (self, &view)
      && klaster_map_scene_get_shown_position (scene, view.level, self->cursor_id, &hit))
    klaster_map_camera_from_world (self->camera, hit.position, &x, &y);
  x = CLAMP (x, 0, width);
  y = CLAMP (y, 0, height);
  gtk_widget_allocate (self->cursor, CURSOR_SIZE, CURSOR_SIZE, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) round (x) - CURSOR_SIZE / 2,
                                                                            (float) round (y) - CURSOR_SIZE / 2)));
  klaster_map_view_choose_first (self);
  klaster_map_view_queue_rest (self);
}

/* From inside GTK asks when Shift+Tab has come before the first of its children: to say yes would keep it in here. */
static gboolean
klaster_map_view_grab_focus (GtkWidget *widget)
{
  return !gtk_widget_has_focus (KLASTER_MAP_VIEW (widget)->cursor)
         && gtk_widget_grab_focus (KLASTER_MAP_VIEW (widget)->cursor);
}

static void
klaster_map_view_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    case PROP_MEMBERS:
      g_value_set_object (value, self->members);
      break;
    case PROP_TOOL:
      g_value_set_int (value, (int) self->tool);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_map_view_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (object);

  switch (prop_id)
    {
    case PROP_PROJECT:
      klaster_map_view_set_project (self, g_value_get_object (value));
      break;
    case PROP_SELECTION:
      klaster_map_view_set_selection (self, g_value_get_object (value));
      break;
    case PROP_MEMBERS:
      klaster_map_view_set_members (self, g_value_get_object (value));
      break;
    case PROP_TOOL:
      klaster_map_view_set_tool (self, (KlasterMapTool) g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_map_view_dispose (GObject *object)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (object);

  g_clear_handle_id (&self->align_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_handle_id (&self->old_base_timeout, g_source_remove);
  g_clear_handle_id (&self->drag.timeout, g_source_remove);
  klaster_map_view_end_transition (self);
  klaster_map_view_set_members (self, NULL);
  klaster_map_view_set_selection (self, NULL);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);
  if (self->loader)
    {
      g_signal_handlers_disconnect_by_data (self->loader, self);
      klaster_scene_loader_set_snapshot (self->loader, NULL, NULL);
    }
  g_clear_object (&self->loader);
  if (self->cache)
    g_signal_handlers_disconnect_by_data (self->cache, self);
  g_clear_object (&self->cache);
  g_clear_object (&self->highlight_cache);
  if (self->camera)
    {
      g_signal_handlers_disconnect_by_data (self->camera, self);
      g_object_run_dispose (G_OBJECT (self->camera));
    }
  g_clear_object (&self->camera);
  g_clear_object (&self->source);
  g_clear_pointer (&self->cursor, gtk_widget_unparent);
  if (self->map)
    gtk_widget_unparent (GTK_WIDGET (self->map));
  self->map = NULL;
  self->base_layer = NULL;
  self->old_base_layer = NULL;

  G_OBJECT_CLASS (klaster_map_view_parent_class)->dispose (object);
}

static void
klaster_map_view_finalize (GObject *object)
{
  KlasterMapView *self = KLASTER_MAP_VIEW (object);

  g_free ((gpointer) self->options.filter);
  g_free ((gpointer) self->options.date);
  g_clear_pointer (&self->options.overlay, klaster_geometry_unref);
  g_clear_pointer (&self->options.plan, klaster_graph_plan_unref);
  g_clear_pointer (&self->shown_plan, klaster_graph_plan_unref);
  g_clear_pointer (&self->options.scope, klaster_scope_filter_unref);
  g_clear_pointer (&self->fan, g_array_unref);
  g_clear_pointer (&self->lasso, g_array_unref);
  g_clear_pointer (&self->measure, g_array_unref);
  g_clear_pointer (&self->placing, g_array_unref);
  g_clear_pointer (&self->drag.partners, g_array_unref);

  G_OBJECT_CLASS (klaster_map_view_parent_class)->finalize (object);
}

static void
klaster_map_view_class_init (KlasterMapViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_map_view_get_property;
  object_class->set_property = klaster_map_view_set_property;
  object_class->dispose = klaster_map_view_dispose;
  object_class->finalize = klaster_map_view_finalize;
  widget_class->measure = klaster_map_view_measure;
  widget_class->size_allocate = klaster_map_view_size_allocate;
  widget_class->grab_focus = klaster_map_view_grab_focus;

  properties[PROP_PROJECT] =
    g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SELECTION] =
    g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MEMBERS] =
    g_param_spec_object ("members", NULL, NULL, KLASTER_TYPE_QUERY_MODEL,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_TOOL] =
    g_param_spec_int ("tool", NULL, NULL, KLASTER_MAP_TOOL_SELECT, KLASTER_MAP_TOOL_CONNECT, KLASTER_MAP_TOOL_SELECT,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[ACTIVATE_MEMBER] =
    g_signal_new ("activate-member", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_INT64);
  signals[ADD_REQUESTED] =
    g_signal_new ("add-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[CONNECT_REQUESTED] =
    g_signal_new ("connect-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_INT64, G_TYPE_INT64);
  signals[CONTEXT_REQUESTED] =
    g_signal_new ("context-requested", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                  G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[HOVER_CHANGED] =
    g_signal_new ("hover-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[VIEW_CHANGED] =
    g_signal_new ("view-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TOOL_CHANGED] =
    g_signal_new ("tool-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SCENE_CHANGED] =
    g_signal_new ("scene-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EDIT_FAILED] =
    g_signal_new ("edit-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                  G_TYPE_STRING);

  signals[DROPPED] =
    g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                  G_TYPE_BOOLEAN, 3, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_css_name (widget_class, "mapview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
klaster_map_view_init (KlasterMapView *self)
{
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) reference = NULL;
  ShumateViewport *viewport;

  self->options = KLASTER_MAP_OPTIONS_DEFAULT;
  self->options.date = NULL;
  self->lasso = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  self->measure = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  self->placing = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->drag.partners = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);

  self->map = shumate_map_new ();
  gtk_widget_set_focusable (GTK_WIDGET (self->map), FALSE);
  shumate_map_set_zoom_on_double_click (self->map, FALSE);
  gtk_widget_set_parent (GTK_WIDGET (self->map), GTK_WIDGET (self));
  viewport = shumate_map_get_viewport (self->map);
  /* What the viewport measures by stays the same whatever map lies below. */
  reference = klaster_basemap_source_new (klaster_basemap_draw_tile, &style, 1, NULL);
  shumate_viewport_set_reference_map_source (viewport, reference);
  self->camera = klaster_map_camera_new (self->map);
  g_signal_connect (self->camera, "moved", G_CALLBACK (moved_cb), self);

  self->loader = klaster_scene_loader_new ();
  g_signal_connect (self->loader, "ready", G_CALLBACK (ready_cb), self);
  self->cache = klaster_tile_cache_new (&scene_funcs, KLASTER_TILE_SIZE);
  klaster_tile_cache_set_wrap (self->cache, TRUE);
  g_signal_connect (self->cache, "updated", G_CALLBACK (tiles_updated_cb), self);
  self->tile_layer = klaster_tile_layer_new (viewport, self->cache);
  shumate_map_add_layer (self->map, self->tile_layer);
  self->highlight_cache = klaster_highlight_cache_new ();
  self->highlight_layer = klaster_tile_layer_new (viewport, self->highlight_cache);
  shumate_map_add_layer (self->map, self->highlight_layer);
  self->live_layer = klaster_live_layer_new (viewport, klaster_map_view_draw_live, self);
  shumate_map_add_layer (self->map, self->live_layer);

  self->cursor = klaster_map_cursor_new ();
  gtk_widget_set_parent (self->cursor, GTK_WIDGET (self));

  klaster_map_view_init_gestures (self);
  klaster_map_view_init_keys (self);
  klaster_map_view_update_cursor (self);
}

/* Emits a signal without arguments. */
void
klaster_map_view_emit (KlasterMapView *self,
                       const char     *signal)
{
  g_signal_emit_by_name (self, signal);
}

/* Where the scene is seen now; FALSE: there is none, or what depends on the zoom is still being made. */
gboolean
klaster_map_view_get_level_view (KlasterMapView   *self,
                                 KlasterLevelView *level_view)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterTileView view;

  klaster_map_camera_get_view (self->camera, &view);
  level_view->level = (int) floor (view.zoom + 0.5);
  level_view->scale = exp2 (view.zoom - level_view->level);
  level_view->x0 = view.x0 / level_view->scale;
  level_view->y0 = view.y0 / level_view->scale;
  level_view->width = view.width / level_view->scale;
  level_view->height = view.height / level_view->scale;

  return scene != NULL && klaster_map_scene_is_prepared (scene, level_view->level);
}

/* What lies at a place of the widget: fanned-out members are over everything else. */
gboolean
klaster_map_view_pick (KlasterMapView *self,
                       double          x,
                       double          y,
                       double          radius,
                       KlasterMapHit  *hit)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  KlasterLevelView view;

  *hit = (KlasterMapHit) { KLASTER_MAP_HIT_NOTHING };
  if (!klaster_map_view_get_level_view (self, &view))
    return FALSE;

  if (self->fan_id != 0)
    {
      double size = klaster_zoom_get_world_size (view.level);
      double px = x / view.scale + view.x0 - self->fan_centre.x * size;
      double py = y / view.scale + view.y0 - self->fan_centre.y * size;
      double best = radius;

      for (guint i = 0; i < self->fan->len; i++)
        {
          const KlasterFanItem *item = &g_array_index (self->fan, KlasterFanItem, i);
          double distance = hypot (item->dx - px, item->dy - py);

          if (distance <= best)
            {
              best = distance;
              *hit = (KlasterMapHit) {
                KLASTER_MAP_HIT_MEMBER, item->id, 1, FALSE,
                { self->fan_centre.x + item->dx / size, self->fan_centre.y + item->dy / size }, distance,
              };
            }
        }
      if (hit->type != KLASTER_MAP_HIT_NOTHING)
        return TRUE;
    }

  return klaster_map_scene_pick (scene, view.level, x / view.scale + view.x0, y / view.scale + view.y0, radius, hit);
}

/**
 * klaster_map_view_new:
 *
 * Returns: (transfer floating): a map without a project
 */
GtkWidget *
klaster_map_view_new (void)
{
  return g_object_new (KLASTER_TYPE_MAP_VIEW, NULL);
}

/**
 * klaster_map_view_get_camera:
 * @self: a map
 *
 * Returns: (transfer none): what moves it
 */
KlasterMapCamera *
klaster_map_view_get_camera (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return self->camera;
}

/**
 * klaster_map_view_get_viewport:
 * @self: a map
 *
 * Returns: (transfer none): libshumate's idea of what is seen
 */
ShumateViewport *
klaster_map_view_get_viewport (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return shumate_map_get_viewport (self->map);
}

/**
 * klaster_map_view_get_scene:
 * @self: a map
 *
 * Returns: (transfer none) (nullable): what it shows
 */
KlasterMapScene *
klaster_map_view_get_scene (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return klaster_scene_loader_get_scene (self->loader);
}

/**
 * klaster_map_view_is_settled:
 * @self: a map
 *
 * Returns: whether the picture is complete: nothing moves, loads or is being drawn
 */
gboolean
klaster_map_view_is_settled (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), FALSE);

  return klaster_scene_loader_get_scene (self->loader) != NULL && !klaster_scene_loader_is_busy (self->loader)
         && self->transition == NULL && self->rest_source == 0 && !klaster_map_camera_is_moving (self->camera) && klaster_tile_cache_is_settled (self->cache)
         && klaster_tile_cache_is_settled (self->highlight_cache);
}

/**
 * klaster_map_view_get_tile_cache:
 * @self: a map
 *
 * Returns: (transfer none): the pictures of members and links
 */
KlasterTileCache *
klaster_map_view_get_tile_cache (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), NULL);

  return self->cache;
}

/**
 * klaster_map_view_get_tool:
 * @self: a map
 *
 * Returns: what a click does
 */
KlasterMapTool
klaster_map_view_get_tool (KlasterMapView *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), KLASTER_MAP_TOOL_SELECT);

  return self->tool;
}

/**
 * klaster_map_view_set_tool:
 * @self: a map
 * @tool: what a click does from now on
 */
void
klaster_map_view_set_tool (KlasterMapView *self,
                           KlasterMapTool  tool)
{
  g_return_if_fail (KLASTER_IS_MAP_VIEW (self));

  if (self->tool == tool)
    return;

  self->tool = tool;
  self->keyboard_aim = FALSE;
  g_array_set_size (self->lasso, 0);
  if (tool != KLASTER_MAP_TOOL_MEASURE)
    g_array_set_size (self->measure, 0);
  if (tool != KLASTER_MAP_TOOL_PLACE)
    g_array_set_size (self->placing, 0);
  if (tool != KLASTER_MAP_TOOL_CONNECT && self->connect.from != 0)
    klaster_map_view_cancel_connection (self);
  /* Members of one spot can only be connected fanned out. */
  if (tool != KLASTER_MAP_TOOL_SELECT && tool != KLASTER_MAP_TOOL_CONNECT)
    klaster_map_view_close_fan (self);
  klaster_map_view_update_hover (self);
  klaster_map_view_update_pointer (self);
  klaster_map_view_queue_live (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOOL]);
  g_signal_emit (self, signals[TOOL_CHANGED], 0);
}

/**
 * klaster_map_view_get_context:
 * @self: a map
 * @context: (out): what the last ::context-requested was about
 *
 * Returns: whether there was one
 */
gboolean
klaster_map_view_get_context (KlasterMapView    *self,
                              KlasterMapContext *context)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), FALSE);
  g_return_val_if_fail (context != NULL, FALSE);

  *context = self->context;
  return self->has_context;
}

/**
 * klaster_map_view_get_hover:
 * @self: a map
 * @hit: (out): what the pointer rests on
 * @x: (out): where that is in the view, logical pixels
 * @y: (out): the same, downwards
 *
 * Returns: whether it rests on anything
 */
gboolean
klaster_map_view_get_hover (KlasterMapView *self,
                            KlasterMapHit  *hit,
                            double         *x,
                            double         *y)
{
  g_return_val_if_fail (KLASTER_IS_MAP_VIEW (self), FALSE);

  *hit = self->hover;
  if (self->hover.type == KLASTER_MAP_HIT_MEMBER || self->hover.type == KLASTER_MAP_HIT_CLUSTER)
    klaster_map_camera_from_world (self->camera, self->hover.position, x, y);
  else
    {
      *x = self->pointer_x;
      *y = self->pointer_y;
    }

  return self->hover.type != KLASTER_MAP_HIT_NOTHING;
}
