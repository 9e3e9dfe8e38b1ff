/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-layout.h"
#include "klaster-map-scene.h"
#include "klaster-paper-document.h"
#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PRINT_WINDOW (klaster_print_window_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPrintWindow, klaster_print_window, KLASTER, PRINT_WINDOW, AdwWindow)

KlasterPrintWindow *klaster_print_window_new           (GtkWindow            *parent,
                                                        KlasterProject       *project,
                                                        const char           *date);
/* Which agreement can be printed as a document of its own; 0: none */
void                klaster_print_window_set_agreement (KlasterPrintWindow   *self,
                                                        gint64                id);
/* (nullable): the members or agreements that the page shows now, in its order, to print only those; copied */
void                klaster_print_window_set_ids       (KlasterPrintWindow   *self,
                                                        KlasterPaperDocument  document,
                                                        const gint64         *ids,
                                                        guint                 n_ids);
/* How the page shows it: which links, what colour and size tell; copied */
void                klaster_print_window_set_appearance (KlasterPrintWindow  *self,
                                                        KlasterPaperDocument  document,
                                                        const KlasterMapOptions *options);
/* (nullable): where members lie in the graph; without it they are laid out in rows by level */
void                klaster_print_window_set_layout    (KlasterPrintWindow   *self,
                                                        KlasterLayout        *layout);
/* To be called last: what is shown first */
void                klaster_print_window_set_document  (KlasterPrintWindow   *self,
                                                        KlasterPaperDocument  document);
/* (nullable) (transfer none): what is shown, NULL while the first is laid out */
KlasterPaper       *klaster_print_window_get_paper     (KlasterPrintWindow   *self);
/* Writes what is shown there */
void                klaster_print_window_save          (KlasterPrintWindow   *self,
                                                        GFile                *file);

G_END_DECLS
