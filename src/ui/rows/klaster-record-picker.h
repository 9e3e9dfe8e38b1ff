/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_PICKER (klaster_record_picker_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRecordPicker, klaster_record_picker, KLASTER, RECORD_PICKER, GtkBox)

/**
 * KlasterRecordPicker:
 *
 * A search field over the records of a table; the content of a popover. The list is made on a worker.
 *
 * Signal: ::picked (gint64 id)  0: none of them
 */
GtkWidget *klaster_record_picker_new         (KlasterProject      *project,
                                              KlasterTable         table,
                                              const char          *none_label);
/* Begins a search anew. @above: for a reference of a table to itself, the records that nothing below them may become the
 * parent of: they and what lies below them by @column are left out. Of members only @above themselves are left out. */
void       klaster_record_picker_start       (KlasterRecordPicker *self,
                                              gint64               current,
                                              guint                column,
                                              const gint64        *above,
                                              guint                n_above);
GtkWidget *klaster_record_picker_get_search  (KlasterRecordPicker *self);
/* What is listed now; 0 while the list is being made */
guint      klaster_record_picker_get_n_found (KlasterRecordPicker *self);

G_END_DECLS
