/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How people work in a list of rows: focus, keys, clicks, selecting, and the menu. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-row-list-private.h"

static gint
find_focus (KlasterRowList *self)
{
  gint position = self->focus_id != 0 ? klaster_record_list_find (self->list, self->focus_id) : -1;
  guint n_items = klaster_row_list_get_n_items (self);

  if (position >= 0)
    return position;

  return n_items > 0 ? (gint) MIN (self->focus_position, n_items - 1) : -1;
}

static gboolean
lead_to (KlasterRowList *self,
         guint           position)
{
  RowListRow *row;

  if (position >= klaster_row_list_get_n_items (self))
    return FALSE;

  klaster_row_list_scroll_to (self, position);
  self->focus_id = klaster_record_list_get_id (self->list, position);
  self->focus_position = position;
  klaster_row_list_ensure_rows (self);
  row = klaster_row_list_find_row (self, position);

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
  if (position < klaster_row_list_get_n_items (self))
    g_signal_emit_by_name (self, "activate", position);
}

/* Rows by which a key moves; beyond either end is the end. */
static gboolean
move_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  guint n_items = klaster_row_list_get_n_items (self);
  gint position = self->list != NULL ? find_focus (self) : -1;
  gboolean select, modify, extend;
  int step, page;
  gint64 target;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  g_variant_get (args, "(iibbb)", &step, &page, &select, &modify, &extend);
  if (page != 0 && self->places.row_height > 0)
    step = page * MAX (1, (int) (self->height / self->places.row_height) - 1);
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
  RowListRow *row = position >= 0 ? klaster_row_list_find_row (self, (guint) position) : NULL;

  if (row == NULL)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }
  /* A cell that was clicked has it already. */
  if (!self->tabular || row != klaster_row_list_get_focus_row (self))
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

/* Menu */

static void
open_menu (KlasterRowList *self,
           double          x,
           double          y)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

/* The menu is about the row under the pointer, or about all that are selected when it is one of them. */
static gboolean
open_menu_at (KlasterRowList *self,
              double          x,
              double          y)
{
  gint position = klaster_row_list_find_at (self, y);

  if (position < 0 || self->menu == NULL)
    return FALSE;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), (guint) position))
    select_position (self, (guint) position, FALSE, FALSE);
  open_menu (self, x, y);

  return TRUE;
}

static void
secondary_pressed_cb (GtkGestureClick *gesture,
                      int              n_press,
                      double           x,
                      double           y,
                      KlasterRowList  *self)
{
  if (open_menu_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
long_pressed_cb (GtkGestureLongPress *gesture,
                 double               x,
                 double               y,
                 KlasterRowList      *self)
{
  if (open_menu_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
menu_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   data)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  gint position = self->list != NULL && self->menu != NULL ? find_focus (self) : -1;
  RowListRow *row;
  GtkWidget *focus;
  double x = 24, y;

  if (position < 0)
    return GDK_EVENT_PROPAGATE;

  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), (guint) position))
    select_position (self, (guint) position, FALSE, FALSE);
  row = klaster_row_list_find_row (self, (guint) position);
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  /* Beside the cell that has the focus. */
  focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (row)))
    focus = GTK_WIDGET (row);
  gtk_widget_translate_coordinates (focus, widget, 24, gtk_widget_get_height (focus) / 2.0, &x, &y);
  open_menu (self, x, y);

  return GDK_EVENT_STOP;
}

gboolean
klaster_row_list_menu_cb (GtkWidget *row,
                          GVariant  *args,
                          gpointer   data)
{
  return menu_cb (gtk_widget_get_parent (row), args, data);
}

/* GtkWidget */

static gboolean
klaster_row_list_grab_focus (GtkWidget *widget)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  gint position = self->list != NULL ? find_focus (self) : -1;

  self->wants_focus = position < 0;

  return position >= 0 && lead_to (self, (guint) position);
}

void
klaster_row_list_take_focus (KlasterRowList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *grid = gtk_widget_get_parent (GTK_WIDGET (self));

  if (!self->wants_focus || klaster_row_list_get_n_items (self) == 0)
    return;
  self->wants_focus = FALSE;
  /* Above an empty table there are only its titles to go to. */
  if (focus == NULL || !gtk_widget_get_mapped (focus) || (self->tabular && gtk_widget_is_ancestor (focus, grid)))
    klaster_row_list_grab_focus (GTK_WIDGET (self));
}

