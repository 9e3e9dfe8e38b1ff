/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-edit-private.h"
#include "klaster-json-reader.h"
#include "klaster-list.h"

G_DEFINE_QUARK (klaster-content-error-quark, klaster_content_error)

typedef struct
{
  KlasterJsonReader json;
  KlasterSnapshot *snapshot;
  KlasterEdit *edit;
  GArray *lines;
  GPtrArray *words; /* of the list that is being read; owns them */
  char *list;       /* the last list read, as text */
} Reader;

/* An array of strings, as text in ->list; NULL when it is empty. */
static gboolean
read_list (Reader *self)
{
  KlasterJsonReader *json = &self->json;

  g_clear_pointer (&self->list, g_free);
  g_ptr_array_set_size (self->words, 0);
  if (!klaster_json_reader_expect (json, '['))
    return FALSE;
  if (!klaster_json_reader_accept (json, ']'))
    {
      do
        {
          if (!klaster_json_reader_read_string (json))
            return FALSE;
          g_ptr_array_add (self->words, g_strndup (json->string->str, json->string->len));
        }
      while (klaster_json_reader_accept (json, ','));
      if (!klaster_json_reader_expect (json, ']'))
        return FALSE;
    }
  g_ptr_array_add (self->words, NULL);
  self->list = klaster_list_format ((const char *const *) self->words->pdata);

  return TRUE;
}

/* The text of @value is good until the next one is read. */
static gboolean
read_value (Reader                  *self,
            const KlasterColumnInfo *info,
            KlasterValue            *value)
{
  KlasterJsonReader *json = &self->json;
  gboolean is_integer;
  gint64 integer = 0;
  double real = 0;

  *value = KLASTER_NULL;
  switch (klaster_json_reader_peek (json))
    {
    case KLASTER_JSON_NULL:
      return klaster_json_reader_read_word (json, "null");

    case KLASTER_JSON_TRUE:
    case KLASTER_JSON_FALSE:
      if (info->type != KLASTER_COLUMN_BOOLEAN)
        return klaster_json_reader_fail (json, _("“%s” cannot be true or false"), info->name);
      value->integer = klaster_json_reader_peek (json) == KLASTER_JSON_TRUE;
      value->type = KLASTER_VALUE_INTEGER;
      return klaster_json_reader_read_word (json, value->integer ? "true" : "false");

    case KLASTER_JSON_NUMBER:
      if (!klaster_json_reader_read_number (json, &is_integer, &integer, &real))
        return FALSE;
      *value = is_integer ? KLASTER_INTEGER (integer) : KLASTER_REAL (real);
      return TRUE;

    case KLASTER_JSON_STRING:
      if (info->type == KLASTER_COLUMN_LIST)
        return klaster_json_reader_fail (json, _("“%s” must be a list of words"), info->name);
      if (!klaster_json_reader_read_string (json))
        return FALSE;
      *value = KLASTER_TEXT (json->string->str);
      return TRUE;

    case KLASTER_JSON_ARRAY:
      if (info->type != KLASTER_COLUMN_LIST)
        return klaster_json_reader_fail (json, _("“%s” must be a single value"), info->name);
      if (!read_list (self))
        return FALSE;
      if (self->list)
        *value = KLASTER_TEXT (self->list);
      return TRUE;

    case KLASTER_JSON_OBJECT:
    case KLASTER_JSON_NONE:
    default:
      return klaster_json_reader_fail (json, _("“%s” must be a single value"), info->name);
    }
}

/* Columns come in the order in which we write them, so the next one is looked at first. */
static int
find_column (KlasterTable  table,
             const char   *name,
             int           last)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  if (last + 1 < (int) info->n_columns && strcmp (info->columns[last + 1].name, name) == 0)
    return last + 1;
  return klaster_schema_find_column (table, name);
}

/* Cells of one row are kept until its identifier is known, which need not come first. */
typedef struct
{
  guint column;
  KlasterValue value;
  char *text;
} Cell;

static void
clear_cell (gpointer data)
{
  g_free (((Cell *) data)->text);
}

