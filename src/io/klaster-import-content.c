/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-duplicates.h"
#include "klaster-edit-private.h"
#include "klaster-encoding.h"
#include "klaster-import-spread.h"
#include "klaster-import.h"
#include "klaster-json-value.h"
#include "klaster-json.h"

#define BIT(column) (G_GUINT64_CONSTANT (1) << (column))

/* One row of the document. */
typedef struct
{
  KlasterTable table;
  gint64 id;
  JsonNode *node;
  KlasterValue *values;
  guint64 given; /* columns that the row has, null or not */
  guint line;
  gboolean rejected;
} ContentRow;

typedef struct
{
  KlasterSnapshot *snapshot;
  const KlasterImportSettings *settings;
  gboolean into_empty;
  GArray *rows; /* ContentRow */
  GStringChunk *texts;
  GHashTable *ids[KLASTER_N_TABLES]; /* gint64: what the rows read so far are called */
  GHashTable *redirects; /* gint64: institution of the document → gint64: the same one of the project */
  KlasterImportPlan *plan;
} ContentPlanner;

static void
content_row_clear (gpointer data)
{
  ContentRow *row = data;

  g_free (row->values);
}

static void
free_problem (gpointer data)
{
  KlasterImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->value);
  g_free (problem->reason);
  g_free (problem);
}

/* @column: NULL: the whole row */
static void
add_problem (ContentPlanner *self,
             guint           position,
             const char     *column,
             gboolean        rejected,
             const char     *reason)
{
  const ContentRow *row = &g_array_index (self->rows, ContentRow, position);
  const char *table = klaster_schema_get_table (row->table)->name;
  KlasterImportProblem *problem = g_new0 (KlasterImportProblem, 1);
  JsonNode *cell = column && JSON_NODE_HOLDS_OBJECT (row->node)
                     ? json_object_get_member (json_node_get_object (row->node), column) : NULL;

  problem->row = position + 1;
  problem->line = row->line;
  problem->column = column ? g_strdup_printf ("%s.%s", table, column) : g_strdup (table);
  problem->value = klaster_json_format_cell (cell);
  problem->reason = g_strdup (reason);
  problem->rejected = rejected;
  g_ptr_array_add (self->plan->problems, problem);
}

static void
reject (ContentPlanner *self,
        guint           position,
        const char     *column,
        const char     *reason)
{
  g_array_index (self->rows, ContentRow, position).rejected = TRUE;
  add_problem (self, position, column, TRUE, reason);
}

static void
read_row (ContentPlanner *self,
          guint           position)
{
  ContentRow *row = &g_array_index (self->rows, ContentRow, position);
  const KlasterTableInfo *info = klaster_schema_get_table (row->table);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  row->values = g_new0 (KlasterValue, info->n_columns);
  if (!JSON_NODE_HOLDS_OBJECT (row->node))
    {
      reject (self, position, NULL, _("This is not a row: not a JSON object."));
      return;
    }
  node = json_object_get_member (json_node_get_object (row->node), "id");
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 || json_node_get_int (node) < 1
      || json_node_get_int (node) > KLASTER_ID_MAX)
    {
      reject (self, position, "id", _("An identifier is a whole number from 1 to 9007199254740991."));
      return;
    }
  row->id = json_node_get_int (node);
  if (!g_hash_table_add (self->ids[row->table], g_memdup2 (&row->id, sizeof row->id)))
    {
      g_autofree char *id = g_strdup_printf ("%" PRId64, row->id);
      g_autofree char *reason = g_strdup_printf (_("“%s” is there twice"), id);

      reject (self, position, "id", reason);
      row->id = 0; /* that is the other row */
      return;
    }
  row->values[0] = KLASTER_INTEGER (row->id);

  json_object_iter_init_ordered (&iter, json_node_get_object (row->node));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      gint column = klaster_schema_find_column (row->table, name);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      KlasterValue value;

      if (column == 0)
        continue;
      if (column < 0)
        reject (self, position, name, _("There is no such column."));
      else if (!klaster_json_value_read (node, row->table, (guint) column, &value, &text, &error))
        reject (self, position, name, klaster_edit_error_get_reason (error));
      else if (!(info->columns[column].flags & KLASTER_COLUMN_DERIVED))
        {
          if (value.type == KLASTER_VALUE_TEXT)
            value.text = g_string_chunk_insert_const (self->texts, value.text);
          row->values[column] = value;
          row->given |= BIT (column);
        }
    }
}

