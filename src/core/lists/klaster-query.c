/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-query.h"
#include "klaster-text.h"

struct _KlasterQuery
{
  gatomicrefcount ref_count;
  char *search;
  GHashTable *facets[KLASTER_N_FACETS]; /* set of the values chosen */
  gint sort_column;
  gboolean descending;
};

G_DEFINE_BOXED_TYPE (KlasterQuery, klaster_query, klaster_query_ref, klaster_query_unref)

/**
 * klaster_query_new:
 *
 * Returns: (transfer full): a query for all members, by role and name
 */
KlasterQuery *
klaster_query_new (void)
{
  KlasterQuery *self = g_new0 (KlasterQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->search = g_strdup ("");
  self->sort_column = -1;
  for (guint i = 0; i < KLASTER_N_FACETS; i++)
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

  copy = klaster_query_new ();
  klaster_query_set_search (copy, self->search);
  copy->sort_column = self->sort_column;
  copy->descending = self->descending;
  for (guint i = 0; i < KLASTER_N_FACETS; i++)
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

  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    g_hash_table_unref (self->facets[i]);
  g_free (self->search);
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

  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    if (!klaster_text_set_equal (a->facets[i], b->facets[i]))
      return FALSE;

  return strcmp (a->search, b->search) == 0 && a->sort_column == b->sort_column && a->descending == b->descending;
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
 * @chosen: whether members with @value are wanted
 */
void
klaster_query_set_facet (KlasterQuery *self,
                         KlasterFacet  facet,
                         const char   *value,
                         gboolean      chosen)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (facet < KLASTER_N_FACETS);
  g_return_if_fail (value != NULL);

  if (chosen)
    g_hash_table_add (self->facets[facet], g_strdup (value));
  else
    g_hash_table_remove (self->facets[facet], value);
}

gboolean
klaster_query_get_facet (const KlasterQuery *self,
                         KlasterFacet        facet,
                         const char         *value)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (facet < KLASTER_N_FACETS, FALSE);

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
                                KlasterFacet        facet)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (facet < KLASTER_N_FACETS, NULL);

  return self->facets[facet];
}

void
klaster_query_clear_facets (KlasterQuery *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    g_hash_table_remove_all (self->facets[i]);
}

/**
 * klaster_query_is_filtered:
 * @self: a query
 *
 * Returns: whether it leaves anybody out on purpose
 */
gboolean
klaster_query_is_filtered (const KlasterQuery *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    if (g_hash_table_size (self->facets[i]) > 0)
      return TRUE;

  return self->search[0] != '\0';
}

/**
 * klaster_query_set_sort:
 * @self: a query that nobody else holds yet
 * @column: a column of institution, or -1 for the order by role and name
 * @descending: the other way round
 */
void
klaster_query_set_sort (KlasterQuery *self,
                        gint          column,
                        gboolean      descending)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (column >= -1 && column < KLASTER_INSTITUTION_N_COLUMNS);

  self->sort_column = column;
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
