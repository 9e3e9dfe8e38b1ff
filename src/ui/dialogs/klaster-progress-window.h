/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KLASTER_TYPE_PROGRESS_WINDOW (klaster_progress_window_get_type ())
G_DECLARE_FINAL_TYPE (KlasterProgressWindow, klaster_progress_window, KLASTER, PROGRESS_WINDOW, AdwWindow)

KlasterProgressWindow *klaster_progress_window_new  (GtkWindow             *parent,
                                                     const char            *message,
                                                     GCancellable          *cancellable);
/* Any thread */
void                   klaster_progress_window_note (double                 fraction,
                                                     gpointer               self);
void                   klaster_progress_window_end  (KlasterProgressWindow *self);

G_END_DECLS
