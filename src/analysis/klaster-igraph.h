/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <igraph.h>

#include "klaster-graph.h"

G_BEGIN_DECLS

/* The one door to igraph, which is not built for several threads: one call at a time in the process. Between begin and
 * end no other thread enters; the calls of that time end early with IGRAPH_INTERRUPTED when @cancellable is cancelled.
 *
 *   klaster_igraph_begin (cancellable);
 *   … igraph …
 *   klaster_igraph_end ();
 */
void     klaster_igraph_begin  (GCancellable       *cancellable);
void     klaster_igraph_end    (void);
/* (out): to be destroyed with igraph_destroy(); between begin and end only */
gboolean klaster_igraph_create (const KlasterGraph *graph,
                                igraph_t           *result);

G_END_DECLS
