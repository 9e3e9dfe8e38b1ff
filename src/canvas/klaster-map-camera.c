/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a map looks: moves libshumate's viewport, with animations that can be turned into another at any moment, rests on
 * whole zooms, where symbols and tiles are crisp, and keeps north up.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>

#include "klaster-map-camera.h"

#define ZOOM_DURATION 180         /* ms */
#define FLY_DURATION 320
#define SETTLE_DELAY 220          /* after the last touch of a zoom that came to rest between two levels */
#define MARGIN 56                 /* logical pixels around what is made to fit: room for symbols and labels */

struct _KlasterMapCamera
{
  GObject parent_instance;

  ShumateMap *map;                /* unowned: it owns us through its view */
  ShumateViewport *viewport;
  guint tick;
  guint settle;
  gboolean own_change;            /* the viewport is moved by us */
  gboolean held;

  gint64 start;
  gint64 duration;
  KlasterPoint from, to;
  double from_zoom, to_zoom;
  gboolean anchored;              /* @anchor stays where it is in the widget */
  KlasterPoint anchor;
  double anchor_x, anchor_y;
};

G_DEFINE_FINAL_TYPE (KlasterMapCamera, klaster_map_camera, G_TYPE_OBJECT)

enum
{
  MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static double
clamp_zoom (double zoom)
{
  return CLAMP (zoom, KLASTER_MIN_ZOOM, KLASTER_MAX_ZOOM);
}

static gboolean
animations_enabled (KlasterMapCamera *self)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self->map)), "gtk-enable-animations", &enabled, NULL);
  return enabled && gtk_widget_get_mapped (GTK_WIDGET (self->map));
}

/* On whole zooms tiles lie on whole pixels, or their edges would show. */
static double
align (double centre,
       double extent,
       double world_size)
{
  return (round (centre * world_size - extent / 2) + extent / 2) / world_size;
}

static void
set_viewport (KlasterMapCamera *self,
              KlasterPoint      centre,
              double            zoom)
{
  double lon, lat;

  if (zoom == floor (zoom) && gtk_widget_get_width (GTK_WIDGET (self->map)) > 0)
    {
      double size = klaster_zoom_get_world_size (zoom);

      centre.x = align (centre.x, gtk_widget_get_width (GTK_WIDGET (self->map)), size);
      centre.y = align (centre.y, gtk_widget_get_height (GTK_WIDGET (self->map)), size);
    }
  centre.x -= floor (centre.x);
  centre.y = CLAMP (centre.y, 0, 1);
  klaster_world_to_lonlat (centre, &lon, &lat);

  self->own_change = TRUE;
  shumate_map_stop_go_to (self->map);
  shumate_viewport_set_zoom_level (self->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (self->viewport), lat, lon);
  self->own_change = FALSE;
  g_signal_emit (self, signals[MOVED], 0);
}

static void
stop (KlasterMapCamera *self)
{
  if (self->tick)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->map), self->tick);
  self->tick = 0;
  g_clear_handle_id (&self->settle, g_source_remove);
}

/* The centre that keeps the anchor in its place at @zoom. */
static KlasterPoint
get_anchored_centre (KlasterMapCamera *self,
                     double            zoom)
{
  double size = klaster_zoom_get_world_size (zoom);

  return (KlasterPoint) {
    self->anchor.x - (self->anchor_x - gtk_widget_get_width (GTK_WIDGET (self->map)) / 2.0) / size,
    self->anchor.y - (self->anchor_y - gtk_widget_get_height (GTK_WIDGET (self->map)) / 2.0) / size,
  };
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  KlasterMapCamera *self = user_data;
  double t, zoom;
  KlasterPoint centre;

  t = self->duration > 0 ? (double) (gdk_frame_clock_get_frame_time (clock) - self->start) / (double) self->duration : 1;
  t = CLAMP (t, 0, 1);
  if (t >= 1)
    {
      self->tick = 0;
      set_viewport (self, self->to, self->to_zoom);
      return G_SOURCE_REMOVE;
    }

  t = 1 - pow (1 - t, 3); /* ease out: it answers at once and comes to rest softly */
  zoom = self->from_zoom + (self->to_zoom - self->from_zoom) * t;
  if (self->anchored)
    centre = get_anchored_centre (self, zoom);
  else
    {
      double p = t;

      /* What moves across the screen should do so evenly while the scale changes. */
      if (fabs (self->to_zoom - self->from_zoom) > 1e-9)
        p = (exp2 (-self->from_zoom) - exp2 (-zoom)) / (exp2 (-self->from_zoom) - exp2 (-self->to_zoom));
      centre.x = self->from.x + (self->to.x - self->from.x) * p;
      centre.y = self->from.y + (self->to.y - self->from.y) * p;
    }
  set_viewport (self, centre, zoom);

  return G_SOURCE_CONTINUE;
}

