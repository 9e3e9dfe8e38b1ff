/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-edit-private.h"
#include "klaster-import-known.h"
#include "klaster-import-row.h"
#include "klaster-import-spread.h"

#define BIT(column) (G_GUINT64_CONSTANT (1) << (column))

/* The rows of one sheet. */
typedef struct
{
  KlasterSheet *sheet;
  const KlasterImportMapping *mapping;
  const KlasterTableInfo *info;
  const KlasterExchangeList *lists[KLASTER_EXCHANGE_LISTS_MAX];
  guint n_lists;
  KlasterRowReader reader;
  KlasterImportKnown *known;
  KlasterPendingRow *pending;
  KlasterValue *values;
  guint first; /* of its rows among those of all sheets */
  guint n_rows;
} Sheet;

typedef struct
{
  KlasterSnapshot *snapshot;
  const gint8 *decisions;
  const char *label;
  GCancellable *cancellable;
  KlasterImportProgress progress;
  gpointer user_data;

  Sheet *sheets; /* members first, then in the order of the schema: what is referred to comes before what refers */
  guint n_sheets;
  KlasterReferenceIndex *references;
  GHashTable *sources[KLASTER_N_TABLES];   /* gint64: id that a row gives or gets → KlasterPendingRow */
  GHashTable *rows[KLASTER_N_TABLES];      /* gint64: id of a new record → guint: row of all + 1 */
  GHashTable *joined;                      /* text: list, owner, target and role of what is joined already */
  GHashTable *redirects[KLASTER_N_TABLES]; /* gint64: id that a duplicate would have had → gint64: record that it repeats */
  KlasterPendingRow *pending;
  guint n_rows;
  KlasterImportPlan *plan;
} Planner;

static void
free_problem (gpointer data)
{
  KlasterImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->value);
  g_free (problem->reason);
  g_free (problem);
}

void
klaster_import_plan_free (KlasterImportPlan *self)
{
  g_array_unref (self->rows);
  g_ptr_array_unref (self->problems);
  g_clear_pointer (&self->edit, klaster_edit_unref);
  g_free (self);
}

/* @row: of all sheets */
static gboolean
step (Planner  *self,
      guint     row,
      double    from,
      double    to,
      GError  **error)
{
  if ((row & 0x7f) != 0)
    return TRUE;
  if (self->progress)
    self->progress (from + (to - from) * row / MAX (self->n_rows, 1), self->user_data);

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static KlasterImportRow *
get_result (Planner     *self,
            const Sheet *sheet,
            guint        row)
{
  return &g_array_index (self->plan->rows, KlasterImportRow, sheet->first + row);
}

static KlasterDuplicatePolicy
get_policy (Planner     *self,
            const Sheet *sheet,
            guint        row)
{
  gint8 decision = self->decisions ? self->decisions[sheet->first + row] : -1;

  return decision >= 0 ? (KlasterDuplicatePolicy) decision : sheet->mapping->duplicates;
}

/* Puts into @edit what the row says and @before does not: all of it for a new record (@before is NULL). @clear: what the
 * source leaves empty is emptied. */
static gboolean
write_values (Sheet                   *sheet,
              KlasterEdit             *edit,
              gint64                   id,
              const KlasterPendingRow *pending,
              const KlasterValue      *before,
              gboolean                 clear)
{
  gboolean changed = FALSE;

  for (guint column = 1; column < sheet->info->n_columns; column++)
    {
      KlasterValue value = pending->values[column];
      gboolean mapped = klaster_import_mapping_has (sheet->mapping, column);

      if (before && !(pending->given & BIT (column)) && !(clear && mapped))
        continue;
      if (before ? klaster_value_equal (value, before[column]) : value.type == KLASTER_VALUE_NULL)
        continue;
      if (before && value.type == KLASTER_VALUE_NULL && (sheet->info->columns[column].flags & KLASTER_COLUMN_REQUIRED))
        continue;
      klaster_edit_set (edit, sheet->mapping->table, id, column, value);
      changed = TRUE;
    }

  return changed;
}

static const gint64 *
get_redirect (Planner      *self,
              KlasterTable  table,
              gint64        id)
{
  return self->redirects[table] ? g_hash_table_lookup (self->redirects[table], &id) : NULL;
}

static KlasterTable
get_list_target (const KlasterExchangeList *list)
{
  return klaster_schema_get_column (list->link, list->target_column)->target;
}

/* Notes that the list of @owner names @target; FALSE: it did before, so that the pair is not joined twice. */
static gboolean
join_once (Planner                   *self,
           const KlasterExchangeList *list,
           gint64                     owner,
           const KlasterPendingLink  *link)
{
  return g_hash_table_add (self->joined, g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", list->ids_header,
                                                          owner, link->target, link->text ? link->text : ""));
}

