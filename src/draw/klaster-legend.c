/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-label.h"
#include "klaster-legend.h"
#include "klaster-map-scene-private.h"
#include "klaster-symbol.h"
#include "klaster-text.h"
#include "klaster-translation.h"

#define PADDING 12.0
#define ROW 19.0
#define SAMPLE 24.0   /* width of a symbol or piece of line */
#define GAP 10.0      /* between that and its name */
#define SYMBOL 14.0

/**
 * klaster_legend_collect:
 * @scene: what the map shows
 * @contents: (out): what occurs in it: its members and the links that its scope lets pass
 *
 * Linear in members and links, about 1 ms for the largest projects.
 */
void
klaster_legend_collect (KlasterMapScene       *scene,
                        KlasterLegendContents *contents)
{
  *contents = (KlasterLegendContents) { .coding = klaster_coding_ref (scene->coding) };
  for (guint i = 0; i < scene->n_members; i++)
    {
      contents->kinds |= 1u << scene->members[i].kind;
      contents->roles |= 1u << scene->members[i].role;
      contents->classes |= 1u << scene->members[i].class;
      contents->unknown_sizes |= scene->members[i].unknown_size;
    }
  for (guint i = 0; i < scene->n_links; i++)
    {
      contents->orientations |= 1u << scene->links[i].orientation;
      contents->statuses |= 1u << scene->links[i].status;
    }
}

void
klaster_legend_contents_clear (KlasterLegendContents *contents)
{
  g_clear_pointer (&contents->coding, klaster_coding_unref);
  *contents = (KlasterLegendContents) { 0 };
}

gboolean
klaster_legend_contents_equal (const KlasterLegendContents *a,
                               const KlasterLegendContents *b)
{
  return a->kinds == b->kinds && a->orientations == b->orientations && a->statuses == b->statuses && a->roles == b->roles
         && a->classes == b->classes && a->unknown_sizes == b->unknown_sizes && klaster_coding_equal (a->coding, b->coding);
}

static gboolean
has_classes (const KlasterLegendContents *contents)
{
  return contents->coding != NULL && klaster_coding_get_color_by (contents->coding) != KLASTER_ATTRIBUTE_NONE;
}

static gboolean
has_sizes (const KlasterLegendContents *contents)
{
  return contents->coding != NULL && klaster_coding_get_size_by (contents->coding) != KLASTER_ATTRIBUTE_NONE;
}

static void
list_tokens (const char        *heading,
             const char        *list,
             guint              bits,
             KlasterLegendRowType type,
             KlasterLanguage    language,
             KlasterLegendFunc  func,
             gpointer           data)
{
  const char *const *tokens = klaster_schema_get_tokens (list);

  for (guint i = 0; tokens[i] != NULL; i++)
    if (bits & 1u << i)
      {
        KlasterLegendRow row = { heading, klaster_vocabulary_get_name (NULL, list, tokens[i], language), type, i, SYMBOL };

        func (&row, data);
        heading = NULL;
      }
}

static void
list_classes (const KlasterLegendContents *contents,
              KlasterLanguage              language,
              KlasterLegendFunc            func,
              gpointer                     data)
{
  /* Translators: heading in a legend, as “Colour: Founder” */
  g_autofree char *heading = g_strdup_printf (klaster_translate (language, "Colour: %s"),
                                              klaster_attribute_get_name (klaster_coding_get_color_by (contents->coding),
                                                                          language));

  for (guint i = 0, n = 0; i < KLASTER_N_CLASSES; i++)
    if (contents->classes & 1u << i)
      {
        KlasterLegendRow row = { n++ == 0 ? heading : NULL, klaster_coding_get_class_name (contents->coding, i),
                                 KLASTER_LEGEND_CLASS, i, SYMBOL };

        func (&row, data);
      }
}

static void
list_sizes (const KlasterLegendContents *contents,
            KlasterLanguage              language,
            KlasterLegendFunc            func,
            gpointer                     data)
{
  /* Translators: heading in a legend, as “Size: Staff” */
  g_autofree char *heading = g_strdup_printf (klaster_translate (language, "Size: %s"),
                                              klaster_attribute_get_name (klaster_coding_get_size_by (contents->coding),
                                                                          language));
  guint n_steps;
  const KlasterSizeStep *steps = klaster_coding_get_steps (contents->coding, &n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      g_autofree char *number = klaster_text_group_digits (steps[i].number);
      g_autofree char *text = g_strconcat (steps[i].and_less ? "≤\u00a0" : "", number, NULL);
      KlasterLegendRow row = { i == 0 ? heading : NULL, text, KLASTER_LEGEND_SIZE, i, steps[i].size };

      func (&row, data);
    }
  if (contents->unknown_sizes)
    {
      KlasterLegendRow row = { n_steps == 0 ? heading : NULL, klaster_coding_get_unknown_name (contents->coding),
                               KLASTER_LEGEND_UNKNOWN_SIZE, 0, SYMBOL };

      func (&row, data);
    }
}

