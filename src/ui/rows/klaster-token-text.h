/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a token of a list means, in a few words (models, tasks); (nullable) (transfer none): its name says enough */
const char *klaster_token_get_description (const char *tokens_name,
                                           const char *token);

G_END_DECLS
