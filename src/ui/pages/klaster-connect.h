/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

/* Makes a proposed cooperation between @from and each of @to, as one edit, selects what was made and leads to it in the side
 * panel (actions panel.go, when there is no selection, and win.open-field). Map, graph, lists and panel all come here. FALSE: nothing to make */
gboolean klaster_connect_members       (GtkWidget        *widget,
                                        KlasterProject   *project,
                                        KlasterSelection *selection,
                                        gint64            from,
                                        const gint64     *to,
                                        guint             n_to);
/* Connects the members that are selected: two with each other, more with the one that has the focus */
gboolean klaster_connect_selected      (GtkWidget        *widget,
                                        KlasterProject   *project,
                                        KlasterSelection *selection);
/* Asks for a member in a popover at @widget and connects the selected members with it. @rectangle (nullable): where in
 * @widget */
void     klaster_connect_ask           (GtkWidget          *widget,
                                        const GdkRectangle *rectangle,
                                        KlasterProject     *project,
                                        KlasterSelection   *selection);

G_END_DECLS
