/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-palette.h"
#include "klaster-projection.h"

G_BEGIN_DECLS

/**
 * KlasterGeometry:
 *
 * Shapes read from GeoJSON, projected, ready for drawing: outlines of districts and the like, which users lay over the
 * map. Immutable, reference-counted, any thread.
 */
typedef struct _KlasterGeometry KlasterGeometry;

/* Reads a FeatureCollection, Feature or bare geometry (all seven types) from UTF-8 @text of @length bytes. Depth,
 * number of points and text are bounded; damaged input is an error (G_IO_ERROR_INVALID_DATA), never a crash. Features
 * without geometry are skipped. */
KlasterGeometry *klaster_geometry_new_from_json (const char             *text,
                                                 gssize                  length,
                                                 GError                **error);
/* Several documents as one. */
KlasterGeometry *klaster_geometry_new_from_documents (GPtrArray         *documents,
                                                 char                  **problem);
KlasterGeometry *klaster_geometry_ref           (KlasterGeometry        *self);
void             klaster_geometry_unref         (KlasterGeometry        *self);
guint            klaster_geometry_get_n_features (const KlasterGeometry *self);
/* The feature's name in @language: from name:uz, name_ru, name, NAME, title and the like; NULL: none. (transfer
 * none) */
const char      *klaster_geometry_get_name      (const KlasterGeometry  *self,
                                                 guint                   feature,
                                                 KlasterLanguage         language);
/* World coordinates */
KlasterRect      klaster_geometry_get_bounds    (const KlasterGeometry  *self);
/* A point inside the largest polygon (or on the line), where the name goes */
KlasterPoint     klaster_geometry_get_label_position (const KlasterGeometry *self,
                                                 guint                   feature);
/* @x0, @y0: the pixel at @zoom that lies at the context's origin. Names are placed and drawn by the scene. */
void             klaster_geometry_draw          (const KlasterGeometry  *self,
                                                 cairo_t                *cr,
                                                 double                  zoom,
                                                 double                  x0,
                                                 double                  y0,
                                                 double                  width,
                                                 double                  height,
                                                 const KlasterStyle     *style);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterGeometry, klaster_geometry_unref)

G_END_DECLS
