/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-query-memory.h"
#include "klaster-register.h"

/* A facet: its key, and the list of its values; no list: "yes" or "no"; "": any text. */
typedef struct
{
  const char *key;
  const char *tokens;
} Facet;

/* Names in files: not to be changed. */
typedef struct
{
  const char *group;
  Facet facets[KLASTER_QUERY_MAX_FACETS];
} Memory;

static const Memory members = {
  "members",
  {
    [KLASTER_FACET_KIND] = { "kinds", "institution_kinds" },
    [KLASTER_FACET_ROLE] = { "roles", "institution_roles" },
    [KLASTER_FACET_DISTRICT] = { "districts", "" },
    [KLASTER_FACET_STATUS] = { "statuses", "cooperation_statuses" },
    [KLASTER_FACET_ATTENTION] = { "attention", NULL },
    [KLASTER_FACET_UNPLACED] = { "unplaced", NULL },
  },
};

static const Memory agreements = {
  "agreements",
  {
    [KLASTER_REGISTER_BY_STATUS] = { "statuses", "agreement_statuses" },
    [KLASTER_REGISTER_BY_KIND] = { "kinds", "agreement_kinds" },
    [KLASTER_REGISTER_BY_AREA] = { "areas", "areas" },
    [KLASTER_REGISTER_BY_ATTENTION] = { "attention", NULL },
  },
};

static const Memory *
get_memory (const KlasterQuery *query)
{
  return klaster_query_get_table (query) == KLASTER_TABLE_AGREEMENT ? &agreements : &members;
}

/* Filtering by what nobody can choose would show nothing, and no button to take it back. */
static gboolean
is_value (const Facet *facet,
          const char  *value)
{
  if (facet->tokens == NULL)
    return g_str_equal (value, "yes") || g_str_equal (value, "no");
  if (*facet->tokens == '\0')
    return g_utf8_validate (value, -1, NULL);
  /* Members that have no cooperation at all. */
  if (*value == '\0')
    return g_str_equal (facet->tokens, "cooperation_statuses");

  return g_strv_contains (klaster_schema_get_tokens (facet->tokens), value);
}

static gint
find_sort (const KlasterQuery *query,
           const char         *name)
{
  KlasterRegisterColumn column;

  if (klaster_query_get_table (query) != KLASTER_TABLE_AGREEMENT)
    return klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, name);

  return klaster_register_column_find (name, &column) ? (gint) column : -1;
}

static const char *
get_sort_name (const KlasterQuery *query,
               gint                column)
{
  if (column < 0)
    return NULL;

  return klaster_query_get_table (query) == KLASTER_TABLE_AGREEMENT
           ? klaster_register_column_get_name ((KlasterRegisterColumn) column)
           : klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) column)->name;
}

static void
restore_register (KlasterQueryModel *model,
                  KlasterQuery      *query,
                  GKeyFile          *keys,
                  const char        *group)
{
  g_autofree char *name = g_key_file_get_string (keys, group, "grouping", NULL);
  gint64 party = g_key_file_get_int64 (keys, group, "party", NULL);
  KlasterRegisterGrouping grouping;

  if (klaster_register_grouping_find (name, &grouping))
    klaster_query_set_grouping (query, grouping);
  if (klaster_snapshot_lookup (klaster_project_get_snapshot (klaster_query_model_get_project (model)),
                               KLASTER_TABLE_INSTITUTION, party) != NULL)
    klaster_query_set_party (query, party);
}

/**
 * klaster_query_memory_restore:
 * @model: a list of a window
 * @state: how the project was looked at last
 *
 * Sets the filters, the order and the groups that were chosen last. A search is of the moment and begins empty.
 */
void
klaster_query_memory_restore (KlasterQueryModel *model,
                              KlasterViewState  *state)
{
  GKeyFile *keys = klaster_view_state_get_keys (state);
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (model));
  const Memory *memory = get_memory (query);
  g_autofree char *sort = g_key_file_get_string (keys, memory->group, "sort", NULL);

  for (guint f = 0; f < klaster_query_get_n_facets (query); f++)
    {
      g_auto (GStrv) values = g_key_file_get_string_list (keys, memory->group, memory->facets[f].key, NULL, NULL);

      for (guint i = 0; values != NULL && values[i] != NULL; i++)
        if (is_value (&memory->facets[f], values[i]))
          klaster_query_set_facet (query, f, values[i], TRUE);
    }
  if (sort != NULL)
    klaster_query_set_sort (query, find_sort (query, sort), g_key_file_get_boolean (keys, memory->group, "descending", NULL));
  if (memory == &agreements)
    restore_register (model, query, keys, memory->group);
  klaster_query_model_set_query (model, query);
}

static void
set_or_remove (GKeyFile   *keys,
               const char *group,
               const char *key,
               const char *value)
{
  if (value != NULL)
    g_key_file_set_string (keys, group, key, value);
  else
    g_key_file_remove_key (keys, group, key, NULL);
}

/**
 * klaster_query_memory_remember:
 * @model: a list of a window
 * @state: how the project is looked at
 *
 * Keeps the filters, the order and the groups for the next time.
 */
void
klaster_query_memory_remember (KlasterQueryModel *model,
                               KlasterViewState  *state)
{
  GKeyFile *keys = klaster_view_state_get_keys (state);
  KlasterQuery *query = klaster_query_model_get_query (model);
  const Memory *memory = get_memory (query);
  gboolean descending;
  gint column = klaster_query_get_sort (query, &descending);

  for (guint f = 0; f < klaster_query_get_n_facets (query); f++)
    {
      guint n_values;
      g_autofree gpointer *values = g_hash_table_get_keys_as_array (klaster_query_get_facet_values (query, f), &n_values);

      if (n_values > 0)
        g_key_file_set_string_list (keys, memory->group, memory->facets[f].key, (const char *const *) values, n_values);
      else
        g_key_file_remove_key (keys, memory->group, memory->facets[f].key, NULL);
    }
  set_or_remove (keys, memory->group, "sort", get_sort_name (query, column));
  g_key_file_set_boolean (keys, memory->group, "descending", descending);
  if (memory == &agreements)
    {
      set_or_remove (keys, memory->group, "grouping",
                     klaster_register_grouping_get_name (klaster_query_get_grouping (query)));
      if (klaster_query_get_party (query) != 0)
        g_key_file_set_int64 (keys, memory->group, "party", klaster_query_get_party (query));
      else
        g_key_file_remove_key (keys, memory->group, "party", NULL);
    }
  klaster_view_state_changed (state);
}
