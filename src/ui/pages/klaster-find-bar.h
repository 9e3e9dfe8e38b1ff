/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-members-page.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_FIND_BAR (klaster_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (KlasterFindBar, klaster_find_bar, KLASTER, FIND_BAR, AdwBin)

/* Finds text in the cells of the table of members and replaces it, after saying in how many cells it stands. */
void klaster_find_bar_set_page (KlasterFindBar     *self,
                                KlasterMembersPage *page);
void klaster_find_bar_start    (KlasterFindBar     *self);

G_END_DECLS
