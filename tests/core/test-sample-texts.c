/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "klaster-content.h"
#include "klaster-sample.h"

#define TODAY "2026-11-21"

/* The texts that the reference project holds in one language only, as data/sample/texts/ has them in the other three. */

static KlasterSnapshot *
load (KlasterLanguage language)
{
  g_autoptr (GBytes) content = klaster_sample_make_content (TODAY, language);
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterDelta) delta = klaster_content_resolve (content, empty, &error);

  g_assert_no_error (error);
  return klaster_snapshot_apply (empty, delta);
}

/* What a program reads, or what already is in four columns. */
static gboolean
is_for_everybody (KlasterTable             table,
                  const KlasterColumnInfo *column,
                  const char              *text)
{
  static const char *const columns[] = {
    "cluster.academic_year", "parameter.key", "parameter.value", "vocabulary.list", "vocabulary.token",
    "overlay.sha256", "overlay.colour", "attachment.owner_table", "attachment.type", "attachment.sha256",
    "attachment.part",
    "obligation.template", "obligation.area", "institution.email", "institution.website", "activity.recurrence",
    "scenario.kind", "template.key", "template_obligation.key", "template_obligation.area", NULL };
  g_autofree char *name = g_strconcat (klaster_schema_get_table (table)->name, ".", column->name, NULL);
  const KlasterDistrict *district = strcmp (column->name, "district") == 0 ? klaster_districts_find (text) : NULL;

  return g_strv_contains (columns, name) || strcmp (column->name, "academic_year") == 0 ||
         g_str_has_suffix (column->name, "_uz") || g_str_has_suffix (column->name, "_uz_cyrl") ||
         g_str_has_suffix (column->name, "_ru") || g_str_has_suffix (column->name, "_en") ||
         (district && strcmp (district->names[KLASTER_LANGUAGE_UZ], text) == 0);
}

static gboolean
has_letter (const char     *text,
            GUnicodeScript  script)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isalpha (g_utf8_get_char (p)) && g_unichar_get_script (g_utf8_get_char (p)) == script)
      return TRUE;

  return FALSE;
}

