/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-selection-model.h"

/**
 * KlasterSelectionModel:
 *
 * Shows the selection of a window, a set of identifiers, to GTK's lists as the selection of a #KlasterRecordList, and
 * takes theirs back. It looks only at identifiers: no record is made for a row that nobody sees. Identifiers that are
 * selected but not in the list stay selected until somebody selects something else.
 */
struct _KlasterSelectionModel
{
  GObject parent_instance;

  KlasterRecordList *list;
  KlasterSelection *selection;
  GtkBitset *shown; /* positions that GTK was told are selected */
};

static void klaster_selection_model_list_init (GListModelInterface *iface);
static void klaster_selection_model_selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterSelectionModel, klaster_selection_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, klaster_selection_model_list_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                      klaster_selection_model_selection_init))

static GtkBitset *
find_positions (KlasterSelectionModel *self)
{
  GtkBitset *positions = gtk_bitset_new_empty ();
  guint n_selected, n_shown;
  const gint64 *selected = klaster_selection_get_ids (self->selection, &n_selected);
  const gint64 *shown = klaster_record_list_get_ids (self->list, &n_shown);

  if (n_selected == 0 || klaster_selection_get_table (self->selection) != klaster_record_list_get_table (self->list))
    return positions;

  if (n_selected > n_shown / 8)
    {
      /* Looking at every row once is cheaper than looking up nearly all of them. */
      for (guint i = 0; i < n_shown; i++)
        {
          if (klaster_selection_contains (self->selection, klaster_record_list_get_table (self->list), shown[i]))
            gtk_bitset_add (positions, i);
        }
      return positions;
    }

  for (guint i = 0; i < n_selected; i++)
    {
      int position = klaster_record_list_find (self->list, selected[i]);

      if (position >= 0)
        gtk_bitset_add (positions, position);
    }

  return positions;
}

static void
selection_changed_cb (KlasterSelectionModel *self)
{
  g_autoptr (GtkBitset) before = g_steal_pointer (&self->shown);
  g_autoptr (GtkBitset) difference = NULL;

  self->shown = find_positions (self);
  difference = gtk_bitset_copy (self->shown);
  gtk_bitset_difference (difference, before);
  if (!gtk_bitset_is_empty (difference))
    {
      guint first = gtk_bitset_get_minimum (difference);

      gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), first,
                                             gtk_bitset_get_maximum (difference) - first + 1);
    }
}

static void
items_changed_cb (GListModel            *list,
                  guint                  position,
                  guint                  removed,
                  guint                  added,
                  KlasterSelectionModel *self)
{
  g_clear_pointer (&self->shown, gtk_bitset_unref);
  self->shown = find_positions (self);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static GType
klaster_selection_model_get_item_type (GListModel *model)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);

  return g_list_model_get_item_type (G_LIST_MODEL (self->list));
}

static guint
klaster_selection_model_get_n_items (GListModel *model)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);

  return g_list_model_get_n_items (G_LIST_MODEL (self->list));
}

static gpointer
klaster_selection_model_get_item (GListModel *model,
                                  guint       position)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);

  return g_list_model_get_item (G_LIST_MODEL (self->list), position);
}

static void
klaster_selection_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = klaster_selection_model_get_item_type;
  iface->get_n_items = klaster_selection_model_get_n_items;
  iface->get_item = klaster_selection_model_get_item;
}

static gboolean
klaster_selection_model_is_selected (GtkSelectionModel *model,
                                     guint              position)
{
  return gtk_bitset_contains (KLASTER_SELECTION_MODEL (model)->shown, position);
}

static GtkBitset *
klaster_selection_model_get_selection_in_range (GtkSelectionModel *model,
                                                guint              position,
                                                guint              n_items)
{
  return gtk_bitset_ref (KLASTER_SELECTION_MODEL (model)->shown);
}

