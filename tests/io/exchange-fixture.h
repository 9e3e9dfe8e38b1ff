/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>

#include "klaster-apply.h"
#include "klaster-content.h"
#include "klaster-encoding.h"
#include "klaster-exchange-columns.h"
#include "klaster-export.h"
#include "klaster-import.h"
#include "klaster-random-edit.h"

/* Content that goes out in some format and comes back. */

#define TODAY "2026-11-21"

static inline KlasterSnapshot *
make_empty (void)
{
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("New");
  g_autoptr (KlasterDelta) delta = NULL;

  klaster_edit_insert_with_id (edit, KLASTER_TABLE_CLUSTER, 1);
  delta = klaster_edit_resolve (edit, empty, NULL);
  g_assert_nonnull (delta);

  return klaster_snapshot_apply (empty, delta);
}

static inline KlasterImportPlan *
plan_bytes (GBytes          *bytes,
            const char      *name,
            const char      *settings_json,
            KlasterSnapshot *snapshot)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterImportSettings) settings = NULL;
  g_autoptr (KlasterImportSource) source = NULL;
  g_autoptr (GPtrArray) mappings = NULL;
  g_autofree KlasterImportPart *parts = NULL;
  KlasterImportPlan *plan;
  KlasterTable table;
  guint n_parts;

  settings = settings_json ? klaster_import_settings_new_from_json (settings_json, strlen (settings_json), &error)
                           : klaster_import_settings_new ();
  g_assert_no_error (error);
  source = klaster_import_source_read (bytes, name, settings, NULL, &error);
  g_assert_no_error (error);
  mappings = klaster_import_source_guess (source, snapshot, settings, &error);
  g_assert_no_error (error);
  n_parts = klaster_import_source_get_n_parts (source);
  parts = g_new0 (KlasterImportPart, n_parts);
  for (guint i = 0; i < n_parts; i++)
    {
      parts[i].sheet = klaster_import_source_get_part (source, i, &table);
      parts[i].mapping = g_ptr_array_index (mappings, i);
    }
  plan = klaster_import_plan_new_from_parts (parts, n_parts, snapshot, NULL, "Import", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_read, ==, plan->n_accepted + plan->n_updated + plan->n_duplicates + plan->n_rejected);

  return plan;
}

static inline KlasterImportPlan *
plan_text (const char      *text,
           const char      *settings_json,
           KlasterSnapshot *snapshot)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return plan_bytes (bytes, "rows.csv", settings_json, snapshot);
}

static inline void
assert_nothing_rejected (KlasterImportPlan *plan,
                         const char        *what)
{
  for (guint i = 0; i < plan->problems->len; i++)
    {
      const KlasterImportProblem *problem = g_ptr_array_index (plan->problems, i);

      if (problem->rejected)
        g_test_message ("%s: row %u, %s “%s”: %s", what, problem->row, problem->column, problem->value, problem->reason);
    }
  g_assert_cmpuint (plan->n_rejected, ==, 0);
}

static inline KlasterSnapshot *
take_in (GBytes          *bytes,
         const char      *name,
         const char      *settings_json,
         KlasterSnapshot *snapshot)
{
  g_autoptr (KlasterImportPlan) plan = plan_bytes (bytes, name, settings_json, snapshot);

  assert_nothing_rejected (plan, name);

  return plan->edit ? apply (snapshot, plan->edit) : klaster_snapshot_ref (snapshot);
}

static inline KlasterSnapshot *
take_in_text (const char      *text,
              const char      *settings_json,
              KlasterSnapshot *snapshot)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return take_in (bytes, "rows.csv", settings_json, snapshot);
}

