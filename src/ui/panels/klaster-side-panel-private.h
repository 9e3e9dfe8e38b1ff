/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-side-panel.h"

G_BEGIN_DECLS

/* A place on the way back; id 0: nothing was selected */
typedef struct
{
  KlasterTable table;
  gint64 id;
} KlasterVisited;

struct _KlasterSidePanel
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterScope *scope;  /* (nullable) */
  char *date;           /* (nullable): what the panel was last filled for */
  GArray *visited;
  KlasterTable gone_table;
  GArray *gone;         /* ids that were selected when they were deleted */
  gboolean navigating;
  GtkWidget *list_page; /* (nullable): the whole list of a group */
  char *list_title;

  GtkWidget *header;
  GtkWidget *title;
  GtkWidget *back_button;
  GtkWidget *menu_button;
  GtkWidget *stack;
  GMenuModel *record_menu;             /* what can be done with every record */
  GMenuModel *panel_menu;              /* (nullable): what @panel adds to it, not owned */
  GMenu *menu;                         /* both */
  GtkWidget *panels[KLASTER_N_TABLES]; /* (nullable): made when they are first needed */
  GtkWidget *record_page;              /* (nullable): for tables without a panel of their own */
  GtkWidget *made;                     /* (nullable): the one of these that was prepared last and not measured yet */
  GtkWidget *panel;                    /* the one of these that shows what is selected */
};

void klaster_side_panel_go              (KlasterSidePanel *self,
                                         KlasterTable      table,
                                         gint64            id);
void klaster_side_panel_go_to_parameter (KlasterSidePanel *self,
                                         const char       *key,
                                         const char       *value,
                                         const char       *date);
void klaster_side_panel_install_actions (GtkWidgetClass   *widget_class);

G_END_DECLS
