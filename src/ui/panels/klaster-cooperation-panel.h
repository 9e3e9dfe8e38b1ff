/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_COOPERATION_PANEL (klaster_cooperation_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterCooperationPanel, klaster_cooperation_panel, KLASTER, COOPERATION_PANEL, KlasterFormPanel)

/**
 * KlasterCooperationPanel:
 *
 * Everything about one cooperation, or what several have in common. Implements #KlasterRecordPanel.
 *
 * Properties: project (KlasterProject), form (KlasterForm, read-only)
 * Actions: record.swap
 */

G_END_DECLS
