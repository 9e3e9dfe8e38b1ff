/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The graph in a window: names leave each other room, members and links are found wherever it is moved, and members who wander
 * to another layout end where it has them.
 */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "klaster-generate.h"
#include "klaster-graph-view.h"
#include "klaster-map-scene-private.h"
#include "klaster-map-view-private.h"
#include "klaster-project-sync.h"
#include "klaster-worker.h"

#define SEED 31
#define N_INSTITUTIONS 60
#define N_COOPERATIONS 110
#define SECONDS 60

typedef struct
{
  char *folder;
  KlasterProject *project;
  GtkWidget *window;
  KlasterGraphView *graph;
  KlasterMapView *view;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterEdit) edit = klaster_generate_edit (SEED, N_INSTITUTIONS, N_COOPERATIONS, 0);
  g_autofree char *path = NULL;
  g_autofree char *uuid = NULL;

  fixture->folder = g_dir_make_tmp ("klaster-graph-view-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  fixture->project = sync_new (path, NULL, &error);
  g_assert_no_error (error);
  uuid = sync_commit (fixture->project, edit, &error);
  g_assert_no_error (error);
  fixture->graph = KLASTER_GRAPH_VIEW (klaster_graph_view_new ());
  fixture->view = klaster_graph_view_get_view (fixture->graph);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->graph));
  klaster_graph_view_set_project (fixture->graph, fixture->project);
  gtk_window_present (GTK_WINDOW (fixture->window));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  gpointer graph = fixture->graph;

  g_object_add_weak_pointer (G_OBJECT (fixture->graph), &graph);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  klaster_await (graph == NULL, SECONDS);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
show_layout (Fixture           *fixture,
             KlasterLayoutKind  kind)
{
  klaster_graph_view_set_layout (fixture->graph, kind);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
}

static KlasterRect
get_box (const KlasterMapLabel *label)
{
  double width = ceil (label->text.width), left = label->x - width * label->align;
  double top = label->y - klaster_label_get_ascent (label->font, 1, NULL);

  return (KlasterRect) { left, top, left + width, top + label->text.n_lines * label->line_height };
}

static gboolean
touch (const KlasterRect *a,
       const KlasterRect *b)
{
  return a->x0 < b->x1 && b->x0 < a->x1 && a->y0 < b->y1 && b->y0 < a->y1;
}

/* In every layout, whether size tells a number or not: no two names touch, none lies over a symbol or a row's name. */
static void
test_labels (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint coded = 0; coded < 2; coded++)
    {
      if (coded)
        klaster_map_view_set_coding (fixture->view, KLASTER_ATTRIBUTE_DISTRICT, KLASTER_ATTRIBUTE_COOPERATIONS);
      for (guint kind = 0; kind < KLASTER_N_LAYOUTS; kind++)
        {
          KlasterMapScene *scene;
          KlasterGraphPlan *plan;
          KlasterMapLevel *level;
          KlasterRect room;

          show_layout (fixture, kind);
          scene = klaster_map_view_get_scene (fixture->view);
          plan = klaster_map_scene_get_plan (scene);
          level = klaster_map_scene_get_level (scene, klaster_graph_plan_get_zoom (plan));
          g_assert_true (klaster_graph_plan_get_room (plan, klaster_graph_plan_get_zoom (plan), &room));
          g_test_message ("%s: %u names, %u symbols", klaster_layout_kind_get_token (kind), level->n_labels, level->n_nodes);
          g_assert_cmpuint (level->n_labels, >, N_INSTITUTIONS / 4);
          for (guint i = 0; i < level->n_labels; i++)
            {
              KlasterRect box = get_box (&level->labels[i]);

              g_assert_cmpfloat (box.x0, >=, room.x0);
              g_assert_cmpfloat (box.x1, <=, room.x1);
              for (guint k = 0; k < level->n_nodes; k++)
                {
                  const KlasterMapNode *node = &level->nodes[k];
                  double x = CLAMP (node->px, box.x0, box.x1), y = CLAMP (node->py, box.y0, box.y1);

                  g_assert_cmpfloat (hypot (x - node->px, y - node->py), >=, node->radius);
                }
              for (guint k = i + 1; k < level->n_labels; k++)
                {
                  KlasterRect other = get_box (&level->labels[k]);

                  g_assert_false (touch (&box, &other));
                }
            }
          klaster_map_level_unref (level);
        }
    }
}

