/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "klaster-edit-private.h"
#include "klaster-edit-rules.h"
#include "klaster-snapshot-private.h"

static guint
key_hash (gconstpointer data)
{
  const KlasterRowKey *key = data;
  guint64 hash = ((guint64) key->id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) ^ key->table;

  return (guint) (hash >> 32) ^ (guint) hash;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const KlasterRowKey *left = a, *right = b;

  return left->id == right->id && left->table == right->table;
}

static void
work_row_free (gpointer data)
{
  KlasterWorkRow *self = data;

  g_free (self->values);
  g_free (self);
}

KlasterWorkRow *
klaster_resolver_find (KlasterResolver *self,
                       KlasterTable     table,
                       gint64           id)
{
  KlasterRowKey key = { table, id };

  return g_hash_table_lookup (self->rows, &key);
}

gboolean
klaster_resolver_row_exists (KlasterResolver *self,
                             KlasterTable     table,
                             gint64           id)
{
  KlasterWorkRow *row = klaster_resolver_find (self, table, id);

  return row ? row->alive : klaster_snapshot_lookup (self->snapshot, table, id) != NULL;
}

gint64
klaster_resolver_get_reference (KlasterResolver *self,
                                KlasterTable     table,
                                gint64           id,
                                guint            column)
{
  KlasterWorkRow *row = klaster_resolver_find (self, table, id);
  KlasterRow *stored;

  if (row)
    return row->alive && row->values[column].type == KLASTER_VALUE_INTEGER ? row->values[column].integer : 0;
  stored = klaster_snapshot_lookup (self->snapshot, table, id);
  return stored ? klaster_row_get_integer (stored, column) : 0;
}

void
klaster_resolver_set_error (KlasterResolver *self,
                            guint            origin,
                            KlasterTable     table,
                            gint64           id,
                            int              column,
                            const char      *reason)
{
  KlasterEditErrorDetails details = { (int) origin, (int) table, id, column };
  GError *error = NULL;
  const char *table_name = klaster_schema_get_table (table)->name;

  g_assert (self->error == NULL);
  if (column >= 0)
    /* Translators: where an edit is wrong: number of the operation, table, column, then a sentence that says why. */
    g_set_error (&error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, _("Operation %u, %s.%s: %s"), origin,
                 table_name, klaster_schema_get_column (table, (guint) column)->name, reason);
  else
    /* Translators: where an edit is wrong: number of the operation, table, then a sentence that says why. */
    g_set_error (&error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, _("Operation %u, %s: %s"), origin,
                 table_name, reason);
  klaster_edit_error_set_details (error, &details);
  klaster_edit_error_set_reason (error, reason);
  if (self->refusals)
    g_ptr_array_add (self->refusals, error);
  else
    self->error = error;
}

static KlasterWorkRow *
add_work_row (KlasterResolver *self,
              KlasterTable     table,
              gint64           id,
              KlasterRow      *before,
              guint            origin)
{
  guint n_columns = klaster_schema_get_table (table)->n_columns;
  KlasterWorkRow *row = g_new0 (KlasterWorkRow, 1);

  row->key = (KlasterRowKey) { table, id };
  row->before = before;
  row->alive = before != NULL;
  row->origin = origin;
  row->values = g_new (KlasterValue, n_columns);
  for (guint i = 0; i < n_columns; i++)
    row->values[i] = before ? klaster_row_get_value (before, i) : KLASTER_NULL;
  row->values[0] = KLASTER_INTEGER (id);
  g_hash_table_add (self->rows, row);
  g_ptr_array_add (self->order, row);
  if (table == KLASTER_TABLE_ATTACHMENT)
    g_ptr_array_add (self->attachments, row);

  return row;
}

/* The row as this edit sees it so far; %NULL: it is not there. */
static KlasterWorkRow *
get_work_row (KlasterResolver *self,
              KlasterTable     table,
              gint64           id,
              guint            origin)
{
  KlasterWorkRow *row = klaster_resolver_find (self, table, id);
  KlasterRow *before;

  if (row)
    return row->alive ? row : NULL;
  before = klaster_snapshot_lookup (self->snapshot, table, id);
  return before ? add_work_row (self, table, id, before, origin) : NULL;
}

/* Remembers that @row refers to something because of this edit: the snapshot's index does not know it. */
static void
note_reference (KlasterResolver *self,
                KlasterWorkRow  *row,
                KlasterTable     target,
                gint64           target_id)
{
  KlasterRowKey key = { target, target_id };
  GPtrArray *referrers = g_hash_table_lookup (self->referrers, &key);

  if (referrers == NULL)
    {
      referrers = g_ptr_array_new ();
      g_hash_table_insert (self->referrers, g_memdup2 (&key, sizeof key), referrers);
    }
  g_ptr_array_add (referrers, row);
}

