/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-form.h"
#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_INSTITUTION_PANEL (klaster_institution_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterInstitutionPanel, klaster_institution_panel, KLASTER, INSTITUTION_PANEL, AdwBin)

/**
 * KlasterInstitutionPanel:
 *
 * Everything about one institution, or what several have in common.
 *
 * Properties: project (KlasterProject), form (KlasterForm, read-only)
 * Signal: ::show-all (KlasterRecordGroup *group)  the whole list of a group is wanted
 */
void         klaster_institution_panel_set_records (KlasterInstitutionPanel *self,
                                                    const gint64            *ids,
                                                    guint                    n_ids);
KlasterForm *klaster_institution_panel_get_form    (KlasterInstitutionPanel *self);
gboolean     klaster_institution_panel_focus_field (KlasterInstitutionPanel *self,
                                                    const char              *column);

G_END_DECLS
