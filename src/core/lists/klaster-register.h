/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-agreement.h"

G_BEGIN_DECLS

/* What the register of agreements can show of each; names for settings and `.ui` files in klaster-register-column.c. */
typedef enum
{
  KLASTER_REGISTER_NUMBER,
  KLASTER_REGISTER_TITLE,
  KLASTER_REGISTER_KIND,
  KLASTER_REGISTER_PARTIES,
  KLASTER_REGISTER_PERIOD,
  KLASTER_REGISTER_STATUS,
  KLASTER_REGISTER_OBLIGATIONS,
  KLASTER_REGISTER_CLAUSES,
  KLASTER_REGISTER_SIGNED_ON,
  KLASTER_REGISTER_NOTICE_DAYS,
  KLASTER_REGISTER_AREAS,
  KLASTER_REGISTER_TASKS,
  KLASTER_REGISTER_GOAL,
  KLASTER_REGISTER_COOPERATIONS,
  KLASTER_REGISTER_RENEWS,
  KLASTER_REGISTER_LEGAL_BASIS,
  KLASTER_REGISTER_TERMINATED_ON,
  KLASTER_REGISTER_NOTES,
  KLASTER_REGISTER_N_COLUMNS
} KlasterRegisterColumn;

/* "number", "parties": what settings hold; static */
const char *klaster_register_column_get_name  (KlasterRegisterColumn        column);
gboolean    klaster_register_column_find      (const char                  *name,
                                               KlasterRegisterColumn       *column);
/* Heading; (transfer none) */
const char *klaster_register_column_get_title (KlasterRegisterColumn        column,
                                               KlasterLanguage              language);
/* What stands in a cell; (transfer full). @facts: of this agreement */
char       *klaster_register_column_get_text  (KlasterRegisterColumn        column,
                                               KlasterSnapshot             *snapshot,
                                               const KlasterRow            *agreement,
                                               const KlasterAgreementFacts *facts,
                                               KlasterLanguage              language);

/* What agreements can be filtered by. Values are tokens; KLASTER_REGISTER_ATTENTION has only "yes". */
typedef enum
{
  KLASTER_REGISTER_BY_STATUS,
  KLASTER_REGISTER_BY_KIND,
  KLASTER_REGISTER_BY_AREA,
  KLASTER_REGISTER_BY_ATTENTION,
  KLASTER_REGISTER_N_FACETS
} KlasterRegisterFacet;

typedef enum
{
  KLASTER_REGISTER_UNGROUPED,
  KLASTER_REGISTER_GROUP_KIND,
  KLASTER_REGISTER_GROUP_STATUS,
  KLASTER_REGISTER_GROUP_PARTY, /* the one beside the hub of the cluster */
  KLASTER_REGISTER_GROUP_YEAR,  /* academic year in which it begins */
  KLASTER_REGISTER_N_GROUPINGS
} KlasterRegisterGrouping;

#define KLASTER_TYPE_REGISTER_QUERY (klaster_register_query_get_type ())

/**
 * KlasterRegisterQuery:
 *
 * Which agreements are wanted, in which order and groups. Reference-counted; set up, then treated as immutable once it was
 * given to somebody (klaster_register_query_copy() to go on from it).
 */
typedef struct _KlasterRegisterQuery KlasterRegisterQuery;

GType                 klaster_register_query_get_type   (void);
KlasterRegisterQuery *klaster_register_query_new        (void);
KlasterRegisterQuery *klaster_register_query_copy       (const KlasterRegisterQuery *self);
KlasterRegisterQuery *klaster_register_query_ref        (KlasterRegisterQuery       *self);
void                  klaster_register_query_unref      (KlasterRegisterQuery       *self);
gboolean              klaster_register_query_equal      (const KlasterRegisterQuery *a,
                                                         const KlasterRegisterQuery *b);
/* Looked for in number, title, names of parties, clauses' evidence, legal basis and notes */
void                  klaster_register_query_set_search (KlasterRegisterQuery       *self,
                                                         const char                 *text);
