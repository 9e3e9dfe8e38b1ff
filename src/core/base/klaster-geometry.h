/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A point as GeoPackage writes it: an eight-byte header and well-known binary, EPSG:4326, little endian. */
#define KLASTER_GEOMETRY_SIZE 29

void     klaster_geometry_write (double        lon,
                                 double        lat,
                                 guint8        bytes[KLASTER_GEOMETRY_SIZE]);
/* Any point a GeoPackage may hold, with an envelope, Z or M, either byte order; FALSE: empty, or no such point */
gboolean klaster_geometry_read  (const guint8 *bytes,
                                 gsize         size,
                                 double       *lon,
                                 double       *lat);

G_END_DECLS
