/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "klaster-label.h"
#include "klaster-paper-text.h"

/* Kept advances: Latin, Greek, Cyrillic with its Uzbek letters, then the block of dashes, quotes and the ellipsis */
#define N_LETTERS 0x530
#define FIRST_SIGN 0x2000
#define N_SIGNS 0x200
/* The sign in front of a number, with its space */
#define NUMBER_SIGN "\u2116 "
/* Some air between the lines */
#define LEADING 1.08

typedef struct
{
  PangoFontDescription *description;
  double ascent, height;
  float advances[N_LETTERS + N_SIGNS]; /* negative: not measured yet */
} Font;

/* Once for each thread, as the context that they measure with */
typedef struct
{
  PangoLayout *layout;
  GHashTable *fonts; /* size and weight → Font */
} Texts;

static void
font_free (gpointer data)
{
  Font *self = data;

  pango_font_description_free (self->description);
  g_free (self);
}

static void
texts_free (gpointer data)
{
  Texts *self = data;

  g_hash_table_unref (self->fonts);
  g_object_unref (self->layout);
  g_free (self);
}

static GPrivate texts_key = G_PRIVATE_INIT (texts_free);

static Texts *
get_texts (void)
{
  Texts *self = g_private_get (&texts_key);

  if (self == NULL)
    {
      self = g_new0 (Texts, 1);
      self->layout = pango_layout_new (klaster_label_get_vector_context ());
      pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
      self->fonts = g_hash_table_new_full (NULL, NULL, NULL, font_free);
      g_private_set (&texts_key, self);
    }

  return self;
}

static Font *
get_font (const KlasterPaperFont *font)
{
  Texts *texts = get_texts ();
  gpointer key = GUINT_TO_POINTER ((guint) lround (font->size * 100) * 2 + (font->bold ? 1 : 0));
  Font *self = g_hash_table_lookup (texts->fonts, key);
  PangoFontMetrics *metrics;

  if (self != NULL)
    return self;
  self = g_new (Font, 1);
  self->description = pango_font_description_new ();
  pango_font_description_set_family_static (self->description, "Sans");
  pango_font_description_set_weight (self->description, font->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (self->description, font->size * PANGO_SCALE);
  metrics = pango_context_get_metrics (pango_layout_get_context (texts->layout), self->description, NULL);
  self->ascent = (double) pango_font_metrics_get_ascent (metrics) / PANGO_SCALE;
  self->height = (self->ascent + (double) pango_font_metrics_get_descent (metrics) / PANGO_SCALE) * LEADING;
  pango_font_metrics_unref (metrics);
  for (guint i = 0; i < G_N_ELEMENTS (self->advances); i++)
    self->advances[i] = -1;
  g_hash_table_insert (texts->fonts, key, self);

  return self;
}

/* Keeps the sign “№” with the number behind it. A space that cannot be broken would do, too, but who searches a document types
 * an ordinary one. (transfer full) (nullable) */
static PangoAttrList *
make_attributes (const char *text,
                 gssize      length)
{
  const char *end = text + (length < 0 ? (gssize) strlen (text) : length);
  PangoAttrList *list = NULL;

  for (const char *p = g_strstr_len (text, end - text, NUMBER_SIGN); p != NULL;)
    {
      const char *after = p + strlen (NUMBER_SIGN);
      PangoAttribute *attribute = pango_attr_allow_breaks_new (FALSE);

      attribute->start_index = (guint) (p - text);
      attribute->end_index = (guint) (MIN (after + 1, end) - text);
      if (list == NULL)
        list = pango_attr_list_new ();
      pango_attr_list_insert (list, attribute);
      p = g_strstr_len (after, end - after, NUMBER_SIGN);
    }

  return list;
}

/* @width negative: lines are not broken */
static PangoLayout *
get_layout (Font       *font,
            const char *text,
            gssize      length,
            double      width)
{
  PangoLayout *layout = get_texts ()->layout;
  PangoAttrList *attributes;

  pango_layout_set_font_description (layout, font->description);
  pango_layout_set_width (layout, width < 0 ? -1 : MAX ((int) (width * PANGO_SCALE), 1));
  pango_layout_set_text (layout, text, length);
  attributes = make_attributes (text, length);
  pango_layout_set_attributes (layout, attributes);
  g_clear_pointer (&attributes, pango_attr_list_unref);

  return layout;
}

static double
measure_letter (Font       *font,
                const char *letter)
{
  gunichar c = g_utf8_get_char (letter);
  float *kept = c < N_LETTERS ? &font->advances[c]
                : c >= FIRST_SIGN && c < FIRST_SIGN + N_SIGNS ? &font->advances[N_LETTERS + c - FIRST_SIGN] : NULL;
  PangoRectangle logical;

  if (kept != NULL && *kept >= 0)
    return *kept;
  pango_layout_get_extents (get_layout (font, letter, g_utf8_next_char (letter) - letter, -1), NULL, &logical);
  if (kept != NULL)
    *kept = (float) logical.width / PANGO_SCALE;

  return (double) logical.width / PANGO_SCALE;
}

/**
 * klaster_paper_text_is_kept:
 * @text: UTF-8
 * @space: a space within @text
 *
 * Returns: whether a line is not broken there, as behind “№”
 */
gboolean
klaster_paper_text_is_kept (const char *text,
                            const char *space)
{
  gsize length = strlen (NUMBER_SIGN) - 1;

  return (gsize) (space - text) >= length && strncmp (space - length, NUMBER_SIGN, length + 1) == 0;
}

/* The widest line of @text, or the widest of its words, from the advances of letters: tables measure 100,000 cells. */
static double
measure_pieces (const KlasterPaperFont *font,
                const char             *text,
                gboolean                words)
{
  const char *ends = words ? " \n" : "\n";
  Font *self = get_font (font);
  double widest = 0, width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (strchr (ends, *p) != NULL && !(*p == ' ' && klaster_paper_text_is_kept (text, p)))
        width = 0;
      else
        width += measure_letter (self, p);
      widest = MAX (widest, width);
      /* Lines are also broken behind a hyphen, but not in a number such as that of a telephone. */
      if (words && *p == '-' && g_unichar_isalpha (g_utf8_get_char (p + 1)))
        width = 0;
    }

  return widest;
}

