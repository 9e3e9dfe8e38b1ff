/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_DUAL_VIEW (klaster_dual_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterDualView, klaster_dual_view, KLASTER, DUAL_VIEW, AdwBin)

/**
 * KlasterDualView:
 *
 * The places of dual education as a table, one row for an employer, a specialty and an academic year, with the steps of
 * the chain as columns. The list is made and checked on a worker.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), scope (KlasterScope)
 * Actions: dual.add, dual.copy
 */
GtkWidget *klaster_dual_view_new       (void);
/* The GtkColumnView */
GtkWidget *klaster_dual_view_get_table (KlasterDualView *self);
/* Whether what is shown is what the project holds */
gboolean   klaster_dual_view_is_ready  (KlasterDualView *self);

G_END_DECLS
