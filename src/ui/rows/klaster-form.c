/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-form.h"
#include "klaster-language.h"
#include "klaster-list.h"

struct _KlasterForm
{
  GObject parent_instance;

  KlasterProject *project;
  KlasterTable table;
  gint64 *ids;
  guint n_ids;
  char *key; /* names the set of records */
  guint generation;
  guint writing;

  KlasterSnapshot *snapshot; /* what @states and @first were computed from */
  KlasterSharedState *states;
  GHashTable *distinct;      /* column → GArray of one record for each different value, made on demand */
  KlasterRow *first;
  guint n_found;

  GHashTable *drafts; /* "records/column" → Draft */
};

typedef struct
{
  char *text;
  char *message;
} Draft;

/* What is remembered of an edit on its way, in case it comes back. */
typedef struct
{
  KlasterForm *form;
  char *draft_key;
  char *text;
} Writing;

enum
{
  PROP_PROJECT = 1,
  N_PROPERTIES
};

enum
{
  CHANGED,
  FLUSH,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterForm, klaster_form, G_TYPE_OBJECT)

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->text);
  g_free (draft->message);
  g_free (draft);
}

static void
writing_free (Writing *writing)
{
  g_object_unref (writing->form);
  g_free (writing->draft_key);
  g_free (writing->text);
  g_free (writing);
}

static char *
make_key (KlasterTable  table,
          const gint64 *ids,
          guint         n_ids)
{
  g_autoptr (GChecksum) checksum = NULL;

  if (n_ids <= 1)
    return g_strdup_printf ("%s/%" G_GINT64_FORMAT, klaster_schema_get_table (table)->name, n_ids ? ids[0] : 0);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) ids, (gssize) (n_ids * sizeof *ids));

  return g_strdup_printf ("%s/%u/%s", klaster_schema_get_table (table)->name, n_ids, g_checksum_get_string (checksum));
}

static char *
make_draft_key (KlasterForm *self,
                guint        column)
{
  return g_strdup_printf ("%s/%u", self->key, column);
}

static void
compute (KlasterForm *self)
{
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->states, g_free);
  g_hash_table_remove_all (self->distinct);
  self->first = NULL;
  self->n_found = 0;
  if (self->project == NULL)
    return;

  self->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  self->states = g_new0 (KlasterSharedState, klaster_schema_get_table (self->table)->n_columns);
  self->n_found = klaster_shared_compute (self->snapshot, self->table, self->ids, self->n_ids, self->states, &self->first);
}

