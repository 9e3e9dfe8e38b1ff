/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-agreement.h"
#include "klaster-derive.h"

/* Holds where a project has not set obligation.soon_days. */
#define SOON_DAYS 14

typedef struct
{
  KlasterSnapshot *snapshot;
  const char *date;
  KlasterLanguage language;
  GPtrArray *list; /* KlasterAttention; NULL: only how urgent the worst is */
  int worst;
} Finder;

static KlasterAttentionSource more_attention;

/**
 * klaster_attention_free:
 * @self: (transfer full): what needs attention
 */
void
klaster_attention_free (KlasterAttention *self)
{
  g_free (self->title);
  g_free (self->detail);
  g_free (self);
}

/* Whether anybody wants the texts; keeps count of the worst. */
static gboolean
found (Finder                *self,
       KlasterAttentionLevel  level)
{
  self->worst = MAX (self->worst, (int) level);
  return self->list != NULL;
}

static void
add (Finder                *self,
     KlasterAttentionLevel  level,
     const char            *code,
     KlasterTable           table,
     gint64                 id,
     char                  *title,
     char                  *detail)
{
  KlasterAttention *attention = g_new (KlasterAttention, 1);

  *attention = (KlasterAttention) { level, code, table, id, title, detail };
  g_ptr_array_add (self->list, attention);
}

static gboolean
is_renewed (Finder *self,
            gint64  agreement_id)
{
  return klaster_agreement_has_signed_renewal (self->snapshot, agreement_id, self->date);
}

/* Returns whether the agreement counts as one in force. */
static gboolean
look_at_agreement (Finder           *self,
                   const KlasterRow *agreement)
{
  const char *status = klaster_agreement_get_status (self->snapshot, agreement, self->date);
  gint64 id = klaster_row_get_id (agreement);
  int left = klaster_agreement_get_days_left (agreement, self->date);

  if (strcmp (status, "expiring") == 0)
    {
      if (!is_renewed (self, id) && found (self, KLASTER_ATTENTION_WARNING))
        add (self, KLASTER_ATTENTION_WARNING, "agreement_expiring", KLASTER_TABLE_AGREEMENT, id,
             left == 0 ? g_strdup (_("Agreement ends today"))
                       : g_strdup_printf (ngettext ("Agreement ends in %d day", "Agreement ends in %d days",
                                                    (gulong) left), left),
             klaster_record_describe (self->snapshot, agreement, self->language));
      return TRUE;
    }
  if (strcmp (status, "expired") == 0)
    {
      if (!is_renewed (self, id) && found (self, KLASTER_ATTENTION_WARNING))
        add (self, KLASTER_ATTENTION_WARNING, "agreement_expired", KLASTER_TABLE_AGREEMENT, id,
             g_strdup_printf (ngettext ("Agreement ended %d day ago", "Agreement ended %d days ago", (gulong) -left), -left),
             klaster_record_describe (self->snapshot, agreement, self->language));
      return FALSE;
    }
  if (strcmp (status, "draft") == 0 && found (self, KLASTER_ATTENTION_INFO))
    add (self, KLASTER_ATTENTION_INFO, "agreement_draft", KLASTER_TABLE_AGREEMENT, id,
         g_strdup (_("Agreement is not signed yet")),
         klaster_record_describe (self->snapshot, agreement, self->language));

  return strcmp (status, "in_force") == 0;
}

static void
look_at_agreements (Finder   *self,
                    gint64    id,
                    gboolean  is_member)
{
  gboolean in_force = FALSE;
  KlasterReferrerIter iter;
  KlasterRow *party;

  klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, id);
  while (klaster_referrer_iter_next (&iter, &party))
    {
      KlasterRow *agreement = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_AGREEMENT,
                                                       klaster_row_get_integer (party,
                                                                                KLASTER_AGREEMENT_PARTY_AGREEMENT_ID));

      if (agreement)
        in_force |= look_at_agreement (self, agreement);
    }

  if (is_member && !in_force && found (self, KLASTER_ATTENTION_WARNING))
    add (self, KLASTER_ATTENTION_WARNING, "no_agreement", KLASTER_TABLE_INSTITUTION, id,
         g_strdup (_("No agreement in force")), g_strdup (_("A member takes part on the basis of an agreement.")));
}

