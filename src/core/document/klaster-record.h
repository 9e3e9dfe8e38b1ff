/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "klaster-row.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD (klaster_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterRecord, klaster_record, KLASTER, RECORD, GObject)

/**
 * KlasterRecord:
 *
 * One row as an object for lists and expressions: `id` (gint64), `name` (string: what people call it, in the language of
 * the interface) and one property for each column of its table, named as the column with dashes ("name-uz", "parent-id",
 * "joined-on"). Text, dates, tokens and lists are strings (nullable), integers and references gint64 (0 when null), real
 * numbers gdouble (NAN when null), booleans gboolean. Each table has a type of its own, made from the schema:
 * "KlasterInstitutionRecord", "KlasterCooperationRecord", …, so that `.ui` files can name them.
 *
 * Records are made on demand by a #KlasterRecordList and notify when their row is replaced. Main thread only; nothing is
 * written through them.
 */
struct _KlasterRecordClass
{
  GObjectClass parent_class;

  /*< private >*/
  KlasterTable table;
};

/* Registers the types of all tables by name; called once before any `.ui` file that names one is read. */
void           klaster_record_register_types      (void);
GType          klaster_record_get_type_for_table  (KlasterTable   table);
KlasterRecord *klaster_record_new                 (KlasterRow    *row);
KlasterRow    *klaster_record_get_row             (KlasterRecord *self); /* (transfer none) */
gint64         klaster_record_get_id              (KlasterRecord *self);
/* Replaces the row by another state of itself and notifies the properties that differ. */
void           klaster_record_set_row             (KlasterRecord *self,
                                                   KlasterRow    *row);

G_END_DECLS
