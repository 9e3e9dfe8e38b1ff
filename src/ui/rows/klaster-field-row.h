/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-form.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_FIELD_ROW (klaster_field_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterFieldRow, klaster_field_row, KLASTER, FIELD_ROW, AdwPreferencesRow)

/**
 * KlasterFieldRow:
 *
 * One column of the records of a #KlasterForm: a caption, below it what shows and edits the value, below that the reason
 * why what stands there cannot be written. Subclasses add the widget in the middle.
 *
 * Properties:
 *   form (KlasterForm)
 *   column (string)    name of the column, "short_name"
 *   title of AdwPreferencesRow: set from the vocabulary while it is empty
 */
struct _KlasterFieldRowClass
{
  AdwPreferencesRowClass parent_class;

  void (*refresh) (KlasterFieldRow *self); /* show what the form holds */
  void (*flush)   (KlasterFieldRow *self); /* (nullable): write what is pending */
};

KlasterForm             *klaster_field_row_get_form      (KlasterFieldRow *self);
guint                    klaster_field_row_get_column    (KlasterFieldRow *self);
const KlasterColumnInfo *klaster_field_row_get_info      (KlasterFieldRow *self);
gboolean                 klaster_field_row_is_ready      (KlasterFieldRow *self);
void                     klaster_field_row_refresh       (KlasterFieldRow *self);
void                     klaster_field_row_flush         (KlasterFieldRow *self);
void                     klaster_field_row_set_content   (KlasterFieldRow *self,
                                                          GtkWidget       *content,
                                                          GtkWidget       *field);
void                     klaster_field_row_add_suffix    (KlasterFieldRow *self,
                                                          GtkWidget       *suffix);
void                     klaster_field_row_add_note      (KlasterFieldRow *self,
                                                          GtkWidget       *note);
void                     klaster_field_row_show_caption  (KlasterFieldRow *self,
                                                          gboolean         visible);
const char              *klaster_field_row_get_message   (KlasterFieldRow *self);
void                     klaster_field_row_set_message   (KlasterFieldRow *self,
                                                          const char      *message);
const char              *klaster_field_row_get_visit     (KlasterFieldRow *self);
void                     klaster_field_row_begin_visit   (KlasterFieldRow *self);

G_END_DECLS