static void
look_at_obligations (Finder *self,
                     gint64  id)
{
  gint64 soon = -1;
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_INSTITUTION_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      const char *due = klaster_row_get_text (row, KLASTER_OBLIGATION_DUE);
      const char *state = klaster_row_get_text (row, KLASTER_OBLIGATION_STATE);
      int days;

      if (!klaster_date_is_valid (due) || g_strcmp0 (state, "done") == 0 || g_strcmp0 (state, "waived") == 0)
        continue;
      days = klaster_date_diff_days (self->date, due);
      if (days < 0)
        {
          if (found (self, KLASTER_ATTENTION_OVERDUE))
            add (self, KLASTER_ATTENTION_OVERDUE, "obligation_overdue", KLASTER_TABLE_OBLIGATION, klaster_row_get_id (row),
                 g_strdup_printf (ngettext ("Obligation overdue by %d day", "Obligation overdue by %d days",
                                            (gulong) -days), -days),
                 klaster_record_describe (self->snapshot, row, self->language));
          continue;
        }
      if (soon < 0)
        soon = klaster_parameter_get_integer (self->snapshot, "obligation.soon_days", self->date, SOON_DAYS);
      if (days <= soon && found (self, KLASTER_ATTENTION_INFO))
        add (self, KLASTER_ATTENTION_INFO, "obligation_due_soon", KLASTER_TABLE_OBLIGATION, klaster_row_get_id (row),
             days == 0 ? g_strdup (_("Obligation due today"))
                       : g_strdup_printf (ngettext ("Obligation due in %d day", "Obligation due in %d days",
                                                    (gulong) days), days),
             klaster_record_describe (self->snapshot, row, self->language));
    }
}

static gboolean
has_active_cooperation (Finder *self,
                        gint64  id)
{
  static const guint columns[] = { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *row;

      klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_COOPERATION, columns[i], id);
      while (klaster_referrer_iter_next (&iter, &row))
        if (g_strcmp0 (klaster_row_get_text (row, KLASTER_COOPERATION_STATUS), "active") == 0)
          return TRUE;
    }

  return FALSE;
}

static void
look_at_institution (Finder           *self,
                     const KlasterRow *row,
                     gboolean          is_member)
{
  gint64 id = klaster_row_get_id (row);

  if (*klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->language) == '\0' &&
      found (self, KLASTER_ATTENTION_WARNING))
    add (self, KLASTER_ATTENTION_WARNING, "no_name", KLASTER_TABLE_INSTITUTION, id, g_strdup (_("No name")),
         g_strdup (_("Enter the official name in at least one language.")));
  if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
    {
      KlasterAttentionLevel level = is_member ? KLASTER_ATTENTION_WARNING : KLASTER_ATTENTION_INFO;

      if (found (self, level))
        add (self, level, "no_position", KLASTER_TABLE_INSTITUTION, id, g_strdup (_("No position")),
             g_strdup (_("Place it on the map, or type its coordinates.")));
    }
  if (is_member && !has_active_cooperation (self, id) && found (self, KLASTER_ATTENTION_WARNING))
    add (self, KLASTER_ATTENTION_WARNING, "no_cooperation", KLASTER_TABLE_INSTITUTION, id,
         g_strdup (_("No active cooperation")), g_strdup (_("A member works together with at least one other.")));
  if (is_member && klaster_row_is_null (row, KLASTER_INSTITUTION_INTEREST) && found (self, KLASTER_ATTENTION_INFO))
    add (self, KLASTER_ATTENTION_INFO, "no_interest", KLASTER_TABLE_INSTITUTION, id, g_strdup (_("Its own interest is not stated")),
         g_strdup (_("Every member of a cluster has an interest of its own; a mere system has none.")));
}

