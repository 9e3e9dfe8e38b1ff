/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-list.h"
#include "klaster-register-private.h"
#include "klaster-text.h"

/* So many agreements are looked at between two looks at the cancellable. */
#define CANCEL_INTERVAL 256

/* What the index knows of an agreement. Texts hold as long as the rows that they were made of are still the rows. */
typedef struct
{
  gint64 id;
  KlasterRow *row;
  GPtrArray *sources;  /* rows of parties, their institutions and clauses that `folded` and `parties` were made of */
  char *folded;        /* everything that search looks at */
  char *parties;       /* collation key of the parties' names */
  char *party_name;    /* the one beside the hub; NULL: none */
  char *party_key;     /* its collation key */
  char *number;        /* collation key of the number */
  KlasterAgreementFacts facts;
} Entry;

struct _KlasterRegisterIndex
{
  KlasterLanguage language;
  GHashTable *entries;   /* id → Entry */
  guint64 facts_version; /* snapshot for which facts hold, 0: none */
  char *facts_date;
};

static void
clear_texts (Entry *entry)
{
  g_clear_pointer (&entry->row, klaster_row_unref);
  g_clear_pointer (&entry->sources, g_ptr_array_unref);
  g_clear_pointer (&entry->folded, g_free);
  g_clear_pointer (&entry->parties, g_free);
  g_clear_pointer (&entry->party_name, g_free);
  g_clear_pointer (&entry->party_key, g_free);
  g_clear_pointer (&entry->number, g_free);
}

static void
entry_free (gpointer data)
{
  clear_texts (data);
  g_free (data);
}

/**
 * klaster_register_index_new:
 * @language: the language in which names are shown and sorted
 *
 * Returns: (transfer full): an empty index
 */
KlasterRegisterIndex *
klaster_register_index_new (KlasterLanguage language)
{
  KlasterRegisterIndex *self = g_new0 (KlasterRegisterIndex, 1);

  self->language = language;
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, entry_free);

  return self;
}

void
klaster_register_index_free (KlasterRegisterIndex *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->entries);
  g_free (self->facts_date);
  g_free (self);
}

static void
collect_sources (KlasterSnapshot *snapshot,
                 gint64           id,
                 GPtrArray       *sources)
{
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      KlasterRow *institution;

      g_ptr_array_add (sources, row);
      institution = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION,
                                             klaster_row_get_integer (row, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID));
      if (institution)
        g_ptr_array_add (sources, institution);
    }
  klaster_referrer_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, id);
  while (klaster_referrer_iter_next (&iter, &row))
    g_ptr_array_add (sources, row);
}

static gboolean
same_sources (const GPtrArray *a,
              const GPtrArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof *a->pdata) == 0);
}

static void
append_text (GString          *text,
             const KlasterRow *row,
             guint             column)
{
  const char *cell = klaster_row_get_text (row, column);

  if (cell)
    {
      g_string_append (text, cell);
      g_string_append_c (text, '\n');
    }
}

/* Everything that search looks at, and the party that grouping is about. */
static void
fold_sources (KlasterRegisterIndex *self,
              KlasterSnapshot      *snapshot,
              Entry                *entry)
{
  static const guint own[] = { KLASTER_AGREEMENT_NUMBER, KLASTER_AGREEMENT_TITLE, KLASTER_AGREEMENT_LEGAL_BASIS,
                               KLASTER_AGREEMENT_NOTES };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *parties = klaster_agreement_name_parties (snapshot, entry->id, self->language);
  const char *kind = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_KIND);

  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    append_text (text, entry->row, own[i]);
  if (kind)
    g_string_append_printf (text, "%s\n", klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, self->language));
  for (guint i = 0; i < entry->sources->len; i++)
    {
      const KlasterRow *row = entry->sources->pdata[i];

      switch ((int) klaster_row_get_table (row))
        {
        case KLASTER_TABLE_INSTITUTION:
          for (guint c = KLASTER_INSTITUTION_NAME_UZ; c <= KLASTER_INSTITUTION_SHORT_NAME; c++)
            append_text (text, row, c);
          if (g_strcmp0 (klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), "integrator") != 0)
            {
              const char *name = klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, self->language);

              if (entry->party_name == NULL || klaster_text_compare (name, entry->party_name) < 0)
                {
                  g_free (entry->party_name);
                  entry->party_name = g_strdup (name);
                }
            }
          break;
        case KLASTER_TABLE_AGREEMENT_PARTY:
          append_text (text, row, KLASTER_AGREEMENT_PARTY_ROLE);
          break;
        default:
          append_text (text, row, KLASTER_AGREEMENT_CLAUSE_EVIDENCE);
          append_text (text, row, KLASTER_AGREEMENT_CLAUSE_NOTES);
          break;
        }
    }
  entry->party_key = entry->party_name ? klaster_text_collate_key (entry->party_name) : NULL;
  entry->folded = klaster_text_fold (text->str);
  entry->parties = klaster_text_collate_key (parties);
  entry->number = klaster_text_collate_key (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_NUMBER));
}