static void
insert_row (KlasterResolver        *self,
            const KlasterOperation *operation)
{
  KlasterTable table = operation->table;
  gint64 id = operation->id;
  KlasterWorkRow *row = klaster_resolver_find (self, table, id);
  g_autofree char *reason = NULL;

  if (table == KLASTER_TABLE_CLUSTER && id != 1)
    reason = g_strdup (_("A project has exactly one cluster, its identifier is 1"));
  else if (id < 1 || id > KLASTER_ID_MAX)
    reason = g_strdup_printf (_("%" PRId64 " is not an identifier"), id);
  else if (klaster_resolver_row_exists (self, table, id))
    reason = g_strdup_printf (_("There is already a record %" PRId64), id);
  if (reason)
    {
      klaster_resolver_set_error (self, operation->origin, table, id, -1, reason);
      return;
    }

  if (row == NULL)
    row = add_work_row (self, table, id, klaster_snapshot_lookup (self->snapshot, table, id), operation->origin);
  for (guint i = 1; i < klaster_schema_get_table (table)->n_columns; i++)
    row->values[i] = KLASTER_NULL;
  row->alive = TRUE;
  row->inserted = TRUE;
  row->origin = operation->origin;
}

static void
set_missing_row_error (KlasterResolver        *self,
                       const KlasterOperation *operation)
{
  g_autofree char *reason = g_strdup_printf (_("There is no record %" PRId64), operation->id);

  klaster_resolver_set_error (self, operation->origin, operation->table, operation->id, -1, reason);
}

static void
set_value (KlasterResolver        *self,
           const KlasterOperation *operation)
{
  const KlasterTableInfo *info = klaster_schema_get_table (operation->table);
  const KlasterColumnInfo *column;
  KlasterWorkRow *row;
  KlasterValue value = operation->value;
  g_autoptr (GError) error = NULL;

  if (operation->column >= info->n_columns)
    {
      klaster_resolver_set_error (self, operation->origin, operation->table, operation->id, -1, _("There is no such column"));
      return;
    }
  column = &info->columns[operation->column];
  if (operation->column == 0 || (column->flags & KLASTER_COLUMN_DERIVED))
    {
      klaster_resolver_set_error (self, operation->origin, operation->table, operation->id, operation->column,
                                  operation->column == 0 ? _("The identifier of a record cannot be changed")
                                                         : _("Is computed and cannot be set"));
      return;
    }
  row = get_work_row (self, operation->table, operation->id, operation->origin);
  if (row == NULL)
    {
      set_missing_row_error (self, operation);
      return;
    }
  if (!klaster_value_normalise (operation->table, operation->column, &value, self->texts, &error))
    {
      klaster_resolver_set_error (self, operation->origin, operation->table, operation->id, operation->column,
                                  error->message);
      return;
    }

  row->values[operation->column] = value;
  row->changed |= G_GUINT64_CONSTANT (1) << operation->column;
  row->origin = operation->origin;
  if (column->type == KLASTER_COLUMN_REFERENCE && value.type == KLASTER_VALUE_INTEGER)
    note_reference (self, row, column->target, value.integer);
}

/* Marks a row as gone and puts it on the list of those whose referrers are to be looked at. */
static void
mark_deleted (KlasterResolver *self,
              KlasterWorkRow  *row,
              guint            origin)
{
  row->alive = FALSE;
  row->inserted = FALSE;
  row->origin = origin;
  g_queue_push_tail (&self->deleted, row);
}

static void
drop_reference (KlasterResolver         *self,
                KlasterWorkRow          *row,
                guint                    column,
                const KlasterColumnInfo *info,
                gint64                   target,
                guint                    origin)
{
  if (!row->alive || row->values[column].type != KLASTER_VALUE_INTEGER || row->values[column].integer != target)
    return;
  if (info->flags & KLASTER_COLUMN_CASCADE)
    mark_deleted (self, row, origin);
  else
    row->values[column] = KLASTER_NULL;
}

static void
drop_references_to (KlasterResolver *self,
                    KlasterWorkRow  *gone,
                    guint            origin)
{
  GPtrArray *known = g_hash_table_lookup (self->referrers, &gone->key);

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 0; c < info->n_columns; c++)
        {
          const KlasterColumnInfo *column = &info->columns[c];
          KlasterReferrerIter iter;
          KlasterRow *referrer;

          if (column->type != KLASTER_COLUMN_REFERENCE || column->target != gone->key.table)
            continue;
          klaster_referrer_iter_init (&iter, self->snapshot, t, c, gone->key.id);
          while (klaster_referrer_iter_next (&iter, &referrer))
            {
              KlasterWorkRow *row = get_work_row (self, t, klaster_row_get_id (referrer), origin);

              if (row)
                drop_reference (self, row, c, column, gone->key.id, origin);
            }
        }
    }

  for (guint i = 0; known && i < known->len; i++)
    {
      KlasterWorkRow *row = known->pdata[i];
      const KlasterTableInfo *info = klaster_schema_get_table (row->key.table);

      for (guint c = 0; c < info->n_columns; c++)
        if (info->columns[c].type == KLASTER_COLUMN_REFERENCE && info->columns[c].target == gone->key.table)
          drop_reference (self, row, c, &info->columns[c], gone->key.id, origin);
    }
}

