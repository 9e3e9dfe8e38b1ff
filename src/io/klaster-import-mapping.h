/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-csv-reader.h"
#include "klaster-language.h"
#include "klaster-sheet.h"

G_BEGIN_DECLS

/* What happens to a row that is already there. */
typedef enum
{
  KLASTER_DUPLICATE_SKIP,
  KLASTER_DUPLICATE_UPDATE, /* fills in and replaces what the row says; what it leaves empty stays */
  KLASTER_DUPLICATE_ADD,
} KlasterDuplicatePolicy;

typedef enum
{
  KLASTER_COORDINATES_AUTO, /* swapped ones are recognised, per file and per row */
  KLASTER_COORDINATES_AS_NAMED,
  KLASTER_COORDINATES_SWAPPED,
} KlasterCoordinateOrder;

/**
 * KlasterImportSettings:
 * @encoding: (nullable): one of klaster_encoding_list(), %NULL: detect
 * @separator: one of %KLASTER_CSV_SEPARATORS, 0: detect
 * @header: whether the first row holds names
 * @has_table: @table was given
 * @table: where the rows go
 * @sheet: (nullable): name of the sheet of a workbook that is read, %NULL: chosen by @table and by what is there
 * @decimal: '.' or ',', 0: detect
 * @order: of latitude and longitude
 * @duplicates: what happens to rows that are already there
 * @distance: how near makes the same place, in metres
 * @columns: header or letter of a source column → name of the column it goes to (also "position", and what
 *   klaster_exchange_list_columns() names), or "" for none
 * @defaults: name of a column → what stands in it where a row says nothing
 *
 * What a person or a mapping document (`--mapping`) decides; everything that is not decided is guessed. The document:
 * `{"as":"institutions","sheet":"Sheet1","encoding":"windows-1251","separator":";","header":true,"decimal":",","coordinates":
 * "auto|as_named|swapped","duplicates":"skip|update|add","distance":100,"columns":{"Nomi":"name_uz","X":"lon","C":null},
 * "defaults":{"role":"candidate","kind":"school"}}`; every key may be left out.
 */
typedef struct
{
  const char *encoding;
  char separator;
  KlasterHeader header;
  gboolean has_table;
  KlasterTable table;
  char *sheet;
  char decimal;
  KlasterCoordinateOrder order;
  KlasterDuplicatePolicy duplicates;
  double distance;
  GHashTable *columns;
  GHashTable *defaults;
} KlasterImportSettings;

#define KLASTER_IMPORT_DISTANCE_DEFAULT 100.0

KlasterImportSettings *klaster_import_settings_new           (void);
KlasterImportSettings *klaster_import_settings_new_from_json (const char                   *text,
                                                              gsize                         length,
                                                              GError                      **error);
KlasterImportSettings *klaster_import_settings_copy          (const KlasterImportSettings  *self);
void                   klaster_import_settings_free          (KlasterImportSettings        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportSettings, klaster_import_settings_free)

/* Targets of a source column that are no column of the table. */
#define KLASTER_IMPORT_TARGET_NONE (-1)
#define KLASTER_IMPORT_TARGET_POSITION (-2) /* latitude and longitude in one cell */
/* Joined records by their identifiers; @list: position of the #KlasterExchangeList */
#define KLASTER_IMPORT_TARGET_LIST_IDS(list) (-3 - 2 * (gint) (list))
/* The same by name */
#define KLASTER_IMPORT_TARGET_LIST_NAMES(list) (-4 - 2 * (gint) (list))
/* What a reference means, by name: beside the identifier, or instead of it. */
#define KLASTER_IMPORT_TARGET_NAME(column) (-16 - (gint) (column))

/**
 * KlasterImportMapping:
 * @table: where the rows go
 * @n_sources: number of columns of the source
 * @targets: for each of them the column it goes to, or a KLASTER_IMPORT_TARGET
 * @defaults: (array) (element-type utf8): for each column of the table what stands in it where a row says nothing
 * @decimal: '.' or ','
 */
typedef struct
{
  KlasterTable table;
  guint n_sources;
  gint *targets;
  char **defaults;
  char decimal;
  KlasterCoordinateOrder order;
  KlasterDuplicatePolicy duplicates;
  double distance;
} KlasterImportMapping;

KlasterImportMapping *klaster_import_mapping_guess (KlasterSheet                 *sheet,
                                                    KlasterSnapshot              *snapshot,
                                                    const KlasterImportSettings  *settings,
                                                    GError                      **error);
KlasterImportMapping *klaster_import_mapping_copy  (const KlasterImportMapping   *self);
void                  klaster_import_mapping_free  (KlasterImportMapping         *self);
/* The source column that goes to @target, -1: none */
gint                  klaster_import_mapping_find  (const KlasterImportMapping   *self,
                                                    gint                          target);
/* Whether the source says something about a column of the table, a reference also by name */
gboolean              klaster_import_mapping_has   (const KlasterImportMapping   *self,
                                                    guint                         column);
/* The same for a list of joined records */
gboolean              klaster_import_mapping_has_list (const KlasterImportMapping *self,
                                                    guint                         list);
/* What @target is called in headers and mappings: "from_id", "from_name", "position"; NULL: nothing */
const char           *klaster_import_target_get_name (KlasterTable                table,
                                                    gint                          target);
/* Where the rows go, by their headers */
KlasterTable          klaster_import_guess_table   (KlasterSheet                 *sheet,
                                                    KlasterTable                  fallback);
/* Gives a source column a target; whoever had it before loses it. */
void                  klaster_import_mapping_set_target (KlasterImportMapping    *self,
                                                    guint                         source,
                                                    gint                          target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportMapping, klaster_import_mapping_free)

G_END_DECLS
