/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "klaster-graph-page.h"
#include "klaster-map-legend.h"
#include "klaster-picture-dialog.h"
#include "klaster-project-sync.h"
#include "klaster-resources.h"
#include "klaster-sample.h"
#include "klaster-worker.h"

#define SECONDS 60

typedef struct
{
  char *folder;
  KlasterProject *project;
  KlasterSelection *selection;
  GtkWidget *window;
  KlasterGraphPage *page;
  KlasterGraphView *graph;
  KlasterMapView *view;
} Fixture;

static void
show (Fixture *fixture)
{
  fixture->page = KLASTER_GRAPH_PAGE (klaster_graph_page_new ());
  fixture->graph = klaster_graph_page_get_view (fixture->page);
  fixture->view = klaster_graph_view_get_view (fixture->graph);
  g_object_set (fixture->page, "project", fixture->project, "selection", fixture->selection, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_present (GTK_WINDOW (fixture->window));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
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

  fixture->folder = g_dir_make_tmp ("klaster-graph-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "graph.klaster", NULL);
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
  g_autofree char *path = g_build_filename (fixture->folder, "graph.klaster", NULL);

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  g_object_unref (fixture->selection);
  g_unlink (path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static KlasterLayoutKind
get_shown (Fixture *fixture)
{
  return klaster_graph_plan_get_kind (klaster_map_scene_get_plan (klaster_map_view_get_scene (fixture->view)));
}

/* Everybody is in the graph, those without a place on the map too, in each layout, and fits into the view. */
static void
test_layouts (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const layouts[] = { "force", "level", "core", "map" };
  KlasterSnapshot *snapshot = klaster_project_get_snapshot (fixture->project);

  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      KlasterMapScene *scene;
      KlasterRowIter iter;
      KlasterRow *row;

      gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.layout", "s", layouts[i]);
      klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
      g_assert_cmpint (get_shown (fixture), ==, i);
      scene = klaster_map_view_get_scene (fixture->view);
      g_assert_cmpuint (klaster_map_scene_get_n_members (scene), ==,
                        klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION));
      klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
      while (klaster_row_iter_next (&iter, &row))
        {
          KlasterPoint position;
          double x, y;

          g_assert_true (klaster_map_scene_get_position (scene, klaster_row_get_id (row), &position));
          klaster_map_camera_from_world (klaster_map_view_get_camera (fixture->view), position, &x, &y);
          g_assert_cmpfloat (x, >, 0);
          g_assert_cmpfloat (y, >, 0);
          g_assert_cmpfloat (x, <, gtk_widget_get_width (GTK_WIDGET (fixture->view)));
          g_assert_cmpfloat (y, <, gtk_widget_get_height (GTK_WIDGET (fixture->view)));
        }
    }
}

/* A new member comes in; the others stay where they are. */
/* Search that finds nobody leaves a graph without members that says why. */
static void
test_nothing_matches (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (KlasterQueryModel) members = klaster_query_model_new (fixture->project, KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterQuery) everybody = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  KlasterDiagramPage *base = KLASTER_DIAGRAM_PAGE (fixture->page);

  g_object_set (fixture->page, "members", members, NULL);
  klaster_query_set_search (query, "nobody is called so");
  klaster_query_model_set_query (members, query);
  klaster_await (gtk_revealer_get_reveal_child (base->message_revealer), SECONDS);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (base->message_button)));

  klaster_query_model_set_query (members, everybody);
  klaster_await (!gtk_revealer_get_reveal_child (base->message_revealer), SECONDS);
  g_object_set (fixture->page, "members", NULL, NULL);
}

