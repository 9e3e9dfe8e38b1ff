/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

GQuark klaster_export_error_quark (void);
#define KLASTER_EXPORT_ERROR (klaster_export_error_quark ())

typedef enum
{
  KLASTER_EXPORT_ERROR_TOO_LARGE, /* the format cannot hold it; the message says what */
  KLASTER_EXPORT_ERROR_FAILED,    /* a temporary file could not be written */
} KlasterExportError;

/* Formats in which other programs take content; a project file is written by the project itself. */
typedef enum
{
  KLASTER_EXPORT_CSV,     /* one table */
  KLASTER_EXPORT_XLSX,    /* one table, or a workbook with a sheet for each */
  KLASTER_EXPORT_GEOJSON, /* members as points, cooperations as lines */
  KLASTER_EXPORT_GRAPHML, /* members as nodes, cooperations as edges */
  KLASTER_EXPORT_GEXF,    /* the same for Gephi */
  KLASTER_EXPORT_JSON,    /* the whole content */
  KLASTER_EXPORT_GPKG,    /* klaster_project_share_copy_async() */
} KlasterExportFormat;

/* Instead of a table: all that the format shows; for CSV the members. */
#define KLASTER_EXPORT_ALL (-1)

/* Called on the thread that writes. @fraction: 0–1 */
typedef void (*KlasterExportProgress) (double   fraction,
                                       gpointer user_data);

/**
 * KlasterExportJob:
 * @snapshot: the content
 * @table: a #KlasterTable, or %KLASTER_EXPORT_ALL; formats that show members and cooperations take those two
 * @date: "YYYY-MM-DD" for which derived columns are computed
 * @language: of names that stand beside identifiers
 * @progress: (nullable): is told how far it is
 * @progress_data: for @progress
 */
typedef struct
{
  KlasterSnapshot *snapshot;
  gint table;
  const char *date;
  KlasterLanguage language;
  KlasterExportProgress progress;
  gpointer progress_data;
} KlasterExportJob;

/* Counts the rows while a format writes them: tells the progress and looks whether it shall stop. */
typedef struct
{
  const KlasterExportJob *job;
  GCancellable *cancellable;
  guint n_done;
  guint n_total;
} KlasterExportPace;

/* Rows of @table will be written, besides those of the tables before. */
void        klaster_export_pace_expect       (KlasterExportPace       *self,
                                              KlasterTable             table);
/* Before each row. FALSE: cancelled */
gboolean    klaster_export_pace_step         (KlasterExportPace       *self,
                                              GError                 **error);

/* By the ending of a file name. */
gboolean    klaster_export_format_find       (const char              *name,
                                              KlasterExportFormat     *format);
/* ".csv" */
const char *klaster_export_format_get_ending (KlasterExportFormat      format);
gboolean    klaster_export_takes_table       (KlasterExportFormat      format,
                                              gint                     table);
GBytes     *klaster_export_write             (const KlasterExportJob  *job,
                                              KlasterExportFormat      format,
                                              GCancellable            *cancellable,
                                              GError                 **error);

/* Each in a file of its own; to be called through klaster_export_write(). */
GBytes     *klaster_export_csv               (const KlasterExportJob  *job,
                                              GCancellable            *cancellable,
                                              GError                 **error);
GBytes     *klaster_export_xlsx              (const KlasterExportJob  *job,
                                              GCancellable            *cancellable,
                                              GError                 **error);
GBytes     *klaster_export_geojson           (const KlasterExportJob  *job,
                                              GCancellable            *cancellable,
                                              GError                 **error);
GBytes     *klaster_export_graphml           (const KlasterExportJob  *job,
                                              GCancellable            *cancellable,
                                              GError                 **error);
GBytes     *klaster_export_gexf              (const KlasterExportJob  *job,
                                              GCancellable            *cancellable,
                                              GError                 **error);

G_END_DECLS
