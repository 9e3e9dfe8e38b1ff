/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-list.h"
#include "klaster-translation.h"
#include "klaster-value-text.h"

/**
 * klaster_list_to_text:
 * @snapshot: (nullable): for the project's own vocabulary
 * @tokens_name: which list the tokens are from
 * @list: (nullable): JSON array of tokens
 * @language: language of the names
 *
 * Returns: (transfer full): their names with commas, "" when there are none
 */
char *
klaster_list_to_text (KlasterSnapshot *snapshot,
                      const char      *tokens_name,
                      const char      *list,
                      KlasterLanguage  language)
{
  GString *text = g_string_new (NULL);
  g_auto (GStrv) tokens = klaster_list_parse (list);

  for (guint i = 0; tokens != NULL && tokens[i]; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      g_string_append (text, klaster_vocabulary_get_name (snapshot, tokens_name, tokens[i], language));
    }

  return g_string_free (text, FALSE);
}

/**
 * klaster_value_to_text:
 * @snapshot: content of the project, for names of other records and its own vocabulary
 * @table: a table
 * @column: one of its columns
 * @value: a value of that column
 * @language: language of names and tokens
 *
 * What stands in a field or a cell of a table; klaster_value_parse() reads all but references back.
 *
 * Returns: (transfer full): text, "" for null
 */
char *
klaster_value_to_text (KlasterSnapshot *snapshot,
                       KlasterTable     table,
                       guint            column,
                       KlasterValue     value,
                       KlasterLanguage  language)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);

  if (value.type == KLASTER_VALUE_NULL)
    return g_strdup ("");

  switch (info->type)
    {
    case KLASTER_COLUMN_REFERENCE:
      {
        KlasterRow *row = klaster_snapshot_lookup (snapshot, info->target, value.integer);

        return row ? klaster_record_describe (snapshot, row, language) : g_strdup ("");
      }
    case KLASTER_COLUMN_TOKEN:
      return g_strdup (klaster_vocabulary_get_name (snapshot, info->tokens_name, value.text, language));
    case KLASTER_COLUMN_LIST:
      return klaster_list_to_text (snapshot, info->tokens_name, value.text, language);
    case KLASTER_COLUMN_BOOLEAN:
      return g_strdup (value.integer ? klaster_translate_c (language, "truth", "Yes")
                                     : klaster_translate_c (language, "truth", "No"));
    case KLASTER_COLUMN_DATE:
      /* As lists and panels say it, so that a day looks the same everywhere. */
      return klaster_date_format (value.text, language);
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REAL:
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_TIME:
    default:
      break;
    }

  /* The area of an obligation is one of the areas, or whatever people write. */
  if (table == KLASTER_TABLE_OBLIGATION && column == KLASTER_OBLIGATION_AREA)
    return g_strdup (klaster_vocabulary_get_name (snapshot, "areas", value.text, language));
  if (value.type == KLASTER_VALUE_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
  if (value.type == KLASTER_VALUE_REAL)
    return g_strdup_printf ("%.10g", value.real);
  return g_strdup (value.text);
}

/**
 * klaster_number_format:
 * @value: a number
 * @language: of the reader: English has a point, the others a comma
 *
 * Returns: (transfer full): the number with up to three decimals, none that are zero
 */
char *
klaster_number_format (double          value,
                             KlasterLanguage language)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *point;

  g_ascii_formatd (buffer, sizeof buffer, "%.3f", value);
  point = strchr (buffer, '.');
  if (point)
    {
      char *end = buffer + strlen (buffer);

      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        *--end = '\0';
      else if (language != KLASTER_LANGUAGE_EN)
        *point = ',';
    }

  return g_strdup (buffer);
}

/**
 * klaster_value_column_name:
 * @table: a table
 * @column: one of its columns
 *
 * Returns: (transfer full): the column's name in the language of the interface, with a capital letter
 */
char *
klaster_value_column_name (KlasterTable table,
                           guint        column)
{
  const char *name = klaster_vocabulary_get_column_name (table, column, klaster_language_get_default ());
  gunichar first = g_utf8_get_char (name);
  char letter[7] = { 0 };

  g_unichar_to_utf8 (g_unichar_toupper (first), letter);

  return g_strconcat (letter, *name ? g_utf8_next_char (name) : "", NULL);
}
