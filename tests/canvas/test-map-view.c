/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "klaster-basemap-source.h"
#include "klaster-basemap.h"
#include "klaster-map-view-private.h"
#include "klaster-project-sync.h"
#include "klaster-worker.h"

#define WIDTH 800
#define HEIGHT 600
#define SECONDS 20

/* Institutions of the fixture */
enum
{
  UNIVERSITY = 1,
  WEST,
  EAST,
  NORTH,
  SOUTH,
  TWIN,      /* on the same spot as SOUTH */
  UNPLACED,
};

static const struct
{
  gint64 id;
  const char *name;
  const char *kind;
  const char *role;
  double lon, lat;
} institutions[] = {
  { UNIVERSITY, "University", "higher", "integrator", 69.58, 41.47 },
  { WEST, "West", "school", "member", 69.54, 41.47 },
  { EAST, "East", "school", "member", 69.62, 41.47 },
  { NORTH, "North", "preschool", "member", 69.58, 41.495 },
  { SOUTH, "South", "school", "member", 69.58, 41.445 },
  { TWIN, "Twin", "school", "member", 69.58, 41.445 },
  { UNPLACED, "Unplaced", "school", "member", NAN, NAN },
};

typedef struct
{
  char *folder;
  KlasterProject *project;
  KlasterSelection *selection;
  GtkWidget *window;
  KlasterMapView *view;
  GPtrArray *signals;   /* char: what the view told */
} Fixture;

static KlasterEdit *
create_content (void)
{
  KlasterEdit *edit = klaster_edit_new ("Fixture");
  const gint64 links[][2] = { { UNIVERSITY, WEST }, { UNIVERSITY, EAST }, { UNIVERSITY, NORTH }, { WEST, SOUTH } };

  for (guint i = 0; i < G_N_ELEMENTS (institutions); i++)
    {
      gint64 id = institutions[i].id;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (institutions[i].name));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT (institutions[i].kind));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT (institutions[i].role));
      if (isnan (institutions[i].lon))
        continue;
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (institutions[i].lon));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (institutions[i].lat));
    }
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      gint64 id = 100 + i;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, id);
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (links[i][0]));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (links[i][1]));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
    }

  return edit;
}

static void
activate_member_cb (KlasterMapView *view,
                    gint64          id,
                    Fixture        *fixture)
{
  g_ptr_array_add (fixture->signals, g_strdup_printf ("activate %" G_GINT64_FORMAT, id));
}

static void
add_requested_cb (KlasterMapView *view,
                  double          lon,
                  double          lat,
                  Fixture        *fixture)
{
  g_ptr_array_add (fixture->signals, g_strdup_printf ("add %.2f %.2f", lon, lat));
}

