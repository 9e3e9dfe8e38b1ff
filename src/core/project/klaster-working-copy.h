/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KlasterWorkingCopy:
 *
 * A private folder in the user's state directory that one process has locked: the database that is edited, and what is
 * known of the shared file that it belongs to. When the process dies the lock goes, and the next one finds the folder.
 */
typedef struct _KlasterWorkingCopy KlasterWorkingCopy;

/* A new, empty one for the file at @address (a resolved path) */
KlasterWorkingCopy *klaster_working_copy_new          (const char          *address,
                                                       GError             **error);
/* Those that a process left behind, now ours */
GPtrArray          *klaster_working_copy_list_left    (const char          *address); /* (nullable): of any file */
/* Gives the lock up; the folder stays for the next one. */
void                klaster_working_copy_free         (KlasterWorkingCopy  *self);
/* Removes the folder, then frees. */
void                klaster_working_copy_discard      (KlasterWorkingCopy  *self);

const char         *klaster_working_copy_get_address  (KlasterWorkingCopy  *self);
const char         *klaster_working_copy_get_database (KlasterWorkingCopy  *self); /* path; may not exist yet */
const char         *klaster_working_copy_get_incoming (KlasterWorkingCopy  *self); /* path for a copy of the shared file */
const char         *klaster_working_copy_get_published (KlasterWorkingCopy *self); /* (nullable): head that the shared file has */
gboolean            klaster_working_copy_set_published (KlasterWorkingCopy *self,
                                                        const char         *address,
                                                        const char         *head,
                                                        GError            **error);
/* Removes a database with its side files. */
void                klaster_working_copy_remove_database (const char       *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterWorkingCopy, klaster_working_copy_free)

G_END_DECLS
