/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include <pango/pangocairo.h>

#include "klaster-label.h"

/* Kept advances: Latin, Greek, Cyrillic with its Uzbek letters, then the block of dashes, quotes and the ellipsis */
#define N_LETTERS 0x530
#define FIRST_SIGN 0x2000
#define N_SIGNS 0x100
#define HALO 1.4

/* How much wider than asked for a line may be, for a word that would be cut otherwise */
#define MOST_OVERFLOW 1.34
/* Letters on both sides of a hyphen at which a word may be parted */
#define LEAST_PART 4

static const struct
{
  double size;
  PangoWeight weight;
  PangoStyle style;
  double spacing; /* between letters, share of the size */
} fonts[KLASTER_N_FONTS] = {
  [KLASTER_FONT_MEMBER] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_MEMBER_STRONG] = { 12.5, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_MEMBER_DIM] = { 11, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_CLUSTER] = { 12, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_COUNTRY] = { 14, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0.25 },
  [KLASTER_FONT_REGION] = { 12.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0.14 },
  [KLASTER_FONT_CAPITAL] = { 16, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_CITY] = { 13.5, PANGO_WEIGHT_MEDIUM, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_TOWN] = { 11.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_VILLAGE] = { 10.5, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_WATER] = { 11, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC, 0.02 },
  [KLASTER_FONT_OVERLAY] = { 12, PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC, 0.04 },
  [KLASTER_FONT_TITLE] = { 22, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_BODY] = { 12, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_BODY_STRONG] = { 12, PANGO_WEIGHT_BOLD, PANGO_STYLE_NORMAL, 0 },
  [KLASTER_FONT_SMALL] = { 10, PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0 },
};

typedef struct
{
  PangoFontDescription *description;
  double scale;
  double ascent, height;
  float advances[N_LETTERS + N_SIGNS]; /* negative: not measured yet */
} Font;

/* All that Pango needs, once for each thread: font maps are not to be shared. */
typedef struct
{
  PangoFontMap *map;
  PangoContext *raster;    /* whole pixels, hinted, as screens need it */
  PangoContext *vector;    /* exact positions, as paper needs it */
  PangoLayout *measuring;  /* with the first */
  /* What is drawn takes the scale of the drawing, and whole pixels of a page that is seen small are large: drawing has
   * contexts of its own, so that text is as large as it is, whatever its thread has drawn before. */
  PangoLayout *drawing[2];
  Font fonts[KLASTER_N_FONTS];
} Texts;

static void
texts_free (gpointer data)
{
  Texts *self = data;

  for (guint i = 0; i < KLASTER_N_FONTS; i++)
    g_clear_pointer (&self->fonts[i].description, pango_font_description_free);
  for (guint i = 0; i < 2; i++)
    g_object_unref (self->drawing[i]);
  g_object_unref (self->measuring);
  g_object_unref (self->raster);
  g_object_unref (self->vector);
  g_object_unref (self->map);
  g_free (self);
}

static GPrivate texts_key = G_PRIVATE_INIT (texts_free);

static PangoContext *
create_context (PangoFontMap *map,
                gboolean      vector)
{
  PangoContext *context = pango_font_map_create_context (map);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, vector ? CAIRO_HINT_STYLE_NONE : CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics (options, vector ? CAIRO_HINT_METRICS_OFF : CAIRO_HINT_METRICS_ON);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  if (vector)
    pango_context_set_round_glyph_positions (context, FALSE);

  return context;
}

static Texts *
get_texts (void)
{
  Texts *self = g_private_get (&texts_key);

  if (self != NULL)
    return self;
  self = g_new0 (Texts, 1);
  self->map = pango_cairo_font_map_new ();
  /* User space is pixels: 96 dots an inch keep absolute sizes what they are. */
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 96);
  self->raster = create_context (self->map, FALSE);
  self->vector = create_context (self->map, TRUE);
  self->measuring = pango_layout_new (self->raster);
  pango_layout_set_single_paragraph_mode (self->measuring, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      PangoContext *context = create_context (self->map, i == 1);

      self->drawing[i] = pango_layout_new (context);
      g_object_unref (context);
      pango_layout_set_single_paragraph_mode (self->drawing[i], TRUE);
    }
  g_private_set (&texts_key, self);
  return self;
}

/**
 * klaster_label_get_vector_context:
 *
 * Returns: (transfer none): this thread's context for text with exact positions and no hints, as paper needs it; one
 *   point of a font with an absolute size is one unit of the drawing
 */
PangoContext *
klaster_label_get_vector_context (void)
{
  return get_texts ()->vector;
}

