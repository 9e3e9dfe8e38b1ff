/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "klaster-sheet.h"

G_BEGIN_DECLS

typedef enum
{
  KLASTER_GEOJSON_ALL,
  KLASTER_GEOJSON_PLACES, /* features that are no links */
  KLASTER_GEOJSON_LINKS,
} KlasterGeojsonPart;

/* Whether a parsed document says that it is GeoJSON. */
gboolean      klaster_geojson_is_geojson (JsonNode      *document);
/* Links between members are features with the properties "from_id" and "to_id", as we write them. */
gboolean      klaster_geojson_has_links  (JsonNode      *document);
KlasterSheet *klaster_geojson_read       (JsonNode      *document,
                                          const GArray  *feature_lines,
                                          KlasterGeojsonPart part,
                                          GCancellable  *cancellable,
                                          GError       **error);

G_END_DECLS
