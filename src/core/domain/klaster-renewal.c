/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-renewal.h"

/* How far a renewal moves things: whole months where the period has them, else days. */
typedef struct
{
  int months;
  int days;
} Shift;

static int
count_months (const char *from,
              const char *to)
{
  return (atoi (to) - atoi (from)) * 12 + (atoi (to + 5) - atoi (from + 5));
}

/* People mean whole months both by "1 September to 31 August" and by "1 September to 1 September". @inclusive: the latter. */
static gboolean
find_months (const char *from,
             const char *to,
             int        *months,
             gboolean   *inclusive)
{
  g_autofree char *after = klaster_date_add_days (to, 1);
  int most = count_months (from, after);

  for (int n = MAX (most, 1); n <= most + 1; n++)
    {
      g_autofree char *anniversary = klaster_date_add_months (from, n);

      *months = n;
      *inclusive = strcmp (anniversary, to) == 0;
      if (*inclusive || strcmp (anniversary, after) == 0)
        return TRUE;
    }
  if (most > 1)
    {
      g_autofree char *anniversary = klaster_date_add_months (from, most - 1);

      *months = most - 1;
      *inclusive = TRUE;
      return strcmp (anniversary, to) == 0;
    }

  return FALSE;
}

static gboolean
continue_period (const char  *from,
                 const char  *to,
                 char       **new_from,
                 char       **new_to,
                 Shift       *shift)
{
  gboolean inclusive;
  int months;

  *new_from = NULL;
  *new_to = NULL;
  *shift = (Shift) { 0, 0 };
  if (!klaster_date_is_valid (to))
    return FALSE;

  *new_from = klaster_date_add_days (to, 1);
  if (!klaster_date_is_valid (from) || strcmp (from, to) > 0)
    return TRUE;

  if (find_months (from, to, &months, &inclusive))
    {
      /* From the first day on, so that a period that begins on 29 February ends on one again when there is one. */
      *new_to = klaster_date_add_months (from, 2 * months);
      if (!inclusive)
        {
          g_autofree char *last = klaster_date_add_days (*new_to, -1);

          g_free (*new_to);
          *new_to = g_steal_pointer (&last);
        }
      shift->months = months;
    }
  else
    {
      int days = klaster_date_diff_days (from, to);

      *new_to = klaster_date_add_days (*new_from, days);
      shift->days = days + 1;
    }

  return TRUE;
}

/**
 * klaster_period_continue:
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @new_from: (out) (transfer full) (nullable): the day after @to
 * @new_to: (out) (transfer full) (nullable): so that the new period is as long: as many whole months where @from to @to are
 *   whole months, else as many days; %NULL when @from is not known
 *
 * Returns: whether there is a period that follows: one without an end goes on by itself
 */
gboolean
klaster_period_continue (const char  *from,
                         const char  *to,
                         char       **new_from,
                         char       **new_to)
{
  Shift shift;

  g_return_val_if_fail (new_from != NULL && new_to != NULL, FALSE);

  return continue_period (from, to, new_from, new_to, &shift);
}

/* A new row with what @row holds, but for @left_out columns, and with @parent in @parent_column. */
static gint64
copy_row (KlasterEdit      *edit,
          const KlasterRow *row,
          guint             parent_column,
          gint64            parent,
          const guint      *left_out,
          guint             n_left_out)
{
  KlasterTable table = klaster_row_get_table (row);
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  gint64 id = klaster_edit_insert (edit, table);

  for (guint c = 1; c < info->n_columns; c++)
    {
      gboolean out = klaster_row_is_null (row, c) || (info->columns[c].flags & KLASTER_COLUMN_DERIVED) || c == parent_column;

      for (guint i = 0; i < n_left_out && !out; i++)
        out = left_out[i] == c;
      if (!out)
        klaster_edit_set (edit, table, id, c, klaster_row_get_value (row, c));
    }
  if (parent_column != 0)
    klaster_edit_set (edit, table, id, parent_column, KLASTER_INTEGER (parent));

  return id;
}

static void
copy_children (KlasterEdit     *edit,
               KlasterSnapshot *snapshot,
               KlasterTable     table,
               guint            column,
               gint64           from,
               gint64           to)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, table, column, from);
  while (klaster_referrer_iter_next (&iter, &row))
    copy_row (edit, row, column, to, NULL, 0);
}

