/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-row-list-private.h"

/* Rows above and below what is seen, so that the next step of the wheel finds them drawn. */
#define EXTRA_ROWS 2

G_DEFINE_FINAL_TYPE (RowListRow, row_list_row, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/**
 * KlasterRowList:
 *
 * A scrollable list of records whose rows are all of one height. It has widgets only for the rows that are seen, and uses
 * them again for whatever is seen next: another result of a search costs the same with 50 and with 50,000 records. (A
 * GtkListView makes two hundred rows anew and measures each of them, which takes several frames.) It looks at identifiers
 * only; no #KlasterRecord is made.
 *
 * Selecting works as in a GtkListView: click, Ctrl-click and Shift-click, arrows, Home, End and Page keys with Shift to
 * extend and Ctrl to move without selecting, Space, Ctrl+A. Rows may stand in groups under headings, of which the one of the
 * group that is seen stays on top. A menu for what is selected opens by a click with the other button, a long press, and the
 * Menu key or Shift+F10.
 *
 * Signals: ::activate (position: u) for Enter and a double click.
 */
G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterRowList, klaster_row_list, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
row_list_row_dispose (GObject *object)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (object));

  if (child != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (row_list_row_parent_class)->dispose (object);
}

/* In a table the focus is on a cell. */
static gboolean
row_list_row_grab_focus (GtkWidget *widget)
{
  GtkWidget *content = gtk_widget_get_first_child (widget);

  if (gtk_widget_get_focusable (widget))
    return GTK_WIDGET_CLASS (row_list_row_parent_class)->grab_focus (widget);

  return content != NULL && gtk_widget_grab_focus (content);
}

static void
row_list_row_class_init (RowListRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = row_list_row_dispose;
  widget_class->grab_focus = row_list_row_grab_focus;
  /* Before an entry that takes what is typed in the list takes it for the key of its own menu. */
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, klaster_row_list_menu_cb, NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  /* The names that GTK's own lists have, so that themes draw it alike. */
  gtk_widget_class_set_css_name (widget_class, "row");
}

static void
row_list_row_init (RowListRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "activatable");
}

/* Where things are */

guint
klaster_row_list_get_n_items (KlasterRowList *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

static double
get_value (KlasterRowList *self)
{
  return klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_VERTICAL);
}

/* The row that has the keyboard's focus or contains it */
RowListRow *
klaster_row_list_get_focus_row (KlasterRowList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* The menu is a child too. */
  if (child == NULL || focus == NULL || !ROW_LIST_IS_ROW (child))
    return NULL;

  return focus == child || gtk_widget_is_ancestor (focus, child) ? ROW_LIST_ROW (child) : NULL;
}

RowListRow *
klaster_row_list_find_row (KlasterRowList *self,
                           guint           position)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);

      if (row->position == position)
        return row;
    }

  return NULL;
}

static void
configure_vertical (KlasterRowList *self,
                    double          value)
{
  self->places.n_rows = klaster_row_list_get_n_items (self);
  klaster_scroll_configure (&self->scroll, GTK_ORIENTATION_VERTICAL, value, klaster_row_places_get_height (&self->places),
                            self->places.row_height, self->height);
}

/* The least scrolling that shows the whole row, below the heading that stays on top. */
static double
get_value_for (KlasterRowList *self,
               guint           position)
{
  double top = klaster_row_places_get_top (&self->places, position);
  double covered = self->places.firsts->len > 0 ? self->places.heading_height : 0;
  double value = get_value (self);

  if (top - covered < value)
    return top - covered;
  if (top + self->places.row_height > value + self->height)
    return top + self->places.row_height - self->height;

  return value;
}

/* Rows */

static void
update_selected (KlasterRowList *self,
                 RowListRow     *row)
{
  gboolean selected = gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), row->position);
  gboolean before = (gtk_widget_get_state_flags (GTK_WIDGET (row)) & GTK_STATE_FLAG_SELECTED) != 0;

  if (selected == before && !row->stale)
    return;

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (row), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (row), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

