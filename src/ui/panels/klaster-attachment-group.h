/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-live-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_ATTACHMENT_GROUP (klaster_attachment_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterAttachmentGroup, klaster_attachment_group, KLASTER, ATTACHMENT_GROUP, KlasterLiveGroup)

/* The documents of an agreement, or of a record of the table that klaster_live_group_set_table() says: their bytes are in
 * the project. Files are added with a button or dropped on the panel (klaster-document-drop.h), opened from a copy in the
 * cache, saved somewhere, removed. */
/* Only documents of this part of the record, without heading, and with a row that adds one; before there is a record.
 * @title: what the part is called, as readers hear it */
void klaster_attachment_group_set_part  (KlasterAttachmentGroup *self,
                                         const char             *part,
                                         const char             *title);
/* Shows what is not in one of these groups: documents of the whole record, and of parts that nobody knows. NULL-terminated,
 * has to live as long as the group */
void klaster_attachment_group_set_elsewhere (KlasterAttachmentGroup *self,
                                         const char *const      *parts);
guint klaster_attachment_group_get_n_documents (KlasterAttachmentGroup *self);
void klaster_attachment_group_add_files (KlasterAttachmentGroup *self,
                                         GListModel             *files);
void klaster_attachment_group_remove    (KlasterAttachmentGroup *self,
                                         gint64                  id);
/* Writes the bytes of an attachment to @file; a message says when that failed */
void klaster_attachment_group_save      (KlasterAttachmentGroup *self,
                                         gint64                  id,
                                         GFile                  *file);

G_END_DECLS
