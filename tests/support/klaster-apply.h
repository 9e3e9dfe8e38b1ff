/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-snapshot-private.h"

/* What @edit makes of @before: consistent, and every reference leads to a row. (transfer full) */
static inline KlasterSnapshot *
apply (KlasterSnapshot   *before,
       const KlasterEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_edit_resolve (edit, before, &error);
  KlasterSnapshot *after;

  g_assert_no_error (error);
  after = klaster_snapshot_apply (before, delta);
  klaster_snapshot_check (after);
  g_assert_true (klaster_delta_check_references (delta, after, &error));
  g_assert_no_error (error);

  return after;
}
