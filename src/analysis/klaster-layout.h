/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-graph.h"
#include "klaster-layout-types.h"

G_BEGIN_DECLS

/**
 * KlasterLayoutOptions:
 * @kind: which layout
 * @previous: (nullable) (array length=n_previous): the last picture, ascending by id. Pinned members stay where they
 *   are, the others near, in as far as the graph is still the same
 * @n_previous: their number
 * @width: of the space there is for the picture, in the unit of layouts; its shape counts more than its size
 * @height: of that space
 * @seed: of what is left to chance; the same seed gives the same picture
 * @progress: (nullable): told the share that is done, on the thread of the layout
 * @user_data: for @progress
 */
typedef struct
{
  KlasterLayoutKind kind;
  const KlasterLayoutPosition *previous;
  guint n_previous;
  double width, height;
  guint32 seed;
  void (*progress) (double   share,
                    gpointer user_data);
  gpointer user_data;
} KlasterLayoutOptions;

#define KLASTER_LAYOUT_OPTIONS_DEFAULT \
  ((KlasterLayoutOptions) { KLASTER_LAYOUT_LEVEL, NULL, 0, 1050, 700, 1, NULL, NULL })

/**
 * KlasterLayout:
 *
 * Where each member of a graph lies. Immutable, reference-counted, any thread.
 */
typedef struct _KlasterLayout KlasterLayout;

KlasterLayout               *klaster_layout_new           (KlasterGraph               *graph,
                                                           const KlasterLayoutOptions *options,
                                                           GCancellable               *cancellable);
/* The picture of a project from where it keeps members; @options: without previous positions */
KlasterLayout               *klaster_layout_new_for_snapshot (KlasterSnapshot         *snapshot,
                                                           const KlasterLayoutOptions *options,
                                                           GCancellable               *cancellable);
KlasterLayout               *klaster_layout_ref           (KlasterLayout              *self);
void                         klaster_layout_unref         (KlasterLayout              *self);
KlasterLayoutKind            klaster_layout_get_kind      (const KlasterLayout        *self);
const KlasterLayoutPosition *klaster_layout_get_positions (const KlasterLayout        *self,
                                                           guint                      *n_positions);
const KlasterLayoutBand     *klaster_layout_get_bands     (const KlasterLayout        *self,
                                                           guint                      *n_bands);
gboolean                     klaster_layout_find          (const KlasterLayout        *self,
                                                           gint64                      id,
                                                           KlasterLayoutPosition      *position);
/* "force", "level", "core", "map" */
const char                  *klaster_layout_kind_get_token (KlasterLayoutKind          kind);
gboolean                     klaster_layout_kind_parse    (const char                 *text,
                                                           KlasterLayoutKind          *kind);

/* How well a picture can be read. @x, @y: of each member, in the unit of layouts */
typedef struct
{
  guint64 crossings;      /* pairs of links that cross, those that share a member left out */
  guint64 label_overlaps; /* pairs of names that overlap when each stands below its symbol */
  guint64 symbol_overlaps;
  double radius;          /* root mean square distance from the middle */
} KlasterLayoutQuality;

void                         klaster_layout_measure       (const KlasterGraph         *graph,
                                                           const double               *x,
                                                           const double               *y,
                                                           KlasterLayoutQuality       *quality);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterLayout, klaster_layout_unref)

G_END_DECLS