static void
connect_requested_cb (KlasterMapView *view,
                      gint64          from,
                      gint64          to,
                      Fixture        *fixture)
{
  g_ptr_array_add (fixture->signals, g_strdup_printf ("connect %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, from, to));
}

static void
context_requested_cb (KlasterMapView *view,
                      double          x,
                      double          y,
                      Fixture        *fixture)
{
  KlasterMapContext context;

  g_assert_true (klaster_map_view_get_context (view, &context));
  g_ptr_array_add (fixture->signals, g_strdup_printf ("context %d %" G_GINT64_FORMAT, context.hit.type, context.hit.id));
}

static const char *
last_signal (Fixture *fixture)
{
  return fixture->signals->len > 0 ? g_ptr_array_index (fixture->signals, fixture->signals->len - 1) : NULL;
}

static void
settle (Fixture *fixture)
{
  klaster_await (klaster_map_view_is_settled (fixture->view), SECONDS);
}

/* Settled, and nobody draws for later either. */
static void
settle_wholly (Fixture               *fixture,
               KlasterTileStatistics *statistics)
{
  KlasterTileCache *cache = klaster_map_view_get_tile_cache (fixture->view);

  klaster_await ((klaster_tile_cache_get_statistics (cache, statistics),
                  statistics->n_waiting == 0 && klaster_map_view_is_settled (fixture->view)), SECONDS);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = create_content ();
  g_autofree char *path = NULL;
  g_autofree char *uuid = NULL;
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  g_autoptr (ShumateMapSource) source = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-map-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "map.klaster", NULL);
  fixture->project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  uuid = sync_commit (fixture->project, edit, &error);
  g_assert_no_error (error);

  fixture->signals = g_ptr_array_new_with_free_func (g_free);
  fixture->selection = klaster_selection_new ();
  fixture->view = KLASTER_MAP_VIEW (klaster_map_view_new ());
  style.language = KLASTER_LANGUAGE_EN;
  klaster_map_view_set_style (fixture->view, &style);
  source = klaster_basemap_source_new (klaster_basemap_draw_tile, &style, 1, "");
  klaster_map_view_set_source (fixture->view, source);
  g_object_set (fixture->view, "project", fixture->project, "selection", fixture->selection, NULL);
  g_signal_connect (fixture->view, "activate-member", G_CALLBACK (activate_member_cb), fixture);
  g_signal_connect (fixture->view, "add-requested", G_CALLBACK (add_requested_cb), fixture);
  g_signal_connect (fixture->view, "connect-requested", G_CALLBACK (connect_requested_cb), fixture);
  g_signal_connect (fixture->view, "context-requested", G_CALLBACK (context_requested_cb), fixture);
  /* Decorations would take some of the size. */
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  klaster_await (gtk_widget_get_width (GTK_WIDGET (fixture->view)) > 0, SECONDS);
  settle (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gpointer view = fixture->view;
  g_autofree char *path = g_build_filename (fixture->folder, "map.klaster", NULL);

  g_object_add_weak_pointer (G_OBJECT (view), &view);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  klaster_await (view == NULL, SECONDS);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_assert_no_error (error);
  g_object_unref (fixture->project);
  g_assert_finalize_object (fixture->selection);
  g_ptr_array_unref (fixture->signals);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

/* Where a member is drawn, in the widget. */
static void
get_place (Fixture *fixture,
           gint64   id,
           double  *x,
           double  *y)
{
  KlasterMapHit hit;

  g_assert_true (klaster_map_scene_get_shown_position (klaster_map_view_get_scene (fixture->view),
                                                       klaster_map_camera_get_zoom (fixture->view->camera), id, &hit));
  klaster_map_camera_from_world (fixture->view->camera, hit.position, x, y);
}

/* A press, a move and a release, as the gestures tell of them. */
static void
drag (Fixture *fixture,
      double   x,
      double   y,
      double   dx,
      double   dy)
{
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", x, y);
  g_signal_emit_by_name (fixture->view->click_gesture, "pressed", 1, x, y);
  for (int i = 1; i <= 10; i++)
    g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", dx * i / 10, dy * i / 10);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", dx, dy);
  g_signal_emit_by_name (fixture->view->click_gesture, "released", 1, x + dx, y + dy);
}

static void
click_times (Fixture *fixture,
             double   x,
             double   y,
             int      n_press)
{
  for (int i = 1; i <= n_press; i++)
    {
      g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", x, y);
      g_signal_emit_by_name (fixture->view->click_gesture, "pressed", i, x, y);
      g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", 0.0, 0.0);
      g_signal_emit_by_name (fixture->view->click_gesture, "released", i, x, y);
    }
}

static void
click (Fixture *fixture,
       gint64   id)
{
  double x, y;

  get_place (fixture, id, &x, &y);
  click_times (fixture, x, y, 1);
}

static gboolean
press_key (Fixture         *fixture,
           guint            keyval,
           GdkModifierType  state)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, state, &handled);
    }

  return handled;
}

static KlasterRow *
get_row (Fixture *fixture,
         gint64   id)
{
  return klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION, id);
}

static void
assert_selected (Fixture *fixture,
                 gint64   id)
{
  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 1);
  g_assert_true (klaster_selection_contains (fixture->selection, KLASTER_TABLE_INSTITUTION, id));
}

/* From one member to another, as a pull with the connect tool. */
static void
pull (Fixture *fixture,
      gint64   from,
      gint64   to)
{
  double x0, y0, x1, y1;

  get_place (fixture, from, &x0, &y0);
  get_place (fixture, to, &x1, &y1);
  drag (fixture, x0, y0, x1 - x0, y1 - y0);
}

