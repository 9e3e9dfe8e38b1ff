/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-query-model.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

/* Rows of cells, with titles first when @headers; on a worker, (transfer full) (element-type GStrv). @date: as of which day */
typedef GPtrArray *(*KlasterCellsFunc) (KlasterSnapshot *snapshot,
                                        const gint64    *ids,
                                        guint            n_ids,
                                        const guint     *columns,
                                        guint            n_columns,
                                        gboolean         headers,
                                        const char      *date,
                                        KlasterLanguage  language);

/* The selected records that a table shows, in its order; (transfer full) */
gint64 *klaster_cells_list_selected (KlasterQueryModel *model,
                                     KlasterSelection  *selection,
                                     guint             *n_selected);
void    klaster_cells_copy          (GtkWidget         *widget,
                                     KlasterQueryModel *model,
                                     KlasterSelection  *selection,
                                     const GArray      *columns,
                                     gboolean           headers,
                                     KlasterCellsFunc   make);

G_END_DECLS
