/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "draw-support.h"
#include "klaster-basemap-data.h"
#include "klaster-draw-resources.h"
#include "klaster-shape.h"

static GBytes *
get_packed (void)
{
  return g_resource_lookup_data (klaster_draw_get_resource (), "/io/github/klaster_app/Klaster/basemap/basemap.bin", 0,
                                 NULL);
}

static JsonArray *
load_features (JsonParser *parser,
               const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("BASEMAP_DIR"), name, NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "features");
}

static void
collect (JsonArray *array,
         GArray    *points)
{
  if (JSON_NODE_HOLDS_VALUE (json_array_get_element (array, 0)))
    {
      KlasterPoint world = klaster_world_from_lonlat (json_array_get_double_element (array, 0),
                                                      json_array_get_double_element (array, 1));

      g_array_append_val (points, world);
      return;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    collect (json_array_get_array_element (array, i), points);
}

/* Every point of the sources comes back where it was, to within the quantisation, and so do names and numbers. */
static void
test_unpack_equals_source (void)
{
  static const struct
  {
    const char *file;
    KlasterBasemapLayer layer;
  } sources[] = {
    { "countries.geojson", KLASTER_BASEMAP_COUNTRIES }, { "regions.geojson", KLASTER_BASEMAP_REGIONS },
    { "urban.geojson", KLASTER_BASEMAP_URBAN },         { "water.geojson", KLASTER_BASEMAP_WATER },
    { "rivers.geojson", KLASTER_BASEMAP_RIVERS },       { "places.geojson", KLASTER_BASEMAP_PLACES },
  };
  const KlasterBasemapLevel *level = klaster_basemap_data_get ();

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      const KlasterBasemapShapes *shapes = &level->layers[sources[i].layer];
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonArray *features = load_features (parser, sources[i].file);

      g_assert_cmpuint (json_array_get_length (features), ==, shapes->n_features);
      for (guint j = 0; j < shapes->n_features; j++)
        {
          JsonObject *feature = json_array_get_object_element (features, j);
          JsonObject *properties = json_object_get_object_member (feature, "properties");
          g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
          guint first = shapes->parts[shapes->features[j].first].first, n = 0;

          for (guint k = shapes->features[j].first; k < shapes->features[j].first + shapes->features[j].n; k++)
            n += shapes->parts[k].n;
          collect (json_object_get_array_member (json_object_get_object_member (feature, "geometry"), "coordinates"),
                   points);
          g_assert_cmpuint (points->len, >=, n); /* repeated points are left out */
          for (guint k = 0, at = 0; k < points->len; k++)
            {
              KlasterPoint expected = g_array_index (points, KlasterPoint,
                                                     k), actual = shapes->points[first + MIN (at, n - 1)];
              double distance = hypot (expected.x - actual.x, expected.y - actual.y) * 360 * KLASTER_BASEMAP_UNITS;

              if (distance < 1.5)
                at++;
              else
                /* then it repeats the point before it */
                g_assert_cmpfloat (hypot (expected.x - shapes->points[first + at - 1].x,
                                          expected.y - shapes->points[first + at - 1].y) * 360 * KLASTER_BASEMAP_UNITS,
                                   <, 1.5);
              if (k == points->len - 1)
                g_assert_cmpuint (at, ==, n);
            }
          if (json_object_has_member (properties, "uz"))
            g_assert_cmpstr (shapes->features[j].names[0], ==, json_object_get_string_member (properties, "uz"));
        }
    }
}

