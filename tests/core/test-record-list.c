/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "klaster-edit.h"
#include "klaster-record-list.h"

#define ROUNDS 400
#define MAX_IDS 60

static KlasterSnapshot *
make_snapshot (guint n)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *name = g_strdup_printf ("School %u", i);

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_INSTITUTION, i);
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT (name));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i, KLASTER_INSTITUTION_KIND, KLASTER_TEXT ("school"));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, i, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("member"));
    }
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

/* What a view knows of the list: only what items-changed told it. */
typedef struct
{
  GArray *ids;
  guint n_signals;
  guint n_told;
} Mirror;

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    data)
{
  Mirror *mirror = data;

  g_assert_cmpuint (position + removed, <=, mirror->ids->len);
  if (removed > 0)
    g_array_remove_range (mirror->ids, position, removed);
  for (guint i = 0; i < added; i++)
    {
      gint64 id = klaster_record_list_get_id (KLASTER_RECORD_LIST (model), position + i);

      g_array_insert_val (mirror->ids, position + i, id);
    }
  mirror->n_signals++;
  mirror->n_told += removed + added;
}

static void
assert_mirrors (Mirror            *mirror,
                KlasterRecordList *list)
{
  guint n;
  const gint64 *ids = klaster_record_list_get_ids (list, &n);

  g_assert_cmpuint (n, ==, mirror->ids->len);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (ids[i], ==, g_array_index (mirror->ids, gint64, i));
}

/* Whatever follows whatever, a view that believes items-changed ends with the ids that are there. */
static void
test_random (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (MAX_IDS);
  g_autoptr (KlasterRecordList) list = klaster_record_list_new (KLASTER_TABLE_INSTITUTION);
  Mirror mirror = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0, 0 };

  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &mirror);
  for (guint round = 0; round < ROUNDS; round++)
    {
      gint64 ids[MAX_IDS];
      guint n = 0;
      gboolean shuffle = g_test_rand_int_range (0, 3) == 0;
      int share = g_test_rand_int_range (0, 101);

      for (gint64 id = 1; id <= MAX_IDS; id++)
        if (g_test_rand_int_range (0, 100) < share)
          ids[n++] = id;
      for (guint i = 0; shuffle && i + 1 < n; i++)
        {
          guint j = (guint) g_test_rand_int_range ((gint32) i, (gint32) n);
          gint64 id = ids[i];

          ids[i] = ids[j];
          ids[j] = id;
        }
      klaster_record_list_set_content (list, snapshot, ids, n);
      assert_mirrors (&mirror, list);
      g_assert_cmpuint (mirror.ids->len, ==, n);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (g_array_index (mirror.ids, gint64, i), ==, ids[i]);
          g_assert_cmpint (klaster_record_list_find (list, ids[i]), ==, (gint) i);
        }
      g_assert_cmpint (klaster_record_list_find (list, MAX_IDS + 1), ==, -1);
    }
  g_array_unref (mirror.ids);
}

/* One row in, one row out: views must not be told of more. */
static void
test_smallest (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (9);
  g_autoptr (KlasterRecordList) list = klaster_record_list_new (KLASTER_TABLE_INSTITUTION);
  Mirror mirror = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0, 0 };
  const gint64 all[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  const gint64 some[] = { 1, 3, 4, 5, 6, 8, 9 };

  klaster_record_list_set_content (list, snapshot, all, G_N_ELEMENTS (all));
  g_array_append_vals (mirror.ids, all, G_N_ELEMENTS (all));
  g_signal_connect (list, "items-changed", G_CALLBACK (items_changed_cb), &mirror);

  klaster_record_list_set_content (list, snapshot, all, G_N_ELEMENTS (all));
  g_assert_cmpuint (mirror.n_signals, ==, 0);
  klaster_record_list_set_content (list, snapshot, some, G_N_ELEMENTS (some));
  g_assert_cmpuint (mirror.n_signals, ==, 2);
  g_assert_cmpuint (mirror.n_told, ==, 2);
  klaster_record_list_set_content (list, snapshot, all, G_N_ELEMENTS (all));
  g_assert_cmpuint (mirror.n_signals, ==, 4);
  g_assert_cmpuint (mirror.n_told, ==, 4);
  assert_mirrors (&mirror, list);
  g_array_unref (mirror.ids);
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *n)
{
  (*n)++;
}

static void
test_records (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make_snapshot (3);
  g_autoptr (KlasterSnapshot) after = NULL;
  g_autoptr (KlasterRecordList) list = klaster_record_list_new (KLASTER_TABLE_INSTITUTION);
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Rename");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterRecord) record = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL, *text = NULL;
  KlasterRecord *gone;
  const gint64 all[] = { 1, 2, 3 };
  guint n_names = 0, n_phones = 0;
  gint64 id;
  double lon;

  klaster_record_list_set_content (list, snapshot, all, 3);
  record = g_list_model_get_item (G_LIST_MODEL (list), 1);
  again = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_true (record == again);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (record), ==, "KlasterInstitutionRecord");
  g_assert_true (g_type_from_name ("KlasterActivitySeriesRecord") != 0);
  g_object_get (record, "id", &id, "name-en", &text, "name", &name, "lon", &lon, NULL);
  g_assert_cmpint (id, ==, 2);
  g_assert_cmpstr (text, ==, "School 2");
  g_assert_cmpstr (name, ==, "School 2");
  g_assert_true (isnan (lon));

  /* An edit notifies what it changed, and only in records that somebody holds. */
  g_signal_connect (record, "notify::name-en", G_CALLBACK (count_cb), &n_names);
  g_signal_connect (record, "notify::phone", G_CALLBACK (count_cb), &n_phones);
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 2, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT ("Lyceum"));
  klaster_edit_delete (edit, KLASTER_TABLE_INSTITUTION, 1);
  delta = klaster_edit_resolve (edit, snapshot, &error);
  g_assert_no_error (error);
  after = klaster_snapshot_apply (snapshot, delta);
  klaster_record_list_update (list, after, delta);
  g_assert_cmpuint (n_names, ==, 1);
  g_assert_cmpuint (n_phones, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);
  g_assert_cmpint (klaster_record_list_get_id (list, 0), ==, 2);

  /* Nobody holds it: it goes, and another one is made on demand. */
  gone = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_object_add_weak_pointer (G_OBJECT (gone), (gpointer *) &gone);
  g_object_unref (gone);
  g_assert_null (gone);
  gone = g_list_model_get_item (G_LIST_MODEL (list), 1);
  g_assert_cmpint (klaster_record_get_id (gone), ==, 3);
  g_object_unref (gone);

  /* A record outlives its list. */
  g_clear_object (&list);
  g_assert_cmpint (klaster_record_get_id (record), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-list/random", test_random);
  g_test_add_func ("/record-list/smallest", test_smallest);
  g_test_add_func ("/record-list/records", test_records);

  return g_test_run ();
}
