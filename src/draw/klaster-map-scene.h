/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-coding.h"
#include "klaster-geojson-geometry.h"
#include "klaster-graph-plan.h"
#include "klaster-palette.h"
#include "klaster-projection.h"
#include "klaster-scope-filter.h"

G_BEGIN_DECLS

/**
 * KlasterMapScene:
 *
 * Everything that the map shows of one snapshot in one style: members, clusters, links, labels, place names. Immutable,
 * reference-counted, any thread. What depends on the zoom (clusters, bundles of links, placed labels) is made for a
 * zoom when it is first asked for and kept; klaster_map_scene_prepare() does it ahead, on a worker, so that picking and
 * drawing on the main thread never wait.
 *
 * Coordinates are world coordinates (klaster-projection.h) unless said otherwise; "pixels" are logical pixels of @zoom.
 */
typedef struct _KlasterMapScene KlasterMapScene;

typedef enum
{
  KLASTER_MAP_LINKS = 1 << 0,
  KLASTER_MAP_MEMBER_LABELS = 1 << 1,
  KLASTER_MAP_PLACE_LABELS = 1 << 2, /* off over online tiles, which have their own */
  KLASTER_MAP_CLUSTERS = 1 << 3,
  KLASTER_MAP_BADGES = 1 << 4,
  KLASTER_MAP_ENDED_LINKS = 1 << 5,  /* also cooperation that has ended */
  KLASTER_MAP_DEFAULT = KLASTER_MAP_LINKS | KLASTER_MAP_MEMBER_LABELS | KLASTER_MAP_PLACE_LABELS | KLASTER_MAP_CLUSTERS
                        | KLASTER_MAP_BADGES,
} KlasterMapFlags;

/**
 * KlasterMapOptions:
 * @style: palette, language, text size
 * @flags: which layers
 * @filter: (nullable) (array length=n_filter): ids of the members to show, ascending; %NULL: all. Copied.
 * @n_filter: their number
 * @date: (nullable): "YYYY-MM-DD" from which what needs attention is derived; %NULL: no badges. Copied.
 * @overlay: (nullable): geometry drawn between basemap and links. Referenced.
 * @scope: (nullable): which links to show; %NULL: all. Referenced.
 * @plan: (nullable): the graph: where members lie instead of their places on the map. Referenced.
 * @color_by: what the members' colour tells
 * @size_by: what their size tells
 * @seen: of a map: no name is cut by the edges of this part of it, pixels of the plane at @seen_zoom
 * @seen_zoom: its zoom; 0: names lie across whatever will be the edge
 */
typedef struct
{
  KlasterStyle style;
  KlasterMapFlags flags;
  const gint64 *filter;
  guint n_filter;
  const char *date;
  KlasterGeometry *overlay;
  KlasterScopeFilter *scope;
  KlasterGraphPlan *plan;
  KlasterAttribute color_by, size_by;
  KlasterRect seen;
  double seen_zoom;
} KlasterMapOptions;

#define KLASTER_MAP_OPTIONS_DEFAULT \
  ((KlasterMapOptions) { KLASTER_STYLE_DEFAULT, KLASTER_MAP_DEFAULT, NULL, 0, NULL, NULL, NULL, NULL, \
                         KLASTER_ATTRIBUTE_NONE, KLASTER_ATTRIBUTE_NONE, { 0, 0, 0, 0 }, 0 })

/* @to owns what it points to; clear it with klaster_map_options_clear(). */
void             klaster_map_options_copy       (KlasterMapOptions       *to,
                                                 const KlasterMapOptions *from);
void             klaster_map_options_clear      (KlasterMapOptions       *options);

/* Under 0.5 s for 50,000 members and 200,000 links: on a worker. Returns NULL only when cancelled. */
KlasterMapScene *klaster_map_scene_new          (KlasterSnapshot         *snapshot,
                                                 const KlasterMapOptions *options,
                                                 GCancellable            *cancellable);
/* The scene after @delta, with the same options; shares with @self what did not change. */
KlasterMapScene *klaster_map_scene_update       (KlasterMapScene         *self,
                                                 KlasterSnapshot         *snapshot,
                                                 const KlasterDelta      *delta);
