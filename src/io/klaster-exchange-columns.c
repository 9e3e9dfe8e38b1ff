/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-exchange-columns.h"
#include "klaster-json-value.h"
#include "klaster-json.h"
#include "klaster-list.h"

static const KlasterExchangeList lists[] = {
  { KLASTER_TABLE_COOPERATION, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID,
    KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID, 0, 0, "agreement_ids", "agreement_names" },
  { KLASTER_TABLE_COOPERATION, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_FURTHER_GOAL_GOAL_ID, 0,
    KLASTER_COOPERATION_GOAL_ID, "further_goal_ids", "further_goal_names" },
  { KLASTER_TABLE_AGREEMENT, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID,
    KLASTER_AGREEMENT_PARTY_INSTITUTION_ID, KLASTER_AGREEMENT_PARTY_ROLE, 0, "party_ids", "party_names" },
  { KLASTER_TABLE_PROJECT, KLASTER_TABLE_PROJECT_MEMBER, KLASTER_PROJECT_MEMBER_PROJECT_ID,
    KLASTER_PROJECT_MEMBER_INSTITUTION_ID, KLASTER_PROJECT_MEMBER_ROLE, 0, "member_ids", "member_names" },
  { KLASTER_TABLE_PROGRAMME, KLASTER_TABLE_PROGRAMME_MEMBER, KLASTER_PROGRAMME_MEMBER_PROGRAMME_ID,
    KLASTER_PROGRAMME_MEMBER_INSTITUTION_ID, KLASTER_PROGRAMME_MEMBER_RESOURCE, 0, "member_ids", "member_names" },
  { KLASTER_TABLE_ACTIVITY, KLASTER_TABLE_ACTIVITY_PARTICIPANT, KLASTER_ACTIVITY_PARTICIPANT_ACTIVITY_ID,
    KLASTER_ACTIVITY_PARTICIPANT_INSTITUTION_ID, KLASTER_ACTIVITY_PARTICIPANT_ROLE, 0, "participant_ids",
    "participant_names" },
};

const KlasterExchangeList *
klaster_exchange_get_list (KlasterTable table,
                           guint        position)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (lists[i].owner == table && position-- == 0)
      return &lists[i];

  return NULL;
}

const char *
klaster_exchange_get_name_header (KlasterTable table,
                                  guint        column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  g_autofree char *header = NULL;

  g_return_val_if_fail (info != NULL, NULL);

  if (info->type != KLASTER_COLUMN_REFERENCE)
    return NULL;
  g_assert (g_str_has_suffix (info->name, "_id"));
  header = g_strdup_printf ("%.*s_name", (int) (strlen (info->name) - strlen ("_id")), info->name);

  return g_intern_string (header);
}

GArray *
klaster_exchange_list_columns (KlasterTable table,
                               gboolean     beside)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  const KlasterExchangeList *list;
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (KlasterExchangeColumn));
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (KlasterExchangeColumn));

  for (guint i = 0; i < info->n_columns; i++)
    {
      KlasterExchangeColumn value = { KLASTER_EXCHANGE_VALUE, i, NULL, info->columns[i].name };
      KlasterExchangeColumn name = { KLASTER_EXCHANGE_NAME, i, NULL, klaster_exchange_get_name_header (table, i) };

      g_array_append_val (columns, value);
      if (name.header)
        g_array_append_val (beside ? columns : names, name);
    }
  if (names->len > 0)
    g_array_append_vals (columns, names->data, names->len);
  for (guint i = 0; (list = klaster_exchange_get_list (table, i)); i++)
    {
      KlasterExchangeColumn both[] = { { KLASTER_EXCHANGE_LIST_IDS, 0, list, list->ids_header },
                                       { KLASTER_EXCHANGE_LIST_NAMES, 0, list, list->names_header } };

      g_array_append_vals (columns, both, G_N_ELEMENTS (both));
    }

  return columns;
}

/* An entry that holds a separator needs the brackets of JSON. */
static char *
join_entries (const char *const *entries,
              const char        *separator)
{
  g_return_val_if_fail (entries != NULL, NULL);

  for (guint i = 0; entries[i]; i++)
    if (strpbrk (entries[i], ";[]\"\r\n|") != NULL || strstr (entries[i], separator) != NULL
        || g_ascii_isspace (*entries[i]) || g_str_has_suffix (entries[i], " "))
      return klaster_list_format (entries);

  return g_strjoinv (separator, (char **) entries);
}

