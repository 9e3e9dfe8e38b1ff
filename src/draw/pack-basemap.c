/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pack-basemap FOLDER OUT: packs the GeoJSON files of data/basemap into the form of klaster-basemap-format.h. Runs
 * while the program is being built. */
#define G_LOG_DOMAIN "pack-basemap"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "klaster-basemap-format.h"

static const char *const files[] = {
  "countries.geojson", "regions.geojson", "urban.geojson", "water.geojson", "rivers.geojson", "boundaries.geojson",
  "places.geojson",
};

typedef struct
{
  int x, y;
} Point;

typedef struct
{
  GByteArray *out;
  Point last;
  GHashTable *omitted; /* pairs of points, as text, that are never drawn as a line */
} Packer;

static void
put (Packer  *self,
     guint64  value)
{
  do
    {
      guint8 byte = (value & 0x7f) | (value > 0x7f ? 0x80 : 0);

      g_byte_array_append (self->out, &byte, 1);
      value >>= 7;
    }
  while (value != 0);
}

static void
put_signed (Packer *self,
            gint64  value)
{
  put (self, ((guint64) value << 1) ^ (guint64) (value >> 63));
}

static void
put_part (Packer *self,
          GArray *points)
{
  put (self, points->len);
  for (guint i = 0; i < points->len; i++)
    {
      Point p = g_array_index (points, Point, i);

      put_signed (self, p.x - self->last.x);
      put_signed (self, p.y - self->last.y);
      self->last = p;
    }
}

static Point
read_point (JsonArray *position)
{
  return (Point) { lround (json_array_get_double_element (position, 0) * KLASTER_BASEMAP_UNITS),
                   lround (json_array_get_double_element (position, 1) * KLASTER_BASEMAP_UNITS) };
}

/* Collects the lists of positions at any depth: the rings of polygons, the lines of multi-lines, the single point. */
static void
collect_parts (JsonArray *coordinates,
               GPtrArray *parts)
{
  JsonNode *first = json_array_get_element (coordinates, 0);
  GArray *points;

  if (JSON_NODE_HOLDS_VALUE (first))
    {
      Point p = read_point (coordinates);

      points = g_array_new (FALSE, FALSE, sizeof (Point));
      g_array_append_val (points, p);
      g_ptr_array_add (parts, points);
      return;
    }
  if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (json_node_get_array (first), 0)))
    {
      for (guint i = 0; i < json_array_get_length (coordinates); i++)
        collect_parts (json_array_get_array_element (coordinates, i), parts);
      return;
    }
  points = g_array_new (FALSE, FALSE, sizeof (Point));
  for (guint i = 0; i < json_array_get_length (coordinates); i++)
    {
      Point p = read_point (json_array_get_array_element (coordinates, i));

      if (i == 0 || memcmp (&p, &g_array_index (points, Point, points->len - 1), sizeof p) != 0)
        g_array_append_val (points, p);
    }
  g_ptr_array_add (parts, points);
}

static char *
point_key (Point p)
{
  return g_strdup_printf ("%d,%d", p.x, p.y);
}

static char *
edge_key (Point a,
          Point b)
{
  if (a.x > b.x || (a.x == b.x && a.y > b.y))
    {
      Point swap = a;

      a = b;
      b = swap;
    }
  return g_strdup_printf ("%d,%d %d,%d", a.x, a.y, b.x, b.y);
}

/* The capital's outline is wrong: it is filled like the region, but none of its edges is drawn. */
static void
omit_edges (Packer    *self,
            GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      GArray *ring = parts->pdata[i];

      for (guint j = 1; j < ring->len; j++)
        g_hash_table_add (self->omitted,
                          edge_key (g_array_index (ring, Point, j - 1), g_array_index (ring, Point, j)));
    }
}

/* The edge not used yet that leads on from @at most nearly straight, as seen from @before; −1: none */
static int
find_next (GArray         *edges,
           GArray         *list,
           const gboolean *used,
           Point           before,
           Point           at)
{
  double most = -2;
  int next = -1;

  for (guint i = 0; i < list->len; i++)
    {
      guint edge = g_array_index (list, guint, i);
      Point a = g_array_index (edges, Point, 2 * edge), b = g_array_index (edges, Point, 2 * edge + 1);
      Point to = memcmp (&a, &at, sizeof a) == 0 ? b : a;
      double x = at.x - before.x, y = at.y - before.y, dx = to.x - at.x, dy = to.y - at.y;
      double straight = (x * dx + y * dy) / (hypot (x, y) * hypot (dx, dy));

      if (!used[edge] && straight > most)
        {
          most = straight;
          next = (int) edge;
        }
    }
  return next;
}

