/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-query-private.h"
#include "klaster-text.h"

G_DEFINE_BOXED_TYPE (KlasterQuery, klaster_query, klaster_query_ref, klaster_query_unref)

/**
 * klaster_listing_get:
 * @table: a table that there are lists of
 *
 * Returns: what such a list looks at
 */
const KlasterListing *
klaster_listing_get (KlasterTable table)
{
  g_return_val_if_fail (table == KLASTER_TABLE_INSTITUTION || table == KLASTER_TABLE_AGREEMENT, &klaster_member_listing);

  return table == KLASTER_TABLE_AGREEMENT ? &klaster_agreement_listing : &klaster_member_listing;
}

/**
 * klaster_query_new:
 * @table: what is listed: institutions or agreements
 *
 * Returns: (transfer full): a query for all records, in the order that nobody chose
 */
KlasterQuery *
klaster_query_new (KlasterTable table)
{
  KlasterQuery *self = g_new0 (KlasterQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->table = table;
  self->search = g_strdup ("");
  self->left_out = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->sort_column = klaster_listing_get (table)->default_sort;
  for (guint i = 0; i < klaster_query_get_n_facets (self); i++)
    self->facets[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

/**
 * klaster_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): another one that asks the same and may be changed
 */
KlasterQuery *
klaster_query_copy (const KlasterQuery *self)
{
  KlasterQuery *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = klaster_query_new (self->table);
  klaster_query_set_search (copy, self->search);
  klaster_query_set_period (copy, self->first, self->last);
  copy->party = self->party;
  g_array_append_vals (copy->left_out, self->left_out->data, self->left_out->len);
  copy->sort_column = self->sort_column;
  copy->descending = self->descending;
  copy->grouping = self->grouping;
  for (guint i = 0; i < klaster_query_get_n_facets (self); i++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, self->facets[i]);
      while (g_hash_table_iter_next (&iter, &value, NULL))
        g_hash_table_add (copy->facets[i], g_strdup (value));
    }

  return copy;
}

KlasterQuery *
klaster_query_ref (KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
klaster_query_unref (KlasterQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  for (guint i = 0; i < klaster_query_get_n_facets (self); i++)
    g_hash_table_unref (self->facets[i]);
  g_array_unref (self->left_out);
  g_free (self->search);
  g_free (self->first);
  g_free (self->last);
  g_free (self);
}

/**
 * klaster_query_equal:
 * @a: a query
 * @b: another one
 *
 * Returns: whether both ask the same
 */
gboolean
klaster_query_equal (const KlasterQuery *a,
                     const KlasterQuery *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if (a->table != b->table)
    return FALSE;
  for (guint i = 0; i < klaster_query_get_n_facets (a); i++)
    if (!klaster_text_set_equal (a->facets[i], b->facets[i]))
      return FALSE;

  return strcmp (a->search, b->search) == 0 && g_strcmp0 (a->first, b->first) == 0 && g_strcmp0 (a->last, b->last) == 0
         && a->party == b->party && a->left_out->len == b->left_out->len
         && (a->left_out->len == 0 || memcmp (a->left_out->data, b->left_out->data, a->left_out->len * sizeof (gint64)) == 0)
         && a->sort_column == b->sort_column && a->descending == b->descending
         && a->grouping == b->grouping;
}

KlasterTable
klaster_query_get_table (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, KLASTER_TABLE_INSTITUTION);

  return self->table;
}

guint
klaster_query_get_n_facets (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return klaster_listing_get (self->table)->n_facets;
}

/**
 * klaster_query_set_search:
 * @self: a query that nobody else holds yet
 * @text: (nullable): words to look for; every one must be found
 */
void
klaster_query_set_search (KlasterQuery *self,
                          const char   *text)
{
  g_autofree char *before = NULL;

  g_return_if_fail (self != NULL);

  before = self->search;
  self->search = g_strstrip (g_strdup (text ? text : ""));
}

const char *
klaster_query_get_search (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->search;
}

/**
 * klaster_query_set_facet:
 * @self: a query that nobody else holds yet
 * @facet: what to filter by
 * @value: a value of it
 * @chosen: whether records with @value are wanted
 */
void
klaster_query_set_facet (KlasterQuery *self,
                         guint         facet,
                         const char   *value,
                         gboolean      chosen)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (facet < klaster_query_get_n_facets (self));
  g_return_if_fail (value != NULL);

  if (chosen)
    g_hash_table_add (self->facets[facet], g_strdup (value));
  else
    g_hash_table_remove (self->facets[facet], value);
}

gboolean
klaster_query_get_facet (const KlasterQuery *self,
                         guint               facet,
                         const char         *value)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (facet < klaster_query_get_n_facets (self), FALSE);

  return g_hash_table_contains (self->facets[facet], value);
}

