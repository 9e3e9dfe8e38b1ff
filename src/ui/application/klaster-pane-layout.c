/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "klaster-pane-layout.h"

/* The page in the middle gets at least this much before a pane beside it has to go: a map narrower than this shows less
 * than the pane does. Pixels at 100 % text. */
#define COMFORTABLE_CONTENT 440
#define HANDLE_WIDTH 9
#define SLIDE_MILLISECONDS 180

typedef enum
{
  SIDE_SIDEBAR,
  SIDE_PANEL,
  N_SIDES
} Side;

typedef struct
{
  GtkWidget *child;
  GtkWidget *handle;
  AdwAnimation *animation;
  gboolean show;    /* what was asked for */
  gboolean visible; /* what there is room for */
  double progress;  /* 0: away, 1: all there */
  int width;        /* what was asked for */
  int drag_width;   /* where the running drag of the handle began */
} Pane;

/**
 * KlasterPaneLayout:
 *
 * Content with a sidebar at its start and a panel at its end. Either can be hidden, dragged to another width, and goes by
 * itself where there is no room: the one that was asked for last stays. Where not even one fits beside the content it
 * lies over it. The layout itself needs no more width than its content, so it never widens a window.
 *
 * `show-sidebar` and `show-panel` are what somebody asked for; `sidebar-visible` and `panel-visible` what is to be seen.
 */
struct _KlasterPaneLayout
{
  GtkWidget parent_instance;

  GtkWidget *content;
  Pane panes[N_SIDES];
  Side front; /* the pane that was asked for last */
  gboolean over; /* the visible pane lies over the content */
};

static void klaster_pane_layout_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterPaneLayout, klaster_pane_layout, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, klaster_pane_layout_buildable_init))

static GtkBuildableIface *parent_buildable_iface;

typedef enum
{
  PROP_SHOW_SIDEBAR = 1,
  PROP_SHOW_PANEL,
  PROP_SIDEBAR_VISIBLE,
  PROP_PANEL_VISIBLE,
  PROP_SIDEBAR_WIDTH,
  PROP_PANEL_WIDTH,
} KlasterPaneLayoutProperty;

static GParamSpec *properties[PROP_PANEL_WIDTH + 1];

static const KlasterPaneLayoutProperty show_properties[] = { PROP_SHOW_SIDEBAR, PROP_SHOW_PANEL };
static const KlasterPaneLayoutProperty visible_properties[] = { PROP_SIDEBAR_VISIBLE, PROP_PANEL_VISIBLE };
static const KlasterPaneLayoutProperty width_properties[] = { PROP_SIDEBAR_WIDTH, PROP_PANEL_WIDTH };

