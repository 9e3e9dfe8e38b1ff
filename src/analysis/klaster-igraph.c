/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-igraph.h"

static GMutex mutex;
static GCancellable *current; /* of the thread that holds the mutex */

static igraph_error_t
interrupt_cb (void *data)
{
  if (!g_cancellable_is_cancelled (current))
    return IGRAPH_SUCCESS;
  /* What igraph has allocated is freed here and nowhere else; without it some of its functions free badly. */
  IGRAPH_FINALLY_FREE ();
  return IGRAPH_INTERRUPTED;
}

/**
 * klaster_igraph_begin:
 * @cancellable: (nullable): ends the calls that follow early
 *
 * Waits until no other thread is in igraph. Errors are returned by its functions from here on instead of ending the
 * program.
 */
void
klaster_igraph_begin (GCancellable *cancellable)
{
  g_mutex_lock (&mutex);
  current = cancellable;
  igraph_set_error_handler (igraph_error_handler_ignore);
  igraph_set_warning_handler (igraph_warning_handler_ignore);
  igraph_set_interruption_handler (interrupt_cb);
}

/**
 * klaster_igraph_end:
 *
 * Lets the next thread in.
 */
void
klaster_igraph_end (void)
{
  current = NULL;
  g_mutex_unlock (&mutex);
}

/**
 * klaster_igraph_create:
 * @graph: members and links
 * @result: (out): the same for igraph, undirected; vertices are positions of members
 *
 * Returns: %FALSE when igraph refused, then @result must not be destroyed
 */
gboolean
klaster_igraph_create (const KlasterGraph *graph,
                       igraph_t           *result)
{
  guint n_members, n_links;
  const KlasterGraphLink *links = klaster_graph_get_links (graph, &n_links);
  igraph_vector_int_t ends;
  gboolean created;

  klaster_graph_get_members (graph, &n_members);
  if (igraph_vector_int_init (&ends, 2 * (igraph_integer_t) n_links) != IGRAPH_SUCCESS)
    return FALSE;
  for (guint i = 0; i < n_links; i++)
    {
      VECTOR (ends)[2 * i] = links[i].from;
      VECTOR (ends)[2 * i + 1] = links[i].to;
    }
  created = igraph_create (result, &ends, n_members, IGRAPH_UNDIRECTED) == IGRAPH_SUCCESS;
  igraph_vector_int_destroy (&ends);
  return created;
}
