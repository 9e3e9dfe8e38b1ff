/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "klaster-selection.h"

struct _KlasterSelection
{
  GObject parent_instance;

  KlasterTable table;
  gint64 focus;
  GArray *ids; /* gint64, ascending */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterSelection, klaster_selection, G_TYPE_OBJECT)

static int
compare_ids (const void *a,
             const void *b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

/* Where @id is, or where it would be inserted. */
static gboolean
find_id (KlasterSelection *self,
         gint64            id,
         guint            *position)
{
  guint low = 0, high = self->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->ids, gint64, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;

  return low < self->ids->len && g_array_index (self->ids, gint64, low) == id;
}

static void
klaster_selection_finalize (GObject *object)
{
  KlasterSelection *self = KLASTER_SELECTION (object);

  g_clear_pointer (&self->ids, g_array_unref);

  G_OBJECT_CLASS (klaster_selection_parent_class)->finalize (object);
}

static void
klaster_selection_class_init (KlasterSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_selection_finalize;

  /**
   * KlasterSelection::changed:
   *
   * What is selected, or which of it has the focus, is another now.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
klaster_selection_init (KlasterSelection *self)
{
  self->table = KLASTER_TABLE_INSTITUTION;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * klaster_selection_new:
 *
 * Returns: (transfer full): an empty selection
 */
KlasterSelection *
klaster_selection_new (void)
{
  return g_object_new (KLASTER_TYPE_SELECTION, NULL);
}

/**
 * klaster_selection_get_table:
 * @self: a selection
 *
 * Returns: the table whose records are selected; institutions when nothing ever was
 */
KlasterTable
klaster_selection_get_table (KlasterSelection *self)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION (self), KLASTER_TABLE_INSTITUTION);

  return self->table;
}

/**
 * klaster_selection_get_n:
 * @self: a selection
 *
 * Returns: how many records are selected
 */
guint
klaster_selection_get_n (KlasterSelection *self)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION (self), 0);

  return self->ids->len;
}

/**
 * klaster_selection_get_ids:
 * @self: a selection
 * @n_ids: (out): their number
 *
 * Returns: (transfer none) (array length=n_ids): the identifiers, ascending, valid until the next change
 */
const gint64 *
klaster_selection_get_ids (KlasterSelection *self,
                           guint            *n_ids)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION (self), NULL);
  g_return_val_if_fail (n_ids != NULL, NULL);

  *n_ids = self->ids->len;
  return (const gint64 *) (gpointer) self->ids->data;
}

/**
 * klaster_selection_contains:
 * @self: a selection
 * @table: a table
 * @id: an identifier
 *
 * Returns: whether that record is selected
 */
gboolean
klaster_selection_contains (KlasterSelection *self,
                            KlasterTable      table,
                            gint64            id)
{
  guint position;

  g_return_val_if_fail (KLASTER_IS_SELECTION (self), FALSE);

  return table == self->table && find_id (self, id, &position);
}

/**
 * klaster_selection_get_focus:
 * @self: a selection
 *
 * Returns: the record that has the focus, 0: none
 */
gint64
klaster_selection_get_focus (KlasterSelection *self)
{
  g_return_val_if_fail (KLASTER_IS_SELECTION (self), 0);

  return self->focus;
}

/**
 * klaster_selection_select:
 * @self: a selection
 * @table: a table
 * @id: an identifier
 *
 * Selects this record and no other, and gives it the focus.
 */
void
klaster_selection_select (KlasterSelection *self,
                          KlasterTable      table,
                          gint64            id)
{
  klaster_selection_set (self, table, &id, 1, id);
}

/**
 * klaster_selection_set:
 * @self: a selection
 * @table: a table
 * @ids: (array length=n_ids) (nullable): identifiers in any order; repeated ones count once
 * @n_ids: their number
 * @focus: the one that has the focus; 0 or one that is not among them: the first, or none when there are none
 */
void
klaster_selection_set (KlasterSelection *self,
                       KlasterTable      table,
                       const gint64     *ids,
                       guint             n_ids,
                       gint64            focus)
{
  g_autoptr (GArray) sorted = NULL;
  guint n = 0, position;
  gboolean same;

  g_return_if_fail (KLASTER_IS_SELECTION (self));
  g_return_if_fail (table < KLASTER_N_TABLES);
  g_return_if_fail (ids != NULL || n_ids == 0);

  sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
  if (n_ids > 0)
    {
      g_array_append_vals (sorted, ids, n_ids);
      qsort (sorted->data, sorted->len, sizeof (gint64), compare_ids);
      for (guint i = 0; i < sorted->len; i++)
        if (n == 0 || g_array_index (sorted, gint64, i) != g_array_index (sorted, gint64, n - 1))
          g_array_index (sorted, gint64, n++) = g_array_index (sorted, gint64, i);
      g_array_set_size (sorted, n);
    }

  same = table == self->table && sorted->len == self->ids->len &&
         (n == 0 || memcmp (sorted->data, self->ids->data, n * sizeof (gint64)) == 0);
  self->table = table;
  g_array_unref (self->ids);
  self->ids = g_steal_pointer (&sorted);
  if (!find_id (self, focus, &position))
    focus = n > 0 ? g_array_index (self->ids, gint64, 0) : 0;
  if (same && focus == self->focus)
    return;
  self->focus = focus;
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * klaster_selection_toggle:
 * @self: a selection
 * @table: a table; another one than is selected now: only this record is selected
 * @id: an identifier
 *
 * Adds the record and gives it the focus, or takes it away; then the focus goes to its neighbour.
 */
void
klaster_selection_toggle (KlasterSelection *self,
                          KlasterTable      table,
                          gint64            id)
{
  guint position;

  g_return_if_fail (KLASTER_IS_SELECTION (self));
  g_return_if_fail (table < KLASTER_N_TABLES);

  if (table != self->table)
    {
      klaster_selection_select (self, table, id);
      return;
    }

  if (find_id (self, id, &position))
    {
      g_array_remove_index (self->ids, position);
      if (self->focus == id)
        self->focus = self->ids->len == 0 ? 0
                                          : g_array_index (self->ids, gint64, MIN (position, self->ids->len - 1));
    }
  else
    {
      g_array_insert_val (self->ids, position, id);
      self->focus = id;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * klaster_selection_clear:
 * @self: a selection
 */
void
klaster_selection_clear (KlasterSelection *self)
{
  g_return_if_fail (KLASTER_IS_SELECTION (self));

  klaster_selection_set (self, self->table, NULL, 0, 0);
}
