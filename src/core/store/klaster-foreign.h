/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-database.h"
#include "klaster-history.h"

G_BEGIN_DECLS

/* Rows out of a file that we did not write as it is (STORAGE.md §5): another program changed it, added to it or made it
 * up. Only tables and columns that we know are read, and only values that may stand there. Blocking, any thread. */

typedef struct
{
  double lon;
  double lat;
} KlasterForeignPoint;

typedef struct
{
  char *uuid;
  KlasterSnapshot *snapshot; /* every value and reference is valid */
  GHashTable *points;        /* gint64 → KlasterForeignPoint: institutions whose point is not where lon and lat say */
  GHashTable *impossible;    /* "table id column" of cells, and with -1 rows, that say nothing: what we have stays */
  guint n_repaired;          /* values that could not stay: they are empty now */
  guint n_dropped;           /* rows that could not */
  GPtrArray *kept;           /* of char*: names of tables, and of columns as "table.column", that are not ours and stay */
  GPtrArray *lost;           /* the same, that cannot be kept */
  gboolean older;            /* of a version that knew fewer tables and columns */
  gboolean strange;          /* something else is not as we write it: triggers, or tables and columns that are missing */
  GHashTable *ids;           /* (nullable): keys of klaster_foreign_key() → gint64: the numbers of rows that are new there */
} KlasterForeign;

/* @db: a restricted connection to a private copy */
KlasterForeign *klaster_foreign_read    (sqlite3          *db,
                                         GError          **error);
void            klaster_foreign_free    (KlasterForeign   *self);
/* A new database of our own at @path: @snapshot as its content; history, stamps and attachments from @db, as far as they
 * are valid. */
gboolean        klaster_foreign_write   (KlasterForeign   *self,
                                         sqlite3          *db,
                                         KlasterSnapshot  *snapshot,
                                         const char       *path,
                                         GError          **error);

/* One edit of @ours that brings over what @theirs changed since @base: rows that are new there get identifiers of our
 * own, a moved point moves lon and lat. @known_ids (nullable): `ids` of an earlier look at the file, which was not replaced
 * since. What may not stand is left out and counted. NULL without error: nothing changed. */
KlasterEdit    *klaster_foreign_make_edit (KlasterForeign  *self,
                                         KlasterSnapshot  *base,
                                         KlasterSnapshot  *ours,
                                         GHashTable       *known_ids,
                                         guint            *n_left_out,
                                         GError          **error);

/* Key of `impossible`. */
static inline char *
klaster_foreign_key (KlasterTable table,
                     gint64       id,
                     int          column)
{
  return g_strdup_printf ("%d %" G_GINT64_FORMAT " %d", (int) table, id, column);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterForeign, klaster_foreign_free)

G_END_DECLS
