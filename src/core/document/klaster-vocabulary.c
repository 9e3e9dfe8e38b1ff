/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-core-resources.h"
#include "klaster-language.h"
#include "klaster-text.h"

#define PREFIX "/io/github/klaster_app/Klaster/vocabulary/"

/* Names in the order of KlasterLanguage. */
typedef struct
{
  const char *names[KLASTER_N_LANGUAGES];
} Names;

typedef struct
{
  GHashTable *tokens;    /* "areas/staff" → Names */
  GHashTable *folded;    /* "areas/" and a folded name → token (static) */
  Names columns[KLASTER_N_TABLES][64];
  Names tables[KLASTER_N_TABLES][2];
  GArray *districts;     /* KlasterDistrict */
  GHashTable *by_name;   /* folded name, with and without its ending → position + 1 */
} Vocabulary;

static JsonObject *
load_json (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonParser *parser;
  gconstpointer data;
  gsize size;

  /* Through the resource itself: the linker drops constructors of a static library that nothing refers to. */
  bytes = g_resource_lookup_data (klaster_core_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &size);
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, (gssize) size, &error))
    g_error ("%s: %s", name, error->message);
  root = json_parser_steal_root (parser);
  g_object_unref (parser);

  return json_object_ref (json_node_get_object (root));
}

static void
read_names (JsonArray *array,
            Names     *names)
{
  g_assert (array && json_array_get_length (array) == KLASTER_N_LANGUAGES);

  for (guint i = 0; i < KLASTER_N_LANGUAGES; i++)
    names->names[i] = g_intern_string (json_array_get_string_element (array, i));
}

static void
load_tokens (Vocabulary *self)
{
  g_autoptr (JsonObject) lists = load_json ("tokens.json");
  JsonObjectIter iter;
  const char *list;
  JsonNode *node;

  json_object_iter_init (&iter, lists);
  while (json_object_iter_next (&iter, &list, &node))
    {
      const char *const *tokens = klaster_schema_get_tokens (list);

      g_assert (tokens != NULL);
      for (guint i = 0; tokens[i]; i++)
        {
          Names *names = g_new0 (Names, 1);

          read_names (json_object_get_array_member (json_node_get_object (node), tokens[i]), names);
          g_hash_table_insert (self->tokens, g_strdup_printf ("%s/%s", list, tokens[i]), names);
          for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
            {
              g_autofree char *folded = klaster_text_fold (names->names[l]);

              g_hash_table_insert (self->folded, g_strdup_printf ("%s/%s", list, folded), (gpointer) tokens[i]);
            }
        }
      /* A token spelt in another case, or with spaces, comes before any name. */
      for (guint i = 0; tokens[i]; i++)
        {
          g_autofree char *folded = klaster_text_fold (tokens[i]);

          g_hash_table_insert (self->folded, g_strdup_printf ("%s/%s", list, folded), (gpointer) tokens[i]);
        }
    }
}

static void
load_columns (Vocabulary *self)
{
  g_autoptr (JsonObject) root = load_json ("columns.json");
  JsonObject *common = json_object_get_object_member (root, "*");

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);
      JsonObject *own = json_object_has_member (root, info->name) ? json_object_get_object_member (root, info->name) : NULL;

      for (guint c = 0; c < info->n_columns; c++)
        {
          const char *name = info->columns[c].name;
          JsonObject *from = own && json_object_has_member (own, name) ? own : common;

          read_names (json_object_get_array_member (from, name), &self->columns[t][c]);
        }
    }
}

static void
load_tables (Vocabulary *self)
{
  g_autoptr (JsonObject) root = load_json ("tables.json");

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      JsonObject *table = json_object_get_object_member (root, klaster_schema_get_table (t)->name);

      read_names (json_object_get_array_member (table, "singular"), &self->tables[t][0]);
      read_names (json_object_get_array_member (table, "plural"), &self->tables[t][1]);
    }
}

static void
add_district_name (Vocabulary *self,
                   const char *name,
                   guint       position)
{
  char *folded = klaster_text_fold (name);

  /* Of a city and a district with the same name the district is meant when nothing else is said: it comes first. */
  if (*folded == '\0' || g_hash_table_contains (self->by_name, folded))
    g_free (folded);
  else
    g_hash_table_insert (self->by_name, folded, GUINT_TO_POINTER (position + 1));
}

