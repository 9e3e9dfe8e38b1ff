/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-row-list.h"

/* Rows above and below what is seen, so that the next step of the wheel finds them drawn. */
#define EXTRA_ROWS 2

/**
 * KlasterRowList:
 *
 * A scrollable list of records whose rows are all of one height. It has widgets only for the rows that are seen, and uses
 * them again for whatever is seen next: another result of a search costs the same with 50 and with 50,000 records. (A
 * GtkListView makes two hundred rows anew and measures each of them, which takes several frames.) It looks at identifiers
 * only; no #KlasterRecord is made.
 *
 * Selecting works as in a GtkListView: click, Ctrl-click and Shift-click, arrows, Home, End and Page keys with Shift to
 * extend and Ctrl to move without selecting, Space, Ctrl+A.
 *
 * Signals: ::activate (position: u) for Enter and a double click.
 */
struct _KlasterRowList
{
  GtkWidget parent_instance;

  KlasterSelectionModel *model;
  KlasterRecordList *list; /* of the model */
  KlasterRowListMakeFunc make;
  KlasterRowListShowFunc show;
  gpointer user_data;
  gboolean tabular;

  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];

  GPtrArray *rows;      /* RowListRow: those there are, in the order of their positions */
  int row_height;       /* 0: not known yet */
  gboolean height_stale; /* it may have become less */
  int height;           /* of what is seen */
  gboolean items_stale; /* positions of rows are those of before the last change */
  gboolean configuring;
  guint tick;
  gint64 wanted;        /* a position to show once it is known where it is, -1: none */

  gint64 focus_id;      /* the record from which keys move */
  guint focus_position; /* where it was last */
  gint64 anchor_id;     /* where what Shift selects begins */
};

/* A row: the frame around what a KlasterRowListMakeFunc made */
#define ROW_LIST_TYPE_ROW (row_list_row_get_type ())
G_DECLARE_FINAL_TYPE (RowListRow, row_list_row, ROW_LIST, ROW, GtkWidget)

struct _RowListRow
{
  GtkWidget parent_instance;

  gint64 id; /* 0: none yet */
  guint position;
  gboolean stale;
};

G_DEFINE_FINAL_TYPE (RowListRow, row_list_row, GTK_TYPE_WIDGET)

enum
{
  PROP_HADJUSTMENT = 1,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

enum
{
  SIGNAL_ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

static guint
get_n_items (KlasterRowList *self)
{
  return self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
}

static double
get_value (KlasterRowList *self)
{
  return gtk_adjustment_get_value (self->adjustments[GTK_ORIENTATION_VERTICAL]);
}

/* The row that has the keyboard's focus or contains it */
static RowListRow *
get_focus_row (KlasterRowList *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return child != NULL && focus != NULL && (focus == child || gtk_widget_is_ancestor (focus, child)) ? ROW_LIST_ROW (child)
                                                                                                     : NULL;
}

static RowListRow *
find_row (KlasterRowList *self,
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
  double upper = MAX ((double) get_n_items (self) * self->row_height, self->height);

  self->configuring = TRUE;
  gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_VERTICAL], CLAMP (value, 0, upper - self->height), 0, upper,
                            MAX (self->row_height, 1), MAX (self->height * 0.9, 1), self->height);
  self->configuring = FALSE;
}

