/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-project.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

/* What moves from one institution to another when two records of it are joined. */
typedef struct
{
  guint n_cooperations;
  guint n_agreements;
  guint n_obligations;
  guint n_units;
  guint n_others;
} KlasterJoinCounts;

void klaster_join_count       (KlasterSnapshot   *snapshot,
                               gint64             id,
                               KlasterJoinCounts *counts);
/* Shows the two selected institutions side by side, asks which one stays, and joins them; @widget is inside the window. */
void klaster_join_dialog_show (GtkWidget         *widget,
                               KlasterProject    *project,
                               KlasterSelection  *selection);

G_END_DECLS
