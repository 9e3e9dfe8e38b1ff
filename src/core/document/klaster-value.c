/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-edit-private.h"
#include "klaster-language.h"
#include "klaster-list.h"

/* Enough for the longest note; keeps a single cell from filling memory, file and screen. */
#define TEXT_MAX 1000000

#define INVALID KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID

/* Whether a project's own vocabulary may add to this list of tokens. */
static gboolean
tokens_are_open (const char *tokens_name)
{
  return strcmp (tokens_name, "areas") == 0;
}

static char *
join_tokens (const char *const *tokens)
{
  return g_strjoinv (", ", (char **) tokens);
}

static gboolean
check_text (const char  *text,
            GError     **error)
{
  gsize length = strlen (text);

  if (length > TEXT_MAX)
    g_set_error (error, INVALID, _("The text is too long: %zu bytes, %d are allowed"), length, TEXT_MAX);
  else if (!g_utf8_validate_len (text, length, NULL))
    g_set_error_literal (error, INVALID, _("The text is not valid UTF-8"));
  else
    {
      for (const char *at = text; *at; at++)
        if (((guchar) *at < 0x20 && *at != '\n' && *at != '\t' && *at != '\r') || *at == 0x7f)
          {
            g_set_error (error, INVALID, _("The text holds a control character (U+%04X)"), (guint) (guchar) *at);
            return FALSE;
          }
      return TRUE;
    }

  return FALSE;
}

