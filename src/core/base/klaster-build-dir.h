/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *klaster_build_dir_get               (void);
void        klaster_build_dir_set_up_catalogues (void);

G_END_DECLS
