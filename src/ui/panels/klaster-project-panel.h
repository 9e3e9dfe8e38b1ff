/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-form.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PROJECT_PANEL (klaster_project_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterProjectPanel, klaster_project_panel, KLASTER, PROJECT_PANEL, AdwBin)

/**
 * KlasterProjectPanel:
 *
 * The project itself: names, legal basis, coordinator, common goal, parameters, totals. Implements #KlasterRecordPanel; it
 * shows the project whatever the records.
 *
 * Properties: project (KlasterProject), form (KlasterForm, read-only)
 */

/* Opens the row of a parameter that holds on @date, a new one with @value when there is none */
void klaster_project_panel_show_parameter (KlasterProjectPanel *self,
                                           const char          *key,
                                           const char          *value,
                                           const char          *date);

G_END_DECLS
