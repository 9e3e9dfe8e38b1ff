/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-derive.h"
#include "klaster-language.h"
#include "klaster-query.h"
#include "klaster-text.h"

/* So many members are looked at between two looks at the cancellable. */
#define CANCEL_INTERVAL 1024

/* What the index knows of a member; good as long as `row` is still its row. */
typedef struct
{
  KlasterRow *row;
  char *folded;      /* everything that search looks at; NULL until it is needed */
  char *name_key;    /* collation key of the name */
  char *sort_key;    /* of the column last sorted by; NULL until it is needed */
  gint8 attention;   /* klaster_institution_get_attention() */
  guint8 statuses;   /* bit set over cooperation_statuses */
} Entry;

struct _KlasterQueryIndex
{
  KlasterLanguage language;
  GHashTable *entries;   /* id → Entry */
  guint64 links_version; /* snapshot for which `attention` and `statuses` hold, 0: none */
  char *links_date;
  GHashTable *districts; /* text in a row → KlasterDistrict, or NULL */
  gint sort_column;      /* what every `sort_key` is of, -1: none is */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  klaster_row_unref (entry->row);
  g_free (entry->folded);
  g_free (entry->name_key);
  g_free (entry->sort_key);
  g_free (entry);
}

/**
 * klaster_query_index_new:
 * @language: the language in which names are shown and sorted
 *
 * Returns: (transfer full): an empty index
 */
KlasterQueryIndex *
klaster_query_index_new (KlasterLanguage language)
{
  KlasterQueryIndex *self = g_new0 (KlasterQueryIndex, 1);

  self->language = language;
  self->sort_column = -1;
  self->districts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);

  return self;
}

void
klaster_query_index_free (KlasterQueryIndex *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->districts);
  g_free (self->links_date);
  g_free (self);
}

/* Members of one district are many; finding out which one a name means is done once. */
static const KlasterDistrict *
find_district (KlasterQueryIndex *self,
               const char        *text)
{
  gpointer official;

  if (text == NULL || *text == '\0')
    return NULL;

  if (!g_hash_table_lookup_extended (self->districts, text, NULL, &official))
    {
      official = (gpointer) klaster_districts_find (text);
      g_hash_table_insert (self->districts, g_strdup (text), official);
    }

  return official;
}

static const char *
get_folded (KlasterQueryIndex *self,
            Entry             *entry)
{
  static const guint columns[] = {
    KLASTER_INSTITUTION_NAME_UZ, KLASTER_INSTITUTION_NAME_UZ_CYRL, KLASTER_INSTITUTION_NAME_RU,
    KLASTER_INSTITUTION_NAME_EN, KLASTER_INSTITUTION_SHORT_NAME, KLASTER_INSTITUTION_DISTRICT,
    KLASTER_INSTITUTION_ADDRESS, KLASTER_INSTITUTION_CONTACT_PERSON, KLASTER_INSTITUTION_PHONE,
    KLASTER_INSTITUTION_EMAIL,
  };
  g_autoptr (GString) text = NULL;
  const KlasterDistrict *official;

  if (entry->folded)
    return entry->folded;

  text = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *cell = klaster_row_get_text (entry->row, columns[i]);

      if (cell)
        {
          g_string_append (text, cell);
          g_string_append_c (text, '\n');
        }
    }

  /* A district is found by the name that is shown, whatever the language, and by the one in the file. */
  official = find_district (self, klaster_row_get_text (entry->row, KLASTER_INSTITUTION_DISTRICT));
  for (guint i = 0; official != NULL && i < G_N_ELEMENTS (official->names); i++)
    if (official->names[i] != NULL)
      {
        g_string_append (text, official->names[i]);
        g_string_append_c (text, '\n');
      }

  entry->folded = klaster_text_fold (text->str);

  return entry->folded;
}

static Entry *
get_entry (KlasterQueryIndex *self,
           KlasterRow        *row)
{
  gint64 id = klaster_row_get_id (row);
  Entry *entry = g_hash_table_lookup (self->entries, &id);
  gint64 *key;

  if (entry && entry->row == row)
    return entry;

  if (entry == NULL)
    {
      /* The key lives in the same block as the entry. */
      entry = g_malloc0 (sizeof (Entry) + sizeof (gint64));
      key = (gint64 *) (gpointer) (entry + 1);
      *key = id;
      g_hash_table_insert (self->entries, key, entry);
    }
  else
    {
      klaster_row_unref (entry->row);
      g_clear_pointer (&entry->folded, g_free);
      g_clear_pointer (&entry->sort_key, g_free);
      g_free (entry->name_key);
    }

  entry->row = klaster_row_ref (row);
  entry->name_key = klaster_text_collate_key (klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->language));

  return entry;
}

/* Rows that are no longer in the project leave the index once they are many. */
static void
drop_old_entries (KlasterQueryIndex *self,
                  KlasterSnapshot   *snapshot)
{
  guint n_rows = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_INSTITUTION);
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (self->entries) <= n_rows + n_rows / 8 + CANCEL_INTERVAL)
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, *(gint64 *) key) == NULL)
      g_hash_table_iter_remove (&iter);
}

