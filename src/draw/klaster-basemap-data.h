/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-basemap-format.h"
#include "klaster-basemap.h"
#include "klaster-projection.h"

G_BEGIN_DECLS

/* The embedded basemap unpacked, and simplified for each zoom when that is first drawn. Everything here is immutable
 * once it has been handed out; any thread. */

typedef struct
{
  guint first, n;      /* points */
  KlasterRect bounds;
} KlasterBasemapPart;

typedef struct
{
  const char *names[KLASTER_N_LANGUAGES]; /* "" when there is none */
  gint64 numbers[4];
  guint first, n;      /* parts */
  KlasterRect bounds;
} KlasterBasemapFeature;

typedef struct
{
  KlasterBasemapFeature *features;
  guint n_features;
  KlasterBasemapPart *parts;
  guint n_parts;
  KlasterPoint *points; /* world */
  /* (nullable): lines: world length from the part's first point, so that dashes agree across tiles */
  double *lengths;
  guint n_points;
} KlasterBasemapShapes;

typedef struct
{
  KlasterBasemapShapes layers[KLASTER_BASEMAP_N_LAYERS];
} KlasterBasemapLevel;

/* Hill shading as two masks, shadow and light, resampled to Mercator; rows of @stride bytes */
typedef struct
{
  int width, height, stride;
  guint8 *shadow;
  guint8 *light;
} KlasterBasemapRelief;

/* All detail there is */
const KlasterBasemapLevel  *klaster_basemap_data_get        (void);
const KlasterBasemapLevel  *klaster_basemap_data_get_level  (double   zoom);
const KlasterBasemapRelief *klaster_basemap_data_get_relief (void);

/* For the tests and klaster_basemap_data_get(): what pack-basemap wrote; NULL and @error when damaged. */
KlasterBasemapLevel        *klaster_basemap_unpack          (GBytes  *packed,
                                                             GError **error);
void                        klaster_basemap_level_free      (KlasterBasemapLevel *level);

G_END_DECLS
