/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-query-model.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MEMBERS_PAGE (klaster_members_page_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMembersPage, klaster_members_page, KLASTER, MEMBERS_PAGE, AdwBin)

/**
 * KlasterMembersPage:
 *
 * The members as a table in which one types.
 *
 * Properties:
 *   project (KlasterProject, nullable)
 *   selection (KlasterSelection)
 *   members (KlasterQueryModel): filter, search and order, shared with the rest of the window
 *
 * Actions: members.add, members.copy, members.copy-with-names, members.paste, members.fill-down, members.clear,
 * members.duplicate, members.delete, members.find
 */
KlasterMembersPage *klaster_members_page_new   (void);
/* Writes what is pending in a cell: call before undo, redo, Ctrl+S and closing */
void                klaster_members_page_flush (KlasterMembersPage *self);

G_END_DECLS
