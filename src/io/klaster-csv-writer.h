/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cells as RFC 4180 quotes them; rows end with a line feed, as scripts and spreadsheets both take it. */
void  klaster_csv_append_cell (GString    *csv,
                               const char *text);
/* (transfer full): what klaster_csv_append_cell() was given, from a cell as it was read */
char *klaster_csv_unguard     (const char *cell,
                               gsize       length);

G_END_DECLS