static gboolean
is_digits (const char *text,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static int
two_digits (const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

/* YYYY-MM-DDTHH:MM[:SS[.fraction]]Z */
static gboolean
time_is_valid (const char *text)
{
  char date[11];
  const char *at;

  if (strlen (text) < sizeof "2026-01-01T00:00Z" - 1)
    return FALSE;
  memcpy (date, text, 10);
  date[10] = '\0';
  if (!klaster_date_is_valid (date) || text[10] != 'T' || !is_digits (text + 11, 2) || two_digits (text + 11) > 23 ||
      text[13] != ':' || !is_digits (text + 14, 2) || two_digits (text + 14) > 59)
    return FALSE;
  at = text + 16;
  if (*at == ':')
    {
      if (!is_digits (at + 1, 2) || two_digits (at + 1) > 59)
        return FALSE;
      at += 3;
      if (*at == '.')
        {
          const char *fraction = ++at;

          while (g_ascii_isdigit (*at))
            at++;
          if (at == fraction || at - fraction > 9)
            return FALSE;
        }
    }

  return strcmp (at, "Z") == 0;
}

static void
set_token_error (const KlasterColumnInfo  *info,
                 const char               *token,
                 GError                  **error)
{
  g_autofree char *allowed = join_tokens (info->tokens);

  /* Translators: %s are words of the file format: the wrong one, and the list of those that are right. */
  g_set_error (error, INVALID, _("“%s” is not one of: %s"), token, allowed);
}

/* The same for what people write: they know the names, not the words of the file. */
static void
set_name_error (const KlasterColumnInfo  *info,
                const char               *word,
                GError                  **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *allowed = NULL;

  for (guint i = 0; info->tokens[i]; i++)
    g_ptr_array_add (names, (gpointer) klaster_vocabulary_get_name (NULL, info->tokens_name, info->tokens[i],
                                                                    klaster_language_get_default ()));
  g_ptr_array_add (names, NULL);
  allowed = g_strjoinv ("; ", (char **) names->pdata);

  g_set_error (error, INVALID, _("“%s” is not one of: %s"), word, allowed);
}

static gboolean
normalise_list (const KlasterColumnInfo  *info,
                KlasterValue             *value,
                GStringChunk             *texts,
                GError                  **error)
{
  g_auto (GStrv) tokens = klaster_list_parse (value->text);
  g_autofree char *text = NULL;

  if (tokens == NULL)
    {
      g_set_error_literal (error, INVALID, _("Must be a list of words: a JSON array of strings"));
      return FALSE;
    }
  for (guint i = 0; tokens[i]; i++)
    {
      if (klaster_tokens_find (info->tokens, tokens[i]) < 0 &&
          (!tokens_are_open (info->tokens_name) || *tokens[i] == '\0'))
        {
          set_token_error (info, tokens[i], error);
          return FALSE;
        }
      for (guint j = 0; j < i; j++)
        if (strcmp (tokens[i], tokens[j]) == 0)
          {
            g_set_error (error, INVALID, _("“%s” is there twice"), tokens[i]);
            return FALSE;
          }
    }

  text = klaster_list_format ((const char *const *) tokens);
  if (text == NULL)
    *value = KLASTER_NULL;
  else if (strcmp (text, value->text) != 0)
    *value = KLASTER_TEXT (g_string_chunk_insert (texts, text));

  return TRUE;
}

static gboolean
normalise_text (KlasterTable              table,
                guint                     column,
                const KlasterColumnInfo  *info,
                KlasterValue             *value,
                GStringChunk             *texts,
                GError                  **error)
{
  KlasterTable owner;

  if (value->type != KLASTER_VALUE_TEXT)
    {
      g_set_error_literal (error, INVALID, _("Must be text"));
      return FALSE;
    }
  if (!check_text (value->text, error))
    return FALSE;
  if (*value->text == '\0')
    {
      *value = KLASTER_NULL;
      return TRUE;
    }

  switch (info->type)
    {
    case KLASTER_COLUMN_DATE:
      if (klaster_date_is_valid (value->text))
        return TRUE;
      g_set_error (error, INVALID, _("“%s” is not a date: it must be a real day, written YYYY-MM-DD"), value->text);
      return FALSE;

    case KLASTER_COLUMN_TIME:
      if (time_is_valid (value->text))
        return TRUE;
      g_set_error (error, INVALID, _("“%s” is not a time: it must be in UTC, written YYYY-MM-DDThh:mm:ssZ"), value->text);
      return FALSE;

    case KLASTER_COLUMN_TOKEN:
      if (klaster_tokens_find (info->tokens, value->text) >= 0)
        return TRUE;
      set_token_error (info, value->text, error);
      return FALSE;

    case KLASTER_COLUMN_LIST:
      return normalise_list (info, value, texts, error);

    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REAL:
    case KLASTER_COLUMN_BOOLEAN:
    case KLASTER_COLUMN_REFERENCE:
    default:
      break;
    }

  if (table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_OWNER_TABLE &&
      (!klaster_schema_find_table (value->text, &owner) || owner == KLASTER_TABLE_ATTACHMENT))
    {
      g_set_error (error, INVALID, _("“%s” is not a table that may have attachments"), value->text);
      return FALSE;
    }
  if ((table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_SHA256) ||
      (table == KLASTER_TABLE_OVERLAY && column == KLASTER_OVERLAY_SHA256))
    {
      if (strlen (value->text) != 64 || strspn (value->text, "0123456789abcdef") != 64)
        {
          g_set_error_literal (error, INVALID, _("Must be a SHA-256 sum: 64 digits 0–9 and a–f"));
          return FALSE;
        }
    }
  if (table == KLASTER_TABLE_VOCABULARY && column == KLASTER_VOCABULARY_LIST && !tokens_are_open (value->text))
    {
      g_set_error (error, INVALID, _("Words can only be added to the list “areas”, not to “%s”"), value->text);
      return FALSE;
    }
  if (table == KLASTER_TABLE_VOCABULARY && column == KLASTER_VOCABULARY_TOKEN && strpbrk (value->text, "\"\\,;\n\r\t"))
    {
      g_set_error_literal (error, INVALID, _("Must not hold quotation marks, backslashes, commas or semicolons"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
normalise_number (const KlasterColumnInfo  *info,
                  KlasterValue             *value,
                  GError                  **error)
{
  double number;

  if (value->type == KLASTER_VALUE_TEXT)
    {
      g_set_error (error, INVALID,
                   info->type == KLASTER_COLUMN_BOOLEAN ? _("Must be true or false, not “%s”") : _("Must be a number, not “%s”"),
                   value->text);
      return FALSE;
    }

  if (info->type == KLASTER_COLUMN_REAL)
    {
      if (value->type == KLASTER_VALUE_INTEGER)
        *value = KLASTER_REAL ((double) value->integer);
      if (value->real == 0)
        value->real = 0; /* no minus zero */
      number = value->real;
    }
  else
    {
      if (value->type == KLASTER_VALUE_REAL)
        {
          if (!(fabs (value->real) <= (double) KLASTER_ID_MAX) || value->real != floor (value->real))
            {
              g_set_error_literal (error, INVALID, _("Must be a whole number"));
              return FALSE;
            }
          *value = KLASTER_INTEGER ((gint64) value->real);
        }
      number = (double) value->integer;
      if (info->type == KLASTER_COLUMN_REFERENCE || info->maximum >= (double) KLASTER_ID_MAX)
        {
          if (value->integer < info->minimum || value->integer > KLASTER_ID_MAX)
            {
              g_set_error (error, INVALID, _("%" PRId64 " is not an identifier"), value->integer);
              return FALSE;
            }
          return TRUE;
        }
    }

  if (!(number >= info->minimum && number <= info->maximum)) /* NaN too */
    {
      if (info->type == KLASTER_COLUMN_BOOLEAN)
        g_set_error_literal (error, INVALID, _("Must be true or false"));
      else
        g_set_error (error, INVALID, _("Must be between %.15g and %.15g, not %.15g"), info->minimum, info->maximum, number);
      return FALSE;
    }

  return TRUE;
}

gboolean
klaster_value_normalise (KlasterTable    table,
                         guint           column,
                         KlasterValue   *value,
                         GStringChunk   *texts,
                         GError        **error)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  gboolean ok = TRUE;

  g_assert (info != NULL);

  switch (value->type == KLASTER_VALUE_NULL ? -1 : (int) info->type)
    {
    case -1:
      break;
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REAL:
    case KLASTER_COLUMN_BOOLEAN:
    case KLASTER_COLUMN_REFERENCE:
      ok = normalise_number (info, value, error);
      break;
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
    case KLASTER_COLUMN_TOKEN:
    case KLASTER_COLUMN_LIST:
    default:
      ok = normalise_text (table, column, info, value, texts, error);
      break;
    }
  if (ok && value->type == KLASTER_VALUE_NULL && (info->flags & KLASTER_COLUMN_REQUIRED))
    {
      g_set_error_literal (error, INVALID, _("Must not be empty"));
      return FALSE;
    }

  return ok;
}

/**
 * klaster_value_validate:
 * @table: a table
 * @column: position of one of its columns
 * @value: what shall stand there
 * @error: return location for an error that says what is wrong and what is allowed, without naming the column
 *
 * What it refers to and whether a project's own vocabulary knows a word is not checked. Any thread.
 *
 * Returns: whether @value may stand there
 */
gboolean
klaster_value_validate (KlasterTable   table,
                        guint          column,
                        KlasterValue   value,
                        GError       **error)
{
  g_autoptr (GStringChunk) texts = NULL;
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);

  g_return_val_if_fail (info != NULL, FALSE);

  if (info->flags & KLASTER_COLUMN_DERIVED)
    {
      g_set_error_literal (error, INVALID, _("Is computed and cannot be set"));
      return FALSE;
    }
  texts = g_string_chunk_new (64);

  return klaster_value_normalise (table, column, &value, texts, error);
}

static gboolean
fail_parse (GError    **error,
            const char *format,
            const char *text)
{
  g_set_error (error, INVALID, format, text);
  return FALSE;
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x00a0 || c == 0x2009 || c == 0x202f || c == 0xfeff;
}

/* Without white space of any kind at both ends. */
static char *
trim (const char *text)
{
  const char *end;

  while (*text && is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  for (end = text + strlen (text); end > text;)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_space (g_utf8_get_char (last)))
        break;
      end = last;
    }

  return g_strndup (text, (gsize) (end - text));
}

/* Groups of three figures with @separator between them, as in 1,234,567. */
static gboolean
is_grouped (const char *text,
            char        separator)
{
  const char *at = strchr (text, separator);

  if (at == NULL || at == text)
    return FALSE;
  for (; at; at = strchr (at + 1, separator))
    if (!is_digits (at + 1, 3) || (at[4] != separator && g_ascii_isdigit (at[4])))
      return FALSE;

  return TRUE;
}

static gboolean
parse_number (const char *text,
              gboolean    whole,
              double     *number)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *comma, *dot;
  char drop = 0;
  char *end;

  for (const char *at = text; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_space (c) || c == '\'' || c == 0x2019)
        continue; /* thousands */
      if (c == 0x2212 || c == 0x2013)
        c = '-';
      if (!g_ascii_isdigit ((char) c) && !(c < 0x80 && strchr ("+-.,eE", (char) c)))
        return FALSE;
      g_string_append_c (plain, (char) c);
    }

  /* Of two signs the last is the decimal one; of one that stands several times, or once before three figures of a whole
   * number, it is none. */
  comma = strrchr (plain->str, ',');
  dot = strrchr (plain->str, '.');
  if (comma && dot)
    drop = comma > dot ? '.' : ',';
  else if (comma && (strchr (plain->str, ',') != comma || (whole && is_grouped (plain->str, ','))))
    drop = ',';
  else if (dot && (strchr (plain->str, '.') != dot || (whole && is_grouped (plain->str, '.'))))
    drop = '.';
  if (drop && !(comma && dot) && !is_grouped (plain->str, drop))
    return FALSE;
  for (gsize i = 0; i < plain->len;)
    if (drop && plain->str[i] == drop)
      g_string_erase (plain, (gssize) i, 1);
    else
      {
        if (plain->str[i] == ',')
          plain->str[i] = '.';
        i++;
      }
  if (plain->len == 0)
    return FALSE;
  *number = g_ascii_strtod (plain->str, &end);

  return *end == '\0' && isfinite (*number);
}

static gboolean
parse_boolean (const char *text,
               gint64     *number)
{
  static const char *const yes[] = { "1", "true", "yes", "ha", "ҳа", "да", "x", "+", "✓", "✔", NULL };
  static const char *const no[] = { "0", "false", "no", "yoʻq", "yo'q", "yoq", "йўқ", "нет", "-", "–", NULL };
  g_autofree char *lower = g_utf8_strdown (text, -1);

  if (g_strv_contains (yes, lower) || g_strv_contains (no, lower))
    {
      *number = g_strv_contains (yes, lower);
      return TRUE;
    }
  return FALSE;
}

/* A time of day behind a date is local time unless it says Z. */
static char *
parse_time (const char *text)
{
  g_autofree char *date = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDateTime) utc = NULL;
  const char *colon = strchr (text, ':');
  const char *at;

  if (time_is_valid (text))
    return g_strdup (text);
  if (colon == NULL || colon - text < 3)
    {
      date = klaster_date_parse (text);
      return date ? g_strconcat (date, "T00:00:00Z", NULL) : NULL;
    }

  for (at = colon; at > text && g_ascii_isdigit (at[-1]);)
    at--;
  if (colon - at == 0 || colon - at > 2 || !is_digits (colon + 1, 2) || at == text || (at[-1] != ' ' && at[-1] != 'T') ||
      (colon[3] != '\0' && !(colon[3] == ':' && is_digits (colon + 4, 2) && colon[6] == '\0')))
    return NULL;
  {
    g_autofree char *day = g_strndup (text, (gsize) (at - text - 1));
    guint hour = colon - at == 2 ? (guint) two_digits (at) : (guint) (*at - '0');
    g_autofree char *iso = NULL;

    date = klaster_date_parse (day);
    if (date == NULL || hour > 23 || two_digits (colon + 1) > 59)
      return NULL;
    iso = g_strdup_printf ("%sT%02u:%.2s:%.2s", date, hour, colon + 1, colon[3] ? colon + 4 : "00");
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

      local = g_date_time_new_from_iso8601 (iso, zone);
    }
  }
  if (local == NULL)
    return NULL;
  utc = g_date_time_to_utc (local);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}

