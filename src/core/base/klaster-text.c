/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-text.h"

/* The key of klaster_text_fold() was chosen by measuring on 2,634 settlements of Uzbekistan with their Uzbek and Russian
 * names. Plain transliteration makes 46 % of the pairs equal; a, o, u as one vowel and e, i, y as another 84 %; letters
 * that are typed in the wrong script (“Каpакалпак” with a Latin p) brought back 89 %. Of 1,792 different Uzbek names 8 %
 * then share a key with another one, nearly all of them spellings of one name (Boʻston, Buston). Dropping the vowels
 * altogether finds fewer pairs (83 %) and collides twice as often. */

/* Latin letters for а … я and ё, as Uzbek writes them. */
static const char *const cyrillic[] = {
  "a", "b", "v", "g", "d", "e", "j", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "ts",
  "ch", "sh", "sh", "", "i", "", "e", "yu", "ya",
};

/* Letters that look alike, Latin and Cyrillic. */
static const struct
{
  gunichar latin;
  gunichar cyrillic;
} lookalikes[] = {
  { 'a', 0x0430 }, { 'c', 0x0441 }, { 'e', 0x0435 }, { 'o', 0x043e }, { 'p', 0x0440 }, { 'x', 0x0445 }, { 'y', 0x0443 },
  { 'k', 0x043a }, { 'm', 0x043c }, { 't', 0x0442 }, { 'h', 0x043d }, { 'b', 0x0432 },
};

static gboolean
is_apostrophe (gunichar c)
{
  switch (c)
    {
    case '\'': case '`': case 0x00b4: case 0x02b9: case 0x02bb: case 0x02bc: case 0x02bd: case 0x02be: case 0x02bf:
    case 0x02ca: case 0x02cb: case 0x2018: case 0x2019: case 0x201b: case 0x2032: case 0x2035: case 0x275b: case 0x275c:
    case 0xff07:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x00ad || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

static gboolean
is_cyrillic (gunichar c)
{
  return c >= 0x0400 && c < 0x0530;
}

/* Letters of the other script that a word of mostly this script holds become what they look like. */
static void
unify_script (gunichar *word,
              gsize     n)
{
  gsize n_latin = 0, n_cyrillic = 0;

  for (gsize i = 0; i < n; i++)
    {
      n_latin += word[i] >= 'a' && word[i] <= 'z';
      n_cyrillic += is_cyrillic (word[i]);
    }
  if (n_latin == 0 || n_cyrillic == 0)
    return;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (lookalikes); j++)
      {
        if (n_cyrillic >= n_latin && word[i] == lookalikes[j].latin)
          word[i] = lookalikes[j].cyrillic;
        else if (n_cyrillic < n_latin && word[i] == lookalikes[j].cyrillic)
          word[i] = lookalikes[j].latin;
      }
}

static void
append_letter (GString  *out,
               gunichar  c)
{
  if (c < 0x80)
    {
      g_string_append_c (out, (char) c);
      return;
    }
  if (c >= 0x0430 && c <= 0x044f)
    {
      g_string_append (out, cyrillic[c - 0x0430]);
      return;
    }

  switch (c)
    {
    case 0x0451: /* ё */
      g_string_append (out, "yo");
      return;
    case 0x045e: /* ў */
      g_string_append_c (out, 'o');
      return;
    case 0x0493: /* ғ */
      g_string_append_c (out, 'g');
      return;
    case 0x049b: /* қ */
      g_string_append_c (out, 'k');
      return;
    case 0x04b3: /* ҳ */
      g_string_append_c (out, 'h');
      return;
    case 0x04af: case 0x04b1: /* ү ұ, Kazakh */
      g_string_append_c (out, 'u');
      return;
    case 0x04e9: /* ө */
      g_string_append_c (out, 'o');
      return;
    case 0x04d9: /* ә */
      g_string_append_c (out, 'a');
      return;
    case 0x04a3: /* ң */
      g_string_append (out, "ng");
      return;
    case 0x0456: case 0x0131: /* і ı */
      g_string_append_c (out, 'i');
      return;
    case 0x00df: /* ß */
      g_string_append (out, "ss");
      return;
    default:
      break;
    }

  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n = g_unichar_fully_decompose (c, FALSE, parts, G_N_ELEMENTS (parts));

  for (gsize i = 0; i < n; i++)
    if (parts[i] == c)
      g_string_append_unichar (out, c);
    else if (!g_unichar_ismark (parts[i]))
      append_letter (out, parts[i]);
}

/* Lower case, transliterated, words with one space between them, numbers apart from letters. */
static GString *
transliterate (const char *text)
{
  gsize length = strlen (text);
  GString *out = g_string_sized_new (length + 8);
  g_autofree gunichar *word = g_new (gunichar, length + 1);
  g_autofree char *valid = NULL;
  g_autofree char *composed = NULL;
  gsize n = 0;
  const char *at;

  if (!g_utf8_validate_len (text, length, NULL))
    {
      valid = g_utf8_make_valid (text, (gssize) length);
      text = valid;
    }
  /* й and ў may come as two characters; NFC is dear, so only then. */
  for (at = text; *at; at++)
    if ((guchar) at[0] == 0xcc || (guchar) at[0] == 0xcd)
      {
        composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
        text = composed;
        g_free (word);
        word = g_new (gunichar, strlen (text) + 1);
        break;
      }

  for (at = text;; at = g_utf8_next_char (at))
    {
      gunichar c = *at ? g_unichar_tolower (g_utf8_get_char (at)) : 0;
      gboolean letter = g_unichar_isalpha (c), digit = !letter && g_unichar_isdigit (c);

      if (is_apostrophe (c) || (n > 0 && g_unichar_ismark (c)))
        continue;
      if (letter)
        {
          word[n++] = c;
          continue;
        }
      /* A hyphen between letters joins them: Qara-oy is Караой. */
      if (n > 0 && is_hyphen (c) && g_unichar_isalpha (g_utf8_get_char (g_utf8_next_char (at))))
        continue;

      if (n > 0)
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
          unify_script (word, n);
          for (gsize i = 0; i < n; i++)
            append_letter (out, word[i]);
          n = 0;
        }
      if (c == 0)
        break;
      if (digit)
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ' && !g_ascii_isdigit (out->str[out->len - 1]))
            g_string_append_c (out, ' ');
          g_string_append_c (out, (char) ('0' + g_unichar_digit_value (c)));
        }
      else if (out->len > 0 && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);

  return out;
}