static int
compare_ids (const void *a,
             const void *b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
project_changed_cb (KlasterForm  *self,
                    KlasterDelta *delta)
{
  compute (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
project_notify_cb (KlasterForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static char *
make_label (KlasterForm *self,
            guint        column,
            KlasterRow  *row, /* one that changes */
            guint        n_rows)
{
  KlasterLanguage language = klaster_language_get_default ();
  const char *name = klaster_vocabulary_get_column_name (self->table, column, language);
  g_autofree char *record = NULL;

  if (n_rows > 1)
    /* Translators: an entry of the history. %s is the name of a field, %u the number of records. */
    return g_strdup_printf (ngettext ("Change “%s” of %u record", "Change “%s” of %u records", n_rows), name, n_rows);

  record = klaster_record_describe (self->snapshot, row, language);
  /* Translators: an entry of the history: “Address” of “School 5”. */
  return g_strdup_printf (_("Change “%s” of “%s”"), name, record);
}

static void
commit_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Writing *writing = user_data;
  KlasterForm *self = writing->form;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = klaster_project_commit_finish (KLASTER_PROJECT (object), result, &error);

  if (uuid == NULL && writing->text != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && !g_error_matches (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_NO_CHANGE))
    {
      Draft *draft = g_new0 (Draft, 1);

      draft->text = g_strdup (writing->text);
      draft->message = g_strdup (error->message);
      g_hash_table_insert (self->drafts, g_steal_pointer (&writing->draft_key), draft);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  writing_free (writing);
}

static void
commit (KlasterForm *self,
        KlasterEdit *edit,
        guint        column,
        const char  *visit,
        const char  *text)
{
  Writing *writing;
  g_autofree char *merge_key = NULL;

  writing = g_new0 (Writing, 1);
  writing->form = g_object_ref (self);
  writing->draft_key = make_draft_key (self, column);
  writing->text = g_strdup (text);
  if (visit != NULL)
    {
      merge_key = g_strdup_printf ("%s/%u/%s", self->key, column, visit);
      klaster_edit_set_merge_key (edit, merge_key);
    }
  self->writing++;
  klaster_project_commit_async (self->project, edit, NULL, commit_cb, writing);
  self->writing--;
}

static void
klaster_form_dispose (GObject *object)
{
  KlasterForm *self = KLASTER_FORM (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_form_parent_class)->dispose (object);
}

static void
klaster_form_finalize (GObject *object)
{
  KlasterForm *self = KLASTER_FORM (object);

  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_free (self->states);
  g_hash_table_unref (self->distinct);
  g_free (self->ids);
  g_free (self->key);
  g_hash_table_unref (self->drafts);

  G_OBJECT_CLASS (klaster_form_parent_class)->finalize (object);
}

static void
klaster_form_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  KlasterForm *self = KLASTER_FORM (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_form_set_property (GObject      *object,
                           guint         property_id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  KlasterForm *self = KLASTER_FORM (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      klaster_form_set_project (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_form_class_init (KlasterFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = klaster_form_dispose;
  object_class->finalize = klaster_form_finalize;
  object_class->get_property = klaster_form_get_property;
  object_class->set_property = klaster_form_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CHANGED] = g_signal_new ("changed", KLASTER_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FLUSH] = g_signal_new ("flush", KLASTER_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
klaster_form_init (KlasterForm *self)
{
  self->distinct = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
  self->table = KLASTER_TABLE_INSTITUTION;
  self->key = make_key (self->table, NULL, 0);
}

/**
 * klaster_form_new:
 *
 * Returns: (transfer full): a form without project and records
 */
KlasterForm *
klaster_form_new (void)
{
  return g_object_new (KLASTER_TYPE_FORM, NULL);
}

/**
 * klaster_form_get_project:
 *
 * Returns: (transfer none) (nullable): the project
 */
KlasterProject *
klaster_form_get_project (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), NULL);

  return self->project;
}

/**
 * klaster_form_set_project:
 * @project: (nullable): the project whose records are edited
 *
 * What is pending is written to the project before. Text that could not be written is given up: it belongs to the project
 * that leaves.
 */
void
klaster_form_set_project (KlasterForm    *self,
                          KlasterProject *project)
{
  g_return_if_fail (KLASTER_IS_FORM (self));

  if (self->project == project)
    return;

  klaster_form_flush (self);
  if (self->project)
    {
      g_signal_handlers_disconnect_by_data (self->project, self);
      g_hash_table_remove_all (self->drafts);
    }
  g_set_object (&self->project, project);
  if (project)
    {
      g_signal_connect_object (project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (project, "notify::save-state", G_CALLBACK (project_notify_cb), self, G_CONNECT_SWAPPED);
    }
  self->generation++;
  compute (self);
  g_signal_emit (self, signals[CHANGED], 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROJECT]);
}

/**
 * klaster_form_get_table:
 *
 * Returns: the table whose records are edited
 */
KlasterTable
klaster_form_get_table (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), KLASTER_TABLE_INSTITUTION);

  return self->table;
}

/**
 * klaster_form_get_ids:
 * @n_ids: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_ids): the records, ascending
 */
const gint64 *
klaster_form_get_ids (KlasterForm *self,
                      guint       *n_ids)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), NULL);

  *n_ids = self->n_ids;
  return self->ids;
}

/**
 * klaster_form_set_records:
 * @table: a table
 * @ids: (array length=n_ids): records of it
 * @n_ids: their number
 *
 * Sets what is edited. What is pending is written to the records before; text that could not be written stays with them.
 */
void
klaster_form_set_records (KlasterForm  *self,
                          KlasterTable  table,
                          const gint64 *ids,
                          guint         n_ids)
{
  g_autofree gint64 *sorted = NULL;

  g_return_if_fail (KLASTER_IS_FORM (self));

  sorted = g_memdup2 (ids, n_ids * sizeof *ids);
  if (n_ids > 1)
    qsort (sorted, n_ids, sizeof *sorted, compare_ids);
  if (table == self->table && n_ids == self->n_ids
      && (n_ids == 0 || memcmp (sorted, self->ids, n_ids * sizeof *ids) == 0))
    return;

  klaster_form_flush (self);
  g_free (self->ids);
  g_free (self->key);
  self->table = table;
  self->ids = g_steal_pointer (&sorted);
  self->n_ids = n_ids;
  self->key = make_key (table, self->ids, n_ids);
  self->generation++;
  compute (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * klaster_form_get_n_found:
 *
 * Returns: how many of the records exist
 */
guint
klaster_form_get_n_found (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), 0);

  return self->n_found;
}

/**
 * klaster_form_get_editable:
 *
 * Returns: whether there is something that may be changed
 */
gboolean
klaster_form_get_editable (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), FALSE);

  return self->n_found > 0 && !klaster_project_is_read_only (self->project);
}

