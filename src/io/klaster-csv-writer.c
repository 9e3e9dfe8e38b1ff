/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-csv-writer.h"

/* What a spreadsheet takes for a formula. */
static gboolean
is_formula_start (char c)
{
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* A negative number is no formula. */
static gboolean
is_number (const char *text)
{
  char *end;

  g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && strpbrk (text, "xXnN") == NULL;
}

/* Text that a spreadsheet would run gets an apostrophe in front, and so does text that begins with apostrophes before such
 * a character, so that every value comes back as it was. */
static gboolean
needs_guard (const char *text)
{
  const char *c = text + strspn (text, "'");

  if (!is_formula_start (*c))
    return FALSE;

  return c != text || !is_number (text);
}

/**
 * klaster_csv_append_cell:
 * @csv: where to write
 * @text: a cell
 *
 * Appends one cell, quoted where it must be. Text that a spreadsheet would take for a formula (it begins with = + - @ or a
 * tab) is written as text, with an apostrophe in front that klaster_csv_unguard() takes away.
 */
void
klaster_csv_append_cell (GString    *csv,
                         const char *text)
{
  gboolean guard;
  gboolean quote;
  gsize length;

  g_return_if_fail (csv != NULL);
  g_return_if_fail (text != NULL);

  length = strlen (text);
  guard = needs_guard (text);
  quote = guard || strpbrk (text, "\",;\t|\r\n") != NULL
          || (length > 0 && (strchr (" \t", text[0]) != NULL || strchr (" \t", text[length - 1]) != NULL));

  if (!quote)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  if (guard)
    g_string_append_c (csv, '\'');
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}

/**
 * klaster_csv_unguard:
 * @cell: a cell as it was read
 * @length: its bytes
 *
 * Returns: (transfer full): the cell without the apostrophe that keeps a spreadsheet from running it
 */
char *
klaster_csv_unguard (const char *cell,
                     gsize       length)
{
  gsize n_apostrophes = 0;

  g_return_val_if_fail (cell != NULL, NULL);

  while (n_apostrophes < length && cell[n_apostrophes] == '\'')
    n_apostrophes++;
  if (n_apostrophes > 0 && n_apostrophes < length && is_formula_start (cell[n_apostrophes]))
    return g_strndup (cell + 1, length - 1);

  return g_strndup (cell, length);
}