static void
test_new_member (Fixture       *fixture,
                 gconstpointer  data)
{
  guint n = klaster_map_scene_get_n_members (klaster_map_view_get_scene (fixture->view));
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Add");
  g_autoptr (GError) error = NULL;
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT ("Yangi"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("enterprise"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("partner"));
  g_free (sync_commit (fixture->project, edit, &error));
  g_assert_no_error (error);
  klaster_await (klaster_graph_view_is_settled (fixture->graph)
                   && klaster_map_scene_get_n_members (klaster_map_view_get_scene (fixture->view)) == n + 1, SECONDS);
}

/* What is selected elsewhere is brought into sight. */
static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  KlasterMapScene *scene = klaster_map_view_get_scene (fixture->view);
  KlasterMapCamera *camera = klaster_map_view_get_camera (fixture->view);
  guint n;
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n);
  KlasterPoint position;
  double x, y;

  klaster_map_camera_jump (camera, (KlasterPoint) { 0.52, 0.52 }, 12);
  klaster_selection_select (fixture->selection, KLASTER_TABLE_INSTITUTION, positions[0].id);
  klaster_await (!klaster_map_camera_is_moving (camera), SECONDS);
  g_assert_true (klaster_map_scene_get_position (scene, positions[0].id, &position));
  klaster_map_camera_from_world (camera, position, &x, &y);
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat (y, >, 0);
  g_assert_cmpfloat (x, <, gtk_widget_get_width (GTK_WIDGET (fixture->view)));
  g_assert_cmpfloat (y, <, gtk_widget_get_height (GTK_WIDGET (fixture->view)));
}

static void
drop (Fixture *fixture,
      gint64   id,
      double   x,
      double   y)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (fixture->view, "dropped", id, x, y, &handled);
  g_assert_true (handled);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
}

static KlasterLayoutPosition
get_place (Fixture *fixture,
           gint64   id)
{
  KlasterLayoutPosition place;

  g_assert_true (klaster_layout_find (klaster_graph_view_get_current (fixture->graph), id, &place));

  return place;
}

static void
assert_same_place (KlasterLayoutPosition a,
                   KlasterLayoutPosition b)
{
  g_assert_cmpfloat (a.x, ==, b.x);
  g_assert_cmpfloat (a.y, ==, b.y);
  g_assert_cmpint (a.pinned, ==, b.pinned);
}

/* Who is dragged stays there until it is unpinned, for everybody; nobody is moved on the map by that. */
static void
test_pins (Fixture       *fixture,
           gconstpointer  data)
{
  guint n;
  gint64 id = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n)[3].id;
  g_autofree char *path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  KlasterLayoutPosition before = get_place (fixture, id), place;
  KlasterRow *row = klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->project), KLASTER_TABLE_INSTITUTION, id);
  g_autoptr (GError) error = NULL;

  klaster_row_ref (row);
  drop (fixture, id, 0.5005, 0.5007);
  g_assert_true (klaster_graph_view_is_pinned (fixture->graph, id));
  place = get_place (fixture, id);
  g_assert_true (place.pinned);
  g_assert_cmpint (klaster_project_get_n_undo (fixture->project), ==, 1);
  g_assert_true (klaster_row_equal (row, klaster_snapshot_lookup (klaster_project_get_snapshot (fixture->project),
                                                                  KLASTER_TABLE_INSTITUTION, id)));
  klaster_row_unref (row);

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.arrange", NULL);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  assert_same_place (get_place (fixture, id), place);

  /* Another person finds it there. */
  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  fixture->project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  show (fixture);
  g_assert_true (klaster_graph_view_is_pinned (fixture->graph, id));
  assert_same_place (get_place (fixture, id), place);
  /* Looking is no edit. */
  g_assert_cmpint (klaster_project_get_save_state (fixture->project), ==, KLASTER_SAVE_STATE_SAVED);

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.unpin-all", NULL);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  g_assert_cmpuint (klaster_graph_view_get_n_pinned (fixture->graph), ==, 0);
  g_assert_false (get_place (fixture, id).pinned);
  g_assert_true (sync_undo (fixture->project, &error));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  assert_same_place (get_place (fixture, id), place);

  /* Back to where nobody had arranged anything */
  for (guint i = klaster_project_get_n_undo (fixture->project); i > 0; i--)
    g_assert_true (sync_undo (fixture->project, &error));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  assert_same_place (get_place (fixture, id), before);
}

/* Of two windows both show what is done in one. */
static void
test_two_windows (Fixture       *fixture,
                  gconstpointer  data)
{
  Fixture other = { .project = fixture->project, .selection = fixture->selection };
  guint n;
  gint64 id = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n)[5].id;
  g_autoptr (GError) error = NULL;

  show (&other);
  drop (fixture, id, 0.4995, 0.5003);
  klaster_await (klaster_graph_view_is_settled (other.graph), SECONDS);
  assert_same_place (get_place (&other, id), get_place (fixture, id));
  g_assert_true (get_place (&other, id).pinned);
  g_assert_true (sync_undo (fixture->project, &error));
  klaster_await (klaster_graph_view_is_settled (other.graph) && klaster_graph_view_is_settled (fixture->graph), SECONDS);
  g_assert_false (get_place (&other, id).pinned);
  hide (&other);
}

