/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-changeset.h"
#include "klaster-edit-private.h"
#include "klaster-extra.h"
#include "klaster-foreign.h"
#include "klaster-geometry.h"
#include "klaster-project.h"
#include "klaster-seal.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-edit.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"

/* More rows than any project has. */
#define MAX_ROWS 5000000
/* Points closer than this (degrees: a millimetre) are where lon and lat say. */
#define SAME_POINT 1e-8

void
klaster_foreign_free (KlasterForeign *self)
{
  g_free (self->uuid);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->points, g_hash_table_unref);
  g_clear_pointer (&self->impossible, g_hash_table_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->lost, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_free (self);
}

static gboolean
fail_hostile (GError **error)
{
  g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_HOSTILE, _("The file is too large to be a project."));

  return FALSE;
}

/* Written before some of the tables and columns were added. */
static gboolean
is_older (sqlite3 *db)
{
  g_autofree char *schema = klaster_store_get_meta (db, KLASTER_META_SCHEMA, NULL);
  guint64 version;

  return schema && g_ascii_string_to_unsigned (schema, 10, 1, G_MAXINT32, &version, NULL) && version < KLASTER_SCHEMA_VERSION;
}

/* What else there is in the file: other people's tables and columns, and what nobody runs or reads. */
static gboolean
look_around (KlasterForeign  *self,
             sqlite3         *db,
             GError         **error)
{
  g_autoptr (GPtrArray) extras = klaster_extra_list (db, &self->lost, error);
  gint64 n_strange = 0;

  if (extras == NULL ||
      !klaster_database_get_int64 (db, "SELECT count(*) FROM sqlite_schema WHERE type IN ('trigger', 'view') OR "
                                   "(type = 'table' AND rootpage = 0)", &n_strange, error))
    return FALSE;
  self->strange = n_strange > 0;
  self->kept = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < extras->len; i++)
    {
      char *name = klaster_extra_get_name (g_ptr_array_index (extras, i));

      if (name)
        g_ptr_array_add (self->kept, name);
    }

  return TRUE;
}

/* The cell as a value that may stand in its column; anything else becomes null. Text is copied to @texts. */
static KlasterValue
read_value (KlasterForeign *self,
            sqlite3_stmt   *statement,
            int             i,
            KlasterTable    table,
            guint           column,
            GStringChunk   *texts)
{
  KlasterValue value = KLASTER_NULL;
  const char *text;

  switch (sqlite3_column_type (statement, i))
    {
    case SQLITE_INTEGER:
      value = KLASTER_INTEGER (sqlite3_column_int64 (statement, i));
      break;
    case SQLITE_FLOAT:
      value = KLASTER_REAL (sqlite3_column_double (statement, i));
      break;
    case SQLITE_TEXT:
      text = (const char *) sqlite3_column_text (statement, i);
      if (text && strlen (text) == (gsize) sqlite3_column_bytes (statement, i) && g_utf8_validate (text, -1, NULL))
        value = KLASTER_TEXT (g_string_chunk_insert (texts, text));
      else
        self->n_repaired++;
      break;
    case SQLITE_NULL:
      return value;
    default:
      self->n_repaired++;
      break;
    }
  if (value.type != KLASTER_VALUE_NULL && !klaster_value_normalise (table, column, &value, texts, NULL))
    {
      self->n_repaired++;
      value = KLASTER_NULL;
    }

  return value;
}

static void
read_point (KlasterForeign     *self,
            sqlite3_stmt       *statement,
            int                 i,
            const KlasterValue *values)
{
  KlasterForeignPoint point, *copy;
  KlasterValue lon = values[KLASTER_INSTITUTION_LON], lat = values[KLASTER_INSTITUTION_LAT];
  gint64 *id;

  if (sqlite3_column_type (statement, i) != SQLITE_BLOB ||
      !klaster_geometry_read (sqlite3_column_blob (statement, i), (gsize) sqlite3_column_bytes (statement, i), &point.lon,
                              &point.lat) ||
      fabs (point.lon) > 180 || fabs (point.lat) > 90)
    return;
  if (lon.type == KLASTER_VALUE_REAL && lat.type == KLASTER_VALUE_REAL && fabs (lon.real - point.lon) < SAME_POINT &&
      fabs (lat.real - point.lat) < SAME_POINT)
    return;

  id = g_new (gint64, 1);
  *id = values[0].integer;
  copy = g_memdup2 (&point, sizeof point);
  g_hash_table_insert (self->points, id, copy);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  gint64 x = klaster_row_get_id (*(KlasterRow **) a), y = klaster_row_get_id (*(KlasterRow **) b);

  return x < y ? -1 : x > y;
}