const char           *klaster_register_query_get_search (const KlasterRegisterQuery *self);
void                  klaster_register_query_set_facet  (KlasterRegisterQuery       *self,
                                                         KlasterRegisterFacet        facet,
                                                         const char                 *value,
                                                         gboolean                    chosen);
gboolean              klaster_register_query_get_facet  (const KlasterRegisterQuery *self,
                                                         KlasterRegisterFacet        facet,
                                                         const char                 *value);
guint                 klaster_register_query_count_facet (const KlasterRegisterQuery *self,
                                                         KlasterRegisterFacet        facet);
void                  klaster_register_query_clear_facets (KlasterRegisterQuery     *self);
/* Only agreements of this institution; 0: of any */
void                  klaster_register_query_set_party  (KlasterRegisterQuery       *self,
                                                         gint64                      institution_id);
gint64                klaster_register_query_get_party  (const KlasterRegisterQuery *self);
/* Only agreements that are valid on some day of this period; NULL: no bound. Drafts without dates always pass. */
void                  klaster_register_query_set_period (KlasterRegisterQuery       *self,
                                                         const char                 *first,
                                                         const char                 *last);
void                  klaster_register_query_set_sort   (KlasterRegisterQuery       *self,
                                                         KlasterRegisterColumn       column,
                                                         gboolean                    descending);
KlasterRegisterColumn klaster_register_query_get_sort   (const KlasterRegisterQuery *self,
                                                         gboolean                   *descending);
void                  klaster_register_query_set_grouping (KlasterRegisterQuery     *self,
                                                         KlasterRegisterGrouping     grouping);
KlasterRegisterGrouping klaster_register_query_get_grouping (const KlasterRegisterQuery *self);
/* Search, party or any facet */
gboolean              klaster_register_query_is_filtered (const KlasterRegisterQuery *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterRegisterQuery, klaster_register_query_unref)

/**
 * KlasterRegisterIndex:
 *
 * Folded texts and facts of every agreement, kept from one run to the next: only what changed is folded again. Used by one
 * run at a time, on whatever thread.
 */
typedef struct _KlasterRegisterIndex KlasterRegisterIndex;

KlasterRegisterIndex *klaster_register_index_new  (KlasterLanguage       language);
void                  klaster_register_index_free (KlasterRegisterIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterRegisterIndex, klaster_register_index_free)

/**
 * KlasterRegisterGroup:
 * @first: position of its first agreement among the ids
 * @n: how many there are
 * @title: what they share
 */
typedef struct
{
  guint first;
  guint n;
  char *title;
} KlasterRegisterGroup;

/**
 * KlasterRegisterResult:
 * @ids: (element-type gint64): the agreements found, in order
 * @groups: (element-type KlasterRegisterGroup): empty when not grouped
 * @counts: for each facet, value → guint *: agreements found if only the *other* facets applied
 * @n_total: agreements of the period, or of the project when there is none
 */
typedef struct
{
  GArray *ids;
  GArray *groups;
  GHashTable *counts[KLASTER_REGISTER_N_FACETS];
  guint n_total;
} KlasterRegisterResult;

void                        klaster_register_result_free  (KlasterRegisterResult       *self);
guint                       klaster_register_result_count (const KlasterRegisterResult *self,
                                                           KlasterRegisterFacet         facet,
                                                           const char                  *value);
/* The group that begins at @position, or NULL; (transfer none) */
const KlasterRegisterGroup *klaster_register_result_find_group (const KlasterRegisterResult *self,
                                                           guint                        position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterRegisterResult, klaster_register_result_free)

/* Any thread. NULL only when cancelled. @date: what "today" is. */
KlasterRegisterResult *klaster_register_query_run (const KlasterRegisterQuery *self,
                                                   KlasterRegisterIndex       *index,
                                                   KlasterSnapshot            *snapshot,
                                                   const char                 *date,
                                                   GCancellable               *cancellable,
                                                   GError                    **error);

G_END_DECLS
