/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"
#include "klaster-schema.h"

G_BEGIN_DECLS

/* What members can be filtered by. Values are tokens, official district names ("": none given), cooperation statuses
 * (members that have one of that status; "": that have none), and "yes" or "no" for the last two. */
typedef enum
{
  KLASTER_FACET_KIND,
  KLASTER_FACET_ROLE,
  KLASTER_FACET_DISTRICT,
  KLASTER_FACET_STATUS,
  KLASTER_FACET_ATTENTION,
  KLASTER_FACET_UNPLACED,
  KLASTER_N_FACETS
} KlasterFacet;

/* As many as the list with the most facets has. */
#define KLASTER_QUERY_MAX_FACETS 6

#define KLASTER_TYPE_QUERY (klaster_query_get_type ())

/**
 * KlasterQuery:
 *
 * Which records of a table are wanted, in which order and groups: search text, chosen values of each facet, sort column.
 * There are lists of members (#KlasterFacet, sorted by columns of institution) and of agreements (#KlasterRegisterFacet,
 * sorted by #KlasterRegisterColumn); what each of them looks at is told in klaster-member-listing.c and
 * klaster-agreement-listing.c. Reference-counted; set up, then treated as immutable once it was given to somebody
 * (klaster_query_copy() to go on from it).
 */
typedef struct _KlasterQuery KlasterQuery;

GType         klaster_query_get_type   (void);
/* @table: KLASTER_TABLE_INSTITUTION or KLASTER_TABLE_AGREEMENT */
KlasterQuery *klaster_query_new        (KlasterTable        table);
KlasterQuery *klaster_query_copy       (const KlasterQuery *self);
KlasterQuery *klaster_query_ref        (KlasterQuery       *self);
void          klaster_query_unref      (KlasterQuery       *self);
gboolean      klaster_query_equal      (const KlasterQuery *a,
                                        const KlasterQuery *b);
KlasterTable  klaster_query_get_table  (const KlasterQuery *self);
guint         klaster_query_get_n_facets (const KlasterQuery *self);
/* "" or NULL: everything. Of members in all names, short name, district, address, contact; of agreements in number, title,
 * names of parties, evidence of clauses, legal basis and notes. */
void          klaster_query_set_search (KlasterQuery       *self,
                                        const char         *text);
const char   *klaster_query_get_search (const KlasterQuery *self);
/* Adds or takes away one value of a facet; a facet with no value chosen lets everything through. */
void          klaster_query_set_facet  (KlasterQuery       *self,
                                        guint               facet,
                                        const char         *value,
                                        gboolean            chosen);
gboolean      klaster_query_get_facet  (const KlasterQuery *self,
                                        guint               facet,
                                        const char         *value);
/* (transfer none): the set of values chosen */
GHashTable   *klaster_query_get_facet_values (const KlasterQuery *self,
                                        guint               facet);
guint         klaster_query_count_facet (const KlasterQuery *self,
                                        guint               facet);
void          klaster_query_clear_facets (KlasterQuery     *self);
/* Only agreements of this institution; 0: of any */
void          klaster_query_set_party  (KlasterQuery       *self,
                                        gint64              institution_id);
gint64        klaster_query_get_party  (const KlasterQuery *self);
/* Records that are not wanted, whatever else is asked */
void          klaster_query_set_left_out (KlasterQuery     *self,
                                        const gint64       *ids,
                                        guint               n_ids);
/* Only agreements that are valid on some day of this period; NULL: no bound. Drafts without dates always pass. */
void          klaster_query_set_period (KlasterQuery       *self,
                                        const char         *first,
                                        const char         *last);
gboolean      klaster_query_is_filtered (const KlasterQuery *self); /* search, party or any facet */
/* -1: the order that nobody chose: members by role (integrator first), then name, agreements by number. Unknown values come
 * last either way. */
void          klaster_query_set_sort   (KlasterQuery       *self,
                                        gint                column,
                                        gboolean            descending);
gint          klaster_query_get_sort   (const KlasterQuery *self,
                                        gboolean           *descending);
/* 0: none; of agreements a #KlasterRegisterGrouping */
void          klaster_query_set_grouping (KlasterQuery     *self,
                                        guint               grouping);
guint         klaster_query_get_grouping (const KlasterQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQuery, klaster_query_unref)

/**
 * KlasterQueryIndex:
 *
 * Folded texts, sort keys and what follows from other records, of every record of a table, kept from one run to the next:
 * only what changed is folded again. Used by one run at a time, on whatever thread.
 */
typedef struct _KlasterQueryIndex KlasterQueryIndex;

KlasterQueryIndex *klaster_query_index_new  (KlasterTable       table,
                                             KlasterLanguage    language);
void               klaster_query_index_free (KlasterQueryIndex *self);
/* Folds all texts beforehand, so that the first key press of a search need not. */
void               klaster_query_index_warm (KlasterQueryIndex *self,
                                             KlasterSnapshot   *snapshot,
                                             GCancellable      *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQueryIndex, klaster_query_index_free)

/**
 * KlasterQueryGroup:
 * @first: position of its first record among the ids
 * @n: how many there are
 * @title: what they share
 */
typedef struct
{
  guint first;
  guint n;
  char *title;
} KlasterQueryGroup;

/**
 * KlasterQueryResult:
 * @ids: (element-type gint64): the records found, in order
 * @groups: (element-type KlasterQueryGroup): empty when not grouped
 * @counts: for each facet, value → guint *: records found if only the *other* facets applied
 * @n_total: records in the project; with a period those of the period
 * @n_matching: those of them that the search finds, whatever the facets and the party let through
 * @n_unplaced: members without a position, whether they were found or not
 */
typedef struct
{
  GArray *ids;
  GArray *groups;
  GHashTable *counts[KLASTER_QUERY_MAX_FACETS];
  guint n_total;
  guint n_matching;
  guint n_unplaced;
} KlasterQueryResult;

void                klaster_query_result_free (KlasterQueryResult *self);
guint               klaster_query_result_count (const KlasterQueryResult *self,
                                               guint                facet,
                                               const char          *value);
/* The group that begins at @position, or NULL; (transfer none) */
const KlasterQueryGroup *klaster_query_result_find_group (const KlasterQueryResult *self,
                                               guint                position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQueryResult, klaster_query_result_free)

/* Any thread. NULL only when cancelled. @date: what "today" is. */
KlasterQueryResult *klaster_query_run        (const KlasterQuery  *self,
                                              KlasterQueryIndex   *index,
                                              KlasterSnapshot     *snapshot,
                                              const char          *date,
                                              GCancellable        *cancellable,
                                              GError             **error);

G_END_DECLS