/* What a list of the row says and the record does not: what is missing is joined; with @clear what the row does not name
 * any more is not joined any more. @main_target: what the record names in a column of its own, 0: nothing */
static gboolean
write_list (Planner                   *self,
            const KlasterExchangeList *list,
            KlasterPendingList        *pending,
            KlasterEdit               *edit,
            gint64                     id,
            gint64                     main_target,
            gboolean                   clear)
{
  KlasterTable target_table = get_list_target (list);
  g_autofree gboolean *there = g_new0 (gboolean, pending->n_links + 1);
  KlasterReferrerIter iter;
  KlasterRow *row;
  gboolean changed = FALSE;

  for (guint i = 0; i < pending->n_links; i++)
    {
      const gint64 *redirect = get_redirect (self, target_table, pending->links[i].target);

      if (redirect)
        pending->links[i].target = *redirect;
    }

  klaster_referrer_iter_init (&iter, self->snapshot, list->link, list->owner_column, id);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gint64 target = klaster_row_get_integer (row, list->target_column);
      const char *text = list->text_column > 0 ? klaster_row_get_text (row, list->text_column) : NULL;
      gint found = -1;

      for (guint i = 0; i < pending->n_links; i++)
        if (!there[i] && pending->links[i].target == target
            && (found < 0 || g_strcmp0 (pending->links[i].text, text) == 0))
          found = (gint) i;
      if (found < 0)
        {
          /* What the row names in the column of its own leaves the list with the edit itself. */
          if (clear && target != main_target)
            {
              klaster_edit_delete (edit, list->link, klaster_row_get_id (row));
              changed = TRUE;
            }
          continue;
        }
      there[found] = TRUE;
      join_once (self, list, id, &pending->links[found]);
      if (list->text_column > 0 && g_strcmp0 (pending->links[found].text, text) != 0 && (clear || pending->links[found].text))
        {
          klaster_edit_set (edit, list->link, klaster_row_get_id (row), list->text_column,
                            pending->links[found].text ? KLASTER_TEXT (pending->links[found].text) : KLASTER_NULL);
          changed = TRUE;
        }
    }

  for (guint i = 0; i < pending->n_links; i++)
    if (!there[i] && pending->links[i].target != main_target && join_once (self, list, id, &pending->links[i]))
      {
        gint64 link = klaster_edit_insert (edit, list->link);

        klaster_edit_set (edit, list->link, link, list->owner_column, KLASTER_INTEGER (id));
        klaster_edit_set (edit, list->link, link, list->target_column, KLASTER_INTEGER (pending->links[i].target));
        if (pending->links[i].text)
          klaster_edit_set (edit, list->link, link, list->text_column, KLASTER_TEXT (pending->links[i].text));
        changed = TRUE;
      }

  return changed;
}

/* All lists of the row. @before: (nullable): the record as it was; see write_values() */
static gboolean
write_lists (Planner            *self,
             Sheet              *sheet,
             KlasterEdit        *edit,
             gint64              id,
             KlasterPendingRow  *pending,
             const KlasterValue *before,
             gboolean            clear)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < sheet->n_lists; i++)
    {
      guint column = sheet->lists[i]->main_column;
      gboolean kept = before && !(pending->given & BIT (column))
                      && !(clear && klaster_import_mapping_has (sheet->mapping, column));
      gint64 main_target = column > 0 ? (kept ? before[column] : pending->values[column]).integer : 0;

      if (pending->lists[i].given)
        changed = write_list (self, sheet->lists[i], &pending->lists[i], edit, id, main_target, clear) || changed;
    }

  return changed;
}

