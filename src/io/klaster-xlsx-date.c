/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-xlsx-date.h"

/* 31 December 9999 */
#define LAST_DAY 2958465
#define SECONDS_PER_DAY 86400

/* By the letters of the code that are neither quoted nor escaped nor in brackets (colours, languages, conditions), up to
 * the first semicolon; [h] counts hours on. */
static KlasterXlsxMeaning
read_code (const char *code)
{
  gboolean day = FALSE, time = FALSE, month_or_minute = FALSE;

  for (const char *c = code; *c && *c != ';'; c++)
    switch (g_ascii_tolower (*c))
      {
      case '"':
        while (c[1] && c[1] != '"')
          c++;
        if (c[1])
          c++;
        break;
      case '\\':
      case '_':
      case '*':
        if (c[1])
          c++;
        break;
      case '[':
        time = time || (c[1] && strchr ("hHsSmM", c[1]) != NULL && (c[2] == ']' || c[2] == c[1]));
        while (c[1] && *c != ']')
          c++;
        break;
      case 'y':
      case 'd':
        day = TRUE;
        break;
      case 'h':
      case 's':
        time = TRUE;
        break;
      case 'm':
        month_or_minute = TRUE;
        break;
      case 'g': /* General */
        if (g_ascii_strncasecmp (c, "general", 7) == 0)
          c += 6;
        break;
      default:
        break;
      }
  if (day)
    return time ? KLASTER_XLSX_DATE_TIME : KLASTER_XLSX_DATE;
  if (time)
    return KLASTER_XLSX_TIME;

  return month_or_minute ? KLASTER_XLSX_DATE : KLASTER_XLSX_NUMBER;
}

/**
 * klaster_xlsx_format_get_meaning:
 * @id: number of a format
 * @code: (nullable): its code, when the workbook defines it
 *
 * Returns: whether numbers in this format are days and times
 */
KlasterXlsxMeaning
klaster_xlsx_format_get_meaning (guint       id,
                                 const char *code)
{
  if (code)
    return read_code (code);
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
    return KLASTER_XLSX_DATE;
  if (id == 22)
    return KLASTER_XLSX_DATE_TIME;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
    return KLASTER_XLSX_TIME;

  return KLASTER_XLSX_NUMBER;
}

/**
 * klaster_xlsx_format_date:
 * @number: days since the beginning of the workbook's calendar, with a fraction for the time of day
 * @meaning: what of it counts
 * @since_1904: the calendar begins on 1 January 1904, not 1900
 *
 * The calendar of 1900 has a 29 February 1900 that never was; a number for it is no day.
 *
 * Returns: (transfer full) (nullable): the day, the time, or both
 */
char *
klaster_xlsx_format_date (double             number,
                          KlasterXlsxMeaning meaning,
                          gboolean           since_1904)
{
  g_autoptr (GDate) date = NULL;
  gint64 seconds;
  gint64 days;
  guint second;
  char day[16];

  if (!(number >= 0) || number >= LAST_DAY + 1)
    return NULL;
  seconds = (gint64) round (number * SECONDS_PER_DAY);
  days = seconds / SECONDS_PER_DAY;
  second = (guint) (seconds % SECONDS_PER_DAY);
  if (meaning == KLASTER_XLSX_TIME && days == 0)
    return g_strdup_printf ("%02u:%02u:%02u", second / 3600, second / 60 % 60, second % 60);
  if (since_1904)
    date = g_date_new_dmy (1, G_DATE_JANUARY, 1904);
  else if (days == 0 || days == 60)
    return NULL;
  else
    {
      date = g_date_new_dmy (31, G_DATE_DECEMBER, 1899);
      if (days > 60)
        days--;
    }
  if (days > LAST_DAY)
    return NULL;
  g_date_add_days (date, (guint) days);
  if (g_date_get_year (date) > 9999)
    return NULL;
  g_snprintf (day, sizeof day, "%04u-%02u-%02u", g_date_get_year (date), g_date_get_month (date), g_date_get_day (date));
  if (meaning == KLASTER_XLSX_DATE || (second == 0 && meaning != KLASTER_XLSX_DATE_TIME))
    return g_strdup (day);

  return g_strdup_printf ("%s %02u:%02u:%02u", day, second / 3600, second / 60 % 60, second % 60);
}
