/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-row-list.h"
#include "klaster-row-places.h"
#include "klaster-scroll.h"

G_BEGIN_DECLS

struct _KlasterRowList
{
  GtkWidget parent_instance;

  KlasterSelectionModel *model;
  KlasterRecordList *list; /* of the model */
  KlasterRowListMakeFunc make;
  KlasterRowListShowFunc show;
  gpointer user_data;
  gboolean tabular;

  KlasterScroll scroll;
  KlasterRowPlaces places; /* row height 0: not known yet */
  GPtrArray *titles;       /* of the groups in the places */
  GPtrArray *headings;     /* GtkLabel: those that are seen, and the one on top */
  GPtrArray *rows;         /* RowListRow: those there are, in the order of their positions */
  gboolean height_stale;   /* rows or headings may have become lower */
  int height;              /* of what is seen */
  gboolean items_stale;    /* positions of rows are those of before the last change */
  guint tick;
  gint64 wanted;           /* a position to show once it is known where it is, -1: none */
  gboolean wants_focus;    /* as soon as there is a row, unless something else has it by then */

  gint64 focus_id;         /* the record from which keys move */
  guint focus_position;    /* where it was last */
  gint64 anchor_id;        /* where what Shift selects begins */
  GtkWidget *menu;         /* (nullable): popover for the rows that are selected */
};

/* A row: the frame around what a KlasterRowListMakeFunc made */
#define ROW_LIST_TYPE_ROW (row_list_row_get_type ())
G_DECLARE_FINAL_TYPE (RowListRow, row_list_row, ROW_LIST, ROW, GtkWidget)

struct _RowListRow
{
  GtkWidget parent_instance;

  gint64 id; /* 0: none yet */
  guint position;
  double top; /* where it was allocated last */
  gboolean stale;
};

guint       klaster_row_list_get_n_items   (KlasterRowList *self);
RowListRow *klaster_row_list_find_row      (KlasterRowList *self,
                                            guint           position);
RowListRow *klaster_row_list_get_focus_row (KlasterRowList *self);
/* Has rows for what is seen now */
void        klaster_row_list_ensure_rows   (KlasterRowList *self);

/* Records came, went or moved: rows follow before the next frame */
void        klaster_row_list_items_changed (KlasterRowList *self);

/* klaster-row-list-headings.c */
void        klaster_row_list_ensure_headings (KlasterRowList *self);
guint       klaster_row_list_get_first     (KlasterRowList *self,
                                            GtkWidget      *heading);
double      klaster_row_list_get_heading_y (KlasterRowList *self,
                                            GtkWidget      *heading);

/* klaster-row-list-input.c: focus, keys, clicks and the menu */
void        klaster_row_list_install_input (GtkWidgetClass *widget_class);
void        klaster_row_list_add_input     (KlasterRowList *self);
void        klaster_row_list_follow        (KlasterRowList *self);
/* The focus that was wanted before there was a row */
void        klaster_row_list_take_focus    (KlasterRowList *self);
/* A binding of rows: opens the menu of their list */
gboolean    klaster_row_list_menu_cb       (GtkWidget      *row,
                                            GVariant       *args,
                                            gpointer        data);

G_END_DECLS
