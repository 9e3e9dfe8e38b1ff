/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-layout-types.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* How the graph is arranged, as far as the project keeps it: places of members in the views of the graph (table layout).
 *
 * A picture follows from the members, the links and the places that are kept, and from nothing else: who opens the project
 * sees what everybody sees. Places come to be kept in two ways, and looking is none of them:
 * - somebody pins a member, or moves it: it stays there until it is unpinned;
 * - an edit changes members or links, or arranges a view, while a picture of it is there: then that edit takes along where
 *   the members were seen whose places are not kept yet, as a start for the next picture. Places that are kept are not
 *   written again, so an edit is as small as what is new.
 * What an edit took along goes when it is undone.
 *
 * Pure; any thread. */

/* With more members than this only pins are kept: nobody recognises the picture of so many. */
#define KLASTER_ARRANGEMENT_MAX_MEMBERS 5000

/* (transfer full) (array length=n_positions): ascending by id */
KlasterLayoutPosition *klaster_arrangement_list       (KlasterSnapshot             *snapshot,
                                                       KlasterLayoutKind            kind,
                                                       guint                       *n_positions);
/* The row that keeps a member's place; NULL: it is not kept */
KlasterRow            *klaster_arrangement_find       (KlasterSnapshot             *snapshot,
                                                       KlasterLayoutKind            kind,
                                                       gint64                       institution_id);
/* Whether members, links or what places them are other ones after @delta: a phone number moves nobody. */
gboolean               klaster_arrangement_is_changed (const KlasterDelta          *delta);

/* Each NULL when nothing would change. */
KlasterEdit           *klaster_arrangement_edit_pin   (KlasterSnapshot             *snapshot,
                                                       KlasterLayoutKind            kind,
                                                       const KlasterLayoutPosition *positions,
                                                       guint                        n_positions);
KlasterEdit           *klaster_arrangement_edit_unpin (KlasterSnapshot             *snapshot,
                                                       KlasterLayoutKind            kind,
                                                       const gint64                *ids,
                                                       guint                        n_ids);
KlasterEdit           *klaster_arrangement_edit_again (KlasterSnapshot             *snapshot,
                                                       KlasterLayoutKind            kind);

/* On one line through their middle, in the order in which they lie, as far apart as their names need */
void                   klaster_arrangement_align      (KlasterLayoutPosition       *positions,
                                                       guint                        n_positions,
                                                       gboolean                     in_column);

/* @seen: for each kind (nullable) (element-type KlasterLayoutPosition): the last picture. @delta: (transfer full).
 * Returns: (transfer full): @delta with the places that go along */
KlasterDelta          *klaster_arrangement_accompany  (GBytes                      *seen[KLASTER_N_LAYOUTS],
                                                       KlasterSnapshot             *before,
                                                       KlasterDelta                *delta);

G_END_DECLS
