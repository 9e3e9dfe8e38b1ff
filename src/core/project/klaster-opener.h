/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-history.h"
#include "klaster-project.h"
#include "klaster-shared-file.h"
#include "klaster-working-copy.h"

G_BEGIN_DECLS

/* From a shared file to a working copy that is loaded. Blocking: on a thread of its own. */

typedef struct
{
  char *address;            /* resolved path */
  KlasterWorkingCopy *copy;
  KlasterSnapshot *snapshot;
  KlasterHistory *history;
  char *uuid;               /* of the project */
  char *published;          /* (nullable): head that the shared file has */
  KlasterFileState state;   /* of the shared file, as far as we know it */
  GHashTable *foreign_ids;  /* (nullable): numbers that rows which another program added to the shared file have here */
  char *warning;            /* (nullable) */
  gboolean read_only;
  gboolean diverged;        /* a crash left work behind that the shared file went another way from */
} KlasterOpened;

KlasterOpened *klaster_opener_open (const char        *path,
                                    KlasterOpenFlags   flags,
                                    const char        *author,
                                    GCancellable      *cancellable,
                                    GError           **error);
/* @path: (nullable): a new name in the user's data folder. The project is published there before it is returned. */
KlasterOpened *klaster_opener_new  (const char        *path,
                                    const char        *region,
                                    GBytes            *content,
                                    const char        *author,
                                    GCancellable      *cancellable,
                                    GError           **error);
char          *klaster_opener_get_untitled_folder (void);
void           klaster_opened_free (KlasterOpened     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterOpened, klaster_opened_free)

G_END_DECLS
