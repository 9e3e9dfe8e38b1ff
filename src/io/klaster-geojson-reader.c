/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-geojson-reader.h"
#include "klaster-json.h"

/* More kinds of properties than any table has: a document that long is not a list of institutions. */
#define MAX_COLUMNS 4096

/* What the shapes of one feature add up to: a centre of area, and where nothing has an area, the mean of all points. */
typedef struct
{
  double area;   /* signed twice the area of the polygons, in square degrees */
  double area_x;
  double area_y;
  double sum_x;
  double sum_y;
  guint n_points;
  guint n_shapes;
  gboolean only_point;
  gboolean damaged;
} Centre;

static const char *
get_type (JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "type");

  return node && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : "";
}

static gboolean
is_geometry_type (const char *type)
{
  static const char *const types[] = { "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
                                       "GeometryCollection", NULL };

  return g_strv_contains (types, type);
}

static gboolean
read_point (JsonNode *node,
            double   *x,
            double   *y)
{
  JsonArray *array;
  double *targets[] = { x, y };

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  if (json_array_get_length (array) < 2)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *number = json_array_get_element (array, i);
      GType type = json_node_get_value_type (number);

      if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
        return FALSE;
      *targets[i] = type == G_TYPE_INT64 ? (double) json_node_get_int (number) : json_node_get_double (number);
      if (!isfinite (*targets[i]))
        return FALSE;
    }

  return TRUE;
}

static void
add_points (Centre    *centre,
            JsonArray *points)
{
  for (guint i = 0; i < json_array_get_length (points); i++)
    {
      double x, y;

      if (!read_point (json_array_get_element (points, i), &x, &y))
        {
          centre->damaged = TRUE;
          continue;
        }
      centre->sum_x += x;
      centre->sum_y += y;
      centre->n_points++;
    }
}

/* Shoelace formula around the first point, so that small rings keep their digits. Holes run the other way (RFC 7946), and
 * where they don't, @sign makes them. */
static void
add_ring (Centre    *centre,
          JsonArray *ring,
          gboolean   hole)
{
  guint length = json_array_get_length (ring);
  double x0, y0;
  double last_x, last_y;
  double area = 0, area_x = 0, area_y = 0;
  double sign;

  add_points (centre, ring);
  if (length == 0 || !read_point (json_array_get_element (ring, 0), &x0, &y0))
    return;
  last_x = x0;
  last_y = y0;
  for (guint i = 1; i < length; i++)
    {
      double x, y;
      double cross;

      if (!read_point (json_array_get_element (ring, i), &x, &y))
        return;
      cross = (last_x - x0) * (y - y0) - (x - x0) * (last_y - y0);
      area += cross;
      area_x += cross * (last_x + x - 2 * x0);
      area_y += cross * (last_y + y - 2 * y0);
      last_x = x;
      last_y = y;
    }

  sign = (area < 0) != hole ? -1 : 1;
  centre->area += sign * area;
  centre->area_x += sign * (area_x + 3 * area * x0);
  centre->area_y += sign * (area_y + 3 * area * y0);
}

