/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-generate.h"
#include "klaster-map-scene.h"

/* What the tests of drawing share. */

/* A picture of the pixels @x0, @y0 … of the world at @zoom; @scene and @style may be NULL: without the scene, the
 * basemap */
cairo_surface_t *draw_view       (KlasterMapScene    *scene,
                                  const KlasterStyle *basemap_style,
                                  double              zoom,
                                  double              x0,
                                  double              y0,
                                  int                 width,
                                  int                 height,
                                  int                 scale);
/* Number of pixels any channel of which differs by more than @tolerance; *@worst the largest difference */
guint            count_different (cairo_surface_t    *a,
                                  cairo_surface_t    *b,
                                  int                 tolerance,
                                  int                *worst);
/* Applies @edit, whose reference is taken */
KlasterSnapshot *apply_edit      (KlasterSnapshot    *before,
                                  KlasterEdit        *edit,
                                  KlasterDelta      **delta);
/* Whether the document, or one of its compressed streams, holds this text: what writes it decides where its parts lie */
gboolean         pdf_contains    (const char         *data,
                                  gsize               size,
                                  const char         *text);
/* The pixel of the world at @zoom where this place is, rounded */
KlasterPoint     pixel_of        (double              lon,
                                  double              lat,
                                  double              zoom);
