/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <uchardet.h>

#include "klaster-encoding.h"

/* How much of a file is looked at; what comes later is checked by the conversion. */
#define SAMPLE_SIZE (256 * 1024)
/* Below this many bytes outside ASCII the statistics of uchardet are no better than a guess. */
#define ENOUGH_HIGH_BYTES 200

G_DEFINE_QUARK (klaster-import-error-quark, klaster_import_error)

static const char *const encodings[] = {
  "UTF-8", "WINDOWS-1251", "UTF-16LE", "UTF-16BE", "WINDOWS-1252", "KOI8-R", "IBM866", "ISO-8859-5", "MAC-CYRILLIC", NULL,
};

/**
 * klaster_encoding_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): the encodings that klaster_encoding_to_utf8() takes
 */
const char *const *
klaster_encoding_list (void)
{
  return encodings;
}

/**
 * klaster_encoding_get_title:
 * @encoding: one of klaster_encoding_list()
 *
 * Returns: (transfer none): its translated name
 */
const char *
klaster_encoding_get_title (const char *encoding)
{
  g_return_val_if_fail (encoding != NULL, NULL);

  if (strcmp (encoding, "UTF-8") == 0)
    return _("Unicode (UTF-8)");
  if (strcmp (encoding, "UTF-16LE") == 0)
    return _("Unicode (UTF-16, little-endian)");
  if (strcmp (encoding, "UTF-16BE") == 0)
    return _("Unicode (UTF-16, big-endian)");
  if (strcmp (encoding, "WINDOWS-1251") == 0)
    return _("Cyrillic (Windows-1251)");
  if (strcmp (encoding, "KOI8-R") == 0)
    return _("Cyrillic (KOI8-R)");
  if (strcmp (encoding, "IBM866") == 0)
    return _("Cyrillic (DOS 866)");
  if (strcmp (encoding, "ISO-8859-5") == 0)
    return _("Cyrillic (ISO 8859-5)");
  if (strcmp (encoding, "MAC-CYRILLIC") == 0)
    return _("Cyrillic (Macintosh)");
  if (strcmp (encoding, "WINDOWS-1252") == 0)
    return _("Western (Windows-1252)");

  return encoding;
}

/**
 * klaster_encoding_find:
 * @name: the name of an encoding, in any case, as a mapping or a person writes it
 *
 * Returns: (nullable) (transfer none): the same one of klaster_encoding_list(), or %NULL
 */
const char *
klaster_encoding_find (const char *name)
{
  static const struct
  {
    const char *alias;
    const char *encoding;
  } aliases[] = {
    { "utf8", "UTF-8" }, { "cp1251", "WINDOWS-1251" }, { "windows1251", "WINDOWS-1251" }, { "utf-16", "UTF-16LE" },
    { "utf16le", "UTF-16LE" }, { "utf16be", "UTF-16BE" }, { "cp1252", "WINDOWS-1252" }, { "cp866", "IBM866" },
    { "ascii", "UTF-8" }, { "us-ascii", "UTF-8" },
  };

  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; encodings[i]; i++)
    if (g_ascii_strcasecmp (encodings[i], name) == 0)
      return encodings[i];
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (aliases[i].alias, name) == 0)
      return aliases[i].encoding;

  return NULL;
}

/* The upper bytes of Latin, Uzbek Latin's ʻ and ’, and Cyrillic. */
static gboolean
is_likely_upper_byte (guint8 byte)
{
  return byte == 0x00 || byte == 0x02 || byte == 0x04 || byte == 0x20;
}

/* UTF-16 without a mark: digits, separators and line ends leave zero bytes on one side only. */
static const char *
detect_utf16 (const guint8 *data,
              gsize         length)
{
  gsize zeros[2] = { 0, 0 };
  gsize upper[2] = { 0, 0 };

  for (gsize i = 0; i + 1 < length; i += 2)
    for (guint side = 0; side < 2; side++)
      {
        zeros[side] += data[i + side] == 0;
        upper[side] += is_likely_upper_byte (data[i + side]);
      }

  if (zeros[0] == 0 && zeros[1] == 0)
    return NULL;
  if (upper[1] >= length / 2 * 8 / 10 && zeros[1] > zeros[0] * 4)
    return "UTF-16LE";
  if (upper[0] >= length / 2 * 8 / 10 && zeros[0] > zeros[1] * 4)
    return "UTF-16BE";

  return NULL;
}