static JsonArray *
get_array (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static void
add_polygon (Centre    *centre,
             JsonArray *rings)
{
  for (guint i = 0; i < json_array_get_length (rings); i++)
    {
      JsonArray *ring = get_array (json_array_get_element (rings, i));

      if (ring)
        add_ring (centre, ring, i > 0);
      else
        centre->damaged = TRUE;
    }
}

/* Calls itself for collections within collections; klaster_json_parse() has bounded the depth. */
static void
add_geometry (Centre     *centre,
              JsonObject *geometry)
{
  const char *type = get_type (geometry);
  JsonNode *node = json_object_get_member (geometry, "coordinates");
  JsonArray *coordinates = get_array (node);

  if (strcmp (type, "GeometryCollection") == 0)
    {
      JsonArray *geometries = get_array (json_object_get_member (geometry, "geometries"));

      for (guint i = 0; geometries && i < json_array_get_length (geometries); i++)
        {
          JsonNode *child = json_array_get_element (geometries, i);

          if (JSON_NODE_HOLDS_OBJECT (child))
            add_geometry (centre, json_node_get_object (child));
          else
            centre->damaged = TRUE;
        }
      if (geometries == NULL)
        centre->damaged = TRUE;
      return;
    }

  centre->n_shapes++;
  if (coordinates == NULL)
    {
      centre->damaged = TRUE;
      return;
    }
  if (strcmp (type, "Point") == 0)
    {
      double x, y;

      if (!read_point (node, &x, &y))
        {
          centre->damaged = TRUE;
          return;
        }
      centre->sum_x += x;
      centre->sum_y += y;
      centre->n_points++;
      centre->only_point = centre->n_shapes == 1;
      return;
    }

  if (strcmp (type, "MultiPoint") == 0 || strcmp (type, "LineString") == 0)
    add_points (centre, coordinates);
  else if (strcmp (type, "Polygon") == 0)
    add_polygon (centre, coordinates);
  else if (strcmp (type, "MultiLineString") == 0 || strcmp (type, "MultiPolygon") == 0)
    for (guint i = 0; i < json_array_get_length (coordinates); i++)
      {
        JsonArray *part = get_array (json_array_get_element (coordinates, i));

        if (part == NULL)
          centre->damaged = TRUE;
        else if (strcmp (type, "MultiPolygon") == 0)
          add_polygon (centre, part);
        else
          add_points (centre, part);
      }
  else
    centre->damaged = TRUE;
}

static gboolean
get_centre (const Centre *centre,
            double       *x,
            double       *y)
{
  if (fabs (centre->area) > 1e-12)
    {
      *x = centre->area_x / (3 * centre->area);
      *y = centre->area_y / (3 * centre->area);
    }
  else if (centre->n_points > 0)
    {
      *x = centre->sum_x / centre->n_points;
      *y = centre->sum_y / centre->n_points;
    }
  else
    return FALSE;

  return isfinite (*x) && isfinite (*y);
}

static gboolean
is_link (JsonNode *node)
{
  JsonNode *properties;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  properties = json_object_get_member (json_node_get_object (node), "properties");

  return properties && JSON_NODE_HOLDS_OBJECT (properties)
         && json_object_has_member (json_node_get_object (properties), "from_id")
         && json_object_has_member (json_node_get_object (properties), "to_id");
}

static gboolean
is_in_part (JsonNode           *node,
            KlasterGeojsonPart  part)
{
  return part == KLASTER_GEOJSON_ALL || is_link (node) == (part == KLASTER_GEOJSON_LINKS);
}

/* The columns: every property that any feature has, in the order in which they appear. */
static GPtrArray *
list_properties (JsonArray          *features,
                 KlasterGeojsonPart  part,
                 gboolean           *has_ids)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  *has_ids = FALSE;
  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      JsonNode *node = json_array_get_element (features, i);
      JsonNode *properties;
      JsonObjectIter iter;
      const char *name;

      if (!JSON_NODE_HOLDS_OBJECT (node) || !is_in_part (node, part))
        continue;
      *has_ids = *has_ids || json_object_has_member (json_node_get_object (node), "id");
      properties = json_object_get_member (json_node_get_object (node), "properties");
      if (properties == NULL || !JSON_NODE_HOLDS_OBJECT (properties))
        continue;
      json_object_iter_init_ordered (&iter, json_node_get_object (properties));
      while (json_object_iter_next_ordered (&iter, &name, NULL))
        if (g_hash_table_add (seen, (gpointer) name))
          g_ptr_array_add (names, (gpointer) name);
    }
  *has_ids = *has_ids && !g_hash_table_contains (seen, "id");

  return g_steal_pointer (&names);
}

