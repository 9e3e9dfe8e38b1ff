/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include "klaster-random-edit.h"

/* Rules that a blind choice can break (a cycle of parents, a pair that exists already) are rare: try again. */
#define MAX_TRIES 200

/* Inserting is favoured while tables are small, deleting when they have grown. */
#define TARGET_ROWS 60

static const char *const words[] = {
  "Chirchiq", "Чирчиқ", "Чирчик", "Boʻka", "School 5", "5-мактаб", "“quoted”", "a\nb", "=1+1", "🙂", "O'zbekiston",
};

static gint64
random_id (GRand *random)
{
  return 1 + (((gint64) g_rand_int (random) << 21) ^ g_rand_int (random)) % KLASTER_ID_MAX;
}

static KlasterRow *
choose_row (GRand           *random,
            KlasterSnapshot *snapshot,
            KlasterTable     table)
{
  guint n = klaster_snapshot_get_n_rows (snapshot, table);
  KlasterRowIter iter;
  KlasterRow *row = NULL;
  guint skip;

  if (n == 0)
    return NULL;
  skip = (guint) g_rand_int_range (random, 0, (gint32) n);
  klaster_row_iter_init (&iter, snapshot, table);
  do
    klaster_row_iter_next (&iter, &row);
  while (skip-- > 0);

  return row;
}

static char *
make_list (GRand             *random,
           const char *const *tokens)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; tokens[i]; i++)
    if (g_rand_int_range (random, 0, 4) == 0)
      g_string_append_printf (list, "%s\"%s\"", list->len > 1 ? "," : "", tokens[i]);
  g_string_append_c (list, ']');

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
set_random (GRand           *random,
            KlasterSnapshot *snapshot,
            KlasterEdit     *edit,
            KlasterTable     table,
            gint64           id,
            guint            column)
{
  const KlasterColumnInfo *info = klaster_schema_get_column (table, column);
  g_autofree char *text = NULL;
  KlasterValue value = KLASTER_NULL;
  gboolean required = (info->flags & KLASTER_COLUMN_REQUIRED) != 0;

  if (info->flags & KLASTER_COLUMN_DERIVED)
    return;

  if (required || g_rand_int_range (random, 0, 5) > 0)
    switch (info->type)
      {
      case KLASTER_COLUMN_INTEGER:
        value = KLASTER_INTEGER ((gint64) g_rand_double_range (random, info->minimum, MIN (info->maximum, 1e6) + 1));
        value.integer = MIN (value.integer, (gint64) info->maximum);
        break;
      case KLASTER_COLUMN_REAL:
        value = KLASTER_REAL (g_rand_double_range (random, info->minimum, info->maximum));
        break;
      case KLASTER_COLUMN_BOOLEAN:
        value = KLASTER_INTEGER (g_rand_boolean (random));
        break;
      case KLASTER_COLUMN_DATE:
        text = g_strdup_printf ("20%02d-%02d-%02d", g_rand_int_range (random, 0, 100), g_rand_int_range (random, 1, 13),
                                g_rand_int_range (random, 1, 29));
        value = KLASTER_TEXT (text);
        break;
      case KLASTER_COLUMN_TIME:
        text = g_strdup_printf ("20%02d-%02d-%02dT%02d:%02d:00Z", g_rand_int_range (random, 0, 100),
                                g_rand_int_range (random, 1, 13), g_rand_int_range (random, 1, 29),
                                g_rand_int_range (random, 0, 24), g_rand_int_range (random, 0, 60));
        value = KLASTER_TEXT (text);
        break;
      case KLASTER_COLUMN_TOKEN:
        value = KLASTER_TEXT (
          info->tokens[g_rand_int_range (random, 0, (gint32) g_strv_length ((char **) info->tokens))]);
        break;
      case KLASTER_COLUMN_LIST:
        text = make_list (random, info->tokens);
        value = KLASTER_TEXT (text);
        break;
      case KLASTER_COLUMN_REFERENCE:
        {
          KlasterRow *target = choose_row (random, snapshot, info->target);

          if (target)
            value = KLASTER_INTEGER (klaster_row_get_id (target));
          break;
        }
      case KLASTER_COLUMN_TEXT:
      default:
        text = g_strdup_printf ("%s %u", words[g_rand_int_range (random, 0, G_N_ELEMENTS (words))],
                                g_rand_int_range (random, 0, 1000));
        value = KLASTER_TEXT (text);
        break;
      }

  if (table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_OWNER_TABLE)
    value = KLASTER_TEXT ("institution");
  if (table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_OWNER_ID)
    {
      KlasterRow *owner = choose_row (random, snapshot, KLASTER_TABLE_INSTITUTION);

      value = KLASTER_INTEGER (owner ? klaster_row_get_id (owner) : 1);
    }
  if ((table == KLASTER_TABLE_ATTACHMENT && column == KLASTER_ATTACHMENT_SHA256)
      || (table == KLASTER_TABLE_OVERLAY && column == KLASTER_OVERLAY_SHA256))
    {
      g_free (text);
      text = g_strdup_printf ("%08x%08x%08x%08x%08x%08x%08x%08x", g_rand_int (random), g_rand_int (random),
                              g_rand_int (random), g_rand_int (random), g_rand_int (random), g_rand_int (random),
                              g_rand_int (random), g_rand_int (random));
      value = KLASTER_TEXT (text);
    }

  klaster_edit_set (edit, table, id, column, value);

  /* Half a place is none. */
  if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_LON)
    klaster_edit_set (edit, table, id, KLASTER_INSTITUTION_LAT,
                      value.type == KLASTER_VALUE_NULL ? KLASTER_NULL : KLASTER_REAL (g_rand_double_range (random, -90, 90)));
  if (table == KLASTER_TABLE_INSTITUTION && column == KLASTER_INSTITUTION_LAT)
    klaster_edit_set (edit, table, id, KLASTER_INSTITUTION_LON,
                      value.type == KLASTER_VALUE_NULL ? KLASTER_NULL : KLASTER_REAL (g_rand_double_range (random, -180, 180)));
}

