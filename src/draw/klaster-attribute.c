/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-attribute.h"
#include "klaster-palette.h"
#include "klaster-translation.h"

static const struct
{
  const char *token;
  gint column; /* of the institution, -1: told by other records */
  gboolean number;
} attributes[KLASTER_N_ATTRIBUTES] = {
  [KLASTER_ATTRIBUTE_NONE] = { "none", KLASTER_INSTITUTION_KIND, FALSE },
  [KLASTER_ATTRIBUTE_ROLE] = { "role", KLASTER_INSTITUTION_ROLE, FALSE },
  [KLASTER_ATTRIBUTE_FOUNDER] = { "founder", KLASTER_INSTITUTION_FOUNDER, FALSE },
  [KLASTER_ATTRIBUTE_DISTRICT] = { "district", KLASTER_INSTITUTION_DISTRICT, FALSE },
  [KLASTER_ATTRIBUTE_COOPERATIONS] = { "cooperations", -1, TRUE },
  [KLASTER_ATTRIBUTE_STRENGTH] = { "strength", -1, TRUE },
  [KLASTER_ATTRIBUTE_STUDENTS] = { "students", KLASTER_INSTITUTION_STUDENTS, TRUE },
  [KLASTER_ATTRIBUTE_STAFF] = { "staff", KLASTER_INSTITUTION_STAFF, TRUE },
  [KLASTER_ATTRIBUTE_PRACTICE_PLACES] = { "practice-places", -1, TRUE },
};

const char *
klaster_attribute_get_token (KlasterAttribute self)
{
  return attributes[self].token;
}

/**
 * klaster_attribute_find:
 * @token: (nullable): what a setting says
 * @attribute: (out): what it means
 *
 * Returns: whether there is one of that name
 */
gboolean
klaster_attribute_find (const char       *token,
                        KlasterAttribute *attribute)
{
  for (guint i = 0; token != NULL && i < KLASTER_N_ATTRIBUTES; i++)
    if (strcmp (attributes[i].token, token) == 0)
      {
        *attribute = i;
        return TRUE;
      }

  return FALSE;
}

const char *
klaster_attribute_get_name (KlasterAttribute self,
                            KlasterLanguage  language)
{
  if (attributes[self].column >= 0)
    return klaster_vocabulary_get_column_name (KLASTER_TABLE_INSTITUTION, (guint) attributes[self].column, language);
  if (self == KLASTER_ATTRIBUTE_STRENGTH)
    /* Translators: of a member: the strengths of its cooperations, from 1 to 5 each, added up */
    return klaster_translate (language, "Strength of cooperation in all");
  if (self == KLASTER_ATTRIBUTE_PRACTICE_PLACES)
    /* Translators: how many students can be trained there */
    return klaster_translate (language, "Places for practice");

  return klaster_translate (language, "Number of cooperations");
}

gboolean
klaster_attribute_is_number (KlasterAttribute self)
{
  return attributes[self].number;
}

/* Where an institution stands among the rows; they come in the order of ids. */
static guint
find_row (const gint64 *ids,
          guint         n_ids,
          gint64        id)
{
  guint low = 0, high = n_ids;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ids[middle] < id)
        low = middle + 1;
      else
        high = middle;
    }

  return low < n_ids && ids[low] == id ? low : G_MAXUINT;
}

static void
read_column (double          *numbers,
             KlasterSnapshot *snapshot,
             guint            column)
{
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  for (guint i = 0; klaster_row_iter_next (&iter, &row); i++)
    numbers[i] = klaster_row_is_null (row, column) ? NAN : (double) klaster_row_get_integer (row, column);
}

/* A member without cooperation has none, which is known; cooperations of which nobody has said how strong they are leave
 * the strength unknown. */