/* Whether the words between commas are tokens as the program writes them: then they are no name that holds commas. */
static gboolean
is_list_of_tokens (const KlasterColumnInfo *info,
                   const char              *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint i = 0; words[i]; i++)
    if (klaster_tokens_find (info->tokens, g_strstrip (words[i])) < 0)
      return FALSE;

  return words[0] != NULL;
}

static char *
parse_list (const KlasterColumnInfo  *info,
            const char               *text,
            GError                  **error)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();
  g_auto (GStrv) words = NULL;
  /* Names of tokens may hold commas, so semicolons and lines come first, then the whole as one name. */
  const char *separators = strpbrk (text, ";\n|") ? ";\n|" : ",";

  words = *text == '[' ? klaster_list_parse (text) : NULL;
  if (words == NULL)
    words = !is_list_of_tokens (info, text) && klaster_vocabulary_find_token (NULL, info->tokens_name, text)
              ? g_strsplit (text, "\n", 1) : g_strsplit_set (text, separators, -1);
  for (guint i = 0; words[i]; i++)
    {
      g_autofree char *word = trim (words[i]);
      const char *token;

      if (*word == '\0')
        continue;
      token = klaster_vocabulary_find_token (NULL, info->tokens_name, word);
      if (token == NULL && tokens_are_open (info->tokens_name))
        token = g_intern_string (word);
      if (token == NULL)
        {
          set_name_error (info, word, error);
          return NULL;
        }
      if (!g_ptr_array_find (tokens, token, NULL))
        g_ptr_array_add (tokens, (gpointer) token);
    }
  g_ptr_array_add (tokens, NULL);
  if (tokens->len == 1)
    return g_strdup ("[]");

  return klaster_list_format ((const char *const *) tokens->pdata);
}

