/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-import.h"

G_BEGIN_DECLS

/* The same as klaster_import_source_read() and the planners, on a worker; callbacks come in the caller's main context. */

void                 klaster_import_source_read_async  (GBytes                       *bytes,
                                                        const char                   *name,
                                                        const KlasterImportSettings  *settings,
                                                        GCancellable                 *cancellable,
                                                        GAsyncReadyCallback           callback,
                                                        gpointer                      user_data);
KlasterImportSource *klaster_import_source_read_finish (GAsyncResult                 *result,
                                                        GError                      **error);
/* @mappings: one for each part of the source; NULL for a content document. @progress comes in the caller's main context, about twenty times a second. */
void                 klaster_import_plan_async         (KlasterImportSource          *source,
                                                        GPtrArray                    *mappings,
                                                        const KlasterImportSettings  *settings,
                                                        KlasterSnapshot              *snapshot,
                                                        const gint8                  *decisions,
                                                        const char                   *label,
                                                        GCancellable                 *cancellable,
                                                        KlasterImportProgress         progress,
                                                        gpointer                      progress_data,
                                                        GAsyncReadyCallback           callback,
                                                        gpointer                      user_data);
KlasterImportPlan   *klaster_import_plan_finish        (GAsyncResult                 *result,
                                                        GError                      **error);

G_END_DECLS