/* A row is not lost because its kind is nonsense. FALSE: nothing can stand in (a reference). */
static gboolean
stand_in (const KlasterColumnInfo *column,
          KlasterValue            *value)
{
  if (column->type == KLASTER_COLUMN_TOKEN)
    *value = KLASTER_TEXT (column->tokens[0]);
  else if (column->type == KLASTER_COLUMN_TEXT)
    *value = KLASTER_TEXT ("?");

  return value->type != KLASTER_VALUE_NULL;
}

static gboolean
read_table (KlasterForeign  *self,
            sqlite3         *db,
            KlasterTable     table,
            GPtrArray       *rows,
            GError         **error)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  g_autoptr (GPtrArray) names = klaster_database_list_columns (db, info->name, error);
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autoptr (KlasterStatement) statement = NULL;
  g_autoptr (GStringChunk) texts = g_string_chunk_new (4096);
  gint positions[KLASTER_MAX_FILE_COLUMNS];
  int point = -1, n = 0, rc;

  if (names == NULL)
    return FALSE;
  for (guint c = 0; c < info->n_columns; c++)
    {
      positions[c] = -1;
      if (!(info->columns[c].flags & KLASTER_COLUMN_DERIVED) &&
          g_ptr_array_find_with_equal_func (names, info->columns[c].name, g_str_equal, NULL))
        {
          g_string_append_printf (sql, "%s\"%s\"", n ? ", " : "", info->columns[c].name);
          positions[c] = n++;
        }
      self->strange |= positions[c] < 0 && !(info->columns[c].flags & KLASTER_COLUMN_DERIVED) && !self->older;
    }
  if (positions[0] < 0)
    return TRUE; /* no such table, or none that could be ours */
  if (table == KLASTER_TABLE_INSTITUTION && g_ptr_array_find_with_equal_func (names, "geom", g_str_equal, NULL))
    {
      g_string_append (sql, ", \"geom\"");
      point = n++;
    }
  g_string_append_printf (sql, " FROM \"%s\"", info->name);

  statement = klaster_database_prepare (db, sql->str, error);
  if (statement == NULL)
    return FALSE;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      KlasterValue values[KLASTER_MAX_FILE_COLUMNS];
      gboolean complete = TRUE;

      g_string_chunk_clear (texts);
      for (guint c = 0; c < info->n_columns; c++)
        {
          guint n_repaired = self->n_repaired;

          values[c] = positions[c] < 0 ? KLASTER_NULL : read_value (self, statement, positions[c], table, c, texts);
          if ((info->columns[c].flags & KLASTER_COLUMN_REQUIRED) && values[c].type == KLASTER_VALUE_NULL)
            {
              self->n_repaired += self->n_repaired == n_repaired;
              complete = complete && stand_in (&info->columns[c], &values[c]);
            }
          if (self->n_repaired > n_repaired && values[0].type == KLASTER_VALUE_INTEGER)
            g_hash_table_add (self->impossible, klaster_foreign_key (table, values[0].integer, (int) c));
        }
      if (!complete || values[0].type != KLASTER_VALUE_INTEGER)
        {
          self->n_dropped++;
          if (values[0].type == KLASTER_VALUE_INTEGER)
            g_hash_table_add (self->impossible, klaster_foreign_key (table, values[0].integer, -1));
          continue;
        }
      if (point >= 0)
        read_point (self, statement, point, values);
      g_ptr_array_add (rows, klaster_row_new (table, values, info->n_columns));
      if (rows->len > MAX_ROWS)
        return fail_hostile (error);
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql->str, error);
      return FALSE;
    }

  g_ptr_array_sort (rows, compare_rows);
  for (guint i = 1; i < rows->len;)
    if (compare_rows (&rows->pdata[i - 1], &rows->pdata[i]) == 0)
      {
        self->n_dropped++;
        g_ptr_array_remove_index (rows, i);
      }
    else
      i++;

  return TRUE;
}