static void
animate (KlasterMapCamera *self,
         int               duration)
{
  self->from = klaster_map_camera_get_centre (self);
  self->from_zoom = klaster_map_camera_get_zoom (self);
  g_clear_handle_id (&self->settle, g_source_remove);

  if (!animations_enabled (self))
    {
      stop (self);
      set_viewport (self, self->to, self->to_zoom);
      return;
    }

  self->duration = duration * 1000;
  self->start = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self->map)));
  /* An idle clock shows the time of its last frame, which may be long ago. */
  if (self->tick == 0)
    self->start = MAX (self->start, g_get_monotonic_time ());
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self->map), tick_cb, self, NULL);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
animate_anchored (KlasterMapCamera *self,
                  double            zoom,
                  double            x,
                  double            y)
{
  self->anchor = klaster_map_camera_to_world (self, x, y);
  self->anchor_x = x;
  self->anchor_y = y;
  self->anchored = TRUE;
  self->to_zoom = clamp_zoom (zoom);
  self->to = get_anchored_centre (self, self->to_zoom);
  animate (self, ZOOM_DURATION);
}

static gboolean
settle_cb (gpointer user_data)
{
  KlasterMapCamera *self = user_data;
  double zoom = klaster_map_camera_get_zoom (self);

  if (self->held)
    return G_SOURCE_CONTINUE;

  self->settle = 0;
  if (self->tick == 0 && zoom != floor (zoom))
    {
      if (self->anchored)
        animate_anchored (self, round (zoom), self->anchor_x, self->anchor_y);
      else
        animate_anchored (self, round (zoom), gtk_widget_get_width (GTK_WIDGET (self->map)) / 2.0,
                          gtk_widget_get_height (GTK_WIDGET (self->map)) / 2.0);
    }
  else if (self->tick == 0)
    klaster_map_camera_align (self);

  return G_SOURCE_REMOVE;
}

static void
queue_settle (KlasterMapCamera *self)
{
  g_clear_handle_id (&self->settle, g_source_remove);
  self->settle = g_timeout_add (SETTLE_DELAY, settle_cb, self);
  g_source_set_name_by_id (self->settle, "[klaster] zoom comes to rest");
}

static void
viewport_notify_cb (ShumateViewport  *viewport,
                    GParamSpec       *pspec,
                    KlasterMapCamera *self)
{
  if (shumate_viewport_get_rotation (viewport) != 0)
    shumate_viewport_set_rotation (viewport, 0); /* comes here again */
  if (self->own_change)
    return;

  /* A gesture of libshumate: it wins over an animation of ours. */
  if (self->tick)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self->map), self->tick);
      self->tick = 0;
    }
  if (self->settle == 0)
    self->anchored = FALSE;
  queue_settle (self);
  g_signal_emit (self, signals[MOVED], 0);
}

static void
klaster_map_camera_dispose (GObject *object)
{
  KlasterMapCamera *self = KLASTER_MAP_CAMERA (object);

  if (self->map)
    stop (self);
  if (self->viewport)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_clear_object (&self->viewport);
  g_clear_weak_pointer (&self->map);

  G_OBJECT_CLASS (klaster_map_camera_parent_class)->dispose (object);
}

