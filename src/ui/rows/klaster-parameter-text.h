/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *klaster_parameter_get_key  (guint       position);
const char *klaster_parameter_describe (const char *key);

G_END_DECLS