static void
note_duplicate (Planner                *self,
                Sheet                  *sheet,
                guint                   row,
                const KlasterImportRow *same)
{
  KlasterTable table = sheet->mapping->table;
  gint source = -1;
  KlasterImportProblem *problem;
  g_autofree char *reason = NULL;

  if (table == KLASTER_TABLE_INSTITUTION)
    for (gint i = KLASTER_INSTITUTION_NAME_UZ; i <= KLASTER_INSTITUTION_NAME_EN && source < 0; i++)
      source = klaster_import_mapping_find (sheet->mapping, i);
  else if (table == KLASTER_TABLE_AGREEMENT)
    source = klaster_import_mapping_find (sheet->mapping, KLASTER_AGREEMENT_NUMBER);
  if (same->same_row != G_MAXUINT)
    reason = g_strdup_printf (_("The row repeats row %u."), same->same_row + 1);
  else
    {
      KlasterRow *record = klaster_snapshot_lookup (self->snapshot, table, same->same_id);
      g_autofree char *name = klaster_record_describe (self->snapshot, record, klaster_language_get_default ());

      if (isnan (same->metres))
        reason = g_strdup_printf (_("“%s” is already in the project."), name);
      else
        /* Translators: %s is the name of an institution, %.0f a distance in metres. */
        reason = g_strdup_printf (_("“%s” is already in the project, %.0f m from here."), name, same->metres);
    }
  klaster_row_reader_add_problem (&sheet->reader, row, source, FALSE, reason);
  problem = g_ptr_array_index (self->plan->problems, self->plan->problems->len - 1);
  problem->duplicate = TRUE;
}

/* The record, in the project or new, that the row repeats; 0: none. @same_row (out): row of all + 1 of the new one; 0 */
static gint64
find_same (Planner                 *self,
           Sheet                   *sheet,
           const KlasterPendingRow *pending,
           double                  *metres,
           guint                   *same_row)
{
  GHashTable *rows = self->rows[sheet->mapping->table];
  gint64 id = klaster_import_known_find (sheet->known, pending->values, metres);

  *same_row = id != 0 ? GPOINTER_TO_UINT (g_hash_table_lookup (rows, &id)) : 0;
  /* Two identifiers are two records, as the project knew that the source comes from. */
  if (*same_row > 0 && pending->has_id && self->pending[*same_row - 1].has_id)
    {
      *same_row = 0;
      return 0;
    }

  return id;
}

static void
remember (Planner                 *self,
          Sheet                   *sheet,
          guint                    row,
          const KlasterPendingRow *pending)
{
  klaster_import_known_add (sheet->known, pending->values);
  g_hash_table_insert (self->rows[sheet->mapping->table], g_memdup2 (&pending->id, sizeof pending->id),
                       GUINT_TO_POINTER (sheet->first + row + 1));
}

static void
forget (Planner *self)
{
  for (guint i = 0; i < self->n_sheets; i++)
    g_clear_pointer (&self->sheets[i].known, klaster_import_known_free);
  g_hash_table_remove_all (self->joined);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      g_clear_pointer (&self->rows[t], g_hash_table_unref);
      g_clear_pointer (&self->redirects[t], g_hash_table_unref);
    }
}

static void
begin_sheet (Planner *self,
             Sheet   *sheet)
{
  KlasterTable table = sheet->mapping->table;

  sheet->known = klaster_import_known_new (self->snapshot, sheet->mapping);
  if (self->rows[table] == NULL)
    {
      self->rows[table] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      self->redirects[table] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
    }
}

static void
follow_redirects (Planner           *self,
                  Sheet             *sheet,
                  KlasterPendingRow *pending)
{
  for (guint column = 1; column < sheet->info->n_columns; column++)
    if (sheet->info->columns[column].type == KLASTER_COLUMN_REFERENCE
        && pending->values[column].type == KLASTER_VALUE_INTEGER)
      {
        const gint64 *target = get_redirect (self, sheet->info->columns[column].target, pending->values[column].integer);

        if (target)
          pending->values[column] = KLASTER_INTEGER (*target);
      }
}

static void
copy_row_values (Sheet        *sheet,
                 KlasterRow   *row,
                 KlasterValue *values)
{
  for (guint i = 0; i < sheet->info->n_columns; i++)
    values[i] = klaster_row_get_value (row, i);
}

/* What becomes of a row that repeats a record. */
static void
place_duplicate (Planner           *self,
                 Sheet             *sheet,
                 KlasterEdit       *edit,
                 KlasterPendingRow *pending,
                 KlasterImportRow  *result,
                 gboolean           update)
{
  g_autofree KlasterValue *before = g_new0 (KlasterValue, sheet->info->n_columns);

  if (result->same_row != G_MAXUINT)
    memcpy (before, self->pending[result->same_row].values, sheet->info->n_columns * sizeof *before);
  else
    copy_row_values (sheet, klaster_snapshot_lookup (self->snapshot, sheet->mapping->table, result->same_id), before);
  result->outcome = KLASTER_IMPORT_DUPLICATE;
  if (update)
    {
      gboolean changed = write_values (sheet, edit, result->same_id, pending, before, FALSE);

      changed = write_lists (self, sheet, edit, result->same_id, pending, before, FALSE) || changed;
      if (changed)
        {
          result->outcome = KLASTER_IMPORT_UPDATED;
          result->id = result->same_id;
        }
    }
  g_hash_table_insert (self->redirects[sheet->mapping->table], g_memdup2 (&pending->id, sizeof pending->id),
                       g_memdup2 (&result->same_id, sizeof result->same_id));
}