static gboolean
is_attachment_of (const KlasterValue *values,
                  const KlasterWorkRow *owner)
{
  return values[KLASTER_ATTACHMENT_OWNER_ID].type == KLASTER_VALUE_INTEGER &&
         values[KLASTER_ATTACHMENT_OWNER_ID].integer == owner->key.id &&
         values[KLASTER_ATTACHMENT_OWNER_TABLE].type == KLASTER_VALUE_TEXT &&
         strcmp (values[KLASTER_ATTACHMENT_OWNER_TABLE].text, klaster_schema_get_table (owner->key.table)->name) == 0;
}

static void
delete_attachments_of (KlasterResolver *self,
                       KlasterWorkRow  *owner,
                       guint            origin)
{
  GArray *stored;

  if (owner->key.table == KLASTER_TABLE_ATTACHMENT)
    return;

  /* Owners may be of any table, so there is no index in the snapshot: one is made when something is deleted. */
  if (self->owned == NULL)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      self->owned = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
      klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_ATTACHMENT);
      while (klaster_row_iter_next (&iter, &row))
        {
          gint64 owner_id = klaster_row_get_integer (row, KLASTER_ATTACHMENT_OWNER_ID);
          gint64 id = klaster_row_get_id (row);

          stored = g_hash_table_lookup (self->owned, &owner_id);
          if (stored == NULL)
            {
              stored = g_array_new (FALSE, FALSE, sizeof (gint64));
              g_hash_table_insert (self->owned, g_memdup2 (&owner_id, sizeof owner_id), stored);
            }
          g_array_append_val (stored, id);
        }
    }

  stored = g_hash_table_lookup (self->owned, &owner->key.id);
  for (guint i = 0; stored && i < stored->len; i++)
    get_work_row (self, KLASTER_TABLE_ATTACHMENT, g_array_index (stored, gint64, i), origin);
  for (guint i = 0; i < self->attachments->len; i++)
    {
      KlasterWorkRow *row = self->attachments->pdata[i];

      if (row->alive && is_attachment_of (row->values, owner))
        mark_deleted (self, row, origin);
    }
}

/* What refers to the rows that were marked goes along, and so on. */
static void
follow_deleted (KlasterResolver *self,
                guint            origin)
{
  KlasterWorkRow *row;

  while ((row = g_queue_pop_head (&self->deleted)))
    {
      drop_references_to (self, row, origin);
      delete_attachments_of (self, row, origin);
    }
}

/* A goal that becomes the main one of a cooperation is no further one any more. */
static void
drop_repeated_goals (KlasterResolver *self)
{
  for (guint i = 0; i < self->order->len; i++)
    {
      const KlasterWorkRow *row = self->order->pdata[i];
      KlasterReferrerIter iter;
      KlasterRow *link;

      if (row->key.table != KLASTER_TABLE_COOPERATION || !row->alive || !((row->changed >> KLASTER_COOPERATION_GOAL_ID) & 1)
          || row->values[KLASTER_COOPERATION_GOAL_ID].type != KLASTER_VALUE_INTEGER)
        continue;
      klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_FURTHER_GOAL,
                                  KLASTER_FURTHER_GOAL_COOPERATION_ID, row->key.id);
      while (klaster_referrer_iter_next (&iter, &link))
        {
          KlasterWorkRow *further = get_work_row (self, KLASTER_TABLE_FURTHER_GOAL, klaster_row_get_id (link), row->origin);

          /* What the edit itself says of it is judged afterwards. */
          if (further && further->changed == 0
              && further->values[KLASTER_FURTHER_GOAL_GOAL_ID].integer == row->values[KLASTER_COOPERATION_GOAL_ID].integer)
            {
              mark_deleted (self, further, row->origin);
              follow_deleted (self, row->origin);
            }
        }
    }
}

