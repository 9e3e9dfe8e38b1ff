/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-project.h"
#include "klaster-shared-file.h"

G_BEGIN_DECLS

/* Replaces the shared file as a whole (STORAGE.md §1). Blocking: on a thread of its own, with a connection of its own;
 * edits go on meanwhile. */

typedef struct
{
  const char *source;               /* database of a working copy */
  const char *target;               /* resolved path */
  const KlasterFileState *expected; /* (nullable): what must be there; NULL: replace whatever is there */
  gboolean share;                   /* a compact copy for others, as @share_flags say */
  KlasterShareFlags share_flags;
  const char *extras;               /* (nullable): file whose foreign tables and columns go along, often the target */
  GHashTable *extra_ids;            /* (nullable): as klaster_extra_carry() wants it */
} KlasterPublishRequest;

typedef struct
{
  KlasterFileState state; /* of the new file */
  char *head;             /* (nullable): uuid of the newest entry that is in it */
  gint64 duration;        /* microseconds */
} KlasterPublishResult;

/* Errors: %G_IO_ERROR_WRONG_ETAG when something else than @expected is there; %G_IO_ERROR_BUSY when another program has
 * the file open; otherwise KlasterProjectError. Nothing is changed then. */
gboolean klaster_publisher_run          (const KlasterPublishRequest *request,
                                         KlasterPublishResult        *result,
                                         GCancellable                *cancellable,
                                         GError                     **error);
void     klaster_publisher_clean        (const char                  *target);
void     klaster_publish_result_clear   (KlasterPublishResult        *result);

G_END_DECLS
