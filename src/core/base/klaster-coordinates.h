/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KLASTER_COORDINATES_ERROR (klaster_coordinates_error_quark ())
GQuark klaster_coordinates_error_quark (void);

typedef enum
{
  KLASTER_COORDINATES_ERROR_UNREADABLE, /* not two coordinates */
  KLASTER_COORDINATES_ERROR_RANGE,      /* beyond 90 or 180 degrees, 60 minutes or seconds, or 0, 0 */
} KlasterCoordinatesError;

gboolean klaster_coordinates_parse  (const char  *text,
                                     double      *lon,
                                     double      *lat,
                                     gboolean    *swapped,
                                     GError     **error);
char    *klaster_coordinates_format (double       lon,
                                     double       lat);

G_END_DECLS
