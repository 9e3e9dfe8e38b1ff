/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-member-memory.h"

#define GROUP "members"

/* Names in files: not to be changed. */
static const char *const facet_keys[KLASTER_N_FACETS] = {
  [KLASTER_FACET_KIND] = "kinds",
  [KLASTER_FACET_ROLE] = "roles",
  [KLASTER_FACET_DISTRICT] = "districts",
  [KLASTER_FACET_STATUS] = "statuses",
  [KLASTER_FACET_ATTENTION] = "attention",
  [KLASTER_FACET_UNPLACED] = "unplaced",
};

/* Filtering by what nobody can choose would show nothing, and no button to take it back. */
static gboolean
is_value (KlasterFacet  facet,
          const char   *value)
{
  switch (facet)
    {
    case KLASTER_FACET_KIND:
      return g_strv_contains (klaster_schema_get_tokens ("institution_kinds"), value);
    case KLASTER_FACET_ROLE:
      return g_strv_contains (klaster_schema_get_tokens ("institution_roles"), value);
    case KLASTER_FACET_STATUS:
      return *value == '\0' || g_strv_contains (klaster_schema_get_tokens ("cooperation_statuses"), value);
    case KLASTER_FACET_DISTRICT:
      return g_utf8_validate (value, -1, NULL);
    case KLASTER_FACET_ATTENTION:
    case KLASTER_FACET_UNPLACED:
      return g_str_equal (value, "yes") || g_str_equal (value, "no");
    case KLASTER_N_FACETS:
    default:
      return FALSE;
    }
}

/**
 * klaster_member_memory_restore:
 * @members: the members of a window
 * @state: how the project was looked at last
 *
 * Sets the filters and the order that were chosen last. A search is of the moment and begins empty.
 */
void
klaster_member_memory_restore (KlasterQueryModel *members,
                               KlasterViewState  *state)
{
  GKeyFile *keys = klaster_view_state_get_keys (state);
  g_autoptr (KlasterQuery) query = klaster_query_copy (klaster_query_model_get_query (members));
  g_autofree char *sort = g_key_file_get_string (keys, GROUP, "sort", NULL);

  for (KlasterFacet facet = 0; facet < KLASTER_N_FACETS; facet++)
    {
      g_auto (GStrv) values = g_key_file_get_string_list (keys, GROUP, facet_keys[facet], NULL, NULL);

      for (guint i = 0; values != NULL && values[i] != NULL; i++)
        if (is_value (facet, values[i]))
          klaster_query_set_facet (query, facet, values[i], TRUE);
    }
  if (sort != NULL)
    klaster_query_set_sort (query, klaster_schema_find_column (KLASTER_TABLE_INSTITUTION, sort),
                            g_key_file_get_boolean (keys, GROUP, "descending", NULL));
  klaster_query_model_set_query (members, query);
}

/**
 * klaster_member_memory_remember:
 * @members: the members of a window
 * @state: how the project is looked at
 *
 * Keeps the filters and the order for the next time.
 */
void
klaster_member_memory_remember (KlasterQueryModel *members,
                                KlasterViewState  *state)
{
  GKeyFile *keys = klaster_view_state_get_keys (state);
  KlasterQuery *query = klaster_query_model_get_query (members);
  gboolean descending;
  gint column = klaster_query_get_sort (query, &descending);

  for (KlasterFacet facet = 0; facet < KLASTER_N_FACETS; facet++)
    {
      guint n_values;
      g_autofree gpointer *values =
        g_hash_table_get_keys_as_array (klaster_query_get_facet_values (query, facet), &n_values);

      if (n_values > 0)
        g_key_file_set_string_list (keys, GROUP, facet_keys[facet], (const char *const *) values, n_values);
      else
        g_key_file_remove_key (keys, GROUP, facet_keys[facet], NULL);
    }
  if (column >= 0)
    g_key_file_set_string (keys, GROUP, "sort", klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, (guint) column)->name);
  else
    g_key_file_remove_key (keys, GROUP, "sort", NULL);
  g_key_file_set_boolean (keys, GROUP, "descending", descending);
  klaster_view_state_changed (state);
}
