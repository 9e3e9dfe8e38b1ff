/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-encoding.h"
#include "klaster-geojson-reader.h"
#include "klaster-json.h"

static KlasterSheet *
read_text (const char *text,
           GError    **error)
{
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (JsonNode) document = klaster_json_parse (text, strlen (text), &lines, error);

  return document ? klaster_geojson_read (document, g_hash_table_lookup (lines, "features"), KLASTER_GEOJSON_ALL, NULL, error) : NULL;
}

static void
assert_number (const char *text,
               double      expected)
{
  g_assert_cmpfloat_with_epsilon (g_ascii_strtod (text, NULL), expected, 1e-9);
}

static void
test_features (void)
{
  const char *text =
    "{\"type\":\"FeatureCollection\",\n"
    "\"note\":\"a \\\"features\\\" [ in a string\",\n"
    "\"features\":[\n"
    "  {\"type\":\"Feature\",\"id\":7,\"properties\":{\"name\":\"A\",\"n\":1.5,\"areas\":[\"research\",\"staff\"]},\n"
    "   \"geometry\":{\"type\":\"Point\",\"coordinates\":[69.5787,41.4671,450]}},\n"
    "  {\"type\":\"Feature\",\"properties\":{\"name\":\"B\",\"x\":true},\"geometry\":null},\n"
    "  {\"type\":\"Feature\",\"properties\":null,\"geometry\":{\"type\":\"Polygon\",\"coordinates\":\n"
    "    [[[69,41],[70,41],[70,42],[69,42],[69,41]],[[69.5,41.5],[69.5,42],[70,42],[70,41.5],[69.5,41.5]]]}},\n"
    "  {\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[\"69\",41]}},\n"
    "  42\n"
    "]}";
  static const guint lines[] = { 4, 6, 7, 9, 10 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterSheet) sheet = read_text (text, &error);
  gint lon, lat;

  g_assert_no_error (error);
  g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 5);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (klaster_sheet_get_line (sheet, i), ==, lines[i]);
  lon = klaster_sheet_get_lon_column (sheet);
  lat = klaster_sheet_get_lat_column (sheet);
  g_assert_cmpstr (klaster_sheet_get_header (sheet, 0), ==, "id");
  g_assert_cmpstr (klaster_sheet_get_header (sheet, 1), ==, "name");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 0), ==, "7");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 2), ==, "1.5");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, 3), ==, "research, staff");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, 4), ==, "true");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, lon), ==, "69.5787");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 0, lat), ==, "41.4671");
  g_assert_cmpstr (klaster_sheet_get_cell (sheet, 1, lon), ==, "");

  /* A square of area 1 whose upper right quarter is a hole. */
  assert_number (klaster_sheet_get_cell (sheet, 2, lon), 69 + (0.5 - 0.25 * 0.75) / 0.75);
  assert_number (klaster_sheet_get_cell (sheet, 2, lat), 41 + (0.5 - 0.25 * 0.75) / 0.75);

  g_assert_cmpuint (klaster_sheet_get_n_problems (sheet), ==, 3);
  g_assert_cmpuint (klaster_sheet_get_problem (sheet, 0)->row, ==, 2);
  g_assert_false (klaster_sheet_get_problem (sheet, 0)->rejected);
  g_assert_cmpuint (klaster_sheet_get_problem (sheet, 1)->row, ==, 3);
  g_assert_true (klaster_sheet_get_problem (sheet, 1)->rejected);
  g_assert_cmpuint (klaster_sheet_get_problem (sheet, 2)->row, ==, 4);
  g_assert_true (klaster_sheet_get_problem (sheet, 2)->rejected);
}

static void
test_shapes (void)
{
  static const struct
  {
    const char *geometry;
    double lon, lat;
    guint n_problems;
  } shapes[] = {
    { "{\"type\":\"Point\",\"coordinates\":[1,2]}", 1, 2, 0 },
    { "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}", 2, 3, 1 },
    { "{\"type\":\"LineString\",\"coordinates\":[[0,0],[4,2]]}", 2, 1, 1 },
    { "{\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[4,2]],[[0,0],[4,2]]]}", 2, 1, 1 },
    /* Clockwise, as it should not be: still the centre. */
    { "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[0,2],[2,2],[2,0],[0,0]]]}", 1, 1, 1 },
    { "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[4,0],[6,0],[6,2],[4,2],[4,0]]]]}",
      3, 1, 1 },
    { "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[9,9]},"
      "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[2,0],[2,2],[0,2],[0,0]]]}]}", 1, 1, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterSheet) sheet = read_text (shapes[i].geometry, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (klaster_sheet_get_n_rows (sheet), ==, 1);
      assert_number (klaster_sheet_get_cell (sheet, 0, 0), shapes[i].lon);
      assert_number (klaster_sheet_get_cell (sheet, 0, 1), shapes[i].lat);
      g_assert_cmpuint (klaster_sheet_get_n_problems (sheet), ==, shapes[i].n_problems);
    }
}

static void
assert_error (const char *text,
              int         code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterSheet) sheet = read_text (text, &error);

  g_assert_null (sheet);
  g_assert_error (error, KLASTER_IMPORT_ERROR, code);
}

static void
test_hostile (void)
{
  g_autofree char *brackets = g_strnfill (1000000, '[');
  g_autofree char *deep = g_strdup_printf ("{\"type\":\"FeatureCollection\",\"features\":%s", brackets);
  g_autofree char *hidden = g_strdup_printf ("{\"a\": /* \" */ %s", brackets);

  assert_error (deep, KLASTER_IMPORT_ERROR_TOO_LARGE);
  /* A parser that takes comments would see the brackets. */
  assert_error (hidden, KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("[1,2", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("{]", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("\"unclosed", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("{\"type\":\"FeatureCollection\"}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("{\"type\":\"FeatureCollection\",\"features\":{}}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("{\"type\":1}", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("42", KLASTER_IMPORT_ERROR_FORMAT);
  assert_error ("{\"type\":\"Feature\",\"crs\":{\"properties\":{\"name\":\"EPSG:32642\"}}}", KLASTER_IMPORT_ERROR_FORMAT);
}

static void
test_numbers (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 10000; i++)
    {
      double number = g_rand_double_range (rand, -180, 180) * pow (10, g_rand_int_range (rand, -20, 20));
      g_autofree char *text = klaster_json_format_number (number);

      g_assert_true (g_ascii_strtod (text, NULL) == number);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/geojson/features", test_features);
  g_test_add_func ("/io/geojson/shapes", test_shapes);
  g_test_add_func ("/io/geojson/hostile", test_hostile);
  g_test_add_func ("/io/geojson/numbers", test_numbers);

  return g_test_run ();
}
