/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-project.h"

G_BEGIN_DECLS

AdwToast *klaster_toast_new (const char *text);

void klaster_undo_toast_show (AdwToastOverlay *overlay,
                              KlasterProject  *project,
                              const char      *step,
                              const char      *text);

G_END_DECLS
