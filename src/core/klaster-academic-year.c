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
