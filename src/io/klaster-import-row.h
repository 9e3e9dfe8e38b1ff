/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-import-cells.h"
#include "klaster-import.h"

G_BEGIN_DECLS

/* One row on its way from cells to values of the table. Values borrow text from the reader's chunk. */
typedef struct
{
  KlasterValue *values; /* one for each column of the table */
  guint64 given;        /* columns for which the source has a filled cell */
  gint64 id;            /* given by the source or new */
  gboolean has_id;      /* given by the source */
  gboolean rejected;
} KlasterPendingRow;

/* Reads cells into values and notes what is wrong. One thread. */
typedef struct
{
  KlasterSheet *sheet;
  const KlasterImportMapping *mapping;
  KlasterSnapshot *snapshot;
  KlasterReferenceIndex *references;
  GStringChunk *texts;
  GPtrArray *problems;
  guint next_problem; /* of the sheet */
  gboolean swapped;   /* the whole source has latitude and longitude the other way round */
} KlasterRowReader;

/* @source: column of the source; -1: the whole row */
void klaster_row_reader_add_problem        (KlasterRowReader  *self,
                                            guint              row,
                                            gint               source,
                                            gboolean           rejected,
                                            const char        *reason);
/* Looks at all positions: whether the source as a whole has them swapped. */
void klaster_row_reader_detect_order       (KlasterRowReader  *self);
void klaster_row_reader_read               (KlasterRowReader  *self,
                                            guint              row,
                                            KlasterPendingRow *pending);
/* When all rows were read: they may refer to each other. */
void klaster_row_reader_resolve_references (KlasterRowReader  *self,
                                            guint              row,
                                            KlasterPendingRow *pending);

G_END_DECLS
