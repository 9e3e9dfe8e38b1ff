/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-import-row.h"

static const char *
get_cell (KlasterRowReader *self,
          guint             row,
          gint              source)
{
  return source >= 0 ? klaster_sheet_get_cell (self->sheet, row, (guint) source) : "";
}

/* Whether a record is called @name in any language, without a look at all others. Rows of the source itself are what their
 * identifiers say. */
static gboolean
is_called (KlasterRowReader *self,
           KlasterTable      table,
           gint64            id,
           const char       *name)
{
  KlasterRow *record = klaster_snapshot_lookup (self->snapshot, table, id);

  if (record == NULL)
    return TRUE;
  for (guint language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      g_autofree char *whole = klaster_record_dup_name (self->snapshot, record, language);
      g_autofree char *described = klaster_record_describe (self->snapshot, record, language);

      if (strcmp (whole, name) == 0 || strcmp (described, name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What a cell with an identifier and a cell with a name stand for. Either may be empty; where both are filled they must
 * not contradict each other. @source (out): the cell that @reason is about. */
static gboolean
find_record (KlasterRowReader  *self,
             KlasterTable       table,
             const char        *by_id,
             const char        *by_name,
             gboolean          *only_by_name,
             gboolean          *name_is_wrong,
             gint64            *id,
             char             **reason)
{
  g_autofree char *other_reason = NULL;
  gint64 other;

  *only_by_name = *name_is_wrong = FALSE;
  if (*by_id && klaster_reference_index_find (self->references, table, by_id, id, reason))
    {
      if (*by_name == '\0' || is_called (self, table, *id, by_name)
          || !klaster_reference_index_find (self->references, table, by_name, &other, &other_reason) || other == *id)
        return TRUE;
      *name_is_wrong = TRUE;
      *reason = g_strdup (_("The name is that of another record than the identifier beside it."));
      return FALSE;
    }
  if (*by_name == '\0')
    return FALSE;
  if (!klaster_reference_index_find (self->references, table, by_name, id, &other_reason))
    {
      if (*reason == NULL)
        {
          *reason = g_steal_pointer (&other_reason);
          *name_is_wrong = TRUE;
        }
      return FALSE;
    }
  *only_by_name = *by_id != '\0';
  g_clear_pointer (reason, g_free);

  return TRUE;
}

/* "School 5 (practice base)": the name is whatever is one, so it may hold brackets itself. */
static gboolean
find_entry (KlasterRowReader    *self,
            KlasterTable         table,
            const char          *entry,
            gboolean             takes_text,
            KlasterPendingLink  *link,
            char               **reason)
{
  gsize length = strlen (entry);

  link->text = NULL;
  if (klaster_reference_index_find (self->references, table, entry, &link->target, reason))
    return TRUE;
  if (!takes_text || length == 0 || entry[length - 1] != ')')
    return FALSE;
  for (const char *bracket = strstr (entry, " ("); bracket; bracket = strstr (bracket + 1, " ("))
    {
      g_autofree char *name = g_strndup (entry, (gsize) (bracket - entry));
      g_autofree char *text = g_strndup (bracket + 2, length - (gsize) (bracket + 2 - entry) - 1);
      g_autofree char *other_reason = NULL;

      if (*text && klaster_reference_index_find (self->references, table, name, &link->target, &other_reason))
        {
          link->text = g_string_chunk_insert_const (self->texts, text);
          g_clear_pointer (reason, g_free);
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
find_entries (KlasterRowReader           *self,
              const KlasterExchangeList  *list,
              char                      **entries,
              GArray                     *links,
              char                      **reason)
{
  KlasterTable target = klaster_schema_get_column (list->link, list->target_column)->target;

  for (guint i = 0; entries[i]; i++)
    {
      KlasterPendingLink link;
      g_autofree char *problem = NULL;

      if (!find_entry (self, target, entries[i], list->text_column > 0, &link, &problem))
        {
          /* Translators: the first %s is what stands in a list, the second a sentence that says what is wrong with it. */
          *reason = g_strdup_printf (_("“%s”: %s"), entries[i], problem);
          return FALSE;
        }
      g_array_append_val (links, link);
    }

  return TRUE;
}

/* A cell with a list. Names may hold commas, so those separate only where nothing else does. */
static gboolean
read_list (KlasterRowReader           *self,
           const KlasterExchangeList  *list,
           const char                 *cell,
           GArray                     *links,
           char                      **reason)
{
  g_auto (GStrv) entries = klaster_exchange_split (cell);
  g_auto (GStrv) parts = NULL;
  g_autofree char *other_reason = NULL;

  g_array_set_size (links, 0);
  if (find_entries (self, list, entries, links, reason))
    return TRUE;
  if (g_strv_length (entries) != 1 || strchr (cell, ',') == NULL)
    return FALSE;
  parts = g_strsplit (cell, ",", -1);
  for (guint i = 0; parts[i]; i++)
    g_strstrip (parts[i]);
  g_array_set_size (links, 0);
  if (!find_entries (self, list, parts, links, &other_reason))
    return FALSE;
  g_clear_pointer (reason, g_free);

  return TRUE;
}

/* An identifier of another project that a new record only points to (a goal that it serves) is no reason to refuse it. What
 * it belongs to is, and so is a name that somebody wrote. */
static gboolean
may_be_left_out (KlasterRowReader        *self,
                 const KlasterPendingRow *pending,
                 const KlasterColumnInfo *info,
                 const char              *cell)
{
  return (info->flags & (KLASTER_COLUMN_REQUIRED | KLASTER_COLUMN_CASCADE)) == 0
         && !klaster_row_reader_is_in_project (self, pending)
         && g_ascii_string_to_unsigned (cell, 10, 1, KLASTER_ID_MAX, NULL, NULL);
}

static gboolean
has_target (GArray *links,
            gint64  target)
{
  for (guint i = 0; i < links->len; i++)
    if (g_array_index (links, KlasterPendingLink, i).target == target)
      return TRUE;

  return FALSE;
}

/* Identifiers of another project: what stands behind a link (agreements, goals) is no reason to refuse it, because it is not
 * made of them. Those that are here stay. */
static gboolean
read_known_ids (KlasterRowReader           *self,
                guint                       row,
                gint                        source,
                const KlasterExchangeList  *list,
                const KlasterPendingRow    *pending,
                const char                 *cell,
                GArray                     *links)
{
  g_auto (GStrv) entries = NULL;

  if (list->owner != KLASTER_TABLE_COOPERATION || klaster_row_reader_is_in_project (self, pending)
      || strspn (cell, "0123456789; ") != strlen (cell))
    return FALSE;
  g_array_set_size (links, 0);
  entries = klaster_exchange_split (cell);
  for (guint i = 0; entries[i]; i++)
    {
      char *const one[] = { entries[i], NULL };
      g_autofree char *reason = NULL;

      find_entries (self, list, (char **) one, links, &reason);
    }
  klaster_row_reader_add_problem (self, row, source, FALSE,
                                  links->len > 0 ? _("There are no records with some of these identifiers here; those are left out.")
                                                 : _("There is no record with this identifier here; this is left empty."));

  return TRUE;
}

/* Whether a cell has the names of these records in their order, as this program writes it: then nobody has changed it, and
 * it need not be looked for who else is called alike. */
static gboolean
are_called (KlasterRowReader *self,
            KlasterTable      table,
            GArray           *links,
            const char       *cell)
{
  g_auto (GStrv) entries = klaster_exchange_split (cell);

  if (g_strv_length (entries) != links->len)
    return FALSE;
  for (guint i = 0; i < links->len; i++)
    {
      const KlasterPendingLink *link = &g_array_index (links, KlasterPendingLink, i);
      g_autofree char *text = link->text ? g_strdup_printf (" (%s)", link->text) : NULL;

      if (text && g_str_has_suffix (entries[i], text))
        entries[i][strlen (entries[i]) - strlen (text)] = '\0';
      if (!is_called (self, table, link->target, entries[i]))
        return FALSE;
    }

  return TRUE;
}

/* What a cell with identifiers and a cell with names stand for; FALSE: the row is rejected for it. */
static gboolean
find_links (KlasterRowReader           *self,
            guint                       row,
            KlasterPendingRow          *pending,
            const KlasterExchangeList  *list,
            gint                        ids,
            gint                        names,
            GArray                     *links)
{
  const char *by_id = get_cell (self, row, ids);
  const char *by_name = get_cell (self, row, names);
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (KlasterPendingLink));
  g_autofree char *reason = NULL;
  g_autofree char *name_reason = NULL;
  KlasterTable target = klaster_schema_get_column (list->link, list->target_column)->target;
  gboolean ids_known = *by_id && read_list (self, list, by_id, links, &reason);
  gboolean names_known;

  if (ids_known && are_called (self, target, links, by_name))
    return TRUE;
  names_known = *by_name && read_list (self, list, by_name, named, &name_reason);

  if (*by_id == '\0' && *by_name && !names_known)
    {
      klaster_row_reader_reject (self, row, names, pending, name_reason);
      return FALSE;
    }
  if (*by_id && !ids_known && names_known)
    klaster_row_reader_add_problem (self, row, ids, FALSE,
                                    _("There is no record with this identifier; the one with the name beside it is taken."));
  else if (*by_id && !ids_known && !read_known_ids (self, row, ids, list, pending, by_id, links))
    {
      klaster_row_reader_reject (self, row, ids, pending, reason);
      return FALSE;
    }
  for (guint i = 0; ids_known && names_known && i < named->len; i++)
    if (!has_target (links, g_array_index (named, KlasterPendingLink, i).target))
      {
        klaster_row_reader_reject (self, row, names, pending, _("The names are those of other records than the identifiers beside them."));
        return FALSE;
      }
  if (!ids_known && names_known)
    {
      g_array_set_size (links, 0);
      g_array_append_vals (links, named->data, named->len);
    }

  return TRUE;
}

/* Where the source has one column for what is a main one and further ones here, the first is the main one. */
static void
take_main (KlasterRowReader           *self,
           KlasterPendingRow          *pending,
           const KlasterExchangeList  *list,
           GArray                     *links)
{
  if (list->main_column == 0 || links->len == 0 || klaster_import_mapping_has (self->mapping, list->main_column)
      || pending->values[list->main_column].type != KLASTER_VALUE_NULL || klaster_row_reader_is_in_project (self, pending))
    return;
  klaster_row_reader_keep (self, pending, list->main_column,
                           KLASTER_INTEGER (g_array_index (links, KlasterPendingLink, 0).target));
  g_array_remove_index (links, 0);
}

static void
resolve_list (KlasterRowReader  *self,
              guint              row,
              KlasterPendingRow *pending,
              guint              position)
{
  const KlasterExchangeList *list = klaster_exchange_get_list (self->mapping->table, position);
  gint ids = klaster_import_mapping_find (self->mapping, KLASTER_IMPORT_TARGET_LIST_IDS (position));
  gint names = klaster_import_mapping_find (self->mapping, KLASTER_IMPORT_TARGET_LIST_NAMES (position));
  g_autoptr (GArray) links = NULL;

  if (list == NULL || self->no_list[position] || (ids < 0 && names < 0))
    return;
  links = g_array_new (FALSE, FALSE, sizeof (KlasterPendingLink));
  if (!find_links (self, row, pending, list, ids, names, links))
    return;
  take_main (self, pending, list, links);
  pending->lists[position].given = TRUE;
  pending->lists[position].n_links = links->len;
  pending->lists[position].links = (KlasterPendingLink *) (gpointer) g_array_free (g_steal_pointer (&links), FALSE);
}

void
klaster_row_reader_resolve_references (KlasterRowReader  *self,
                                       guint              row,
                                       KlasterPendingRow *pending)
{
  KlasterTable table = self->mapping->table;
  const KlasterTableInfo *info = klaster_schema_get_table (table);

  for (guint column = 1; column < info->n_columns; column++)
    {
      const KlasterColumnInfo *column_info = &info->columns[column];
      gint id_source = klaster_import_mapping_find (self->mapping, (gint) column);
      gint name_source = klaster_import_mapping_find (self->mapping, KLASTER_IMPORT_TARGET_NAME (column));
      gint source = id_source >= 0 ? id_source : name_source;
      const char *by_id = get_cell (self, row, id_source);
      const char *by_name = get_cell (self, row, name_source);
      g_autofree char *reason = NULL;
      gboolean only_by_name, name_is_wrong;
      gint64 id;

      if (column_info->type != KLASTER_COLUMN_REFERENCE)
        continue;
      if (*by_id == '\0' && *by_name == '\0' && !klaster_row_reader_is_in_project (self, pending))
        by_id = self->mapping->defaults[column] ? self->mapping->defaults[column] : "";
      if (*by_id == '\0' && *by_name == '\0')
        {
          if ((column_info->flags & KLASTER_COLUMN_REQUIRED) && !klaster_row_reader_is_in_project (self, pending))
            {
              reason = g_strdup_printf (_("“%s” is missing."),
                                        klaster_vocabulary_get_column_name (table, column, klaster_language_get_default ()));
              klaster_row_reader_reject (self, row, source, pending, reason);
            }
          continue;
        }
      if (!find_record (self, column_info->target, by_id, by_name, &only_by_name, &name_is_wrong, &id, &reason))
        {
          if (may_be_left_out (self, pending, column_info, by_id) && !name_is_wrong)
            {
              klaster_row_reader_add_problem (self, row, id_source, FALSE,
                                              _("There is no record with this identifier here; this is left empty."));
              continue;
            }
          klaster_row_reader_reject (self, row, name_is_wrong ? name_source : source, pending, reason);
          continue;
        }
      if (only_by_name)
        klaster_row_reader_add_problem (self, row, id_source, FALSE,
                                        _("There is no record with this identifier; the one with the name beside it is taken."));
      klaster_row_reader_keep (self, pending, column, KLASTER_INTEGER (id));
    }
  for (guint i = 0; i < KLASTER_EXCHANGE_LISTS_MAX && !pending->rejected; i++)
    resolve_list (self, row, pending, i);
  if (!pending->rejected && table == KLASTER_TABLE_COOPERATION
      && pending->values[KLASTER_COOPERATION_FROM_ID].type == KLASTER_VALUE_INTEGER
      && klaster_value_equal (pending->values[KLASTER_COOPERATION_FROM_ID], pending->values[KLASTER_COOPERATION_TO_ID]))
    klaster_row_reader_reject (self, row, klaster_import_mapping_find (self->mapping, KLASTER_COOPERATION_TO_ID), pending,
                               _("An institution cannot cooperate with itself"));
}
