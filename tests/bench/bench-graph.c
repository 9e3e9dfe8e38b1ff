/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Layouts of the sample and of two generated clusters, with igraph's grid Fruchterman-Reingold beside the layout by force:
 * time, crossings, names that overlap; and how far members move when there is one more link. Pictures are brought to the
 * same size before anything is counted: a larger one has room for more names.
 */
#include <math.h>
#include <stdlib.h>

#include "klaster-content.h"
#include "klaster-generate.h"
#include "klaster-igraph.h"
#include "klaster-layout.h"
#include "klaster-sample.h"

#define N_RUNS 3

typedef struct
{
  double *x, *y;
  guint n;
} Picture;

static void
picture_clear (Picture *self)
{
  g_free (self->x);
  g_free (self->y);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static void
picture_read (Picture             *self,
              const KlasterLayout *layout)
{
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (layout, &self->n);

  self->x = g_new (double, self->n + 1);
  self->y = g_new (double, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    {
      self->x[i] = positions[i].x;
      self->y[i] = positions[i].y;
    }
}

static void
run_igraph (KlasterGraph *graph,
            guint32       seed,
            Picture      *picture)
{
  igraph_t g;
  igraph_matrix_t places;

  klaster_graph_get_members (graph, &picture->n);
  picture->x = g_new0 (double, picture->n + 1);
  picture->y = g_new0 (double, picture->n + 1);
  klaster_igraph_begin (NULL);
  g_assert_true (klaster_igraph_create (graph, &g));
  igraph_rng_seed (igraph_rng_default (), seed);
  igraph_matrix_init (&places, 0, 0);
  g_assert_cmpint (igraph_layout_fruchterman_reingold (&g, &places, FALSE, 500, sqrt (picture->n), IGRAPH_LAYOUT_GRID, NULL,
                                                       NULL, NULL, NULL, NULL), ==, IGRAPH_SUCCESS);
  for (guint i = 0; i < picture->n; i++)
    {
      picture->x[i] = MATRIX (places, i, 0);
      picture->y[i] = MATRIX (places, i, 1);
    }
  igraph_matrix_destroy (&places);
  igraph_destroy (&g);
  klaster_igraph_end ();
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return (*first > *second) - (*first < *second);
}

static KlasterLayout *
make (KlasterGraph        *graph,
      KlasterLayoutKind    kind,
      const KlasterLayout *previous,
      gint64              *median)
{
  KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;
  KlasterLayout *layout = NULL;
  gint64 times[N_RUNS];

  options.kind = kind;
  if (previous != NULL)
    options.previous = klaster_layout_get_positions (previous, &options.n_previous);
  for (guint i = 0; i < N_RUNS; i++)
    {
      times[i] = g_get_monotonic_time ();
      g_clear_pointer (&layout, klaster_layout_unref);
      layout = klaster_layout_new (graph, &options, NULL);
      times[i] = g_get_monotonic_time () - times[i];
    }
  qsort (times, N_RUNS, sizeof *times, compare_times);
  *median = times[N_RUNS / 2];
  return layout;
}

/* The same graph with one link more, between the two ends of the list */
static KlasterGraph *
add_link (KlasterGraph *graph)
{
  guint n_members, n_links;
  const KlasterGraphMember *members = klaster_graph_get_members (graph, &n_members);
  const KlasterGraphLink *links = klaster_graph_get_links (graph, &n_links);
  g_autofree KlasterGraphLink *more = g_new (KlasterGraphLink, n_links + 1);

  for (guint i = 0; i < n_links; i++)
    more[i] = links[i];
  more[n_links] = (KlasterGraphLink) { .id = G_MAXINT64, .from = n_members / 3, .to = n_members - 2 };
  return klaster_graph_new_plain (members, n_members, more, n_links + 1);
}

/* Mean way of a member, in mean distances from the middle */
static double
get_movement (const Picture *before,
              const Picture *after)
{
  double way = 0, radius = 0, middle_x = 0, middle_y = 0;

  for (guint i = 0; i < before->n; i++)
    {
      middle_x += before->x[i] / before->n;
      middle_y += before->y[i] / before->n;
    }
  for (guint i = 0; i < before->n; i++)
    {
      way += hypot (after->x[i] - before->x[i], after->y[i] - before->y[i]);
      radius += hypot (before->x[i] - middle_x, before->y[i] - middle_y);
    }
  return radius > 0 ? way / radius : 0;
}

static void
bench (const char      *name,
       KlasterSnapshot *snapshot)
{
  g_autoptr (KlasterGraph) graph = klaster_graph_new (snapshot);
  g_autoptr (KlasterGraph) more = add_link (graph);
  g_autoptr (KlasterLayout) layout = NULL;
  g_autoptr (KlasterLayout) next = NULL;
  g_auto (Picture) ours = { 0 };
  g_auto (Picture) after = { 0 };
  KlasterLayoutQuality quality;
  gint64 median, igraph_time = 0;
  double crossings[N_RUNS], overlaps[N_RUNS], mean_crossings = 0, mean_overlaps = 0;

  layout = make (graph, KLASTER_LAYOUT_FORCE, NULL, &median);
  picture_read (&ours, layout);
  klaster_layout_measure (graph, ours.x, ours.y, &quality);
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_auto (Picture) theirs = { 0 };
      KlasterLayoutQuality other;
      gint64 start = g_get_monotonic_time ();

      run_igraph (graph, i + 1, &theirs);
      igraph_time += (g_get_monotonic_time () - start) / N_RUNS;
      klaster_layout_measure (graph, theirs.x, theirs.y, &other);
      for (guint k = 0; k < theirs.n; k++)
        {
          theirs.x[k] *= quality.radius / other.radius;
          theirs.y[k] *= quality.radius / other.radius;
        }
      klaster_layout_measure (graph, theirs.x, theirs.y, &other);
      crossings[i] = other.crossings;
      overlaps[i] = other.label_overlaps;
      mean_crossings += crossings[i] / N_RUNS;
      mean_overlaps += overlaps[i] / N_RUNS;
    }
  g_print ("# %-14s by force      %7.1f ms  crossings %9" G_GUINT64_FORMAT "  names overlap %6" G_GUINT64_FORMAT
           "  radius %.0f\n", name, median / 1e3, quality.crossings, quality.label_overlaps, quality.radius);
  g_print ("# %-14s igraph's grid %7.1f ms  crossings %9.0f  names overlap %6.0f  ours: %.2f × the crossings, %.3f × the overlaps\n",
           name, igraph_time / 1e3, mean_crossings, mean_overlaps, quality.crossings / MAX (mean_crossings, 1),
           quality.label_overlaps / MAX (mean_overlaps, 1));
  next = make (more, KLASTER_LAYOUT_FORCE, layout, &median);
  picture_read (&after, next);
  g_print ("# %-14s one more link %7.1f ms  members move %.3f mean radii\n", name, median / 1e3, get_movement (&ours, &after));
  for (guint kind = KLASTER_LAYOUT_LEVEL; kind < KLASTER_N_LAYOUTS; kind++)
    {
      g_autoptr (KlasterLayout) other = make (graph, kind, NULL, &median);
      g_autoptr (KlasterLayout) other_next = NULL;
      g_auto (Picture) picture = { 0 };
      g_auto (Picture) moved = { 0 };
      gint64 again;

      picture_read (&picture, other);
      klaster_layout_measure (graph, picture.x, picture.y, &quality);
      other_next = make (more, kind, other, &again);
      picture_read (&moved, other_next);
      g_print ("# %-14s %-13s %7.1f ms  crossings %9" G_GUINT64_FORMAT "  names overlap %6" G_GUINT64_FORMAT
               "  one more link moves %.3f\n", name, klaster_layout_kind_get_token (kind), median / 1e3, quality.crossings,
               quality.label_overlaps, get_movement (&picture, &moved));
    }
}

int
main (void)
{
  g_autoptr (KlasterSnapshot) small = klaster_generate_snapshot (300, 300, 900, 0);
  g_autoptr (KlasterSnapshot) large = klaster_generate_snapshot (2000, 2000, 10000, 0);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, &error);
  g_autoptr (KlasterSnapshot) sample = NULL;

  g_assert_no_error (error);
  sample = klaster_snapshot_apply (empty, delta);
  bench ("sample", sample);
  bench ("300 / 900", small);
  bench ("2,000 / 10,000", large);
  return 0;
}
