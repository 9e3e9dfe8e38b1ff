/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-check-row.h"
#include "klaster-dual.h"
#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_DUAL_PLACE_PANEL (klaster_dual_place_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterDualPlacePanel, klaster_dual_place_panel, KLASTER, DUAL_PLACE_PANEL, KlasterFormPanel)

/* The chain of dual education as an editor: each step with who takes it, when, and what its rules find, checked at every
 * change. A #KlasterRecordPanel for dual_place. */
/* What the rule @id found; (nullable): nothing is shown */
KlasterCheckRow *klaster_dual_place_panel_find_check (KlasterDualPlacePanel *self,
                                                     const char            *id);
/* The documents of a step, (nullable) */
GtkWidget       *klaster_dual_place_panel_get_documents (KlasterDualPlacePanel *self,
                                                     KlasterDualStep        step);

G_END_DECLS
