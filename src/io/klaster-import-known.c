/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-duplicates.h"
#include "klaster-import-known.h"
#include "klaster-list.h"
#include "klaster-text.h"

struct _KlasterImportKnown
{
  const KlasterImportMapping *mapping;
  const KlasterTableInfo *info;
  KlasterDuplicates *places;
  GHashTable *signatures; /* text → gint64 */
};

/* Columns that tell a record of this table from others; NULL: all of them. */
static const guint *
get_key (KlasterTable table)
{
  static const guint cooperation[] = { KLASTER_COOPERATION_FROM_ID, KLASTER_COOPERATION_TO_ID, KLASTER_COOPERATION_DIRECTED,
                                       KLASTER_COOPERATION_MODELS, KLASTER_COOPERATION_START_DATE,
                                       KLASTER_COOPERATION_END_DATE, 0 };
  static const guint party[] = { KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                                 KLASTER_AGREEMENT_PARTY_ROLE, 0 };
  static const guint backing[] = { KLASTER_COOPERATION_AGREEMENT_COOPERATION_ID, KLASTER_COOPERATION_AGREEMENT_AGREEMENT_ID,
                                   0 };
  static const guint goal[] = { KLASTER_FURTHER_GOAL_COOPERATION_ID, KLASTER_FURTHER_GOAL_GOAL_ID, 0 };
  static const guint clause[] = { KLASTER_AGREEMENT_CLAUSE_AGREEMENT_ID, KLASTER_AGREEMENT_CLAUSE_CLAUSE, 0 };

  switch ((int) table)
    {
    case KLASTER_TABLE_COOPERATION:
      return cooperation;
    case KLASTER_TABLE_AGREEMENT_PARTY:
      return party;
    case KLASTER_TABLE_COOPERATION_AGREEMENT:
      return backing;
    case KLASTER_TABLE_FURTHER_GOAL:
      return goal;
    case KLASTER_TABLE_AGREEMENT_CLAUSE:
      return clause;
    default:
      return NULL;
    }
}

static gboolean
is_key (KlasterTable table,
        guint        column)
{
  const guint *key = get_key (table);

  if (key == NULL)
    return TRUE;
  for (guint i = 0; key[i] != 0; i++)
    if (key[i] == column)
      return TRUE;

  return FALSE;
}