static gboolean
read_tables (ContentPlanner       *self,
             KlasterImportSource  *source,
             GError              **error)
{
  JsonObject *root = json_node_get_object (klaster_import_source_get_content (source));
  GHashTable *lines = klaster_import_source_get_content_lines (source);
  JsonNode *schema = json_object_get_member (root, "schema");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  KlasterTable table;

  if (schema == NULL || json_node_get_value_type (schema) != G_TYPE_INT64
      || json_node_get_int (schema) > KLASTER_SCHEMA_VERSION || json_node_get_int (schema) < 1)
    {
      g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                           _("The document was written by a newer version of the program."));
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, root);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (strcmp (name, "format") != 0 && strcmp (name, "schema") != 0
        && (!klaster_schema_find_table (name, &table) || !JSON_NODE_HOLDS_ARRAY (node)))
      {
        g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("“%s” is not a table of this program."), name);
        return FALSE;
      }

  /* In the order of the tables, whatever the document's. */
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const char *table_name = klaster_schema_get_table (t)->name;
      GArray *row_lines = g_hash_table_lookup (lines, table_name);
      JsonArray *array;

      if (!json_object_has_member (root, table_name))
        continue;
      array = json_object_get_array_member (root, table_name);
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          ContentRow row = { .table = t, .node = json_array_get_element (array, i) };

          row.line = row_lines && i < row_lines->len ? g_array_index (row_lines, guint, i) : 1;
          g_array_append_val (self->rows, row);
          read_row (self, self->rows->len - 1);
        }
    }

  return TRUE;
}

/* A project that was only made: nothing but its name and its settings. */
static gboolean
is_empty (KlasterSnapshot *snapshot)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    if (t != KLASTER_TABLE_CLUSTER && t != KLASTER_TABLE_PARAMETER && t != KLASTER_TABLE_VOCABULARY
        && klaster_snapshot_get_n_rows (snapshot, t) > 0)
      return FALSE;

  return TRUE;
}

static gboolean
texts_equal (const KlasterRow *stored,
             const ContentRow *row,
             guint             column)
{
  const char *text = row->values[column].type == KLASTER_VALUE_TEXT ? row->values[column].text : NULL;

  return g_strcmp0 (klaster_row_get_text (stored, column), text) == 0;
}

/* The row of the project that has the same key under another identifier: settings and own words. */
static gint64
find_by_key (ContentPlanner   *self,
             const ContentRow *row)
{
  KlasterRowIter iter;
  KlasterRow *stored;

  if (row->table != KLASTER_TABLE_PARAMETER && row->table != KLASTER_TABLE_VOCABULARY)
    return 0;
  klaster_row_iter_init (&iter, self->snapshot, row->table);
  while (klaster_row_iter_next (&iter, &stored))
    if (row->table == KLASTER_TABLE_PARAMETER
          ? texts_equal (stored, row, KLASTER_PARAMETER_KEY) && texts_equal (stored, row, KLASTER_PARAMETER_VALID_FROM)
          : texts_equal (stored, row, KLASTER_VOCABULARY_LIST) && texts_equal (stored, row, KLASTER_VOCABULARY_TOKEN))
      return klaster_row_get_id (stored);

  return 0;
}