static gboolean
parse_trimmed (KlasterTable   table,
               guint          column,
               const char    *text,
               KlasterValue  *value,
               char         **text_out,
               GError       **error)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  const char *token;
  double number;

  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_REFERENCE:
      if (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value->integer, NULL))
        {
          value->type = KLASTER_VALUE_INTEGER;
          return TRUE;
        }
      if (!parse_number (text, TRUE, &number))
        return fail_parse (error, _("“%s” is not a number"), text);
      *value = KLASTER_REAL (number);
      return TRUE;

    case KLASTER_COLUMN_REAL:
      if (!parse_number (text, FALSE, &number))
        return fail_parse (error, _("“%s” is not a number"), text);
      *value = KLASTER_REAL (number);
      return TRUE;

    case KLASTER_COLUMN_BOOLEAN:
      if (!parse_boolean (text, &value->integer))
        return fail_parse (error, _("“%s” is neither yes nor no"), text);
      value->type = KLASTER_VALUE_INTEGER;
      return TRUE;

    case KLASTER_COLUMN_DATE:
      *text_out = klaster_date_parse (text);
      if (*text_out == NULL)
        return fail_parse (error, _("“%s” is not a date"), text);
      break;

    case KLASTER_COLUMN_TIME:
      *text_out = parse_time (text);
      if (*text_out == NULL)
        return fail_parse (error, _("“%s” is not a time"), text);
      break;

    case KLASTER_COLUMN_TOKEN:
      token = klaster_vocabulary_find_token (NULL, info->tokens_name, text);
      if (token == NULL)
        {
          set_name_error (info, text, error);
          return FALSE;
        }
      *text_out = g_strdup (token);
      break;

    case KLASTER_COLUMN_LIST:
      *text_out = parse_list (info, text, error);
      if (*text_out == NULL)
        return FALSE;
      break;

    case KLASTER_COLUMN_TEXT:
    default:
      /* The area of an obligation is one of the areas, or whatever people write. */
      token = table == KLASTER_TABLE_OBLIGATION && column == KLASTER_OBLIGATION_AREA
                ? klaster_vocabulary_find_token (NULL, "areas", text) : NULL;
      *text_out = g_strdup (token ? token : text);
      break;
    }
  *value = KLASTER_TEXT (*text_out);

  return TRUE;
}

