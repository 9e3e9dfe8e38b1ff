/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-focus.h"
#include "klaster-wrap-box.h"

#define BY_KEYBOARD "klaster-by-keyboard"

static gboolean
event_cb (GtkEventControllerLegacy *controller,
          GdkEvent                 *event,
          GObject                  *window)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
      g_object_set_data (window, BY_KEYBOARD, GINT_TO_POINTER (TRUE));
      break;
    case GDK_BUTTON_PRESS:
    case GDK_TOUCH_BEGIN:
      g_object_set_data (window, BY_KEYBOARD, NULL);
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
focus_visible_cb (GtkWindow *window)
{
  if (!gtk_window_get_focus_visible (window) && g_object_get_data (G_OBJECT (window), BY_KEYBOARD) != NULL)
    gtk_window_set_focus_visible (window, TRUE);
}

static gboolean
leave_hidden_cb (gpointer window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *popover = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) : NULL;
  GtkWidget *parent = popover != NULL && !gtk_widget_get_mapped (popover) ? gtk_widget_get_parent (popover) : NULL;

  if (parent != NULL && !gtk_widget_grab_focus (parent))
    gtk_widget_child_focus (parent, GTK_DIR_TAB_FORWARD);

  return G_SOURCE_REMOVE;
}

/* After a choice in a submenu GTK leaves the focus in the menu, which is closed by then: no key would reach anything until
 * something is clicked. A popover that is about to open may have the focus before it is shown. */
static void
focus_moved_cb (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus != NULL && !gtk_widget_get_mapped (focus) && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, leave_hidden_cb, g_object_ref (window), g_object_unref);
}

/* Whether @focus is a check button to which no others belong. Buttons of a group show another node, "radio", and boxes that are
 * one stop for Tab lead the arrows themselves. */
static gboolean
is_lone_check (GtkWidget *focus)
{
  GtkWidget *indicator = focus != NULL && GTK_IS_CHECK_BUTTON (focus) ? gtk_widget_get_first_child (focus) : NULL;
  GtkWidget *box = indicator != NULL ? gtk_widget_get_ancestor (focus, KLASTER_TYPE_WRAP_BOX) : NULL;

  return indicator != NULL && g_str_equal (gtk_widget_get_css_name (indicator), "check")
         && (box == NULL || !klaster_wrap_box_is_one_stop (KLASTER_WRAP_BOX (box)));
}

/* GTK takes a check button that stands alone for a group of one: an arrow would tick it. */
static void
move_focus_cb (GtkWindow        *window,
               GtkDirectionType  direction)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (window)) == GTK_TEXT_DIR_RTL;
  gboolean back = direction == GTK_DIR_UP || direction == (rtl ? GTK_DIR_RIGHT : GTK_DIR_LEFT);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD
      || !is_lone_check (gtk_window_get_focus (window)))
    return;

  g_signal_stop_emission_by_name (window, "move-focus");
  gtk_widget_child_focus (GTK_WIDGET (window), back ? GTK_DIR_TAB_BACKWARD : GTK_DIR_TAB_FORWARD);
}

gboolean
klaster_has_focus_within (GtkWidget *widget)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  root = gtk_widget_get_root (widget);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
after_paint_cb (GtkWidget     *widget,
                GdkFrameClock *clock)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *scroller = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  GtkWidget *viewport = scroller != NULL ? gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)) : NULL;
  GtkWidget *content = GTK_IS_VIEWPORT (viewport) ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  GtkWidget *row;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double value;

  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, widget);
  if (content == NULL || !gtk_widget_is_ancestor (focus, widget))
    return;
  row = gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW);
  if (row != NULL && gtk_widget_is_ancestor (row, content))
    focus = row;
  if (!gtk_widget_compute_bounds (focus, content, &bounds))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  value = gtk_adjustment_get_value (adjustment);
  value = MAX (value, bounds.origin.y + bounds.size.height - gtk_adjustment_get_page_size (adjustment));
  value = MIN (value, bounds.origin.y);
  /* Also when it is there already: this ends the way to where it was. */
  gtk_adjustment_set_value (adjustment, value);
}

void
klaster_reveal_focus (GtkWidget *widget)
{
  GdkFrameClock *clock;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  clock = gtk_widget_get_frame_clock (widget);
  if (clock == NULL)
    return;
  g_signal_handlers_disconnect_by_func (clock, after_paint_cb, widget);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), widget, G_CONNECT_SWAPPED);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

/* Main thread only */
static gboolean entering;

gboolean
klaster_enter (GtkWidget *widget)
{
  gboolean entered;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);

  entering = TRUE;
  entered = gtk_widget_grab_focus (widget);
  entering = FALSE;

  return entered;
}

gboolean
klaster_is_entering (void)
{
  return entering;
}

int
klaster_find_focused (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (klaster_has_focus_within (g_ptr_array_index (rows, i)))
      return (int) i;

  return -1;
}

void
klaster_restore_focused (GtkWidget *group,
                         GPtrArray *rows,
                         int        position)
{
  GtkWidget *row;

  if (position < 0 || klaster_has_focus_within (group))
    return;
  row = rows->len > 0 ? g_ptr_array_index (rows, MIN ((guint) position, rows->len - 1)) : NULL;
  if (row == NULL || !(gtk_widget_grab_focus (row) || gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD)))
    {
      /* GTK may still go on from where the row was: what adds one is before it. */
      if (!gtk_widget_child_focus (group, GTK_DIR_TAB_FORWARD))
        gtk_widget_child_focus (group, GTK_DIR_TAB_BACKWARD);
    }
}

GtkWidget *
klaster_make_button_row (GtkWidget *button)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  g_object_bind_property (button, "visible", row, "visible", G_BINDING_SYNC_CREATE);

  return row;
}

static gboolean
walk_cb (GtkEventControllerKey *controller,
         guint                  keyval,
         guint                  keycode,
         GdkModifierType        state,
         GtkWidget             *box)
{
  gboolean down = keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down;

  if ((!down && keyval != GDK_KEY_Up && keyval != GDK_KEY_KP_Up)
      || !GTK_IS_CHECK_BUTTON (gtk_root_get_focus (gtk_widget_get_root (box))))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_child_focus (box, down ? GTK_DIR_TAB_FORWARD : GTK_DIR_TAB_BACKWARD);

  return GDK_EVENT_STOP;
}

void
klaster_walk_checks (GtkWidget *box)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (walk_cb), box);
  gtk_widget_add_controller (box, keys);
}

/**
 * klaster_tend_focus:
 * @window: a window
 *
 * From now on the focus of @window stays visible as long as nothing is clicked or touched, leaves menus that are closed, and
 * arrow keys go past check buttons without ticking them.
 */
void
klaster_tend_focus (GtkWindow *window)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  g_return_if_fail (GTK_IS_WINDOW (window));

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect (events, "event", G_CALLBACK (event_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), events);
  g_signal_connect (window, "notify::focus-visible", G_CALLBACK (focus_visible_cb), NULL);
  g_signal_connect (window, "move-focus", G_CALLBACK (move_focus_cb), NULL);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_moved_cb), NULL);
}
