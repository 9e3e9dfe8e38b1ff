/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-column-chooser.h"
#include "klaster-focus.h"
#include "klaster-settings.h"

#define MAX_WIDTH 2000

struct _KlasterColumnChooser
{
  AdwBin parent_instance;

  const KlasterColumnSet *set;
  KlasterGrid *grid;
  KlasterViewState *state; /* (nullable) */
  GtkWidget *box;
  gboolean restoring;      /* columns are those of the last time, not chosen now */
};

enum
{
  CHOOSING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterColumnChooser, klaster_column_chooser, ADW_TYPE_BIN)

static gint
find_column (KlasterColumnChooser *self,
             const char           *name)
{
  for (guint column = self->set->first; column < self->set->n_columns; column++)
    if (g_str_equal (self->set->get_name (column), name))
      return (gint) column;

  return -1;
}

static void
insert (KlasterColumnChooser *self,
        guint                 column,
        guint                 position)
{
  g_autofree char *title = self->set->dup_title (column);

  self->set->insert (self->grid, position, column, title);
}

static guint
get_column (GtkWidget *check)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "column"));
}

static void
update_checks (KlasterColumnChooser *self)
{
  gboolean restoring = self->restoring;

  self->restoring = TRUE;
  for (GtkWidget *check = gtk_widget_get_first_child (self->box); check; check = gtk_widget_get_next_sibling (check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), klaster_grid_find_column (self->grid, get_column (check)) >= 0);
  self->restoring = restoring;
}

/* For this project with their widths, and for those that are looked at for the first time. */
static void
columns_changed_cb (KlasterColumnChooser *self)
{
  g_autoptr (GArray) columns = klaster_grid_list_columns (self->grid);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree int *widths = g_new0 (int, columns->len);

  if (self->restoring || columns->len == 0)
    return;

  for (guint i = 0; i < columns->len; i++)
    {
      guint column = g_array_index (columns, guint, i);

      g_ptr_array_add (names, (gpointer) self->set->get_name (column));
      if (klaster_grid_has_chosen_width (self->grid, column))
        widths[i] = klaster_grid_get_width (self->grid, column);
    }
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (klaster_settings_get (), self->set->setting, (const char *const *) names->pdata);
  if (self->state != NULL)
    {
      GKeyFile *keys = klaster_view_state_get_keys (self->state);

      g_key_file_set_string_list (keys, self->set->group, "columns", (const char *const *) names->pdata, names->len - 1);
      g_key_file_set_integer_list (keys, self->set->group, "widths", widths, columns->len);
      klaster_view_state_changed (self->state);
    }
}

/* Shows these columns in this order; what is left of those before goes. */
static void
show_columns (KlasterColumnChooser *self,
              const char *const    *names,
              const int            *widths,
              gsize                 n_widths)
{
  g_autoptr (GArray) before = klaster_grid_list_columns (self->grid);
  guint n_wanted = 0;

  self->restoring = TRUE;
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      gint column = find_column (self, names[i]);
      gint at = column >= 0 ? klaster_grid_find_column (self->grid, (guint) column) : -1;

      if (column < 0 || (at >= 0 && at < (gint) n_wanted))
        continue;
      if (at < 0)
        insert (self, (guint) column, n_wanted);
      else
        klaster_grid_move_column (self->grid, (guint) column, n_wanted);
      n_wanted++;
      if (i < n_widths && widths[i] > 0 && widths[i] <= MAX_WIDTH)
        klaster_grid_set_width (self->grid, (guint) column, widths[i]);
    }
  for (guint i = 0; n_wanted > 0 && i < before->len; i++)
    if (klaster_grid_find_column (self->grid, g_array_index (before, guint, i)) >= (gint) n_wanted)
      klaster_grid_remove_column (self->grid, g_array_index (before, guint, i));
  update_checks (self);
  self->restoring = FALSE;
}

static void
toggled_cb (GtkCheckButton       *check,
            KlasterColumnChooser *self)
{
  if (self->restoring)
    return;

  klaster_column_chooser_show (self, get_column (GTK_WIDGET (check)), gtk_check_button_get_active (check));
  /* A table without columns could not be brought back. */
  update_checks (self);
}

