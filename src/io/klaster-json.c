/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-json-node.h"
#include "klaster-json.h"

#define MAX_DEPTH 64
#define MAX_SIZE (256 * 1024 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf" /* what some editors begin a text with */

static gboolean
is_plain_character (char c)
{
  return g_ascii_isalnum (c) || strchr ("+-.,: \t\r\n", c) != NULL;
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  while (length > 0 && strchr (" \t\r\n", text[length - 1]) && text[length - 1])
    length--;

  return length == 0;
}

/* The end of the string that begins at @start, or @end when it has none. */
static const char *
skip_string (const char *start,
             const char *end)
{
  const char *c = start + 1;

  while (c < end && *c != '"')
    c += *c == '\\' ? 2 : 1;

  return MIN (c, end);
}

/* Walks over the text without building anything: brackets match, nesting stays shallow, and nothing stands outside of
 * strings that JSON does not know (a quotation mark in a comment would hide brackets). */
static gboolean
check_structure (const char  *text,
                 gsize        length,
                 GHashTable  *lines,
                 GError     **error)
{
  const char *end = text + length;
  const char *last_string = NULL;
  gsize last_string_length = 0;
  char stack[MAX_DEPTH];
  guint depth = 0;
  guint line = 1;
  GArray *element_lines = NULL; /* of the array that is being walked over, if it is a member of the outermost object */
  gboolean expect_element = FALSE;

  for (const char *c = text; c < end; c++)
    {
      if (element_lines && depth == 2 && expect_element && strchr (" \t\r\n]", *c) == NULL)
        {
          g_array_append_val (element_lines, line);
          expect_element = FALSE;
        }

      if (*c == '\n')
        line++;
      else if (*c == '"')
        {
          const char *close = skip_string (c, end);

          last_string = c + 1;
          last_string_length = (gsize) (close - c) - 1;
          for (; c < close; c++)
            line += *c == '\n';
        }
      else if (*c == '[' || *c == '{')
        {
          if (depth == MAX_DEPTH)
            {
              g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                           _("Line %u: the data is nested more than %d levels deep."), line, MAX_DEPTH);
              return FALSE;
            }
          stack[depth++] = *c;
          if (*c == '[' && depth == 2 && stack[0] == '{' && last_string)
            {
              element_lines = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (lines, g_strndup (last_string, last_string_length), element_lines);
              expect_element = TRUE;
            }
        }
      else if (*c == ']' || *c == '}')
        {
          if (depth == 0 || stack[depth - 1] != (*c == ']' ? '[' : '{'))
            {
              g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                           _("Line %u: a bracket is closed that was not opened."), line);
              return FALSE;
            }
          if (depth == 2)
            element_lines = NULL;
          depth--;
        }
      else if (*c == ',' && depth == 2)
        expect_element = TRUE;
      else if (!is_plain_character (*c))
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("Line %u: this is not JSON."), line);
          return FALSE;
        }
    }

  if (depth > 0)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                   _("The text ends in the middle: a bracket is not closed."));
      return FALSE;
    }

  return TRUE;
}

/**
 * klaster_json_parse:
 * @text: JSON, UTF-8, not necessarily terminated
 * @length: its bytes
 * @lines: (out) (optional) (transfer full) (element-type utf8 GArray): for each array that is a member of the outermost
 *   object, the lines (guint) on which its elements begin
 * @error: return location, %KLASTER_IMPORT_ERROR
 *
 * Returns: (transfer full) (nullable): the document, %NULL on error
 */
JsonNode *
klaster_json_parse (const char  *text,
                    gsize        length,
                    GHashTable **lines,
                    GError     **error)
{
  g_autoptr (GHashTable) found = NULL;
  g_autoptr (GError) parse_error = NULL;
  JsonNode *document;

  g_return_val_if_fail (text != NULL, NULL);

  if (length > MAX_SIZE)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                   _("The data is larger than %d MB."), MAX_SIZE / 1024 / 1024);
      return NULL;
    }
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    {
      text += strlen (BYTE_ORDER_MARK);
      length -= strlen (BYTE_ORDER_MARK);
    }
  if (is_blank (text, length))
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("The text is empty."));
      return NULL;
    }
  found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  if (!check_structure (text, length, found, error))
    return NULL;

  /* No other parser: json-glib's takes numbers and names that are not JSON, and of two values for one name the last. */
  document = klaster_json_node_parse (text, (gssize) length, &parse_error);
  if (document == NULL)
    {
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("This is not JSON: %s"), parse_error->message);
      return NULL;
    }

  if (lines)
    *lines = g_steal_pointer (&found);
  return document;
}

char *
klaster_json_format_number (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (fabs (number) < 1e15 && number == floor (number))
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) number);
  for (int digits = 15; digits <= 17; digits++)
    {
      g_autofree char *format = g_strdup_printf ("%%.%dg", digits);

      g_ascii_formatd (buffer, sizeof buffer, format, number);
      if (g_ascii_strtod (buffer, NULL) == number)
        break;
    }

  return g_strdup (buffer);
}

static gboolean
is_list_of_strings (JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (json_node_get_value_type (json_array_get_element (array, i)) != G_TYPE_STRING)
      return FALSE;

  return TRUE;
}

char *
klaster_json_format_cell (JsonNode *node)
{
  GType type;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (is_list_of_strings (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append (text, ", ");
          g_string_append (text, json_array_get_string_element (array, i));
        }
      return g_string_free (g_steal_pointer (&text), FALSE);
    }
  if (!JSON_NODE_HOLDS_VALUE (node))
    return json_to_string (node, FALSE);

  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

  return klaster_json_format_number (json_node_get_double (node));
}

void
klaster_json_append_string (GString    *json,
                            const char *text)
{
  g_string_append_c (json, '"');
  for (const char *c = text; *c; c++)
    switch (*c)
      {
      case '"':
        g_string_append (json, "\\\"");
        break;
      case '\\':
        g_string_append (json, "\\\\");
        break;
      case '\n':
        g_string_append (json, "\\n");
        break;
      case '\r':
        g_string_append (json, "\\r");
        break;
      case '\t':
        g_string_append (json, "\\t");
        break;
      default:
        if ((guchar) *c < 0x20)
          g_string_append_printf (json, "\\u%04x", (guint) *c);
        else
          g_string_append_c (json, *c);
      }
  g_string_append_c (json, '"');
}
