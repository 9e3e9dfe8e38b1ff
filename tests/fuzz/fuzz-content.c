/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Content documents: whatever is read is sound, and reads back the same after it was written. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include "fuzz.h"
#include "klaster-content.h"
#include "klaster-snapshot-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterSnapshot) again = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterDelta) second = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;

  delta = klaster_content_resolve (bytes, empty, &error);
  g_assert_true ((delta == NULL) == (error != NULL));
  if (delta == NULL)
    return 0;

  snapshot = klaster_snapshot_apply (empty, delta);
  klaster_snapshot_check (snapshot);
  g_assert_true (klaster_delta_check_references (delta, snapshot, &error));
  written = klaster_content_write (snapshot, "2026-11-21");
  second = klaster_content_resolve (written, empty, &error);
  g_assert_no_error (error);
  again = klaster_snapshot_apply (empty, second);
  g_assert_true (klaster_snapshot_equal (snapshot, again));

  return 0;
}