static void
show_row (KlasterRowList *self,
          RowListRow     *row,
          guint           position)
{
  gint64 id = klaster_record_list_get_id (self->list, position);

  row->stale = row->stale || row->id != id;
  row->id = id;
  row->position = position;
  if (row->stale)
    {
      g_autofree char *label = self->show (gtk_widget_get_first_child (GTK_WIDGET (row)), id, self->user_data);

      if (label != NULL)
        gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  update_selected (self, row);
  row->stale = FALSE;
}

static void
remove_rows (KlasterRowList *self)
{
  g_autoptr (GPtrArray) rows = g_steal_pointer (&self->rows);

  self->rows = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    gtk_widget_unparent (g_ptr_array_index (rows, i));
}

static RowListRow *
make_row (KlasterRowList *self)
{
  RowListRow *row = g_object_new (ROW_LIST_TYPE_ROW, "focusable", !self->tabular, "accessible-role",
                                  self->tabular ? GTK_ACCESSIBLE_ROLE_ROW : GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);

  gtk_widget_set_parent (self->make (self->user_data), GTK_WIDGET (row));
  gtk_widget_set_parent (GTK_WIDGET (row), GTK_WIDGET (self));

  return row;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const RowListRow *left = *(RowListRow *const *) a;
  const RowListRow *right = *(RowListRow *const *) b;

  return (left->position > right->position) - (left->position < right->position);
}

/* Screen readers meet children in the order in which the list has them, headings before the rows of their groups. */
static void
sort_children (KlasterRowList *self)
{
  GtkWidget *previous = NULL;
  guint n_headings = 0;

  g_ptr_array_sort (self->rows, compare_rows);
  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);

      for (; n_headings < self->headings->len; n_headings++)
        {
          GtkWidget *heading = g_ptr_array_index (self->headings, n_headings);

          if (klaster_row_list_get_first (self, heading) > row->position)
            break;
          if (gtk_widget_get_prev_sibling (heading) != previous)
            gtk_widget_insert_after (heading, GTK_WIDGET (self), previous);
          previous = heading;
        }
      if (gtk_widget_get_prev_sibling (GTK_WIDGET (row)) != previous)
        gtk_widget_insert_after (GTK_WIDGET (row), GTK_WIDGET (self), previous);
      previous = GTK_WIDGET (row);
    }
}

static RowListRow *
take_row (GPtrArray *spare,
          gint64     id)
{
  for (guint i = 0; i < spare->len; i++)
    {
      RowListRow *row = g_ptr_array_index (spare, i);

      if (row->id == id)
        return g_ptr_array_steal_index_fast (spare, i);
    }

  return NULL;
}

/* Has a row for every position from @first up to @end: rows that show a record already keep it, wherever it is now; the
 * others are used for what is new. The row with the focus is kept even when it is scrolled out of sight, or the keyboard
 * would lose its place. */
static void
assign_rows (KlasterRowList *self,
             guint           first,
             guint           end)
{
  g_autoptr (GPtrArray) spare = g_steal_pointer (&self->rows);
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (guint));
  RowListRow *focus_row = klaster_row_list_get_focus_row (self);

  self->rows = g_ptr_array_new ();
  if (focus_row != NULL && klaster_row_list_get_n_items (self) > 0)
    {
      gint position = klaster_record_list_find (self->list, focus_row->id);
      guint at = position >= 0 ? (guint) position : MIN (focus_row->position, klaster_row_list_get_n_items (self) - 1);
      gboolean leads = focus_row->id == self->focus_id;

      g_ptr_array_remove_fast (spare, focus_row);
      show_row (self, focus_row, at);
      g_ptr_array_add (self->rows, focus_row);
      if (leads)
        {
          self->focus_id = focus_row->id;
          self->focus_position = at;
        }
    }

  for (guint position = first; position < end; position++)
    {
      RowListRow *row = NULL;

      if (self->rows->len > 0 && focus_row != NULL && focus_row->position == position)
        continue;
      row = take_row (spare, klaster_record_list_get_id (self->list, position));
      if (row == NULL)
        {
          g_array_append_val (missing, position);
          continue;
        }
      show_row (self, row, position);
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < missing->len; i++)
    {
      RowListRow *row = spare->len > 0 ? g_ptr_array_steal_index_fast (spare, spare->len - 1) : make_row (self);

      show_row (self, row, g_array_index (missing, guint, i));
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < spare->len; i++)
    gtk_widget_unparent (g_ptr_array_index (spare, i));

}

/* Whether the rows that there are cover what is seen and show what is there now. */
void
klaster_row_list_ensure_rows (KlasterRowList *self)
{
  guint n_items = klaster_row_list_get_n_items (self);
  guint first = 0, end = MIN (n_items, 1);
  gboolean complete = !self->items_stale;

  self->places.n_rows = n_items;
  if (self->places.row_height > 0)
    {
      gint64 top = klaster_row_places_find_at (&self->places, get_value (self), NULL);
      gint64 bottom = klaster_row_places_find_at (&self->places, get_value (self) + self->height, NULL);

      first = top < 0 ? 0 : (guint) MAX (0, top - EXTRA_ROWS);
      end = bottom < 0 ? n_items : (guint) MIN ((gint64) n_items, bottom + 1 + EXTRA_ROWS);
    }
  for (guint position = first; complete && position < end; position++)
    {
      RowListRow *row = klaster_row_list_find_row (self, position);

      complete = row != NULL && !row->stale;
    }
  if (!complete)
    {
      self->items_stale = FALSE;
      assign_rows (self, first, end);
    }
  klaster_row_list_ensure_headings (self);
  sort_children (self);
}

