/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-csv-reader.h"

G_BEGIN_DECLS

/**
 * KlasterXlsx:
 *
 * A workbook as spreadsheet programs write it (Office Open XML): a zip archive of XML parts. It is foreign: whatever is in
 * it, reading ends with rows or with an error, and takes no more memory than the limits below allow. One thread at a time.
 */
typedef struct _KlasterXlsx KlasterXlsx;

/* All parts together when unpacked, cells of a sheet with the empty ones between, and columns. */
#define KLASTER_XLSX_SIZE_MAX (512 * 1024 * 1024)
#define KLASTER_XLSX_CELLS_MAX (20 * 1000 * 1000)
#define KLASTER_XLSX_COLUMNS_MAX 16384
#define KLASTER_XLSX_ROWS_MAX 1048576

/* By the first bytes: an archive, or a workbook of another kind that klaster_xlsx_open() says something about. */
gboolean           klaster_xlsx_is_workbook     (const guint8   *data,
                                                 gsize           size);
KlasterXlsx       *klaster_xlsx_open            (GBytes         *bytes,
                                                 GCancellable   *cancellable,
                                                 GError        **error);
void               klaster_xlsx_free            (KlasterXlsx    *self);
/* (transfer none): in the workbook's order, those that are shown first */
const char *const *klaster_xlsx_get_sheet_names (KlasterXlsx    *self);
KlasterSheet      *klaster_xlsx_read_sheet      (KlasterXlsx    *self,
                                                 guint           position,
                                                 KlasterHeader   header,
                                                 GCancellable   *cancellable,
                                                 GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterXlsx, klaster_xlsx_free)

G_END_DECLS
