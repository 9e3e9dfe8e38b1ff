/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-database.h"
#include "klaster-history.h"

G_BEGIN_DECLS

/* From the file into memory. Any thread that owns the connection. */

/* The whole content, on two threads with a connection each. */
KlasterSnapshot *klaster_store_load_snapshot (const char    *path,
                                              KlasterDatabaseMode mode,
                                              GCancellable  *cancellable,
                                              GError       **error);
KlasterHistory  *klaster_store_load_history  (sqlite3       *db,
                                              GError       **error);
char            *klaster_store_get_meta      (sqlite3       *db,
                                              const char    *key,
                                              GError       **error);
gboolean         klaster_store_set_meta      (sqlite3       *db,
                                              const char    *key,
                                              const char    *value,
                                              GError       **error);
/* The changeset of an entry, inflated and validated; sets the error when it has none */
GBytes          *klaster_store_load_changeset (sqlite3      *db,
                                              const char    *uuid,
                                              GError       **error);

/* The content that the history of @db, from its very beginning, leads to. */
KlasterSnapshot *klaster_store_replay        (sqlite3       *db,
                                              KlasterHistory *history,
                                              GError       **error);

/* Keys of klaster_meta. */
#define KLASTER_META_PROJECT "project" /* uuid, the same in all copies */
#define KLASTER_META_SCHEMA "schema"   /* KLASTER_SCHEMA_VERSION of the writer */
#define KLASTER_META_PROGRAM "program" /* name and version of the writer */

G_END_DECLS