/* Borders come as thousands of short pieces. Joins them, so that dashes run through and lines can be simplified. */
static GPtrArray *
join_lines (Packer    *self,
            GPtrArray *pieces)
{
  g_autoptr (GHashTable) ends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, 2 * sizeof (Point));
  g_autofree gboolean *used = NULL;
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < pieces->len; i++)
    {
      GArray *piece = pieces->pdata[i];

      for (guint j = 1; j < piece->len; j++)
        {
          Point edge[2] = { g_array_index (piece, Point, j - 1), g_array_index (piece, Point, j) };
          char *key = edge_key (edge[0], edge[1]);

          /* Some pieces are there twice. */
          if (g_hash_table_contains (self->omitted, key))
            {
              g_free (key);
              continue;
            }
          if (!g_hash_table_add (seen, key))
            continue;
          g_array_append_vals (edges, edge, 1);
        }
    }
  for (guint i = 0; i < edges->len; i++)
    for (guint k = 0; k < 2; k++)
      {
        char *key = point_key (g_array_index (edges, Point, 2 * i + k));
        GArray *list = g_hash_table_lookup (ends, key);

        if (list == NULL)
          {
            list = g_array_new (FALSE, FALSE, sizeof (guint));
            g_hash_table_insert (ends, key, list);
          }
        else
          g_free (key);
        g_array_append_val (list, i);
      }
  used = g_new0 (gboolean, edges->len + 1);
  /* First lines that begin where an odd number meet, then what is left: closed rings. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < 2 * edges->len; i++)
      {
        guint edge = i / 2;
        Point at = g_array_index (edges, Point, i);
        g_autofree char *start = point_key (at);
        GArray *line;

        if (used[edge] || (pass == 0 && ((GArray *) g_hash_table_lookup (ends, start))->len % 2 == 0))
          continue;
        line = g_array_new (FALSE, FALSE, sizeof (Point));
        g_array_append_val (line, at);
        for (int next = (int) edge; next >= 0;)
          {
            Point a = g_array_index (edges, Point, 2 * next), b = g_array_index (edges, Point, 2 * next + 1);
            Point before = at;
            g_autofree char *key = NULL;

            used[next] = TRUE;
            at = memcmp (&a, &at, sizeof a) == 0 ? b : a;
            g_array_append_val (line, at);
            key = point_key (at);
            next = find_next (edges, g_hash_table_lookup (ends, key), used, before, at);
          }
        g_ptr_array_add (lines, line);
      }
  return lines;
}

static const char *
get_string (JsonObject *properties,
            const char *name)
{
  return json_object_has_member (properties, name) && !json_object_get_null_member (properties, name)
           ? json_object_get_string_member (properties, name)
           : "";
}

static gint64
get_integer (JsonObject *properties,
             const char *name)
{
  return json_object_has_member (properties, name) && !json_object_get_null_member (properties, name)
           ? json_object_get_int_member (properties, name)
           : 0;
}

static gint64
find_string (const char *text,
             ...)
{
  va_list list;
  const char *candidate;
  gint64 found = -1;

  va_start (list, text);
  for (gint64 i = 0; found < 0 && (candidate = va_arg (list, const char *)) != NULL; i++)
    if (g_str_equal (text, candidate))
      found = i;
  va_end (list);
  return found;
}

static void
pack_feature (Packer              *self,
              KlasterBasemapLayer  layer,
              JsonObject          *feature)
{
  static const char *const names[] = { "uz", "uz_cyrl", "ru", "en" };
  JsonObject *properties = json_object_get_object_member (feature, "properties");
  JsonObject *geometry = json_object_get_object_member (feature, "geometry");
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  gint64 country = find_string (get_string (properties, "cc"), "UZ", "KZ", "KG", "TJ", NULL);
  gint64 numbers[4] = { 0 };

  collect_parts (json_object_get_array_member (geometry, "coordinates"), parts);
  switch (layer)
    {
    case KLASTER_BASEMAP_COUNTRIES:
      numbers[0] = country;
      break;
    case KLASTER_BASEMAP_REGIONS:
      numbers[0] = country;
      numbers[1] = find_string (get_string (properties, "iso"), "UZ-TO", "UZ-TK", NULL) + 1;
      if (numbers[1] == 2)
        omit_edges (self, parts);
      break;
    case KLASTER_BASEMAP_RIVERS:
      numbers[0] = get_integer (properties, "rank");
      break;
    case KLASTER_BASEMAP_LINES:
      {
        GPtrArray *lines = join_lines (self, parts);

        numbers[0] = get_integer (properties, "level");
        numbers[1] = country;
        g_ptr_array_unref (parts);
        parts = lines;
        break;
      }
    case KLASTER_BASEMAP_PLACES:
      numbers[0] = find_string (get_string (properties, "kind"), "capital", "city", "town", "village", NULL);
      numbers[1] = get_integer (properties, "minzoom");
      numbers[2] = get_integer (properties, "pop");
      numbers[3] = country;
      break;
    case KLASTER_BASEMAP_URBAN:
    case KLASTER_BASEMAP_WATER:
    case KLASTER_BASEMAP_N_LAYERS:
      break;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = get_string (properties, names[i]);

      put (self, strlen (name));
      g_byte_array_append (self->out, (const guint8 *) name, strlen (name));
    }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    put_signed (self, numbers[i]);
  put (self, parts->len);
  for (guint i = 0; i < parts->len; i++)
    put_part (self, parts->pdata[i]);
}

int
main (int    argc,
      char **argv)
{
  Packer self = { g_byte_array_new (), { 0, 0 }, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    {
      g_printerr ("Usage: pack-basemap FOLDER OUT\n");
      return 1;
    }
  G_STATIC_ASSERT (G_N_ELEMENTS (files) == KLASTER_BASEMAP_N_LAYERS);
  for (guint layer = 0; layer < G_N_ELEMENTS (files); layer++)
    {
      g_autofree char *path = g_build_filename (argv[1], files[layer], NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonArray *features;

      if (!json_parser_load_from_file (parser, path, &error))
        g_error ("%s: %s", path, error->message);
      features = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "features");
      put (&self, json_array_get_length (features));
      for (guint i = 0; i < json_array_get_length (features); i++)
        pack_feature (&self, layer, json_array_get_object_element (features, i));
    }
  if (!g_output_stream_write_all (memory, KLASTER_BASEMAP_MAGIC, strlen (KLASTER_BASEMAP_MAGIC), NULL, NULL, &error)
      || !g_output_stream_write_all (stream, self.out->data, self.out->len, NULL, NULL, &error)
      || !g_output_stream_close (stream, NULL, &error)
      || !g_file_set_contents (argv[2], g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                               g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)), &error))
    g_error ("%s: %s", argv[2], error->message);
  g_byte_array_unref (self.out);
  g_hash_table_unref (self.omitted);
  return 0;
}
