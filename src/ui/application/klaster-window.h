/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-application.h"
#include "klaster-query-model.h"
#include "klaster-scope.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_WINDOW (klaster_window_get_type ())
G_DECLARE_FINAL_TYPE (KlasterWindow, klaster_window, KLASTER, WINDOW, AdwApplicationWindow)

KlasterWindow      *klaster_window_new           (KlasterApplication *application);
void                klaster_window_open_file     (KlasterWindow      *self,
                                                  GFile              *file);
void                klaster_window_open_new      (KlasterWindow      *self,
                                                  GFile              *file,
                                                  const char         *region,
                                                  GBytes             *content,
                                                  GPtrArray          *blobs,
                                                  KlasterEdit        *edit);
void                klaster_window_save_as       (KlasterWindow      *self,
                                                  GFile              *file);
void                klaster_window_show_written  (GtkWindow          *window,
                                                  GFile              *file,
                                                  gpointer            job,
                                                  const GError       *error);
void                klaster_window_show_error    (KlasterWindow      *self,
                                                  const char         *message);
void                klaster_window_flush         (KlasterWindow      *self);
gboolean            klaster_window_is_empty      (KlasterWindow      *self);
GFile              *klaster_window_get_file      (KlasterWindow      *self);
KlasterProject     *klaster_window_get_project   (KlasterWindow      *self);
KlasterSelection   *klaster_window_get_selection (KlasterWindow      *self);
KlasterScope       *klaster_window_get_scope     (KlasterWindow      *self);

G_END_DECLS
