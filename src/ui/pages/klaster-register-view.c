/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-agreement-text.h"
#include "klaster-register-cell.h"
#include "klaster-register-view.h"
#include "klaster-selection-model.h"
#include "klaster-settings.h"

struct _KlasterRegisterView
{
  AdwBin parent_instance;

  KlasterQueryModel *model;
  KlasterSelection *selection;

  GtkWidget *scroller;
  GtkWidget *table;
  GHashTable *bound;       /* GtkListItem → NULL: cells that show something */
  gint probed;             /* the column that GTK sorts by, found out by asking it to compare */
  gint64 scrolled_to;
  gboolean stale;          /* something changed while it was not seen */
  guint fit_id;
  gboolean to_top;         /* something else was asked for: its answer is read from the beginning */
};

enum
{
  PROP_MODEL = 1,
  PROP_SELECTION,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterRegisterView, klaster_register_view, ADW_TYPE_BIN)

/* What a new register shows. */
static const KlasterRegisterColumn default_columns[] = {
  KLASTER_REGISTER_NUMBER, KLASTER_REGISTER_KIND, KLASTER_REGISTER_PARTIES, KLASTER_REGISTER_PERIOD,
  KLASTER_REGISTER_STATUS, KLASTER_REGISTER_OBLIGATIONS,
};

/* What gives way first where there is too little room for all columns. The rest always stays. */
static const KlasterRegisterColumn give_way[] = {
  KLASTER_REGISTER_NOTES, KLASTER_REGISTER_LEGAL_BASIS, KLASTER_REGISTER_RENEWS, KLASTER_REGISTER_GOAL, KLASTER_REGISTER_TASKS,
  KLASTER_REGISTER_AREAS, KLASTER_REGISTER_COOPERATIONS, KLASTER_REGISTER_TERMINATED_ON, KLASTER_REGISTER_NOTICE_DAYS,
  KLASTER_REGISTER_SIGNED_ON, KLASTER_REGISTER_CLAUSES, KLASTER_REGISTER_KIND, KLASTER_REGISTER_OBLIGATIONS,
  KLASTER_REGISTER_PERIOD,
};

static GtkWidget *
get_row_list (KlasterRegisterView *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->table); child; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      return child;

  return NULL;
}

static KlasterRegisterColumn
get_column (gpointer object)
{
  return GPOINTER_TO_UINT (g_object_get_data (object, "column"));
}

static const char *
get_style (KlasterRegisterColumn        column,
           const KlasterAgreementFacts *facts)
{
  if (column == KLASTER_REGISTER_STATUS)
    return klaster_agreement_get_style (facts->status);
  if (column == KLASTER_REGISTER_OBLIGATIONS && facts->n_overdue > 0)
    return "error";
  if (column == KLASTER_REGISTER_CLAUSES && (facts->attention & KLASTER_AGREEMENT_CLAUSES))
    return "warning";

  return NULL;
}

/* Whether @column is the first one that is seen: it bears the headings of groups. */
static gboolean
is_first (KlasterRegisterView   *self,
          KlasterRegisterColumn  column)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (view_column))
        return get_column (view_column) == column;
    }

  return FALSE;
}

static void
show_item (KlasterRegisterView *self,
           GtkListItem         *item)
{
  KlasterRegisterCell *cell = KLASTER_REGISTER_CELL (gtk_list_item_get_child (item));
  KlasterRecord *record = gtk_list_item_get_item (item);
  KlasterRegisterColumn column = klaster_register_cell_get_column (cell);
  KlasterLanguage language = klaster_language_get_default ();
  const KlasterQueryResult *result = klaster_query_model_get_result (self->model);
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (klaster_query_model_get_project (self->model));
  KlasterRow *row = record ? klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, klaster_record_get_id (record)) : NULL;
  KlasterAgreementFacts facts;
  g_autofree char *text = NULL;
  if (row == NULL)
    return;

  klaster_agreement_get_facts (snapshot, row, klaster_query_model_get_date (self->model), &facts);
  text = klaster_register_column_get_text (column, snapshot, row, &facts, language);
  klaster_register_cell_show (cell, text, get_style (column, &facts),
                              column == KLASTER_REGISTER_STATUS && strcmp (facts.status, "expiring") == 0
                                ? klaster_vocabulary_get_name (snapshot, "agreement_statuses", facts.status, language)
                                : text);

  if (is_first (self, column))
    {
      const KlasterQueryGroup *group = result ? klaster_query_result_find_group (result, gtk_list_item_get_position (item))
                                                 : NULL;
      /* Translators: heading of a group of agreements and how many they are: “Memorandum · 3”. */
      g_autofree char *heading = group ? g_strdup_printf (_("%1$s · %2$u"), group->title, group->n) : NULL;

      klaster_register_cell_set_heading (cell, heading);
    }
}

