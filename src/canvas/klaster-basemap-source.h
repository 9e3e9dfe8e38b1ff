/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "klaster-palette.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_BASEMAP_SOURCE (klaster_basemap_source_get_type ())
G_DECLARE_FINAL_TYPE (KlasterBasemapSource, klaster_basemap_source, KLASTER, BASEMAP_SOURCE, ShumateMapSource)

/**
 * KlasterBasemapDrawFunc:
 *
 * Draws tile @x, @y of level @zoom at the context's origin, in logical pixels; called on worker threads.
 */
typedef void (*KlasterBasemapDrawFunc) (cairo_t            *cr,
                                        int                 zoom,
                                        int                 x,
                                        int                 y,
                                        const KlasterStyle *style);

ShumateMapSource *klaster_basemap_source_new (KlasterBasemapDrawFunc  draw,
                                              const KlasterStyle     *style,
                                              int                     scale_factor,
                                              const char             *attribution);

G_END_DECLS
