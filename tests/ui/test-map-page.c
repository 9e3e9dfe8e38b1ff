/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "klaster-live-layer.h"
#include "klaster-map-page-private.h"
#include "klaster-project-sync.h"
#include "klaster-remove-tree.h"
#include "klaster-resources.h"
#include "klaster-sample.h"
#include "klaster-settings.h"
#include "klaster-worker.h"

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
  g_autoptr (GBytes) content = klaster_sample_make_content ("2026-11-21", KLASTER_LANGUAGE_EN);
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

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  g_object_unref (fixture->selection);
  klaster_remove_tree (fixture->folder);
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

/* Two districts where nobody works, the first with a name. */
#define DISTRICTS \
  "{\"type\":\"FeatureCollection\",\"features\":[" \
  "{\"type\":\"Feature\",\"properties\":{\"name\":\"East\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" \
  "[[[72.0,40.0],[73.0,40.0],[73.0,41.0],[72.0,41.0],[72.0,40.0]]]}}," \
  "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" \
  "[[[73.0,40.0],[74.0,40.0],[74.0,41.0],[73.0,41.0],[73.0,40.0]]]}}]}"

/* Whether the line between the two districts is drawn. */
static gboolean
shows_outline (Fixture *fixture)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (fixture->view);
  KlasterPoint world = klaster_world_from_lonlat (73.0, 40.5);
  double size = klaster_zoom_get_world_size (9);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 16, 16);
  cairo_t *cr = cairo_create (surface);
  gboolean drawn = FALSE;

  klaster_map_scene_draw (scene, cr, 9, round (world.x * size) - 8, round (world.y * size) - 8, 16, 16);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int i = 0; i < 16 * 16; i++)
    drawn |= ((guint32 *) (gpointer) cairo_image_surface_get_data (surface))[i] != 0;
  cairo_surface_destroy (surface);

  return drawn;
}

static gint64
find_overlay (Fixture    *fixture,
              const char *name)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_OVERLAY);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_OVERLAY_NAME), name) == 0)
      return klaster_row_get_id (row);

  return 0;
}

static guint
count_overlays (Fixture *fixture)
{
  return klaster_snapshot_get_n_rows (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_OVERLAY);
}

static GFile *
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return g_file_new_for_path (path);
}

static void
await_outline (Fixture  *fixture,
               gboolean  shown)
{
  klaster_await (klaster_map_view_is_settled (fixture->view) && shows_outline (fixture) == shown, SECONDS);
}

/* Added, hidden, removed, each one edit; and there again when the file is opened the next time, though the source is gone. */
static void
test_overlay (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GFile) file = write_file (fixture, "two_districts.geojson", DISTRICTS);
  g_autofree char *path = g_build_filename (fixture->folder, "map.klaster", NULL);
  g_autofree char *toggle = NULL;
  g_autoptr (GError) error = NULL;
  guint before = count_overlays (fixture);
  gint64 id;

  g_assert_false (shows_outline (fixture));
  klaster_map_layers_add_overlay (fixture->page->layers, file);
  await_outline (fixture, TRUE);
  g_assert_cmpuint (count_overlays (fixture), ==, before + 1);
  g_assert_cmpstr (klaster_project_get_undo_label (fixture->project), ==, "Add the outlines “two districts”");
  id = find_overlay (fixture, "two districts");
  g_assert_true (g_file_delete (file, NULL, NULL));

  toggle = g_strdup_printf ("map.overlay-%" G_GINT64_FORMAT, id);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), toggle, NULL);
  await_outline (fixture, FALSE);
  g_assert_true (sync_undo (fixture->project, &error));
  await_outline (fixture, TRUE);

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "map.remove-overlay", "x", id);
  await_outline (fixture, FALSE);
  g_assert_cmpuint (count_overlays (fixture), ==, before);
  g_assert_true (sync_undo (fixture->project, &error));
  await_outline (fixture, TRUE);

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  fixture->project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  show (fixture);
  await_outline (fixture, TRUE);
}

static void
add_overlay_row (Fixture    *fixture,
                 const char *sha256)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("From a stranger");
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_OVERLAY);
  g_autoptr (GError) error = NULL;

  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_NAME, KLASTER_TEXT ("Outlines"));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_SHA256, KLASTER_TEXT (sha256));
  klaster_edit_set (edit, KLASTER_TABLE_OVERLAY, id, KLASTER_OVERLAY_VISIBLE, KLASTER_INTEGER (1));
  g_free (sync_commit (fixture->project, edit, &error));
  g_assert_no_error (error);
}

