/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-agreements-page.h"
#include "klaster-register.h"
#include "klaster-scope.h"
#include "klaster-view-state.h"
#include "klaster-wrap-box.h"

G_BEGIN_DECLS

/* More than the views that there are. */
#define KLASTER_AGREEMENTS_MAX_VIEWS 8

struct _KlasterAgreementsPage
{
  AdwBin parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterScope *scope;          /* (nullable): academic year and day */
  KlasterQueryModel *model;     /* NULL without project */
  KlasterViewState *state;      /* how the project is looked at; NULL without project */
  GtkWidget *views[KLASTER_AGREEMENTS_MAX_VIEWS];
  guint current;
  gboolean updating;
  GSimpleActionGroup *actions;

  GtkWidget *bar;
  GtkWidget *switch_box;
  GtkWidget *search_entry;
  GtkWidget *register_bar;
  GtkWidget *filter_button;
  GtkWidget *filter_popover;
  GtkWidget *filter_box;
  GtkWidget *group_button;
  GtkWidget *columns_button;
  GtkWidget *columns_scroller;
  GtkWidget *more_button;
  GMenuModel *row_menu;
  GtkWidget *new_button;
  GtkWidget *chips;
  GtkWidget *stack;
  GtkWidget *empty_page;
  GtkWidget *show_all_button;
};

/* klaster-agreements-page-toolbar.c: what searches, filters and groups the register */
void klaster_agreements_page_bind_toolbar   (GtkWidgetClass        *widget_class);
void klaster_agreements_page_set_up_toolbar (KlasterAgreementsPage *self);
void klaster_agreements_page_update_toolbar (KlasterAgreementsPage *self);
void klaster_agreements_page_show_query     (KlasterAgreementsPage *self);

/* klaster-agreements-page-actions.c: what can be done with the agreements that are selected */
void klaster_agreements_page_add_row_actions    (KlasterAgreementsPage *self);
void klaster_agreements_page_update_row_actions (KlasterAgreementsPage *self);

G_END_DECLS
