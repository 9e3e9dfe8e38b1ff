/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-record-list.h"

struct _KlasterRecordList
{
  GObject parent_instance;

  KlasterTable table;
  KlasterSnapshot *snapshot;
  GArray *ids;            /* gint64, in the order shown */
  GHashTable *records;    /* id → KlasterRecord that somebody holds; a weak notification takes it out */
  GHashTable *positions;  /* (nullable) id → position + 1, made on demand */
  guint n_scans;          /* ids looked for since the last change without it */
};

/* Looking through 50,000 integers takes microseconds, an index of them milliseconds: it is made for those who ask often. */
#define MAX_SCANS 64

static void klaster_record_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KlasterRecordList, klaster_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, klaster_record_list_list_model_init))

/* What a live record's last unref needs to find its entry. */
typedef struct
{
  GHashTable *records;
  gint64 id;
} Live;

static const gint64 *
get_ids (KlasterRecordList *self)
{
  return (const gint64 *) (gpointer) self->ids->data;
}

static void
record_finalized_cb (gpointer  data,
                     GObject  *record)
{
  Live *live = data;

  g_hash_table_remove (live->records, &live->id);
  g_hash_table_unref (live->records);
  g_free (live);
}

static KlasterRecord *
get_record (KlasterRecordList *self,
            gint64             id)
{
  KlasterRecord *record = g_hash_table_lookup (self->records, &id);
  KlasterRow *row;
  Live *live;
  gint64 *key;

  if (record)
    return g_object_ref (record);

  row = klaster_snapshot_lookup (self->snapshot, self->table, id);
  if (row == NULL)
    return NULL;

  record = klaster_record_new (row);
  live = g_new (Live, 1);
  live->records = g_hash_table_ref (self->records);
  live->id = id;
  key = g_new (gint64, 1);
  *key = id;
  g_hash_table_insert (self->records, key, record);
  g_object_weak_ref (G_OBJECT (record), record_finalized_cb, live);

  return record;
}

static GType
klaster_record_list_get_item_type (GListModel *model)
{
  return klaster_record_get_type_for_table (KLASTER_RECORD_LIST (model)->table);
}

static guint
klaster_record_list_get_n_items (GListModel *model)
{
  return KLASTER_RECORD_LIST (model)->ids->len;
}

static gpointer
klaster_record_list_get_item (GListModel *model,
                              guint       position)
{
  KlasterRecordList *self = KLASTER_RECORD_LIST (model);

  if (position >= self->ids->len)
    return NULL;

  return get_record (self, get_ids (self)[position]);
}

static void
klaster_record_list_finalize (GObject *object)
{
  KlasterRecordList *self = KLASTER_RECORD_LIST (object);

  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->positions, g_hash_table_unref);

  G_OBJECT_CLASS (klaster_record_list_parent_class)->finalize (object);
}

static void
klaster_record_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = klaster_record_list_get_item_type;
  iface->get_n_items = klaster_record_list_get_n_items;
  iface->get_item = klaster_record_list_get_item;
}

static void
klaster_record_list_class_init (KlasterRecordListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = klaster_record_list_finalize;
}

static void
klaster_record_list_init (KlasterRecordList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * klaster_record_list_new:
 * @table: the table whose records it will hold
 *
 * Returns: (transfer full): an empty list
 */
KlasterRecordList *
klaster_record_list_new (KlasterTable table)
{
  KlasterRecordList *self;

  g_return_val_if_fail (table < KLASTER_N_TABLES, NULL);

  self = g_object_new (KLASTER_TYPE_RECORD_LIST, NULL);
  self->table = table;

  return self;
}

/**
 * klaster_record_list_get_table:
 * @self: a list
 *
 * Returns: the table of its records
 */
KlasterTable
klaster_record_list_get_table (KlasterRecordList *self)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_LIST (self), 0);

  return self->table;
}

