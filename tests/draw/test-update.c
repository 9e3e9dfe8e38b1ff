/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "draw-support.h"
#include "klaster-random-edit.h"

#define DATE "2026-11-21"
#define SIZE 700

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (gconstpointer) row)[x];
}

/* Cairo rounds the very first line on an empty picture otherwise than one that comes later: a level or two are no
 * change. */
static gboolean
differs (guint32 a,
         guint32 b)
{
  for (guint shift = 0; shift < 32; shift += 8)
    if (abs ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > 2)
      return TRUE;
  return FALSE;
}

/* Every pixel that an edit changes lies in the rectangles that the comparison tells; and a scene brought up to date
 * draws what a new one draws. Returns the share of the picture that is to be drawn again. */
static double
check_step (KlasterMapScene *before,
            KlasterMapScene *after,
            KlasterSnapshot *snapshot,
            int              zoom,
            KlasterPoint     middle)
{
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  g_autoptr (GArray) rects = klaster_map_scene_diff (before, after, zoom);
  double world = klaster_zoom_get_world_size (zoom), x0 = middle.x - SIZE / 2.0, y0 = middle.y - SIZE / 2.0;
  cairo_surface_t *first = draw_view (before, NULL, zoom, x0, y0, SIZE, SIZE, 1);
  cairo_surface_t *second = draw_view (after, NULL, zoom, x0, y0, SIZE, SIZE, 1);
  g_autoptr (KlasterMapScene) fresh = NULL;
  cairo_surface_t *third;
  guint n_covered = 0, n_changed = 0;
  int worst;

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      {
        guint32 a = get_pixel (first, x, y), b = get_pixel (second, x, y);
        gboolean covered = FALSE;

        for (guint i = 0; i < rects->len && !covered; i++)
          {
            const KlasterRect *rect = &g_array_index (rects, KlasterRect, i);

            covered = (x0 + x + 1) / world >= rect->x0 && (x0 + x) / world <= rect->x1
                      && (y0 + y + 1) / world >= rect->y0
                      && (y0 + y) / world <= rect->y1;
          }
        n_covered += covered;
        n_changed += differs (a, b);
        if (differs (a, b) && !covered)
          {
            cairo_surface_write_to_png (first, "update-before.png");
            cairo_surface_write_to_png (second, "update-after.png");
            g_error ("zoom %d: pixel %d, %d changed outside of %u rectangles", zoom, x, y, rects->len);
          }
      }
  options.date = DATE;
  fresh = klaster_map_scene_new (snapshot, &options, NULL);
  third = draw_view (fresh, NULL, zoom, x0, y0, SIZE, SIZE, 1);
  g_assert_cmpuint (count_different (second, third, 0, &worst), ==, 0);
  g_test_message ("zoom %d: %u rectangles, %u pixels changed, %u covered", zoom, rects->len, n_changed, n_covered);
  cairo_surface_destroy (first);
  cairo_surface_destroy (second);
  cairo_surface_destroy (third);
  return (double) n_covered / (SIZE * SIZE);
}

static void
test_random_edits (void)
{
  guint32 seed = g_test_perf () ? g_random_int () : 4711;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  KlasterSnapshot *snapshot = klaster_generate_snapshot (seed, 120, 160, 20);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterMapScene *scene;

  g_test_message ("seed %u", seed);
  options.date = DATE;
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (KlasterDelta) delta = NULL;
      KlasterSnapshot *next = apply_edit (snapshot, klaster_random_edit_new (random, snapshot, 4), &delta);
      KlasterMapScene *after = klaster_map_scene_update (scene, next, delta);
      int zoom = g_rand_int_range (random, 8, 15);

      check_step (scene, after, next, zoom, pixel_of (69.5787, 41.4671, zoom));
      klaster_map_scene_unref (scene);
      klaster_snapshot_unref (snapshot);
      scene = after;
      snapshot = next;
    }
  klaster_map_scene_unref (scene);
  klaster_snapshot_unref (snapshot);
}

