/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-query-model.h"
#include "klaster-row-list.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_GRID (klaster_grid_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGrid, klaster_grid, KLASTER, GRID, GtkWidget)

/* What a cell of @column shows, of any record; (transfer floating) */
typedef GtkWidget *(*KlasterGridMakeFunc) (guint    column,
                                           gpointer user_data);
/* Shows a record in a cell that a #KlasterGridMakeFunc made. */
typedef void (*KlasterGridShowFunc) (GtkWidget *cell,
                                     guint      column,
                                     gint64     id,
                                     gpointer   user_data);

GtkWidget      *klaster_grid_new             (void);
void            klaster_grid_set_cells       (KlasterGrid            *self,
                                              KlasterGridMakeFunc     make,
                                              KlasterGridShowFunc     show,
                                              gpointer                user_data);
void            klaster_grid_set_model       (KlasterGrid            *self,
                                              KlasterQueryModel      *model,
                                              KlasterSelection       *selection);
void            klaster_grid_set_list        (KlasterGrid            *self,
                                              KlasterRecordList      *list,
                                              KlasterSelection       *selection);
KlasterRowList *klaster_grid_get_rows        (KlasterGrid            *self);
GtkWidget      *klaster_grid_get_cell        (KlasterGrid            *self,
                                              guint                   position,
                                              guint                   column);
void            klaster_grid_show_column     (KlasterGrid            *self,
                                              guint                   column);

void            klaster_grid_insert_column   (KlasterGrid            *self,
                                              guint                   position,
                                              guint                   column,
                                              const char             *title,
                                              int                     width,
                                              gboolean                sortable);
void            klaster_grid_remove_column   (KlasterGrid            *self,
                                              guint                   column);
void            klaster_grid_move_column     (KlasterGrid            *self,
                                              guint                   column,
                                              guint                   position);
gint            klaster_grid_find_column     (KlasterGrid            *self,
                                              guint                   column);
GArray         *klaster_grid_list_columns    (KlasterGrid            *self);
gboolean        klaster_grid_is_empty        (KlasterGrid            *self);
int             klaster_grid_measure_text    (KlasterGrid            *self,
                                              const char             *text);
int             klaster_grid_get_width       (KlasterGrid            *self,
                                              guint                   column);
void            klaster_grid_set_width       (KlasterGrid            *self,
                                              guint                   column,
                                              int                     width);
gboolean        klaster_grid_has_chosen_width (KlasterGrid           *self,
                                              guint                   column);
void            klaster_grid_set_flexible    (KlasterGrid            *self,
                                              guint                   column,
                                              int                     least,
                                              int                     share,
                                              int                     rank);
void            klaster_grid_set_sort        (KlasterGrid            *self,
                                              gint                    column,
                                              gboolean                descending);
GtkWidget      *klaster_grid_get_header      (KlasterGrid            *self,
                                              guint                   column);

G_END_DECLS