static Entry *
get_entry (KlasterRegisterIndex *self,
           KlasterSnapshot      *snapshot,
           KlasterRow           *row,
           gboolean              facts_known)
{
  gint64 id = klaster_row_get_id (row);
  Entry *entry = g_hash_table_lookup (self->entries, &id);
  g_autoptr (GPtrArray) sources = NULL;

  if (entry && facts_known)
    return entry;

  sources = g_ptr_array_new ();
  collect_sources (snapshot, id, sources);
  if (entry && entry->row == row && same_sources (entry->sources, sources))
    return entry;

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->id = id;
      g_hash_table_insert (self->entries, &entry->id, entry);
    }
  clear_texts (entry);
  entry->row = klaster_row_ref (row);
  for (guint i = 0; i < sources->len; i++)
    klaster_row_ref (sources->pdata[i]);
  g_ptr_array_set_free_func (sources, (GDestroyNotify) klaster_row_unref);
  entry->sources = g_steal_pointer (&sources);
  fold_sources (self, snapshot, entry);

  return entry;
}

static void
drop_old_entries (KlasterRegisterIndex *self,
                  KlasterSnapshot      *snapshot)
{
  guint n_rows = klaster_snapshot_get_n_rows (snapshot, KLASTER_TABLE_AGREEMENT);
  GHashTableIter iter;
  gpointer key;

  if (g_hash_table_size (self->entries) <= n_rows + n_rows / 8 + CANCEL_INTERVAL)
    return;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, *(gint64 *) key) == NULL)
      g_hash_table_iter_remove (&iter);
}

/* Valid on some day of the period. What has no dates yet is still to come and belongs to every year. */
static gboolean
in_period (const KlasterRegisterQuery *query,
           const KlasterRow           *row)
{
  const char *from = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM);
  const char *to = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_TO);
  const char *terminated = klaster_row_get_text (row, KLASTER_AGREEMENT_TERMINATED_ON);

  if (query->last && from && strcmp (from, query->last) > 0)
    return FALSE;
  if (query->first && to && strcmp (to, query->first) < 0)
    return FALSE;

  return !(query->first && terminated && strcmp (terminated, query->first) <= 0);
}

static gboolean
has_party (const Entry *entry,
           gint64       party)
{
  for (guint i = 0; i < entry->sources->len; i++)
    if (klaster_row_get_table (entry->sources->pdata[i]) == KLASTER_TABLE_INSTITUTION &&
        klaster_row_get_id (entry->sources->pdata[i]) == party)
      return TRUE;

  return FALSE;
}

/* (transfer full): the values that an agreement has in a facet; only areas can be several. */
static GStrv
list_values (const Entry          *entry,
             KlasterRegisterFacet  facet)
{
  const char *value = NULL;
  GStrv list;

  switch ((int) facet)
    {
    case KLASTER_REGISTER_BY_STATUS:
      value = entry->facts.status;
      break;
    case KLASTER_REGISTER_BY_KIND:
      value = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_KIND);
      break;
    case KLASTER_REGISTER_BY_AREA:
      list = klaster_list_parse (klaster_row_get_text (entry->row, KLASTER_AGREEMENT_AREAS));
      return list ? list : g_new0 (char *, 1);
    case KLASTER_REGISTER_BY_ATTENTION:
    default:
      value = entry->facts.attention ? "yes" : NULL;
      break;
    }

  list = g_new0 (char *, 2);
  list[0] = g_strdup (value);

  return list;
}

