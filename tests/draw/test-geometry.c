/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "draw-support.h"
#include "klaster-shape.h"

static const char collection[] =
  "{\"type\":\"FeatureCollection\",\"features\":["
  "{\"type\":\"Feature\",\"properties\":{\"name\":\"Chirchiq city\",\"name_ru\":\"Чирчик\"},\"geometry\":{\"type\":\"GeometryCollection\","
  "\"geometries\":[{\"type\":\"Polygon\",\"coordinates\":[[[69.5,41.4],[69.7,41.4],[69.7,41.55],[69.5,41.55],[69.5,41.4]],"
  "[[69.55,41.42],[69.6,41.42],[69.6,41.45],[69.55,41.42]]]},{\"type\":\"Point\",\"coordinates\":[69.58,41.47]}]}},"
  "{\"type\":\"Feature\",\"properties\":{},\"geometry\":null},"
  "{\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[[[[69,41],[69.1,41],[69,41.1],[69,41]]],"
  "[[[70,41],[70.4,41],[70,41.4],[70,41]]]]}},"
  "{\"type\":\"Feature\",\"properties\":{\"NAME\":\"Yo‘l\"},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[69,41],[70,42,350.5]]}}]}";

static void
test_types (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterGeometry) geometry = klaster_geometry_new_from_json (collection, -1, &error);
  KlasterRect bounds, expected = klaster_rect_from_lonlat (69, 41, 70.4, 42);
  KlasterPoint label;
  double lon, lat;

  g_assert_no_error (error);
  g_assert_cmpuint (klaster_geometry_get_n_features (geometry), ==, 3);
  g_assert_cmpstr (klaster_geometry_get_name (geometry, 0, KLASTER_LANGUAGE_RU), ==, "Чирчик");
  g_assert_cmpstr (klaster_geometry_get_name (geometry, 0, KLASTER_LANGUAGE_UZ), ==, "Chirchiq city");
  g_assert_null (klaster_geometry_get_name (geometry, 1, KLASTER_LANGUAGE_UZ));
  g_assert_cmpstr (klaster_geometry_get_name (geometry, 2, KLASTER_LANGUAGE_EN), ==, "Yo‘l");
  bounds = klaster_geometry_get_bounds (geometry);
  g_assert_cmpfloat_with_epsilon (bounds.x0, expected.x0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bounds.y0, expected.y0, 1e-9);
  g_assert_cmpfloat_with_epsilon (bounds.x1, expected.x1, 1e-9);
  /* The name of several areas goes into the largest. */
  label = klaster_geometry_get_label_position (geometry, 1);
  klaster_world_to_lonlat (label, &lon, &lat);
  g_assert_cmpfloat (lon, >, 70.02);
  g_assert_cmpfloat (lat, >, 41.02);
  g_assert_cmpfloat (lon - 70 + lat - 41, <, 0.38);
}

/* Holes stay open, areas are filled lightly, outlines drawn. */
static void
test_draw (void)
{
  g_autoptr (KlasterGeometry) geometry = klaster_geometry_new_from_json (collection, -1, NULL);
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  KlasterPoint origin = pixel_of (69.4, 41.6, 11), inside = pixel_of (69.65, 41.5, 11), hole = pixel_of (69.59, 41.43,
                                                                                                         11);
  KlasterPoint edge = pixel_of (69.7, 41.5, 11), outside = pixel_of (69.45, 41.5, 11);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 600, 600);
  cairo_t *cr = cairo_create (surface);
  const KlasterPoint *points[] = { &inside, &hole, &edge, &outside };
  guint alphas[4];

  klaster_geometry_draw (geometry, cr, 11, origin.x, origin.y, 600, 600, &style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (guint i = 0; i < 4; i++)
    alphas[i] = cairo_image_surface_get_data (surface)[(int) (points[i]->y - origin.y) * cairo_image_surface_get_stride (surface)
                                                       + 4 * (int) (points[i]->x - origin.x) + 3];
  g_assert_cmpuint (alphas[0], >, 10);
  g_assert_cmpuint (alphas[0], <, 60);
  g_assert_cmpuint (alphas[1], ==, 0);
  g_assert_cmpuint (alphas[2], >, 80);
  g_assert_cmpuint (alphas[3], ==, 0);
  cairo_surface_destroy (surface);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "", "{", "[]", "null", "{\"type\":\"Feature\"", "{\"type\":\"FeatureCollection\"}", "{\"type\":\"Unknown\",\"coordinates\":[]}",
    "{\"type\":\"Point\",\"coordinates\":[\"a\",1]}", "{\"type\":\"Point\",\"coordinates\":[1]}", "{\"type\":\"Point\"}",
    "{\"type\":\"Polygon\",\"coordinates\":[1,2]}", "{\"type\":\"Polygon\",\"coordinates\":{}}",
    "{\"type\":\"Point\",\"coordinates\":[550000,4590000]}", "{\"type\":\"FeatureCollection\",\"features\":[1]}",
    "{\"type\":\"GeometryCollection\",\"geometries\":7}", "{\"type\":5}",
  };
  g_autoptr (GString) deep = g_string_new ("{\"type\":\"Polygon\",\"coordinates\":");

  for (guint i = 0; i < 200000; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i <= G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterGeometry) geometry = klaster_geometry_new_from_json (i < G_N_ELEMENTS (texts) ? texts[i] : deep->str, -1,
                                                                             &error);

      g_assert_null (geometry);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* No text that is cut or changed anywhere may crash, read beyond its end or hang. */
static void
test_random_damage (void)
{
  guint32 seed = 31;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gsize size = strlen (collection);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 3000; i++)
    {
      gsize length = (gsize) g_rand_int_range (random, 1, (gint32) size + 1);
      g_autofree char *copy = g_memdup2 (collection, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterGeometry) geometry = NULL;

      for (int j = g_rand_int_range (random, 0, 4); j > 0; j--)
        copy[g_rand_int_range (random, 0, (gint32) length)] = "[]{},\"0-9e.\\\0"[g_rand_int_range (random, 0, 13)];
      geometry = klaster_geometry_new_from_json (copy, (gssize) length, &error);
      g_assert_true ((geometry == NULL) == (error != NULL));
      if (geometry != NULL)
        {
          cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 64, 64);
          cairo_t *cr = cairo_create (surface);
          KlasterStyle style = KLASTER_STYLE_DEFAULT;

          klaster_geometry_draw (geometry, cr, 8, pixel_of (69.5, 41.5, 8).x, pixel_of (69.5, 41.5, 8).y, 64, 64,
                                 &style);
          cairo_destroy (cr);
          cairo_surface_destroy (surface);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/geometry/types", test_types);
  g_test_add_func ("/geometry/draw", test_draw);
  g_test_add_func ("/geometry/damaged", test_damaged);
  g_test_add_func ("/geometry/random-damage", test_random_damage);
  return g_test_run ();
}