/**
 * klaster_form_get_writing:
 *
 * Returns: whether a change that is being shown comes from this form itself, and not from undo or from elsewhere
 */
gboolean
klaster_form_get_writing (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), FALSE);

  return self->writing > 0;
}

/**
 * klaster_form_get_generation:
 *
 * Returns: a number that changes when other records or another project are edited
 */
guint
klaster_form_get_generation (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), 0);

  return self->generation;
}

/**
 * klaster_form_get_snapshot:
 *
 * Returns: (transfer none) (nullable): the content that is shown
 */
KlasterSnapshot *
klaster_form_get_snapshot (KlasterForm *self)
{
  g_return_val_if_fail (KLASTER_IS_FORM (self), NULL);

  return self->snapshot;
}

/**
 * klaster_form_get_shared:
 * @column: a column
 * @value: (out) (optional): the value of all records, null when they differ; text is valid until the next change
 *
 * Returns: whether the records have one value
 */
KlasterSharedState
klaster_form_get_shared (KlasterForm  *self,
                         guint         column,
                         KlasterValue *value)
{
  KlasterSharedState state;

  g_return_val_if_fail (KLASTER_IS_FORM (self), KLASTER_SHARED_NONE);

  state = self->n_found > 0 ? self->states[column] : KLASTER_SHARED_NONE;
  if (value)
    *value = state == KLASTER_SHARED_SAME ? klaster_row_get_value (self->first, column) : KLASTER_NULL;

  return state;
}

/**
 * klaster_form_get_token:
 * @column: a column that holds a list
 * @token: one of its tokens
 *
 * Returns: how many of the records hold @token
 */
KlasterSharedToken
klaster_form_get_token (KlasterForm *self,
                        guint        column,
                        const char  *token)
{
  GArray *distinct;

  g_return_val_if_fail (KLASTER_IS_FORM (self), KLASTER_SHARED_NO_RECORD);

  if (self->n_found == 0)
    return KLASTER_SHARED_NO_RECORD;

  /* Each of a dozen tokens is asked for: of a few records, however many are selected. */
  distinct = g_hash_table_lookup (self->distinct, GUINT_TO_POINTER (column));
  if (distinct == NULL)
    {
      gboolean same = self->states[column] == KLASTER_SHARED_SAME;
      gint64 first = klaster_row_get_id (self->first);

      distinct = klaster_shared_list_distinct (self->snapshot, self->table, same ? &first : self->ids,
                                               same ? 1 : self->n_ids, column);
      g_hash_table_insert (self->distinct, GUINT_TO_POINTER (column), distinct);
    }

  return klaster_shared_has_token (self->snapshot, self->table, (const gint64 *) (gpointer) distinct->data, distinct->len,
                                   column, token);
}

