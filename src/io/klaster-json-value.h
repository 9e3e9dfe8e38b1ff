/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "klaster-derive.h"
#include "klaster-edit.h"

G_BEGIN_DECLS

/* JSON (null, number, true or false, text, array of tokens) as a cell of a project; @text_out owns what the value borrows.
 * FALSE: this cannot stand in such a column. */
gboolean  klaster_json_value_read  (JsonNode         *node,
                                    KlasterTable      table,
                                    guint             column,
                                    KlasterValue     *value,
                                    char            **text_out,
                                    GError          **error);
/* The value of a cell, derived ones included; its text is static or the row's. */
KlasterValue klaster_export_get_value (KlasterSnapshot  *snapshot,
                                       const KlasterRow *row,
                                       guint             column,
                                       const char       *date);

G_END_DECLS