static Font *
get_font (KlasterFont font,
          double      scale)
{
  Texts *texts = get_texts ();
  Font *self = &texts->fonts[font];
  PangoFontMetrics *metrics;

  if (self->description != NULL && self->scale == scale)
    return self;
  g_clear_pointer (&self->description, pango_font_description_free);
  self->description = pango_font_description_new ();
  self->scale = scale;
  pango_font_description_set_family_static (self->description, "Sans");
  pango_font_description_set_weight (self->description, fonts[font].weight);
  pango_font_description_set_style (self->description, fonts[font].style);
  pango_font_description_set_absolute_size (self->description, fonts[font].size * scale * PANGO_SCALE);
  metrics = pango_context_get_metrics (texts->raster, self->description, NULL);
  self->ascent = ceil ((double) pango_font_metrics_get_ascent (metrics) / PANGO_SCALE);
  self->height = self->ascent + ceil ((double) pango_font_metrics_get_descent (metrics) / PANGO_SCALE);
  pango_font_metrics_unref (metrics);
  for (guint i = 0; i < G_N_ELEMENTS (self->advances); i++)
    self->advances[i] = -1;
  return self;
}

static void
set_text (PangoLayout *layout,
          Font        *self,
          KlasterFont  font,
          const char  *text,
          gssize       length)
{
  pango_layout_set_font_description (layout, self->description);
  pango_layout_set_text (layout, text, length);
  if (fonts[font].spacing > 0)
    {
      PangoAttrList *list = pango_attr_list_new ();
      double spacing = fonts[font].size * self->scale * fonts[font].spacing;

      pango_attr_list_insert (list, pango_attr_letter_spacing_new ((int) (spacing * PANGO_SCALE)));
      pango_layout_set_attributes (layout, list);
      pango_attr_list_unref (list);
    }
  else
    pango_layout_set_attributes (layout, NULL);
}

static double
measure_layout (PangoLayout *layout)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

/**
 * klaster_label_can_draw:
 *
 * Returns: whether a font is installed; without one all text is silently empty
 */
gboolean
klaster_label_can_draw (void)
{
  return klaster_label_measure (KLASTER_FONT_BODY, 1, "Aa", -1) > 0;
}

/**
 * klaster_label_measure:
 * @font: which font
 * @scale: text scale
 * @text: UTF-8
 * @length: bytes, −1: up to the end
 *
 * Adds up the advances of characters, which are kept: placing labels measures tens of thousands of texts. Kerning makes
 * the drawn text at most slightly narrower.
 *
 * Returns: logical pixels
 */
double
klaster_label_measure (KlasterFont font,
                       double      scale,
                       const char *text,
                       gssize      length)
{
  Font *self = get_font (font, scale);
  const char *end = length < 0 ? text + strlen (text) : text + length;
  /* Pango adds no spacing at the ends of a line, so a single letter has none. */
  double spacing = fonts[font].size * scale * fonts[font].spacing, sum = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      float *kept = c < N_LETTERS ? &self->advances[c]
                    : c >= FIRST_SIGN && c < FIRST_SIGN + N_SIGNS ? &self->advances[N_LETTERS + c - FIRST_SIGN]
                                                                  : NULL;
      double advance;

      if (kept != NULL && *kept >= 0)
        {
          sum += *kept + spacing;
          continue;
        }
      set_text (get_texts ()->measuring, self, font, p, g_utf8_next_char (p) - p);
      advance = measure_layout (get_texts ()->measuring);
      if (kept != NULL)
        *kept = (float) advance;
      sum += advance + spacing;
    }
  return sum;
}

/**
 * klaster_label_get_ascent:
 * @font: which font
 * @scale: text scale
 * @line_height: (out) (optional): height of a line
 *
 * Returns: from the line's top to its baseline
 */
double
klaster_label_get_ascent (KlasterFont font,
                          double      scale,
                          double     *line_height)
{
  Font *self = get_font (font, scale);

  if (line_height != NULL)
    *line_height = self->height;
  return self->ascent;
}

/* As much of @text as fits, with an ellipsis where something was left out */
static char *
ellipsize (KlasterFont font,
           double      scale,
           const char *text,
           double      max_width,
           double     *width)
{
  const char *end = text;
  double sum = 0, room;

  *width = klaster_label_measure (font, scale, text, -1);
  if (*width <= max_width)
    return g_strdup (text);
  room = max_width - klaster_label_measure (font, scale, "…", -1);
  while (*end != '\0')
    {
      const char *next = g_utf8_next_char (end);
      double advance = klaster_label_measure (font, scale, end, next - end);

      if (sum + advance > room)
        break;
      sum += advance;
      end = next;
    }
  while (end > text && end[-1] == ' ')
    end--;
  *width = sum + max_width - room;
  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/* Where a long word may be parted: behind a hyphen between parts that are words themselves, unlike that of “3-school” */
static const char *
find_hyphen (const char *start,
             const char *end)
{
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      const char *after = p + 1;
      guint n_before = (guint) g_utf8_strlen (start, p - start), n_after = 0;

      if (*p != '-')
        continue;
      while (after < end && g_unichar_isalpha (g_utf8_get_char (after)))
        {
          after = g_utf8_next_char (after);
          n_after++;
        }
      if (n_before >= LEAST_PART && n_after >= LEAST_PART)
        return p + 1;
    }

  return NULL;
}

