/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Like json_from_string(), for text that may come from a stranger: only what JSON is (no comments, no variables), and no
 * deeper than 64 levels, where json-glib's own parser runs out of stack. @length: -1 when terminated by a null character.
 * (transfer full) (nullable): NULL with an error of KLASTER_CONTENT_ERROR */
JsonNode *klaster_json_node_parse (const char  *text,
                                   gssize       length,
                                   GError     **error);

G_END_DECLS
