/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <glib/gstdio.h>

#include "klaster-query-model.h"
#include "klaster-project-sync.h"
#include "klaster-random-edit.h"
#include "klaster-snapshot-private.h"

#define TODAY "2026-11-21"

static void
add_member (KlasterEdit *edit,
            gint64       id,
            const char  *kind,
            const char  *role,
            const char  *name_uz,
            const char  *name_ru,
            const char  *district,
            gboolean     placed)
{
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, id);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_KIND, KLASTER_TEXT (kind));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT (role));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_UZ, KLASTER_TEXT (name_uz));
  if (name_ru)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_NAME_RU, KLASTER_TEXT (name_ru));
  if (district)
    klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_DISTRICT, KLASTER_TEXT (district));
  if (placed)
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LON, KLASTER_REAL (69.5));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (41.5));
    }
}

static KlasterSnapshot *
make_members (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  add_member (edit, 1, "school", "member", "Chirchiq shahridagi 10-maktab", "Школа № 10", "Chirchiq shahri", TRUE);
  add_member (edit, 2, "school", "member", "Chirchiq shahridagi 2-maktab", "Школа № 2", "Chirchiq shahri", TRUE);
  add_member (edit, 3, "higher", "integrator", "Chirchiq davlat pedagogika instituti", NULL, "Chirchiq shahri", TRUE);
  add_member (edit, 4, "school", "partner", "Boʻka tumanidagi 1-maktab", "Школа № 1", "Boʻka tumani", FALSE);
  add_member (edit, 5, "additional", "candidate", "Parkent musiqa maktabi", NULL, NULL, FALSE);
  klaster_edit_insert_with_id (edit, KLASTER_TABLE_COOPERATION, 100);
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 100, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (1));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 100, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (3));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, 100, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("active"));
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

/* Runs and compares with ids written one after the other: "3 2 1". */
static KlasterQueryResult *
assert_finds (KlasterQuery      *query,
              KlasterQueryIndex *index,
              KlasterSnapshot   *snapshot,
              const char        *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  KlasterQueryResult *result = klaster_query_run (query, index, snapshot, TODAY, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < result->ids->len; i++)
    g_string_append_printf (found, "%s%" G_GINT64_FORMAT, i ? " " : "", g_array_index (result->ids, gint64, i));
  g_assert_cmpstr (found->str, ==, expected);

  return result;
}

static void
assert_search (KlasterSnapshot *snapshot,
               const char      *text,
               const char      *expected)
{
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);

  klaster_query_set_search (query, text);
  klaster_query_result_free (assert_finds (query, index, snapshot, expected));
}

static void
test_search (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_members ();

  /* By role, then by name as people count: 2 before 10. */
  assert_search (snapshot, NULL, "3 2 1 4 5");
  assert_search (snapshot, "  ", "3 2 1 4 5");
  /* One place, however it is typed. */
  assert_search (snapshot, "Chirchiq", "3 2 1");
  assert_search (snapshot, "Чирчиқ", "3 2 1");
  assert_search (snapshot, "чирчик", "3 2 1");
  assert_search (snapshot, "bo'ka", "4");
  assert_search (snapshot, "Boka", "4");
  assert_search (snapshot, "Бўка", "4");
  /* Every word counts, in any of the names. */
  assert_search (snapshot, "школа chirchiq", "2 1");
  assert_search (snapshot, "школа 10", "1");
  /* Some are not wanted, whatever is asked. */
  {
    g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
    g_autoptr (KlasterQuery) copy = NULL;
    g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);
    const gint64 left_out[] = { 4, 1 };

    copy = klaster_query_copy (query);
    klaster_query_set_left_out (query, left_out, G_N_ELEMENTS (left_out));
    g_assert_false (klaster_query_equal (query, copy));
    klaster_query_result_free (assert_finds (query, index, snapshot, "3 2 5"));
    klaster_query_unref (copy);
    copy = klaster_query_copy (query);
    g_assert_true (klaster_query_equal (query, copy));
    klaster_query_result_free (assert_finds (copy, index, snapshot, "3 2 5"));
  }
  assert_search (snapshot, "nobody", "");
  /* A district by its name in another language than that of the file. */
  assert_search (snapshot, "город чирчик", "3 2 1");
  assert_search (snapshot, "Букинский", "4");
}

static void
test_facets (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_members ();
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterQuery) copy = NULL;
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);
  KlasterQueryResult *result;

  klaster_query_set_facet (query, KLASTER_FACET_KIND, "school", TRUE);
  g_assert_true (klaster_query_is_filtered (query));
  result = assert_finds (query, index, snapshot, "2 1 4");
  g_assert_cmpuint (result->n_total, ==, 5);
  g_assert_cmpuint (result->n_unplaced, ==, 2);
  g_assert_cmpuint (result->n_matching, ==, 5);
  /* What choosing another kind as well would add; roles of what is found. */
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_FACET_KIND, "higher"), ==, 1);
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_FACET_KIND, "school"), ==, 3);
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_FACET_ROLE, "member"), ==, 2);
  g_assert_cmpuint (klaster_query_result_count (result, KLASTER_FACET_ROLE, "integrator"), ==, 0);
  klaster_query_result_free (result);

  klaster_query_set_facet (query, KLASTER_FACET_DISTRICT, "Chirchiq shahri", TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "2 1"));
  copy = klaster_query_copy (query);
  g_assert_true (klaster_query_equal (query, copy));
  klaster_query_clear_facets (query);
  g_assert_false (klaster_query_equal (query, copy));
  g_assert_false (klaster_query_is_filtered (query));

  klaster_query_set_facet (query, KLASTER_FACET_DISTRICT, "", TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "5"));
  klaster_query_clear_facets (query);
  /* What the search would find if all facets were let go. */
  klaster_query_set_facet (query, KLASTER_FACET_KIND, "school", TRUE);
  klaster_query_set_search (query, "Chirchiq");
  result = assert_finds (query, index, snapshot, "2 1");
  g_assert_cmpuint (result->n_matching, ==, 3);
  klaster_query_result_free (result);
  klaster_query_set_search (query, "");
  klaster_query_clear_facets (query);
  klaster_query_set_facet (query, KLASTER_FACET_STATUS, "active", TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "3 1"));
  klaster_query_clear_facets (query);
  klaster_query_set_facet (query, KLASTER_FACET_UNPLACED, "yes", TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "4 5"));
}

