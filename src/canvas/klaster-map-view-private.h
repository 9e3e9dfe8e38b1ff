/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-cursor.h"
#include "klaster-map-view.h"
#include "klaster-scene-loader.h"

G_BEGIN_DECLS

/* How far from a symbol a finger may miss it: half of a 24-pixel target, beside the symbol's own size. */
#define KLASTER_PICK_RADIUS 12
#define KLASTER_PICK_RADIUS_TOUCH 20

/* The plane in which the scene is seen: a whole level, stretched by @scale as its tiles are. */
typedef struct
{
  int level;
  double scale;
  double x0, y0;         /* pixels of @level at the widget's origin */
  double width, height;  /* pixels of @level */
} KlasterLevelView;

typedef struct
{
  gboolean pressed;
  gboolean active;       /* the dead zone was left */
  gboolean dropped;      /* waits for the tiles that show it in its new place */
  gint64 id;
  KlasterPoint from;     /* world */
  KlasterPoint position; /* world */
  double grab_x, grab_y; /* logical pixels from the pointer to the symbol's centre */
  GArray *partners;      /* KlasterPoint: where its links lead */
  guint timeout;
} KlasterMapDrag;

/* A cooperation on its way from one member to another */
typedef struct
{
  gboolean pressed;
  gboolean pulling;      /* the dead zone was left */
  gboolean pulled;       /* the last press was a pull: no click follows from it */
  gint64 press_id;
  gint64 from;           /* 0: none yet */
  KlasterMapConnectTarget target;
  gint64 target_id;
  double x, y;           /* of the free end, logical pixels */
  gboolean by_keyboard;  /* the free end is where the keyboard is */
} KlasterMapConnection;

struct _KlasterMapView
{
  GtkWidget parent_instance;

  KlasterProject *project;
  KlasterSelection *selection;
  KlasterQueryModel *members;

  ShumateMap *map;
  KlasterMapCamera *camera;
  ShumateMapSource *source;
  ShumateLayer *base_layer;
  ShumateLayer *old_base_layer;  /* stays below until the new one has had time to draw */
  guint old_base_timeout;
  guint align_source;
  guint rest_source;             /* until the map has rested for a moment */
  KlasterTileCache *cache;
  KlasterTileCache *highlight_cache;
  ShumateLayer *tile_layer;
  ShumateLayer *highlight_layer;
  ShumateLayer *live_layer;
  GtkWidget *cursor;

  KlasterSceneLoader *loader;
  KlasterMapOptions options;     /* owns filter and date */
  gboolean fitted;               /* the first view of the project was chosen */
  gboolean positioned;           /* somebody chose the view before the first scene came */

  /* Pointer */
  GtkGesture *drag_gesture;
  GtkGesture *click_gesture;
  GtkGesture *long_press_gesture;
  double pointer_x, pointer_y;
  gboolean pointer_inside;
  double press_x, press_y;
  gboolean press_handled;        /* what follows the press is ours */
  KlasterMapHit press_hit;
  KlasterMapHit hover;
  double hover_x, hover_y;
  gint64 last_menu_id;
  KlasterMapContext context;
  gboolean has_context;

  KlasterMapDrag drag;
  KlasterMapConnection connect;

  /* Graph */
  GtkBorder insets;              /* what lies over the edges of the view */
  KlasterGraphPlan *shown_plan;  /* of the scene that is shown */
  gboolean fit_plan;             /* the next scene is to be shown as a whole */
  struct _KlasterMapTransition *transition; /* (nullable): while members wander to another layout */

  /* Fanned-out members of one spot */
  gint64 fan_id;
  int fan_level;
  GArray *fan;                   /* KlasterFanItem */
  KlasterPoint fan_centre;

  KlasterMapTool tool;
  GArray *lasso;                 /* KlasterPoint, world */
  gboolean lasso_adds;
  GArray *measure;               /* KlasterPoint, world */
  GArray *placing;               /* gint64, the first is next */
  gboolean keyboard_aim;         /* the tool is aimed with the keyboard: at the middle */

