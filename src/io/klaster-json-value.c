/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-json-value.h"
#include "klaster-list.h"

KlasterValue
klaster_export_get_value (KlasterSnapshot  *snapshot,
                          const KlasterRow *row,
                          guint             column,
                          const char       *date)
{
  KlasterTable table = klaster_row_get_table (row);

  if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_SCHOOL_LABORATORY)
    return KLASTER_INTEGER (klaster_institution_has_laboratory (snapshot, klaster_row_get_id (row), date) ? 1 : 0);
  if (table == KLASTER_TABLE_AGREEMENT && column == KLASTER_AGREEMENT_STATUS)
    return KLASTER_TEXT (klaster_agreement_get_status (snapshot, row, date));

  return klaster_row_get_value (row, column);
}

gboolean
klaster_json_value_read (JsonNode      *node,
                         KlasterTable   table,
                         guint          column,
                         KlasterValue  *value,
                         char         **text_out,
                         GError       **error)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  GType type;

  *value = KLASTER_NULL;
  *text_out = NULL;
  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (JSON_NODE_HOLDS_ARRAY (node) && info->type == KLASTER_COLUMN_LIST)
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr (GPtrArray) tokens = g_ptr_array_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *element = json_array_get_element (array, i);

          if (json_node_get_value_type (element) != G_TYPE_STRING)
            goto wrong;
          g_ptr_array_add (tokens, (gpointer) json_node_get_string (element));
        }
      g_ptr_array_add (tokens, NULL);
      *text_out = klaster_list_format ((const char *const *) tokens->pdata);
      *value = *text_out ? KLASTER_TEXT (*text_out) : KLASTER_NULL;
    }
  else if (!JSON_NODE_HOLDS_VALUE (node) || info->type == KLASTER_COLUMN_LIST)
    goto wrong;
  else
    {
      type = json_node_get_value_type (node);
      if (type == G_TYPE_BOOLEAN && info->type == KLASTER_COLUMN_BOOLEAN)
        *value = KLASTER_INTEGER (json_node_get_boolean (node) ? 1 : 0);
      else if (type == G_TYPE_INT64 && info->type == KLASTER_COLUMN_REAL)
        *value = KLASTER_REAL ((double) json_node_get_int (node));
      else if (type == G_TYPE_INT64)
        *value = KLASTER_INTEGER (json_node_get_int (node));
      else if (type == G_TYPE_DOUBLE)
        *value = KLASTER_REAL (json_node_get_double (node));
      else if (type == G_TYPE_STRING)
        {
          *text_out = json_node_dup_string (node);
          *value = KLASTER_TEXT (*text_out);
        }
      else
        goto wrong;
    }

  if (info->flags & KLASTER_COLUMN_DERIVED)
    return TRUE;
  return klaster_value_validate (table, column, *value, error);

wrong:
  g_set_error_literal (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, _("This kind of value cannot stand here"));
  return FALSE;
}