/* Where to scroll after records came or went, so that what is seen stays where it is: at the top it stays at the top. */
static double
get_value_after_change (KlasterRowList *self)
{
  double value = get_value (self);

  if (value <= 0 || self->places.row_height <= 0)
    return value;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);
      gint position;

      if (row->top + self->places.row_height <= value || row->top >= value + self->height)
        continue;
      position = klaster_record_list_find (self->list, row->id);
      if (position >= 0)
        return value + klaster_row_places_get_top (&self->places, (guint) position) - row->top;
    }

  return value;
}

/* Has the rows that are seen, where they are seen now. */
static void
update (KlasterRowList *self)
{
  self->places.n_rows = klaster_row_list_get_n_items (self);
  if (self->places.row_height > 0 && self->height > 0)
    {
      configure_vertical (self, self->items_stale ? get_value_after_change (self) : get_value (self));
      if (self->wanted >= 0 && klaster_row_list_get_n_items (self) > 0)
        configure_vertical (self, get_value_for (self, (guint) MIN (self->wanted, (gint64) klaster_row_list_get_n_items (self) - 1)));
      self->wanted = -1;
    }
  klaster_row_list_ensure_rows (self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  self->tick = 0;
  if (self->list != NULL)
    update (self);
  if (self->list != NULL)
    klaster_row_list_take_focus (self);
  gtk_widget_queue_allocate (widget);

  return G_SOURCE_REMOVE;
}

/* Several changes are one before the next frame, and none while nobody looks. */
static void
queue_update (KlasterRowList *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* Changes */

static void
value_changed_cb (KlasterRowList *self)
{
  if (self->list != NULL && self->places.row_height > 0 && !self->items_stale)
    klaster_row_list_ensure_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
klaster_row_list_items_changed (KlasterRowList *self)
{
  self->items_stale = TRUE;
  queue_update (self);
}

static void
selection_changed_cb (KlasterRowList *self)
{
  klaster_row_list_follow (self);
  if (self->items_stale)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    update_selected (self, g_ptr_array_index (self->rows, i));
}

/* GtkWidget */

static void
klaster_row_list_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = (int) self->places.row_height;
      *natural = (int) CLAMP (klaster_row_places_get_height (&self->places), *minimum, G_MAXINT / 4);
      return;
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      int row_minimum, row_natural;

      gtk_widget_measure (g_ptr_array_index (self->rows, i), orientation, -1, &row_minimum, &row_natural, NULL, NULL);
      *minimum = MAX (*minimum, row_minimum);
      *natural = MAX (*natural, row_natural);
    }
}

/* The height of the tallest of them: scripts differ a little in theirs. */
static int
measure_tallest (GPtrArray *widgets,
                 int        width)
{
  int height = 0;

  for (guint i = 0; i < widgets->len; i++)
    {
      int natural;

      gtk_widget_measure (g_ptr_array_index (widgets, i), GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }

  return height;
}

/* Heights follow from what there is to measure. */
static void
update_heights (KlasterRowList *self,
                int             width)
{
  int row = measure_tallest (self->rows, width);
  int heading = measure_tallest (self->headings, width);
  double rows_above = self->places.row_height > 0 ? get_value (self) / self->places.row_height : 0;
  gboolean changed = FALSE;

  if (row > self->places.row_height || (self->height_stale && row > 0 && row != (int) self->places.row_height))
    {
      self->places.row_height = row;
      changed = TRUE;
    }
  if (heading > self->places.heading_height ||
      (self->height_stale && heading > 0 && heading != (int) self->places.heading_height))
    {
      self->places.heading_height = heading;
      changed = TRUE;
    }
  self->height_stale = FALSE;
  if (!changed)
    return;

  configure_vertical (self, rows_above * self->places.row_height);
  update (self);
}

static void
allocate_child (GtkWidget *child,
                double     x,
                double     y,
                int        width,
                double     height)
{
  gtk_widget_size_allocate (child, &(GtkAllocation) { (int) x, (int) round (y), width, (int) height }, -1);
}

static void
klaster_row_list_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  int minimum;
  double x;

  self->height = height;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  minimum = MAX (minimum, width);
  klaster_scroll_configure (&self->scroll, GTK_ORIENTATION_HORIZONTAL,
                            klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_HORIZONTAL), minimum, width * 0.1, width);
  x = -klaster_scroll_get_value (&self->scroll, GTK_ORIENTATION_HORIZONTAL);
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
  if (self->list == NULL)
    {
      configure_vertical (self, 0);
      return;
    }

  /* Rows are made here only where there are too few: at the first time, and when the window grew. */
  update (self);
  update_heights (self, minimum);
  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);

      row->top = klaster_row_places_get_top (&self->places, row->position);
      /* The row that is kept for the focus may be farther away than coordinates reach. */
      allocate_child (GTK_WIDGET (row), x,
                      CLAMP (row->top - get_value (self), -2.0 * self->places.row_height, height + self->places.row_height),
                      minimum, self->places.row_height);
    }
  for (guint i = 0; i < self->headings->len; i++)
    {
      GtkWidget *heading = g_ptr_array_index (self->headings, i);

      allocate_child (heading, x, klaster_row_list_get_heading_y (self, heading), minimum, self->places.heading_height);
    }
}

