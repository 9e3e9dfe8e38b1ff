/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* Formats in which the content of a snapshot is written as text; a project file is written by the project itself. */
typedef enum
{
  KLASTER_EXPORT_CSV,     /* one table */
  KLASTER_EXPORT_GEOJSON, /* institutions as points */
  KLASTER_EXPORT_JSON,    /* the whole content */
  KLASTER_EXPORT_GPKG,    /* klaster_project_share_copy_async() */
} KlasterExportFormat;

/* By the ending of a file name. */
gboolean klaster_export_format_find (const char          *name,
                                     KlasterExportFormat *format);
/* @date: "YYYY-MM-DD" for which derived columns are computed. NULL only when cancelled. Any thread. */
GBytes  *klaster_export_csv         (KlasterSnapshot     *snapshot,
                                     KlasterTable         table,
                                     const char          *date,
                                     GCancellable        *cancellable,
                                     GError             **error);
GBytes  *klaster_export_geojson     (KlasterSnapshot     *snapshot,
                                     const char          *date,
                                     GCancellable        *cancellable,
                                     GError             **error);

G_END_DECLS