/* Every member and nearly every link is found where it is drawn, as a whole, closer, and moved aside. */
static void
test_pick (Fixture       *fixture,
           gconstpointer  data)
{
  KlasterMapScene *scene;
  KlasterMapCamera *camera = klaster_map_view_get_camera (fixture->view);
  int zoom;

  show_layout (fixture, KLASTER_LAYOUT_FORCE);
  scene = klaster_map_view_get_scene (fixture->view);
  zoom = klaster_graph_plan_get_zoom (klaster_map_scene_get_plan (scene));
  for (int closer = 0; closer < 3; closer++)
    {
      guint n_links = 0, n_found = 0;
      KlasterMapLevel *level;

      klaster_map_camera_jump (camera, (KlasterPoint) { 0.5 + closer * 0.0003, 0.5 - closer * 0.0002 }, zoom + closer);
      klaster_await (klaster_map_view_is_settled (fixture->view), SECONDS);
      level = klaster_map_scene_get_level (scene, zoom + closer);
      for (guint i = 0; i < level->n_nodes; i++)
        {
          const KlasterMapNode *node = &level->nodes[i];
          KlasterPoint world = { node->px / level->world, node->py / level->world };
          KlasterMapHit hit;
          double x, y;

          klaster_map_camera_from_world (camera, world, &x, &y);
          g_assert_true (klaster_map_view_pick (fixture->view, x + 1, y, 4, &hit));
          g_assert_cmpint (hit.id, ==, scene->members[level->members[node->first]].id);
          g_assert_cmpfloat (hit.radius, ==, node->radius);
        }
      for (guint i = 0; i < level->n_edges; i++)
        {
          const KlasterMapEdge *edge = &level->edges[i];
          const KlasterMapNode *a = &level->nodes[edge->a], *b = &level->nodes[edge->b];
          KlasterPoint at = klaster_map_curve_point (a->px, a->py,
                                                     klaster_map_curve_control (a->px, a->py, b->px, b->py, edge->bend),
                                                     b->px, b->py, 0.4);
          KlasterPoint world = { at.x / level->world, at.y / level->world };
          KlasterMapHit hit;
          double x, y;

          klaster_map_camera_from_world (camera, world, &x, &y);
          g_assert_true (klaster_map_view_pick (fixture->view, x, y, 3, &hit));
          if (hit.type != KLASTER_MAP_HIT_LINK && hit.type != KLASTER_MAP_HIT_BUNDLE)
            continue;
          n_links++;
          n_found += hit.id == scene->links[level->links[edge->first]].id;
        }
      /* Where links cross another one may be meant. */
      g_test_message ("closer by %d: %u of %u links", closer, n_found, n_links);
      g_assert_cmpuint (n_links, >, 20);
      g_assert_cmpuint (n_found * 10, >=, n_links * 8);
      klaster_map_level_unref (level);
    }
}

/* Whatever was on its way, in the end everybody is seen where the layout has them, and the tiles are there again. */
static void
check_arrival (Fixture           *fixture,
               KlasterLayoutKind  kind)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (fixture->view);
  KlasterGraphPlan *plan = klaster_map_scene_get_plan (scene);
  KlasterLayout *layout = klaster_graph_view_get_current (fixture->graph);
  KlasterMapCamera *camera = klaster_map_view_get_camera (fixture->view);
  guint n;
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (layout, &n);

  g_assert_cmpint (klaster_graph_plan_get_kind (plan), ==, kind);
  g_assert_null (fixture->view->transition);
  g_assert_cmpfloat (gtk_widget_get_opacity (GTK_WIDGET (fixture->view->tile_layer)), ==, 1);
  g_assert_cmpuint (n, ==, N_INSTITUTIONS);
  for (guint i = 0; i < n; i++)
    {
      KlasterPoint world = klaster_graph_plan_to_world (plan, (KlasterPoint) { positions[i].x, positions[i].y }), shown;
      KlasterMapHit hit;
      double x, y;

      g_assert_true (klaster_map_scene_get_position (scene, positions[i].id, &shown));
      g_assert_cmpfloat (shown.x, ==, world.x);
      g_assert_cmpfloat (shown.y, ==, world.y);
      klaster_map_camera_from_world (camera, world, &x, &y);
      g_assert_true (klaster_map_view_pick (fixture->view, x, y, 4, &hit));
    }
}

static void
test_transition (Fixture       *fixture,
                 gconstpointer  data)
{
  static const KlasterLayoutKind kinds[] = { KLASTER_LAYOUT_FORCE, KLASTER_LAYOUT_CORE, KLASTER_LAYOUT_MAP,
                                             KLASTER_LAYOUT_LEVEL };

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      klaster_graph_view_set_layout (fixture->graph, kinds[i]);
      klaster_await (fixture->view->transition != NULL, SECONDS);
      g_assert_cmpfloat (gtk_widget_get_opacity (GTK_WIDGET (fixture->view->tile_layer)), ==, 0);
      klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
      check_arrival (fixture, kinds[i]);
    }
  /* One that is broken off by the next arrives all the same, as does one without animation. */
  klaster_graph_view_set_layout (fixture->graph, KLASTER_LAYOUT_FORCE);
  klaster_await (fixture->view->transition != NULL, SECONDS);
  klaster_graph_view_set_layout (fixture->graph, KLASTER_LAYOUT_CORE);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  check_arrival (fixture, KLASTER_LAYOUT_CORE);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  show_layout (fixture, KLASTER_LAYOUT_LEVEL);
  check_arrival (fixture, KLASTER_LAYOUT_LEVEL);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  add ("/graph-view/labels", test_labels);
  add ("/graph-view/pick", test_pick);
  add ("/graph-view/transition", test_transition);
  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