/* The same with names placed for another part of it; only the level of @zoom is made anew. */
KlasterMapScene *klaster_map_scene_with_seen    (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 const KlasterRect       *seen);
/* Whether a name that is placed at @zoom lies across the edge of @seen, pixels of the plane. Prepares @zoom. */
gboolean         klaster_map_scene_cuts_names   (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 const KlasterRect       *seen);
KlasterMapScene *klaster_map_scene_ref          (KlasterMapScene         *self);
void             klaster_map_scene_unref        (KlasterMapScene         *self);

/* (transfer none): what colours and sizes mean */
KlasterCoding   *klaster_map_scene_get_coding   (const KlasterMapScene   *self);
/* (transfer none) (nullable): the graph that it shows; NULL: it is a map */
KlasterGraphPlan *klaster_map_scene_get_plan    (const KlasterMapScene   *self);
/* Unique in the process; equal versions draw equal pixels. */
guint64          klaster_map_scene_get_version  (const KlasterMapScene   *self);
KlasterSnapshot *klaster_map_scene_get_snapshot (const KlasterMapScene   *self); /* (transfer none) */
/* Makes what depends on @zoom, if it is not there yet. Takes up to some 100 ms in the largest projects. */
void             klaster_map_scene_prepare      (KlasterMapScene         *self,
                                                 double                   zoom);
gboolean         klaster_map_scene_is_prepared  (KlasterMapScene         *self,
                                                 double                   zoom);

/* What differs between two scenes of the same style at @zoom, symbols, labels and line widths included: every pixel
 * outside these rectangles is the same in both. (transfer full) (element-type KlasterRect): world coordinates, a few
 * dozen at most; empty: nothing differs. Prepares both scenes for @zoom. */
GArray          *klaster_map_scene_diff         (KlasterMapScene         *before,
                                                 KlasterMapScene         *after,
                                                 double                   zoom);

/* Draws the overlay tile at the context's origin, KLASTER_TILE_SIZE logical pixels, transparent where nothing is. */
void             klaster_map_scene_draw_tile    (KlasterMapScene         *self,
                                                 cairo_t                 *cr,
                                                 int                      zoom,
                                                 int                      x,
                                                 int                      y);
/* The same for any view: @x0, @y0 is the pixel at @zoom that lies at the context's origin. */
void             klaster_map_scene_draw         (KlasterMapScene         *self,
                                                 cairo_t                 *cr,
                                                 double                   zoom,
                                                 double                   x0,
                                                 double                   y0,
                                                 double                   width,
                                                 double                   height);
/* For the live layer, drawn each frame over the tiles: all links of @ids in full, highlighted, and the symbols of @ids
 * with
 * @flags over them. Members inside a cluster highlight the cluster. Cost grows with the links of @ids only. */
void             klaster_map_scene_draw_highlight (KlasterMapScene       *self,
                                                 cairo_t                 *cr,
                                                 double                   zoom,
                                                 double                   x0,
                                                 double                   y0,
                                                 double                   width,
                                                 double                   height,
                                                 const gint64            *ids,
                                                 guint                    n_ids,
                                                 guint                    symbol_flags); /* KlasterSymbolFlags */
/* The symbol of one member, anywhere: at @x, @y logical pixels */
void             klaster_map_scene_draw_member  (KlasterMapScene         *self,
                                                 cairo_t                 *cr,
                                                 double                   zoom,
                                                 gint64                   id,
                                                 double                   x,
                                                 double                   y,
                                                 guint                    symbol_flags); /* KlasterSymbolFlags */
/* One link, highlighted, with the symbols at its ends; wider when these are selected */
void             klaster_map_scene_draw_link    (KlasterMapScene         *self,
                                                 cairo_t                 *cr,
                                                 double                   zoom,
                                                 double                   x0,
                                                 double                   y0,
                                                 gint64                   cooperation_id,
                                                 guint                    symbol_flags); /* KlasterSymbolFlags */

typedef enum
{
  KLASTER_MAP_HIT_NOTHING,
  KLASTER_MAP_HIT_MEMBER,  /* id: institution */
  KLASTER_MAP_HIT_CLUSTER, /* id: the member of highest rank in it, which names the cluster at this zoom */
  KLASTER_MAP_HIT_LINK,    /* id: cooperation */
  KLASTER_MAP_HIT_BUNDLE,  /* id: a cooperation in it; n: how many */
} KlasterMapHitType;

