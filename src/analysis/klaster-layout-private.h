/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-layout.h"

G_BEGIN_DECLS

/* A layout while it is being made. */
typedef struct
{
  KlasterGraph *graph;
  const KlasterGraphMember *members;
  guint n_members;
  const KlasterGraphLink *links;
  guint n_links;
  const guint32 *adjacency;
  const KlasterLayoutOptions *options;
  GCancellable *cancellable;

  double *x, *y;          /* of each member */
  double *old_x, *old_y;  /* NAN: not in the last picture */
  gboolean *pinned;
  guint n_old;
  guint n_pinned;
  GArray *bands;          /* KlasterLayoutBand */
} KlasterLayoutJob;

/* Each fills x, y and bands; what they leave when cancelled is thrown away. */
void     klaster_layout_make_force      (KlasterLayoutJob *self);
void     klaster_layout_make_level      (KlasterLayoutJob *self);
void     klaster_layout_make_core       (KlasterLayoutJob *self);
void     klaster_layout_make_map        (KlasterLayoutJob *self);

gboolean klaster_layout_is_cancelled    (KlasterLayoutJob *self);
void     klaster_layout_report          (KlasterLayoutJob *self,
                                         double            share);
/* Pushes members apart whose symbols or names overlap, in at most @n_rounds */
void     klaster_layout_remove_overlaps (KlasterLayoutJob *self,
                                         guint             n_rounds);
/* Where a member's symbol and name reach to, from its middle; the name stands below. */
void     klaster_layout_get_extents     (const KlasterGraphMember *member,
                                         double           *half_width,
                                         double           *above,
                                         double           *below);
/* Exchanges members between places as long as links cross less; @groups: places are exchanged within a group only;
 * @calm: only neighbours, and only where that saves much, for people know the picture */
void     klaster_layout_exchange        (KlasterLayoutJob *self,
                                         guint32          *order,
                                         const guint      *groups,
                                         guint             n_groups,
                                         gboolean          circular,
                                         gboolean          calm,
                                         guint64           work);
/* Width : height that the picture should have */
double   klaster_layout_get_aspect      (KlasterLayoutJob *self);
/* Order of two doubles, for sorting; ties are broken by the caller. */
static inline int
klaster_layout_compare (double a,
                        double b)
{
  return (a > b) - (a < b);
}

G_END_DECLS