/* "Qibray tumani" → "Qibray"; an adjective as in “Кибрайский район” does not lead back to its name and is left alone. */
static char *
strip_kind (const char *name)
{
  static const char *const kinds[] = { " tumani", " shahri", " тумани", " шаҳри", " District", " City", "город " };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *at = strstr (name, kinds[i]);

      if (at)
        return g_strndup (at == name ? name + strlen (kinds[i]) : name,
                          at == name ? strlen (name) - strlen (kinds[i]) : (gsize) (at - name));
    }
  if (g_str_has_suffix (name, "ский район"))
    return g_strndup (name, strlen (name) - strlen ("ский район"));

  return g_strdup (name);
}

/* How tables write them; folding makes Cyrillic and Latin spellings of the words one. */
#define N_FORMS 7
static const char *const city_forms[N_FORMS] = { "г. %s", "%s г.", "%s город", "%s shahar", "%s sh.", "sh. %s", "%s shahri" };
static const char *const district_forms[N_FORMS] = { "%s р-н", "%sский р-н", "%s район", "%sский", "%s tuman", "%s t.",
                                                     "%s tumani" };

static void
load_districts (Vocabulary *self)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (klaster_core_get_resource (), PREFIX "districts.csv",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  KlasterDistrict *districts;

  g_assert (bytes != NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      KlasterDistrict district = { 0 };

      g_assert (g_strv_length (cells) == 10);
      district.soato = atoi (cells[0]);
      district.city = strcmp (cells[1], "city") == 0;
      for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
        district.names[l] = g_intern_string (cells[2 + l]);
      district.lat = *cells[8] ? g_ascii_strtod (cells[8], NULL) : (double) NAN;
      district.lon = *cells[9] ? g_ascii_strtod (cells[9], NULL) : (double) NAN;
      g_array_append_val (self->districts, district);
    }

  districts = (KlasterDistrict *) (gpointer) self->districts->data;
  for (guint i = 0; i < self->districts->len; i++)
    {
      g_autofree char *code = g_strdup_printf ("%d", districts[i].soato);

      add_district_name (self, code, i);
      for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
        add_district_name (self, districts[i].names[l], i);
    }
  for (guint i = 0; i < self->districts->len; i++)
    for (guint l = 0; l < KLASTER_N_LANGUAGES; l++)
      {
        g_autofree char *name = strip_kind (districts[i].names[l]);

        add_district_name (self, name, i);
        for (guint f = 0; f < N_FORMS; f++)
          {
            const char *form = districts[i].city ? city_forms[f] : district_forms[f];
            g_autofree char *written = g_strdup_printf (form, name);

            add_district_name (self, written, i);
          }
      }
}

static Vocabulary *
get_vocabulary (void)
{
  static gsize loaded;

  if (g_once_init_enter (&loaded))
    {
      Vocabulary *self = g_new0 (Vocabulary, 1);

      self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      self->folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->districts = g_array_new (FALSE, FALSE, sizeof (KlasterDistrict));
      load_tokens (self);
      load_columns (self);
      load_tables (self);
      load_districts (self);
      g_once_init_leave (&loaded, (gsize) self);
    }

  return (Vocabulary *) loaded;
}

/* The project's own row for a token; %NULL: none. */
static KlasterRow *
find_own (KlasterSnapshot *snapshot,
          const char      *tokens_name,
          const char      *token)
{
  KlasterRowIter iter;
  KlasterRow *row;

  if (snapshot == NULL)
    return NULL;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_VOCABULARY);
  while (klaster_row_iter_next (&iter, &row))
    if (g_strcmp0 (klaster_row_get_text (row, KLASTER_VOCABULARY_LIST), tokens_name) == 0 &&
        g_strcmp0 (klaster_row_get_text (row, KLASTER_VOCABULARY_TOKEN), token) == 0)
      return row;

  return NULL;
}

/**
 * klaster_vocabulary_get_name:
 * @snapshot: (nullable): a project with words of its own; the name may live as long as it
 * @tokens_name: the name of a token list
 * @token: a token
 * @language: the language of the reader
 *
 * Returns: (transfer none): the token's name; an unknown token is its own name
 */
const char *
klaster_vocabulary_get_name (KlasterSnapshot *snapshot,
                             const char      *tokens_name,
                             const char      *token,
                             KlasterLanguage  language)
{
  char key[128];
  const Names *names;
  KlasterRow *own;

  g_return_val_if_fail (tokens_name != NULL && token != NULL && language < KLASTER_N_LANGUAGES, "");

  g_snprintf (key, sizeof key, "%s/%s", tokens_name, token);
  names = g_hash_table_lookup (get_vocabulary ()->tokens, key);
  if (names)
    return names->names[language];
  own = find_own (snapshot, tokens_name, token);
  if (own)
    {
      const char *name = klaster_row_get_name (own, KLASTER_VOCABULARY_NAME_UZ, language);

      if (*name)
        return name;
    }

  return token;
}

