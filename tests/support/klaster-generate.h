/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

/* Content as large as one asks, for tests and benchmarks: institutions in and around the towns of Tashkent region with
 * names in four forms, cooperations that are mostly near, agreements of two parties. Equal arguments give equal content.
 * Identifiers: institutions from 1, cooperations from 10,000,001, agreements from 20,000,001. */
KlasterSnapshot *klaster_generate_snapshot (guint32 seed,
                                            guint   n_institutions,
                                            guint   n_cooperations,
                                            guint   n_agreements);
/* The same as an edit on an empty project (whose cluster row is there) */
KlasterEdit     *klaster_generate_edit     (guint32 seed,
                                            guint   n_institutions,
                                            guint   n_cooperations,
                                            guint   n_agreements);

G_END_DECLS