static void
test_capital_has_no_outline (void)
{
  const KlasterBasemapLevel *level = klaster_basemap_data_get ();
  const KlasterBasemapShapes *regions = &level->layers[KLASTER_BASEMAP_REGIONS];
  const KlasterBasemapShapes *lines = &level->layers[KLASTER_BASEMAP_LINES];
  g_autoptr (GHashTable) corners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_capitals = 0, n_long = 0;

  for (guint i = 0; i < regions->n_features; i++)
    {
      const KlasterBasemapPart *ring = &regions->parts[regions->features[i].first];

      if (regions->features[i].numbers[1] != 2)
        continue;
      n_capitals++;
      for (guint k = ring->first + 1; k < ring->first + ring->n; k++)
        for (guint turn = 0; turn < 2; turn++)
          g_hash_table_add (corners, g_strdup_printf ("%.9f,%.9f %.9f,%.9f", regions->points[k - turn].x,
                                                      regions->points[k - turn].y, regions->points[k - 1 + turn].x,
                                                      regions->points[k - 1 + turn].y));
    }
  g_assert_cmpuint (n_capitals, ==, 1);
  g_assert_cmpuint (g_hash_table_size (corners), >, 50);
  for (guint i = 0; i < lines->n_parts; i++)
    {
      n_long += lines->parts[i].n > 100;
      for (guint k = lines->parts[i].first + 1; k < lines->parts[i].first + lines->parts[i].n; k++)
        {
          g_autofree char *edge = g_strdup_printf ("%.9f,%.9f %.9f,%.9f", lines->points[k - 1].x,
                                                   lines->points[k - 1].y,
                                                   lines->points[k].x, lines->points[k].y);

          g_assert_false (g_hash_table_contains (corners, edge));
        }
    }
  /* The thousands of pieces were joined. */
  g_assert_cmpuint (n_long, >=, 3);
  g_assert_cmpuint (lines->n_parts, <, 100);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) packed = get_packed ();
  gsize size;
  const guint8 *data = g_bytes_get_data (packed, &size);
  guint32 seed = 7;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  g_assert_cmpuint (size, <, 180 * 1024);
  for (guint i = 0; i < 200; i++)
    {
      gsize length = i % 2 == 0 ? (gsize) g_rand_int_range (random, 0, (gint32) size) : size;
      g_autofree guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      KlasterBasemapLevel *level;

      if (i % 2 == 1)
        copy[g_rand_int_range (random, 0, (gint32) size)] ^= 0x55;
      bytes = g_bytes_new (copy, length);
      level = klaster_basemap_unpack (bytes, &error);
      g_assert_null (level);
      g_assert_nonnull (error);
    }
}

static void
check_tiles (int zoom,
             int scale,
             KlasterTheme theme)
{
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  KlasterPoint middle = pixel_of (69.5787, 41.4671, zoom);
  double x0 = floor (middle.x / 256) * 256, y0 = floor (middle.y / 256) * 256;
  cairo_surface_t *whole, *tiles;
  cairo_t *cr;
  int worst;

  style.theme = theme;
  whole = draw_view (NULL, &style, zoom, x0 - 256, y0 - 256, 512, 512, scale);
  tiles = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 512 * scale, 512 * scale);
  cairo_surface_set_device_scale (tiles, scale, scale);
  cr = cairo_create (tiles);
  for (int i = 0; i < 4; i++)
    {
      cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256 * scale, 256 * scale);
      cairo_t *tile_cr;

      cairo_surface_set_device_scale (tile, scale, scale);
      tile_cr = cairo_create (tile);
      klaster_basemap_draw_tile (tile_cr, zoom, (int) (x0 / 256) - 1 + i % 2, (int) (y0 / 256) - 1 + i / 2, &style);
      cairo_destroy (tile_cr);
      cairo_set_source_surface (cr, tile, i % 2 * 256, i / 2 * 256);
      cairo_paint (cr);
      cairo_surface_destroy (tile);
    }
  cairo_destroy (cr);
  cairo_surface_flush (tiles);
  /* Antialiasing of clipped polygons rounds differently by a few levels; a line that is cut or out of phase differs by
   * dozens. */
  count_different (whole, tiles, 0, &worst);
  g_test_message ("zoom %d, scale %d: worst difference %d", zoom, scale, worst);
  g_assert_cmpint (worst, <=, 12);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (tiles);
}

