/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Map page with 50,000 members and 200,000 cooperations, moved along a fixed path in a window of 1280 × 800, beside a
 * plain marker layer of 5,000 on the same path in the same run. Times are of the main thread's work for one frame, as the
 * frame clock tells it, and of the longest time for which the main loop did not turn. Prints, fails never.
 */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

#include "klaster-basemap-source.h"
#include "klaster-basemap.h"
#include "klaster-generate.h"
#include "klaster-map-page.h"
#include "klaster-project-sync.h"
#include "klaster-resources.h"

#define SEED 20261121
#define N_INSTITUTIONS 50000
#define N_COOPERATIONS 200000
#define N_MARKERS 5000
#define WIDTH 1280
#define HEIGHT 800

typedef struct
{
  const char *name;
  guint n_frames;
  double x0, y0, z0;   /* degrees, level: where it begins */
  double dx, dy;       /* pixels a frame */
  double z1;           /* where it ends */
} Leg;

static const Leg legs[] = {
  { "pan at 9", 150, 69.6, 41.2, 9, 5, 3, 9 },
  { "pan at 11", 150, 69.1, 41.4, 11, 7, -2, 11 },
  { "pan at 13", 150, 69.2, 41.3, 13, 9, 4, 13 },
  { "zoom 8 to 13", 150, 69.28, 41.3, 8, 0, 0, 13 },
  { "zoom 13 to 8", 150, 69.28, 41.3, 13, 0, 0, 8 },
};

typedef struct
{
  ShumateViewport *viewport;
  const Leg *leg;
  guint frame;
  KlasterPoint centre;
  gint64 begin;
  gint64 cpu_begin;
  GArray *times;      /* double: ms of each frame on the clock */
  GArray *cpu_times;  /* double: ms of each frame on the processor, whatever else the machine does */
  gint64 last_turn;
  double worst_gap;   /* ms */
  gboolean done;
} Run;

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *times,
          double  share)
{
  return g_array_index (times, double, MIN (times->len - 1, (guint) (times->len * share)));
}

static double
get_resident_mb (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*s %ld", &pages);

  return (double) pages * 4096 / 1e6;
}

static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
before_paint_cb (GdkFrameClock *clock,
                 Run           *run)
{
  run->begin = g_get_monotonic_time ();
  run->cpu_begin = get_cpu_time ();
}

static void
after_paint_cb (GdkFrameClock *clock,
                Run           *run)
{
  double ms = (double) (g_get_monotonic_time () - run->begin) / 1000;
  double cpu_ms = (double) (get_cpu_time () - run->cpu_begin) / 1000;

  if (run->done || run->frame <= 1)
    return;
  g_array_append_val (run->times, ms);
  g_array_append_val (run->cpu_times, cpu_ms);
}

static gboolean
turn_cb (gpointer user_data)
{
  Run *run = user_data;
  gint64 now = g_get_monotonic_time ();

  run->worst_gap = MAX (run->worst_gap, (double) (now - run->last_turn) / 1000);
  run->last_turn = now;

  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  Run *run = user_data;
  const Leg *leg = run->leg;
  double t = (double) run->frame / leg->n_frames;
  double zoom = leg->z0 + (leg->z1 - leg->z0) * t;
  double size = klaster_zoom_get_world_size (zoom);
  double lon, lat;

  if (run->frame >= leg->n_frames)
    {
      run->done = TRUE;
      return G_SOURCE_REMOVE;
    }
  run->centre.x += leg->dx / size;
  run->centre.y += leg->dy / size;
  klaster_world_to_lonlat (run->centre, &lon, &lat);
  shumate_viewport_set_zoom_level (run->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (run->viewport), lat, lon);
  run->frame++;

  return G_SOURCE_CONTINUE;
}

