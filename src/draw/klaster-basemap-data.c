/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "klaster-basemap-data.h"
#include "klaster-draw-resources.h"
#include "klaster-shape.h"

/* From here on nothing is left out and lines are only smoothed. */
#define FULL_ZOOM 12
#define TOLERANCE_PIXELS 0.3
#define RELIEF_FACTOR 5
#define RESOURCES "/io/github/klaster_app/Klaster/basemap/"

typedef struct
{
  const guint8 *at, *end;
  gboolean damaged;
} Reader;

static guint64
get (Reader *reader)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 63; shift += 7)
    {
      guint8 byte;

      if (reader->at >= reader->end)
        break;
      byte = *reader->at++;
      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
    }
  reader->damaged = TRUE;
  return 0;
}

static gint64
get_signed (Reader *reader)
{
  guint64 value = get (reader);

  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

static const char *
get_name (Reader *reader)
{
  guint64 length = get (reader);
  g_autofree char *name = NULL;

  if (length > (guint64) (reader->end - reader->at))
    {
      reader->damaged = TRUE;
      return "";
    }
  name = g_strndup ((const char *) reader->at, length);
  reader->at += length;
  return g_intern_string (name);
}

static gboolean
is_line (KlasterBasemapLayer layer)
{
  return layer == KLASTER_BASEMAP_RIVERS || layer == KLASTER_BASEMAP_LINES;
}

static void
measure (KlasterBasemapShapes *self,
         KlasterBasemapLayer   layer)
{
  self->lengths = is_line (layer) ? g_new0 (double, self->n_points + 1) : NULL;
  for (guint i = 0; i < self->n_features; i++)
    {
      KlasterBasemapFeature *feature = &self->features[i];

      feature->bounds = KLASTER_RECT_EMPTY;
      for (guint j = feature->first; j < feature->first + feature->n; j++)
        {
          KlasterBasemapPart *part = &self->parts[j];

          part->bounds = KLASTER_RECT_EMPTY;
          for (guint k = part->first; k < part->first + part->n; k++)
            {
              klaster_rect_add_point (&part->bounds, self->points[k].x, self->points[k].y);
              if (self->lengths != NULL && k > part->first)
                self->lengths[k] = self->lengths[k - 1] + hypot (self->points[k].x - self->points[k - 1].x,
                                                                 self->points[k].y - self->points[k - 1].y);
            }
          klaster_rect_add_rect (&feature->bounds, &part->bounds);
        }
    }
}

static void
take (KlasterBasemapShapes *self,
      KlasterBasemapLayer   layer,
      GArray               *features,
      GArray               *parts,
      GArray               *points)
{
  self->n_features = features->len;
  self->n_parts = parts->len;
  self->n_points = points->len;
  self->features = (KlasterBasemapFeature *) (gpointer) g_array_free (features, FALSE);
  self->parts = (KlasterBasemapPart *) (gpointer) g_array_free (parts, FALSE);
  self->points = (KlasterPoint *) (gpointer) g_array_free (points, FALSE);
  measure (self, layer);
}

static void
unpack_layer (Reader               *reader,
              KlasterBasemapLayer   layer,
              KlasterBasemapShapes *self,
              gint64               *x,
              gint64               *y)
{
  GArray *features = g_array_new (FALSE, TRUE, sizeof (KlasterBasemapFeature));
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (KlasterBasemapPart));
  GArray *points = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  guint64 n_features = get (reader);

  for (guint64 i = 0; i < n_features && !reader->damaged; i++)
    {
      KlasterBasemapFeature feature = { .first = parts->len };
      guint64 n_parts;

      for (guint j = 0; j < KLASTER_N_LANGUAGES; j++)
        feature.names[j] = get_name (reader);
      for (guint j = 0; j < G_N_ELEMENTS (feature.numbers); j++)
        feature.numbers[j] = get_signed (reader);
      n_parts = get (reader);
      for (guint64 j = 0; j < n_parts && !reader->damaged; j++)
        {
          KlasterBasemapPart part = { .first = points->len };
          guint64 n_points = get (reader);

          for (guint64 k = 0; k < n_points && !reader->damaged; k++)
            {
              KlasterPoint world;

              *x += get_signed (reader);
              *y += get_signed (reader);
              world = klaster_world_from_lonlat ((double) *x / KLASTER_BASEMAP_UNITS,
                                                 (double) *y / KLASTER_BASEMAP_UNITS);
              g_array_append_val (points, world);
            }
          part.n = points->len - part.first;
          g_array_append_val (parts, part);
        }
      feature.n = parts->len - feature.first;
      g_array_append_val (features, feature);
    }
  take (self, layer, features, parts, points);
}

/**
 * klaster_basemap_unpack:
 * @packed: what pack-basemap wrote
 * @error: return location for G_IO_ERROR_INVALID_DATA
 *
 * Returns: (transfer full) (nullable): the layers
 */