static void
place_row (Planner     *self,
           Sheet       *sheet,
           KlasterEdit *edit,
           guint        position)
{
  KlasterPendingRow *pending = &sheet->pending[position];
  KlasterImportRow *result = get_result (self, sheet, position);
  KlasterTable table = sheet->mapping->table;
  KlasterDuplicatePolicy policy = get_policy (self, sheet, position);
  KlasterRow *stored;
  guint same_row;

  *result = (KlasterImportRow) { KLASTER_IMPORT_REJECTED, 0, 0, G_MAXUINT, NAN };
  if (pending->rejected)
    return;
  follow_redirects (self, sheet, pending);
  klaster_edit_set_origin (edit, sheet->first + position);

  /* A record of this project that comes back from a spreadsheet: it takes over what is there now. */
  stored = pending->has_id ? klaster_snapshot_lookup (self->snapshot, table, pending->id) : NULL;
  if (stored)
    {
      g_autofree KlasterValue *before = g_new0 (KlasterValue, sheet->info->n_columns);
      gboolean changed;

      copy_row_values (sheet, stored, before);
      result->id = result->same_id = pending->id;
      changed = write_values (sheet, edit, pending->id, pending, before, TRUE);
      changed = write_lists (self, sheet, edit, pending->id, pending, before, TRUE) || changed;
      result->outcome = changed ? KLASTER_IMPORT_UPDATED : KLASTER_IMPORT_DUPLICATE;
      return;
    }

  result->same_id = find_same (self, sheet, pending, &result->metres, &same_row);
  if (result->same_id != 0)
    {
      result->same_row = same_row > 0 ? same_row - 1 : G_MAXUINT;
      if (policy != KLASTER_DUPLICATE_ADD)
        {
          place_duplicate (self, sheet, edit, pending, result, policy == KLASTER_DUPLICATE_UPDATE);
          return;
        }
    }

  klaster_edit_insert_with_id (edit, table, pending->id);
  write_values (sheet, edit, pending->id, pending, NULL, FALSE);
  write_lists (self, sheet, edit, pending->id, pending, NULL, FALSE);
  remember (self, sheet, position, pending);
  result->outcome = KLASTER_IMPORT_ACCEPTED;
  result->id = pending->id;
}

static void
count_rows (Planner *self)
{
  KlasterImportPlan *plan = self->plan;

  plan->n_read = self->n_rows;
  for (guint i = 0; i < self->n_sheets; i++)
    for (guint row = 0; row < self->sheets[i].n_rows; row++)
      {
        Sheet *sheet = &self->sheets[i];
        const KlasterImportRow *result = get_result (self, sheet, row);

        plan->n_accepted += result->outcome == KLASTER_IMPORT_ACCEPTED;
        plan->n_updated += result->outcome == KLASTER_IMPORT_UPDATED;
        plan->n_duplicates += result->outcome == KLASTER_IMPORT_DUPLICATE;
        plan->n_rejected += result->outcome == KLASTER_IMPORT_REJECTED;
        if (result->same_id != 0 && result->same_id != sheet->pending[row].id)
          note_duplicate (self, sheet, row, result);
      }
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b)
{
  const KlasterImportProblem *left = *(KlasterImportProblem *const *) a;
  const KlasterImportProblem *right = *(KlasterImportProblem *const *) b;

  if (left->row != right->row)
    return left->row < right->row ? -1 : 1;
  return right->rejected - left->rejected;
}

static Sheet *
find_sheet (Planner *self,
            guint    row_of_all)
{
  for (guint i = 0; i < self->n_sheets; i++)
    if (row_of_all >= self->sheets[i].first && row_of_all - self->sheets[i].first < self->sheets[i].n_rows)
      return &self->sheets[i];

  return NULL;
}

