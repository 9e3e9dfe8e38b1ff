/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-grid.h"
#include "klaster-symbol-image.h"

/* At 100 % text: the least width of a column, how far one press of a key widens it, and how near its edge one takes it. */
#define MIN_WIDTH 40
#define WIDTH_STEP 16
#define EDGE 6
/* A press that moves less than this is a click. */
#define DRAG_THRESHOLD 8

/**
 * KlasterGrid:
 *
 * A table of records for a scrolled window: a header over a #KlasterRowList whose rows have a cell for each column. Like that
 * list it has widgets only for what is seen. Columns have the widths that they are given, larger with larger text, and are
 * resized at their right edge and moved by dragging their titles. With the keyboard: Left and Right go from title to title,
 * Enter sorts, Shift with them resizes, Alt with them moves the column.
 *
 * Signals:
 * ::sort-requested (column: i, descending: b) when a title is activated; -1: the order that nobody chose.
 * ::columns-changed () after columns were moved or resized here, or by the functions below.
 */
struct _KlasterGrid
{
  GtkWidget parent_instance;

  GtkAdjustment *hadjustment;
  GtkScrollablePolicy policies[2];
  GtkWidget *header;
  KlasterRowList *rows;

  KlasterGridMakeFunc make;
  KlasterGridShowFunc show;
  gpointer user_data;

  GPtrArray *columns; /* Column */
  gint sorted;        /* column, -1: none */
  gboolean descending;
  double text_scale;
  guint focus_column; /* of the cell that had the focus last */
  gboolean configuring;

  /* While a column is dragged */
  struct _Column *resized;
  struct _Column *moved;
  double drag_x;
  int drag_width;
  gboolean dragged;
};

typedef struct _Column
{
  guint id;
  int width; /* at 100 % text */
  GtkWidget *title;
  GtkWidget *indicator;
} Column;

/* The cells of one row */
#define GRID_TYPE_CELLS (grid_cells_get_type ())
G_DECLARE_FINAL_TYPE (GridCells, grid_cells, GRID, CELLS, GtkWidget)

struct _GridCells
{
  GtkWidget parent_instance;
  KlasterGrid *grid;
};

G_DEFINE_FINAL_TYPE (GridCells, grid_cells, GTK_TYPE_WIDGET)

/* What stands above them */
#define GRID_TYPE_HEADER (grid_header_get_type ())
G_DECLARE_FINAL_TYPE (GridHeader, grid_header, GRID, HEADER, GtkWidget)

struct _GridHeader
{
  GtkWidget parent_instance;
  KlasterGrid *grid;
  guint focused; /* column */
};

G_DEFINE_FINAL_TYPE (GridHeader, grid_header, GTK_TYPE_WIDGET)

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_SORT_REQUESTED,
  SIGNAL_COLUMNS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterGrid, klaster_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* Columns */

static Column *
get_column (KlasterGrid *self,
            guint        position)
{
  return g_ptr_array_index (self->columns, position);
}

static int
get_pixels (KlasterGrid  *self,
            const Column *column)
{
  return (int) round (column->width * self->text_scale);
}

static int
get_total_width (KlasterGrid *self)
{
  int width = 0;

  for (guint i = 0; i < self->columns->len; i++)
    width += get_pixels (self, get_column (self, i));

  return width;
}

static int
get_left (KlasterGrid *self,
          guint        position)
{
  int x = 0;

  for (guint i = 0; i < position; i++)
    x += get_pixels (self, get_column (self, i));

  return x;
}

/* A row of widgets of which each is as wide as its column */
static void
allocate_columns (KlasterGrid *self,
                  GtkWidget   *parent,
                  int          height)
{
  guint i = 0;
  int x = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL && i < self->columns->len;
       child = gtk_widget_get_next_sibling (child), i++)
    {
      int width = get_pixels (self, get_column (self, i));

      gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, width, height }, -1);
      x += width;
    }
}

static void
measure_columns (KlasterGrid    *self,
                 GtkWidget      *parent,
                 GtkOrientation  orientation,
                 int            *minimum,
                 int            *natural)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = get_total_width (self);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
remove_children (GtkWidget *widget)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

/* Cells */

