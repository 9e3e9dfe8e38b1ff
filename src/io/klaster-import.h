/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "klaster-edit.h"
#include "klaster-import-mapping.h"

G_BEGIN_DECLS

/**
 * KlasterImportSource:
 *
 * What a foreign file or pasted cells hold: rows, or a content document of our own. Immutable, any thread.
 */
typedef struct _KlasterImportSource KlasterImportSource;

#define KLASTER_IMPORT_SIZE_MAX (256 * 1024 * 1024)

KlasterImportSource *klaster_import_source_read          (GBytes                       *bytes,
                                                          const char                   *name,
                                                          const KlasterImportSettings  *settings,
                                                          GCancellable                 *cancellable,
                                                          GError                      **error);
KlasterImportSource *klaster_import_source_ref           (KlasterImportSource          *self);
void                 klaster_import_source_unref         (KlasterImportSource          *self);
/* (transfer none) (nullable): the first of its parts; NULL: a content document */
KlasterSheet        *klaster_import_source_get_sheet     (KlasterImportSource          *self);
/* Parts that are taken in together: sheets of a workbook, members and links of GeoJSON; in the order in which
 * klaster_import_plan_new_from_parts() takes them */
guint                klaster_import_source_get_n_parts   (KlasterImportSource          *self);
KlasterSheet        *klaster_import_source_get_part      (KlasterImportSource          *self,
                                                          guint                         part,
                                                          KlasterTable                 *table);
/* (transfer none) (nullable): name of the sheet that a part is */
const char          *klaster_import_source_get_part_name (KlasterImportSource          *self,
                                                          guint                         part);
guint                klaster_import_source_get_n_rows    (KlasterImportSource          *self); /* of all parts */
/* (transfer none) (nullable): all that can be chosen as settings->sheet; NULL: there is nothing to choose */
const char *const   *klaster_import_source_get_sheet_names (KlasterImportSource        *self);
/* (element-type KlasterImportMapping): one for each part, guessed as klaster_import_mapping_guess() does; what the
 * settings say about columns holds for the first. NULL: error. */
/* Guesses now, where it keeps nobody waiting, what klaster_import_source_guess() will be asked for with the same settings.
 * To be called once, before the source is handed on. */
gboolean             klaster_import_source_prepare       (KlasterImportSource          *self,
                                                          const KlasterImportSettings  *settings,
                                                          GError                      **error);
GPtrArray           *klaster_import_source_guess         (KlasterImportSource          *self,
                                                          KlasterSnapshot              *snapshot,
                                                          const KlasterImportSettings  *settings,
                                                          GError                      **error);
JsonNode            *klaster_import_source_get_content   (KlasterImportSource          *self);
GHashTable          *klaster_import_source_get_content_lines (KlasterImportSource      *self);
const char          *klaster_import_source_get_encoding  (KlasterImportSource          *self); /* NULL: a workbook */
char                 klaster_import_source_get_separator (KlasterImportSource          *self); /* 0: not separated values */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportSource, klaster_import_source_unref)

typedef enum
{
  KLASTER_IMPORT_ACCEPTED,
  KLASTER_IMPORT_UPDATED,
  KLASTER_IMPORT_DUPLICATE,
  KLASTER_IMPORT_REJECTED,
} KlasterImportOutcome;

/**
 * KlasterImportRow:
 * @outcome: what becomes of the row
 * @id: the record that it makes or changes; 0: none
 * @same_id: the record of the project or of a row above that it repeats; 0: none
 * @same_row: the row above that it repeats (position); G_MAXUINT: it is in the project
 * @metres: how far apart the two are; NAN: unknown
 */
typedef struct
{
  KlasterImportOutcome outcome;
  gint64 id;
  gint64 same_id;
  guint same_row;
  double metres;
} KlasterImportRow;

/**
 * KlasterImportProblem:
 * @row: number of the row, from 1, headers not counted; of several sheets those of the ones before count
 * @line: where it begins in the source, from 1
 * @column: header of the source column; "": the whole row
 * @value: the cell; ""
 * @reason: a translated sentence
 * @rejected: the row is not imported for this reason; otherwise a warning
 * @duplicate: the row is already there, and what happens to it can be decided
 */
typedef struct
{
  guint row;
  guint line;
  char *column;
  char *value;
  char *reason;
  gboolean rejected;
  gboolean duplicate;
} KlasterImportProblem;

/**
 * KlasterImportPlan:
 * @n_read: rows of the source: the sum of the next four
 * @rows: (element-type KlasterImportRow): what becomes of each
 * @problems: (element-type KlasterImportProblem): in order of rows
 * @edit: (nullable): the one edit that takes all good rows in; %NULL: there is nothing to take
 */
typedef struct
{
  guint n_read;
  guint n_accepted;
  guint n_updated;
  guint n_duplicates;
  guint n_rejected;
  GArray *rows;
  GPtrArray *problems;
  KlasterEdit *edit;
} KlasterImportPlan;

/* Called on the thread that plans. @fraction: 0–1 */
typedef void (*KlasterImportProgress) (double   fraction,
                                       gpointer user_data);

/* A sheet on its way into a table. */
typedef struct
{
  KlasterSheet *sheet;
  const KlasterImportMapping *mapping;
} KlasterImportPart;

KlasterImportPlan *klaster_import_plan_new_from_parts   (const KlasterImportPart     *parts,
                                                         guint                        n_parts,
                                                         KlasterSnapshot             *snapshot,
                                                         const gint8                 *decisions,
                                                         const char                  *label,
                                                         GCancellable                *cancellable,
                                                         KlasterImportProgress        progress,
                                                         gpointer                     user_data,
                                                         GError                     **error);
KlasterImportPlan *klaster_import_plan_new              (KlasterSheet                *sheet,
                                                         const KlasterImportMapping  *mapping,
                                                         KlasterSnapshot             *snapshot,
                                                         const gint8                 *decisions,
                                                         const char                  *label,
                                                         GCancellable                *cancellable,
                                                         KlasterImportProgress        progress,
                                                         gpointer                     user_data,
                                                         GError                     **error);
KlasterImportPlan *klaster_import_plan_new_from_content (KlasterImportSource         *source,
                                                         KlasterSnapshot             *snapshot,
                                                         const KlasterImportSettings *settings,
                                                         const char                  *label,
                                                         GCancellable                *cancellable,
                                                         GError                     **error);
void               klaster_import_plan_free             (KlasterImportPlan           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportPlan, klaster_import_plan_free)

G_END_DECLS
