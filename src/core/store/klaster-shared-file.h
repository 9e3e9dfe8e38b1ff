/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KLASTER_FILE_HEADER_SIZE 100

/**
 * KlasterFileState:
 *
 * What tells one state of the shared file from another without reading all of it: its header holds a random number that
 * every publishing chooses anew.
 */
typedef struct
{
  gboolean exists;
  guint64 device;
  guint64 inode;
  gint64 size;
  gint64 mtime; /* nanoseconds */
  gsize header_size;
  guint8 header[KLASTER_FILE_HEADER_SIZE];
} KlasterFileState;

/* Follows symbolic links, also to a file that is not there yet. (transfer full) (nullable) */
char    *klaster_shared_file_resolve   (const char              *path,
                                        GError                 **error);
gboolean klaster_shared_file_get_state (const char              *path,
                                        KlasterFileState        *state,
                                        GError                 **error);
gboolean klaster_shared_file_get_open_state (int                 fd,
                                        KlasterFileState        *state);
/* Whether @path names the open file @fd: who waited for its lock may hold one that was removed meanwhile. Any thread */
gboolean klaster_shared_file_is_named  (int                      fd,
                                        const char              *path);
gboolean klaster_file_state_equal      (const KlasterFileState  *a,
                                        const KlasterFileState  *b);
/* Whether another program has it open, or died in it: its log would be played onto what we put there. */
gboolean klaster_shared_file_is_busy   (const char              *path,
                                        const KlasterFileState  *state);
/* Copies @path, and the logs that lie beside it, to @copy; the same file is copied again when it changed meanwhile. */
gboolean klaster_shared_file_take_copy (const char              *path,
                                        const char              *copy,
                                        KlasterFileState        *state,
                                        GCancellable            *cancellable,
                                        GError                 **error);

/* KlasterProjectError for an errno about a file */
void     klaster_set_errno_error       (GError                 **error,
                                        int                      saved_errno,
                                        const char              *path);

G_END_DECLS
