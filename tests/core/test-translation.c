/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <string.h>

#include "klaster-catalogue.h"
#include "klaster-translation.h"

typedef struct
{
  const char *key;
  gsize key_length;
  const char *text;
  gsize length;
} Pair;

#define PAIR(key, text) { key, sizeof (key) - 1, text, sizeof (text) - 1 }

static void
append_number (GByteArray *bytes,
               guint32     number,
               gboolean    swapped)
{
  if (swapped)
    number = GUINT32_SWAP_LE_BE (number);
  g_byte_array_append (bytes, (const guint8 *) &number, sizeof number);
}

/* A .mo file as msgfmt writes it, in the byte order of this machine or the other */
static GBytes *
make_catalogue (const Pair *pairs,
                guint       n,
                gboolean    swapped)
{
  GByteArray *bytes = g_byte_array_new ();
  guint32 position = 28 + 16 * n;

  append_number (bytes, 0x950412de, swapped);
  append_number (bytes, 0, swapped);
  append_number (bytes, n, swapped);
  append_number (bytes, 28, swapped);
  append_number (bytes, 28 + 8 * n, swapped);
  append_number (bytes, 0, swapped);
  append_number (bytes, 0, swapped);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        guint32 length = pass == 0 ? pairs[i].key_length : pairs[i].length;

        append_number (bytes, length, swapped);
        append_number (bytes, position, swapped);
        position += length + 1;
      }
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        const char *text = pass == 0 ? pairs[i].key : pairs[i].text;

        g_byte_array_append (bytes, (const guint8 *) text, (pass == 0 ? pairs[i].key_length : pairs[i].length) + 1);
      }

  return g_byte_array_free_to_bytes (bytes);
}

#define RUSSIAN "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"

static const Pair russian[] = {
  PAIR ("", "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: " RUSSIAN "\n"),
  PAIR ("%u page\0%u pages", "%u страница\0%u страницы\0%u страниц"),
  PAIR ("Open", "Открыть"),
  PAIR ("state\004Open", "Открыто"),
  PAIR ("Untranslated", ""),
};