static void
grid_cells_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  measure_columns (GRID_CELLS (widget)->grid, widget, orientation, minimum, natural);
}

static void
grid_cells_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  allocate_columns (GRID_CELLS (widget)->grid, widget, height);
}

static GtkWidget *
get_nth_child (GtkWidget *widget,
               guint      n)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  while (child != NULL && n-- > 0)
    child = gtk_widget_get_next_sibling (child);

  return child;
}

/* From row to row the focus stays in its column. */
static gboolean
grid_cells_grab_focus (GtkWidget *widget)
{
  KlasterGrid *grid = GRID_CELLS (widget)->grid;
  gint at = klaster_grid_find_column (grid, grid->focus_column);
  GtkWidget *cell = get_nth_child (widget, (guint) MAX (at, 0));

  return cell != NULL && gtk_widget_grab_focus (cell);
}

static void
grid_cells_set_focus_child (GtkWidget *widget,
                            GtkWidget *child)
{
  KlasterGrid *grid = GRID_CELLS (widget)->grid;

  GTK_WIDGET_CLASS (grid_cells_parent_class)->set_focus_child (widget, child);

  for (guint i = 0; child != NULL && i < grid->columns->len; i++)
    if (get_nth_child (widget, i) == child)
      grid->focus_column = get_column (grid, i)->id;
}

static void
grid_cells_dispose (GObject *object)
{
  remove_children (GTK_WIDGET (object));

  G_OBJECT_CLASS (grid_cells_parent_class)->dispose (object);
}

static void
grid_cells_class_init (GridCellsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = grid_cells_dispose;
  widget_class->measure = grid_cells_measure;
  widget_class->size_allocate = grid_cells_size_allocate;
  widget_class->grab_focus = grid_cells_grab_focus;
  widget_class->set_focus_child = grid_cells_set_focus_child;
  gtk_widget_class_set_css_name (widget_class, "cells");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
grid_cells_init (GridCells *self)
{
}

static GtkWidget *
make_cells_cb (gpointer data)
{
  KlasterGrid *self = data;
  GridCells *cells = g_object_new (GRID_TYPE_CELLS, NULL);

  cells->grid = self;
  for (guint i = 0; i < self->columns->len; i++)
    gtk_widget_set_parent (self->make (get_column (self, i)->id, self->user_data), GTK_WIDGET (cells));

  return GTK_WIDGET (cells);
}

static char *
show_cells_cb (GtkWidget *content,
               gint64     id,
               gpointer   data)
{
  KlasterGrid *self = data;
  guint i = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (content); cell != NULL && i < self->columns->len;
       cell = gtk_widget_get_next_sibling (cell), i++)
    self->show (cell, get_column (self, i)->id, id, self->user_data);

  return NULL;
}

/* Header */

static void
columns_moved (KlasterGrid *self)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_widget_insert_after (get_column (self, i)->title, self->header, previous);
      previous = get_column (self, i)->title;
    }
  klaster_row_list_remake (self->rows);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
set_width (KlasterGrid *self,
           Column      *column,
           int          width)
{
  width = MAX (width, MIN_WIDTH);
  if (column->width == width)
    return;

  column->width = width;
  klaster_row_list_resize (self->rows);
  gtk_widget_queue_resize (self->header);
}

static void
move_column (KlasterGrid *self,
             guint        from,
             guint        to)
{
  Column *column = get_column (self, from);

  if (from == to)
    return;

  g_ptr_array_steal_index (self->columns, from);
  g_ptr_array_insert (self->columns, (gint) to, column);
  columns_moved (self);
}

/* Where the right edge of a column can be taken at @x; -1: nowhere */
static gint
find_edge (KlasterGrid *self,
           double       x)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (ABS (x - get_left (self, i + 1)) <= EDGE)
      return (gint) i;

  return -1;
}

