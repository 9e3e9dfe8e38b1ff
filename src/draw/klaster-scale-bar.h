/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-palette.h"

G_BEGIN_DECLS

/* A round length (1, 2, 5 × 10ⁿ metres) that takes at most @max_width pixels at @zoom and @lat, and its width in
 * pixels */
double klaster_scale_bar_choose (double              zoom,
                                 double              lat,
                                 double              max_width,
                                 double             *metres);
/* "500 m", "20 km" in @language; (transfer full) */
char  *klaster_scale_bar_format (double              metres,
                                 KlasterLanguage     language);
/* Draws it with its lower left corner at @x, @y; returns the width taken */
double klaster_scale_bar_draw   (cairo_t            *cr,
                                 double              x,
                                 double              y,
                                 double              zoom,
                                 double              lat,
                                 double              max_width,
                                 const KlasterStyle *style);

G_END_DECLS
