/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-graph.h"

G_BEGIN_DECLS

/* Crossings of links drawn straight. Links that share a member do not cross. */
guint64 klaster_crossings_count (const KlasterGraphLink *links,
                                 guint                   n_links,
                                 const double           *x,
                                 const double           *y);

/**
 * KlasterTangle:
 *
 * Links with their ends, laid out so that one of them is tested against all others at a few per nanosecond: what a
 * layout asks when it tries other places for a member. One thread.
 */
typedef struct _KlasterTangle KlasterTangle;

KlasterTangle *klaster_tangle_new    (const KlasterGraph *graph,
                                      const double       *x,
                                      const double       *y);
void           klaster_tangle_free   (KlasterTangle      *self);
/* Crossings of the links of @member */
guint          klaster_tangle_count  (KlasterTangle      *self,
                                      guint32             member);
/* Crossings of the links of @a with links of @b, for what counting both counts twice */
guint          klaster_tangle_count_between (KlasterTangle *self,
                                      guint32             a,
                                      guint32             b);
void           klaster_tangle_move   (KlasterTangle      *self,
                                      guint32             member,
                                      double              x,
                                      double              y);
/* Length of all links of @member together */
double         klaster_tangle_get_length (KlasterTangle  *self,
                                      guint32             member);
/* Tests made so far: the measure of work, which unlike time is the same on every machine */
guint64        klaster_tangle_get_work (const KlasterTangle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterTangle, klaster_tangle_free)

G_END_DECLS
