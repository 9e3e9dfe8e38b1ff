/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-label.h"
#include "klaster-map-scene.h"
#include "klaster-symbol.h"
#include "klaster-tile-index.h"

G_BEGIN_DECLS

#define KLASTER_NO_INDEX G_MAXUINT32

/* A member that has a position; in order of id. */
typedef struct
{
  gint64 id;
  double x, y;       /* world */
  guint8 kind, role;
  gint8 attention;   /* KlasterAttentionLevel, −1: none */
  guint8 laboratory;
  guint8 class;      /* of its colour */
  guint8 unknown_size;
  float size;        /* diameter at 100 % text, 0: by role and zoom */
  guint32 n_links;
  KlasterRow *row;   /* (unowned): the snapshot's */
} KlasterMapMember;

/* A cooperation both of whose ends are on the map; in order of id. */
typedef struct
{
  gint64 id;
  guint32 from, to;  /* members */
  guint8 orientation, status, strength, directed;
  guint8 attention;  /* the agreement behind it has ended */
} KlasterMapLink;

/* What is shown as one symbol at a zoom: a member, or several as a cluster. In order of drawing. */
typedef struct
{
  guint32 first, n;  /* in the level's members, in order of rank; the first names it */
  double px, py;     /* whole pixels of the level's zoom */
  float radius;      /* of the symbol or disc */
  float extent;      /* of everything drawn */
  float rank;        /* larger ones lie below smaller ones; 0: size says nothing */
  gint8 attention;   /* the worst in it */
  guint32 shares;    /* in the level's shares, a number for each class of colours; KLASTER_NO_INDEX for a member alone */
  float pill_x, pill_y; /* integrator with others: middle of the pill that says how many, from the node's middle */
} KlasterMapNode;

/* What is drawn as one line at a zoom. In order of drawing. */
typedef struct
{
  guint32 a, b;      /* nodes */
  guint32 first, n;  /* in the level's links */
  float bend;        /* pixels from the middle of the chord to the middle of the curve, to the left of a → b */
  float width;
  guint8 orientation, status, directed;
  guint8 attention;  /* of one link: its agreement has ended */
  guint8 whole;      /* one link from member to member, drawn as it is */
} KlasterMapEdge;

typedef struct
{
  KlasterLabelText text;
  KlasterFont font;
  const KlasterColor *color, *halo; /* the palette's */
  double x, y;       /* baseline of the first line, pixels of the level's zoom */
  double align;
  double line_height;
  KlasterRect rect;  /* with halo, dot and leader */
  gboolean dot;
  double dot_x, dot_y;
  gboolean turned;   /* one line along a river: its middle is at x, y */
  double angle;      /* radians */
  double shift;      /* from the middle of the line to its baseline */
  gboolean leader;   /* a line to what it names */
  KlasterPoint leader_from, leader_to;
  guint32 node;      /* whose name it is; KLASTER_NO_INDEX: nobody's */
} KlasterMapLabel;

/* All that depends on the zoom */
typedef struct
{
  gatomicrefcount ref_count;
  double zoom;
  double world;      /* pixels around the world */
  guint32 *members;  /* indexes of members, by node */
  guint32 *node_of;  /* node of each member */
  KlasterMapNode *nodes;
  guint n_nodes;
  guint32 *shares;   /* KLASTER_N_CLASSES for each cluster */
  guint32 *links;    /* indexes of links, by edge */
  guint32 *edge_of;  /* edge of each link, KLASTER_NO_INDEX: inside a cluster or hidden */
  KlasterMapEdge *edges;
  guint n_edges;
  guint n_bundled, n_hidden;
  gboolean marks;    /* few enough lines to put marks and numbers on them */
  KlasterMapLabel *labels;
  guint n_labels;
  KlasterTileIndex *node_index, *edge_index, *label_index;
} KlasterMapLevel;

typedef struct
{
  double zoom;
  guint n_users;          /* threads that wait for it or make it; guarded by the scene's mutex */
  gboolean ready;         /* likewise */
  GMutex mutex;           /* held while the level is being made */
  KlasterMapLevel *level; /* (nullable): not made yet */
} KlasterMapSlot;