/* Headings over the rows: one of them stays on top while rows go by below it. */
static void
klaster_row_list_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->rows, i), snapshot);
  for (guint i = 0; i < self->headings->len; i++)
    gtk_widget_snapshot_child (widget, g_ptr_array_index (self->headings, i), snapshot);
}

static void
klaster_row_list_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  GTK_WIDGET_CLASS (klaster_row_list_parent_class)->css_changed (widget, change);

  /* The text may have another size now. */
  self->height_stale = TRUE;
}

static void
klaster_row_list_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (klaster_row_list_parent_class)->map (widget);

  queue_update (KLASTER_ROW_LIST (widget));
}

static void
klaster_row_list_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  klaster_scroll_get (&KLASTER_ROW_LIST (object)->scroll, property_id, value, pspec);
}

static void
klaster_row_list_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  klaster_scroll_set (&KLASTER_ROW_LIST (object)->scroll, property_id, value, pspec);
}

static void
klaster_row_list_dispose (GObject *object)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);
  GtkWidget *child;

  klaster_row_list_set_model (self, NULL);
  remove_rows (self);
  g_ptr_array_set_size (self->headings, 0);
  self->menu = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_row_list_parent_class)->dispose (object);
}

static void
klaster_row_list_finalize (GObject *object)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);

  klaster_scroll_clear (&self->scroll);
  klaster_row_places_clear (&self->places);
  g_ptr_array_unref (self->headings);
  g_ptr_array_unref (self->titles);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (klaster_row_list_parent_class)->finalize (object);
}

static void
klaster_row_list_class_init (KlasterRowListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = klaster_row_list_get_property;
  object_class->set_property = klaster_row_list_set_property;
  object_class->dispose = klaster_row_list_dispose;
  object_class->finalize = klaster_row_list_finalize;
  widget_class->measure = klaster_row_list_measure;
  widget_class->size_allocate = klaster_row_list_size_allocate;
  widget_class->snapshot = klaster_row_list_snapshot;
  widget_class->css_changed = klaster_row_list_css_changed;
  widget_class->map = klaster_row_list_map;

  klaster_scroll_install (object_class);

  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", KLASTER_TYPE_ROW_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);

  klaster_row_list_install_input (widget_class);
  gtk_widget_class_set_css_name (widget_class, "listview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
klaster_row_list_init (KlasterRowList *self)
{
  self->rows = g_ptr_array_new ();
  self->headings = g_ptr_array_new ();
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->wanted = -1;
  klaster_row_places_init (&self->places);
  klaster_scroll_init (&self->scroll, GTK_WIDGET (self), G_CALLBACK (value_changed_cb));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  klaster_row_list_add_input (self);
}

/**
 * klaster_row_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
klaster_row_list_new (void)
{
  return g_object_new (KLASTER_TYPE_ROW_LIST, NULL);
}

/**
 * klaster_row_list_set_rows:
 * @self: a list without a model
 * @make: makes what a row shows
 * @show: fills it
 * @user_data: for both; outlives the model
 *
 * Says how its rows look. All are given one height: that of the tallest which was seen.
 */
void
klaster_row_list_set_rows (KlasterRowList         *self,
                           KlasterRowListMakeFunc  make,
                           KlasterRowListShowFunc  show,
                           gpointer                user_data)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));
  g_return_if_fail (make != NULL && show != NULL);
  g_return_if_fail (self->model == NULL);

  self->make = make;
  self->show = show;
  self->user_data = user_data;
}

/**
 * klaster_row_list_set_tabular:
 * @self: a list without a model
 * @tabular: whether its rows are those of a table, in which cells have the focus
 */
