/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-history.h"
#include "klaster-project.h"
#include "klaster-shared-file.h"

G_BEGIN_DECLS

/* The shared file against ours: the table of STORAGE.md §1. Blocking: on a thread of its own. */

typedef enum
{
  KLASTER_ADOPT_NOTHING,      /* same rows: at most somebody opened it */
  KLASTER_ADOPT_PUBLISH,      /* ours descends from theirs */
  KLASTER_ADOPT_FAST_FORWARD, /* theirs descends from ours: `entries` and `deltas` lead there */
  KLASTER_ADOPT_EDIT,         /* another program changed rows: `edit` brings them over */
  KLASTER_ADOPT_DIVERGED,     /* both went on */
} KlasterAdoptOutcome;

typedef struct
{
  const char *address;
  const char *incoming;      /* path for a private copy */
  GPtrArray *uuids;          /* of our history, oldest first: char* */
  const char *uuid;          /* of the project */
  KlasterSnapshot *snapshot; /* ours */
  GHashTable *known_ids;     /* (nullable): `ids` of an earlier comparison with the same file */
} KlasterAdoptRequest;

typedef struct
{
  KlasterAdoptOutcome outcome;
  KlasterFileState state; /* of the shared file */
  char *head;             /* (nullable): theirs */
  GPtrArray *entries;     /* fast-forward: KlasterHistoryEntry, in order */
  GPtrArray *deltas;      /* the same length: KlasterDelta, NULL for entries without content */
  GPtrArray *blobs;       /* attachments that came along: GBytes */
  KlasterSnapshot *after; /* fast-forward: the content then */
  KlasterEdit *edit;      /* KLASTER_ADOPT_EDIT, and (nullable) after a fast-forward */
  GHashTable *ids;        /* (nullable): keys of klaster_foreign_key() → gint64: new numbers of rows that are new there */
  char *warning;          /* (nullable): what of it is not taken over */
} KlasterAdoptResult;

KlasterAdoptResult *klaster_adopt_compare     (const KlasterAdoptRequest *request,
                                               GCancellable              *cancellable,
                                               GError                   **error);
void                klaster_adopt_result_free (KlasterAdoptResult        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterAdoptResult, klaster_adopt_result_free)

G_END_DECLS
