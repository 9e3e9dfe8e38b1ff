/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "draw-support.h"
#include "klaster-map-scene-private.h"
#include "klaster-paper-text.h"

#define DATE "2026-11-21"

static KlasterMapScene *
make_scene (guint           seed,
            guint           n_institutions,
            guint           n_cooperations,
            KlasterMapFlags flags)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (seed, n_institutions, n_cooperations, 20);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;

  options.flags = flags;
  options.date = DATE;
  return klaster_map_scene_new (snapshot, &options, NULL);
}

/* What the text of a label covers */
static KlasterRect
get_box (const KlasterMapLabel *label)
{
  double width = ceil (label->text.width), left = label->x - width * label->align;
  double top = label->y - klaster_label_get_ascent (label->font, 1, NULL);

  if (label->turned)
    return label->rect;
  return (KlasterRect) { left, top, left + width, top + label->text.n_lines * label->line_height };
}

/* Any two names that are drawn leave each other room, and no name lies over a symbol. */
static void
test_labels_do_not_touch (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (3, 1200, 1500, KLASTER_MAP_DEFAULT);

  for (int zoom = 7; zoom <= 15; zoom++)
    {
      KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);

      g_test_message ("zoom %d: %u labels, %u symbols", zoom, level->n_labels, level->n_nodes);
      g_assert_cmpuint (level->n_labels, >, 5);
      for (guint i = 0; i < level->n_labels; i++)
        {
          const KlasterMapLabel *a = &level->labels[i];
          KlasterRect box = get_box (a);

          for (guint j = 0; j < level->n_nodes; j++)
            {
              const KlasterMapNode *node = &level->nodes[j];
              double x = CLAMP (node->px, box.x0, box.x1), y = CLAMP (node->py, box.y0, box.y1);

              g_assert_cmpfloat (hypot (x - node->px, y - node->py), >=, node->radius);
            }
          for (guint j = i + 1; j < level->n_labels; j++)
            {
              KlasterRect other = get_box (&level->labels[j]);

              g_assert_true (box.x1 <= other.x0 || other.x1 <= box.x0 || box.y1 <= other.y0 || other.y1 <= box.y0);
            }
        }
      klaster_map_level_unref (level);
    }
}

/* What is measured by adding up advances holds what Pango then draws. */
static void
test_measure_holds_text (void)
{
  static const char *const texts[] = { "Chirchiq shahar 5-maktab", "Чирчикский государственный педагогический институт",
                                       "Gʻazalkent oʻrta maktabi", "Тошкент вилояти халқ таълими бошқармаси", "AVATAR To" };
  static const KlasterColor black = { 0, 0, 0, 1 };

  /* As on a screen, and as in a page that is seen smaller */
  for (guint i = 0; i < 2 * G_N_ELEMENTS (texts); i++)
    for (guint font = 0; font < KLASTER_N_FONTS; font++)
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1200, 60);
        cairo_t *cr = cairo_create (surface);
        const char *text = texts[i / 2];
        double scale = i % 2 ? 0.52 : 1, width = klaster_label_measure (font, 1, text, -1);
        int last = 0;

        cairo_scale (cr, scale, scale);
        klaster_label_draw (cr, font, 1, text, 10, 40, 0, &black, NULL);
        cairo_surface_flush (surface);
        for (int x = 0; x < 1200; x++)
          for (int y = 0; y < 60; y++)
            if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x] > 40)
              last = x;
        g_assert_cmpint (last, >, 40 * scale);
        /* Exact positions are not those of whole pixels: one in fifty */
        g_assert_cmpfloat (last, <=, scale * (10 + width * (scale < 1 ? 1.02 : 1)) + 2);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
}

static void
test_clusters (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (4, 3000, 0, KLASTER_MAP_DEFAULT);
  g_autoptr (KlasterMapScene) again = make_scene (4, 3000, 0, KLASTER_MAP_DEFAULT);
  guint last_nodes = 0;

  for (int zoom = 6; zoom <= 18; zoom += 2)
    {
      KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);
      KlasterMapLevel *other = klaster_map_scene_get_level (again, zoom);
      guint n_members = 0;

      g_assert_cmpuint (level->n_nodes, ==, other->n_nodes);
      g_assert_cmpmem (level->members, scene->n_members * sizeof (guint32), other->members,
                       scene->n_members * sizeof (guint32));
      for (guint i = 0; i < level->n_nodes; i++)
        {
          n_members += level->nodes[i].n;
          g_assert_cmpfloat (level->nodes[i].px, ==, other->nodes[i].px);
        }
      /* Nobody is lost, and nearer never means fewer symbols. */
      g_assert_cmpuint (n_members, ==, scene->n_members);
      g_assert_cmpuint (level->n_nodes, >=, last_nodes);
      last_nodes = level->n_nodes;
      /* What is drawn apart can be told apart. */
      for (guint i = 0; i < level->n_nodes; i++)
        for (guint j = i + 1; j < level->n_nodes; j++)
          g_assert_cmpfloat (hypot (level->nodes[i].px - level->nodes[j].px,
                                    level->nodes[i].py - level->nodes[j].py) + 1.5, >=,
                             (level->nodes[i].radius + level->nodes[j].radius) * 0.84);
      klaster_map_level_unref (level);
      klaster_map_level_unref (other);
    }
}

