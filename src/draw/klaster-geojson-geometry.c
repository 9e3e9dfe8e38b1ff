/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "klaster-geojson-geometry.h"
#include "klaster-label.h"
#include "klaster-shape.h"

/* Files come from anywhere: more than this is not an outline for a map. */
#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_POINTS 4000000
#define MAX_DEPTH 16
#define MAX_NAME 400
#define N_LEVELS 13

typedef enum
{
  PART_RING,
  PART_LINE,
  PART_POINT,
} PartType;

typedef struct
{
  PartType type;
  guint first, n;    /* points */
  KlasterRect bounds;
} Part;

typedef struct
{
  guint first, n;    /* parts */
  char *names[KLASTER_N_LANGUAGES];
  KlasterRect bounds;
  KlasterPoint label;
} Feature;

/* The same shapes with the detail that shows up to a zoom */
typedef struct
{
  GArray *parts;
  GArray *points;
} Shapes;

struct _KlasterGeometry
{
  gatomicrefcount ref_count;
  GArray *features;
  Shapes full;
  KlasterRect bounds;
  GMutex mutex;
  Shapes levels[N_LEVELS]; /* guarded by the mutex until they are there */
};

typedef struct
{
  KlasterGeometry *geometry;
  GError *error;
} Reader;

static void
shapes_init (Shapes *self)
{
  self->parts = g_array_new (FALSE, TRUE, sizeof (Part));
  self->points = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
}

static void
shapes_clear (Shapes *self)
{
  g_clear_pointer (&self->parts, g_array_unref);
  g_clear_pointer (&self->points, g_array_unref);
}

static gboolean
fail (Reader     *reader,
      const char *message)
{
  if (reader->error == NULL)
    reader->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

static gboolean
read_number (JsonArray *array,
             guint      index,
             double    *value)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node)
      || (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *value = json_node_get_double (node);
  return isfinite (*value);
}

static gboolean
read_position (Reader   *reader,
               JsonNode *node)
{
  GArray *points = reader->geometry->full.points;
  double lon, lat;
  KlasterPoint world;

  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) < 2
      || !read_number (json_node_get_array (node), 0, &lon) || !read_number (json_node_get_array (node), 1, &lat))
    return fail (reader, _("A position in the GeoJSON file is not a pair of numbers"));
  if (fabs (lon) > 360 || fabs (lat) > 90)
    return fail (reader,
                 _("The GeoJSON file does not hold degrees of longitude and latitude. Save it in WGS 84 (EPSG:4326) first"));
  if (points->len >= MAX_POINTS)
    return fail (reader, _("The GeoJSON file has too many points"));
  world = klaster_world_from_lonlat (lon, lat);
  g_array_append_val (points, world);
  return TRUE;
}

static gboolean
read_part (Reader   *reader,
           JsonNode *node,
           PartType  type)
{
  Shapes *full = &reader->geometry->full;
  Part part = { .type = type, .first = full->points->len };

  if (type == PART_POINT)
    {
      if (!read_position (reader, node))
        return FALSE;
    }
  else
    {
      JsonArray *array;

      if (!JSON_NODE_HOLDS_ARRAY (node))
        return fail (reader, _("A shape in the GeoJSON file has no list of positions"));
      array = json_node_get_array (node);
      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!read_position (reader, json_array_get_element (array, i)))
          return FALSE;
    }
  part.n = full->points->len - part.first;
  if (part.n > 0)
    g_array_append_val (full->parts, part);
  return TRUE;
}

static gboolean
read_parts (Reader   *reader,
            JsonNode *node,
            PartType  type,
            guint     depth)
{
  JsonArray *array;

  if (depth == 0)
    return read_part (reader, node, type);
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (reader, _("A shape in the GeoJSON file has no list of positions"));
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_parts (reader, json_array_get_element (array, i), type, depth - 1))
      return FALSE;
  return TRUE;
}