/* Whether @row may stay; what it refers to and is not there is cleared in it. */
static gboolean
clear_references (KlasterForeign  *self,
                  KlasterRow     **row,
                  GHashTable     **ids)
{
  KlasterTable table = klaster_row_get_table (*row);
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  for (guint c = 1; c < info->n_columns; c++)
    {
      gint64 target;
      KlasterRow *cleared;

      if (info->columns[c].type != KLASTER_COLUMN_REFERENCE || klaster_row_is_null (*row, c))
        continue;
      target = klaster_row_get_integer (*row, c);
      if (g_hash_table_contains (ids[info->columns[c].target], &target))
        continue;
      if (info->columns[c].flags & KLASTER_COLUMN_CASCADE)
        return FALSE;
      cleared = klaster_row_with_value (*row, c, KLASTER_NULL);
      klaster_row_unref (*row);
      *row = cleared;
      self->n_repaired++;
    }

  return TRUE;
}

static guint
id_hash (gconstpointer key)
{
  return g_int64_hash (key);
}

/* Rows that lose what they belong to go too, and so on until nothing changes. */
static void
repair_references (KlasterForeign *self,
                   GPtrArray     **rows)
{
  GHashTable *ids[KLASTER_N_TABLES];
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        {
          ids[t] = g_hash_table_new_full (id_hash, g_int64_equal, g_free, NULL);
          for (guint i = 0; i < rows[t]->len; i++)
            {
              gint64 *id = g_new (gint64, 1);

              *id = klaster_row_get_id (g_ptr_array_index (rows[t], i));
              g_hash_table_add (ids[t], id);
            }
        }
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        {
          g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);

          for (guint i = 0; i < rows[t]->len; i++)
            {
              KlasterRow *row = klaster_row_ref (g_ptr_array_index (rows[t], i));

              if (clear_references (self, &row, ids))
                g_ptr_array_add (kept, row);
              else
                {
                  klaster_row_unref (row);
                  self->n_dropped++;
                  again = TRUE;
                }
            }
          g_ptr_array_unref (rows[t]);
          rows[t] = g_steal_pointer (&kept);
        }
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        g_hash_table_unref (ids[t]);
    }
}

/**
 * klaster_foreign_read:
 * @db: a restricted connection with a time limit
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what the file holds; %KLASTER_PROJECT_ERROR_NOT_A_PROJECT when it is none of ours
 */
KlasterForeign *
klaster_foreign_read (sqlite3  *db,
                      GError  **error)
{
  g_autoptr (KlasterForeign) self = g_new0 (KlasterForeign, 1);
  g_autoptr (GPtrArray) meta = klaster_database_list_columns (db, KLASTER_META_TABLE, error);
  g_autoptr (KlasterSnapshotBuilder) builder = NULL;
  GPtrArray *rows[KLASTER_N_TABLES];
  gboolean done = TRUE;

  if (meta == NULL)
    return NULL;
  self->points = g_hash_table_new_full (id_hash, g_int64_equal, g_free, g_free);
  self->impossible = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (meta->len == 0)
    {
      g_set_error (error, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_NOT_A_PROJECT, _("This is not a Klaster project."));
      return NULL;
    }
  self->uuid = klaster_store_get_meta (db, KLASTER_META_PROJECT, error);
  if (self->uuid == NULL || !g_uuid_string_is_valid (self->uuid))
    {
      g_clear_pointer (&self->uuid, g_free);
      if (error && *error)
        return NULL;
      self->uuid = g_uuid_string_random ();
    }
  self->older = is_older (db);
  if (!look_around (self, db, error))
    return NULL;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      rows[t] = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
      done = done && read_table (self, db, t, rows[t], error);
    }
  if (done)
    {
      repair_references (self, rows);
      builder = klaster_snapshot_builder_new ();
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        for (guint i = 0; i < rows[t]->len; i++)
          klaster_snapshot_builder_take_row (builder, klaster_row_ref (g_ptr_array_index (rows[t], i)));
      self->snapshot = klaster_snapshot_builder_finish (g_steal_pointer (&builder));
    }
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    g_ptr_array_unref (rows[t]);

  return done ? g_steal_pointer (&self) : NULL;
}

/* Internal tables, column by column: i integer, t text, T text or null, c changeset or null, b blob. */
static const struct
{
  const char *table;
  const char *columns;
  const char *types;
} internal_tables[] = {
  { "klaster_history",
    "position, uuid, parent, kind, target, step, time, author, label, schema, summary, size, changeset", "itTtTTittitic" },
  { "klaster_stamp_source", "id, time, author, edit", "iitt" },
  { "klaster_stamp", "record_table, record_id, record_column, source", "iiii" },
  { "klaster_tombstone", "record_table, record_id, source", "iii" },
  { "klaster_blob", "sha256, bytes", "tb" },
};