static gint
find_at (KlasterGrid *self,
         double       x)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (x < get_left (self, i + 1))
      return (gint) i;

  return -1;
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           KlasterGrid              *self)
{
  gtk_widget_set_cursor_from_name (self->header, self->resized != NULL || find_edge (self, x) >= 0 ? "col-resize" : NULL);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               KlasterGrid    *self)
{
  gint edge = find_edge (self, x);
  gint at = find_at (self, x);

  self->resized = edge >= 0 ? get_column (self, (guint) edge) : NULL;
  self->moved = edge < 0 && at >= 0 ? get_column (self, (guint) at) : NULL;
  self->dragged = FALSE;
  self->drag_x = x;
  if (self->resized != NULL)
    {
      self->drag_width = self->resized->width;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                KlasterGrid    *self)
{
  guint from;
  gint to;

  if (self->resized != NULL)
    {
      self->dragged = TRUE;
      set_width (self, self->resized, (int) round (self->drag_width + dx / self->text_scale));
      return;
    }
  if (self->moved == NULL || (!self->dragged && ABS (dx) < DRAG_THRESHOLD))
    return;

  if (!self->dragged)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->dragged = TRUE;
  to = find_at (self, self->drag_x + dx);
  if (to < 0 || !g_ptr_array_find (self->columns, self->moved, &from) || from == (guint) to)
    return;
  /* Past the middle of the other one, or a wide one would jump to and fro. */
  if (self->drag_x + dx > get_left (self, (guint) to) + get_pixels (self, get_column (self, (guint) to)) / 2.0 ? (guint) to > from
                                                                                                               : (guint) to < from)
    move_column (self, from, (guint) to);
}

static void
drag_end_cb (GtkGestureDrag *gesture,
             double          dx,
             double          dy,
             KlasterGrid    *self)
{
  self->resized = NULL;
  self->moved = NULL;
  if (self->dragged)
    g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
  self->dragged = FALSE;
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
  if (state & GDK_SHIFT_MASK)
    {
      klaster_grid_set_width (self, header->focused, get_column (self, (guint) at)->width + step * WIDTH_STEP);
    }
  else if (state & GDK_ALT_MASK)
    {
      klaster_grid_move_column (self, header->focused, (guint) to);
      klaster_grid_show_column (self, header->focused);
    }
  else
    {
      gtk_widget_grab_focus (get_column (self, (guint) to)->title);
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
  g_signal_emit (self, signals[SIGNAL_SORT_REQUESTED], 0, again && self->descending ? -1 : (gint) id,
                 again && !self->descending);
}

static gboolean
grid_header_grab_focus (GtkWidget *widget)
{
  GridHeader *self = GRID_HEADER (widget);
  gint at = klaster_grid_find_column (self->grid, self->focused);

  return self->grid->columns->len > 0 && gtk_widget_grab_focus (get_column (self->grid, (guint) MAX (at, 0))->title);
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
  measure_columns (GRID_HEADER (widget)->grid, widget, orientation, minimum, natural);
}

static void
grid_header_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  allocate_columns (GRID_HEADER (widget)->grid, widget, height);
}

static void
grid_header_dispose (GObject *object)
{
  remove_children (GTK_WIDGET (object));

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

/* GtkWidget */

static void
klaster_grid_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  KlasterGrid *self = KLASTER_GRID (widget);
  int header_minimum, header_natural, rows_minimum, rows_natural;

  gtk_widget_measure (self->header, orientation, -1, &header_minimum, &header_natural, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->rows), orientation, -1, &rows_minimum, &rows_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = MAX (header_natural, rows_natural);
    }
  else
    {
      *minimum = header_minimum + rows_minimum;
      *natural = header_natural + rows_natural;
    }
}

static void
klaster_grid_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  KlasterGrid *self = KLASTER_GRID (widget);
  int content, minimum, header_height, x;

  /* Rows are as wide as their cells, and fill what is left. */
  gtk_widget_measure (GTK_WIDGET (self->rows), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  content = MAX (MAX (get_total_width (self), minimum), width);
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, NULL, &header_height, NULL, NULL);
  self->configuring = TRUE;
  gtk_adjustment_configure (self->hadjustment, CLAMP (gtk_adjustment_get_value (self->hadjustment), 0, content - width), 0,
                            content, width * 0.1, width * 0.9, width);
  self->configuring = FALSE;
  x = (int) -gtk_adjustment_get_value (self->hadjustment);
  gtk_widget_size_allocate (self->header, &(GtkAllocation) { x, 0, content, header_height }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->rows),
                            &(GtkAllocation) { x, header_height, content, MAX (height - header_height, 1) }, -1);
}

