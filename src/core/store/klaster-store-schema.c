/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-seal.h"
#include "klaster-store-load.h"
#include "klaster-store-schema.h"

/* GeoPackage 1.3 (OGC 12-128r18), tables and rows that every file must have. */
static const char gpkg_sql[] =
  "CREATE TABLE gpkg_spatial_ref_sys ("
  "srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, "
  "organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);"
  "CREATE TABLE gpkg_contents ("
  "table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', "
  "last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), "
  "min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, "
  "CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));"
  "CREATE TABLE gpkg_geometry_columns ("
  "table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, "
  "z TINYINT NOT NULL, m TINYINT NOT NULL, "
  "CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
  "CONSTRAINT uk_gc_table_name UNIQUE (table_name), "
  "CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), "
  "CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));"
  "INSERT INTO gpkg_spatial_ref_sys VALUES "
  "('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'), "
  "('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'), "
  "('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,"
  "AUTHORITY[\"EPSG\",\"7030\"]],AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
  "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],"
  "AUTHORITY[\"EPSG\",\"4326\"]]', 'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');";

/* What only we read. A stamp says when and by which edit a field got its value (column 0: the whole row was inserted);
 * time and author lie once in klaster_stamp_source, so that a stamp takes about fifteen bytes. */
static const char internal_sql[] =
  "CREATE TABLE klaster_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT) WITHOUT ROWID;"
  "CREATE TABLE klaster_history ("
  "position INTEGER PRIMARY KEY, uuid TEXT NOT NULL, parent TEXT, kind TEXT NOT NULL, target TEXT, step TEXT, "
  "time INTEGER NOT NULL, author TEXT NOT NULL, label TEXT NOT NULL, schema INTEGER NOT NULL, summary TEXT NOT NULL, "
  "size INTEGER NOT NULL, changeset BLOB);"
  "CREATE TABLE klaster_stamp_source ("
  "id INTEGER PRIMARY KEY, time INTEGER NOT NULL, author TEXT NOT NULL, edit TEXT NOT NULL);"
  "CREATE TABLE klaster_stamp ("
  "record_table INTEGER NOT NULL, record_id INTEGER NOT NULL, record_column INTEGER NOT NULL, source INTEGER NOT NULL, "
  "PRIMARY KEY (record_table, record_id, record_column)) WITHOUT ROWID;"
  "CREATE TABLE klaster_tombstone ("
  "record_table INTEGER NOT NULL, record_id INTEGER NOT NULL, source INTEGER NOT NULL, "
  "PRIMARY KEY (record_table, record_id)) WITHOUT ROWID;"
  "CREATE TABLE klaster_blob (sha256 TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL);"
  "CREATE TABLE klaster_seal (id INTEGER PRIMARY KEY, seal BLOB NOT NULL);";

typedef struct
{
  guint n_columns;
  gint columns[KLASTER_MAX_FILE_COLUMNS];   /* by position in the file */
  gint positions[KLASTER_MAX_FILE_COLUMNS]; /* by position in the descriptor */
  char *select;
  char *insert;
  char *update;
  char *delete;
} FileTable;

static const FileTable *
get_file_table (KlasterTable table)
{
  static FileTable tables[KLASTER_N_TABLES];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint t = 0; t < KLASTER_N_TABLES; t++)
        {
          const KlasterTableInfo *info = klaster_schema_get_table (t);
          g_autoptr (GString) names = g_string_new (NULL);
          g_autoptr (GString) marks = g_string_new (NULL);
          g_autoptr (GString) pairs = g_string_new (NULL);
          guint n = 0;

          for (guint c = 0; c < info->n_columns; c++)
            {
              tables[t].positions[c] = -1;
              if (info->columns[c].flags & KLASTER_COLUMN_DERIVED)
                continue;
              tables[t].positions[c] = (gint) n;
              tables[t].columns[n++] = (gint) c;
              if (t == KLASTER_TABLE_INSTITUTION && c == 0)
                tables[t].columns[n++] = -1;
              g_assert (n < KLASTER_MAX_FILE_COLUMNS);
            }
          tables[t].n_columns = n;

          for (guint i = 0; i < n; i++)
            {
              gint c = tables[t].columns[i];
              const char *name = c < 0 ? "geom" : info->columns[c].name;

              g_string_append_printf (names, "%s\"%s\"", i ? ", " : "", name);
              g_string_append (marks, i ? ", ?" : "?");
              g_string_append_printf (pairs, "%s\"%s\" = ?", i ? ", " : "", name);
            }
          tables[t].select = g_strdup_printf ("SELECT %s FROM \"%s\" ORDER BY id", names->str, info->name);
          tables[t].insert = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", info->name, names->str, marks->str);
          tables[t].update = g_strdup_printf ("UPDATE \"%s\" SET %s WHERE id = ?", info->name, pairs->str);
          tables[t].delete = g_strdup_printf ("DELETE FROM \"%s\" WHERE id = ?", info->name);
        }
      g_once_init_leave (&once, 1);
    }

  return &tables[table];
}