static gboolean
contains_any (GHashTable *chosen,
              GStrv       values)
{
  for (guint i = 0; values[i]; i++)
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

/* What an agreement is sorted by: made once for each one found, not once for each comparison. */
typedef struct
{
  const Entry *entry;
  const char *group;  /* (nullable): what groups are told apart and ordered by; the same group, the same pointer */
  int group_rank;
  char *text;         /* (nullable): collation key or date */
  double number;
  gboolean unknown;
} SortItem;

static int
compare_items (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const SortItem *x = a, *y = b;
  gboolean descending = GPOINTER_TO_INT (data);
  int order = 0;

  if (x->group_rank != y->group_rank)
    return x->group_rank < y->group_rank ? -1 : 1;
  if (x->group != y->group)
    {
      if (x->group == NULL || y->group == NULL)
        return x->group == NULL ? 1 : -1;
      order = strcmp (x->group, y->group);
      if (order != 0)
        return order;
    }
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

  order = strcmp (x->entry->number, y->entry->number);
  if (order != 0)
    return order;

  return x->entry->id < y->entry->id ? -1 : x->entry->id > y->entry->id;
}

/* What is about to end comes first, what has ended last. */
static int
rank_status (const char *status)
{
  static const char *const order[] = { "expiring", "in_force", "signed", "draft", "expired", "terminated", NULL };

  return klaster_tokens_find (order, status);
}

static SortItem
make_sort_item (const KlasterRegisterQuery *query,
                KlasterRegisterIndex       *index,
                KlasterSnapshot            *snapshot,
                const Entry                *entry)
{
  SortItem item = { .entry = entry };
  const KlasterAgreementFacts *facts = &entry->facts;
  const char *text = NULL;

  switch ((int) query->sort)
    {
    case KLASTER_REGISTER_NUMBER:
      text = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_NUMBER);
      item.text = text ? g_strdup (entry->number) : NULL;
      item.unknown = text == NULL;
      return item;
    case KLASTER_REGISTER_KIND:
      item.number = klaster_row_get_token (entry->row, KLASTER_AGREEMENT_KIND);
      item.unknown = item.number < 0;
      return item;
    case KLASTER_REGISTER_PARTIES:
      item.text = g_strdup (entry->parties);
      item.unknown = facts->n_parties == 0;
      return item;
    case KLASTER_REGISTER_PERIOD:
      text = klaster_row_get_text (entry->row, KLASTER_AGREEMENT_VALID_FROM);
      item.text = g_strdup (text);
      item.unknown = text == NULL;
      return item;
    case KLASTER_REGISTER_STATUS:
      /* Within a status by the days that are left. */
      item.number = rank_status (facts->status) * 1e7 + MIN (facts->days_left, 5000000);
      return item;
    case KLASTER_REGISTER_OBLIGATIONS:
      item.number = -(facts->n_overdue * 1e10 + facts->n_due * 1e5 + facts->n_open);
      item.unknown = facts->n_obligations == 0;
      return item;
    case KLASTER_REGISTER_CLAUSES:
      item.number = facts->n_clauses_met;
      item.unknown = !facts->needs_clauses && facts->n_clauses_unknown == 6;
      return item;
    case KLASTER_REGISTER_NOTICE_DAYS:
      item.number = (double) klaster_row_get_integer (entry->row, KLASTER_AGREEMENT_NOTICE_DAYS);
      item.unknown = klaster_row_is_null (entry->row, KLASTER_AGREEMENT_NOTICE_DAYS);
      return item;
    case KLASTER_REGISTER_COOPERATIONS:
      item.number = facts->n_cooperations;
      return item;
    case KLASTER_REGISTER_SIGNED_ON:
    case KLASTER_REGISTER_TERMINATED_ON:
      text = klaster_row_get_text (entry->row, query->sort == KLASTER_REGISTER_SIGNED_ON ? KLASTER_AGREEMENT_SIGNED_ON
                                                                                         : KLASTER_AGREEMENT_TERMINATED_ON);
      item.text = g_strdup (text);
      item.unknown = text == NULL;
      return item;
    default:
      {
        g_autofree char *shown = klaster_register_column_get_text (query->sort, snapshot, entry->row, facts,
                                                                   index->language);

        item.text = klaster_text_collate_key (shown);
        item.unknown = *shown == '\0';
        return item;
      }
    }
}

