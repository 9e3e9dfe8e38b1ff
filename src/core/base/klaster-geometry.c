/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-geometry.h"

#define HEADER_SIZE 8
#define FLAG_LITTLE_ENDIAN 0x01
#define FLAG_EMPTY 0x10
#define SRS_WGS84 4326

/* Sizes of the envelope by its indicator: none, xy, xyz, xym, xyzm. */
static const gsize envelope_sizes[] = { 0, 32, 48, 48, 64 };

static void
write_double (double  value,
              guint8 *bytes)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  memcpy (bytes, &bits, sizeof bits);
}

static double
read_double (const guint8 *bytes,
             gboolean      little_endian)
{
  guint64 bits;
  double value;

  memcpy (&bits, bytes, sizeof bits);
  bits = little_endian ? GUINT64_FROM_LE (bits) : GUINT64_FROM_BE (bits);
  memcpy (&value, &bits, sizeof value);

  return value;
}

/**
 * klaster_geometry_write:
 * @lon: degrees east
 * @lat: degrees north
 * @bytes: (out): GeoPackage binary point
 */
void
klaster_geometry_write (double lon,
                        double lat,
                        guint8 bytes[KLASTER_GEOMETRY_SIZE])
{
  static const guint8 head[] = {
    'G', 'P', 0, FLAG_LITTLE_ENDIAN, SRS_WGS84 & 0xff, SRS_WGS84 >> 8, 0, 0,
    1, 1, 0, 0, 0, /* well-known binary: little endian, point */
  };

  memcpy (bytes, head, sizeof head);
  write_double (lon, bytes + sizeof head);
  write_double (lat, bytes + sizeof head + 8);
}

/**
 * klaster_geometry_read:
 * @bytes: what another program wrote into the geometry column
 * @size: its size
 * @lon: (out): degrees east
 * @lat: (out): degrees north
 *
 * Returns: whether it is a point that is not empty
 */
gboolean
klaster_geometry_read (const guint8 *bytes,
                       gsize         size,
                       double       *lon,
                       double       *lat)
{
  gsize envelope, offset;
  guint32 type;
  gboolean little_endian;

  if (size < HEADER_SIZE || bytes[0] != 'G' || bytes[1] != 'P' || (bytes[3] & FLAG_EMPTY))
    return FALSE;
  envelope = (bytes[3] >> 1) & 7;
  if (envelope >= G_N_ELEMENTS (envelope_sizes))
    return FALSE;
  offset = HEADER_SIZE + envelope_sizes[envelope];
  if (size < offset + 21 || bytes[offset] > 1)
    return FALSE;

  little_endian = bytes[offset] == 1;
  memcpy (&type, bytes + offset + 1, sizeof type);
  type = little_endian ? GUINT32_FROM_LE (type) : GUINT32_FROM_BE (type);
  /* ISO numbers Z, M and ZM as 1001, 2001, 3001; older programs set high bits instead. */
  if ((type & 0x0fffffff) % 1000 != 1)
    return FALSE;

  *lon = read_double (bytes + offset + 5, little_endian);
  *lat = read_double (bytes + offset + 13, little_endian);

  return isfinite (*lon) && isfinite (*lat);
}
