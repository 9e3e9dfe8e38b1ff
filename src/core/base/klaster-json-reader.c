/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-json-reader.h"

void
klaster_json_reader_init (KlasterJsonReader *self,
                          const char        *text,
                          gsize              length)
{
  *self = (KlasterJsonReader) { text, text, text + length, 1, text, g_string_sized_new (256), NULL, FALSE };
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    self->at += 3;
}

void
klaster_json_reader_clear (KlasterJsonReader *self)
{
  g_string_free (self->string, TRUE);
  g_clear_error (&self->error);
}

gboolean
klaster_json_reader_fail (KlasterJsonReader *self,
                          const char        *format,
                          ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  if (self->error)
    return FALSE;
  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: where a document is wrong, then a sentence that says why. */
  g_set_error (&self->error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_SYNTAX, _("Line %u, column %u: %s"), self->line,
               (guint) MIN (self->at - self->line_start + 1, G_MAXINT32), reason);

  return FALSE;
}

static void
skip_space (KlasterJsonReader *self)
{
  for (; self->at < self->end; self->at++)
    if (*self->at == '\n')
      {
        self->line++;
        self->line_start = self->at + 1;
      }
    else if (*self->at != ' ' && *self->at != '\t' && *self->at != '\r')
      break;
}

KlasterJsonType
klaster_json_reader_peek (KlasterJsonReader *self)
{
  if (self->error)
    return KLASTER_JSON_NONE;
  skip_space (self);
  if (self->at == self->end)
    return KLASTER_JSON_NONE;

  switch (*self->at)
    {
    case '{':
      return KLASTER_JSON_OBJECT;
    case '[':
      return KLASTER_JSON_ARRAY;
    case '"':
      return KLASTER_JSON_STRING;
    case 't':
      return KLASTER_JSON_TRUE;
    case 'f':
      return KLASTER_JSON_FALSE;
    case 'n':
      return KLASTER_JSON_NULL;
    default:
      return *self->at == '-' || g_ascii_isdigit (*self->at) ? KLASTER_JSON_NUMBER : KLASTER_JSON_NONE;
    }
}

gboolean
klaster_json_reader_expect (KlasterJsonReader *self,
                            char               c)
{
  if (klaster_json_reader_accept (self, c))
    return TRUE;
  if (self->at == self->end)
    return klaster_json_reader_fail (self, _("the text ends where “%c” should stand"), c);
  return klaster_json_reader_fail (self, _("“%c” should stand here"), c);
}

gboolean
klaster_json_reader_accept (KlasterJsonReader *self,
                            char               c)
{
  if (self->error)
    return FALSE;
  skip_space (self);
  if (self->at == self->end || *self->at != c)
    return FALSE;
  self->at++;

  return TRUE;
}