/* The row of the source that brings a record which the project does not have; NULL: none */
static KlasterPendingRow *
find_source (Planner      *self,
             KlasterTable  table,
             gint64        id)
{
  KlasterPendingRow *row = self->sources[table] ? g_hash_table_lookup (self->sources[table], &id) : NULL;

  return row && klaster_snapshot_lookup (self->snapshot, table, id) == NULL ? row : NULL;
}

static void
reject_referrer_cb (guint    row,
                    gint     source,
                    gpointer user_data)
{
  Sheet *sheet = find_sheet (user_data, row);

  klaster_row_reader_reject (&sheet->reader, row - sheet->first, source, &sheet->pending[row - sheet->first],
                             _("It refers to a row that is rejected."));
}

/* What a row refers to, with the source columns that say so. */
static void
add_references (Planner             *self,
                Sheet               *sheet,
                guint                row,
                KlasterImportSpread *spread)
{
  const KlasterPendingRow *pending = &sheet->pending[row];
  const KlasterPendingRow *target;

  for (guint column = 1; column < sheet->info->n_columns; column++)
    if (sheet->info->columns[column].type == KLASTER_COLUMN_REFERENCE && pending->values[column].type == KLASTER_VALUE_INTEGER
        && (target = find_source (self, sheet->info->columns[column].target, pending->values[column].integer)))
      {
        gint source = klaster_import_mapping_find (sheet->mapping, (gint) column);

        if (source < 0)
          source = klaster_import_mapping_find (sheet->mapping, KLASTER_IMPORT_TARGET_NAME (column));
        klaster_import_spread_add (spread, sheet->first + row, (guint) (target - self->pending), source);
      }
  for (guint i = 0; i < sheet->n_lists; i++)
    for (guint j = 0; j < pending->lists[i].n_links; j++)
      if ((target = find_source (self, get_list_target (sheet->lists[i]), pending->lists[i].links[j].target)))
        klaster_import_spread_add (spread, sheet->first + row, (guint) (target - self->pending),
                                   MAX (klaster_import_mapping_find (sheet->mapping, KLASTER_IMPORT_TARGET_LIST_IDS (i)),
                                        klaster_import_mapping_find (sheet->mapping, KLASTER_IMPORT_TARGET_LIST_NAMES (i))));
}

/* What refers to a row that is rejected goes with it: all of it at once, because the project would refuse one after the
 * other, and each costs another attempt. */
static void
reject_referrers (Planner *self)
{
  g_autoptr (KlasterImportSpread) spread = NULL;

  for (guint row = 0; row < self->n_rows; row++)
    if (self->pending[row].rejected)
      {
        if (spread == NULL)
          spread = klaster_import_spread_new (self->n_rows);
        klaster_import_spread_note (spread, row);
      }
  if (spread == NULL)
    return;
  for (guint i = 0; i < self->n_sheets; i++)
    for (guint row = 0; row < self->sheets[i].n_rows; row++)
      if (!self->sheets[i].pending[row].rejected)
        add_references (self, &self->sheets[i], row, spread);
  klaster_import_spread_run (spread, reject_referrer_cb, self);
}

static void
note_sources (Planner *self)
{
  for (guint i = 0; i < self->n_sheets; i++)
    for (guint row = 0; row < self->sheets[i].n_rows; row++)
      {
        KlasterPendingRow *pending = &self->sheets[i].pending[row];
        GHashTable **sources = &self->sources[self->sheets[i].mapping->table];

        if (*sources == NULL)
          *sources = g_hash_table_new (g_int64_hash, g_int64_equal);
        /* Of two rows with one identifier the first counts. */
        if (pending->id != 0 && !g_hash_table_contains (*sources, &pending->id))
          g_hash_table_insert (*sources, &pending->id, pending);
      }
}

/* Rejects the row that the project would not take; FALSE: the error is about none, or one that is rejected. */
static gboolean
reject_refused (Planner      *self,
                const GError *error)
{
  KlasterEditErrorDetails details;
  KlasterPendingRow *pending;
  Sheet *sheet;
  gint source = -1;

  klaster_edit_error_get_details (error, &details);
  if (error->code != KLASTER_EDIT_ERROR_INVALID || details.operation < 0)
    return FALSE;
  sheet = find_sheet (self, (guint) details.operation);
  if (sheet == NULL)
    return FALSE;
  pending = &self->pending[details.operation];
  if (pending->rejected)
    return FALSE;
  if (details.table == (int) sheet->mapping->table && details.column >= 0)
    source = klaster_import_mapping_find (sheet->mapping, details.column);
  klaster_row_reader_reject (&sheet->reader, (guint) details.operation - sheet->first, source, pending,
                             klaster_edit_error_get_reason (error));

  return TRUE;
}