/**
 * klaster_value_parse:
 * @table: a table
 * @column: position of one of its columns
 * @text: (nullable): what a person typed or a spreadsheet cell holds
 * @value: (out): the value; null for text of spaces only
 * @text_out: (out) (transfer full) (nullable): where the text of @value lives
 * @error: return location for an error that says what is wrong and what is allowed
 *
 * Reads numbers with either decimal sign and groups of three figures, dates with the day first, local times, yes and no,
 * tokens and their names in four languages and any spelling, lists with commas, semicolons or lines. Then checks the
 * value as klaster_value_validate() does. Words for areas that the program does not know stay as they are: the project's
 * own vocabulary may know them.
 *
 * Returns: whether @value may stand in this column
 */
gboolean
klaster_value_parse (KlasterTable   table,
                     guint          column,
                     const char    *text,
                     KlasterValue  *value,
                     char         **text_out,
                     GError       **error)
{
  g_autoptr (GStringChunk) texts = NULL;
  g_autofree char *trimmed = NULL;
  KlasterValue parsed = KLASTER_NULL;

  g_return_val_if_fail (klaster_schema_get_column (table, column) != NULL, FALSE);
  g_return_val_if_fail (value != NULL && text_out != NULL, FALSE);

  *text_out = NULL;
  *value = KLASTER_NULL;
  if (text && !g_utf8_validate (text, -1, NULL))
    return fail_parse (error, "%s", _("The text is not valid UTF-8"));
  trimmed = trim (text ? text : "");
  if (*trimmed && !parse_trimmed (table, column, trimmed, &parsed, text_out, error))
    return FALSE;

  texts = g_string_chunk_new (64);
  if (!klaster_value_normalise (table, column, &parsed, texts, error))
    {
      g_clear_pointer (text_out, g_free);
      return FALSE;
    }
  if (parsed.type == KLASTER_VALUE_TEXT && parsed.text != *text_out)
    {
      g_free (*text_out);
      *text_out = g_strdup (parsed.text);
      parsed.text = *text_out;
    }
  else if (parsed.type != KLASTER_VALUE_TEXT)
    g_clear_pointer (text_out, g_free);
  *value = parsed;

  return TRUE;
}
