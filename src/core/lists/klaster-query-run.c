/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-derive.h"
#include "klaster-query-private.h"
#include "klaster-text.h"

/* So many records are looked at between two looks at the cancellable. */
#define CANCEL_INTERVAL 512

/* Index */

static void
clear_entry (const KlasterListing *listing,
             KlasterEntry         *entry)
{
  if (listing->clear != NULL)
    listing->clear (entry);
  g_clear_pointer (&entry->row, klaster_row_unref);
  g_clear_pointer (&entry->folded, g_free);
  g_clear_pointer (&entry->sort_key, g_free);
  g_clear_pointer (&entry->tie_key, g_free);
}

/**
 * klaster_query_index_new:
 * @table: what is listed
 * @language: the language in which names are shown and sorted
 *
 * Returns: (transfer full): an empty index
 */
KlasterQueryIndex *
klaster_query_index_new (KlasterTable    table,
                         KlasterLanguage language)
{
  KlasterQueryIndex *self = g_new0 (KlasterQueryIndex, 1);

  self->listing = klaster_listing_get (table);
  self->language = language;
  self->sort_column = -1;
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);

  return self;
}

void
klaster_query_index_free (KlasterQueryIndex *self)
{
  GHashTableIter iter;
  gpointer entry;

  if (self == NULL)
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    clear_entry (self->listing, entry);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->found);
  g_free (self->derived_date);
  g_free (self);
}

/**
 * klaster_entry_append_cell:
 * @row: a row
 * @column: a column of text
 * @text: what search looks at
 *
 * Appends what stands in the cell, as a line.
 */
void
klaster_entry_append_cell (const KlasterRow *row,
                           guint             column,
                           GString          *text)
{
  const char *cell = klaster_row_get_text (row, column);

  if (cell != NULL)
    {
      g_string_append (text, cell);
      g_string_append_c (text, '\n');
    }
}

static const char *
get_folded (KlasterQueryIndex *self,
            KlasterSnapshot   *snapshot,
            KlasterEntry      *entry)
{
  g_autoptr (GString) text = NULL;

  if (entry->folded == NULL)
    {
      text = g_string_new (NULL);
      self->listing->append_text (entry, self, snapshot, text);
      entry->folded = klaster_text_fold (text->str);
    }

  return entry->folded;
}

/* @known: nothing changed since the last run */
static KlasterEntry *
get_entry (KlasterQueryIndex *self,
           KlasterSnapshot   *snapshot,
           KlasterRow        *row,
           gboolean           known)
{
  const KlasterListing *listing = self->listing;
  gint64 id = klaster_row_get_id (row);
  KlasterEntry *entry = g_hash_table_lookup (self->entries, &id);

  if (entry != NULL && entry->row == row && (known || listing->is_current == NULL || listing->is_current (entry, snapshot)))
    return entry;

  if (entry == NULL)
    {
      entry = g_malloc0 (listing->entry_size);
      entry->id = id;
      g_hash_table_insert (self->entries, &entry->id, entry);
    }
  clear_entry (listing, entry);
  entry->row = klaster_row_ref (row);
  listing->fill (entry, self, snapshot);

  return entry;
}

/* Rows that are no longer in the project leave the index once they are many. */
static void
drop_old_entries (KlasterQueryIndex *self,
                  KlasterSnapshot   *snapshot)
{
  guint n_rows = klaster_snapshot_get_n_rows (snapshot, self->listing->table);
  GHashTableIter iter;
  gpointer entry;

  if (g_hash_table_size (self->entries) <= n_rows + n_rows / 8 + CANCEL_INTERVAL)
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    if (klaster_snapshot_lookup (snapshot, self->listing->table, ((KlasterEntry *) entry)->id) == NULL)
      {
        clear_entry (self->listing, entry);
        g_hash_table_iter_remove (&iter);
      }
}

/* Results */

static void
clear_group (gpointer data)
{
  g_free (((KlasterQueryGroup *) data)->title);
}

static KlasterQueryResult *
make_result (const KlasterListing *listing)
{
  KlasterQueryResult *self = g_new0 (KlasterQueryResult, 1);

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->groups = g_array_new (FALSE, FALSE, sizeof (KlasterQueryGroup));
  g_array_set_clear_func (self->groups, clear_group);
  for (guint i = 0; i < listing->n_facets; i++)
    self->counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
klaster_query_result_free (KlasterQueryResult *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->ids);
  g_array_unref (self->groups);
  for (guint i = 0; i < KLASTER_QUERY_MAX_FACETS; i++)
    g_clear_pointer (&self->counts[i], g_hash_table_unref);
  g_free (self);
}