static inline GBytes *
write_out (KlasterSnapshot     *snapshot,
           KlasterExportFormat  format,
           gint                 table)
{
  const KlasterExportJob job = { snapshot, table, TODAY, KLASTER_LANGUAGE_EN };
  g_autoptr (GError) error = NULL;
  GBytes *bytes = klaster_export_write (&job, format, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static inline void
assert_same_rows (KlasterSnapshot *a,
                  KlasterSnapshot *b,
                  KlasterTable     table,
                  const char      *what)
{
  const KlasterTableInfo *info = klaster_schema_get_table (table);
  KlasterRowIter iter;
  KlasterRow *row;

  if (klaster_snapshot_get_n_rows (a, table) != klaster_snapshot_get_n_rows (b, table))
    g_error ("%s: %u %s became %u", what, klaster_snapshot_get_n_rows (a, table), info->plural,
             klaster_snapshot_get_n_rows (b, table));
  klaster_row_iter_init (&iter, a, table);
  while (klaster_row_iter_next (&iter, &row))
    {
      KlasterRow *other = klaster_snapshot_lookup (b, table, klaster_row_get_id (row));

      if (other == NULL)
        g_error ("%s: %s %" G_GINT64_FORMAT " is not there", what, info->name, klaster_row_get_id (row));
      for (guint column = 0; column < info->n_columns; column++)
        if (!klaster_value_equal (klaster_row_get_value (row, column), klaster_row_get_value (other, column)))
          {
            KlasterValue x = klaster_row_get_value (row, column), y = klaster_row_get_value (other, column);
            g_autofree char *left = x.type == KLASTER_VALUE_TEXT ? g_strescape (x.text, NULL)
                                    : x.type == KLASTER_VALUE_REAL ? g_strdup_printf ("%.17g", x.real)
                                    : g_strdup_printf ("%" G_GINT64_FORMAT, x.integer);
            g_autofree char *right = y.type == KLASTER_VALUE_TEXT ? g_strescape (y.text, NULL)
                                     : y.type == KLASTER_VALUE_REAL ? g_strdup_printf ("%.17g", y.real)
                                     : g_strdup_printf ("%" G_GINT64_FORMAT, y.integer);

            g_error ("%s: %s.%s: “%s” became “%s”", what, info->name, info->columns[column].name, left, right);
          }
    }
}

/* Texts that some format or program has made something else of. */
static const char *const nasty[] = {
  "=1+1", "+998 71 200 00 00", "-5", "@SUM(A1)", "'=x", "''", "'", " before", "behind ", "two  spaces", "a\tb", "a\nb", "a\r\nb",
  "a\rb", "\"", "a\"b", ",", ";", "a;b", "|", "[", "[1]", "[\"a\"]", "{}", "<b>&amp;</b>", "]]>", "_x0041_", "_x000D_", "_x_", "🙂",
  "\xef\xbf\xbe", "oʻ gʻ ʼ", "Ў қ ғ ҳ", "1e5", "007", "1,5", "12.03.2026", "TRUE", "true", "#N/A", "null", "—", "\xc2\xa0", "\xc2\x85",
};

static inline void
add_nasty_texts (GRand           *random,
                 KlasterSnapshot *snapshot,
                 KlasterEdit     *edit)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);
      KlasterRowIter iter;
      KlasterRow *row;

      if (t == KLASTER_TABLE_PARAMETER || t == KLASTER_TABLE_VOCABULARY || t == KLASTER_TABLE_ATTACHMENT
          || t == KLASTER_TABLE_OVERLAY)
        continue;
      klaster_row_iter_init (&iter, snapshot, t);
      while (klaster_row_iter_next (&iter, &row))
        for (guint column = 1; column < info->n_columns; column++)
          if (info->columns[column].type == KLASTER_COLUMN_TEXT && g_rand_int_range (random, 0, 3) == 0)
            klaster_edit_set (edit, t, klaster_row_get_id (row), column,
                              KLASTER_TEXT (nasty[g_rand_int_range (random, 0, G_N_ELEMENTS (nasty))]));
    }
}

static inline KlasterSnapshot *
make_random (GRand *random)
{
  KlasterSnapshot *snapshot = make_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Texts");

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (KlasterEdit) step = klaster_random_edit_new (random, snapshot, 60);
      KlasterSnapshot *next = apply (snapshot, step);

      klaster_snapshot_unref (snapshot);
      snapshot = next;
    }
  add_nasty_texts (random, snapshot, edit);
  if (klaster_edit_get_n_changes (edit) > 0)
    {
      KlasterSnapshot *next = apply (snapshot, edit);

      klaster_snapshot_unref (snapshot);
      snapshot = next;
    }

  return snapshot;
}

static inline KlasterSnapshot *
make_members (void)
{
  g_autoptr (KlasterSnapshot) empty = make_empty ();

  return take_in_text ("id,name_uz,name_uz_cyrl,name_ru,name_en,short_name,kind,role\n"
                       "1,Institut,Институт уз,Педагогический институт,Institute,CHDPI,higher,integrator\n"
                       "2,5-maktab,5-мактаб,Школа № 5,School 5,,school,member\n"
                       "3,6-maktab,,Школа № 6,School 6,,school,member\n"
                       "4,Kollej,,Колледж,College,,vocational,member\n"
                       "5,\"Chirchiq, 7-maktab\",,,,,school,member\n"
                       "6,Markaz,,,,,higher,member\n"
                       "7,Markaz,,,,,research,member\n", NULL, empty);
}

static const KlasterImportProblem *
find_problem (KlasterImportPlan *plan,
              guint              row)
{
  for (guint i = 0; i < plan->problems->len; i++)
    if (((KlasterImportProblem *) plan->problems->pdata[i])->row == row)
      return plan->problems->pdata[i];

  return NULL;
}

/* A mapping that takes a table without the lists of what is joined to its rows. */
static inline char *
make_settings_without_lists (KlasterTable table)
{
  GString *settings = g_string_new (NULL);
  const KlasterExchangeList *list;

  g_string_printf (settings, "{\"as\":\"%s\",\"columns\":{", klaster_schema_get_table (table)->plural);
  for (guint i = 0; (list = klaster_exchange_get_list (table, i)); i++)
    g_string_append_printf (settings, "%s\"%s\":null,\"%s\":null", i > 0 ? "," : "", list->ids_header, list->names_header);
  g_string_append (settings, "}}");

  return g_string_free (settings, FALSE);
}