static guint8
collect_statuses (KlasterSnapshot *snapshot,
                  gint64           id)
{
  static const guint ends[] = { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID };
  guint8 statuses = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      KlasterReferrerIter iter;
      KlasterRow *row;

      klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_COOPERATION, ends[i], id);
      while (klaster_referrer_iter_next (&iter, &row))
        {
          gint status = klaster_row_get_token (row, KLASTER_COOPERATION_STATUS);

          if (status >= 0)
            statuses |= 1u << status;
        }
    }

  return statuses;
}

void
klaster_query_result_free (KlasterQueryResult *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->ids);
  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    g_hash_table_unref (self->counts[i]);
  g_free (self);
}

/**
 * klaster_query_result_count:
 * @self: a result
 * @facet: a facet
 * @value: a value of it
 *
 * Returns: how many members would be found with only @value chosen in @facet and the rest of the query as it is
 */
guint
klaster_query_result_count (const KlasterQueryResult *self,
                            KlasterFacet              facet,
                            const char               *value)
{
  const guint *n;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (facet < KLASTER_N_FACETS, 0);

  n = g_hash_table_lookup (self->counts[facet], value);

  return n ? *n : 0;
}

/* A member has one value in each facet, but any number of cooperation statuses. */
#define MAX_VALUES 8

static guint
get_values (const Entry  *entry,
            KlasterFacet  facet,
            const char   *values[MAX_VALUES])
{
  const char *const *tokens;
  const char *text = NULL;
  guint n = 0;

  switch (facet)
    {
    case KLASTER_FACET_KIND:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_KIND);
      break;
    case KLASTER_FACET_ROLE:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_ROLE);
      break;
    case KLASTER_FACET_DISTRICT:
      text = klaster_row_get_text (entry->row, KLASTER_INSTITUTION_DISTRICT);
      break;
    case KLASTER_FACET_STATUS:
      tokens = klaster_schema_get_tokens ("cooperation_statuses");
      for (guint i = 0; tokens[i] && n < MAX_VALUES; i++)
        if (entry->statuses & (1u << i))
          values[n++] = tokens[i];
      if (n > 0)
        return n;
      break;
    case KLASTER_FACET_ATTENTION:
      text = entry->attention >= KLASTER_ATTENTION_WARNING ? "yes" : "no";
      break;
    case KLASTER_FACET_UNPLACED:
      text = klaster_row_is_null (entry->row, KLASTER_INSTITUTION_LON) ? "yes" : "no";
      break;
    case KLASTER_N_FACETS:
    default:
      g_assert_not_reached ();
    }

  values[0] = text ? text : "";

  return 1;
}

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

/* What a member is sorted by: made once for each member found, not once for each comparison. */
typedef struct
{
  Entry *entry;
  const char *text; /* (nullable) collation key, of the entry */
  double number;   /* NAN: text is compared */
  gboolean unknown;
} SortItem;

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const SortItem *x = a, *y = b;
  gboolean descending = GPOINTER_TO_INT (data);
  gint64 id_x, id_y;
  int order = 0;

  if (x->unknown != y->unknown)
    return x->unknown ? 1 : -1;
  if (!x->unknown)
    {
      if (x->text && y->text)
        order = strcmp (x->text, y->text);
      else if (x->number < y->number || x->number > y->number)
        order = x->number < y->number ? -1 : 1;
    }
  if (order != 0)
    return descending ? -order : order;

  order = strcmp (x->entry->name_key, y->entry->name_key);
  if (order != 0)
    return order;

  id_x = klaster_row_get_id (x->entry->row);
  id_y = klaster_row_get_id (y->entry->row);

  return id_x < id_y ? -1 : id_x > id_y;
}