/* Tab leads in, and out again; within the list keys move. */
static gboolean
klaster_row_list_focus (GtkWidget        *widget,
                        GtkDirectionType  direction)
{
  KlasterRowList *self = KLASTER_ROW_LIST (widget);
  RowListRow *row = klaster_row_list_get_focus_row (self);

  /* Keys in the menu come by here too: GTK looks for the next widget from the window downwards. */
  if (self->menu != NULL && gtk_widget_get_mapped (self->menu))
    return gtk_widget_child_focus (self->menu, direction);
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

  GTK_WIDGET_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (self)))->set_focus_child (widget, child);

  if (child != NULL && ROW_LIST_IS_ROW (child))
    {
      self->focus_id = ROW_LIST_ROW (child)->id;
      self->focus_position = ROW_LIST_ROW (child)->position;
    }
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

/**
 * klaster_row_list_install_input:
 * @widget_class: of the list
 */
void
klaster_row_list_install_input (GtkWidgetClass *widget_class)
{
  static const guint space[] = { GDK_KEY_space, GDK_KEY_KP_Space };
  static const guint enter[] = { GDK_KEY_Return, GDK_KEY_ISO_Enter, GDK_KEY_KP_Enter };

  widget_class->grab_focus = klaster_row_list_grab_focus;
  widget_class->focus = klaster_row_list_focus;
  widget_class->set_focus_child = klaster_row_list_set_focus_child;
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
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, select_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_slash, GDK_CONTROL_MASK, select_all_cb, "b", TRUE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_A, GDK_CONTROL_MASK | GDK_SHIFT_MASK, select_all_cb, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_backslash, GDK_CONTROL_MASK, select_all_cb, "b", FALSE);
}

static void
add_click (KlasterRowList *self,
           guint           button,
           GCallback       pressed,
           GCallback       released)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), button);
  g_signal_connect (click, "pressed", pressed, self);
  if (released != NULL)
    g_signal_connect (click, "released", released, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/**
 * klaster_row_list_add_input:
 * @self: a new list
 */
void
klaster_row_list_add_input (KlasterRowList *self)
{
  GtkGesture *press = gtk_gesture_long_press_new ();

  add_click (self, GDK_BUTTON_PRIMARY, G_CALLBACK (pressed_cb), G_CALLBACK (released_cb));
  add_click (self, GDK_BUTTON_SECONDARY, G_CALLBACK (secondary_pressed_cb), NULL);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (long_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}

/**
 * klaster_row_list_follow:
 * @self: a list with a model
 *
 * What was selected on the map or in another list is where keys go on from here.
 */
void
klaster_row_list_follow (KlasterRowList *self)
{
  KlasterSelection *selection = klaster_selection_model_get_selection (self->model);
  gint64 focus = klaster_selection_get_focus (selection);

  if (klaster_selection_get_n (selection) == 1 && focus != self->focus_id &&
      klaster_record_list_find (self->list, focus) >= 0)
    {
      self->focus_id = focus;
      self->focus_position = (guint) klaster_record_list_find (self->list, focus);
      self->anchor_id = focus;
      /* Who is in the list goes along. */
      if (klaster_row_list_get_focus_row (self) != NULL && !self->items_stale)
        lead_to (self, self->focus_position);
    }
}

/**
 * klaster_row_list_set_menu:
 * @self: a list
 * @menu: (nullable): what can be done with the rows that are selected
 */
void
klaster_row_list_set_menu (KlasterRowList *self,
                           GMenuModel     *menu)
{
  g_return_if_fail (KLASTER_IS_ROW_LIST (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (menu == NULL)
    return;

  self->menu = gtk_popover_menu_new_from_model (menu);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

/**
 * klaster_row_list_get_menu:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the popover with its menu
 */
GtkWidget *
klaster_row_list_get_menu (KlasterRowList *self)
{
  g_return_val_if_fail (KLASTER_IS_ROW_LIST (self), NULL);

  return self->menu;
}