/* Replaces @removed ids at @position by @added ones and says so. */
static void
splice (KlasterRecordList *self,
        guint              position,
        guint              removed,
        const gint64      *ids,
        guint              added)
{
  if (removed == 0 && added == 0)
    return;

  if (removed > 0)
    g_array_remove_range (self->ids, position, removed);
  if (added > 0)
    g_array_insert_vals (self->ids, position, ids, added);
  g_clear_pointer (&self->positions, g_hash_table_unref);
  self->n_scans = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* Whether the @n_part ids are all in the @n_whole ones, in the same order. */
static gboolean
is_subsequence (const gint64 *part,
                guint         n_part,
                const gint64 *whole,
                guint         n_whole)
{
  guint i = 0;

  for (guint j = 0; j < n_whole && i < n_part; j++)
    if (part[i] == whole[j])
      i++;

  return i == n_part;
}

/* More separate runs than this are cheaper for a view as one change of everything between the first and the last. */
#define MAX_RUNS 8

static guint
count_runs (const gint64 *part,
            guint         n_part,
            const gint64 *whole,
            guint         n_whole)
{
  guint n_runs = 0, i = 0;
  gboolean inside = FALSE;

  for (guint j = 0; j < n_whole; j++)
    {
      gboolean shared = i < n_part && part[i] == whole[j];

      if (shared)
        i++;
      else if (!inside)
        n_runs++;
      inside = !shared;
    }

  return n_runs;
}

/* Only ids that go: from behind, so that positions before them stay what they are. */
static void
remove_runs (KlasterRecordList *self,
             guint              first,
             guint              n_old,
             const gint64      *ids,
             guint              n_ids)
{
  guint i = n_ids, j = n_old;

  while (j > 0)
    {
      guint end = j;

      while (j > 0 && (i == 0 || ids[i - 1] != get_ids (self)[first + j - 1]))
        j--;
      splice (self, first + j, end - j, NULL, 0);
      while (j > 0 && i > 0 && ids[i - 1] == get_ids (self)[first + j - 1])
        i--, j--;
    }
}

/* Only ids that come: from the front, where positions are those of the new list. */
static void
insert_runs (KlasterRecordList *self,
             guint              first,
             guint              n_old,
             const gint64      *ids,
             guint              n_ids)
{
  guint j = 0, n_left = n_old;

  while (j < n_ids)
    {
      guint begin = j;

      while (j < n_ids && (n_left == 0 || get_ids (self)[first + begin] != ids[j]))
        j++;
      splice (self, first + begin, 0, ids + begin, j - begin);
      while (j < n_ids && n_left > 0 && get_ids (self)[first + j] == ids[j])
        j++, n_left--;
    }
}

static void
update_live_records (KlasterRecordList *self)
{
  g_autoptr (GPtrArray) live = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    g_ptr_array_add (live, g_object_ref (record));

  for (guint i = 0; i < live->len; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (self->snapshot, self->table, klaster_record_get_id (live->pdata[i]));

      if (row)
        klaster_record_set_row (live->pdata[i], row);
    }
}

/**
 * klaster_record_list_set_content:
 * @self: a list
 * @snapshot: the content
 * @ids: (array length=n_ids): identifiers of rows of its table, each once
 * @n_ids: their number
 *
 * Shows these records. What is equal at both ends stays; where ids only come or only go, each run is told by itself;
 * otherwise one change covers the rest. Records in use show the rows of @snapshot.
 */
void
klaster_record_list_set_content (KlasterRecordList *self,
                                 KlasterSnapshot   *snapshot,
                                 const gint64      *ids,
                                 guint              n_ids)
{
  g_autoptr (KlasterSnapshot) before = NULL;
  guint first = 0, n_old, n_new;

  g_return_if_fail (KLASTER_IS_RECORD_LIST (self));
  g_return_if_fail (snapshot != NULL);
  g_return_if_fail (ids != NULL || n_ids == 0);

  before = self->snapshot;
  self->snapshot = klaster_snapshot_ref (snapshot);
  if (before != snapshot)
    update_live_records (self);

  n_old = self->ids->len;
  n_new = n_ids;
  while (first < MIN (n_old, n_new) && get_ids (self)[first] == ids[first])
    first++;
  while (n_old > first && n_new > first && get_ids (self)[n_old - 1] == ids[n_new - 1])
    n_old--, n_new--;
  n_old -= first;
  n_new -= first;
  if (n_old == 0 && n_new == 0)
    return;
  ids = n_ids > 0 ? ids + first : NULL;

  if (n_new < n_old && is_subsequence (ids, n_new, get_ids (self) + first, n_old)
      && count_runs (ids, n_new, get_ids (self) + first, n_old) <= MAX_RUNS)
    remove_runs (self, first, n_old, ids, n_new);
  else if (n_old < n_new && is_subsequence (get_ids (self) + first, n_old, ids, n_new)
           && count_runs (get_ids (self) + first, n_old, ids, n_new) <= MAX_RUNS)
    insert_runs (self, first, n_old, ids, n_new);
  else
    splice (self, first, n_old, ids, n_new);
}

/**
 * klaster_record_list_update:
 * @self: a list
 * @snapshot: the content after an edit
 * @delta: (nullable): what the edit changed; %NULL: anything
 *
 * Records in use show their new rows; identifiers whose rows are gone leave the list. Everything else waits for
 * klaster_record_list_set_content().
 */
void
klaster_record_list_update (KlasterRecordList *self,
                            KlasterSnapshot   *snapshot,
                            KlasterDelta      *delta)
{
  g_autoptr (GArray) left = NULL;
  gboolean deleted = FALSE;

  g_return_if_fail (KLASTER_IS_RECORD_LIST (self));
  g_return_if_fail (snapshot != NULL);

  klaster_snapshot_ref (snapshot);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  self->snapshot = snapshot;

  if (delta == NULL)
    {
      update_live_records (self);
      deleted = TRUE;
    }
  else
    for (guint i = 0; i < klaster_delta_get_n_changes (delta); i++)
      {
        const KlasterRowChange *change = klaster_delta_get_change (delta, i);
        KlasterRecord *record;

        if (change->table != self->table)
          continue;
        if (change->after == NULL)
          deleted = TRUE;
        else if ((record = g_hash_table_lookup (self->records, &change->id)))
          {
            g_object_ref (record);
            klaster_record_set_row (record, change->after);
            g_object_unref (record);
          }
      }

  if (!deleted)
    return;
  left = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->ids->len);
  for (guint i = 0; i < self->ids->len; i++)
    if (klaster_snapshot_lookup (snapshot, self->table, get_ids (self)[i]))
      g_array_append_val (left, get_ids (self)[i]);
  klaster_record_list_set_content (self, snapshot, (const gint64 *) (gpointer) left->data, left->len);
}

