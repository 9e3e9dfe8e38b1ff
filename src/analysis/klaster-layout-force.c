/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-igraph.h"
#include "klaster-layout-private.h"

#define AREA (KLASTER_LAYOUT_LABEL_WIDTH * 96.0)
#define N_ITERATIONS 300

void
klaster_layout_make_force (KlasterLayoutJob *job)
{
  igraph_t graph;
  igraph_matrix_t places;
  double scale = sqrt (AREA);

  klaster_igraph_begin (job->cancellable);
  if (job->n_members > 0 && klaster_igraph_create (job->graph, &graph))
    {
      igraph_rng_seed (igraph_rng_default (), job->options->seed);
      if (igraph_matrix_init (&places, 0, 0) == IGRAPH_SUCCESS)
        {
          if (igraph_layout_fruchterman_reingold (&graph, &places, FALSE, N_ITERATIONS, sqrt (job->n_members),
                                                  IGRAPH_LAYOUT_GRID, NULL, NULL, NULL, NULL, NULL) == IGRAPH_SUCCESS)
            for (guint i = 0; i < job->n_members; i++)
              {
                job->x[i] = MATRIX (places, i, 0) * scale;
                job->y[i] = MATRIX (places, i, 1) * scale;
              }
          igraph_matrix_destroy (&places);
        }
      igraph_destroy (&graph);
    }
  klaster_igraph_end ();
  klaster_layout_remove_overlaps (job, 60);
}