/* Members that are new leave the others where they are, for whoever comes later, too. */
static void
test_stable (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  g_autofree KlasterLayoutPosition *positions = NULL;
  const KlasterLayoutPosition *again;
  g_autoptr (GError) error = NULL;
  guint n, n_again;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.layout", "s", "force");
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  test_new_member (fixture, NULL);
  again = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n);
  positions = g_memdup2 (again, n * sizeof *again);

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  fixture->project = sync_open (path, KLASTER_OPEN_NO_AUTOPUBLISH, &error);
  g_assert_no_error (error);
  show (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.layout", "s", "force");
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  again = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n_again);
  g_assert_cmpuint (n_again, ==, n);
  for (guint i = 0; i < n; i++)
    assert_same_place (positions[i], again[i]);
}

/* By keyboard: what is selected moves, and is one step of undo as long as it is the same. */
static void
test_move (Fixture       *fixture,
           gconstpointer  data)
{
  guint n;
  const KlasterLayoutPosition *positions = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n);
  const gint64 ids[] = { positions[2].id, positions[7].id };
  KlasterLayoutPosition before[2], place;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    before[i] = get_place (fixture, ids[i]);
  klaster_selection_set (fixture->selection, KLASTER_TABLE_INSTITUTION, ids, 2, ids[0]);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->graph));
  for (guint i = 0; i < 3; i++)
    gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.move", "(dd)", 24.0, -4.0);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  for (guint i = 0; i < 2; i++)
    {
      place = get_place (fixture, ids[i]);
      g_assert_true (place.pinned);
      g_assert_cmpfloat (fabs (place.x - before[i].x - 72), <, 1e-6);
      g_assert_cmpfloat (fabs (place.y - before[i].y + 12), <, 1e-6);
    }
  g_assert_true (sync_undo (fixture->project, &error));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  g_assert_cmpuint (klaster_graph_view_get_n_pinned (fixture->graph), ==, 0);

  g_assert_true (klaster_graph_view_align (fixture->graph, ids, 2, TRUE));
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  g_assert_cmpfloat (get_place (fixture, ids[0]).x, ==, get_place (fixture, ids[1]).x);
  g_assert_cmpfloat (fabs (get_place (fixture, ids[0]).y - get_place (fixture, ids[1]).y), >, 70);
}

/* Nothing can be pinned in a project that is read only; it can be looked at. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "graph.klaster", NULL);
  g_autoptr (GError) error = NULL;
  guint n;
  gint64 id;

  hide (fixture);
  g_assert_true (sync_close (fixture->project, FALSE, &error));
  g_object_unref (fixture->project);
  fixture->project = sync_open (path, KLASTER_OPEN_READ_ONLY, &error);
  g_assert_no_error (error);
  show (fixture);
  id = klaster_layout_get_positions (klaster_graph_view_get_current (fixture->graph), &n)[3].id;
  drop (fixture, id, 0.5005, 0.5007);
  g_assert_false (get_place (fixture, id).pinned);
  g_assert_false (klaster_graph_view_pin_members (fixture->graph, &id, 1));
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.arrange", NULL);
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  g_assert_cmpint (klaster_project_get_n_undo (fixture->project), ==, 0);
}

static void
test_layout_is_remembered (Fixture       *fixture,
                           gconstpointer  data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.layout", "s", "core");
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  hide (fixture);
  {
    g_autofree char *name = g_strconcat (klaster_project_get_uuid (fixture->project), ".ini", NULL);
    g_autofree char *path = g_build_filename (g_get_user_data_dir (), "klaster", "views", name, NULL);

    klaster_await (g_file_test (path, G_FILE_TEST_EXISTS), SECONDS);
  }
  show (fixture);
  g_assert_cmpint (klaster_graph_view_get_layout (fixture->graph), ==, KLASTER_LAYOUT_CORE);
}

static KlasterMapLegend *
find_legend (GtkWidget *widget)
{
  KlasterMapLegend *found = KLASTER_IS_MAP_LEGEND (widget) ? KLASTER_MAP_LEGEND (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_legend (child);
  return found;
}

/* What colour and size tell is chosen on the page, drawn by its scene, and remembered. */
static void
test_coding (Fixture       *fixture,
             gconstpointer  data)
{
  KlasterCoding *coding;

  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.color-by", "s", "founder");
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.size-by", "s", "students");
  /* What is no number has no size. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->page), "graph.size-by", "s", "district");
  klaster_await (klaster_graph_view_is_settled (fixture->graph), SECONDS);
  coding = klaster_map_scene_get_coding (klaster_map_view_get_scene (fixture->view));
  g_assert_cmpint (klaster_coding_get_color_by (coding), ==, KLASTER_ATTRIBUTE_FOUNDER);
  g_assert_cmpint (klaster_coding_get_size_by (coding), ==, KLASTER_ATTRIBUTE_STUDENTS);
  /* What was chosen is explained at once. */
  g_assert_true (klaster_map_legend_get_expanded (find_legend (GTK_WIDGET (fixture->page))));
  hide (fixture);
  show (fixture);
  coding = klaster_map_scene_get_coding (klaster_map_view_get_scene (fixture->view));
  g_assert_cmpint (klaster_coding_get_color_by (coding), ==, KLASTER_ATTRIBUTE_FOUNDER);
  g_assert_cmpint (klaster_coding_get_size_by (coding), ==, KLASTER_ATTRIBUTE_STUDENTS);
}

