/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-form.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_EXPANDER (klaster_record_expander_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRecordExpander, klaster_record_expander, KLASTER, RECORD_EXPANDER, AdwExpanderRow)

/* A small record (a goal, a parameter) in one row that opens out into its fields. @columns: %NULL-terminated names; the first
 * is the title, the rest make the subtitle. */
GtkWidget   *klaster_record_expander_new      (KlasterProject        *project,
                                               KlasterTable           table,
                                               gint64                 id,
                                               const char *const     *columns,
                                               const char            *delete_label);
void         klaster_record_expander_open     (KlasterRecordExpander *self);
/* Only these columns make the subtitle; %NULL-terminated, not copied */
void         klaster_record_expander_set_summary (KlasterRecordExpander *self,
                                               const char *const     *columns);
/* A box to tick before the title: @column is @on when it is ticked, @off when not (static tokens) */
void         klaster_record_expander_set_check (KlasterRecordExpander *self,
                                               guint                  column,
                                               const char            *on,
                                               const char            *off,
                                               const char            *label);
gboolean     klaster_record_expander_set_id   (KlasterRecordExpander *self,
                                               gint64                 id);
const char  *klaster_record_expander_get_title (KlasterRecordExpander *self);
gint64       klaster_record_expander_get_id   (KlasterRecordExpander *self);
KlasterForm *klaster_record_expander_get_form (KlasterRecordExpander *self);

G_END_DECLS
