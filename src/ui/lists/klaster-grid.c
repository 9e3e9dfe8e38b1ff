/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-cell.h"
#include "klaster-grid-private.h"
#include "klaster-focus.h"
#include "klaster-symbol-image.h"

/* The cells of one row */
#define GRID_TYPE_CELLS (grid_cells_get_type ())
G_DECLARE_FINAL_TYPE (GridCells, grid_cells, GRID, CELLS, GtkWidget)

struct _GridCells
{
  GtkWidget parent_instance;
  KlasterGrid *grid;
};

G_DEFINE_FINAL_TYPE (GridCells, grid_cells, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_SORT_REQUESTED,
  SIGNAL_COLUMNS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * KlasterGrid:
 *
 * A table of records for a scrolled window: a header over a #KlasterRowList whose rows have a cell for each column. Like that
 * list it has widgets only for what is seen. Columns have the widths that they are given, larger with larger text; those that
 * are flexible follow the room, until somebody resizes them at their right edge. They are moved by dragging their titles. With the keyboard: Left and Right go from title to title,
 * Enter sorts, Shift with them resizes, Alt with them moves the column.
 *
 * Signals:
 * ::sort-requested (column: i, descending: b) when a title is activated; -1: the order that nobody chose. The model is asked
 * for it.
 * ::columns-changed () after columns were moved or resized here, or by the functions below.
 */
G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterGrid, klaster_grid, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

/* A row of widgets of which each is as wide as its column */
void
klaster_grid_allocate_row (KlasterGrid *self,
                           GtkWidget   *row,
                           int          height)
{
  guint i = 0;
  int x = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL && i < self->columns->len;
       child = gtk_widget_get_next_sibling (child), i++)
    {
      int width = klaster_grid_get_nth (self, i)->pixels;

      gtk_widget_set_child_visible (child, width > 0);
      if (width == 0)
        continue;
      gtk_widget_size_allocate (child, &(GtkAllocation) { x, 0, width, height }, -1);
      x += width;
    }
}

/* How wide it is is not up to its widgets. */
void
klaster_grid_measure_row (GtkWidget      *row,
                          GtkOrientation  orientation,
                          int            *minimum,
                          int            *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL && orientation == GTK_ORIENTATION_VERTICAL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
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
  klaster_grid_measure_row (widget, orientation, minimum, natural);
}

static void
grid_cells_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  klaster_grid_allocate_row (GRID_CELLS (widget)->grid, widget, height);
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
  GtkWidget *cell;

  if (at < 0 || klaster_grid_get_nth (grid, (guint) at)->away)
    for (at = 0; at + 1 < (gint) grid->columns->len && klaster_grid_get_nth (grid, (guint) at)->away;)
      at++;
  cell = get_nth_child (widget, (guint) at);

  return cell != NULL && gtk_widget_grab_focus (cell);
}

/* Arrow keys go from cell to cell; Tab leads out. */
static gboolean
grid_cells_focus (GtkWidget        *widget,
                  GtkDirectionType  direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;

  if (tab && focus != NULL && gtk_widget_is_ancestor (focus, widget))
    return FALSE;

  return GTK_WIDGET_CLASS (grid_cells_parent_class)->focus (widget, direction);
}

static void
grid_cells_set_focus_child (GtkWidget *widget,
                            GtkWidget *child)
{
  KlasterGrid *grid = GRID_CELLS (widget)->grid;

  GTK_WIDGET_CLASS (grid_cells_parent_class)->set_focus_child (widget, child);

  for (guint i = 0; child != NULL && i < grid->columns->len; i++)
    if (get_nth_child (widget, i) == child)
      grid->focus_column = klaster_grid_get_nth (grid, i)->id;
}

static void
grid_cells_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

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
  widget_class->focus = grid_cells_focus;
  widget_class->set_focus_child = grid_cells_set_focus_child;
  gtk_widget_class_set_css_name (widget_class, "cells");
  /* Not "presentation": screen readers would not find the cells in it either. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
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
    gtk_widget_set_parent (self->make (klaster_grid_get_nth (self, i)->id, self->user_data), GTK_WIDGET (cells));

  return GTK_WIDGET (cells);
}

/* Fills the cells; what stands in those that are seen is the name of the row. */
static char *
show_cells_cb (GtkWidget *content,
               gint64     id,
               gpointer   data)
{
  KlasterGrid *self = data;
  GString *name = g_string_new (NULL);
  guint i = 0;

  for (GtkWidget *cell = gtk_widget_get_first_child (content); cell != NULL && i < self->columns->len;
       cell = gtk_widget_get_next_sibling (cell), i++)
    {
      const char *text;

      self->show (cell, klaster_grid_get_nth (self, i)->id, id, self->user_data);
      text = KLASTER_IS_CELL (cell) && !klaster_grid_get_nth (self, i)->away ? klaster_cell_get_shown (KLASTER_CELL (cell)) : "";
      if (*text != '\0')
        g_string_append_printf (name, "%s%s", name->len > 0 ? " · " : "", text);
    }

  /* Other cells than KlasterCell say for themselves what they show. */
  return g_string_free (name, name->len == 0);
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

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 0;
      *natural = klaster_grid_get_natural (self);
      return;
    }
  gtk_widget_measure (self->header, orientation, -1, &header_minimum, &header_natural, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (self->rows), orientation, -1, &rows_minimum, &rows_natural, NULL, NULL);
  *minimum = header_minimum + rows_minimum;
  *natural = header_natural + rows_natural;
}

