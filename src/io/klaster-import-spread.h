/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which rows of an import refer to which others, so that a row that is rejected takes along all that refers to it, directly or
 * through others: each reference is looked at once, however long a chain is. One thread. */
typedef struct _KlasterImportSpread KlasterImportSpread;

/* Rejects @row, because of what stands at @where, as it was given to klaster_import_spread_add() */
typedef void (*KlasterImportReject) (guint    row,
                                     gint     where,
                                     gpointer user_data);

KlasterImportSpread *klaster_import_spread_new  (guint                n_rows);
void                 klaster_import_spread_free (KlasterImportSpread *self);
/* @row refers to @target; both are positions among all rows */
void                 klaster_import_spread_add  (KlasterImportSpread *self,
                                                 guint                row,
                                                 guint                target,
                                                 gint                 where);
/* @target is rejected */
void                 klaster_import_spread_note (KlasterImportSpread *self,
                                                 guint                target);
/* Calls @reject once for each row that refers to what was noted and was not noted itself. */
void                 klaster_import_spread_run  (KlasterImportSpread *self,
                                                 KlasterImportReject  reject,
                                                 gpointer             user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterImportSpread, klaster_import_spread_free)

G_END_DECLS
