/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-project.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MEMBER_PICKER (klaster_member_picker_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMemberPicker, klaster_member_picker, KLASTER, MEMBER_PICKER, GtkBox)

/**
 * KlasterMemberPicker:
 *
 * A search field over the institutions of a project; the content of a popover.
 *
 * Signal: ::picked (gint64 id)  0: none of them
 */
GtkWidget *klaster_member_picker_new         (KlasterProject      *project,
                                              const char          *none_label);
void       klaster_member_picker_start       (KlasterMemberPicker *self,
                                              gint64               current);
GtkWidget *klaster_member_picker_get_search  (KlasterMemberPicker *self);

G_END_DECLS