static void
klaster_grid_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  KlasterGrid *self = KLASTER_GRID (widget);
  double value = klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_HORIZONTAL);
  int content, header_height, x;

  self->room = width;
  klaster_grid_lay_out (self);
  content = MAX (klaster_grid_get_left (self, self->columns->len), width);
  gtk_widget_measure (self->header, GTK_ORIENTATION_VERTICAL, -1, NULL, &header_height, NULL, NULL);
  klaster_scroll_configure (&self->scroll, GTK_ORIENTATION_HORIZONTAL, value, content, width * 0.1, width);
  x = (int) -klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_HORIZONTAL);
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
  klaster_grid_lay_out (self);
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

/* From inside GTK asks when Shift+Tab has come before the first of its children: to say yes would keep it in here. */
static gboolean
klaster_grid_grab_focus (GtkWidget *widget)
{
  return !klaster_has_focus_within (widget) && gtk_widget_grab_focus (GTK_WIDGET (KLASTER_GRID (widget)->rows));
}

/* GObject */

static void klaster_grid_sort_requested (KlasterGrid *self,
                                         gint         column,
                                         gboolean     descending);

static void
klaster_grid_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  klaster_scroll_get (&KLASTER_GRID (object)->scroll, property_id, value, pspec);
}

/* Up and down it is the rows that scroll, below the header. */
static void
klaster_grid_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  KlasterGrid *self = KLASTER_GRID (object);

  klaster_scroll_set (&self->scroll, property_id, value, pspec);
  if (property_id == KLASTER_SCROLL_VADJUSTMENT)
    g_object_set (self->rows, "vadjustment", self->scroll.adjustments[GTK_ORIENTATION_VERTICAL], NULL);
}

static void
klaster_grid_dispose (GObject *object)
{
  KlasterGrid *self = KLASTER_GRID (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_object (&self->model);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer ((GtkWidget **) &self->rows, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_grid_parent_class)->dispose (object);
}

static void
klaster_grid_finalize (GObject *object)
{
  klaster_scroll_clear (&KLASTER_GRID (object)->scroll);
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

  klaster_scroll_install (object_class);

  signals[SIGNAL_SORT_REQUESTED] = g_signal_new_class_handler ("sort-requested", KLASTER_TYPE_GRID, G_SIGNAL_RUN_LAST,
                                                               G_CALLBACK (klaster_grid_sort_requested), NULL, NULL, NULL,
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
  self->columns = g_ptr_array_new_with_free_func (g_free);
  self->sorted = -1;
  self->text_scale = 1;
  self->header = klaster_grid_header_new (self);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
  self->rows = g_object_new (KLASTER_TYPE_ROW_LIST, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW_GROUP, NULL);
  klaster_row_list_set_tabular (self->rows, TRUE);
  klaster_row_list_set_rows (self->rows, make_cells_cb, show_cells_cb, self);
  gtk_widget_set_parent (GTK_WIDGET (self->rows), GTK_WIDGET (self));
  klaster_scroll_init (&self->scroll, GTK_WIDGET (self), G_CALLBACK (gtk_widget_queue_allocate));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "view");
  gtk_widget_add_css_class (GTK_WIDGET (self), "grid");
  gtk_widget_add_css_class (GTK_WIDGET (self), "column-separators");
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

/* The arrow above the column by which records are sorted, here or in another list. */
static void
query_changed_cb (KlasterGrid *self)
{
  gboolean descending;
  gint column = klaster_query_get_sort (klaster_query_model_get_query (self->model), &descending);

  klaster_grid_set_sort (self, column, descending);
}

static void
updated_cb (KlasterGrid *self)
{
  const KlasterQueryResult *result = klaster_query_model_get_result (self->model);

  if (result != NULL)
    klaster_row_list_set_groups (self->rows, result->groups);
  klaster_row_list_refresh (self->rows);
}

/* Upwards, downwards, and back to the order that nobody chose. */
static void
klaster_grid_sort_requested (KlasterGrid *self,
                             gint         column,
                             gboolean     descending)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->model == NULL)
    return;

  query = klaster_query_copy (klaster_query_model_get_query (self->model));
  klaster_query_set_sort (query, column, descending);
  klaster_query_model_set_query (self->model, query);
}

/**
 * klaster_grid_set_model:
 * @self: a grid whose cells were set and whose columns are those of the model's query
 * @model: (nullable): what it shows, in its order and groups
 * @selection: (nullable): what is selected of it
 *
 * Shows what the model finds, as soon as there is both.
 */
void
klaster_grid_set_model (KlasterGrid       *self,
                        KlasterQueryModel *model,
                        KlasterSelection  *selection)
{
  g_autoptr (KlasterSelectionModel) rows = NULL;

  g_return_if_fail (KLASTER_IS_GRID (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  if (model != NULL && selection != NULL)
    rows = klaster_selection_model_new (klaster_query_model_get_list (model), selection);
  klaster_row_list_set_model (self->rows, rows);
  if (model == NULL)
    return;

  g_signal_connect_object (model, "notify::query", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  query_changed_cb (self);
  updated_cb (self);
}

/**
 * klaster_grid_set_list:
 * @self: a grid whose cells were set
 * @list: (nullable): what it shows, in its order, without groups
 * @selection: (nullable): what is selected of it
 *
 * Shows a list that somebody else keeps up to date; klaster_row_list_refresh() when what its rows show is another.
 */
void
klaster_grid_set_list (KlasterGrid       *self,
                       KlasterRecordList *list,
                       KlasterSelection  *selection)
{
  g_autoptr (KlasterSelectionModel) rows = NULL;

  g_return_if_fail (KLASTER_IS_GRID (self));

  klaster_grid_set_model (self, NULL, NULL);
  if (list != NULL && selection != NULL)
    rows = klaster_selection_model_new (list, selection);
  klaster_row_list_set_model (self->rows, rows);
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