/* An 8-bit encoding by its statistics. A short Cyrillic text deceives uchardet: then the encoding that office programs
 * here write is the best answer. */
static const char *
detect_8_bit (const guint8 *data,
              gsize         length)
{
  const char *found;
  uchardet_t detector;
  gsize n_high = 0;
  gsize n_letters_1251 = 0;

  for (gsize i = 0; i < length; i++)
    if (data[i] >= 0x80)
      {
        n_high++;
        n_letters_1251 += data[i] >= 0xc0 || data[i] == 0xa8 || data[i] == 0xb8 || data[i] == 0xa1 || data[i] == 0xa2;
      }
  if (n_high < ENOUGH_HIGH_BYTES)
    return "WINDOWS-1251";

  detector = uchardet_new ();
  uchardet_handle_data (detector, (const char *) data, length);
  uchardet_data_end (detector);
  found = klaster_encoding_find (uchardet_get_charset (detector));
  uchardet_delete (detector);

  /* A text that failed as UTF-8 is not UTF-8, whatever the statistics say; the Macintosh's capital letters lie where
   * Windows-1251 has none at all. */
  if (found == NULL || strcmp (found, "UTF-8") == 0 || g_str_has_prefix (found, "UTF-16")
      || (strcmp (found, "MAC-CYRILLIC") == 0 && n_letters_1251 * 10 >= n_high * 9))
    return "WINDOWS-1251";

  return found;
}

/* Characters that no text has */
static gsize
count_controls (const guint8 *data,
                gsize         length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += data[i] < 0x20 && memchr ("\t\n\f\r", data[i], 4) == NULL;

  return n;
}

/* A text in UTF-8 with a few damaged bytes is still UTF-8: its conversion names the first of them, where another encoding
 * would turn everything into nonsense. A text in an 8-bit encoding hardly ever holds a valid sequence. */
static gboolean
is_mostly_utf8 (const guint8 *data,
                gsize         length)
{
  const char *c = (const char *) data;
  const char *end = c + length;
  gsize n_valid = 0;
  gsize n_invalid = 0;

  while (c < end)
    {
      gunichar character;

      if ((guchar) *c < 0x80)
        {
          c++;
          continue;
        }
      character = g_utf8_get_char_validated (c, end - c);
      if (character == (gunichar) -2 && end - c < 4)
        break; /* a character cut by the end of the sample */
      if (character == (gunichar) -1 || character == (gunichar) -2)
        {
          n_invalid++;
          c++;
        }
      else
        {
          n_valid++;
          c = g_utf8_next_char (c);
        }
    }

  return n_valid >= n_invalid * 20;
}

/**
 * klaster_encoding_detect:
 * @data: (array length=length): the beginning of a file, or all of it
 * @length: number of bytes
 *
 * Guesses the encoding of a text: byte-order mark, pattern of zero bytes, valid UTF-8, statistics, in this order. A guess
 * on a short text may be wrong; let the user choose.
 *
 * Returns: (transfer none) (nullable): one of klaster_encoding_list(), or %NULL when this is no text at all
 */
const char *
klaster_encoding_detect (const guint8 *data,
                         gsize         length)
{
  const char *utf16;
  gsize sample = MIN (length, SAMPLE_SIZE);

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf)
    return "UTF-8";
  if (length >= 2 && data[0] == 0xff && data[1] == 0xfe)
    return "UTF-16LE";
  if (length >= 2 && data[0] == 0xfe && data[1] == 0xff)
    return "UTF-16BE";

  utf16 = detect_utf16 (data, sample);
  if (utf16)
    return utf16;
  /* A zero byte or two are a fault in a text, and its conversion says where; among many others of that kind it is no text. */
  if (sample > 0 && memchr (data, 0, sample) != NULL && count_controls (data, sample) > MAX (2, sample / 100))
    return NULL;

  if (is_mostly_utf8 (data, sample))
    return "UTF-8";

  return detect_8_bit (data, sample);
}

