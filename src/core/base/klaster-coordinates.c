/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "klaster-coordinates.h"

/* What a pair of coordinates is made of once spelling is out of the way. */
typedef enum
{
  TOKEN_NUMBER,
  TOKEN_DEGREE,
  TOKEN_MINUTE,
  TOKEN_SECOND,
  TOKEN_SEPARATOR,
  TOKEN_NORTH,
  TOKEN_SOUTH,
  TOKEN_EAST,
  TOKEN_WEST,
} TokenType;

typedef struct
{
  TokenType type;
  double number;
  gboolean fraction; /* was written with a decimal sign */
} Token;

/* One half of the pair. */
typedef struct
{
  double parts[3];
  guint n_parts;
  gboolean negative;
  gboolean fraction; /* a part that is not the last one has a fraction: "41.5 20" */
  int hemisphere;    /* a TokenType, or -1 */
} Half;

static const struct
{
  const char *text;
  TokenType type;
} words[] = {
  /* The longer first. Russian and Uzbek abbreviations as they stand in atlases and navigation programs. */
  { "с. ш.", TOKEN_NORTH }, { "с.ш.", TOKEN_NORTH }, { "с.ш", TOKEN_NORTH }, { "ю. ш.", TOKEN_SOUTH },
  { "ю.ш.", TOKEN_SOUTH }, { "ю.ш", TOKEN_SOUTH }, { "в. д.", TOKEN_EAST }, { "в.д.", TOKEN_EAST },
  { "в.д", TOKEN_EAST }, { "з. д.", TOKEN_WEST }, { "з.д.", TOKEN_WEST }, { "з.д", TOKEN_WEST },
  { "шм.к.", TOKEN_NORTH }, { "ш.к.", TOKEN_NORTH }, { "шқ.у.", TOKEN_EAST }, { "sh.k.", TOKEN_NORTH },
  { "shm.k.", TOKEN_NORTH }, { "shq.u.", TOKEN_EAST }, { "sh.u.", TOKEN_EAST },
  { "north", TOKEN_NORTH }, { "south", TOKEN_SOUTH }, { "east", TOKEN_EAST }, { "west", TOKEN_WEST },
  { "lat:", TOKEN_NORTH }, { "lat=", TOKEN_NORTH }, { "lat", TOKEN_NORTH }, { "lon:", TOKEN_EAST },
  { "lon=", TOKEN_EAST }, { "lng:", TOKEN_EAST }, { "lon", TOKEN_EAST },
  { "n", TOKEN_NORTH }, { "s", TOKEN_SOUTH }, { "e", TOKEN_EAST }, { "w", TOKEN_WEST },
  { "с", TOKEN_NORTH }, { "ю", TOKEN_SOUTH }, { "в", TOKEN_EAST }, { "з", TOKEN_WEST },
  { "°", TOKEN_DEGREE }, { "º", TOKEN_DEGREE }, { "˚", TOKEN_DEGREE }, { "deg", TOKEN_DEGREE }, { "d", TOKEN_DEGREE },
  { "''", TOKEN_SECOND }, { "′′", TOKEN_SECOND }, { "’’", TOKEN_SECOND }, { "″", TOKEN_SECOND }, { "”", TOKEN_SECOND },
  { "“", TOKEN_SECOND }, { "\"", TOKEN_SECOND },
  { "'", TOKEN_MINUTE }, { "′", TOKEN_MINUTE }, { "’", TOKEN_MINUTE }, { "‘", TOKEN_MINUTE }, { "ʹ", TOKEN_MINUTE },
  { "ʼ", TOKEN_MINUTE }, { "ʻ", TOKEN_MINUTE }, { "`", TOKEN_MINUTE },
  { ";", TOKEN_SEPARATOR }, { "/", TOKEN_SEPARATOR },
};

G_DEFINE_QUARK (klaster-coordinates-error-quark, klaster_coordinates_error)

static void
set_unreadable (GError **error)
{
  g_set_error_literal (error, KLASTER_COORDINATES_ERROR, KLASTER_COORDINATES_ERROR_UNREADABLE,
                       _("Type latitude and longitude, for example 41.4689, 69.5822 or 41°28′08″N 69°34′56″E."));
}

