/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "klaster-agreement.h"

G_BEGIN_DECLS

/* "success", "warning", "error" or NULL: how a status looks beside what it says */
const char *klaster_agreement_get_style       (const char       *status);
/* (transfer floating): the status as a pill; when it is about to end, the days that are left */
GtkWidget  *klaster_agreement_pill_new        (KlasterSnapshot  *snapshot,
                                               const KlasterRow *agreement,
                                               const char       *date,
                                               KlasterLanguage   language);

G_END_DECLS
