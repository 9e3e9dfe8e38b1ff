/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-duplicates.h"
#include "klaster-edit-private.h"
#include "klaster-import-row.h"

#define BIT(column) (G_GUINT64_CONSTANT (1) << (column))

typedef struct
{
  KlasterSheet *sheet;
  const KlasterImportMapping *mapping;
  const KlasterTableInfo *info;
  KlasterSnapshot *snapshot;
  const gint8 *decisions;
  const char *label;
  GCancellable *cancellable;
  KlasterImportProgress progress;
  gpointer user_data;

  KlasterRowReader reader;
  KlasterPendingRow *pending;
  KlasterValue *values;
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
get_row (Planner *self,
         guint    row)
{
  return &g_array_index (self->plan->rows, KlasterImportRow, row);
}

/* Everything that a row says, in one text: rows that say the same are the same, in tables that have no names and places. */
static char *
make_signature (Planner            *self,
                const KlasterValue *values)
{
  g_autoptr (GString) signature = g_string_new (NULL);
  KlasterTable table = self->mapping->table;

  for (guint column = 1; column < self->info->n_columns; column++)
    {
      KlasterValue value = values[column];

      if (klaster_import_mapping_find (self->mapping, (gint) column) < 0)
        continue;
      /* A link without direction is the same from both ends. */
      if (table == KLASTER_TABLE_COOPERATION && values[KLASTER_COOPERATION_DIRECTED].integer != 1
          && values[KLASTER_COOPERATION_FROM_ID].integer > values[KLASTER_COOPERATION_TO_ID].integer)
        {
          if (column == KLASTER_COOPERATION_FROM_ID)
            value = values[KLASTER_COOPERATION_TO_ID];
          else if (column == KLASTER_COOPERATION_TO_ID)
            value = values[KLASTER_COOPERATION_FROM_ID];
        }
      switch (value.type)
        {
        case KLASTER_VALUE_NULL:
          break;
        case KLASTER_VALUE_INTEGER:
          g_string_append_printf (signature, "%" G_GINT64_FORMAT, value.integer);
          break;
        case KLASTER_VALUE_REAL:
          g_string_append_printf (signature, "%a", value.real);
          break;
        case KLASTER_VALUE_TEXT:
          g_string_append (signature, value.text);
          break;
        default:
          g_assert_not_reached ();
        }
      g_string_append_c (signature, '\x1f');
    }

  return g_string_free (g_steal_pointer (&signature), FALSE);
}

static char *
make_row_signature (Planner    *self,
                    KlasterRow *row)
{
  g_autofree KlasterValue *values = g_new (KlasterValue, self->info->n_columns);

  for (guint i = 0; i < self->info->n_columns; i++)
    values[i] = klaster_row_get_value (row, i);

  return make_signature (self, values);
}

/* Puts into @edit what the row says and @before does not: all of it for a new record (@before is NULL). @clear: what the
 * source leaves empty is emptied. */
static gboolean
write_values (Planner                 *self,
              KlasterEdit             *edit,
              gint64                   id,
              const KlasterPendingRow *pending,
              const KlasterValue      *before,
              gboolean                 clear)
{
  gboolean changed = FALSE;

  for (guint column = 1; column < self->info->n_columns; column++)
    {
      KlasterValue value = pending->values[column];
      gboolean mapped = klaster_import_mapping_find (self->mapping, (gint) column) >= 0;

      if (before && !(pending->given & BIT (column)) && !(clear && mapped))
        continue;
      if (before ? klaster_value_equal (value, before[column]) : value.type == KLASTER_VALUE_NULL)
        continue;
      if (before && value.type == KLASTER_VALUE_NULL && (self->info->columns[column].flags & KLASTER_COLUMN_REQUIRED))
        continue;
      klaster_edit_set (edit, self->mapping->table, id, column, value);
      changed = TRUE;
    }

  return changed;
}

static void
note_duplicate (Planner                *self,
                guint                   row,
                const KlasterImportRow *same)
{
  gint source = -1;
  KlasterImportProblem *problem;
  g_autofree char *reason = NULL;

  if (self->mapping->table == KLASTER_TABLE_INSTITUTION)
    for (gint i = KLASTER_INSTITUTION_NAME_UZ; i <= KLASTER_INSTITUTION_NAME_EN && source < 0; i++)
      source = klaster_import_mapping_find (self->mapping, i);
  if (same->same_row != G_MAXUINT)
    reason = g_strdup_printf (_("The row repeats row %u."), same->same_row + 1);
  else
    {
      KlasterRow *record = klaster_snapshot_lookup (self->snapshot, self->mapping->table, same->same_id);
      g_autofree char *name = klaster_record_describe (self->snapshot, record, klaster_language_get_default ());

      if (isnan (same->metres))
        reason = g_strdup_printf (_("“%s” is already in the project."), name);
      else
        /* Translators: %s is the name of an institution, %.0f a distance in metres. */
        reason = g_strdup_printf (_("“%s” is already in the project, %.0f m from here."), name, same->metres);
    }
  klaster_row_reader_add_problem (&self->reader, row, source, FALSE, reason);
  problem = g_ptr_array_index (self->plan->problems, self->plan->problems->len - 1);
  problem->duplicate = TRUE;
}

typedef struct
{
  KlasterDuplicates *places;
  GHashTable *signatures; /* text → gint64 */
  GHashTable *rows;       /* gint64: id of a new record → guint: row + 1 */
  GHashTable *redirects;  /* gint64: id that a duplicate would have had → gint64: record that it repeats */
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->places, klaster_duplicates_free);
  g_clear_pointer (&self->signatures, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->redirects, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static void
known_init (Known   *known,
            Planner *planner)
{
  KlasterTable table = planner->mapping->table;

  known->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  known->redirects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  if (table == KLASTER_TABLE_INSTITUTION)
    known->places = klaster_duplicates_new (planner->snapshot, planner->mapping->distance);
  else
    {
      KlasterRowIter iter;
      KlasterRow *row;

      known->signatures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      klaster_row_iter_init (&iter, planner->snapshot, table);
      while (klaster_row_iter_next (&iter, &row))
        {
          gint64 id = klaster_row_get_id (row);

          g_hash_table_insert (known->signatures, make_row_signature (planner, row), g_memdup2 (&id, sizeof id));
        }
    }
}

/* The record, in the project or new, that the row repeats; 0: none. Remembers the row if it is the first. */
static gint64
find_same (Known             *known,
           Planner           *planner,
           KlasterPendingRow *pending,
           KlasterRow        *row,
           double            *metres)
{
  *metres = NAN;
  if (known->places)
    {
      KlasterRow *same = klaster_duplicates_find (known->places, row, metres);

      return same ? klaster_row_get_id (same) : 0;
    }
  else
    {
      g_autofree char *signature = make_signature (planner, pending->values);
      gint64 *id = g_hash_table_lookup (known->signatures, signature);

      return id ? *id : 0;
    }
}

static void
remember (Known             *known,
          Planner           *planner,
          guint              position,
          KlasterPendingRow *pending,
          KlasterRow        *row)
{
  if (known->places)
    klaster_duplicates_add (known->places, row);
  else
    g_hash_table_insert (known->signatures, make_signature (planner, pending->values),
                         g_memdup2 (&pending->id, sizeof pending->id));
  g_hash_table_insert (known->rows, g_memdup2 (&pending->id, sizeof pending->id), GUINT_TO_POINTER (position + 1));
}

static void
follow_redirects (Planner           *self,
                  Known             *known,
                  KlasterPendingRow *pending)
{
  for (guint column = 1; column < self->info->n_columns; column++)
    if (self->info->columns[column].type == KLASTER_COLUMN_REFERENCE
        && self->info->columns[column].target == self->mapping->table
        && pending->values[column].type == KLASTER_VALUE_INTEGER)
      {
        gint64 *target = g_hash_table_lookup (known->redirects, &pending->values[column].integer);

        if (target)
          pending->values[column] = KLASTER_INTEGER (*target);
      }
}

static void
copy_row_values (Planner      *self,
                 KlasterRow   *row,
                 KlasterValue *values)
{
  for (guint i = 0; i < self->info->n_columns; i++)
    values[i] = klaster_row_get_value (row, i);
}

static void
place_row (Planner     *self,
           Known       *known,
           KlasterEdit *edit,
           guint        position)
{
  KlasterPendingRow *pending = &self->pending[position];
  KlasterImportRow *result = get_row (self, position);
  KlasterTable table = self->mapping->table;
  g_autofree KlasterValue *before = g_new0 (KlasterValue, self->info->n_columns);
  g_autoptr (KlasterRow) row = NULL;
  KlasterRow *stored;
  gint policy = self->decisions && self->decisions[position] >= 0 ? self->decisions[position]
                                                                  : (gint) self->mapping->duplicates;

  *result = (KlasterImportRow) { KLASTER_IMPORT_REJECTED, 0, 0, G_MAXUINT, NAN };
  if (pending->rejected)
    return;
  follow_redirects (self, known, pending);
  klaster_edit_set_origin (edit, position);

  /* A record of this project that comes back from a spreadsheet: it takes over what is there now. */
  stored = pending->has_id ? klaster_snapshot_lookup (self->snapshot, table, pending->id) : NULL;
  if (stored)
    {
      copy_row_values (self, stored, before);
      result->id = result->same_id = pending->id;
      result->outcome = write_values (self, edit, pending->id, pending, before, TRUE) ? KLASTER_IMPORT_UPDATED
                                                                                     : KLASTER_IMPORT_DUPLICATE;
      return;
    }

  row = klaster_row_new (table, pending->values, self->info->n_columns);
  result->same_id = find_same (known, self, pending, row, &result->metres);
  if (result->same_id != 0)
    {
      guint same_row = GPOINTER_TO_UINT (g_hash_table_lookup (known->rows, &result->same_id));

      result->same_row = same_row > 0 ? same_row - 1 : G_MAXUINT;
      if (policy != KLASTER_DUPLICATE_ADD)
        {
          if (same_row > 0)
            memcpy (before, self->pending[same_row - 1].values, self->info->n_columns * sizeof *before);
          else
            copy_row_values (self, klaster_snapshot_lookup (self->snapshot, table, result->same_id), before);
          result->outcome = KLASTER_IMPORT_DUPLICATE;
          if (policy == KLASTER_DUPLICATE_UPDATE && write_values (self, edit, result->same_id, pending, before, FALSE))
            {
              result->outcome = KLASTER_IMPORT_UPDATED;
              result->id = result->same_id;
            }
          g_hash_table_insert (known->redirects, g_memdup2 (&pending->id, sizeof pending->id),
                               g_memdup2 (&result->same_id, sizeof result->same_id));
          return;
        }
    }

  klaster_edit_insert_with_id (edit, table, pending->id);
  write_values (self, edit, pending->id, pending, NULL, FALSE);
  remember (known, self, position, pending, row);
  result->outcome = KLASTER_IMPORT_ACCEPTED;
  result->id = pending->id;
}

static void
count_rows (Planner *self)
{
  KlasterImportPlan *plan = self->plan;

  plan->n_read = self->n_rows;
  for (guint row = 0; row < self->n_rows; row++)
    {
      const KlasterImportRow *result = get_row (self, row);

      plan->n_accepted += result->outcome == KLASTER_IMPORT_ACCEPTED;
      plan->n_updated += result->outcome == KLASTER_IMPORT_UPDATED;
      plan->n_duplicates += result->outcome == KLASTER_IMPORT_DUPLICATE;
      plan->n_rejected += result->outcome == KLASTER_IMPORT_REJECTED;
      if (result->same_id != 0 && (result->same_row != G_MAXUINT || !self->pending[row].has_id))
        note_duplicate (self, row, result);
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

/* Rows that the project would not take, because of rules that see more than one cell, are rejected one after the other;
 * what refers to them follows. */
static gboolean
place_rows (Planner  *self,
            GError  **error)
{
  guint attempt = 0;

  while (TRUE)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new (self->label);
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (GError) edit_error = NULL;
      g_auto (Known) known = { 0 };
      KlasterEditErrorDetails details;

      klaster_edit_set_kind (edit, "import");
      known_init (&known, self);
      for (guint row = 0; row < self->n_rows; row++)
        {
          if (!step (self, row, attempt == 0 ? 0.5 : 0.9, attempt == 0 ? 0.9 : 1, error))
            return FALSE;
          place_row (self, &known, edit, row);
        }
      attempt++;
      if (klaster_edit_get_n_changes (edit) == 0)
        return TRUE;
      delta = klaster_edit_resolve (edit, self->snapshot, &edit_error);
      if (delta)
        {
          self->plan->edit = g_steal_pointer (&edit);
          return TRUE;
        }

      klaster_edit_error_get_details (edit_error, &details);
      if (edit_error->code != KLASTER_EDIT_ERROR_INVALID || details.operation < 0 || (guint) details.operation >= self->n_rows
          || self->pending[details.operation].rejected)
        {
          if (edit_error->code == KLASTER_EDIT_ERROR_NO_CHANGE)
            return TRUE;
          g_propagate_error (error, g_steal_pointer (&edit_error));
          return FALSE;
        }
      self->pending[details.operation].rejected = TRUE;
      klaster_row_reader_add_problem (&self->reader, (guint) details.operation,
                                      details.column >= 0 ? klaster_import_mapping_find (self->mapping, details.column) : -1,
                                      TRUE, klaster_edit_error_get_reason (edit_error));
    }
}

static gboolean
read_rows (Planner  *self,
           GError  **error)
{
  klaster_row_reader_detect_order (&self->reader);
  if (self->reader.swapped && self->mapping->order == KLASTER_COORDINATES_AUTO && self->n_rows > 0)
    klaster_row_reader_add_problem (&self->reader, 0, klaster_import_mapping_find (self->mapping, KLASTER_INSTITUTION_LON),
                                    FALSE, _("Latitude and longitude are the wrong way round in this source; they are swapped in all rows."));

  for (guint row = 0; row < self->n_rows; row++)
    {
      KlasterPendingRow *pending = &self->pending[row];

      if (!step (self, row, 0, 0.45, error))
        return FALSE;
      pending->values = self->values + (gsize) row * self->info->n_columns;
      klaster_row_reader_read (&self->reader, row, pending);
      if (!pending->rejected)
        klaster_reference_index_add (self->reader.references, self->mapping->table, pending->id, pending->values);
    }
  for (guint row = 0; row < self->n_rows; row++)
    {
      if (!step (self, row, 0.45, 0.5, error))
        return FALSE;
      if (!self->pending[row].rejected)
        klaster_row_reader_resolve_references (&self->reader, row, &self->pending[row]);
    }

  return TRUE;
}

/**
 * klaster_import_plan_new:
 * @sheet: the rows of the source
 * @mapping: where its columns go
 * @snapshot: the project
 * @decisions: (nullable) (array): for each row what to do if it is already there: a #KlasterDuplicatePolicy, -1: as the
 *   mapping says; %NULL: as the mapping says for all
 * @label: the edit's label
 * @cancellable: (nullable): to stop
 * @progress: (nullable): is told how far it is
 * @user_data: for @progress
 * @error: return location; only for being cancelled: what is wrong with rows is in the plan
 *
 * Reads every row, finds what is wrong and what is already there, and makes the edit that takes the good rows in. Nothing
 * is changed: the plan is what a preview shows, and its edit what is committed then. Any thread.
 *
 * Returns: (transfer full) (nullable): the plan, %NULL on error
 */
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
  g_autoptr (KlasterImportPlan) plan = g_new0 (KlasterImportPlan, 1);
  g_autoptr (KlasterReferenceIndex) references = NULL;
  g_autoptr (GStringChunk) texts = g_string_chunk_new (64 * 1024);
  g_autofree KlasterPendingRow *pending = NULL;
  g_autofree KlasterValue *values = NULL;
  Planner self = { sheet, mapping, klaster_schema_get_table (mapping->table), snapshot, decisions, label, cancellable,
                   progress, user_data, .plan = plan };

  g_return_val_if_fail (sheet != NULL, NULL);
  g_return_val_if_fail (snapshot != NULL, NULL);

  self.n_rows = klaster_sheet_get_n_rows (sheet);
  plan->rows = g_array_sized_new (FALSE, TRUE, sizeof (KlasterImportRow), self.n_rows);
  g_array_set_size (plan->rows, self.n_rows);
  plan->problems = g_ptr_array_new_with_free_func (free_problem);
  references = klaster_reference_index_new (snapshot);
  self.pending = pending = g_new0 (KlasterPendingRow, self.n_rows + 1);
  self.values = values = g_new0 (KlasterValue, (gsize) self.n_rows * self.info->n_columns + 1);
  self.reader = (KlasterRowReader) { .sheet = sheet, .mapping = mapping, .snapshot = snapshot, .references = references,
                                     .texts = texts, .problems = plan->problems };

  if (!read_rows (&self, error) || !place_rows (&self, error))
    return NULL;
  count_rows (&self);
  g_ptr_array_sort (plan->problems, compare_problems);
  if (progress)
    progress (1, user_data);

  return g_steal_pointer (&plan);
}
