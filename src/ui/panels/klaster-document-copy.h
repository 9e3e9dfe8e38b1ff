/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where documents of projects lie while other programs show them: in a folder of their own in the cache, for nobody else's
 * eyes, and not to be changed, because what is changed in a copy would be lost without a word. */
GFile   *klaster_document_copy_prepare       (const char          *sha256,
                                              const char          *name);
void     klaster_document_copy_protect       (GFile               *file);
void     klaster_document_copies_clear_async (GAsyncReadyCallback  callback,
                                              gpointer             user_data);
gboolean klaster_document_copies_clear_finish (GAsyncResult       *result);

G_END_DECLS