/* Rows that the project would not take, because of rules that see more than one cell, are rejected; what refers to them
 * follows. */
static gboolean
place_rows (Planner  *self,
            GError  **error)
{
  guint attempt = 0;

  while (TRUE)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new (self->label);
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
      g_autoptr (GError) edit_error = NULL;
      guint n_rejected = 0;

      forget (self);
      klaster_edit_set_kind (edit, "import");
      for (guint i = 0; i < self->n_sheets; i++)
        {
          Sheet *sheet = &self->sheets[i];

          begin_sheet (self, sheet);
          for (guint row = 0; row < sheet->n_rows; row++)
            {
              if (!step (self, sheet->first + row, attempt == 0 ? 0.5 : 0.9, attempt == 0 ? 0.9 : 1, error))
                return FALSE;
              place_row (self, sheet, edit, row);
            }
        }
      attempt++;
      if (klaster_edit_get_n_changes (edit) == 0)
        return TRUE;
      delta = klaster_edit_resolve_all (edit, self->snapshot, refusals, &edit_error);
      if (delta)
        {
          self->plan->edit = g_steal_pointer (&edit);
          return TRUE;
        }
      if (g_error_matches (edit_error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
        return TRUE;
      if (edit_error)
        g_ptr_array_add (refusals, g_steal_pointer (&edit_error));
      for (guint i = 0; i < refusals->len; i++)
        n_rejected += reject_refused (self, refusals->pdata[i]);
      if (n_rejected == 0)
        {
          g_propagate_error (error, g_ptr_array_steal_index (refusals, 0));
          return FALSE;
        }
      reject_referrers (self);
    }
}

/* Whether anything in the source may name rows of the table. */
static gboolean
is_referred_to (Planner      *self,
                KlasterTable  table)
{
  for (guint i = 0; i < self->n_sheets; i++)
    {
      const Sheet *sheet = &self->sheets[i];

      for (guint column = 1; column < sheet->info->n_columns; column++)
        if (sheet->info->columns[column].type == KLASTER_COLUMN_REFERENCE && sheet->info->columns[column].target == table
            && (klaster_import_mapping_has (sheet->mapping, column) || sheet->mapping->defaults[column]))
          return TRUE;
      for (guint j = 0; j < sheet->n_lists; j++)
        if (get_list_target (sheet->lists[j]) == table && klaster_import_mapping_has_list (sheet->mapping, j))
          return TRUE;
    }

  return FALSE;
}

/* Makes the rows of a sheet known to what refers to them, by the identifiers and names of the records that they become. */
static void
index_rows (Planner *self,
            Sheet   *sheet)
{
  KlasterTable table = sheet->mapping->table;
  /* Their names and numbers say it without a look at what they refer to. */
  gboolean tells = table == KLASTER_TABLE_INSTITUTION || table == KLASTER_TABLE_AGREEMENT;

  if (!is_referred_to (self, table))
    return;
  if (tells)
    begin_sheet (self, sheet);
  for (guint row = 0; row < sheet->n_rows; row++)
    {
      KlasterPendingRow *pending = &sheet->pending[row];
      gint64 same = 0;
      double metres;
      guint same_row;

      if (pending->rejected)
        continue;
      if (tells && get_policy (self, sheet, row) != KLASTER_DUPLICATE_ADD
          && !klaster_row_reader_is_in_project (&sheet->reader, pending))
        same = find_same (self, sheet, pending, &metres, &same_row);
      if (tells && same == 0)
        remember (self, sheet, row, pending);
      klaster_reference_index_add (self->references, table, pending->id, same != 0 ? same : pending->id, pending->values);
    }
  forget (self);
}

/* Two columns of one name: the first is taken for what it is called, the other one waits for somebody to say what it is. */
static void
warn_of_repeated_headers (Sheet *sheet)
{
  g_autoptr (GArray) repeats = klaster_sheet_list_repeated_headers (sheet->sheet);

  for (guint i = 0; sheet->n_rows > 0 && i < repeats->len; i++)
    {
      const KlasterSheetRepeat *repeat = &g_array_index (repeats, KlasterSheetRepeat, i);
      g_autofree char *reason = NULL;
      KlasterImportProblem *problem;

      if (sheet->mapping->targets[repeat->column] != KLASTER_IMPORT_TARGET_NONE)
        continue;
      /* Translators: the first two %s are letters of columns, as in spreadsheets, the third what stands above both of them. */
      reason = g_strdup_printf (_("The columns %s and %s are both called “%s”. The second is not imported unless it is said where "
                                  "it goes."),
                                klaster_sheet_get_letter (sheet->sheet, repeat->first),
                                klaster_sheet_get_letter (sheet->sheet, repeat->column),
                                klaster_sheet_get_header (sheet->sheet, repeat->column));
      klaster_row_reader_add_problem (&sheet->reader, 0, (gint) repeat->column, FALSE, reason);
      problem = g_ptr_array_index (sheet->reader.problems, sheet->reader.problems->len - 1);
      problem->line = klaster_sheet_get_header_line (sheet->sheet);
    }
}

static gboolean
read_sheet (Planner  *self,
            Sheet    *sheet,
            GError  **error)
{
  klaster_row_reader_detect_order (&sheet->reader);
  if (sheet->reader.swapped && sheet->mapping->order == KLASTER_COORDINATES_AUTO && sheet->n_rows > 0)
    klaster_row_reader_add_problem (&sheet->reader, 0, klaster_import_mapping_find (sheet->mapping, KLASTER_INSTITUTION_LON),
                                    FALSE, _("Latitude and longitude are the wrong way round in this source; they are swapped in all rows."));

  warn_of_repeated_headers (sheet);
  for (guint row = 0; row < sheet->n_rows; row++)
    {
      KlasterPendingRow *pending = &sheet->pending[row];

      if (!step (self, sheet->first + row, 0, 0.4, error))
        return FALSE;
      pending->values = sheet->values + (gsize) row * sheet->info->n_columns;
      klaster_row_reader_read (&sheet->reader, row, pending);
    }

  return TRUE;
}

/* Two rows with one identifier: the second cannot be told from the first. */
static void
reject_repeated_ids (Sheet *sheet)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint row = 0; row < sheet->n_rows; row++)
    {
      KlasterPendingRow *pending = &sheet->pending[row];

      if (!pending->rejected && pending->has_id && !g_hash_table_add (seen, &pending->id))
        klaster_row_reader_reject (&sheet->reader, row, klaster_import_mapping_find (sheet->mapping, 0), pending,
                                   _("A row above has the same identifier."));
    }
}

