/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-geojson-geometry.h"
#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_OVERLAY_LOADER (klaster_overlay_loader_get_type ())
G_DECLARE_FINAL_TYPE (KlasterOverlayLoader, klaster_overlay_loader, KLASTER, OVERLAY_LOADER, GObject)

/**
 * KlasterOverlayLoader:
 *
 * The outlines that a project keeps and shows, read and projected on a worker.
 *
 * Signal: ::loaded (), when geometry or error changed.
 */
KlasterOverlayLoader *klaster_overlay_loader_new          (void);
void                  klaster_overlay_loader_set_project  (KlasterOverlayLoader *self,
                                                           KlasterProject       *project);
KlasterGeometry      *klaster_overlay_loader_get_geometry (KlasterOverlayLoader *self);
const char           *klaster_overlay_loader_get_error    (KlasterOverlayLoader *self);

/* Reads a file and checks that it holds outlines. */
void                  klaster_overlay_read_async          (GFile                *file,
                                                           gsize                 max_bytes,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
GBytes               *klaster_overlay_read_finish         (GAsyncResult         *result,
                                                           GError              **error);

G_END_DECLS
