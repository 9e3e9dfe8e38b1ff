/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"

/* Where a project says nothing. */
#define BEGINS "09-01"

typedef struct
{
  char *from; /* "": always */
  char *month_day;
} Beginning;

struct _KlasterAcademicCalendar
{
  GArray *beginnings; /* Beginning, by the day from which it holds */
};

/* "MM-DD" that every year has: 29 February is no beginning. */
static gboolean
is_day_of_year (const char *text)
{
  g_autofree char *date = text ? g_strdup_printf ("2025-%s", text) : NULL;

  return klaster_date_is_valid (date);
}

static void
beginning_clear (gpointer data)
{
  Beginning *beginning = data;

  g_free (beginning->from);
  g_free (beginning->month_day);
}

static int
compare_beginnings (gconstpointer a,
                    gconstpointer b)
{
  return strcmp (((const Beginning *) a)->from, ((const Beginning *) b)->from);
}

/**
 * klaster_academic_calendar_new:
 * @snapshot: (nullable): content of a project
 *
 * Reads the parameter academic_year.begins with all the days from which it holds. Values that are no day of every year
 * count as not set.
 *
 * Returns: (transfer full): when the academic years of the project begin; 1 September where it does not say
 */
KlasterAcademicCalendar *
klaster_academic_calendar_new (KlasterSnapshot *snapshot)
{
  KlasterAcademicCalendar *self = g_new0 (KlasterAcademicCalendar, 1);
  KlasterRowIter iter;
  KlasterRow *row;

  self->beginnings = g_array_new (FALSE, FALSE, sizeof (Beginning));
  g_array_set_clear_func (self->beginnings, beginning_clear);
  if (snapshot == NULL)
    return self;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PARAMETER);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *month_day = klaster_row_get_text (row, KLASTER_PARAMETER_VALUE);
      const char *from = klaster_row_get_text (row, KLASTER_PARAMETER_VALID_FROM);

      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_PARAMETER_KEY), KLASTER_ACADEMIC_YEAR_PARAMETER) == 0
          && is_day_of_year (month_day))
        {
          Beginning beginning = { g_strdup (from ? from : ""), g_strdup (month_day) };

          g_array_append_val (self->beginnings, beginning);
        }
    }
  g_array_sort (self->beginnings, compare_beginnings);

  return self;
}

/**
 * klaster_academic_calendar_free:
 * @self: (transfer full): a calendar
 */
void
klaster_academic_calendar_free (KlasterAcademicCalendar *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->beginnings);
  g_free (self);
}

/**
 * klaster_academic_calendar_equal:
 * @a: a calendar
 * @b: another one
 *
 * Returns: whether every academic year begins on the same day in both
 */
gboolean
klaster_academic_calendar_equal (const KlasterAcademicCalendar *a,
                                 const KlasterAcademicCalendar *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->beginnings->len != b->beginnings->len)
    return FALSE;
  for (guint i = 0; i < a->beginnings->len; i++)
    {
      const Beginning *left = &g_array_index (a->beginnings, Beginning, i);
      const Beginning *right = &g_array_index (b->beginnings, Beginning, i);

      if (strcmp (left->from, right->from) != 0 || strcmp (left->month_day, right->month_day) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * klaster_academic_calendar_get_first_day:
 * @self: (nullable): a calendar, %NULL: 1 September in every year
 * @year: the calendar year in which an academic year begins, 1 to 9999
 *
 * What counts is the value that holds at the end of @year: whoever enters "02 September, from 2 September 2027 on" means
 * the year that begins then, and academic years follow each other without a gap whatever is entered.
 *
 * Returns: (transfer full): its first day
 */
char *
klaster_academic_calendar_get_first_day (const KlasterAcademicCalendar *self,
                                         int                            year)
{
  g_autofree char *end = g_strdup_printf ("%04d-12-31", year);
  const char *month_day = BEGINS;

  g_return_val_if_fail (year >= 1 && year <= 9999, NULL);

  for (guint i = 0; self != NULL && i < self->beginnings->len; i++)
    {
      const Beginning *beginning = &g_array_index (self->beginnings, Beginning, i);

      if (strcmp (beginning->from, end) <= 0)
        month_day = beginning->month_day;
    }

  return g_strdup_printf ("%04d-%s", year, month_day);
}

/**
 * klaster_academic_calendar_get_period:
 * @self: (nullable): a calendar, %NULL: 1 September in every year
 * @academic_year: (nullable): an academic year, however people write it
 * @first_day: (out) (optional) (transfer full): its first day
 * @last_day: (out) (optional) (transfer full): its last day, the one before the next year begins
 *
 * Returns: whether @academic_year is one; when it is not, nothing is set
 */
gboolean
klaster_academic_calendar_get_period (const KlasterAcademicCalendar  *self,
                                      const char                     *academic_year,
                                      char                          **first_day,
                                      char                          **last_day)
{
  int year = klaster_academic_year_parse (academic_year);

  if (year == 0)
    return FALSE;

  if (first_day)
    *first_day = klaster_academic_calendar_get_first_day (self, year);
  if (last_day)
    {
      g_autofree char *next = klaster_academic_calendar_get_first_day (self, year + 1);

      *last_day = klaster_date_add_days (next, -1);
    }

  return TRUE;
}

/**
 * klaster_academic_calendar_get_year:
 * @self: (nullable): a calendar, %NULL: 1 September in every year
 * @date: a valid date
 * @offset: 0 for the academic year of @date, -1 for the one before, …
 *
 * Returns: (transfer full): the academic year, "2026/27"
 */
char *
klaster_academic_calendar_get_year (const KlasterAcademicCalendar *self,
                                    const char                    *date,
                                    int                            offset)
{
  g_autofree char *first_day = NULL;
  int year;

  g_return_val_if_fail (klaster_date_is_valid (date), NULL);

  year = atoi (date);
  first_day = klaster_academic_calendar_get_first_day (self, year);

  return klaster_academic_year_format (year - (strcmp (date, first_day) < 0) + offset);
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
 * klaster_academic_year_get_hint:
 *
 * Returns: what to say to somebody who typed something else
 */
const char *
klaster_academic_year_get_hint (void)
{
  return _("An academic year is two years that follow each other, like 2026/27");
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
