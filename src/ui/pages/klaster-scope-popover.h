/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "klaster-scope.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_SCOPE_POPOVER (klaster_scope_popover_get_type ())
G_DECLARE_FINAL_TYPE (KlasterScopePopover, klaster_scope_popover, KLASTER, SCOPE_POPOVER, GtkPopover)

/* Where the scope of a window is chosen. Property: scope (KlasterScope, nullable) */

/* What is looked at, in words: "2026/27 · vertical, mixed · games"; (transfer full) (nullable): everything */
char *klaster_scope_describe (KlasterScopeFilter *filter,
                              KlasterSnapshot    *snapshot);

G_END_DECLS