static void
klaster_map_camera_class_init (KlasterMapCameraClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_map_camera_dispose;

  /**
   * KlasterMapCamera::moved:
   *
   * Another part of the map is seen, or an animation began or ended.
   */
  signals[MOVED] =
    g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_map_camera_init (KlasterMapCamera *self)
{
}

/**
 * klaster_map_camera_new:
 * @map: a map; must outlive the camera
 *
 * Returns: (transfer full): what moves its viewport
 */
KlasterMapCamera *
klaster_map_camera_new (ShumateMap *map)
{
  KlasterMapCamera *self;

  g_return_val_if_fail (SHUMATE_IS_MAP (map), NULL);

  self = g_object_new (KLASTER_TYPE_MAP_CAMERA, NULL);
  g_set_weak_pointer (&self->map, map);
  self->viewport = g_object_ref (shumate_map_get_viewport (map));
  shumate_viewport_set_max_zoom_level (self->viewport, KLASTER_MAX_ZOOM);
  shumate_viewport_set_min_zoom_level (self->viewport, KLASTER_MIN_ZOOM);
  g_signal_connect (self->viewport, "notify", G_CALLBACK (viewport_notify_cb), self);

  return self;
}

/**
 * klaster_map_camera_get_view:
 * @self: a camera
 * @view: (out): what the map shows now
 */
void
klaster_map_camera_get_view (KlasterMapCamera *self,
                             KlasterTileView  *view)
{
  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  klaster_viewport_get_view (self->viewport, GTK_WIDGET (self->map), view);
}

/**
 * klaster_map_camera_get_centre:
 * @self: a camera
 *
 * Returns: the middle of the map, world coordinates
 */
KlasterPoint
klaster_map_camera_get_centre (KlasterMapCamera *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), ((KlasterPoint) { 0.5, 0.5 }));

  return klaster_world_from_lonlat (shumate_location_get_longitude (SHUMATE_LOCATION (self->viewport)),
                                    shumate_location_get_latitude (SHUMATE_LOCATION (self->viewport)));
}

/**
 * klaster_map_camera_get_zoom:
 * @self: a camera
 *
 * Returns: the zoom now, which may lie between two levels
 */
double
klaster_map_camera_get_zoom (KlasterMapCamera *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), 0);

  return shumate_viewport_get_zoom_level (self->viewport);
}

/**
 * klaster_map_camera_get_target_zoom:
 * @self: a camera
 *
 * Returns: the zoom at which the map will rest
 */
double
klaster_map_camera_get_target_zoom (KlasterMapCamera *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), 0);

  return self->tick ? self->to_zoom : round (shumate_viewport_get_zoom_level (self->viewport));
}

/**
 * klaster_map_camera_is_moving:
 * @self: a camera
 *
 * Returns: whether the map moves or is about to come to rest
 */
gboolean
klaster_map_camera_is_moving (KlasterMapCamera *self)
{
  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), FALSE);

  return self->tick != 0 || self->settle != 0;
}

/**
 * klaster_map_camera_to_world:
 * @self: a camera
 * @x: logical pixels from the left of the map
 * @y: logical pixels from the top of the map
 *
 * Returns: world coordinates
 */
KlasterPoint
klaster_map_camera_to_world (KlasterMapCamera *self,
                             double            x,
                             double            y)
{
  KlasterTileView view;
  double size;

  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), ((KlasterPoint) { 0.5, 0.5 }));

  klaster_map_camera_get_view (self, &view);
  size = klaster_zoom_get_world_size (view.zoom);

  return (KlasterPoint) { (view.x0 + x) / size, (view.y0 + y) / size };
}

/**
 * klaster_map_camera_from_world:
 * @self: a camera
 * @world: world coordinates
 * @x: (out): logical pixels from the left of the map
 * @y: (out): logical pixels from the top of the map
 */
