/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "klaster-sheet.h"

G_BEGIN_DECLS

/* Whether a parsed document says that it is GeoJSON. */
gboolean      klaster_geojson_is_geojson (JsonNode      *document);
KlasterSheet *klaster_geojson_read       (JsonNode      *document,
                                          const GArray  *feature_lines,
                                          GCancellable  *cancellable,
                                          GError       **error);

G_END_DECLS