static void
add_position (KlasterSheet *sheet,
              guint         row,
              guint         column,
              JsonObject   *feature)
{
  JsonNode *node = json_object_get_member (feature, "geometry");
  Centre centre = { 0 };
  double x, y;

  if (node && JSON_NODE_HOLDS_OBJECT (node))
    {
      add_geometry (&centre, json_node_get_object (node));
      if (centre.damaged)
        klaster_sheet_add_problem (sheet, row, column, TRUE, _("The geometry is damaged."));
      else if (!get_centre (&centre, &x, &y))
        klaster_sheet_add_problem (sheet, row, column, FALSE,
                                   _("The geometry is empty; the place is left unknown."));
      else
        {
          g_autofree char *lon = klaster_json_format_number (x);
          g_autofree char *lat = klaster_json_format_number (y);

          if (!centre.only_point || centre.n_shapes > 1)
            klaster_sheet_add_problem (sheet, row, column, FALSE,
                                       _("This is no point but a larger shape; its centre is taken as the place."));
          klaster_sheet_append_cell (sheet, lon, -1);
          klaster_sheet_append_cell (sheet, lat, -1);
          return;
        }
    }
  klaster_sheet_append_cell (sheet, "", 0);
  klaster_sheet_append_cell (sheet, "", 0);
}

static void
add_feature (KlasterSheet *sheet,
             guint         row,
             JsonNode     *node,
             GPtrArray    *names,
             gboolean      has_ids,
             gboolean      has_position)
{
  JsonObject *feature = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *properties = feature ? json_object_get_member (feature, "properties") : NULL;
  JsonObject *object = properties && JSON_NODE_HOLDS_OBJECT (properties) ? json_node_get_object (properties) : NULL;

  if (feature == NULL || strcmp (get_type (feature), "Feature") != 0)
    klaster_sheet_add_problem (sheet, row, G_MAXUINT, TRUE, _("This is not a GeoJSON feature."));
  if (has_ids)
    {
      g_autofree char *cell = klaster_json_format_cell (feature ? json_object_get_member (feature, "id") : NULL);

      klaster_sheet_append_cell (sheet, cell, -1);
    }
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *cell = klaster_json_format_cell (object ? json_object_get_member (object, names->pdata[i]) : NULL);

      klaster_sheet_append_cell (sheet, cell, -1);
    }
  if (!has_position)
    return;
  if (feature)
    add_position (sheet, row, names->len + has_ids, feature);
  else
    for (guint i = 0; i < 2; i++)
      klaster_sheet_append_cell (sheet, "", 0);
}

/* GeoJSON before RFC 7946 could name another reference system. */
static gboolean
check_reference_system (JsonObject  *document,
                        GError     **error)
{
  JsonNode *crs = json_object_get_member (document, "crs");
  JsonNode *properties;
  JsonNode *name;
  const char *text;

  if (crs == NULL || !JSON_NODE_HOLDS_OBJECT (crs))
    return TRUE;
  properties = json_object_get_member (json_node_get_object (crs), "properties");
  name = properties && JSON_NODE_HOLDS_OBJECT (properties)
           ? json_object_get_member (json_node_get_object (properties), "name") : NULL;
  if (name == NULL || json_node_get_value_type (name) != G_TYPE_STRING)
    return TRUE;
  text = json_node_get_string (name);
  if (strstr (text, "CRS84") || g_str_has_suffix (text, "4326"))
    return TRUE;

  g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
               _("The coordinates are in the reference system %s. Save the file in WGS 84 (EPSG:4326)."), text);
  return FALSE;
}

gboolean
klaster_geojson_is_geojson (JsonNode *document)
{
  const char *type;

  g_return_val_if_fail (document != NULL, FALSE);

  if (!JSON_NODE_HOLDS_OBJECT (document))
    return FALSE;
  type = get_type (json_node_get_object (document));

  return strcmp (type, "FeatureCollection") == 0 || strcmp (type, "Feature") == 0 || is_geometry_type (type);
}