static void
refresh (KlasterRegisterView *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_item (self, item);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item,
          KlasterRegisterView      *self)
{
  gtk_list_item_set_child (item, klaster_register_cell_new (get_column (factory)));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         KlasterRegisterView      *self)
{
  g_hash_table_add (self->bound, item);
  show_item (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem              *item,
           KlasterRegisterView      *self)
{
  g_hash_table_remove (self->bound, item);
  if (gtk_list_item_get_child (item))
    klaster_register_cell_set_heading (KLASTER_REGISTER_CELL (gtk_list_item_get_child (item)), NULL);
}

static void
teardown_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item,
             KlasterRegisterView      *self)
{
  g_hash_table_remove (self->bound, item);
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
  KlasterRegisterView *self = g_object_get_data (G_OBJECT (view_column), "view");

  if (self->probed < 0)
    self->probed = (gint) get_column (view_column);

  return -1;
}

static void
sorter_changed_cb (KlasterRegisterView *self)
{
  GtkSorter *sorter;
  GtkOrdering ordering;
  g_autoptr (KlasterQuery) query = NULL;

  if (self->model == NULL || self->table == NULL)
    return;

  sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table));
  self->probed = -1;
  ordering = gtk_sorter_compare (sorter, self, self->table);
  query = klaster_query_copy (klaster_query_model_get_query (self->model));
  if (self->probed < 0)
    klaster_query_set_sort (query, KLASTER_REGISTER_NUMBER, FALSE);
  else
    klaster_query_set_sort (query, self->probed, ordering == GTK_ORDERING_LARGER);
  klaster_query_model_set_query (self->model, query);
}

static GtkColumnViewColumn *
make_view_column (KlasterRegisterView   *self,
                  KlasterRegisterColumn  column)
{
  const char *title = klaster_register_column_get_title (column, klaster_language_get_default ());
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;
  g_autoptr (GtkSorter) sorter = NULL;

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (column));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  g_signal_connect_object (factory, "teardown", G_CALLBACK (teardown_cb), self, 0);
  view_column = gtk_column_view_column_new (title, factory);
  g_object_set_data (G_OBJECT (view_column), "column", GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (view_column), "view", self);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, column == KLASTER_REGISTER_PARTIES || column == KLASTER_REGISTER_TITLE ||
                                                       column == KLASTER_REGISTER_KIND);
  sorter = GTK_SORTER (gtk_custom_sorter_new (probe_cb, view_column, NULL));
  gtk_column_view_column_set_sorter (view_column, sorter);

  return view_column;
}

static GtkColumnViewColumn *
find_view_column (KlasterRegisterView   *self,
                  KlasterRegisterColumn  column)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);

      if (get_column (view_column) == column)
        return view_column;
    }

  return NULL;
}

static void
save_columns (KlasterRegisterView *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GListModel *columns;

  if (self->table == NULL)
    return;

  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);

      g_ptr_array_add (names, (gpointer) klaster_register_column_get_name (get_column (view_column)));
    }
  g_ptr_array_add (names, NULL);
  g_settings_set_strv (klaster_settings_get (), "agreement-columns", (const char *const *) names->pdata);
}

static void
add_columns (KlasterRegisterView *self)
{
  g_auto (GStrv) names = g_settings_get_strv (klaster_settings_get (), "agreement-columns");
  guint n_columns = 0;

  for (guint i = 0; names[i]; i++)
    {
      KlasterRegisterColumn column;

      if (klaster_register_column_find (names[i], &column) && find_view_column (self, column) == NULL)
        {
          g_autoptr (GtkColumnViewColumn) view_column = make_view_column (self, column);

          gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), view_column);
          n_columns++;
        }
    }
  for (guint i = 0; n_columns == 0 && i < G_N_ELEMENTS (default_columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = make_view_column (self, default_columns[i]);

      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->table), view_column);
    }
}

static void
column_toggled_cb (GtkCheckButton      *check,
                   KlasterRegisterView *self)
{
  KlasterRegisterColumn column = get_column (check);

  klaster_register_view_show_column (self, column, gtk_check_button_get_active (check));
  /* A table without columns could not be brought back. */
  if (!gtk_check_button_get_active (check) && find_view_column (self, column) != NULL)
    gtk_check_button_set_active (check, TRUE);
}