char **
klaster_exchange_split (const char *cell)
{
  g_auto (GStrv) entries = NULL;
  g_autoptr (GPtrArray) filled = g_ptr_array_new ();

  g_return_val_if_fail (cell != NULL, NULL);

  if (*cell == '[' && (entries = klaster_list_parse (cell)))
    return g_steal_pointer (&entries);
  entries = g_strsplit_set (cell, ";\n\r|", -1);
  for (guint i = 0; entries[i]; i++)
    {
      g_strstrip (entries[i]);
      if (*entries[i])
        g_ptr_array_add (filled, g_strdup (entries[i]));
    }
  g_ptr_array_add (filled, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&filled), FALSE);
}

static char *
format_tokens (const char *json)
{
  g_auto (GStrv) tokens = klaster_list_parse (json);

  for (guint i = 0; tokens && tokens[i]; i++)
    if (strpbrk (tokens[i], ",;[]\"|\n") != NULL)
      return g_strdup (json);

  return tokens ? g_strjoinv (", ", tokens) : g_strdup (json);
}

static char *
format_value (const KlasterColumnInfo *info,
              KlasterValue             value)
{
  switch (value.type)
    {
    case KLASTER_VALUE_INTEGER:
      if (info->type == KLASTER_COLUMN_BOOLEAN)
        return g_strdup (value.integer ? "true" : "false");
      return g_strdup_printf ("%" G_GINT64_FORMAT, value.integer);
    case KLASTER_VALUE_REAL:
      return klaster_json_format_number (value.real);
    case KLASTER_VALUE_TEXT:
      return info->type == KLASTER_COLUMN_LIST ? format_tokens (value.text) : g_strdup (value.text);
    case KLASTER_VALUE_NULL:
    default:
      return g_strdup ("");
    }
}

static char *
format_name (KlasterSnapshot *snapshot,
             KlasterTable     table,
             gint64           id,
             KlasterLanguage  language)
{
  KlasterRow *row = id != 0 ? klaster_snapshot_lookup (snapshot, table, id) : NULL;

  return row ? klaster_record_dup_name (snapshot, row, language) : g_strdup ("");
}

static char *
format_list (KlasterSnapshot           *snapshot,
             const KlasterExchangeList *list,
             gint64                     owner,
             gboolean                   by_name,
             KlasterLanguage            language)
{
  KlasterTable target = klaster_schema_get_column (list->link, list->target_column)->target;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  KlasterReferrerIter iter;
  KlasterRow *row;

  klaster_referrer_iter_init (&iter, snapshot, list->link, list->owner_column, owner);
  while (klaster_referrer_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_integer (row, list->target_column);
      const char *text = list->text_column > 0 ? klaster_row_get_text (row, list->text_column) : NULL;
      g_autofree char *name = by_name ? format_name (snapshot, target, id, language)
                                      : g_strdup_printf ("%" G_GINT64_FORMAT, id);

      g_ptr_array_add (entries, text ? g_strdup_printf ("%s (%s)", name, text) : g_steal_pointer (&name));
    }
  if (entries->len == 0)
    return g_strdup ("");
  g_ptr_array_add (entries, NULL);

  return join_entries ((const char *const *) entries->pdata, "; ");
}

char *
klaster_exchange_format_cell (KlasterSnapshot             *snapshot,
                              const KlasterRow            *row,
                              const KlasterExchangeColumn *column,
                              const char                  *date,
                              KlasterLanguage              language)
{
  KlasterTable table = klaster_row_get_table (row);
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column->column);

  switch (column->kind)
    {
    case KLASTER_EXCHANGE_NAME:
      return format_name (snapshot, info->target, klaster_row_get_integer (row, column->column), language);
    case KLASTER_EXCHANGE_LIST_IDS:
    case KLASTER_EXCHANGE_LIST_NAMES:
      return format_list (snapshot, column->list, klaster_row_get_id (row),
                          column->kind == KLASTER_EXCHANGE_LIST_NAMES, language);
    case KLASTER_EXCHANGE_VALUE:
    default:
      return format_value (info, klaster_export_get_value (snapshot, row, column->column, date));
    }
}
