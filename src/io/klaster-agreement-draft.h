/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-language.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the text of an agreement from the template of its kind, its data filled in, as a document
 * for office programs (ODT). @date: today, "YYYY-MM-DD". Any thread. Errors: G_IO_ERROR */
GBytes *klaster_agreement_draft_write (KlasterSnapshot  *snapshot,
                                       gint64            agreement_id,
                                       const char       *date,
                                       KlasterLanguage   language,
                                       GError          **error);

G_END_DECLS