static void
scroll_to_focus (KlasterRegisterView *self)
{
  gint64 focus = klaster_selection_get_focus (self->selection);
  GtkWidget *rows = get_row_list (self);
  int position;

  if (klaster_selection_get_table (self->selection) != KLASTER_TABLE_AGREEMENT || focus == 0 || focus == self->scrolled_to ||
      rows == NULL || self->model == NULL)
    return;
  position = klaster_record_list_find (klaster_query_model_get_list (self->model), focus);
  if (position < 0)
    return;

  self->scrolled_to = focus;
  gtk_widget_activate_action (rows, "list.scroll-to-item", "u", (guint) position);
}

/* Cells of hundreds of rows are not filled again for nobody. */
static void
updated_cb (KlasterRegisterView *self)
{
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;

  refresh (self);
  if (self->selection)
    scroll_to_focus (self);
  if (self->to_top && get_row_list (self) && g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (self->model))) > 0)
    gtk_widget_activate_action (get_row_list (self), "list.scroll-to-item", "u", 0);
  self->to_top = FALSE;
}

static void
query_changed_cb (KlasterRegisterView *self)
{
  self->to_top = TRUE;
}

static void
activate_cb (KlasterRegisterView *self,
             guint                position)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", NULL);
}

static void
update_model (KlasterRegisterView *self)
{
  if (self->model && self->selection)
    {
      g_autoptr (KlasterSelectionModel) model = NULL;

      model = klaster_selection_model_new (klaster_query_model_get_list (self->model), self->selection);
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), GTK_SELECTION_MODEL (model));
    }
  else
    {
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), NULL);
    }
}

/* Nothing may be cut: columns that do not fit give way, in order, until the rest does. */
static void
fit_columns (KlasterRegisterView *self)
{
  GListModel *columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double room = gtk_adjustment_get_page_size (adjustment);
  int need = 0;
  gboolean changed = FALSE;

  if (room < 1)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) view_column = g_list_model_get_item (columns, i);

      need += klaster_register_cell_get_least_width (self->table, get_column (view_column));
    }
  for (guint i = 0; i < G_N_ELEMENTS (give_way); i++)
    {
      GtkColumnViewColumn *view_column = find_view_column (self, give_way[i]);
      gboolean visible = need <= room;

      if (view_column == NULL)
        continue;
      if (!visible)
        need -= klaster_register_cell_get_least_width (self->table, give_way[i]);
      changed |= gtk_column_view_column_get_visible (view_column) != visible;
      gtk_column_view_column_set_visible (view_column, visible);
    }
  if (changed && self->model)
    refresh (self);
}

static gboolean
fit_cb (gpointer user_data)
{
  KlasterRegisterView *self = user_data;

  self->fit_id = 0;
  fit_columns (self);

  return G_SOURCE_REMOVE;
}

/* Not while GTK is giving out room. */
static void
queue_fit (KlasterRegisterView *self)
{
  if (self->fit_id == 0 && self->table != NULL)
    self->fit_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, fit_cb, self, NULL);
}

static void
klaster_register_view_dispose (GObject *object)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  if (self->model)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->table)
    {
      /* Columns that go with the table tell so. */
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)), self);
      g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)), self);
      gtk_column_view_set_model (GTK_COLUMN_VIEW (self->table), NULL);
    }
  self->table = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (klaster_register_view_parent_class)->dispose (object);
}

static void
klaster_register_view_finalize (GObject *object)
{
  g_hash_table_unref (KLASTER_REGISTER_VIEW (object)->bound);

  G_OBJECT_CLASS (klaster_register_view_parent_class)->finalize (object);
}

