/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-projection.h"
#include "klaster-scale-bar.h"

static void
test_round_trip (void)
{
  guint32 seed = 20261121;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 20000; i++)
    {
      double lon = g_rand_double_range (random, -180, 180), lat = g_rand_double_range (random, -85.05, 85.05);
      double lon2, lat2;

      klaster_world_to_lonlat (klaster_world_from_lonlat (lon, lat), &lon2, &lat2);
      g_assert_cmpfloat_with_epsilon (lon, lon2, 1e-11);
      g_assert_cmpfloat_with_epsilon (lat, lat2, 1e-11);
    }
}

static void
test_known_values (void)
{
  KlasterPoint origin = klaster_world_from_lonlat (0, 0);
  KlasterPoint corner = klaster_world_from_lonlat (-180, 90);
  /* EPSG:3857 of Chirchiq, 69.5787° E 41.4671° N, worked out from its definition */
  KlasterPoint chirchiq = klaster_world_from_lonlat (69.5787, 41.4671);
  double half = G_PI * KLASTER_EARTH_RADIUS;

  g_assert_cmpfloat_with_epsilon (origin.x, 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (origin.y, 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (corner.x, 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (corner.y, 0, 1e-12);
  g_assert_cmpfloat_with_epsilon ((chirchiq.x - 0.5) * 2 * half, 69.5787 * G_PI / 180 * KLASTER_EARTH_RADIUS, 1e-3);
  g_assert_cmpfloat_with_epsilon ((0.5 - chirchiq.y) * 2 * half,
                                  KLASTER_EARTH_RADIUS * log (tan (G_PI / 4 + 41.4671 * G_PI / 360)), 1e-3);
}

static void
test_clamp_and_wrap (void)
{
  double lon, lat;

  klaster_world_to_lonlat (klaster_world_from_lonlat (0, 89.9), &lon, &lat);
  g_assert_cmpfloat_with_epsilon (lat, KLASTER_MAX_LATITUDE, 1e-9);
  g_assert_cmpfloat_with_epsilon (klaster_longitude_wrap (190), -170, 1e-12);
  g_assert_cmpfloat_with_epsilon (klaster_longitude_wrap (-190), 170, 1e-12);
  g_assert_cmpfloat_with_epsilon (klaster_longitude_wrap (360 * 5 + 69.5), 69.5, 1e-9);
  g_assert_cmpfloat (klaster_longitude_wrap (180), ==, 180);
  g_assert_cmpfloat (klaster_tile_get_bounds (3, -1, 2).x0, ==, klaster_tile_get_bounds (3, 7, 2).x0);
}

static void
test_metres (void)
{
  double metres, width;
  g_autofree char *text = NULL;

  /* A tenth of a metre at zoom 18 must survive: that is what doubles are for. */
  KlasterPoint a = klaster_world_from_lonlat (69.5787, 41.4671), b = klaster_world_from_lonlat (69.5787012, 41.4671);
  double pixels = (b.x - a.x) * klaster_zoom_get_world_size (18);

  g_assert_cmpfloat_with_epsilon (pixels * klaster_zoom_get_metres_per_pixel (18, 41.4671), 0.1, 0.002);
  g_assert_cmpfloat_with_epsilon (klaster_zoom_get_metres_per_pixel (0, 0), 156543.03, 0.01);
  /* Tashkent to Chirchiq */
  g_assert_cmpfloat_with_epsilon (klaster_lonlat_distance (69.279, 41.311, 69.58222, 41.46889), 30800, 300);

  width = klaster_scale_bar_choose (10, 41.3, 120, &metres);
  g_assert_cmpfloat (width, <=, 120);
  g_assert_cmpfloat (width, >, 120 / 2.6);
  g_assert_cmpfloat (metres, ==, 10000);
  text = klaster_scale_bar_format (metres, KLASTER_LANGUAGE_RU);
  g_assert_cmpstr (text, ==, "10\u00a0км");
}

static void
test_fit (void)
{
  KlasterRect region = klaster_rect_from_lonlat (68.6, 40.2, 71.3, 42.3);
  double zoom = klaster_rect_fit_zoom (&region, 900, 600, 18);
  double world = klaster_zoom_get_world_size (zoom);
  KlasterRect point = klaster_rect_from_lonlat (69, 41, 69, 41);

  g_assert_cmpfloat ((region.x1 - region.x0) * world, <=, 900.001);
  g_assert_cmpfloat ((region.y1 - region.y0) * world, <=, 600.001);
  g_assert_true ((region.x1 - region.x0) * world > 899 || (region.y1 - region.y0) * world > 599);
  g_assert_cmpfloat (klaster_rect_fit_zoom (&point, 900, 600, 14), ==, 14);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/projection/round-trip", test_round_trip);
  g_test_add_func ("/projection/known-values", test_known_values);
  g_test_add_func ("/projection/clamp-and-wrap", test_clamp_and_wrap);
  g_test_add_func ("/projection/metres", test_metres);
  g_test_add_func ("/projection/fit", test_fit);
  return g_test_run ();
}
