/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a LIST column holds: a JSON array of tokens as text, written without spaces. */

/* (transfer full): the tokens, NULL-terminated, empty for NULL; NULL when @text is not an array of strings */
char **klaster_list_parse (const char         *text);
/* (transfer full) (nullable): NULL for an empty list, which says as little as none */
char  *klaster_list_format (const char *const *tokens);

G_END_DECLS
