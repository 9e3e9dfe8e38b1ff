/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

gboolean klaster_cell_parse_number (const char *cell,
                                    char        decimal,
                                    double     *number);

/**
 * KlasterReferenceIndex:
 *
 * Finds records by what a table of another program calls them: an identifier, or a folded name, title, number. One thread.
 */
typedef struct _KlasterReferenceIndex KlasterReferenceIndex;

KlasterReferenceIndex *klaster_reference_index_new  (KlasterSnapshot        *snapshot);
void                   klaster_reference_index_free (KlasterReferenceIndex  *self);
/* A row that is about to be imported; @values as in the table. */
void                   klaster_reference_index_add  (KlasterReferenceIndex  *self,
                                                     KlasterTable            table,
                                                     gint64                  id,
                                                     gint64                  same_id,
                                                     const KlasterValue     *values);
/* By identifier, else by name: exactly one must be meant. */
gboolean               klaster_reference_index_find (KlasterReferenceIndex  *self,
                                                     KlasterTable            table,
                                                     const char             *text,
                                                     gint64                 *id,
                                                     char                  **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterReferenceIndex, klaster_reference_index_free)

G_END_DECLS
