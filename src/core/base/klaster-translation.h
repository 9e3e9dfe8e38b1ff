/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

/* Texts of the program in any of its languages, whatever that of the interface is: for what is printed and for drafts of
 * documents. Any thread; (transfer none), lives as long as the process. xgettext knows these names (po/meson.build). */

const char *klaster_translate   (KlasterLanguage language,
                                 const char     *text) G_GNUC_FORMAT (2);
/* With what tells texts apart that read the same in English */
const char *klaster_translate_c (KlasterLanguage language,
                                 const char     *context,
                                 const char     *text) G_GNUC_FORMAT (3);
/* The form that goes with a number */
const char *klaster_translate_n (KlasterLanguage language,
                                 const char     *singular,
                                 const char     *plural,
                                 gulong          n) G_GNUC_FORMAT (2) G_GNUC_FORMAT (3);

G_END_DECLS