static void
update_text_scale (KlasterGrid *self)
{
  double text_scale = klaster_widget_get_style (GTK_WIDGET (self)).text_scale;

  if (text_scale == self->text_scale)
    return;

  self->text_scale = text_scale;
  klaster_row_list_resize (self->rows);
  gtk_widget_queue_resize (self->header);
}

static void
klaster_grid_root (GtkWidget *widget)
{
  KlasterGrid *self = KLASTER_GRID (widget);

  GTK_WIDGET_CLASS (klaster_grid_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_settings (widget), "notify::gtk-xft-dpi", G_CALLBACK (update_text_scale), self,
                           G_CONNECT_SWAPPED);
  update_text_scale (self);
}

static void
klaster_grid_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_settings (widget), widget);

  GTK_WIDGET_CLASS (klaster_grid_parent_class)->unroot (widget);
}

static gboolean
klaster_grid_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KLASTER_GRID (widget)->rows));
}

static void
value_changed_cb (KlasterGrid *self)
{
  if (!self->configuring)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* GObject */

static void
set_hadjustment (KlasterGrid   *self,
                 GtkAdjustment *adjustment)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (adjustment == self->hadjustment)
    return;

  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);
  g_clear_object (&self->hadjustment);
  self->hadjustment = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
klaster_grid_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  KlasterGrid *self = KLASTER_GRID (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_object_get_property (G_OBJECT (self->rows), "vadjustment", value);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_grid_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  KlasterGrid *self = KLASTER_GRID (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      set_hadjustment (self, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      g_object_set_property (G_OBJECT (self->rows), "vadjustment", value);
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_grid_dispose (GObject *object)
{
  KlasterGrid *self = KLASTER_GRID (object);

  if (self->hadjustment != NULL)
    g_signal_handlers_disconnect_by_data (self->hadjustment, self);
  g_clear_object (&self->hadjustment);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->rows, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_grid_parent_class)->dispose (object);
}

static void
klaster_grid_finalize (GObject *object)
{
  g_ptr_array_unref (KLASTER_GRID (object)->columns);

  G_OBJECT_CLASS (klaster_grid_parent_class)->finalize (object);
}

static void
klaster_grid_class_init (KlasterGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_grid_get_property;
  object_class->set_property = klaster_grid_set_property;
  object_class->dispose = klaster_grid_dispose;
  object_class->finalize = klaster_grid_finalize;
  widget_class->measure = klaster_grid_measure;
  widget_class->size_allocate = klaster_grid_size_allocate;
  widget_class->root = klaster_grid_root;
  widget_class->unroot = klaster_grid_unroot;
  widget_class->grab_focus = klaster_grid_grab_focus;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_SORT_REQUESTED] = g_signal_new ("sort-requested", KLASTER_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_BOOLEAN);
  signals[SIGNAL_COLUMNS_CHANGED] = g_signal_new ("columns-changed", KLASTER_TYPE_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                  NULL, G_TYPE_NONE, 0);

  /* The names that GTK's own table has, so that themes draw it alike. */
  gtk_widget_class_set_css_name (widget_class, "columnview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static void
klaster_grid_init (KlasterGrid *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->sorted = -1;
  self->text_scale = 1;
  self->header = g_object_new (GRID_TYPE_HEADER, NULL);
  GRID_HEADER (self->header)->grid = self;
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  self->rows = g_object_new (KLASTER_TYPE_ROW_LIST, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW_GROUP, NULL);
  klaster_row_list_set_tabular (self->rows, TRUE);
  klaster_row_list_set_rows (self->rows, make_cells_cb, show_cells_cb, self);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
  set_hadjustment (self, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_widget_add_css_class (GTK_WIDGET (self), "grid");
  gtk_widget_add_css_class (GTK_WIDGET (self), "column-separators");

  /* Before the titles, which are buttons. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (self->header, GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (self->header, motion);
  g_signal_connect (key, "key-pressed", G_CALLBACK (header_key_cb), self);
  gtk_widget_add_controller (self->header, key);
}

GtkWidget *
klaster_grid_new (void)
{
  return g_object_new (KLASTER_TYPE_GRID, NULL);
}

/**
 * klaster_grid_set_cells:
 * @self: a grid without a model
 * @make: makes a cell of a column
 * @show: fills it
 * @user_data: for both; outlives the model
 */
void
klaster_grid_set_cells (KlasterGrid         *self,
                        KlasterGridMakeFunc  make,
                        KlasterGridShowFunc  show,
                        gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_GRID (self));
  g_return_if_fail (make != NULL && show != NULL);

  self->make = make;
  self->show = show;
  self->user_data = user_data;
}

/**
 * klaster_grid_set_model:
 * @self: a grid whose cells were set
 * @model: (nullable): what it shows
 */
void
klaster_grid_set_model (KlasterGrid           *self,
                        KlasterSelectionModel *model)
{
  g_return_if_fail (KLASTER_IS_GRID (self));

  klaster_row_list_set_model (self->rows, model);
}

/**
 * klaster_grid_get_rows:
 * @self: a grid
 *
 * Returns: (transfer none): the rows below the header
 */
KlasterRowList *
klaster_grid_get_rows (KlasterGrid *self)
{
  g_return_val_if_fail (KLASTER_IS_GRID (self), NULL);

  return self->rows;
}

/**
 * klaster_grid_get_cell:
 * @self: a grid
 * @position: a row
 * @column: a column
 *
 * Returns: (transfer none) (nullable): the cell there, if it is in view
 */
GtkWidget *
klaster_grid_get_cell (KlasterGrid *self,
                       guint        position,
                       guint        column)
{
  GtkWidget *cells;
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), NULL);

  cells = klaster_row_list_get_content (self->rows, position);
  at = klaster_grid_find_column (self, column);
  if (cells == NULL || at < 0)
    return NULL;

  return get_nth_child (cells, (guint) at);
}

/**
 * klaster_grid_show_column:
 * @self: a grid
 * @column: a column
 *
 * Scrolls sideways until all of the column is seen, or its beginning where it is wider than the page.
 */
void
klaster_grid_show_column (KlasterGrid *self,
                          guint        column)
{
  gint at;
  int left, right;
  double value, page;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  if (at < 0)
    return;

  left = get_left (self, (guint) at);
  right = get_left (self, (guint) at + 1);
  value = gtk_adjustment_get_value (self->hadjustment);
  page = gtk_adjustment_get_page_size (self->hadjustment);
  if (left < value || right - left > page)
    gtk_adjustment_set_value (self->hadjustment, left);
  else if (right > value + page)
    gtk_adjustment_set_value (self->hadjustment, right - page);
}

/**
 * klaster_grid_insert_column:
 * @self: a grid
 * @position: where; beyond the last one: at the end
 * @column: what identifies it from now on; not among its columns yet
 * @title: what stands above it
 * @width: pixels at 100 % text
 * @sortable: whether its title sorts
 */
void
klaster_grid_insert_column (KlasterGrid *self,
                            guint        position,
                            guint        column,
                            const char  *title,
                            int          width,
                            gboolean     sortable)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (title);
  Column *added;

  g_return_if_fail (KLASTER_IS_GRID (self));
  g_return_if_fail (klaster_grid_find_column (self, column) < 0);

  added = g_new0 (Column, 1);
  added->id = column;
  added->width = MAX (width, MIN_WIDTH);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  added->indicator = gtk_image_new_from_icon_name ("pan-up-symbolic");
  gtk_widget_set_visible (added->indicator, FALSE);
  gtk_box_append (GTK_BOX (box), added->indicator);
  added->title = g_object_new (GTK_TYPE_BUTTON, "child", box, "accessible-role", GTK_ACCESSIBLE_ROLE_COLUMN_HEADER,
                               "overflow", GTK_OVERFLOW_HIDDEN, "tooltip-text", title, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (added->title), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data (G_OBJECT (added->title), "column", GUINT_TO_POINTER (column));
  if (sortable)
    g_signal_connect_object (added->title, "clicked", G_CALLBACK (clicked_cb), self, 0);
  gtk_widget_set_parent (added->title, self->header);
  g_ptr_array_insert (self->columns, (gint) MIN (position, self->columns->len), added);
  columns_moved (self);
  klaster_grid_set_sort (self, self->sorted, self->descending);
  g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
}

/**
 * klaster_grid_remove_column:
 * @self: a grid
 * @column: one of its columns
 */
void
klaster_grid_remove_column (KlasterGrid *self,
                            guint        column)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0);

  gtk_widget_unparent (get_column (self, (guint) at)->title);
  g_ptr_array_remove_index (self->columns, (guint) at);
  columns_moved (self);
  g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
}