guint
klaster_store_get_n_file_columns (KlasterTable table)
{
  return get_file_table (table)->n_columns;
}

gint
klaster_store_get_column_at (KlasterTable table,
                             guint        file_column)
{
  const FileTable *file_table = get_file_table (table);

  g_return_val_if_fail (file_column < file_table->n_columns, -1);

  return file_table->columns[file_column];
}

const char *
klaster_store_get_select_sql (KlasterTable table)
{
  return get_file_table (table)->select;
}

const char *
klaster_store_get_insert_sql (KlasterTable table)
{
  return get_file_table (table)->insert;
}

const char *
klaster_store_get_update_sql (KlasterTable table)
{
  return get_file_table (table)->update;
}

const char *
klaster_store_get_delete_sql (KlasterTable table)
{
  return get_file_table (table)->delete;
}

/* Types of GeoPackage, so that other programs show dates as dates. Times are text: GDAL would warn about seconds without
 * a fraction. */
static const char *
get_sql_type (KlasterColumnType type)
{
  switch (type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REFERENCE:
      return "INTEGER";
    case KLASTER_COLUMN_REAL:
      return "DOUBLE";
    case KLASTER_COLUMN_DATE:
      return "DATE";
    case KLASTER_COLUMN_BOOLEAN:
      return "BOOLEAN";
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
    default:
      return "TEXT";
    }
}

static void
append_column_sql (GString      *sql,
                   KlasterTable  table,
                   guint         file_column)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  gint c = klaster_store_get_column_at (table, file_column);
  const KlasterColumnInfo *column = c < 0 ? NULL : &info->columns[c];

  if (c == 0)
    g_string_append (sql, "\"id\" INTEGER PRIMARY KEY NOT NULL");
  else if (column == NULL)
    g_string_append (sql, "\"geom\" POINT");
  else
    g_string_append_printf (sql, "\"%s\" %s%s", column->name, get_sql_type (column->type),
                            column->flags & KLASTER_COLUMN_REQUIRED ? " NOT NULL" : "");
  if (column && column->type == KLASTER_COLUMN_REFERENCE)
    g_string_append_printf (sql, " REFERENCES \"%s\"(id) ON DELETE %s", klaster_schema_get_table (column->target)->name,
                            column->flags & KLASTER_COLUMN_CASCADE ? "CASCADE" : "SET NULL");
}

/* The table, and what a GeoPackage says of it: nothing of an internal one, so that map programs do not show it. */
static void
append_table_sql (GString      *sql,
                  KlasterTable  table)
{
  const char *name = klaster_schema_get_table (table)->name;
  gboolean spatial = table == KLASTER_TABLE_INSTITUTION;

  g_string_append_printf (sql, "CREATE TABLE \"%s\" (", name);
  for (guint i = 0; i < klaster_store_get_n_file_columns (table); i++)
    {
      if (i > 0)
        g_string_append (sql, ", ");
      append_column_sql (sql, table, i);
    }
  g_string_append (sql, ");");
  if (klaster_schema_is_internal (table))
    return;
  g_string_append_printf (sql, "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
                          "VALUES ('%s', '%s', '%s', %s);",
                          name, spatial ? "features" : "attributes", name, spatial ? "4326" : "NULL");
}

/**
 * klaster_store_create_schema:
 * @db: an empty database
 * @error: return location
 *
 * Makes every table of a project and registers those with content as a GeoPackage wants it. Foreign keys are declared
 * for other programs; ours runs with them off and checks references itself.
 *
 * Returns: whether it worked
 */
gboolean
klaster_store_create_schema (sqlite3  *db,
                             GError  **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;", KLASTER_APPLICATION_ID,
                          KLASTER_USER_VERSION);
  g_string_append (sql, "BEGIN IMMEDIATE;");
  g_string_append (sql, gpkg_sql);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    append_table_sql (sql, t);
  g_string_append (sql, "INSERT INTO gpkg_geometry_columns VALUES ('institution', 'geom', 'POINT', 4326, 0, 0);");
  g_string_append (sql, internal_sql);
  g_string_append (sql, "COMMIT;");

  return klaster_database_exec (db, sql->str, error);
}

