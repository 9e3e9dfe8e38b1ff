/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The titles above a grid: they sort, and columns are resized and moved by them. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-grid-private.h"

/* At 100 % text: how far one press of a key widens a column, and how near its edge one takes it. */
#define WIDTH_STEP 16
#define EDGE 6
/* A press that moves less than this is a click. */
#define DRAG_THRESHOLD 8

#define GRID_TYPE_HEADER (grid_header_get_type ())
G_DECLARE_FINAL_TYPE (GridHeader, grid_header, GRID, HEADER, GtkWidget)

struct _GridHeader
{
  GtkWidget parent_instance;
  KlasterGrid *grid;
  guint focused; /* column */

  /* While a column is dragged */
  KlasterGridColumn *resized;
  KlasterGridColumn *moved;
  double drag_x;
  int drag_width;
  gboolean dragged;
};

G_DEFINE_FINAL_TYPE (GridHeader, grid_header, GTK_TYPE_WIDGET)

/* Where the right edge of a column can be taken at @x; -1: nowhere */
static gint
find_edge (KlasterGrid *self,
           double       x)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (ABS (x - klaster_grid_get_left (self, i + 1)) <= EDGE)
      return (gint) i;

  return -1;
}

static gint
find_at (KlasterGrid *self,
         double       x)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (x < klaster_grid_get_left (self, i + 1))
      return (gint) i;

  return -1;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           KlasterGrid              *self)
{
  GridHeader *header = GRID_HEADER (self->header);

  gtk_widget_set_cursor_from_name (self->header, header->resized != NULL || find_edge (self, x) >= 0 ? "col-resize" : NULL);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               KlasterGrid    *self)
{
  GridHeader *header = GRID_HEADER (self->header);
  gint edge = find_edge (self, x);
  gint at = find_at (self, x);

  header->resized = edge >= 0 ? klaster_grid_get_nth (self, (guint) edge) : NULL;
  header->moved = edge < 0 && at >= 0 ? klaster_grid_get_nth (self, (guint) at) : NULL;
  header->dragged = FALSE;
  header->drag_x = x;
  if (header->resized != NULL)
    {
      header->drag_width = (int) round (header->resized->pixels / self->text_scale);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                KlasterGrid    *self)
{
  GridHeader *header = GRID_HEADER (self->header);
  guint from;
  gint to;

  if (header->resized != NULL)
    {
      header->dragged = TRUE;
      klaster_grid_choose_width (self, header->resized, (int) round (header->drag_width + dx / self->text_scale));
      return;
    }
  if (header->moved == NULL || (!header->dragged && ABS (dx) < DRAG_THRESHOLD))
    return;

  if (!header->dragged)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  header->dragged = TRUE;
  to = find_at (self, header->drag_x + dx);
  if (to < 0 || !g_ptr_array_find (self->columns, header->moved, &from) || from == (guint) to)
    return;
  /* Past the middle of the other one, or a wide one would jump to and fro. */
  if (header->drag_x + dx > klaster_grid_get_left (self, (guint) to) + klaster_grid_get_nth (self, (guint) to)->pixels / 2.0 ? (guint) to > from
                                                                                                               : (guint) to < from)
    klaster_grid_move (self, from, (guint) to);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             KlasterGrid    *self)
{
  GridHeader *header = GRID_HEADER (self->header);

  header->resized = NULL;
  header->moved = NULL;
  if (header->dragged)
    klaster_grid_emit_changed (self);
  header->dragged = FALSE;
}

static gboolean
header_key_cb (GtkEventControllerKey *controller,
               guint                  keyval,
               guint                  keycode,
               GdkModifierType        state,
               KlasterGrid           *self)
{
  GridHeader *header = GRID_HEADER (self->header);
  gint at = klaster_grid_find_column (self, header->focused);
  int step = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left ? -1 : keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right;
  gint to;

  if (at < 0 || step == 0 || (state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;

  to = CLAMP (at + step, 0, (gint) self->columns->len - 1);
  while (klaster_grid_get_nth (self, (guint) to)->away && to + step >= 0 && to + step < (gint) self->columns->len)
    to += step;
  if (state & GDK_SHIFT_MASK)
    {
      klaster_grid_set_width (self, header->focused,
                              (int) round (klaster_grid_get_nth (self, (guint) at)->pixels / self->text_scale) + step * WIDTH_STEP);
    }
  else if (state & GDK_ALT_MASK)
    {
      klaster_grid_move_column (self, header->focused, (guint) to);
      klaster_grid_show_column (self, header->focused);
    }
  else
    {
      gtk_widget_grab_focus (klaster_grid_get_nth (self, (guint) to)->title);
    }

  return GDK_EVENT_STOP;
}

static void
clicked_cb (GtkButton   *title,
            KlasterGrid *self)
{
  guint id = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (title), "column"));
  gboolean again = self->sorted == (gint) id;

  /* Upwards, downwards, and back to the order that nobody chose. */
  g_signal_emit_by_name (self, "sort-requested", again && self->descending ? -1 : (gint) id, again && !self->descending);
}

static gboolean
grid_header_grab_focus (GtkWidget *widget)
{
  GridHeader *self = GRID_HEADER (widget);
  gint at = klaster_grid_find_column (self->grid, self->focused);

  return self->grid->columns->len > 0 && gtk_widget_grab_focus (klaster_grid_get_nth (self->grid, (guint) MAX (at, 0))->title);
}

/* One stop for Tab, however many columns. */
static gboolean
grid_header_focus (GtkWidget        *widget,
                   GtkDirectionType  direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return FALSE;

  return grid_header_grab_focus (widget);
}

static void
grid_header_set_focus_child (GtkWidget *widget,
                             GtkWidget *child)
{
  GridHeader *self = GRID_HEADER (widget);

  GTK_WIDGET_CLASS (grid_header_parent_class)->set_focus_child (widget, child);

  if (child != NULL)
    {
      self->focused = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (child), "column"));
      klaster_grid_show_column (self->grid, self->focused);
    }
}

