/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-import-mapping.h"
#include "klaster-json.h"

#define MAPPING_ERROR KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_MAPPING

KlasterImportSettings *
klaster_import_settings_new (void)
{
  KlasterImportSettings *self = g_new0 (KlasterImportSettings, 1);

  self->table = KLASTER_TABLE_INSTITUTION;
  self->distance = KLASTER_IMPORT_DISTANCE_DEFAULT;
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->defaults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

static void
copy_texts (GHashTable *from,
            GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

KlasterImportSettings *
klaster_import_settings_copy (const KlasterImportSettings *self)
{
  KlasterImportSettings *copy = klaster_import_settings_new ();
  g_autoptr (GHashTable) columns = copy->columns;
  g_autoptr (GHashTable) defaults = copy->defaults;

  g_return_val_if_fail (self != NULL, NULL);

  *copy = *self;
  copy->sheet = g_strdup (self->sheet);
  copy->columns = g_steal_pointer (&columns);
  copy->defaults = g_steal_pointer (&defaults);
  copy_texts (self->columns, copy->columns);
  copy_texts (self->defaults, copy->defaults);

  return copy;
}

void
klaster_import_settings_free (KlasterImportSettings *self)
{
  g_hash_table_unref (self->columns);
  g_hash_table_unref (self->defaults);
  g_free (self->sheet);
  g_free (self);
}

/* Position of the text @node in @choices, -1 with @error set when it is none of them. */
static int
read_choice (const char         *key,
             JsonNode           *node,
             const char *const  *choices,
             GError            **error)
{
  g_autofree char *list = NULL;

  for (int i = 0; choices[i] && json_node_get_value_type (node) == G_TYPE_STRING; i++)
    if (strcmp (choices[i], json_node_get_string (node)) == 0)
      return i;
  list = g_strjoinv (", ", (char **) choices);
  g_set_error (error, MAPPING_ERROR, _("The mapping’s “%s” must be one of: %s."), key, list);

  return -1;
}

static gboolean
read_texts (const char  *key,
            JsonNode    *node,
            GHashTable  *texts,
            GError     **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, MAPPING_ERROR, _("The mapping’s “%s” must be an object."), key);
      return FALSE;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (JSON_NODE_HOLDS_OBJECT (value))
        {
          g_set_error (error, MAPPING_ERROR, _("The mapping’s “%s”, “%s” must be a text or null."), key, name);
          return FALSE;
        }
      g_hash_table_insert (texts, g_strdup (name), klaster_json_format_cell (value));
    }

  return TRUE;
}

static gboolean
read_setting (KlasterImportSettings  *self,
              const char             *key,
              JsonNode               *node,
              GError                **error)
{
  static const char *const decimals[] = { "auto", ".", ",", NULL };
  static const char *const orders[] = { "auto", "as_named", "swapped", NULL };
  static const char *const policies[] = { "skip", "update", "add", NULL };
  const char *text = json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
  int choice;

  if (strcmp (key, "as") == 0)
    {
      if (text == NULL || !klaster_schema_find_plural (text, &self->table))
        {
          g_set_error (error, MAPPING_ERROR, _("The mapping’s “as” must be the plural name of a table, as “institutions”."));
          return FALSE;
        }
      self->has_table = TRUE;
    }
  else if (strcmp (key, "sheet") == 0)
    {
      if (text == NULL)
        {
          g_set_error (error, MAPPING_ERROR, _("The mapping’s “%s” must be a text."), key);
          return FALSE;
        }
      g_free (self->sheet);
      self->sheet = g_strdup (text);
    }
  else if (strcmp (key, "encoding") == 0)
    {
      self->encoding = text && strcmp (text, "auto") != 0 ? klaster_encoding_find (text) : NULL;
      if (self->encoding == NULL && (text == NULL || strcmp (text, "auto") != 0))
        {
          g_autofree char *list = g_strjoinv (", ", (char **) klaster_encoding_list ());

          g_set_error (error, MAPPING_ERROR, _("The mapping’s “%s” must be one of: %s."), key, list);
          return FALSE;
        }
    }
  else if (strcmp (key, "separator") == 0)
    {
      if (text && strcmp (text, "auto") == 0)
        self->separator = 0;
      else if (text && strlen (text) == 1 && strchr (KLASTER_CSV_SEPARATORS, *text))
        self->separator = *text;
      else
        {
          g_set_error (error, MAPPING_ERROR,
                       _("The mapping’s “separator” must be a comma, a semicolon, a tab, a bar or “auto”."));
          return FALSE;
        }
    }
  else if (strcmp (key, "header") == 0)
    {
      if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        {
          g_set_error (error, MAPPING_ERROR, _("The mapping’s “header” must be true or false."));
          return FALSE;
        }
      self->header = json_node_get_boolean (node) ? KLASTER_HEADER_PRESENT : KLASTER_HEADER_ABSENT;
    }
  else if (strcmp (key, "decimal") == 0)
    {
      if ((choice = read_choice (key, node, decimals, error)) < 0)
        return FALSE;
      self->decimal = choice == 0 ? 0 : *decimals[choice];
    }
  else if (strcmp (key, "coordinates") == 0)
    {
      if ((choice = read_choice (key, node, orders, error)) < 0)
        return FALSE;
      self->order = (KlasterCoordinateOrder) choice;
    }
  else if (strcmp (key, "duplicates") == 0)
    {
      if ((choice = read_choice (key, node, policies, error)) < 0)
        return FALSE;
      self->duplicates = (KlasterDuplicatePolicy) choice;
    }
  else if (strcmp (key, "distance") == 0)
    {
      GType type = json_node_get_value_type (node);

      self->distance = type == G_TYPE_DOUBLE || type == G_TYPE_INT64 ? json_node_get_double (node) : -1;
      if (!(self->distance >= 0 && self->distance <= 100000))
        {
          g_set_error (error, MAPPING_ERROR, _("The mapping’s “distance” must be a number of metres from 0 to 100000."));
          return FALSE;
        }
    }
  else if (strcmp (key, "columns") == 0)
    return read_texts (key, node, self->columns, error);
  else if (strcmp (key, "defaults") == 0)
    return read_texts (key, node, self->defaults, error);
  else
    {
      g_set_error (error, MAPPING_ERROR, _("The mapping holds “%s”, which is unknown."), key);
      return FALSE;
    }

  return TRUE;
}

/**
 * klaster_import_settings_new_from_json:
 * @text: a mapping document, see #KlasterImportSettings
 * @length: its bytes
 * @error: return location, %KLASTER_IMPORT_ERROR_MAPPING
 *
 * Returns: (transfer full) (nullable): what it decides, %NULL on error
 */
KlasterImportSettings *
klaster_import_settings_new_from_json (const char  *text,
                                       gsize        length,
                                       GError     **error)
{
  g_autoptr (KlasterImportSettings) self = klaster_import_settings_new ();
  g_autoptr (JsonNode) document = klaster_json_parse (text, length, NULL, error);
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  if (document == NULL)
    {
      g_prefix_error (error, "%s ", _("The mapping cannot be read."));
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (document))
    {
      g_set_error_literal (error, MAPPING_ERROR, _("The mapping must be a JSON object."));
      return NULL;
    }
  json_object_iter_init (&iter, json_node_get_object (document));
  while (json_object_iter_next (&iter, &key, &node))
    if (!read_setting (self, key, node, error))
      return NULL;

  return g_steal_pointer (&self);
}
