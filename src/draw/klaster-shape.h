/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "klaster-projection.h"

G_BEGIN_DECLS

/* Plane geometry on arrays of KlasterPoint, in any unit. Rings are closed without repeating the first point. */

/* Vertices of @points that remain when none of those left out is farther than @tolerance from the line
 * (Douglas-Peucker); the first and last always remain. Appends to @out. */
void         klaster_shape_simplify     (const KlasterPoint *points,
                                         guint               n_points,
                                         double              tolerance,
                                         GArray             *out);
/* Cuts corners once (Chaikin); a line keeps its ends. Appends to @out. */
void         klaster_shape_smooth       (const KlasterPoint *points,
                                         guint               n_points,
                                         gboolean            closed,
                                         GArray             *out);
/* The part of a ring inside @clip (Sutherland-Hodgman): what is filled is right, edges run along @clip. Replaces
 * @out. */
void         klaster_shape_clip_ring    (const KlasterPoint *points,
                                         guint               n_points,
                                         const KlasterRect  *clip,
                                         GArray             *out,
                                         GArray             *scratch);
/* Whether any part of the segment lies within @clip; exact */
gboolean     klaster_shape_segment_hits (KlasterPoint        a,
                                         KlasterPoint        b,
                                         const KlasterRect  *clip);
double       klaster_shape_get_area     (const KlasterPoint *points,
                                         guint               n_points);
/* Even-odd rule */
gboolean     klaster_shape_contains     (const KlasterPoint *points,
                                         guint               n_points,
                                         double              x,
                                         double              y);
/* The point inside the ring that is farthest from its edges, within 2 % of the ring's size: where a name goes */
KlasterPoint klaster_shape_find_middle  (const KlasterPoint *points,
                                         guint               n_points);
double       klaster_shape_distance_to_segment (double       x,
                                         double              y,
                                         KlasterPoint        a,
                                         KlasterPoint        b,
                                         double             *position); /* (out) (optional): 0 … 1 along it */

G_END_DECLS
