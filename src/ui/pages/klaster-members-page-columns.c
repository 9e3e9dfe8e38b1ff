/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-members-page-private.h"
#include "klaster-settings.h"
#include "klaster-value-text.h"

#define GROUP "members"
#define MAX_WIDTH 2000

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

static GArray *
load_columns (void)
{
  g_auto (GStrv) names = g_settings_get_strv (klaster_settings_get (), "member-columns");
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; names[i]; i++)
    {
      gint column = klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, names[i]);
      guint found = (guint) column;

      if (column > 0)
        g_array_append_val (columns, found);
    }
  if (columns->len > 0)
    return columns;

  g_array_unref (columns);
  return list_default_columns ();
}

/* For this project with their widths, and for those that are looked at for the first time. */
static void
save_columns (KlasterMembersPage *self)
{
  g_autoptr (GArray) columns = klaster_members_page_list_columns (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree int *widths = g_new (int, columns->len);

  if (self->restoring)
    return;

  for (guint i = 0; i < columns->len; i++)
    {
      guint column = g_array_index (columns, guint, i);

      g_ptr_array_add (names, (gpointer) klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column)->name);
      widths[i] = klaster_grid_get_width (self->grid, column);
    }
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (klaster_settings_get (), "member-columns", (const char *const *) names->pdata);
  if (self->state != NULL)
    {
      GKeyFile *keys = klaster_view_state_get_keys (self->state);

      g_key_file_set_string_list (keys, GROUP, "columns", (const char *const *) names->pdata, names->len - 1);
      g_key_file_set_integer_list (keys, GROUP, "widths", widths, columns->len);
      klaster_view_state_changed (self->state);
    }
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
  if (n_press == 2)
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

static void
sort_requested_cb (KlasterMembersPage *self,
                   gint                column,
                   gboolean            descending)
{
  g_autoptr (KlasterQuery) query = NULL;

  if (self->members == NULL)
    return;

  query = klaster_query_copy (klaster_query_model_get_query (self->members));
  klaster_query_set_sort (query, column, descending);
  klaster_query_model_set_query (self->members, query);
}

static void
add_column (KlasterMembersPage *self,
            guint               column,
            guint               position)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column);
  g_autofree char *title = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);

  klaster_grid_insert_column (self->grid, position, column, title, get_width (info, column),
                              (info->flags & KLASTER_COLUMN_DERIVED) == 0);
}

static void
column_toggled_cb (GtkCheckButton     *check,
                   KlasterMembersPage *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "column"));
  gboolean wanted = gtk_check_button_get_active (check);
  g_autoptr (GArray) columns = klaster_members_page_list_columns (self);
  guint position = 0;

  if (wanted == (klaster_grid_find_column (self->grid, column) >= 0))
    return;

  klaster_members_page_stop_editing (self);
  /* A table without columns could not be brought back. */
  if (!wanted && columns->len == 1)
    {
      gtk_check_button_set_active (check, TRUE);
      return;
    }
  if (!wanted)
    {
      klaster_grid_remove_column (self->grid, column);
      return;
    }
  /* Where it stands in the schema, which is the order that people know. */
  while (position < columns->len && g_array_index (columns, guint, position) < column)
    position++;
  add_column (self, column, position);
}

static void
fill_chooser (KlasterMembersPage *self)
{
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);

  for (guint column = 1; column < info->n_columns; column++)
    {
      g_autofree char *name = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);
      GtkWidget *check = gtk_check_button_new_with_label (name);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), klaster_grid_find_column (self->grid, column) >= 0);
      g_object_set_data (G_OBJECT (check), "column", GUINT_TO_POINTER (column));
      g_signal_connect_object (check, "toggled", G_CALLBACK (column_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->columns_box), check);
    }
}

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

/**
 * klaster_members_page_restore_columns:
 *
 * Shows the columns that the project was looked at with last, if any.
 */
void
klaster_members_page_restore_columns (KlasterMembersPage *self)
{
  GKeyFile *keys = klaster_view_state_get_keys (self->state);
  g_auto (GStrv) names = g_key_file_get_string_list (keys, GROUP, "columns", NULL, NULL);
  gsize n_widths = 0;
  g_autofree int *widths = g_key_file_get_integer_list (keys, GROUP, "widths", &n_widths, NULL);
  g_autoptr (GArray) before = klaster_members_page_list_columns (self);
  guint n_wanted = 0;

  self->restoring = TRUE;
  /* Those that are wanted come to the front, one after the other; what is left behind them goes. */
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      gint column = klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, names[i]);
      gint at = column > 0 ? klaster_grid_find_column (self->grid, (guint) column) : -1;

      if (column <= 0 || (at >= 0 && at < (gint) n_wanted))
        continue;
      if (at < 0)
        add_column (self, (guint) column, n_wanted);
      else
        klaster_grid_move_column (self->grid, (guint) column, n_wanted);
      n_wanted++;
      if (i < n_widths && widths[i] > 0 && widths[i] <= MAX_WIDTH)
        klaster_grid_set_width (self->grid, (guint) column, widths[i]);
    }
  for (guint i = 0; n_wanted > 0 && i < before->len; i++)
    if (klaster_grid_find_column (self->grid, g_array_index (before, guint, i)) >= (gint) n_wanted)
      klaster_grid_remove_column (self->grid, g_array_index (before, guint, i));
  for (GtkWidget *check = gtk_widget_get_first_child (self->columns_box); check; check = gtk_widget_get_next_sibling (check))
    {
      guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "column"));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), klaster_grid_find_column (self->grid, column) >= 0);
    }
  if (n_wanted > 0)
    {
      g_autoptr (GArray) columns = klaster_members_page_list_columns (self);

      self->cursor_column = g_array_index (columns, guint, 0);
    }
  self->restoring = FALSE;
}

/**
 * klaster_members_page_add_columns:
 *
 * Makes the columns that were chosen last, and what chooses them.
 */
void
klaster_members_page_add_columns (KlasterMembersPage *self)
{
  g_autoptr (GArray) columns = load_columns ();

  klaster_grid_set_cells (self->grid, make_cell_cb, show_cell_cb, self);
  for (guint i = 0; i < columns->len; i++)
    if (klaster_grid_find_column (self->grid, g_array_index (columns, guint, i)) < 0)
      add_column (self, g_array_index (columns, guint, i), G_MAXUINT);
  self->cursor_column = g_array_index (columns, guint, 0);
  fill_chooser (self);
  g_signal_connect_object (self->grid, "columns-changed", G_CALLBACK (save_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->grid, "sort-requested", G_CALLBACK (sort_requested_cb), self, G_CONNECT_SWAPPED);
}
