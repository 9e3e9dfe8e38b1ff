/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "klaster-edit-private.h"
#include "klaster-edit-rules.h"
#include "klaster-list.h"

static gboolean
fail (KlasterResolver      *self,
      const KlasterWorkRow *row,
      int                   column,
      const char           *reason)
{
  klaster_resolver_set_error (self, row->origin, row->key.table, row->key.id, column, reason);
  return FALSE;
}

static gboolean
check_columns (KlasterResolver      *self,
               const KlasterWorkRow *row)
{
  const KlasterTableInfo *info = klaster_schema_get_table (row->key.table);

  for (guint c = 1; c < info->n_columns; c++)
    {
      const KlasterColumnInfo *column = &info->columns[c];
      const KlasterValue *value = &row->values[c];

      if ((column->flags & KLASTER_COLUMN_REQUIRED) && value->type == KLASTER_VALUE_NULL)
        return fail (self, row, (int) c, _("Must not be empty"));
      if (column->type == KLASTER_COLUMN_REFERENCE && value->type == KLASTER_VALUE_INTEGER &&
          ((row->changed >> c) & 1 || row->inserted) &&
          !klaster_resolver_row_exists (self, column->target, value->integer))
        {
          g_autofree char *reason = NULL;

          /* Translators: %s is the name of a table as it is in the file. */
          reason = g_strdup_printf (_("There is no %s with the identifier %" PRId64),
                                    klaster_schema_get_table (column->target)->name, value->integer);
          return fail (self, row, (int) c, reason);
        }
    }

  return TRUE;
}

static gboolean
value_is (const KlasterWorkRow *row,
          guint                 column)
{
  return row->values[column].type != KLASTER_VALUE_NULL;
}

static gboolean
check_row (KlasterResolver      *self,
           const KlasterWorkRow *row)
{
  const KlasterValue *values = row->values;
  KlasterTable owner;

  if (!check_columns (self, row))
    return FALSE;

  switch ((int) row->key.table)
    {
    case KLASTER_TABLE_INSTITUTION:
      if (value_is (row, KLASTER_INSTITUTION_LON) != value_is (row, KLASTER_INSTITUTION_LAT))
        return fail (self, row, value_is (row, KLASTER_INSTITUTION_LON) ? KLASTER_INSTITUTION_LAT : KLASTER_INSTITUTION_LON,
                     _("Longitude and latitude must both be given, or neither"));
      return TRUE;

    case KLASTER_TABLE_COOPERATION:
      if (values[KLASTER_COOPERATION_FROM_ID].integer == values[KLASTER_COOPERATION_TO_ID].integer)
        return fail (self, row, KLASTER_COOPERATION_TO_ID, _("An institution cannot cooperate with itself"));
      return TRUE;

    case KLASTER_TABLE_FURTHER_GOAL:
      if (row->changed != 0
          && klaster_resolver_get_reference (self, KLASTER_TABLE_COOPERATION,
                                             values[KLASTER_FURTHER_GOAL_COOPERATION_ID].integer, KLASTER_COOPERATION_GOAL_ID)
             == values[KLASTER_FURTHER_GOAL_GOAL_ID].integer)
        return fail (self, row, KLASTER_FURTHER_GOAL_GOAL_ID, _("This is the main goal of the cooperation already"));
      return TRUE;

    case KLASTER_TABLE_ATTACHMENT:
      if (!value_is (row, KLASTER_ATTACHMENT_OWNER_ID) ||
          !klaster_schema_find_table (values[KLASTER_ATTACHMENT_OWNER_TABLE].text, &owner) ||
          !klaster_resolver_row_exists (self, owner, values[KLASTER_ATTACHMENT_OWNER_ID].integer))
        return fail (self, row, KLASTER_ATTACHMENT_OWNER_ID, _("The record that it belongs to does not exist"));
      return TRUE;

    default:
      return TRUE;
    }
}