static gboolean
read_rows (Planner  *self,
           GError  **error)
{
  for (guint i = 0; i < self->n_sheets; i++)
    {
      if (!read_sheet (self, &self->sheets[i], error))
        return FALSE;
      reject_repeated_ids (&self->sheets[i]);
    }
  for (guint i = 0; i < self->n_sheets; i++)
    index_rows (self, &self->sheets[i]);
  for (guint i = 0; i < self->n_sheets; i++)
    for (guint row = 0; row < self->sheets[i].n_rows; row++)
      {
        Sheet *sheet = &self->sheets[i];

        if (!step (self, sheet->first + row, 0.4, 0.5, error))
          return FALSE;
        /* Also of a row with another fault: a person repairs all of them at once. */
        if (!sheet->pending[row].rejected || sheet->pending[row].id != 0)
          klaster_row_reader_resolve_references (&sheet->reader, row, &sheet->pending[row]);
      }
  note_sources (self);
  reject_referrers (self);

  return TRUE;
}

static void
set_up_sheets (Planner                  *self,
               const KlasterImportPart  *parts,
               GStringChunk             *texts)
{
  guint first = 0;

  for (guint i = 0; i < self->n_sheets; i++)
    {
      Sheet *sheet = &self->sheets[i];

      sheet->sheet = parts[i].sheet;
      sheet->mapping = parts[i].mapping;
      sheet->info = klaster_schema_get_table (parts[i].mapping->table);
      while (sheet->n_lists < KLASTER_EXCHANGE_LISTS_MAX
             && (sheet->lists[sheet->n_lists] = klaster_exchange_get_list (parts[i].mapping->table, sheet->n_lists)))
        sheet->n_lists++;
      sheet->first = first;
      sheet->n_rows = klaster_sheet_get_n_rows (parts[i].sheet);
      sheet->values = g_new0 (KlasterValue, (gsize) sheet->n_rows * sheet->info->n_columns + 1);
      sheet->reader = (KlasterRowReader) { .sheet = sheet->sheet, .mapping = sheet->mapping, .snapshot = self->snapshot,
                                           .references = self->references, .texts = texts, .problems = self->plan->problems,
                                           .first_row = first, .prefixed = self->n_sheets > 1 };
      for (guint j = 0; j < self->n_sheets; j++)
        {
          KlasterTable other = parts[j].mapping->table;

          for (guint k = 0; k < sheet->n_lists; k++)
            sheet->reader.no_list[k] = sheet->reader.no_list[k] || other == sheet->lists[k]->link;
          sheet->reader.adds_words = sheet->reader.adds_words || other == KLASTER_TABLE_VOCABULARY;
        }
      first += sheet->n_rows;
    }
  self->n_rows = first;
  self->pending = g_new0 (KlasterPendingRow, self->n_rows + 1);
  for (guint i = 0; i < self->n_sheets; i++)
    self->sheets[i].pending = self->pending + self->sheets[i].first;
  g_array_set_size (self->plan->rows, self->n_rows);
}

