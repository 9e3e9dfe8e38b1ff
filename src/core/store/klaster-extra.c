/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-extra.h"
#include "klaster-foreign.h"
#include "klaster-store-schema.h"

/* More than anybody adds by hand; what goes beyond is listed as lost. */
#define MAX_TABLES 200
#define MAX_COLUMNS 60
/* Longest declared type that is taken over. */
#define MAX_TYPE 64
/* Carrying over is a part of publishing: only Cancel ends it. */
#define CARRY_SECONDS (24 * 3600)

static void
extra_free (gpointer data)
{
  KlasterExtra *self = data;

  g_free (self->table);
  g_free (self->column);
  g_free (self);
}

static void
add_extra (GPtrArray  *extras,
           const char *table,
           const char *column)
{
  KlasterExtra *extra = g_new (KlasterExtra, 1);

  *extra = (KlasterExtra) { g_strdup (table), g_strdup (column) };
  g_ptr_array_add (extras, extra);
}

/* Tables that describe others or are made from them: ours stand for them, or they are made again by who wants them. */
static gboolean
is_service_table (const char *name)
{
  static const char *const names[] = {
    "gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys", "gpkg_extensions", "gpkg_ogr_contents", NULL,
  };

  return g_strv_contains (names, name) || g_str_has_prefix (name, "rtree_") || g_str_has_prefix (name, "sqlite_") ||
         g_str_has_prefix (name, "klaster_");
}

static gboolean
is_our_table (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return klaster_schema_find_stored_table (lower, NULL);
}

/* SQLite knows no difference between small and capital letters in names. */
static gboolean
clashes_with_ours (KlasterTable  table,
                   const char   *name)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  for (guint c = 0; c < info->n_columns; c++)
    if (g_ascii_strcasecmp (info->columns[c].name, name) == 0)
      return TRUE;

  return table == KLASTER_TABLE_INSTITUTION && g_ascii_strcasecmp ("geom", name) == 0;
}

/* Virtual tables keep their content in plain ones that are worth nothing without them. */
static gboolean
is_shadow (GPtrArray  *virtual_tables,
           const char *name)
{
  for (guint i = 0; i < virtual_tables->len; i++)
    {
      const char *owner = g_ptr_array_index (virtual_tables, i);
      gsize length = strlen (owner);

      if (strncmp (name, owner, length) == 0 && name[length] == '_')
        return TRUE;
    }

  return FALSE;
}

static gboolean
list_columns (sqlite3      *db,
              KlasterTable  table,
              GPtrArray    *extras,
              GPtrArray    *lost,
              GError      **error)
{
  const char *table_name = klaster_schema_get_table (table)->name;
  g_autoptr (GPtrArray) names = klaster_database_list_columns (db, table_name, error);
  guint n = 0;

  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (klaster_schema_find_column (table, name) >= 0 || (table == KLASTER_TABLE_INSTITUTION && g_str_equal (name, "geom")))
        continue;
      if (clashes_with_ours (table, name) || !g_utf8_validate (name, -1, NULL) || n == MAX_COLUMNS)
        {
          g_ptr_array_add (lost, g_strdup_printf ("%s.%s", table_name, name));
          continue;
        }
      add_extra (extras, table_name, name);
      n++;
    }

  return TRUE;
}

GPtrArray *
klaster_extra_list (sqlite3    *db,
                    GPtrArray **lost,
                    GError    **error)
{
  static const char sql[] = "SELECT name, rootpage > 0 FROM sqlite_schema WHERE type IN ('table', 'view') LIMIT 1000";
  g_autoptr (GPtrArray) extras = g_ptr_array_new_with_free_func (extra_free);
  g_autoptr (GPtrArray) rejected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free); /* views and virtual tables */
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return NULL;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (statement, 0);

      if (name && !is_service_table (name) && !klaster_schema_find_stored_table (name, NULL))
        g_ptr_array_add (sqlite3_column_int (statement, 1) ? plain : others, g_strdup (name));
      else if (name && !sqlite3_column_int (statement, 1) && !g_str_has_prefix (name, "rtree_"))
        g_ptr_array_add (others, g_strdup (name));
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (db, sql, error);
      return NULL;
    }

  for (guint i = 0; i < plain->len; i++)
    {
      const char *name = g_ptr_array_index (plain, i);

      if (is_shadow (others, name))
        continue;
      if (is_our_table (name) || !g_utf8_validate (name, -1, NULL) || extras->len == MAX_TABLES)
        {
          g_ptr_array_add (rejected, g_utf8_make_valid (name, -1));
          continue;
        }
      add_extra (extras, name, NULL);
    }
  for (guint i = 0; i < others->len; i++)
    if (!klaster_schema_find_stored_table (g_ptr_array_index (others, i), NULL))
      g_ptr_array_add (rejected, g_utf8_make_valid (g_ptr_array_index (others, i), -1));
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (!list_columns (db, t, extras, rejected, error))
      return NULL;
  if (lost)
    *lost = g_steal_pointer (&rejected);

  return g_steal_pointer (&extras);
}