/* The least scrolling that shows the whole row. */
static double
get_value_for (KlasterRowList *self,
               guint           position)
{
  double top = (double) position * self->row_height;
  double value = get_value (self);

  if (top < value)
    return top;
  if (top + self->row_height > value + self->height)
    return top + self->row_height - self->height;

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

/* Screen readers meet children in the order in which the list has them. */
static void
sort_rows (KlasterRowList *self)
{
  GtkWidget *previous = NULL;

  g_ptr_array_sort (self->rows, compare_rows);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (gtk_widget_get_prev_sibling (row) != previous)
        gtk_widget_insert_after (row, GTK_WIDGET (self), previous);
      previous = row;
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
  RowListRow *focus_row = get_focus_row (self);

  self->rows = g_ptr_array_new ();
  if (focus_row != NULL && get_n_items (self) > 0)
    {
      gint position = klaster_record_list_find (self->list, focus_row->id);
      guint at = position >= 0 ? (guint) position : MIN (focus_row->position, get_n_items (self) - 1);
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

  sort_rows (self);
}

/* Whether the rows that there are cover what is seen and show what is there now. */
static void
ensure_rows (KlasterRowList *self)
{
  guint n_items = get_n_items (self);
  guint first = 0, end = MIN (n_items, 1);
  gboolean complete = !self->items_stale;

  if (self->row_height > 0)
    {
      double value = get_value (self);

      first = (guint) MAX (0, floor (value / self->row_height) - EXTRA_ROWS);
      first = MIN (first, n_items);
      end = (guint) MIN ((double) n_items, ceil ((value + self->height) / self->row_height) + EXTRA_ROWS);
    }
  for (guint position = first; complete && position < end; position++)
    {
      RowListRow *row = find_row (self, position);

      complete = row != NULL && !row->stale;
    }
  if (complete)
    return;

  self->items_stale = FALSE;
  assign_rows (self, first, end);
}

/* Where to scroll after records came or went, so that what is seen stays where it is: at the top it stays at the top. */
static double
get_value_after_change (KlasterRowList *self)
{
  double value = get_value (self);

  if (value <= 0 || self->row_height == 0)
    return value;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);
      double top = (double) row->position * self->row_height;
      gint position;

      if (top + self->row_height <= value || top >= value + self->height)
        continue;
      position = klaster_record_list_find (self->list, row->id);
      if (position >= 0)
        return value + ((double) position - row->position) * self->row_height;
    }

  return value;
}