/* Institutions of the project that the document knows under another identifier. What refers to those follows. */
static void
find_same_institutions (ContentPlanner *self)
{
  g_autoptr (KlasterDuplicates) duplicates = klaster_duplicates_new (self->snapshot, self->settings->distance);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const ContentRow *row = &g_array_index (self->rows, ContentRow, i);
      KlasterImportRow *result = &g_array_index (self->plan->rows, KlasterImportRow, i);
      g_autoptr (KlasterRow) institution = NULL;
      KlasterRow *same;

      if (row->table != KLASTER_TABLE_INSTITUTION || row->rejected
          || klaster_snapshot_lookup (self->snapshot, row->table, row->id))
        continue;
      institution = klaster_row_new (row->table, row->values, KLASTER_INSTITUTION_N_COLUMNS);
      same = klaster_duplicates_find (duplicates, institution, &result->metres);
      if (same == NULL)
        continue;
      result->same_id = klaster_row_get_id (same);
      if (self->settings->duplicates != KLASTER_DUPLICATE_ADD)
        g_hash_table_insert (self->redirects, g_memdup2 (&row->id, sizeof row->id),
                             g_memdup2 (&result->same_id, sizeof result->same_id));
    }
}

static void
follow_redirects (ContentPlanner *self,
                  ContentRow     *row)
{
  const KlasterTableInfo *info = klaster_schema_get_table (row->table);

  for (guint column = 1; column < info->n_columns; column++)
    {
      gboolean refers = info->columns[column].type == KLASTER_COLUMN_REFERENCE
                        && info->columns[column].target == KLASTER_TABLE_INSTITUTION;
      gint64 *target;

      if (row->table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_OWNER_ID)
        refers = row->values[KLASTER_ATTACHMENT_OWNER_TABLE].type == KLASTER_VALUE_TEXT
                 && strcmp (row->values[KLASTER_ATTACHMENT_OWNER_TABLE].text, "institution") == 0;
      if (!refers || row->values[column].type != KLASTER_VALUE_INTEGER)
        continue;
      target = g_hash_table_lookup (self->redirects, &row->values[column].integer);
      if (target)
        row->values[column] = KLASTER_INTEGER (*target);
    }
}

/* @only_gaps: what the project says stands. */
static gboolean
update_row (ContentPlanner   *self,
            KlasterEdit      *edit,
            const ContentRow *row,
            gint64            id,
            gboolean          only_gaps)
{
  KlasterRow *stored = klaster_snapshot_lookup (self->snapshot, row->table, id);
  guint n_columns = klaster_schema_get_table (row->table)->n_columns;
  gboolean changed = FALSE;

  for (guint column = 1; column < n_columns; column++)
    {
      KlasterValue value = row->values[column];
      KlasterValue before = klaster_row_get_value (stored, column);

      if (!(row->given & BIT (column)) || klaster_value_equal (value, before)
          || (only_gaps && before.type != KLASTER_VALUE_NULL) || (!self->into_empty && value.type == KLASTER_VALUE_NULL))
        continue;
      klaster_edit_set (edit, row->table, id, column, value);
      changed = TRUE;
    }

  return changed;
}

static void
place_row (ContentPlanner *self,
           KlasterEdit    *edit,
           guint           position)
{
  ContentRow *row = &g_array_index (self->rows, ContentRow, position);
  KlasterImportRow *result = &g_array_index (self->plan->rows, KlasterImportRow, position);
  const gint64 *redirect;
  gint64 same = 0;

  result->outcome = KLASTER_IMPORT_REJECTED;
  result->id = 0;
  if (row->rejected)
    return;
  follow_redirects (self, row);
  klaster_edit_set_origin (edit, position);

  redirect = row->table == KLASTER_TABLE_INSTITUTION ? g_hash_table_lookup (self->redirects, &row->id) : NULL;
  if (klaster_snapshot_lookup (self->snapshot, row->table, row->id))
    same = row->id;
  else if (redirect)
    same = *redirect;
  else
    same = find_by_key (self, row);

  if (same != 0)
    {
      gboolean only_gaps = !self->into_empty && row->table == KLASTER_TABLE_CLUSTER;
      gboolean update = same == row->id || (redirect && self->settings->duplicates == KLASTER_DUPLICATE_UPDATE);

      result->same_id = same;
      result->outcome = update && update_row (self, edit, row, same, only_gaps) ? KLASTER_IMPORT_UPDATED
                                                                              : KLASTER_IMPORT_DUPLICATE;
      result->id = result->outcome == KLASTER_IMPORT_UPDATED ? same : 0;
      return;
    }

  klaster_edit_insert_with_id (edit, row->table, row->id);
  for (guint column = 1; column < klaster_schema_get_table (row->table)->n_columns; column++)
    if (row->values[column].type != KLASTER_VALUE_NULL)
      klaster_edit_set (edit, row->table, row->id, column, row->values[column]);
  result->outcome = KLASTER_IMPORT_ACCEPTED;
  result->id = row->id;
}