/**
 * klaster_form_set_value:
 * @column: a column
 * @value: a valid value for it
 * @visit: (nullable): edits with the same one become one undo step
 * @text: (nullable): what was typed, kept as a draft should the edit fail
 *
 * Writes @value to all records that have another one, as one edit.
 */
void
klaster_form_set_value (KlasterForm  *self,
                        guint         column,
                        KlasterValue  value,
                        const char   *visit,
                        const char   *text)
{
  klaster_form_set_values (self, &column, &value, 1, visit, text);
}

/**
 * klaster_form_set_values:
 * @columns: (array length=n_columns): columns that change together; the first one names the edit
 * @values: (array length=n_columns): valid values for them
 * @n_columns: their number
 * @visit: (nullable): edits with the same one become one undo step
 * @text: (nullable): what was typed, kept as a draft should the edit fail
 */
void
klaster_form_set_values (KlasterForm        *self,
                         const guint        *columns,
                         const KlasterValue *values,
                         guint               n_columns,
                         const char         *visit,
                         const char         *text)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *label = NULL;
  KlasterRow *changed = NULL;
  guint n_rows = 0;

  g_return_if_fail (KLASTER_IS_FORM (self));
  g_return_if_fail (n_columns > 0);

  if (!klaster_form_get_editable (self))
    return;

  edit = klaster_edit_new ("");
  for (guint i = 0; i < self->n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (self->snapshot, self->table, self->ids[i]);
      gboolean touched = FALSE;

      for (guint j = 0; row != NULL && j < n_columns; j++)
        if (!klaster_value_equal (klaster_row_get_value (row, columns[j]), values[j]))
          {
            klaster_edit_set (edit, self->table, self->ids[i], columns[j], values[j]);
            touched = TRUE;
          }
      if (touched)
        {
          changed = row;
          n_rows++;
        }
    }
  if (n_rows == 0)
    return;

  label = make_label (self, columns[0], changed, n_rows);
  klaster_edit_set_label (edit, label);
  commit (self, edit, columns[0], visit, text);
}

static char *
list_with_token (const KlasterRow *row,
                 guint             column,
                 const char       *token,
                 gboolean          present)
{
  const char *const *known = klaster_schema_get_column (klaster_row_get_table (row), column)->tokens;
  g_auto (GStrv) old = klaster_list_parse (klaster_row_get_text (row, column));
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  /* The known ones in the order of the vocabulary, so that the same set is always the same text. */
  for (guint i = 0; known[i]; i++)
    if (strcmp (known[i], token) == 0 ? present : klaster_row_has_token (row, column, known[i]))
      g_ptr_array_add (tokens, (gpointer) known[i]);
  for (guint i = 0; old != NULL && old[i]; i++)
    if (strcmp (old[i], token) != 0 && klaster_tokens_find (known, old[i]) < 0)
      g_ptr_array_add (tokens, old[i]);
  if (present && klaster_tokens_find (known, token) < 0)
    g_ptr_array_add (tokens, (gpointer) token);
  g_ptr_array_add (tokens, NULL);

  return klaster_list_format ((const char *const *) tokens->pdata);
}

/**
 * klaster_form_set_token:
 * @column: a column that holds a list
 * @token: one of its tokens
 * @present: whether all records shall hold it
 * @visit: (nullable): edits with the same one become one undo step
 *
 * Adds @token to the lists of all records, or takes it out. The rest of each list stays as it is.
 */