/**
 * klaster_query_result_count:
 * @self: a result
 * @facet: a facet
 * @value: a value of it
 *
 * Returns: how many records would be found with only @value chosen in @facet and the rest of the query as it is
 */
guint
klaster_query_result_count (const KlasterQueryResult *self,
                            guint                     facet,
                            const char               *value)
{
  const guint *n;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (facet < KLASTER_QUERY_MAX_FACETS && self->counts[facet] != NULL, 0);

  n = g_hash_table_lookup (self->counts[facet], value);

  return n ? *n : 0;
}

/**
 * klaster_query_result_find_group:
 * @self: a result
 * @position: where in the list
 *
 * Returns: (transfer none) (nullable): the group that begins there; O(log n) in the number of groups
 */
const KlasterQueryGroup *
klaster_query_result_find_group (const KlasterQueryResult *self,
                                 guint                     position)
{
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, NULL);

  high = self->groups->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const KlasterQueryGroup *group = &g_array_index (self->groups, KlasterQueryGroup, middle);

      if (group->first == position)
        return group;
      if (group->first < position)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

static void
count_value (GHashTable *counts,
             const char *value)
{
  guint *n = g_hash_table_lookup (counts, value);

  if (n == NULL)
    {
      n = g_new0 (guint, 1);
      g_hash_table_insert (counts, g_strdup (value), n);
    }
  (*n)++;
}

/* Order */

typedef struct
{
  KlasterEntry *entry;
  KlasterGroupKey group;
  KlasterSortKey key;
} SortItem;

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const SortItem *x = a, *y = b;
  gboolean descending = GPOINTER_TO_INT (data);
  int order = 0;

  if (x->group.rank != y->group.rank)
    return x->group.rank < y->group.rank ? -1 : 1;
  if (x->group.key != y->group.key)
    {
      if (x->group.key == NULL || y->group.key == NULL)
        return x->group.key == NULL ? 1 : -1;
      order = strcmp (x->group.key, y->group.key);
      if (order != 0)
        return order;
    }
  if (x->key.unknown != y->key.unknown)
    return x->key.unknown ? 1 : -1;
  if (!x->key.unknown)
    {
      if (x->key.text && y->key.text)
        order = strcmp (x->key.text, y->key.text);
      else if (x->key.number < y->key.number || x->key.number > y->key.number)
        order = x->key.number < y->key.number ? -1 : 1;
    }
  if (order != 0)
    return descending ? -order : order;

  order = strcmp (x->entry->tie_key, y->entry->tie_key);
  if (order != 0)
    return order;

  return x->entry->id < y->entry->id ? -1 : x->entry->id > y->entry->id;
}

static void
forget_sort_keys (KlasterQueryIndex *self)
{
  GHashTableIter iter;
  gpointer entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &entry))
    g_clear_pointer (&((KlasterEntry *) entry)->sort_key, g_free);
}

static void
sort_found (const KlasterQuery *query,
            KlasterQueryIndex  *index,
            KlasterSnapshot    *snapshot,
            GPtrArray          *found,
            KlasterQueryResult *result)
{
  const KlasterListing *listing = index->listing;
  g_autofree SortItem *items = g_new0 (SortItem, found->len);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);

  if (index->sort_column != query->sort_column)
    forget_sort_keys (index);
  index->sort_column = query->sort_column;

  for (guint i = 0; i < found->len; i++)
    {
      items[i].entry = found->pdata[i];
      items[i].key = listing->get_sort_key (found->pdata[i], index, snapshot, query->sort_column);
      if (query->grouping != 0)
        items[i].group = listing->get_group (found->pdata[i], query->grouping, calendar, strings);
    }
  g_qsort_with_data (items, (gint) found->len, sizeof (SortItem), compare_items, GINT_TO_POINTER (query->descending));

  g_array_set_size (result->ids, found->len);
  for (guint i = 0; i < found->len; i++)
    {
      g_array_index (result->ids, gint64, i) = items[i].entry->id;
      if (query->grouping == 0)
        continue;
      if (i == 0 || items[i].group.rank != items[i - 1].group.rank || items[i].group.key != items[i - 1].group.key)
        {
          KlasterQueryGroup group = { i, 0, listing->name_group (items[i].entry, index, snapshot, query->grouping,
                                                                 items[i].group) };

          g_array_append_val (result->groups, group);
        }
      g_array_index (result->groups, KlasterQueryGroup, result->groups->len - 1).n++;
    }
}

/* Filters */

static gboolean
contains_any (GHashTable  *chosen,
              const char **values,
              guint        n_values)
{
  for (guint i = 0; i < n_values; i++)
    if (g_hash_table_contains (chosen, values[i]))
      return TRUE;

  return FALSE;
}

