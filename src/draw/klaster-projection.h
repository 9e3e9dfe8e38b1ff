/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Spherical Mercator (EPSG:3857). World coordinates run from 0 to 1: x to the east from 180° W, y to the south from
 * 85.0511° N. Pixels are logical pixels of 256-pixel tiles; zooms may be fractional. Everything in doubles: a float
 * loses a metre at zoom 18. */
#define KLASTER_TILE_SIZE 256
#define KLASTER_MAX_LATITUDE 85.0511287798066
#define KLASTER_EARTH_RADIUS 6378137.0
#define KLASTER_MAX_ZOOM 18

typedef struct
{
  double x, y;
} KlasterPoint;

/* x1 < x0 means empty */
typedef struct
{
  double x0, y0, x1, y1;
} KlasterRect;

#define KLASTER_RECT_EMPTY ((KlasterRect) { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE })

/* Latitude is clamped to ±KLASTER_MAX_LATITUDE, longitude wrapped to −180 … 180. */
KlasterPoint klaster_world_from_lonlat   (double              lon,
                                          double              lat);
void         klaster_world_to_lonlat     (KlasterPoint        world,
                                          double             *lon,
                                          double             *lat);
double       klaster_longitude_wrap      (double              lon);
/* Logical pixels from one side of the world to the other */
double       klaster_zoom_get_world_size (double              zoom);
/* Metres on the ground that one logical pixel covers */
double       klaster_zoom_get_metres_per_pixel (double        zoom,
                                          double              lat);
/* Great-circle distance in metres; map units are never distances */
double       klaster_lonlat_distance     (double              lon1,
                                          double              lat1,
                                          double              lon2,
                                          double              lat2);
/* World coordinates of a tile; x is wrapped */
KlasterRect  klaster_tile_get_bounds     (int                 zoom,
                                          int                 x,
                                          int                 y);
/* The largest zoom (fractional) at which @bounds (world) fits into @width × @height logical pixels, at most
 * @max_zoom */
double       klaster_rect_fit_zoom       (const KlasterRect  *bounds,
                                          double              width,
                                          double              height,
                                          double              max_zoom);
KlasterRect  klaster_rect_from_lonlat    (double              west,
                                          double              south,
                                          double              east,
                                          double              north);

static inline gboolean
klaster_rect_is_empty (const KlasterRect *self)
{
  return self->x1 < self->x0 || self->y1 < self->y0;
}

static inline void
klaster_rect_add_point (KlasterRect *self,
                        double       x,
                        double       y)
{
  self->x0 = MIN (self->x0, x);
  self->y0 = MIN (self->y0, y);
  self->x1 = MAX (self->x1, x);
  self->y1 = MAX (self->y1, y);
}

static inline void
klaster_rect_add_rect (KlasterRect       *self,
                       const KlasterRect *other)
{
  self->x0 = MIN (self->x0, other->x0);
  self->y0 = MIN (self->y0, other->y0);
  self->x1 = MAX (self->x1, other->x1);
  self->y1 = MAX (self->y1, other->y1);
}

static inline gboolean
klaster_rect_intersects (const KlasterRect *a,
                         const KlasterRect *b)
{
  return a->x0 <= b->x1 && b->x0 <= a->x1 && a->y0 <= b->y1 && b->y0 <= a->y1;
}

static inline gboolean
klaster_rect_contains (const KlasterRect *self,
                       double             x,
                       double             y)
{
  return x >= self->x0 && x <= self->x1 && y >= self->y0 && y <= self->y1;
}

G_END_DECLS