/**
 * klaster_grid_move_column:
 * @self: a grid
 * @column: one of its columns
 * @position: where it stands afterwards
 */
void
klaster_grid_move_column (KlasterGrid *self,
                          guint        column,
                          guint        position)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0 && position < self->columns->len);

  if ((guint) at == position)
    return;
  move_column (self, (guint) at, position);
  g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
}

/**
 * klaster_grid_find_column:
 * @self: a grid
 * @column: a column
 *
 * Returns: where it stands, or -1
 */
gint
klaster_grid_find_column (KlasterGrid *self,
                          guint        column)
{
  g_return_val_if_fail (KLASTER_IS_GRID (self), -1);

  for (guint i = 0; i < self->columns->len; i++)
    if (get_column (self, i)->id == column)
      return (gint) i;

  return -1;
}

/**
 * klaster_grid_list_columns:
 * @self: a grid
 *
 * Returns: (transfer full) (element-type guint): its columns, in order
 */
GArray *
klaster_grid_list_columns (KlasterGrid *self)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  g_return_val_if_fail (KLASTER_IS_GRID (self), columns);

  for (guint i = 0; i < self->columns->len; i++)
    g_array_append_val (columns, get_column (self, i)->id);

  return columns;
}

/**
 * klaster_grid_get_width:
 * @self: a grid
 * @column: one of its columns
 *
 * Returns: pixels at 100 % text
 */
