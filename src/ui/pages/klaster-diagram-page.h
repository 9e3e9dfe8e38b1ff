/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-map-hover-card.h"
#include "klaster-map-legend.h"
#include "klaster-map-view.h"
#include "klaster-scope.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_DIAGRAM_PAGE (klaster_diagram_page_get_type ())
#define KLASTER_DIAGRAM_PAGE(object) \
  (G_TYPE_CHECK_INSTANCE_CAST ((object), KLASTER_TYPE_DIAGRAM_PAGE, KlasterDiagramPage))
#define KLASTER_DIAGRAM_PAGE_CLASS(klass) \
  (G_TYPE_CHECK_CLASS_CAST ((klass), KLASTER_TYPE_DIAGRAM_PAGE, KlasterDiagramPageClass))
#define KLASTER_IS_DIAGRAM_PAGE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), KLASTER_TYPE_DIAGRAM_PAGE))
#define KLASTER_DIAGRAM_PAGE_GET_CLASS(object) \
  (G_TYPE_INSTANCE_GET_CLASS ((object), KLASTER_TYPE_DIAGRAM_PAGE, KlasterDiagramPageClass))

typedef struct _KlasterDiagramPage KlasterDiagramPage;
typedef struct _KlasterDiagramPageClass KlasterDiagramPageClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterDiagramPage, g_object_unref)

/**
 * KlasterDiagramPage:
 *
 * What the Map and the Graph page have in common: a map view under cards, what is selected and looked at, legend, hover
 * card, message card, menus about what lies under the pointer, and what is remembered for each project and person.
 *
 * The actions, in the group of the class: "tool" (a state: which one is at hand), "zoom-in", "zoom-out", "fit-selection",
 * "connect", "open", "color-by" and "size-by". A page adds "fit-all", which shows all members.
 *
 * Properties: project (KlasterProject), selection (KlasterSelection), members (KlasterQueryModel, the window's filter),
 * scope (KlasterScope); all nullable, read-write, notify.
 *
 * Signals:
 *   ::activate-member (gint64 id)  everything about a member is wanted: open the side panel
 */
struct _KlasterDiagramPage
{
  GtkWidget parent_instance;

  /*< protected >: for the pages to read */
  KlasterMapView *view; /* NULL once the page is disposed of */
  KlasterProject *project;
  KlasterSelection *selection;
  KlasterQueryModel *members;
  KlasterScope *scope;
  GSimpleActionGroup *actions;
  char *error_message; /* (nullable): an edit that was refused */

  /* Of the template */
  GtkOverlay *overlay;
  KlasterMapLegend *legend;
  KlasterMapHoverCard *hover_card;
  GtkWidget *zoom_card;
  GtkWidget *connect_button;
  GtkRevealer *message_revealer;
  GtkLabel *message_label;
  GtkButton *message_button;

  /*< private >*/
  KlasterViewState *state; /* of the project */
  gboolean loading;        /* it is being read: nothing is written meanwhile */
  guint save_timeout;
  GtkWidget *context_menu;
};

struct _KlasterDiagramPageClass
{
  GtkWidgetClass parent_class;

  /* The prefix of the actions, and the group of what is remembered */
  const char *group;
  /* Another project, or none: hand it on, and klaster_diagram_page_load() when the page is ready for it */
  void (*project_set)    (KlasterDiagramPage *self);
  void (*load)           (KlasterDiagramPage *self,
                          GKeyFile           *keys);
  void (*save)           (KlasterDiagramPage *self,
                          GKeyFile           *keys);
  void (*update_style)   (KlasterDiagramPage *self);
  /* Says what is to be said now, with klaster_diagram_page_show_message() */
  void (*update_message) (KlasterDiagramPage *self);
  void (*update_actions) (KlasterDiagramPage *self);
  /* The camera or the size is another; the scene is another */
  void (*view_changed)   (KlasterDiagramPage *self);
  void (*scene_changed)  (KlasterDiagramPage *self);
  /* What can be done with what lies under the pointer, and with the place */
  void (*fill_menu)      (KlasterDiagramPage      *self,
                          const KlasterMapContext *context,
                          GMenu                   *record,
                          GMenu                   *place);
};

GType klaster_diagram_page_get_type (void) G_GNUC_CONST;

/* For class_init: the children that every page has */
void     klaster_diagram_page_bind_template       (GtkWidgetClass          *widget_class);
/* For init, after the template: @view lives as long as the page. @entries: actions of this page alone */
void     klaster_diagram_page_set_up              (KlasterDiagramPage      *self,
                                                   KlasterMapView          *view,
                                                   const GActionEntry      *entries,
                                                   guint                    n_entries);
void     klaster_diagram_page_update_actions      (KlasterDiagramPage      *self);
void     klaster_diagram_page_update_message      (KlasterDiagramPage      *self);
void     klaster_diagram_page_show_message        (KlasterDiagramPage      *self,
                                                   const char              *text,
                                                   const char              *button);
void     klaster_diagram_page_load                (KlasterDiagramPage      *self);
void     klaster_diagram_page_save                (KlasterDiagramPage      *self);
void     klaster_diagram_page_queue_save          (KlasterDiagramPage      *self);
guint    klaster_diagram_page_count_hidden        (KlasterDiagramPage      *self);
void     klaster_diagram_page_set_enabled         (KlasterDiagramPage      *self,
                                                   const char              *action,
                                                   gboolean                 enabled);
gboolean klaster_diagram_page_get_context_members (KlasterDiagramPage      *self,
                                                   KlasterMapContext       *context,
                                                   const gint64           **ids,
                                                   guint                   *n_ids);

/* klaster-diagram-page-actions.c, for klaster-diagram-page.c */
void     klaster_diagram_page_add_actions         (KlasterDiagramPage      *self);
void     klaster_diagram_page_update_tools        (KlasterDiagramPage      *self);

G_END_DECLS
