/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-query-model.h"
#include "klaster-scope.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_AGREEMENTS_PAGE (klaster_agreements_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAgreementsPage, klaster_agreements_page, KLASTER, AGREEMENTS_PAGE, AdwBin)

/**
 * KlasterAgreementsPage:
 *
 * What was agreed, in views that a switch chooses from; klaster-agreements-page.c holds the list of them. A view is made
 * when it is first wanted.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), scope (KlasterScope, nullable)
 * Actions: agreements.view (s), agreements.group (s), agreements.add (s: a kind), agreements.add-from (x: a template),
 * agreements.edit-template (x), agreements.turn-year; with the agreements that are selected agreements.copy,
 * agreements.copy-with-names, agreements.renew, agreements.show-parties (s: a page)
 */
KlasterAgreementsPage *klaster_agreements_page_new       (void);
/* (nullable): NULL without project */
KlasterQueryModel  *klaster_agreements_page_get_model (KlasterAgreementsPage *self);
/* Name of the view that is shown */
const char            *klaster_agreements_page_get_view_name (KlasterAgreementsPage *self);
void                   klaster_agreements_page_set_view_name (KlasterAgreementsPage *self,
                                                          const char            *name);
/* (nullable): the entry that searches the view that is shown */
GtkWidget             *klaster_agreements_page_get_search (KlasterAgreementsPage *self);
/* The view that is shown */
GtkWidget             *klaster_agreements_page_get_view  (KlasterAgreementsPage *self);

G_END_DECLS