/* Has the rows that are seen, where they are seen now. */
static void
update (KlasterRowList *self)
{
  if (self->row_height > 0 && self->height > 0)
    {
      configure_vertical (self, self->items_stale ? get_value_after_change (self) : get_value (self));
      if (self->wanted >= 0 && get_n_items (self) > 0)
        configure_vertical (self, get_value_for (self, (guint) MIN (self->wanted, (gint64) get_n_items (self) - 1)));
      self->wanted = -1;
    }
  ensure_rows (self);
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
  if (self->configuring)
    return;

  if (self->list != NULL && self->row_height > 0 && !self->items_stale)
    ensure_rows (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
items_changed_cb (KlasterRowList *self)
{
  self->items_stale = TRUE;
  queue_update (self);
}

/* What was selected on the map or in a table is where keys go on from here. */
static void
selection_changed_cb (KlasterRowList *self)
{
  KlasterSelection *selection = klaster_selection_model_get_selection (self->model);
  gint64 focus = klaster_selection_get_focus (selection);

  if (klaster_selection_get_n (selection) == 1 && focus != self->focus_id &&
      klaster_record_list_find (self->list, focus) >= 0)
    {
      self->focus_id = focus;
      self->focus_position = (guint) klaster_record_list_find (self->list, focus);
      self->anchor_id = focus;
    }
  if (self->items_stale)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    update_selected (self, g_ptr_array_index (self->rows, i));
}

/* Focus and selecting */

static gint
find_focus (KlasterRowList *self)
{
  gint position = self->focus_id != 0 ? klaster_record_list_find (self->list, self->focus_id) : -1;
  guint n_items = get_n_items (self);

  if (position >= 0)
    return position;

  return n_items > 0 ? (gint) MIN (self->focus_position, n_items - 1) : -1;
}

static gboolean
lead_to (KlasterRowList *self,
         guint           position)
{
  RowListRow *row;

  if (position >= get_n_items (self))
    return FALSE;

  klaster_row_list_scroll_to (self, position);
  self->focus_id = klaster_record_list_get_id (self->list, position);
  self->focus_position = position;
  ensure_rows (self);
  row = find_row (self, position);

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
select_position (KlasterRowList *self,
                 guint           position,
                 gboolean        modify,
                 gboolean        extend)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (self->model);
  gint64 id = klaster_record_list_get_id (self->list, position);
  gint anchor = self->anchor_id != 0 ? klaster_record_list_find (self->list, self->anchor_id) : -1;

  self->focus_id = id;
  self->focus_position = position;
  if (extend)
    {
      guint from = anchor >= 0 ? (guint) anchor : 0;
      gint64 kept = klaster_record_list_get_id (self->list, from);

      gtk_selection_model_select_range (model, MIN (from, position), MAX (from, position) - MIN (from, position) + 1, !modify);
      self->anchor_id = kept;
    }
  else
    {
      if (!modify)
        gtk_selection_model_select_item (model, position, TRUE);
      else if (gtk_selection_model_is_selected (model, position))
        gtk_selection_model_unselect_item (model, position);
      else
        gtk_selection_model_select_item (model, position, FALSE);
      self->anchor_id = id;
    }
  self->focus_id = id;
  self->focus_position = position;
}

static void
activate_position (KlasterRowList *self,
                   guint           position)
{
  if (position < get_n_items (self))
    g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0, position);
}

/* Rows by which a key moves; beyond either end is the end. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  guint n_items = get_n_items (self);
  gint position = self->list != NULL ? find_focus (self) : -1;
  gboolean select, modify, extend;
  int step, page;
  gint64 target;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  g_variant_get (args, "(iibbb)", &step, &page, &select, &modify, &extend);
  if (page != 0 && self->row_height > 0)
    step = page * MAX (1, self->height / self->row_height - 1);
  target = CLAMP ((gint64) position + step, 0, (gint64) n_items - 1);
  if (target == position && ABS (step) == 1)
    {
      gtk_widget_error_bell (widget);
      return GDK_EVENT_STOP;
    }
  lead_to (self, (guint) target);
  if (select)
    select_position (self, (guint) target, modify, extend);

  return GDK_EVENT_STOP;
}

static gboolean
select_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  gint position = self->list != NULL ? find_focus (self) : -1;
  gboolean modify, extend;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  g_variant_get (args, "(bb)", &modify, &extend);
  select_position (self, (guint) position, modify, extend);

  return GDK_EVENT_STOP;
}

static gboolean
select_all_cb (GtkWidget *widget,
               GVariant  *args,
               gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  if (self->model == NULL)
    return GDK_EVENT_PROPAGATE;

  if (g_variant_get_boolean (args))
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->model));
  else
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->model));

  return GDK_EVENT_STOP;
}

static gboolean
activate_cb (GtkWidget *widget,
             GVariant  *args,
             gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  gint position = self->list != NULL ? find_focus (self) : -1;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  activate_position (self, (guint) position);

  return GDK_EVENT_STOP;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            KlasterRowList  *self)
{
  gint position = klaster_row_list_find_at (self, y);
  RowListRow *row = position >= 0 ? find_row (self, (guint) position) : NULL;

  if (row == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  /* A cell that was clicked has it already. */
  if (!self->tabular || row != get_focus_row (self))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  if (n_press == 2)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      activate_position (self, (guint) position);
    }
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             KlasterRowList  *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gint position = klaster_row_list_find_at (self, y);

  if (position < 0)
    return;

  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  select_position (self, (guint) position, (state & GDK_CONTROL_MASK) != 0, (state & GDK_SHIFT_MASK) != 0);
}

/* GtkWidget */

static gboolean
klaster_row_list_grab_focus (GtkWidget *widget)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  gint position = self->list != NULL ? find_focus (self) : -1;

  return position >= 0 && lead_to (self, (guint) position);
}

