/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* What several records have in common in one column. */
typedef enum
{
  KLASTER_SHARED_NONE, /* there is no record */
  KLASTER_SHARED_SAME,
  KLASTER_SHARED_DIFFERS,
} KlasterSharedState;

/* How many of several records hold a token in a LIST column. */
typedef enum
{
  KLASTER_SHARED_NO_RECORD,
  KLASTER_SHARED_SOME_RECORDS,
  KLASTER_SHARED_EVERY_RECORD,
} KlasterSharedToken;

guint              klaster_shared_compute   (const KlasterSnapshot *snapshot,
                                             KlasterTable           table,
                                             const gint64          *ids,
                                             guint                  n_ids,
                                             KlasterSharedState    *states,
                                             KlasterRow           **first);
GArray            *klaster_shared_list_distinct
                                            (const KlasterSnapshot *snapshot,
                                             KlasterTable           table,
                                             const gint64          *ids,
                                             guint                  n_ids,
                                             guint                  column);
KlasterSharedToken klaster_shared_has_token (const KlasterSnapshot *snapshot,
                                             KlasterTable           table,
                                             const gint64          *ids,
                                             guint                  n_ids,
                                             guint                  column,
                                             const char            *token);

G_END_DECLS
