/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PROJECT_PANEL (klaster_project_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterProjectPanel, klaster_project_panel, KLASTER, PROJECT_PANEL, KlasterFormPanel)

/**
 * KlasterProjectPanel:
 *
 * The project itself: names, legal basis, coordinator, common goal, totals, own areas, parameters. It shows the project
 * whatever the records.
 */

/* Opens the row of a parameter that holds on @date, a new one with @value when there is none */
void klaster_project_panel_show_parameter (KlasterProjectPanel *self,
                                           const char          *key,
                                           const char          *value,
                                           const char          *date);

G_END_DECLS
