/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"

/* Days before each month of a year that is not a leap year. */
static const guint16 days_before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

static gboolean
is_leap_year (guint year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static guint
days_in_month (guint year,
               guint month)
{
  return month == 2 && is_leap_year (year) ? 29 : (guint) (days_before[month] - days_before[month - 1]);
}

/* Reads the ten characters; whether they are a real day. */
static gboolean
parse_date (const char *text,
            guint      *year,
            guint      *month,
            guint      *day)
{
  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  if (text[10] != '\0')
    return FALSE;

  *year = (guint) ((text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0'));
  *month = (guint) ((text[5] - '0') * 10 + (text[6] - '0'));
  *day = (guint) ((text[8] - '0') * 10 + (text[9] - '0'));

  return *year > 0 && *month > 0 && *month <= 12 && *day > 0 && *day <= days_in_month (*year, *month);
}

/* Days since 1 January of the year 1. */
static int
count_days (guint year,
            guint month,
            guint day)
{
  guint years = year - 1;

  return (int) (years * 365 + years / 4 - years / 100 + years / 400 + days_before[month - 1] +
                (month > 2 && is_leap_year (year)) + day - 1);
}

/**
 * klaster_date_is_valid:
 * @text: (nullable): text
 *
 * Returns: whether @text is a real day of the Gregorian calendar, written YYYY-MM-DD
 */
gboolean
klaster_date_is_valid (const char *text)
{
  guint year, month, day;

  return text != NULL && parse_date (text, &year, &month, &day);
}

/**
 * klaster_date_today:
 *
 * Returns: (transfer full): today in local time, YYYY-MM-DD
 */
char *
klaster_date_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

/**
 * klaster_date_diff_days:
 * @from: a valid date
 * @to: another one
 *
 * Returns: days from @from to @to, negative when @to is earlier
 */
int
klaster_date_diff_days (const char *from,
                        const char *to)
{
  guint year[2], month[2], day[2];

  g_return_val_if_fail (from != NULL && to != NULL, 0);
  g_return_val_if_fail (parse_date (from, &year[0], &month[0], &day[0]), 0);
  g_return_val_if_fail (parse_date (to, &year[1], &month[1], &day[1]), 0);

  return count_days (year[1], month[1], day[1]) - count_days (year[0], month[0], day[0]);
}

/**
 * klaster_date_add_days:
 * @date: a valid date
 * @days: how many days later, or earlier when negative
 *
 * Returns: (transfer full): that day, within the years 1 to 9999
 */
char *
klaster_date_add_days (const char *date,
                       int         days)
{
  guint year, month, day;
  gint64 number, last = count_days (9999, 12, 31);

  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (parse_date (date, &year, &month, &day), NULL);

  number = CLAMP ((gint64) count_days (year, month, day) + days, 0, last);
  year = (guint) (number / 366 + 1);
  while (year < 9999 && count_days (year + 1, 1, 1) <= number)
    year++;
  for (month = 12; count_days (year, month, 1) > number;)
    month--;

  return g_strdup_printf ("%04u-%02u-%02u", year, month, (guint) (number - count_days (year, month, 1)) + 1);
}

/**
 * klaster_date_add_months:
 * @date: a valid date
 * @months: how many months later, or earlier when negative
 *
 * Returns: (transfer full): the same day of that month, or its last day when it is shorter
 */
char *
klaster_date_add_months (const char *date,
                         int         months)
{
  guint year, month, day;
  gint64 number;

  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (parse_date (date, &year, &month, &day), NULL);

  number = CLAMP ((gint64) year * 12 + month - 1 + months, 12, 9999 * 12 + 11);
  year = (guint) (number / 12);
  month = (guint) (number % 12) + 1;

  return g_strdup_printf ("%04u-%02u-%02u", year, month, MIN (day, days_in_month (year, month)));
}

/* Short names of months, in the form that stands behind a day. */
static const char *const month_names[KLASTER_N_LANGUAGES][12] = {
  [KLASTER_LANGUAGE_UZ] = { "yan.", "fev.", "mart", "apr.", "may", "iyun", "iyul", "avg.", "sen.", "okt.", "noy.", "dek." },
  [KLASTER_LANGUAGE_UZ_CYRL] = { "янв.", "фев.", "март", "апр.", "май", "июнь", "июль", "авг.", "сен.", "окт.", "ноя.", "дек." },
  [KLASTER_LANGUAGE_RU] = { "янв.", "февр.", "мар.", "апр.", "мая", "июня", "июля", "авг.", "сент.", "окт.", "нояб.", "дек." },
  [KLASTER_LANGUAGE_EN] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
};

/**
 * klaster_date_format:
 * @date: a date
 * @language: the language of the reader
 *
 * Returns: (transfer full): the day as people write it: "3 Dec 2026", "3 дек. 2026", "3-dek. 2026"; text that is no date
 *   comes back as it is
 */
char *
klaster_date_format (const char      *date,
                     KlasterLanguage  language)
{
  guint year, month, day;

  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (language < KLASTER_N_LANGUAGES, NULL);

  if (!parse_date (date, &year, &month, &day))
    return g_strdup (date);

  return g_strdup_printf (language == KLASTER_LANGUAGE_UZ || language == KLASTER_LANGUAGE_UZ_CYRL ? "%u-%s %u" : "%u %s %u",
                          day, month_names[language][month - 1], year);
}

/* Whole names, as contracts write them */
static const char *const long_month_names[KLASTER_N_LANGUAGES][12] = {
  [KLASTER_LANGUAGE_UZ] = { "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentyabr", "oktyabr",
                            "noyabr", "dekabr" },
  [KLASTER_LANGUAGE_UZ_CYRL] = { "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь",
                                 "октябрь", "ноябрь", "декабрь" },
  [KLASTER_LANGUAGE_RU] = { "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                            "ноября", "декабря" },
  [KLASTER_LANGUAGE_EN] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                            "November", "December" },
};

/**
 * klaster_date_format_long:
 * @date: a date
 * @language: the language of the reader
 *
 * Returns: (transfer full): the day as papers that are signed write it: "3 December 2026", "3 декабря 2026 года",
 *   "2026-yil 3-dekabr"; text that is no date comes back as it is
 */
char *
klaster_date_format_long (const char      *date,
                          KlasterLanguage  language)
{
  guint year, month, day;
  const char *name;

  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (language < KLASTER_N_LANGUAGES, NULL);

  if (!parse_date (date, &year, &month, &day))
    return g_strdup (date);
  name = long_month_names[language][month - 1];
  switch (language)
    {
    case KLASTER_LANGUAGE_UZ:
      return g_strdup_printf ("%u-yil %u-%s", year, day, name);
    case KLASTER_LANGUAGE_UZ_CYRL:
      return g_strdup_printf ("%u йил %u %s", year, day, name);
    case KLASTER_LANGUAGE_RU:
      return g_strdup_printf ("%u %s %u года", day, name, year);
    case KLASTER_LANGUAGE_EN:
    case KLASTER_N_LANGUAGES:
    default:
      return g_strdup_printf ("%u %s %u", day, name, year);
    }
}

/**
 * klaster_date_format_figures:
 * @date: a date
 * @language: the language of the reader
 *
 * For spreadsheets, which take no names of months of other languages for a day: with points where people write them, else
 * as it is kept.
 *
 * Returns: (transfer full): "03.12.2026" or "2026-12-03"; text that is no date comes back as it is
 */
char *
klaster_date_format_figures (const char      *date,
                             KlasterLanguage  language)
{
  g_return_val_if_fail (date != NULL, NULL);

  if (language == KLASTER_LANGUAGE_EN || !klaster_date_is_valid (date))
    return g_strdup (date);

  return g_strdup_printf ("%.2s.%.2s.%.4s", date + 8, date + 5, date);
}

/* The month that a word of any of the languages names, 0: none. Three letters tell them apart, but for iyun and iyul. */
static guint
find_month (const char *word)
{
  for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
    for (guint m = 0; m < 12; m++)
      {
        const char *name = month_names[l][m];
        gsize length = (gsize) (g_utf8_offset_to_pointer (name, g_str_has_prefix (name, "iyu") ? 4 : 3) - name);
        g_autofree char *start = g_strndup (name, length);
        g_autofree char *folded = g_utf8_casefold (start, -1);

        if (g_str_has_prefix (word, folded))
          return m + 1;
      }
  return 0;
}

/* Words that stand beside a year. */
static gboolean
is_year_word (const char *word)
{
  static const char *const words[] = { "yil", "йил", "г", "год", "года", NULL };

  return g_strv_contains (words, word);
}

/**
 * klaster_date_parse:
 * @text: text that somebody typed or a spreadsheet cell holds
 *
 * Reads 2026-12-03, 3.12.2026, 03/12/2026, 3 Dec 2026, 3-dekabr 2026, 2026/12/3 and the day of an ISO time. The day comes
 * before the month, as it does here. Years have four figures.
 *
 * Returns: (transfer full) (nullable): the date as YYYY-MM-DD, %NULL if there is none
 */
char *
klaster_date_parse (const char *text)
{
  guint numbers[3] = { 0 }, lengths[3] = { 0 }, n = 0, month = 0;
  guint year, day;
  g_autofree char *date = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *at = text; *at;)
    {
      gunichar c = g_utf8_get_char_validated (at, -1);

      if (c >= (gunichar) -2)
        return NULL;
      if (g_ascii_isdigit (*at))
        {
          if (n == 3)
            return NULL;
          for (; g_ascii_isdigit (*at) && lengths[n] < 5; at++, lengths[n]++)
            numbers[n] = numbers[n] * 10 + (guint) (*at - '0');
          if (lengths[n] > 4)
            return NULL;
          n++;
          /* A time of day behind an ISO date does not matter here. */
          if (n == 3 && lengths[0] == 4 && (*at == 'T' || (*at == ' ' && g_ascii_isdigit (at[1]))))
            break;
        }
      else if (g_unichar_isalpha (c))
        {
          const char *start = at;
          g_autofree char *word = NULL;

          for (; *at && g_unichar_isalpha (g_utf8_get_char (at)); at = g_utf8_next_char (at))
            continue;
          word = g_utf8_casefold (start, at - start);
          if (is_year_word (word))
            continue;
          if (month > 0 || (month = find_month (word)) == 0)
            return NULL;
        }
      else if (strchr (" .-/,", *at))
        at++;
      else
        return NULL;
    }

  if (month > 0 ? n != 2 : n != 3)
    return NULL;
  if (month > 0)
    {
      year = lengths[0] == 4 ? numbers[0] : numbers[1];
      day = lengths[0] == 4 ? numbers[1] : numbers[0];
      if (lengths[0] != 4 && lengths[1] != 4)
        return NULL;
    }
  else if (lengths[0] == 4)
    {
      year = numbers[0];
      month = numbers[1];
      day = numbers[2];
    }
  else if (lengths[2] == 4)
    {
      day = numbers[0];
      month = numbers[1];
      year = numbers[2];
    }
  else
    return NULL;
  date = g_strdup_printf ("%04u-%02u-%02u", year, month, day);

  return klaster_date_is_valid (date) ? g_steal_pointer (&date) : NULL;
}
