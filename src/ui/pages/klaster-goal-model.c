/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-goal-model.h"

/* Rows are told apart by their place in the model; an item only stands for one. */
struct _KlasterGoalItem
{
  GObject parent_instance;
};

struct _KlasterGoalModel
{
  GObject parent_instance;

  GArray *rows; /* KlasterGoalRow */
};

G_DEFINE_FINAL_TYPE (KlasterGoalItem, klaster_goal_item, G_TYPE_OBJECT)

static void
klaster_goal_item_class_init (KlasterGoalItemClass *klass)
{
}

static void
klaster_goal_item_init (KlasterGoalItem *self)
{
}

static GType
klaster_goal_model_get_item_type (GListModel *model)
{
  return KLASTER_TYPE_GOAL_ITEM;
}

static guint
klaster_goal_model_get_n_items (GListModel *model)
{
  return KLASTER_GOAL_MODEL (model)->rows->len;
}

static gpointer
klaster_goal_model_get_item (GListModel *model,
                             guint       position)
{
  return position < KLASTER_GOAL_MODEL (model)->rows->len ? g_object_new (KLASTER_TYPE_GOAL_ITEM, NULL) : NULL;
}

static void
klaster_goal_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = klaster_goal_model_get_item_type;
  iface->get_n_items = klaster_goal_model_get_n_items;
  iface->get_item = klaster_goal_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterGoalModel, klaster_goal_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, klaster_goal_model_list_model_init))

static void
klaster_goal_model_finalize (GObject *object)
{
  g_array_unref (KLASTER_GOAL_MODEL (object)->rows);

  G_OBJECT_CLASS (klaster_goal_model_parent_class)->finalize (object);
}

static void
klaster_goal_model_class_init (KlasterGoalModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_goal_model_finalize;
}

static void
klaster_goal_model_init (KlasterGoalModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (KlasterGoalRow));
}

/**
 * klaster_goal_model_new:
 *
 * Returns: (transfer full): a model without rows
 */
KlasterGoalModel *
klaster_goal_model_new (void)
{
  return g_object_new (KLASTER_TYPE_GOAL_MODEL, NULL);
}

static gboolean
is_same (const KlasterGoalRow *a,
         const KlasterGoalRow *b)
{
  return a->kind == b->kind && a->id == b->id && a->depth == b->depth;
}

/**
 * klaster_goal_model_set_list:
 * @list: (nullable): the tree; its rows are copied
 *
 * Shows other rows. What differs in a row that stays is for the views to show again.
 */
void
klaster_goal_model_set_list (KlasterGoalModel *self,
                             KlasterGoalList  *list)
{
  GArray *before = self->rows;
  guint n = list ? list->rows->len : 0, first = 0, last = 0;

  g_return_if_fail (KLASTER_IS_GOAL_MODEL (self));

  self->rows = g_array_sized_new (FALSE, FALSE, sizeof (KlasterGoalRow), n);
  if (n > 0)
    g_array_append_vals (self->rows, list->rows->data, n);
#define ROW(array, position) (&g_array_index (array, KlasterGoalRow, position))
  while (first < n && first < before->len && is_same (ROW (before, first), ROW (self->rows, first)))
    first++;
  while (last < n - first && last < before->len - first &&
         is_same (ROW (before, before->len - 1 - last), ROW (self->rows, n - 1 - last)))
    last++;
#undef ROW
  if (before->len - first - last > 0 || n - first - last > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last, n - first - last);
  g_array_unref (before);
}

/**
 * klaster_goal_model_get_row:
 * @position: a position
 *
 * Returns: (transfer none) (nullable): what stands there
 */
const KlasterGoalRow *
klaster_goal_model_get_row (KlasterGoalModel *self,
                            guint             position)
{
  g_return_val_if_fail (KLASTER_IS_GOAL_MODEL (self), NULL);

  return position < self->rows->len ? &g_array_index (self->rows, KlasterGoalRow, position) : NULL;
}

/**
 * klaster_goal_model_find:
 * @table: goal or institution
 * @id: a record of it
 *
 * Returns: the position of its first row, -1 when there is none
 */
int
klaster_goal_model_find (KlasterGoalModel *self,
                         KlasterTable      table,
                         gint64            id)
{
  KlasterGoalRowKind kind = table == KLASTER_TABLE_GOAL ? KLASTER_GOAL_ROW_GOAL : KLASTER_GOAL_ROW_MEMBER;

  g_return_val_if_fail (KLASTER_IS_GOAL_MODEL (self), -1);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const KlasterGoalRow *row = &g_array_index (self->rows, KlasterGoalRow, i);

      if (row->kind == kind && row->id == id && (table == KLASTER_TABLE_GOAL || table == KLASTER_TABLE_INSTITUTION))
        return (int) i;
    }

  return -1;
}
