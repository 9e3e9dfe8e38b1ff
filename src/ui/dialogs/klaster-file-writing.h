/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Called on a worker. @note, @note_data: may be told how far it is, 0–1. Returns: (transfer full): what is written */
typedef GBytes *(*KlasterFileMaker) (gpointer       job,
                                     void         (*note) (double fraction, gpointer note_data),
                                     gpointer       note_data,
                                     GCancellable  *cancellable,
                                     GError       **error);

/* Called on the main thread when the file is there, or with the reason, which names it: %G_IO_ERROR_CANCELLED when people wanted
 * it to stop. */
typedef void (*KlasterFileWritten) (GtkWindow    *window,
                                    GFile        *file,
                                    gpointer      job,
                                    const GError *error);

void     klaster_file_write        (GtkWindow           *window,
                                    GFile               *file,
                                    KlasterFileMaker     make,
                                    KlasterFileWritten   written,
                                    gpointer             job,
                                    GDestroyNotify       free_job);

gboolean klaster_file_replace      (GFile               *file,
                                    GBytes              *bytes,
                                    GCancellable        *cancellable,
                                    GError             **error);

G_END_DECLS
