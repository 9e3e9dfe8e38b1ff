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
} KlasterLegendContents;

void klaster_legend_collect (KlasterMapScene             *scene,
                             KlasterLegendContents       *contents);
void klaster_legend_measure (const KlasterLegendContents *contents,
                             const KlasterStyle          *style,
                             double                      *width,
                             double                      *height);
void klaster_legend_draw    (cairo_t                     *cr,
                             const KlasterLegendContents *contents,
                             double                       x,
                             double                       y,
                             const KlasterStyle          *style);

G_END_DECLS