static void
written_cb (KlasterPictureDialog *dialog,
            GFile                *file,
            gboolean             *written)
{
  *written = TRUE;
}

static KlasterPictureDialog *
open_dialog (Fixture  *fixture,
             gboolean *written)
{
  KlasterPictureDialog *dialog = klaster_picture_dialog_new (GTK_WINDOW (fixture->window), fixture->project, fixture->view);

  *written = FALSE;
  g_signal_connect (dialog, "written", G_CALLBACK (written_cb), written);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

/* A picture is written whole, in the format that its name says; stopped or refused, nothing is there. */
static void
test_picture (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *begins;
  } pictures[] = { { "graph.png", "\211PNG" }, { "graph.svg", "<?xml" }, { "graph.pdf", "%PDF" } };
  KlasterPictureDialog *dialog;
  gboolean written;

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, pictures[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autofree char *contents = NULL;
      gsize length;

      dialog = open_dialog (fixture, &written);
      klaster_picture_dialog_write (dialog, file);
      g_assert_true (klaster_picture_dialog_is_busy (dialog));
      klaster_await (written, SECONDS);
      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      g_assert_true (g_str_has_prefix (contents, pictures[i].begins));
      g_unlink (path);
    }

  {
    g_autofree char *path = g_build_filename (fixture->folder, "stopped.png", NULL);
    g_autofree char *nowhere = g_build_filename (fixture->folder, "no-such-folder", "picture.svg", NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autoptr (GFile) refused = g_file_new_for_path (nowhere);

    dialog = open_dialog (fixture, &written);
    klaster_picture_dialog_write (dialog, file);
    klaster_picture_dialog_cancel (dialog);
    g_assert_false (klaster_picture_dialog_is_busy (dialog));
    /* What follows waits for the worker as well. */
    klaster_picture_dialog_write (dialog, refused);
    klaster_await (!klaster_picture_dialog_is_busy (dialog), SECONDS);
    g_assert_false (written);
    g_assert_nonnull (strstr (klaster_picture_dialog_get_error (dialog), "picture.svg"));
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    gtk_window_destroy (GTK_WINDOW (dialog));
  }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_resources_register (klaster_get_resource ());
#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  add ("/graph-page/layouts", test_layouts);
  add ("/graph-page/nothing-matches", test_nothing_matches);
  add ("/graph-page/new-member", test_new_member);
  add ("/graph-page/selection", test_selection);
  add ("/graph-page/pins", test_pins);
  add ("/graph-page/two-windows", test_two_windows);
  add ("/graph-page/stable", test_stable);
  add ("/graph-page/move", test_move);
  add ("/graph-page/read-only", test_read_only);
  add ("/graph-page/layout-is-remembered", test_layout_is_remembered);
  add ("/graph-page/coding", test_coding);
  add ("/graph-page/picture", test_picture);
  return klaster_workers_finish (g_test_run (), KLASTER_WORKERS_SECONDS);
}
