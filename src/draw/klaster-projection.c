/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-projection.h"

#define RADIANS(degrees) ((degrees) * (G_PI / 180.0))
#define DEGREES(radians) ((radians) * (180.0 / G_PI))

/**
 * klaster_longitude_wrap:
 * @lon: degrees, any
 *
 * Returns: the same meridian in −180 … 180; 180 stays 180
 */
double
klaster_longitude_wrap (double lon)
{
  double wrapped;

  if (lon >= -180.0 && lon <= 180.0)
    return lon;
  wrapped = fmod (lon + 180.0, 360.0);
  return (wrapped < 0 ? wrapped + 360.0 : wrapped) - 180.0;
}

/**
 * klaster_world_from_lonlat:
 * @lon: degrees east, wrapped
 * @lat: degrees north, clamped to ±%KLASTER_MAX_LATITUDE
 *
 * Returns: world coordinates, 0 … 1
 */
KlasterPoint
klaster_world_from_lonlat (double lon,
                           double lat)
{
  double sine = sin (RADIANS (CLAMP (lat, -KLASTER_MAX_LATITUDE, KLASTER_MAX_LATITUDE)));

  return (KlasterPoint) { klaster_longitude_wrap (lon) / 360.0 + 0.5, 0.5 - atanh (sine) / (2 * G_PI) };
}

/**
 * klaster_world_to_lonlat:
 * @world: world coordinates; y is clamped, x wrapped
 * @lon: (out): degrees east
 * @lat: (out): degrees north
 */
void
klaster_world_to_lonlat (KlasterPoint  world,
                         double       *lon,
                         double       *lat)
{
  *lon = klaster_longitude_wrap ((world.x - 0.5) * 360.0);
  *lat = DEGREES (atan (sinh ((0.5 - CLAMP (world.y, 0.0, 1.0)) * 2 * G_PI)));
}

/**
 * klaster_zoom_get_world_size:
 * @zoom: zoom, may be fractional
 *
 * Returns: logical pixels from one side of the world to the other
 */
double
klaster_zoom_get_world_size (double zoom)
{
  return KLASTER_TILE_SIZE * exp2 (zoom);
}

/**
 * klaster_zoom_get_metres_per_pixel:
 * @zoom: zoom, may be fractional
 * @lat: degrees north
 *
 * Returns: metres on the ground, on the sphere, that one logical pixel covers
 */
double
klaster_zoom_get_metres_per_pixel (double zoom,
                                   double lat)
{
  double clamped = CLAMP (lat, -KLASTER_MAX_LATITUDE, KLASTER_MAX_LATITUDE);

  return 2 * G_PI * KLASTER_EARTH_RADIUS * cos (RADIANS (clamped)) / klaster_zoom_get_world_size (zoom);
}

/**
 * klaster_lonlat_distance:
 * @lon1: degrees east
 * @lat1: degrees north
 * @lon2: degrees east
 * @lat2: degrees north
 *
 * Returns: great-circle distance in metres on a sphere of the mean radius (within 0.5 % of the ellipsoid)
 */
double
klaster_lonlat_distance (double lon1,
                         double lat1,
                         double lon2,
                         double lat2)
{
  const double mean_radius = 6371008.8;
  double dlat = sin (RADIANS (lat2 - lat1) / 2);
  double dlon = sin (RADIANS (lon2 - lon1) / 2);
  double h = dlat * dlat + cos (RADIANS (lat1)) * cos (RADIANS (lat2)) * dlon * dlon;

  return 2 * mean_radius * asin (sqrt (MIN (h, 1.0)));
}

/**
 * klaster_tile_get_bounds:
 * @zoom: whole zoom
 * @x: column, wrapped
 * @y: row
 *
 * Returns: the tile's rectangle in world coordinates
 */
KlasterRect
klaster_tile_get_bounds (int zoom,
                         int x,
                         int y)
{
  int n = 1 << zoom;
  double size = 1.0 / n;
  int column = ((x % n) + n) % n;

  return (KlasterRect) { column * size, y * size, (column + 1) * size, (y + 1) * size };
}

/**
 * klaster_rect_fit_zoom:
 * @bounds: world coordinates
 * @width: logical pixels
 * @height: logical pixels
 * @max_zoom: never more than this (a single point would be infinite)
 *
 * Returns: the largest zoom at which @bounds fits
 */
double
klaster_rect_fit_zoom (const KlasterRect *bounds,
                       double             width,
                       double             height,
                       double             max_zoom)
{
  double w = bounds->x1 - bounds->x0;
  double h = bounds->y1 - bounds->y0;
  double zoom = max_zoom;

  if (w > 0)
    zoom = MIN (zoom, log2 (width / (w * KLASTER_TILE_SIZE)));
  if (h > 0)
    zoom = MIN (zoom, log2 (height / (h * KLASTER_TILE_SIZE)));
  return MAX (zoom, 0.0);
}

/**
 * klaster_rect_from_lonlat:
 * @west: degrees
 * @south: degrees
 * @east: degrees
 * @north: degrees
 *
 * Returns: the rectangle in world coordinates
 */
KlasterRect
klaster_rect_from_lonlat (double west,
                          double south,
                          double east,
                          double north)
{
  KlasterPoint nw = klaster_world_from_lonlat (west, north);
  KlasterPoint se = klaster_world_from_lonlat (east, south);

  return (KlasterRect) { nw.x, nw.y, se.x, se.y };
}
