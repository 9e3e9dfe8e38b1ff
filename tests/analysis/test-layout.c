/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "klaster-crossings.h"
#include "klaster-generate.h"
#include "klaster-igraph.h"
#include "klaster-layout.h"

static KlasterLayout *
make (KlasterGraph        *graph,
      KlasterLayoutKind    kind,
      const KlasterLayout *previous)
{
  KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;

  options.kind = kind;
  if (previous != NULL)
    options.previous = klaster_layout_get_positions (previous, &options.n_previous);
  return klaster_layout_new (graph, &options, NULL);
}

static KlasterGraph *
generate (guint32 seed,
          guint   n_members,
          guint   n_links)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (seed, n_members, n_links, 0);

  return klaster_graph_new (snapshot);
}

/* @n_links links between members chosen by a simple formula, none of them on the map */
static KlasterGraph *
make_plain (guint n_members,
            guint n_links,
            guint n_hubs)
{
  g_autofree KlasterGraphMember *members = g_new0 (KlasterGraphMember, n_members + 1);
  g_autofree KlasterGraphLink *links = g_new0 (KlasterGraphLink, n_links + 1);

  for (guint i = 0; i < n_members; i++)
    members[i] = (KlasterGraphMember) { .id = i + 1, .kind = i % 12, .role = i == 0 ? 0 : 2,
                                        .level = klaster_graph_get_level (i % 12), .lon = NAN, .lat = NAN,
                                        .label_length = 12 };
  for (guint i = 0; i < n_links && n_members > 1; i++)
    links[i] = (KlasterGraphLink) { .id = i + 1, .from = i % n_hubs, .to = (i * 7 + 1) % n_members };
  return klaster_graph_new_plain (members, n_members, links, n_members > 1 ? n_links : 0);
}

static void
assert_sane (KlasterGraph  *graph,
             KlasterLayout *layout)
{
  guint n_members, n_positions, n_bands, n_in_bands = 0;
  const KlasterGraphMember *members = klaster_graph_get_members (graph, &n_members);
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (layout, &n_positions);
  const KlasterLayoutBand *bands = klaster_layout_get_bands (layout, &n_bands);

  g_assert_cmpuint (n_positions, ==, n_members);
  for (guint i = 0; i < n_positions; i++)
    {
      g_assert_cmpint (positions[i].id, ==, members[i].id);
      g_assert_true (isfinite (positions[i].x) && isfinite (positions[i].y));
      g_assert_cmpfloat (fabs (positions[i].x), <, 1e7);
      g_assert_cmpfloat (fabs (positions[i].y), <, 1e7);
    }
  for (guint i = 0; i < n_bands; i++)
    {
      g_assert_cmpfloat (bands[i].begin, <=, bands[i].end);
      g_assert_cmpuint (bands[i].n_members, >, 0);
      n_in_bands += bands[i].n_members;
    }
  if (klaster_layout_get_kind (layout) == KLASTER_LAYOUT_LEVEL || klaster_layout_get_kind (layout) == KLASTER_LAYOUT_CORE)
    g_assert_cmpuint (n_in_bands, ==, n_members);
}

static void
measure (KlasterGraph         *graph,
         KlasterLayout        *layout,
         KlasterLayoutQuality *quality)
{
  guint n;
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (layout, &n);
  g_autofree double *x = g_new (double, n + 1);
  g_autofree double *y = g_new (double, n + 1);

  for (guint i = 0; i < n; i++)
    {
      x[i] = positions[i].x;
      y[i] = positions[i].y;
    }
  klaster_layout_measure (graph, x, y, quality);
}

/* Nothing, one, two, a few, many without any link, one with all links, several parts, nobody on the map */
static void
test_layout_edges (void)
{
  static const struct
  {
    guint n_members, n_links, n_hubs;
  } cases[] = { { 0, 0, 1 }, { 1, 0, 1 }, { 2, 0, 1 }, { 2, 1, 1 }, { 2, 5, 2 }, { 3, 2, 1 }, { 40, 0, 1 }, { 400, 399, 1 },
                { 90, 30, 30 }, { 500, 1500, 500 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
      {
        g_autoptr (KlasterGraph) graph = make_plain (cases[i].n_members, cases[i].n_links, cases[i].n_hubs);
        g_autoptr (KlasterLayout) layout = make (graph, kind, NULL);
        g_autoptr (KlasterLayout) again = make (graph, kind, layout);

        g_assert_nonnull (layout);
        assert_sane (graph, layout);
        assert_sane (graph, again);
      }
}

static void
test_layout_same (void)
{
  g_autoptr (KlasterGraph) graph = generate (7, 150, 400);

  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      g_autoptr (KlasterLayout) first = make (graph, kind, NULL);
      g_autoptr (KlasterLayout) second = make (graph, kind, NULL);
      guint n;
      const KlasterLayoutPosition *a = klaster_layout_get_positions (first, &n);
      const KlasterLayoutPosition *b = klaster_layout_get_positions (second, &n);

      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpfloat (a[i].x, ==, b[i].x);
          g_assert_cmpfloat (a[i].y, ==, b[i].y);
        }
    }
}

