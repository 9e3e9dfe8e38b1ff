/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-database.h"

G_BEGIN_DECLS

/* What people added to a project file with other programs, tables and columns, stays theirs: we neither read nor change it,
 * and carry it over whenever we replace the file (STORAGE.md §5). Only plain values go along, in tables that we define
 * ourselves: no triggers, views, virtual tables, indexes, defaults or checks. Blocking, any thread. */

typedef struct
{
  char *table;
  char *column; /* (nullable): of a table of ours; NULL: the whole table is theirs */
} KlasterExtra;

/* @lost: (out) (nullable): names of what cannot be carried over.
 * Returns: (transfer full) (element-type KlasterExtra) (nullable): what can. */
GPtrArray *klaster_extra_list     (sqlite3             *db,
                                   GPtrArray          **lost,
                                   GError             **error);
/* As one shows it to people; NULL for what describes other tables. */
char      *klaster_extra_get_name (const KlasterExtra  *self);

/* @from: a project file as it lies, which nobody is changing. @to: a finished copy of ours that nobody else sees.
 * @ids: (nullable): keys of klaster_foreign_key() to gint64: rows of @from that have another number in @to. */
gboolean   klaster_extra_carry    (const char          *from,
                                   const char          *to,
                                   GHashTable          *ids,
                                   GCancellable        *cancellable,
                                   GError             **error);

G_END_DECLS
