/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-map-view.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PICTURE_DIALOG (klaster_picture_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KlasterPictureDialog, klaster_picture_dialog, KLASTER, PICTURE_DIALOG, AdwWindow)

/* A picture of what @view shows, as PNG, SVG or PDF.
 *
 * Signal: ::written (GFile *file): it is there, and the dialog closes. */
KlasterPictureDialog *klaster_picture_dialog_new      (GtkWindow            *parent,
                                                       KlasterProject       *project,
                                                       KlasterMapView       *view);
/* Draws and writes what is chosen, without asking where; its ending says the format if it says one */
void                  klaster_picture_dialog_write    (KlasterPictureDialog *self,
                                                       GFile                *file);
/* Stops drawing; nothing is written */
void                  klaster_picture_dialog_cancel   (KlasterPictureDialog *self);
gboolean              klaster_picture_dialog_is_busy  (KlasterPictureDialog *self);
/* (transfer none) (nullable): why there is no picture */
const char           *klaster_picture_dialog_get_error (KlasterPictureDialog *self);

G_END_DECLS