/* Tab leads in, and out again; within the list keys move. */
static gboolean
klaster_row_list_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  RowListRow *row = get_focus_row (self);

  if (row != NULL)
    return gtk_widget_child_focus (gtk_widget_get_first_child (GTK_WIDGET (row)), direction);

  return klaster_row_list_grab_focus (widget);
}

/* However a row got the focus, keys go on from there. */
static void
klaster_row_list_set_focus_child (GtkWidget *widget,
                                  GtkWidget *child)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);

  GTK_WIDGET_CLASS (klaster_row_list_parent_class)->set_focus_child (widget, child);

  if (child != NULL)
    {
      self->focus_id = ROW_LIST_ROW (child)->id;
      self->focus_position = ROW_LIST_ROW (child)->position;
    }
}

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
      *minimum = self->row_height;
      *natural = (int) CLAMP ((gint64) self->row_height * get_n_items (self), *minimum, G_MAXINT / 4);
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

/* The height of the tallest row there is: scripts differ a little in theirs. */
static int
measure_rows (KlasterRowList *self,
              int             width)
{
  int height = 0;

  for (guint i = 0; i < self->rows->len; i++)
    {
      int natural;

      gtk_widget_measure (g_ptr_array_index (self->rows, i), GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }

  return height;
}

static void
klaster_row_list_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height,
                                int        baseline)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  GtkAdjustment *horizontal = self->adjustments[GTK_ORIENTATION_HORIZONTAL];
  int minimum, measured;
  double x;

  self->height = height;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  minimum = MAX (minimum, width);
  self->configuring = TRUE;
  gtk_adjustment_configure (horizontal, CLAMP (gtk_adjustment_get_value (horizontal), 0, minimum - width), 0, minimum,
                            width * 0.1, width * 0.9, width);
  self->configuring = FALSE;
  x = gtk_adjustment_get_value (horizontal);
  if (self->list == NULL)
    {
      configure_vertical (self, 0);
      return;
    }

  /* Rows are made here only where there are too few: at the first time, and when the window grew. */
  update (self);
  measured = measure_rows (self, minimum);
  if (measured > self->row_height || (self->height_stale && measured > 0 && measured != self->row_height))
    {
      double rows_above = self->row_height > 0 ? get_value (self) / self->row_height : 0;

      self->row_height = measured;
      configure_vertical (self, rows_above * measured);
      update (self);
    }
  self->height_stale = FALSE;

  for (guint i = 0; i < self->rows->len; i++)
    {
      RowListRow *row = g_ptr_array_index (self->rows, i);
      double y = (double) row->position * self->row_height - get_value (self);

      /* The row that is kept for the focus may be farther away than coordinates reach. */
      y = CLAMP (y, -2.0 * self->row_height, height + self->row_height);
      gtk_widget_size_allocate (GTK_WIDGET (row), &(GtkAllocation) { (int) -x, (int) round (y), minimum, self->row_height }, -1);
    }
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

/* GObject */

static void
set_adjustment (KlasterRowList *self,
                GtkOrientation  orientation,
                GtkAdjustment  *adjustment)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (adjustment == self->adjustments[orientation])
    return;

  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment);
  g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
klaster_row_list_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
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
klaster_row_list_set_property (GObject      *object,
                               guint         property_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
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
klaster_row_list_dispose (GObject *object)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);
  GtkWidget *child;

  klaster_row_list_set_model (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->adjustments); i++)
    if (self->adjustments[i] != NULL)
      g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
  remove_rows (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (klaster_row_list_parent_class)->dispose (object);
}

