/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-import.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_IMPORT_FINDINGS (klaster_import_findings_get_type ())
G_DECLARE_FINAL_TYPE (KlasterImportFindings, klaster_import_findings, KLASTER, IMPORT_FINDINGS, GtkWidget)

/**
 * KlasterImportFindings:
 *
 * What a plan found: rows that are rejected, warnings, and duplicates with a choice of what happens to each.
 *
 * Signals: ::decided (guint row, int policy): the user chose for this row (position in the source).
 */
void       klaster_import_findings_show (KlasterImportFindings   *self,
                                         const KlasterImportPlan *plan,
                                         KlasterDuplicatePolicy   policy,
                                         const gint8             *decisions);

G_END_DECLS