/* What cannot be drawn is told, whether it comes from a file or lies in the project already, and what can be drawn is. */
static void
test_hostile_overlay (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const texts[] = { "", "{", "{\"type\":\"FeatureCollection\",\"features\":[]}" };
  KlasterMapLayers *layers = fixture->page->layers;
  guint before = count_overlays (fixture);
  g_autoptr (GFile) good = write_file (fixture, "good.geojson", DISTRICTS);
  g_autofree char *huge_path = g_build_filename (fixture->folder, "huge.geojson", NULL);
  g_autoptr (GFile) huge = g_file_new_for_path (huge_path);
  g_autoptr (GString) deep = g_string_new ("{\"type\":\"Polygon\",\"coordinates\":");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GAsyncResult) stored = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GFile) file = write_file (fixture, "bad.geojson", texts[i]);

      klaster_map_layers_clear_error (layers);
      klaster_map_layers_add_overlay (layers, file);
      klaster_await (klaster_map_layers_get_error (layers) != NULL, SECONDS);
    }
  g_assert_true (g_file_set_contents (huge_path, "{", -1, NULL));
  g_assert_cmpint (truncate (huge_path, 70 * 1024 * 1024), ==, 0);
  klaster_map_layers_clear_error (layers);
  klaster_map_layers_add_overlay (layers, huge);
  klaster_await (klaster_map_layers_get_error (layers) != NULL, SECONDS);
  g_assert_nonnull (strstr (klaster_map_layers_get_error (layers), "too large"));
  g_assert_cmpuint (count_overlays (fixture), ==, before);

  klaster_map_layers_add_overlay (layers, good);
  await_outline (fixture, TRUE);

  /* So many brackets that a recursive parser leaves its stack; beside outlines that are sound, and bytes that are not there. */
  for (guint i = 0; i < 2000000; i++)
    g_string_append_c (deep, '[');
  bytes = g_string_free_to_bytes (g_steal_pointer (&deep));
  klaster_project_store_blob_async (fixture->project, bytes, NULL, sync_cb, &stored);
  klaster_await (stored != NULL, SECONDS);
  sha256 = klaster_project_store_blob_finish (fixture->project, stored, &error);
  g_assert_no_error (error);
  klaster_map_layers_clear_error (layers);
  add_overlay_row (fixture, sha256);
  klaster_await (klaster_map_layers_get_error (layers) != NULL, SECONDS);
  g_assert_nonnull (strstr (klaster_map_layers_get_error (layers), "deeply nested"));
  await_outline (fixture, TRUE);
  klaster_map_layers_clear_error (layers);
  add_overlay_row (fixture, "0000000000000000000000000000000000000000000000000000000000000000");
  klaster_await (klaster_map_layers_get_error (layers) != NULL, SECONDS);
  await_outline (fixture, TRUE);
}

/* An online map that does not come is not left empty without a word. */
static void
test_online_map_without_answer (Fixture       *fixture,
                                gconstpointer  data)
{
  g_settings_set_string (klaster_settings_get (), "tile-url", "http://127.0.0.1:9/{z}/{x}/{y}.png");
  klaster_map_layers_set_base (fixture->page->layers, KLASTER_BASE_ONLINE);
  klaster_await (gtk_widget_get_visible (fixture->page->hint_box)
                   && strstr (gtk_label_get_text (fixture->page->hint_label), "does not answer"),
                 SECONDS);

  g_signal_emit_by_name (fixture->page->hint_button, "clicked");
  g_assert_cmpint (klaster_map_layers_get_base (fixture->page->layers), ==, KLASTER_BASE_OFFLINE);
  g_assert_true (!gtk_widget_get_visible (fixture->page->hint_box)
                 || !strstr (gtk_label_get_text (fixture->page->hint_label), "does not answer"));
  g_settings_reset (klaster_settings_get (), "tile-url");
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
  ADD ("online-map-without-answer", test_online_map_without_answer);
  ADD ("view-is-remembered", test_view_is_remembered);
  ADD ("placing", test_placing);
  ADD ("overlay", test_overlay);
  ADD ("hostile-overlay", test_hostile_overlay);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
