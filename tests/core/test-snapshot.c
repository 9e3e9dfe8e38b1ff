/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "klaster-sequence.h"
#include "klaster-snapshot-private.h"

#define N_TARGETS 40

static KlasterRow *
note_new (gint64 id,
          gint64 target,
          gint64 stamp)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, stamp);
  KlasterValue values[KLASTER_NOTE_N_COLUMNS] = { KLASTER_INTEGER (id) };

  values[KLASTER_NOTE_INSTITUTION_ID] = target ? KLASTER_INTEGER (target) : KLASTER_NULL;
  values[KLASTER_NOTE_TEXT] = KLASTER_TEXT (text);
  return klaster_row_new (KLASTER_TABLE_NOTE, values, KLASTER_NOTE_N_COLUMNS);
}

/* What the iterators find, against all rows. */
static void
assert_matches (KlasterSnapshot *snapshot,
                GHashTable      *model)
{
  guint n = 0, per_target[N_TARGETS + 1] = { 0 };
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_snapshot_check (snapshot);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_NOTE);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_id (row);

      n++;
      per_target[klaster_row_get_integer (row, KLASTER_NOTE_INSTITUTION_ID)]++;
      g_assert_true (g_hash_table_lookup (model, &id) == row);
    }
  g_assert_cmpuint (n, ==, g_hash_table_size (model));
  g_assert_cmpuint (n, ==, klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_NOTE));

  for (gint64 target = 1; target <= N_TARGETS; target++)
    {
      KlasterReferrerIter referrers;
      gint64 last = 0;

      n = 0;
      klaster_referrer_iter_init (&referrers, snapshot, KLASTER_TABLE_NOTE, KLASTER_NOTE_INSTITUTION_ID, target);
      while (klaster_referrer_iter_next (&referrers, &row))
        {
          n++;
          g_assert_cmpint (klaster_row_get_integer (row, KLASTER_NOTE_INSTITUTION_ID), ==, target);
          g_assert_cmpint (klaster_row_get_id (row), >, last);
          last = klaster_row_get_id (row);
        }
      g_assert_cmpuint (n, ==, per_target[target]);
      g_assert_cmpuint (n, ==, klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_NOTE, KLASTER_NOTE_INSTITUTION_ID, target));
    }
}

/* Thousands of rows that come, change and go, in small and large deltas, so that blocks split, shrink and vanish. */
static void
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  g_autoptr (GHashTable) model = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 stamp = 0;

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 80; round++)
    {
      guint n_changes = (guint) g_rand_int_range (random, 1, round % 10 == 0 ? 3000 : 30);
      /* Growing for a while, then shrinking. */
      double insert = (round / 20) % 2 == 0 ? 0.7 : 0.1;
      g_autoptr (GHashTable) touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (KlasterRowChange));
      g_autoptr (GPtrArray) made = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (KlasterDelta) between = NULL;
      g_autoptr (KlasterSnapshot) other = NULL;
      KlasterSnapshot *after;

      for (guint i = 0; i < n_changes; i++)
        {
          gint64 id = g_rand_int_range (random, 1, 20000);
          KlasterRowChange change = { KLASTER_TABLE_NOTE, id, g_hash_table_lookup (model, &id), NULL };

          if (!g_hash_table_add (touched, g_memdup2 (&id, sizeof id)))
            continue;
          if (g_rand_double (random) < insert)
            {
              change.after = note_new (id, g_rand_int_range (random, 0, N_TARGETS + 1), ++stamp);
              g_ptr_array_add (made, change.after);
              g_hash_table_insert (model, g_memdup2 (&id, sizeof id), change.after);
            }
          else
            g_hash_table_remove (model, &id);
          g_array_append_val (changes, change);
        }
      delta = klaster_delta_new ((const KlasterRowChange *) (gpointer) changes->data, changes->len);
      after = klaster_snapshot_apply (snapshot, delta);
      g_assert_cmpuint (klaster_snapshot_get_version (after), >, klaster_snapshot_get_version (snapshot));
      assert_matches (after, model);

      between = klaster_delta_new_between (snapshot, after);
      g_assert_cmpuint (klaster_delta_get_n_changes (between), ==, klaster_delta_get_n_changes (delta));
      other = klaster_snapshot_apply (snapshot, between);
      g_assert_true (klaster_snapshot_equal (other, after));
      klaster_snapshot_unref (snapshot);
      snapshot = after;
    }
}

static gpointer
fill_table (gpointer data)
{
  KlasterSnapshotBuilder *builder = data;

  for (gint64 id = 1; id <= 5000; id++)
    g_assert_true (klaster_snapshot_builder_take_row (builder, note_new (id * 3, id % (N_TARGETS + 1), id)));
  g_assert_false (klaster_snapshot_builder_take_row (builder, note_new (15000, 0, 0)));
  g_assert_false (klaster_snapshot_builder_take_row (builder, note_new (5, 0, 0)));
  klaster_snapshot_builder_end_table (builder, KLASTER_TABLE_NOTE);

  return NULL;
}