/* A link that is chosen in a list comes into sight; one that is clicked on stays where it is. */
static void
test_show_link (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterPoint before, after;

  klaster_map_view_go_to (fixture->view, 69.0, 41.0, 14);
  settle (fixture);
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  before = klaster_map_camera_get_centre (fixture->view->camera);
  klaster_selection_select (fixture->selection, KLASTER_TABLE_COOPERATION, 101);
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  after = klaster_map_camera_get_centre (fixture->view->camera);
  g_assert_cmpfloat (fabs (after.x - before.x), >, 0);
  settle (fixture);
  /* Between the university and the east one. */
  {
    KlasterPoint middle = klaster_world_from_lonlat (69.60, 41.47);

    g_assert_cmpfloat (fabs (after.x - middle.x), <, 1e-5);
    g_assert_cmpfloat (fabs (after.y - middle.y), <, 1e-5);
  }
}

static void
test_connect_by_pull (Fixture       *fixture,
                      gconstpointer  data)
{
  double x0, y0, x1, y1;
  double lon = klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LON);
  KlasterMapConnectTarget target;

  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_CONNECT);
  get_place (fixture, WEST, &x0, &y0);
  get_place (fixture, EAST, &x1, &y1);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", x0, y0);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", 4.0, 4.0);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, NULL), ==, 0);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", 14.0, 0.0);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, &target), ==, WEST);
  /* Itself is no target, the empty map is none, several in a cluster are none. */
  g_assert_cmpint (target, ==, KLASTER_MAP_CONNECT_INVALID);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", 40.0, 60.0);
  klaster_map_view_get_connecting (fixture->view, &target);
  g_assert_cmpint (target, ==, KLASTER_MAP_CONNECT_NOTHING);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", x1 - x0, y1 - y0);
  klaster_map_view_get_connecting (fixture->view, &target);
  g_assert_cmpint (target, ==, KLASTER_MAP_CONNECT_VALID);
  settle (fixture);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", x1 - x0, y1 - y0);
  g_signal_emit_by_name (fixture->view->click_gesture, "released", 1, x1, y1);
  g_assert_cmpstr (last_signal (fixture), ==, "connect 2 3");
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, NULL), ==, 0);
  /* Nothing was moved. */
  g_assert_cmpfloat (klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LON), ==, lon);
}

static void
test_connect_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  double x, y, dx, dy;
  guint n = fixture->signals->len;

  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_CONNECT);
  pull (fixture, WEST, WEST);
  get_place (fixture, WEST, &x, &y);
  drag (fixture, x, y, 30, 70);
  /* South and its twin are one cluster here. */
  pull (fixture, WEST, SOUTH);
  g_assert_cmpuint (fixture->signals->len, ==, n);
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_CONNECT);

  /* Escape takes the pull back, then puts the tool away. */
  get_place (fixture, EAST, &dx, &dy);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", x, y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", dx - x, dy - y);
  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", dx - x, dy - y);
  g_assert_cmpuint (fixture->signals->len, ==, n);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, NULL), ==, 0);
  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
}

static void
test_connect_by_clicks (Fixture       *fixture,
                        gconstpointer  data)
{
  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_CONNECT);
  click (fixture, NORTH);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, NULL), ==, NORTH);
  /* The same again: none is chosen any more. */
  click (fixture, NORTH);
  g_assert_cmpint (klaster_map_view_get_connecting (fixture->view, NULL), ==, 0);
  click (fixture, EAST);
  click (fixture, WEST);
  g_assert_cmpstr (last_signal (fixture), ==, "connect 3 2");

  klaster_map_view_start_connecting (fixture->view, WEST);
  click (fixture, NORTH);
  g_assert_cmpstr (last_signal (fixture), ==, "connect 2 4");
}

static void
test_connect_by_keyboard (Fixture       *fixture,
                          gconstpointer  data)
{
  click (fixture, WEST);
  klaster_map_view_start_connecting (fixture->view, WEST);
  g_assert_true (press_key (fixture, GDK_KEY_Right, 0));
  /* Walking selects nothing meanwhile. */
  assert_selected (fixture, WEST);
  settle (fixture);
  g_assert_true (press_key (fixture, GDK_KEY_Return, 0));
  g_assert_cmpstr (last_signal (fixture), ==, "connect 2 1");
}

static void
test_pointer_reaches_layer (Fixture       *fixture,
                            gconstpointer  data)
{
  double x, y;

  get_place (fixture, WEST, &x, &y);
  g_assert_true (gtk_widget_pick (fixture->window, x, y, GTK_PICK_DEFAULT) == GTK_WIDGET (fixture->view->live_layer));
}