static void
test_sort (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_members ();
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);

  klaster_query_set_sort (query, KLASTER_INSTITUTION_NAME_UZ, FALSE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "4 3 2 1 5"));
  klaster_query_set_sort (query, KLASTER_INSTITUTION_NAME_UZ, TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "5 1 2 3 4"));
  /* Unknown comes last either way. */
  klaster_query_set_sort (query, KLASTER_INSTITUTION_NAME_RU, FALSE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "4 2 1 3 5"));
  klaster_query_set_sort (query, KLASTER_INSTITUTION_NAME_RU, TRUE);
  klaster_query_result_free (assert_finds (query, index, snapshot, "1 2 4 3 5"));
}

/* An index that went through edits answers as a new one does. */
static void
test_index (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = make_members ();
  g_autoptr (KlasterQueryIndex) kept = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);

  g_test_message ("seed %u", seed);
  klaster_query_set_search (query, "chir");
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, snapshot, 4);
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, snapshot, NULL);
      g_autoptr (KlasterQueryIndex) fresh = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_EN);
      g_autoptr (KlasterQueryResult) one = NULL, other = NULL;
      KlasterSnapshot *after = klaster_snapshot_apply (snapshot, delta);

      klaster_snapshot_unref (snapshot);
      snapshot = after;
      one = klaster_query_run (query, kept, snapshot, TODAY, NULL, NULL);
      other = klaster_query_run (query, fresh, snapshot, TODAY, NULL, NULL);
      g_assert_cmpmem (one->ids->data, one->ids->len * sizeof (gint64), other->ids->data, other->ids->len * sizeof (gint64));
      for (guint f = 0; f < KLASTER_N_FACETS; f++)
        g_assert_cmpuint (g_hash_table_size (one->counts[f]), ==, g_hash_table_size (other->counts[f]));
    }
}

static void
test_cancel (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_members ();
  g_autoptr (KlasterQueryIndex) index = klaster_query_index_new (KLASTER_TABLE_INSTITUTION, KLASTER_LANGUAGE_UZ);
  g_autoptr (KlasterQuery) query = klaster_query_new (KLASTER_TABLE_INSTITUTION);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (klaster_query_run (query, index, snapshot, TODAY, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
count_cb (KlasterQueryModel *model,
          guint             *n)
{
  (*n)++;
}

/* The list follows the query and the project; what is deleted leaves at once. */
static void
test_model (void)
{
  g_autofree char *folder = g_dir_make_tmp ("klaster-query-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "project.klaster", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterProject) project = sync_new (path, NULL, &error);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make"), removal = klaster_edit_new ("Remove");
  g_autoptr (KlasterQuery) query = NULL;
  KlasterQueryModel *model;
  GListModel *list;
  guint n = 0;

  g_assert_no_error (error);
  model = klaster_query_model_new (project, KLASTER_TABLE_INSTITUTION);
  list = G_LIST_MODEL (klaster_query_model_get_list (model));
  g_signal_connect (model, "updated", G_CALLBACK (count_cb), &n);
  klaster_await (n > 0, 10);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);

  for (gint64 id = 1; id <= 9; id++)
    add_member (edit, id, id % 2 ? "school" : "preschool", "member", "Chirchiq", NULL, NULL, FALSE);
  g_free (sync_commit (project, edit, &error));
  g_assert_no_error (error);
  klaster_await (g_list_model_get_n_items (list) == 9, 10);

  query = klaster_query_copy (klaster_query_model_get_query (model));
  klaster_query_set_facet (query, KLASTER_FACET_KIND, "school", TRUE);
  klaster_query_model_set_query (model, query);
  klaster_await (!klaster_query_model_is_busy (model), 10);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 5);

  for (gint64 id = 1; id <= 3; id++)
    klaster_edit_delete (removal, KLASTER_TABLE_INSTITUTION, id);
  klaster_project_commit_async (project, removal, NULL, NULL, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);
  klaster_await (!klaster_query_model_is_busy (model), 10);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 3);

  g_object_add_weak_pointer (G_OBJECT (model), (gpointer *) &model);
  g_object_unref (model);
  /* A worker that folds names in idle time may hold it a moment longer. */
  klaster_await (model == NULL, 10);
  sync_close (project, FALSE, &error);
  g_assert_no_error (error);
  g_file_delete (klaster_project_get_file (project), NULL, NULL);
  g_rmdir (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/query/search", test_search);
  g_test_add_func ("/query/facets", test_facets);
  g_test_add_func ("/query/sort", test_sort);
  g_test_add_func ("/query/index", test_index);
  g_test_add_func ("/query/cancel", test_cancel);
  g_test_add_func ("/query/model", test_model);

  return g_test_run ();
}
