/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pointer on the map. libshumate has its own gestures for moving and zooming the map; ours sit on the layer above, in
 * the capture phase, and claim a press at once when it hits a symbol or the lasso is active. Every other press is left to
 * the map, and a click is told from the start of a drag by how far the pointer went.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <math.h>

#include "klaster-map-view-private.h"

/* A click never moves a member. */
#define DEAD_ZONE 8
#define LASSO_STEP 4
/* Links in one line that a click selects: more are not one thing that somebody means */
#define MAX_SELECTED_LINKS 100
/* Fingers on a touchpad: logical pixels for one level */
#define PIXELS_PER_LEVEL 110

static double
get_pick_radius (GtkGesture *gesture)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  GdkEventType type = event ? gdk_event_get_event_type (event) : GDK_BUTTON_PRESS;

  return type == GDK_TOUCH_BEGIN || type == GDK_TOUCH_UPDATE || type == GDK_TOUCH_END ? KLASTER_PICK_RADIUS_TOUCH
                                                                                      : KLASTER_PICK_RADIUS;
}

static GdkModifierType
get_modifiers (gpointer controller)
{
  return gtk_event_controller_get_current_event_state (controller) & (GDK_SHIFT_MASK | GDK_CONTROL_MASK);
}

static gboolean
is_symbol (const KlasterMapHit *hit)
{
  return hit->type == KLASTER_MAP_HIT_MEMBER || hit->type == KLASTER_MAP_HIT_CLUSTER;
}

/* The pointer's shape tells what a press would do. */
void
klaster_map_view_update_pointer (KlasterMapView *self)
{
  const char *name = NULL;

  if (self->live_layer == NULL)
    return;

  if (self->drag.active)
    name = "grabbing";
  else if (self->connect.from != 0 && self->connect.target == KLASTER_MAP_CONNECT_INVALID)
    name = "not-allowed";
  else if (self->tool != KLASTER_MAP_TOOL_SELECT)
    name = "crosshair";
  else if (self->hover.type != KLASTER_MAP_HIT_NOTHING)
    name = "pointer";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->live_layer), name);
}

void
klaster_map_view_update_hover (KlasterMapView *self)
{
  KlasterMapHit hit = { KLASTER_MAP_HIT_NOTHING };

  if (self->live_layer == NULL)
    return;

  if (self->pointer_inside && !self->drag.active && !self->connect.pulling && self->lasso->len == 0
      && (self->tool == KLASTER_MAP_TOOL_SELECT || self->tool == KLASTER_MAP_TOOL_MEASURE
          || self->tool == KLASTER_MAP_TOOL_CONNECT))
    klaster_map_view_pick (self, self->pointer_x, self->pointer_y, KLASTER_PICK_RADIUS, &hit);
  /* One measures between members and connects them, not along their links. */
  if (self->tool != KLASTER_MAP_TOOL_SELECT && hit.type != KLASTER_MAP_HIT_MEMBER)
    hit = (KlasterMapHit) { KLASTER_MAP_HIT_NOTHING };

  if (hit.type == self->hover.type && hit.id == self->hover.id)
    {
      self->hover = hit;
      return;
    }

  self->hover = hit;
  klaster_map_view_update_pointer (self);
  klaster_map_view_queue_live (self);
  klaster_map_view_emit (self, "hover-changed");
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           KlasterMapView           *self)
{
  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_inside = TRUE;
  if (self->keyboard_aim || self->placing->len > 0)
    {
      self->keyboard_aim = FALSE;
      klaster_map_view_queue_live (self);
    }
  self->connect.by_keyboard = FALSE;
  if (self->connect.from != 0 && !self->connect.pulling)
    klaster_map_view_aim_connection (self, x, y);
  klaster_map_view_update_hover (self);
}

static void
leave_cb (GtkEventControllerMotion *controller,
          KlasterMapView           *self)
{
  self->pointer_inside = FALSE;
  klaster_map_view_update_hover (self);
  klaster_map_view_queue_live (self);
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           KlasterMapView           *self)
{
  double x = self->pointer_x, y = self->pointer_y;

  if (!self->pointer_inside)
    {
      x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
      y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
    }
  if (dy == 0)
    return TRUE;

  if (gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE)
    klaster_map_camera_zoom_smooth (self->camera, -dy / PIXELS_PER_LEVEL, x, y);
  else if (fabs (dy) < 0.95)
    klaster_map_camera_zoom_smooth (self->camera, -dy, x, y);
  else
    klaster_map_camera_zoom_step (self->camera, dy < 0 ? 1 : -1, x, y);

  return TRUE;
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                KlasterMapView   *self)
{
  klaster_map_camera_hold (self->camera, TRUE);
}