static int
measure_minimum (GtkWidget *widget)
{
  int minimum = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static int
get_pane_minimum (KlasterPaneLayout *self,
                  Side               side)
{
  return measure_minimum (self->panes[side].child);
}

static int
get_content_minimum (KlasterPaneLayout *self)
{
  return MAX (measure_minimum (self->content), COMFORTABLE_CONTENT);
}

/* Which panes have room in @width. */
static void
decide (KlasterPaneLayout *self,
        int                width,
        gboolean           visible[N_SIDES],
        gboolean          *over)
{
  int room = width - get_content_minimum (self);

  for (Side side = 0; side < N_SIDES; side++)
    visible[side] = self->panes[side].show && self->panes[side].child != NULL;

  if (visible[SIDE_SIDEBAR] && visible[SIDE_PANEL] &&
      get_pane_minimum (self, SIDE_SIDEBAR) + get_pane_minimum (self, SIDE_PANEL) > room)
    visible[self->front == SIDE_SIDEBAR ? SIDE_PANEL : SIDE_SIDEBAR] = FALSE;

  *over = FALSE;
  if (visible[SIDE_SIDEBAR] != visible[SIDE_PANEL])
    *over = get_pane_minimum (self, visible[SIDE_PANEL] ? SIDE_PANEL : SIDE_SIDEBAR) > room;
}

/* The widths at which the visible panes leave the content what it needs. */
static void
share_width (KlasterPaneLayout *self,
             int                width,
             const gboolean     visible[N_SIDES],
             gboolean           over,
             int                widths[N_SIDES])
{
  int minimums[N_SIDES];
  int wanted = 0;
  int least = 0;
  int room = width - get_content_minimum (self);

  for (Side side = 0; side < N_SIDES; side++)
    {
      minimums[side] = get_pane_minimum (self, side);
      widths[side] = MAX (minimums[side], self->panes[side].width);
      if (visible[side])
        {
          wanted += widths[side];
          least += minimums[side];
        }
    }

  if (over)
    {
      for (Side side = 0; side < N_SIDES; side++)
        widths[side] = MIN (widths[side], MAX (width, minimums[side]));
      return;
    }

  if (wanted > room && wanted > least)
    {
      double factor = (double) (room - least) / (wanted - least);

      for (Side side = 0; side < N_SIDES; side++)
        {
          if (visible[side])
            widths[side] = minimums[side] + (int) ((widths[side] - minimums[side]) * MAX (factor, 0.0));
        }
    }
}

static void
set_visible (KlasterPaneLayout *self,
             Side               side,
             gboolean           visible,
             gboolean           animate)
{
  Pane *pane = &self->panes[side];

  if (pane->visible == visible)
    return;

  pane->visible = visible;
  /* At once, not with the next allocation: whoever shows a pane wants to lead the focus into it. */
  if (visible && pane->child != NULL)
    gtk_widget_set_child_visible (pane->child, TRUE);
  if (animate && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (pane->animation), pane->progress);
      adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (pane->animation), visible ? 1.0 : 0.0);
      adw_animation_play (pane->animation);
    }
  else
    {
      adw_animation_reset (pane->animation);
      pane->progress = visible ? 1.0 : 0.0;
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[visible_properties[side]]);
}

static void
update (KlasterPaneLayout *self,
        gboolean           animate)
{
  gboolean visible[N_SIDES];
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  if (width <= 0)
    {
      /* Not allocated yet: whatever is asked for counts until the first allocation knows better. */
      for (Side side = 0; side < N_SIDES; side++)
        set_visible (self, side, self->panes[side].show && self->panes[side].child != NULL, FALSE);
      return;
    }

  decide (self, width, visible, &self->over);
  for (Side side = 0; side < N_SIDES; side++)
    set_visible (self, side, visible[side], animate);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_show (KlasterPaneLayout *self,
          Side               side,
          gboolean           show)
{
  Pane *pane = &self->panes[side];

  show = !!show;
  if (show)
    self->front = side;
  if (pane->show != show)
    {
      pane->show = show;
      g_object_notify_by_pspec (G_OBJECT (self), properties[show_properties[side]]);
    }
  update (self, TRUE);
}

static void
set_width (KlasterPaneLayout *self,
           Side               side,
           int                width)
{
  Pane *pane = &self->panes[side];

  if (pane->width == width)
    return;

  pane->width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[width_properties[side]]);
}

/* Drags and keys move the edge from where it is seen, which may differ from the width that was asked for. */
static void
resize_pane (KlasterPaneLayout *self,
             Side               side,
             int                width)
{
  int other = side == SIDE_SIDEBAR ? SIDE_PANEL : SIDE_SIDEBAR;
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - get_content_minimum (self);

  if (self->panes[other].visible)
    room -= gtk_widget_get_width (self->panes[other].child);
  set_width (self, side, CLAMP (width, get_pane_minimum (self, side), MAX (room, get_pane_minimum (self, side))));
}

static Side
find_side (KlasterPaneLayout  *self,
           GtkEventController *controller)
{
  return gtk_event_controller_get_widget (controller) == self->panes[SIDE_PANEL].handle ? SIDE_PANEL : SIDE_SIDEBAR;
}

