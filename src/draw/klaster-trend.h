/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-palette.h"

G_BEGIN_DECLS

/**
 * KlasterTrendPoint:
 * @day: a day, counted from any day
 * @value: what was measured then
 *
 * One value of an indicator.
 */
typedef struct
{
  int day;
  double value;
} KlasterTrendPoint;

/* Values over time as a line with dots, the target as a dashed line, in a rectangle of @width × @height at the origin of
 * @cr. @points in order of days; @target NAN: none. With @labels the first, the last and the target say their figure; it
 * takes a height of 60 and more. What it shows has to be said in words beside it. */
void  klaster_trend_draw          (cairo_t                 *cr,
                                   const KlasterTrendPoint *points,
                                   guint                    n_points,
                                   double                   target,
                                   double                   width,
                                   double                   height,
                                   gboolean                 labels,
                                   const KlasterStyle      *style);

G_END_DECLS