static const char *
get_text (JsonObject *object,
          const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static gboolean
read_geometry (Reader   *reader,
               JsonNode *node,
               guint     depth)
{
  static const struct
  {
    const char *name;
    PartType type;
    guint depth;
  } types[] = {
    { "Point", PART_POINT, 0 },      { "MultiPoint", PART_POINT, 1 },      { "LineString", PART_LINE, 0 },
    { "MultiLineString", PART_LINE, 1 }, { "Polygon", PART_RING, 1 },      { "MultiPolygon", PART_RING, 2 },
  };
  JsonObject *object;
  const char *type;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) || (type = get_text (json_node_get_object (node), "type")) == NULL)
    return fail (reader, _("A shape in the GeoJSON file has no type"));
  object = json_node_get_object (node);
  if (g_str_equal (type, "GeometryCollection"))
    {
      JsonNode *list = json_object_get_member (object, "geometries");

      if (depth >= MAX_DEPTH || list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
        return fail (reader, _("A collection of shapes in the GeoJSON file is damaged"));
      for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
        if (!read_geometry (reader, json_array_get_element (json_node_get_array (list), i), depth + 1))
          return FALSE;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i].name))
      {
        JsonNode *coordinates = json_object_get_member (object, "coordinates");

        if (coordinates == NULL)
          return fail (reader, _("A shape in the GeoJSON file has no coordinates"));
        return read_parts (reader, coordinates, types[i].type, types[i].depth);
      }
  return fail (reader, _("The GeoJSON file holds a shape of an unknown type"));
}

/* The names that files in use give to names */
static void
read_names (JsonObject *properties,
            Feature    *feature)
{
  static const char *const keys[KLASTER_N_LANGUAGES][5] = {
    { "name_uz", "name:uz", "name_uz_latn", "uz", NULL },
    { "name_uz_cyrl", "name:uz-Cyrl", "name:uz_Cyrl", "uz_cyrl", NULL },
    { "name_ru", "name:ru", "ru", NULL, NULL },
    { "name_en", "name:en", "en", "int_name", NULL },
  };
  static const char *const general[] = { "name", "NAME", "Name", "title", "ADM2_EN", "NAME_2", "district", NULL };
  const char *fallback = NULL;

  for (guint i = 0; general[i] != NULL && fallback == NULL; i++)
    fallback = get_text (properties, general[i]);
  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    {
      const char *name = NULL;

      for (guint j = 0; name == NULL && j < G_N_ELEMENTS (keys[i]) && keys[i][j] != NULL; j++)
        name = get_text (properties, keys[i][j]);
      for (guint j = 0; name == NULL && fallback == NULL && j < KLASTER_N_LANGUAGES; j++)
        name = get_text (properties, keys[j][0]);
      name = name != NULL ? name : fallback;
      if (name != NULL && g_utf8_validate (name, -1, NULL))
        feature->names[i] = g_utf8_strlen (name, -1) > MAX_NAME ? g_utf8_substring (name, 0, MAX_NAME)
                                                                : g_strdup (name);
    }
}

static gboolean
read_feature (Reader   *reader,
              JsonNode *geometry,
              JsonNode *properties)
{
  Feature feature = { .first = reader->geometry->full.parts->len };

  if (!read_geometry (reader, geometry, 0))
    return FALSE;
  feature.n = reader->geometry->full.parts->len - feature.first;
  if (feature.n == 0)
    return TRUE;
  if (properties != NULL && JSON_NODE_HOLDS_OBJECT (properties))
    read_names (json_node_get_object (properties), &feature);
  g_array_append_val (reader->geometry->features, feature);
  return TRUE;
}

static gboolean
read_root (Reader   *reader,
           JsonNode *root)
{
  JsonObject *object;
  const char *type;
  JsonNode *list;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return fail (reader, _("The file is not GeoJSON"));
  object = json_node_get_object (root);
  type = get_text (object, "type");
  if (type == NULL)
    return fail (reader, _("The file is not GeoJSON"));
  if (g_str_equal (type, "Feature"))
    {
      JsonNode *geometry = json_object_get_member (object, "geometry");

      return geometry == NULL || read_feature (reader, geometry, json_object_get_member (object, "properties"));
    }
  if (!g_str_equal (type, "FeatureCollection"))
    return read_feature (reader, root, NULL);
  list = json_object_get_member (object, "features");
  if (list == NULL || !JSON_NODE_HOLDS_ARRAY (list))
    return fail (reader, _("The GeoJSON file has no list of features"));
  for (guint i = 0; i < json_array_get_length (json_node_get_array (list)); i++)
    {
      JsonNode *node = json_array_get_element (json_node_get_array (list), i);
      JsonNode *geometry;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return fail (reader, _("A feature in the GeoJSON file is damaged"));
      geometry = json_object_get_member (json_node_get_object (node), "geometry");
      if (geometry != NULL
          && !read_feature (reader, geometry, json_object_get_member (json_node_get_object (node), "properties")))
        return FALSE;
    }
  return TRUE;
}

