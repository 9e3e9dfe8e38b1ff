/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* The state in which klaster_edit_resolve() plays an edit through: rows touched so far, over a snapshot. */

typedef struct
{
  KlasterTable table;
  gint64 id;
} KlasterRowKey;

typedef struct
{
  KlasterRowKey key; /* first: the row is its own key in a hash table */
  KlasterRow *before; /* (transfer none) (nullable) */
  KlasterValue *values;
  guint64 changed; /* columns that an operation set */
  guint origin;    /* last operation that touched it */
  gboolean alive;
  gboolean inserted;
} KlasterWorkRow;

typedef struct
{
  KlasterSnapshot *snapshot;
  GHashTable *rows;      /* KlasterWorkRow by its key */
  GPtrArray *order;      /* the same, in the order in which they were touched; owns them */
  GHashTable *referrers; /* KlasterRowKey → GPtrArray of KlasterWorkRow that were made to refer to it */
  GPtrArray *attachments;
  GHashTable *owned;     /* id of an owner → GArray of ids of attachments; NULL until needed */
  GQueue deleted;
  GStringChunk *texts;
  GError *error;
  GPtrArray *refusals;   /* GError; NULL: the first error is the last */
} KlasterResolver;

KlasterWorkRow *klaster_resolver_find          (KlasterResolver *self,
                                                KlasterTable     table,
                                                gint64           id);
gboolean        klaster_resolver_row_exists    (KlasterResolver *self,
                                                KlasterTable     table,
                                                gint64           id);
gint64          klaster_resolver_get_reference (KlasterResolver *self,
                                                KlasterTable     table,
                                                gint64           id,
                                                guint            column);
/* @column: -1: the row as a whole. @reason: a sentence. */
void            klaster_resolver_set_error     (KlasterResolver *self,
                                                guint            origin,
                                                KlasterTable     table,
                                                gint64           id,
                                                int              column,
                                                const char      *reason);
/* What can only be judged when all operations are played; sets the error, or adds to the refusals. */
gboolean        klaster_resolver_check         (KlasterResolver *self);

G_END_DECLS
