/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-parameter-text.h"

static const struct
{
  const char *key;
  const char *name;
} names[] = {
  /* Translators: the names of figures that the rules need; a value stands beside each. */
  { "academic_year.begins", N_("First day of the academic year") },
  { "agreement.expiring_days", N_("Days before its end from which an agreement counts as expiring") },
  { "obligation.soon_days", N_("Days for which an obligation counts as due soon") },
  { "record.stale_days", N_("Days after which a record counts as out of date") },
  { "dual.first_year", N_("First academic year of dual education") },
  { "dual.named_by", N_("Dual education: day until which the institution is named") },
  { "dual.year_ends", N_("Dual education: last day of teaching") },
  { "dual.study_days_min", N_("Dual education: study days a week, at least") },
  { "dual.week_days_min", N_("Dual education: days of study and work a week, at least") },
  { "dual.week_days_max", N_("Dual education: days of study and work a week, at most") },
  { "practice.distance_max_km", N_("Practice: distance in km, at most") },
  { "practice.students_per_mentor", N_("Practice: students for each mentor, at most") },
};

/**
 * klaster_parameter_get_key:
 * @position: 0 for the first
 *
 * Returns: (transfer none) (nullable): the key of a parameter that rules know; %NULL after the last
 */
const char *
klaster_parameter_get_key (guint position)
{
  return position < G_N_ELEMENTS (names) ? names[position].key : NULL;
}

/**
 * klaster_parameter_describe:
 * @key: the key of a parameter, as rules know it
 *
 * Returns: (transfer none): what the figure means in the language of the interface; @key where only the project knows
 */
const char *
klaster_parameter_describe (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].key, key))
      return _(names[i].name);

  return key;
}