static void
test_pick (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (5, 400, 300, KLASTER_MAP_DEFAULT);
  guint n_links = 0, n_hits = 0;

  for (int zoom = 9; zoom <= 16; zoom += 7)
    {
      KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);

      for (guint i = 0; i < level->n_nodes; i++)
        {
          const KlasterMapNode *node = &level->nodes[i];
          gint64 id = scene->members[level->members[node->first]].id;
          KlasterMapHit hit;

          g_assert_true (klaster_map_scene_pick (scene, zoom, node->px + 1, node->py - 1, 12, &hit));
          g_assert_cmpint (hit.type, ==, node->n > 1 ? KLASTER_MAP_HIT_CLUSTER : KLASTER_MAP_HIT_MEMBER);
          g_assert_cmpint (hit.id, ==, id);
          g_assert_cmpuint (hit.n, ==, node->n);
          if (node->n > 1)
            {
              g_autoptr (GArray) ids = klaster_map_scene_list_cluster (scene, zoom, id);
              KlasterMapHit shown;

              g_assert_cmpuint (ids->len, ==, node->n);
              g_assert_true (klaster_map_scene_get_shown_position (scene, zoom,
                                                                   g_array_index (ids, gint64, node->n - 1), &shown));
              g_assert_cmpint (shown.id, ==, id);
            }
        }
      /* The middle of a line is the line, unless a symbol lies over it or another line crosses there. */
      for (guint i = 0; i < level->n_edges; i++)
        {
          const KlasterMapEdge *edge = &level->edges[i];
          const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
          KlasterPoint at = klaster_map_curve_point (a->px, a->py,
                                                     klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend),
                                                     b->px, b->py, 0.5);
          KlasterMapHit hit;

          g_assert_true (klaster_map_scene_pick (scene, zoom, at.x, at.y, 3, &hit));
          if (hit.type == KLASTER_MAP_HIT_LINK || hit.type == KLASTER_MAP_HIT_BUNDLE)
            {
              n_links++;
              n_hits += hit.id == scene->links[level->links[edge->first]].id;
            }
        }
      klaster_map_level_unref (level);
    }
  g_assert_cmpuint (n_links, >, 200);
  g_assert_cmpuint (n_hits * 10, >, n_links * 7);
  {
    KlasterMapHit hit;

    g_assert_false (klaster_map_scene_pick (scene, 12, 10, 10, 24, &hit));
    g_assert_cmpint (hit.type, ==, KLASTER_MAP_HIT_NOTHING);
  }
}

static void
test_query (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (6, 2000, 0, KLASTER_MAP_DEFAULT);
  KlasterRect bounds = klaster_rect_from_lonlat (69.2, 41.0, 69.7, 41.6);
  KlasterPoint ring[] = { { bounds.x0, bounds.y0 }, { bounds.x1, bounds.y0 }, { bounds.x1, bounds.y1 },
                          { bounds.x0, bounds.y1 } };
  g_autoptr (GArray) in_rect = klaster_map_scene_query_rect (scene, &bounds);
  g_autoptr (GArray) in_ring = klaster_map_scene_query_polygon (scene, ring, 4);
  g_autoptr (GArray) in_half = klaster_map_scene_query_polygon (scene, ring, 3);
  guint n = 0;

  for (guint i = 0; i < scene->n_members; i++)
    n += klaster_rect_contains (&bounds, scene->members[i].x, scene->members[i].y);
  g_assert_cmpuint (n, >, 50);
  g_assert_cmpuint (in_rect->len, ==, n);
  g_assert_cmpmem (in_rect->data, in_rect->len * sizeof (gint64), in_ring->data, in_ring->len * sizeof (gint64));
  g_assert_cmpuint (in_half->len, >, 0);
  g_assert_cmpuint (in_half->len, <, n);
}

static void
test_index_finds_all (void)
{
  guint32 seed = 11;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  KlasterTileIndexBuilder *builder = klaster_tile_index_builder_new (256, 100);
  g_autofree KlasterRect *rects = g_new (KlasterRect, 2000);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint32));
  KlasterTileIndex *index;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 2000; i++)
    {
      double size = exp (g_rand_double_range (random, 0, 11)), x = g_rand_double_range (random, -1e5, 1e5);
      double y = g_rand_double_range (random, -1e5, 1e5);

      rects[i] = (KlasterRect) { x, y, x + size, y + size / 3 };
      klaster_tile_index_builder_add (builder, i, &rects[i], size);
    }
  index = klaster_tile_index_builder_end (builder);
  for (guint i = 0; i < 300; i++)
    {
      double x = g_rand_double_range (random, -1e5, 1e5), y = g_rand_double_range (random, -1e5, 1e5);
      KlasterRect view = { x, y, x + 800, y + 600 };

      klaster_tile_index_query (index, &view, items);
      for (guint j = 0, k = 0; j < 2000; j++)
        {
          while (k < items->len && g_array_index (items, guint32, k) < j)
            k++;
          if (klaster_rect_intersects (&view, &rects[j]))
            g_assert_true (k < items->len && g_array_index (items, guint32, k) == j);
        }
    }
  klaster_tile_index_free (index);
}

