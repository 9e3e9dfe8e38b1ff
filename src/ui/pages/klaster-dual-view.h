/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-worker-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_DUAL_VIEW (klaster_dual_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterDualView, klaster_dual_view, KLASTER, DUAL_VIEW, KlasterWorkerView)

/**
 * KlasterDualView:
 *
 * The places of dual education as a table, one row for an employer, a specialty and an academic year, with the steps of
 * the chain as columns. The list is made and checked on a worker.
 *
 * Actions: dual.add, dual.copy
 */
GtkWidget *klaster_dual_view_new (void);

G_END_DECLS