gboolean
klaster_store_create_project (sqlite3     *db,
                              const char  *uuid,
                              GError     **error)
{
  g_autofree char *schema = g_strdup_printf ("%d", KLASTER_SCHEMA_VERSION);
  g_autoptr (KlasterStatement) seal = NULL;

  if (!klaster_store_create_schema (db, error) || !klaster_store_set_meta (db, KLASTER_META_PROJECT, uuid, error) ||
      !klaster_store_set_meta (db, KLASTER_META_SCHEMA, schema, error))
    return FALSE;
  seal = klaster_database_prepare (db, "INSERT INTO klaster_seal (id, seal) VALUES (1, ?)", error);
  if (seal == NULL)
    return FALSE;
  sqlite3_bind_blob (seal, 1, klaster_seal_get_blank (), KLASTER_SEAL_SIZE, SQLITE_STATIC);

  return klaster_database_run (seal, error);
}

/**
 * klaster_store_upgrade:
 * @db: a working copy of ours that an earlier version may have left
 * @error: return location
 *
 * Adds the tables and columns that it does not have yet.
 *
 * Returns: whether it is of this version now
 */
gboolean
klaster_store_upgrade (sqlite3  *db,
                       GError  **error)
{
  g_autofree char *schema = klaster_store_get_meta (db, KLASTER_META_SCHEMA, error);
  g_autoptr (GString) sql = g_string_new ("BEGIN IMMEDIATE;");

  if (schema == NULL)
    return FALSE;
  if (g_ascii_strtoll (schema, NULL, 10) >= KLASTER_SCHEMA_VERSION)
    return TRUE;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const char *name = klaster_schema_get_table (t)->name;
      g_autoptr (GPtrArray) names = klaster_database_list_columns (db, name, error);

      if (names == NULL)
        return FALSE;
      if (names->len == 0)
        append_table_sql (sql, t);
      else
        for (guint i = names->len; i < klaster_store_get_n_file_columns (t); i++)
          {
            g_string_append_printf (sql, "ALTER TABLE \"%s\" ADD COLUMN ", name);
            append_column_sql (sql, t, i);
            g_string_append_c (sql, ';');
          }
    }
  g_string_append_printf (sql, "UPDATE klaster_meta SET value = '%d' WHERE key = '" KLASTER_META_SCHEMA "'; COMMIT;",
                          KLASTER_SCHEMA_VERSION);
  if (klaster_database_exec (db, sql->str, error))
    return TRUE;
  if (!sqlite3_get_autocommit (db))
    klaster_database_exec (db, "ROLLBACK", NULL);

  return FALSE;
}

static gboolean
list_schema (sqlite3     *db,
             GHashTable  *entries, /* "type name table" → sql */
             GError     **error)
{
  static const char sql[] = "SELECT type, name, tbl_name, sql FROM sqlite_schema";
  g_autoptr (KlasterStatement) statement = klaster_database_prepare (db, sql, error);
  int rc;

  if (statement == NULL)
    return FALSE;
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 3);

      g_hash_table_insert (entries,
                           g_strdup_printf ("%s %s %s", (const char *) sqlite3_column_text (statement, 0),
                                            (const char *) sqlite3_column_text (statement, 1),
                                            (const char *) sqlite3_column_text (statement, 2)),
                           g_strdup (text ? text : ""));
    }
  if (rc != SQLITE_DONE)
    klaster_database_set_error (db, sql, error);

  return rc == SQLITE_DONE;
}

static GHashTable *
get_our_schema (GError **error)
{
  static GHashTable *ours;
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (ours == NULL)
    {
      g_autoptr (KlasterDatabase) db = klaster_database_open (":memory:", KLASTER_DATABASE_SCRATCH, error);
      g_autoptr (GHashTable) entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      if (db == NULL || !klaster_store_create_schema (db, error) || !list_schema (db, entries, error))
        return NULL;
      ours = g_steal_pointer (&entries);
    }

  return ours;
}

gboolean
klaster_store_schema_is_ours (sqlite3   *db,
                              gboolean  *equal,
                              char     **difference,
                              GError   **error)
{
  g_autoptr (GHashTable) theirs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTable *ours = get_our_schema (error);
  GHashTableIter iter;
  gpointer key, value;
  const char *found = NULL;

  if (ours == NULL || !list_schema (db, theirs, error))
    return FALSE;

  g_hash_table_iter_init (&iter, theirs);
  while (found == NULL && g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (g_hash_table_lookup (ours, key), value) != 0)
      found = key;
  g_hash_table_iter_init (&iter, ours);
  while (found == NULL && g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (theirs, key))
      found = key;

  *equal = found == NULL;
  if (difference)
    *difference = g_strdup (found);

  return TRUE;
}
