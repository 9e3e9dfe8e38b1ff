/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-academic-year.h"
#include "klaster-check.h"
#include "klaster-derive.h"
#include "klaster-dual.h"

/* Holds where a project has not set obligation.soon_days. */
#define SOON_DAYS 14

typedef struct
{
  KlasterSnapshot *snapshot;
  const char *date;
  KlasterLanguage language;
  GPtrArray *list; /* (nullable): only how urgent the worst is */
  int worst;
} Finder;

static void
add (Finder                *self,
     KlasterAttentionLevel  level,
     const char            *code,
     const KlasterRow      *place,
     char                  *title)
{
  KlasterAttention *attention = g_new (KlasterAttention, 1);

  *attention = (KlasterAttention) { level, code, KLASTER_TABLE_DUAL_PLACE, klaster_row_get_id (place), title,
                                    klaster_record_describe (self->snapshot, place, self->language) };
  g_ptr_array_add (self->list, attention);
}

static gboolean
found (Finder                *self,
       KlasterAttentionLevel  level)
{
  self->worst = MAX (self->worst, (int) level);
  return self->list != NULL;
}

/* What is past cannot be repaired any more. */
static gboolean
is_over (Finder           *self,
         const KlasterRow *place)
{
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (self->snapshot);
  g_autofree char *last = NULL;

  return klaster_academic_calendar_get_period (calendar, klaster_row_get_text (place, KLASTER_DUAL_PLACE_ACADEMIC_YEAR), NULL,
                                               &last) &&
         strcmp (last, self->date) < 0;
}

static void
look_at_next_step (Finder           *self,
                   const KlasterRow *place)
{
  g_autofree char *due = NULL;
  int next = klaster_dual_get_next_step (self->snapshot, place, self->date, &due);
  int days;

  if (next < 0 || due == NULL)
    return;
  days = klaster_date_diff_days (self->date, due);
  if (days > klaster_parameter_get_integer (self->snapshot, "obligation.soon_days", self->date, SOON_DAYS) ||
      !found (self, KLASTER_ATTENTION_INFO))
    return;

  add (self, KLASTER_ATTENTION_INFO, "dual_step_due", place,
       days < 0 ? g_strdup_printf (ngettext ("Dual education: “%s” was due %d day ago", "Dual education: “%s” was due %d days ago",
                                             (gulong) -days),
                                   klaster_dual_step_get_title ((KlasterDualStep) next), -days)
                : g_strdup_printf (ngettext ("Dual education: “%s” is due in %d day", "Dual education: “%s” is due in %d days",
                                             (gulong) days),
                                   klaster_dual_step_get_title ((KlasterDualStep) next), days));
}

static void
look_at_place (Finder           *self,
               const KlasterRow *place)
{
  g_autoptr (GPtrArray) results = NULL;
  guint n_broken = 0;

  if (is_over (self, place))
    return;

  results = klaster_check_record (self->snapshot, KLASTER_TABLE_DUAL_PLACE, klaster_row_get_id (place), self->date,
                                  self->language);
  for (guint i = 0; i < results->len; i++)
    n_broken += ((const KlasterCheckResult *) results->pdata[i])->status == KLASTER_CHECK_NOT_MET;
  if (n_broken == 0)
    look_at_next_step (self, place);
  else if (found (self, KLASTER_ATTENTION_WARNING))
    add (self, KLASTER_ATTENTION_WARNING, "dual_not_met", place,
         g_strdup_printf (ngettext ("%u rule of dual education is not met", "%u rules of dual education are not met", n_broken),
                          n_broken));
}

static int
look (KlasterSnapshot *snapshot,
      gint64           institution_id,
      const char      *date,
      KlasterLanguage  language,
      GPtrArray       *list)
{
  static const guint columns[] = { KLASTER_DUAL_PLACE_INSTITUTION_ID, KLASTER_DUAL_PLACE_EMPLOYER_ID };
  Finder finder = { snapshot, date, language, list, -1 };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *place;

      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_DUAL_PLACE, columns[i], institution_id);
      while (klaster_referrer_iter_next (&iter, &place))
        look_at_place (&finder, place);
    }

  return finder.worst;
}

/**
 * klaster_check_set_up_attention:
 *
 * Makes what rules find about dual education part of what needs attention of an institution: call once, at the start.
 */
void
klaster_check_set_up_attention (void)
{
  klaster_attention_set_source (look);
}
