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

#include "bench-frames.h"
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
  KlasterPoint centre;
} Path;

static gboolean
step_cb (guint    frame,
         gpointer data)
{
  Path *path = data;
  const Leg *leg = path->leg;
  double zoom = leg->z0 + (leg->z1 - leg->z0) * frame / leg->n_frames;
  double size = klaster_zoom_get_world_size (zoom);
  double lon, lat;

  if (frame >= leg->n_frames)
    return FALSE;
  path->centre.x += leg->dx / size;
  path->centre.y += leg->dy / size;
  klaster_world_to_lonlat (path->centre, &lon, &lat);
  shumate_viewport_set_zoom_level (path->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (path->viewport), lat, lon);

  return TRUE;
}

/* The median of all legs, for the ratio. */
static double
drive (const char      *what,
       GtkWidget       *window,
       ShumateViewport *viewport,
       KlasterMapView  *view)
{
  BenchFrames frames;

  bench_frames_init (&frames, what, window, view);
  for (guint i = 0; i < G_N_ELEMENTS (legs); i++)
    {
      Path path = { viewport, &legs[i], klaster_world_from_lonlat (legs[i].x0, legs[i].y0) };
      gint64 begin = g_get_monotonic_time ();

      /* Rest at the start, so that every leg begins with a whole picture. */
      shumate_viewport_set_zoom_level (viewport, legs[i].z0);
      shumate_location_set_location (SHUMATE_LOCATION (viewport), legs[i].y0, legs[i].x0);
      if (view)
        klaster_await (g_get_monotonic_time () - begin > 400000 && klaster_map_view_is_settled (view), 60);
      else
        klaster_await (g_get_monotonic_time () - begin > 1000000, 60);
      bench_frames_run (&frames, legs[i].name, step_cb, &path);
    }

  return bench_frames_end (&frames);
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
  window = bench_frames_show (GTK_WIDGET (page));
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
  window = bench_frames_show (GTK_WIDGET (map));
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
