/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-database.h"
#include "klaster-history.h"

G_BEGIN_DECLS

/**
 * KlasterWriter:
 *
 * Writes edits into a working copy: rows, changeset, stamps and tombstones in one transaction. Keeps the prepared
 * statements of its connection. One thread.
 */
typedef struct _KlasterWriter KlasterWriter;

KlasterWriter *klaster_writer_new    (sqlite3              *db);
void           klaster_writer_free   (KlasterWriter        *self);
/* @delta: (nullable): NULL for entries without content (a named version). With @record off the content is what the
 * project begins with: no changeset, so no undo, but stamps like any other. */
gboolean       klaster_writer_commit (KlasterWriter        *self,
                                      KlasterHistoryEntry  *entry,
                                      const KlasterDelta   *delta,
                                      gboolean              record,
                                      GError              **error);
/* Parts of it, for a database that is being made: only the rows; only an entry without a changeset. No transaction. */
gboolean       klaster_writer_write_rows (KlasterWriter     *self,
                                      const KlasterDelta   *delta,
                                      GError              **error);
gboolean       klaster_writer_write_entry (KlasterWriter    *self,
                                      KlasterHistoryEntry  *entry,
                                      GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterWriter, klaster_writer_free)

G_END_DECLS