static void
klaster_row_list_finalize (GObject *object)
{
  KlasterRowList *self = KLASTER_ROW_LIST (object);

  g_clear_object (&self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
  g_clear_object (&self->adjustments[GTK_ORIENTATION_VERTICAL]);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (klaster_row_list_parent_class)->finalize (object);
}

static void
add_move_bindings (GtkWidgetClass *widget_class,
                   guint           keyval,
                   guint           keypad_keyval,
                   int             step,
                   int             page)
{
  const guint keyvals[] = { keyval, keypad_keyval };

  for (guint i = 0; i < G_N_ELEMENTS (keyvals); i++)
    {
      gtk_widget_class_add_binding (widget_class, keyvals[i], 0, move_cb, "(iibbb)", step, page, TRUE, FALSE, FALSE);
      gtk_widget_class_add_binding (widget_class, keyvals[i], GDK_CONTROL_MASK, move_cb, "(iibbb)", step, page, FALSE, FALSE,
                                    FALSE);
      gtk_widget_class_add_binding (widget_class, keyvals[i], GDK_SHIFT_MASK, move_cb, "(iibbb)", step, page, TRUE, FALSE,
                                    TRUE);
      gtk_widget_class_add_binding (widget_class, keyvals[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK, move_cb, "(iibbb)", step,
                                    page, TRUE, TRUE, TRUE);
    }
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const guint space[] = { GDK_KEY_space, GDK_KEY_KP_Space };
  static const guint enter[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };

  add_move_bindings (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, -1, 0);
  add_move_bindings (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 1, 0);
  add_move_bindings (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, -G_MAXINT, 0);
  add_move_bindings (widget_class, GDK_KEY_End, GDK_KEY_KP_End, G_MAXINT, 0);
  add_move_bindings (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, -1);
  add_move_bindings (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (space); i++)
    {
      gtk_widget_class_add_binding (widget_class, space[i], 0, select_cb, "(bb)", FALSE, FALSE);
      gtk_widget_class_add_binding (widget_class, space[i], GDK_CONTROL_MASK, select_cb, "(bb)", TRUE, FALSE);
      gtk_widget_class_add_binding (widget_class, space[i], GDK_SHIFT_MASK, select_cb, "(bb)", FALSE, TRUE);
      gtk_widget_class_add_binding (widget_class, space[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK, select_cb, "(bb)", TRUE, TRUE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (enter); i++)
    gtk_widget_class_add_binding (widget_class, enter[i], 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, select_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_slash, GDK_CONTROL_MASK, select_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_A, GDK_CONTROL_MASK | GDK_SHIFT_MASK, select_all_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_backslash, GDK_CONTROL_MASK, select_all_cb, "b", FALSE);
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
  widget_class->grab_focus = klaster_row_list_grab_focus;
  widget_class->focus = klaster_row_list_focus;
  widget_class->set_focus_child = klaster_row_list_set_focus_child;
  widget_class->measure = klaster_row_list_measure;
  widget_class->size_allocate = klaster_row_list_size_allocate;
  widget_class->css_changed = klaster_row_list_css_changed;
  widget_class->map = klaster_row_list_map;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", KLASTER_TYPE_ROW_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);

  add_bindings (widget_class);
  gtk_widget_class_set_css_name (widget_class, "listview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
klaster_row_list_init (KlasterRowList *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->rows = g_ptr_array_new ();
  self->wanted = -1;
  set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, NULL);
  set_adjustment (self, GTK_ORIENTATION_VERTICAL, NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
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

  g_signal_connect_object (model, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);
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

  if (self->row_height == 0 || self->height == 0 || self->items_stale)
    {
      self->wanted = position;
      queue_update (self);
      return;
    }

  gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], get_value_for (self, position));
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
  gtk_adjustment_set_value (self->adjustments[GTK_ORIENTATION_VERTICAL], 0);
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
  double position;

  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), -1);

  /* Until the next frame the rows that one sees are those of before the change. */
  if (self->row_height == 0 || self->items_stale || y < 0 || y > gtk_widget_get_height (GTK_WIDGET (self)))
    return -1;
  position = floor ((y + get_value (self)) / self->row_height);

  return position < get_n_items (self) ? (gint) position : -1;
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

  row = find_row (self, position);

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
