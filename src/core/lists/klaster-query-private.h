/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-academic-year.h"
#include "klaster-query.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* A record has one value in each facet, but any number of cooperation statuses or areas. */
#define KLASTER_QUERY_MAX_VALUES 16

struct _KlasterQuery
{
  gatomicrefcount ref_count;
  KlasterTable table;
  char *search;
  GHashTable *facets[KLASTER_QUERY_MAX_FACETS]; /* set of the values chosen */
  gint64 party;
  GArray *left_out; /* of ids, in order */
  char *first; /* (nullable) */
  char *last;  /* (nullable) */
  gint sort_column;
  gboolean descending;
  guint grouping;
};

/**
 * KlasterEntry:
 * @id: the record
 * @row: the row that everything here was made of
 * @folded: (nullable): everything that search looks at, folded; made when it is needed
 * @sort_key: (nullable): collation key of the column last sorted by; made when it is needed
 * @tie_key: collation key by which equal records are told apart
 *
 * What an index knows of a record. The structs of a #KlasterListing begin with it.
 */
typedef struct
{
  gint64 id;
  KlasterRow *row;
  char *folded;
  char *sort_key;
  char *tie_key;
} KlasterEntry;

/* What a record is sorted by: made once for each that is found, not once for each comparison. */
typedef struct
{
  const char *text; /* (nullable): collation key or date, of the entry or its row */
  double number;    /* without @text */
  gboolean unknown;
} KlasterSortKey;

/* The group that a record belongs to: they are told apart and ordered by both. */
typedef struct
{
  int rank;
  const char *key; /* (nullable): of the chunk that was given, so that the same group has the same pointer */
} KlasterGroupKey;

/**
 * KlasterListing:
 * @table: what is listed
 * @n_facets: of its facets
 * @n_columns: that it can be sorted by
 * @default_sort: -1 or one of them: the order that nobody chose
 * @n_groupings: 0 included
 * @entry_size: of what an index knows of a record
 * @tables: (nullable) (array length=n_tables): tables of which a change may change the list; %NULL: any
 * @is_current: (nullable): whether what was made of other rows than the record's own still holds
 * @fill: makes everything but the folded text and the sort key after the row or those others changed
 * @clear: (nullable): frees what @fill made, but for #KlasterEntry itself
 * @append_text: what search looks at, a line each
 * @derive: what follows from other records and the date; once for each version
 * @is_in_period: (nullable): whether the record belongs to the period, of which either bound may be open
 * @has_party: (nullable): whether an institution is a party
 * @is_unplaced: (nullable): whether it has no place on the map
 * @get_values: the values in a facet; returns how many
 * @get_sort_key: what the record is sorted by
 * @get_group: (nullable): with a grouping the group
 * @name_group: (nullable): (transfer full): its title
 *
 * One list of records: everything in which the list of members and that of agreements differ. Functions are called on the
 * thread of the run.
 */
typedef struct
{
  KlasterTable table;
  guint n_facets;
  guint n_columns;
  gint default_sort;
  guint n_groupings;
  gsize entry_size;
  const KlasterTable *tables;
  guint n_tables;

  gboolean        (*is_current)   (const KlasterEntry *entry,
                                   KlasterSnapshot    *snapshot);
  void            (*fill)         (KlasterEntry       *entry,
                                   KlasterQueryIndex  *index,
                                   KlasterSnapshot    *snapshot);
  void            (*clear)        (KlasterEntry       *entry);
  void            (*append_text)  (const KlasterEntry *entry,
                                   KlasterQueryIndex  *index,
                                   KlasterSnapshot    *snapshot,
                                   GString            *text);
  void            (*derive)       (KlasterEntry       *entry,
                                   KlasterSnapshot    *snapshot,
                                   const char         *date);
  gboolean        (*is_in_period) (const KlasterEntry *entry,
                                   const char         *first,
                                   const char         *last);
  gboolean        (*has_party)    (const KlasterEntry *entry,
                                   gint64              institution_id);
  gboolean        (*is_unplaced)  (const KlasterEntry *entry);
  guint           (*get_values)   (const KlasterEntry *entry,
                                   guint               facet,
                                   const char         *values[KLASTER_QUERY_MAX_VALUES]);
  KlasterSortKey  (*get_sort_key) (KlasterEntry       *entry,
                                   KlasterQueryIndex  *index,
                                   KlasterSnapshot    *snapshot,
                                   gint                column);
  KlasterGroupKey (*get_group)    (const KlasterEntry            *entry,
                                   guint                          grouping,
                                   const KlasterAcademicCalendar *calendar,
                                   GStringChunk                  *strings);
  char           *(*name_group)   (const KlasterEntry *entry,
                                   KlasterQueryIndex  *index,
                                   KlasterSnapshot    *snapshot,
                                   guint               grouping,
                                   KlasterGroupKey     group);
} KlasterListing;

struct _KlasterQueryIndex
{
  const KlasterListing *listing;
  KlasterLanguage language;
  GHashTable *entries;     /* id → KlasterEntry */
  guint64 derived_version; /* snapshot for which what @derive made holds, 0: none */
  char *derived_date;
  gint sort_column;        /* what every `sort_key` is of, -1: none is */
  GHashTable *found;       /* text → pointer: what the listing looked up once for many records */
};

extern const KlasterListing klaster_member_listing;
extern const KlasterListing klaster_agreement_listing;

gboolean              klaster_query_leaves_out  (const KlasterQuery *self,
                                                 gint64              id);
const KlasterListing *klaster_listing_get       (KlasterTable      table);
/* Adds a cell to what search looks at */
void                  klaster_entry_append_cell (const KlasterRow *row,
                                                 guint             column,
                                                 GString          *text);

G_END_DECLS
