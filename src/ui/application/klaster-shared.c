/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-shared.h"

/**
 * klaster_shared_compute:
 * @snapshot: a snapshot
 * @table: a table
 * @ids: (array length=n_ids): records of @table; those that do not exist are passed over
 * @n_ids: their number
 * @states: (out caller-allocates): one for each column of @table
 * @first: (out) (transfer none) (nullable): the first record there is, whose values stand for all where the state is
 *   %KLASTER_SHARED_SAME; lives as long as @snapshot
 *
 * Pure; any thread. Each column is compared up to the first record that differs.
 *
 * Returns: how many of the records exist
 */
guint
klaster_shared_compute (const KlasterSnapshot  *snapshot,
                        KlasterTable            table,
                        const gint64           *ids,
                        guint                   n_ids,
                        KlasterSharedState     *states,
                        KlasterRow            **first)
{
  guint n_columns = klaster_schema_get_table (table)->n_columns;
  g_autofree guint *same = g_new (guint, n_columns);
  guint n_same = 0;
  guint n_found = 0;

  g_return_val_if_fail (snapshot != NULL, 0);
  g_return_val_if_fail (states != NULL && first != NULL, 0);

  *first = NULL;
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, table, ids[i]);

      if (row == NULL)
        continue;
      if (n_found++ == 0)
        {
          *first = row;
          for (guint column = 0; column < n_columns; column++)
            same[n_same++] = column;
          continue;
        }
      for (guint j = 0; j < n_same;)
        if (klaster_value_equal (klaster_row_get_value (*first, same[j]), klaster_row_get_value (row, same[j])))
          j++;
        else
          {
            states[same[j]] = KLASTER_SHARED_DIFFERS;
            same[j] = same[--n_same];
          }
    }

  for (guint j = 0; j < n_same; j++)
    states[same[j]] = KLASTER_SHARED_SAME;
  if (n_found == 0)
    for (guint column = 0; column < n_columns; column++)
      states[column] = KLASTER_SHARED_NONE;

  return n_found;
}

/**
 * klaster_shared_list_distinct:
 * @snapshot: a snapshot
 * @table: a table
 * @ids: (array length=n_ids): records of @table; those that do not exist are passed over
 * @n_ids: their number
 * @column: a column that holds text or a list
 *
 * Pure; any thread. Many records have few different values: whoever asks much about them asks these.
 *
 * Returns: (transfer full) (element-type gint64): one of the records for each different value
 */
GArray *
klaster_shared_list_distinct (const KlasterSnapshot *snapshot,
                              KlasterTable           table,
                              const gint64          *ids,
                              guint                  n_ids,
                              guint                  column)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *distinct = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (snapshot != NULL, distinct);

  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, table, ids[i]);
      const char *text = row ? klaster_row_get_text (row, column) : NULL;

      if (row != NULL && g_hash_table_add (known, (gpointer) (text ? text : "")))
        g_array_append_val (distinct, ids[i]);
    }

  return distinct;
}

/**
 * klaster_shared_has_token:
 * @snapshot: a snapshot
 * @table: a table
 * @ids: (array length=n_ids): records of @table; those that do not exist are passed over
 * @n_ids: their number
 * @column: a column that holds a list
 * @token: one of its tokens
 *
 * Returns: how many of the records hold @token
 */
KlasterSharedToken
klaster_shared_has_token (const KlasterSnapshot *snapshot,
                          KlasterTable           table,
                          const gint64          *ids,
                          guint                  n_ids,
                          guint                  column,
                          const char            *token)
{
  gboolean with = FALSE;
  gboolean without = FALSE;

  g_return_val_if_fail (snapshot != NULL, KLASTER_SHARED_NO_RECORD);

  for (guint i = 0; i < n_ids && !(with && without); i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, table, ids[i]);

      if (row == NULL)
        continue;
      if (klaster_row_has_token (row, column, token))
        with = TRUE;
      else
        without = TRUE;
    }

  if (with && without)
    return KLASTER_SHARED_SOME_RECORDS;
  return with ? KLASTER_SHARED_EVERY_RECORD : KLASTER_SHARED_NO_RECORD;
}
