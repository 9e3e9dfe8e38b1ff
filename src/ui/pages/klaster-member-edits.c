/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-member-edits.h"

/**
 * klaster_member_edit_add:
 * @kind: (nullable): a kind of institutions
 * @lon: longitude in degrees, NAN when not known yet
 * @lat: latitude in degrees, NAN when not known yet
 * @id: (out) (optional): the new institution
 *
 * It begins as a candidate, which is no claim about the cluster; without @kind as a school, the most frequent one.
 *
 * Returns: (transfer full): an edit
 */
KlasterEdit *
klaster_member_edit_add (const char *kind,
                         double      lon,
                         double      lat,
                         gint64     *id)
{
  KlasterEdit *edit = klaster_edit_new (_("Add institution"));
  gint64 new_id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);

  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, new_id, KLASTER_INSTITUTION_KIND,
                    KLASTER_TEXT (kind ? kind : "school"));
  klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, new_id, KLASTER_INSTITUTION_ROLE, KLASTER_TEXT ("candidate"));
  if (!isnan (lon) && !isnan (lat))
    {
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, new_id, KLASTER_INSTITUTION_LON, KLASTER_REAL (lon));
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, new_id, KLASTER_INSTITUTION_LAT, KLASTER_REAL (lat));
    }
  if (id)
    *id = new_id;

  return edit;
}

static void
copy (KlasterEdit      *edit,
      const KlasterRow *row,
      gint64            new_id)
{
  const KlasterTableInfo *info = klaster_schema_get_table (KLASTER_TABLE_INSTITUTION);

  for (guint column = 1; column < info->n_columns; column++)
    {
      KlasterValue value = klaster_row_get_value (row, column);
      g_autofree char *name = NULL;

      if (value.type == KLASTER_VALUE_NULL || (info->columns[column].flags & KLASTER_COLUMN_DERIVED))
        continue;
      if (column >= KLASTER_INSTITUTION_NAME_UZ && column <= KLASTER_INSTITUTION_SHORT_NAME)
        {
          /* A number says "another one" in every language. */
          name = g_strdup_printf ("%s (2)", value.text);
          value = KLASTER_TEXT (name);
        }
      klaster_edit_set (edit, KLASTER_TABLE_INSTITUTION, new_id, column, value);
    }
}

/**
 * klaster_member_edit_duplicate:
 * @snapshot: content of the project
 * @ids: (array length=n_ids): institutions
 * @n_ids: their number
 * @new_ids: (out) (transfer full) (element-type gint64): the copies
 *
 * Returns: (transfer full): an edit that adds a copy of each
 */
KlasterEdit *
klaster_member_edit_duplicate (KlasterSnapshot  *snapshot,
                               const gint64     *ids,
                               guint             n_ids,
                               GArray          **new_ids)
{
  g_autofree char *label = NULL;
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL && new_ids != NULL, NULL);

  label = g_strdup_printf (ngettext ("Duplicate %u member", "Duplicate %u members", n_ids), n_ids);
  edit = klaster_edit_new (label);
  *new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, ids[i]);
      gint64 new_id;

      if (row == NULL)
        continue;
      new_id = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
      copy (edit, row, new_id);
      g_array_append_val (*new_ids, new_id);
    }

  return edit;
}

/**
 * klaster_list_new_members:
 * @members: what a list of members shows
 *
 * What somebody adds has to be seen. A new member has no name yet, so that no search finds it, and little else that a filter
 * lets through: search and filters go, except for one that asks for a single kind, which the new one can be of.
 *
 * Returns: (nullable): the kind that new members have to be of; %NULL when the list shows all
 */
const char *
klaster_list_new_members (KlasterQueryModel *members)
{
  g_autoptr (KlasterQuery) query = NULL;
  const char *kind = NULL;

  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (members), NULL);

  query = klaster_query_copy (klaster_query_model_get_query (members));
  if (klaster_query_count_facet (query, KLASTER_FACET_KIND) == 1)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, klaster_query_get_facet_values (query, KLASTER_FACET_KIND));
      if (g_hash_table_iter_next (&iter, &value, NULL))
        kind = g_intern_string (value);
    }
  klaster_query_set_search (query, "");
  klaster_query_clear_facets (query);
  if (kind != NULL)
    klaster_query_set_facet (query, KLASTER_FACET_KIND, kind, TRUE);
  klaster_query_model_set_query (members, query);

  return kind;
}