/* An empty project becomes what the document says: settings that it was made with and the document does not have go. */
static void
delete_settings (ContentPlanner *self,
                 KlasterEdit    *edit)
{
  static const KlasterTable tables[] = { KLASTER_TABLE_PARAMETER, KLASTER_TABLE_VOCABULARY };

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      KlasterRowIter iter;
      KlasterRow *stored;

      klaster_row_iter_init (&iter, self->snapshot, tables[t]);
      while (klaster_row_iter_next (&iter, &stored))
        {
          gboolean kept = FALSE;

          for (guint i = 0; i < self->rows->len && !kept; i++)
            {
              const ContentRow *row = &g_array_index (self->rows, ContentRow, i);

              kept = row->table == tables[t] && !row->rejected && row->id == klaster_row_get_id (stored);
            }
          if (!kept)
            klaster_edit_delete (edit, tables[t], klaster_row_get_id (stored));
        }
    }
}

/* Rejects the row that the project would not take; FALSE: the error is about none, or one that is rejected. */
static gboolean
reject_refused (ContentPlanner *self,
                const GError   *error)
{
  KlasterEditErrorDetails details;
  const ContentRow *row;

  klaster_edit_error_get_details (error, &details);
  if (details.operation < 0 || (guint) details.operation >= self->rows->len)
    return FALSE;
  row = &g_array_index (self->rows, ContentRow, details.operation);
  if (row->rejected)
    return FALSE;
  reject (self, (guint) details.operation,
          details.column >= 0 ? klaster_schema_get_column (row->table, (guint) details.column)->name : NULL,
          klaster_edit_error_get_reason (error));

  return TRUE;
}

static void
reject_referrer_cb (guint    position,
                    gint     column,
                    gpointer user_data)
{
  ContentPlanner *self = user_data;
  KlasterTable table = g_array_index (self->rows, ContentRow, position).table;

  reject (self, position, klaster_schema_get_column (table, (guint) column)->name, _("It refers to a row that is rejected."));
}

/* What refers to a row that is rejected goes with it, so that this does not take another pass over all rows each time. */
static void
reject_referrers (ContentPlanner *self)
{
  g_autoptr (KlasterImportSpread) spread = klaster_import_spread_new (self->rows->len);
  GHashTable *brought[KLASTER_N_TABLES];

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    brought[t] = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < self->rows->len; i++)
    {
      ContentRow *row = &g_array_index (self->rows, ContentRow, i);

      if (row->rejected)
        klaster_import_spread_note (spread, i);
      if (row->id != 0 && klaster_snapshot_lookup (self->snapshot, row->table, row->id) == NULL)
        g_hash_table_insert (brought[row->table], &row->id, GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      const ContentRow *row = &g_array_index (self->rows, ContentRow, i);
      const KlasterTableInfo *info = klaster_schema_get_table (row->table);

      for (guint column = 1; column < info->n_columns && !row->rejected; column++)
        if (info->columns[column].type == KLASTER_COLUMN_REFERENCE && row->values[column].type == KLASTER_VALUE_INTEGER)
          {
            guint target = GPOINTER_TO_UINT (g_hash_table_lookup (brought[info->columns[column].target],
                                                                  &row->values[column].integer));

            if (target > 0)
              klaster_import_spread_add (spread, i, target - 1, (gint) column);
          }
    }
  klaster_import_spread_run (spread, reject_referrer_cb, self);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    g_hash_table_unref (brought[t]);
}

