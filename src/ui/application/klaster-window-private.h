/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-agreements-page.h"
#include "klaster-banner.h"
#include "klaster-graph-page.h"
#include "klaster-map-page.h"
#include "klaster-member-list.h"
#include "klaster-members-page.h"
#include "klaster-page-switcher.h"
#include "klaster-pane-layout.h"
#include "klaster-scope-popover.h"
#include "klaster-side-panel.h"
#include "klaster-view-state.h"
#include "klaster-window.h"

G_BEGIN_DECLS

/* What F6 goes through: list, page, side panel */
#define KLASTER_WINDOW_N_PARTS 3
#define KLASTER_WINDOW_PART_LIST 0
#define KLASTER_WINDOW_PART_PAGE 1
#define KLASTER_WINDOW_PART_PANEL 2

struct _KlasterWindow
{
  AdwApplicationWindow parent_instance;

  KlasterProject *project;
  KlasterQueryModel *members;
  KlasterSelection *selection;
  KlasterScope *scope;
  KlasterViewState *view_state; /* how the project is looked at */
  GFile *file;               /* asked for, also while it is opened or could not be */
  GCancellable *cancellable; /* of opening or closing */
  guint check_source;        /* looks at the file from time to time */
  guint panel_source;        /* makes the side panel after the first frame, and then what it will need */
  guint loading_source;      /* shows that it takes long */
  gboolean closing;
  gboolean closed;           /* the project is closed, nothing holds the window any more */

  KlasterMemberList *list;
  KlasterSidePanel *panel;
  KlasterMapPage *map_page;
  AdwBin *graph_bin;
  KlasterGraphPage *graph_page;     /* NULL until it is wanted */
  AdwBin *members_bin;
  KlasterMembersPage *members_page; /* NULL until it is wanted */
  AdwBin *agreements_bin;
  KlasterAgreementsPage *agreements_page; /* NULL until it is wanted */
  GtkWidget *history; /* weak: the window that shows it */
  int focus_part;      /* that has the focus, -1: none of them */
  GtkWidget *last_focus; /* weak: what had it there */
  guint focus_source;  /* brings a lost focus back */

  AdwToastOverlay *toast_overlay;
  GtkStack *main_stack;
  AdwWindowTitle *loading_title;
  GtkSpinner *loading_spinner;
  GtkWidget *loading_box;
  GtkLabel *loading_label;
  GtkButton *postpone_button;
  GtkButton *cancel_button;
  AdwWindowTitle *error_title;
  AdwStatusPage *error_page;
  GtkWidget *retry_button;
  GtkWidget *open_other_button;
  KlasterPaneLayout *panes;
  GtkBox *sidebar;
  AdwHeaderBar *content_header;
  AdwBin *panel_bin;
  AdwWindowTitle *project_title;
  AdwWindowTitle *compact_title;
  GtkMenuButton *open_button;
  GtkToggleButton *sidebar_button;
  GtkToggleButton *panel_button;
  GtkMenuButton *menu_button;
  GtkButton *undo_button;
  GtkButton *redo_button;
  KlasterBanner *save_banner;
  KlasterBanner *warning_banner;
  KlasterBanner *error_banner;
  KlasterBanner *scope_banner;
  GtkMenuButton *scope_button;
  KlasterScopePopover *scope_popover;
  AdwViewStack *page_stack;
  KlasterPageSwitcher *switcher;
};

void klaster_window_set_project    (KlasterWindow   *self,
                                    KlasterProject  *project);
void klaster_window_restore_view    (KlasterWindow   *self);
KlasterSidePanel *klaster_window_ensure_panel (KlasterWindow *self);
gboolean          klaster_window_is_untitled  (KlasterWindow *self);
void              klaster_window_add_member   (KlasterWindow *self,
                                               double         lon,
                                               double         lat);
void klaster_window_install_actions (GtkWidgetClass *widget_class);
void klaster_window_install_print_actions (GtkWidgetClass *widget_class);
void klaster_window_install_focus_actions (GtkWidgetClass *widget_class);
/* From now on the focus stays in the part of the window where it was when its widget goes away */
void klaster_window_watch_focus    (KlasterWindow   *self);
void klaster_window_forget_focus   (KlasterWindow   *self);
/* Into the page of a project that was opened just now */
void klaster_window_start_focus    (KlasterWindow   *self);
void klaster_window_update_print_actions (KlasterWindow *self);
void klaster_window_update_actions (KlasterWindow   *self);
gboolean klaster_window_begin_close (KlasterWindow  *self);
void klaster_window_postpone       (KlasterWindow   *self);

G_END_DECLS