static void
drag_begin_cb (GtkGestureDrag    *gesture,
               double             x,
               double             y,
               KlasterPaneLayout *self)
{
  Pane *pane = &self->panes[find_side (self, GTK_EVENT_CONTROLLER (gesture))];

  pane->drag_width = gtk_widget_get_width (pane->child);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag    *gesture,
                double             offset_x,
                double             offset_y,
                KlasterPaneLayout *self)
{
  Side side = find_side (self, GTK_EVENT_CONTROLLER (gesture));
  Pane *pane = &self->panes[side];
  double start_x, start_y, x, y;

  /* The handle moves along, so the offset is measured in the coordinates of the layout, which does not. */
  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  gtk_widget_translate_coordinates (pane->handle, GTK_WIDGET (self), start_x + offset_x, 0, &x, &y);
  if (side == SIDE_SIDEBAR)
    resize_pane (self, side, (int) x);
  else
    resize_pane (self, side, gtk_widget_get_width (GTK_WIDGET (self)) - (int) x);
}

static gboolean
handle_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               KlasterPaneLayout     *self)
{
  Side side = find_side (self, GTK_EVENT_CONTROLLER (controller));
  int step = (state & GDK_CONTROL_MASK) ? 64 : 16;

  if (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right)
    return GDK_EVENT_PROPAGATE;

  if ((keyval == GDK_KEY_Left) == (side == SIDE_SIDEBAR))
    step = -step;
  resize_pane (self, side, gtk_widget_get_width (self->panes[side].child) + step);

  return GDK_EVENT_STOP;
}

/* A press beside a pane that lies over the content sends it away, as with a popover. */
static void
content_pressed_cb (GtkGestureClick   *gesture,
                    int                n_press,
                    double             x,
                    double             y,
                    KlasterPaneLayout *self)
{
  if (!self->over)
    return;

  for (Side side = 0; side < N_SIDES; side++)
    {
      if (self->panes[side].visible)
        {
          set_show (self, side, FALSE);
          gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
        }
    }
}

static void
set_progress_cb (double   value,
                 gpointer data)
{
  Pane *pane = data;

  pane->progress = value;
  gtk_widget_queue_allocate (gtk_widget_get_parent (pane->handle));
}

static void
set_child (KlasterPaneLayout *self,
           GtkWidget        **place,
           GtkWidget         *child,
           GtkWidget         *before)
{
  g_clear_pointer (place, gtk_widget_unparent);
  *place = child;
  gtk_widget_insert_before (child, GTK_WIDGET (self), before);
}

static void
klaster_pane_layout_buildable_add_child (GtkBuildable *buildable,
                                         GtkBuilder   *builder,
                                         GObject      *child,
                                         const char   *type)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (buildable);

  if (g_strcmp0 (type, "content") == 0)
    {
      GtkGesture *click = gtk_gesture_click_new ();

      set_child (self, &self->content, GTK_WIDGET (child), gtk_widget_get_first_child (GTK_WIDGET (self)));
      gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
      g_signal_connect (click, "pressed", G_CALLBACK (content_pressed_cb), self);
      gtk_widget_add_controller (GTK_WIDGET (child), GTK_EVENT_CONTROLLER (click));
    }
  else if (g_strcmp0 (type, "sidebar") == 0)
    {
      set_child (self, &self->panes[SIDE_SIDEBAR].child, GTK_WIDGET (child), self->panes[SIDE_SIDEBAR].handle);
    }
  else if (g_strcmp0 (type, "panel") == 0)
    {
      set_child (self, &self->panes[SIDE_PANEL].child, GTK_WIDGET (child), self->panes[SIDE_SIDEBAR].handle);
    }
  else
    {
      parent_buildable_iface->add_child (buildable, builder, child, type);
      return;
    }
  update (self, FALSE);
}

static void
klaster_pane_layout_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = klaster_pane_layout_buildable_add_child;
}

static GtkSizeRequestMode
klaster_pane_layout_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
klaster_pane_layout_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (widget);
  GtkWidget *children[] = { self->content, self->panes[SIDE_SIDEBAR].child, self->panes[SIDE_PANEL].child };

  *minimum = *natural = 0;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_minimum, child_natural;

      if (children[i] == NULL)
        continue;

      gtk_widget_measure (children[i], orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      /* Panes lie over the content where there is no room, so the widest of them is enough. */
      *minimum = MAX (*minimum, child_minimum);
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + child_natural : MAX (*natural, child_natural);
    }
  *natural = MAX (*natural, *minimum);
}