void
klaster_row_list_set_tabular (KlasterRowList *self,
                              gboolean        tabular)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));
  g_return_if_fail (self->model == NULL);

  self->tabular = tabular;
}

/**
 * klaster_row_list_set_model:
 * @self: a list whose rows were set
 * @model: (nullable): what it shows
 *
 * Shows other records.
 */
void
klaster_row_list_set_model (KlasterRowList        *self,
                            KlasterSelectionModel *model)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));
  g_return_if_fail (model == NULL || KLASTER_IS_SELECTION_MODEL (model));
  g_return_if_fail (model == NULL || self->show != NULL);

  if (self->model == model)
    return;

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_set_object (&self->model, model);
  self->list = model != NULL ? klaster_selection_model_get_list (model) : NULL;
  remove_rows (self);
  self->focus_id = self->anchor_id = 0;
  self->focus_position = 0;
  if (model == NULL)
    return;

  g_signal_connect_object (model, "items-changed", G_CALLBACK (klaster_row_list_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  klaster_row_list_items_changed (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * klaster_row_list_get_model:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): what it shows
 */
KlasterSelectionModel *
klaster_row_list_get_model (KlasterRowList *self)
{
  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), NULL);

  return self->model;
}

/**
 * klaster_row_list_refresh:
 * @self: a list
 *
 * Has the rows that are seen filled again before the next frame: something that they say changed.
 */
void
klaster_row_list_refresh (KlasterRowList *self)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    ROW_LIST_ROW (g_ptr_array_index (self->rows, i))->stale = TRUE;
  queue_update (self);
}

/**
 * klaster_row_list_remake:
 * @self: a list
 *
 * Has all rows made anew: they consist of something else now.
 */
void
klaster_row_list_remake (KlasterRowList *self)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  remove_rows (self);
  self->height_stale = TRUE;
  queue_update (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * klaster_row_list_resize:
 * @self: a list
 *
 * Has all rows measured anew: they want another width now.
 */
void
klaster_row_list_resize (KlasterRowList *self)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_queue_resize (gtk_widget_get_first_child (g_ptr_array_index (self->rows, i)));
}

/**
 * klaster_row_list_scroll_to:
 * @self: a list
 * @position: a row
 *
 * Scrolls as little as shows the whole row.
 */
void
klaster_row_list_scroll_to (KlasterRowList *self,
                            guint           position)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  if (self->places.row_height <= 0 || self->height == 0 || self->items_stale)
    {
      self->wanted = position;
      queue_update (self);
      return;
    }

  gtk_adjustment_set_value (self->scroll.adjustments[GTK_ORIENTATION_VERTICAL], get_value_for (self, position));
}

/**
 * klaster_row_list_scroll_to_top:
 * @self: a list
 *
 * Scrolls to the first row.
 */
void
klaster_row_list_scroll_to_top (KlasterRowList *self)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  self->wanted = -1;
  gtk_adjustment_set_value (self->scroll.adjustments[GTK_ORIENTATION_VERTICAL], 0);
}

/**
 * klaster_row_list_find_at:
 * @self: a list
 * @y: in its coordinates, pixels
 *
 * Returns: the position of the row there, or -1
 */
gint
klaster_row_list_find_at (KlasterRowList *self,
                          double          y)
{
  gboolean heading;
  gint64 position;

  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), -1);

  /* Until the next frame the rows that one sees are those of before the change. */
  if (self->items_stale || y < 0 || y > gtk_widget_get_height (GTK_WIDGET (self)))
    return -1;
  for (guint i = 0; i < self->headings->len; i++)
    {
      double top = klaster_row_list_get_heading_y (self, g_ptr_array_index (self->headings, i));

      if (y >= top && y < top + self->places.heading_height)
        return -1;
    }
  position = klaster_row_places_find_at (&self->places, y + get_value (self), &heading);

  return heading ? -1 : (gint) position;
}

/**
 * klaster_row_list_get_content:
 * @self: a list
 * @position: a row
 *
 * Returns: (transfer none) (nullable): what that row shows, if it is in view
 */
GtkWidget *
klaster_row_list_get_content (KlasterRowList *self,
                              guint           position)
{
  RowListRow *row;

  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), NULL);

  row = klaster_row_list_find_row (self, position);

  return row != NULL ? gtk_widget_get_first_child (GTK_WIDGET (row)) : NULL;
}

/**
 * klaster_row_list_get_n_rows:
 * @self: a list
 *
 * Returns: how many rows there are widgets for, whatever the number of records
 */
guint
klaster_row_list_get_n_rows (KlasterRowList *self)
{
  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), 0);

  return self->rows->len;
}