KlasterBasemapLevel *
klaster_basemap_unpack (GBytes  *packed,
                        GError **error)
{
  gsize size, magic = strlen (KLASTER_BASEMAP_MAGIC);
  const guint8 *data = g_bytes_get_data (packed, &size);
  g_autoptr (GConverter) inflater = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB));
  g_autoptr (GInputStream) memory = NULL, stream = NULL;
  g_autoptr (GOutputStream) plain = g_memory_output_stream_new_resizable ();
  KlasterBasemapLevel *level;
  Reader reader = { 0 };
  gint64 x = 0, y = 0;

  if (size < magic || memcmp (data, KLASTER_BASEMAP_MAGIC, magic) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Not a packed basemap");
      return NULL;
    }
  memory = g_memory_input_stream_new_from_data (data + magic, size - magic, NULL);
  stream = g_converter_input_stream_new (memory, inflater);
  if (g_output_stream_splice (plain, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;
  reader.at = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (plain));
  reader.end = reader.at + g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (plain));
  level = g_new0 (KlasterBasemapLevel, 1);
  for (guint i = 0; i < KLASTER_BASEMAP_N_LAYERS; i++)
    unpack_layer (&reader, i, &level->layers[i], &x, &y);
  if (reader.damaged || reader.at != reader.end)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The packed basemap is damaged");
      klaster_basemap_level_free (level);
      return NULL;
    }
  return level;
}

/**
 * klaster_basemap_level_free:
 * @level: (nullable): from klaster_basemap_unpack()
 */
void
klaster_basemap_level_free (KlasterBasemapLevel *level)
{
  if (level == NULL)
    return;
  for (guint i = 0; i < KLASTER_BASEMAP_N_LAYERS; i++)
    {
      g_free (level->layers[i].features);
      g_free (level->layers[i].parts);
      g_free (level->layers[i].points);
      g_free (level->layers[i].lengths);
    }
  g_free (level);
}

/* Natural shapes are drawn from far fewer points than the eye expects at these zooms: round them. Borders stay as they
 * are. */
static gboolean
is_natural (KlasterBasemapLayer layer)
{
  return layer == KLASTER_BASEMAP_RIVERS || layer == KLASTER_BASEMAP_WATER || layer == KLASTER_BASEMAP_URBAN;
}

static void
derive_layer (const KlasterBasemapShapes *full,
              KlasterBasemapLayer         layer,
              int                         zoom,
              KlasterBasemapShapes       *self)
{
  GArray *features = g_array_new (FALSE, TRUE, sizeof (KlasterBasemapFeature));
  GArray *parts = g_array_new (FALSE, TRUE, sizeof (KlasterBasemapPart));
  GArray *points = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  g_autoptr (GArray) once = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  g_autoptr (GArray) twice = g_array_new (FALSE, FALSE, sizeof (KlasterPoint));
  double tolerance = TOLERANCE_PIXELS / klaster_zoom_get_world_size (zoom);

  for (guint i = 0; i < full->n_features; i++)
    {
      KlasterBasemapFeature feature = full->features[i];

      feature.first = parts->len;
      for (guint j = full->features[i].first; j < full->features[i].first + full->features[i].n; j++)
        {
          const KlasterPoint *source = full->points + full->parts[j].first;
          guint n = full->parts[j].n;
          KlasterBasemapPart part = { .first = points->len };

          if (is_natural (layer) && zoom >= 9)
            {
              /* Rings repeat their first point at the end. */
              g_array_set_size (once, 0);
              g_array_set_size (twice, 0);
              klaster_shape_smooth (source, is_line (layer) ? n : n - 1, !is_line (layer), once);
              klaster_shape_smooth ((const KlasterPoint *) (gconstpointer) once->data, once->len, !is_line (layer),
                                    twice);
              source = (const KlasterPoint *) (gconstpointer) twice->data;
              n = twice->len;
            }
          klaster_shape_simplify (source, n, tolerance, points);
          part.n = points->len - part.first;
          g_array_append_val (parts, part);
        }
      feature.n = parts->len - feature.first;
      g_array_append_val (features, feature);
    }
  take (self, layer, features, parts, points);
}

/**
 * klaster_basemap_data_get:
 *
 * Returns: (transfer none): all layers in full
 */
const KlasterBasemapLevel *
klaster_basemap_data_get (void)
{
  static KlasterBasemapLevel *full;

  if (g_once_init_enter (&full))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) packed = g_resource_lookup_data (klaster_draw_get_resource (),
                                                          RESOURCES "basemap.bin",
                                                          G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      KlasterBasemapLevel *level = packed != NULL ? klaster_basemap_unpack (packed, &error) : NULL;

      if (level == NULL)
        g_error ("The basemap inside the program cannot be read: %s", error->message);
      g_once_init_leave (&full, level);
    }
  return full;
}

/**
 * klaster_basemap_data_get_level:
 * @zoom: zoom, may be fractional
 *
 * Returns: (transfer none): the layers with the detail that shows at @zoom
 */
