/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-layout-private.h"

G_BEGIN_DECLS

/**
 * KlasterStress:
 *
 * Distances in a connected part of a graph, and places that agree with them as well as a plane allows (stress
 * minimization by stochastic gradient descent: Zheng, Pawar, Goodman, “Graph Drawing by Stochastic Gradient Descent”, IEEE
 * TVCG 25, 2019). One thread.
 */
typedef struct _KlasterStress KlasterStress;

/* @members: positions of the part's members in the graph. NULL: cancelled */
KlasterStress *klaster_stress_new   (KlasterLayoutJob *job,
                                     const guint32    *members,
                                     guint             n_members);
void           klaster_stress_free  (KlasterStress    *self);
/* Moves the job's x and y, a step of the graph being @unit; pinned members stay. @first, @last: how far a step may go, as a
 * share of what is missing (at most 1 counts); falls from the first to the last round. */
void           klaster_stress_relax (KlasterStress    *self,
                                     double            unit,
                                     double            first,
                                     double            last,
                                     guint             n_rounds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterStress, klaster_stress_free)

G_END_DECLS