/* Where byte @position lies, for people: 1-based line, and column in characters. */
static void
locate (const guint8 *data,
        gsize         position,
        const char   *encoding,
        guint        *line,
        guint        *column)
{
  g_autofree char *before = g_convert ((const char *) data, position, "UTF-8", encoding, NULL, NULL, NULL);
  const char *line_start = before;

  *line = 1;
  *column = 1;
  if (before == NULL)
    return;
  for (const char *c = before; *c; c++)
    if (*c == '\n' || (*c == '\r' && c[1] != '\n'))
      {
        (*line)++;
        line_start = c + 1;
      }
  *column = 1 + g_utf8_strlen (line_start, -1);
}

/**
 * klaster_encoding_to_utf8:
 * @data: (array length=length): bytes of a text
 * @length: their number
 * @encoding: one of klaster_encoding_list()
 * @utf8_length: (out) (optional): bytes of the result
 * @error: return location; %KLASTER_IMPORT_ERROR_ENCODING names the first wrong byte with its line and column
 *
 * Converts to UTF-8; a byte-order mark goes away. Text holds no zero bytes.
 *
 * Returns: (transfer full) (nullable): the text, %NULL on error
 */
char *
klaster_encoding_to_utf8 (const guint8 *data,
                          gsize         length,
                          const char   *encoding,
                          gsize        *utf8_length,
                          GError      **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) local_error = NULL;
  gsize bytes_read = 0;
  gsize bytes_written = 0;
  const char *zero;
  guint line, column;

  g_return_val_if_fail (data != NULL || length == 0, NULL);
  g_return_val_if_fail (encoding != NULL, NULL);

  if (strcmp (encoding, "UTF-8") == 0)
    {
      const char *end;

      if (length >= 3 && data[0] == 0xef && data[1] == 0xbb && data[2] == 0xbf)
        data += 3, length -= 3;
      if (length == 0 || g_utf8_validate_len ((const char *) data, length, &end))
        text = g_strndup (length > 0 ? (const char *) data : "", length), bytes_written = length;
      else
        bytes_read = (gsize) (end - (const char *) data);
    }
  else
    {
      if (g_str_has_prefix (encoding, "UTF-16") && length >= 2
          && ((data[0] == 0xff && data[1] == 0xfe) || (data[0] == 0xfe && data[1] == 0xff)))
        data += 2, length -= 2;
      text = g_convert ((const char *) data, (gssize) length, "UTF-8", encoding, &bytes_read, &bytes_written, &local_error);
      /* A character that is cut off at the end is reported as the end of the text, not as an error. */
      if (text != NULL && bytes_read < length)
        g_clear_pointer (&text, g_free);
    }

  if (text == NULL)
    {
      if (local_error != NULL && g_error_matches (local_error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION))
        {
          g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING,
                       _("This computer cannot convert from the encoding %s."), encoding);
          return NULL;
        }
      locate (data, bytes_read, encoding, &line, &column);
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING,
                   _("Line %u, column %u: the byte 0x%02X is not text in the encoding %s. Choose another encoding."),
                   line, column, bytes_read < length ? data[bytes_read] : 0, encoding);
      return NULL;
    }

  zero = memchr (text, 0, bytes_written);
  if (zero)
    {
      locate ((const guint8 *) text, (gsize) (zero - text), "UTF-8", &line, &column);
      g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING,
                   _("Line %u, column %u: there is a zero byte, so this is not a text file or not in the encoding %s."),
                   line, column, encoding);
      return NULL;
    }

  if (utf8_length)
    *utf8_length = bytes_written;
  return g_steal_pointer (&text);
}