static void
klaster_register_view_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  switch (property_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SELECTION:
      g_value_set_object (value, self->selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_register_view_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (object);

  switch (property_id)
    {
    case PROP_MODEL:
      if (self->model)
        g_signal_handlers_disconnect_by_data (self->model, self);
      g_set_object (&self->model, g_value_get_object (value));
      if (self->model)
        {
          g_signal_connect_object (self->model, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (self->model, "notify::query", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
        }
      update_model (self);
      break;
    case PROP_SELECTION:
      if (self->selection)
        g_signal_handlers_disconnect_by_data (self->selection, self);
      g_set_object (&self->selection, g_value_get_object (value));
      if (self->selection)
        g_signal_connect_object (self->selection, "changed", G_CALLBACK (scroll_to_focus), self, G_CONNECT_SWAPPED);
      update_model (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_register_view_map (GtkWidget *widget)
{
  KlasterRegisterView *self = KLASTER_REGISTER_VIEW (widget);

  GTK_WIDGET_CLASS (klaster_register_view_parent_class)->map (widget);

  if (self->stale && self->model)
    updated_cb (self);
}

static void
klaster_register_view_class_init (KlasterRegisterViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = klaster_register_view_dispose;
  object_class->finalize = klaster_register_view_finalize;
  object_class->get_property = klaster_register_view_get_property;
  object_class->set_property = klaster_register_view_set_property;
  GTK_WIDGET_CLASS (klass)->map = klaster_register_view_map;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, KLASTER_TYPE_QUERY_MODEL, flags);
  properties[PROP_SELECTION] = g_param_spec_object ("selection", NULL, NULL, KLASTER_TYPE_SELECTION, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_register_view_init (KlasterRegisterView *self)
{
  GtkColumnViewColumn *number;

  self->bound = g_hash_table_new (NULL, NULL);
  self->scroller = gtk_scrolled_window_new ();
  self->table = gtk_column_view_new (NULL);
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (self->table), TRUE);
  gtk_widget_add_css_class (self->table, "register-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Agreements"), -1);
  gtk_widget_add_css_class (self->scroller, "view");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->table);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
  add_columns (self);
  g_signal_connect_object (self->table, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)), "items-changed",
                           G_CALLBACK (save_columns), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table)), "items-changed",
                           G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller)), "notify::page-size",
                           G_CALLBACK (queue_fit), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->table)), "changed",
                           G_CALLBACK (sorter_changed_cb), self, G_CONNECT_SWAPPED);

  number = find_view_column (self, KLASTER_REGISTER_NUMBER);
  if (number)
    gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->table), number, GTK_SORT_ASCENDING);
}

/**
 * klaster_register_view_new:
 *
 * Returns: (transfer floating): a table without agreements
 */
GtkWidget *
klaster_register_view_new (void)
{
  return g_object_new (KLASTER_TYPE_REGISTER_VIEW, NULL);
}

/**
 * klaster_register_view_get_table:
 *
 * Returns: (transfer none): the GtkColumnView
 */
GtkWidget *
klaster_register_view_get_table (KlasterRegisterView *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_VIEW (self), NULL);

  return self->table;
}

/**
 * klaster_register_view_show_column:
 * @column: a column
 * @visible: whether it is shown
 *
 * Shows a column where it stands in the list of all columns, or hides it. The last one stays.
 */
void
klaster_register_view_show_column (KlasterRegisterView   *self,
                                   KlasterRegisterColumn  column,
                                   gboolean               visible)
{
  GListModel *columns;
  GtkColumnViewColumn *view_column;

  g_return_if_fail (KLASTER_IS_REGISTER_VIEW (self) && column < KLASTER_REGISTER_N_COLUMNS);

  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (self->table));
  view_column = find_view_column (self, column);
  if (visible && view_column == NULL)
    {
      g_autoptr (GtkColumnViewColumn) added = make_view_column (self, column);
      guint position = 0;

      while (position < g_list_model_get_n_items (columns))
        {
          g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (columns, position);

          if (get_column (other) > column)
            break;
          position++;
        }
      gtk_column_view_insert_column (GTK_COLUMN_VIEW (self->table), position, added);
    }
  else if (!visible && view_column != NULL && g_list_model_get_n_items (columns) > 1)
    {
      gtk_column_view_remove_column (GTK_COLUMN_VIEW (self->table), view_column);
    }
  /* Headings of groups stand in whatever is the first column now. */
  if (self->model)
    refresh (self);
}

/**
 * klaster_register_view_create_chooser:
 *
 * Returns: (transfer floating): check buttons, one for each column
 */
GtkWidget *
klaster_register_view_create_chooser (KlasterRegisterView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_return_val_if_fail (KLASTER_IS_REGISTER_VIEW (self), NULL);

  for (guint i = 0; i < KLASTER_REGISTER_N_COLUMNS; i++)
    {
      const char *title = klaster_register_column_get_title (i, klaster_language_get_default ());
      GtkWidget *check = gtk_check_button_new_with_label (title);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), find_view_column (self, i) != NULL);
      g_object_set_data (G_OBJECT (check), "column", GUINT_TO_POINTER (i));
      g_signal_connect_object (check, "toggled", G_CALLBACK (column_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (box), check);
    }

  return box;
}