/* The commonest edits, one by one: move, rename, another kind, a new link, a link gone, a member gone */
static void
test_usual_edits (void)
{
  guint32 seed = 99;
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  KlasterSnapshot *snapshot = klaster_generate_snapshot (seed, 150, 200, 10);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  KlasterMapScene *scene;
  double shares = 0;
  guint n_moves = 0;

  g_test_message ("seed %u", seed);
  options.date = DATE;
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  for (guint i = 0; i < 36; i++)
    {
      g_autoptr (KlasterDelta) delta = NULL;
      KlasterEdit *edit = klaster_edit_new ("Edit");
      KlasterSnapshot *next;
      KlasterMapScene *after;
      KlasterRowIter iter;
      KlasterRow *row;
      int zoom = g_rand_int_range (random, 9, 14);
      gint64 id = 0, link = 0;
      double share;

      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
      for (int j = g_rand_int_range (random, 0, 100); j >= 0 && klaster_row_iter_next (&iter, &row); j--)
        id = klaster_row_get_id (row);
      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
      for (int j = g_rand_int_range (random, 0, 150); j >= 0 && klaster_row_iter_next (&iter, &row); j--)
        link = klaster_row_get_id (row);
      switch (i % 6)
        {
        case 0:
          klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON,
                            KLASTER_REAL (g_rand_double_range (random, 69.5, 69.65)));
          klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT,
                            KLASTER_REAL (g_rand_double_range (random, 41.4, 41.5)));
          break;
        case 1:
          klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ,
                            KLASTER_TEXT ("Yangi nom berildi"));
          break;
        case 2:
          klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("integrator"));
          break;
        case 3:
          {
            gint64 new_id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION);

            klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, new_id, KLASTER_COOPERATION_FROM_ID,
                              KLASTER_INTEGER (id));
            klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
            klaster_row_iter_next (&iter, &row);
            if (klaster_row_get_id (row) == id)
              klaster_row_iter_next (&iter, &row);
            klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, new_id, KLASTER_COOPERATION_TO_ID,
                              KLASTER_INTEGER (klaster_row_get_id (row)));
            klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, new_id, KLASTER_COOPERATION_STATUS,
                              KLASTER_TEXT ("proposed"));
            break;
          }
        case 4:
          klaster_edit_delete (edit, KLASTER_TABLE_COOPERATION, link);
          break;
        default:
          klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, id);
          break;
        }
      next = apply_edit (snapshot, edit, &delta);
      after = klaster_map_scene_update (scene, next, delta);
      share = check_step (scene, after, next, zoom, pixel_of (69.5787, 41.4671, zoom));
      if (i % 6 == 0)
        {
          shares += share;
          n_moves++;
        }
      klaster_map_scene_unref (scene);
      klaster_snapshot_unref (snapshot);
      scene = after;
      snapshot = next;
    }
  /* Otherwise covering everything would pass. */
  g_test_message ("moving one member redraws %.0f %% of the view on average", 100 * shares / n_moves);
  g_assert_cmpfloat (shares / n_moves, <, 0.6);
  klaster_map_scene_unref (scene);
  klaster_snapshot_unref (snapshot);
}

static void
test_nothing_changed (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, 200, 300, 5);
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  g_autoptr (KlasterMapScene) a = klaster_map_scene_new (snapshot, &options, NULL);
  g_autoptr (KlasterMapScene) b = klaster_map_scene_new (snapshot, &options, NULL);
  g_autoptr (GArray) rects = klaster_map_scene_diff (a, b, 11);

  g_assert_cmpuint (rects->len, ==, 0);
  g_assert_cmpuint (klaster_map_scene_get_version (a), !=, klaster_map_scene_get_version (b));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/update/nothing-changed", test_nothing_changed);
  g_test_add_func ("/update/usual-edits", test_usual_edits);
  g_test_add_func ("/update/random-edits", test_random_edits);
  return g_test_run ();
}
