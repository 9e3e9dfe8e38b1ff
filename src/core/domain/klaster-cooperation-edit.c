/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-agreement-edit.h"
#include "klaster-cooperation.h"
#include "klaster-language.h"

static char *
describe (KlasterSnapshot *snapshot,
          KlasterTable     table,
          gint64           id)
{
  KlasterRow *row = klaster_snapshot_lookup (snapshot, table, id);

  return row ? klaster_record_describe (snapshot, row, klaster_language_get_default ()) : g_strdup ("");
}

static char *
make_connect_label (KlasterSnapshot   *snapshot,
                    const KlasterPair *pair,
                    guint              n_pairs)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (n_pairs > 1)
    return g_strdup_printf (ngettext ("Add %u cooperation", "Add %u cooperations", n_pairs), n_pairs);

  from = describe (snapshot, KLASTER_TABLE_INSTITUTION, pair->from);
  to = describe (snapshot, KLASTER_TABLE_INSTITUTION, pair->to);
  /* Translators: an entry of the history; the names of two members. */
  return g_strdup_printf (_("Connect “%1$s” with “%2$s”"), from, to);
}

static gboolean
is_pair (KlasterSnapshot   *snapshot,
         const KlasterPair *pair)
{
  return pair->from != pair->to && klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, pair->from) != NULL
         && klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, pair->to) != NULL;
}

/**
 * klaster_cooperation_edit_connect:
 * @snapshot: a snapshot
 * @pairs: (array length=n_pairs): members of it, two by two
 * @n_pairs: their number
 * @ids: (out) (transfer full) (element-type gint64): the new cooperations
 *
 * They begin as proposed, and with the orientation that is proposed for the two as long as nobody sets another: it is left
 * empty, so that it goes on following what the two are.
 *
 * Returns: (transfer full) (nullable): an edit; %NULL when none of @pairs are two members
 */
KlasterEdit *
klaster_cooperation_edit_connect (KlasterSnapshot    *snapshot,
                                  const KlasterPair  *pairs,
                                  guint               n_pairs,
                                  GArray            **ids)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("");
  g_autofree char *label = NULL;
  const KlasterPair *first = NULL;

  g_return_val_if_fail (snapshot != NULL && ids != NULL, NULL);

  *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_pairs; i++)
    {
      gint64 id;

      if (!is_pair (snapshot, &pairs[i]))
        continue;
      if (first == NULL)
        first = &pairs[i];
      id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION);
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_FROM_ID, KLASTER_INTEGER (pairs[i].from));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_TO_ID, KLASTER_INTEGER (pairs[i].to));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, id, KLASTER_COOPERATION_STATUS, KLASTER_TEXT ("proposed"));
      g_array_append_val (*ids, id);
    }
  if (first == NULL)
    return NULL;

  label = make_connect_label (snapshot, first, (*ids)->len);
  klaster_edit_set_label (edit, label);

  return g_steal_pointer (&edit);
}

/**
 * klaster_cooperation_edit_swap:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 *
 * Returns: (transfer full): an edit after which each runs the other way
 */
KlasterEdit *
klaster_cooperation_edit_swap (KlasterSnapshot *snapshot,
                               const gint64    *ids,
                               guint            n_ids)
{
  KlasterEdit *edit = klaster_edit_new (_("Swap members of a cooperation"));

  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]);

      if (row == NULL)
        continue;
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, ids[i], KLASTER_COOPERATION_FROM_ID,
                        klaster_row_get_value (row, KLASTER_COOPERATION_TO_ID));
      klaster_edit_set (edit, KLASTER_TABLE_COOPERATION, ids[i], KLASTER_COOPERATION_TO_ID,
                        klaster_row_get_value (row, KLASTER_COOPERATION_FROM_ID));
    }

  return edit;
}

/* The row that puts the agreement behind the cooperation, or %NULL. */
static KlasterRow *
find_link (KlasterSnapshot *snapshot,
           gint64           cooperation_id,
           gint64           agreement_id)
{
  KlasterReferrerIter iter;
  KlasterRow *link;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT,
                              KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, cooperation_id);
  while (klaster_referrer_iter_next (&iter, &link))
    if (klaster_row_get_integer (link, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID) == agreement_id)
      return link;

  return NULL;
}

