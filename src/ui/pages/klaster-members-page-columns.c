/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-members-page-private.h"
#include "klaster-value-text.h"

/* Pixels that a column begins with, by what it holds */
static int
get_width (const KlasterColumnInfo *info,
           guint                    column)
{
  if (column <= KLASTER_INSTITUTION_NAME_EN)
    return 260;

  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REAL:
    case KLASTER_COLUMN_BOOLEAN:
      return 96;
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
      return 110;
    case KLASTER_COLUMN_TOKEN:
      return 170;
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_LIST:
    case KLASTER_COLUMN_REFERENCE:
    default:
      return 180;
    }
}

/* What a new table shows: names in the language of the interface first. */
static GArray *
list_default_columns (void)
{
  static const guint rest[] = {
    KLASTER_INSTITUTION_KIND, KLASTER_INSTITUTION_ROLE, KLASTER_INSTITUTION_DISTRICT, KLASTER_INSTITUTION_ADDRESS,
    KLASTER_INSTITUTION_PHONE, KLASTER_INSTITUTION_STUDENTS, KLASTER_INSTITUTION_STAFF,
  };
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
  guint name = KLASTER_INSTITUTION_NAME_UZ + klaster_language_get_default ();

  g_array_append_val (columns, name);
  g_array_append_vals (columns, rest, G_N_ELEMENTS (rest));

  return columns;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int              n_press,
            double           x,
            double           y,
            KlasterCell     *cell)
{
  KlasterMembersPage *self = g_object_get_data (G_OBJECT (cell), "page");

  if (self == NULL || klaster_cell_is_editing (cell) || klaster_cell_get_id (cell) == 0)
    return;

  klaster_members_page_stop_editing (self);
  self->cursor_id = klaster_cell_get_id (cell);
  self->cursor_column = klaster_cell_get_column (cell);
  if ((gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK) == 0)
    self->anchor_id = self->cursor_id;
  gtk_widget_grab_focus (GTK_WIDGET (cell));
  if (n_press == 2 && gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_PRIMARY)
    {
      klaster_members_page_edit (self, NULL);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
}

static GtkWidget *
make_cell_cb (guint    column,
              gpointer user_data)
{
  KlasterMembersPage *self = user_data;
  GtkWidget *cell = klaster_cell_new (column);
  GtkGesture *click = gtk_gesture_click_new ();

  /* The cursor comes along with any button: what the menu does to cells is about the one that was clicked. */
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_object_set_data (G_OBJECT (cell), "page", self);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), cell, 0);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  klaster_members_page_connect_cell (self, KLASTER_CELL (cell));

  return cell;
}

static void
show_cell_cb (GtkWidget *widget,
              guint      column,
              gint64     id,
              gpointer   user_data)
{
  KlasterMembersPage *self = user_data;
  KlasterCell *cell = KLASTER_CELL (widget);

  if (self->editing == cell && klaster_cell_get_id (cell) != id)
    klaster_members_page_stop_editing (self);
  klaster_cell_bind (cell, id);
  klaster_members_page_update_cell (self, cell);
}

static const char *
get_name (guint column)
{
  return klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column)->name;
}

static char *
dup_title (guint column)
{
  return klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);
}

static void
insert (KlasterGrid *grid,
        guint        position,
        guint        column,
        const char  *title)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column);

  klaster_grid_insert_column (grid, position, column, title, get_width (info, column),
                              (info->flags & KLASTER_COLUMN_DERIVED) == 0);
}

/* The order of the schema is the one that people know. */
static const KlasterColumnSet column_set = {
  .group = "members",
  .setting = "member-columns",
  .first = 1,
  .n_columns = KLASTER_INSTITUTION_N_COLUMNS,
  .get_name = get_name,
  .dup_title = dup_title,
  .insert = insert,
  .list_default = list_default_columns,
};

/**
 * klaster_members_page_list_columns:
 *
 * Returns: (transfer full) (element-type guint): the columns that are shown, in order
 */
GArray *
klaster_members_page_list_columns (KlasterMembersPage *self)
{
  return klaster_grid_list_columns (self->grid);
}

/* The cursor is in a column that is there. */
static void
keep_cursor (KlasterMembersPage *self)
{
  if (klaster_grid_find_column (self->grid, self->cursor_column) < 0)
    {
      g_autoptr (GArray) columns = klaster_members_page_list_columns (self);

      self->cursor_column = columns->len > 0 ? g_array_index (columns, guint, 0) : 1;
    }
}

/**
 * klaster_members_page_restore_columns:
 *
 * Shows the columns that the project was looked at with last, if any.
 */
void
klaster_members_page_restore_columns (KlasterMembersPage *self)
{
  klaster_column_chooser_set_state (self->columns, self->state);
}

/**
 * klaster_members_page_add_columns:
 *
 * Makes the columns that were chosen last, and what chooses them.
 */
void
klaster_members_page_add_columns (KlasterMembersPage *self)
{
  klaster_grid_set_cells (self->grid, make_cell_cb, show_cell_cb, self);
  self->columns = KLASTER_COLUMN_CHOOSER (klaster_column_chooser_new (self->grid, &column_set));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->columns_scroller), GTK_WIDGET (self->columns));
  keep_cursor (self);
  g_signal_connect_object (self->columns, "choosing", G_CALLBACK (klaster_members_page_stop_editing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "columns-changed", G_CALLBACK (keep_cursor), self, G_CONNECT_SWAPPED);
}
