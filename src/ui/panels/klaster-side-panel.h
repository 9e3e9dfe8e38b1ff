/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-query-model.h"
#include "klaster-scope.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SIDE_PANEL (klaster_side_panel_get_type ())
G_DECLARE_FINAL_TYPE (KlasterSidePanel, klaster_side_panel, KLASTER, SIDE_PANEL, AdwBin)

/**
 * KlasterSidePanel:
 *
 * Shows and edits whatever is selected, in the #KlasterRecordPanel for its table, and the project itself when nothing is.
 * It has a header bar of its own.
 *
 * Properties:
 *   project (KlasterProject, nullable)
 *   selection (KlasterSelection)
 *   scope (KlasterScope, nullable): says for which day things are derived
 *   show-title-buttons (boolean): whether its header bar holds the window's buttons
 *
 * Actions: panel.go (sx: table, id), panel.parameter (sss: key, value to begin with, day), panel.back, panel.delete, panel.duplicate, panel.join
 * It uses the window's actions win.place-on-map (x), win.undo and, for toasts, the AdwToastOverlay around it.
 */
KlasterSidePanel *klaster_side_panel_new         (void);
/* Makes a part of what it will need later; returns whether there is more to make */
gboolean          klaster_side_panel_prepare     (KlasterSidePanel *self);
/* Writes what is pending: call before undo, redo, Ctrl+S and closing */
void              klaster_side_panel_flush       (KlasterSidePanel *self);
/* Puts the focus into a field of what is shown ("name_uz"), or into the first field: Enter on the map */
void              klaster_side_panel_focus_field (KlasterSidePanel *self,
                                                  const char       *column);
gboolean          klaster_side_panel_go_back     (KlasterSidePanel *self);
/* For what stands inside: the day that pages and panel look at, (transfer full) */
char             *klaster_side_panel_dup_date    (GtkWidget        *widget);

/* Adds an institution at @lon, @lat (NAN: not known yet), lets @members show it, selects it and leads to its name. */
void              klaster_add_institution        (KlasterSidePanel *self,
                                                  KlasterQueryModel *members,
                                                  double            lon,
                                                  double            lat);
/* Commits an edit of whole records and says how it went: a toast with Undo, or a dialog. */
void              klaster_apply_edit             (GtkWidget        *widget,
                                                  KlasterProject   *project,
                                                  KlasterEdit      *edit,
                                                  const char       *toast);
/* Deletes what is selected, with a toast in the overlay around @widget that offers to undo. */
void              klaster_delete_selected        (GtkWidget        *widget,
                                                  KlasterProject   *project,
                                                  KlasterSelection *selection);
void              klaster_duplicate_selected     (GtkWidget        *widget,
                                                  KlasterProject   *project,
                                                  KlasterSelection *selection);

G_END_DECLS