static void
add_change (GRand           *random,
            KlasterSnapshot *snapshot,
            KlasterEdit     *edit,
            GHashTable      *deleted)
{
  /* Institutions and cooperations are what people edit most. */
  KlasterTable table = g_rand_int_range (random, 0, 3) == 0
                         ? (KlasterTable) (g_rand_boolean (random) ? KLASTER_TABLE_INSTITUTION : KLASTER_TABLE_COOPERATION)
                         : (KlasterTable) g_rand_int_range (random, 0, KLASTER_N_TABLES);
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  guint n = klaster_snapshot_get_n_rows (snapshot, table);
  KlasterRow *row = choose_row (random, snapshot, table);
  gint choice = g_rand_int_range (random, 0, 10);
  gint64 id;

  if (row && g_hash_table_contains (deleted, row))
    return;

  if (table != KLASTER_TABLE_CLUSTER && (row == NULL || (n < TARGET_ROWS && choice < 5)))
    {
      id = random_id (random);
      klaster_edit_insert_with_id (edit, table, id);
      for (guint i = 1; i < info->n_columns; i++)
        set_random (random, snapshot, edit, table, id, i);
      return;
    }
  if (row == NULL)
    return;
  if (table != KLASTER_TABLE_CLUSTER && choice < (n < TARGET_ROWS ? 6 : 8))
    {
      g_hash_table_add (deleted, row);
      klaster_edit_delete (edit, table, klaster_row_get_id (row));
      return;
    }
  set_random (random, snapshot, edit, table, klaster_row_get_id (row),
              (guint) g_rand_int_range (random, 1, (gint32) info->n_columns));
}

KlasterEdit *
klaster_random_edit_new (GRand           *random,
                         KlasterSnapshot *snapshot,
                         guint            n_changes)
{
  for (guint try = 0; try < MAX_TRIES; try++)
    {
      g_autofree char *label = g_strdup_printf ("Random %u", g_rand_int_range (random, 0, 1000));
      g_autoptr (KlasterEdit) edit = klaster_edit_new (label);
      g_autoptr (GHashTable) deleted = g_hash_table_new (NULL, NULL);
      g_autoptr (KlasterDelta) delta = NULL;

      /* The more changes, the likelier one of them does not fit: ask for less each time. */
      for (guint i = 0; i < MAX (1, n_changes * (MAX_TRIES - 4 * MIN (try, MAX_TRIES / 4)) / MAX_TRIES); i++)
        add_change (random, snapshot, edit, deleted);
      delta = klaster_edit_resolve (edit, snapshot, NULL);
      if (delta)
        return g_steal_pointer (&edit);
    }

  g_error ("no edit that the content accepts in %d tries", MAX_TRIES);
}
