/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-json-node.h"
#include "klaster-json-reader.h"

#define MAX_DEPTH 64

static JsonNode *read_node (KlasterJsonReader *json,
                            guint              depth);

static JsonNode *
read_array (KlasterJsonReader *json,
            guint              depth)
{
  g_autoptr (JsonArray) array = json_array_new ();
  JsonNode *node;

  klaster_json_reader_expect (json, '[');
  if (!klaster_json_reader_accept (json, ']'))
    {
      do
        {
          JsonNode *element = read_node (json, depth + 1);

          if (element == NULL)
            return NULL;
          json_array_add_element (array, element);
        }
      while (klaster_json_reader_accept (json, ','));
      if (!klaster_json_reader_expect (json, ']'))
        return NULL;
    }
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, g_steal_pointer (&array));

  return node;
}

static JsonNode *
read_object (KlasterJsonReader *json,
             guint              depth)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *node;

  klaster_json_reader_expect (json, '{');
  if (!klaster_json_reader_accept (json, '}'))
    {
      do
        {
          g_autofree char *name = NULL;
          JsonNode *member;

          if (!klaster_json_reader_read_string (json))
            return NULL;
          name = g_strdup (json->string->str);
          if (json_object_has_member (object, name))
            {
              klaster_json_reader_fail (json, _("“%s” is there twice"), name);
              return NULL;
            }
          if (!klaster_json_reader_expect (json, ':') || (member = read_node (json, depth + 1)) == NULL)
            return NULL;
          json_object_set_member (object, name, member);
        }
      while (klaster_json_reader_accept (json, ','));
      if (!klaster_json_reader_expect (json, '}'))
        return NULL;
    }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&object));

  return node;
}

static JsonNode *
read_number (KlasterJsonReader *json)
{
  gboolean is_integer;
  gint64 integer = 0;
  double real = 0;
  JsonNode *node;

  if (!klaster_json_reader_read_number (json, &is_integer, &integer, &real))
    return NULL;
  node = json_node_new (JSON_NODE_VALUE);
  if (is_integer)
    json_node_set_int (node, integer);
  else
    json_node_set_double (node, real);

  return node;
}

/* Calls itself no deeper than MAX_DEPTH. */
static JsonNode *
read_node (KlasterJsonReader *json,
           guint              depth)
{
  JsonNode *node;

  if (depth > MAX_DEPTH)
    {
      klaster_json_reader_fail (json, _("the text is nested too deeply"));
      return NULL;
    }

  switch (klaster_json_reader_peek (json))
    {
    case KLASTER_JSON_OBJECT:
      return read_object (json, depth);
    case KLASTER_JSON_ARRAY:
      return read_array (json, depth);
    case KLASTER_JSON_STRING:
      if (!klaster_json_reader_read_string (json))
        return NULL;
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, json->string->str);
      return node;
    case KLASTER_JSON_NUMBER:
      return read_number (json);
    case KLASTER_JSON_TRUE:
    case KLASTER_JSON_FALSE:
      {
        gboolean truth = klaster_json_reader_peek (json) == KLASTER_JSON_TRUE;

        if (!klaster_json_reader_read_word (json, truth ? "true" : "false"))
          return NULL;
        node = json_node_new (JSON_NODE_VALUE);
        json_node_set_boolean (node, truth);
        return node;
      }
    case KLASTER_JSON_NULL:
      return klaster_json_reader_read_word (json, "null") ? json_node_new (JSON_NODE_NULL) : NULL;
    case KLASTER_JSON_NONE:
    default:
      klaster_json_reader_fail (json, _("a value should stand here"));
      return NULL;
    }
}

/**
 * klaster_json_node_parse:
 * @text: JSON text
 * @length: its length in bytes, -1: up to the null character
 * @error: return location for an error of %KLASTER_CONTENT_ERROR that says where the text is wrong
 *
 * Returns: (transfer full) (nullable): what it holds, %NULL with an error
 */
JsonNode *
klaster_json_node_parse (const char  *text,
                         gssize       length,
                         GError     **error)
{
  KlasterJsonReader json;
  JsonNode *node;

  g_return_val_if_fail (text != NULL, NULL);

  klaster_json_reader_init (&json, text, length < 0 ? strlen (text) : (gsize) length);
  json.any_number = TRUE; /* what needs a whole one refuses it */
  node = read_node (&json, 1);
  if (node && !klaster_json_reader_at_end (&json))
    g_clear_pointer (&node, json_node_unref);
  if (node == NULL)
    g_propagate_error (error, g_steal_pointer (&json.error));
  klaster_json_reader_clear (&json);

  return node;
}