struct _KlasterMapScene
{
  gatomicrefcount ref_count;
  guint64 version;
  KlasterSnapshot *snapshot;
  KlasterStyle style;
  const KlasterPalette *palette;
  KlasterMapFlags flags;
  gint64 *filter;
  guint n_filter;
  gboolean has_filter;
  char *date;
  KlasterGeometry *overlay;
  KlasterScopeFilter *scope;
  KlasterGraphPlan *plan;
  KlasterCoding *coding;
  KlasterRect seen;
  double seen_zoom;       /* 0: no part of it in particular */

  KlasterMapMember *members;
  guint n_members;
  KlasterMapLink *links;
  guint n_links;
  guint32 *ranked;        /* members in order of rank */
  guint32 *adjacency;     /* links of each member */
  guint32 *adjacency_starts;
  gint64 *unplaced;
  guint n_unplaced;

  GMutex mutex;           /* of the list of slots */
  GPtrArray *slots;
};

/* (transfer full) */
KlasterMapLevel *klaster_map_scene_get_level   (KlasterMapScene       *self,
                                                double                 zoom);
KlasterMapLevel *klaster_map_level_new         (KlasterMapScene       *scene,
                                                double                 zoom);
KlasterMapLevel *klaster_map_level_ref         (KlasterMapLevel       *self);
void             klaster_map_level_unref       (KlasterMapLevel       *self);
/* Bundles links between the level's nodes into edges and indexes them */
void             klaster_map_level_make_edges  (KlasterMapLevel       *self,
                                                KlasterMapScene       *scene);
/* Of a graph: bends links around symbols */
void             klaster_map_level_route_edges (KlasterMapLevel       *self);
void             klaster_map_level_place_labels (KlasterMapLevel      *self,
                                                KlasterMapScene       *scene);
/* (transfer full) (element-type KlasterMapLabel): names of a few @nodes (guint32) that have none, where they hide least */
GArray          *klaster_map_level_list_names  (const KlasterMapLevel *self,
                                                const KlasterMapScene *scene,
                                                const GArray          *nodes);
/* Groups members that overlap when drawn at @zoom: fills @group_of (a seed's index for each member). Pure. */
void             klaster_map_cluster           (KlasterMapScene       *scene,
                                                double                 zoom,
                                                double                 spread,
                                                guint32               *group_of);
/* Diameter of a member's symbol at @zoom */
double           klaster_map_scene_get_symbol_size (const KlasterMapScene *self,
                                                const KlasterMapMember *member,
                                                double                 zoom);
/* Fills what drawing needs to know of a member, which need not have a place */
gboolean         klaster_map_scene_describe_member (const KlasterMapScene *self,
                                                gint64                 id,
                                                KlasterMapMember      *member);
guint32          klaster_map_scene_find_member (const KlasterMapScene *self,
                                                gint64                 id);
guint32          klaster_map_scene_find_link   (const KlasterMapScene *self,
                                                gint64                 id);

/* Half the width of the pill beside an integrator; it is 15 pixels high, times the text scale */
double           klaster_map_pill_half_width   (const KlasterMapNode  *node,
                                                const KlasterStyle    *style);

/* Whether @rect lies across the edge of @seen */
static inline gboolean
klaster_map_level_cuts (const KlasterRect *seen,
                        const KlasterRect *rect)
{
  return klaster_rect_intersects (seen, rect)
         && (rect->x0 < seen->x0 || rect->y0 < seen->y0 || rect->x1 > seen->x1 || rect->y1 > seen->y1);
}

/* The curve of an edge as a quadratic: its control point */
static inline KlasterPoint
klaster_map_curve_control (double ax,
                           double ay,
                           double bx,
                           double by,
                           double bend)
{
  double dx = bx - ax, dy = by - ay;
  double length = dx * dx + dy * dy;

  if (length <= 0)
    return (KlasterPoint) { ax, ay };
  length = 2 * bend / __builtin_sqrt (length);
  return (KlasterPoint) { (ax + bx) / 2 + dy * length, (ay + by) / 2 - dx * length };
}

static inline KlasterPoint
klaster_map_curve_point (double       ax,
                         double       ay,
                         KlasterPoint control,
                         double       bx,
                         double       by,
                         double       t)
{
  double s = 1 - t;

  return (KlasterPoint) { s * s * ax + 2 * s * t * control.x + t * t * bx,
                          s * s * ay + 2 * s * t * control.y + t * t * by };
}

/* Bend of a single link of this length */
double           klaster_map_curve_base_bend   (double                 length);

G_END_DECLS