/* Finds out about one record and puts it where it belongs. */
static void
look_at (const KlasterQuery *query,
         KlasterQueryIndex  *index,
         KlasterSnapshot    *snapshot,
         KlasterEntry       *entry,
         const char         *needle,
         GPtrArray          *found,
         KlasterQueryResult *result)
{
  const KlasterListing *listing = index->listing;
  const char *values[KLASTER_QUERY_MAX_VALUES];
  guint n_failed = 0, failed = 0;

  if (needle[0] != '\0' && !klaster_text_matches (get_folded (index, snapshot, entry), needle))
    return;
  result->n_matching++;
  if (query->party != 0 && !listing->has_party (entry, query->party))
    return;

  for (guint f = 0; f < listing->n_facets && n_failed < 2; f++)
    if (g_hash_table_size (query->facets[f]) > 0 &&
        !contains_any (query->facets[f], values, listing->get_values (entry, f, values)))
      failed = f, n_failed++;
  if (n_failed == 0)
    g_ptr_array_add (found, entry);
  /* A facet's own choice does not count against its values: they say what choosing them would find. */
  for (guint f = 0; f < listing->n_facets; f++)
    if (n_failed == 0 || (n_failed == 1 && failed == f))
      {
        guint n_values = listing->get_values (entry, f, values);

        for (guint v = 0; v < n_values; v++)
          count_value (result->counts[f], values[v]);
      }
}

/**
 * klaster_query_run:
 * @self: what is wanted
 * @index: what is known from runs before, of the same table; brought up to date
 * @snapshot: the content
 * @date: the day as of which things need attention, are in force or due; a valid date
 * @cancellable: (nullable): looked at every few hundred records
 * @error: set when cancelled
 *
 * Finds, sorts and groups records. One is found when it belongs to the period, every word of the search is in it and every
 * facet with chosen values lets it through. O(n log n) in the number of records, folding only what is new to @index.
 *
 * Returns: (transfer full) (nullable): what was found; %NULL when cancelled
 */
KlasterQueryResult *
klaster_query_run (const KlasterQuery  *self,
                   KlasterQueryIndex   *index,
                   KlasterSnapshot     *snapshot,
                   const char          *date,
                   GCancellable        *cancellable,
                   GError             **error)
{
  const KlasterListing *listing;
  g_autoptr (KlasterQueryResult) result = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree char *needle = NULL;
  gboolean known;
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  g_return_val_if_fail (self != NULL && index != NULL && snapshot != NULL && klaster_date_is_valid (date), NULL);
  g_return_val_if_fail (self->table == index->listing->table, NULL);

  listing = index->listing;
  result = make_result (listing);
  needle = klaster_text_fold (self->search);
  known = index->derived_version == klaster_snapshot_get_version (snapshot) && g_strcmp0 (index->derived_date, date) == 0;
  if (!known)
    index->derived_version = 0;
  drop_old_entries (index, snapshot);

  klaster_row_iter_init (&iter, snapshot, listing->table);
  while (klaster_row_iter_next (&iter, &row))
    {
      KlasterEntry *entry;

      if (n++ % CANCEL_INTERVAL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      entry = get_entry (index, snapshot, row, known);
      if (!known)
        listing->derive (entry, snapshot, date);
      if (listing->is_in_period != NULL && !listing->is_in_period (entry, self->first, self->last))
        continue;
      if (klaster_query_leaves_out (self, klaster_row_get_id (row)))
        continue;
      result->n_total++;
      if (listing->is_unplaced != NULL && listing->is_unplaced (entry))
        result->n_unplaced++;
      look_at (self, index, snapshot, entry, needle, found, result);
    }
  if (!known)
    {
      index->derived_version = klaster_snapshot_get_version (snapshot);
      g_free (index->derived_date);
      index->derived_date = g_strdup (date);
    }

  sort_found (self, index, snapshot, found, result);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&result);
}

/**
 * klaster_query_index_warm:
 * @self: an index
 * @snapshot: the content
 * @cancellable: (nullable): looked at every few hundred records
 *
 * Does beforehand what the first search would have to: after it a key press finds everything folded. Any thread; what was
 * done until a cancellation stays done.
 */
void
klaster_query_index_warm (KlasterQueryIndex *self,
                          KlasterSnapshot   *snapshot,
                          GCancellable      *cancellable)
{
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  g_return_if_fail (self != NULL && snapshot != NULL);

  klaster_row_iter_init (&iter, snapshot, self->listing->table);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (n++ % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return;
      get_folded (self, snapshot, get_entry (self, snapshot, row, FALSE));
    }
}