static void
add_link (KlasterEdit *edit,
          gint64       cooperation_id,
          gint64       agreement_id)
{
  gint64 id = klaster_edit_insert (edit, KLASTER_TABLE_COOPERATION_AGREEMENT);

  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, id, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID,
                    KLASTER_INTEGER (cooperation_id));
  klaster_edit_set (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, id, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                    KLASTER_INTEGER (agreement_id));
}

/**
 * klaster_cooperation_edit_link:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 * @agreement_id: an agreement of it
 *
 * Returns: (transfer full) (nullable): an edit that puts the agreement behind them; %NULL when nothing would change
 */
KlasterEdit *
klaster_cooperation_edit_link (KlasterSnapshot *snapshot,
                               const gint64    *ids,
                               guint            n_ids,
                               gint64           agreement_id)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);

  name = describe (snapshot, KLASTER_TABLE_AGREEMENT, agreement_id);
  label = g_strdup_printf (_("Link agreement “%s”"), name);
  edit = klaster_edit_new (label);
  for (guint i = 0; i < n_ids; i++)
    if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, ids[i]) != NULL
        && find_link (snapshot, ids[i], agreement_id) == NULL)
      add_link (edit, ids[i], agreement_id);

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}

/**
 * klaster_cooperation_edit_unlink:
 * @snapshot: a snapshot
 * @ids: (array length=n_ids): cooperations of it
 * @n_ids: their number
 * @agreement_id: an agreement of it
 *
 * Returns: (transfer full) (nullable): an edit that takes the agreement away from them and leaves it as it is; %NULL when
 *   nothing would change
 */
KlasterEdit *
klaster_cooperation_edit_unlink (KlasterSnapshot *snapshot,
                                 const gint64    *ids,
                                 guint            n_ids,
                                 gint64           agreement_id)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (snapshot != NULL, NULL);

  name = describe (snapshot, KLASTER_TABLE_AGREEMENT, agreement_id);
  label = g_strdup_printf (_("Unlink agreement “%s”"), name);
  edit = klaster_edit_new (label);
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *link = find_link (snapshot, ids[i], agreement_id);

      if (link != NULL)
        klaster_edit_delete (edit, KLASTER_TABLE_COOPERATION_AGREEMENT, klaster_row_get_id (link));
    }

  return klaster_edit_get_n_changes (edit) > 0 ? g_steal_pointer (&edit) : NULL;
}

/**
 * klaster_cooperation_edit_agree:
 * @snapshot: a snapshot
 * @cooperation_id: a cooperation of it
 * @agreement_id: (out): the new agreement
 *
 * Returns: (transfer full) (nullable): an edit that adds an agreement between its members, with its areas, tasks and goal,
 *   and puts it behind the cooperation; %NULL when there is no such cooperation
 */
KlasterEdit *
klaster_cooperation_edit_agree (KlasterSnapshot *snapshot,
                                gint64           cooperation_id,
                                gint64          *agreement_id)
{
  static const guint columns[][2] = {
    { KLASTER_AGREEMENT_AREAS, KLASTER_COOPERATION_AREAS },
    { KLASTER_AGREEMENT_TASKS, KLASTER_COOPERATION_TASKS },
    { KLASTER_AGREEMENT_GOAL_ID, KLASTER_COOPERATION_GOAL_ID },
  };
  KlasterRow *cooperation;
  KlasterEdit *edit;
  gint64 parties[2];

  g_return_val_if_fail (snapshot != NULL && agreement_id != NULL, NULL);

  cooperation = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, cooperation_id);
  if (cooperation == NULL)
    return NULL;

  parties[0] = klaster_row_get_integer (cooperation, KLASTER_COOPERATION_FROM_ID);
  parties[1] = klaster_row_get_integer (cooperation, KLASTER_COOPERATION_TO_ID);
  edit = klaster_agreement_edit_add (snapshot, "cooperation", NULL, parties, G_N_ELEMENTS (parties),
                                     klaster_language_get_default (), agreement_id);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (!klaster_row_is_null (cooperation, columns[i][1]))
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, *agreement_id, columns[i][0],
                        klaster_row_get_value (cooperation, columns[i][1]));
  add_link (edit, cooperation_id, *agreement_id);

  return edit;
}