  /* Keyboard */
  gint64 cursor_id;              /* the member that arrow keys move from */
  gboolean own_selection;        /* the selection is changed by us */
  gboolean selection_live;       /* few enough to be drawn each frame */
};

void             klaster_map_view_init_gestures   (KlasterMapView         *self);
void             klaster_map_view_init_keys       (KlasterMapView         *self);

void             klaster_map_view_choose_first    (KlasterMapView         *self);
void             klaster_map_view_queue_rest      (KlasterMapView         *self);
gboolean         klaster_map_view_get_level_view  (KlasterMapView         *self,
                                                   KlasterLevelView       *view);
gboolean         klaster_map_view_pick            (KlasterMapView         *self,
                                                   double                  x,
                                                   double                  y,
                                                   double                  radius,
                                                   KlasterMapHit          *hit);
KlasterTileCache *klaster_highlight_cache_new     (void);
void             klaster_map_view_draw_live       (GtkSnapshot            *snapshot,
                                                   int                     width,
                                                   int                     height,
                                                   gpointer                user_data);
void             klaster_map_view_queue_live      (KlasterMapView         *self);
void             klaster_map_view_update_hover    (KlasterMapView         *self);
void             klaster_map_view_update_cursor   (KlasterMapView         *self);
void             klaster_map_view_update_pointer  (KlasterMapView         *self);
void             klaster_map_view_update_selection (KlasterMapView        *self);
void             klaster_map_view_set_cursor_id   (KlasterMapView         *self,
                                                   gint64                  id);
void             klaster_map_view_close_fan       (KlasterMapView         *self);
void             klaster_map_view_enter_cluster   (KlasterMapView         *self,
                                                   const KlasterMapHit    *hit);
void             klaster_map_view_select          (KlasterMapView         *self,
                                                   KlasterTable            table,
                                                   const gint64           *ids,
                                                   guint                   n_ids,
                                                   gint64                  focus);
void             klaster_map_view_toggle          (KlasterMapView         *self,
                                                   gint64                  id);
void             klaster_map_view_toggle_link     (KlasterMapView         *self,
                                                   gint64                  id);
void             klaster_map_view_tool_click      (KlasterMapView         *self,
                                                   double                  x,
                                                   double                  y);
gboolean         klaster_map_view_escape          (KlasterMapView         *self);
void             klaster_map_view_finish_lasso    (KlasterMapView         *self);
void             klaster_map_view_start_drag      (KlasterMapView         *self);
void             klaster_map_view_drop            (KlasterMapView         *self);
void             klaster_map_view_end_drag        (KlasterMapView         *self);
void             klaster_map_view_aim_connection  (KlasterMapView         *self,
                                                   double                  x,
                                                   double                  y);
void             klaster_map_view_cancel_connection (KlasterMapView       *self);
void             klaster_map_view_start_pull      (KlasterMapView         *self);
void             klaster_map_view_finish_pull     (KlasterMapView         *self);
void             klaster_map_view_choose_connection (KlasterMapView       *self,
                                                   gint64                  id);
void             klaster_map_view_draw_connection (KlasterMapView         *self,
                                                   KlasterMapScene        *scene,
                                                   const KlasterLevelView *view,
                                                   cairo_t                *cr);
gboolean         klaster_map_view_request_context (KlasterMapView         *self,
                                                   double                  x,
                                                   double                  y,
                                                   const KlasterMapHit    *hit);
void             klaster_map_view_fit_graph       (KlasterMapView         *self,
                                                   KlasterGraphPlan       *plan,
                                                   gboolean                animate);
void             klaster_map_view_start_transition (KlasterMapView        *self,
                                                   KlasterGraphPlan       *before,
                                                   const KlasterTileView  *view_before,
                                                   KlasterGraphPlan       *after);
void             klaster_map_view_draw_transition (KlasterMapView         *self,
                                                   cairo_t                *cr);
void             klaster_map_view_end_transition  (KlasterMapView         *self);
void             klaster_map_view_emit            (KlasterMapView         *self,
                                                   const char             *signal);

G_END_DECLS
