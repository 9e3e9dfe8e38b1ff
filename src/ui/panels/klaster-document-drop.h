/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-attachment-group.h"

G_BEGIN_DECLS

/* Files dropped anywhere on @overlay go to @group, unless they are dropped inside of an area of another group. While they
 * are held over it a hint at its lower edge says where they go. What is held over a panel that cannot take documents now
 * (nothing or several records, read-only) goes to what lies below. */
void klaster_document_drop_install  (GtkOverlay             *overlay,
                                     KlasterAttachmentGroup *group);
/* What is dropped inside of @area goes to @group; @hint: where that is, "Drop to attach to this step" */
void klaster_document_drop_set_area (GtkWidget              *area,
                                     KlasterAttachmentGroup *group,
                                     const char             *hint);

G_END_DECLS
