/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <math.h>

#include "klaster-coordinates.h"

typedef struct
{
  const char *text;
  double lon;
  double lat;
  gboolean swapped;
} Case;

static void
test_read (void)
{
  static const Case cases[] = {
    { "41.47, 69.58", 69.58, 41.47, FALSE },
    { "41.47,69.58", 69.58, 41.47, FALSE },
    { "  41.47   69.58 ", 69.58, 41.47, FALSE },
    { "41.47; 69.58", 69.58, 41.47, FALSE },
    { "(41.47, 69.58)", 69.58, 41.47, FALSE },
    { "69.58, 41.47", 69.58, 41.47, TRUE },
    { "69.58 41.47", 69.58, 41.47, TRUE },
    { "120.5, 41", 120.5, 41, TRUE },
    { "41,47 69,58", 69.58, 41.47, FALSE },
    { "41,47; 69,58", 69.58, 41.47, FALSE },
    { "41,47, 69,58", 69.58, 41.47, FALSE },
    { "41,47,69,58", 69.58, 41.47, FALSE },
    { "41,69", 69, 41, FALSE },
    { "41, 69", 69, 41, FALSE },
    { "41°28′12″N 69°34′48″E", 69.58, 41.47, FALSE },
    { "41°28'12\"N, 69°34'48\"E", 69.58, 41.47, FALSE },
    { "N 41° 28' 12'' E 69° 34' 48''", 69.58, 41.47, FALSE },
    { "41 28 12 N 69 34 48 E", 69.58, 41.47, FALSE },
    { "41 28 12 69 34 48", 69.58, 41.47, FALSE },
    { "41°28.2'N 69°34.8'E", 69.58, 41.47, FALSE },
    { "41°28,2′ с.ш. 69°34,8′ в.д.", 69.58, 41.47, FALSE },
    { "41°28′12″ с. ш. 69°34′48″ в. д.", 69.58, 41.47, FALSE },
    { "69°34′48″E 41°28′12″N", 69.58, 41.47, FALSE },
    { "E69.58 N41.47", 69.58, 41.47, FALSE },
    { "41.47N 69.58", 69.58, 41.47, FALSE },
    { "41.47° sh.k. 69.58° shq.u.", 69.58, 41.47, FALSE },
    { "41.47S 69.58W", -69.58, -41.47, FALSE },
    { "-41.47, -69.58", -69.58, -41.47, FALSE },
    { "−41.47, 12.5", 12.5, -41.47, FALSE },
    { "-0°30′0″, 12°0′0″", 12, -0.5, FALSE },
    { "lat: 41.47, lon: 69.58", 69.58, 41.47, FALSE },
    { "geo:41.47,69.58?z=12", 69.58, 41.47, FALSE },
    { "https://www.openstreetmap.org/#map=15/41.47/69.58", 69.58, 41.47, FALSE },
    { "https://www.google.com/maps/@41.47,69.58,15z", 69.58, 41.47, FALSE },
    { "https://yandex.uz/maps/?ll=69.58%2C41.47&z=15", 69.58, 41.47, FALSE },
    { "POINT (69.58 41.47)", 69.58, 41.47, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double lon = NAN, lat = NAN;
      gboolean swapped = FALSE;
      gboolean understood = klaster_coordinates_parse (cases[i].text, &lon, &lat, &swapped, &error);

      g_test_message ("%s: %g %g", cases[i].text, lat, lon);
      g_assert_no_error (error);
      g_assert_true (understood);
      g_assert_cmpfloat_with_epsilon (lon, cases[i].lon, 1e-9);
      g_assert_cmpfloat_with_epsilon (lat, cases[i].lat, 1e-9);
      g_assert_cmpint (swapped, ==, cases[i].swapped);
    }
}

static void
test_refuse (void)
{
  static const struct
  {
    const char *text;
    KlasterCoordinatesError code;
  } cases[] = {
    { "", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "41.47", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "Chirchiq", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "41.47, 69.58, 12", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "41.5 30 69.5 30", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "41.47N 69.58N", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "1 2 3 4 5 6 7", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "- , -", KLASTER_COORDINATES_ERROR_UNREADABLE },
    { "41°61′N 69°0′E", KLASTER_COORDINATES_ERROR_RANGE },
    { "95, 195", KLASTER_COORDINATES_ERROR_RANGE },
    { "41.47N 190E", KLASTER_COORDINATES_ERROR_RANGE },
    { "0, 0", KLASTER_COORDINATES_ERROR_RANGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      double lon, lat;

      g_test_message ("%s", cases[i].text);
      g_assert_false (klaster_coordinates_parse (cases[i].text, &lon, &lat, NULL, &error));
      g_assert_error (error, KLASTER_COORDINATES_ERROR, (gint) cases[i].code);
    }
}

static void
test_round_trip (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 2000; i++)
    {
      double lon = g_rand_double_range (rand, 56, 73);
      double lat = g_rand_double_range (rand, 37, 45);
      double lon_read, lat_read;
      g_autofree char *text = klaster_coordinates_format (lon, lat);

      g_assert_true (klaster_coordinates_parse (text, &lon_read, &lat_read, NULL, NULL));
      g_assert_cmpfloat_with_epsilon (lon, lon_read, 5.1e-6);
      g_assert_cmpfloat_with_epsilon (lat, lat_read, 5.1e-6);
    }
}

static void
test_format (void)
{
  g_autofree char *plain = klaster_coordinates_format (69.58, 41.47);
  g_autofree char *whole = klaster_coordinates_format (69, -41);

  g_assert_cmpstr (plain, ==, "41.47, 69.58");
  g_assert_cmpstr (whole, ==, "-41.0, 69.0");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/coordinates/read", test_read);
  g_test_add_func ("/coordinates/refuse", test_refuse);
  g_test_add_func ("/coordinates/round-trip", test_round_trip);
  g_test_add_func ("/coordinates/format", test_format);

  return g_test_run ();
}