static gboolean
read_cells (Reader       *self,
            KlasterTable  table,
            GArray       *cells,
            guint64      *seen,
            gint64       *id)
{
  KlasterJsonReader *json = &self->json;
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  int column = -1;

  if (!klaster_json_reader_expect (json, '{'))
    return FALSE;
  if (klaster_json_reader_accept (json, '}'))
    return TRUE;
  do
    {
      Cell cell = { 0 };

      if (!klaster_json_reader_read_string (json))
        return FALSE;
      column = find_column (table, json->string->str, column);
      if (column < 0)
        return klaster_json_reader_fail (json, _("“%s” has no column “%s”"), info->name, json->string->str);
      if ((*seen >> column) & 1)
        return klaster_json_reader_fail (json, _("“%s” is there twice"), json->string->str);
      *seen |= G_GUINT64_CONSTANT (1) << column;
      cell.column = (guint) column;
      if (!klaster_json_reader_expect (json, ':') || !read_value (self, &info->columns[column], &cell.value))
        return FALSE;

      if (column == 0)
        {
          if (cell.value.type != KLASTER_VALUE_INTEGER || cell.value.integer < 1 || cell.value.integer > KLASTER_ID_MAX)
            return klaster_json_reader_fail (json, _("“id” must be a whole number above 0 and below 2⁵³"));
          *id = cell.value.integer;
        }
      else if (!(info->columns[column].flags & KLASTER_COLUMN_DERIVED) && cell.value.type != KLASTER_VALUE_NULL)
        {
          if (cell.value.type == KLASTER_VALUE_TEXT)
            cell.value.text = cell.text = g_strdup (cell.value.text);
          g_array_append_val (cells, cell);
        }
    }
  while (klaster_json_reader_accept (json, ','));

  return klaster_json_reader_expect (json, '}');
}

static gboolean
read_row (Reader       *self,
          KlasterTable  table,
          GArray       *cells)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  guint line;
  guint64 seen = 0, set = 0;
  gint64 id = 0;

  klaster_json_reader_peek (&self->json);
  line = self->json.line;
  g_array_set_size (cells, 0);
  if (!read_cells (self, table, cells, &seen, &id))
    return FALSE;

  klaster_edit_set_origin (self->edit, self->lines->len);
  g_array_append_val (self->lines, line);
  if (id == 0)
    id = table == KLASTER_TABLE_CLUSTER ? 1 : klaster_id_new ();
  if (klaster_snapshot_lookup (self->snapshot, table, id) == NULL)
    klaster_edit_insert_with_id (self->edit, table, id);
  else
    {
      /* What the text does not know, the row is not to know either. */
      for (guint i = 0; i < cells->len; i++)
        set |= G_GUINT64_CONSTANT (1) << g_array_index (cells, Cell, i).column;
      for (guint c = 1; c < info->n_columns; c++)
        if (!((set >> c) & 1) && !(info->columns[c].flags & KLASTER_COLUMN_DERIVED))
          klaster_edit_set (self->edit, table, id, c, KLASTER_NULL);
    }
  for (guint i = 0; i < cells->len; i++)
    klaster_edit_set (self->edit, table, id, g_array_index (cells, Cell, i).column, g_array_index (cells, Cell, i).value);

  return TRUE;
}

static gboolean
read_table (Reader       *self,
            KlasterTable  table)
{
  KlasterJsonReader *json = &self->json;
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (Cell));

  g_array_set_clear_func (cells, clear_cell);
  if (!klaster_json_reader_expect (json, '['))
    return FALSE;
  if (klaster_json_reader_accept (json, ']'))
    return TRUE;
  do
    if (!read_row (self, table, cells))
      return FALSE;
  while (klaster_json_reader_accept (json, ','));

  return klaster_json_reader_expect (json, ']');
}

static gboolean
fail_as (Reader              *self,
         KlasterContentError  code,
         const char          *message)
{
  g_clear_error (&self->json.error);
  g_set_error_literal (&self->json.error, KLASTER_CONTENT_ERROR, code, message);
  return FALSE;
}

static gboolean
read_schema (Reader *self)
{
  gboolean is_integer;
  gint64 version = 0;
  double real;

  if (!klaster_json_reader_read_number (&self->json, &is_integer, &version, &real))
    return FALSE;
  if (!is_integer || version < 1)
    return klaster_json_reader_fail (&self->json, _("“%s” must be a whole number"), "schema");
  if (version > KLASTER_SCHEMA_VERSION)
    return fail_as (self, KLASTER_CONTENT_ERROR_NEWER, _("The text was written by a newer version of Klaster"));

  return TRUE;
}