static void
pinch_end_cb (GtkGesture       *gesture,
              GdkEventSequence *sequence,
              KlasterMapView   *self)
{
  klaster_map_camera_hold (self->camera, FALSE);
}

static void
add_lasso_point (KlasterMapView *self,
                 double          x,
                 double          y)
{
  KlasterPoint point = klaster_map_camera_to_world (self->camera, x, y);

  g_array_append_val (self->lasso, point);
  klaster_map_view_queue_live (self);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               KlasterMapView *self)
{
  GdkModifierType modifiers = get_modifiers (gesture);

  self->press_x = x;
  self->press_y = y;
  self->press_handled = FALSE;
  self->drag.pressed = FALSE;
  self->connect.pressed = FALSE;
  self->connect.pulled = FALSE;
  klaster_map_view_pick (self, x, y, get_pick_radius (GTK_GESTURE (gesture)), &self->press_hit);

  if (self->tool == KLASTER_MAP_TOOL_LASSO || (self->tool == KLASTER_MAP_TOOL_SELECT && (modifiers & GDK_SHIFT_MASK)))
    {
      self->press_handled = TRUE;
      self->lasso_adds = modifiers != 0;
      g_array_set_size (self->lasso, 0);
      add_lasso_point (self, x, y);
    }
  else if ((self->tool == KLASTER_MAP_TOOL_CONNECT
            || (self->tool == KLASTER_MAP_TOOL_SELECT && (modifiers & GDK_CONTROL_MASK)))
           && self->press_hit.type == KLASTER_MAP_HIT_MEMBER && klaster_map_view_can_edit (self))
    {
      self->press_handled = TRUE;
      self->connect.pressed = TRUE;
      self->connect.press_id = self->press_hit.id;
    }
  else if (self->tool == KLASTER_MAP_TOOL_SELECT && is_symbol (&self->press_hit))
    {
      self->press_handled = TRUE;
      if (self->press_hit.type == KLASTER_MAP_HIT_MEMBER && klaster_map_view_can_edit (self)
          && !(modifiers & GDK_CONTROL_MASK))
        {
          double symbol_x, symbol_y;

          if (self->drag.dropped)
            klaster_map_view_end_drag (self);
          klaster_map_camera_from_world (self->camera, self->press_hit.position, &symbol_x, &symbol_y);
          self->drag.pressed = TRUE;
          self->drag.id = self->press_hit.id;
          self->drag.from = self->press_hit.position;
          self->drag.position = self->press_hit.position;
          self->drag.grab_x = symbol_x - x;
          self->drag.grab_y = symbol_y - y;
        }
    }
  if (self->press_handled)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                KlasterMapView *self)
{
  if (self->lasso->len > 0)
    {
      double x, y;

      klaster_map_camera_from_world (self->camera, g_array_index (self->lasso, KlasterPoint, self->lasso->len - 1), &x, &y);
      if (hypot (self->press_x + dx - x, self->press_y + dy - y) >= LASSO_STEP)
        add_lasso_point (self, self->press_x + dx, self->press_y + dy);
      return;
    }

  if (self->connect.pressed)
    {
      if (!self->connect.pulling && hypot (dx, dy) > DEAD_ZONE)
        {
          self->connect.pulled = TRUE;
          klaster_map_view_start_pull (self);
        }
      if (self->connect.pulling)
        klaster_map_view_aim_connection (self, self->press_x + dx, self->press_y + dy);
      return;
    }
  if (!self->drag.pressed)
    return;
  if (!self->drag.active)
    {
      if (hypot (dx, dy) <= DEAD_ZONE)
        return;
      klaster_map_view_start_drag (self);
    }
  self->drag.position = klaster_map_camera_to_world (self->camera, self->press_x + dx + self->drag.grab_x,
                                                     self->press_y + dy + self->drag.grab_y);
  klaster_map_view_queue_live (self);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             KlasterMapView *self)
{
  if (self->lasso->len >= 3)
    klaster_map_view_finish_lasso (self);
  else if (self->connect.pressed)
    klaster_map_view_finish_pull (self);
  else if (self->drag.pressed)
    klaster_map_view_drop (self);
}

