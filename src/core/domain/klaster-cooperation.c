/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-cooperation.h"

static gboolean
is_in_force (const char *status)
{
  return g_strcmp0 (status, "in_force") == 0 || g_strcmp0 (status, "expiring") == 0;
}

static gboolean
has_ended (const char *status)
{
  return g_strcmp0 (status, "expired") == 0 || g_strcmp0 (status, "terminated") == 0;
}

static gboolean
is_active (const KlasterRow *cooperation)
{
  return g_strcmp0 (klaster_row_get_text (cooperation, KLASTER_COOPERATION_STATUS), "active") == 0;
}

/**
 * klaster_cooperation_list_agreements:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation of it
 *
 * Returns: (transfer full) (element-type KlasterRow): the agreements behind it, each once
 */
GPtrArray *
klaster_cooperation_list_agreements (KlasterSnapshot *snapshot,
                                     gint64           cooperation_id)
{
  GPtrArray *agreements = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_row_unref);
  KlasterReferrerIter iter;
  KlasterRow *link;

  g_return_val_if_fail (snapshot != NULL, agreements);

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT,
                              KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, cooperation_id);
  while (klaster_referrer_iter_next (&iter, &link))
    {
      KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT,
                                                       klaster_row_get_integer (link,
                                                                                KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID));

      if (agreement != NULL && !g_ptr_array_find (agreements, agreement, NULL))
        g_ptr_array_add (agreements, klaster_row_ref (agreement));
    }

  return agreements;
}

/* The agreement whose end leaves the cooperation without one: the one that ended last; %NULL: there is one in force, or
 * none has ended. */
static KlasterRow *
find_ended (KlasterSnapshot *snapshot,
            GPtrArray       *agreements,
            const char      *date)
{
  KlasterRow *last = NULL;

  for (guint i = 0; i < agreements->len; i++)
    {
      KlasterRow *agreement = g_ptr_array_index (agreements, i);
      const char *status = klaster_agreement_get_status (snapshot, agreement, date);

      if (is_in_force (status))
        return NULL;
      if (has_ended (status)
          && (last == NULL || g_strcmp0 (klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO),
                                         klaster_row_get_text (last, KLASTER_AGREEMENT_VALID_TO)) > 0))
        last = agreement;
    }

  return last;
}

/**
 * klaster_cooperation_is_uncovered:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation of it
 * @date: the day, "YYYY-MM-DD"
 *
 * Returns: whether it is active and an agreement behind it has ended without another in force
 */
gboolean
klaster_cooperation_is_uncovered (KlasterSnapshot *snapshot,
                                  gint64           cooperation_id,
                                  const char      *date)
{
  KlasterRow *cooperation;
  g_autoptr (GPtrArray) agreements = NULL;

  g_return_val_if_fail (snapshot != NULL && date != NULL, FALSE);

  cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, cooperation_id);
  if (cooperation == NULL || !is_active (cooperation))
    return FALSE;

  agreements = klaster_cooperation_list_agreements (snapshot, cooperation_id);

  return find_ended (snapshot, agreements, date) != NULL;
}

static void
add (GPtrArray             *list,
     KlasterAttentionLevel  level,
     const char            *code,
     KlasterTable           table,
     gint64                 id,
     char                  *title,
     const char            *detail)
{
  KlasterAttention *attention = g_new (KlasterAttention, 1);

  *attention = (KlasterAttention) { level, code, table, id, title, g_strdup (detail) };
  g_ptr_array_add (list, attention);
}

static gboolean
is_purposeless (KlasterSnapshot  *snapshot,
                const KlasterRow *cooperation)
{
  static const guint lists[] = { KLASTER_COOPERATION_MODELS, KLASTER_COOPERATION_AREAS };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      const char *text = klaster_row_get_text (cooperation, lists[i]);

      if (text != NULL && strcmp (text, "[]") != 0)
        return FALSE;
    }

  return klaster_row_is_null (cooperation, KLASTER_COOPERATION_GOAL_ID)
         && klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_COOPERATION_ID,
                                              klaster_row_get_id (cooperation)) == 0;
}

/**
 * klaster_cooperation_list_attention:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation of it
 * @date: the day, "YYYY-MM-DD"
 * @language: language of names in the texts
 *
 * Agreements are asked of active cooperations only; links are to be conscious and purposeful (DOMAIN.md §2, rule 3), so
 * each needs an area, a model or a goal.
 *
 * Returns: (transfer full) (element-type KlasterAttention): the most urgent first
 */
GPtrArray *
klaster_cooperation_list_attention (KlasterSnapshot *snapshot,
                                    gint64           cooperation_id,
                                    const char      *date,
                                    KlasterLanguage  language)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) klaster_attention_free);
  KlasterRow *cooperation;
  g_autoptr (GPtrArray) agreements = NULL;
  KlasterRow *ended;
  const char *end;

  g_return_val_if_fail (snapshot != NULL && date != NULL, list);

  cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, cooperation_id);
  if (cooperation == NULL)
    return list;

  agreements = klaster_cooperation_list_agreements (snapshot, cooperation_id);
  end = klaster_row_get_text (cooperation, KLASTER_COOPERATION_END_DATE);
  ended = is_active (cooperation) ? find_ended (snapshot, agreements, date) : NULL;
  if (ended != NULL)
    {
      g_autofree char *name = klaster_record_describe (snapshot, ended, language);

      add (list, KLASTER_ATTENTION_WARNING, "agreement_ended", KLASTER_TABLE_AGREEMENT, klaster_row_get_id (ended),
           g_strdup_printf (_("The agreement behind it has ended: %s"), name),
           _("Renew the agreement, or end the cooperation."));
    }
  if (is_active (cooperation) && end != NULL && strcmp (end, date) < 0)
    add (list, KLASTER_ATTENTION_WARNING, "past_end", KLASTER_TABLE_COOPERATION, cooperation_id,
         g_strdup (_("Active, but past its end date")), _("End the cooperation, or set a later date."));
  if (is_active (cooperation) && agreements->len == 0)
    add (list, KLASTER_ATTENTION_INFO, "no_agreement", KLASTER_TABLE_COOPERATION, cooperation_id,
         g_strdup (_("No agreement stands behind it")), _("Link one below, or make a new one."));
  if (is_purposeless (snapshot, cooperation))
    add (list, KLASTER_ATTENTION_INFO, "no_purpose", KLASTER_TABLE_COOPERATION, cooperation_id,
         g_strdup (_("It does not say what it is for")), _("Choose a model, an area or a goal."));

  return list;
}