/* Ends of words in @text, at most @max; from there on the rest is one word. Returns their number. */
static guint
find_words (KlasterFont  font,
            double       scale,
            const char  *text,
            const char **ends,
            double      *widths,
            guint        max)
{
  guint n = 0;

  for (const char *start = text; *start != '\0';)
    {
      const char *space = n + 1 < max ? strchr (start, ' ') : NULL;
      const char *hyphen;

      /* The number stays with its sign. */
      if (space != NULL && space - start >= (gssize) strlen ("№") && g_str_has_prefix (space - strlen ("№"), "№"))
        space = strchr (space + 1, ' ');
      ends[n] = space != NULL ? space : start + strlen (start);
      hyphen = n + 1 < max ? find_hyphen (start, ends[n]) : NULL;
      if (hyphen != NULL)
        ends[n] = hyphen;
      widths[n] = klaster_label_measure (font, scale, start, ends[n] - start);
      start = *ends[n] == ' ' ? ends[n] + 1 : ends[n];
      n++;
    }
  return n;
}

/**
 * klaster_label_wrap:
 * @font: which font
 * @scale: text scale
 * @text: UTF-8
 * @max_width: logical pixels
 * @result: (out caller-allocates): free with klaster_label_text_clear()
 *
 * Breaks at spaces into as few lines as fit into @max_width, at most %KLASTER_LABEL_MAX_LINES, so that the widest is as
 * narrow as can be. A line may be up to a third wider where a long word or number would be lost otherwise; what still
 * does not fit is shortened.
 */
void
klaster_label_wrap (KlasterFont       font,
                    double            scale,
                    const char       *text,
                    double            max_width,
                    KlasterLabelText *result)
{
  const char *ends[24];
  double widths[24], sums[25], gaps[25] = { 0 }, space = klaster_label_measure (font, scale, " ", 1);
  guint n_words = find_words (font, scale, text, ends, widths, G_N_ELEMENTS (ends));
  guint cuts[2] = { n_words, n_words }; /* words in front of the second and third line */
  double least = G_MAXDOUBLE;
  const char *start = text;

#define LINE(from, to) ((to) > (from) ? sums[to] - sums[from] - gaps[from] : 0)
  sums[0] = 0;
  for (guint i = 0; i < n_words; i++)
    {
      /* In front of a word, but for the first one and behind a hyphen */
      gaps[i] = i > 0 && *ends[i - 1] == ' ' ? space : 0;
      sums[i + 1] = sums[i] + gaps[i] + widths[i];
    }
  if (LINE (0, n_words) > max_width)
    {
      for (guint i = 1; i < n_words; i++)
        if (MAX (LINE (0, i), LINE (i, n_words)) < least)
          {
            least = MAX (LINE (0, i), LINE (i, n_words));
            cuts[0] = i;
          }
      if (least > max_width)
        for (guint i = 1; i < n_words; i++)
          for (guint j = i + 1; j < n_words; j++)
            {
              double widest = MAX (MAX (LINE (0, i), LINE (i, j)), LINE (j, n_words));

              if (widest < least)
                {
                  least = widest;
                  cuts[0] = i;
                  cuts[1] = j;
                }
            }
    }
  *result = (KlasterLabelText) { 0 };
  if (n_words == 1)
    least = LINE (0, 1);
  if (least < G_MAXDOUBLE)
    max_width = CLAMP (least, max_width, max_width * MOST_OVERFLOW);
#undef LINE
  for (guint i = 0; i <= G_N_ELEMENTS (cuts) && (i == 0 || cuts[i - 1] < n_words); i++)
    {
      guint last = i < G_N_ELEMENTS (cuts) ? cuts[i] : n_words;
      const char *end = last > 0 ? ends[last - 1] : start;
      g_autofree char *line = g_strndup (start, end - start);
      double width;

      result->lines[result->n_lines++] = ellipsize (font, scale, line, max_width, &width);
      result->width = MAX (result->width, width);
      result->shortened |= !g_str_equal (result->lines[result->n_lines - 1], line);
      start = *end == ' ' ? end + 1 : end;
    }
}

/**
 * klaster_label_text_clear:
 * @self: a text
 */