static void
grid_header_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  klaster_grid_measure_row (widget, orientation, minimum, natural);
}

static void
grid_header_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  klaster_grid_allocate_row (GRID_HEADER (widget)->grid, widget, height);
}

static void
grid_header_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (grid_header_parent_class)->dispose (object);
}

static void
grid_header_class_init (GridHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = grid_header_dispose;
  widget_class->grab_focus = grid_header_grab_focus;
  widget_class->focus = grid_header_focus;
  widget_class->set_focus_child = grid_header_set_focus_child;
  widget_class->measure = grid_header_measure;
  widget_class->size_allocate = grid_header_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "header");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ROW);
}

static void
grid_header_init (GridHeader *self)
{
}

/**
 * klaster_grid_header_new:
 * @grid: what it stands above
 *
 * Returns: (transfer floating): a header without titles
 */
GtkWidget *
klaster_grid_header_new (KlasterGrid *grid)
{
  GridHeader *self = g_object_new (GRID_TYPE_HEADER, NULL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->grid = grid;
  /* Before the titles, which are buttons. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), grid);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), grid);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), grid);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), grid);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (key, "key-pressed", G_CALLBACK (header_key_cb), grid);
  gtk_widget_add_controller (GTK_WIDGET (self), key);

  return GTK_WIDGET (self);
}

/**
 * klaster_grid_make_title:
 * @self: a grid
 * @column: a new column
 * @title: what stands above it
 * @sortable: whether its title sorts
 *
 * Gives the column a title, which is a button.
 *
 * Returns: (transfer none): the button
 */
GtkWidget *
klaster_grid_make_title (KlasterGrid       *self,
                         KlasterGridColumn *column,
                         const char        *title,
                         gboolean           sortable)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  column->indicator = gtk_image_new_from_icon_name ("pan-up-symbolic");
  gtk_widget_set_visible (column->indicator, FALSE);
  gtk_box_append (GTK_BOX (box), column->indicator);
  column->title = g_object_new (GTK_TYPE_BUTTON, "child", box, "accessible-role", GTK_ACCESSIBLE_ROLE_COLUMN_HEADER,
                                "overflow", GTK_OVERFLOW_HIDDEN, "tooltip-text", title, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (column->title), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (column->title), "column", GUINT_TO_POINTER (column->id));
  if (sortable)
    g_signal_connect_object (column->title, "clicked", G_CALLBACK (clicked_cb), self, 0);
  gtk_widget_set_parent (column->title, self->header);

  return column->title;
}