static void
measure (KlasterGeometry *self)
{
  const KlasterPoint *points = (const KlasterPoint *) (gconstpointer) self->full.points->data;

  self->bounds = KLASTER_RECT_EMPTY;
  for (guint i = 0; i < self->features->len; i++)
    {
      Feature *feature = &g_array_index (self->features, Feature, i);
      double most = -1;

      feature->bounds = KLASTER_RECT_EMPTY;
      for (guint j = feature->first; j < feature->first + feature->n; j++)
        {
          Part *part = &g_array_index (self->full.parts, Part, j);
          double size;

          part->bounds = KLASTER_RECT_EMPTY;
          for (guint k = part->first; k < part->first + part->n; k++)
            klaster_rect_add_point (&part->bounds, points[k].x, points[k].y);
          klaster_rect_add_rect (&feature->bounds, &part->bounds);
          size = part->type == PART_RING   ? klaster_shape_get_area (points + part->first, part->n)
                 : part->type == PART_LINE ? 1e-15
                                           : 0;
          if (size > most)
            {
              most = size;
              feature->label = points[part->first + part->n / 2];
              if (part->type == PART_RING)
                {
                  g_autoptr (GArray) simple = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));

                  /* A name needs no exact outline, and the search looks at every edge hundreds of times. */
                  klaster_shape_simplify (points + part->first, part->n,
                                          MAX (part->bounds.x1 - part->bounds.x0,
                                               part->bounds.y1 - part->bounds.y0) / 200,
                                          simple);
                  feature->label = klaster_shape_find_middle ((const KlasterPoint *) (gconstpointer) simple->data,
                                                              simple->len);
                }
            }
        }
      klaster_rect_add_rect (&self->bounds, &feature->bounds);
    }
}

/* json-glib parses by recursion: a file of a million opening brackets must not exhaust the stack. */
static gboolean
is_shallow (const char *text,
            gsize       length)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > 8 * MAX_DEPTH)
            return FALSE;
        }
      else if ((c == ']' || c == '}') && depth > 0)
        depth--;
    }
  return TRUE;
}

static KlasterGeometry *
geometry_new (void)
{
  KlasterGeometry *self = g_new0 (KlasterGeometry, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->features = g_array_new (FALSE, TRUE, sizeof (Feature));
  shapes_init (&self->full);

  return self;
}

/* Forgets what was read after so much. */
static void
forget_after (KlasterGeometry *self,
              guint            n_features,
              guint            n_parts,
              guint            n_points)
{
  for (guint i = n_features; i < self->features->len; i++)
    for (guint j = 0; j < KLASTER_N_LANGUAGES; j++)
      g_free (g_array_index (self->features, Feature, i).names[j]);
  g_array_set_size (self->features, n_features);
  g_array_set_size (self->full.parts, n_parts);
  g_array_set_size (self->full.points, n_points);
}

/* Adds what a document holds; all of it or nothing. @text is NULL where there are no bytes. */
static gboolean
read_document (KlasterGeometry  *self,
               const char       *text,
               gsize             size,
               GError          **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  guint n_features = self->features->len, n_parts = self->full.parts->len, n_points = self->full.points->len;
  Reader reader = { self, NULL };

  if (size > MAX_BYTES || !is_shallow (text, size))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _("The GeoJSON file is too large or too deeply nested"));
      return FALSE;
    }
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      size -= 3;
    }
  if (size == 0 || !json_parser_load_from_data (parser, text, (gssize) size, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("The file is not GeoJSON"));
      return FALSE;
    }
  if (read_root (&reader, json_parser_get_root (parser)))
    return TRUE;

  forget_after (self, n_features, n_parts, n_points);
  g_propagate_error (error, reader.error);

  return FALSE;
}

