/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-facet.h"
#include "klaster-text.h"

/**
 * klaster_facet_get_name:
 * @facet: something that members can be filtered by
 *
 * Returns: (transfer none): what people call it, a heading
 */
const char *
klaster_facet_get_name (KlasterFacet facet)
{
  switch (facet)
    {
    case KLASTER_FACET_KIND:
      /* Translators: heading of a list of kinds of institution. */
      return C_("filter", "Kind");
    case KLASTER_FACET_ROLE:
      /* Translators: heading of a list of roles in the cluster. */
      return C_("filter", "Role");
    case KLASTER_FACET_DISTRICT:
      return C_("filter", "District");
    case KLASTER_FACET_STATUS:
      return _("Cooperation");
    case KLASTER_FACET_ATTENTION:
      return _("Needs Attention");
    case KLASTER_FACET_UNPLACED:
      return _("Without a Place");
    case KLASTER_N_FACETS:
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * klaster_kind_get_plural:
 * @kind: a token of institution_kinds
 *
 * Returns: (transfer none): what several such institutions are called, short enough for a chip
 */
const char *
klaster_kind_get_plural (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *plural;
  } plurals[] = {
    { "preschool", NC_("institutions", "Preschools") },
    { "school", NC_("institutions", "Schools") },
    { "additional", NC_("institutions", "Additional education") },
    { "lyceum", NC_("institutions", "Lyceums") },
    { "vocational", NC_("institutions", "Vocational") },
    { "higher", NC_("institutions", "Universities") },
    { "foreign", NC_("institutions", "Foreign") },
    { "retraining", NC_("institutions", "Retraining") },
    { "research", NC_("institutions", "Research") },
    { "authority", NC_("institutions", "Authorities") },
    { "enterprise", NC_("institutions", "Employers") },
    { "association", NC_("institutions", "Associations") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plurals); i++)
    {
      if (g_str_equal (plurals[i].kind, kind))
        return g_dpgettext2 (GETTEXT_PACKAGE, "institutions", plurals[i].plural);
    }

  return kind;
}

/**
 * klaster_facet_get_value_name:
 * @snapshot: the project
 * @facet: something that members can be filtered by
 * @value: one of its values
 *
 * Returns: (transfer full): what people call that value
 */
char *
klaster_facet_get_value_name (KlasterSnapshot *snapshot,
                              KlasterFacet     facet,
                              const char      *value)
{
  KlasterLanguage language = klaster_language_get_default ();
  const KlasterDistrict *district;

  switch (facet)
    {
    case KLASTER_FACET_KIND:
      return g_strdup (klaster_vocabulary_get_name (snapshot, "institution_kinds", value, language));
    case KLASTER_FACET_ROLE:
      return g_strdup (klaster_vocabulary_get_name (snapshot, "institution_roles", value, language));
    case KLASTER_FACET_DISTRICT:
      if (*value == '\0')
        return g_strdup (_("No district"));
      district = klaster_districts_find (value);
      return g_strdup (district != NULL && district->names[language] != NULL ? district->names[language] : value);
    case KLASTER_FACET_STATUS:
      if (*value == '\0')
        return g_strdup (_("No cooperation"));
      return g_strdup (klaster_vocabulary_get_name (snapshot, "cooperation_statuses", value, language));
    case KLASTER_FACET_ATTENTION:
    case KLASTER_FACET_UNPLACED:
    case KLASTER_N_FACETS:
    default:
      return g_strdup (klaster_facet_get_name (facet));
    }
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  /* "None" comes last. */
  if (*left == '\0' || *right == '\0')
    return (*left == '\0') - (*right == '\0');

  return klaster_text_compare (left, right);
}

/**
 * klaster_facet_list_values:
 * @result: what a query found
 * @facet: something that members can be filtered by
 *
 * Returns: (transfer full) (element-type utf8): the values that occur, in the order in which to offer them
 */
GPtrArray *
klaster_facet_list_values (const KlasterQueryResult *result,
                           KlasterFacet              facet)
{
  static const char *const lists[] = {
    [KLASTER_FACET_KIND] = "institution_kinds",
    [KLASTER_FACET_ROLE] = "institution_roles",
    [KLASTER_FACET_STATUS] = "cooperation_statuses",
    [KLASTER_N_FACETS] = NULL,
  };
  GPtrArray *values = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer value;

  if (lists[facet] != NULL)
    {
      const char *const *tokens = klaster_schema_get_tokens (lists[facet]);

      for (guint i = 0; tokens[i] != NULL; i++)
        {
          if (klaster_query_result_count (result, facet, tokens[i]) > 0)
            g_ptr_array_add (values, g_strdup (tokens[i]));
        }
      if (klaster_query_result_count (result, facet, "") > 0)
        g_ptr_array_add (values, g_strdup (""));

      return values;
    }

  g_hash_table_iter_init (&iter, result->counts[facet]);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    g_ptr_array_add (values, g_strdup (value));
  g_ptr_array_sort (values, compare_values);

  return values;
}
