/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* Changesets as SQLite's session extension records them, read by a reader of our own: the session's own functions trust
 * what they read and can be made to loop for ever (STORAGE.md §3). Every byte is checked before it is used. Pure, any
 * thread. Errors are %KLASTER_PROJECT_ERROR_DAMAGED. */

typedef enum
{
  KLASTER_CHANGE_DELETE = 9,
  KLASTER_CHANGE_INSERT = 18,
  KLASTER_CHANGE_UPDATE = 23,
} KlasterChangeOperation;

typedef enum
{
  KLASTER_CELL_UNDEFINED = 0, /* not changed */
  KLASTER_CELL_INTEGER = 1,
  KLASTER_CELL_REAL = 2,
  KLASTER_CELL_TEXT = 3,
  KLASTER_CELL_BLOB = 4,
  KLASTER_CELL_NULL = 5,
} KlasterCellType;

typedef struct
{
  KlasterCellType type;
  gint64 integer;
  double real;
  const guint8 *bytes; /* text (valid UTF-8, not terminated) or blob: points into the changeset */
  gsize size;
} KlasterCell;

typedef struct
{
  const char *table_name;
  gint table;        /* -1: not one of ours */
  guint n_columns;
  KlasterChangeOperation operation;
  gint64 id;
  const KlasterCell *before; /* by position in the file; delete, update */
  const KlasterCell *after;  /* insert, update */
} KlasterChange;

/* Returns FALSE to stop; then it has set the error. */
typedef gboolean (*KlasterChangeFunc) (const KlasterChange *change,
                                       gpointer             data,
                                       GError             **error);

gboolean      klaster_changeset_foreach  (GBytes            *changeset,
                                          KlasterChangeFunc  func,
                                          gpointer           data,
                                          GError           **error);
gboolean      klaster_changeset_validate (GBytes            *changeset,
                                          guint             *n_changes, /* (out) (optional) */
                                          GError           **error);
/* What applying @changeset (or taking it back) does to @snapshot. Fails when it was made for other content. */
KlasterDelta *klaster_changeset_to_delta (GBytes            *changeset,
                                          gboolean           inverted,
                                          KlasterSnapshot   *snapshot,
                                          GError           **error);

/* Deflated for the history; level 1 is measured to be right. */
GBytes       *klaster_changeset_deflate  (gconstpointer      data,
                                          gsize              size);
GBytes       *klaster_changeset_inflate  (gconstpointer      data,
                                          gsize              size,
                                          gsize              inflated_size,
                                          GError           **error);

G_END_DECLS