/* Whether nothing stands in the way so far. */
static gboolean
is_clean (const KlasterResolver *self)
{
  return self->error == NULL && (self->refusals == NULL || self->refusals->len == 0);
}

static void
forget_path (GHashTable *path)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, path);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_hash_table_iter_remove (&iter);
      g_free (key);
    }
}

/* Follows a reference of a table to itself (parent, renewal, continuation) from every row where it was set. Rows known to
 * end well are remembered, so that a long chain is walked once. */
static gboolean
check_cycles (KlasterResolver *self,
              KlasterTable     table,
              guint            column)
{
  g_autoptr (GHashTable) good = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GHashTable) path = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);

  for (guint i = 0; i < self->order->len; i++)
    {
      KlasterWorkRow *row = self->order->pdata[i];
      gboolean circle = FALSE;
      GHashTableIter iter;
      gpointer key;

      if (row->key.table != table || !row->alive || !((row->changed >> column) & 1))
        continue;
      for (gint64 id = row->key.id; id != 0 && !circle && !g_hash_table_contains (good, &id);
           id = klaster_resolver_get_reference (self, table, id, column))
        {
          gint64 *step = g_memdup2 (&id, sizeof id);

          circle = g_hash_table_contains (path, step);
          if (circle)
            g_free (step);
          else
            g_hash_table_add (path, step);
        }
      if (circle)
        {
          forget_path (path);
          fail (self, row, (int) column, _("A record cannot come above itself: the references form a circle"));
          if (self->refusals == NULL)
            return FALSE;
          row->alive = FALSE; /* without it others may be well */
          continue;
        }
      g_hash_table_iter_init (&iter, path);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          g_hash_table_iter_steal (&iter);
          g_hash_table_add (good, key);
        }
    }

  return is_clean (self);
}

static const char *
text_of (KlasterValue value)
{
  return value.type == KLASTER_VALUE_TEXT ? value.text : "";
}

/* No two rows with the same two texts: parameters and vocabulary, both small. */
static gboolean
check_unique (KlasterResolver *self,
              KlasterTable     table,
              guint            first,
              guint            second,
              const char      *reason)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *stored;

  klaster_row_iter_init (&iter, self->snapshot, table);
  while (klaster_row_iter_next (&iter, &stored))
    if (klaster_resolver_find (self, table, klaster_row_get_id (stored)) == NULL)
      g_hash_table_add (seen, g_strconcat (text_of (klaster_row_get_value (stored, first)), "\x1f",
                                           text_of (klaster_row_get_value (stored, second)), NULL));
  for (guint i = 0; i < self->order->len; i++)
    {
      const KlasterWorkRow *row = self->order->pdata[i];

      if (row->key.table == table && row->alive &&
          !g_hash_table_add (seen, g_strconcat (text_of (row->values[first]), "\x1f", text_of (row->values[second]), NULL)))
        {
          fail (self, row, (int) second, reason);
          if (self->refusals == NULL)
            return FALSE;
        }
    }

  return is_clean (self);
}

/* No two rows that refer to the same record and say the same in another column. There may be many: only those that refer to
 * the records of the edit's own rows are looked at. */
static gboolean
check_pairs (KlasterResolver *self,
             KlasterTable     table,
             guint            reference,
             guint            second,
             const char      *reason)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->order->len; i++)
    {
      const KlasterWorkRow *row = self->order->pdata[i];
      const KlasterValue *value = &row->values[second];
      g_autofree char *key = NULL;
      KlasterReferrerIter iter;
      KlasterRow *stored;
      gboolean repeated;

      if (row->key.table != table || !row->alive)
        continue;
      key = value->type == KLASTER_VALUE_TEXT
              ? g_strdup_printf ("%" PRId64 " %s", row->values[reference].integer, value->text)
              : g_strdup_printf ("%" PRId64 " %" PRId64, row->values[reference].integer, value->integer);
      repeated = !g_hash_table_add (seen, g_steal_pointer (&key));
      klaster_referrer_iter_init (&iter, self->snapshot, table, reference, row->values[reference].integer);
      while (!repeated && klaster_referrer_iter_next (&iter, &stored))
        repeated = klaster_value_equal (klaster_row_get_value (stored, second), *value)
                   && klaster_resolver_find (self, table, klaster_row_get_id (stored)) == NULL;
      if (repeated)
        {
          fail (self, row, (int) second, reason);
          if (self->refusals == NULL)
            return FALSE;
        }
    }

  return is_clean (self);
}

