/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What makes the layouts of the graph (src/analysis) and what draws them (src/draw) both know: plain values. */

/* Positions in the token list graph_views. */
typedef enum
{
  KLASTER_LAYOUT_FORCE, /* who works together lies together */
  KLASTER_LAYOUT_LEVEL, /* rows from authorities down to preschools */
  KLASTER_LAYOUT_CORE,  /* rings around who leads */
  KLASTER_LAYOUT_MAP,   /* as on the map, drawn apart */
  KLASTER_N_LAYOUTS
} KlasterLayoutKind;

/* The unit of all layouts is the logical pixel of a picture in which names can be read: symbols are about 16 across,
 * a name below one is up to KLASTER_LAYOUT_LABEL_WIDTH wide. y grows downwards. */
#define KLASTER_LAYOUT_LABEL_WIDTH 100.0
#define KLASTER_LAYOUT_SYMBOL 16.0

typedef struct
{
  gint64 id;       /* of the institution */
  double x, y;
  gboolean pinned; /* stays there */
} KlasterLayoutPosition;

/* A row of the layout by level, a ring around the core, or those that have no place on the map */
typedef struct
{
  guint level;         /* row from the top, ring from the middle; empty ones are left out but counted */
  guint32 kinds;       /* bit for each kind of institution in it */
  guint32 roles;       /* bit for each role in it */
  double begin, end;   /* top and bottom of its symbols; radii of its innermost and outermost */
  guint n_members;
} KlasterLayoutBand;

G_END_DECLS
