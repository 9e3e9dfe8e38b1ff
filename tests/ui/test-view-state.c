/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is remembered of how a project was looked at: the window is closed and opened again. */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "klaster-members-page-private.h"
#include "klaster-register-view.h"
#include "klaster-test-window.h"

#define SECONDS 20

static guint
count_listed (KlasterWindow *window)
{
  return g_list_model_get_n_items (G_LIST_MODEL (klaster_query_model_get_list (window->members)));
}

static char *
get_state_path (KlasterWindow *window)
{
  g_autofree char *name = g_strconcat (klaster_project_get_uuid (window->project), ".ini", NULL);

  return g_build_filename (g_get_user_data_dir (), "klaster", "views", name, NULL);
}

static void
test_remembered (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  KlasterGrid *grid;
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (window->members));
  KlasterQuery *found;
  guint total = count_listed (window), filtered;
  gboolean descending;
  g_autoptr (GVariant) sort = NULL;

  klaster_query_set_facet (query, KLASTER_FACET_KIND, "preschool", TRUE);
  klaster_query_set_facet (query, KLASTER_FACET_ROLE, "member", TRUE);
  klaster_query_set_search (query, "chirchiq");
  klaster_query_set_sort (query, KLASTER_INSTITUTION_DISTRICT, TRUE);
  klaster_query_model_set_query (window->members, query);
  klaster_await (!klaster_query_model_is_busy (window->members), SECONDS);
  filtered = count_listed (window);
  g_assert_cmpuint (filtered, >, 0);
  g_assert_cmpuint (filtered, <, total);
  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  klaster_pane_layout_set_show_panel (window->panes, FALSE);
  grid = window->members_page->grid;
  klaster_grid_remove_column (grid, KLASTER_INSTITUTION_ADDRESS);
  klaster_grid_set_width (grid, KLASTER_INSTITUTION_KIND, 222);
  klaster_grid_move_column (grid, KLASTER_INSTITUTION_KIND, 0);
  close_window (window);

  window = open_window (path);
  found = klaster_query_model_get_query (window->members);
  g_assert_true (klaster_query_get_facet (found, KLASTER_FACET_KIND, "preschool"));
  g_assert_true (klaster_query_get_facet (found, KLASTER_FACET_ROLE, "member"));
  g_assert_false (klaster_query_get_facet (found, KLASTER_FACET_KIND, "school"));
  g_assert_cmpint (klaster_query_get_sort (found, &descending), ==, KLASTER_INSTITUTION_DISTRICT);
  g_assert_true (descending);
  /* A search is of the moment. */
  g_assert_cmpstr (klaster_query_get_search (found) ? klaster_query_get_search (found) : "", ==, "");
  g_assert_cmpuint (count_listed (window), >=, filtered);
  g_assert_cmpuint (count_listed (window), <, total);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->page_stack), ==, "members");
  g_assert_false (klaster_pane_layout_get_panel_visible (window->panes));
  g_assert_true (klaster_pane_layout_get_sidebar_visible (window->panes));
  grid = window->members_page->grid;
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_INSTITUTION_ADDRESS), ==, -1);
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_INSTITUTION_KIND), ==, 0);
  g_assert_cmpint (klaster_grid_get_width (grid, KLASTER_INSTITUTION_KIND), ==, 222);
  close_window (window);
}

static KlasterRegisterView *
open_register (KlasterWindow *window)
{
  adw_view_stack_set_visible_child_name (window->page_stack, "agreements");
  klaster_await (window->agreements_page != NULL, SECONDS);
  klaster_await (!klaster_query_model_is_busy (klaster_agreements_page_get_model (window->agreements_page)), SECONDS);
  klaster_agreements_page_set_view_name (window->agreements_page, "register");

  return KLASTER_REGISTER_VIEW (klaster_agreements_page_get_view (window->agreements_page));
}

