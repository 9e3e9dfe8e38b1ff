/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people type and cells of spreadsheets hold: the first two bytes choose the column, the rest is the text. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <string.h>

#include "fuzz.h"
#include "klaster-derive.h"
#include "klaster-edit.h"
#include "klaster-list.h"
#include "klaster-text.h"

/* Text of any kind folds to a key without the letters that folding does away with, and is found by its own key. */
static void
fold (const char *text)
{
  g_autofree char *key = klaster_text_fold (text);
  g_autofree char *order = klaster_text_collate_key (text);

  g_assert_true (g_utf8_validate (key, -1, NULL));
  g_assert_null (strpbrk (key, "xqwouey'\"-ABCXYZ\t\n"));
  g_assert_true (klaster_text_matches (key, key));
  g_assert_cmpint (klaster_text_compare (text, text), ==, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = NULL;
  g_autofree char *owned = NULL;
  g_autofree char *date = NULL;
  g_auto (GStrv) list = NULL;
  g_autoptr (GError) error = NULL;
  KlasterValue value;
  KlasterTable table;
  guint column;

  if (size < 2)
    return 0;
  table = data[0] % KLASTER_N_TABLES;
  column = data[1] % klaster_schema_get_table (table)->n_columns;
  text = g_strndup ((const char *) data + 2, size - 2);

  fold (text);
  list = klaster_list_parse (text);
  if (klaster_schema_get_column (table, column)->flags & KLASTER_COLUMN_DERIVED)
    return 0;
  if (!klaster_value_parse (table, column, text, &value, &owned, &error))
    {
      g_assert_nonnull (error);
      g_assert_null (owned);
      return 0;
    }
  g_assert_no_error (error);
  g_assert_true ((owned != NULL) == (value.type == KLASTER_VALUE_TEXT));
  g_assert_true (klaster_value_validate (table, column, value, &error));
  date = g_utf8_validate (text, -1, NULL) ? klaster_date_parse (text) : NULL;
  g_assert_true (date == NULL || klaster_date_is_valid (date));

  return 0;
}
