/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Graph page with 3,000 members and 12,000 cooperations: moved and zoomed, with the pointer running over it, and while
 * members wander to another layout; beside a plain marker layer with as many points on the same path in the same run. Prints,
 * fails never.
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
#include "klaster-graph-page.h"
#include "klaster-map-view-private.h"
#include "klaster-project-sync.h"
#include "klaster-resources.h"

#define SEED 20261121
#define N_INSTITUTIONS 3000
#define N_COOPERATIONS 12000
#define N_FRAMES 150

/* From the middle of the graph, or of where the markers are */
typedef struct
{
  ShumateViewport *viewport;
  KlasterPoint centre;
  double zoom, zoom_by;  /* in all */
  double dx, dy;         /* pixels a frame */
} Path;

static gboolean
move_cb (guint    frame,
         gpointer data)
{
  Path *path = data;
  double zoom = path->zoom + path->zoom_by * frame / N_FRAMES;
  double size = klaster_zoom_get_world_size (zoom);
  double lon, lat;

  if (frame >= N_FRAMES)
    return FALSE;
  path->centre.x += path->dx / size;
  path->centre.y += path->dy / size;
  klaster_world_to_lonlat (path->centre, &lon, &lat);
  shumate_viewport_set_zoom_level (path->viewport, zoom);
  shumate_location_set_location (SHUMATE_LOCATION (path->viewport), lat, lon);

  return TRUE;
}

static void
rest (KlasterMapView *view,
      const Path     *path)
{
  gint64 begin = g_get_monotonic_time ();
  double lon, lat;

  klaster_world_to_lonlat (path->centre, &lon, &lat);
  shumate_viewport_set_zoom_level (path->viewport, path->zoom);
  shumate_location_set_location (SHUMATE_LOCATION (path->viewport), lat, lon);
  if (view)
    klaster_await (g_get_monotonic_time () - begin > 400000 && klaster_map_view_is_settled (view), 60);
  else
    klaster_await (g_get_monotonic_time () - begin > 1000000, 60);
}