/**
 * klaster_geometry_new_from_json:
 * @text: (nullable): UTF-8; %NULL only with @length 0
 * @length: bytes, −1: up to the end
 * @error: return location for G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the shapes
 */
KlasterGeometry *
klaster_geometry_new_from_json (const char  *text,
                                gssize       length,
                                GError     **error)
{
  g_autoptr (KlasterGeometry) self = geometry_new ();

  if (!read_document (self, text, length < 0 ? strlen (text) : (gsize) length, error))
    return NULL;
  measure (self);

  return g_steal_pointer (&self);
}

/**
 * klaster_geometry_new_from_documents:
 * @documents: (element-type GBytes): GeoJSON documents
 * @problem: (out) (transfer full) (nullable): why one of them is left out
 *
 * Returns: (transfer full) (nullable): the shapes of all that can be read; %NULL: of none
 */
KlasterGeometry *
klaster_geometry_new_from_documents (GPtrArray  *documents,
                                     char      **problem)
{
  g_autoptr (KlasterGeometry) self = geometry_new ();

  *problem = NULL;
  for (guint i = 0; i < documents->len; i++)
    {
      g_autoptr (GError) error = NULL;
      gsize size;
      const char *text = g_bytes_get_data (g_ptr_array_index (documents, i), &size);

      if (!read_document (self, text, size, &error) && *problem == NULL)
        *problem = g_strdup (error->message);
    }
  if (self->features->len == 0)
    return NULL;
  measure (self);

  return g_steal_pointer (&self);
}

/**
 * klaster_geometry_ref:
 * @self: shapes
 *
 * Returns: (transfer full): @self
 */