int
klaster_grid_get_width (KlasterGrid *self,
                        guint        column)
{
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), 0);

  at = klaster_grid_find_column (self, column);
  g_return_val_if_fail (at >= 0, 0);

  return get_column (self, (guint) at)->width;
}

/**
 * klaster_grid_set_width:
 * @self: a grid
 * @column: one of its columns
 * @width: pixels at 100 % text
 */
void
klaster_grid_set_width (KlasterGrid *self,
                        guint        column,
                        int          width)
{
  gint at;

  g_return_if_fail (KLASTER_IS_GRID (self));

  at = klaster_grid_find_column (self, column);
  g_return_if_fail (at >= 0);

  set_width (self, get_column (self, (guint) at), width);
  g_signal_emit (self, signals[SIGNAL_COLUMNS_CHANGED], 0);
}

/**
 * klaster_grid_set_sort:
 * @self: a grid
 * @column: the column by which rows are sorted; -1 or one that it has not: none
 * @descending: which way
 *
 * Shows how the rows are sorted; sorting them is the model's.
 */
void
klaster_grid_set_sort (KlasterGrid *self,
                       gint         column,
                       gboolean     descending)
{
  g_return_if_fail (KLASTER_IS_GRID (self));

  self->sorted = column;
  self->descending = descending;
  for (guint i = 0; i < self->columns->len; i++)
    {
      Column *each = get_column (self, i);
      gboolean sorted = column >= 0 && each->id == (guint) column;

      gtk_widget_set_visible (each->indicator, sorted);
      gtk_image_set_from_icon_name (GTK_IMAGE (each->indicator), descending ? "pan-down-symbolic" : "pan-up-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (each->title), GTK_ACCESSIBLE_PROPERTY_SORT,
                                      !sorted ? GTK_ACCESSIBLE_SORT_NONE
                                              : descending ? GTK_ACCESSIBLE_SORT_DESCENDING : GTK_ACCESSIBLE_SORT_ASCENDING,
                                      -1);
    }
}

/**
 * klaster_grid_get_header:
 * @self: a grid
 * @column: one of its columns
 *
 * Returns: (transfer none) (nullable): the button above it
 */
GtkWidget *
klaster_grid_get_header (KlasterGrid *self,
                         guint        column)
{
  gint at;

  g_return_val_if_fail (KLASTER_IS_GRID (self), NULL);

  at = klaster_grid_find_column (self, column);

  return at >= 0 ? get_column (self, (guint) at)->title : NULL;
}
