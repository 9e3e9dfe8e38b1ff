/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "klaster-geo.h"

/* The line of Vincenty's own paper (a), turned to WGS 84 by independent geodesic software, and lines whose length follows
 * from the ellipsoid's size alone. */
static void
test_known (void)
{
  /* A quarter of the equator: a · π/2. */
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (0, 0, 90, 0), 6378137.0 * G_PI / 2, 0.001);
  /* Equator to pole: the meridian quadrant of WGS 84. */
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (10, 0, 10, 90), 10001965.729, 0.001);
  /* Flinders Peak – Buninyon, the test line of Geoscience Australia (GRS 80, the same to a tenth of a millimetre). */
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (144 + 25 / 60.0 + 29.52440 / 3600, -(37 + 57 / 60.0 + 3.72030 / 3600),
                                                        143 + 55 / 60.0 + 35.38390 / 3600,
                                                        -(37 + 39 / 60.0 + 10.15610 / 3600)),
                                  54972.271, 0.002);
}

static void
test_edges (void)
{
  g_assert_cmpfloat (klaster_geo_distance (69.58, 41.47, 69.58, 41.47), ==, 0);
  g_assert_true (isnan (klaster_geo_distance (NAN, 41, 69, 41)));
  /* Across the date line it is two degrees, not 358. */
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (179, 0, -179, 0), 2 * 6378137.0 * G_PI / 180, 0.001);
  /* Opposite places: half the way round, within half a percent. */
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (0, 0, 180, 0), 20003931.459, 20003931.459 * 0.005);
  g_assert_cmpfloat_with_epsilon (klaster_geo_distance (0, 0.1, 179.9, 0), 20003931.459, 20003931.459 * 0.006);
}

static void
test_symmetric (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      double lon1 = g_test_rand_double_range (-180, 180), lat1 = g_test_rand_double_range (-90, 90);
      double lon2 = g_test_rand_double_range (-180, 180), lat2 = g_test_rand_double_range (-90, 90);
      double there = klaster_geo_distance (lon1, lat1, lon2, lat2);

      g_assert_cmpfloat (there, >=, 0);
      g_assert_cmpfloat (there, <, 20037509);
      g_assert_cmpfloat_with_epsilon (klaster_geo_distance (lon2, lat2, lon1, lat1), there, 1e-3 + there * 1e-9);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/geo/known", test_known);
  g_test_add_func ("/geo/edges", test_edges);
  g_test_add_func ("/geo/symmetric", test_symmetric);

  return g_test_run ();
}
