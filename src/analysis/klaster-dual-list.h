/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-dual.h"
#include "klaster-edit.h"

G_BEGIN_DECLS

/* Places of dual education as a table shows them, and edits of several. Pure; any thread. */

/**
 * KlasterDualEntry:
 * @id: a row of dual_place
 * @status: the worst of all rules (#KlasterCheckStatus)
 * @steps: of each step
 * @papers: for each step, whether there is a document of it: bit 1 << #KlasterDualStep; bit 0 stands for documents of the
 *   place as a whole
 */
typedef struct
{
  gint64 id;
  guint8 status;
  guint8 steps[KLASTER_N_DUAL_STEPS];
  guint16 papers;
} KlasterDualEntry;

/**
 * KlasterDualList:
 * @entries: (element-type KlasterDualEntry): latest academic year first, by employer and specialty
 * @n_by_status: how many of each status
 * @n_hidden: places of other academic years
 */
typedef struct
{
  GArray *entries;
  guint n_by_status[KLASTER_N_CHECK_STATUSES];
  guint n_hidden;
} KlasterDualList;

KlasterDualList *klaster_dual_list_new  (KlasterSnapshot *snapshot,
                                         const char      *academic_year,
                                         const char      *date,
                                         KlasterLanguage  language,
                                         GCancellable    *cancellable);
void             klaster_dual_list_free (KlasterDualList *self);

/* A new place. @members: what is selected; a vocational institution and an employer among them become the place's. */
KlasterEdit     *klaster_dual_edit_add  (KlasterSnapshot *snapshot,
                                         const char      *academic_year,
                                         const gint64    *members,
                                         guint            n_members,
                                         gint64          *id);
/* Places for the next academic year like @ids; NULL: there are such already, or no academic year to count from.
 * @new_ids (out) (transfer full) (element-type gint64); @n_skipped (out): that are there already */
KlasterEdit     *klaster_dual_edit_copy (KlasterSnapshot *snapshot,
                                         const gint64    *ids,
                                         guint            n_ids,
                                         GArray         **new_ids,
                                         guint           *n_skipped);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterDualList, klaster_dual_list_free)

G_END_DECLS