static void
drag_cancel_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                KlasterMapView   *self)
{
  g_array_set_size (self->lasso, 0);
  if (self->connect.pulling)
    klaster_map_view_cancel_connection (self);
  self->connect.pressed = FALSE;
  if (self->drag.pressed)
    klaster_map_view_end_drag (self);
}

static void
add_cluster (KlasterMapView      *self,
             const KlasterMapHit *hit)
{
  KlasterMapScene *scene = klaster_scene_loader_get_scene (self->loader);
  g_autoptr (GArray) ids = NULL;
  KlasterLevelView view;
  const gint64 *selected;
  guint n_selected = 0;

  if (self->selection == NULL || !klaster_map_view_get_level_view (self, &view))
    return;

  ids = klaster_map_scene_list_cluster (scene, view.level, hit->id);
  if (klaster_selection_get_table (self->selection) == KLASTER_TABLE_INSTITUTION)
    {
      selected = klaster_selection_get_ids (self->selection, &n_selected);
      for (guint i = 0; i < n_selected; i++)
        g_array_append_val (ids, selected[i]);
    }
  klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, (const gint64 *) (gpointer) ids->data, ids->len, hit->id);
}

/* All the links in one line: they can be edited together. */
static void
select_bundle (KlasterMapView      *self,
               const KlasterMapHit *hit,
               gboolean             adds)
{
  g_autoptr (GArray) ids = NULL;
  KlasterLevelView view;

  if (self->selection == NULL || !klaster_map_view_get_level_view (self, &view))
    return;

  klaster_map_view_close_fan (self);
  ids = klaster_map_scene_list_bundle (klaster_scene_loader_get_scene (self->loader), view.level, hit->id);
  if (adds && klaster_selection_get_table (self->selection) == KLASTER_TABLE_COOPERATION)
    {
      guint n_selected;
      const gint64 *selected = klaster_selection_get_ids (self->selection, &n_selected);

      g_array_append_vals (ids, selected, n_selected);
    }
  klaster_map_view_select (self, KLASTER_TABLE_COOPERATION, (const gint64 *) (gpointer) ids->data, ids->len, hit->id);
}

static void
select_click (KlasterMapView      *self,
              const KlasterMapHit *hit,
              GdkModifierType      modifiers,
              int                  n_press,
              double               x,
              double               y)
{
  switch (hit->type)
    {
    case KLASTER_MAP_HIT_MEMBER:
      if (modifiers != 0)
        klaster_map_view_toggle (self, hit->id);
      else
        {
          klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &hit->id, 1, hit->id);
          if (n_press == 2)
            g_signal_emit_by_name (self, "activate-member", hit->id);
        }
      break;
    case KLASTER_MAP_HIT_CLUSTER:
      if (modifiers != 0)
        add_cluster (self, hit);
      else if (n_press == 1)
        klaster_map_view_enter_cluster (self, hit);
      break;
    case KLASTER_MAP_HIT_LINK:
      klaster_map_view_close_fan (self);
      if (modifiers != 0)
        klaster_map_view_toggle_link (self, hit->id);
      else
        klaster_map_view_select (self, KLASTER_TABLE_COOPERATION, &hit->id, 1, hit->id);
      break;
    case KLASTER_MAP_HIT_BUNDLE:
      if (n_press == 2)
        klaster_map_camera_zoom_step (self->camera, 1, x, y);
      else if (n_press == 1 && hit->n <= MAX_SELECTED_LINKS)
        select_bundle (self, hit, modifiers != 0);
      break;
    case KLASTER_MAP_HIT_NOTHING:
    default:
      if (n_press == 2)
        klaster_map_camera_zoom_step (self->camera, 1, x, y);
      else if (self->fan_id != 0)
        klaster_map_view_close_fan (self);
      else if (modifiers == 0 && n_press == 1 && self->selection && klaster_selection_get_n (self->selection) > 0)
        klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, NULL, 0, 0);
      break;
    }
}

/* A menu for what lies at a place, or for the place. */
gboolean
klaster_map_view_request_context (KlasterMapView      *self,
                                  double               x,
                                  double               y,
                                  const KlasterMapHit *hit)
{
  klaster_world_to_lonlat (klaster_map_camera_to_world (self->camera, x, y), &self->context.lon, &self->context.lat);
  self->context.hit = *hit;
  self->has_context = TRUE;
  if (hit->type == KLASTER_MAP_HIT_MEMBER && self->selection
      && !klaster_selection_contains (self->selection, KLASTER_TABLE_INSTITUTION, hit->id))
    klaster_map_view_select (self, KLASTER_TABLE_INSTITUTION, &hit->id, 1, hit->id);
  if (hit->type == KLASTER_MAP_HIT_LINK && self->selection
      && !klaster_selection_contains (self->selection, KLASTER_TABLE_COOPERATION, hit->id))
    klaster_map_view_select (self, KLASTER_TABLE_COOPERATION, &hit->id, 1, hit->id);
  g_signal_emit_by_name (self, "context-requested", x, y);

  return TRUE;
}