static void
klaster_column_chooser_dispose (GObject *object)
{
  KlasterColumnChooser *self = KLASTER_COLUMN_CHOOSER (object);

  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_object (&self->grid);
  g_clear_object (&self->state);
  adw_bin_set_child (ADW_BIN (self), NULL);

  G_OBJECT_CLASS (klaster_column_chooser_parent_class)->dispose (object);
}

static void
klaster_column_chooser_class_init (KlasterColumnChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_column_chooser_dispose;

  signals[CHOOSING] = g_signal_new ("choosing", KLASTER_TYPE_COLUMN_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
klaster_column_chooser_init (KlasterColumnChooser *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  adw_bin_set_child (ADW_BIN (self), self->box);
  klaster_walk_checks (self->box);
}

/**
 * klaster_column_chooser_new:
 * @grid: a grid without columns whose cells were set
 * @set: (transfer none): its columns; static
 *
 * Gives the grid the columns that were chosen last for any project, or those of a new table.
 *
 * Returns: (transfer floating): what chooses them
 */
GtkWidget *
klaster_column_chooser_new (KlasterGrid            *grid,
                            const KlasterColumnSet *set)
{
  KlasterColumnChooser *self;
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (KLASTER_IS_GRID (grid) && set != NULL, NULL);

  self = g_object_new (KLASTER_TYPE_COLUMN_CHOOSER, NULL);
  self->grid = g_object_ref (grid);
  self->set = set;
  for (guint column = set->first; column < set->n_columns; column++)
    {
      g_autofree char *title = set->dup_title (column);
      GtkWidget *check = gtk_check_button_new_with_label (title);

      g_object_set_data (G_OBJECT (check), "column", GUINT_TO_POINTER (column));
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (self->box), check);
    }
  names = g_settings_get_strv (klaster_settings_get (), set->setting);
  show_columns (self, (const char *const *) names, NULL, 0);
  self->restoring = TRUE;
  if (klaster_grid_is_empty (grid))
    {
      g_autoptr (GArray) columns = set->list_default ();

      for (guint i = 0; i < columns->len; i++)
        insert (self, g_array_index (columns, guint, i), i);
    }
  update_checks (self);
  self->restoring = FALSE;
  g_signal_connect_object (grid, "columns-changed", G_CALLBACK (columns_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

/**
 * klaster_column_chooser_set_state:
 * @self: a chooser
 * @state: (nullable): how the project is looked at
 *
 * Shows the columns that the project was looked at with last, if any, and keeps them from now on.
 */
void
klaster_column_chooser_set_state (KlasterColumnChooser *self,
                                  KlasterViewState     *state)
{
  g_auto (GStrv) names = NULL;
  g_autofree int *widths = NULL;
  gsize n_widths = 0;

  g_return_if_fail (KLASTER_IS_COLUMN_CHOOSER (self));

  g_set_object (&self->state, state);
  if (state == NULL)
    return;

  names = g_key_file_get_string_list (klaster_view_state_get_keys (state), self->set->group, "columns", NULL, NULL);
  widths = g_key_file_get_integer_list (klaster_view_state_get_keys (state), self->set->group, "widths", &n_widths, NULL);
  show_columns (self, (const char *const *) names, widths, n_widths);
}

/**
 * klaster_column_chooser_show:
 * @self: a chooser
 * @column: a column
 * @visible: whether it is shown
 *
 * Shows a column where it stands among all of them, or hides it. The last one stays.
 */
void
klaster_column_chooser_show (KlasterColumnChooser *self,
                             guint                 column,
                             gboolean              visible)
{
  g_autoptr (GArray) columns = NULL;
  guint position = 0;

  g_return_if_fail (KLASTER_IS_COLUMN_CHOOSER (self));
  g_return_if_fail (column >= self->set->first && column < self->set->n_columns);

  columns = klaster_grid_list_columns (self->grid);
  if (visible == (klaster_grid_find_column (self->grid, column) >= 0) || (!visible && columns->len == 1))
    return;

  g_signal_emit (self, signals[CHOOSING], 0);
  if (!visible)
    {
      klaster_grid_remove_column (self->grid, column);
      update_checks (self);
      return;
    }
  while (position < columns->len && g_array_index (columns, guint, position) < column)
    position++;
  insert (self, column, position);
  update_checks (self);
}