/* What maps on the web put into their addresses; people copy these more often than figures. */
static char *
cut_from_address (const char *text,
                  gboolean   *lon_first)
{
  static const struct
  {
    const char *pattern;
    gboolean lon_first;
  } patterns[] = {
    { "^\\s*geo:(-?[0-9.]+,-?[0-9.]+)", FALSE },
    { "#map=[0-9.]+/(-?[0-9.]+/-?[0-9.]+)", FALSE },
    { "@(-?[0-9.]+,-?[0-9.]+)", FALSE },
    { "[?&]q=(-?[0-9.]+,-?[0-9.]+)", FALSE },
    { "[?&]ll=(-?[0-9.]+(?:,|%2C)-?[0-9.]+)", TRUE },
    { "^\\s*POINT\\s*\\(\\s*(-?[0-9.]+\\s+-?[0-9.]+)\\s*\\)", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (patterns[i].pattern, G_REGEX_CASELESS, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      if (g_regex_match (regex, text, 0, &match))
        {
          g_autofree char *pair = g_match_info_fetch (match, 1);
          g_auto (GStrv) halves = g_regex_split_simple ("(?:,|/|%2C|\\s+)", pair, G_REGEX_CASELESS, 0);

          *lon_first = patterns[i].lon_first;
          return g_strjoinv (" ; ", halves);
        }
    }

  return NULL;
}

/* Whether a comma between two digits is a decimal sign: "41,47 69,58" and "41,47; 69,58", but not "41,69". */
static gboolean
commas_are_decimal (const char *text,
                    gboolean   *middle_separates)
{
  guint tight = 0;
  gboolean separated = FALSE;

  *middle_separates = FALSE;
  for (const char *p = text; *p; p++)
    {
      gboolean digit_before = p > text && g_ascii_isdigit (p[-1]);

      if (*p == '.' && digit_before && g_ascii_isdigit (p[1]))
        return FALSE;
      else if (*p == ',' && digit_before && g_ascii_isdigit (p[1]))
        tight++;
      else if (!g_ascii_isdigit (*p) && *p != '-' && *p != '+' && p > text && p[1])
        separated = TRUE;
    }
  *middle_separates = !separated && tight == 3;

  return tight >= 2 ? separated || tight == 3 : separated && tight == 1;
}

static gboolean
scan (const char *text,
      GArray     *tokens)
{
  gboolean middle_separates;
  gboolean decimal_comma = commas_are_decimal (text, &middle_separates);
  guint n_commas = 0;
  const char *p = text;

  while (*p)
    {
      gunichar c = g_utf8_get_char (p);
      Token token = { TOKEN_SEPARATOR, 0, FALSE };
      guint word;

      if (g_unichar_isspace (c) || c == 0x00ad || c == 0x200b || c == 0xfeff || c == '(' || c == ')')
        {
          p = g_utf8_next_char (p);
          continue;
        }
      if (g_ascii_isdigit (*p) || ((c == '-' || c == '+' || c == 0x2212) && tokens->len < 16))
        {
          g_autoptr (GString) number = g_string_new (c == '-' || c == 0x2212 ? "-" : "");

          if (!g_ascii_isdigit (*p))
            p = g_utf8_next_char (p);
          while (*p == ' ')
            p++;
          if (!g_ascii_isdigit (*p))
            return FALSE;
          for (; g_ascii_isdigit (*p)
                 || ((*p == '.' || (*p == ',' && decimal_comma && !(middle_separates && n_commas == 1)))
                     && g_ascii_isdigit (p[1]) && !token.fraction);
               p++)
            {
              if (*p == ',')
                n_commas++;
              token.fraction = token.fraction || !g_ascii_isdigit (*p);
              g_string_append_c (number, *p == ',' ? '.' : *p);
            }
          token.type = TOKEN_NUMBER;
          token.number = g_ascii_strtod (number->str, NULL);
          g_array_append_val (tokens, token);
          continue;
        }
      if (c == ',')
        {
          n_commas++;
          g_array_append_val (tokens, token);
          p++;
          continue;
        }
      for (word = 0; word < G_N_ELEMENTS (words); word++)
        if (g_str_has_prefix (p, words[word].text))
          break;
      if (word == G_N_ELEMENTS (words))
        return FALSE;
      token.type = words[word].type;
      g_array_append_val (tokens, token);
      p += strlen (words[word].text);
    }

  return TRUE;
}

/* Where the second half starts, counted in numbers. */
static guint
find_split (GArray *tokens,
            guint   n_numbers)
{
  guint n = 0;
  guint n_degrees = 0;

  for (guint i = 0; i < tokens->len; i++)
    {
      const Token *token = &g_array_index (tokens, Token, i);

      if (token->type == TOKEN_NUMBER)
        n++;
      else if (token->type == TOKEN_DEGREE && ++n_degrees == 2)
        return n - 1;
    }
  n = 0;
  for (guint i = 0; i < tokens->len; i++)
    {
      const Token *token = &g_array_index (tokens, Token, i);

      if (token->type == TOKEN_NUMBER)
        n++;
      else if (token->type == TOKEN_SEPARATOR && n > 0 && n < n_numbers)
        return n;
    }

  return n_numbers % 2 == 0 ? n_numbers / 2 : 0;
}

static gboolean
split (GArray *tokens,
       Half    halves[2])
{
  guint n_numbers = 0;
  guint first_of_second;
  guint n = 0;
  gboolean prefixed = FALSE;

  for (guint i = 0; i < tokens->len; i++)
    n_numbers += g_array_index (tokens, Token, i).type == TOKEN_NUMBER;
  if (n_numbers < 2 || n_numbers > 6)
    return FALSE;
  first_of_second = find_split (tokens, n_numbers);
  if (first_of_second == 0 || first_of_second > 3 || n_numbers - first_of_second > 3)
    return FALSE;

  halves[0] = halves[1] = (Half) { .hemisphere = -1 };
  for (guint i = 0; i < tokens->len; i++)
    {
      const Token *token = &g_array_index (tokens, Token, i);

      if (token->type == TOKEN_NUMBER)
        {
          Half *half = &halves[n >= first_of_second];

          if (half->n_parts > 0 && (token->number < 0 || half->fraction))
            return FALSE;
          half->negative = half->negative || token->number < 0 || (half->n_parts == 0 && signbit (token->number));
          half->fraction = token->fraction;
          half->parts[half->n_parts++] = fabs (token->number);
          n++;
        }
      else if (token->type >= TOKEN_NORTH)
        {
          guint which;

          if (n == 0)
            prefixed = TRUE;
          which = prefixed ? n >= first_of_second : n > first_of_second;
          if (!prefixed && n < first_of_second)
            return FALSE;
          if (halves[which].hemisphere != -1)
            return FALSE;
          halves[which].hemisphere = (int) token->type;
        }
    }

  return TRUE;
}

static gboolean
evaluate (const Half *half,
          double     *degrees)
{
  if ((half->n_parts > 1 && half->parts[1] >= 60) || (half->n_parts > 2 && half->parts[2] >= 60))
    return FALSE;
  *degrees = half->parts[0] + half->parts[1] / 60 + half->parts[2] / 3600;
  if (half->negative != (half->hemisphere == TOKEN_SOUTH || half->hemisphere == TOKEN_WEST))
    *degrees = -*degrees;

  return TRUE;
}

/* Uzbekistan with a margin. Latitudes and longitudes do not overlap there, so the order of two bare figures is certain. */
static gboolean
is_near (double lon,
         double lat)
{
  return lon >= 54 && lon <= 75 && lat >= 36 && lat <= 47;
}

/**
 * klaster_coordinates_parse:
 * @text: what somebody typed or pasted: decimal degrees with a point or a comma, degrees with minutes and seconds,
 *   hemispheres by letter in English, Russian and Uzbek, `geo:` and WKT points, addresses of maps on the web
 * @lon: (out): longitude, degrees east, −180 … 180
 * @lat: (out): latitude, degrees north, −90 … 90
 * @swapped: (out) (optional): whether the longitude came first, which nothing in @text said but the figures show
 * @error: return location for an error of %KLASTER_COORDINATES_ERROR
 *
 * Two bare figures are latitude and longitude in this order, unless only the other order is possible or lies in Uzbekistan.
 * 0, 0 is refused: programs write it for "unknown". May be called on any thread.
 *
 * Returns: whether @text was understood
 */
gboolean
klaster_coordinates_parse (const char  *text,
                           double      *lon,
                           double      *lat,
                           gboolean    *swapped,
                           GError     **error)
{
  g_autoptr (GArray) tokens = NULL;
  g_autofree char *from_address = NULL;
  g_autofree char *lower = NULL;
  gboolean lon_first = FALSE;
  gboolean bare;
  Half halves[2];
  double first, second;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (lon != NULL && lat != NULL, FALSE);

  if (swapped)
    *swapped = FALSE;
  if (strlen (text) > 1000 || !g_utf8_validate (text, -1, NULL))
    {
      set_unreadable (error);
      return FALSE;
    }

  tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  from_address = cut_from_address (text, &lon_first);
  lower = g_utf8_strdown (from_address ? from_address : text, -1);
  if (!scan (lower, tokens) || !split (tokens, halves))
    {
      set_unreadable (error);
      return FALSE;
    }
  if (!evaluate (&halves[0], &first) || !evaluate (&halves[1], &second))
    {
      g_set_error_literal (error, KLASTER_COORDINATES_ERROR, KLASTER_COORDINATES_ERROR_RANGE,
                           _("Minutes and seconds go from 0 to 59."));
      return FALSE;
    }

  bare = halves[0].hemisphere == -1 && halves[1].hemisphere == -1;
  if (!bare)
    {
      gboolean first_is_lon = halves[0].hemisphere == TOKEN_EAST || halves[0].hemisphere == TOKEN_WEST;
      gboolean second_is_lon = halves[1].hemisphere == TOKEN_EAST || halves[1].hemisphere == TOKEN_WEST;

      if (halves[0].hemisphere != -1 && halves[1].hemisphere != -1 && first_is_lon == second_is_lon)
        {
          set_unreadable (error);
          return FALSE;
        }
      lon_first = first_is_lon || (halves[0].hemisphere == -1 && !second_is_lon);
    }
  else if (!from_address && is_near (first, second))
    {
      lon_first = TRUE;
      if (swapped)
        *swapped = TRUE;
    }
  else if (!from_address && fabs (first) > 90 && fabs (second) <= 90)
    {
      lon_first = TRUE;
      if (swapped)
        *swapped = TRUE;
    }

  *lon = lon_first ? first : second;
  *lat = lon_first ? second : first;
  if (fabs (*lat) > 90 || fabs (*lon) > 180)
    {
      g_set_error_literal (error, KLASTER_COORDINATES_ERROR, KLASTER_COORDINATES_ERROR_RANGE,
                           _("Latitudes go from −90 to 90 degrees and longitudes from −180 to 180."));
      return FALSE;
    }
  if (*lat == 0 && *lon == 0)
    {
      g_set_error_literal (error, KLASTER_COORDINATES_ERROR, KLASTER_COORDINATES_ERROR_RANGE,
                           _("0, 0 lies in the Atlantic. Leave the position empty while it is unknown."));
      return FALSE;
    }

  return TRUE;
}

/**
 * klaster_coordinates_format:
 * @lon: longitude in degrees
 * @lat: latitude in degrees
 *
 * Returns: (transfer full): "41.46889, 69.58222": latitude first, five decimals (about a metre) at most, the same in every
 *   locale, so that it can be pasted into any map
 */
char *
klaster_coordinates_format (double lon,
                            double lat)
{
  char texts[2][G_ASCII_DTOSTR_BUF_SIZE];
  double values[2] = { lat, lon };

  for (guint i = 0; i < 2; i++)
    {
      char *end;

      g_ascii_formatd (texts[i], sizeof texts[i], "%.5f", values[i]);
      end = texts[i] + strlen (texts[i]);
      while (end[-1] == '0' && end[-2] != '.')
        *--end = '\0';
    }

  return g_strdup_printf ("%s, %s", texts[0], texts[1]);
}
