/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-language.h"

G_BEGIN_DECLS

char *klaster_value_to_text     (KlasterSnapshot *snapshot,
                                 KlasterTable     table,
                                 guint            column,
                                 KlasterValue     value,
                                 KlasterLanguage  language);
char *klaster_list_to_text      (KlasterSnapshot *snapshot,
                                 const char      *tokens_name,
                                 const char      *list,
                                 KlasterLanguage  language);
char *klaster_value_column_name (KlasterTable     table,
                                 guint            column);

/* "164", "12.5", in other languages than English "12,5": no more decimals than there are; (transfer full) */
char *klaster_number_format     (double           value,
                                 KlasterLanguage  language);

G_END_DECLS
