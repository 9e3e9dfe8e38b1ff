/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-record.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_LIST (klaster_record_list_get_type ())
G_DECLARE_FINAL_TYPE (KlasterRecordList, klaster_record_list, KLASTER, RECORD_LIST, GObject)

/**
 * KlasterRecordList:
 *
 * A GListModel of the records of one table that a list of identifiers names, in that order. 50,000 identifiers are 50,000
 * integers: a #KlasterRecord is made when somebody asks for it and lives as long as somebody holds it. Main thread only.
 */
KlasterRecordList *klaster_record_list_new         (KlasterTable       table);
KlasterTable       klaster_record_list_get_table   (KlasterRecordList *self);
/* Shows @ids of @snapshot, with the smallest items-changed that lead there. */
void               klaster_record_list_set_content (KlasterRecordList *self,
                                                    KlasterSnapshot   *snapshot,
                                                    const gint64      *ids,
                                                    guint              n_ids);
/* After an edit: rows that changed notify, rows that were deleted leave; order and choice stay until set_content. */
void               klaster_record_list_update      (KlasterRecordList *self,
                                                    KlasterSnapshot   *snapshot,
                                                    KlasterDelta      *delta); /* (nullable): anything may differ */
/* (transfer none): valid until the list changes */
const gint64      *klaster_record_list_get_ids     (KlasterRecordList *self,
                                                    guint             *n_ids);
gint64             klaster_record_list_get_id      (KlasterRecordList *self,
                                                    guint              position);
/* Position of @id, or -1; from an index that is made once many were asked for since the last change. */
gint               klaster_record_list_find        (KlasterRecordList *self,
                                                    gint64             id);

G_END_DECLS