static void
carry_obligations (KlasterEdit     *edit,
                   KlasterSnapshot *snapshot,
                   gint64           from,
                   gint64           to,
                   const Shift     *shift)
{
  static const guint left_out[] = { KLASTER_OBLIGATION_DUE, KLASTER_OBLIGATION_STATE, KLASTER_OBLIGATION_EVIDENCE,
                                    KLASTER_OBLIGATION_CONFIRMED_BY_ID, KLASTER_OBLIGATION_CONFIRMED_ON };
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_OBLIGATION, KLASTER_OBLIGATION_AGREEMENT_ID, from);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      const char *due = klaster_row_get_text (row, KLASTER_OBLIGATION_DUE);
      gint64 id;

      /* What was waived nobody has taken on. */
      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_OBLIGATION_STATE), "waived") == 0)
        continue;
      id = copy_row (edit, row, KLASTER_OBLIGATION_AGREEMENT_ID, to, left_out, G_N_ELEMENTS (left_out));
      klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_STATE, KLASTER_TEXT ("open"));
      if (klaster_date_is_valid (due) && (shift->months || shift->days))
        {
          g_autofree char *moved = shift->months ? klaster_date_add_months (due, shift->months)
                                                 : klaster_date_add_days (due, shift->days);

          klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, id, KLASTER_OBLIGATION_DUE, KLASTER_TEXT (moved));
        }
    }
}

/**
 * klaster_agreement_edit_add_renewal:
 * @edit: an edit that is being built
 * @snapshot: content of the project
 * @agreement: a row of agreement
 *
 * Adds a draft with the same kind, parties, roles, areas, tasks, goal, clauses and contributions. Its period continues the
 * old one's; obligations are open again, their days moved as far; the cooperations that the old one backs are linked to it,
 * too. The old agreement stays as it is.
 *
 * Returns: the new agreement
 */
gint64
klaster_agreement_edit_add_renewal (KlasterEdit      *edit,
                                    KlasterSnapshot  *snapshot,
                                    const KlasterRow *agreement)
{
  static const guint left_out[] = { KLASTER_AGREEMENT_NUMBER, KLASTER_AGREEMENT_SIGNED_ON, KLASTER_AGREEMENT_VALID_FROM,
                                    KLASTER_AGREEMENT_VALID_TO, KLASTER_AGREEMENT_TERMINATED_ON };
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  gint64 old, id;
  Shift shift;

  g_return_val_if_fail (edit != NULL && snapshot != NULL && agreement != NULL, 0);
  g_return_val_if_fail (klaster_row_get_table (agreement) == KLASTER_TABLE_AGREEMENT, 0);

  old = klaster_row_get_id (agreement);
  id = copy_row (edit, agreement, KLASTER_AGREEMENT_RENEWS_ID, old, left_out, G_N_ELEMENTS (left_out));
  continue_period (klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_FROM),
                   klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO), &from, &to, &shift);
  if (from)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT (from));
  if (to)
    klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_TO, KLASTER_TEXT (to));

  copy_children (edit, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, old, id);
  copy_children (edit, snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, old, id);
  copy_children (edit, snapshot, KLASTER_TABLE_CONTRIBUTION, KLASTER_CONTRIBUTION_AGREEMENT_ID, old, id);
  copy_children (edit, snapshot, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID, old, id);
  carry_obligations (edit, snapshot, old, id, &shift);

  return id;
}

/**
 * klaster_agreement_edit_renew:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): agreements
 * @n_ids: their number
 * @new_ids: (out) (optional) (transfer full) (element-type gint64): those that renew them
 *
 * Returns: (transfer full): an edit that renews them all
 */
KlasterEdit *
klaster_agreement_edit_renew (KlasterSnapshot  *snapshot,
                              const gint64     *ids,
                              guint             n_ids,
                              GArray          **new_ids)
{
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *label = NULL;
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL && (ids != NULL || n_ids == 0), NULL);

  label = g_strdup_printf (ngettext ("Renew %u agreement", "Renew %u agreements", n_ids), n_ids);
  edit = klaster_edit_new (label);
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, ids[i]);
      gint64 id = row ? klaster_agreement_edit_add_renewal (edit, snapshot, row) : 0;

      if (id != 0)
        g_array_append_val (added, id);
    }
  if (new_ids)
    *new_ids = g_steal_pointer (&added);

  return edit;
}