/**
 * klaster_text_fold:
 * @text: (nullable): text in any of the languages
 *
 * A key that all spellings of a name share: lower-case Latin letters and figures, words with one space between them. The
 * key of the beginning of a word begins the key of the word, so that typing narrows a search down.
 *
 * Returns: (transfer full): the key, "" for %NULL
 */
char *
klaster_text_fold (const char *text)
{
  g_autoptr (GString) from = NULL;
  const char *at;
  char *to;

  if (text == NULL)
    return g_strdup ("");

  from = transliterate (text);
  /* First the letters that Latin spellings do not agree on, so that they can be halves of the pairs below. */
  for (char *c = from->str; *c; c++)
    *c = *c == 'x' ? 'h' : *c == 'q' ? 'k' : *c == 'w' ? 'v' : *c;
  to = from->str;
  for (at = from->str; *at;)
    {
      char c = *at;
      guint n = 1;

      if ((c == 'k' || c == 'g' || c == 'p') && at[1] == 'h') /* kh, gh, ph */
        {
          c = c == 'k' ? 'h' : c == 'g' ? 'g' : 'f';
          n = 2;
        }
      else if (c == 'z' && at[1] == 'h')
        {
          c = 'j';
          n = 2;
        }
      else if (c == 'd' && (at[1] == 'j' || (at[1] == 'z' && at[2] == 'h')))
        {
          c = 'j';
          n = at[1] == 'j' ? 2 : 3;
        }
      else if (c == 'o' || c == 'u')
        c = 'a';
      else if (c == 'e' || c == 'y')
        c = 'i';
      at += n;
      /* Double letters are written in one language and not in the other. */
      if (!(g_ascii_isalpha (c) && to > from->str && to[-1] == c))
        *to++ = c;
    }
  g_string_truncate (from, (gsize) (to - from->str));

  return g_string_free (g_steal_pointer (&from), FALSE);
}