/**
 * klaster_legend_foreach:
 * @contents: what is to be explained
 * @language: in which
 * @brief: only what does not explain itself
 * @func: called for each row, from the top down
 * @data: for @func
 */
void
klaster_legend_foreach (const KlasterLegendContents *contents,
                        KlasterLanguage              language,
                        gboolean                     brief,
                        KlasterLegendFunc            func,
                        gpointer                     data)
{
  const char *kind = klaster_vocabulary_get_column_name (KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND, language);
  /* Translators: heading in a legend, as “Shape: Kind” */
  g_autofree char *shape = has_classes (contents) || has_sizes (contents) ? g_strdup_printf (klaster_translate (language, "Shape: %s"), kind) : NULL;
  /* Ordinary members need no explanation; beside a map that can be asked, those who lead need none either. */
  guint plain = 1u << KLASTER_ROLE_MEMBER | 1u << KLASTER_ROLE_PARTNER
                | (brief ? 1u << KLASTER_ROLE_INTEGRATOR | 1u << KLASTER_ROLE_CORE : 0);
  guint status_bits = contents->statuses & ~(brief ? 1u << KLASTER_LINK_ACTIVE : 0);

  /* First what somebody has just chosen. */
  if (has_classes (contents))
    list_classes (contents, language, func, data);
  if (has_sizes (contents))
    list_sizes (contents, language, func, data);
  list_tokens (shape != NULL ? shape : brief ? NULL : kind, "institution_kinds", contents->kinds, KLASTER_LEGEND_KIND, language,
               func, data);
  list_tokens (brief ? NULL
                     : klaster_vocabulary_get_column_name (KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_ROLE, language),
               "institution_roles", contents->roles & ~plain, KLASTER_LEGEND_ROLE, language, func, data);
  list_tokens (brief ? NULL
                     : klaster_vocabulary_get_column_name (KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_ORIENTATION,
                                                           language),
               "orientations", contents->orientations, KLASTER_LEGEND_ORIENTATION, language, func, data);
  /* On a sheet a plain grey line explains itself. */
  if (brief && (contents->orientations & 1u << KLASTER_ORIENTATION_UNKNOWN))
    {
      /* Translators: the orientation of a cooperation, in the legend of the map */
      KlasterLegendRow row = { NULL, klaster_translate_c (language, "orientation", "Not determined"),
                               KLASTER_LEGEND_ORIENTATION, KLASTER_ORIENTATION_UNKNOWN, SYMBOL };

      func (&row, data);
    }
  list_tokens (brief ? NULL
                     : klaster_vocabulary_get_column_name (KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_STATUS, language),
               "cooperation_statuses", status_bits, KLASTER_LEGEND_STATUS, language, func, data);
}

double
klaster_legend_get_sample_width (const KlasterLegendContents *contents)
{
  double width = SAMPLE;
  guint n_steps;
  const KlasterSizeStep *steps = contents->coding != NULL ? klaster_coding_get_steps (contents->coding, &n_steps) : NULL;

  if (steps != NULL && n_steps > 0)
    width = MAX (width, steps[0].size + 2);

  return width + GAP;
}

static double
get_row_height (const KlasterLegendRow *row)
{
  return row->type == KLASTER_LEGEND_SIZE ? MAX (ROW, ceil (row->size) + 3) : ROW;
}

