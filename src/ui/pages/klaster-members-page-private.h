/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-cell.h"
#include "klaster-column-chooser.h"
#include "klaster-form.h"
#include "klaster-grid.h"
#include "klaster-members-page.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

struct _KlasterMembersPage
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterQueryModel *members;
  KlasterViewState *state; /* of the project */

  /* What is edited in a cell: the form writes it and keeps what cannot be written */
  KlasterForm *form;
  KlasterCell *editing; /* (nullable) */
  char *visit;
  guint timeout;
  GtkWidget *chooser;   /* (nullable): a list of values over a cell */

  gint64 cursor_id;
  guint cursor_column;  /* of the table of institutions */
  gint64 anchor_id;     /* where a range that is selected with Shift begins */
  gint64 added_id;      /* an institution that was just added: leads there once the table shows it */
  gboolean focus_wanted; /* the cursor's cell is not there yet */
  guint refresh_id;

  GtkWidget *stack;
  GtkWidget *count_label;
  GtkWidget *columns_button;
  GtkWidget *columns_scroller;
  KlasterColumnChooser *columns; /* in it */
  GMenuModel *rows_menu;
  GtkWidget *find_button;
  GtkWidget *find_bar;
  GtkWidget *scroller;
  KlasterGrid *grid;
  GtkWidget *empty_page;
  GtkWidget *empty_button;
};

/* The columns that are shown, in order; (transfer full) (element-type guint) */
GArray *klaster_members_page_list_columns    (KlasterMembersPage *self);
/* Position of the cursor in the table, -1 when it is not there */
gint    klaster_members_page_find_cursor     (KlasterMembersPage *self);
void    klaster_members_page_set_cursor      (KlasterMembersPage *self,
                                              guint               position,
                                              guint               column,
                                              gboolean            extend);
void    klaster_members_page_move_cursor     (KlasterMembersPage *self,
                                              int                 dx,
                                              int                 dy,
                                              gboolean            extend);
void    klaster_members_page_update_cell     (KlasterMembersPage *self,
                                              KlasterCell        *cell);
KlasterCell *klaster_members_page_get_cursor_cell (KlasterMembersPage *self);

/* klaster-members-page-columns.c */
void    klaster_members_page_add_columns     (KlasterMembersPage *self);
void    klaster_members_page_restore_columns (KlasterMembersPage *self);
/* klaster-members-page-edit.c */
void    klaster_members_page_edit            (KlasterMembersPage *self,
                                              const char         *typed);
void    klaster_members_page_connect_cell    (KlasterMembersPage *self,
                                              KlasterCell        *cell);
void    klaster_members_page_stop_editing    (KlasterMembersPage *self);
/* klaster-members-page-actions.c */
void    klaster_members_page_install_actions (GtkWidgetClass     *widget_class);
void    klaster_members_page_update_actions  (KlasterMembersPage *self);

G_END_DECLS
