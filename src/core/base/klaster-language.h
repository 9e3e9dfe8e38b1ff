/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* The four languages in which a project holds names. */
typedef enum
{
  KLASTER_LANGUAGE_UZ,
  KLASTER_LANGUAGE_UZ_CYRL,
  KLASTER_LANGUAGE_RU,
  KLASTER_LANGUAGE_EN,
  KLASTER_N_LANGUAGES
} KlasterLanguage;

/* Of the interface, from LANGUAGE and the locale as gettext sees them; read once. */
KlasterLanguage klaster_language_get_default (void);
/* "uz", "uz_Cyrl" (also uz@cyrillic, uz-Cyrl), "ru", "en" */
gboolean        klaster_language_parse       (const char      *text,
                                              KlasterLanguage *language);
const char     *klaster_language_get_code    (KlasterLanguage  language);
/* What each language calls itself, for choosing one; (transfer none), NULL at the end */
const char *const *klaster_language_list_own_names (void);

/* The name of an institution, the cluster, a vocabulary row in @language, else in the next best; "" when it has none.
 * (transfer none), lives as long as @row. @first_name_column: the NAME_UZ column of its table. */
const char     *klaster_row_get_name         (const KlasterRow *row,
                                              guint             first_name_column,
                                              KlasterLanguage   language);
/* The whole name of any record: name, title, number, text…; (transfer full). */
char           *klaster_record_dup_name      (KlasterSnapshot  *snapshot,
                                              const KlasterRow *row,
                                              KlasterLanguage   language);
/* What lists show for it: the first line, cut where it is long; (transfer full). */
char           *klaster_record_describe      (KlasterSnapshot  *snapshot,
                                              const KlasterRow *row,
                                              KlasterLanguage   language);

/* Names of tokens in four languages, from data/vocabulary/, and of a project's own areas (@snapshot may be NULL).
 * (transfer none); an unknown token is its own name. */
const char     *klaster_vocabulary_get_name  (KlasterSnapshot  *snapshot,
                                              const char       *tokens_name, /* "institution_kinds", "areas", … */
                                              const char       *token,
                                              KlasterLanguage   language);
/* Of a column as people see it: headers of tables, labels of panels, headers of CSV in import guessing. */
const char     *klaster_vocabulary_get_column_name (KlasterTable table,
                                              guint             column,
                                              KlasterLanguage   language);
/* "Institution", "Institutions" */
const char     *klaster_vocabulary_get_table_name (KlasterTable table,
                                              gboolean          plural,
                                              KlasterLanguage   language);
/* The token whose name in any language folds like @text, or the token itself; NULL: none. */
const char     *klaster_vocabulary_find_token (KlasterSnapshot *snapshot,
                                              const char       *tokens_name,
                                              const char       *text);

/* Districts and cities of Tashkent region (districts.csv). `district` columns hold the official Uzbek Latin name where it
 * is one of these, else what the user wrote. */
typedef struct
{
  int soato;
  gboolean city;
  const char *names[KLASTER_N_LANGUAGES];
  double lon, lat; /* NAN when not known */
} KlasterDistrict;

const KlasterDistrict *klaster_districts_get  (guint           *n_districts);
const KlasterDistrict *klaster_districts_find (const char      *text); /* any language, with or without tumani/район, or the SOATO code */

G_END_DECLS
