/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_HISTORY_WINDOW (klaster_history_window_get_type ())
G_DECLARE_FINAL_TYPE (KlasterHistoryWindow, klaster_history_window, KLASTER, HISTORY_WINDOW, AdwWindow)

GtkWidget *klaster_history_window_new    (GtkWindow        *parent,
                                          KlasterProject   *project,
                                          KlasterSelection *selection);

char      *klaster_history_describe_time (gint64            time,
                                          gint64            now);
char      *klaster_history_describe_counts (guint           n_inserted,
                                          guint             n_updated,
                                          guint             n_deleted);

G_END_DECLS
