/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"
#include "klaster-record-group.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_RECORD_PANEL (klaster_record_panel_get_type ())
G_DECLARE_INTERFACE (KlasterRecordPanel, klaster_record_panel, KLASTER, RECORD_PANEL, GtkWidget)

/**
 * KlasterRecordPanel:
 *
 * What the side panel shows for the records of one table. klaster-side-panel.c holds the list of which panel stands for
 * which table; a panel is made with its property "project" when it is first needed, and lives as long as the side panel.
 *
 * Property: project (KlasterProject, nullable): every panel has it
 * Signal: ::show-all (KlasterRecordGroup *group)  the whole list of a group is wanted
 */
struct _KlasterRecordPanelInterface
{
  GTypeInterface parent;

  /* Show and edit these records, after writing what is pending; n_ids 0: none, the panel is not seen */
  void        (*set_records) (KlasterRecordPanel *self,
                              KlasterTable        table,
                              const gint64       *ids,
                              guint               n_ids);
  /* (nullable) (transfer full): what stands above the panel; without it: what the records are called */
  char       *(*get_title)   (KlasterRecordPanel *self);
  char       *(*get_subtitle) (KlasterRecordPanel *self);
  /* (nullable) (transfer none): entries of the menu beside the title, above Duplicate and Delete; the actions that they
   * name are those of get_actions(), with the prefix "record" */
  GMenuModel *(*get_menu)    (KlasterRecordPanel *self);
  GActionGroup *(*get_actions) (KlasterRecordPanel *self);
  /* (nullable): write what is pending */
  void        (*flush)       (KlasterRecordPanel *self);
  /* (nullable): lead to the field of a column; without one: the first that fits. Whether there is one */
  gboolean    (*focus_field) (KlasterRecordPanel *self,
                              const char         *column);
};

void          klaster_record_panel_set_records  (KlasterRecordPanel *self,
                                                 KlasterTable        table,
                                                 const gint64       *ids,
                                                 guint               n_ids);
char         *klaster_record_panel_get_title    (KlasterRecordPanel *self);
char         *klaster_record_panel_get_subtitle (KlasterRecordPanel *self);
GMenuModel   *klaster_record_panel_get_menu     (KlasterRecordPanel *self);
GActionGroup *klaster_record_panel_get_actions  (KlasterRecordPanel *self);
void          klaster_record_panel_flush        (KlasterRecordPanel *self);
gboolean      klaster_record_panel_focus_field  (KlasterRecordPanel *self,
                                                 const char         *column);
/* For the callback of a group inside: asks the side panel for the whole list of @group */
void          klaster_record_panel_show_all     (KlasterRecordPanel *self,
                                                 KlasterRecordGroup *group);
/* The #KlasterFieldRow of @column inside @widget, (nullable) (transfer none) */
GtkWidget    *klaster_record_panel_find_field   (GtkWidget          *widget,
                                                 const char         *column);

G_END_DECLS
