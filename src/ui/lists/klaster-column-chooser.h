/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-grid.h"
#include "klaster-view-state.h"

G_BEGIN_DECLS

/**
 * KlasterColumnSet:
 * @group: where the view state keeps what is shown
 * @setting: key of the settings with the columns that projects begin with which were not looked at yet
 * @first: the first column that can be chosen
 * @n_columns: one beyond the last
 * @get_name: its name in files
 * @dup_title: (transfer full): its title
 * @insert: puts it into the grid
 * @list_default: (transfer full) (element-type guint): what a new table shows
 *
 * The columns that a table may have, in the order that people know.
 */
typedef struct
{
  const char *group;
  const char *setting;
  guint first;
  guint n_columns;
  const char *(*get_name)     (guint        column);
  char       *(*dup_title)    (guint        column);
  void        (*insert)       (KlasterGrid *grid,
                               guint        position,
                               guint        column,
                               const char  *title);
  GArray     *(*list_default) (void);
} KlasterColumnSet;

#define KLASTER_TYPE_COLUMN_CHOOSER (klaster_column_chooser_get_type ())
G_DECLARE_FINAL_TYPE (KlasterColumnChooser, klaster_column_chooser, KLASTER, COLUMN_CHOOSER, AdwBin)

/**
 * KlasterColumnChooser:
 *
 * Check buttons for the columns of a grid, of which at least one stays. It gives the grid the columns that were shown last,
 * in their order and with the widths that somebody chose, and keeps them: for the project that is looked at, and for those
 * that are looked at for the first time.
 *
 * Signals: ::choosing () before a column comes or goes.
 */
GtkWidget *klaster_column_chooser_new       (KlasterGrid            *grid,
                                             const KlasterColumnSet *set);
/* How the project was looked at; (nullable) */
void       klaster_column_chooser_set_state (KlasterColumnChooser   *self,
                                             KlasterViewState       *state);
void       klaster_column_chooser_show      (KlasterColumnChooser   *self,
                                             guint                   column,
                                             gboolean                visible);

G_END_DECLS
