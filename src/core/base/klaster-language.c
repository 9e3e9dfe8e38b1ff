/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <locale.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-language.h"
#include "klaster-translation.h"

static const char *const codes[KLASTER_N_LANGUAGES] = { "uz", "uz_Cyrl", "ru", "en" };

/* What stands in for a language that has no name: the other script first, English last. */
static const guint8 fallbacks[KLASTER_N_LANGUAGES][KLASTER_N_LANGUAGES] = {
  [KLASTER_LANGUAGE_UZ] = { KLASTER_LANGUAGE_UZ, KLASTER_LANGUAGE_UZ_CYRL, KLASTER_LANGUAGE_RU, KLASTER_LANGUAGE_EN },
  [KLASTER_LANGUAGE_UZ_CYRL] = { KLASTER_LANGUAGE_UZ_CYRL, KLASTER_LANGUAGE_UZ, KLASTER_LANGUAGE_RU, KLASTER_LANGUAGE_EN },
  [KLASTER_LANGUAGE_RU] = { KLASTER_LANGUAGE_RU, KLASTER_LANGUAGE_UZ_CYRL, KLASTER_LANGUAGE_UZ, KLASTER_LANGUAGE_EN },
  [KLASTER_LANGUAGE_EN] = { KLASTER_LANGUAGE_EN, KLASTER_LANGUAGE_UZ, KLASTER_LANGUAGE_RU, KLASTER_LANGUAGE_UZ_CYRL },
};

/**
 * klaster_language_parse:
 * @text: a language as locales, tags and command lines write it
 * @language: (out): where to put it
 *
 * Returns: whether it is one of the four
 */
gboolean
klaster_language_parse (const char      *text,
                        KlasterLanguage *language)
{
  gsize length;

  g_return_val_if_fail (text != NULL && language != NULL, FALSE);

  length = strcspn (text, "_-.@");
  if (length != 2)
    return FALSE;
  if (g_ascii_strncasecmp (text, "uz", 2) == 0)
    {
      g_autofree char *rest = g_ascii_strdown (text + 2, -1);

      *language = strstr (rest, "cyrl") || strstr (rest, "cyrillic") ? KLASTER_LANGUAGE_UZ_CYRL : KLASTER_LANGUAGE_UZ;
    }
  else if (g_ascii_strncasecmp (text, "ru", 2) == 0)
    *language = KLASTER_LANGUAGE_RU;
  else if (g_ascii_strncasecmp (text, "en", 2) == 0)
    *language = KLASTER_LANGUAGE_EN;
  else
    return FALSE;

  return TRUE;
}

/**
 * klaster_language_get_default:
 *
 * Returns: the first of the user's languages (LANGUAGE, then the locale) that is one of the four, else English, as gettext
 *   does with our catalogues; read once
 */
KlasterLanguage
klaster_language_get_default (void)
{
  static gsize found; /* language + 1 */

  if (g_once_init_enter (&found))
    {
      const char *const *names = g_get_language_names_with_category ("LC_MESSAGES");
      const char *locale = setlocale (LC_MESSAGES, NULL);
      /* There gettext does not look at LANGUAGE, as GLib does. */
      gboolean untranslated = g_strcmp0 (locale, "C") == 0 || g_strcmp0 (locale, "POSIX") == 0;
      KlasterLanguage language = KLASTER_LANGUAGE_EN;

      for (guint i = 0; !untranslated && names[i]; i++)
        if (klaster_language_parse (names[i], &language))
          break;
      g_once_init_leave (&found, (gsize) language + 1);
    }

  return (KlasterLanguage) (found - 1);
}

/**
 * klaster_language_get_code:
 * @language: a language
 *
 * Returns: (transfer none): "uz", "uz_Cyrl", "ru" or "en"
 */
const char *
klaster_language_get_code (KlasterLanguage language)
{
  g_return_val_if_fail (language < KLASTER_N_LANGUAGES, NULL);

  return codes[language];
}

/**
 * klaster_language_list_own_names:
 *
 * Returns: (transfer none) (array zero-terminated=1): in the order of #KlasterLanguage
 */
const char *const *
klaster_language_list_own_names (void)
{
  static const char *const names[] = { "Oʻzbekcha", "Ўзбекча", "Русский", "English", NULL };

  return names;
}

/**
 * klaster_row_get_name:
 * @row: a row of a table with names in four languages
 * @first_name_column: position of its column name_uz
 * @language: the language of the reader
 *
 * Returns: (transfer none): the name in @language, else in the next best; "" when it has none
 */
const char *
klaster_row_get_name (const KlasterRow *row,
                      guint             first_name_column,
                      KlasterLanguage   language)
{
  g_return_val_if_fail (row != NULL && language < KLASTER_N_LANGUAGES, "");

  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    {
      const char *name = klaster_row_get_text (row, first_name_column + fallbacks[language][i]);

      if (name && *name)
        return name;
    }

  return "";
}

