/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-grid.h"
#include "klaster-scroll.h"

G_BEGIN_DECLS

typedef struct
{
  guint id;
  int width;        /* at 100 % text */
  int least;        /* that much when there is little room, at 100 % text */
  int share;        /* of room that is left over; 0: none */
  int rank;         /* among those that go where even the least is too much; 0: it stays */
  gboolean away;    /* there is no room for it */
  gboolean chosen;  /* somebody gave it its width: it keeps it */
  int pixels;       /* as wide as it is now */
  GtkWidget *title;
  GtkWidget *indicator;
  gboolean told;      /* the indicator and screen readers know whether rows are sorted by it */
  gboolean downwards; /* and which way */
} KlasterGridColumn;

struct _KlasterGrid
{
  GtkWidget parent_instance;

  KlasterScroll scroll;
  KlasterQueryModel *model; /* (nullable) */
  GtkWidget *header;
  KlasterRowList *rows;

  KlasterGridMakeFunc make;
  KlasterGridShowFunc show;
  gpointer user_data;

  GPtrArray *columns; /* KlasterGridColumn */
  gint sorted;        /* column, -1: none */
  gboolean descending;
  double text_scale;
  int room;           /* for all columns; 0: not known yet */
  guint focus_column; /* of the cell that had the focus last */
};

/* klaster-grid-columns.c: which columns there are, and how wide */
KlasterGridColumn *klaster_grid_get_nth       (KlasterGrid       *self,
                                               guint              position);
int                klaster_grid_get_left      (KlasterGrid       *self,
                                               guint              position);
void               klaster_grid_lay_out       (KlasterGrid       *self);
int                klaster_grid_get_natural   (KlasterGrid       *self);
void               klaster_grid_choose_width  (KlasterGrid       *self,
                                               KlasterGridColumn *column,
                                               int                width);
void               klaster_grid_move          (KlasterGrid       *self,
                                               guint              from,
                                               guint              to);
void               klaster_grid_emit_changed  (KlasterGrid       *self);

/* klaster-grid-header.c: the titles above them */
GtkWidget         *klaster_grid_header_new    (KlasterGrid       *grid);
GtkWidget         *klaster_grid_make_title    (KlasterGrid       *self,
                                               KlasterGridColumn *column,
                                               const char        *title,
                                               gboolean           sortable);

/* A row of widgets of which each is as wide as its column */
void               klaster_grid_allocate_row  (KlasterGrid       *self,
                                               GtkWidget         *row,
                                               int                height);
void               klaster_grid_measure_row   (GtkWidget         *row,
                                               GtkOrientation     orientation,
                                               int               *minimum,
                                               int               *natural);

G_END_DECLS