static int
compare_tokens (gconstpointer a,
                gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A list is the same in any order. */
static void
append_list (GString    *signature,
             const char *json)
{
  g_auto (GStrv) tokens = klaster_list_parse (json);

  if (tokens == NULL)
    return;
  qsort (tokens, g_strv_length (tokens), sizeof *tokens, compare_tokens);
  for (guint i = 0; tokens[i]; i++)
    g_string_append_printf (signature, "%s\x1e", tokens[i]);
  g_string_append_c (signature, '\x1f');
}

static void
append_value (GString      *signature,
              KlasterValue  value)
{
  switch (value.type)
    {
    case KLASTER_VALUE_INTEGER:
      g_string_append_printf (signature, "%" G_GINT64_FORMAT, value.integer);
      break;
    case KLASTER_VALUE_REAL:
      g_string_append_printf (signature, "%a", value.real);
      break;
    case KLASTER_VALUE_TEXT:
      g_string_append (signature, value.text);
      break;
    case KLASTER_VALUE_NULL:
    default:
      break;
    }
  g_string_append_c (signature, '\x1f');
}

/* What tells the row from others, in one text: of the columns that the source has. */
static char *
make_signature (KlasterImportKnown *self,
                const KlasterValue *values)
{
  g_autoptr (GString) signature = g_string_new (NULL);
  KlasterTable table = self->mapping->table;
  gboolean turn = FALSE;

  if (table == KLASTER_TABLE_AGREEMENT && values[KLASTER_AGREEMENT_NUMBER].type == KLASTER_VALUE_TEXT)
    {
      g_autofree char *number = klaster_text_fold (values[KLASTER_AGREEMENT_NUMBER].text);

      return g_strconcat ("number ", number, NULL);
    }
  /* A link without direction is the same from both ends. */
  if (table == KLASTER_TABLE_COOPERATION)
    turn = (values[KLASTER_COOPERATION_DIRECTED].integer != 1
            || !klaster_import_mapping_has (self->mapping, KLASTER_COOPERATION_DIRECTED))
           && values[KLASTER_COOPERATION_FROM_ID].integer > values[KLASTER_COOPERATION_TO_ID].integer;
  for (guint column = 1; column < self->info->n_columns; column++)
    {
      KlasterValue value = values[column];

      if (!is_key (table, column) || !klaster_import_mapping_has (self->mapping, column))
        continue;
      if (turn && column == KLASTER_COOPERATION_FROM_ID)
        value = values[KLASTER_COOPERATION_TO_ID];
      else if (turn && column == KLASTER_COOPERATION_TO_ID)
        value = values[KLASTER_COOPERATION_FROM_ID];
      /* Two-way is what a link is that says nothing. */
      if (table == KLASTER_TABLE_COOPERATION && column == KLASTER_COOPERATION_DIRECTED)
        value = KLASTER_INTEGER (value.integer == 1);
      if (value.type == KLASTER_VALUE_TEXT && self->info->columns[column].type == KLASTER_COLUMN_LIST)
        append_list (signature, value.text);
      else
        append_value (signature, value);
    }

  return g_string_free (g_steal_pointer (&signature), FALSE);
}

KlasterImportKnown *
klaster_import_known_new (KlasterSnapshot            *snapshot,
                          const KlasterImportMapping *mapping)
{
  KlasterImportKnown *self = g_new0 (KlasterImportKnown, 1);
  g_autofree KlasterValue *values = NULL;
  KlasterRowIter iter;
  KlasterRow *row;

  self->mapping = mapping;
  self->info = klaster_schema_get_table (mapping->table);
  if (mapping->table == KLASTER_TABLE_INSTITUTION)
    {
      self->places = klaster_duplicates_new (snapshot, mapping->distance);
      return self;
    }
  self->signatures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  values = g_new (KlasterValue, self->info->n_columns);
  klaster_row_iter_init (&iter, snapshot, mapping->table);
  while (klaster_row_iter_next (&iter, &row))
    {
      for (guint i = 0; i < self->info->n_columns; i++)
        values[i] = klaster_row_get_value (row, i);
      klaster_import_known_add (self, values);
    }

  return self;
}

void
klaster_import_known_free (KlasterImportKnown *self)
{
  g_clear_pointer (&self->places, klaster_duplicates_free);
  g_clear_pointer (&self->signatures, g_hash_table_unref);
  g_free (self);
}

gint64
klaster_import_known_find (KlasterImportKnown *self,
                           const KlasterValue *values,
                           double             *metres)
{
  *metres = NAN;
  if (self->places)
    {
      g_autoptr (KlasterRow) row = klaster_row_new (self->mapping->table, values, self->info->n_columns);
      KlasterRow *same = klaster_duplicates_find (self->places, row, metres);

      return same ? klaster_row_get_id (same) : 0;
    }
  else
    {
      g_autofree char *signature = make_signature (self, values);
      gint64 *id = g_hash_table_lookup (self->signatures, signature);

      return id ? *id : 0;
    }
}

/* Of several that are the same the first stays: it is the one in the project, if there is one. */
void
klaster_import_known_add (KlasterImportKnown *self,
                          const KlasterValue *values)
{
  if (self->places)
    {
      g_autoptr (KlasterRow) row = klaster_row_new (self->mapping->table, values, self->info->n_columns);

      klaster_duplicates_add (self->places, row);
    }
  else
    {
      g_autofree char *signature = make_signature (self, values);

      if (!g_hash_table_contains (self->signatures, signature))
        g_hash_table_insert (self->signatures, g_steal_pointer (&signature),
                             g_memdup2 (&values[0].integer, sizeof values[0].integer));
    }
}
