/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_GROUP (klaster_record_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterRecordGroup, klaster_record_group, KLASTER, RECORD_GROUP, AdwPreferencesGroup)

/**
 * KlasterRecordGroup:
 *
 * Rows that belong to one record and lead to others: its cooperations, agreements, units. It shows the first few; the rest
 * opens as a list of its own, which makes rows only for what is seen. Hides while it has none, unless it says what belongs
 * there. Follows the project.
 *
 * Properties: project (KlasterProject), record (gint64): of the subclass's kind
 * Signal: ::show-all (): somebody wants the whole list
 * Activates the action panel.go with the name of a table and an id.
 */
struct _KlasterRecordGroupClass
{
  AdwPreferencesGroupClass parent_class;

  /* How many rows are shown here; the whole list takes one row more */
  guint max_rows;
  /* What "all of them" is called: a format with one %u; (transfer none), translated */
  const char *(*get_all_title) (guint               n_items);
  /* (transfer full): what there is to show, in order; any pointers or numbers that make_row understands */
  GPtrArray  *(*list_items)    (KlasterRecordGroup *self,
                                KlasterSnapshot    *snapshot,
                                gint64              record);
  /* (transfer floating): the content of a row, and where it leads (id 0: nowhere) */
  GtkWidget  *(*make_content)  (KlasterRecordGroup *self,
                                KlasterSnapshot    *snapshot,
                                gint64              record,
                                gpointer            item,
                                KlasterTable       *table,
                                gint64             *id);
  /* (nullable): instead of going to table and id */
  gboolean    (*activate)      (KlasterRecordGroup *self,
                                gpointer            item);
  /* (nullable): what is said while there is none; the group is shown then, too */
  const char *(*get_empty_text) (KlasterRecordGroup *self);
  /* (nullable): the Delete key was pressed on a row */
  void        (*remove)        (KlasterRecordGroup *self,
                                gpointer            item);
};

KlasterProject *klaster_record_group_get_project   (KlasterRecordGroup *self);
gint64          klaster_record_group_get_record    (KlasterRecordGroup *self);
void              klaster_record_group_set_record    (KlasterRecordGroup *self,
                                                      gint64              record);
guint             klaster_record_group_get_n_items   (KlasterRecordGroup *self);
void              klaster_record_group_update        (KlasterRecordGroup *self);
GtkWidget        *klaster_record_group_create_list   (KlasterRecordGroup *self);

/* The content of a row: something before, two lines of text, something after */
GtkWidget        *klaster_record_content_new         (GtkWidget          *prefix,
                                                      const char         *title,
                                                      const char         *subtitle,
                                                      GtkWidget          *suffix,
                                                      gboolean            leads_on);
/* A label that looks like a pill; @style: "success", "warning", "error" or NULL */
GtkWidget        *klaster_pill_new                   (const char         *text,
                                                      const char         *style);

G_END_DECLS