static void
test_first_view (Fixture       *fixture,
                 gconstpointer  data)
{
  double zoom = klaster_map_camera_get_zoom (fixture->view->camera);
  KlasterTileView view;

  g_assert_cmpfloat (zoom, ==, floor (zoom));
  for (guint i = 0; i < 4; i++)
    {
      double x, y;

      get_place (fixture, institutions[i].id, &x, &y);
      g_assert_cmpfloat (x, >, 0);
      g_assert_cmpfloat (x, <, WIDTH);
      g_assert_cmpfloat (y, >, 0);
      g_assert_cmpfloat (y, <, HEIGHT);
    }
  klaster_map_camera_get_view (fixture->view->camera, &view);
  g_assert_cmpfloat (view.x0, ==, floor (view.x0));
}

static void
test_click (Fixture       *fixture,
            gconstpointer  data)
{
  double x, y;

  click (fixture, WEST);
  assert_selected (fixture, WEST);
  click (fixture, EAST);
  assert_selected (fixture, EAST);

  /* Beside everything: nothing is selected. */
  click_times (fixture, 5, 5, 1);
  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 0);

  get_place (fixture, NORTH, &x, &y);
  click_times (fixture, x, y, 2);
  g_assert_cmpstr (last_signal (fixture), ==, "activate 4");
}

static void
test_click_never_moves (Fixture       *fixture,
                        gconstpointer  data)
{
  guint64 version = klaster_snapshot_get_version (klaster_project_get_snapshot (fixture->project));
  double x, y;

  get_place (fixture, WEST, &x, &y);
  drag (fixture, x, y, 5, 4); /* within the dead zone */
  assert_selected (fixture, WEST);
  g_assert_cmpuint (klaster_snapshot_get_version (klaster_project_get_snapshot (fixture->project)), ==, version);
  g_assert_false (klaster_project_get_can_undo (fixture->project)
                  && g_strrstr (klaster_project_get_undo_label (fixture->project), "West") != NULL);
}

static void
test_drag_moves_and_undoes (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  double x, y, after_x, after_y;

  get_place (fixture, WEST, &x, &y);
  drag (fixture, x + 3, y - 2, -60, 40);
  g_assert_cmpfloat (klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LON), <, 69.54);
  g_assert_cmpfloat (klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LAT), <, 41.47);
  g_assert_true (fixture->view->drag.dropped);
  settle (fixture);
  klaster_await (!fixture->view->drag.dropped, SECONDS);
  get_place (fixture, WEST, &after_x, &after_y);
  /* It went exactly as far as the pointer. */
  g_assert_cmpfloat_with_epsilon (after_x, x - 60, 1);
  g_assert_cmpfloat_with_epsilon (after_y, y + 40, 1);
  assert_selected (fixture, WEST);

  g_assert_true (sync_undo (fixture->project, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LON), ==, 69.54);
  settle (fixture);
  get_place (fixture, WEST, &after_x, &after_y);
  g_assert_cmpfloat_with_epsilon (after_x, x, 0.5);
}

static void
test_escape_cancels_drag (Fixture       *fixture,
                          gconstpointer  data)
{
  double x, y;

  get_place (fixture, WEST, &x, &y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", x, y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", 50.0, 50.0);
  g_assert_true (fixture->view->drag.active);
  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_assert_false (fixture->view->drag.active);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", 50.0, 50.0);
  g_assert_cmpfloat (klaster_row_get_real (get_row (fixture, WEST), KLASTER_INSTITUTION_LON), ==, 69.54);
}

static void
test_lasso (Fixture       *fixture,
            gconstpointer  data)
{
  double west_x, west_y, north_x, north_y;

  get_place (fixture, WEST, &west_x, &west_y);
  get_place (fixture, NORTH, &north_x, &north_y);
  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_LASSO);

  /* Around the west and the north, not the rest */
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-begin", west_x - 20, west_y + 20);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", 0.0, north_y - 40 - west_y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", north_x + 20 - (west_x - 20), north_y - 40 - west_y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-update", north_x + 20 - (west_x - 20), north_y - west_y);
  g_signal_emit_by_name (fixture->view->drag_gesture, "drag-end", north_x + 20 - (west_x - 20), north_y - west_y);

  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 2);
  g_assert_true (klaster_selection_contains (fixture->selection, KLASTER_TABLE_INSTITUTION, WEST));
  g_assert_true (klaster_selection_contains (fixture->selection, KLASTER_TABLE_INSTITUTION, NORTH));
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
}

