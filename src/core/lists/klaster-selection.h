/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "klaster-schema.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SELECTION (klaster_selection_get_type ())
G_DECLARE_FINAL_TYPE (KlasterSelection, klaster_selection, KLASTER, SELECTION, GObject)

/**
 * KlasterSelection:
 *
 * What is selected in a window, shared by list, map, graph, tables and the side panel: a set of identifiers of one table,
 * one of which has the focus. Main thread only.
 *
 * Signals: ::changed () after anything below changed it; never when nothing did.
 */
KlasterSelection *klaster_selection_new      (void);
KlasterTable      klaster_selection_get_table (KlasterSelection *self);
guint             klaster_selection_get_n    (KlasterSelection *self);
/* (transfer none): ascending, valid until the next change */
const gint64     *klaster_selection_get_ids  (KlasterSelection *self,
                                              guint            *n_ids);
gboolean          klaster_selection_contains (KlasterSelection *self,
                                              KlasterTable      table,
                                              gint64            id);
/* The one that arrow keys move from and the panel shows when it is alone; 0: none */
gint64            klaster_selection_get_focus (KlasterSelection *self);
void              klaster_selection_select   (KlasterSelection *self, /* only this one */
                                              KlasterTable      table,
                                              gint64            id);
void              klaster_selection_set      (KlasterSelection *self,
                                              KlasterTable      table,
                                              const gint64     *ids,
                                              guint             n_ids,
                                              gint64            focus);
void              klaster_selection_toggle   (KlasterSelection *self, /* Ctrl-click; another table: select */
                                              KlasterTable      table,
                                              gint64            id);
void              klaster_selection_clear    (KlasterSelection *self);

G_END_DECLS