/**
 * klaster_query_get_facet_values:
 * @self: a query
 * @facet: a facet
 *
 * Returns: (transfer none) (element-type utf8): the set of values chosen, not to be changed
 */
GHashTable *
klaster_query_get_facet_values (const KlasterQuery *self,
                                guint               facet)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (facet < klaster_query_get_n_facets (self), NULL);

  return self->facets[facet];
}

/**
 * klaster_query_count_facet:
 * @self: a query
 * @facet: what to filter by
 *
 * Returns: how many values of it are chosen; 0 lets everything through
 */
guint
klaster_query_count_facet (const KlasterQuery *self,
                           guint               facet)
{
  g_return_val_if_fail (self != NULL && facet < klaster_query_get_n_facets (self), 0);

  return g_hash_table_size (self->facets[facet]);
}

/**
 * klaster_query_clear_facets:
 * @self: a query that nobody else holds yet
 *
 * Lets every value of every facet and every party through again. The search stays.
 */
void
klaster_query_clear_facets (KlasterQuery *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < klaster_query_get_n_facets (self); i++)
    g_hash_table_remove_all (self->facets[i]);
  self->party = 0;
}

/**
 * klaster_query_set_party:
 * @self: a query for agreements that nobody else holds yet
 * @institution_id: an institution that must be a party, or 0
 */
void
klaster_query_set_party (KlasterQuery *self,
                         gint64        institution_id)
{
  g_return_if_fail (self != NULL && self->table == KLASTER_TABLE_AGREEMENT);

  self->party = institution_id;
}

gint64
klaster_query_get_party (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->party;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/**
 * klaster_query_set_left_out:
 * @self: a query that nobody else holds yet
 * @ids: (array length=n_ids) (nullable): records that are not found
 * @n_ids: their number
 */
void
klaster_query_set_left_out (KlasterQuery *self,
                            const gint64 *ids,
                            guint         n_ids)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (ids != NULL || n_ids == 0);

  g_array_set_size (self->left_out, 0);
  if (n_ids > 0)
    g_array_append_vals (self->left_out, ids, n_ids);
  g_array_sort (self->left_out, compare_ids);
}

/* Whether the query does not want @id. O(log n). */
gboolean
klaster_query_leaves_out (const KlasterQuery *self,
                          gint64              id)
{
  return g_array_binary_search (self->left_out, &id, compare_ids, NULL);
}

/**
 * klaster_query_set_period:
 * @self: a query that nobody else holds yet
 * @first: (nullable): first day of the period, YYYY-MM-DD
 * @last: (nullable): its last day
 */
void
klaster_query_set_period (KlasterQuery *self,
                          const char   *first,
                          const char   *last)
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
 * klaster_query_is_filtered:
 * @self: a query
 *
 * Returns: whether it leaves any record of its period out on purpose
 */
gboolean
klaster_query_is_filtered (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < klaster_query_get_n_facets (self); i++)
    if (g_hash_table_size (self->facets[i]) > 0)
      return TRUE;

  return self->search[0] != '\0' || self->party != 0;
}

/**
 * klaster_query_set_sort:
 * @self: a query that nobody else holds yet
 * @column: what to sort by, or -1 for the order that nobody chose
 * @descending: the other way round; unknown values come last either way
 */
void
klaster_query_set_sort (KlasterQuery *self,
                        gint          column,
                        gboolean      descending)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (column >= -1 && column < (gint) klaster_listing_get (self->table)->n_columns);

  self->sort_column = column >= 0 ? column : klaster_listing_get (self->table)->default_sort;
  self->descending = descending;
}

gint
klaster_query_get_sort (const KlasterQuery *self,
                        gboolean           *descending)
{
  g_return_val_if_fail (self != NULL, -1);

  if (descending)
    *descending = self->descending;

  return self->sort_column;
}

/**
 * klaster_query_set_grouping:
 * @self: a query that nobody else holds yet
 * @grouping: what records under one heading share, 0 for none
 */
void
klaster_query_set_grouping (KlasterQuery *self,
                            guint         grouping)
{
  g_return_if_fail (self != NULL && grouping < klaster_listing_get (self->table)->n_groupings);

  self->grouping = grouping;
}

guint
klaster_query_get_grouping (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->grouping;
}