static void
test_fan (Fixture       *fixture,
          gconstpointer  data)
{
  KlasterMapHit hit;
  double x, y, size;

  get_place (fixture, SOUTH, &x, &y);
  g_assert_true (klaster_map_view_pick (fixture->view, x, y, KLASTER_PICK_RADIUS, &hit));
  g_assert_cmpint (hit.type, ==, KLASTER_MAP_HIT_CLUSTER);
  g_assert_true (hit.one_spot);
  click_times (fixture, x, y, 1);
  g_assert_cmpint (fixture->view->fan_id, !=, 0);
  g_assert_cmpuint (fixture->view->fan->len, ==, 2);

  /* One of the two is hit where the fan shows it. */
  size = klaster_zoom_get_world_size (fixture->view->fan_level);
  for (guint i = 0; i < 2; i++)
    {
      KlasterFanItem *item = &g_array_index (fixture->view->fan, KlasterFanItem, i);
      KlasterPoint place = { fixture->view->fan_centre.x + item->dx / size, fixture->view->fan_centre.y + item->dy / size };
      gint64 id = item->id;

      klaster_map_camera_from_world (fixture->view->camera, place, &x, &y);
      g_assert_true (klaster_map_view_pick (fixture->view, x, y, KLASTER_PICK_RADIUS, &hit));
      g_assert_cmpint (hit.type, ==, KLASTER_MAP_HIT_MEMBER);
      g_assert_cmpint (hit.id, ==, id);
    }
  click_times (fixture, x, y, 1);
  assert_selected (fixture, hit.id);
  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (fixture->view->fan_id, ==, 0);
}

static void
test_placing (Fixture       *fixture,
              gconstpointer  data)
{
  const gint64 ids[] = { UNPLACED, NORTH };
  g_autoptr (GError) error = NULL;
  KlasterPoint world;
  double lon, lat;
  guint n_left;

  klaster_map_view_start_placing (fixture->view, ids, 2);
  g_assert_cmpint (klaster_map_view_get_placing (fixture->view, &n_left), ==, UNPLACED);
  g_assert_cmpuint (n_left, ==, 2);
  click_times (fixture, 300, 200, 1);
  world = klaster_map_camera_to_world (fixture->view->camera, 300, 200);
  klaster_world_to_lonlat (world, &lon, &lat);
  g_assert_cmpfloat_with_epsilon (klaster_row_get_real (get_row (fixture, UNPLACED), KLASTER_INSTITUTION_LON), lon, 1e-6);
  g_assert_cmpfloat_with_epsilon (klaster_row_get_real (get_row (fixture, UNPLACED), KLASTER_INSTITUTION_LAT), lat, 1e-6);
  g_assert_cmpint (klaster_map_view_get_placing (fixture->view, &n_left), ==, NORTH);
  klaster_map_view_skip_placing (fixture->view);
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);

  /* And off the map again, back to those that wait. */
  klaster_map_view_clear_positions (fixture->view, ids, 1);
  g_assert_true (klaster_row_is_null (get_row (fixture, UNPLACED), KLASTER_INSTITUTION_LON));
  klaster_await (klaster_project_get_can_undo (fixture->project), SECONDS);
  g_assert_true (sync_undo (fixture->project, &error));
  g_assert_no_error (error);
  g_assert_false (klaster_row_is_null (get_row (fixture, UNPLACED), KLASTER_INSTITUTION_LON));
}

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_ADD);
  click_times (fixture, WIDTH / 2.0, HEIGHT / 2.0, 1);
  g_assert_true (g_str_has_prefix (last_signal (fixture), "add 69.5"));
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
}

