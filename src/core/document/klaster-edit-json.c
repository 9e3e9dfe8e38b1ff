/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-edit-private.h"
#include "klaster-list.h"

typedef struct
{
  KlasterTable table;
  gint64 id;
} Reference;

typedef struct
{
  KlasterEdit *edit;
  GHashTable *references; /* "@a" without the sign → Reference */
  GArray *ids;
  guint index;
  GError **error;
} Reader;

static gboolean fail (Reader     *self,
                      const char *format,
                      ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (Reader     *self,
      const char *format,
      ...)
{
  KlasterEditErrorDetails details = { (int) self->index, -1, 0, -1 };
  g_autofree char *reason = NULL;
  GError *error = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: where an edit document is wrong: number of the operation, then a sentence that says why. */
  g_set_error (&error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, _("Operation %u: %s"), self->index, reason);
  klaster_edit_error_set_details (error, &details);
  g_propagate_error (self->error, error);

  return FALSE;
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
is_integer (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

/* "id" of an operation: a number, or "@ref" of a row that this document inserts. */
static gboolean
read_id (Reader       *self,
         JsonObject   *object,
         KlasterTable  table,
         gint64       *id)
{
  JsonNode *node = json_object_get_member (object, "id");
  const char *text = get_string (object, "id");

  if (text && *text == '@')
    {
      Reference *reference = g_hash_table_lookup (self->references, text + 1);

      if (reference == NULL || reference->table != table)
        return fail (self, _("“%s” is not a row of this table that the document inserts"), text);
      *id = reference->id;
      return TRUE;
    }
  if (!is_integer (node))
    return fail (self, _("“id” must be a whole number"));
  *id = json_node_get_int (node);

  return TRUE;
}

static gboolean
read_list (Reader     *self,
           const char *column,
           JsonArray  *array,
           char      **text)
{
  g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return fail (self, _("“%s” must be a list of words"), column);
      g_ptr_array_add (tokens, (gpointer) json_node_get_string (node));
    }
  g_ptr_array_add (tokens, NULL);
  *text = klaster_list_format ((const char *const *) tokens->pdata);

  return TRUE;
}

static gboolean
read_value (Reader                  *self,
            KlasterTable             table,
            guint                    column,
            const KlasterColumnInfo *info,
            JsonNode                *node,
            KlasterValue            *value,
            char                   **text)
{
  gboolean refers = info->type == KLASTER_COLUMN_REFERENCE ||
                    (table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_OWNER_ID);
  GType type;

  *value = KLASTER_NULL;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_ARRAY (node) && info->type == KLASTER_COLUMN_LIST)
    {
      if (!read_list (self, info->name, json_node_get_array (node), text))
        return FALSE;
      *value = *text ? KLASTER_TEXT (*text) : KLASTER_NULL;
      return TRUE;
    }
  if (info->type == KLASTER_COLUMN_LIST)
    return fail (self, _("“%s” must be a list of words"), info->name);
  if (!JSON_NODE_HOLDS_VALUE (node))
    return fail (self, _("“%s” must be a single value"), info->name);

  type = json_node_get_value_type (node);
  if (type == G_TYPE_BOOLEAN)
    {
      if (info->type != KLASTER_COLUMN_BOOLEAN)
        return fail (self, _("“%s” cannot be true or false"), info->name);
      *value = KLASTER_INTEGER (json_node_get_boolean (node) ? 1 : 0);
    }
  else if (type == G_TYPE_INT64)
    *value = KLASTER_INTEGER (json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    *value = KLASTER_REAL (json_node_get_double (node));
  else
    {
      const char *string = json_node_get_string (node);

      *value = KLASTER_TEXT (string);
      if (refers && *string == '@')
        {
          Reference *reference = g_hash_table_lookup (self->references, string + 1);

          if (reference == NULL || (info->type == KLASTER_COLUMN_REFERENCE && reference->table != info->target))
            return fail (self, _("“%s” of “%s” is not a row that the document inserts"), string, info->name);
          *value = KLASTER_INTEGER (reference->id);
        }
    }

  return TRUE;
}

static gboolean
read_values (Reader       *self,
             KlasterTable  table,
             gint64        id,
             JsonObject   *values)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, values);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      int column = klaster_schema_find_column (table, name);
      KlasterValue value;
      g_autofree char *text = NULL;

      if (column < 0)
        return fail (self, _("“%s” has no column “%s”"), klaster_schema_get_table (table)->name, name);
      if (!read_value (self, table, (guint) column, klaster_schema_get_column (table, (guint) column), node, &value, &text))
        return FALSE;
      klaster_edit_set (self->edit, table, id, (guint) column, value);
    }

  return TRUE;
}

