/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-foreign.h"
#include "klaster-seal.h"
#include "klaster-shared-file.h"

G_BEGIN_DECLS

/**
 * KlasterIncoming:
 *
 * What lies in a shared file at the moment: a private copy of it, looked at as closely as its seal demands. Bytes that we
 * sealed are taken as they are; of anything else only rows are. Blocking, any thread.
 */
typedef struct
{
  char *path;              /* private copy */
  KlasterFileState state;  /* of the file that was copied */
  KlasterSealState seal;
  gboolean newer;          /* written by a newer version: can only be read */
  char *uuid;
  KlasterSnapshot *snapshot;
  KlasterHistory *history;
  KlasterForeign *foreign; /* (nullable): NULL: the bytes are ours and may become a working copy */
  KlasterSnapshot *base;   /* (nullable): with @foreign: what the history says the content was before */
} KlasterIncoming;

KlasterIncoming *klaster_incoming_read   (const char       *address,
                                          const char       *path, /* where the copy goes */
                                          GCancellable     *cancellable,
                                          GError          **error);
/* Makes the copy's content a database of ours at @path, in place of the copy. What another program changed becomes one
 * edit in its history. @warning (out) (transfer full) (nullable): what the user has to know. */
gboolean         klaster_incoming_settle (KlasterIncoming  *self,
                                          const char       *path,
                                          const char       *author,
                                          char            **warning,
                                          GError          **error);
char            *klaster_incoming_describe (KlasterIncoming *self,
                                            guint            n_left_out,
                                            gboolean         restored);
void             klaster_incoming_free   (KlasterIncoming  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterIncoming, klaster_incoming_free)

G_END_DECLS