static gboolean
has_any (const char *text,
         const char *letters)
{
  for (const char *p = letters; *p; p = g_utf8_next_char (p))
    if (g_utf8_strchr (text, -1, g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

static int
compare_characters (gconstpointer a,
                    gconstpointer b)
{
  return *(const char *) a - *(const char *) b;
}

/* Its digits, sorted: the order of a date differs between languages. */
static char *
collect_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  qsort (digits->str, digits->len, 1, compare_characters);

  return g_string_free (digits, FALSE);
}

/* Where it is not, says so and fails. */
static void
check_text (const char      *english,
            const char      *text,
            KlasterLanguage  language)
{
  static const char *const known[] = { ".txt", NULL }; /* the ending of a file's name */
  g_autofree char *digits = collect_digits (english);
  g_autofree char *own_digits = collect_digits (text);
  g_autoptr (GString) read = g_string_new (text);
  const char *wrong = NULL;
  glong length = g_utf8_strlen (text, -1), english_length = g_utf8_strlen (english, -1);

  for (guint i = 0; known[i]; i++)
    g_string_replace (read, known[i], "", 0);
  if (language == KLASTER_LANGUAGE_UZ)
    {
      if (has_letter (read->str, G_UNICODE_SCRIPT_CYRILLIC))
        wrong = "has Cyrillic letters";
      else if (has_any (read->str, "'`‘’´"))
        wrong = "has a typewriter’s sign instead of ʻ or ʼ";
    }
  else if (has_letter (read->str, G_UNICODE_SCRIPT_LATIN))
    wrong = "has Latin letters";
  else if (language == KLASTER_LANGUAGE_RU && has_any (read->str, "ўқғҳЎҚҒҲʻʼ“”"))
    wrong = "has letters or quotation marks of Uzbek";
  else if (language == KLASTER_LANGUAGE_UZ_CYRL && has_any (read->str, "ыщЫЩʻʼ«»"))
    wrong = "has letters or quotation marks of Russian or of Latin";

  if (strcmp (digits, own_digits) != 0)
    wrong = "has other numbers";
  if (*text == '\0' || g_ascii_isspace (*text) || g_ascii_isspace (text[strlen (text) - 1]))
    wrong = "is empty or has blanks around it";
  if (english_length >= 30 && (length * 2 < english_length || length > english_length * 5 / 2))
    wrong = "is far too short or too long";
  if (g_str_has_suffix (english, ".") != g_str_has_suffix (text, "."))
    wrong = "ends in another way";

  if (wrong)
    {
      g_test_message ("%s: “%s” for “%s” %s", klaster_language_get_code (language), text, english, wrong);
      g_test_fail ();
    }
}

typedef void (*TextFunc) (KlasterTable             table,
                          const KlasterColumnInfo *column,
                          const char              *english,
                          const char              *text,
                          gpointer                 data);

/* Calls @func for every text of the project. */
static void
visit_texts (KlasterSnapshot *english,
             KlasterSnapshot *snapshot,
             TextFunc         func,
             gpointer         data)
{
  for (KlasterTable t = 0; t < KLASTER_N_TABLES; t++)
    {
      KlasterRowIter iter;
      KlasterRow *row;

      g_assert_cmpuint (klaster_snapshot_get_n_rows (english, t), ==, klaster_snapshot_get_n_rows (snapshot, t));
      klaster_row_iter_init (&iter, english, t);
      while (klaster_row_iter_next (&iter, &row))
        for (guint c = 1; c < klaster_schema_get_table (t)->n_columns; c++)
          if (klaster_schema_get_column (t, c)->type == KLASTER_COLUMN_TEXT && klaster_row_get_text (row, c))
            func (t, klaster_schema_get_column (t, c), klaster_row_get_text (row, c),
                  klaster_row_get_text (klaster_snapshot_lookup (snapshot, t, klaster_row_get_id (row)), c), data);
    }
}

static void
check_text_cb (KlasterTable             table,
               const KlasterColumnInfo *column,
               const char              *english,
               const char              *text,
               gpointer                 data)
{
  g_assert_nonnull (text);
  if (is_for_everybody (table, column, english))
    g_assert_cmpstr (text, ==, english);
  else if (has_letter (english, G_UNICODE_SCRIPT_LATIN))
    check_text (english, text, *(KlasterLanguage *) data);
}

/* A text that no file of data/sample/texts/ has would be left in English: in Russian and in Uzbek Cyrillic it is known by its
 * letters, and every entry has all three. */
static void
test_every_text (gconstpointer data)
{
  KlasterLanguage language = GPOINTER_TO_UINT (data);
  g_autoptr (KlasterSnapshot) english = load (KLASTER_LANGUAGE_EN);
  g_autoptr (KlasterSnapshot) snapshot = load (language);

  visit_texts (english, snapshot, check_text_cb, &language);
}

static void
collect_text_cb (KlasterTable             table,
                 const KlasterColumnInfo *column,
                 const char              *english,
                 const char              *text,
                 gpointer                 data)
{
  g_hash_table_add (data, g_strdup (english));
}

/* The files hold nothing twice, nothing half and nothing that no row says any more. */
static void
test_files (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "..", "data", "sample", "texts", NULL);
  g_autoptr (KlasterSnapshot) english = load (KLASTER_LANGUAGE_EN);
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  visit_texts (english, english, collect_text_cb, used);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonParser) parser = json_parser_new ();
      JsonObjectIter iter;
      const char *text;
      JsonNode *node;

      json_parser_load_from_file (parser, path, &error);
      g_assert_no_error (error);
      json_object_iter_init (&iter, json_node_get_object (json_parser_get_root (parser)));
      while (json_object_iter_next (&iter, &text, &node))
        {
          if (json_array_get_length (json_node_get_array (node)) != KLASTER_LANGUAGE_EN)
            {
              g_test_message ("%s: “%s” has not uz, uz_Cyrl, ru", name, text);
              g_test_fail ();
            }
          if (!g_hash_table_contains (used, text))
            {
              g_test_message ("%s: no row says “%s”", name, text);
              g_test_fail ();
            }
          if (!g_hash_table_add (seen, g_strdup (text)))
            {
              g_test_message ("%s: “%s” stands in another file, too", name, text);
              g_test_fail ();
            }
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 600);
}

/* One day and one language make one sequence of bytes. */
static void
test_same_bytes (void)
{
  for (KlasterLanguage language = 0; language < KLASTER_N_LANGUAGES; language++)
    {
      g_autoptr (GBytes) first = klaster_sample_make_content (TODAY, language);
      g_autoptr (GBytes) second = klaster_sample_make_content (TODAY, language);

      g_assert_true (g_bytes_equal (first, second));
      for (KlasterLanguage other = 0; other < language; other++)
        {
          g_autoptr (GBytes) bytes = klaster_sample_make_content (TODAY, other);

          g_assert_false (g_bytes_equal (first, bytes));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sample-texts/uz", GUINT_TO_POINTER (KLASTER_LANGUAGE_UZ), test_every_text);
  g_test_add_data_func ("/sample-texts/uz-cyrl", GUINT_TO_POINTER (KLASTER_LANGUAGE_UZ_CYRL), test_every_text);
  g_test_add_data_func ("/sample-texts/ru", GUINT_TO_POINTER (KLASTER_LANGUAGE_RU), test_every_text);
  g_test_add_func ("/sample-texts/files", test_files);
  g_test_add_func ("/sample-texts/same-bytes", test_same_bytes);

  return g_test_run ();
}
