/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-query-model.h"
#include "klaster-selection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MEMBER_LIST (klaster_member_list_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMemberList, klaster_member_list, KLASTER, MEMBER_LIST, GtkWidget)

GtkWidget *klaster_member_list_new          (KlasterQueryModel *members,
                                             KlasterSelection   *selection);
void       klaster_member_list_focus_search (KlasterMemberList  *self);

G_END_DECLS