gboolean
klaster_geojson_has_links (JsonNode *document)
{
  JsonArray *features;

  g_return_val_if_fail (document != NULL, FALSE);

  if (!JSON_NODE_HOLDS_OBJECT (document))
    return FALSE;
  features = get_array (json_object_get_member (json_node_get_object (document), "features"));
  for (guint i = 0; features && i < json_array_get_length (features); i++)
    if (is_link (json_array_get_element (features, i)))
      return TRUE;

  return FALSE;
}

/**
 * klaster_geojson_read:
 * @document: a parsed document
 * @feature_lines: (nullable) (element-type guint): the lines on which the elements of "features" begin
 * @part: which features
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Reads a FeatureCollection, a Feature or a geometry (RFC 7946) as a sheet: a column for each property, then the position
 * in degrees. The position of anything but a point is its centre, with a warning; features without geometry are rows
 * without a position. Links have no position of their own: their members have.
 *
 * Returns: (transfer full) (nullable): the rows, %NULL on error
 */
KlasterSheet *
klaster_geojson_read (JsonNode           *document,
                      const GArray       *feature_lines,
                      KlasterGeojsonPart  part,
                      GCancellable       *cancellable,
                      GError            **error)
{
  g_autoptr (KlasterSheet) sheet = klaster_sheet_new ();
  g_autoptr (JsonArray) single = NULL;
  g_autoptr (GPtrArray) names = NULL;
  JsonArray *features;
  JsonObject *object;
  gboolean has_ids;
  const char *type;
  guint row = 0;

  g_return_val_if_fail (document != NULL, NULL);

  if (!klaster_geojson_is_geojson (document))
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("This is not GeoJSON."));
      return NULL;
    }
  object = json_node_get_object (document);
  if (!check_reference_system (object, error))
    return NULL;

  type = get_type (object);
  if (strcmp (type, "FeatureCollection") == 0)
    {
      features = get_array (json_object_get_member (object, "features"));
      if (features == NULL)
        {
          g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                               _("The feature collection has no list of features."));
          return NULL;
        }
    }
  else
    {
      features = single = json_array_new ();
      if (strcmp (type, "Feature") == 0)
        json_array_add_element (single, json_node_copy (document));
      else
        {
          JsonObject *feature = json_object_new ();

          json_object_set_string_member (feature, "type", "Feature");
          json_object_set_member (feature, "geometry", json_node_copy (document));
          json_array_add_object_element (single, feature);
        }
    }

  names = list_properties (features, part, &has_ids);
  if (names->len > MAX_COLUMNS)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                   _("The features have more than %d different properties."), MAX_COLUMNS);
      return NULL;
    }

  klaster_sheet_begin_row (sheet, 1);
  if (has_ids)
    klaster_sheet_append_cell (sheet, "id", -1);
  for (guint i = 0; i < names->len; i++)
    klaster_sheet_append_cell (sheet, names->pdata[i], -1);
  if (part != KLASTER_GEOJSON_LINKS)
    {
      klaster_sheet_append_cell (sheet, "lon", -1);
      klaster_sheet_append_cell (sheet, "lat", -1);
    }

  for (guint i = 0; i < json_array_get_length (features); i++)
    {
      if ((i & 0xff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!is_in_part (json_array_get_element (features, i), part))
        continue;
      klaster_sheet_begin_row (sheet, feature_lines && i < feature_lines->len ? g_array_index (feature_lines, guint, i) : 1);
      add_feature (sheet, row++, json_array_get_element (features, i), names, has_ids, part != KLASTER_GEOJSON_LINKS);
    }
  klaster_sheet_set_has_header (sheet, TRUE);
  if (part != KLASTER_GEOJSON_LINKS)
    klaster_sheet_set_position_columns (sheet, (gint) (names->len + has_ids), (gint) (names->len + has_ids) + 1);

  return g_steal_pointer (&sheet);
}
