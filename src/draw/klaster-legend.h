/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-map-scene.h"

G_BEGIN_DECLS

/* What a sheet explains: only what occurs on the map. In the window the legend is made of widgets from the same
 * list. */
typedef struct
{
  guint kinds;        /* bit for each KlasterKind */
  guint orientations; /* bit for each KlasterOrientation */
  guint statuses;     /* bit for each KlasterLinkStatus */
  guint roles;        /* bit for each KlasterRole */
  guint classes;      /* bit for each class of colours */
  gboolean unknown_sizes;
  guint signs;        /* bit for each KlasterLegendSign; only sheets explain them, which cannot be asked */
  KlasterCoding *coding; /* (nullable): there is no scene */
} KlasterLegendContents;

/* Small signs at symbols and links */
typedef enum
{
  KLASTER_LEGEND_SIGN_LABORATORY,
  KLASTER_LEGEND_SIGN_INFO,     /* the three levels of attention */
  KLASTER_LEGEND_SIGN_WARNING,
  KLASTER_LEGEND_SIGN_OVERDUE,
  KLASTER_LEGEND_SIGN_TOGETHER, /* members under one symbol */
  KLASTER_LEGEND_SIGN_SEVERAL,  /* links in one line */
  KLASTER_LEGEND_N_SIGNS
} KlasterLegendSign;

typedef enum
{
  KLASTER_LEGEND_CLASS,
  KLASTER_LEGEND_SIZE,
  KLASTER_LEGEND_UNKNOWN_SIZE,
  KLASTER_LEGEND_KIND,
  KLASTER_LEGEND_ROLE,
  KLASTER_LEGEND_ORIENTATION,
  KLASTER_LEGEND_STATUS,
  KLASTER_LEGEND_SIGN,
} KlasterLegendRowType;

typedef struct
{
  const char *heading; /* (nullable): stands over this row, the first of its type */
  const char *text;
  KlasterLegendRowType type;
  guint value;         /* kind, class, role … */
  double size;         /* of the sample, logical pixels at 100 % text */
} KlasterLegendRow;

typedef void (*KlasterLegendFunc) (const KlasterLegendRow *row,
                                   gpointer                data);

/* Clear with klaster_legend_contents_clear(). */
void     klaster_legend_collect        (KlasterMapScene             *scene,
                                        KlasterLegendContents       *contents);
/* Adds what shows only at that zoom: members and links that are drawn as one. */
void     klaster_legend_collect_bundles (KlasterMapScene            *scene,
                                        double                       zoom,
                                        KlasterLegendContents       *contents);
void     klaster_legend_contents_clear (KlasterLegendContents       *contents);
gboolean klaster_legend_contents_equal (const KlasterLegendContents *a,
                                        const KlasterLegendContents *b);
/* @brief: for a small legend beside a map that can be asked: without what explains itself, headings only where colour or
 * size say something of their own */
void     klaster_legend_foreach        (const KlasterLegendContents *contents,
                                        KlasterLanguage              language,
                                        gboolean                     brief,
                                        KlasterLegendFunc            func,
                                        gpointer                     data);
/* How wide samples are, with the gap after them; logical pixels at 100 % text */
double   klaster_legend_get_sample_width (const KlasterLegendContents *contents);
/* The sample of a row: @x: left, @y: its middle */
void     klaster_legend_draw_sample    (cairo_t                     *cr,
                                        const KlasterLegendContents *contents,
                                        const KlasterLegendRow      *row,
                                        double                       x,
                                        double                       y,
                                        const KlasterStyle          *style);
/* @limit: how high its columns may be, 0: all in one */
void     klaster_legend_measure        (const KlasterLegendContents *contents,
                                        const KlasterStyle          *style,
                                        double                       limit,
                                        double                      *width,
                                        double                      *height);
/* The lowest limit with which it is not wider than that; 0: there is none */
double   klaster_legend_find_limit     (const KlasterLegendContents *contents,
                                        const KlasterStyle          *style,
                                        double                       max_width);
void     klaster_legend_draw           (cairo_t                     *cr,
                                        const KlasterLegendContents *contents,
                                        double                       x,
                                        double                       y,
                                        double                       limit,
                                        const KlasterStyle          *style);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KlasterLegendContents, klaster_legend_contents_clear)

G_END_DECLS