/* Four tiles put together are the picture of the whole. */
static void
check_tiles (KlasterMapScene *scene,
             int              zoom,
             int              scale)
{
  KlasterPoint middle = pixel_of (69.5787, 41.4671, zoom);
  int column = (int) floor (middle.x / 256), row = (int) floor (middle.y / 256), worst;
  cairo_surface_t *whole = draw_view (scene, NULL, zoom, (column - 1) * 256.0, (row - 1) * 256.0, 512, 512, scale);
  cairo_surface_t *tiles = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 512 * scale, 512 * scale);
  cairo_t *cr;
  guint n;

  cairo_surface_set_device_scale (tiles, scale, scale);
  cr = cairo_create (tiles);
  for (int i = 0; i < 4; i++)
    {
      cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256 * scale, 256 * scale);
      cairo_t *tile_cr;

      cairo_surface_set_device_scale (tile, scale, scale);
      tile_cr = cairo_create (tile);
      klaster_map_scene_draw_tile (scene, tile_cr, zoom, column - 1 + i % 2, row - 1 + i / 2);
      cairo_destroy (tile_cr);
      cairo_set_source_surface (cr, tile, i % 2 * 256, i / 2 * 256);
      cairo_paint (cr);
      cairo_surface_destroy (tile);
    }
  cairo_destroy (cr);
  cairo_surface_flush (tiles);
  n = count_different (whole, tiles, 14, &worst);
  g_test_message ("zoom %d, scale %d: %u pixels differ, at most by %d", zoom, scale, n, worst);
  /* Antialiasing of what is clipped rounds a little differently here and there; a line or name that is cut or moved
   * would differ by far more. */
  g_assert_cmpuint (n, ==, 0);
  cairo_surface_destroy (whole);
  cairo_surface_destroy (tiles);
}

static void
test_tiles_agree (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (8, 700, 900, KLASTER_MAP_DEFAULT);

  for (int zoom = 7; zoom <= 16; zoom++)
    check_tiles (scene, zoom, 1);
  check_tiles (scene, 11, 2);
}

static void
test_filter_and_unplaced (void)
{
  g_autoptr (KlasterSnapshot) before = klaster_generate_snapshot (9, 60, 200, 0);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterMapScene) all = NULL;
  g_autoptr (KlasterMapScene) some = NULL;
  g_autoptr (KlasterMapScene) none = NULL;
  KlasterEdit *edit = klaster_edit_new ("Take a place away");
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  const gint64 filter[] = { 2, 3, 5, 8, 13, 21, 34 };
  KlasterRect bounds;
  guint n;

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 5, KLASTER_INSTITUTION_LON, KLASTER_NULL);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 5, KLASTER_INSTITUTION_LAT, KLASTER_NULL);
  snapshot = apply_edit (before, edit, &delta);
  all = klaster_map_scene_new (snapshot, &options, NULL);
  options.filter = filter;
  options.n_filter = G_N_ELEMENTS (filter);
  some = klaster_map_scene_new (snapshot, &options, NULL);
  options.n_filter = 0;
  none = klaster_map_scene_new (snapshot, &options, NULL);

  klaster_map_scene_get_unplaced (all, &n);
  g_assert_cmpuint (n, >=, 1);
  g_assert_cmpuint (klaster_map_scene_get_n_members (all) + n, ==, 60);
  g_assert_cmpuint (klaster_map_scene_get_n_members (some), <=, 6);
  g_assert_cmpuint (klaster_map_scene_get_n_members (some), >=, 4);
  g_assert_false (klaster_map_scene_get_position (some, 5, NULL));
  g_assert_false (klaster_map_scene_get_position (some, 1, NULL));
  g_assert_cmpuint (klaster_map_scene_get_n_members (none), ==, 0);
  g_assert_false (klaster_map_scene_get_bounds (none, NULL, 0, &bounds));
  g_assert_true (klaster_map_scene_get_bounds (some, NULL, 0, &bounds));
}

static void
test_cancel (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (9, 100, 0, 0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;

  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_map_scene_new (snapshot, &options, cancellable));
}

static gpointer
draw_cb (gpointer data)
{
  KlasterMapScene *scene = data;
  guint sum = 0;

  for (int i = 0; i < 24; i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256, 256);
      cairo_t *cr = cairo_create (surface);
      KlasterPoint at = pixel_of (69.5787, 41.4671, 8 + i % 7);

      klaster_map_scene_draw_tile (scene, cr, 8 + i % 7, (int) (at.x / 256), (int) (at.y / 256));
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int j = 0; j < 256 * 256; j++)
        sum = sum * 31 + ((guint32 *) (gpointer) cairo_image_surface_get_data (surface))[j];
      cairo_surface_destroy (surface);
    }
  return GUINT_TO_POINTER (sum);
}

/* Several threads at once, each level being made by whoever comes first and dropped again, draw what one thread
 * draws. */
static void
test_threads (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (10, 800, 1200, KLASTER_MAP_DEFAULT);
  gpointer expected = draw_cb (scene);
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("draw", draw_cb, scene);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (g_thread_join (threads[i]) == expected);
}

