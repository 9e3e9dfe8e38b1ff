/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-foreign.h"
#include "klaster-snapshot-private.h"

/* So many changes that break a rule are left out one by one; a file with more of them is not taken over. */
#define MAX_LEFT_OUT 500

typedef struct
{
  KlasterForeign *foreign;
  KlasterSnapshot *base;
  KlasterSnapshot *ours;
  KlasterDelta *delta;   /* from base to theirs */
  GHashTable *ids;       /* "table id" of theirs → gint64 of ours, for rows that are new there */
  GHashTable *known_ids; /* (nullable): the same, of rows that were taken over before */
  GHashTable *left_out;  /* "table id column" of ours */
  KlasterEdit *edit;
} Adoption;

static gboolean
is_left_out (Adoption     *self,
             KlasterTable  table,
             gint64        id,
             int           column)
{
  g_autofree char *cell = klaster_foreign_key (table, id, column);
  g_autofree char *row = klaster_foreign_key (table, id, -1);

  return g_hash_table_contains (self->left_out, cell) || g_hash_table_contains (self->left_out, row);
}

static gint64
map_id (Adoption     *self,
        KlasterTable  table,
        gint64        id)
{
  g_autofree char *key = klaster_foreign_key (table, id, -1);
  gint64 *mapped = g_hash_table_lookup (self->ids, key);

  return mapped ? *mapped : id;
}

static void
set_value (Adoption         *self,
           KlasterTable      table,
           gint64            id,
           guint             column,
           const KlasterRow *row)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  KlasterValue value = klaster_row_get_value (row, column);

  if (is_left_out (self, table, id, (int) column))
    return;
  if (info->type == KLASTER_COLUMN_REFERENCE && value.type == KLASTER_VALUE_INTEGER)
    value.integer = map_id (self, info->target, value.integer);
  klaster_edit_set (self->edit, table, id, column, value);
}

/* The position of an institution: another program moves the point and knows nothing of lon and lat, a person may have
 * changed only those. What is not as it was has been changed; the point, if both are. */
static const KlasterForeignPoint *
find_moved_point (Adoption         *self,
                  gint64            id,
                  const KlasterRow *before, /* (nullable) */
                  const KlasterRow *after)
{
  const KlasterForeignPoint *point = g_hash_table_lookup (self->foreign->points, &id);

  if (point == NULL || before == NULL)
    return point;
  if (klaster_value_equal (klaster_row_get_value (before, KLASTER_INSTITUTION_LON),
                           klaster_row_get_value (after, KLASTER_INSTITUTION_LON)) &&
      klaster_value_equal (klaster_row_get_value (before, KLASTER_INSTITUTION_LAT),
                           klaster_row_get_value (after, KLASTER_INSTITUTION_LAT)))
    return point;
  if (klaster_row_get_real (before, KLASTER_INSTITUTION_LON) == point->lon &&
      klaster_row_get_real (before, KLASTER_INSTITUTION_LAT) == point->lat)
    return NULL; /* only the point stayed where it was */

  return point;
}

static void
set_point (Adoption                  *self,
           gint64                     id,
           const KlasterForeignPoint *point)
{
  if (is_left_out (self, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON))
    return;
  klaster_edit_set (self->edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (point->lon));
  klaster_edit_set (self->edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (point->lat));
}

static gboolean
is_impossible (Adoption     *self,
               KlasterTable  table,
               gint64        id,
               guint         column)
{
  g_autofree char *key = klaster_foreign_key (table, id, (int) column);

  return g_hash_table_contains (self->foreign->impossible, key);
}

static gboolean
was_taken_over (Adoption               *self,
                const KlasterRowChange *change)
{
  g_autofree char *key = klaster_foreign_key (change->table, change->id, -1);

  return self->known_ids && g_hash_table_contains (self->known_ids, key);
}

static void
add_change (Adoption               *self,
            const KlasterRowChange *change)
{
  guint n_columns = klaster_schema_get_table (change->table)->n_columns;
  const KlasterForeignPoint *point = NULL;
  gint64 id = change->id;

  if (change->after == NULL)
    {
      g_autofree char *key = klaster_foreign_key (change->table, id, -1);

      if (!is_left_out (self, change->table, id, -1) && !g_hash_table_contains (self->foreign->impossible, key) &&
          klaster_snapshot_lookup (self->ours, change->table, id))
        klaster_edit_delete (self->edit, change->table, id);
      return;
    }

  if (change->before == NULL)
    {
      id = map_id (self, change->table, id);
      if (is_left_out (self, change->table, id, -1))
        return;
      if (klaster_snapshot_lookup (self->ours, change->table, id) == NULL)
        {
          if (was_taken_over (self, change))
            return; /* and was deleted here since */
          klaster_edit_insert_with_id (self->edit, change->table, id);
        }
    }
  else if (klaster_snapshot_lookup (self->ours, change->table, id) == NULL)
    return; /* deleted here meanwhile */

  if (change->table == KLASTER_TABLE_INSTITUTION)
    point = find_moved_point (self, change->id, change->before, change->after);
  for (guint c = 1; c < n_columns; c++)
    {
      if (point && (c == KLASTER_INSTITUTION_LON || c == KLASTER_INSTITUTION_LAT))
        continue;
      if (change->before == NULL ? !klaster_row_is_null (change->after, c)
                                 : !klaster_value_equal (klaster_row_get_value (change->before, c),
                                                         klaster_row_get_value (change->after, c)) &&
                                     !is_impossible (self, change->table, change->id, c))
        set_value (self, change->table, id, c, change->after);
    }
  if (point)
    set_point (self, id, point);
}

