/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Resolving and applying against the plainest model there is: all rows in one hash table, looked through from end to end
 * whenever something is deleted. */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-edit-private.h"
#include "klaster-random-edit.h"
#include "klaster-snapshot-private.h"

#define N_EDITS 400

static guint
row_hash (gconstpointer data)
{
  gint64 id = klaster_row_get_id (data);

  return g_int64_hash (&id) ^ klaster_row_get_table (data);
}

static gboolean
same_row (gconstpointer a,
          gconstpointer b)
{
  return klaster_row_get_id (a) == klaster_row_get_id (b) && klaster_row_get_table (a) == klaster_row_get_table (b);
}

static KlasterRow *
bare_row (KlasterTable table,
          gint64       id)
{
  KlasterValue value = KLASTER_INTEGER (id);

  return klaster_row_new (table, &value, 1);
}

static void
model_delete (GHashTable   *model,
              KlasterTable  table,
              gint64        id)
{
  g_autoptr (KlasterRow) key = bare_row (table, id);
  g_autoptr (GPtrArray) rows = NULL;
  GHashTableIter iter;
  gpointer row;

  if (!g_hash_table_remove (model, key))
    return;

  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  g_hash_table_iter_init (&iter, model);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    g_ptr_array_add (rows, klaster_row_ref (row));
  for (guint i = 0; i < rows->len; i++)
    {
      KlasterTable t = klaster_row_get_table (rows->pdata[i]);
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      if (t == KLASTER_TABLE_ATTACHMENT && klaster_row_get_integer (rows->pdata[i], KLASTER_ATTACHMENT_OWNER_ID) == id &&
          g_strcmp0 (klaster_row_get_text (rows->pdata[i], KLASTER_ATTACHMENT_OWNER_TABLE),
                     klaster_schema_get_table (table)->name) == 0)
        model_delete (model, t, klaster_row_get_id (rows->pdata[i]));
      for (guint c = 0; c < info->n_columns; c++)
        {
          g_autoptr (KlasterRow) owned = NULL;
          KlasterRow *now = g_hash_table_lookup (model, rows->pdata[i]); /* may have changed meanwhile */

          if (now == NULL || info->columns[c].type != KLASTER_COLUMN_REFERENCE || info->columns[c].target != table ||
              klaster_row_get_integer (now, c) != id)
            continue;
          if (info->columns[c].flags & KLASTER_COLUMN_CASCADE)
            model_delete (model, t, klaster_row_get_id (now));
          else
            {
              KlasterRow *cleared = klaster_row_with_value (now, c, KLASTER_NULL);

              g_hash_table_replace (model, cleared, cleared);
            }
        }
    }
}

static void
model_apply (GHashTable        *model,
             const KlasterEdit *edit)
{
  guint n;
  const KlasterOperation *operations = klaster_edit_get_operations (edit, &n);

  for (guint i = 0; i < n; i++)
    {
      KlasterTable table = operations[i].table;
      KlasterRow *row = bare_row (table, operations[i].id);

      if (operations[i].type == KLASTER_OPERATION_SET)
        {
          KlasterRow *before = g_hash_table_lookup (model, row);
          /* An empty list says as little as none. */
          gboolean empty = operations[i].value.type == KLASTER_VALUE_TEXT && g_str_equal (operations[i].value.text, "[]");

          g_assert_nonnull (before);
          klaster_row_unref (row);
          row = klaster_row_with_value (before, operations[i].column, empty ? KLASTER_NULL : operations[i].value);
        }
      if (operations[i].type == KLASTER_OPERATION_DELETE)
        {
          klaster_row_unref (row);
          model_delete (model, table, operations[i].id);
        }
      else
        g_hash_table_replace (model, row, row);
    }
}

/* A goal that becomes the main one of a cooperation is no further one any more. */
static void
model_drop_goals (GHashTable        *model,
                  const KlasterEdit *edit)
{
  guint n;
  const KlasterOperation *operations = klaster_edit_get_operations (edit, &n);

  for (guint i = 0; i < n; i++)
    if (operations[i].type == KLASTER_OPERATION_SET && operations[i].table == KLASTER_TABLE_COOPERATION
        && operations[i].column == KLASTER_COOPERATION_GOAL_ID)
      {
        g_autoptr (KlasterRow) key = bare_row (KLASTER_TABLE_COOPERATION, operations[i].id);
        KlasterRow *cooperation = g_hash_table_lookup (model, key);
        GHashTableIter iter;
        gpointer row;

        g_hash_table_iter_init (&iter, model);
        while (cooperation && g_hash_table_iter_next (&iter, &row, NULL))
          if (klaster_row_get_table (row) == KLASTER_TABLE_FURTHER_GOAL
              && klaster_row_get_integer (row, KLASTER_FURTHER_GOAL_COOPERATION_ID) == operations[i].id
              && klaster_row_get_integer (row, KLASTER_FURTHER_GOAL_GOAL_ID)
                 == klaster_row_get_integer (cooperation, KLASTER_COOPERATION_GOAL_ID))
            g_hash_table_iter_remove (&iter);
      }
}

static void
assert_same (GHashTable      *model,
             KlasterSnapshot *snapshot)
{
  guint n = 0;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      gint64 last = 0;
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        {
          KlasterRow *expected = g_hash_table_lookup (model, row);

          n++;
          g_assert_nonnull (expected);
          g_assert_true (klaster_row_equal (row, expected));
          g_assert_cmpint (klaster_row_get_id (row), >, last);
          last = klaster_row_get_id (row);
          g_assert_true (klaster_snapshot_lookup (snapshot, t, last) == row);
        }
    }
  g_assert_cmpuint (n, ==, g_hash_table_size (model));
}

static void
test_random (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (GHashTable) model = g_hash_table_new_full (row_hash, same_row, (GDestroyNotify) klaster_row_unref, NULL);
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_new_empty ();
  guint n_deleted = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_random_edit_new (random, snapshot, 1 + i % 25);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, snapshot, &error);
      KlasterSnapshot *after;

      g_assert_no_error (error);
      for (guint c = 0; c < klaster_delta_get_n_changes (delta); c++)
        n_deleted += klaster_delta_get_change (delta, c)->after == NULL;
      after = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = after;
      model_apply (model, edit);
      model_drop_goals (model, edit);
      assert_same (model, snapshot);
    }
  g_test_message ("%u rows at the end, %u deleted on the way", g_hash_table_size (model), n_deleted);
  g_assert_cmpuint (n_deleted, >, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/random", test_random);

  return g_test_run ();
}