/* Puts the item into its group: the key is what groups are told apart and ordered by. */
static void
set_group (SortItem                      *item,
           const KlasterRegisterQuery    *query,
           const KlasterAcademicCalendar *calendar,
           GStringChunk                  *strings)
{
  const KlasterRow *row = item->entry->row;
  const char *text;

  switch ((int) query->grouping)
    {
    case KLASTER_REGISTER_GROUP_KIND:
      item->group_rank = klaster_row_get_token (row, KLASTER_AGREEMENT_KIND);
      if (item->group_rank < 0)
        item->group_rank = G_MAXINT;
      break;
    case KLASTER_REGISTER_GROUP_STATUS:
      item->group_rank = rank_status (item->entry->facts.status);
      break;
    case KLASTER_REGISTER_GROUP_PARTY:
      item->group = item->entry->party_key ? g_string_chunk_insert_const (strings, item->entry->party_key) : NULL;
      break;
    case KLASTER_REGISTER_GROUP_YEAR:
      text = klaster_row_get_text (row, KLASTER_AGREEMENT_VALID_FROM);
      if (text == NULL)
        text = klaster_row_get_text (row, KLASTER_AGREEMENT_SIGNED_ON);
      if (klaster_date_is_valid (text))
        {
          g_autofree char *year = klaster_academic_calendar_get_year (calendar, text, 0);

          item->group = g_string_chunk_insert_const (strings, year);
          /* The newest first. */
          item->group_rank = -atoi (year);
        }
      else
        {
          item->group_rank = G_MAXINT;
        }
      break;
    case KLASTER_REGISTER_UNGROUPED:
    case KLASTER_REGISTER_N_GROUPINGS:
    default:
      break;
    }
}

static char *
name_group (const SortItem             *item,
            const KlasterRegisterQuery *query,
            KlasterRegisterIndex       *index,
            KlasterSnapshot            *snapshot)
{
  const char *kind;

  switch ((int) query->grouping)
    {
    case KLASTER_REGISTER_GROUP_KIND:
      kind = klaster_row_get_text (item->entry->row, KLASTER_AGREEMENT_KIND);
      /* Translators: heading over agreements of which the kind is not known. */
      return g_strdup (kind ? klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, index->language)
                            : _("No kind given"));
    case KLASTER_REGISTER_GROUP_STATUS:
      return g_strdup (klaster_vocabulary_get_name (snapshot, "agreement_statuses", item->entry->facts.status,
                                                    index->language));
    case KLASTER_REGISTER_GROUP_PARTY:
      /* Translators: heading over agreements without parties. */
      return g_strdup (item->entry->party_name ? item->entry->party_name : _("No partner"));
    case KLASTER_REGISTER_GROUP_YEAR:
    default:
      return g_strdup (item->group ? item->group : _("No period given"));
    }
}

static void
clear_group (gpointer data)
{
  g_free (((KlasterRegisterGroup *) data)->title);
}

static void
sort_found (const KlasterRegisterQuery *query,
            KlasterRegisterIndex       *index,
            KlasterSnapshot            *snapshot,
            GPtrArray                  *found,
            KlasterRegisterResult      *result)
{
  g_autofree SortItem *items = g_new (SortItem, found->len);
  g_autoptr (GStringChunk) strings = g_string_chunk_new (1024);
  g_autoptr (KlasterAcademicCalendar) calendar = klaster_academic_calendar_new (snapshot);

  for (guint i = 0; i < found->len; i++)
    {
      items[i] = make_sort_item (query, index, snapshot, found->pdata[i]);
      set_group (&items[i], query, calendar, strings);
    }
  g_qsort_with_data (items, (gint) found->len, sizeof (SortItem), compare_items, GINT_TO_POINTER (query->descending));

  g_array_set_size (result->ids, found->len);
  for (guint i = 0; i < found->len; i++)
    {
      g_array_index (result->ids, gint64, i) = items[i].entry->id;
      if (query->grouping == KLASTER_REGISTER_UNGROUPED)
        continue;
      if (i == 0 || items[i].group_rank != items[i - 1].group_rank || items[i].group != items[i - 1].group)
        {
          KlasterRegisterGroup group = { i, 0, name_group (&items[i], query, index, snapshot) };

          g_array_append_val (result->groups, group);
        }
      g_array_index (result->groups, KlasterRegisterGroup, result->groups->len - 1).n++;
    }
  for (guint i = 0; i < found->len; i++)
    g_free (items[i].text);
}