static void
test_tiles_agree (void)
{
  for (int zoom = 5; zoom <= 13; zoom++)
    check_tiles (zoom, 1, KLASTER_THEME_LIGHT);
  check_tiles (9, 2, KLASTER_THEME_DARK);
  check_tiles (7, 1, KLASTER_THEME_PRINT);
}

static void
test_places (void)
{
  guint n_places;
  const KlasterPlace *places = klaster_basemap_get_places (&n_places);
  gboolean found = FALSE;

  g_assert_cmpuint (n_places, >, 150);
  for (guint i = 0; i < n_places; i++)
    {
      for (guint j = 0; j < KLASTER_N_LANGUAGES; j++)
        {
          g_assert_nonnull (places[i].names[j]);
          g_assert_cmpstr (places[i].names[j], !=, "");
          g_assert_null (strchr (places[i].names[j], '`'));
        }
      if (g_str_equal (places[i].names[KLASTER_LANGUAGE_UZ_CYRL], "Чирчиқ") && places[i].kind == KLASTER_PLACE_CITY)
        {
          found = TRUE;
          g_assert_cmpstr (places[i].names[KLASTER_LANGUAGE_RU], ==, "Чирчик");
          g_assert_cmpstr (places[i].names[KLASTER_LANGUAGE_UZ], ==, "Chirchiq");
        }
    }
  g_assert_true (found);
  g_assert_cmpint (places[0].kind, ==, KLASTER_PLACE_CAPITAL);
}

static void
test_shapes (void)
{
  static const KlasterPoint square[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 0, 10 } };
  static const KlasterPoint hook[] = { { 0, 0 }, { 10, 0 }, { 10, 10 }, { 8, 10 }, { 8, 2 }, { 0, 2 } };
  static const KlasterPoint line[] = { { 0, 0 }, { 1, 0.05 }, { 2, 0 }, { 3, 2 }, { 4, 0 } };
  KlasterRect clip = { 2, 3, 6, 20 };
  g_autoptr (GArray) out = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  g_autoptr (GArray) scratch = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  KlasterPoint middle = klaster_shape_find_middle (hook, G_N_ELEMENTS (hook));

  klaster_shape_clip_ring (square, G_N_ELEMENTS (square), &clip, out, scratch);
  g_assert_cmpfloat_with_epsilon (klaster_shape_get_area ((KlasterPoint *) (gpointer) out->data, out->len), 4 * 7,
                                  1e-9);
  g_assert_true (klaster_shape_contains (hook, G_N_ELEMENTS (hook), middle.x, middle.y));
  g_assert_false (klaster_shape_contains (hook, G_N_ELEMENTS (hook), 4, 5));
  g_array_set_size (out, 0);
  klaster_shape_simplify (line, G_N_ELEMENTS (line), 0.1, out);
  g_assert_cmpuint (out->len, ==, 4);
  g_assert_true (klaster_shape_segment_hits ((KlasterPoint) { 0, 0 }, (KlasterPoint) { 20, 20 }, &clip));
  g_assert_false (klaster_shape_segment_hits ((KlasterPoint) { 0, 0 }, (KlasterPoint) { 20, 2 }, &clip));
  g_assert_true (klaster_shape_segment_hits ((KlasterPoint) { 4, 4 }, (KlasterPoint) { 4, 4 }, &clip));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basemap/unpack-equals-source", test_unpack_equals_source);
  g_test_add_func ("/basemap/capital-has-no-outline", test_capital_has_no_outline);
  g_test_add_func ("/basemap/damaged", test_damaged);
  g_test_add_func ("/basemap/tiles-agree", test_tiles_agree);
  g_test_add_func ("/basemap/places", test_places);
  g_test_add_func ("/basemap/shapes", test_shapes);
  return g_test_run ();
}