/* What both are driven along */
static void
drive (BenchFrames     *frames,
       ShumateViewport *viewport,
       KlasterPoint     centre,
       double           zoom)
{
  static const struct
  {
    const char *name;
    double zoom, zoom_by, dx, dy;
  } legs[] = {
    { "pan, all seen", 0, 0, 2, 1 }, { "pan, closer", 1, 0, 6, 3 }, { "pan, close", 3, 0, 9, 5 },
    { "zoom in", 0, 4, 0, 0 }, { "zoom out", 4, -4, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (legs); i++)
    {
      Path path = { viewport, centre, zoom + legs[i].zoom, legs[i].zoom_by, legs[i].dx, legs[i].dy };

      rest (frames->view, &path);
      bench_frames_run (frames, legs[i].name, move_cb, &path);
    }
}

/* Round and round over members and links */
static gboolean
hover_cb (guint    frame,
          gpointer data)
{
  KlasterMapView *view = data;
  double angle = frame * 0.13, width = gtk_widget_get_width (GTK_WIDGET (view));
  double height = gtk_widget_get_height (GTK_WIDGET (view)), radius = 0.1 + 0.3 * frame / N_FRAMES;

  if (frame >= N_FRAMES)
    return FALSE;
  view->pointer_inside = TRUE;
  view->pointer_x = width * (0.5 + radius * cos (angle));
  view->pointer_y = height * (0.5 + radius * sin (angle));
  klaster_map_view_update_hover (view);

  return TRUE;
}

typedef struct
{
  KlasterGraphPage *page;
  KlasterMapView *view;
  gboolean begun;
} Change;

/* The layout itself is made on a worker: frames count from where members set out to where they are. */
static gboolean
change_cb (guint    frame,
           gpointer data)
{
  Change *change = data;

  change->begun = change->begun || change->view->transition != NULL;

  return !change->begun || change->view->transition != NULL;
}

static double
bench_page (void)
{
  static const char *const layouts[] = { "force", "core", "map", "level" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (SEED, N_INSTITUTIONS, N_COOPERATIONS, 0);
  g_autoptr (KlasterSelection) selection = klaster_selection_new ();
  g_autofree char *folder = g_dir_make_tmp ("klaster-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.klaster", NULL);
  g_autofree char *uuid = NULL;
  KlasterProject *project = sync_new (path, NULL, &error);
  KlasterGraphPage *page;
  KlasterGraphView *graph;
  KlasterMapView *view;
  GtkWidget *window;
  BenchFrames frames;
  gint64 begin;
  double median;

  if (project == NULL || (uuid = sync_commit (project, edit, &error)) == NULL)
    g_error ("%s", error->message);

  begin = g_get_monotonic_time ();
  page = KLASTER_GRAPH_PAGE (klaster_graph_page_new ());
  g_object_set (page, "project", project, "selection", selection, NULL);
  window = bench_frames_show (GTK_WIDGET (page));
  graph = klaster_graph_page_get_view (page);
  view = klaster_graph_view_get_view (graph);
  klaster_await (klaster_graph_view_is_settled (graph), 60);
  g_print ("first complete graph of %d members and %d cooperations: %.0f ms\n", N_INSTITUTIONS, N_COOPERATIONS,
           (double) (g_get_monotonic_time () - begin) / 1000);

  bench_frames_init (&frames, "3,000 / 12,000", window, view);
  for (guint coded = 0; coded < 2; coded++)
    {
      if (coded)
        {
          g_print ("with colour by district and size by the number of cooperations:\n");
          gtk_widget_activate_action (GTK_WIDGET (page), "graph.color-by", "s", "district");
          gtk_widget_activate_action (GTK_WIDGET (page), "graph.size-by", "s", "cooperations");
        }
      klaster_await (klaster_graph_view_is_settled (graph), 60);
      drive (&frames, klaster_map_view_get_viewport (view), (KlasterPoint) { 0.5, 0.5 },
             klaster_graph_plan_get_zoom (klaster_map_scene_get_plan (klaster_map_view_get_scene (view))));
      gtk_widget_activate_action (GTK_WIDGET (page), "graph.fit-all", NULL);
      klaster_await (klaster_graph_view_is_settled (graph), 60);
      bench_frames_run (&frames, "hover", hover_cb, view);
      view->pointer_inside = FALSE;
      klaster_map_view_update_hover (view);
    }
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *leg = g_strconcat ("to ", layouts[i], NULL);
      Change change = { page, view, FALSE };

      gtk_widget_activate_action (GTK_WIDGET (page), "graph.layout", "s", layouts[i]);
      /* While the layout is made nothing moves. */
      klaster_await (view->transition != NULL || klaster_graph_view_is_settled (graph), 60);
      if (view->transition != NULL)
        bench_frames_run (&frames, leg, change_cb, &change);
      klaster_await (klaster_graph_view_is_settled (graph), 60);
    }
  median = bench_frames_end (&frames);

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
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (SEED, N_INSTITUTIONS, 0, 0);
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) source = klaster_basemap_source_new (klaster_basemap_draw_tile, &style, 1, "");
  ShumateMap *map = shumate_map_new ();
  ShumateViewport *viewport = shumate_map_get_viewport (map);
  ShumateMarkerLayer *layer = shumate_marker_layer_new (viewport);
  BenchFrames frames;
  GtkWidget *window;
  KlasterRowIter iter;
  KlasterRow *row;
  double median;

  shumate_viewport_set_reference_map_source (viewport, source);
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
  bench_frames_init (&frames, "3,000 markers", window, NULL);
  drive (&frames, viewport, klaster_world_from_lonlat (69.4, 41.1), 9);
  median = bench_frames_end (&frames);
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
  g_print ("a frame of the graph with 3,000 members and 12,000 links takes %.2f times as long as one of 3,000 plain markers\n",
           ours / plain);

  return 0;
}
