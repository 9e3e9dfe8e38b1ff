/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-paper.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PAPER_VIEW (klaster_paper_view_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPaperView, klaster_paper_view, KLASTER, PAPER_VIEW, GtkWidget)

/* Pixels for each point of paper; 0: as wide as there is room */
#define KLASTER_PAPER_VIEW_FIT 0.0

void          klaster_paper_view_set_paper   (KlasterPaperView *self,
                                              KlasterPaper     *paper);
KlasterPaper *klaster_paper_view_get_paper   (KlasterPaperView *self);
void          klaster_paper_view_set_zoom    (KlasterPaperView *self,
                                              double            zoom);
/* What is shown now, also when it follows from the width */
double        klaster_paper_view_get_zoom    (KlasterPaperView *self);
void          klaster_paper_view_set_page    (KlasterPaperView *self,
                                              guint             page);
guint         klaster_paper_view_get_page    (KlasterPaperView *self);
/* Brings it to the top of what is seen */
void          klaster_paper_view_scroll_to   (KlasterPaperView *self,
                                              guint             page);
/* Whether all pages that are seen have their picture: for tests */
gboolean      klaster_paper_view_is_drawn    (KlasterPaperView *self);

G_END_DECLS