/* What every operation has: an object with "op" and "table", and nothing that would be overlooked. */
static gboolean
read_head (Reader        *self,
           JsonNode      *node,
           JsonObject   **object,
           const char   **op,
           KlasterTable  *table)
{
  static const char *const members[] = { "op", "table", "ref", "id", "values", NULL };
  JsonObjectIter iter;
  const char *name;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (self, _("must be an object"));
  *object = json_node_get_object (node);
  json_object_iter_init (&iter, *object);
  while (json_object_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (members, name))
      return fail (self, _("“%s” is not known here"), name);

  *op = get_string (*object, "op");
  if (*op == NULL || (strcmp (*op, "insert") != 0 && strcmp (*op, "update") != 0 && strcmp (*op, "delete") != 0))
    return fail (self, _("“op” must be “insert”, “update” or “delete”"));
  name = get_string (*object, "table");
  if (name == NULL)
    return fail (self, _("“table” is missing"));
  if (!klaster_schema_find_table (name, table))
    return fail (self, _("there is no table “%s”"), name);
  if (json_object_has_member (*object, "values")
          ? !JSON_NODE_HOLDS_OBJECT (json_object_get_member (*object, "values")) || strcmp (*op, "delete") == 0
          : strcmp (*op, "update") == 0)
    return fail (self, _("“values” must be an object, and only with “insert” and “update”"));

  return TRUE;
}

/* Gives the rows that are to be inserted their identifiers, so that references may point forward. */
static gboolean
number_inserts (Reader    *self,
                JsonArray *operations)
{
  for (self->index = 0; self->index < json_array_get_length (operations); self->index++)
    {
      JsonObject *object;
      const char *op, *name;
      KlasterTable table;
      gint64 id;

      if (!read_head (self, json_array_get_element (operations, self->index), &object, &op, &table))
        return FALSE;
      name = get_string (object, "ref");
      if (json_object_has_member (object, "ref") && (name == NULL || *name == '\0' || strcmp (op, "insert") != 0))
        return fail (self, _("“ref” must be text, and only with “insert”"));
      if (strcmp (op, "insert") == 0)
        {
          if (!json_object_has_member (object, "id"))
            id = table == KLASTER_TABLE_CLUSTER ? 1 : klaster_id_new ();
          else if (is_integer (json_object_get_member (object, "id")))
            id = json_object_get_int_member (object, "id");
          else
            return fail (self, _("“id” must be a whole number"));
          if (name)
            {
              Reference *reference = g_new (Reference, 1);

              *reference = (Reference) { table, id };
              if (!g_hash_table_insert (self->references, g_strdup (name), reference))
                return fail (self, _("“ref” “%s” is there twice"), name);
            }
        }
      else
        id = 0;
      g_array_append_val (self->ids, id);
    }

  return TRUE;
}

static gboolean
read_operations (Reader    *self,
                 JsonArray *operations)
{
  for (self->index = 0; self->index < json_array_get_length (operations); self->index++)
    {
      gint64 *id = &g_array_index (self->ids, gint64, self->index);
      JsonObject *object;
      const char *op;
      KlasterTable table;

      if (!read_head (self, json_array_get_element (operations, self->index), &object, &op, &table))
        return FALSE;
      klaster_edit_set_origin (self->edit, self->index);
      if (strcmp (op, "insert") == 0)
        klaster_edit_insert_with_id (self->edit, table, *id);
      else if (!read_id (self, object, table, id))
        return FALSE;

      if (strcmp (op, "delete") == 0)
        klaster_edit_delete (self->edit, table, *id);
      else if (json_object_has_member (object, "values") &&
               !read_values (self, table, *id, json_object_get_object_member (object, "values")))
        return FALSE;
    }

  return TRUE;
}

/**
 * klaster_edit_new_from_json:
 * @document: an edit document (`docs/FILE-FORMAT.md`): an array of operations
 * @label: what Undo and the history shall call it
 * @ids: (out) (optional) (transfer full) (element-type gint64): the identifier of each operation's row
 * @error: return location for an error of %KLASTER_EDIT_ERROR that names the index of the operation, from 0
 *
 * Checks the document, not the values: klaster_edit_resolve() does.
 *
 * Returns: (transfer full): the edit, or %NULL
 */
KlasterEdit *
klaster_edit_new_from_json (JsonNode    *document,
                            const char  *label,
                            GArray     **ids,
                            GError     **error)
{
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GHashTable) references = NULL;
  g_autoptr (GArray) numbers = NULL;
  Reader reader = { .error = error };
  JsonArray *operations;

  g_return_val_if_fail (document != NULL && label != NULL, NULL);

  if (!JSON_NODE_HOLDS_ARRAY (document))
    {
      g_set_error_literal (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID,
                           _("An edit must be a list of operations: a JSON array of objects"));
      return NULL;
    }

  operations = json_node_get_array (document);
  reader.edit = edit = klaster_edit_new (label);
  reader.references = references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  reader.ids = numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!number_inserts (&reader, operations) || !read_operations (&reader, operations))
    return NULL;
  if (ids)
    *ids = g_steal_pointer (&numbers);

  return g_steal_pointer (&edit);
}