/* Points that were moved in rows where nothing else changed. */
static void
add_moved_points (Adoption *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->foreign->points);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gint64 id = *(gint64 *) key;
      KlasterRow *before = klaster_snapshot_lookup (self->base, KLASTER_TABLE_INSTITUTION, id);
      KlasterRow *after = klaster_snapshot_lookup (self->foreign->snapshot, KLASTER_TABLE_INSTITUTION, id);

      if (before && after && klaster_row_equal (before, after) &&
          klaster_snapshot_lookup (self->ours, KLASTER_TABLE_INSTITUTION, id))
        set_point (self, id, value);
    }
}

static void
choose_ids (Adoption *self)
{
  for (guint i = 0; i < klaster_delta_get_n_changes (self->delta); i++)
    {
      const KlasterRowChange *change = klaster_delta_get_change (self->delta, i);
      g_autofree char *key = NULL;
      gint64 *known, *id;

      /* The cluster is always row 1. */
      if (change->before || change->table == KLASTER_TABLE_CLUSTER)
        continue;
      key = klaster_foreign_key (change->table, change->id, -1);
      known = self->known_ids ? g_hash_table_lookup (self->known_ids, key) : NULL;
      id = g_new (gint64, 1);
      if (known)
        *id = *known;
      else
        do
          *id = klaster_id_new ();
        while (klaster_snapshot_lookup (self->ours, change->table, *id));
      g_hash_table_insert (self->ids, g_steal_pointer (&key), id);
    }
}

static void
build (Adoption *self)
{
  g_clear_pointer (&self->edit, klaster_edit_unref);
  self->edit = klaster_edit_new (_("Changed in another program"));
  klaster_edit_set_kind (self->edit, "adopt");
  for (guint i = 0; i < klaster_delta_get_n_changes (self->delta); i++)
    add_change (self, klaster_delta_get_change (self->delta, i));
  add_moved_points (self);
}

/* Leaves the change out that the error is about. FALSE: it is about nothing that could be left out. */
static gboolean
leave_out (Adoption     *self,
           const GError *error)
{
  KlasterEditErrorDetails details;

  klaster_edit_error_get_details (error, &details);
  if (details.table < 0 || details.id == 0 || g_hash_table_size (self->left_out) >= MAX_LEFT_OUT)
    return FALSE;

  return g_hash_table_add (self->left_out, klaster_foreign_key ((KlasterTable) details.table, details.id, details.column)) ||
         g_hash_table_add (self->left_out, klaster_foreign_key ((KlasterTable) details.table, details.id, -1));
}

/**
 * klaster_foreign_make_edit:
 * @self: what the file holds
 * @base: what it held before somebody else changed it
 * @ours: what we hold now
 * @known_ids: (nullable): numbers that rows which are new there got in an earlier look
 * @n_left_out: (out): changes that break a rule of ours
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the edit, checked against @ours; %NULL without error when nothing changed
 */
KlasterEdit *
klaster_foreign_make_edit (KlasterForeign   *self,
                           KlasterSnapshot  *base,
                           KlasterSnapshot  *ours,
                           GHashTable       *known_ids,
                           guint            *n_left_out,
                           GError          **error)
{
  g_autoptr (KlasterDelta) delta = klaster_delta_new_between (base, self->snapshot);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) left_out = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Adoption adoption = { self, base, ours, delta, ids, known_ids, left_out, NULL };

  *n_left_out = 0;
  choose_ids (&adoption);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  self->ids = g_hash_table_ref (ids);
  while (TRUE)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (KlasterDelta) resolved = NULL;

      build (&adoption);
      *n_left_out = g_hash_table_size (left_out);
      if (klaster_edit_get_n_changes (adoption.edit) == 0)
        break;
      resolved = klaster_edit_resolve (adoption.edit, ours, &local_error);
      if (resolved)
        return adoption.edit;
      if (g_error_matches (local_error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
        break;
      if (!leave_out (&adoption, local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          break;
        }
    }
  klaster_edit_unref (adoption.edit);

  return NULL;
}