/* Links of one pair are drawn apart; too many links are bundled, and what is hidden is said. */
static void
test_links (void)
{
  g_autoptr (KlasterMapScene) few = make_scene (12, 40, 60, KLASTER_MAP_DEFAULT);
  g_autoptr (KlasterMapScene) many = make_scene (12, 3000, 60000, KLASTER_MAP_DEFAULT);
  KlasterMapLevel *level = klaster_map_scene_get_level (few, 18);
  guint n_bundled, n_hidden, n_drawn = 0;

  for (guint i = 0; i < level->n_edges; i++)
    for (guint j = i + 1; j < level->n_edges; j++)
      if (MIN (level->edges[i].a, level->edges[i].b) == MIN (level->edges[j].a, level->edges[j].b)
          && MAX (level->edges[i].a, level->edges[i].b) == MAX (level->edges[j].a, level->edges[j].b))
        {
          /* The bend counts from a to b. */
          double other = level->edges[i].a == level->edges[j].a ? level->edges[j].bend : -level->edges[j].bend;

          g_assert_cmpfloat (fabs (level->edges[i].bend - other), >, 1);
        }
  klaster_map_level_unref (level);
  klaster_map_scene_get_link_summary (few, 18, &n_bundled, &n_hidden);
  g_assert_cmpuint (n_hidden, ==, 0);

  klaster_map_scene_get_link_summary (many, 9, &n_bundled, &n_hidden);
  g_assert_cmpuint (n_bundled, >, 1000);
  level = klaster_map_scene_get_level (many, 9);
  for (guint i = 0; i < level->n_edges; i++)
    n_drawn += level->edges[i].n;
  g_assert_cmpuint (level->n_edges, <, 3000);
  /* Each link is drawn, hidden and counted as such, or inside a cluster. */
  for (guint i = 0; i < many->n_links; i++)
    if (level->node_of[many->links[i].from] == level->node_of[many->links[i].to])
      n_drawn++;
  g_assert_cmpuint (n_drawn + n_hidden, >=, many->n_links);
  klaster_map_level_unref (level);
}

static KlasterSnapshot *
make_pair (guint n_links)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Two");

  for (gint64 id = 1; id <= 2; id++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (69.5 + 0.1 * (double) id));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (41.4));
    }
  for (guint i = 0; i < n_links; i++)
    {
      klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, 10 + i);
      /* Both ways round: they are parallel all the same. */
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 10 + i, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (1 + i % 2));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 10 + i, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (2 - i % 2));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 10 + i, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 10 + i, KLASTER_COOPERATION_DIRECTED, KLASTER_INTEGER (i % 3 == 0));
    }

  return apply_edit (empty, edit, &delta);
}

/* Pixels of @surface within @box that are as dark as text. */
static guint
count_dark (cairo_surface_t   *surface,
            const KlasterRect *box,
            double             x0,
            double             y0)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  guint n = 0;

  for (int y = (int) (box->y0 - y0); y < (int) (box->y1 - y0); y++)
    for (int x = (int) (box->x0 - x0); x < (int) (box->x1 - x0); x++)
      {
        const guint8 *pixel = data + y * stride + 4 * x;

        n += pixel[3] > 200 && pixel[0] < 80 && pixel[1] < 80 && pixel[2] < 80;
      }

  return n;
}

/* The links of who is selected are drawn over the map, and names stay legible all the same. */
static void
test_highlight_spares_names (void)
{
  const double zoom = 11;
  g_autoptr (KlasterMapScene) scene = make_scene (11, 60, 200, KLASTER_MAP_LINKS | KLASTER_MAP_MEMBER_LABELS);
  KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);
  g_autofree gint64 *ids = g_new (gint64, 60);
  guint n_ids = 0, n_labels = 0;
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, klaster_map_scene_get_snapshot (scene), KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    ids[n_ids++] = klaster_row_get_id (row);
  for (guint i = 0; i < level->n_labels; i++)
    {
      KlasterRect box = get_box (&level->labels[i]);
      double x0 = floor (box.x0) - 10, y0 = floor (box.y0) - 10;
      int width = (int) (box.x1 - x0) + 20, height = (int) (box.y1 - y0) + 20;
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
      cairo_t *cr = cairo_create (surface);
      guint before, after;

      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      klaster_map_scene_draw (scene, cr, zoom, x0, y0, width, height);
      cairo_surface_flush (surface);
      before = count_dark (surface, &box, x0, y0);
      klaster_map_scene_draw_highlight (scene, cr, zoom, x0, y0, width, height, ids, n_ids, KLASTER_SYMBOL_PLAIN);
      cairo_surface_flush (surface);
      after = count_dark (surface, &box, x0, y0);
      g_assert_cmpuint (before, >, 0);
      /* A symbol may cover a letter, no line does. */
      g_assert_cmpuint (after * 10, >=, before * 9);
      n_labels++;
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_test_message ("%u names", n_labels);
  g_assert_cmpuint (n_labels, >, 5);
  klaster_map_level_unref (level);
}

