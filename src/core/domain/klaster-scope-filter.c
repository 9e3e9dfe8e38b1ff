/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-scope-filter.h"

struct _KlasterScopeFilter
{
  gatomicrefcount ref_count;
  char *academic_year;
  char *date;
  char *first_day; /* (nullable): all times */
  char *last_day;
  char **tokens[KLASTER_SCOPE_N_LISTS];
};

/**
 * klaster_scope_filter_new:
 * @academic_year: (nullable): "2026/27"; what is no academic year is taken for none
 * @calendar: (nullable): when academic years begin; %NULL: 1 September
 * @date: (nullable): the day that is looked at; the period is this day, whatever the academic year
 * @tokens: (nullable) (array fixed-size=4): for each #KlasterScopeList the tokens that pass, %NULL-terminated, or %NULL
 *
 * Returns: (transfer full): a filter
 */
KlasterScopeFilter *
klaster_scope_filter_new (const char                    *academic_year,
                          const KlasterAcademicCalendar *calendar,
                          const char                    *date,
                          const char *const *const      *tokens)
{
  KlasterScopeFilter *self = g_new0 (KlasterScopeFilter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  if (klaster_academic_calendar_get_period (calendar, academic_year, &self->first_day, &self->last_day))
    self->academic_year = klaster_academic_year_format (klaster_academic_year_parse (academic_year));
  if (klaster_date_is_valid (date))
    {
      self->date = g_strdup (date);
      g_free (self->first_day);
      g_free (self->last_day);
      self->first_day = g_strdup (date);
      self->last_day = g_strdup (date);
    }
  for (guint i = 0; tokens != NULL && i < KLASTER_SCOPE_N_LISTS; i++)
    self->tokens[i] = g_strdupv ((char **) tokens[i]);

  return self;
}

/**
 * klaster_scope_filter_ref:
 *
 * Returns: (transfer full): @self
 */
KlasterScopeFilter *
klaster_scope_filter_ref (KlasterScopeFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * klaster_scope_filter_unref:
 * @self: (transfer full): a filter
 */
void
klaster_scope_filter_unref (KlasterScopeFilter *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->academic_year);
  g_free (self->date);
  g_free (self->first_day);
  g_free (self->last_day);
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    g_strfreev (self->tokens[i]);
  g_free (self);
}

static gboolean
equal_tokens (char **a,
              char **b)
{
  if (a == NULL || b == NULL)
    return a == b;

  return g_strv_equal ((const char *const *) a, (const char *const *) b);
}

/**
 * klaster_scope_filter_equal:
 * @a: (nullable): a filter
 * @b: (nullable): another one
 *
 * Returns: whether they let the same pass; %NULL equals an empty filter
 */
gboolean
klaster_scope_filter_equal (const KlasterScopeFilter *a,
                            const KlasterScopeFilter *b)
{
  if (klaster_scope_filter_is_empty (a) || klaster_scope_filter_is_empty (b))
    return klaster_scope_filter_is_empty (a) && klaster_scope_filter_is_empty (b);
  if (a == b)
    return TRUE;

  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    if (!equal_tokens (a->tokens[i], b->tokens[i]))
      return FALSE;

  return g_strcmp0 (a->academic_year, b->academic_year) == 0 && g_strcmp0 (a->date, b->date) == 0
         && g_strcmp0 (a->first_day, b->first_day) == 0;
}

/**
 * klaster_scope_filter_is_empty:
 *
 * Returns: whether everything of all times passes
 */
gboolean
klaster_scope_filter_is_empty (const KlasterScopeFilter *self)
{
  return self == NULL || (self->first_day == NULL && !klaster_scope_filter_has_lists (self));
}

/**
 * klaster_scope_filter_has_lists:
 *
 * Returns: whether it chooses by orientation, model, area or status
 */
gboolean
klaster_scope_filter_has_lists (const KlasterScopeFilter *self)
{
  for (guint i = 0; self != NULL && i < KLASTER_SCOPE_N_LISTS; i++)
    if (self->tokens[i] != NULL)
      return TRUE;

  return FALSE;
}

/**
 * klaster_scope_filter_get_academic_year:
 *
 * Returns: (nullable): the academic year that is looked at
 */
const char *
klaster_scope_filter_get_academic_year (const KlasterScopeFilter *self)
{
  return self ? self->academic_year : NULL;
}

/**
 * klaster_scope_filter_get_date:
 *
 * Returns: (nullable): the day as of which everything is shown; %NULL: today
 */
const char *
klaster_scope_filter_get_date (const KlasterScopeFilter *self)
{
  return self ? self->date : NULL;
}

/**
 * klaster_scope_filter_get_tokens:
 * @list: what is chosen by
 *
 * Returns: (transfer none) (nullable): the tokens that pass; %NULL: all
 */
const char *const *
klaster_scope_filter_get_tokens (const KlasterScopeFilter *self,
                                 KlasterScopeList          list)
{
  g_return_val_if_fail (list < KLASTER_SCOPE_N_LISTS, NULL);

  return self ? (const char *const *) self->tokens[list] : NULL;
}

/**
 * klaster_scope_filter_get_period:
 * @first_day: (out) (optional) (transfer none): the first day that is looked at
 * @last_day: (out) (optional) (transfer none): the last
 *
 * Returns: whether there is a period; %FALSE: all times
 */
gboolean
klaster_scope_filter_get_period (const KlasterScopeFilter  *self,
                                 const char               **first_day,
                                 const char               **last_day)
{
  if (first_day)
    *first_day = self ? self->first_day : NULL;
  if (last_day)
    *last_day = self ? self->last_day : NULL;

  return self != NULL && self->first_day != NULL;
}

/**
 * klaster_scope_filter_overlaps:
 * @start: (nullable): first day, %NULL: has always been
 * @end: (nullable): last day, %NULL: goes on
 *
 * Returns: whether at least one day of it lies in the period; always when there is none
 */
gboolean
klaster_scope_filter_overlaps (const KlasterScopeFilter *self,
                               const char               *start,
                               const char               *end)
{
  if (self == NULL || self->first_day == NULL)
    return TRUE;

  return (start == NULL || strcmp (start, self->last_day) <= 0) && (end == NULL || strcmp (end, self->first_day) >= 0);
}

/**
 * klaster_scope_filter_get_status:
 * @cooperation: a cooperation
 *
 * Returns: its status in the period, as a position in cooperation_statuses, -1 when unknown: what has ended since was
 *   active as long as it went on
 */
int
klaster_scope_filter_get_status (const KlasterScopeFilter *self,
                                 const KlasterRow         *cooperation)
{
  int status = klaster_row_get_token (cooperation, KLASTER_COOPERATION_STATUS);
  const char *end;

  if (self == NULL || self->first_day == NULL || status < 0)
    return status;

  end = klaster_row_get_text (cooperation, KLASTER_COOPERATION_END_DATE);
  if (g_str_equal (klaster_row_get_text (cooperation, KLASTER_COOPERATION_STATUS), "ended") && end != NULL
      && klaster_scope_filter_overlaps (self, klaster_row_get_text (cooperation, KLASTER_COOPERATION_START_DATE), end))
    return klaster_tokens_find (klaster_schema_get_tokens ("cooperation_statuses"), "active");

  return status;
}

static gboolean
contains (char       **tokens,
          const char  *token)
{
  return g_strv_contains ((const char *const *) tokens, token ? token : KLASTER_SCOPE_NOT_STATED);
}

/* A list passes with any of its tokens. */
static gboolean
passes_tokens (char            **tokens,
               const KlasterRow *row,
               guint             column)
{
  const char *text = klaster_row_get_text (row, column);

  if (text == NULL || g_str_equal (text, "[]"))
    return contains (tokens, NULL);
  for (guint i = 0; tokens[i] != NULL; i++)
    if (*tokens[i] && klaster_row_has_token (row, column, tokens[i]))
      return TRUE;

  return FALSE;
}

/**
 * klaster_scope_filter_passes_list:
 * @list: what is chosen by
 * @snapshot: a snapshot
 * @cooperation: a cooperation of it
 * @from: (nullable): its first member; %NULL: looked up
 * @to: (nullable): its second member; %NULL: looked up
 *
 * Returns: whether @list lets the cooperation pass, whatever the others do
 */
gboolean
klaster_scope_filter_passes_list (const KlasterScopeFilter *self,
                                  KlasterScopeList          list,
                                  KlasterSnapshot          *snapshot,
                                  const KlasterRow         *cooperation,
                                  const KlasterRow         *from,
                                  const KlasterRow         *to)
{
  int status;

  g_return_val_if_fail (list < KLASTER_SCOPE_N_LISTS, FALSE);

  if (self == NULL || self->tokens[list] == NULL)
    return TRUE;

  switch (list)
    {
    case KLASTER_SCOPE_ORIENTATIONS:
      return contains (self->tokens[list], klaster_cooperation_get_orientation (snapshot, cooperation, from, to));
    case KLASTER_SCOPE_STATUSES:
      status = klaster_scope_filter_get_status (self, cooperation);
      return contains (self->tokens[list], status < 0 ? NULL : klaster_schema_get_tokens ("cooperation_statuses")[status]);
    case KLASTER_SCOPE_MODELS:
      return passes_tokens (self->tokens[list], cooperation, KLASTER_COOPERATION_MODELS);
    case KLASTER_SCOPE_AREAS:
      return passes_tokens (self->tokens[list], cooperation, KLASTER_COOPERATION_AREAS);
    case KLASTER_SCOPE_N_LISTS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * klaster_scope_filter_passes:
 * @snapshot: a snapshot
 * @cooperation: a cooperation of it
 * @from: (nullable): its first member; %NULL: looked up
 * @to: (nullable): its second member; %NULL: looked up
 *
 * The orientation is the stored one or the one proposed for the two.
 *
 * Returns: whether the cooperation is looked at
 */
gboolean
klaster_scope_filter_passes (const KlasterScopeFilter *self,
                             KlasterSnapshot          *snapshot,
                             const KlasterRow         *cooperation,
                             const KlasterRow         *from,
                             const KlasterRow         *to)
{
  g_return_val_if_fail (cooperation != NULL, FALSE);

  if (self == NULL)
    return TRUE;
  if (!klaster_scope_filter_overlaps (self, klaster_row_get_text (cooperation, KLASTER_COOPERATION_START_DATE),
                                      klaster_row_get_text (cooperation, KLASTER_COOPERATION_END_DATE)))
    return FALSE;
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    if (!klaster_scope_filter_passes_list (self, (KlasterScopeList) i, snapshot, cooperation, from, to))
      return FALSE;

  return TRUE;
}
