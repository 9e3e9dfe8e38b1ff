/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-history.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_HISTORY_ITEM (klaster_history_item_get_type ())
G_DECLARE_FINAL_TYPE (KlasterHistoryItem, klaster_history_item, KLASTER, HISTORY_ITEM, GObject)

KlasterHistoryItem  *klaster_history_item_new       (KlasterHistoryEntry *entry);
KlasterHistoryEntry *klaster_history_item_get_entry (KlasterHistoryItem  *self);
gboolean             klaster_history_item_matches   (KlasterHistoryItem  *self,
                                                     const char          *folded);

G_END_DECLS
