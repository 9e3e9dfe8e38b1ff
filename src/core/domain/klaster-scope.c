/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-derive.h"
#include "klaster-scope.h"

struct _KlasterScope
{
  GObject parent_instance;

  KlasterProject *project;
  KlasterAcademicCalendar *calendar; /* of the project */
  char *today;  /* when somebody last looked at the clock */
  KlasterScopeFilter *filter;
};

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterScope, klaster_scope, G_TYPE_OBJECT)

static void
apply (KlasterScope             *self,
       const char               *academic_year,
       const char               *date,
       const char *const *const *tokens)
{
  g_autoptr (KlasterScopeFilter) old = g_steal_pointer (&self->filter);

  self->filter = klaster_scope_filter_new (academic_year, self->calendar, date, tokens);
  if (old != NULL && !klaster_scope_filter_equal (old, self->filter))
    g_signal_emit (self, signals[CHANGED], 0);
}

/* The same choice with another beginning of the year, another year or another day. */
static void
reapply (KlasterScope *self,
         const char   *academic_year,
         const char   *date)
{
  g_autoptr (KlasterScopeFilter) old = klaster_scope_filter_ref (self->filter);
  g_autofree char *year_copy = g_strdup (academic_year);
  g_autofree char *date_copy = g_strdup (date);
  const char *const *tokens[KLASTER_SCOPE_N_LISTS];

  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    tokens[i] = klaster_scope_filter_get_tokens (old, (KlasterScopeList) i);
  apply (self, year_copy, date_copy, tokens);
}

static void
update_calendar (KlasterScope *self)
{
  KlasterSnapshot *snapshot = self->project ? klaster_project_get_snapshot (self->project) : NULL;
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);

  if (klaster_academic_calendar_equal (calendar, self->calendar))
    return;

  klaster_academic_calendar_free (self->calendar);
  self->calendar = g_steal_pointer (&calendar);
  reapply (self, klaster_scope_filter_get_academic_year (self->filter), klaster_scope_filter_get_date (self->filter));
}

static void
project_changed_cb (KlasterScope *self,
                    KlasterDelta *delta)
{
  if (delta == NULL || klaster_delta_touches (delta, KLASTER_TABLE_PARAMETER))
    update_calendar (self);
}

static void
klaster_scope_dispose (GObject *object)
{
  KlasterScope *self = KLASTER_SCOPE (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_scope_parent_class)->dispose (object);
}

static void
klaster_scope_finalize (GObject *object)
{
  KlasterScope *self = KLASTER_SCOPE (object);

  klaster_academic_calendar_free (self->calendar);
  g_free (self->today);
  klaster_scope_filter_unref (self->filter);

  G_OBJECT_CLASS (klaster_scope_parent_class)->finalize (object);
}

