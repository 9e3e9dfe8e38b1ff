/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-language.h"
#include "klaster-member-edits.h"
#include "klaster-record-edits.h"

/**
 * klaster_record_count_text:
 * @table: a table
 * @n_ids: how many of its records
 *
 * Returns: (transfer full): "3 members", as a title
 */
char *
klaster_record_count_text (KlasterTable table,
                           guint        n_ids)
{
  switch ((int) table)
    {
    case KLASTER_TABLE_INSTITUTION:
      return g_strdup_printf (ngettext ("%u member", "%u members", n_ids), n_ids);
    case KLASTER_TABLE_COOPERATION:
      return g_strdup_printf (ngettext ("%u cooperation", "%u cooperations", n_ids), n_ids);
    case KLASTER_TABLE_AGREEMENT:
      return g_strdup_printf (ngettext ("%u agreement", "%u agreements", n_ids), n_ids);
    case KLASTER_TABLE_GOAL:
      return g_strdup_printf (ngettext ("%u goal", "%u goals", n_ids), n_ids);
    default:
      return g_strdup_printf (ngettext ("%u record", "%u records", n_ids), n_ids);
    }
}

static char *
make_delete_label (KlasterTable table,
                   guint        n_ids)
{
  switch ((int) table)
    {
    case KLASTER_TABLE_INSTITUTION:
      return g_strdup_printf (ngettext ("Delete %u member", "Delete %u members", n_ids), n_ids);
    case KLASTER_TABLE_COOPERATION:
      return g_strdup_printf (ngettext ("Delete %u cooperation", "Delete %u cooperations", n_ids), n_ids);
    case KLASTER_TABLE_AGREEMENT:
      return g_strdup_printf (ngettext ("Delete %u agreement", "Delete %u agreements", n_ids), n_ids);
    default:
      return g_strdup_printf (ngettext ("Delete %u record", "Delete %u records", n_ids), n_ids);
    }
}

static char *
make_deleted_text (KlasterTable table,
                   guint        n_ids)
{
  switch ((int) table)
    {
    case KLASTER_TABLE_INSTITUTION:
      return g_strdup_printf (ngettext ("%u member deleted", "%u members deleted", n_ids), n_ids);
    case KLASTER_TABLE_COOPERATION:
      return g_strdup_printf (ngettext ("%u cooperation deleted", "%u cooperations deleted", n_ids), n_ids);
    case KLASTER_TABLE_AGREEMENT:
      return g_strdup_printf (ngettext ("%u agreement deleted", "%u agreements deleted", n_ids), n_ids);
    default:
      return g_strdup_printf (ngettext ("%u record deleted", "%u records deleted", n_ids), n_ids);
    }
}

/**
 * klaster_record_edit_delete:
 * @snapshot: content of the project
 * @table: a table
 * @ids: (array length=n_ids): records of it
 * @n_ids: their number
 * @toast: (out) (optional) (transfer full): what to say when it is done
 *
 * Returns: (transfer full): an edit that deletes them and what belongs to them
 */
KlasterEdit *
klaster_record_edit_delete (KlasterSnapshot *snapshot,
                            KlasterTable     table,
                            const gint64    *ids,
                            guint            n_ids,
                            char           **toast)
{
  KlasterRow *row;
  g_autofree char *label = NULL;
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL, NULL);

  row = n_ids == 1 ? klaster_snapshot_lookup (snapshot, table, ids[0]) : NULL;
  if (row != NULL)
    {
      g_autofree char *name = klaster_record_describe (snapshot, row, klaster_language_get_default ());

      label = g_strdup_printf (_("Delete “%s”"), name);
      if (toast)
        *toast = g_strdup_printf (_("“%s” deleted"), name);
    }
  else
    {
      label = make_delete_label (table, n_ids);
      if (toast)
        *toast = make_deleted_text (table, n_ids);
    }
  edit = klaster_edit_new (label);
  for (guint i = 0; i < n_ids; i++)
    klaster_edit_delete (edit, table, ids[i]);

  return edit;
}

/* Adds a copy of @row with @parent in @parent_column (0: as it is), and copies of the rows that would go with it. */
static gint64
copy (KlasterEdit      *edit,
      KlasterSnapshot  *snapshot,
      const KlasterRow *row,
      guint             parent_column,
      gint64            parent)
{
  KlasterTable table = klaster_row_get_table (row);
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  gint64 new_id = klaster_edit_insert (edit, table);

  for (guint column = 1; column < info->n_columns; column++)
    {
      KlasterValue value = klaster_row_get_value (row, column);

      if (column == parent_column)
        value = KLASTER_INTEGER (parent);
      if (value.type != KLASTER_VALUE_NULL && !(info->columns[column].flags & KLASTER_COLUMN_DERIVED))
        klaster_edit_set (edit, table, new_id, column, value);
    }
  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    {
      const KlasterTableInfo *child_info = klaster_schema_get_table ((KlasterTable) i);

      /* A copy finds its own place in the graph. */
      for (guint column = 1; column < child_info->n_columns && !child_info->internal; column++)
        {
          KlasterReferrerIter iter;
          KlasterRow *child;

          if (child_info->columns[column].type != KLASTER_COLUMN_REFERENCE || child_info->columns[column].target != table
              || !(child_info->columns[column].flags & KLASTER_COLUMN_CASCADE))
            continue;
          klaster_referrer_iter_init (&iter, snapshot, (KlasterTable) i, column, klaster_row_get_id (row));
          while (klaster_referrer_iter_next (&iter, &child))
            copy (edit, snapshot, child, column, new_id);
        }
    }

  return new_id;
}

static char *
make_duplicate_label (KlasterSnapshot *snapshot,
                      KlasterTable     table,
                      const gint64    *ids,
                      guint            n_ids)
{
  KlasterRow *row = n_ids == 1 ? klaster_snapshot_lookup (snapshot, table, ids[0]) : NULL;
  g_autofree char *name = row ? klaster_record_describe (snapshot, row, klaster_language_get_default ()) : NULL;

  if (name != NULL)
    return g_strdup_printf (_("Duplicate “%s”"), name);

  return g_strdup_printf (ngettext ("Duplicate %u record", "Duplicate %u records", n_ids), n_ids);
}

/**
 * klaster_record_edit_duplicate:
 * @snapshot: content of the project
 * @table: a table
 * @ids: (array length=n_ids): records of it
 * @n_ids: their number
 * @new_ids: (out) (transfer full) (element-type gint64): the copies
 *
 * Copies of institutions stand alone, as klaster_member_edit_duplicate() makes them; other records bring copies of what
 * would be deleted with them: contributions, parties, obligations.
 *
 * Returns: (transfer full): an edit that adds a copy of each
 */
KlasterEdit *
klaster_record_edit_duplicate (KlasterSnapshot  *snapshot,
                               KlasterTable      table,
                               const gint64     *ids,
                               guint             n_ids,
                               GArray          **new_ids)
{
  g_autofree char *label = NULL;
  KlasterEdit *edit;

  g_return_val_if_fail (snapshot != NULL && new_ids != NULL, NULL);

  if (table == KLASTER_TABLE_INSTITUTION)
    return klaster_member_edit_duplicate (snapshot, ids, n_ids, new_ids);

  label = make_duplicate_label (snapshot, table, ids, n_ids);
  edit = klaster_edit_new (label);
  *new_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, table, ids[i]);
      gint64 new_id;

      if (row == NULL)
        continue;
      new_id = copy (edit, snapshot, row, 0, 0);
      g_array_append_val (*new_ids, new_id);
    }

  return edit;
}