static void
read_cooperations (double             *numbers,
                   const gint64       *ids,
                   guint               n_ids,
                   KlasterSnapshot    *snapshot,
                   KlasterScopeFilter *scope,
                   gboolean            ended,
                   gboolean            strength)
{
  g_autofree guint8 *seen = g_new0 (guint8, n_ids + 1);
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; i < n_ids; i++)
    numbers[i] = 0;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      guint ends[] = { find_row (ids, n_ids, klaster_row_get_integer (row, KLASTER_COOPERATION_FROM_ID)),
                       find_row (ids, n_ids, klaster_row_get_integer (row, KLASTER_COOPERATION_TO_ID)) };
      gboolean known = !klaster_row_is_null (row, KLASTER_COOPERATION_STRENGTH);

      if (ends[0] == ends[1] || (!ended && klaster_scope_filter_get_status (scope, row) == KLASTER_LINK_ENDED)
          || !klaster_scope_filter_passes (scope, snapshot, row, NULL, NULL))
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
        if (ends[i] != G_MAXUINT)
          {
            numbers[ends[i]] += strength ? (double) klaster_row_get_integer (row, KLASTER_COOPERATION_STRENGTH) : 1;
            seen[ends[i]] |= known ? 2 : 1;
          }
    }
  for (guint i = 0; strength && i < n_ids; i++)
    if (seen[i] == 1)
      numbers[i] = NAN;
}

/* Places of the year that is looked at; of all times together they would count the same rooms again and again, so it is the
 * latest year then. */
static void
read_practice_places (double             *numbers,
                      const gint64       *ids,
                      guint               n_ids,
                      KlasterSnapshot    *snapshot,
                      KlasterScopeFilter *scope)
{
  const char *year = scope != NULL ? klaster_scope_filter_get_academic_year (scope) : NULL;
  g_autofree const char **years = g_new0 (const char *, n_ids + 1);
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; i < n_ids; i++)
    numbers[i] = NAN;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_PRACTICE_PLACE);
  while (klaster_row_iter_next (&iter, &row))
    {
      guint i = find_row (ids, n_ids, klaster_row_get_integer (row, KLASTER_PRACTICE_PLACE_INSTITUTION_ID));
      const char *of = klaster_row_get_text (row, KLASTER_PRACTICE_PLACE_ACADEMIC_YEAR);
      int order;

      if (of == NULL)
        of = "";
      if (i == G_MAXUINT || klaster_row_is_null (row, KLASTER_PRACTICE_PLACE_PLACES)
          || (year != NULL && *of != '\0' && strcmp (of, year) != 0))
        continue;
      order = years[i] == NULL || year != NULL ? 0 : strcmp (of, years[i]);
      if (order < 0)
        continue;
      if (order > 0)
        numbers[i] = NAN;
      years[i] = of;
      numbers[i] = (isnan (numbers[i]) ? 0 : numbers[i]) + (double) klaster_row_get_integer (row, KLASTER_PRACTICE_PLACE_PLACES);
    }
}

/**
 * klaster_attribute_read:
 * @self: one that is a number
 * @snapshot: the project
 * @scope: (nullable): which cooperations and which year count
 * @ended: whether cooperation that has ended counts
 *
 * Returns: (transfer full): a number for each institution in the order of rows, %NAN: unknown, which is never 0
 */
double *
klaster_attribute_read (KlasterAttribute    self,
                        KlasterSnapshot    *snapshot,
                        KlasterScopeFilter *scope,
                        gboolean            ended)
{
  guint n_ids = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION), n = 0;
  double *numbers = g_new (double, n_ids + 1);
  g_autofree gint64 *ids = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  g_return_val_if_fail (klaster_attribute_is_number (self), numbers);

  if (attributes[self].column >= 0)
    {
      read_column (numbers, snapshot, (guint) attributes[self].column);
      return numbers;
    }
  ids = g_new (gint64, n_ids + 1);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    ids[n++] = klaster_row_get_id (row);
  if (self == KLASTER_ATTRIBUTE_PRACTICE_PLACES)
    read_practice_places (numbers, ids, n_ids, snapshot, scope);
  else
    read_cooperations (numbers, ids, n_ids, snapshot, scope, ended, self == KLASTER_ATTRIBUTE_STRENGTH);

  return numbers;
}