static SortItem
make_sort_item (const KlasterQueryIndex *index,
                KlasterSnapshot         *snapshot,
                Entry                   *entry,
                gint                     column)
{
  SortItem item = { entry, NULL, NAN, FALSE };
  const KlasterColumnInfo *info;
  KlasterRow *target;

  if (column < 0)
    {
      item.number = klaster_row_get_token (entry->row, KLASTER_INSTITUTION_ROLE);
      return item;
    }
  if (klaster_row_is_null (entry->row, (guint) column))
    {
      item.unknown = TRUE;
      return item;
    }

  info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) column);
  switch (info->type)
    {
    case KLASTER_COLUMN_INTEGER:
    case KLASTER_COLUMN_BOOLEAN:
      item.number = (double) klaster_row_get_integer (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_REAL:
      item.number = klaster_row_get_real (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_TOKEN:
      item.number = klaster_row_get_token (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_DATE:
    case KLASTER_COLUMN_TIME:
      item.text = klaster_row_get_text (entry->row, (guint) column);
      break;
    case KLASTER_COLUMN_REFERENCE:
      /* People look for a parent unit by its name, not by its number; names may change without this row. */
      target = klaster_snapshot_lookup (snapshot, info->target, klaster_row_get_integer (entry->row, (guint) column));
      g_free (entry->sort_key);
      entry->sort_key = target == NULL ? NULL : klaster_text_collate_key (
                          klaster_row_get_name (target, KLASTER_INSTITUTION_NAME_UZ, index->language));
      item.text = entry->sort_key;
      item.unknown = target == NULL;
      break;
    case KLASTER_COLUMN_TEXT:
    case KLASTER_COLUMN_LIST:
    default:
      if (column == (gint) (KLASTER_INSTITUTION_NAME_UZ + index->language))
        {
          item.text = entry->name_key;
          break;
        }
      if (entry->sort_key == NULL)
        entry->sort_key = klaster_text_collate_key (klaster_row_get_text (entry->row, (guint) column));
      item.text = entry->sort_key;
      break;
    }

  return item;
}

static void
sort_found (KlasterQueryIndex *index,
            KlasterSnapshot   *snapshot,
            GPtrArray         *found,
            gint               column,
            gboolean           descending,
            GArray            *ids)
{
  g_autofree SortItem *items = g_new (SortItem, found->len);

  if (index->sort_column != column)
    {
      GHashTableIter iter;
      gpointer entry;

      g_hash_table_iter_init (&iter, index->entries);
      while (g_hash_table_iter_next (&iter, NULL, &entry))
        g_clear_pointer (&((Entry *) entry)->sort_key, g_free);
      index->sort_column = column;
    }

  for (guint i = 0; i < found->len; i++)
    items[i] = make_sort_item (index, snapshot, found->pdata[i], column);

  g_qsort_with_data (items, (gint) found->len, sizeof (SortItem), compare_items, GINT_TO_POINTER (descending));

  g_array_set_size (ids, found->len);
  for (guint i = 0; i < found->len; i++)
    g_array_index (ids, gint64, i) = klaster_row_get_id (items[i].entry->row);
}

/**
 * klaster_query_run:
 * @self: what is wanted
 * @index: what is known from runs before; brought up to date
 * @snapshot: the content
 * @date: today, for what needs attention
 * @cancellable: (nullable): looked at every thousand members
 * @error: set when cancelled
 *
 * Finds and sorts members. A member is found when every word of the search and every facet with chosen values lets it
 * through. O(n log n) in the number of members, folding only rows that are new to @index.
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
  g_autoptr (KlasterQueryResult) result = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree char *needle = NULL;
  gboolean descending, links_known;
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;
  gint column;

  g_return_val_if_fail (self != NULL && index != NULL && snapshot != NULL && date != NULL, NULL);

  result = g_new0 (KlasterQueryResult, 1);
  result->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < KLASTER_N_FACETS; i++)
    result->counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  needle = klaster_text_fold (klaster_query_get_search (self));
  column = klaster_query_get_sort (self, &descending);
  links_known = index->links_version == klaster_snapshot_get_version (snapshot) && g_strcmp0 (index->links_date, date) == 0;
  if (!links_known)
    index->links_version = 0;
  drop_old_entries (index, snapshot);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      const char *values[MAX_VALUES];
      guint n_failed = 0, failed = 0;
      Entry *entry;

      if (n++ % CANCEL_INTERVAL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      entry = get_entry (index, row);
      if (!links_known)
        {
          entry->statuses = collect_statuses (snapshot, klaster_row_get_id (row));
          entry->attention = (gint8) klaster_institution_get_attention (snapshot, klaster_row_get_id (row), date);
        }

      result->n_total++;
      if (klaster_row_is_null (row, KLASTER_INSTITUTION_LON))
        result->n_unplaced++;
      if (needle[0] != '\0' && !klaster_text_matches (get_folded (index, entry), needle))
        continue;

      for (guint f = 0; f < KLASTER_N_FACETS && n_failed < 2; f++)
        {
          GHashTable *chosen = klaster_query_get_facet_values (self, f);

          if (g_hash_table_size (chosen) > 0 && !contains_any (chosen, values, get_values (entry, f, values)))
            failed = f, n_failed++;
        }
      if (n_failed == 0)
        g_ptr_array_add (found, entry);
      /* A facet's own choice does not count against its values: they say what choosing them would find. */
      for (guint f = 0; f < KLASTER_N_FACETS; f++)
        if (n_failed == 0 || (n_failed == 1 && failed == f))
          {
            guint n_values = get_values (entry, f, values);

            for (guint v = 0; v < n_values; v++)
              count_value (result->counts[f], values[v]);
          }
    }

  if (!links_known)
    {
      index->links_version = klaster_snapshot_get_version (snapshot);
      g_free (index->links_date);
      index->links_date = g_strdup (date);
    }

  sort_found (index, snapshot, found, column, descending, result->ids);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&result);
}

/**
 * klaster_query_index_warm:
 * @self: an index
 * @snapshot: the content
 * @cancellable: (nullable): looked at every thousand members
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

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_INSTITUTION);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (n++ % CANCEL_INTERVAL == 0 && g_cancellable_is_cancelled (cancellable))
        return;
      get_folded (self, get_entry (self, row));
    }
}
