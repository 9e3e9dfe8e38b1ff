/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>

#include "klaster-edit.h"
#include "klaster-snapshot-private.h"

struct _KlasterDelta
{
  gatomicrefcount ref_count;
  guint n_changes;
  gboolean touched[KLASTER_N_TABLES];
  KlasterRowChange changes[];
};

static int
compare_row_changes (const void *a,
                     const void *b)
{
  const KlasterRowChange *left = a, *right = b;

  if (left->table != right->table)
    return left->table < right->table ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

/**
 * klaster_delta_new:
 * @changes: (array length=n_changes): changes, each row at most once, in any order
 * @n_changes: their number
 *
 * Returns: (transfer full): a delta of those changes that change something, in order of table and id
 */
KlasterDelta *
klaster_delta_new (const KlasterRowChange *changes,
                   guint                   n_changes)
{
  KlasterDelta *self;

  g_return_val_if_fail (changes != NULL || n_changes == 0, NULL);

  self = g_malloc0 (sizeof (KlasterDelta) + n_changes * sizeof (KlasterRowChange));
  g_atomic_ref_count_init (&self->ref_count);
  for (guint i = 0; i < n_changes; i++)
    {
      const KlasterRowChange *change = &changes[i];

      if (change->before == change->after ||
          (change->before && change->after && klaster_row_equal (change->before, change->after)))
        continue;
      self->changes[self->n_changes++] = (KlasterRowChange) {
        change->table,
        change->id,
        change->before ? klaster_row_ref (change->before) : NULL,
        change->after ? klaster_row_ref (change->after) : NULL,
      };
      self->touched[change->table] = TRUE;
    }
  qsort (self->changes, self->n_changes, sizeof (KlasterRowChange), compare_row_changes);

  return self;
}

/**
 * klaster_delta_invert:
 * @self: a delta
 *
 * Returns: (transfer full): the delta that takes @self back
 */
KlasterDelta *
klaster_delta_invert (const KlasterDelta *self)
{
  g_autofree KlasterRowChange *changes = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  changes = g_new (KlasterRowChange, MAX (self->n_changes, 1));
  for (guint i = 0; i < self->n_changes; i++)
    {
      changes[i] = self->changes[i];
      changes[i].before = self->changes[i].after;
      changes[i].after = self->changes[i].before;
    }

  return klaster_delta_new (changes, self->n_changes);
}

/**
 * klaster_delta_ref:
 * @self: a delta
 *
 * Returns: (transfer full): @self
 */
KlasterDelta *
klaster_delta_ref (KlasterDelta *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_delta_unref:
 * @self: (transfer full): a delta
 */
void
klaster_delta_unref (KlasterDelta *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_changes; i++)
    {
      g_clear_pointer (&self->changes[i].before, klaster_row_unref);
      g_clear_pointer (&self->changes[i].after, klaster_row_unref);
    }
  g_free (self);
}

/**
 * klaster_delta_get_n_changes:
 * @self: a delta
 *
 * Returns: the number of rows that change
 */
guint
klaster_delta_get_n_changes (const KlasterDelta *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_changes;
}

/**
 * klaster_delta_get_change:
 * @self: a delta
 * @position: position of a change; changes are in order of table and id
 *
 * Returns: (transfer none): the change
 */
const KlasterRowChange *
klaster_delta_get_change (const KlasterDelta *self,
                          guint               position)
{
  g_return_val_if_fail (self != NULL && position < self->n_changes, NULL);

  return &self->changes[position];
}

/**
 * klaster_delta_touches:
 * @self: a delta
 * @table: a table
 *
 * Returns: whether rows of @table change
 */
gboolean
klaster_delta_touches (const KlasterDelta *self,
                       KlasterTable        table)
{
  g_return_val_if_fail (self != NULL && table < KLASTER_N_TABLES, FALSE);

  return self->touched[table];
}

static gboolean
check_attachment (const KlasterRow       *row,
                  const KlasterSnapshot  *after,
                  GError                **error)
{
  const char *owner_table = klaster_row_get_text (row, KLASTER_ATTACHMENT_OWNER_TABLE);
  KlasterTable table;

  if (owner_table && klaster_schema_find_table (owner_table, &table) &&
      klaster_snapshot_lookup (after, table, klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID)))
    return TRUE;

  g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
               _("attachment %" PRId64 " belongs to a record that does not exist"), klaster_row_get_id (row));
  return FALSE;
}

static gboolean
check_row_references (const KlasterRow       *row,
                      const KlasterSnapshot  *after,
                      GError                **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (klaster_row_get_table (row));

  for (guint c = 0; c < info->n_columns; c++)
    {
      const KlasterColumnInfo *column = &info->columns[c];

      if (column->type != KLASTER_COLUMN_REFERENCE)
        continue;
      if (klaster_row_is_null (row, c))
        {
          if (!(column->flags & KLASTER_COLUMN_REQUIRED))
            continue;
        }
      else if (klaster_snapshot_lookup (after, column->target, klaster_row_get_integer (row, c)))
        continue;

      g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
                   _("%s %" PRId64 ": %s refers to a record that does not exist"), info->name,
                   klaster_row_get_id (row), column->name);
      return FALSE;
    }

  return klaster_row_get_table (row) != KLASTER_TABLE_ATTACHMENT || check_attachment (row, after, error);
}

static gboolean
check_nothing_refers (const KlasterRowChange *change,
                      const KlasterSnapshot  *after,
                      GError                **error)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 0; c < info->n_columns; c++)
        {
          KlasterReferrerIter iter;
          KlasterRow *row;

          if (info->columns[c].type != KLASTER_COLUMN_REFERENCE || info->columns[c].target != change->table)
            continue;
          klaster_referrer_iter_init (&iter, after, t, c, change->id);
          if (!klaster_referrer_iter_next (&iter, &row))
            continue;
          g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
                       _("%s %" PRId64 ": %s refers to a record that does not exist"), info->name,
                       klaster_row_get_id (row), info->columns[c].name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * klaster_delta_check_references:
 * @self: a delta
 * @after: the snapshot after it
 * @error: return location for an error
 *
 * Returns: whether every reference that @self touches is answered in @after, attachments included
 */
gboolean
klaster_delta_check_references (const KlasterDelta     *self,
                                const KlasterSnapshot  *after,
                                GError                **error)
{
  gboolean deleted = FALSE;

  g_return_val_if_fail (self != NULL && after != NULL, FALSE);

  for (guint i = 0; i < self->n_changes; i++)
    {
      const KlasterRowChange *change = &self->changes[i];

      deleted |= change->after == NULL;
      if (change->after ? !check_row_references (change->after, after, error)
                        : !check_nothing_refers (change, after, error))
        return FALSE;
    }

  /* Attachments are not in an index: all are looked at, once, when anything was deleted. */
  if (deleted)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, after, KLASTER_TABLE_ATTACHMENT);
      while (klaster_row_iter_next (&iter, &row))
        if (!check_attachment (row, after, error))
          return FALSE;
    }

  return TRUE;
}
