/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-exchange-columns.h"
#include "klaster-import-cells.h"
#include "klaster-import.h"

G_BEGIN_DECLS

/* A record that a row's list names, with the text in brackets behind it. */
typedef struct
{
  gint64 target;
  const char *text; /* (nullable) */
} KlasterPendingLink;

/* What a row says about one of its table's lists. */
typedef struct
{
  gboolean given; /* the source has a column for it: @links is all that is in it */
  KlasterPendingLink *links;
  guint n_links;
} KlasterPendingList;

/* One row on its way from cells to values of the table. Values borrow text from the reader's chunk. */
typedef struct
{
  KlasterValue *values; /* one for each column of the table */
  guint64 given;        /* columns for which the source has a filled cell */
  gint64 id;            /* given by the source or new */
  gboolean has_id;      /* given by the source */
  gboolean rejected;
  KlasterPendingList lists[KLASTER_EXCHANGE_LISTS_MAX];
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
  guint first_row;    /* of the sheet, among the rows of all sheets */
  gboolean prefixed;  /* there are several sheets: problems name the table before the column */
  gboolean adds_words; /* the project's own words are imported as well */
  gboolean no_list[KLASTER_EXCHANGE_LISTS_MAX]; /* the table in between is imported as well, so the list says nothing new */
  gboolean swapped;   /* the whole source has latitude and longitude the other way round */
} KlasterRowReader;

/* @row: position in the sheet. @source: column of the source; -1: the whole row */
void klaster_row_reader_add_problem        (KlasterRowReader  *self,
                                            guint              row,
                                            gint               source,
                                            gboolean           rejected,
                                            const char        *reason);
/* The same, and the row is not imported. */
void klaster_row_reader_reject             (KlasterRowReader  *self,
                                            guint              row,
                                            gint               source,
                                            KlasterPendingRow *pending,
                                            const char        *reason);
void klaster_row_reader_keep               (KlasterRowReader  *self,
                                            KlasterPendingRow *pending,
                                            guint              column,
                                            KlasterValue       value);
/* Whether the row has the identifier of a record of the project */
gboolean klaster_row_reader_is_in_project  (KlasterRowReader  *self,
                                            const KlasterPendingRow *pending);
/* Looks at all positions: whether the source as a whole has them swapped. */
void klaster_row_reader_detect_order       (KlasterRowReader  *self);
void klaster_row_reader_read               (KlasterRowReader  *self,
                                            guint              row,
                                            KlasterPendingRow *pending);
/* When all rows of all sheets were read: they may refer to each other. */
/* klaster-import-references.c */
void klaster_row_reader_resolve_references (KlasterRowReader  *self,
                                            guint              row,
                                            KlasterPendingRow *pending);

G_END_DECLS
