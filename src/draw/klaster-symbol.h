/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-palette.h"

G_BEGIN_DECLS

/* Symbols of institutions: a shape and a colour for each kind, varied by role: the integrator's is larger with a ring,
 * core has a thin ring, a candidate's is hollow and dashed, a former member's small and pale. Logical pixels; any
 * thread. */

typedef enum
{
  KLASTER_SYMBOL_PLAIN = 0,
  KLASTER_SYMBOL_SELECTED = 1 << 0,
  KLASTER_SYMBOL_HOVER = 1 << 1,
  KLASTER_SYMBOL_FOCUS = 1 << 2,      /* keyboard focus: dashed ring */
  KLASTER_SYMBOL_DRAGGED = 1 << 3,
  KLASTER_SYMBOL_DIMMED = 1 << 4,     /* left out by a filter, still shown */
  KLASTER_SYMBOL_LABORATORY = 1 << 5, /* a School-Laboratory is open there: small flask mark */
  KLASTER_SYMBOL_UNKNOWN_COLOR = 1 << 6, /* nobody has said what colour tells: empty */
  KLASTER_SYMBOL_UNKNOWN_SIZE = 1 << 7,  /* nobody has said what size tells: a hole in its middle */
} KlasterSymbolFlags;

/* @size: diameter of the shape, 16 in lists and legends, klaster_symbol_get_map_size() on the map; rings and badges
 * come outside of it. @x, @y: its centre. */
void   klaster_symbol_draw            (cairo_t            *cr,
                                       KlasterKind         kind,
                                       KlasterRole         role,
                                       double              x,
                                       double              y,
                                       double              size,
                                       KlasterSymbolFlags  flags,
                                       const KlasterStyle *style);
/* The same in another colour than that of the kind: shape still says the kind. */
void   klaster_symbol_draw_colored    (cairo_t            *cr,
                                       KlasterKind         kind,
                                       KlasterRole         role,
                                       const KlasterColor *color,
                                       double              x,
                                       double              y,
                                       double              size,
                                       KlasterSymbolFlags  flags,
                                       const KlasterStyle *style);
/* Status badge at the upper right of a symbol of that size; @level: KlasterAttentionLevel, shape differs with level,
 * negative: none */
void   klaster_symbol_draw_badge      (cairo_t            *cr,
                                       int                 level,
                                       double              x,
                                       double              y,
                                       double              size,
                                       const KlasterStyle *style);
/* Radius within which everything of the symbol lies, ring and badge included */
double klaster_symbol_get_extent      (KlasterRole         role,
                                       double              size,
                                       KlasterSymbolFlags  flags);
/* Diameter on the map for a role at a zoom */
double klaster_symbol_get_map_size    (KlasterRole         role,
                                       double              zoom,
                                       const KlasterStyle *style);
/* A piece of a link, for legends and lists: from (x, y) to the right */
void   klaster_symbol_draw_link       (cairo_t            *cr,
                                       KlasterOrientation  orientation,
                                       KlasterLinkStatus   status,
                                       double              x,
                                       double              y,
                                       double              length,
                                       const KlasterStyle *style);
/* Dashes for a status; the caller restores. */
void   klaster_link_set_dash          (cairo_t            *cr,
                                       KlasterLinkStatus   status,
                                       double              width,
                                       double              offset);
/* Mark of an orientation on a line */
void   klaster_link_draw_mark         (cairo_t            *cr,
                                       KlasterOrientation  orientation,
                                       double              x,
                                       double              y,
                                       double              angle,
                                       double              radius,
                                       const KlasterStyle *style);

G_END_DECLS