/* Who is selected in a graph is named in any case, but not over the name that lies there already, which may have other lines. */
static void
test_highlight_names_once (void)
{
  const KlasterLayoutPosition positions[] = { { .id = 1, .x = 0, .y = 0 }, { .id = 2, .x = 400, .y = 200 },
                                              { .id = 3, .x = -400, .y = -200 } };
  const gint64 id = 1;
  g_autoptr (KlasterSnapshot) pair = make_pair (1);
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Name");
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterMapScene) scene = NULL;
  KlasterGraphPlan *plan = klaster_graph_plan_new (KLASTER_LAYOUT_FORCE, positions, G_N_ELEMENTS (positions), NULL, 0, 800, 400);
  double zoom = klaster_graph_plan_get_zoom (plan);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterMapLevel *level;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, 3);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 3, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 3, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("Academic lyceum, Chirchiq"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("core"));
  snapshot = apply_edit (pair, edit, &delta);
  options.flags = KLASTER_MAP_MEMBER_LABELS;
  options.date = DATE;
  options.plan = plan;
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  level = klaster_map_scene_get_level (scene, zoom);
  g_assert_cmpuint (level->n_labels, ==, 1);
  {
    KlasterRect box = get_box (&level->labels[0]);
    /* With room for a name of two lines */
    KlasterRect around = { box.x0, box.y0, box.x1, box.y1 + (box.y1 - box.y0) };
    double x0 = floor (box.x0) - 10, y0 = floor (box.y0) - 10;
    int width = (int) (box.x1 - x0) + 20, height = (int) (around.y1 - y0) + 20;
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
    cairo_t *cr = cairo_create (surface);
    guint before;

    cairo_set_source_rgb (cr, 1, 1, 1);
    cairo_paint (cr);
    klaster_map_scene_draw (scene, cr, zoom, x0, y0, width, height);
    cairo_surface_flush (surface);
    before = count_dark (surface, &around, x0, y0);
    g_assert_cmpuint (before, >, 0);
    klaster_map_scene_draw_highlight (scene, cr, zoom, x0, y0, width, height, &id, 1, KLASTER_SYMBOL_PLAIN);
    cairo_surface_flush (surface);
    g_assert_cmpuint (count_dark (surface, &around, x0, y0), ==, before);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
  klaster_map_level_unref (level);
  klaster_graph_plan_unref (plan);
}

/* Those that are selected side by side are named side by side, not over each other, nor over the third between them. */
static void
test_highlight_names_apart (void)
{
  const KlasterLayoutPosition positions[] = { { .id = 1, .x = 0, .y = 0 }, { .id = 2, .x = 60, .y = 0 },
                                              { .id = 3, .x = 30, .y = 40 } };
  g_autoptr (KlasterSnapshot) pair = make_pair (1);
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Name");
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterMapScene) scene = NULL;
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) labels = NULL;
  KlasterGraphPlan *plan = klaster_graph_plan_new (KLASTER_LAYOUT_FORCE, positions, G_N_ELEMENTS (positions), NULL, 0, 800, 400);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterMapLevel *level;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, 3);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 3, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 3, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
  for (gint64 id = 1; id <= 2; id++)
    {
      g_autofree char *name = g_strdup_printf ("General secondary school %d of the city", (int) id);

      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name));
    }
  snapshot = apply_edit (pair, edit, &delta);
  options.flags = 0;
  options.date = DATE;
  options.plan = plan;
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  level = klaster_map_scene_get_level (scene, klaster_graph_plan_get_zoom (plan));
  g_assert_cmpuint (level->n_nodes, ==, 3);
  for (gint64 id = 1; id <= 2; id++)
    g_array_append_val (nodes, level->node_of[klaster_map_scene_find_member (scene, id)]);
  labels = klaster_map_level_list_names (level, scene, nodes);
  g_assert_cmpuint (labels->len, ==, 2);
  g_assert_false (klaster_rect_intersects (&g_array_index (labels, KlasterMapLabel, 0).rect,
                                           &g_array_index (labels, KlasterMapLabel, 1).rect));
  for (guint i = 0; i < labels->len; i++)
    for (guint j = 0; j < level->n_nodes; j++)
      {
        const KlasterMapNode *node = &level->nodes[j];
        KlasterRect box = { node->px - node->radius, node->py - node->radius, node->px + node->radius, node->py + node->radius };

        g_assert_false (klaster_rect_intersects (&g_array_index (labels, KlasterMapLabel, i).rect, &box));
      }
  klaster_map_level_unref (level);
  klaster_graph_plan_unref (plan);
}

/* Several cooperations of one pair: each can be hit; too many are one line of which all are known. */
static void
test_parallel (void)
{
  for (guint n = 1; n <= 8; n++)
    {
      g_autoptr (KlasterSnapshot) snapshot = make_pair (n);
      KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
      g_autoptr (KlasterMapScene) scene = klaster_map_scene_new (snapshot, &options, NULL);
      KlasterMapLevel *level = klaster_map_scene_get_level (scene, 13);
      g_autoptr (GArray) bundle = klaster_map_scene_list_bundle (scene, 13, 10);
      gboolean apart = level->n_edges > 1 || n == 1;

      g_test_message ("%u", n);
      g_assert_cmpuint (level->n_edges, ==, n <= 5 ? n : 1);
      g_assert_cmpuint (bundle->len, ==, apart ? 1 : n);
      for (guint i = 0; i < level->n_edges; i++)
        {
          const KlasterMapEdge *edge = &level->edges[i];
          const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
          KlasterPoint control = klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend);
          KlasterPoint middle = klaster_map_curve_point (a->px, a->py, control, b->px, b->py, 0.5);
          KlasterMapHit hit;

          g_assert_true (klaster_map_scene_pick (scene, 13, middle.x, middle.y, 12, &hit));
          g_assert_cmpint (hit.type, ==, apart ? KLASTER_MAP_HIT_LINK : KLASTER_MAP_HIT_BUNDLE);
          g_assert_cmpint (hit.id, ==, scene->links[level->links[edge->first]].id);
          g_assert_cmpuint (hit.n, ==, edge->n);
        }
      klaster_map_level_unref (level);
    }
}