void
klaster_label_text_clear (KlasterLabelText *self)
{
  for (guint i = 0; i < KLASTER_LABEL_MAX_LINES; i++)
    g_clear_pointer (&self->lines[i], g_free);
  self->n_lines = 0;
}

/* Draws the text once into a mask and puts that down eight times around and once in place: several times cheaper than
 * stroking outlines, and Pango works once. */
static void
draw_with_halo (cairo_t            *cr,
                PangoLayout        *layout,
                double              x,
                double              y,
                const KlasterColor *color,
                const KlasterColor *halo)
{
  static const double around[8][2] = { { HALO, 0 }, { 1, 1 }, { 0, HALO }, { -1, 1 }, { -HALO, 0 }, { -1, -1 },
                                       { 0, -HALO },
                                       { 1, -1 } };
  PangoRectangle ink;
  double scale_x, scale_y, device_x = x, device_y = y;
  cairo_surface_t *mask;
  cairo_t *mask_cr;

  cairo_surface_get_device_scale (cairo_get_group_target (cr), &scale_x, &scale_y);
  {
    cairo_matrix_t matrix;

    cairo_get_matrix (cr, &matrix);
    scale_x *= matrix.xx;
    scale_y *= matrix.yy;
  }
  /* Whole device pixels keep the mask sharp, and alike in every tile. */
  cairo_user_to_device (cr, &device_x, &device_y);
  device_x = round (device_x);
  device_y = round (device_y);
  cairo_device_to_user (cr, &device_x, &device_y);
  pango_layout_get_pixel_extents (layout, &ink, NULL);
  if (ink.width <= 0 || ink.height <= 0)
    return;
  ink.x -= 1;
  ink.y -= 1;
  ink.width += 2;
  ink.height += 2;
  mask = cairo_image_surface_create (CAIRO_FORMAT_A8, (int) ceil (ink.width * scale_x),
                                     (int) ceil (ink.height * scale_y));
  cairo_surface_set_device_scale (mask, scale_x, scale_y);
  mask_cr = cairo_create (mask);
  cairo_move_to (mask_cr, -ink.x, -ink.y);
  pango_cairo_show_layout (mask_cr, layout);
  cairo_destroy (mask_cr);
  klaster_color_set_alpha (halo, 0.8, cr);
  for (guint i = 0; i < G_N_ELEMENTS (around); i++)
    cairo_mask_surface (cr, mask, device_x + ink.x + round (around[i][0] * scale_x) / scale_x,
                        device_y + ink.y + round (around[i][1] * scale_y) / scale_y);
  klaster_color_set (color, cr);
  cairo_mask_surface (cr, mask, device_x + ink.x, device_y + ink.y);
  cairo_surface_destroy (mask);
}

/**
 * klaster_label_draw:
 * @cr: in logical pixels
 * @font: which font
 * @scale: text scale
 * @text: UTF-8, one line
 * @x: where it begins, has its middle or ends
 * @y: baseline
 * @align: 0: begins at @x, 0.5: middle, 1: ends
 * @color: of the text
 * @halo: (nullable): of the edge around it
 */
void
klaster_label_draw (cairo_t            *cr,
                    KlasterFont         font,
                    double              scale,
                    const char         *text,
                    double              x,
                    double              y,
                    double              align,
                    const KlasterColor *color,
                    const KlasterColor *halo)
{
  cairo_matrix_t matrix;
  gboolean vector;
  Font *self = get_font (font, scale);
  PangoLayout *layout;

  /* Turned text is set like text on paper, as hinting is for straight lines; and so is text of a page that is seen smaller or
   * larger: with letters moved to whole pixels it would be wider than what was measured, and than what is printed. */
  cairo_get_matrix (cr, &matrix);
  vector = cairo_surface_get_type (cairo_get_group_target (cr)) != CAIRO_SURFACE_TYPE_IMAGE || matrix.xy != 0
           || matrix.xx != rint (matrix.xx);
  layout = get_texts ()->drawing[vector];
  set_text (layout, self, font, text, -1);
  pango_cairo_update_layout (cr, layout);
  y -= (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  x -= measure_layout (layout) * align;
  if (!vector)
    x = round (x);
  cairo_save (cr);
  if (halo != NULL && vector)
    {
      cairo_new_path (cr);
      cairo_move_to (cr, x, y);
      pango_cairo_layout_path (cr, layout);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_width (cr, 2 * HALO);
      klaster_color_set (halo, cr);
      cairo_stroke (cr);
    }
  else if (halo != NULL)
    {
      draw_with_halo (cr, layout, x, y, color, halo);
      cairo_restore (cr);
      return;
    }
  klaster_color_set (color, cr);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  cairo_restore (cr);
}