/**
 * klaster_paper_text_get_line_height:
 * @font: a font
 *
 * Returns: points from one line to the next
 */
double
klaster_paper_text_get_line_height (const KlasterPaperFont *font)
{
  return get_font (font)->height;
}

/**
 * klaster_paper_text_measure:
 * @font: a font
 * @text: UTF-8, may have several lines
 *
 * Returns: points that the widest line takes when it is not broken
 */
double
klaster_paper_text_measure (const KlasterPaperFont *font,
                            const char             *text)
{
  return measure_pieces (font, text, FALSE);
}

/**
 * klaster_paper_text_measure_word:
 * @font: a font
 * @text: UTF-8
 *
 * Returns: points that the widest word takes, which a column should not fall below
 */
double
klaster_paper_text_measure_word (const KlasterPaperFont *font,
                                 const char             *text)
{
  return measure_pieces (font, text, TRUE);
}

/* Whether it stands in one line as it is. Kerning can only make it narrower by a hair. */
static gboolean
is_one_line (const KlasterPaperFont *font,
             const char             *text,
             double                  width)
{
  return strchr (text, '\n') == NULL && klaster_paper_text_measure (font, text) <= width;
}

/**
 * klaster_paper_text_count_lines:
 * @font: a font
 * @text: UTF-8, may have several lines
 * @width: points
 *
 * Returns: the number of lines when it is broken at spaces, and within words that are wider, to @width; at least 1
 */
guint
klaster_paper_text_count_lines (const KlasterPaperFont *font,
                                const char             *text,
                                double                  width)
{
  if (is_one_line (font, text, width))
    return 1;

  return (guint) pango_layout_get_line_count (get_layout (get_font (font), text, -1, width));
}

/**
 * klaster_paper_text_draw:
 * @cr: in points
 * @font: a font
 * @align: where the lines stand within @width
 * @text: UTF-8
 * @x: left
 * @y: top of the first line drawn
 * @width: points
 * @first_line: which line comes first
 * @n_lines: how many are drawn
 *
 * Draws lines of a text in the source of @cr.
 */
void
klaster_paper_text_draw (cairo_t                *cr,
                         const KlasterPaperFont *font,
                         KlasterPaperAlign       align,
                         const char             *text,
                         double                  x,
                         double                  y,
                         double                  width,
                         guint                   first_line,
                         guint                   n_lines)
{
  Font *self = get_font (font);
  PangoLayout *layout = get_layout (self, text, -1, is_one_line (font, text, width) ? -1 : width);

  for (guint i = 0; i < n_lines; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, (int) (first_line + i));
      PangoRectangle logical;
      double room;

      if (line == NULL)
        break;
      pango_layout_line_get_extents (line, NULL, &logical);
      room = width - (double) logical.width / PANGO_SCALE;
      cairo_move_to (cr, x + (align == KLASTER_PAPER_END ? room : align == KLASTER_PAPER_MIDDLE ? room / 2 : 0),
                     y + i * self->height + self->ascent);
      pango_cairo_show_layout_line (cr, line);
    }
}

/**
 * klaster_paper_text_get_lines:
 * @font: a font
 * @text: UTF-8
 * @width: points
 * @first_line: which line comes first
 * @n_lines: how many
 *
 * Returns: (transfer full): what these lines say
 */
char *
klaster_paper_text_get_lines (const KlasterPaperFont *font,
                              const char             *text,
                              double                  width,
                              guint                   first_line,
                              guint                   n_lines)
{
  PangoLayout *layout = get_layout (get_font (font), text, -1, is_one_line (font, text, width) ? -1 : width);
  PangoLayoutLine *first = pango_layout_get_line_readonly (layout, (int) first_line);
  PangoLayoutLine *last = NULL;

  for (guint i = n_lines; last == NULL && i > 0; i--)
    last = pango_layout_get_line_readonly (layout, (int) (first_line + i - 1));
  if (first == NULL || last == NULL)
    return g_strdup ("");

  return g_strndup (text + first->start_index, (gsize) (last->start_index + last->length - first->start_index));
}