KlasterGeometry *
klaster_geometry_ref (KlasterGeometry *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_geometry_unref:
 * @self: (transfer full): shapes
 */
void
klaster_geometry_unref (KlasterGeometry *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  forget_after (self, 0, 0, 0);
  g_array_unref (self->features);
  shapes_clear (&self->full);
  for (guint i = 0; i < N_LEVELS; i++)
    shapes_clear (&self->levels[i]);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * klaster_geometry_get_n_features:
 * @self: shapes
 *
 * Returns: the number of features that have a shape
 */
guint
klaster_geometry_get_n_features (const KlasterGeometry *self)
{
  return self->features->len;
}

/**
 * klaster_geometry_get_name:
 * @self: shapes
 * @feature: position
 * @language: preferred language
 *
 * Returns: (transfer none) (nullable): its name
 */
const char *
klaster_geometry_get_name (const KlasterGeometry *self,
                           guint                  feature,
                           KlasterLanguage        language)
{
  g_return_val_if_fail (feature < self->features->len, NULL);

  return g_array_index (self->features, Feature, feature).names[language];
}

/**
 * klaster_geometry_get_bounds:
 * @self: shapes
 *
 * Returns: world coordinates
 */
KlasterRect
klaster_geometry_get_bounds (const KlasterGeometry *self)
{
  return self->bounds;
}

/**
 * klaster_geometry_get_label_position:
 * @self: shapes
 * @feature: position
 *
 * Returns: where its name goes, in world coordinates
 */
KlasterPoint
klaster_geometry_get_label_position (const KlasterGeometry *self,
                                     guint                  feature)
{
  g_return_val_if_fail (feature < self->features->len, ((KlasterPoint) { 0, 0 }));

  return g_array_index (self->features, Feature, feature).label;
}

static const Shapes *
get_level (const KlasterGeometry *geometry,
           double                 zoom)
{
  KlasterGeometry *self = (KlasterGeometry *) geometry; /* what is made on demand is no part of its value */
  int whole = MAX ((int) ceil (zoom), 0);
  Shapes *level;

  if (whole >= N_LEVELS)
    return &self->full;
  level = &self->levels[whole];
  g_mutex_lock (&self->mutex);
  if (level->parts == NULL)
    {
      double tolerance = 0.35 / klaster_zoom_get_world_size (whole);

      shapes_init (level);
      for (guint i = 0; i < self->full.parts->len; i++)
        {
          Part part = g_array_index (self->full.parts, Part, i);
          const KlasterPoint *points = &g_array_index (self->full.points, KlasterPoint, part.first);
          guint n = part.n;

          part.first = level->points->len;
          klaster_shape_simplify (points, n, tolerance, level->points);
          part.n = level->points->len - part.first;
          g_array_append_val (level->parts, part);
        }
    }
  g_mutex_unlock (&self->mutex);
  return level;
}

/**
 * klaster_geometry_draw:
 * @self: shapes
 * @cr: in logical pixels
 * @zoom: zoom, may be fractional
 * @x0: pixel of the world at the context's origin
 * @y0: pixel of the world at the context's origin
 * @width: logical pixels
 * @height: logical pixels
 * @style: palette
 *
 * Draws areas lightly filled, outlines and lines, and points as small squares. Any thread.
 */
void
klaster_geometry_draw (const KlasterGeometry *self,
                       cairo_t               *cr,
                       double                 zoom,
                       double                 x0,
                       double                 y0,
                       double                 width,
                       double                 height,
                       const KlasterStyle    *style)
{
  const double margin = 6;
  const KlasterPalette *palette = klaster_palette_get (style);
  const Shapes *shapes = get_level (self, zoom);
  double world = klaster_zoom_get_world_size (zoom);
  KlasterRect view = { (x0 - margin) / world, (y0 - margin) / world, (x0 + width + margin) / world,
                       (y0 + height + margin) / world };
  g_autoptr (GArray) ring = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  g_autoptr (GArray) scratch = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));

  if (!klaster_rect_intersects (&self->bounds, &view))
    return;
  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < self->features->len; i++)
    {
      const Feature *feature = &g_array_index (self->features, Feature, i);

      if (!klaster_rect_intersects (&feature->bounds, &view))
        continue;
      cairo_new_path (cr);
      for (guint j = feature->first; j < feature->first + feature->n; j++)
        {
          const Part *part = &g_array_index (shapes->parts, Part, j);

          if (part->type != PART_RING || !klaster_rect_intersects (&part->bounds, &view))
            continue;
          klaster_shape_clip_ring (&g_array_index (shapes->points, KlasterPoint, part->first), part->n, &view, ring,
                                   scratch);
          for (guint k = 0; k < ring->len; k++)
            {
              KlasterPoint p = g_array_index (ring, KlasterPoint, k);

              if (k == 0)
                cairo_move_to (cr, p.x * world - x0, p.y * world - y0);
              else
                cairo_line_to (cr, p.x * world - x0, p.y * world - y0);
            }
          cairo_close_path (cr);
        }
      klaster_color_set (&palette->overlay_fill, cr);
      cairo_fill (cr);
      for (guint j = feature->first; j < feature->first + feature->n; j++)
        {
          const Part *part = &g_array_index (shapes->parts, Part, j);
          const KlasterPoint *points = &g_array_index (shapes->points, KlasterPoint, part->first);
          gboolean open = FALSE;

          if (!klaster_rect_intersects (&part->bounds, &view))
            continue;
          if (part->type == PART_POINT)
            {
              cairo_rectangle (cr, points->x * world - x0 - 3, points->y * world - y0 - 3, 6, 6);
              klaster_color_set (&palette->overlay_line, cr);
              cairo_fill (cr);
              continue;
            }
          for (guint k = 1; k < part->n; k++)
            {
              if (!klaster_shape_segment_hits (points[k - 1], points[k], &view))
                {
                  open = FALSE;
                  continue;
                }
              if (!open)
                cairo_move_to (cr, points[k - 1].x * world - x0, points[k - 1].y * world - y0);
              cairo_line_to (cr, points[k].x * world - x0, points[k].y * world - y0);
              open = TRUE;
            }
          cairo_set_line_width (cr, part->type == PART_LINE ? 1.8 : 1.3);
          klaster_color_set_alpha (&palette->overlay_line, 0.8, cr);
          cairo_stroke (cr);
        }
    }
  cairo_restore (cr);
}
