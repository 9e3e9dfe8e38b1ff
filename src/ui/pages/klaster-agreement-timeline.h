/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-query-model.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_AGREEMENT_TIMELINE (klaster_agreement_timeline_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAgreementTimeline, klaster_agreement_timeline, KLASTER, AGREEMENT_TIMELINE, GtkWidget)

/**
 * KlasterAgreementTimeline:
 *
 * The agreements that the model finds as bars over academic years. Arrow keys move from row to row, left and right in
 * time; + and − zoom, 0 shows everything; Enter opens. Ctrl and the wheel zoom, Shift and the wheel move in time.
 *
 * Groups of the model have headings, of which that of the group that is seen stays on top.
 *
 * Properties: model (KlasterQueryModel), selection (KlasterSelection), menu (GMenuModel: for what is selected)
 */
GtkWidget *klaster_agreement_timeline_new      (void);
/* Days that are seen, and the first of them, since 1 January 2000 */
void       klaster_agreement_timeline_get_span (KlasterAgreementTimeline *self,
                                                double                   *first_day,
                                                double                   *days);
/* @factor: above 1 shows fewer days */
void       klaster_agreement_timeline_zoom     (KlasterAgreementTimeline *self,
                                                double                    factor);
void       klaster_agreement_timeline_fit      (KlasterAgreementTimeline *self);
void       klaster_agreement_timeline_move     (KlasterAgreementTimeline *self,
                                                int                       rows);

G_END_DECLS