void
klaster_form_set_token (KlasterForm *self,
                        guint        column,
                        const char  *token,
                        gboolean     present,
                        const char  *visit)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autofree char *label = NULL;
  KlasterRow *changed = NULL;
  guint n_rows = 0;

  g_return_if_fail (KLASTER_IS_FORM (self));
  g_return_if_fail (token != NULL);

  if (!klaster_form_get_editable (self))
    return;

  edit = klaster_edit_new ("");
  for (guint i = 0; i < self->n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (self->snapshot, self->table, self->ids[i]);
      g_autofree char *list = NULL;

      if (row == NULL || klaster_row_has_token (row, column, token) == present)
        continue;
      list = list_with_token (row, column, token, present);
      klaster_edit_set (edit, self->table, self->ids[i], column, list ? KLASTER_TEXT (list) : KLASTER_NULL);
      changed = row;
      n_rows++;
    }
  if (n_rows == 0)
    return;

  label = make_label (self, column, changed, n_rows);
  klaster_edit_set_label (edit, label);
  commit (self, edit, column, visit, NULL);
}

/**
 * klaster_form_get_draft:
 * @column: a column
 * @message: (out) (optional): why the text cannot be written
 *
 * Returns: (transfer none) (nullable): text that was typed for these records and this column and is not valid
 */
const char *
klaster_form_get_draft (KlasterForm  *self,
                        guint         column,
                        const char  **message)
{
  g_autofree char *key = NULL;
  Draft *draft;

  g_return_val_if_fail (KLASTER_IS_FORM (self), NULL);

  key = make_draft_key (self, column);
  draft = g_hash_table_lookup (self->drafts, key);
  if (message)
    *message = draft ? draft->message : NULL;

  return draft ? draft->text : NULL;
}

/**
 * klaster_form_find_draft:
 * @table: a table
 * @id: a record of it, not necessarily one that is edited now
 * @column: one of its columns
 * @message: (out) (optional): why the text cannot be written
 *
 * Returns: (transfer none) (nullable): text that was typed for that record alone and is not valid
 */
const char *
klaster_form_find_draft (KlasterForm   *self,
                         KlasterTable   table,
                         gint64         id,
                         guint          column,
                         const char   **message)
{
  g_autofree char *record = NULL;
  g_autofree char *key = NULL;
  Draft *draft;

  g_return_val_if_fail (KLASTER_IS_FORM (self), NULL);

  if (message)
    *message = NULL;
  if (g_hash_table_size (self->drafts) == 0)
    return NULL;

  record = make_key (table, &id, 1);
  key = g_strdup_printf ("%s/%u", record, column);
  draft = g_hash_table_lookup (self->drafts, key);
  if (message && draft)
    *message = draft->message;

  return draft ? draft->text : NULL;
}

/**
 * klaster_form_set_draft:
 * @column: a column
 * @text: (nullable): text that is not valid, or %NULL when there is none any more
 * @message: (nullable): why not
 */
void
klaster_form_set_draft (KlasterForm *self,
                        guint        column,
                        const char  *text,
                        const char  *message)
{
  char *key;

  g_return_if_fail (KLASTER_IS_FORM (self));
  g_return_if_fail (text == NULL || message != NULL);

  key = make_draft_key (self, column);
  if (text != NULL)
    {
      Draft *draft = g_new0 (Draft, 1);

      draft->text = g_strdup (text);
      draft->message = g_strdup (message);
      g_hash_table_insert (self->drafts, key, draft);
    }
  else
    {
      g_hash_table_remove (self->drafts, key);
      g_free (key);
    }
}

/**
 * klaster_form_flush:
 *
 * Has every field write what is pending: before undo, Ctrl+S, a change of selection and closing.
 */
void
klaster_form_flush (KlasterForm *self)
{
  g_return_if_fail (KLASTER_IS_FORM (self));

  g_signal_emit (self, signals[FLUSH], 0);
}