char *
klaster_extra_get_name (const KlasterExtra *self)
{
  if (g_str_has_prefix (self->table, "gpkg_"))
    return NULL;

  return self->column ? g_strdup_printf ("%s.%s", self->table, self->column) : g_strdup (self->table);
}

static char *
quote (const char *name)
{
  g_autoptr (GString) text = g_string_new (name);

  g_string_replace (text, "\"", "\"\"", 0);

  return g_strdup_printf ("\"%s\"", text->str);
}

/* Whatever else may stand in the place of a type is not taken over. */
static gboolean
is_plain_type (const char *type)
{
  return strlen (type) <= MAX_TYPE && g_regex_match_simple ("^[A-Za-z][A-Za-z0-9_ ]*(\\([0-9 ,]+\\))?$", type, 0, 0);
}

static gboolean
copy_rows (sqlite3     *from,
           const char  *select,
           sqlite3     *to,
           const char  *insert,
           GError     **error)
{
  g_autoptr (KlasterStatement) source = klaster_database_prepare (from, select, error);
  g_autoptr (KlasterStatement) target = source ? klaster_database_prepare (to, insert, error) : NULL;
  int rc;

  if (target == NULL)
    return FALSE;
  while ((rc = sqlite3_step (source)) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (source); i++)
        sqlite3_bind_value (target, i + 1, sqlite3_column_value (source, i));
      if (!klaster_database_run (target, error))
        return FALSE;
    }
  if (rc != SQLITE_DONE)
    klaster_database_set_error (from, select, error);

  return rc == SQLITE_DONE;
}

static gboolean
copy_table (sqlite3     *from,
            sqlite3     *to,
            const char  *name,
            GError     **error)
{
  static const char sql[] = "SELECT name, type, pk, (SELECT count(*) FROM pragma_table_xinfo(?1) WHERE pk > 0) "
                            "FROM pragma_table_xinfo(?1) WHERE hidden = 0";
  g_autoptr (KlasterStatement) columns = klaster_database_prepare (from, sql, error);
  g_autoptr (GString) create = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);
  g_autofree char *quoted = quote (name);
  g_autofree char *select = NULL;
  g_autofree char *insert = NULL;
  int rc;

  if (columns == NULL)
    return FALSE;
  sqlite3_bind_text (columns, 1, name, -1, SQLITE_STATIC);
  while ((rc = sqlite3_step (columns)) == SQLITE_ROW)
    {
      const char *column = (const char *) sqlite3_column_text (columns, 0);
      const char *type = (const char *) sqlite3_column_text (columns, 1);
      /* Programs find the rows of a layer by it. */
      gboolean is_key = sqlite3_column_int (columns, 2) == 1 && sqlite3_column_int (columns, 3) == 1 && type &&
                        g_ascii_strcasecmp (type, "INTEGER") == 0;
      g_autofree char *quoted_column = quote (column ? column : "");
      const char *comma = names->len ? ", " : "";

      g_string_append_printf (create, "%s%s %s%s", comma, quoted_column, type && is_plain_type (type) ? type : "",
                              is_key ? " PRIMARY KEY NOT NULL" : "");
      g_string_append_printf (names, "%s%s", comma, quoted_column);
      g_string_append_printf (marks, "%s?", comma);
    }
  if (rc != SQLITE_DONE)
    {
      klaster_database_set_error (from, sql, error);
      return FALSE;
    }
  if (names->len == 0)
    return TRUE;

  g_string_prepend (create, " (");
  g_string_prepend (create, quoted);
  g_string_prepend (create, "CREATE TABLE ");
  g_string_append_c (create, ')');
  select = g_strdup_printf ("SELECT %s FROM %s", names->str, quoted);
  insert = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", quoted, names->str, marks->str);

  return klaster_database_exec (to, create->str, error) && copy_rows (from, select, to, insert, error);
}

/* What a GeoPackage says about a table, so that programs go on showing it as a layer. A description that is not as the
 * standard wants it stays behind, the rows do not. */
