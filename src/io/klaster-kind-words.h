/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kind of institution that the words of a name or of a kind column speak of: "school" for "3-maktab", "preschool"
 * for "12-son MTT"; NULL when they say nothing. Static string; any thread. */
const char *klaster_kind_guess (const char *text);

G_END_DECLS