static void
test_lookup (void)
{
  for (int swapped = 0; swapped < 2; swapped++)
    {
      g_autoptr (GBytes) bytes = make_catalogue (russian, G_N_ELEMENTS (russian), swapped);
      g_autoptr (GError) error = NULL;
      g_autoptr (KlasterCatalogue) catalogue = klaster_catalogue_new (bytes, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (klaster_catalogue_lookup (catalogue, NULL, "Open"), ==, "Открыть");
      g_assert_cmpstr (klaster_catalogue_lookup (catalogue, "state", "Open"), ==, "Открыто");
      g_assert_null (klaster_catalogue_lookup (catalogue, "other", "Open"));
      g_assert_null (klaster_catalogue_lookup (catalogue, NULL, "Untranslated"));
      g_assert_null (klaster_catalogue_lookup (catalogue, NULL, "Close"));
      g_assert_null (klaster_catalogue_lookup (catalogue, NULL, ""));
      g_assert_cmpstr (klaster_catalogue_lookup (catalogue, NULL, "%u page"), ==, "%u страница");
    }
}

static void
test_plurals (void)
{
  static const struct
  {
    gulong n;
    const char *text;
  } cases[] = {
    { 0, "%u страниц" }, { 1, "%u страница" }, { 2, "%u страницы" }, { 5, "%u страниц" }, { 11, "%u страниц" },
    { 12, "%u страниц" }, { 21, "%u страница" }, { 24, "%u страницы" }, { 111, "%u страниц" }, { 122, "%u страницы" },
  };
  g_autoptr (GBytes) bytes = make_catalogue (russian, G_N_ELEMENTS (russian), FALSE);
  g_autoptr (KlasterCatalogue) catalogue = klaster_catalogue_new (bytes, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (klaster_catalogue_lookup_n (catalogue, "%u page", cases[i].n), ==, cases[i].text);
  g_assert_null (klaster_catalogue_lookup_n (catalogue, "%u line", 1));
}

/* Formulas of gettext's manual, and some that are none: those give the first form and never more than there are. */
static void
test_formulas (void)
{
  static const struct
  {
    const char *formula;
    gulong n;
    const char *form;
  } cases[] = {
    { "0", 7, "a" }, { "n != 1", 1, "a" }, { "n != 1", 0, "b" }, { "n>1", 1, "a" }, { "n>1", 2, "b" },
    { "n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2", 0, "c" }, { "n==1 ? 0 : n==2 ? 1 : 2", 2, "b" },
    { "(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2", 4, "b" }, { "!(n==1)", 3, "b" }, { "n*2-1", 1, "b" }, { "n/2", 5, "c" },
    { "2", 0, "c" }, { "7", 0, "c" }, { "8", 0, "a" }, { "n/0", 1, "a" }, { "n%0", 1, "a" }, { "", 3, "a" }, { "n ==", 3, "a" },
    { "(n", 3, "a" }, { "n ? 1", 3, "a" }, { "abc", 3, "a" }, { "99999999999999999999999", 3, "a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *header = g_strdup_printf ("Plural-Forms: nplurals=3; plural=%s;\n", cases[i].formula);
      Pair pairs[] = { { "", 0, header, strlen (header) }, PAIR ("x\0xs", "a\0b\0c") };
      g_autoptr (GBytes) bytes = make_catalogue (pairs, G_N_ELEMENTS (pairs), FALSE);
      g_autoptr (KlasterCatalogue) catalogue = klaster_catalogue_new (bytes, NULL);

      g_test_message ("%s for %lu", cases[i].formula, cases[i].n);
      g_assert_cmpstr (klaster_catalogue_lookup_n (catalogue, "x", cases[i].n), ==, cases[i].form);
    }
}

/* Brackets without end neither run away nor use up the stack. */
static void
test_deep_formula (void)
{
  g_autofree char *brackets = g_strnfill (100000, '(');
  g_autofree char *signs = g_strnfill (100000, '!');
  const char *formulas[] = { brackets, signs };

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    {
      g_autofree char *header = g_strdup_printf ("Plural-Forms: nplurals=2; plural=%s;\n", formulas[i]);
      Pair pairs[] = { { "", 0, header, strlen (header) }, PAIR ("x\0xs", "a\0b") };
      g_autoptr (GBytes) bytes = make_catalogue (pairs, G_N_ELEMENTS (pairs), FALSE);
      g_autoptr (KlasterCatalogue) catalogue = klaster_catalogue_new (bytes, NULL);

      g_assert_cmpstr (klaster_catalogue_lookup_n (catalogue, "x", 5), ==, "a");
    }
}

static void
try_bytes (const guint8 *data,
           gsize         size)
{
  /* A block of its own, so that a sanitizer sees reading past its end. */
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KlasterCatalogue) catalogue = klaster_catalogue_new (bytes, &error);

  if (catalogue == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (russian); i++)
    {
      const char *text = klaster_catalogue_lookup (catalogue, NULL, russian[i].key);

      g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
      for (gulong n = 0; n < 30; n += 7)
        {
          text = klaster_catalogue_lookup_n (catalogue, russian[i].key, n);
          g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
        }
    }
}

/* Cut off at every place, and with every byte changed: an error or translations, never a crash. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = make_catalogue (russian, G_N_ELEMENTS (russian), FALSE);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  for (gsize length = 0; length < size; length++)
    try_bytes (data, length);
  for (gsize i = 0; i < size; i++)
    for (guint k = 0; k < 4; k++)
      {
        static const guint8 bits[] = { 0x01, 0x7f, 0x80, 0xff };

        copy[i] = data[i] ^ bits[k];
        try_bytes (copy, size);
        copy[i] = data[i];
      }
}

/* The catalogues of the build, whatever language this process runs in. */
static void
test_program (void)
{
  g_assert_cmpstr (klaster_translate_c (KLASTER_LANGUAGE_RU, "truth", "Yes"), ==, "Да");
  g_assert_cmpstr (klaster_translate_c (KLASTER_LANGUAGE_UZ, "truth", "Yes"), ==, "Ha");
  g_assert_cmpstr (klaster_translate_c (KLASTER_LANGUAGE_UZ_CYRL, "truth", "Yes"), ==, "Ҳа");
  g_assert_cmpstr (klaster_translate_c (KLASTER_LANGUAGE_EN, "truth", "Yes"), ==, "Yes");
  g_assert_cmpstr (klaster_translate_c (KLASTER_LANGUAGE_RU, "no such context", "Yes"), ==, "Yes");
  g_assert_cmpstr (klaster_translate_n (KLASTER_LANGUAGE_EN, "%u entry", "%u entries", 1), ==, "%u entry");
  g_assert_cmpstr (klaster_translate_n (KLASTER_LANGUAGE_EN, "%u entry", "%u entries", 2), ==, "%u entries");
  g_assert_cmpstr (klaster_translate_n (KLASTER_LANGUAGE_RU, "%u entry", "%u entries", 1), !=,
                   klaster_translate_n (KLASTER_LANGUAGE_RU, "%u entry", "%u entries", 2));
  g_assert_cmpstr (klaster_translate_n (KLASTER_LANGUAGE_RU, "%u entry", "%u entries", 2), !=,
                   klaster_translate_n (KLASTER_LANGUAGE_RU, "%u entry", "%u entries", 5));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/translation/lookup", test_lookup);
  g_test_add_func ("/translation/plurals", test_plurals);
  g_test_add_func ("/translation/formulas", test_formulas);
  g_test_add_func ("/translation/deep-formula", test_deep_formula);
  g_test_add_func ("/translation/damaged", test_damaged);
  g_test_add_func ("/translation/program", test_program);
  return g_test_run ();
}
