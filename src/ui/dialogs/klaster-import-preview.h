/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-import-mapping.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_IMPORT_PREVIEW (klaster_import_preview_get_type ())
G_DECLARE_FINAL_TYPE (KlasterImportPreview, klaster_import_preview, KLASTER, IMPORT_PREVIEW, GtkWidget)

/**
 * KlasterImportPreview:
 *
 * The first rows of a source, with a choice above each column of where it goes.
 *
 * Signals: ::changed (): the user chose another target; the mapping given to klaster_import_preview_show() has it.
 */
/* @mapping is changed by the user's choices and must live as long as the preview shows it. */
void       klaster_import_preview_show (KlasterImportPreview *self,
                                        KlasterSheet         *sheet,
                                        KlasterImportMapping *mapping);
void       klaster_import_preview_clear (KlasterImportPreview *self);

G_END_DECLS