/**
 * klaster_record_list_get_ids:
 * @self: a list
 * @n_ids: (out) (optional): their number
 *
 * Returns: (transfer none) (array length=n_ids): identifiers in the order shown, valid until the list changes
 */
const gint64 *
klaster_record_list_get_ids (KlasterRecordList *self,
                             guint             *n_ids)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_LIST (self), NULL);

  if (n_ids)
    *n_ids = self->ids->len;

  return get_ids (self);
}

/**
 * klaster_record_list_get_id:
 * @self: a list
 * @position: where
 *
 * Returns: the identifier there, or 0 beyond the end
 */
gint64
klaster_record_list_get_id (KlasterRecordList *self,
                            guint              position)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_LIST (self), 0);

  return position < self->ids->len ? get_ids (self)[position] : 0;
}

/**
 * klaster_record_list_find:
 * @self: a list
 * @id: an identifier
 *
 * Returns: its position, or -1
 */
gint
klaster_record_list_find (KlasterRecordList *self,
                          gint64             id)
{
  g_return_val_if_fail (KLASTER_IS_RECORD_LIST (self), -1);

  if (self->positions == NULL && self->n_scans < MAX_SCANS)
    {
      self->n_scans++;
      for (guint i = 0; i < self->ids->len; i++)
        if (get_ids (self)[i] == id)
          return (gint) i;
      return -1;
    }

  if (self->positions == NULL)
    {
      self->positions = g_hash_table_new (g_int64_hash, g_int64_equal);
      /* Keys point into the array, which only changes together with this table. */
      for (guint i = 0; i < self->ids->len; i++)
        g_hash_table_insert (self->positions, (gpointer) &get_ids (self)[i], GUINT_TO_POINTER (i + 1));
    }

  return (gint) GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &id)) - 1;
}
