/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recorded changesets: what our validator lets through, SQLite's session extension takes without a crash or a hang, and
 * what becomes a delta can be applied and taken back. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <sqlite3.h>

#include "fuzz.h"
#include "klaster-changeset.h"
#include "klaster-snapshot-private.h"
#include "klaster-store-schema.h"

/* A database with our tables, in memory, empty again after every run. */
static sqlite3 *
get_database (void)
{
  static sqlite3 *db;

  if (db == NULL)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
      klaster_store_create_schema (db, &error);
      g_assert_no_error (error);
    }

  return db;
}

static int
conflict_cb (void                       *data,
             int                         conflict,
             sqlite3_changeset_iter     *iter)
{
  return conflict == SQLITE_CHANGESET_DATA || conflict == SQLITE_CHANGESET_CONFLICT ? SQLITE_CHANGESET_REPLACE
                                                                                   : SQLITE_CHANGESET_OMIT;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  sqlite3 *db = get_database ();
  guint n_changes;
  gboolean valid = klaster_changeset_validate (bytes, &n_changes, &error);

  g_assert_true (valid == (error == NULL));
  g_clear_error (&error);

  for (guint inverted = 0; inverted < 2; inverted++)
    {
      g_autoptr (KlasterDelta) delta = klaster_changeset_to_delta (bytes, inverted, empty, &error);

      g_assert_true ((delta == NULL) == (error != NULL));
      g_clear_error (&error);
      if (delta)
        {
          g_autoptr (KlasterSnapshot) after = klaster_snapshot_apply (empty, delta);
          g_autoptr (KlasterDelta) inverse = klaster_delta_invert (delta);
          g_autoptr (KlasterSnapshot) back = klaster_snapshot_apply (after, inverse);

          g_assert_true (valid);
          klaster_snapshot_check (after);
          g_assert_true (klaster_snapshot_equal (empty, back));
        }
    }

  if (valid)
    {
      sqlite3_exec (db, "BEGIN", NULL, NULL, NULL);
      sqlite3changeset_apply (db, (int) size, (void *) data, NULL, conflict_cb, NULL);
      sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
      g_assert_true (sqlite3_get_autocommit (db));
    }

  return 0;
}