static void
look_at_goals (Finder *self,
               gint64  id)
{
  KlasterReferrerIter iter;
  KlasterRow *goal;

  klaster_referrer_iter_init (&iter, self->snapshot, KLASTER_TABLE_GOAL, KLASTER_GOAL_INSTITUTION_ID, id);
  while (klaster_referrer_iter_next (&iter, &goal))
    if (klaster_goal_is_overdue (goal, self->date) && found (self, KLASTER_ATTENTION_WARNING))
      {
        int days = klaster_date_diff_days (klaster_row_get_text (goal, KLASTER_GOAL_DUE), self->date);

        add (self, KLASTER_ATTENTION_WARNING, "goal_overdue", KLASTER_TABLE_GOAL, klaster_row_get_id (goal),
             g_strdup_printf (ngettext ("Goal overdue by %d day", "Goal overdue by %d days", (gulong) days), days),
             klaster_record_describe (self->snapshot, goal, self->language));
      }
}

static void
look (Finder *self,
      gint64  id)
{
  KlasterRow *row = klaster_snapshot_lookup (self->snapshot, KLASTER_TABLE_INSTITUTION, id);
  const char *role;
  gboolean is_member;

  if (row == NULL)
    return;
  role = klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE);
  is_member = g_strcmp0 (role, "integrator") == 0 || g_strcmp0 (role, "core") == 0 || g_strcmp0 (role, "member") == 0;

  look_at_obligations (self, id);
  /* Who has left owes what it promised, and nothing else. */
  if (g_strcmp0 (role, "former") == 0)
    return;
  look_at_agreements (self, id, is_member);
  look_at_institution (self, row, is_member);
  look_at_goals (self, id);
  if (more_attention)
    {
      int worst = more_attention (self->snapshot, id, self->date, self->language, self->list);

      self->worst = MAX (self->worst, worst);
    }
}

static int
compare_attention (const void *a,
                   const void *b)
{
  const KlasterAttention *left = *(KlasterAttention *const *) a, *right = *(KlasterAttention *const *) b;

  if (left->level != right->level)
    return left->level > right->level ? -1 : 1;
  if (left->table != right->table)
    return left->table < right->table ? -1 : 1;
  if (left->id != right->id)
    return left->id < right->id ? -1 : 1;
  return strcmp (left->code, right->code);
}

/**
 * klaster_institution_list_attention:
 * @snapshot: a snapshot
 * @institution_id: an institution
 * @date: today, a valid date
 * @language: for names of records; the sentences are in the language of the interface
 *
 * Returns: (transfer full) (element-type KlasterAttention): what needs attention, most urgent first
 */
GPtrArray *
klaster_institution_list_attention (KlasterSnapshot *snapshot,
                                    gint64           institution_id,
                                    const char      *date,
                                    KlasterLanguage  language)
{
  Finder finder = { snapshot, date, language, NULL, -1 };

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), NULL);

  finder.list = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_attention_free);
  look (&finder, institution_id);
  g_ptr_array_sort (finder.list, compare_attention);

  return finder.list;
}

/**
 * klaster_institution_get_attention:
 * @snapshot: a snapshot
 * @institution_id: an institution
 * @date: today, a valid date
 *
 * Returns: the #KlasterAttentionLevel of the most urgent thing, -1 when there is nothing
 */
int
klaster_institution_get_attention (KlasterSnapshot *snapshot,
                                   gint64           institution_id,
                                   const char      *date)
{
  Finder finder = { snapshot, date, KLASTER_LANGUAGE_EN, NULL, -1 };

  g_return_val_if_fail (snapshot != NULL && klaster_date_is_valid (date), -1);

  look (&finder, institution_id);
  return finder.worst;
}

/**
 * klaster_attention_set_source:
 * @source: (nullable): what finds more
 *
 * Rules lie above core and may not be called from here; so they come to it.
 */
void
klaster_attention_set_source (KlasterAttentionSource source)
{
  more_attention = source;
}