/* A link shows what is proposed where nothing is set, and leaves with what its scope lets pass. */
static void
test_scope (void)
{
  g_autoptr (KlasterSnapshot) before = make_pair (3);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Different");
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  g_autoptr (KlasterMapScene) all = NULL;
  g_autoptr (KlasterMapScene) past = NULL;
  g_autoptr (KlasterMapScene) changed = NULL;
  g_autoptr (KlasterScopeFilter) year = klaster_scope_filter_new ("2024/25", NULL, NULL, NULL);
  KlasterEdit *kind = klaster_edit_new ("Kind");
  g_autoptr (KlasterDelta) kind_delta = NULL;
  g_autoptr (KlasterSnapshot) after = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 10, KLASTER_COOPERATION_ORIENTATION, KLASTER_TEXT ("mixed"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 11, KLASTER_COOPERATION_START_DATE, KLASTER_TEXT ("2025-09-01"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 12, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("ended"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 12, KLASTER_COOPERATION_END_DATE, KLASTER_TEXT ("2025-06-30"));
  snapshot = apply_edit (before, edit, &delta);
  all = klaster_map_scene_new (snapshot, &options, NULL);
  g_assert_cmpuint (all->n_links, ==, 2); /* what has ended is not on the map */
  g_assert_cmpuint (all->links[0].orientation, ==, KLASTER_ORIENTATION_MIXED);
  g_assert_cmpuint (all->links[1].orientation, ==, KLASTER_ORIENTATION_HORIZONTAL);

  options.scope = year;
  past = klaster_map_scene_new (snapshot, &options, NULL);
  g_assert_cmpuint (past->n_links, ==, 2);
  g_assert_cmpint (past->links[0].id, ==, 10);
  /* Then it still went on. */
  g_assert_cmpint (past->links[1].id, ==, 12);
  g_assert_cmpuint (past->links[1].status, ==, KLASTER_LINK_ACTIVE);

  /* Another kind of member: another proposal. */
  klaster_edit_set (kind, KLASTER_TABLE_INSTITUTION, 2, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("higher"));
  after = apply_edit (snapshot, kind, &kind_delta);
  changed = klaster_map_scene_update (all, after, kind_delta);
  g_assert_cmpuint (changed->links[1].orientation, ==, KLASTER_ORIENTATION_VERTICAL);
}

/* An active cooperation whose agreement has ended is marked. */
static void
test_attention (void)
{
  g_autoptr (KlasterSnapshot) before = make_pair (2);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Agree");
  gint64 link = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION_AGREEMENT);
  gint64 agreement = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  g_autoptr (KlasterMapScene) during = NULL;
  g_autoptr (KlasterMapScene) later = NULL;
  g_autoptr (GArray) damage = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_SIGNED_ON, KLASTER_TEXT ("2025-01-01"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT ("2025-01-01"));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, agreement, KLASTER_AGREEMENT_VALID_TO, KLASTER_TEXT ("2026-06-30"));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, link, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID,
                    KLASTER_INTEGER (10));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, link, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                    KLASTER_INTEGER (agreement));
  snapshot = apply_edit (before, edit, &delta);
  options.date = "2026-06-30";
  during = klaster_map_scene_new (snapshot, &options, NULL);
  g_assert_false (during->links[0].attention);
  options.date = "2026-07-01";
  later = klaster_map_scene_new (snapshot, &options, NULL);
  g_assert_true (later->links[0].attention);
  g_assert_false (later->links[1].attention);
  damage = klaster_map_scene_diff (during, later, 13);
  g_assert_cmpuint (damage->len, >, 0);
}

static void
test_fan (void)
{
  g_autoptr (KlasterSnapshot) before = klaster_generate_snapshot (14, 30, 0, 0);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterMapScene) scene = NULL;
  g_autoptr (GArray) items = NULL;
  KlasterEdit *edit = klaster_edit_new ("To one spot");
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterMapHit hit;

  for (gint64 id = 1; id <= 12; id++)
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (70.5));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (41.9));
    }
  snapshot = apply_edit (before, edit, &delta);
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  g_assert_true (klaster_map_scene_get_shown_position (scene, 18, 7, &hit));
  g_assert_cmpint (hit.type, ==, KLASTER_MAP_HIT_CLUSTER);
  g_assert_cmpuint (hit.n, ==, 12);
  g_assert_true (hit.one_spot);
  items = klaster_map_scene_fan_out (scene, 18, hit.id);
  g_assert_cmpuint (items->len, ==, 12);
  for (guint i = 0; i < items->len; i++)
    for (guint j = i + 1; j < items->len; j++)
      {
        const KlasterFanItem *a = &g_array_index (items, KlasterFanItem, i), *b = &g_array_index (items, KlasterFanItem,
                                                                                                  j);

        g_assert_cmpfloat (hypot (a->dx - b->dx, a->dy - b->dy), >, 24);
      }
}

