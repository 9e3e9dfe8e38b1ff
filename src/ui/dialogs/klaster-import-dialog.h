/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_IMPORT_DIALOG (klaster_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KlasterImportDialog, klaster_import_dialog, KLASTER, IMPORT_DIALOG, AdwWindow)

/**
 * KlasterImportDialog:
 *
 * Takes rows of a foreign file or pasted cells into a project: how the source is read, where its columns go, what is
 * wrong and what is already there, then one edit that can be undone.
 *
 * Signals: ::imported (char *message): the edit is done; @message says what came in, for a toast that offers to undo it.
 */
KlasterImportDialog *klaster_import_dialog_new       (GtkWindow           *parent,
                                                      KlasterProject      *project);
/* Without either the dialog asks for a file or the clipboard. */
void                 klaster_import_dialog_load_file (KlasterImportDialog *self,
                                                      GFile               *file);
void                 klaster_import_dialog_load_text (KlasterImportDialog *self,
                                                      const char          *text);
void                 klaster_import_dialog_paste     (KlasterImportDialog *self);
void                 klaster_import_dialog_set_table (KlasterImportDialog *self,
                                                      KlasterTable         table);

G_END_DECLS