void
klaster_map_camera_from_world (KlasterMapCamera *self,
                               KlasterPoint      world,
                               double           *x,
                               double           *y)
{
  KlasterTileView view;
  double size;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  klaster_map_camera_get_view (self, &view);
  size = klaster_zoom_get_world_size (view.zoom);
  *x = world.x * size - view.x0;
  *y = world.y * size - view.y0;
}

/**
 * klaster_map_camera_jump:
 * @self: a camera
 * @centre: world coordinates
 * @zoom: level
 *
 * Goes there at once.
 */
void
klaster_map_camera_jump (KlasterMapCamera *self,
                         KlasterPoint      centre,
                         double            zoom)
{
  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  stop (self);
  set_viewport (self, centre, clamp_zoom (zoom));
}

/**
 * klaster_map_camera_fly:
 * @self: a camera
 * @centre: world coordinates
 * @zoom: level
 *
 * Goes there with an animation, or at once when it is so far away that an animation would be a blur.
 */
void
klaster_map_camera_fly (KlasterMapCamera *self,
                        KlasterPoint      centre,
                        double            zoom)
{
  KlasterPoint now;
  double size, distance;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  zoom = clamp_zoom (zoom);
  now = klaster_map_camera_get_centre (self);
  size = klaster_zoom_get_world_size (MIN (zoom, klaster_map_camera_get_zoom (self)));
  distance = hypot (centre.x - now.x, centre.y - now.y) * size;
  if (distance > 4 * gtk_widget_get_width (GTK_WIDGET (self->map)))
    {
      klaster_map_camera_jump (self, centre, zoom);
      return;
    }

  self->to = centre;
  self->to_zoom = zoom;
  self->anchored = FALSE;
  animate (self, FLY_DURATION);
}

static double
get_fit_zoom (KlasterMapCamera  *self,
              const KlasterRect *bounds,
              double             max_zoom)
{
  return floor (klaster_rect_fit_zoom (bounds, MAX (64, gtk_widget_get_width (GTK_WIDGET (self->map)) - 2 * MARGIN),
                                       MAX (64, gtk_widget_get_height (GTK_WIDGET (self->map)) - 2 * MARGIN), max_zoom));
}

/**
 * klaster_map_camera_fit:
 * @self: a camera
 * @bounds: world coordinates
 * @max_zoom: not closer than this
 * @animate: whether to move there visibly
 *
 * Shows all of @bounds at the closest whole zoom.
 */
void
klaster_map_camera_fit (KlasterMapCamera  *self,
                        const KlasterRect *bounds,
                        double             max_zoom,
                        gboolean           animate_)
{
  KlasterPoint centre;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));
  g_return_if_fail (bounds != NULL && !klaster_rect_is_empty (bounds));

  centre.x = (bounds->x0 + bounds->x1) / 2;
  centre.y = (bounds->y0 + bounds->y1) / 2;
  if (animate_)
    klaster_map_camera_fly (self, centre, get_fit_zoom (self, bounds, max_zoom));
  else
    klaster_map_camera_jump (self, centre, get_fit_zoom (self, bounds, max_zoom));
}

/**
 * klaster_map_camera_is_fit:
 * @self: a camera
 * @bounds: world coordinates
 * @max_zoom: not closer than this
 *
 * Returns: whether the map is where klaster_map_camera_fit() would move it
 */
gboolean
klaster_map_camera_is_fit (KlasterMapCamera  *self,
                           const KlasterRect *bounds,
                           double             max_zoom)
{
  KlasterPoint centre;
  double size;

  g_return_val_if_fail (KLASTER_IS_MAP_CAMERA (self), FALSE);

  centre = klaster_map_camera_get_centre (self);
  size = klaster_zoom_get_world_size (klaster_map_camera_get_zoom (self));

  return self->tick == 0 && klaster_map_camera_get_zoom (self) == MAX (get_fit_zoom (self, bounds, max_zoom), KLASTER_MIN_ZOOM)
         && fabs (centre.x - (bounds->x0 + bounds->x1) / 2) * size < 2
         && fabs (centre.y - (bounds->y0 + bounds->y1) / 2) * size < 2;
}

