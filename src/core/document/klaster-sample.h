/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

/* The reference project (DOMAIN.md §4, data/sample/) as a content document with dates relative to @today and
 * texts in @language, for klaster_project_new_async(). (transfer full) */
GBytes    *klaster_sample_make_content (const char      *today,
                                        KlasterLanguage  language);
/* The bytes that its attachments and overlays refer to by SHA-256, for klaster_project_store_blob_async().
 * (transfer full) (element-type GBytes) */
GPtrArray *klaster_sample_list_blobs   (void);

G_END_DECLS
