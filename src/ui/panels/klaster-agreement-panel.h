/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-form-panel.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_AGREEMENT_PANEL (klaster_agreement_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAgreementPanel, klaster_agreement_panel, KLASTER, AGREEMENT_PANEL, KlasterFormPanel)

/* Everything about one agreement, or what several have in common. Implements #KlasterRecordPanel. Properties: project
 * (KlasterProject), form (KlasterForm, read-only). Actions: record.renew, record.terminate, record.take-back */
/* By name: "attention", "status", "parties", "clauses", "obligations", "cooperations", "contributions", "documents",
 * "renewal"; (transfer none) (nullable) */
GtkWidget   *klaster_agreement_panel_get_group (KlasterAgreementPanel *self,
                                                const char            *name);
/* As the pickers and menus do */
void         klaster_agreement_panel_add_party (KlasterAgreementPanel *self,
                                                gint64                 institution_id);
/* @key (nullable): of a template of obligations; NULL: an empty one */
void         klaster_agreement_panel_add_obligation (KlasterAgreementPanel *self,
                                                const char            *key);

/* Renews agreements, with a toast; the new one when it is one, otherwise 0 */
/* What is said of a renewal first */
#define KLASTER_RENEWAL_FIRST_FIELD "number"
gint64       klaster_agreement_panel_renew     (GtkWidget             *widget,
                                                KlasterProject        *project,
                                                const gint64          *ids,
                                                guint                  n_ids);

G_END_DECLS
