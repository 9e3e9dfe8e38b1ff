/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"

#define BEGINS "09-01"

/* "MM-DD" that every year has: 29 February is no beginning. */
static gboolean
is_day_of_year (const char *text)
{
  g_autofree char *date = text ? g_strdup_printf ("2025-%s", text) : NULL;

  return klaster_date_is_valid (date);
}

/**
 * klaster_academic_year_get_begins:
 * @snapshot: (nullable): content of a project
 * @date: the day for which the parameter is wanted
 *
 * Returns: (transfer none) (nullable): "MM-DD" as the project says it, as long as @snapshot lives; %NULL where it does not
 */
const char *
klaster_academic_year_get_begins (KlasterSnapshot *snapshot,
                                  const char      *date)
{
  const char *text = snapshot ? klaster_parameter_get (snapshot, KLASTER_ACADEMIC_YEAR_PARAMETER, date) : NULL;

  return is_day_of_year (text) ? text : NULL;
}

/**
 * klaster_academic_year_get_period:
 * @academic_year: "2026/27"
 * @begins: (nullable): "MM-DD"; %NULL or not a day: 1 September
 * @first_day: (out) (optional) (transfer full): its first day
 * @last_day: (out) (optional) (transfer full): its last day, the one before the next year begins
 *
 * Returns: whether @academic_year is one: two years that follow each other
 */
gboolean
klaster_academic_year_get_period (const char  *academic_year,
                                  const char  *begins,
                                  char       **first_day,
                                  char       **last_day)
{
  int first;
  g_autofree char *day = NULL;
  g_autofree char *next = NULL;

  g_return_val_if_fail (academic_year != NULL, FALSE);

  if (strlen (academic_year) != 7 || academic_year[4] != '/')
    return FALSE;
  for (guint i = 0; i < 7; i++)
    if (i != 4 && !g_ascii_isdigit (academic_year[i]))
      return FALSE;
  first = atoi (academic_year);
  if (first < 1 || first >= 9999 || atoi (academic_year + 5) != (first + 1) % 100)
    return FALSE;

  if (!is_day_of_year (begins))
    begins = BEGINS;
  day = g_strdup_printf ("%04d-%s", first, begins);
  next = g_strdup_printf ("%04d-%s", first + 1, begins);
  if (last_day)
    *last_day = klaster_date_add_days (next, -1);
  if (first_day)
    *first_day = g_steal_pointer (&day);

  return TRUE;
}

/**
 * klaster_academic_year_of_date:
 * @date: a valid date
 * @begins: (nullable): "MM-DD"; %NULL or not a day: 1 September
 * @offset: 0 for the academic year of @date, -1 for the one before, …
 *
 * Returns: (transfer full): the academic year, "2026/27"
 */
char *
klaster_academic_year_of_date (const char *date,
                               const char *begins,
                               int         offset)
{
  int first;

  g_return_val_if_fail (klaster_date_is_valid (date), NULL);

  if (!is_day_of_year (begins))
    begins = BEGINS;
  first = atoi (date) - (strcmp (date + 5, begins) < 0) + offset;

  return g_strdup_printf ("%04d/%02d", first, (first + 1) % 100);
}

/* Reads up to @max figures from *@at on; their number. */
static guint
read_figures (const char **at,
              guint        max,
              int         *number)
{
  guint n = 0;

  *number = 0;
  for (; n < max && g_ascii_isdigit (**at); n++, (*at)++)
    *number = *number * 10 + (**at - '0');

  return n;
}

static void
skip_spaces (const char **at)
{
  while (**at != '\0' && g_unichar_isspace (g_utf8_get_char (*at)))
    *at = g_utf8_next_char (*at);
}

/**
 * klaster_academic_year_parse:
 * @text: (nullable): text that somebody typed or a table holds
 *
 * Reads 2026/27, 2026/2027, 2026-27, 2026–2027, with spaces and with a word behind it ("o‘quv yili", «учебный год»). The
 * second year has to be the one after the first: 2026/28 is a slip, not an academic year.
 *
 * Returns: the calendar year in which it begins, 1 to 9998; 0 when @text names no academic year
 */
int
klaster_academic_year_parse (const char *text)
{
  static const char *const signs[] = { "/", "-", "–", "—", "‑" };
  const char *at = text;
  guint n_figures;
  int first, second;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return 0;

  skip_spaces (&at);
  if (read_figures (&at, 4, &first) != 4 || first < 1 || first > 9998)
    return 0;
  skip_spaces (&at);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (at, signs[i]))
      {
        at += strlen (signs[i]);
        skip_spaces (&at);
        n_figures = read_figures (&at, 4, &second);
        if (g_ascii_isdigit (*at))
          return 0;
        if (n_figures == 4)
          return second == first + 1 ? first : 0;
        return n_figures == 2 && second == (first + 1) % 100 ? first : 0;
      }

  return 0;
}

/**
 * klaster_academic_year_format:
 * @first: the calendar year in which it begins
 *
 * Returns: (transfer full): the form in which the file holds it, "2026/27"
 */
char *
klaster_academic_year_format (int first)
{
  return g_strdup_printf ("%04d/%02d", first, (first + 1) % 100);
}

/**
 * klaster_month_day_in:
 * @month_day: (nullable): a day of any year, "07-01"
 * @year: a calendar year, 1 to 9999
 *
 * Returns: (transfer full) (nullable): that day in @year; 29 February is the last day of February in a year that does not
 *   have it; %NULL when @month_day is no day of a year
 */
char *
klaster_month_day_in (const char *month_day,
                      int         year)
{
  g_autofree char *date = NULL;

  if (month_day == NULL || year < 1 || year > 9999)
    return NULL;

  date = g_strdup_printf ("%04d-%s", year, month_day);
  if (klaster_date_is_valid (date))
    return g_steal_pointer (&date);

  return strcmp (month_day, "02-29") == 0 ? g_strdup_printf ("%04d-02-28", year) : NULL;
}
