/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "klaster-basemap.h"
#include "klaster-generate.h"
#include "klaster-map-scene-private.h"

/* Scene, levels and tiles of a large project, and beside them what the plain way costs: every link and every symbol of
 * a tile drawn as it is. Prints milliseconds and ratios, fails on nothing. */

#define DATE "2026-11-21"

/* Time that this thread has worked, microseconds: what else the machine does does not count. */
static gint64
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static double
elapsed (gint64 start)
{
  return (double) (get_time () - start) / 1000;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* One curve for each link that touches the tile and one symbol for each member in it, found by looking at all of
 * them */
static void
draw_plain (KlasterMapScene *scene,
            cairo_t         *cr,
            int              zoom,
            int              x,
            int              y)
{
  double world = klaster_zoom_get_world_size (zoom), x0 = x * 256.0, y0 = y * 256.0;

  for (guint i = 0; i < scene->n_links; i++)
    {
      const KlasterMapMember *a = &scene->members[scene->links[i].from], *b = &scene->members[scene->links[i].to];
      double ax = a->x * world - x0, ay = a->y * world - y0, bx = b->x * world - x0, by = b->y * world - y0;

      if (MAX (ax, bx) < -10 || MIN (ax, bx) > 266 || MAX (ay, by) < -10 || MIN (ay, by) > 266)
        continue;
      cairo_move_to (cr, ax, ay);
      cairo_curve_to (cr, ax + (bx - ax) / 3 + 5, ay + (by - ay) / 3, bx - (bx - ax) / 3 + 5, by - (by - ay) / 3, bx,
                      by);
      cairo_set_line_width (cr, 1.5);
      klaster_color_set_alpha (&scene->palette->orientations[scene->links[i].orientation], 0.65, cr);
      cairo_stroke (cr);
    }
  for (guint i = 0; i < scene->n_members; i++)
    {
      double px = scene->members[i].x * world - x0, py = scene->members[i].y * world - y0;

      if (px > -20 && py > -20 && px < 276 && py < 276)
        klaster_symbol_draw (cr, scene->members[i].kind, scene->members[i].role, px, py, 14, KLASTER_SYMBOL_PLAIN,
                             &scene->style);
    }
}

typedef enum
{
  TILES_BASEMAP,
  TILES_SCENE,
  TILES_PLAIN,
} Tiles;

/* Draws a block of tiles around the middle of the cluster; prints and returns the median. */
static double
measure_tiles (KlasterMapScene *scene,
               Tiles            what,
               int              zoom,
               int              radius)
{
  KlasterPoint middle = klaster_world_from_lonlat (69.4, 41.2);
  int column = (int) (middle.x * (1 << zoom)), row = (int) (middle.y * (1 << zoom));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  double median;

  for (int y = row - radius; y <= row + radius; y++)
    for (int x = column - radius; x <= column + radius; x++)
      {
        cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 256, 256);
        cairo_t *cr = cairo_create (surface);
        gint64 start = get_time ();
        double time;

        if (what == TILES_BASEMAP)
          klaster_basemap_draw_tile (cr, zoom, x, y, &scene->style);
        else if (what == TILES_SCENE)
          klaster_map_scene_draw_tile (scene, cr, zoom, x, y);
        else
          draw_plain (scene, cr, zoom, x, y);
        cairo_destroy (cr);
        time = elapsed (start);
        cairo_surface_destroy (surface);
        g_array_append_val (times, time);
      }
  g_array_sort (times, compare_doubles);
  median = g_array_index (times, double, times->len / 2);
  g_print ("  %-8s median %7.2f   95 %% %7.2f   worst %7.2f ms   (%u tiles)\n",
           what == TILES_BASEMAP ? "basemap" : what == TILES_SCENE ? "scene" : "plain", median,
           g_array_index (times, double, times->len * 95 / 100), g_array_index (times, double,
                                                                                times->len - 1), times->len);
  return median;
}

int
main (int    argc,
      char **argv)
{
  guint n_members = argc > 1 ? (guint) atoi (argv[1]) : 50000;
  guint n_links = argc > 2 ? (guint) atoi (argv[2]) : 200000;
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, n_members, n_links, n_members / 10);
  g_autoptr (KlasterSnapshot) moved = NULL;
  g_autoptr (KlasterMapScene) scene = NULL;
  g_autoptr (KlasterMapScene) after = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  KlasterEdit *edit = klaster_edit_new ("Move");
  KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
  gint64 start = get_time ();

  options.date = DATE;
  g_print ("%u members, %u links\n", n_members, n_links);
  scene = klaster_map_scene_new (snapshot, &options, NULL);
  g_print ("scene: %.0f ms\n", elapsed (start));

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 7, KLASTER_INSTITUTION_LON, KLASTER_REAL (69.51));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 7, KLASTER_INSTITUTION_LAT, KLASTER_REAL (41.43));
  delta = klaster_edit_resolve (edit, snapshot, NULL);
  klaster_edit_unref (edit);
  moved = klaster_snapshot_apply (snapshot, delta);
  start = get_time ();
  after = klaster_map_scene_update (scene, moved, delta);
  g_print ("scene after one member was moved: %.0f ms\n", elapsed (start));

  for (int zoom = 8; zoom <= 16; zoom += 2)
    {
      g_autoptr (GArray) rects = NULL;
      double ready, fast;

      start = get_time ();
      klaster_map_scene_prepare (scene, zoom);
      ready = elapsed (start);
      klaster_map_scene_prepare (after, zoom);
      start = get_time ();
      rects = klaster_map_scene_diff (scene, after, zoom);
      g_print ("zoom %d: prepared in %.0f ms, compared in %.0f ms\n", zoom, ready, elapsed (start));
      measure_tiles (scene, TILES_BASEMAP, zoom, 3);
      fast = measure_tiles (scene, TILES_SCENE, zoom, 3);
      g_print ("  a plain tile takes %.0f times as long\n",
               measure_tiles (scene, TILES_PLAIN, zoom, 1) / MAX (fast, 0.001));
    }
  return 0;
}
