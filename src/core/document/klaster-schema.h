/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The version of the tables; stored as a parameter row of the file and with every recorded changeset. One more whenever
 * tables or columns are added: programs that do not know them open the file to be read only, and lose nothing.
 * 2: templates of agreements. 3: further goals of cooperations, the part of a record that an attachment belongs to, places in
 * the graph. */
#define KLASTER_SCHEMA_VERSION 3

/* Identifiers are random integers in 1 … 2⁵³ − 1: JSON and spreadsheets lose larger ones. */
#define KLASTER_ID_MAX G_GINT64_CONSTANT (9007199254740991)

typedef enum
{
#define TABLE(T, name, plural) KLASTER_TABLE_##T,
#define END_TABLE(T)
#define COLUMN(T, C)
#include "klaster-schema-macros.h"
#include "klaster-schema.inc"
#include "klaster-schema-macros-end.h"
  KLASTER_N_TABLES
} KlasterTable;

/* One enumeration of column positions for each table: KLASTER_INSTITUTION_ID is 0, KLASTER_INSTITUTION_NAME_UZ is 1, …,
 * KLASTER_INSTITUTION_N_COLUMNS. The same number is the position in a row, in a descriptor and (derived columns left
 * out) in the file. */
#define TABLE(T, name, plural) enum { KLASTER_##T##_ID,
#define END_TABLE(T) KLASTER_##T##_N_COLUMNS };
#define COLUMN(T, C) KLASTER_##T##_##C,
#include "klaster-schema-macros.h"
#include "klaster-schema.inc"
#include "klaster-schema-macros-end.h"

typedef enum
{
  KLASTER_COLUMN_INTEGER,
  KLASTER_COLUMN_REAL,
  KLASTER_COLUMN_TEXT,
  KLASTER_COLUMN_DATE,      /* text, YYYY-MM-DD */
  KLASTER_COLUMN_TIME,      /* text, ISO 8601 UTC */
  KLASTER_COLUMN_BOOLEAN,   /* integer 0 or 1 */
  KLASTER_COLUMN_TOKEN,     /* text, one of `tokens` */
  KLASTER_COLUMN_LIST,      /* text, JSON array of `tokens` (areas: also of the project's own vocabulary) */
  KLASTER_COLUMN_REFERENCE, /* integer, id of a row of `target` */
} KlasterColumnType;

typedef enum
{
  KLASTER_COLUMN_REQUIRED = 1 << 0, /* never null (text: never empty) */
  KLASTER_COLUMN_DERIVED = 1 << 1,  /* computed from other rows, not stored in the file, always null in a row */
  KLASTER_COLUMN_CASCADE = 1 << 2,  /* reference: the row goes with its target; otherwise the reference is cleared */
} KlasterColumnFlags;

/**
 * KlasterColumnInfo:
 * @name: the column's name in SQL and JSON
 * @type: what it holds
 * @flags: see #KlasterColumnFlags
 * @minimum: smallest number allowed (integer, real)
 * @maximum: largest number allowed (integer, real)
 * @tokens: (nullable): %NULL-terminated list of the tokens allowed (token, list)
 * @tokens_name: (nullable): name of that list ("areas", "institution_kinds"), the key into the vocabulary
 * @target: table referred to (reference)
 */
typedef struct
{
  const char *name;
  KlasterColumnType type;
  KlasterColumnFlags flags;
  double minimum;
  double maximum;
  const char *const *tokens;
  const char *tokens_name;
  KlasterTable target;
} KlasterColumnInfo;

/**
 * KlasterTableInfo:
 * @name: the table's name in SQL and JSON, singular
 * @plural: what `--as` takes
 * @columns: descriptors, `id` first
 * @n_columns: their number, derived ones included
 * @internal: no document knows it: see klaster_schema_is_internal()
 */
typedef struct
{
  const char *name;
  const char *plural;
  const KlasterColumnInfo *columns;
  guint n_columns;
  gboolean internal;
} KlasterTableInfo;

const KlasterTableInfo  *klaster_schema_get_table    (KlasterTable  table);
const KlasterColumnInfo *klaster_schema_get_column   (KlasterTable  table,
                                                      guint         column);
gboolean                 klaster_schema_is_internal  (KlasterTable  table);
gboolean                 klaster_schema_find_table   (const char   *name,
                                                      KlasterTable *table);
gboolean                 klaster_schema_find_stored_table (const char   *name,
                                                      KlasterTable *table);
gboolean                 klaster_schema_find_plural  (const char   *plural,
                                                      KlasterTable *table);
gint                     klaster_schema_find_column  (KlasterTable  table,
                                                      const char   *name);
const char *const       *klaster_schema_get_tokens   (const char   *tokens_name);
gint                     klaster_tokens_find         (const char *const *tokens,
                                                      const char        *token);

G_END_DECLS
