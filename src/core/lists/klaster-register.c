/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-register-private.h"
#include "klaster-text.h"

G_DEFINE_BOXED_TYPE (KlasterRegisterQuery, klaster_register_query, klaster_register_query_ref, klaster_register_query_unref)

/**
 * klaster_register_query_new:
 *
 * Returns: (transfer full): a query for all agreements, by number
 */
KlasterRegisterQuery *
klaster_register_query_new (void)
{
  KlasterRegisterQuery *self = g_new0 (KlasterRegisterQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->search = g_strdup ("");
  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    self->facets[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * klaster_register_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): another one that asks the same and may be changed
 */
KlasterRegisterQuery *
klaster_register_query_copy (const KlasterRegisterQuery *self)
{
  KlasterRegisterQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = klaster_register_query_new ();
  klaster_register_query_set_search (copy, self->search);
  klaster_register_query_set_period (copy, self->first, self->last);
  copy->party = self->party;
  copy->sort = self->sort;
  copy->descending = self->descending;
  copy->grouping = self->grouping;
  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, self->facets[i]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        g_hash_table_add (copy->facets[i], g_strdup (value));
    }

  return copy;
}

KlasterRegisterQuery *
klaster_register_query_ref (KlasterRegisterQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
klaster_register_query_unref (KlasterRegisterQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    g_hash_table_unref (self->facets[i]);
  g_free (self->search);
  g_free (self->first);
  g_free (self->last);
  g_free (self);
}

/**
 * klaster_register_query_equal:
 * @a: a query
 * @b: another one
 *
 * Returns: whether both ask the same
 */
gboolean
klaster_register_query_equal (const KlasterRegisterQuery *a,
                              const KlasterRegisterQuery *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    if (!klaster_text_set_equal (a->facets[i], b->facets[i]))
      return FALSE;

  return strcmp (a->search, b->search) == 0 && g_strcmp0 (a->first, b->first) == 0 && g_strcmp0 (a->last, b->last) == 0
         && a->party == b->party && a->sort == b->sort && a->descending == b->descending && a->grouping == b->grouping;
}

/**
 * klaster_register_query_set_search:
 * @self: a query that nobody else holds yet
 * @text: (nullable): words to look for; every one must be found
 */
void
klaster_register_query_set_search (KlasterRegisterQuery *self,
                                   const char           *text)
{
  g_autofree char *before = NULL;

  g_return_if_fail (self != NULL);

  before = self->search;
  self->search = g_strstrip (g_strdup (text ? text : ""));
}

const char *
klaster_register_query_get_search (const KlasterRegisterQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->search;
}

/**
 * klaster_register_query_set_facet:
 * @self: a query that nobody else holds yet
 * @facet: what to filter by
 * @value: a value of it
 * @chosen: whether agreements with @value are wanted
 */
void
klaster_register_query_set_facet (KlasterRegisterQuery *self,
                                  KlasterRegisterFacet  facet,
                                  const char           *value,
                                  gboolean              chosen)
{
  g_return_if_fail (self != NULL && facet < KLASTER_REGISTER_N_FACETS && value != NULL);

  if (chosen)
    g_hash_table_add (self->facets[facet], g_strdup (value));
  else
    g_hash_table_remove (self->facets[facet], value);
}

gboolean
klaster_register_query_get_facet (const KlasterRegisterQuery *self,
                                  KlasterRegisterFacet        facet,
                                  const char                 *value)
{
  g_return_val_if_fail (self != NULL && facet < KLASTER_REGISTER_N_FACETS, FALSE);

  return g_hash_table_contains (self->facets[facet], value);
}

/**
 * klaster_register_query_count_facet:
 * @self: a query
 * @facet: what to filter by
 *
 * Returns: how many values of it are chosen; 0 lets everything through
 */
guint
klaster_register_query_count_facet (const KlasterRegisterQuery *self,
                                    KlasterRegisterFacet        facet)
{
  g_return_val_if_fail (self != NULL && facet < KLASTER_REGISTER_N_FACETS, 0);

  return g_hash_table_size (self->facets[facet]);
}

/**
 * klaster_register_query_clear_facets:
 * @self: a query that nobody else holds yet
 *
 * Lets every status, kind, area and party through again. The search stays.
 */
void
klaster_register_query_clear_facets (KlasterRegisterQuery *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    g_hash_table_remove_all (self->facets[i]);
  self->party = 0;
}

/**
 * klaster_register_query_set_party:
 * @self: a query that nobody else holds yet
 * @institution_id: an institution that must be a party, or 0
 */
void
klaster_register_query_set_party (KlasterRegisterQuery *self,
                                  gint64                institution_id)
{
  g_return_if_fail (self != NULL);

  self->party = institution_id;
}

gint64
klaster_register_query_get_party (const KlasterRegisterQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->party;
}

/**
 * klaster_register_query_set_period:
 * @self: a query that nobody else holds yet
 * @first: (nullable): first day of the period, YYYY-MM-DD
 * @last: (nullable): its last day
 */
void
klaster_register_query_set_period (KlasterRegisterQuery *self,
                                   const char           *first,
                                   const char           *last)
{
  g_autofree char *old_first = NULL;
  g_autofree char *old_last = NULL;

  g_return_if_fail (self != NULL);

  old_first = self->first;
  old_last = self->last;
  self->first = g_strdup (first);
  self->last = g_strdup (last);
}

/**
 * klaster_register_query_set_sort:
 * @self: a query that nobody else holds yet
 * @column: what to sort by
 * @descending: the other way round; unknown values come last either way
 */
void
klaster_register_query_set_sort (KlasterRegisterQuery  *self,
                                 KlasterRegisterColumn  column,
                                 gboolean               descending)
{
  g_return_if_fail (self != NULL && column < KLASTER_REGISTER_N_COLUMNS);

  self->sort = column;
  self->descending = descending;
}

KlasterRegisterColumn
klaster_register_query_get_sort (const KlasterRegisterQuery *self,
                                 gboolean                   *descending)
{
  g_return_val_if_fail (self != NULL, KLASTER_REGISTER_NUMBER);

  if (descending)
    *descending = self->descending;

  return self->sort;
}

/**
 * klaster_register_query_set_grouping:
 * @self: a query that nobody else holds yet
 * @grouping: what agreements under one heading share
 */
void
klaster_register_query_set_grouping (KlasterRegisterQuery    *self,
                                     KlasterRegisterGrouping  grouping)
{
  g_return_if_fail (self != NULL && grouping < KLASTER_REGISTER_N_GROUPINGS);

  self->grouping = grouping;
}

KlasterRegisterGrouping
klaster_register_query_get_grouping (const KlasterRegisterQuery *self)
{
  g_return_val_if_fail (self != NULL, KLASTER_REGISTER_UNGROUPED);

  return self->grouping;
}

/**
 * klaster_register_query_is_filtered:
 * @self: a query
 *
 * Returns: whether it leaves any agreement of its period out on purpose
 */
gboolean
klaster_register_query_is_filtered (const KlasterRegisterQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    if (g_hash_table_size (self->facets[i]) > 0)
      return TRUE;

  return self->search[0] != '\0' || self->party != 0;
}

void
klaster_register_result_free (KlasterRegisterResult *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->ids);
  g_array_unref (self->groups);
  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    g_hash_table_unref (self->counts[i]);
  g_free (self);
}

/**
 * klaster_register_result_count:
 * @self: a result
 * @facet: a facet
 * @value: a value of it
 *
 * Returns: how many agreements would be found with only @value chosen in @facet and the rest of the query as it is
 */
guint
klaster_register_result_count (const KlasterRegisterResult *self,
                               KlasterRegisterFacet         facet,
                               const char                  *value)
{
  const guint *n;

  g_return_val_if_fail (self != NULL && facet < KLASTER_REGISTER_N_FACETS, 0);

  n = g_hash_table_lookup (self->counts[facet], value);

  return n ? *n : 0;
}

/**
 * klaster_register_result_find_group:
 * @self: a result
 * @position: where in the list
 *
 * Returns: (transfer none) (nullable): the group that begins there; O(log n) in the number of groups
 */
const KlasterRegisterGroup *
klaster_register_result_find_group (const KlasterRegisterResult *self,
                                    guint                        position)
{
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, NULL);

  high = self->groups->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const KlasterRegisterGroup *group = &g_array_index (self->groups, KlasterRegisterGroup, middle);

      if (group->first == position)
        return group;
      if (group->first < position)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}
