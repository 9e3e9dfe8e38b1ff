/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-derive.h"
#include "klaster-list.h"
#include "klaster-scope-counts.h"

static void
count (KlasterScopeCounts *self,
       KlasterScopeList    list,
       const char         *token)
{
  guint *number = g_hash_table_lookup (self->counts[list], token);

  if (number == NULL)
    {
      number = g_new0 (guint, 1);
      g_hash_table_insert (self->counts[list], g_strdup (token), number);
    }
  (*number)++;
}

static void
count_tokens (KlasterScopeCounts *self,
              KlasterScopeList    list,
              const char         *text)
{
  g_auto (GStrv) tokens = text ? klaster_list_parse (text) : NULL;

  if (tokens == NULL || tokens[0] == NULL)
    {
      count (self, list, KLASTER_SCOPE_NOT_STATED);
      return;
    }
  for (guint i = 0; tokens[i] != NULL; i++)
    count (self, list, tokens[i]);
}

static void
count_in_list (KlasterScopeCounts       *self,
               const KlasterScopeFilter *filter,
               KlasterSnapshot          *snapshot,
               const KlasterRow         *row,
               KlasterScopeList          list)
{
  const char *token = NULL;
  int status;

  switch (list)
    {
    case KLASTER_SCOPE_ORIENTATIONS:
      token = klaster_cooperation_get_orientation (snapshot, row, NULL, NULL);
      count (self, list, token ? token : KLASTER_SCOPE_NOT_STATED);
      break;
    case KLASTER_SCOPE_MODELS:
      count_tokens (self, list, klaster_row_get_text (row, KLASTER_COOPERATION_MODELS));
      break;
    case KLASTER_SCOPE_AREAS:
      count_tokens (self, list, klaster_row_get_text (row, KLASTER_COOPERATION_AREAS));
      break;
    case KLASTER_SCOPE_STATUSES:
      status = klaster_scope_filter_get_status (filter, row);
      count (self, list, status < 0 ? KLASTER_SCOPE_NOT_STATED : klaster_schema_get_tokens ("cooperation_statuses")[status]);
      break;
    case KLASTER_SCOPE_N_LISTS:
    default:
      g_assert_not_reached ();
    }
}

/* A row counts in a list when all others let it pass. */
static void
count_row (KlasterScopeCounts       *self,
           const KlasterScopeFilter *filter,
           KlasterSnapshot          *snapshot,
           const KlasterRow         *row)
{
  KlasterScopeList failed = KLASTER_SCOPE_N_LISTS;

  if (!klaster_scope_filter_overlaps (filter, klaster_row_get_text (row, KLASTER_COOPERATION_START_DATE),
                                      klaster_row_get_text (row, KLASTER_COOPERATION_END_DATE)))
    return;
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    if (!klaster_scope_filter_passes_list (filter, (KlasterScopeList) i, snapshot, row, NULL, NULL))
      {
        if (failed != KLASTER_SCOPE_N_LISTS)
          return;
        failed = (KlasterScopeList) i;
      }
  if (failed == KLASTER_SCOPE_N_LISTS)
    self->n_passing++;
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    if (failed == KLASTER_SCOPE_N_LISTS || failed == (KlasterScopeList) i)
      count_in_list (self, filter, snapshot, row, (KlasterScopeList) i);
}

static void
extend (const char **first,
        const char **last,
        const char  *date)
{
  if (date == NULL)
    return;
  if (*first == NULL || g_strcmp0 (date, *first) < 0)
    *first = date;
  if (*last == NULL || g_strcmp0 (date, *last) > 0)
    *last = date;
}

/**
 * klaster_scope_counts_new:
 * @snapshot: what to count in
 * @filter: (nullable): what is looked at
 * @cancellable: (nullable): checked every thousand rows
 *
 * Returns: (transfer full) (nullable): the counts; %NULL only when cancelled
 */
KlasterScopeCounts *
klaster_scope_counts_new (KlasterSnapshot          *snapshot,
                          const KlasterScopeFilter *filter,
                          GCancellable             *cancellable)
{
  g_autoptr (KlasterScopeCounts) self = g_new0 (KlasterScopeCounts, 1);
  const char *first = NULL;
  const char *last = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    self->counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (self->n_total++ % 1024 == 0 && g_cancellable_is_cancelled (cancellable))
        return NULL;
      count_row (self, filter, snapshot, row);
      extend (&first, &last, klaster_row_get_text (row, KLASTER_COOPERATION_START_DATE));
      extend (&first, &last, klaster_row_get_text (row, KLASTER_COOPERATION_END_DATE));
    }
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      extend (&first, &last, klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM));
      extend (&first, &last, klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO));
    }
  self->first_date = g_strdup (first);
  self->last_date = g_strdup (last);

  return g_steal_pointer (&self);
}

/**
 * klaster_scope_counts_free:
 * @self: (transfer full): counts
 */
void
klaster_scope_counts_free (KlasterScopeCounts *self)
{
  for (guint i = 0; i < KLASTER_SCOPE_N_LISTS; i++)
    g_hash_table_unref (self->counts[i]);
  g_free (self->first_date);
  g_free (self->last_date);
  g_free (self);
}

/**
 * klaster_scope_counts_get:
 * @list: what is chosen by
 * @token: a token, or %KLASTER_SCOPE_NOT_STATED
 *
 * Returns: how many cooperations would be looked at with @token alone in @list
 */
guint
klaster_scope_counts_get (const KlasterScopeCounts *self,
                          KlasterScopeList          list,
                          const char               *token)
{
  const guint *number;

  g_return_val_if_fail (self != NULL && list < KLASTER_SCOPE_N_LISTS, 0);

  number = g_hash_table_lookup (self->counts[list], token);

  return number ? *number : 0;
}
