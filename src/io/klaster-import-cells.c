/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "klaster-import-cells.h"
#include "klaster-language.h"
#include "klaster-text.h"

/* Columns by which people name a record, in any table. */
static const char *const naming_columns[] = { "name_uz", "name_uz_cyrl", "name_ru", "name_en", "short_name", "name", "title",
                                              "number", "topic", "text", "field" };

/* Shared by several records: which one is meant cannot be told. */
#define AMBIGUOUS ((gpointer) &ambiguous)
static const char ambiguous;

struct _KlasterReferenceIndex
{
  KlasterSnapshot *snapshot;
  GHashTable *ids[KLASTER_N_TABLES];   /* pending rows: gint64 */
  GHashTable *names[KLASTER_N_TABLES]; /* folded name → gint64 or AMBIGUOUS; made when first asked for */
};

/**
 * klaster_cell_parse_number:
 * @cell: a cell
 * @decimal: '.' or ','
 * @number: (out): the number
 *
 * Reads a number whatever the language of the program: spaces between thousands, a degree sign and the other decimal sign
 * (where it can be nothing else) are taken.
 *
 * Returns: whether the cell is a number
 */
gboolean
klaster_cell_parse_number (const char *cell,
                           char        decimal,
                           double     *number)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  char *end;

  g_return_val_if_fail (cell != NULL, FALSE);
  g_return_val_if_fail (number != NULL, FALSE);

  if (strlen (cell) > 64)
    return FALSE;
  for (const char *c = cell; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_ascii_isdigit (*c) || strchr ("+-eE", *c))
        g_string_append_c (plain, *c);
      else if (*c == '.' || *c == ',')
        g_string_append_c (plain, *c == decimal || strchr (cell, decimal) == NULL ? '.' : *c);
      else if (character == 0x2212) /* the minus of typesetters */
        g_string_append_c (plain, '-');
      else if (!g_unichar_isspace (character) && character != 0xb0)
        return FALSE;
    }
  if (plain->len == 0 || g_ascii_isalpha (plain->str[0]))
    return FALSE;
  *number = g_ascii_strtod (plain->str, &end);

  return *end == '\0' && isfinite (*number);
}

KlasterReferenceIndex *
klaster_reference_index_new (KlasterSnapshot *snapshot)
{
  KlasterReferenceIndex *self = g_new0 (KlasterReferenceIndex, 1);

  self->snapshot = klaster_snapshot_ref (snapshot);

  return self;
}

void
klaster_reference_index_free (KlasterReferenceIndex *self)
{
  for (guint i = 0; i < KLASTER_N_TABLES; i++)
    {
      g_clear_pointer (&self->ids[i], g_hash_table_unref);
      g_clear_pointer (&self->names[i], g_hash_table_unref);
    }
  klaster_snapshot_unref (self->snapshot);
  g_free (self);
}

static void
free_id (gpointer data)
{
  if (data != AMBIGUOUS)
    g_free (data);
}

static void
add_name (GHashTable *names,
          const char *text,
          gint64      id)
{
  g_autofree char *folded = NULL;
  gint64 *known;

  if (text == NULL)
    return;
  folded = klaster_text_fold (text);
  if (*folded == '\0')
    return;
  known = g_hash_table_lookup (names, folded);
  if (known == NULL)
    g_hash_table_insert (names, g_steal_pointer (&folded), g_memdup2 (&id, sizeof id));
  else if ((gpointer) known != AMBIGUOUS && *known != id)
    g_hash_table_insert (names, g_steal_pointer (&folded), AMBIGUOUS);
}

