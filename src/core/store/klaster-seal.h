/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The seal of a published file (STORAGE.md §1): tells what another program changed from what a disk or a mail broke.
 * It is no signature: who wants to forge one can. */
typedef enum
{
  KLASTER_SEAL_OK,      /* byte for byte what we wrote */
  KLASTER_SEAL_CHANGED, /* another SQLite program wrote to it; the caller still has to check its integrity */
  KLASTER_SEAL_DAMAGED, /* changed by nothing that counts its changes */
  KLASTER_SEAL_NONE,    /* has no seal: not published by us, unless klaster_seal_is_lost() */
} KlasterSealState;

#define KLASTER_SEAL_SIZE 64

/* What the one row of klaster_seal holds until the file is finished. */
const guint8 *klaster_seal_get_blank (void);
/* Where the seal lies in the file that @db has open; -1: there is none. */
gint64        klaster_seal_locate    (sqlite3           *db,
                                      int                fd);
gboolean      klaster_seal_is_lost   (sqlite3           *db);
gboolean      klaster_seal_write     (int                fd,
                                      gint64             offset,
                                      GCancellable      *cancellable,
                                      GError           **error);
gboolean      klaster_seal_check     (int                fd,
                                      gint64             offset,
                                      KlasterSealState  *state,
                                      GCancellable      *cancellable,
                                      GError           **error);
GChecksum    *klaster_seal_hash_start (int               fd,
                                      gint64             offset,
                                      gint64             n_bytes,
                                      GError           **error);
gboolean      klaster_seal_check_from (int               fd,
                                      gint64             offset,
                                      const GChecksum   *prefix,
                                      gint64             n_known,
                                      KlasterSealState  *state,
                                      GCancellable      *cancellable,
                                      GError           **error);

G_END_DECLS
