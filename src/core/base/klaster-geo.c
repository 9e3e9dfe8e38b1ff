/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-geo.h"

/* WGS 84 */
#define EQUATORIAL_RADIUS 6378137.0
#define FLATTENING (1.0 / 298.257223563)
#define MEAN_RADIUS 6371008.8

/* Beyond this the difference between two roundings is no longer worth an iteration. */
#define CONVERGED 1e-12
#define MAX_ITERATIONS 50

static double
to_radians (double degrees)
{
  return degrees * (G_PI / 180.0);
}

static double
measure_sphere (double phi1,
                double phi2,
                double d_lambda)
{
  double s_phi = sin ((phi2 - phi1) / 2);
  double s_lambda = sin (d_lambda / 2);
  double a = s_phi * s_phi + cos (phi1) * cos (phi2) * s_lambda * s_lambda;

  return 2 * MEAN_RADIUS * asin (sqrt (CLAMP (a, 0, 1)));
}

/**
 * klaster_geo_distance:
 * @lon1: longitude of the first place, degrees
 * @lat1: latitude of the first place, degrees
 * @lon2: longitude of the second place, degrees
 * @lat2: latitude of the second place, degrees
 *
 * The length of the geodesic on the WGS 84 ellipsoid by the inverse formula of T. Vincenty, "Direct and inverse solutions
 * of geodesics on the ellipsoid with application of nested equations", Survey Review XXIII, 176 (1975); exact to well under
 * a millimetre. Where its iteration does not converge (nearly opposite places) the great circle on the mean sphere stands
 * in, which is within 0.5 %.
 *
 * Returns: metres; NAN when a coordinate is not finite
 */
double
klaster_geo_distance (double lon1,
                      double lat1,
                      double lon2,
                      double lat2)
{
  const double b = EQUATORIAL_RADIUS * (1 - FLATTENING);
  double phi1 = to_radians (lat1), phi2 = to_radians (lat2);
  double l = to_radians (remainder (lon2 - lon1, 360.0));
  double u1, u2, sin_u1, cos_u1, sin_u2, cos_u2, lambda = l;

  if (!isfinite (lon1) || !isfinite (lat1) || !isfinite (lon2) || !isfinite (lat2))
    return NAN;
  if (lon1 == lon2 && lat1 == lat2)
    return 0;

  u1 = atan ((1 - FLATTENING) * tan (phi1));
  u2 = atan ((1 - FLATTENING) * tan (phi2));
  sin_u1 = sin (u1), cos_u1 = cos (u1), sin_u2 = sin (u2), cos_u2 = cos (u2);

  for (int i = 0; i < MAX_ITERATIONS; i++)
    {
      double sin_lambda = sin (lambda), cos_lambda = cos (lambda);
      double x = cos_u2 * sin_lambda;
      double y = cos_u1 * sin_u2 - sin_u1 * cos_u2 * cos_lambda;
      double sin_sigma = sqrt (x * x + y * y);
      double cos_sigma = sin_u1 * sin_u2 + cos_u1 * cos_u2 * cos_lambda;
      double sigma = atan2 (sin_sigma, cos_sigma);
      double sin_alpha, cos2_alpha, cos_2sm, c, before = lambda;

      if (sin_sigma == 0)
        return 0;
      sin_alpha = cos_u1 * cos_u2 * sin_lambda / sin_sigma;
      cos2_alpha = 1 - sin_alpha * sin_alpha;
      /* On the equator the middle of the line has no latitude. */
      cos_2sm = cos2_alpha > 0 ? cos_sigma - 2 * sin_u1 * sin_u2 / cos2_alpha : 0;
      c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha));
      lambda = l + (1 - c) * FLATTENING * sin_alpha
                       * (sigma + c * sin_sigma * (cos_2sm + c * cos_sigma * (2 * cos_2sm * cos_2sm - 1)));

      if (fabs (lambda - before) < CONVERGED)
        {
          double k = cos2_alpha * (EQUATORIAL_RADIUS * EQUATORIAL_RADIUS - b * b) / (b * b);
          double big_a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)));
          double big_b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)));
          double d_sigma = big_b * sin_sigma
                           * (cos_2sm + big_b / 4
                                            * (cos_sigma * (2 * cos_2sm * cos_2sm - 1)
                                               - big_b / 6 * cos_2sm * (4 * sin_sigma * sin_sigma - 3)
                                                     * (4 * cos_2sm * cos_2sm - 3)));

          return b * big_a * (sigma - d_sigma);
        }
      if (fabs (lambda) > G_PI)
        break;
    }

  return measure_sphere (phi1, phi2, l);
}