static void
test_measure (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *text = NULL;
  double metres;

  klaster_map_view_set_tool (fixture->view, KLASTER_MAP_TOOL_MEASURE);
  click (fixture, WEST);
  g_assert_cmpuint (klaster_map_view_get_measure (fixture->view, &metres), ==, 1);
  click (fixture, EAST);
  g_assert_cmpuint (klaster_map_view_get_measure (fixture->view, &metres), ==, 2);
  /* From symbol to symbol: 0.08° along the parallel of 41.47° */
  g_assert_cmpfloat_with_epsilon (metres, 6683, 10);
  text = klaster_map_format_distance (metres);
  g_assert_true (g_str_has_prefix (text, "6") && g_str_has_suffix (text, "km"));
  g_assert_true (press_key (fixture, GDK_KEY_BackSpace, 0));
  g_assert_cmpuint (klaster_map_view_get_measure (fixture->view, &metres), ==, 1);
  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 0);
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  KlasterMapCursor *cursor = KLASTER_MAP_CURSOR (fixture->view->cursor);
  double zoom = klaster_map_camera_get_zoom (fixture->view->camera);
  double x, y;

  gtk_widget_grab_focus (GTK_WIDGET (fixture->view));
  g_assert_true (gtk_widget_has_focus (fixture->view->cursor));
  g_assert_cmpstr (klaster_map_cursor_get_label (cursor), !=, NULL);

  /* The first key begins in the middle. */
  g_assert_true (press_key (fixture, GDK_KEY_Right, 0));
  assert_selected (fixture, UNIVERSITY);
  g_assert_cmpstr (klaster_map_cursor_get_label (cursor), ==, "University");
  g_assert_nonnull (strstr (klaster_map_cursor_get_description (cursor), "3"));
  gtk_test_accessible_assert_role (fixture->view->cursor, GTK_ACCESSIBLE_ROLE_BUTTON);

  g_assert_true (press_key (fixture, GDK_KEY_Right, 0));
  assert_selected (fixture, EAST);
  g_assert_true (press_key (fixture, GDK_KEY_Left, 0));
  assert_selected (fixture, UNIVERSITY);
  g_assert_true (press_key (fixture, GDK_KEY_Up, 0));
  assert_selected (fixture, NORTH);

  /* The focus child lies over the member. */
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  klaster_await (
    (get_place (fixture, NORTH, &x, &y), gtk_widget_pick (fixture->window, x, y, GTK_PICK_NON_TARGETABLE) == fixture->view->cursor),
    SECONDS);

  /* Ctrl moves on without selecting, Space adds. */
  g_assert_true (press_key (fixture, GDK_KEY_Down, GDK_CONTROL_MASK));
  assert_selected (fixture, NORTH);
  g_assert_true (press_key (fixture, GDK_KEY_space, 0));
  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 2);

  g_assert_true (press_key (fixture, GDK_KEY_Return, 0));
  g_assert_true (g_str_has_prefix (last_signal (fixture), "activate"));

  g_assert_true (press_key (fixture, GDK_KEY_plus, 0));
  klaster_await (klaster_map_camera_get_zoom (fixture->view->camera) == zoom + 1, SECONDS);
  g_assert_true (press_key (fixture, GDK_KEY_minus, 0));
  klaster_await (klaster_map_camera_get_zoom (fixture->view->camera) == zoom, SECONDS);

  g_assert_true (press_key (fixture, GDK_KEY_Menu, 0));
  g_assert_true (g_str_has_prefix (last_signal (fixture), "context 1"));

  g_assert_true (press_key (fixture, GDK_KEY_Escape, 0));
  g_assert_cmpuint (klaster_selection_get_n (fixture->selection), ==, 0);
}

static void
test_keyboard_places (Fixture       *fixture,
                      gconstpointer  data)
{
  const gint64 id = UNPLACED;

  klaster_map_view_start_placing (fixture->view, &id, 1);
  g_assert_true (press_key (fixture, GDK_KEY_Right, 0));
  g_assert_true (fixture->view->keyboard_aim);
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  g_assert_true (press_key (fixture, GDK_KEY_Return, 0));
  g_assert_false (klaster_row_is_null (get_row (fixture, UNPLACED), KLASTER_INSTITUTION_LON));
}