static void
allocate_at (GtkWidget *widget,
             int        x,
             int        width,
             int        height)
{
  gtk_widget_size_allocate (widget, &(GtkAllocation) { x, 0, width, height }, -1);
}

static void
klaster_pane_layout_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (widget);
  gboolean visible[N_SIDES];
  int widths[N_SIDES];
  int shown[N_SIDES];

  decide (self, width, visible, &self->over);
  for (Side side = 0; side < N_SIDES; side++)
    set_visible (self, side, visible[side], FALSE);
  share_width (self, width, visible, self->over, widths);

  for (Side side = 0; side < N_SIDES; side++)
    shown[side] = (int) (widths[side] * self->panes[side].progress);

  if (self->content != NULL)
    {
      int start = self->over ? 0 : shown[SIDE_SIDEBAR];
      int end = self->over ? width : width - shown[SIDE_PANEL];

      allocate_at (self->content, start, MAX (end - start, measure_minimum (self->content)), height);
    }

  for (Side side = 0; side < N_SIDES; side++)
    {
      Pane *pane = &self->panes[side];
      int edge = side == SIDE_SIDEBAR ? shown[side] : width - shown[side];

      if (pane->child == NULL)
        continue;

      gtk_widget_set_child_visible (pane->child, visible[side] || shown[side] > 0);
      gtk_widget_set_child_visible (pane->handle, visible[side] && shown[side] == widths[side]);
      allocate_at (pane->child, side == SIDE_SIDEBAR ? edge - widths[side] : edge, widths[side], height);
      allocate_at (pane->handle, edge - HANDLE_WIDTH / 2, MAX (HANDLE_WIDTH, measure_minimum (pane->handle)), height);
      if (self->over)
        gtk_widget_add_css_class (pane->child, "over");
      else
        gtk_widget_remove_css_class (pane->child, "over");
    }
}