/* The register is remembered as the members are. */
static void
test_register (void)
{
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  KlasterGrid *grid = klaster_register_view_get_grid (open_register (window));
  KlasterQueryModel *model = klaster_agreements_page_get_model (window->agreements_page);
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (model));
  KlasterQuery *found;
  gint64 party = klaster_record_list_get_id (klaster_query_model_get_list (window->members), 0);
  gboolean descending;

  klaster_query_set_facet (query, KLASTER_REGISTER_BY_STATUS, "in_force", TRUE);
  klaster_query_set_sort (query, KLASTER_REGISTER_PERIOD, TRUE);
  klaster_query_set_grouping (query, KLASTER_REGISTER_GROUP_STATUS);
  klaster_query_set_party (query, party);
  klaster_query_set_search (query, "1");
  klaster_query_model_set_query (model, query);
  klaster_column_chooser_show (klaster_register_view_get_chooser (open_register (window)), KLASTER_REGISTER_KIND, FALSE);
  klaster_grid_set_width (grid, KLASTER_REGISTER_PARTIES, 333);
  klaster_grid_move_column (grid, KLASTER_REGISTER_STATUS, 0);
  klaster_agreements_page_set_view_name (window->agreements_page, "timeline");
  close_window (window);

  window = open_window (path);
  klaster_await (window->agreements_page != NULL, SECONDS);
  g_assert_cmpstr (klaster_agreements_page_get_view_name (window->agreements_page), ==, "timeline");
  found = klaster_query_model_get_query (klaster_agreements_page_get_model (window->agreements_page));
  g_assert_true (klaster_query_get_facet (found, KLASTER_REGISTER_BY_STATUS, "in_force"));
  g_assert_cmpint (klaster_query_get_sort (found, &descending), ==, KLASTER_REGISTER_PERIOD);
  g_assert_true (descending);
  g_assert_cmpuint (klaster_query_get_grouping (found), ==, KLASTER_REGISTER_GROUP_STATUS);
  g_assert_cmpint (klaster_query_get_party (found), ==, party);
  g_assert_cmpstr (klaster_query_get_search (found), ==, "");
  grid = klaster_register_view_get_grid (open_register (window));
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_REGISTER_KIND), ==, -1);
  g_assert_cmpint (klaster_grid_find_column (grid, KLASTER_REGISTER_STATUS), ==, 0);
  g_assert_cmpint (klaster_grid_get_width (grid, KLASTER_REGISTER_PARTIES), ==, 333);
  /* What nobody resized goes on following the room. */
  g_assert_false (klaster_grid_has_chosen_width (grid, KLASTER_REGISTER_STATUS));
  close_window (window);
}

/* Another project is looked at in its own way. */
static void
test_each_project (void)
{
  g_autofree char *path = create_sample ();
  g_autofree char *other = create_sample ();
  KlasterWindow *window = open_window (path);

  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  klaster_grid_set_width (window->members_page->grid, KLASTER_INSTITUTION_KIND, 231);
  close_window (window);
  window = open_window (other);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->page_stack), ==, "map");
  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  g_assert_cmpint (klaster_grid_get_width (window->members_page->grid, KLASTER_INSTITUTION_KIND), !=, 231);
  close_window (window);
}

/* Written by hand or by another version: what makes no sense is passed over. */
static void
test_nonsense (void)
{
  static const char text[] = "[window]\npage=nowhere\nsidebar=perhaps\n"
                             "[members]\nkinds=castle;;\nsort=beauty\ndescending=7\n"
                             "columns=kind;kind;;uuid2;role;\nwidths=-5;99999999;x\n"
                             "[agreements]\nview=carpet\ngrouping=age\nsort=beauty\nparty=999999\nstatuses=lost;\nkinds=;\n"
                             "columns=castle;\nwidths=7\n"
                             "[map]\nlongitude=east\nzoom=nan\n";
  g_autofree char *path = create_sample ();
  KlasterWindow *window = open_window (path);
  g_autofree char *state_path = get_state_path (window);
  g_autoptr (GArray) columns = NULL;

  close_window (window);
  g_assert_true (g_file_set_contents (state_path, text, -1, NULL));
  window = open_window (path);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->page_stack), ==, "map");
  g_assert_cmpint (klaster_query_get_sort (klaster_query_model_get_query (window->members), NULL), ==, -1);
  g_assert_false (klaster_query_is_filtered (klaster_query_model_get_query (window->members)));
  adw_view_stack_set_visible_child_name (window->page_stack, "members");
  columns = klaster_grid_list_columns (window->members_page->grid);
  g_assert_cmpuint (columns->len, ==, 2);
  g_assert_cmpuint (g_array_index (columns, guint, 0), ==, KLASTER_INSTITUTION_KIND);
  g_assert_cmpuint (g_array_index (columns, guint, 1), ==, KLASTER_INSTITUTION_ROLE);
  open_register (window);
  g_assert_false (klaster_query_is_filtered (klaster_query_model_get_query (
    klaster_agreements_page_get_model (window->agreements_page))));
  close_window (window);
}

/* All parts of a window write into one state, also while it is being written. */
static void
test_shared (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  KlasterViewState *first = klaster_view_state_get (uuid);
  KlasterViewState *second = klaster_view_state_get (uuid);
  KlasterViewState *nothing = klaster_view_state_get (NULL);

  g_assert_true (first == second);
  g_key_file_set_string (klaster_view_state_get_keys (first), "a", "b", "c");
  klaster_view_state_changed (first);
  klaster_view_state_changed (nothing);
  g_object_unref (nothing);
  g_object_unref (first);
  g_object_add_weak_pointer (G_OBJECT (second), (gpointer *) &second);
  g_object_unref (second);
  g_assert_null (second);

  first = klaster_view_state_get (uuid);
  {
    g_autofree char *value = g_key_file_get_string (klaster_view_state_get_keys (first), "a", "b", NULL);

    g_assert_cmpstr (value, ==, "c");
  }
  g_object_unref (first);
}

int
main (int    argc,
      char **argv)
{
  klaster_test_window_init (&argc, &argv);

  g_test_add_func ("/view-state/remembered", test_remembered);
  g_test_add_func ("/view-state/each-project", test_each_project);
  g_test_add_func ("/view-state/nonsense", test_nonsense);
  g_test_add_func ("/view-state/register", test_register);
  g_test_add_func ("/view-state/shared", test_shared);

  return klaster_test_window_run ();
}