static void
test_rests_on_whole_levels (Fixture       *fixture,
                            gconstpointer  data)
{
  KlasterPoint before, after;

  before = klaster_map_camera_to_world (fixture->view->camera, 200, 100);
  klaster_map_camera_zoom_smooth (fixture->view->camera, -0.4, 200, 100);
  after = klaster_map_camera_to_world (fixture->view->camera, 200, 100);
  g_assert_cmpfloat_with_epsilon (before.x, after.x, 1e-9);
  g_assert_cmpfloat_with_epsilon (before.y, after.y, 1e-9);
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  g_assert_cmpfloat (klaster_map_camera_get_zoom (fixture->view->camera), ==,
                     floor (klaster_map_camera_get_zoom (fixture->view->camera)));

  /* A gesture of libshumate comes to rest, too, and north stays up. */
  shumate_viewport_set_zoom_level (klaster_map_view_get_viewport (fixture->view), 11.3);
  shumate_viewport_set_rotation (klaster_map_view_get_viewport (fixture->view), 1);
  g_assert_cmpfloat (shumate_viewport_get_rotation (klaster_map_view_get_viewport (fixture->view)), ==, 0);
  klaster_await (klaster_map_camera_get_zoom (fixture->view->camera) == 11, SECONDS);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) copy = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "map.klaster", NULL);
  const gint64 id = UNPLACED;
  double x, y;

  g_assert_true (sync_publish (fixture->project, &error));
  copy = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  klaster_map_view_set_project (fixture->view, copy);
  settle (fixture);
  g_assert_false (klaster_map_view_can_edit (fixture->view));
  get_place (fixture, WEST, &x, &y);
  drag (fixture, x, y, 80, 0);
  klaster_map_view_start_placing (fixture->view, &id, 1);
  g_assert_cmpint (klaster_map_view_get_tool (fixture->view), ==, KLASTER_MAP_TOOL_SELECT);
  g_assert_cmpfloat (klaster_row_get_real (klaster_snapshot_lookup (klaster_project_get_snapshot (copy),
                                                                    KLASTER_TABLE_INSTITUTION, WEST),
                                           KLASTER_INSTITUTION_LON), ==, 69.54);
  klaster_map_view_set_project (fixture->view, NULL);
  g_assert_true (sync_close (copy, FALSE, &error));
}

static void
test_edits_redraw_little (Fixture       *fixture,
                          gconstpointer  data)
{
  KlasterTileStatistics before, after;
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Kind");
  g_autofree char *uuid = NULL;

  settle_wholly (fixture, &before);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, EAST, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("lyceum"));
  uuid = sync_commit (fixture->project, edit, &error);
  g_assert_no_error (error);
  settle_wholly (fixture, &after);
  g_assert_cmpuint (after.n_drawn - before.n_drawn, >, 0);
  g_assert_cmpuint (after.n_drawn - before.n_drawn, <=, 9);
}

static void
test_external_selection (Fixture       *fixture,
                         gconstpointer  data)
{
  double x, y;

  /* Out of sight, then chosen in a list: the map comes along. */
  klaster_map_view_go_to (fixture->view, 70.6, 41.0, -1);
  klaster_await (!klaster_map_camera_is_moving (fixture->view->camera), SECONDS);
  klaster_selection_select (fixture->selection, KLASTER_TABLE_INSTITUTION, EAST);
  klaster_await ((get_place (fixture, EAST, &x, &y), x > 0 && x < WIDTH && y > 0 && y < HEIGHT), SECONDS);
  settle (fixture);
  get_place (fixture, EAST, &x, &y);
  g_assert_true (x > 0 && x < WIDTH && y > 0 && y < HEIGHT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

#define ADD(name, func) g_test_add ("/map-view/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("pointer-reaches-layer", test_pointer_reaches_layer);
  ADD ("show-link", test_show_link);
  ADD ("connect-by-pull", test_connect_by_pull);
  ADD ("connect-refused", test_connect_refused);
  ADD ("connect-by-clicks", test_connect_by_clicks);
  ADD ("connect-by-keyboard", test_connect_by_keyboard);
  ADD ("first-view", test_first_view);
  ADD ("click", test_click);
  ADD ("click-never-moves", test_click_never_moves);
  ADD ("drag-moves-and-undoes", test_drag_moves_and_undoes);
  ADD ("escape-cancels-drag", test_escape_cancels_drag);
  ADD ("lasso", test_lasso);
  ADD ("fan", test_fan);
  ADD ("placing", test_placing);
  ADD ("add", test_add);
  ADD ("measure", test_measure);
  ADD ("keyboard", test_keyboard);
  ADD ("keyboard-places", test_keyboard_places);
  ADD ("rests-on-whole-levels", test_rests_on_whole_levels);
  ADD ("read-only", test_read_only);
  ADD ("edits-redraw-little", test_edits_redraw_little);
  ADD ("external-selection", test_external_selection);
#undef ADD

  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