static gboolean
place_rows (ContentPlanner  *self,
            const char      *label,
            GCancellable    *cancellable,
            GError         **error)
{
  while (TRUE)
    {
      g_autoptr (KlasterEdit) edit = klaster_edit_new (label);
      g_autoptr (KlasterDelta) delta = NULL;
      g_autoptr (GPtrArray) refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
      g_autoptr (GError) edit_error = NULL;
      guint n_rejected = 0;

      klaster_edit_set_kind (edit, "import");
      if (self->into_empty)
        {
          klaster_edit_set_origin (edit, self->rows->len);
          delete_settings (self, edit);
        }
      for (guint i = 0; i < self->rows->len; i++)
        {
          if ((i & 0xff) == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          place_row (self, edit, i);
        }
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

static void
count_rows (ContentPlanner *self)
{
  KlasterImportPlan *plan = self->plan;

  plan->n_read = self->rows->len;
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KlasterImportRow *result = &g_array_index (plan->rows, KlasterImportRow, i);

      plan->n_accepted += result->outcome == KLASTER_IMPORT_ACCEPTED;
      plan->n_updated += result->outcome == KLASTER_IMPORT_UPDATED;
      plan->n_duplicates += result->outcome == KLASTER_IMPORT_DUPLICATE;
      plan->n_rejected += result->outcome == KLASTER_IMPORT_REJECTED;
      if (result->same_id != 0 && result->outcome != KLASTER_IMPORT_REJECTED
          && result->same_id != g_array_index (self->rows, ContentRow, i).id)
        {
          KlasterTable table = g_array_index (self->rows, ContentRow, i).table;
          KlasterRow *record = klaster_snapshot_lookup (self->snapshot, table, result->same_id);
          g_autofree char *name = klaster_record_describe (self->snapshot, record, klaster_language_get_default ());
          g_autofree char *reason = g_strdup_printf (_("“%s” is already in the project."), name);

          add_problem (self, i, NULL, FALSE, reason);
        }
    }
}

static int
compare_problems (gconstpointer a,
                  gconstpointer b)
{
  const KlasterImportProblem *left = *(KlasterImportProblem *const *) a;
  const KlasterImportProblem *right = *(KlasterImportProblem *const *) b;

  return left->row < right->row ? -1 : left->row > right->row;
}

/**
 * klaster_import_plan_new_from_content:
 * @source: a content document
 * @snapshot: the project
 * @settings: distance, and what happens to institutions that are there under another identifier
 * @label: the edit's label
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * An empty project becomes exactly what the document holds. Otherwise both are put together and nothing goes: a row whose
 * identifier is there takes over what the document knows about it (the cluster itself only what was unknown); an
 * institution with the same name and place is the same one, and what refers to it follows; all else is added.
 *
 * Returns: (transfer full) (nullable): the plan, %NULL on error
 */
KlasterImportPlan *
klaster_import_plan_new_from_content (KlasterImportSource         *source,
                                      KlasterSnapshot             *snapshot,
                                      const KlasterImportSettings *settings,
                                      const char                  *label,
                                      GCancellable                *cancellable,
                                      GError                     **error)
{
  g_autoptr (KlasterImportPlan) plan = g_new0 (KlasterImportPlan, 1);
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (ContentRow));
  g_autoptr (GStringChunk) texts = g_string_chunk_new (64 * 1024);
  g_autoptr (GHashTable) redirects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  ContentPlanner self = { .snapshot = snapshot, .settings = settings, .into_empty = is_empty (snapshot), .rows = rows,
                          .texts = texts, .redirects = redirects, .plan = plan };
  gboolean read;

  g_return_val_if_fail (klaster_import_source_get_content (source) != NULL, NULL);

  g_array_set_clear_func (rows, content_row_clear);
  plan->rows = g_array_new (FALSE, TRUE, sizeof (KlasterImportRow));
  plan->problems = g_ptr_array_new_with_free_func (free_problem);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    self.ids[t] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  read = read_tables (&self, source, error);
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    g_hash_table_unref (self.ids[t]);
  if (!read)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      KlasterImportRow row = { KLASTER_IMPORT_REJECTED, 0, 0, G_MAXUINT, NAN };

      g_array_append_val (plan->rows, row);
    }
  if (!self.into_empty)
    find_same_institutions (&self);
  if (!place_rows (&self, label, cancellable, error))
    return NULL;
  count_rows (&self);
  g_ptr_array_sort (plan->problems, compare_problems);

  return g_steal_pointer (&plan);
}