static void
test_neighbour (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (15, 200, 0, KLASTER_MAP_DEFAULT);
  guint n_moves = 0;

  for (guint i = 0; i < scene->n_members; i++)
    {
      KlasterMapHit from, to;
      gint64 east = klaster_map_scene_find_neighbour (scene, 12, scene->members[i].id, 1, 0);

      if (east == 0)
        continue;
      n_moves++;
      g_assert_true (klaster_map_scene_get_shown_position (scene, 12, scene->members[i].id, &from));
      g_assert_true (klaster_map_scene_get_shown_position (scene, 12, east, &to));
      g_assert_cmpfloat (to.position.x, >, from.position.x);
    }
  g_assert_cmpuint (n_moves, >, 150);
}

/* Members whose names begin alike are told apart by a number: it stays with its sign, and no line loses it. */
/* The edges of what is seen cut no name; the rest of the map is the same. */
static void
test_seen (void)
{
  g_autoptr (KlasterMapScene) scene = make_scene (3, 1200, 1500, KLASTER_MAP_DEFAULT & ~KLASTER_MAP_CLUSTERS);
  guint n_cut = 0;

  for (int zoom = 9; zoom <= 13; zoom++)
    {
      KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);
      KlasterMapLevel *other = klaster_map_scene_get_level (scene, zoom + 1);
      const KlasterMapNode *middle = &level->nodes[level->n_nodes / 2];
      KlasterRect seen = { middle->px - 350, middle->py - 250, middle->px + 350, middle->py + 250 };
      g_autoptr (KlasterMapScene) resting = klaster_map_scene_with_seen (scene, zoom, &seen);
      KlasterMapLevel *placed = klaster_map_scene_get_level (resting, zoom);
      KlasterMapLevel *shared = klaster_map_scene_get_level (resting, zoom + 1);
      guint n_before = 0, n_after = 0;

      g_assert_true (shared == other);
      g_assert_cmpuint (placed->n_nodes, ==, level->n_nodes);
      for (guint i = 0; i < level->n_labels; i++)
        {
          n_before += klaster_rect_intersects (&seen, &level->labels[i].rect);
          n_cut += klaster_map_level_cuts (&seen, &level->labels[i].rect);
        }
      for (guint i = 0; i < placed->n_labels; i++)
        {
          n_after += klaster_rect_intersects (&seen, &placed->labels[i].rect);
          /* The integrator is named whatever it takes. */
          if (!placed->labels[i].leader && placed->labels[i].font != KLASTER_FONT_MEMBER_STRONG)
            g_assert_false (klaster_map_level_cuts (&seen, &placed->labels[i].rect));
        }
      g_test_message ("zoom %d: %u names are seen in part or whole, then %u whole", zoom, n_before, n_after);
      g_assert_cmpuint (n_after, >=, n_before / 2);
      g_assert_cmpint (klaster_map_scene_cuts_names (scene, zoom, &seen), >=, klaster_map_scene_cuts_names (resting, zoom, &seen));
      klaster_map_level_unref (level);
      klaster_map_level_unref (other);
      klaster_map_level_unref (placed);
      klaster_map_level_unref (shared);
    }
  g_assert_cmpuint (n_cut, >, 0);
}

static void
test_wrap (void)
{
  static const char *const names[] = { "Дошкольная организация № 1 города Чирчика", "Chirchiq shahridagi 12-maktabgacha taʼlim" };
  static const char *const numbers[] = { "№ 1", "12-maktabgacha" };
  KlasterLabelText text;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean found = FALSE;

      klaster_label_wrap (KLASTER_FONT_MEMBER, 1, names[i], KLASTER_LAYOUT_LABEL_WIDTH, &text);
      for (guint line = 0; line < text.n_lines; line++)
        found |= strstr (text.lines[line], numbers[i]) != NULL;
      g_assert_true (found);
      g_assert_false (text.shortened);
      klaster_label_text_clear (&text);
    }
  /* A long word is parted at its hyphen, a number is not parted from what it counts. */
  klaster_label_wrap (KLASTER_FONT_MEMBER, 1, "Scientific-Methodological Centre", 100, &text);
  g_assert_false (text.shortened);
  g_assert_cmpstr (text.lines[0], ==, "Scientific-");
  klaster_label_text_clear (&text);
  klaster_label_wrap (KLASTER_FONT_MEMBER, 1, "Chirchiq shahridagi 3-maktab", 60, &text);
  for (guint line = 0; line < text.n_lines; line++)
    g_assert_false (g_str_has_suffix (text.lines[line], "-"));
  klaster_label_text_clear (&text);
  klaster_label_wrap (KLASTER_FONT_MEMBER, 1, "Donaudampfschifffahrtsgesellschaft", 40, &text);
  g_assert_true (text.shortened);
  g_assert_cmpuint (text.n_lines, ==, 1);
  klaster_label_text_clear (&text);
}