/* The median of all legs, for the ratio. */
static double
drive (const char      *what,
       GtkWidget       *window,
       ShumateViewport *viewport,
       KlasterMapView  *view)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) all_cpu = g_array_new (FALSE, FALSE, sizeof (double));
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  for (guint i = 0; i < G_N_ELEMENTS (legs); i++)
    {
      Run run = { viewport, &legs[i], 0, klaster_world_from_lonlat (legs[i].x0, legs[i].y0) };
      KlasterTileStatistics before = { 0 }, after = { 0 };
      gulong before_paint, after_paint;
      gint64 begin;
      guint turn;
      double seconds;

      run.times = g_array_new (FALSE, FALSE, sizeof (double));
      run.cpu_times = g_array_new (FALSE, FALSE, sizeof (double));
      /* Rest at the start, so that every leg begins with a whole picture. */
      shumate_viewport_set_zoom_level (viewport, legs[i].z0);
      shumate_location_set_location (SHUMATE_LOCATION (viewport), legs[i].y0, legs[i].x0);
      begin = g_get_monotonic_time ();
      if (view)
        klaster_await (g_get_monotonic_time () - begin > 400000 && klaster_map_view_is_settled (view), 60);
      else
        klaster_await (g_get_monotonic_time () - begin > 1000000, 60);
      if (view)
        klaster_tile_cache_get_statistics (klaster_map_view_get_tile_cache (view), &before);

      before_paint = g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), &run);
      after_paint = g_signal_connect_after (clock, "after-paint", G_CALLBACK (after_paint_cb), &run);
      run.last_turn = begin = g_get_monotonic_time ();
      turn = g_timeout_add_full (G_PRIORITY_HIGH, 2, turn_cb, &run, NULL);
      gtk_widget_add_tick_callback (window, tick_cb, &run, NULL);
      klaster_await (run.done, 240);
      seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
      g_source_remove (turn);
      g_signal_handler_disconnect (clock, before_paint);
      g_signal_handler_disconnect (clock, after_paint);
      if (view)
        klaster_tile_cache_get_statistics (klaster_map_view_get_tile_cache (view), &after);

      g_array_append_vals (all, run.times->data, run.times->len);
      g_array_append_vals (all_cpu, run.cpu_times->data, run.cpu_times->len);
      g_array_sort (run.times, compare_doubles);
      g_array_sort (run.cpu_times, compare_doubles);
      g_print ("%-22s %-13s median %6.1f  p95 %6.1f  p99 %6.1f  worst %6.1f ms; processor median %5.1f  p95 %5.1f ms; main loop worst %6.1f ms; %4.0f frames/s",
               what, legs[i].name, quantile (run.times, 0.5), quantile (run.times, 0.95), quantile (run.times, 0.99),
               quantile (run.times, 1), quantile (run.cpu_times, 0.5), quantile (run.cpu_times, 0.95), run.worst_gap, run.times->len / seconds);
      if (view)
        g_print ("; %4.0f tiles/s, %3.0f MB of tiles", (double) (after.n_drawn - before.n_drawn) / seconds,
                 (double) after.n_bytes / 1e6);
      g_print ("\n");
      g_array_unref (run.times);
      g_array_unref (run.cpu_times);
    }
  g_array_sort (all, compare_doubles);
  g_array_sort (all_cpu, compare_doubles);
  g_print ("%-22s all legs      median %6.1f  p95 %6.1f  p99 %6.1f  worst %6.1f ms; processor median %5.1f  p95 %5.1f  "
           "worst %6.1f ms; %.0f MB resident\n", what, quantile (all, 0.5), quantile (all, 0.95), quantile (all, 0.99),
           quantile (all, 1), quantile (all_cpu, 0.5), quantile (all_cpu, 0.95), quantile (all_cpu, 1), get_resident_mb ());

  return quantile (all_cpu, 0.5);
}

static GtkWidget *
show (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  klaster_await (gtk_widget_get_width (child) > 0, 20);

  return window;
}

static double
bench_page (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (SEED, N_INSTITUTIONS, N_COOPERATIONS, 2000);
  g_autoptr (KlasterSelection) selection = klaster_selection_new ();
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.klaster", NULL);
  g_autofree char *uuid = NULL;
  KlasterProject *project = sync_new (path, NULL, &error);
  KlasterMapPage *page;
  KlasterMapView *view;
  GtkWidget *window;
  gint64 begin;
  double median;

  if (project == NULL || (uuid = sync_commit (project, edit, &error)) == NULL)
    g_error ("%s", error->message);

  begin = g_get_monotonic_time ();
  page = KLASTER_MAP_PAGE (klaster_map_page_new ());
  g_object_set (page, "project", project, "selection", selection, NULL);
  window = show (GTK_WIDGET (page));
  view = klaster_map_page_get_view (page);
  klaster_await (klaster_map_view_is_settled (view), 60);
  g_print ("first complete map of %d members and %d cooperations: %.0f ms\n", N_INSTITUTIONS, N_COOPERATIONS,
           (double) (g_get_monotonic_time () - begin) / 1000);

  median = drive ("50,000 / 200,000", window, klaster_map_view_get_viewport (view), view);

  gtk_window_destroy (GTK_WINDOW (window));
  sync_close (project, TRUE, NULL);
  g_object_unref (project);
  g_unlink (path);
  g_rmdir (folder);

  return median;
}

static double
bench_markers (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (SEED, N_MARKERS, 0, 0);
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) source = klaster_basemap_source_new (klaster_basemap_draw_tile, &style, 1, "");
  ShumateMap *map = shumate_map_new ();
  ShumateViewport *viewport = shumate_map_get_viewport (map);
  ShumateMarkerLayer *layer;
  GtkWidget *window;
  KlasterRowIter iter;
  KlasterRow *row;
  double median;

  shumate_viewport_set_reference_map_source (viewport, source);
  shumate_map_add_layer (map, SHUMATE_LAYER (shumate_map_layer_new (source, viewport)));
  layer = shumate_marker_layer_new (viewport);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      ShumateMarker *marker = SHUMATE_MARKER (shumate_point_new ());

      if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
        continue;
      shumate_location_set_location (SHUMATE_LOCATION (marker), klaster_row_get_real (row, KLASTER_INSTITUTION_LAT),
                                     klaster_row_get_real (row, KLASTER_INSTITUTION_LON));
      shumate_marker_layer_add_marker (layer, marker);
    }
  shumate_map_add_layer (map, SHUMATE_LAYER (layer));
  window = show (GTK_WIDGET (map));
  median = drive ("5,000 markers", window, viewport, NULL);
  gtk_window_destroy (GTK_WINDOW (window));

  return median;
}

int
main (int    argc,
      char **argv)
{
  double ours, plain;

  setlocale (LC_ALL, "");
  adw_init ();
  g_resources_register (klaster_get_resource ());
  ours = bench_page ();
  plain = bench_markers ();
  g_print ("a frame of 50,000 members and 200,000 links takes %.2f times as long as one of 5,000 plain markers\n", ours / plain);

  return 0;
}
