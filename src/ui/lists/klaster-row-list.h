/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-query.h"
#include "klaster-selection-model.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_ROW_LIST (klaster_row_list_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRowList, klaster_row_list, KLASTER, ROW_LIST, GtkWidget)

/**
 * KlasterRowListMakeFunc:
 * @user_data: as given to klaster_row_list_set_rows()
 *
 * Returns: (transfer floating): what a row shows, of any record; reused for others
 */
typedef GtkWidget *(*KlasterRowListMakeFunc) (gpointer user_data);

/**
 * KlasterRowListShowFunc:
 * @content: a widget that a #KlasterRowListMakeFunc made
 * @id: the record to show
 * @user_data: as given to klaster_row_list_set_rows()
 *
 * Shows a record in a row.
 *
 * Returns: (transfer full) (nullable): what a screen reader says of the row; %NULL: what its parts say
 */
typedef char *(*KlasterRowListShowFunc) (GtkWidget *content,
                                         gint64     id,
                                         gpointer   user_data);

GtkWidget             *klaster_row_list_new           (void);
void                   klaster_row_list_set_rows      (KlasterRowList         *self,
                                                       KlasterRowListMakeFunc  make,
                                                       KlasterRowListShowFunc  show,
                                                       gpointer                user_data);
void                   klaster_row_list_set_tabular   (KlasterRowList         *self,
                                                       gboolean                tabular);
void                   klaster_row_list_set_model     (KlasterRowList         *self,
                                                       KlasterSelectionModel  *model);
KlasterSelectionModel *klaster_row_list_get_model     (KlasterRowList         *self);
void                   klaster_row_list_set_groups    (KlasterRowList         *self,
                                                       const GArray           *groups);
void                   klaster_row_list_set_menu      (KlasterRowList         *self,
                                                       GMenuModel             *menu);
GtkWidget             *klaster_row_list_get_menu      (KlasterRowList         *self);
void                   klaster_row_list_refresh       (KlasterRowList         *self);
void                   klaster_row_list_remake        (KlasterRowList         *self);
void                   klaster_row_list_resize        (KlasterRowList         *self);
void                   klaster_row_list_scroll_to     (KlasterRowList         *self,
                                                       guint                   position);
void                   klaster_row_list_scroll_to_top (KlasterRowList         *self);
gint                   klaster_row_list_find_at       (KlasterRowList         *self,
                                                       double                  y);
GtkWidget             *klaster_row_list_get_content   (KlasterRowList         *self,
                                                       guint                   position);
guint                  klaster_row_list_get_n_rows    (KlasterRowList         *self);

G_END_DECLS