/* Rows lie in their order, and members of a level in its row. */
static void
test_layout_level (void)
{
  g_autoptr (KlasterGraph) graph = generate (3, 200, 500);
  g_autoptr (KlasterLayout) layout = make (graph, KLASTER_LAYOUT_LEVEL, NULL);
  guint n, n_bands;
  const KlasterGraphMember *members = klaster_graph_get_members (graph, &n);
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (layout, &n);
  const KlasterLayoutBand *bands = klaster_layout_get_bands (layout, &n_bands);
  KlasterLayoutQuality quality;

  for (guint i = 1; i < n_bands; i++)
    g_assert_cmpfloat (bands[i].begin, >, bands[i - 1].end);
  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < n_bands; k++)
      if (bands[k].level == members[i].level)
        {
          g_assert_cmpfloat (positions[i].y, >=, bands[k].begin);
          g_assert_cmpfloat (positions[i].y, <=, bands[k].end);
        }
  measure (graph, layout, &quality);
  g_assert_cmpuint (quality.label_overlaps, ==, 0);
  g_assert_cmpuint (quality.symbol_overlaps, ==, 0);
}

/* Beside igraph's grid Fruchterman-Reingold at the same size fewer links cross and fewer names overlap. */
static void
test_layout_force (void)
{
  g_autoptr (KlasterGraph) graph = generate (11, 150, 400);
  g_autoptr (KlasterLayout) layout = make (graph, KLASTER_LAYOUT_FORCE, NULL);
  KlasterLayoutQuality quality, other;
  g_autofree double *x = g_new0 (double, 151);
  g_autofree double *y = g_new0 (double, 151);
  igraph_t g;
  igraph_matrix_t places;

  measure (graph, layout, &quality);
  klaster_igraph_begin (NULL);
  g_assert_true (klaster_igraph_create (graph, &g));
  igraph_rng_seed (igraph_rng_default (), 1);
  igraph_matrix_init (&places, 0, 0);
  g_assert_cmpint (igraph_layout_fruchterman_reingold (&g, &places, FALSE, 500, 12, IGRAPH_LAYOUT_GRID, NULL, NULL, NULL,
                                                       NULL, NULL), ==, IGRAPH_SUCCESS);
  for (guint turn = 0; turn < 2; turn++)
    {
      /* First as it is, then as large as ours */
      double factor = turn == 0 ? 1 : quality.radius / other.radius;

      for (guint i = 0; i < 150; i++)
        {
          x[i] = MATRIX (places, i, 0) * factor;
          y[i] = MATRIX (places, i, 1) * factor;
        }
      klaster_layout_measure (graph, x, y, &other);
    }
  igraph_matrix_destroy (&places);
  igraph_destroy (&g);
  klaster_igraph_end ();
  g_test_message ("crossings %" G_GUINT64_FORMAT " : %" G_GUINT64_FORMAT ", overlaps %" G_GUINT64_FORMAT " : %" G_GUINT64_FORMAT,
                  quality.crossings, other.crossings, quality.label_overlaps, other.label_overlaps);
  g_assert_cmpuint (quality.crossings, <, other.crossings);
  g_assert_cmpuint (quality.label_overlaps, <, other.label_overlaps);
  g_assert_cmpuint (quality.symbol_overlaps, ==, 0);
}

/* One more link moves members by no more than a fifth of their mean distance from the middle, in no layout. */
static void
test_layout_stable (void)
{
  g_autoptr (KlasterGraph) graph = generate (13, 120, 300);
  guint n_members, n_links;
  const KlasterGraphMember *members = klaster_graph_get_members (graph, &n_members);
  const KlasterGraphLink *links = klaster_graph_get_links (graph, &n_links);
  g_autofree KlasterGraphLink *more = g_new (KlasterGraphLink, n_links + 1);
  g_autoptr (KlasterGraph) next_graph = NULL;

  for (guint i = 0; i < n_links; i++)
    more[i] = links[i];
  more[n_links] = (KlasterGraphLink) { .id = G_MAXINT64, .from = 2, .to = n_members - 3 };
  next_graph = klaster_graph_new_plain (members, n_members, more, n_links + 1);
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      g_autoptr (KlasterLayout) layout = make (graph, kind, NULL);
      g_autoptr (KlasterLayout) next = make (next_graph, kind, layout);
      const KlasterLayoutPosition *a = klaster_layout_get_positions (layout, &n_members);
      const KlasterLayoutPosition *b = klaster_layout_get_positions (next, &n_members);
      KlasterLayoutQuality quality;
      double way = 0;

      measure (graph, layout, &quality);
      for (guint i = 0; i < n_members; i++)
        way += hypot (b[i].x - a[i].x, b[i].y - a[i].y) / n_members;
      g_assert_cmpfloat (way, <=, 0.2 * quality.radius * 0.9);
    }
}