/**
 * klaster_vocabulary_get_column_name:
 * @table: a table
 * @column: position of a column
 * @language: the language of the reader
 *
 * Returns: (transfer none): what people call the column
 */
const char *
klaster_vocabulary_get_column_name (KlasterTable    table,
                                    guint           column,
                                    KlasterLanguage language)
{
  g_return_val_if_fail (klaster_schema_get_column (table, column) != NULL && language < KLASTER_N_LANGUAGES, "");

  return get_vocabulary ()->columns[table][column].names[language];
}

/**
 * klaster_vocabulary_get_table_name:
 * @table: a table
 * @plural: whether several records are meant
 * @language: the language of the reader
 *
 * Returns: (transfer none): what people call a record of the table
 */
const char *
klaster_vocabulary_get_table_name (KlasterTable    table,
                                   gboolean        plural,
                                   KlasterLanguage language)
{
  g_return_val_if_fail (table < KLASTER_N_TABLES && language < KLASTER_N_LANGUAGES, "");

  return get_vocabulary ()->tables[table][plural ? 1 : 0].names[language];
}

/**
 * klaster_vocabulary_find_token:
 * @snapshot: (nullable): a project with words of its own; a token of it lives as long as it
 * @tokens_name: the name of a token list
 * @text: a token, or its name in any language and spelling
 *
 * Returns: (transfer none) (nullable): the token, %NULL when there is none
 */
const char *
klaster_vocabulary_find_token (KlasterSnapshot *snapshot,
                               const char      *tokens_name,
                               const char      *text)
{
  const char *const *tokens;
  g_autofree char *folded = NULL;
  g_autofree char *key = NULL;
  const char *token;
  KlasterRowIter iter;
  KlasterRow *row;
  int position;

  g_return_val_if_fail (tokens_name != NULL && text != NULL, NULL);

  tokens = klaster_schema_get_tokens (tokens_name);
  g_return_val_if_fail (tokens != NULL, NULL);
  position = klaster_tokens_find (tokens, text);
  if (position >= 0)
    return tokens[position];

  folded = klaster_text_fold (text);
  if (*folded == '\0')
    return NULL;
  key = g_strdup_printf ("%s/%s", tokens_name, folded);
  token = g_hash_table_lookup (get_vocabulary ()->folded, key);
  if (token || snapshot == NULL)
    return token;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_VOCABULARY);
  while (klaster_row_iter_next (&iter, &row))
    {
      if (g_strcmp0 (klaster_row_get_text (row, KLASTER_VOCABULARY_LIST), tokens_name) != 0)
        continue;
      for (guint c = KLASTER_VOCABULARY_TOKEN; c <= KLASTER_VOCABULARY_NAME_EN; c++)
        {
          g_autofree char *name = klaster_text_fold (klaster_row_get_text (row, c));

          if (strcmp (name, folded) == 0)
            return klaster_row_get_text (row, KLASTER_VOCABULARY_TOKEN);
        }
    }

  return NULL;
}

/**
 * klaster_districts_get:
 * @n_districts: (out): their number
 *
 * Returns: (transfer none) (array length=n_districts): the districts and cities of Tashkent region, in order of their code
 */
const KlasterDistrict *
klaster_districts_get (guint *n_districts)
{
  GArray *districts = get_vocabulary ()->districts;

  g_return_val_if_fail (n_districts != NULL, NULL);

  *n_districts = districts->len;
  return (const KlasterDistrict *) (gpointer) districts->data;
}

/**
 * klaster_districts_find:
 * @text: the name of a district or city in any language and spelling, with or without the word for it, or its code
 *
 * Returns: (transfer none) (nullable): the district; where a district and a city share the name and @text does not say
 *   which, the district
 */
const KlasterDistrict *
klaster_districts_find (const char *text)
{
  Vocabulary *self = get_vocabulary ();
  g_autofree char *folded = NULL;
  guint position;

  g_return_val_if_fail (text != NULL, NULL);

  folded = klaster_text_fold (text);
  position = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_name, folded));

  return position > 0 ? &g_array_index (self->districts, KlasterDistrict, position - 1) : NULL;
}