static gboolean
read_document (Reader *self)
{
  KlasterJsonReader *json = &self->json;
  gboolean seen[KLASTER_N_TABLES] = { FALSE };
  gboolean has_format = FALSE, has_schema = FALSE;

  if (klaster_json_reader_peek (json) != KLASTER_JSON_OBJECT)
    return fail_as (self, KLASTER_CONTENT_ERROR_NOT_CONTENT, _("This is not content of a Klaster project"));

  klaster_json_reader_expect (json, '{');
  if (!klaster_json_reader_accept (json, '}'))
    {
      do
        {
          g_autofree char *name = NULL;
          KlasterTable table;

          if (!klaster_json_reader_read_string (json))
            return FALSE;
          name = g_strdup (json->string->str);
          if (!klaster_json_reader_expect (json, ':'))
            return FALSE;
          if (strcmp (name, "format") == 0)
            {
              if (!klaster_json_reader_read_string (json))
                return FALSE;
              if (strcmp (json->string->str, "klaster") != 0)
                return fail_as (self, KLASTER_CONTENT_ERROR_NOT_CONTENT, _("This is not content of a Klaster project"));
              has_format = TRUE;
            }
          else if (strcmp (name, "schema") == 0)
            {
              if (!read_schema (self))
                return FALSE;
              has_schema = TRUE;
            }
          else if (!has_format)
            return fail_as (self, KLASTER_CONTENT_ERROR_NOT_CONTENT,
                            _("This is not content of a Klaster project: it does not begin with “format”"));
          else if (!klaster_schema_find_table (name, &table))
            return klaster_json_reader_fail (json, _("there is no table “%s”"), name);
          else if (seen[table])
            return klaster_json_reader_fail (json, _("“%s” is there twice"), name);
          else if (!read_table (self, table))
            return FALSE;
          else
            seen[table] = TRUE;
        }
      while (klaster_json_reader_accept (json, ','));
      if (!klaster_json_reader_expect (json, '}'))
        return FALSE;
    }
  if (!has_format || !has_schema)
    return fail_as (self, KLASTER_CONTENT_ERROR_NOT_CONTENT, _("This is not content of a Klaster project"));

  return klaster_json_reader_at_end (json);
}

/**
 * klaster_content_read:
 * @content: text as klaster_content_write() writes it, or by hand: rows and columns in any order, some left out
 * @snapshot: the content that the edit is for
 * @label: what Undo and the history shall call it
 * @lines: (out) (optional) (transfer full) (element-type guint): the line of each row, in order; the number of an
 *   operation in errors of klaster_edit_resolve() is a position in it
 * @error: return location for an error of %KLASTER_CONTENT_ERROR
 *
 * Returns: (transfer full): the edit, not checked yet, or %NULL
 */
KlasterEdit *
klaster_content_read (GBytes           *content,
                      KlasterSnapshot  *snapshot,
                      const char       *label,
                      GArray          **lines,
                      GError          **error)
{
  Reader reader = { .snapshot = snapshot };
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) words = NULL;
  gconstpointer text;
  gsize length;
  gboolean ok;

  g_return_val_if_fail (content != NULL && snapshot != NULL && label != NULL, NULL);

  text = g_bytes_get_data (content, &length);
  klaster_json_reader_init (&reader.json, text ? text : "", length);
  reader.edit = edit = klaster_edit_new (label);
  reader.lines = numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  reader.words = words = g_ptr_array_new_with_free_func (g_free);
  ok = read_document (&reader);
  if (!ok)
    g_propagate_error (error, g_steal_pointer (&reader.json.error));
  klaster_json_reader_clear (&reader.json);
  g_free (reader.list);
  if (!ok)
    return NULL;
  if (lines)
    *lines = g_steal_pointer (&numbers);

  return g_steal_pointer (&edit);
}

/**
 * klaster_content_resolve:
 * @content: text as for klaster_content_read()
 * @snapshot: the content that it is for
 * @error: return location for an error of %KLASTER_CONTENT_ERROR, or %KLASTER_EDIT_ERROR_NO_CHANGE
 *
 * Returns: (transfer full): what changes, or %NULL
 */
KlasterDelta *
klaster_content_resolve (GBytes           *content,
                         KlasterSnapshot  *snapshot,
                         GError          **error)
{
  g_autoptr (GArray) lines = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (KlasterEdit) edit = klaster_content_read (content, snapshot, "", &lines, error);
  KlasterEditErrorDetails details;
  KlasterDelta *delta;
  guint line;

  if (edit == NULL)
    return NULL;
  delta = klaster_edit_resolve (edit, snapshot, &reason);
  if (delta)
    return delta;
  klaster_edit_error_get_details (reason, &details);
  if (details.operation < 0)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  g_assert ((guint) details.operation < lines->len);
  line = g_array_index (lines, guint, details.operation);
  if (details.column >= 0)
    /* Translators: where a document is wrong: line, table, column, then a sentence that says why. */
    g_set_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_INVALID, _("Line %u, %s.%s: %s"), line,
                 klaster_schema_get_table ((KlasterTable) details.table)->name,
                 klaster_schema_get_column ((KlasterTable) details.table, (guint) details.column)->name,
                 klaster_edit_error_get_reason (reason));
  else
    /* Translators: where a document is wrong: line, table, then a sentence that says why. */
    g_set_error (error, KLASTER_CONTENT_ERROR, KLASTER_CONTENT_ERROR_INVALID, _("Line %u, %s: %s"), line,
                 klaster_schema_get_table ((KlasterTable) details.table)->name, klaster_edit_error_get_reason (reason));

  return NULL;
}