/* Four hexadecimal digits at @at, or -1. */
static int
parse_unit (const KlasterJsonReader *self,
            const char              *at)
{
  int unit = 0;

  if (self->end - at < 4)
    return -1;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (at[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* Reads what stands behind a backslash. */
static gboolean
read_escape (KlasterJsonReader *self)
{
  static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
  const char *known;
  int unit, low;

  if (self->at == self->end)
    return klaster_json_reader_fail (self, _("the text ends within a string"));
  known = *self->at ? strchr (from, *self->at) : NULL;
  if (known)
    {
      g_string_append_c (self->string, to[known - from]);
      self->at++;
      return TRUE;
    }

  unit = *self->at == 'u' ? parse_unit (self, self->at + 1) : -1;
  if (unit <= 0 || (unit >= 0xdc00 && unit < 0xe000))
    return klaster_json_reader_fail (self, _("the character behind the backslash is wrong"));
  self->at += 5;
  if (unit >= 0xd800 && unit < 0xe000)
    {
      low = self->end - self->at >= 6 && self->at[0] == '\\' && self->at[1] == 'u' ? parse_unit (self, self->at + 2) : -1;
      if (low < 0xdc00 || low >= 0xe000)
        return klaster_json_reader_fail (self, _("half of a character is missing"));
      self->at += 6;
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
  g_string_append_unichar (self->string, (gunichar) unit);

  return TRUE;
}

gboolean
klaster_json_reader_read_string (KlasterJsonReader *self)
{
  if (klaster_json_reader_peek (self) != KLASTER_JSON_STRING)
    return klaster_json_reader_fail (self, _("a string should stand here"));

  g_string_truncate (self->string, 0);
  for (self->at++; self->at < self->end && *self->at != '"';)
    {
      const char *run = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (self->string, run, self->at - run);
      if (self->at == self->end)
        break;
      if ((guchar) *self->at < 0x20)
        return klaster_json_reader_fail (self, _("a control character stands within a string"));
      if (*self->at == '\\')
        {
          self->at++;
          if (!read_escape (self))
            return FALSE;
        }
    }
  if (self->at == self->end)
    return klaster_json_reader_fail (self, _("the text ends within a string"));
  self->at++;
  if (!g_utf8_validate_len (self->string->str, self->string->len, NULL))
    return klaster_json_reader_fail (self, _("the string is not valid UTF-8"));

  return TRUE;
}

static const char *
skip_digits (const KlasterJsonReader *self,
             const char              *at)
{
  while (at < self->end && g_ascii_isdigit (*at))
    at++;
  return at;
}

gboolean
klaster_json_reader_read_number (KlasterJsonReader *self,
                                 gboolean          *is_integer,
                                 gint64            *integer,
                                 double            *real)
{
  char buffer[64];
  const char *start, *at, *digits;

  if (klaster_json_reader_peek (self) != KLASTER_JSON_NUMBER)
    return klaster_json_reader_fail (self, _("a number should stand here"));

  start = at = self->at;
  if (*at == '-')
    at++;
  digits = at;
  at = skip_digits (self, at);
  if (at == digits || (*digits == '0' && at - digits > 1))
    return klaster_json_reader_fail (self, _("the number is wrong"));
  *is_integer = TRUE;
  if (at < self->end && *at == '.')
    {
      digits = ++at;
      at = skip_digits (self, at);
      if (at == digits)
        return klaster_json_reader_fail (self, _("the number is wrong"));
      *is_integer = FALSE;
    }
  if (at < self->end && (*at == 'e' || *at == 'E'))
    {
      at++;
      if (at < self->end && (*at == '+' || *at == '-'))
        at++;
      digits = at;
      at = skip_digits (self, at);
      if (at == digits)
        return klaster_json_reader_fail (self, _("the number is wrong"));
      *is_integer = FALSE;
    }
  if (at - start >= (gssize) sizeof buffer)
    return klaster_json_reader_fail (self, _("the number is too long"));

  memcpy (buffer, start, (gsize) (at - start));
  buffer[at - start] = '\0';
  errno = 0;
  if (*is_integer)
    *integer = g_ascii_strtoll (buffer, NULL, 10);
  if (*is_integer && errno == ERANGE && self->any_number)
    *is_integer = FALSE;
  if (!*is_integer)
    *real = g_ascii_strtod (buffer, NULL);
  if ((*is_integer && errno == ERANGE) || (!*is_integer && !isfinite (*real)))
    return klaster_json_reader_fail (self, _("the number is too large"));
  self->at = at;

  return TRUE;
}

gboolean
klaster_json_reader_read_word (KlasterJsonReader *self,
                               const char        *word)
{
  gsize length = strlen (word);

  if (self->error)
    return FALSE;
  skip_space (self);
  if ((gsize) (self->end - self->at) < length || memcmp (self->at, word, length) != 0)
    return klaster_json_reader_fail (self, _("“%s” should stand here"), word);
  self->at += length;

  return TRUE;
}

gboolean
klaster_json_reader_at_end (KlasterJsonReader *self)
{
  if (self->error)
    return FALSE;
  skip_space (self);
  return self->at == self->end || klaster_json_reader_fail (self, _("nothing should follow here"));
}
