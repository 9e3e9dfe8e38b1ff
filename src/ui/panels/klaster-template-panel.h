/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_TEMPLATE_PANEL (klaster_template_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterTemplatePanel, klaster_template_panel, KLASTER, TEMPLATE_PANEL, KlasterFormPanel)

/* A template of agreements that belongs to the project: its texts in four languages, its clauses and obligations. Implements
 * #KlasterRecordPanel. Property: project (KlasterProject) */

G_END_DECLS