static void
klaster_pane_layout_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (object);

  switch ((KlasterPaneLayoutProperty) prop_id)
    {
    case PROP_SHOW_SIDEBAR:
      g_value_set_boolean (value, self->panes[SIDE_SIDEBAR].show);
      break;
    case PROP_SHOW_PANEL:
      g_value_set_boolean (value, self->panes[SIDE_PANEL].show);
      break;
    case PROP_SIDEBAR_VISIBLE:
      g_value_set_boolean (value, self->panes[SIDE_SIDEBAR].visible);
      break;
    case PROP_PANEL_VISIBLE:
      g_value_set_boolean (value, self->panes[SIDE_PANEL].visible);
      break;
    case PROP_SIDEBAR_WIDTH:
      g_value_set_int (value, self->panes[SIDE_SIDEBAR].width);
      break;
    case PROP_PANEL_WIDTH:
      g_value_set_int (value, self->panes[SIDE_PANEL].width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_pane_layout_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (object);

  switch ((KlasterPaneLayoutProperty) prop_id)
    {
    case PROP_SHOW_SIDEBAR:
      set_show (self, SIDE_SIDEBAR, g_value_get_boolean (value));
      break;
    case PROP_SHOW_PANEL:
      set_show (self, SIDE_PANEL, g_value_get_boolean (value));
      break;
    case PROP_SIDEBAR_WIDTH:
      set_width (self, SIDE_SIDEBAR, g_value_get_int (value));
      break;
    case PROP_PANEL_WIDTH:
      set_width (self, SIDE_PANEL, g_value_get_int (value));
      break;
    case PROP_SIDEBAR_VISIBLE:
    case PROP_PANEL_VISIBLE:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_pane_layout_dispose (GObject *object)
{
  KlasterPaneLayout *self = KLASTER_PANE_LAYOUT (object);

  for (Side side = 0; side < N_SIDES; side++)
    {
      if (self->panes[side].animation != NULL)
        adw_animation_reset (self->panes[side].animation);
      g_clear_object (&self->panes[side].animation);
      g_clear_pointer (&self->panes[side].child, gtk_widget_unparent);
      g_clear_pointer (&self->panes[side].handle, gtk_widget_unparent);
    }
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_pane_layout_parent_class)->dispose (object);
}

/* Tab leads from pane to pane and to the edges between them. Arrow keys stay inside a pane: on an edge they would move it. */
static gboolean
klaster_pane_layout_focus (GtkWidget        *widget,
                           GtkDirectionType  direction)
{
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child != NULL && direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return gtk_widget_child_focus (child, direction);

  return GTK_WIDGET_CLASS (klaster_pane_layout_parent_class)->focus (widget, direction);
}

static void
klaster_pane_layout_class_init (KlasterPaneLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_pane_layout_get_property;
  object_class->set_property = klaster_pane_layout_set_property;
  object_class->dispose = klaster_pane_layout_dispose;
  widget_class->get_request_mode = klaster_pane_layout_get_request_mode;
  widget_class->measure = klaster_pane_layout_measure;
  widget_class->size_allocate = klaster_pane_layout_size_allocate;
  widget_class->focus = klaster_pane_layout_focus;

  properties[PROP_SHOW_SIDEBAR] =
    g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SHOW_PANEL] =
    g_param_spec_boolean ("show-panel", NULL, NULL, TRUE,
                          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SIDEBAR_VISIBLE] =
    g_param_spec_boolean ("sidebar-visible", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PANEL_VISIBLE] =
    g_param_spec_boolean ("panel-visible", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIDEBAR_WIDTH] =
    g_param_spec_int ("sidebar-width", NULL, NULL, 0, G_MAXINT, 300,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_PANEL_WIDTH] =
    g_param_spec_int ("panel-width", NULL, NULL, 0, G_MAXINT, 360,
                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "panelayout");
}

static GtkWidget *
create_handle (KlasterPaneLayout *self)
{
  GtkWidget *handle = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (handle, "pane-handle");
  gtk_widget_set_cursor_from_name (handle, "col-resize");
  gtk_widget_set_focusable (handle, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (handle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  /* Translators: the edge between two panes that can be dragged, or moved with
                                   * the arrow keys. */
                                  _("Edge of the pane"), -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (handle_key_cb), self);
  gtk_widget_add_controller (handle, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (handle, keys);
  gtk_widget_set_parent (handle, GTK_WIDGET (self));

  return handle;
}

static void
klaster_pane_layout_init (KlasterPaneLayout *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  for (Side side = 0; side < N_SIDES; side++)
    {
      Pane *pane = &self->panes[side];
      AdwAnimationTarget *target = adw_callback_animation_target_new (set_progress_cb, pane, NULL);

      pane->show = TRUE;
      pane->width = side == SIDE_SIDEBAR ? 300 : 360;
      pane->handle = create_handle (self);
      pane->animation = adw_timed_animation_new (GTK_WIDGET (self), 0, 1, SLIDE_MILLISECONDS, target);
    }
  self->front = SIDE_PANEL;
}

/**
 * klaster_pane_layout_set_show_sidebar:
 * @self: a pane layout
 * @show: whether the sidebar is wanted
 *
 * Shows or hides the sidebar; where there is no room for both, showing it sends the panel away.
 */
void
klaster_pane_layout_set_show_sidebar (KlasterPaneLayout *self,
                                      gboolean           show)
{
  g_return_if_fail (KLASTER_IS_PANE_LAYOUT (self));

  set_show (self, SIDE_SIDEBAR, show);
}

/**
 * klaster_pane_layout_set_show_panel:
 * @self: a pane layout
 * @show: whether the panel is wanted
 *
 * Shows or hides the panel; where there is no room for both, showing it sends the sidebar away.
 */
void
klaster_pane_layout_set_show_panel (KlasterPaneLayout *self,
                                    gboolean           show)
{
  g_return_if_fail (KLASTER_IS_PANE_LAYOUT (self));

  set_show (self, SIDE_PANEL, show);
}

gboolean
klaster_pane_layout_get_sidebar_visible (KlasterPaneLayout *self)
{
  g_return_val_if_fail (KLASTER_IS_PANE_LAYOUT (self), FALSE);

  return self->panes[SIDE_SIDEBAR].visible;
}

gboolean
klaster_pane_layout_get_panel_visible (KlasterPaneLayout *self)
{
  g_return_val_if_fail (KLASTER_IS_PANE_LAYOUT (self), FALSE);

  return self->panes[SIDE_PANEL].visible;
}
