/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

/* What members can be filtered by. Values are tokens, official district names ("": none given), cooperation statuses
 * (members that have one of that status; "": that have none), and "yes" for the last two. */
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

#define KLASTER_TYPE_QUERY (klaster_query_get_type ())

/**
 * KlasterQuery:
 *
 * Which members are wanted, in which order: search text, chosen values of each facet, sort column. Reference-counted;
 * set up, then treated as immutable once it was given to somebody (klaster_query_copy() to go on from it).
 */
typedef struct _KlasterQuery KlasterQuery;

GType         klaster_query_get_type   (void);
KlasterQuery *klaster_query_new        (void);
KlasterQuery *klaster_query_copy       (const KlasterQuery *self);
KlasterQuery *klaster_query_ref        (KlasterQuery       *self);
void          klaster_query_unref      (KlasterQuery       *self);
gboolean      klaster_query_equal      (const KlasterQuery *a,
                                        const KlasterQuery *b);
/* "" or NULL: everything. Looked for in all names, short name, district, address, contact and numbers in them. */
void          klaster_query_set_search (KlasterQuery       *self,
                                        const char         *text);
const char   *klaster_query_get_search (const KlasterQuery *self);
/* Adds or takes away one value of a facet; a facet with no value chosen lets everything through. */
void          klaster_query_set_facet  (KlasterQuery       *self,
                                        KlasterFacet        facet,
                                        const char         *value,
                                        gboolean            chosen);
gboolean      klaster_query_get_facet  (const KlasterQuery *self,
                                        KlasterFacet        facet,
                                        const char         *value);
/* (transfer none): the set of values chosen */
GHashTable   *klaster_query_get_facet_values (const KlasterQuery *self,
                                        KlasterFacet        facet);
void          klaster_query_clear_facets (KlasterQuery     *self);
gboolean      klaster_query_is_filtered (const KlasterQuery *self); /* search or any facet */
/* A column of institution, or -1: by role (integrator first), then name. Unknown values come last either way. */
void          klaster_query_set_sort   (KlasterQuery       *self,
                                        gint                column,
                                        gboolean            descending);
gint          klaster_query_get_sort   (const KlasterQuery *self,
                                        gboolean           *descending);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQuery, klaster_query_unref)

/**
 * KlasterQueryIndex:
 *
 * Folded names, sort keys, links and attention of every member, kept from one run to the next: only rows that changed are
 * folded again. Used by one run at a time, on whatever thread.
 */
typedef struct _KlasterQueryIndex KlasterQueryIndex;

KlasterQueryIndex *klaster_query_index_new  (KlasterLanguage    language);
void               klaster_query_index_free (KlasterQueryIndex *self);
/* Folds all names beforehand, so that the first key press of a search need not. */
void               klaster_query_index_warm (KlasterQueryIndex *self,
                                             KlasterSnapshot   *snapshot,
                                             GCancellable      *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQueryIndex, klaster_query_index_free)

/**
 * KlasterQueryResult:
 * @ids: (element-type gint64): the members found, in order
 * @counts: for each facet, value → guint *: members found if only the *other* facets applied
 * @n_total: members in the project
 * @n_unplaced: of them without a position
 */
typedef struct
{
  GArray *ids;
  GHashTable *counts[KLASTER_N_FACETS];
  guint n_total;
  guint n_unplaced;
} KlasterQueryResult;

void                klaster_query_result_free (KlasterQueryResult *self);
guint               klaster_query_result_count (const KlasterQueryResult *self,
                                               KlasterFacet         facet,
                                               const char          *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterQueryResult, klaster_query_result_free)

/* Any thread. NULL only when cancelled. @date: what "today" is for attention. */
KlasterQueryResult *klaster_query_run        (const KlasterQuery  *self,
                                              KlasterQueryIndex   *index,
                                              KlasterSnapshot     *snapshot,
                                              const char          *date,
                                              GCancellable        *cancellable,
                                              GError             **error);

G_END_DECLS