static void
draw_swatch (cairo_t            *cr,
             const KlasterColor *color,
             double              x,
             double              y,
             double              scale)
{
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, round (x - 10 * scale), round (y - 6 * scale), round (20 * scale), round (12 * scale));
  klaster_color_set (color, cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

/**
 * klaster_legend_draw_sample:
 * @cr: in logical pixels
 * @contents: what is explained
 * @row: one of its rows
 * @x: left
 * @y: middle
 * @style: palette, text scale
 */
void
klaster_legend_draw_sample (cairo_t                     *cr,
                            const KlasterLegendContents *contents,
                            const KlasterLegendRow      *row,
                            double                       x,
                            double                       y,
                            const KlasterStyle          *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double scale = style->text_scale, width = (klaster_legend_get_sample_width (contents) - GAP) * scale;
  double middle = x + width / 2, size = row->size * scale;

  switch (row->type)
    {
    case KLASTER_LEGEND_CLASS:
      if (row->value == KLASTER_CLASS_UNKNOWN)
        klaster_symbol_draw_colored (cr, KLASTER_KIND_SCHOOL, KLASTER_ROLE_MEMBER, &palette->text_dim, middle, y, size,
                                     KLASTER_SYMBOL_UNKNOWN_COLOR, style);
      else
        draw_swatch (cr, klaster_coding_get_color (contents->coding, row->value), middle, y, scale);
      break;
    case KLASTER_LEGEND_KIND:
      klaster_symbol_draw_colored (cr, row->value, KLASTER_ROLE_MEMBER,
                                   has_classes (contents) ? &palette->text_dim : &palette->kinds[row->value], middle, y, size,
                                   KLASTER_SYMBOL_PLAIN, style);
      break;
    case KLASTER_LEGEND_ROLE:
      klaster_symbol_draw_colored (cr, row->value == KLASTER_ROLE_INTEGRATOR ? KLASTER_KIND_HIGHER : KLASTER_KIND_SCHOOL,
                                   row->value,
                                   has_classes (contents)                        ? &palette->text_dim
                                   : row->value == KLASTER_ROLE_INTEGRATOR ? &palette->kinds[KLASTER_KIND_HIGHER]
                                                                           : &palette->kinds[KLASTER_KIND_SCHOOL],
                                   middle, y, size * 6 / 7, KLASTER_SYMBOL_PLAIN, style);
      break;
    case KLASTER_LEGEND_SIZE:
    case KLASTER_LEGEND_UNKNOWN_SIZE:
      klaster_symbol_draw_colored (cr, KLASTER_KIND_SCHOOL, KLASTER_ROLE_MEMBER, &palette->text_dim, middle, y, size,
                                   row->type == KLASTER_LEGEND_SIZE ? KLASTER_SYMBOL_PLAIN : KLASTER_SYMBOL_UNKNOWN_SIZE,
                                   style);
      break;
    case KLASTER_LEGEND_ORIENTATION:
      klaster_symbol_draw_link (cr, row->value, KLASTER_LINK_ACTIVE, x, y, width, style);
      break;
    case KLASTER_LEGEND_STATUS:
    default:
      klaster_symbol_draw_link (cr, KLASTER_ORIENTATION_UNKNOWN, row->value, x, y, width, style);
      break;
    }
}

typedef struct
{
  cairo_t *cr;
  const KlasterLegendContents *contents;
  const KlasterStyle *style;
  const KlasterPalette *palette;
  double x, y;
  double width;
  double sample;
} Draw;

static void
measure_row_cb (const KlasterLegendRow *row,
                gpointer                data)
{
  Draw *self = data;
  double scale = self->style->text_scale;

  if (row->heading != NULL)
    {
      self->y += ROW * scale * (self->y > 0 ? 1.35 : 1.0);
      self->width = MAX (self->width, klaster_label_measure (KLASTER_FONT_BODY_STRONG, scale, row->heading, -1));
    }
  self->y += get_row_height (row) * scale;
  self->width = MAX (self->width, self->sample + klaster_label_measure (KLASTER_FONT_BODY, scale, row->text, -1));
}

/**
 * klaster_legend_measure:
 * @contents: what is to be explained
 * @style: text scale, language
 * @width: (out): logical pixels
 * @height: (out): logical pixels; 0 when there is nothing to explain
 */
void
klaster_legend_measure (const KlasterLegendContents *contents,
                        const KlasterStyle          *style,
                        double                      *width,
                        double                      *height)
{
  Draw measure = { .style = style, .sample = klaster_legend_get_sample_width (contents) * style->text_scale };

  klaster_legend_foreach (contents, style->language, FALSE, measure_row_cb, &measure);
  *width = measure.y > 0 ? ceil (measure.width) + 2 * PADDING * style->text_scale : 0;
  *height = measure.y > 0 ? ceil (measure.y) + 2 * PADDING * style->text_scale : 0;
}

static void
draw_row_cb (const KlasterLegendRow *row,
             gpointer                data)
{
  Draw *self = data;
  double scale = self->style->text_scale, height = get_row_height (row) * scale;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_BODY, scale, &line_height);

  if (row->heading != NULL)
    {
      self->y += self->width > 0 ? ROW * scale * 0.35 : 0;
      klaster_label_draw (self->cr, KLASTER_FONT_BODY_STRONG, scale, row->heading, self->x,
                          round (self->y + (ROW * scale - line_height) / 2 + ascent), 0, &self->palette->card_text,
                          NULL);
      self->y += ROW * scale;
    }
  self->width = 1;
  klaster_legend_draw_sample (self->cr, self->contents, row, self->x, round (self->y + height / 2), self->style);
  klaster_label_draw (self->cr, KLASTER_FONT_BODY, scale, row->text, self->x + self->sample,
                      round (self->y + (height - line_height) / 2 + ascent), 0, &self->palette->card_text, NULL);
  self->y += height;
}

/**
 * klaster_legend_draw:
 * @cr: in logical pixels
 * @contents: what is to be explained
 * @x: left
 * @y: top
 * @style: palette, language, text scale
 *
 * Draws a card of the size that klaster_legend_measure() tells.
 */
void
klaster_legend_draw (cairo_t                     *cr,
                     const KlasterLegendContents *contents,
                     double                       x,
                     double                       y,
                     const KlasterStyle          *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double padding = PADDING * style->text_scale, width, height;
  Draw draw = { .cr = cr, .contents = contents, .style = style, .palette = palette, .x = x + padding, .y = y + padding,
                .sample = klaster_legend_get_sample_width (contents) * style->text_scale };

  klaster_legend_measure (contents, style, &width, &height);
  if (height <= 0)
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  klaster_color_set (&palette->card, cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.0);
  klaster_color_set_alpha (&palette->card_text, 0.35, cr);
  cairo_stroke (cr);
  klaster_legend_foreach (contents, style->language, FALSE, draw_row_cb, &draw);
  cairo_restore (cr);
}
