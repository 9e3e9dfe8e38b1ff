/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "klaster-live-layer.h"
#include "klaster-map-page.h"
#include "klaster-project-sync.h"
#include "klaster-resources.h"
#include "klaster-sample.h"

#define SECONDS 30

typedef struct
{
  char *folder;
  KlasterProject *project;
  KlasterSelection *selection;
  GtkWidget *window;
  KlasterMapPage *page;
  KlasterMapView *view;
} Fixture;

static void
show (Fixture *fixture)
{
  fixture->page = KLASTER_MAP_PAGE (klaster_map_page_new ());
  fixture->view = klaster_map_page_get_view (fixture->page);
  g_object_set (fixture->page, "project", fixture->project, "selection", fixture->selection, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  klaster_await (klaster_map_view_is_settled (fixture->view), SECONDS);
}

static void
hide (Fixture *fixture)
{
  gpointer page = fixture->page;

  g_object_add_weak_pointer (G_OBJECT (fixture->page), &page);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  klaster_await (page == NULL, SECONDS);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21");
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-page-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "map.klaster", NULL);
  fixture->project = sync_new (path, content, &error);
  g_assert_no_error (error);
  fixture->selection = klaster_selection_new ();
  show (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "map.klaster", NULL);

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  g_object_unref (fixture->selection);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* Cards lie over the map, but what is empty between them belongs to it. */
static void
test_cards_leave_the_map (Fixture       *fixture,
                          gconstpointer  data)
{
  int width = gtk_widget_get_width (GTK_WIDGET (fixture->page));
  int height = gtk_widget_get_height (GTK_WIDGET (fixture->page));
  guint n_map = 0, n_all = 0;

  for (int y = 5; y < height; y += 10)
    for (int x = 5; x < width; x += 10)
      {
        n_all++;
        n_map += KLASTER_IS_LIVE_LAYER (gtk_widget_pick (fixture->window, x, y, GTK_PICK_DEFAULT));
      }
  g_test_message ("%u of %u places belong to the map", n_map, n_all);
  g_assert_cmpuint (n_map * 100, >=, n_all * 75);
  g_assert_true (KLASTER_IS_LIVE_LAYER (gtk_widget_pick (fixture->window, width - 200, height - 120, GTK_PICK_DEFAULT)));
}

static void
test_tools (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.tool", "s", "measure");
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_MEASURE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.tool", "s", "lasso");
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_LASSO);
  /* A second press puts it away. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.tool", "s", "lasso");
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
}

static void
test_layers (Fixture       *fixture,
             gconstpointer  data)
{
  g_assert_true (klaster_map_view_get_flags (fixture->view) & KLASTER_MAP_LINKS);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.layer-links", NULL);
  g_assert_false (klaster_map_view_get_flags (fixture->view) & KLASTER_MAP_LINKS);
  klaster_await (klaster_map_view_is_settled (fixture->view), SECONDS);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.layer-links", NULL);
  g_assert_true (klaster_map_view_get_flags (fixture->view) & KLASTER_MAP_LINKS);
}

/* Where somebody looked is found again, and the file does not know. */
static void
test_view_is_remembered (Fixture       *fixture,
                         gconstpointer  data)
{
  guint64 version = klaster_snapshot_get_version (klaster_project_get_snapshot (fixture->project));
  KlasterMapCamera *camera;
  KlasterPoint before, after;

  klaster_map_view_go_to (fixture->view, 69.3, 41.2, 10);
  klaster_await (klaster_map_view_is_settled (fixture->view), SECONDS);
  camera = klaster_map_view_get_camera (fixture->view);
  before = klaster_map_camera_get_centre (camera);
  g_assert_cmpfloat (klaster_map_camera_get_zoom (camera), ==, 10);
  hide (fixture);

  /* It is written in the background. */
  {
    g_autofree char *name = g_strconcat (klaster_project_get_uuid (fixture->project), ".ini", NULL);
    g_autofree char *path = g_build_filename (g_get_user_data_dir (), "klaster", "views", name, NULL);

    klaster_await (g_file_test (path, G_FILE_TEST_EXISTS), SECONDS);
  }
  show (fixture);
  camera = klaster_map_view_get_camera (fixture->view);
  after = klaster_map_camera_get_centre (camera);
  g_assert_cmpfloat (klaster_map_camera_get_zoom (camera), ==, 10);
  g_assert_cmpfloat_with_epsilon (after.x, before.x, 2.0 / klaster_zoom_get_world_size (10));
  g_assert_cmpfloat_with_epsilon (after.y, before.y, 2.0 / klaster_zoom_get_world_size (10));
  g_assert_cmpuint (klaster_snapshot_get_version (klaster_project_get_snapshot (fixture->project)), ==, version);
}

static void
test_placing (Fixture       *fixture,
              gconstpointer  data)
{
  guint n_ids;
  const gint64 *ids = klaster_map_scene_get_unplaced (klaster_map_view_get_scene (fixture->view), &n_ids);

  g_assert_cmpuint (n_ids, ==, 2);
  klaster_map_page_start_placing (fixture->page, ids, n_ids);
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_PLACE);
  g_assert_cmpint (klaster_map_view_get_placing (fixture->view, NULL), ==, ids[0]);
  g_assert_true (klaster_selection_contains (fixture->selection, KLASTER_TABLE_INSTITUTION, ids[0]));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (klaster_get_resource ());

#define ADD(name, func) g_test_add ("/map-page/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("cards-leave-the-map", test_cards_leave_the_map);
  ADD ("tools", test_tools);
  ADD ("layers", test_layers);
  ADD ("view-is-remembered", test_view_is_remembered);
  ADD ("placing", test_placing);
#undef ADD

  return g_test_run ();
}