static gboolean
copy_registration (sqlite3     *from,
                   sqlite3     *to,
                   const char  *name,
                   GError     **error)
{
  static const char *const tables[][3] = {
    { "gpkg_contents", "table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id",
      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?" },
    { "gpkg_geometry_columns", "table_name, column_name, geometry_type_name, srs_id, z, m", "?, ?, ?, ?, ?, ?" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *select = NULL;
      g_autofree char *insert = NULL;
      g_autoptr (KlasterStatement) test = NULL;
      char *literal = sqlite3_mprintf ("%Q", name);

      select = g_strdup_printf ("SELECT %s FROM %s WHERE table_name = %s", tables[i][1], tables[i][0], literal);
      sqlite3_free (literal);
      test = klaster_database_prepare (from, select, NULL);
      if (test == NULL)
        continue;
      insert = g_strdup_printf ("INSERT OR IGNORE INTO %s (%s) VALUES (%s)", tables[i][0], tables[i][1], tables[i][2]);
      if (!copy_rows (from, select, to, insert, error))
        return FALSE;
    }

  return TRUE;
}

/* Layers may lie in other reference systems than ours. */
static gboolean
copy_reference_systems (sqlite3  *from,
                        sqlite3  *to,
                        GError  **error)
{
  static const char select[] = "SELECT srs_name, srs_id, organization, organization_coordsys_id, definition, description "
                               "FROM gpkg_spatial_ref_sys";
  g_autoptr (KlasterStatement) test = klaster_database_prepare (from, select, NULL);

  return test == NULL ||
         copy_rows (from, select, to, "INSERT OR IGNORE INTO gpkg_spatial_ref_sys (srs_name, srs_id, organization, "
                    "organization_coordsys_id, definition, description) VALUES (?, ?, ?, ?, ?, ?)", error);
}

static char *
get_declared_type (sqlite3    *db,
                   const char *table,
                   const char *column)
{
  g_autoptr (KlasterStatement) statement =
    klaster_database_prepare (db, "SELECT type FROM pragma_table_xinfo(?) WHERE name = ?", NULL);
  const char *type = NULL;

  if (statement == NULL)
    return g_strdup ("");
  sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, 2, column, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) == SQLITE_ROW)
    type = (const char *) sqlite3_column_text (statement, 0);

  return g_strdup (type && is_plain_type (type) ? type : "");
}

static gboolean
copy_column (sqlite3             *from,
             sqlite3             *to,
             const KlasterExtra  *extra,
             GHashTable          *ids,
             GError             **error)
{
  g_autofree char *column = quote (extra->column);
  g_autofree char *type = get_declared_type (from, extra->table, extra->column);
  g_autofree char *alter = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN %s %s", extra->table, column, type);
  g_autofree char *select = g_strdup_printf ("SELECT id, %s FROM \"%s\" WHERE %s IS NOT NULL AND typeof(id) = 'integer'",
                                             column, extra->table, column);
  g_autofree char *update = g_strdup_printf ("UPDATE \"%s\" SET %s = ? WHERE id = ?", extra->table, column);
  g_autoptr (KlasterStatement) source = klaster_database_prepare (from, select, error);
  g_autoptr (KlasterStatement) target = NULL;
  KlasterTable table;
  int rc;

  if (source == NULL || !klaster_database_exec (to, alter, error))
    return FALSE;
  target = klaster_database_prepare (to, update, error);
  if (target == NULL)
    return FALSE;
  klaster_schema_find_stored_table (extra->table, &table);
  while ((rc = sqlite3_step (source)) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (source, 0);
      g_autofree char *key = ids ? klaster_foreign_key (table, id, -1) : NULL;
      gint64 *ours = key ? g_hash_table_lookup (ids, key) : NULL;

      sqlite3_bind_value (target, 1, sqlite3_column_value (source, 1));
      sqlite3_bind_int64 (target, 2, ours ? *ours : id);
      if (!klaster_database_run (target, error))
        return FALSE;
    }
  if (rc != SQLITE_DONE)
    klaster_database_set_error (from, select, error);

  return rc == SQLITE_DONE;
}

gboolean
klaster_extra_carry (const char    *from,
                     const char    *to,
                     GHashTable    *ids,
                     GCancellable  *cancellable,
                     GError       **error)
{
  g_autoptr (KlasterDatabase) source = klaster_database_open (from, KLASTER_DATABASE_SHARED, error);
  g_autoptr (KlasterDatabase) target = NULL;
  g_autoptr (GPtrArray) extras = NULL;
  gboolean ours;

  if (source == NULL)
    return FALSE;
  klaster_database_limit (source, CARRY_SECONDS, cancellable);
  if (!klaster_store_schema_is_ours (source, &ours, NULL, error))
    return FALSE;
  if (ours)
    return TRUE;
  extras = klaster_extra_list (source, NULL, error);
  if (extras == NULL || extras->len == 0)
    return extras != NULL;

  target = klaster_database_open (to, KLASTER_DATABASE_SCRATCH, error);
  if (target == NULL || !klaster_database_exec (target, "BEGIN", error) || !copy_reference_systems (source, target, error))
    return FALSE;
  for (guint i = 0; i < extras->len; i++)
    {
      const KlasterExtra *extra = g_ptr_array_index (extras, i);

      if (extra->column ? !copy_column (source, target, extra, ids, error)
                        : !copy_table (source, target, extra->table, error) ||
                            !copy_registration (source, target, extra->table, error))
        return FALSE;
    }

  return klaster_database_exec (target, "COMMIT", error);
}
