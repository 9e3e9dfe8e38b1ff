/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_LIVE_GROUP (klaster_live_group_get_type ())
G_DECLARE_DERIVABLE_TYPE (KlasterLiveGroup, klaster_live_group, KLASTER, LIVE_GROUP, AdwPreferencesGroup)

/**
 * KlasterLiveGroup:
 *
 * Rows about one record that follow the project: what several groups of panels share. It hides while there is no record.
 *
 * Properties: project (KlasterProject, nullable), record (gint64)
 */
struct _KlasterLiveGroupClass
{
  AdwPreferencesGroupClass parent_class;

  /* Makes the rows what they should be; there is a project and a record that exists */
  void     (*update)   (KlasterLiveGroup *self,
                        KlasterSnapshot  *snapshot,
                        gint64            record);
  /* (nullable): whether @delta may matter; without it every edit does */
  gboolean (*concerns) (KlasterLiveGroup *self,
                        KlasterDelta     *delta);
  /* (nullable): write what is pending */
  void     (*flush)    (KlasterLiveGroup *self);
  KlasterTable table; /* of the record, unless klaster_live_group_set_table() says another one */
};

KlasterProject *klaster_live_group_get_project  (KlasterLiveGroup *self);
gint64          klaster_live_group_get_record   (KlasterLiveGroup *self);
void            klaster_live_group_set_record   (KlasterLiveGroup *self,
                                                 gint64            record);
/* Of the record: for groups that serve several tables; before there is a record */
KlasterTable    klaster_live_group_get_table    (KlasterLiveGroup *self);
void            klaster_live_group_set_table    (KlasterLiveGroup *self,
                                                 KlasterTable      table);
gboolean        klaster_live_group_get_editable (KlasterLiveGroup *self);
/* Now, not with the next frame */
void            klaster_live_group_update       (KlasterLiveGroup *self);
void            klaster_live_group_flush        (KlasterLiveGroup *self);
/* Takes away the rows that were added with klaster_live_group_add_row() */
void            klaster_live_group_clear        (KlasterLiveGroup *self);
void            klaster_live_group_add_row      (KlasterLiveGroup *self,
                                                 GtkWidget        *row);

G_END_DECLS
