/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-content.h"
#include "klaster-derive.h"
#include "klaster-sample-resources.h"
#include "klaster-sample.h"

#define PREFIX "/io/github/klaster_app/Klaster/sample/"

/* How one reference project is made from the files of data/sample/. */
typedef struct
{
  const char *today;
  GHashTable *texts; /* English → text in the language; empty for English itself */
} Maker;

static char **
list_files (const char *folder)
{
  g_autoptr (GError) error = NULL;
  char **names = g_resource_enumerate_children (klaster_sample_get_resource (), folder, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);
  return names;
}

static JsonNode *
load_file (const char *path)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (klaster_sample_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!json_parser_load_from_data (parser, text, (gssize) length, &error))
    g_error ("%s: %s", path, error->message);

  return json_parser_steal_root (parser);
}

/* The texts of data/sample/texts/ in @language, by their English. */
static GHashTable *
load_texts (KlasterLanguage language)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) names = list_files (PREFIX "texts/");

  for (guint i = 0; language != KLASTER_LANGUAGE_EN && names[i]; i++)
    {
      g_autofree char *path = g_strconcat (PREFIX "texts/", names[i], NULL);
      g_autoptr (JsonNode) root = load_file (path);
      JsonObjectIter iter;
      const char *english;
      JsonNode *node;

      json_object_iter_init (&iter, json_node_get_object (root));
      while (json_object_iter_next (&iter, &english, &node))
        g_hash_table_insert (texts, g_strdup (english),
                             g_strdup (json_array_get_string_element (json_node_get_array (node), language)));
    }

  return g_steal_pointer (&texts);
}

/* [+-]N, behind which @rest begins; no number is 0. */
static int
parse_offset (const char  *text,
              const char **rest)
{
  char *end = (char *) text;
  gint64 number = *text == '+' || *text == '-' ? g_ascii_strtoll (text, &end, 10) : 0;

  *rest = end;
  return (int) CLAMP (number, -100000, 100000);
}

/* "T", "T-30d", "T+2m", "T-1y", each also with a time of day behind it: "T+5d 09:00", which is UTC. NULL: something else. */
static char *
resolve_day (const char *text,
             const char *today,
             gboolean    with_time)
{
  g_autofree char *day = NULL;
  const char *rest;
  int offset;

  if (*text != 'T')
    return NULL;
  offset = parse_offset (text + 1, &rest);
  if (rest == text + 1)
    day = g_strdup (today);
  else if (*rest == 'd')
    day = klaster_date_add_days (today, offset);
  else if (*rest == 'm' || *rest == 'y')
    day = klaster_date_add_months (today, *rest == 'y' ? offset * 12 : offset);
  else
    return NULL;
  if (rest > text + 1)
    rest++;

  if (!with_time)
    return *rest == '\0' ? g_steal_pointer (&day) : NULL;
  return *rest == ' ' && strlen (rest) == 6 ? g_strdup_printf ("%sT%s:00Z", day, rest + 1) : NULL;
}

/* "Y", "Y-1", "Y+1". NULL: something else. */
static char *
resolve_year (const char *text,
              const char *today)
{
  const char *rest;
  int offset;

  if (*text != 'Y')
    return NULL;
  offset = parse_offset (text + 1, &rest);

  return *rest == '\0' ? klaster_academic_calendar_get_year (NULL, today, offset) : NULL;
}

/* "name_ru": its language is fixed, and so is what it says. */
static gboolean
is_in_one_language (const char *column)
{
  static const char *const endings[KLASTER_N_LANGUAGES] = { "_uz", "_uz_cyrl", "_ru", "_en" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (column, endings[i]))
      return TRUE;

  return FALSE;
}

