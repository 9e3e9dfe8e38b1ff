/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-window.h"

G_BEGIN_DECLS

/* What a window exchanges with other programs: `win.import`, which proposes what the page shows; `win.import-cells` with
 * the plural of a table as parameter, for cells on the clipboard; and `win.export` with a format ("xlsx": all tables, "csv",
 * "geojson", "graphml", "gexf", "json", "gpkg"), "graph", or the plural of a table as parameter. */
void klaster_exchange_install_actions (GtkWidgetClass *widget_class);
/* Writes without asking; @what as `win.export` takes it, and the ending of @file says which of several formats. FALSE: there
 * is nothing of that name, or no project. */
gboolean klaster_exchange_export       (KlasterWindow  *window,
                                       const char     *what,
                                       GFile          *file);
/* By the ending of its name. */
gboolean klaster_exchange_can_import  (const char     *name);
/* Opens the import dialog for a file that was dropped on the window; FALSE: there is no project that could take it. */
gboolean klaster_exchange_import_file (KlasterWindow  *window,
                                       GFile          *file);

G_END_DECLS