static void
test_builder (void)
{
  KlasterSnapshotBuilder *builder = klaster_snapshot_builder_new ();
  GThread *thread = g_thread_new ("notes", fill_table, builder);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GHashTable) model = g_hash_table_new (g_int64_hash, g_int64_equal);
  gint64 ids[5000];

  for (gint64 id = 1; id <= 3000; id++)
    {
      KlasterValue values[] = { KLASTER_INTEGER (id) };

      g_assert_true (klaster_snapshot_builder_take_row (builder, klaster_row_new (KLASTER_TABLE_GOAL, values, 1)));
    }
  g_thread_join (thread);
  snapshot = klaster_snapshot_builder_finish (builder);
  for (guint i = 0; i < 5000; i++)
    {
      ids[i] = (i + 1) * 3;
      g_hash_table_insert (model, &ids[i], klaster_snapshot_lookup (snapshot, KLASTER_TABLE_NOTE, ids[i]));
    }
  assert_matches (snapshot, model);
  g_assert_cmpuint (klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_GOAL), ==, 3000);
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_NOTE, 4));
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_NOTE, 0));
  g_assert_null (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_NOTE, G_MAXINT64));
}

static int
compare_items (const void *a,
               const void *b)
{
  const KlasterItem *left = a, *right = b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;
  return left->value < right->value ? -1 : left->value > right->value;
}

static void
test_sort (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  static const guint sizes[] = { 0, 1, 2, 3, 100, 5000 };

  g_test_message ("seed %u", seed);
  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint shift = 0; shift < 64; shift += 9)
      {
        g_autofree KlasterItem *items = g_new0 (KlasterItem, sizes[s] + 1);
        g_autofree KlasterItem *expected = NULL;

        for (guint i = 0; i < sizes[s]; i++)
          {
            guint64 key = (guint64) g_rand_int (random) << 32 | g_rand_int (random);

            items[i] = (KlasterItem) { .key = (gint64) key >> shift, .value = i };
          }
        expected = g_memdup2 (items, (sizes[s] + 1) * sizeof (KlasterItem));
        qsort (expected, sizes[s], sizeof (KlasterItem), compare_items);
        klaster_items_sort (items, sizes[s]);
        for (guint i = 0; i < sizes[s]; i++)
          {
            g_assert_cmpint (items[i].key, ==, expected[i].key);
            g_assert_cmpint (items[i].value, ==, expected[i].value);
          }
      }
}

/* What other programs may have put into a column becomes what the schema says, or nothing. */
static void
test_row_types (void)
{
  KlasterValue values[KLASTER_INSTITUTION_N_COLUMNS] = { KLASTER_INTEGER (1) };
  g_autoptr (KlasterRow) row = NULL;
  g_autoptr (KlasterRow) other = NULL;

  values[KLASTER_INSTITUTION_NAME_UZ] = KLASTER_INTEGER (12);
  values[KLASTER_INSTITUTION_NAME_RU] = KLASTER_REAL (0.5);
  values[KLASTER_INSTITUTION_KIND] = KLASTER_TEXT ("school");
  values[KLASTER_INSTITUTION_ROLE] = KLASTER_TEXT ("from a newer version");
  values[KLASTER_INSTITUTION_LON] = KLASTER_INTEGER (69);
  values[KLASTER_INSTITUTION_LAT] = KLASTER_REAL ((double) INFINITY);
  values[KLASTER_INSTITUTION_STUDENTS] = KLASTER_REAL (7);
  values[KLASTER_INSTITUTION_STAFF] = KLASTER_TEXT ("many");
  values[KLASTER_INSTITUTION_SCHOOL_LABORATORY] = KLASTER_INTEGER (1);
  row = klaster_row_new (KLASTER_TABLE_INSTITUTION, values, KLASTER_INSTITUTION_N_COLUMNS);

  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_UZ), ==, "12");
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_RU), ==, "0.5");
  g_assert_cmpint (klaster_row_get_token (row, KLASTER_INSTITUTION_KIND), ==, 1);
  g_assert_cmpint (klaster_row_get_token (row, KLASTER_INSTITUTION_ROLE), ==, -1);
  g_assert_cmpstr (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), ==, "from a newer version");
  g_assert_cmpfloat (klaster_row_get_real (row, KLASTER_INSTITUTION_LON), ==, 69);
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_LAT));
  g_assert_true (isnan (klaster_row_get_real (row, KLASTER_INSTITUTION_LAT)));
  g_assert_cmpint (klaster_row_get_integer (row, KLASTER_INSTITUTION_STUDENTS), ==, 7);
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_STAFF));
  g_assert_true (klaster_row_is_null (row, KLASTER_INSTITUTION_SCHOOL_LABORATORY));
  g_assert_null (klaster_row_get_text (row, KLASTER_INSTITUTION_NAME_EN));

  other = klaster_row_with_value (row, KLASTER_INSTITUTION_NAME_EN, KLASTER_TEXT ("x"));
  g_assert_false (klaster_row_equal (row, other));
  g_assert_cmpstr (klaster_row_get_text (other, KLASTER_INSTITUTION_NAME_EN), ==, "x");
  g_assert_cmpstr (klaster_row_get_text (other, KLASTER_INSTITUTION_ROLE), ==, "from a newer version");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/snapshot/random", test_random);
  g_test_add_func ("/snapshot/builder", test_builder);
  g_test_add_func ("/snapshot/sort", test_sort);
  g_test_add_func ("/snapshot/row-types", test_row_types);

  return g_test_run ();
}
