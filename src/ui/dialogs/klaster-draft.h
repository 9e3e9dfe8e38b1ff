/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-window.h"

G_BEGIN_DECLS

/* Asks for language and place, and writes the text of an agreement there as a document for office programs. */
void klaster_draft_ask   (KlasterWindow   *window,
                          gint64           agreement_id,
                          const char      *date);
/* Without asking */
void klaster_draft_write (KlasterWindow   *window,
                          gint64           agreement_id,
                          const char      *date,
                          KlasterLanguage  language,
                          GFile           *file);

G_END_DECLS
