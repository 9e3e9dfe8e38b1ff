/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A foreign JSON text, parsed only after its nesting and size were looked at: the parser calls itself for every level. */
JsonNode *klaster_json_parse         (const char  *text,
                                      gsize        length,
                                      GHashTable **lines,
                                      GError     **error);
/* The shortest text that reads back as the same number, with a decimal point in every language; (transfer full) */
char     *klaster_json_format_number (double       number);
/* A scalar or a list as a cell holds it: "" for null; (transfer full) */
char     *klaster_json_format_cell   (JsonNode    *node);
/* Appends @text as a JSON string, quotes included; everything that is not ASCII stays readable. */
void      klaster_json_append_string (GString     *json,
                                      const char  *text);

G_END_DECLS