/* The name of the row that a reference leads to; %NULL when it leads nowhere. */
static char *
name_target (KlasterSnapshot  *snapshot,
             const KlasterRow *row,
             guint             column,
             KlasterLanguage   language,
             gboolean          whole)
{
  KlasterTable target = klaster_schema_get_column (klaster_row_get_table (row), column)->target;
  KlasterRow *found = klaster_snapshot_lookup (snapshot, target, klaster_row_get_integer (row, column));

  if (found == NULL)
    return NULL;
  return whole ? klaster_record_dup_name (snapshot, found, language) : klaster_record_describe (snapshot, found, language);
}

/* Two things joined by a sign, or the one there is. */
static char *
join (char       *first,
      const char *sign,
      char       *second)
{
  g_autofree char *left = first;
  g_autofree char *right = second;

  if (left && *left && right && *right)
    return g_strconcat (left, sign, right, NULL);
  if (left && *left)
    return g_steal_pointer (&left);
  return right && *right ? g_steal_pointer (&right) : NULL;
}

static char *
token_name (KlasterSnapshot  *snapshot,
            const KlasterRow *row,
            guint             column,
            KlasterLanguage   language)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (klaster_row_get_table (row), column);
  const char *token = klaster_row_get_text (row, column);

  return token ? g_strdup (klaster_vocabulary_get_name (snapshot, info->tokens_name, token, language)) : NULL;
}

static char *
name_by_table (KlasterSnapshot  *snapshot,
               const KlasterRow *row,
               KlasterLanguage   language,
               gboolean          whole)
{
  switch ((int) klaster_row_get_table (row))
    {
    case KLASTER_TABLE_CLUSTER:
      return g_strdup (klaster_row_get_name (row, KLASTER_CLUSTER_NAME_UZ, language));
    case KLASTER_TABLE_INSTITUTION:
      {
        const char *name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language);

        return g_strdup (*name ? name : klaster_row_get_text (row, KLASTER_INSTITUTION_SHORT_NAME));
      }
    case KLASTER_TABLE_VOCABULARY:
      {
        const char *name = klaster_row_get_name (row, KLASTER_VOCABULARY_NAME_UZ, language);

        return g_strdup (*name ? name : klaster_row_get_text (row, KLASTER_VOCABULARY_TOKEN));
      }
    case KLASTER_TABLE_PARAMETER:
      return g_strdup (klaster_row_get_text (row, KLASTER_PARAMETER_KEY));
    case KLASTER_TABLE_COOPERATION:
      return join (name_target (snapshot, row, KLASTER_COOPERATION_FROM_ID, language, whole),
                   klaster_row_get_integer (row, KLASTER_COOPERATION_DIRECTED) ? " → " : " – ",
                   name_target (snapshot, row, KLASTER_COOPERATION_TO_ID, language, whole));
    case KLASTER_TABLE_AGREEMENT:
      {
        const char *number = klaster_row_get_text (row, KLASTER_AGREEMENT_NUMBER);
        const char *title = klaster_row_get_text (row, KLASTER_AGREEMENT_TITLE);

        return join (number ? g_strconcat ("№ ", number, NULL) : NULL, " · ",
                     title ? g_strdup (title) : token_name (snapshot, row, KLASTER_AGREEMENT_KIND, language));
      }
    case KLASTER_TABLE_COOPERATION_AGREEMENT:
      return join (name_target (snapshot, row, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, language, whole), " · ",
                   name_target (snapshot, row, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID, language, whole));
    case KLASTER_TABLE_FURTHER_GOAL:
      return join (name_target (snapshot, row, KLASTER_FURTHER_GOAL_COOPERATION_ID, language, whole), " · ",
                   name_target (snapshot, row, KLASTER_FURTHER_GOAL_GOAL_ID, language, whole));
    case KLASTER_TABLE_LAYOUT:
      return name_target (snapshot, row, KLASTER_LAYOUT_INSTITUTION_ID, language, whole);
    case KLASTER_TABLE_AGREEMENT_PARTY:
      return join (name_target (snapshot, row, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, language, whole), " · ",
                   name_target (snapshot, row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, language, whole));
    case KLASTER_TABLE_AGREEMENT_CLAUSE:
      return token_name (snapshot, row, KLASTER_AGREEMENT_CLAUSE_CLAUSE, language);
    case KLASTER_TABLE_LABORATORY:
      return join (name_target (snapshot, row, KLASTER_LABORATORY_INSTITUTION_ID, language, whole), " · ",
                   g_strdup (klaster_row_get_text (row, KLASTER_LABORATORY_FIELD)));
    case KLASTER_TABLE_PROJECT_MEMBER:
      return name_target (snapshot, row, KLASTER_PROJECT_MEMBER_INSTITUTION_ID, language, whole);
    case KLASTER_TABLE_PROGRAMME_MEMBER:
      return name_target (snapshot, row, KLASTER_PROGRAMME_MEMBER_INSTITUTION_ID, language, whole);
    case KLASTER_TABLE_COURSE_RUN:
      return name_target (snapshot, row, KLASTER_COURSE_RUN_PROGRAMME_ID, language, whole);
    case KLASTER_TABLE_COURSE_RUN_MEMBER:
      return name_target (snapshot, row, KLASTER_COURSE_RUN_MEMBER_INSTITUTION_ID, language, whole);
    case KLASTER_TABLE_COURSE_SUPPORT:
      return token_name (snapshot, row, KLASTER_COURSE_SUPPORT_KIND, language);
    case KLASTER_TABLE_ACTIVITY_PARTICIPANT:
      return name_target (snapshot, row, KLASTER_ACTIVITY_PARTICIPANT_INSTITUTION_ID, language, whole);
    case KLASTER_TABLE_PLACEMENT:
      return join (name_target (snapshot, row, KLASTER_PLACEMENT_GROUP_ID, language, whole), " → ",
                   name_target (snapshot, row, KLASTER_PLACEMENT_INSTITUTION_ID, language, whole));
    case KLASTER_TABLE_INDICATOR_VALUE:
      return name_target (snapshot, row, KLASTER_INDICATOR_VALUE_INDICATOR_ID, language, whole);
    default:
      return NULL;
    }
}

