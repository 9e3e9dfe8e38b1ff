/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-database.h"
#include "klaster-schema.h"

G_BEGIN_DECLS

/* The tables of a project as SQL (docs/FILE-FORMAT.md), made from the descriptors of klaster-schema.h. */

#define KLASTER_APPLICATION_ID 0x47504b47 /* "GPKG" */
#define KLASTER_USER_VERSION 10300        /* GeoPackage 1.3.0: another number makes GDAL refuse our file names */
#define KLASTER_MAX_FILE_COLUMNS 64

/* Tables of ours that no other program needs: not registered in gpkg_contents. */
#define KLASTER_META_TABLE "klaster_meta"
#define KLASTER_HISTORY_TABLE "klaster_history"
#define KLASTER_SEAL_TABLE "klaster_seal"

/* Columns of the file: the descriptor's without the derived ones; an institution has its point after `id`, where columns
 * that later versions add never move it. */
guint        klaster_store_get_n_file_columns (KlasterTable  table);
/* Position in the descriptor; -1: the point */
gint         klaster_store_get_column_at      (KlasterTable  table,
                                               guint         file_column);
const char  *klaster_store_get_select_sql     (KlasterTable  table);
const char  *klaster_store_get_insert_sql     (KlasterTable  table);
const char  *klaster_store_get_update_sql     (KlasterTable  table); /* every column; the id comes again as the last parameter */
const char  *klaster_store_get_delete_sql     (KlasterTable  table);

gboolean     klaster_store_create_schema      (sqlite3      *db,
                                               GError      **error);
/* The same, with the rows that every project has: its uuid, the version of its tables, a blank seal. */
gboolean     klaster_store_create_project     (sqlite3      *db,
                                               const char   *uuid,
                                               GError      **error);
/* A working copy that an earlier version left: the tables and columns that it lacks are added. */
gboolean     klaster_store_upgrade            (sqlite3      *db,
                                               GError      **error);
/* Whether @db holds exactly the schema entries that klaster_store_create_schema() makes; @difference (out) (optional)
 * (transfer full) names the first that does not match. */
gboolean     klaster_store_schema_is_ours     (sqlite3      *db,
                                               gboolean     *equal,
                                               char        **difference,
                                               GError      **error);

G_END_DECLS