/* The words that the project adds to the list of areas, after the edit. */
static GHashTable *
list_own_words (KlasterResolver *self,
                const char      *tokens_name)
{
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KlasterRowIter iter;
  KlasterRow *stored;

  klaster_row_iter_init (&iter, self->snapshot, KLASTER_TABLE_VOCABULARY);
  while (klaster_row_iter_next (&iter, &stored))
    if (klaster_resolver_find (self, KLASTER_TABLE_VOCABULARY, klaster_row_get_id (stored)) == NULL &&
        g_strcmp0 (klaster_row_get_text (stored, KLASTER_VOCABULARY_LIST), tokens_name) == 0)
      g_hash_table_add (words, g_strdup (klaster_row_get_text (stored, KLASTER_VOCABULARY_TOKEN)));
  for (guint i = 0; i < self->order->len; i++)
    {
      const KlasterWorkRow *row = self->order->pdata[i];

      if (row->key.table == KLASTER_TABLE_VOCABULARY && row->alive &&
          strcmp (text_of (row->values[KLASTER_VOCABULARY_LIST]), tokens_name) == 0)
        g_hash_table_add (words, g_strdup (text_of (row->values[KLASTER_VOCABULARY_TOKEN])));
    }

  return words;
}

/* The first word of a list that neither the program nor the project knows; %NULL: all are known. */
static char *
find_unknown_word (const KlasterColumnInfo *column,
                   const char              *text,
                   GHashTable              *own)
{
  g_auto (GStrv) tokens = klaster_list_parse (text);

  for (guint i = 0; tokens && tokens[i]; i++)
    if (klaster_tokens_find (column->tokens, tokens[i]) < 0 && !g_hash_table_contains (own, tokens[i]))
      return g_strdup (tokens[i]);

  return NULL;
}

/* Words that lists use must be known: those that the edit writes, and, when it takes a word away, those everywhere. */
static gboolean
check_words (KlasterResolver *self,
             const char      *tokens_name,
             KlasterWorkRow  *removed)
{
  g_autoptr (GHashTable) own = list_own_words (self, tokens_name);

  for (guint i = 0; i < self->order->len; i++)
    {
      const KlasterWorkRow *row = self->order->pdata[i];
      const KlasterTableInfo *info = klaster_schema_get_table (row->key.table);

      for (guint c = 0; row->alive && c < info->n_columns; c++)
        {
          const KlasterColumnInfo *column = &info->columns[c];
          g_autofree char *word = NULL;
          g_autofree char *reason = NULL;

          if (column->type != KLASTER_COLUMN_LIST || strcmp (column->tokens_name, tokens_name) != 0 ||
              row->values[c].type != KLASTER_VALUE_TEXT || (!removed && !((row->changed >> c) & 1)))
            continue;
          word = find_unknown_word (column, row->values[c].text, own);
          if (word)
            {
              g_autofree char *allowed = g_strjoinv (", ", (char **) column->tokens);

              reason = g_strdup_printf (_("“%s” is not one of: %s"), word, allowed);
              fail (self, row, (int) c, reason);
              if (self->refusals == NULL)
                return FALSE;
            }
        }
    }
  if (removed == NULL || !is_clean (self))
    return is_clean (self);

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 0; c < info->n_columns; c++)
        {
          const KlasterColumnInfo *column = &info->columns[c];
          KlasterRowIter iter;
          KlasterRow *row;

          if (column->type != KLASTER_COLUMN_LIST || strcmp (column->tokens_name, tokens_name) != 0)
            continue;
          klaster_row_iter_init (&iter, self->snapshot, t);
          while (klaster_row_iter_next (&iter, &row))
            {
              g_autofree char *word = NULL;
              g_autofree char *reason = NULL;

              if (klaster_row_is_null (row, c) || klaster_resolver_find (self, t, klaster_row_get_id (row)))
                continue;
              word = find_unknown_word (column, klaster_row_get_text (row, c), own);
              if (word == NULL ||
                  strcmp (word, klaster_row_get_text (removed->before, KLASTER_VOCABULARY_TOKEN)) != 0)
                continue;
              reason = g_strdup_printf (_("“%s” is still used by %s %" PRId64), word, info->name,
                                        klaster_row_get_id (row));
              return fail (self, removed, KLASTER_VOCABULARY_TOKEN, reason);
            }
        }
    }

  return TRUE;
}

