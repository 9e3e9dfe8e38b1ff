/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_INSTITUTION_PANEL (klaster_institution_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterInstitutionPanel, klaster_institution_panel, KLASTER, INSTITUTION_PANEL, KlasterFormPanel)

/**
 * KlasterInstitutionPanel:
 *
 * Everything about one institution, or what several have in common. Implements #KlasterRecordPanel.
 *
 * Properties: project (KlasterProject), form (KlasterForm, read-only)
 */

G_END_DECLS