/* GTK says which of the positions in @mask are selected; the others stay as they are. */
static gboolean
klaster_selection_model_set_selection (GtkSelectionModel *model,
                                       GtkBitset         *selected,
                                       GtkBitset         *mask)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);
  KlasterTable table = klaster_record_list_get_table (self->list);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GtkBitset) chosen = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) kept = gtk_bitset_copy (self->shown);
  guint n_shown, n_selected;
  const gint64 *shown = klaster_record_list_get_ids (self->list, &n_shown);
  const gint64 *old = klaster_selection_get_ids (self->selection, &n_selected);
  gboolean whole = n_shown == 0 || gtk_bitset_get_size_in_range (mask, 0, n_shown - 1) == n_shown;
  gint64 focus = klaster_selection_get_focus (self->selection);
  GtkBitsetIter iter;
  guint position;

  gtk_bitset_intersect (chosen, mask);
  gtk_bitset_subtract (kept, mask);
  gtk_bitset_union (kept, chosen);

  for (gboolean more = gtk_bitset_iter_init_first (&iter, kept, &position);
       more && position < n_shown;
       more = gtk_bitset_iter_next (&iter, &position))
    g_array_append_val (ids, shown[position]);

  /* What a filter hides stays selected only when this adds to or takes from the selection. */
  if (!whole && klaster_selection_get_table (self->selection) == table)
    {
      for (guint i = 0; i < n_selected; i++)
        {
          if (klaster_record_list_find (self->list, old[i]) < 0)
            g_array_append_val (ids, old[i]);
        }
    }

  /* The row that was clicked or reached has the focus: the first one that was not selected before. */
  gtk_bitset_subtract (chosen, self->shown);
  if (!gtk_bitset_is_empty (chosen) && gtk_bitset_get_minimum (chosen) < n_shown)
    focus = shown[gtk_bitset_get_minimum (chosen)];
  else if (gtk_bitset_get_size (kept) == 1 && ids->len == 1)
    focus = g_array_index (ids, gint64, 0);

  klaster_selection_set (self->selection, table, (const gint64 *) ids->data, ids->len, focus);

  return TRUE;
}

static gboolean
klaster_selection_model_select_item (GtkSelectionModel *model,
                                     guint              position,
                                     gboolean           unselect_rest)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);
  gint64 id;

  if (position >= g_list_model_get_n_items (G_LIST_MODEL (model)))
    return FALSE;

  id = klaster_record_list_get_id (self->list, position);
  if (unselect_rest)
    klaster_selection_select (self->selection, klaster_record_list_get_table (self->list), id);
  else if (!gtk_bitset_contains (self->shown, position))
    klaster_selection_toggle (self->selection, klaster_record_list_get_table (self->list), id);

  return TRUE;
}

static gboolean
klaster_selection_model_unselect_item (GtkSelectionModel *model,
                                       guint              position)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (model);

  if (gtk_bitset_contains (self->shown, position))
    klaster_selection_toggle (self->selection, klaster_record_list_get_table (self->list),
                              klaster_record_list_get_id (self->list, position));

  return TRUE;
}

static void
klaster_selection_model_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = klaster_selection_model_is_selected;
  iface->get_selection_in_range = klaster_selection_model_get_selection_in_range;
  iface->select_item = klaster_selection_model_select_item;
  iface->unselect_item = klaster_selection_model_unselect_item;
  /* Ranges, all and none come here too. */
  iface->set_selection = klaster_selection_model_set_selection;
}

static void
klaster_selection_model_dispose (GObject *object)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->list);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (klaster_selection_model_parent_class)->dispose (object);
}

static void
klaster_selection_model_finalize (GObject *object)
{
  KlasterSelectionModel *self = KLASTER_SELECTION_MODEL (object);

  g_clear_pointer (&self->shown, gtk_bitset_unref);

  G_OBJECT_CLASS (klaster_selection_model_parent_class)->finalize (object);
}

static void
klaster_selection_model_class_init (KlasterSelectionModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_selection_model_dispose;
  object_class->finalize = klaster_selection_model_finalize;
}

static void
klaster_selection_model_init (KlasterSelectionModel *self)
{
}

/**
 * klaster_selection_model_new:
 * @list: the rows that a GTK list shows
 * @selection: the selection of the window
 *
 * Returns: (transfer full): a model for a #KlasterRowList or one of GTK's lists
 */
KlasterSelectionModel *
klaster_selection_model_new (KlasterRecordList *list,
                             KlasterSelection  *selection)
{
  KlasterSelectionModel *self;

  g_return_val_if_fail (KLASTER_IS_RECORD_LIST (list), NULL);
  g_return_val_if_fail (KLASTER_IS_SELECTION (selection), NULL);

  self = g_object_new (KLASTER_TYPE_SELECTION_MODEL, NULL);
  self->list = g_object_ref (list);
  self->selection = g_object_ref (selection);
  self->shown = find_positions (self);
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (selection, "changed", G_CALLBACK (selection_changed_cb), self);

  return self;
}

/**
 * klaster_selection_model_get_list:
 * @self: a model
 *
 * Returns: (transfer none): the rows
 */
KlasterRecordList *
klaster_selection_model_get_list (KlasterSelectionModel *self)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION_MODEL (self), NULL);

  return self->list;
}

/**
 * klaster_selection_model_get_selection:
 * @self: a model
 *
 * Returns: (transfer none): the selection of the window
 */
KlasterSelection *
klaster_selection_model_get_selection (KlasterSelectionModel *self)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION_MODEL (self), NULL);

  return self->selection;
}
