/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_HISTORY_GROUP (klaster_history_group_get_type ())
G_DECLARE_FINAL_TYPE (KlasterHistoryGroup, klaster_history_group, KLASTER, HISTORY_GROUP, AdwPreferencesGroup)

/* Who changed a record, when and what. Read from the file when it is opened out. Property: project (KlasterProject) */
void klaster_history_group_set_record (KlasterHistoryGroup *self,
                                       KlasterTable         table,
                                       gint64               id);

G_END_DECLS