/**
 * klaster_map_camera_show:
 * @self: a camera
 * @world: world coordinates
 *
 * Moves the map no more than is needed to see a point.
 */
void
klaster_map_camera_show (KlasterMapCamera *self,
                         KlasterPoint      world)
{
  double x, y;
  int width, height;
  double margin_x, margin_y;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  klaster_map_camera_from_world (self, world, &x, &y);
  width = gtk_widget_get_width (GTK_WIDGET (self->map));
  height = gtk_widget_get_height (GTK_WIDGET (self->map));
  margin_x = MIN (MARGIN, width / 4.0);
  margin_y = MIN (MARGIN, height / 4.0);
  if (x >= margin_x && x <= width - margin_x && y >= margin_y && y <= height - margin_y)
    return;

  klaster_map_camera_fly (self, world, klaster_map_camera_get_target_zoom (self));
}

/**
 * klaster_map_camera_pan:
 * @self: a camera
 * @dx: logical pixels to the right
 * @dy: logical pixels downwards
 *
 * Moves the map with an animation.
 */
void
klaster_map_camera_pan (KlasterMapCamera *self,
                        double            dx,
                        double            dy)
{
  KlasterPoint centre;
  double zoom, size;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  zoom = klaster_map_camera_get_target_zoom (self);
  size = klaster_zoom_get_world_size (zoom);
  centre = self->tick ? self->to : klaster_map_camera_get_centre (self);
  centre.x += dx / size;
  centre.y = CLAMP (centre.y + dy / size, 0, 1);
  klaster_map_camera_fly (self, centre, zoom);
}

/**
 * klaster_map_camera_zoom_step:
 * @self: a camera
 * @steps: levels closer, negative: away
 * @x: logical pixels from the left, of what keeps its place
 * @y: logical pixels from the top
 */
void
klaster_map_camera_zoom_step (KlasterMapCamera *self,
                              int               steps,
                              double            x,
                              double            y)
{
  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  animate_anchored (self, klaster_map_camera_get_target_zoom (self) + steps, x, y);
}

/**
 * klaster_map_camera_zoom_smooth:
 * @self: a camera
 * @amount: levels closer, negative: away
 * @x: logical pixels from the left, of what keeps its place
 * @y: logical pixels from the top
 *
 * For touchpads: follows the fingers and comes to rest on the nearest level when they stop.
 */
void
klaster_map_camera_zoom_smooth (KlasterMapCamera *self,
                                double            amount,
                                double            x,
                                double            y)
{
  double zoom;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  zoom = clamp_zoom (klaster_map_camera_get_zoom (self) + amount);
  stop (self);
  self->anchor = klaster_map_camera_to_world (self, x, y);
  self->anchor_x = x;
  self->anchor_y = y;
  self->anchored = TRUE;
  set_viewport (self, get_anchored_centre (self, zoom), zoom);
  queue_settle (self);
}

/**
 * klaster_map_camera_align:
 * @self: a camera
 *
 * After the map got another size or was swiped: moves it by less than a pixel, so that tiles lie on whole pixels.
 */
void
klaster_map_camera_align (KlasterMapCamera *self)
{
  double zoom;

  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  zoom = klaster_map_camera_get_zoom (self);
  if (self->tick == 0 && zoom == floor (zoom))
    set_viewport (self, klaster_map_camera_get_centre (self), zoom);
}

/**
 * klaster_map_camera_hold:
 * @self: a camera
 * @hold: whether fingers are on the map
 *
 * While they are the zoom does not come to rest.
 */
void
klaster_map_camera_hold (KlasterMapCamera *self,
                         gboolean          hold)
{
  g_return_if_fail (KLASTER_IS_MAP_CAMERA (self));

  self->held = hold;
}