/* Most texts do not hold the word anywhere, which the C library finds out fastest. */
static gboolean
word_matches (const char *text,
              gsize       text_length,
              const char *word,
              gsize       length)
{
  const char *end = text + text_length;
  gsize n_letters = 0;

  for (gsize i = 0; i < length; i++)
    n_letters += ((guchar) word[i] & 0xc0) != 0x80;

  for (const char *at = text; (at = memmem (at, (gsize) (end - at), word, length)); at++)
    if (n_letters >= 3 || at == text || at[-1] == ' ')
      return TRUE;

  return FALSE;
}

/**
 * klaster_text_matches:
 * @folded_text: what is searched, from klaster_text_fold()
 * @folded_needle: what is looked for, from klaster_text_fold()
 *
 * Returns: whether every word of @folded_needle begins a word of @folded_text or, from three letters on, lies within it
 */
gboolean
klaster_text_matches (const char *folded_text,
                      const char *folded_needle)
{
  gsize text_length;

  g_return_val_if_fail (folded_text != NULL && folded_needle != NULL, FALSE);

  text_length = strlen (folded_text);
  while (*folded_needle)
    {
      const char *end = strchrnul (folded_needle, ' ');

      if (end > folded_needle && !word_matches (folded_text, text_length, folded_needle, (gsize) (end - folded_needle)))
        return FALSE;
      folded_needle = *end ? end + 1 : end;
    }

  return TRUE;
}

/**
 * klaster_text_collate_key:
 * @text: (nullable): text
 *
 * Returns: (transfer full): a key to sort by with strcmp(): words as transliterated, numbers by their size, then the text
 * itself, so that only equal texts have equal keys
 */
char *
klaster_text_collate_key (const char *text)
{
  g_autoptr (GString) plain = NULL;
  GString *key;

  if (text == NULL)
    text = "";
  plain = transliterate (text);
  key = g_string_sized_new (plain->len + strlen (text) + 8);
  for (const char *at = plain->str; *at;)
    {
      if (!g_ascii_isdigit (*at))
        {
          g_string_append_c (key, *at++);
          continue;
        }

      /* The number of figures in front makes longer numbers greater. */
      gsize n;

      while (at[0] == '0' && g_ascii_isdigit (at[1]))
        at++;
      for (n = 0; n < 40 && g_ascii_isdigit (at[n]); n++)
        continue;
      g_string_append_c (key, (char) ('0' + n));
      g_string_append_len (key, at, (gssize) n);
      at += n;
    }
  g_string_append_c (key, '\x01');
  g_string_append (key, text);

  return g_string_free (key, FALSE);
}

/**
 * klaster_text_compare:
 * @a: (nullable): text
 * @b: (nullable): other text
 *
 * Returns: less than, equal to or greater than zero, in the order in which people expect names
 */
int
klaster_text_compare (const char *a,
                      const char *b)
{
  g_autofree char *left = klaster_text_collate_key (a);
  g_autofree char *right = klaster_text_collate_key (b);

  return strcmp (left, right);
}

/**
 * klaster_text_set_equal:
 * @a: a set of texts, as g_hash_table_add() makes it
 * @b: another one
 *
 * Returns: whether both hold the same texts
 */
gboolean
klaster_text_set_equal (GHashTable *a,
                        GHashTable *b)
{
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;

  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &value, NULL))
    if (!g_hash_table_contains (b, value))
      return FALSE;

  return TRUE;
}

/**
 * klaster_text_group_digits:
 * @number: rounded to a whole one
 *
 * Returns: (transfer full): its digits in groups of three, apart by spaces that do not break
 */
char *
klaster_text_group_digits (double number)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", number);
  GString *text = g_string_new (NULL);
  gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0 && digits[i - 1] != '-')
        g_string_append (text, "\u00a0");
      g_string_append_c (text, digits[i]);
    }

  return g_string_free (text, FALSE);
}
