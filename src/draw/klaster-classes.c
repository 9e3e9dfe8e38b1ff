/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>

#include "klaster-classes.h"

/* How far a limit may lie from where it would divide the numbers evenly, in classes */
#define SLACK 0.35

static double
get_quantile (const double *numbers,
              guint         n_numbers,
              double        share)
{
  return numbers[(guint) CLAMP (share * n_numbers, 0, n_numbers - 1)];
}

/* The roundest number from @low to @high: a multiple of the largest step that has one there, the one next to @wanted */
static double
find_round (double low,
            double high,
            double wanted)
{
  static const double mantissas[] = { 5, 2, 1 };

  for (double power = pow (10, ceil (log10 (MAX (high, 1)))); power >= 1; power /= 10)
    for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
      {
        double step = mantissas[i] * power;
        double at = round (wanted / step) * step;

        if (at < low)
          at = ceil (low / step) * step;
        else if (at > high)
          at = floor (high / step) * step;
        if (at >= low && at <= high)
          return at;
      }

  return wanted;
}

/**
 * klaster_classes_find_limits:
 * @numbers: (array length=n_numbers): ascending
 * @n_numbers: their number
 * @limits: (out): ascending, each above the smallest number and not above the largest
 *
 * No class is empty. Numbers that are equal are in one class, so there may be fewer classes than wanted; up to
 * %KLASTER_N_STEPS different numbers have a class each.
 *
 * Returns: how many limits there are, one less than classes
 */
guint
klaster_classes_find_limits (const double *numbers,
                             guint         n_numbers,
                             double        limits[KLASTER_N_STEPS - 1])
{
  guint n_different = n_numbers > 0, n = 0;

  for (guint i = 1; i < n_numbers && n_different <= KLASTER_N_STEPS; i++)
    if (numbers[i] > numbers[i - 1])
      {
        if (n_different < KLASTER_N_STEPS)
          limits[n_different - 1] = numbers[i];
        n_different++;
      }
  if (n_different <= KLASTER_N_STEPS)
    return MAX (n_different, 1) - 1;

  for (guint i = 1; i < KLASTER_N_STEPS; i++)
    {
      double wanted = get_quantile (numbers, n_numbers, (double) i / KLASTER_N_STEPS);
      double limit = find_round (get_quantile (numbers, n_numbers, (i - SLACK) / KLASTER_N_STEPS),
                                 get_quantile (numbers, n_numbers, (i + SLACK) / KLASTER_N_STEPS), wanted);
      double last = n > 0 ? limits[n - 1] : numbers[0];
      gboolean holds = FALSE;

      /* The class below must hold something. */
      for (guint k = 0; k < n_numbers && numbers[k] < limit && !holds; k++)
        holds = numbers[k] >= last;
      if (holds && limit <= numbers[n_numbers - 1])
        limits[n++] = limit;
    }

  return n;
}

/**
 * klaster_classes_find:
 * @limits: (array length=n_limits): ascending
 * @n_limits: their number
 * @number: a number
 *
 * Returns: its class, from 0 to @n_limits
 */
guint
klaster_classes_find (const double *limits,
                      guint         n_limits,
                      double        number)
{
  guint i = 0;

  while (i < n_limits && number >= limits[i])
    i++;

  return i;
}

double
klaster_classes_round_down (double number)
{
  double power;

  if (!(number >= 1))
    return 0;
  power = pow (10, floor (log10 (number)));

  return (number >= 5 * power ? 5 : number >= 2 * power ? 2 : 1) * power;
}
