/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-basemap-data.h"
#include "klaster-shape.h"

static const KlasterBasemapPart *
find_largest (const KlasterBasemapShapes  *shapes,
              const KlasterBasemapFeature *feature,
              double                      *area)
{
  const KlasterBasemapPart *largest = NULL;

  *area = 0;
  for (guint i = feature->first; i < feature->first + feature->n; i++)
    {
      double size = klaster_shape_get_area (shapes->points + shapes->parts[i].first, shapes->parts[i].n);

      if (size > *area)
        {
          *area = size;
          largest = &shapes->parts[i];
        }
    }
  return largest;
}

static void
set_names (KlasterPlace                *place,
           const KlasterBasemapFeature *feature)
{
  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    {
      place->names[i] = feature->names[i];
      /* The same script first, then whatever there is. */
      if (*place->names[i] == '\0')
        place->names[i] = feature->names[i ^ 1];
      for (guint j = 0; j < KLASTER_N_LANGUAGES && *place->names[i] == '\0'; j++)
        place->names[i] = feature->names[j];
    }
}

/* Some lakes come in several pieces; the name goes to the largest, which @area tells. */
static gboolean
has_larger_namesake (const KlasterBasemapShapes  *shapes,
                     const KlasterBasemapFeature *feature,
                     double                       area)
{
  for (guint i = 0; i < shapes->n_features; i++)
    {
      double other;

      if (&shapes->features[i] == feature || shapes->features[i].names[0] != feature->names[0])
        continue;
      find_largest (shapes, &shapes->features[i], &other);
      if (other > area)
        return TRUE;
    }
  return FALSE;
}

/* Countries, regions and lakes are named in their middle. Simplified outlines do for that. */
static void
add_areas (GArray              *places,
           KlasterBasemapLayer  layer,
           KlasterPlaceKind     kind,
           int                  min_zoom,
           int                  max_zoom)
{
  const KlasterBasemapShapes *shapes = &klaster_basemap_data_get_level (8)->layers[layer];

  for (guint i = 0; i < shapes->n_features; i++)
    {
      const KlasterBasemapFeature *feature = &shapes->features[i];
      double area;
      const KlasterBasemapPart *part = find_largest (shapes, feature, &area);
      KlasterPlace place = { .kind = kind, .min_zoom = min_zoom, .max_zoom = max_zoom };

      /* The capital's outline has no name of its own: the place has. */
      if (part == NULL || *feature->names[0] == '\0' || (layer == KLASTER_BASEMAP_REGIONS && feature->numbers[1] == 2))
        continue;
      /* Only a corner of it lies on the map. */
      if (layer == KLASTER_BASEMAP_REGIONS && area < 5e-7)
        continue;
      if (layer == KLASTER_BASEMAP_WATER && has_larger_namesake (shapes, feature, area))
        continue;
      if (layer == KLASTER_BASEMAP_WATER)
        place.min_zoom = area > 2e-7 ? 8 : area > 4e-8 ? 9 : 10;
      place.position = klaster_shape_find_middle (shapes->points + part->first, part->n);
      place.focus = layer == KLASTER_BASEMAP_REGIONS ? feature->numbers[1] == 1
                                                     : feature->numbers[0] == KLASTER_BASEMAP_UZ;
      set_names (&place, feature);
      g_array_append_val (places, place);
    }
}

static void
add_settlements (GArray *places)
{
  static const KlasterPlaceKind kinds[] = { KLASTER_PLACE_CAPITAL, KLASTER_PLACE_CITY, KLASTER_PLACE_TOWN,
                                            KLASTER_PLACE_VILLAGE };
  const KlasterBasemapShapes *shapes = &klaster_basemap_data_get ()->layers[KLASTER_BASEMAP_PLACES];

  for (guint i = 0; i < shapes->n_features; i++)
    {
      const KlasterBasemapFeature *feature = &shapes->features[i];
      KlasterPlace place = {
        .kind = kinds[CLAMP (feature->numbers[0], 0, 3)],
        .position = shapes->points[shapes->parts[feature->first].first],
        .min_zoom = (int) feature->numbers[1],
        .max_zoom = KLASTER_MAX_ZOOM,
        .population = (guint) feature->numbers[2],
        .focus = feature->numbers[3] == KLASTER_BASEMAP_UZ,
      };

      set_names (&place, feature);
      g_array_append_val (places, place);
    }
}

/* What is placed first when there is not room for all */
static int
get_rank (const KlasterPlace *place)
{
  switch (place->kind)
    {
    case KLASTER_PLACE_CAPITAL:
      return 0;
    case KLASTER_PLACE_COUNTRY:
      return 1;
    case KLASTER_PLACE_REGION:
      return place->focus ? 1 : 3;
    case KLASTER_PLACE_CITY:
      return place->focus ? 2 : 3;
    case KLASTER_PLACE_WATER:
      return 5;
    case KLASTER_PLACE_TOWN:
      return place->focus ? 4 : 6;
    case KLASTER_PLACE_VILLAGE:
    default:
      return 7;
    }
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const KlasterPlace *first = a, *second = b;
  int difference = get_rank (first) - get_rank (second);

  if (difference == 0)
    difference = (first->population < second->population) - (first->population > second->population);
  if (difference == 0)
    difference = (first->position.x > second->position.x) - (first->position.x < second->position.x);
  return difference;
}

/**
 * klaster_basemap_get_places:
 * @n_places: (out): their number
 *
 * Returns: (transfer none) (array length=n_places): what has a name on the basemap, in order of rank
 */
const KlasterPlace *
klaster_basemap_get_places (guint *n_places)
{
  static GArray *places;

  if (g_once_init_enter (&places))
    {
      GArray *list = g_array_new (FALSE, TRUE, sizeof (KlasterPlace));

      add_areas (list, KLASTER_BASEMAP_COUNTRIES, KLASTER_PLACE_COUNTRY, 4, 7);
      add_areas (list, KLASTER_BASEMAP_REGIONS, KLASTER_PLACE_REGION, 7, 9);
      add_areas (list, KLASTER_BASEMAP_WATER, KLASTER_PLACE_WATER, 8, KLASTER_MAX_ZOOM);
      add_settlements (list);
      g_array_sort (list, compare_places);
      g_once_init_leave (&places, list);
    }
  *n_places = places->len;
  return (const KlasterPlace *) (gconstpointer) places->data;
}
