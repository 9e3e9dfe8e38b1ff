/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-text.h"

/* The lines of a table in tests/data, without comments. */
static char **
read_lines (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) all = NULL;
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  all = g_strsplit (text, "\n", -1);
  for (guint i = 0; all[i]; i++)
    if (*all[i] && *all[i] != '#')
      g_strv_builder_add (lines, all[i]);

  return g_strv_builder_end (lines);
}

static void
test_spellings (void)
{
  g_auto (GStrv) lines = read_lines ("spellings.tsv");

  g_assert_cmpuint (g_strv_length (lines), >=, 25);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) spellings = g_strsplit (lines[i], "\t", -1);
      g_autofree char *first = klaster_text_fold (spellings[0]);

      for (guint j = 1; spellings[j]; j++)
        {
          g_autofree char *other = klaster_text_fold (spellings[j]);

          if (strcmp (first, other) != 0)
            g_error ("%s (%s) and %s (%s) differ", spellings[0], first, spellings[j], other);
        }
    }
}

static void
test_different (void)
{
  g_auto (GStrv) lines = read_lines ("different.tsv");

  g_assert_cmpuint (g_strv_length (lines), >=, 10);
  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], "\t", -1);
      g_autofree char *first = klaster_text_fold (pair[0]);
      g_autofree char *second = klaster_text_fold (pair[1]);

      g_assert_cmpstr (first, !=, second);
    }
}

static void
test_fold_edges (void)
{
  static const struct
  {
    const char *text;
    const char *key;
  } cases[] = {
    { NULL, "" },
    { "", "" },
    { "  –  ", "" },
    { "Café  Ångström", "cafi angstram" },
    { "а-б", "ab" },
    { "5-a", "5 a" },
    { "A5b", "a 5 b" },
    { "1155", "1155" },
    { "٣", "3" },
    { "北京 2", "北京 2" },
    { "a\xff" "b", "a b" },
    { "'’‘ʻʼ`", "" },
    { "I\u0307stanbul", "istanbal" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *key = klaster_text_fold (cases[i].text);
      g_autofree char *again = klaster_text_fold (key);

      g_assert_cmpstr (key, ==, cases[i].key);
      g_assert_cmpstr (again, ==, key);
    }
}

static void
test_matches (void)
{
  g_autofree char *text = klaster_text_fold ("Chirchiq shahri 13-umumtaʼlim maktabi");
  static const struct
  {
    const char *needle;
    gboolean found;
  } cases[] = {
    { "", TRUE }, { "чирч", TRUE }, { "maktab 13", TRUE }, { "13", TRUE }, { "1", TRUE }, { "3", FALSE }, { "talim", TRUE },
    { "rch", TRUE }, { "rc", FALSE }, { "chirchik мактаб", TRUE }, { "chirchik lisey", FALSE }, { "с", TRUE }, { "sh", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *needle = klaster_text_fold (cases[i].needle);

      g_test_message ("%s", cases[i].needle);
      g_assert_cmpint (klaster_text_matches (text, needle), ==, cases[i].found);
    }
}

/* While somebody types a name, no letter may lose it, apart from the first half of a letter that Latin writes as two. */
static void
test_prefixes (void)
{
  g_auto (GStrv) lines = read_lines ("spellings.tsv");
  guint n_lost = 0, n = 0;

  for (guint i = 0; lines[i]; i++)
    {
      g_auto (GStrv) spellings = g_strsplit (lines[i], "\t", -1);
      g_autofree char *text = klaster_text_fold (spellings[0]);

      for (guint j = 0; spellings[j]; j++)
        for (const char *at = g_utf8_next_char (spellings[j]); *at; at = g_utf8_next_char (at))
          {
            g_autofree char *typed = g_strndup (spellings[j], (gsize) (at - spellings[j]));
            g_autofree char *needle = klaster_text_fold (typed);

            n++;
            if (!klaster_text_matches (text, needle))
              {
                n_lost++;
                g_test_message ("%s is not found by %s", spellings[0], typed);
              }
          }
    }
  g_test_message ("%u of %u beginnings do not find their name", n_lost, n);
  g_assert_cmpuint (n_lost * 20, <, n);
}

static void
test_compare (void)
{
  static const char *const order[] = {
    "", "1-maktab", "2-maktab", "10-maktab", "010-maktab", "Angren", "Ангрен", "Boʻka", "Chirchiq", "Чирчиқ", "Chirchiq 2",
    "Chirchiq 10", "school 3", "School 20", "Toshkent", "Ташкент",
  };
  /* Where only the script or the case differs, any fixed order is right; what counts is what comes between what. */
  g_assert_cmpint (klaster_text_compare ("School 2", "School 10"), <, 0);
  g_assert_cmpint (klaster_text_compare ("School 10", "School 2"), >, 0);
  g_assert_cmpint (klaster_text_compare ("school 2", "School 3"), <, 0);
  g_assert_cmpint (klaster_text_compare ("Чирчиқ", "Chirchiq 2"), <, 0);
  g_assert_cmpint (klaster_text_compare ("Чирчиқ", "Angren"), >, 0);
  g_assert_cmpint (klaster_text_compare ("a", "a"), ==, 0);
  g_assert_cmpint (klaster_text_compare (NULL, ""), ==, 0);
  g_assert_cmpint (klaster_text_compare ("99999999999999999999", "100000000000000000000"), <, 0);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint j = 0; j < G_N_ELEMENTS (order); j++)
      {
        g_autofree char *left = klaster_text_collate_key (order[i]);
        g_autofree char *right = klaster_text_collate_key (order[j]);
        int compared = klaster_text_compare (order[i], order[j]);

        g_assert_cmpint (compared > 0, ==, strcmp (left, right) > 0);
        g_assert_cmpint (compared == 0, ==, i == j);
      }
}

/* How well the key does on real names; the figures in klaster-text.c come from here. Not part of the tests:
 * test-text --measure FILE with "uz<TAB>ru" lines. */
static int
measure (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0, n_equal = 0, n_colliding = 0;
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer value;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 1;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] && *lines[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], "\t", 2);
      char *key = klaster_text_fold (pair[0]);
      g_autofree char *other = klaster_text_fold (pair[1]);
      GHashTable *same = g_hash_table_lookup (keys, key);

      n++;
      n_equal += strcmp (key, other) == 0;
      if (same == NULL)
        {
          same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (keys, g_strdup (key), same);
        }
      g_hash_table_add (same, g_utf8_strdown (pair[0], -1));
      g_hash_table_add (names, g_utf8_strdown (pair[0], -1));
      g_free (key);
    }
  g_hash_table_iter_init (&iter, keys);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_size (value) > 1)
      n_colliding += g_hash_table_size (value);
  g_print ("%u of %u pairs fold to one key; %u of %u names share theirs with another\n", n_equal, n, n_colliding,
           g_hash_table_size (names));

  return 0;
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--measure") == 0)
    return measure (argv[2]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/spellings", test_spellings);
  g_test_add_func ("/text/different", test_different);
  g_test_add_func ("/text/fold-edges", test_fold_edges);
  g_test_add_func ("/text/matches", test_matches);
  g_test_add_func ("/text/prefixes", test_prefixes);
  g_test_add_func ("/text/compare", test_compare);

  return g_test_run ();
}
