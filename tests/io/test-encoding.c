/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "klaster-encoding.h"

static const char uzbek_cyrillic[] = "Номи;Туман;Тоифа\nЧирчиқ шаҳри 3-мактаб;Чирчиқ шаҳри;мактаб\n";
/* What Windows-1251 can hold: ў, but neither қ nor ғ nor ҳ. */
static const char uzbek_1251[] = "Номи;Туман\n5-мактаб;Бўка тумани\nЎрта мактаб;Паркент тумани\n";
static const char uzbek_latin[] = "Nomi;Tuman\n3-maktab;Boʻka tumani\nGʻazalkent maktabi;Boʻstonliq tumani\n";

static guint8 *
encode (const char *text,
        const char *encoding,
        const char *mark,
        gsize       mark_length,
        gsize      *length)
{
  g_autoptr (GError) error = NULL;
  gsize n;
  g_autofree char *converted = g_convert (text, -1, encoding, "UTF-8", NULL, &n, &error);
  guint8 *bytes;

  g_assert_no_error (error);
  bytes = g_malloc (mark_length + n + 1);
  memcpy (bytes, mark, mark_length);
  memcpy (bytes + mark_length, converted, n);
  *length = mark_length + n;
  return bytes;
}

static void
check (const char *text,
       const char *encoding,
       const char *mark,
       gsize       mark_length)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  gsize utf8_length = 0;
  g_autofree guint8 *bytes = encode (text, encoding, mark, mark_length, &length);
  const char *found = klaster_encoding_detect (bytes, length);
  g_autofree char *back = NULL;

  g_assert_cmpstr (found, ==, encoding);
  back = klaster_encoding_to_utf8 (bytes, length, found, &utf8_length, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back, ==, text);
  g_assert_cmpuint (utf8_length, ==, strlen (text));
}

static void
test_encodings (void)
{
  const char *texts[] = { uzbek_cyrillic, uzbek_latin };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      check (texts[i], "UTF-8", "", 0);
      check (texts[i], "UTF-8", "\xef\xbb\xbf", 3);
      check (texts[i], "UTF-16LE", "", 0);
      check (texts[i], "UTF-16BE", "", 0);
      check (texts[i], "UTF-16LE", "\xff\xfe", 2);
      check (texts[i], "UTF-16BE", "\xfe\xff", 2);
    }
  check (uzbek_1251, "WINDOWS-1251", "", 0);
}

/* A long text is left to statistics, a short one to what office programs here write. */
static void
test_long_8_bit (void)
{
  static const char *const encodings[] = { "WINDOWS-1251", "KOI8-R", "IBM866" };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < 30; i++)
    g_string_append_printf (text,
                            "Средняя общеобразовательная школа № %u Чирчикского городского отдела народного образования;"
                            "Ташкентская область, город Чирчик, улица Навои, дом %u\n", i, i * 3);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      g_autoptr (GString) writable = g_string_new (text->str);

      /* The number sign is not in all of them. */
      g_string_replace (writable, "№", "N", 0);
      check (writable->str, encodings[i], "", 0);
    }
}

static void
test_empty (void)
{
  g_autofree char *text = klaster_encoding_to_utf8 (NULL, 0, "UTF-8", NULL, NULL);

  g_assert_cmpstr (klaster_encoding_detect (NULL, 0), ==, "UTF-8");
  g_assert_cmpstr (text, ==, "");
}

static void
test_binary (void)
{
  static const guint8 png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\3\0\x17\x88\xfe";

  g_assert_null (klaster_encoding_detect (png, sizeof png));
}

static void
test_offending_byte (void)
{
  static const char utf8[] = "Номи\nЧирчиқ maktabi; Boʻka; Паркент; Қибрай; Ўрта; Ғазалкент\nаб\xd0\xd0\xb2";
  static const guint8 cp1251[] = "abc\r\nd\x98";
  static const guint8 odd[] = "a\0b\0c";
  g_autoptr (GError) error = NULL;

  /* Damaged UTF-8 is still UTF-8: saying where is better than showing nonsense. */
  g_assert_cmpstr (klaster_encoding_detect ((const guint8 *) utf8, strlen (utf8)), ==, "UTF-8");
  g_assert_null (klaster_encoding_to_utf8 ((const guint8 *) utf8, strlen (utf8), "UTF-8", NULL, &error));
  g_assert_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING);
  g_assert_nonnull (strstr (error->message, "Line 3, column 3"));
  g_assert_nonnull (strstr (error->message, "0xD0"));

  g_clear_error (&error);
  g_assert_null (klaster_encoding_to_utf8 (cp1251, sizeof cp1251 - 1, "WINDOWS-1251", NULL, &error));
  g_assert_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING);
  g_assert_nonnull (strstr (error->message, "Line 2, column 2"));

  g_clear_error (&error);
  g_assert_null (klaster_encoding_to_utf8 (odd, sizeof odd - 1, "UTF-16LE", NULL, &error));
  g_assert_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING);

  g_clear_error (&error);
  g_assert_null (klaster_encoding_to_utf8 ((const guint8 *) "x\ny\0z", 5, "UTF-8", NULL, &error));
  g_assert_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_ENCODING);
  g_assert_nonnull (strstr (error->message, "Line 2, column 2"));
}

static void
test_names (void)
{
  g_assert_cmpstr (klaster_encoding_find ("utf-8"), ==, "UTF-8");
  g_assert_cmpstr (klaster_encoding_find ("cp1251"), ==, "WINDOWS-1251");
  g_assert_null (klaster_encoding_find ("EBCDIC"));
  for (guint i = 0; klaster_encoding_list ()[i]; i++)
    {
      g_autofree char *text = klaster_encoding_to_utf8 ((const guint8 *) "a\0", 2, klaster_encoding_list ()[i], NULL, NULL);

      /* Every encoding that is offered can be converted from here. */
      if (g_str_has_prefix (klaster_encoding_list ()[i], "UTF-16"))
        g_assert_nonnull (text);
      else
        {
          g_autofree char *one = klaster_encoding_to_utf8 ((const guint8 *) "a", 1, klaster_encoding_list ()[i], NULL, NULL);

          g_assert_cmpstr (one, ==, "a");
        }
      g_assert_cmpstr (klaster_encoding_get_title (klaster_encoding_list ()[i]), !=, klaster_encoding_list ()[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/encoding/detect", test_encodings);
  g_test_add_func ("/io/encoding/long-8-bit", test_long_8_bit);
  g_test_add_func ("/io/encoding/empty", test_empty);
  g_test_add_func ("/io/encoding/binary", test_binary);
  g_test_add_func ("/io/encoding/offending-byte", test_offending_byte);
  g_test_add_func ("/io/encoding/names", test_names);

  return g_test_run ();
}