/* The plan of eight members in a row, and what its names may fill */
static void
test_room (void)
{
  KlasterLayoutPosition positions[8];
  KlasterGraphPlan *plan;
  KlasterRect room, wider;

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    positions[i] = (KlasterLayoutPosition) { .id = i + 1, .x = i * 60.0, .y = i % 2 * 60.0 };
  plan = klaster_graph_plan_new (KLASTER_LAYOUT_FORCE, positions, G_N_ELEMENTS (positions), NULL, 0, 800, 400);
  g_assert_true (klaster_graph_plan_get_room (plan, klaster_graph_plan_get_zoom (plan), &room));
  g_assert_cmpfloat_with_epsilon (room.x1 - room.x0, 800, 0.01);
  g_assert_cmpfloat_with_epsilon (room.y1 - room.y0, 400, 0.01);
  g_assert_false (klaster_graph_plan_get_room (plan, klaster_graph_plan_get_zoom (plan) + 1, &wider));
  klaster_graph_plan_set_beside (plan, 50);
  g_assert_true (klaster_graph_plan_get_room (plan, klaster_graph_plan_get_zoom (plan), &wider));
  g_assert_cmpfloat_with_epsilon (wider.x0, room.x0 - 50, 0.01);
  g_assert_cmpfloat_with_epsilon (wider.x1, room.x1 + 50, 0.01);
  klaster_graph_plan_unref (plan);
}

/* Measures all fonts, at @data after it has drawn a small picture. */
static gpointer
measure_on_thread (gpointer data)
{
  const double *drawn = data;
  GArray *measures = g_array_new (FALSE, FALSE, sizeof (double));

  if (*drawn > 0)
    for (guint vector = 0; vector < 2; vector++)
      {
        cairo_rectangle_t extents = { 0, 0, 400, 100 };
        cairo_surface_t *surface = vector ? cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &extents)
                                          : cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 400, 100);
        cairo_t *cr = cairo_create (surface);

        cairo_scale (cr, *drawn, *drawn);
        klaster_label_draw (cr, KLASTER_FONT_BODY, 1, "Chirchiq", 10, 40, 0, &(KlasterColor) { 0, 0, 0, 1 }, NULL);
        cairo_destroy (cr);
        cairo_surface_destroy (surface);
      }
  for (guint font = 0; font < KLASTER_N_FONTS; font++)
    {
      double values[3];

      values[0] = klaster_label_get_ascent (font, 0.75, &values[1]);
      values[2] = klaster_label_measure (font, 0.75, "Чирчиқ, 21-мактаб", -1);
      g_array_append_vals (measures, values, 3);
    }
  for (double size = 6; size < 24; size += 4)
    {
      KlasterPaperFont font = { size, FALSE };
      double values[2] = { klaster_paper_text_get_line_height (&font), klaster_paper_text_measure (&font, "Чирчиқ, 21-мактаб") };

      g_array_append_vals (measures, values, 2);
    }

  return measures;
}

/* Text is as large as it is, whatever the thread that measures it has drawn before: a worker that had drawn a thumbnail laid
 * out pages whose lines were ten times too high. */
static void
test_measures_after_drawing (void)
{
  const double scales[] = { 0, 0.05, 0.64, 3 };
  g_autoptr (GArray) expected = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (GArray) measures = g_thread_join (g_thread_new ("measure", measure_on_thread, (gpointer) &scales[i]));

      if (i == 0)
        {
          expected = g_steal_pointer (&measures);
          continue;
        }
      g_assert_cmpuint (measures->len, ==, expected->len);
      for (guint j = 0; j < measures->len; j++)
        {
          g_test_message ("after drawing at %g, %u: %g", scales[i], j, g_array_index (measures, double, j));
          g_assert_cmpfloat (g_array_index (measures, double, j), ==, g_array_index (expected, double, j));
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/wrap", test_wrap);
  g_test_add_func ("/scene/room", test_room);
  g_test_add_func ("/scene/seen", test_seen);
  g_test_add_func ("/scene/labels-do-not-touch", test_labels_do_not_touch);
  g_test_add_func ("/scene/measure-holds-text", test_measure_holds_text);
  g_test_add_func ("/scene/clusters", test_clusters);
  g_test_add_func ("/scene/pick", test_pick);
  g_test_add_func ("/scene/query", test_query);
  g_test_add_func ("/scene/index-finds-all", test_index_finds_all);
  g_test_add_func ("/scene/tiles-agree", test_tiles_agree);
  g_test_add_func ("/scene/filter-and-unplaced", test_filter_and_unplaced);
  g_test_add_func ("/scene/cancel", test_cancel);
  g_test_add_func ("/scene/threads", test_threads);
  g_test_add_func ("/scene/links", test_links);
  g_test_add_func ("/scene/measures-after-drawing", test_measures_after_drawing);
  g_test_add_func ("/scene/highlight-spares-names", test_highlight_spares_names);
  g_test_add_func ("/scene/highlight-names-once", test_highlight_names_once);
  g_test_add_func ("/scene/highlight-names-apart", test_highlight_names_apart);
  g_test_add_func ("/scene/parallel", test_parallel);
  g_test_add_func ("/scene/scope", test_scope);
  g_test_add_func ("/scene/attention", test_attention);
  g_test_add_func ("/scene/fan", test_fan);
  g_test_add_func ("/scene/neighbour", test_neighbour);
  return g_test_run ();
}