static void
click_pressed_cb (GtkGestureClick *gesture,
                  int              n_press,
                  double           x,
                  double           y,
                  KlasterMapView  *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (gesture));
  KlasterMapHit hit;

  self->pointer_x = x;
  self->pointer_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (event && gdk_event_triggers_context_menu (event))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      klaster_map_view_pick (self, x, y, KLASTER_PICK_RADIUS, &hit);
      klaster_map_view_request_context (self, x, y, &hit);
    }
}

static void
click_released_cb (GtkGestureClick *gesture,
                   int              n_press,
                   double           x,
                   double           y,
                   KlasterMapView  *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  if (button > GDK_BUTTON_PRIMARY || self->drag.active || self->drag.dropped || self->connect.pulled)
    return;
  /* The map was moved, or a lasso drawn. */
  if (hypot (x - self->press_x, y - self->press_y) > DEAD_ZONE || self->lasso->len > 2)
    return;

  g_array_set_size (self->lasso, 0);
  self->keyboard_aim = FALSE;
  if (self->tool == KLASTER_MAP_TOOL_SELECT || self->tool == KLASTER_MAP_TOOL_LASSO)
    select_click (self, &self->press_hit, get_modifiers (gesture), n_press, x, y);
  else if (n_press == 1)
    klaster_map_view_tool_click (self, x, y);
  else if (self->tool == KLASTER_MAP_TOOL_MEASURE)
    klaster_map_view_emit (self, "tool-changed");
}

static void
long_press_cb (GtkGestureLongPress *gesture,
               double               x,
               double               y,
               KlasterMapView      *self)
{
  KlasterMapHit hit;

  if (self->drag.active || self->lasso->len > 1)
    return;
  klaster_map_view_end_drag (self);
  klaster_map_view_pick (self, x, y, KLASTER_PICK_RADIUS_TOUCH, &hit);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  klaster_map_view_request_context (self, x, y, &hit);
}

static void
add_controller (KlasterMapView     *self,
                gpointer            controller,
                GtkPropagationPhase phase)
{
  gtk_event_controller_set_propagation_phase (controller, phase);
  gtk_widget_add_controller (GTK_WIDGET (self->live_layer), controller);
}

void
klaster_map_view_init_gestures (KlasterMapView *self)
{
  GtkEventController *motion, *scroll;
  GtkGesture *pinch;

  self->drag_gesture = gtk_gesture_drag_new ();
  g_signal_connect (self->drag_gesture, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (self->drag_gesture, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (self->drag_gesture, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (self->drag_gesture, "cancel", G_CALLBACK (drag_cancel_cb), self);
  add_controller (self, self->drag_gesture, GTK_PHASE_CAPTURE);

  self->click_gesture = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (self->click_gesture), 0);
  g_signal_connect (self->click_gesture, "pressed", G_CALLBACK (click_pressed_cb), self);
  g_signal_connect (self->click_gesture, "released", G_CALLBACK (click_released_cb), self);
  add_controller (self, self->click_gesture, GTK_PHASE_CAPTURE);
  gtk_gesture_group (self->click_gesture, self->drag_gesture);

  self->long_press_gesture = gtk_gesture_long_press_new ();
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (self->long_press_gesture), TRUE);
  g_signal_connect (self->long_press_gesture, "pressed", G_CALLBACK (long_press_cb), self);
  add_controller (self, self->long_press_gesture, GTK_PHASE_CAPTURE);
  gtk_gesture_group (self->long_press_gesture, self->drag_gesture);

  /* Only watches: libshumate zooms. */
  pinch = gtk_gesture_zoom_new ();
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "end", G_CALLBACK (pinch_end_cb), self);
  g_signal_connect (pinch, "cancel", G_CALLBACK (pinch_end_cb), self);
  add_controller (self, pinch, GTK_PHASE_CAPTURE);

  motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  add_controller (self, motion, GTK_PHASE_CAPTURE);

  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  add_controller (self, scroll, GTK_PHASE_CAPTURE);
}