static void
delete_row (KlasterResolver        *self,
            const KlasterOperation *operation)
{
  KlasterWorkRow *row = klaster_resolver_find (self, operation->table, operation->id);

  if (operation->table == KLASTER_TABLE_CLUSTER)
    {
      klaster_resolver_set_error (self, operation->origin, operation->table, operation->id, -1,
                                  _("The cluster itself cannot be deleted"));
      return;
    }
  /* What has gone, perhaps with its parent, may be deleted by name as well. */
  if (row && !row->alive)
    return;
  row = get_work_row (self, operation->table, operation->id, operation->origin);
  if (row == NULL)
    {
      set_missing_row_error (self, operation);
      return;
    }

  mark_deleted (self, row, operation->origin);
  follow_deleted (self, operation->origin);
}

static KlasterDelta *
make_delta (KlasterResolver *self)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (KlasterRowChange));
  g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);

  for (guint i = 0; i < self->order->len; i++)
    {
      KlasterWorkRow *row = self->order->pdata[i];
      KlasterRowChange change = { row->key.table, row->key.id, row->before, NULL };

      if (row->alive)
        {
          change.after = klaster_row_new (row->key.table, row->values,
                                          klaster_schema_get_table (row->key.table)->n_columns);
          g_ptr_array_add (made, change.after);
        }
      g_array_append_val (changes, change);
    }

  return klaster_delta_new ((const KlasterRowChange *) (gpointer) changes->data, changes->len);
}

/**
 * klaster_edit_resolve:
 * @self: an edit
 * @snapshot: the content that it shall change
 * @error: return location for an error of %KLASTER_EDIT_ERROR
 *
 * Operations count in their order: what refers to a row that an earlier one deleted is an error, what referred to it
 * before goes with it or loses the reference. References may point forward to rows that a later operation inserts.
 *
 * Returns: (transfer full): what changes, row by row, or %NULL
 */
KlasterDelta *
klaster_edit_resolve (const KlasterEdit  *self,
                      KlasterSnapshot    *snapshot,
                      GError            **error)
{
  return klaster_edit_resolve_all (self, snapshot, NULL, error);
}

/**
 * klaster_edit_resolve_all:
 * @self: an edit
 * @snapshot: the content that it shall change
 * @refusals: (nullable) (element-type GError): where to add an error for each operation that stands in the way, as far as
 *   that can be known at once: without those operations others may be wrong that now are not
 * @error: return location for an error of %KLASTER_EDIT_ERROR; none is set when there are refusals
 *
 * As klaster_edit_resolve(), for who can do without some of the operations: to leave them out one after the other takes as
 * many passes over all of them.
 *
 * Returns: (transfer full): what changes, row by row, or %NULL
 */
KlasterDelta *
klaster_edit_resolve_all (const KlasterEdit  *self,
                          KlasterSnapshot    *snapshot,
                          GPtrArray          *refusals,
                          GError            **error)
{
  KlasterResolver resolver = { .snapshot = snapshot, .deleted = G_QUEUE_INIT };
  g_autoptr (KlasterDelta) delta = NULL;
  const KlasterOperation *operations;
  guint n_operations;

  g_return_val_if_fail (self != NULL && snapshot != NULL, NULL);

  resolver.rows = g_hash_table_new (key_hash, key_equal);
  resolver.order = g_ptr_array_new_with_free_func (work_row_free);
  resolver.referrers = g_hash_table_new_full (key_hash, key_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  resolver.attachments = g_ptr_array_new ();
  resolver.texts = g_string_chunk_new (256);

  operations = klaster_edit_get_operations (self, &n_operations);
  for (guint i = 0; i < n_operations && resolver.error == NULL; i++)
    switch ((KlasterOperationType) operations[i].type)
      {
      case KLASTER_OPERATION_INSERT:
        insert_row (&resolver, &operations[i]);
        break;
      case KLASTER_OPERATION_SET:
        set_value (&resolver, &operations[i]);
        break;
      case KLASTER_OPERATION_DELETE:
      default:
        delete_row (&resolver, &operations[i]);
        break;
      }
  if (resolver.error == NULL)
    drop_repeated_goals (&resolver);
  resolver.refusals = refusals;
  if (resolver.error == NULL && klaster_resolver_check (&resolver))
    {
      delta = make_delta (&resolver);
      if (klaster_delta_get_n_changes (delta) == 0)
        {
          g_clear_pointer (&delta, klaster_delta_unref);
          g_set_error_literal (&resolver.error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE,
                               _("The edit changes nothing"));
        }
    }
  if (resolver.error)
    g_propagate_error (error, resolver.error);

  g_queue_clear (&resolver.deleted);
  g_clear_pointer (&resolver.owned, g_hash_table_unref);
  g_string_chunk_free (resolver.texts);
  g_ptr_array_unref (resolver.attachments);
  g_hash_table_unref (resolver.referrers);
  g_hash_table_unref (resolver.rows);
  g_ptr_array_unref (resolver.order);

  return g_steal_pointer (&delta);
}