gboolean
klaster_resolver_check (KlasterResolver *self)
{
  gboolean touched[KLASTER_N_TABLES] = { FALSE };
  gboolean lists = FALSE;
  GPtrArray *order = self->order;

  for (guint i = 0; i < order->len; i++)
    {
      const KlasterWorkRow *row = order->pdata[i];

      touched[row->key.table] = TRUE;
      lists |= row->key.table == KLASTER_TABLE_VOCABULARY || row->key.table == KLASTER_TABLE_COOPERATION ||
               row->key.table == KLASTER_TABLE_AGREEMENT || row->key.table == KLASTER_TABLE_ACTIVITY ||
               row->key.table == KLASTER_TABLE_TEMPLATE;
      if (row->alive && !check_row (self, row) && self->refusals == NULL)
        return FALSE;
    }
  if (!is_clean (self))
    return FALSE;

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 0; touched[t] && c < info->n_columns; c++)
        if (info->columns[c].type == KLASTER_COLUMN_REFERENCE && info->columns[c].target == t &&
            !check_cycles (self, t, c))
          return FALSE;
    }

  if (touched[KLASTER_TABLE_PARAMETER] &&
      !check_unique (self, KLASTER_TABLE_PARAMETER, KLASTER_PARAMETER_KEY, KLASTER_PARAMETER_VALID_FROM,
                     _("There is already a value of this parameter from that day on")))
    return FALSE;
  if (touched[KLASTER_TABLE_VOCABULARY] &&
      !check_unique (self, KLASTER_TABLE_VOCABULARY, KLASTER_VOCABULARY_LIST, KLASTER_VOCABULARY_TOKEN,
                     _("There is already such a word in this list")))
    return FALSE;

  if (touched[KLASTER_TABLE_FURTHER_GOAL] &&
      !check_pairs (self, KLASTER_TABLE_FURTHER_GOAL, KLASTER_FURTHER_GOAL_COOPERATION_ID,
                    KLASTER_FURTHER_GOAL_GOAL_ID, _("The cooperation serves this goal already")))
    return FALSE;
  if (touched[KLASTER_TABLE_LAYOUT] &&
      !check_pairs (self, KLASTER_TABLE_LAYOUT, KLASTER_LAYOUT_INSTITUTION_ID, KLASTER_LAYOUT_KIND,
                    _("The member has a place in this view of the graph already")))
    return FALSE;

  if (lists)
    {
      gboolean any_removed = FALSE;

      for (guint i = 0; touched[KLASTER_TABLE_VOCABULARY] && i < order->len; i++)
        {
          KlasterWorkRow *row = order->pdata[i];

          if (row->key.table != KLASTER_TABLE_VOCABULARY || row->before == NULL ||
              (row->alive && g_strcmp0 (klaster_row_get_text (row->before, KLASTER_VOCABULARY_TOKEN),
                                        text_of (row->values[KLASTER_VOCABULARY_TOKEN])) == 0))
            continue;
          any_removed = TRUE;
          if (!check_words (self, "areas", row))
            return FALSE;
        }
      if (!any_removed && !check_words (self, "areas", NULL))
        return FALSE;
    }

  return TRUE;
}
