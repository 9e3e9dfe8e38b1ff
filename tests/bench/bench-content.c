/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * 50,000 members with 200,000 cooperations in memory: what loading, one edit, comparing and JSON cost, beside the plain
 * way (a hash table of all rows; json-glib's tree). Prints ratios, fails never. */
#define G_LOG_DOMAIN "KlasterBench"
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-generate.h"
#include "klaster-snapshot-private.h"

#define N_INSTITUTIONS 50000
#define N_COOPERATIONS 200000
#define N_AGREEMENTS 2000
#define N_EDITS 1000
#define TODAY "2026-11-21"

static double
lap (gint64 *begin)
{
  gint64 now = g_get_monotonic_time ();
  double milliseconds = (double) (now - *begin) / 1000;

  *begin = now;
  return milliseconds;
}

/* All rows once more, as the store does when it loads a file. */
static KlasterSnapshot *
load (KlasterSnapshot *from)
{
  KlasterSnapshotBuilder *builder = klaster_snapshot_builder_new ();

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, from, t);
      while (klaster_row_iter_next (&iter, &row))
        {
          KlasterValue values[64];
          guint n = klaster_schema_get_table (t)->n_columns;

          for (guint c = 0; c < n; c++)
            values[c] = klaster_row_get_value (row, c);
          klaster_snapshot_builder_take_row (builder, klaster_row_new (t, values, n));
        }
    }

  return klaster_snapshot_builder_finish (builder);
}

/* The plain way to keep an old state while making a new one: copy the table of rows. */
static double
copy_all (KlasterSnapshot *snapshot)
{
  g_autoptr (GHashTable) rows = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) copy = g_hash_table_new (NULL, NULL);
  GHashTableIter all;
  gpointer key;
  gint64 begin;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        g_hash_table_add (rows, row);
    }
  begin = g_get_monotonic_time ();
  g_hash_table_iter_init (&all, rows);
  while (g_hash_table_iter_next (&all, &key, NULL))
    g_hash_table_add (copy, key);

  return lap (&begin);
}

static void
bench_edits (KlasterSnapshot *start)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_snapshot_ref (start);
  g_autoptr (KlasterDelta) between = NULL;
  gint64 begin = g_get_monotonic_time ();
  double edits, compare;

  for (guint i = 0; i < N_EDITS; i++)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new ("bench");
      g_autoptr (KlasterDelta) delta = NULL;
      g_autofree char *phone = g_strdup_printf ("%u", i);
      KlasterSnapshot *after;

      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, 1 + (i * 7919) % N_INSTITUTIONS, KLASTER_INSTITUTION_PHONE,
                        KLASTER_TEXT (phone));
      delta = klaster_edit_resolve (edit, snapshot, NULL);
      after = klaster_snapshot_apply (snapshot, delta);
      klaster_snapshot_unref (snapshot);
      snapshot = after;
    }
  edits = lap (&begin) / N_EDITS;
  between = klaster_delta_new_between (start, snapshot);
  compare = lap (&begin);
  g_print ("one edit, checked and applied: %.3f ms (copying a hash table of all rows: %.1f ms, %.0f times as long)\n", edits,
           copy_all (start), copy_all (start) / edits);
  g_print ("comparing two states with %u changes: %.1f ms\n", klaster_delta_get_n_changes (between), compare);
}

static void
bench_json (KlasterSnapshot *snapshot)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) text = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  gint64 begin = g_get_monotonic_time ();
  double write, read, resolve, apply, plain;

  text = klaster_content_write (snapshot, TODAY);
  write = lap (&begin);
  edit = klaster_content_read (text, empty, "bench", NULL, NULL);
  read = lap (&begin);
  delta = klaster_edit_resolve (edit, empty, NULL);
  resolve = lap (&begin);
  {
    g_autoptr (KlasterSnapshot) again = klaster_snapshot_apply (empty, delta);

    apply = lap (&begin);
    g_assert_true (klaster_snapshot_equal (snapshot, again));
  }
  begin = g_get_monotonic_time ();
  json_parser_load_from_data (parser, g_bytes_get_data (text, NULL), (gssize) g_bytes_get_size (text), NULL);
  plain = lap (&begin);
  g_print ("JSON of %.0f MB: written in %.0f ms, read in %.0f ms, checked in %.0f ms, applied in %.0f ms\n",
           (double) g_bytes_get_size (text) / 1e6, write, read, resolve, apply);
  g_print ("json-glib only parsing it: %.0f ms, %.1f times reading\n", plain, plain / read);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (1, N_INSTITUTIONS, N_COOPERATIONS, N_AGREEMENTS);
  g_autoptr (KlasterSnapshot) loaded = NULL;
  gint64 begin = g_get_monotonic_time ();

  loaded = load (snapshot);
  g_print ("%u institutions and %u cooperations as rows with their indexes: %.0f ms\n", N_INSTITUTIONS, N_COOPERATIONS,
           lap (&begin));
  bench_edits (loaded);
  bench_json (loaded);

  return 0;
}
