/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Metres along the WGS 84 ellipsoid between two places in degrees. */
double klaster_geo_distance (double lon1,
                             double lat1,
                             double lon2,
                             double lat2);

G_END_DECLS
