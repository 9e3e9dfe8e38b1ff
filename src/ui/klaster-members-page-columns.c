/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-members-page-private.h"
#include "klaster-settings.h"
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

static guint
get_column (GtkColumnViewColumn *view_column)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (view_column), "column"));
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

static void
save_columns (KlasterMembersPage *self)
{
  g_autoptr (GArray) columns = klaster_members_page_list_columns (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < columns->len; i++)
    g_ptr_array_add (names,
                     (gpointer) klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, g_array_index (columns, guint, i))->name);
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (klaster_settings_get (), "member-columns", (const char *const *) names->pdata);
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

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          KlasterMembersPage       *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (factory), "column"));
  GtkWidget *cell = klaster_cell_new (column);
  GtkGesture *click = gtk_gesture_click_new ();

  g_object_set_data (G_OBJECT (cell), "page", self);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), cell, 0);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  klaster_members_page_connect_cell (self, KLASTER_CELL (cell));
  gtk_list_item_set_child (item, cell);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterMembersPage       *self)
{
  KlasterCell *cell = KLASTER_CELL (gtk_list_item_get_child (item));

  klaster_cell_bind (cell, klaster_record_get_id (gtk_list_item_get_item (item)), gtk_list_item_get_position (item));
  g_hash_table_add (self->cells, cell);
  klaster_members_page_update_cell (self, cell);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           KlasterMembersPage       *self)
{
  KlasterCell *cell = KLASTER_CELL (gtk_list_item_get_child (item));

  if (self->editing == cell)
    klaster_members_page_stop_editing (self);
  g_hash_table_remove (self->cells, cell);
  klaster_cell_bind (cell, 0, 0);
}

static void
teardown_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             KlasterMembersPage       *self)
{
  g_hash_table_remove (self->cells, gtk_list_item_get_child (item));
  gtk_list_item_set_child (item, NULL);
}

/* The order of rows is the query's. These sorters only make headers clickable and tell which one was clicked: GTK 4.8 does
 * not say. */
static int
probe_cb (gconstpointer a,
          gconstpointer b,
          gpointer      user_data)
{
  GtkColumnViewColumn *view_column = user_data;
  KlasterMembersPage *self = g_object_get_data (G_OBJECT (view_column), "page");

  if (self->probed_column == 0)
    self->probed_column = get_column (view_column);

  return -1;
}

static GtkColumnViewColumn *
make_view_column (KlasterMembersPage *self,
                  guint               column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, column);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *title = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);
  GtkColumnViewColumn *view_column;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (teardown_cb), self, 0);
  view_column = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (view_column), "column", GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (view_column), "page", self);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_fixed_width (view_column, get_width (info, column));
  if ((info->flags & KLASTER_COLUMN_DERIVED) == 0)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, view_column, NULL));

      gtk_column_view_column_set_sorter (view_column, sorter);
    }

  return view_column;
}

static void
sorter_changed_cb (KlasterMembersPage *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table));
  GtkOrdering ordering;
  g_autoptr (KlasterQuery) query = NULL;

  if (self->members == NULL)
    return;

  self->probed_column = 0;
  ordering = gtk_sorter_compare (sorter, self, self->table);
  query = klaster_query_copy (klaster_member_model_get_query (self->members));
  if (self->probed_column == 0)
    klaster_query_set_sort (query, -1, FALSE);
  else
    klaster_query_set_sort (query, (gint) self->probed_column, ordering == GTK_ORDERING_LARGER);
  klaster_member_model_set_query (self->members, query);
}

static GtkColumnViewColumn *
find_view_column (KlasterMembersPage *self,
                  guint               column,
                  guint              *position)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);

      if (get_column (view_column) == column)
        {
          if (position)
            *position = i;
          return view_column;
        }
    }

  return NULL;
}

static void
column_toggled_cb (GtkCheckButton     *check,
                   KlasterMembersPage *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "column"));
  GtkColumnViewColumn *view_column = find_view_column (self, column, NULL);

  klaster_members_page_stop_editing (self);
  if (gtk_check_button_get_active (check) && view_column == NULL)
    {
      g_autoptr (GtkColumnViewColumn) added = make_view_column (self, column);
      guint position = 0;

      /* Where it stands in the schema, which is the order that people know. */
      while (position < g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table))))
        {
          g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)),
                                                                         position);

          if (get_column (other) > column)
            break;
          position++;
        }
      gtk_column_view_insert_column (GTK_COLUMN_VIEW (self->table), position, added);
    }
  else if (!gtk_check_button_get_active (check) && view_column != NULL)
    {
      /* A table without columns could not be brought back. */
      if (g_list_model_get_n_items (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table))) == 1)
        {
          gtk_check_button_set_active (check, TRUE);
          return;
        }
      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->table), view_column);
    }
}

static void
fill_chooser (KlasterMembersPage *self)
{
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);

  for (guint column = 1; column < info->n_columns; column++)
    {
      g_autofree char *name = klaster_value_column_name (KLASTER_TABLE_INSTITUTION, column);
      GtkWidget *check = gtk_check_button_new_with_label (name);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), find_view_column (self, column, NULL) != NULL);
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
  GListModel *view_columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < g_list_model_get_n_items (view_columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (view_columns, i);
      guint column = get_column (view_column);

      g_array_append_val (columns, column);
    }

  return columns;
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

  for (guint i = 0; i < columns->len; i++)
    if (find_view_column (self, g_array_index (columns, guint, i), NULL) == NULL)
      {
        g_autoptr (GtkColumnViewColumn) view_column = make_view_column (self, g_array_index (columns, guint, i));

        gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), view_column);
      }
  self->cursor_column = g_array_index (columns, guint, 0);
  fill_chooser (self);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)), "items-changed",
                           G_CALLBACK (save_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);
}