/* The first line of a text, not longer than fits a list. */
static char *
first_line (const char *text)
{
  gsize end = strcspn (text, "\n");
  g_autofree char *line = g_strndup (text, end);

  if (g_utf8_strlen (line, -1) > 100)
    {
      g_autofree char *start = g_utf8_substring (line, 0, 99);

      return g_strconcat (start, "…", NULL);
    }
  return g_steal_pointer (&line);
}

/* Whether people give its records names */
static gboolean
has_name (KlasterTable table)
{
  return klaster_schema_find_column (table, "name") > 0 || klaster_schema_find_column (table, "name_uz") > 0 ||
         klaster_schema_find_column (table, "title") > 0 || klaster_schema_find_column (table, "text") > 0;
}

/* @whole: also what names are made of is not cut, and the name of one without a name is one of its own */
static char *
name_record (KlasterSnapshot  *snapshot,
             const KlasterRow *row,
             KlasterLanguage   language,
             gboolean          whole)
{
  static const char *const telling[] = { "name", "title", "text", "subject", "specialty", "purpose" };
  KlasterTable table = klaster_row_get_table (row);
  g_autofree char *name = name_by_table (snapshot, row, language, whole);

  if (name && *name)
    return g_steal_pointer (&name);

  for (guint i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      int column = klaster_schema_find_column (table, telling[i]);
      const char *text = column > 0 ? klaster_row_get_text (row, (guint) column) : NULL;

      if (text && *text)
        return g_strdup (text);
    }

  if (whole)
    return g_strdup_printf ("%s %" G_GINT64_FORMAT, klaster_vocabulary_get_table_name (table, FALSE, language),
                            klaster_row_get_id (row));

  /* To people an identifier says nothing. */
  if (has_name (table))
    /* Translators: %s is a kind of record: “Goal without a name” */
    return g_strdup_printf (klaster_translate (language, "%s without a name"),
                            klaster_vocabulary_get_table_name (table, FALSE, language));

  return g_strdup (klaster_vocabulary_get_table_name (table, FALSE, language));
}

/**
 * klaster_record_dup_name:
 * @snapshot: the content that @row belongs to
 * @row: a row of any table
 * @language: the language of the reader
 *
 * Returns: (transfer full): its name, title, number or text, else what it joins, else the name of its table with its
 *   identifier; all of it, so that it can be told from others; never empty
 */
char *
klaster_record_dup_name (KlasterSnapshot  *snapshot,
                         const KlasterRow *row,
                         KlasterLanguage   language)
{
  g_return_val_if_fail (snapshot != NULL && row != NULL, NULL);

  return name_record (snapshot, row, language, TRUE);
}

/**
 * klaster_record_describe:
 * @snapshot: the content that @row belongs to
 * @row: a row of any table
 * @language: the language of the reader
 *
 * Returns: (transfer full): what lists show for it: the first line of its name (klaster_record_dup_name()), not longer than
 *   fits a list, or that it has none; never empty
 */
char *
klaster_record_describe (KlasterSnapshot  *snapshot,
                         const KlasterRow *row,
                         KlasterLanguage   language)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (snapshot != NULL && row != NULL, NULL);

  name = name_record (snapshot, row, language, FALSE);

  return first_line (name);
}