/* NULL: it stands as it is. */
static char *
resolve (const Maker  *self,
         KlasterTable  table,
         const char   *name,
         const char   *text)
{
  int column = klaster_schema_find_column (table, name);
  const KlasterColumnInfo *info;

  if (column < 0)
    return NULL;
  info = klaster_schema_get_column (table, (guint) column);
  if (info->type == KLASTER_COLUMN_DATE || info->type == KLASTER_COLUMN_TIME)
    return resolve_day (text, self->today, info->type == KLASTER_COLUMN_TIME);
  if (strcmp (name, "academic_year") == 0)
    return resolve_year (text, self->today);
  if (info->type == KLASTER_COLUMN_TEXT && !is_in_one_language (name))
    return g_strdup (g_hash_table_lookup (self->texts, text));

  return NULL;
}

static void
resolve_row (const Maker  *self,
             KlasterTable  table,
             JsonObject   *row)
{
  g_autoptr (GList) members = json_object_get_members (row);

  for (GList *l = members; l; l = l->next)
    {
      JsonNode *node = json_object_get_member (row, l->data);
      g_autofree char *resolved = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      resolved = resolve (self, table, l->data, json_node_get_string (node));
      if (resolved)
        json_object_set_string_member (row, l->data, resolved);
    }
}

/* Adds the tables of one file to @document. */
static void
add_file (const Maker *self,
          JsonObject  *document,
          const char  *path)
{
  g_autoptr (JsonNode) root = load_file (path);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      JsonArray *rows;
      KlasterTable table;

      if (!klaster_schema_find_table (name, &table))
        continue; /* format, schema */
      if (!json_object_has_member (document, name))
        json_object_set_array_member (document, name, json_array_new ());
      rows = json_object_get_array_member (document, name);
      for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
        {
          JsonNode *row = json_array_dup_element (json_node_get_array (node), i);

          resolve_row (self, table, json_node_get_object (row));
          json_array_add_element (rows, row);
        }
    }
}

/**
 * klaster_sample_make_content:
 * @today: a date some years from the first and the last there is, to which the dates of the reference project are relative
 * @language: of the texts that a project holds in one language only: goals, obligations, notes…
 *
 * Returns: (transfer full): the reference project as klaster_content_write() writes it
 */
GBytes *
klaster_sample_make_content (const char      *today,
                             KlasterLanguage  language)
{
  g_autoptr (GHashTable) texts = NULL;
  g_autoptr (JsonObject) document = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_auto (GStrv) names = list_files (PREFIX);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Maker self;
  char *text;

  g_return_val_if_fail (klaster_date_is_valid (today), NULL);
  g_return_val_if_fail (language < KLASTER_N_LANGUAGES, NULL);

  texts = load_texts (language);
  self = (Maker) { today, texts };
  json_object_set_string_member (document, "format", "klaster");
  json_object_set_int_member (document, "schema", KLASTER_SCHEMA_VERSION);
  for (guint i = 0; names[i]; i++)
    if (g_str_has_suffix (names[i], ".json"))
      {
        g_autofree char *path = g_strconcat (PREFIX, names[i], NULL);

        add_file (&self, document, path);
      }
  json_node_set_object (root, document);
  text = json_to_string (root, TRUE);
  bytes = g_bytes_new_take (text, strlen (text));

  /* Our own data: whatever is wrong with it is a mistake in the program, which its tests find. */
  delta = klaster_content_resolve (bytes, empty, &error);
  if (delta == NULL)
    g_error ("The reference project is wrong: %s\n%s", error->message, text);
  snapshot = klaster_snapshot_apply (empty, delta);

  return klaster_content_write (snapshot, today);
}

/**
 * klaster_sample_list_blobs:
 *
 * Returns: (transfer full) (element-type GBytes): the files that rows of the reference project refer to by SHA-256
 */
GPtrArray *
klaster_sample_list_blobs (void)
{
  g_auto (GStrv) names = list_files (PREFIX "files/");
  GPtrArray *blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *path = g_strconcat (PREFIX "files/", names[i], NULL);

      g_ptr_array_add (blobs, g_resource_lookup_data (klaster_sample_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                                      NULL));
    }

  return blobs;
}