static void
planner_clear (Planner *self)
{
  forget (self);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    g_clear_pointer (&self->sources[t], g_hash_table_unref);
  for (guint row = 0; self->pending && row < self->n_rows; row++)
    for (guint i = 0; i < KLASTER_EXCHANGE_LISTS_MAX; i++)
      g_free (self->pending[row].lists[i].links);
  g_clear_pointer (&self->joined, g_hash_table_unref);
  for (guint i = 0; i < self->n_sheets; i++)
    g_free (self->sheets[i].values);
  g_free (self->sheets);
  g_free (self->pending);
  g_clear_pointer (&self->references, klaster_reference_index_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Planner, planner_clear)

/**
 * klaster_import_plan_new_from_parts:
 * @parts: (array length=n_parts): sheets and where their columns go; members first, then in the order of the schema
 * @n_parts: their number
 * @snapshot: the project
 * @decisions: (nullable) (array): for each row of all sheets what to do if it is already there: a
 *   #KlasterDuplicatePolicy, -1: as the mapping says; %NULL: as the mapping says for all
 * @label: the edit's label
 * @cancellable: (nullable): to stop
 * @progress: (nullable): is told how far it is
 * @user_data: for @progress
 * @error: return location; only for being cancelled: what is wrong with rows is in the plan
 *
 * Reads every row, finds what is wrong and what is already there, and makes the one edit that takes the good rows in.
 * Rows may refer to each other, by identifier and by name, within a sheet and between sheets. Nothing is changed: the plan
 * is what a preview shows, and its edit what is committed then. Any thread.
 *
 * Returns: (transfer full) (nullable): the plan, %NULL on error
 */
KlasterImportPlan *
klaster_import_plan_new_from_parts (const KlasterImportPart  *parts,
                                    guint                     n_parts,
                                    KlasterSnapshot          *snapshot,
                                    const gint8              *decisions,
                                    const char               *label,
                                    GCancellable             *cancellable,
                                    KlasterImportProgress     progress,
                                    gpointer                  user_data,
                                    GError                  **error)
{
  g_autoptr (KlasterImportPlan) plan = g_new0 (KlasterImportPlan, 1);
  g_autoptr (GStringChunk) texts = g_string_chunk_new (64 * 1024);
  g_auto (Planner) self = { snapshot, decisions, label, cancellable, progress, user_data, .n_sheets = n_parts, .plan = plan };

  plan->rows = g_array_new (FALSE, TRUE, sizeof (KlasterImportRow));
  plan->problems = g_ptr_array_new_with_free_func (free_problem);
  g_return_val_if_fail (parts != NULL && n_parts > 0, NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);

  self.sheets = g_new0 (Sheet, n_parts);
  self.joined = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.references = klaster_reference_index_new (snapshot);
  set_up_sheets (&self, parts, texts);
  if (!read_rows (&self, error) || !place_rows (&self, error))
    return NULL;
  count_rows (&self);
  g_ptr_array_sort (plan->problems, compare_problems);
  if (progress)
    progress (1, user_data);

  return g_steal_pointer (&plan);
}

/* The same for one sheet. */
KlasterImportPlan *
klaster_import_plan_new (KlasterSheet                *sheet,
                         const KlasterImportMapping  *mapping,
                         KlasterSnapshot             *snapshot,
                         const gint8                 *decisions,
                         const char                  *label,
                         GCancellable                *cancellable,
                         KlasterImportProgress        progress,
                         gpointer                     user_data,
                         GError                     **error)
{
  const KlasterImportPart part = { sheet, mapping };

  g_return_val_if_fail (sheet != NULL && mapping != NULL, NULL);

  return klaster_import_plan_new_from_parts (&part, 1, snapshot, decisions, label, cancellable, progress, user_data, error);
}
