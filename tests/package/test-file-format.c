/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-schema.h"

/* docs/FILE-FORMAT.md is what other programs are written from: it must say what the schema says. */

static char *document;

/* The text between the heading "### @name" and the next heading. */
static char *
get_section (const char *name)
{
  g_autofree char *heading = g_strdup_printf ("\n### %s\n", name);
  const char *start = strstr (document, heading);
  const char *end;

  if (start == NULL)
    return NULL;
  start += strlen (heading);
  end = strstr (start, "\n##");

  return end ? g_strndup (start, end - start) : g_strdup (start);
}

static void
test_tables (void)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);
      g_autofree char *section = get_section (info->name);
      const char *position;

      if (section == NULL)
        {
          g_test_message ("table %s is not described", info->name);
          g_test_fail ();
          continue;
        }

      /* In the order of the file, because changesets are by position. */
      position = section;
      for (guint c = 0; c < info->n_columns; c++)
        {
          g_autofree char *row = g_strdup_printf ("\n| `%s` | ", info->columns[c].name);
          const char *found = strstr (position, row);

          if (found == NULL)
            {
              g_test_message ("%s.%s is not described, or out of order", info->name, info->columns[c].name);
              g_test_fail ();
              break;
            }
          position = found + 1;
        }
    }
}

static void
test_tokens (void)
{
  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    {
      const KlasterTableInfo *info = klaster_schema_get_table (t);

      for (guint c = 0; c < info->n_columns; c++)
        {
          const KlasterColumnInfo *column = &info->columns[c];
          g_autofree char *section = NULL;
          g_auto (GStrv) words = NULL;

          if (column->tokens_name == NULL)
            continue;
          section = get_section (column->tokens_name);
          g_assert_nonnull (section);
          words = g_strsplit (g_strstrip (section), " · ", -1);
          g_assert_cmpuint (g_strv_length (words), ==, g_strv_length ((char **) column->tokens));
          for (guint i = 0; words[i]; i++)
            {
              g_autofree char *token = g_strdup_printf ("`%s`", column->tokens[i]);

              g_assert_cmpstr (words[i], ==, token);
            }
        }
    }
}

static void
test_nothing_else (void)
{
  guint n_headings = 0;
  g_autoptr (GHashTable) lists = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint t = 0; t < KLASTER_N_TABLES; t++)
    for (guint c = 0; c < klaster_schema_get_table (t)->n_columns; c++)
      if (klaster_schema_get_column (t, c)->tokens_name)
        g_hash_table_add (lists, (gpointer) klaster_schema_get_column (t, c)->tokens_name);
  for (const char *p = strstr (document, "\n### "); p; p = strstr (p + 1, "\n### "))
    n_headings++;

  g_assert_cmpuint (n_headings, ==, KLASTER_N_TABLES + g_hash_table_size (lists));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  path = g_test_build_filename (G_TEST_DIST, "docs", "FILE-FORMAT.md", NULL);
  g_assert_true (g_file_get_contents (path, &document, NULL, NULL));

  g_test_add_func ("/file-format/tables", test_tables);
  g_test_add_func ("/file-format/tokens", test_tokens);
  g_test_add_func ("/file-format/nothing-else", test_nothing_else);

  return g_test_run ();
}