static gboolean
is_sound (sqlite3_stmt *from,
          const char   *types)
{
  for (int i = 0; types[i]; i++)
    {
      int type = sqlite3_column_type (from, i);

      if (types[i] == 'i' ? type != SQLITE_INTEGER
          : types[i] == 'b' ? type != SQLITE_BLOB
          : types[i] == 'c' ? type != SQLITE_BLOB && type != SQLITE_NULL
          : type != SQLITE_TEXT && (types[i] == 't' || type != SQLITE_NULL))
        return FALSE;
      if (type == SQLITE_TEXT &&
          !g_utf8_validate_len ((const char *) sqlite3_column_text (from, i), (gsize) sqlite3_column_bytes (from, i), NULL))
        return FALSE;
    }

  return TRUE;
}

/* An entry whose changeset is damaged stays in the history; nothing before it can be undone. */
static gboolean
changeset_is_sound (sqlite3_stmt *from,
                    int           i)
{
  gint64 size = sqlite3_column_int64 (from, i - 1);
  g_autoptr (GBytes) changeset = NULL;

  if (sqlite3_column_type (from, i) != SQLITE_BLOB || size < 0)
    return FALSE;
  changeset = klaster_changeset_inflate (sqlite3_column_blob (from, i), (gsize) sqlite3_column_bytes (from, i), (gsize) size,
                                         NULL);

  return changeset && klaster_changeset_validate (changeset, NULL, NULL);
}

static gboolean
copy_internal (sqlite3     *from_db,
               sqlite3     *to_db,
               guint        which,
               GError     **error)
{
  const char *table = internal_tables[which].table, *types = internal_tables[which].types;
  g_autofree char *select = g_strdup_printf ("SELECT %s FROM %s", internal_tables[which].columns, table);
  g_autoptr (GString) insert = g_string_new (NULL);
  g_autoptr (GPtrArray) names = klaster_database_list_columns (from_db, table, error);
  g_autoptr (KlasterStatement) from = NULL;
  g_autoptr (KlasterStatement) to = NULL;
  int rc;

  if (names == NULL)
    return FALSE;
  if (names->len == 0)
    return TRUE;
  g_string_append_printf (insert, "INSERT OR IGNORE INTO %s (%s) VALUES (", table, internal_tables[which].columns);
  for (guint i = 0; types[i]; i++)
    g_string_append (insert, i ? ", ?" : "?");
  g_string_append_c (insert, ')');
  from = klaster_database_prepare (from_db, select, NULL);
  if (from == NULL)
    return TRUE; /* a table of the same name that is not ours */
  to = klaster_database_prepare (to_db, insert->str, error);
  if (to == NULL)
    return FALSE;

  while ((rc = sqlite3_step (from)) == SQLITE_ROW)
    {
      if (!is_sound (from, types))
        continue;
      for (int i = 0; types[i]; i++)
        if (types[i] == 'c' && !changeset_is_sound (from, i))
          sqlite3_bind_null (to, i + 1);
        else
          sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
      if (!klaster_database_run (to, error))
        return FALSE;
    }
  if (rc != SQLITE_DONE)
    klaster_database_set_error (from_db, select, error);

  return rc == SQLITE_DONE;
}

static gboolean
write_all (KlasterForeign   *self,
           sqlite3          *from,
           sqlite3          *db,
           KlasterSnapshot  *snapshot,
           GError          **error)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterDelta) delta = klaster_delta_new_between (empty, snapshot);
  g_autoptr (KlasterWriter) writer = klaster_writer_new (db);
  gint64 n_entries = 0;

  if (!klaster_writer_write_rows (writer, delta, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (internal_tables); i++)
    if (!copy_internal (from, db, i, error))
      return FALSE;
  if (!klaster_database_get_int64 (db, "SELECT count(*) FROM klaster_history", &n_entries, error))
    return FALSE;
  if (n_entries == 0)
    {
      g_autoptr (KlasterHistoryEntry) entry = klaster_history_entry_new ("base", "", "");

      return klaster_writer_write_entry (writer, entry, error);
    }

  return TRUE;
}

gboolean
klaster_foreign_write (KlasterForeign   *self,
                       sqlite3          *db,
                       KlasterSnapshot  *snapshot,
                       const char       *path,
                       GError          **error)
{
  g_autoptr (KlasterDatabase) to = klaster_database_open (path, KLASTER_DATABASE_SCRATCH, error);

  return to && klaster_store_create_project (to, self->uuid, error) && klaster_database_exec (to, "BEGIN", error) &&
         write_all (self, db, to, snapshot, error) && klaster_database_exec (to, "COMMIT", error);
}