static GHashTable *
get_names (KlasterReferenceIndex *self,
           KlasterTable           table)
{
  KlasterRowIter iter;
  KlasterRow *row;

  if (self->names[table])
    return self->names[table];

  self->names[table] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_id);
  klaster_row_iter_init (&iter, self->snapshot, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      for (guint i = 0; i < G_N_ELEMENTS (naming_columns); i++)
        {
          gint column = klaster_schema_find_column (table, naming_columns[i]);

          if (column >= 0)
            add_name (self->names[table], klaster_row_get_text (row, (guint) column), klaster_row_get_id (row));
        }
      /* What this program calls it in its own lists and exports; members are called by their names. */
      for (guint language = 0; language < KLASTER_N_LANGUAGES && table != KLASTER_TABLE_INSTITUTION; language++)
        {
          g_autofree char *name = klaster_record_dup_name (self->snapshot, row, language);
          g_autofree char *described = klaster_record_describe (self->snapshot, row, language);

          add_name (self->names[table], name, klaster_row_get_id (row));
          add_name (self->names[table], described, klaster_row_get_id (row));
        }
    }

  return self->names[table];
}

/**
 * klaster_reference_index_add:
 * @self: an index
 * @table: a table
 * @id: the identifier that the source gives the row, or a new one
 * @same_id: the record that the row becomes: @id, or the one that it repeats
 * @values: (array): one for each column
 *
 * Makes a row that is about to be imported known to those that refer to it. A name of a row that repeats a record means
 * that record, so it stays unique.
 */
void
klaster_reference_index_add (KlasterReferenceIndex *self,
                             KlasterTable           table,
                             gint64                 id,
                             gint64                 same_id,
                             const KlasterValue    *values)
{
  GHashTable *names = get_names (self, table);

  if (self->ids[table] == NULL)
    self->ids[table] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_hash_table_add (self->ids[table], g_memdup2 (&id, sizeof id));
  for (guint i = 0; i < G_N_ELEMENTS (naming_columns); i++)
    {
      gint column = klaster_schema_find_column (table, naming_columns[i]);

      if (column >= 0 && values[column].type == KLASTER_VALUE_TEXT)
        add_name (names, values[column].text, same_id);
    }
}

/* A number as people write it: "№ 12", "No. 12". */
static const char *
skip_number_sign (const char *text)
{
  static const char *const signs[] = { "№", "No.", "No ", "N ", "#" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      {
        text += strlen (signs[i]);
        return text + strspn (text, " ");
      }

  return text;
}

static gboolean
index_has (KlasterReferenceIndex *self,
           KlasterTable           table,
           gint64                 id)
{
  return klaster_snapshot_lookup (self->snapshot, table, id) != NULL
         || (self->ids[table] && g_hash_table_contains (self->ids[table], &id));
}

/**
 * klaster_reference_index_find:
 * @self: an index
 * @table: the table referred to
 * @text: a cell
 * @id: (out): the record
 * @reason: (out) (transfer full): why there is none: a translated sentence
 *
 * Returns: whether exactly one record is meant
 */
gboolean
klaster_reference_index_find (KlasterReferenceIndex  *self,
                              KlasterTable            table,
                              const char             *text,
                              gint64                 *id,
                              char                  **reason)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  g_autofree char *folded = NULL;
  gint64 *found;
  guint64 number;

  if (g_ascii_string_to_unsigned (trimmed, 10, 1, KLASTER_ID_MAX, &number, NULL))
    {
      *id = (gint64) number;
      if (index_has (self, table, *id))
        return TRUE;
    }

  folded = klaster_text_fold (trimmed);
  found = *folded ? g_hash_table_lookup (get_names (self, table), folded) : NULL;
  if (found == NULL && skip_number_sign (trimmed) != trimmed)
    {
      g_autofree char *number_only = klaster_text_fold (skip_number_sign (trimmed));

      found = *number_only ? g_hash_table_lookup (get_names (self, table), number_only) : NULL;
    }
  if (found == NULL)
    *reason = g_strdup (_("There is no record with this identifier or name."));
  else if ((gpointer) found == AMBIGUOUS)
    *reason = g_strdup (_("Several records have this name; give the identifier of the one that is meant."));
  else
    {
      *id = *found;
      return TRUE;
    }

  return FALSE;
}
