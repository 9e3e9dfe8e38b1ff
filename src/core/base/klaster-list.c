/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-list.h"

static const char *
skip_space (const char *at)
{
  while (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r')
    at++;
  return at;
}

/* Four hexadecimal digits, or -1. */
static int
parse_unit (const char *at)
{
  int unit = 0;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* Reads a JSON string that begins behind its quotation mark; NULL: it is none. */
static const char *
parse_string (const char *at,
              GString    *string)
{
  for (g_string_truncate (string, 0); *at != '"'; at++)
    {
      int unit, low;

      if ((guchar) *at < 0x20)
        return NULL;
      if (*at != '\\')
        {
          g_string_append_c (string, *at);
          continue;
        }
      switch (*++at)
        {
        case '"': case '\\': case '/':
          g_string_append_c (string, *at);
          break;
        case 'b': g_string_append_c (string, '\b'); break;
        case 'f': g_string_append_c (string, '\f'); break;
        case 'n': g_string_append_c (string, '\n'); break;
        case 'r': g_string_append_c (string, '\r'); break;
        case 't': g_string_append_c (string, '\t'); break;
        case 'u':
          unit = parse_unit (at + 1);
          if (unit <= 0)
            return NULL;
          at += 4;
          if (unit >= 0xd800 && unit < 0xe000)
            {
              if (unit >= 0xdc00 || at[1] != '\\' || at[2] != 'u')
                return NULL;
              low = parse_unit (at + 3);
              if (low < 0xdc00 || low >= 0xe000)
                return NULL;
              at += 6;
              unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
            }
          g_string_append_unichar (string, (gunichar) unit);
          break;
        default:
          return NULL;
        }
    }

  return at + 1;
}

/**
 * klaster_list_parse:
 * @text: (nullable): a JSON array of strings
 *
 * Returns: (transfer full) (nullable) (array zero-terminated=1): the strings, %NULL if @text is something else
 */
char **
klaster_list_parse (const char *text)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) string = g_string_new (NULL);
  const char *at;

  if (text != NULL)
    {
      at = skip_space (text);
      if (*at++ != '[')
        return NULL;
      at = skip_space (at);
      if (*at == ']')
        at++;
      else
        while (TRUE)
          {
            if (*at++ != '"' || (at = parse_string (at, string)) == NULL)
              return NULL;
            g_ptr_array_add (tokens, g_strdup (string->str));
            at = skip_space (at);
            if (*at == ']')
              {
                at++;
                break;
              }
            if (*at++ != ',')
              return NULL;
            at = skip_space (at);
          }
      if (*skip_space (at) != '\0')
        return NULL;
    }
  g_ptr_array_add (tokens, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&tokens), FALSE);
}

/**
 * klaster_list_format:
 * @tokens: (array zero-terminated=1): strings
 *
 * Returns: (transfer full) (nullable): the JSON array of them, without spaces; %NULL when there are none
 */
char *
klaster_list_format (const char *const *tokens)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (tokens != NULL, NULL);

  if (tokens[0] == NULL)
    return NULL;

  text = g_string_new ("[");
  for (guint i = 0; tokens[i]; i++)
    {
      g_string_append (text, i > 0 ? ",\"" : "\"");
      for (const char *at = tokens[i]; *at; at++)
        if (*at == '"' || *at == '\\')
          g_string_append_printf (text, "\\%c", *at);
        else if ((guchar) *at < 0x20)
          g_string_append_printf (text, "\\u%04x", (guint) *at);
        else
          g_string_append_c (text, *at);
      g_string_append_c (text, '"');
    }
  g_string_append_c (text, ']');

  return g_string_free (g_steal_pointer (&text), FALSE);
}