const KlasterBasemapLevel *
klaster_basemap_data_get_level (double zoom)
{
  static KlasterBasemapLevel *levels[FULL_ZOOM + 1];
  int whole = CLAMP ((int) ceil (zoom), 0, FULL_ZOOM);

  if (g_once_init_enter (&levels[whole]))
    {
      const KlasterBasemapLevel *full = klaster_basemap_data_get ();
      KlasterBasemapLevel *level = g_new0 (KlasterBasemapLevel, 1);

      for (guint i = 0; i < KLASTER_BASEMAP_N_LAYERS; i++)
        derive_layer (&full->layers[i], i, whole == FULL_ZOOM ? FULL_ZOOM + 2 : whole, &level->layers[i]);
      g_once_init_leave (&levels[whole], level);
    }
  return levels[whole];
}

static cairo_status_t
read_bytes_cb (void          *closure,
               unsigned char *data,
               unsigned int   length)
{
  return g_input_stream_read_all (closure, data, length, NULL, NULL, NULL) ? CAIRO_STATUS_SUCCESS
                                                                          : CAIRO_STATUS_READ_ERROR;
}

/* Cubic B-spline weights: smoother than interpolation, so that the coarse cells do not show. */
static void
get_weights (double  t,
             double *weights)
{
  weights[0] = (1 - t) * (1 - t) * (1 - t) / 6;
  weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
  weights[2] = (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
  weights[3] = t * t * t / 6;
}

static double
sample (const guint8 *data,
        int           stride,
        int           bytes,
        int           width,
        int           height,
        double        x,
        double        y)
{
  int column = (int) floor (x), row = (int) floor (y);
  double wx[4], wy[4], sum = 0;

  get_weights (x - column, wx);
  get_weights (y - row, wy);
  for (int j = 0; j < 4; j++)
    for (int i = 0; i < 4; i++)
      sum += wx[i] * wy[j]
             * data[CLAMP (row - 1 + j, 0, height - 1) * stride + CLAMP (column - 1 + i, 0, width - 1) * bytes];
  return sum / 255;
}

static KlasterBasemapRelief *
load_relief (void)
{
  /* Level ground has this grey; darker is shadow, lighter is a slope in the light. */
  const double level_ground = 0.835;
  g_autoptr (GInputStream) stream = g_resource_open_stream (klaster_draw_get_resource (),
                                                            RESOURCES "relief_ne2_gray.png",
                                                            G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  cairo_surface_t *source = cairo_image_surface_create_from_png_stream (read_bytes_cb, stream);
  const guint8 *data = cairo_image_surface_get_data (source);
  int width = cairo_image_surface_get_width (source), height = cairo_image_surface_get_height (source);
  int stride = cairo_image_surface_get_stride (source);
  int bytes = cairo_image_surface_get_format (source) == CAIRO_FORMAT_A8 ? 1 : 4;
  KlasterRect bounds = klaster_basemap_get_bounds ();
  KlasterBasemapRelief *self = g_new0 (KlasterBasemapRelief, 1);
  double north, south, unused;

  if (cairo_surface_status (source) != CAIRO_STATUS_SUCCESS)
    g_error ("The relief inside the program cannot be read: %s",
             cairo_status_to_string (cairo_surface_status (source)));
  klaster_world_to_lonlat ((KlasterPoint) { bounds.x0, bounds.y0 }, &unused, &north);
  klaster_world_to_lonlat ((KlasterPoint) { bounds.x0, bounds.y1 }, &unused, &south);
  self->width = width * RELIEF_FACTOR;
  self->height = (int) lround (self->width * (bounds.y1 - bounds.y0) / (bounds.x1 - bounds.x0));
  self->stride = cairo_format_stride_for_width (CAIRO_FORMAT_A8, self->width);
  self->shadow = g_malloc0 ((gsize) self->stride * self->height);
  self->light = g_malloc0 ((gsize) self->stride * self->height);
  for (int row = 0; row < self->height; row++)
    {
      double lon, lat, y;

      klaster_world_to_lonlat ((KlasterPoint) { bounds.x0,
                                                bounds.y0 + (bounds.y1 - bounds.y0) * (row + 0.5) / self->height },
                               &lon, &lat);
      y = (north - lat) / (north - south) * height - 0.5;
      for (int column = 0; column < self->width; column++)
        {
          double v = sample (data, stride, bytes, width, height, (column + 0.5) / RELIEF_FACTOR - 0.5, y);
          double shadow = CLAMP ((level_ground - v) / level_ground * 1.6, 0.0, 1.0);
          double light = CLAMP ((v - level_ground) / (1 - level_ground), 0.0, 1.0);

          self->shadow[row * self->stride + column] = (guint8) lround (shadow * 255);
          self->light[row * self->stride + column] = (guint8) lround (light * 255);
        }
    }
  cairo_surface_destroy (source);
  return self;
}

/**
 * klaster_basemap_data_get_relief:
 *
 * Returns: (transfer none): the masks of the hill shading over klaster_basemap_get_bounds()
 */
const KlasterBasemapRelief *
klaster_basemap_data_get_relief (void)
{
  static KlasterBasemapRelief *relief;

  if (g_once_init_enter (&relief))
    g_once_init_leave (&relief, load_relief ());
  return relief;
}