/* Finds out about one agreement and puts it where it belongs. */
static void
look_at (const KlasterRegisterQuery *query,
         Entry                      *entry,
         const char                 *needle,
         GPtrArray                  *found,
         KlasterRegisterResult      *result)
{
  GStrv values[KLASTER_REGISTER_N_FACETS];
  guint n_failed = 0, failed = 0;

  if (!in_period (query, entry->row))
    return;
  result->n_total++;
  if (*needle != '\0' && !klaster_text_matches (entry->folded, needle))
    return;
  if (query->party != 0 && !has_party (entry, query->party))
    return;

  for (guint f = 0; f < KLASTER_REGISTER_N_FACETS; f++)
    {
      values[f] = list_values (entry, f);
      if (g_hash_table_size (query->facets[f]) > 0 && !contains_any (query->facets[f], values[f]))
        failed = f, n_failed++;
    }
  if (n_failed == 0)
    g_ptr_array_add (found, entry);
  /* A facet's own choice does not count against its values: they say what choosing them would find. */
  for (guint f = 0; f < KLASTER_REGISTER_N_FACETS; f++)
    {
      if (n_failed == 0 || (n_failed == 1 && failed == f))
        for (guint v = 0; values[f][v]; v++)
          count_value (result->counts[f], values[f][v]);
      g_strfreev (values[f]);
    }
}

/**
 * klaster_register_query_run:
 * @self: what is wanted
 * @index: what is known from runs before; brought up to date
 * @snapshot: the content
 * @date: the day as of which agreements are in force or not, a valid date
 * @cancellable: (nullable): looked at every few hundred agreements
 * @error: set when cancelled
 *
 * Finds, sorts and groups agreements. One is found when it is valid within the period, every word of the search is in it
 * and its parties, and every facet with chosen values lets it through. O(n log n) in the number of agreements, folding only
 * what is new to @index.
 *
 * Returns: (transfer full) (nullable): what was found; %NULL when cancelled
 */
KlasterRegisterResult *
klaster_register_query_run (const KlasterRegisterQuery *self,
                            KlasterRegisterIndex       *index,
                            KlasterSnapshot            *snapshot,
                            const char                 *date,
                            GCancellable               *cancellable,
                            GError                    **error)
{
  g_autoptr (KlasterRegisterResult) result = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  g_autofree char *needle = NULL;
  gboolean facts_known;
  KlasterRowIter iter;
  KlasterRow *row;
  guint n = 0;

  g_return_val_if_fail (self != NULL && index != NULL && snapshot != NULL && klaster_date_is_valid (date), NULL);

  result = g_new0 (KlasterRegisterResult, 1);
  result->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  result->groups = g_array_new (FALSE, FALSE, sizeof (KlasterRegisterGroup));
  g_array_set_clear_func (result->groups, clear_group);
  for (guint i = 0; i < KLASTER_REGISTER_N_FACETS; i++)
    result->counts[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  needle = klaster_text_fold (self->search);
  facts_known = index->facts_version == klaster_snapshot_get_version (snapshot) && g_strcmp0 (index->facts_date, date) == 0;
  if (!facts_known)
    index->facts_version = 0;
  drop_old_entries (index, snapshot);

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      Entry *entry;

      if (n++ % CANCEL_INTERVAL == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;

      entry = get_entry (index, snapshot, row, facts_known);
      if (!facts_known)
        klaster_agreement_get_facts (snapshot, row, date, &entry->facts);
      look_at (self, entry, needle, found, result);
    }
  if (!facts_known)
    {
      index->facts_version = klaster_snapshot_get_version (snapshot);
      g_free (index->facts_date);
      index->facts_date = g_strdup (date);
    }

  sort_found (self, index, snapshot, found, result);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&result);
}