typedef struct
{
  KlasterMapHitType type;
  gint64 id;
  guint n;                 /* members of a cluster, links of a bundle, else 1 */
  gboolean one_spot;       /* cluster: no zoom takes its members apart, fan them out */
  KlasterPoint position;   /* of the symbol; of the nearest point on a link */
  double radius;           /* of the symbol, pixels; 0: a link */
  double distance;         /* pixels from what was asked */
} KlasterMapHit;

/* What lies at pixel @x, @y of @zoom, or within @radius pixels of it: symbols before links, the nearest first. */
gboolean         klaster_map_scene_pick         (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 double                   x,
                                                 double                   y,
                                                 double                   radius,
                                                 KlasterMapHit           *hit);
/* Members (transfer full) (element-type gint64), ascending: lasso, rubber band */
GArray          *klaster_map_scene_query_rect   (KlasterMapScene         *self,
                                                 const KlasterRect       *bounds);
GArray          *klaster_map_scene_query_polygon (KlasterMapScene        *self,
                                                 const KlasterPoint      *points,
                                                 guint                    n_points);

/* FALSE: not on the map (unplaced, filtered out, unknown) */
gboolean         klaster_map_scene_get_position (KlasterMapScene         *self,
                                                 gint64                   id,
                                                 KlasterPoint            *position);
/* Where it is drawn at @zoom: of a member in a cluster, the cluster's. */
gboolean         klaster_map_scene_get_shown_position (KlasterMapScene   *self,
                                                 double                   zoom,
                                                 gint64                   id,
                                                 KlasterMapHit           *hit);
/* Of @ids, or of everything on the map when NULL; FALSE when none of them is */
gboolean         klaster_map_scene_get_bounds   (KlasterMapScene         *self,
                                                 const gint64            *ids,
                                                 guint                    n_ids,
                                                 KlasterRect             *bounds);
guint            klaster_map_scene_get_n_members (const KlasterMapScene  *self);
guint            klaster_map_scene_get_n_links  (const KlasterMapScene   *self);
/* Members that have no position, (transfer none), ascending */
const gint64    *klaster_map_scene_get_unplaced (const KlasterMapScene   *self,
                                                 guint                   *n_ids);
/* Links that are not drawn one by one at @zoom because there are too many: bundled, or hidden altogether. The view says
 * so. */
void             klaster_map_scene_get_link_summary (KlasterMapScene     *self,
                                                 double                   zoom,
                                                 guint                   *n_bundled,
                                                 guint                   *n_hidden);
/* The nearest shown member or cluster in a direction, for arrow keys; 0: none. @dx, @dy: −1, 0, 1 */
gint64           klaster_map_scene_find_neighbour (KlasterMapScene       *self,
                                                 double                   zoom,
                                                 gint64                   id,
                                                 int                      dx,
                                                 int                      dy);

/* (transfer full) (element-type gint64): members of the cluster that is named by @id at @zoom, in order of rank */
GArray          *klaster_map_scene_list_cluster (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 gint64                   id);

/* (transfer full) (element-type gint64): the links that are drawn in one line with @cooperation_id at @zoom, itself
 * included, ascending; empty when it is not drawn */
GArray          *klaster_map_scene_list_bundle  (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 gint64                   cooperation_id);

/* One member of a fanned-out cluster */
typedef struct
{
  gint64 id;
  double dx, dy; /* pixels from the cluster's centre to the member's symbol */
} KlasterFanItem;

/* (transfer full) (element-type KlasterFanItem): a circle, from nine on a spiral */
GArray          *klaster_map_scene_fan_out      (KlasterMapScene         *self,
                                                 double                   zoom,
                                                 gint64                   id);
void             klaster_map_scene_draw_fan     (KlasterMapScene         *self,
                                                 cairo_t                 *cr,
                                                 double                   zoom,
                                                 double                   x0,
                                                 double                   y0,
                                                 gint64                   id,
                                                 gint64                   hover_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterMapScene, klaster_map_scene_unref)

G_END_DECLS
