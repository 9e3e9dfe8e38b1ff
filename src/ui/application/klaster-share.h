/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-window.h"

G_BEGIN_DECLS

void klaster_share_copy             (KlasterWindow *window);
void klaster_share_write            (KlasterWindow     *window,
                                     GFile             *file,
                                     KlasterShareFlags  flags);
void klaster_file_properties_show   (KlasterWindow *window);

/* What goes along with a copy. */
typedef struct
{
  guint n_edits;
  guint n_authors;
  guint n_attachments;
  guint64 attachment_bytes;
} KlasterShareContents;


G_END_DECLS