static void
klaster_scope_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, KLASTER_SCOPE (object)->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_scope_set_property (GObject      *object,
                            guint         property_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  KlasterScope *self = KLASTER_SCOPE (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      if (self->project)
        g_signal_handlers_disconnect_by_data (self->project, self);
      g_set_object (&self->project, g_value_get_object (value));
      if (self->project)
        g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      update_calendar (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_scope_class_init (KlasterScopeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_scope_dispose;
  object_class->finalize = klaster_scope_finalize;
  object_class->get_property = klaster_scope_get_property;
  object_class->set_property = klaster_scope_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KlasterScope::changed:
   *
   * What is looked at is another now.
   */
  signals[CHANGED] = g_signal_new ("changed", KLASTER_TYPE_SCOPE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_scope_init (KlasterScope *self)
{
  self->calendar = klaster_academic_calendar_new (NULL);
  self->filter = klaster_scope_filter_new (NULL, NULL, NULL, NULL);
  self->today = klaster_date_today ();
}

/**
 * klaster_scope_new:
 *
 * Returns: (transfer full): a scope that looks at everything, as of today
 */
KlasterScope *
klaster_scope_new (void)
{
  return g_object_new (KLASTER_TYPE_SCOPE, NULL);
}

/**
 * klaster_scope_get_filter:
 *
 * Returns: (transfer none): what is looked at, as a value that never changes and that any thread may use
 */
KlasterScopeFilter *
klaster_scope_get_filter (KlasterScope *self)
{
  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  return self->filter;
}

/**
 * klaster_scope_dup_date:
 *
 * Returns: (transfer full): the day for which statuses and what needs attention are derived
 */
char *
klaster_scope_dup_date (KlasterScope *self)
{
  const char *date;

  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  date = klaster_scope_filter_get_date (self->filter);

  return date ? g_strdup (date) : klaster_date_today ();
}

/**
 * klaster_scope_get_academic_year:
 *
 * Returns: (nullable): the academic year that is looked at, %NULL: all
 */
const char *
klaster_scope_get_academic_year (KlasterScope *self)
{
  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  return klaster_scope_filter_get_academic_year (self->filter);
}

/**
 * klaster_scope_set_academic_year:
 * @academic_year: (nullable): "2026/27"; %NULL: all
 *
 * Looks at one academic year. A day that lies outside of it is no longer looked at.
 */
void
klaster_scope_set_academic_year (KlasterScope *self,
                                 const char   *academic_year)
{
  const char *date;
  g_autofree char *year_of_date = NULL;

  g_return_if_fail (KLASTER_IS_SCOPE (self));

  date = klaster_scope_filter_get_date (self->filter);
  if (date != NULL && academic_year != NULL)
    year_of_date = klaster_academic_calendar_get_year (self->calendar, date, 0);
  reapply (self, academic_year, academic_year == NULL || g_strcmp0 (year_of_date, academic_year) == 0 ? date : NULL);
}

/**
 * klaster_scope_get_date:
 *
 * Returns: (nullable): the day that is looked at, %NULL: today
 */
const char *
klaster_scope_get_date (KlasterScope *self)
{
  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  return klaster_scope_filter_get_date (self->filter);
}

/**
 * klaster_scope_set_date:
 * @date: (nullable): "YYYY-MM-DD"; %NULL: today
 *
 * Looks at everything as it is on one day. An academic year in which it does not lie is no longer looked at.
 */
void
klaster_scope_set_date (KlasterScope *self,
                        const char   *date)
{
  const char *year;
  g_autofree char *year_of_date = NULL;

  g_return_if_fail (KLASTER_IS_SCOPE (self));
  g_return_if_fail (date == NULL || klaster_date_is_valid (date));

  year = klaster_scope_filter_get_academic_year (self->filter);
  if (date != NULL)
    year_of_date = klaster_academic_calendar_get_year (self->calendar, date, 0);
  reapply (self, date == NULL || g_strcmp0 (year_of_date, year) == 0 ? year : NULL, date);
}

/**
 * klaster_scope_get_tokens:
 * @list: what is chosen by
 *
 * Returns: (transfer none) (nullable): the tokens that are looked at, %NULL: all
 */
const char *const *
klaster_scope_get_tokens (KlasterScope     *self,
                          KlasterScopeList  list)
{
  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  return klaster_scope_filter_get_tokens (self->filter, list);
}

/**
 * klaster_scope_set_tokens:
 * @list: what is chosen by
 * @tokens: (nullable) (array zero-terminated=1): the tokens that are looked at, %NULL: all
 */
void
klaster_scope_set_tokens (KlasterScope      *self,
                          KlasterScopeList   list,
                          const char *const *tokens)
{
  g_autoptr (KlasterScopeFilter) old = NULL;
  const char *const *all[KLASTER_SCOPE_N_LISTS];

  g_return_if_fail (KLASTER_IS_SCOPE (self));
  g_return_if_fail (list < KLASTER_SCOPE_N_LISTS);

  old = klaster_scope_filter_ref (self->filter);
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    all[i] = i == (guint) list ? tokens : klaster_scope_filter_get_tokens (old, (KlasterScopeList) i);
  apply (self, klaster_scope_filter_get_academic_year (old), klaster_scope_filter_get_date (old), all);
}

/**
 * klaster_scope_follow_clock:
 *
 * Windows stay open overnight. What is derived from today is derived anew as soon as today is another day: an agreement
 * that ended yesterday has expired, an obligation is overdue.
 */
void
klaster_scope_follow_clock (KlasterScope *self)
{
  g_autofree char *today = klaster_date_today ();

  g_return_if_fail (KLASTER_IS_SCOPE (self));

  if (strcmp (today, self->today) == 0)
    return;

  g_free (self->today);
  self->today = g_steal_pointer (&today);
  if (klaster_scope_filter_get_date (self->filter) == NULL)
    g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * klaster_scope_clear:
 *
 * Looks at everything of all times, as of today.
 */
void
klaster_scope_clear (KlasterScope *self)
{
  g_return_if_fail (KLASTER_IS_SCOPE (self));

  apply (self, NULL, NULL, NULL);
}

/**
 * klaster_scope_dup_year:
 * @offset: how many years later, or earlier when negative
 *
 * Returns: (transfer full): the academic year of today, or one beside it, as the project counts them
 */
char *
klaster_scope_dup_year (KlasterScope *self,
                        int           offset)
{
  g_autofree char *today = klaster_date_today ();

  g_return_val_if_fail (KLASTER_IS_SCOPE (self), NULL);

  return klaster_academic_calendar_get_year (self->calendar, today, offset);
}