static void
test_layout_cancel (void)
{
  g_autoptr (KlasterGraph) graph = generate (3, 300, 900);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;

  g_cancellable_cancel (cancellable);
  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      options.kind = kind;
      g_assert_null (klaster_layout_new (graph, &options, cancellable));
    }
  /* igraph is usable again afterwards. */
  options.kind = KLASTER_LAYOUT_FORCE;
  {
    g_autoptr (KlasterLayout) layout = klaster_layout_new (graph, &options, NULL);

    assert_sane (graph, layout);
  }
}

/* Pinned members lie where they were put, whatever the layout. */
static void
test_layout_pinned (void)
{
  g_autoptr (KlasterGraph) graph = generate (5, 80, 200);
  KlasterLayoutPosition pins[] = { { 3, 512, -77, TRUE }, { 9, -1000, 20, TRUE }, { 10, NAN, 5, TRUE } };

  for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
    {
      KlasterLayoutOptions options = KLASTER_LAYOUT_OPTIONS_DEFAULT;
      g_autoptr (KlasterLayout) layout = NULL;
      KlasterLayoutPosition position;

      options.kind = kind;
      options.previous = pins;
      options.n_previous = G_N_ELEMENTS (pins);
      layout = klaster_layout_new (graph, &options, NULL);
      assert_sane (graph, layout);
      for (guint i = 0; i < 2; i++)
        {
          g_assert_true (klaster_layout_find (layout, pins[i].id, &position));
          g_assert_true (position.pinned);
          g_assert_cmpfloat (position.x, ==, pins[i].x);
          g_assert_cmpfloat (position.y, ==, pins[i].y);
        }
    }
}

/* The sweep counts what comparing all with all counts, and the tangle adds up to it. */
static void
test_crossings_counted (void)
{
  for (guint seed = 1; seed <= 20; seed++)
    {
      g_autoptr (KlasterGraph) graph = make_plain (30, 60, 1 + seed);
      guint n_members, n_links;
      const KlasterGraphLink *links = klaster_graph_get_links (graph, &n_links);
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (KlasterTangle) tangle = NULL;
      double x[30], y[30];
      guint64 n = 0, twice = 0;

      klaster_graph_get_members (graph, &n_members);
      for (guint i = 0; i < n_members; i++)
        {
          x[i] = g_rand_int_range (rand, 0, 1000);
          y[i] = g_rand_int_range (rand, 0, 1000);
        }
      for (guint i = 0; i < n_links; i++)
        for (guint j = i + 1; j < n_links; j++)
          n += klaster_crossings_count ((KlasterGraphLink[]) { links[i], links[j] }, 2, x, y);
      g_assert_cmpuint (klaster_crossings_count (links, n_links, x, y), ==, n);
      tangle = klaster_tangle_new (graph, x, y);
      for (guint i = 0; i < n_members; i++)
        twice += klaster_tangle_count (tangle, i);
      /* Each crossing is met from both ends of both links. */
      g_assert_cmpuint (twice, ==, 4 * n);
      klaster_tangle_move (tangle, 0, -5000, -5000);
      x[0] = y[0] = -5000;
      twice = 0;
      for (guint i = 0; i < n_members; i++)
        twice += klaster_tangle_count (tangle, i);
      g_assert_cmpuint (twice, ==, 4 * klaster_crossings_count (links, n_links, x, y));
    }
}

static void
test_graph_components (void)
{
  g_autoptr (KlasterGraph) graph = make_plain (10, 0, 1);
  g_autofree guint32 *component = g_new (guint32, 10);
  KlasterGraphMember members[6] = { { .id = 1 }, { .id = 2 }, { .id = 3 }, { .id = 4 }, { .id = 5 }, { .id = 6 } };
  KlasterGraphLink links[] = { { 1, 1, 3 }, { 2, 3, 5 }, { 3, 0, 2 }, { 4, 2, 2 } };
  g_autoptr (KlasterGraph) parts = klaster_graph_new_plain (members, 6, links, 4);
  guint n_links;

  g_assert_cmpuint (klaster_graph_get_components (graph, component), ==, 10);
  klaster_graph_get_links (parts, &n_links);
  g_assert_cmpuint (n_links, ==, 3);
  g_assert_cmpuint (klaster_graph_get_components (parts, component), ==, 3);
  g_assert_cmpuint (component[1], ==, 0);
  g_assert_cmpuint (component[3], ==, 0);
  g_assert_cmpuint (component[5], ==, 0);
  g_assert_cmpuint (component[0], ==, 1);
  g_assert_cmpuint (component[2], ==, 1);
  g_assert_cmpuint (component[4], ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/edges", test_layout_edges);
  g_test_add_func ("/layout/same", test_layout_same);
  g_test_add_func ("/layout/level", test_layout_level);
  g_test_add_func ("/layout/force", test_layout_force);
  g_test_add_func ("/layout/stable", test_layout_stable);
  g_test_add_func ("/layout/cancel", test_layout_cancel);
  g_test_add_func ("/layout/pinned", test_layout_pinned);
  g_test_add_func ("/crossings/counted", test_crossings_counted);
  g_test_add_func ("/graph/components", test_graph_components);
  return g_test_run ();
}
