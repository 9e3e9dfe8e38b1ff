/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-label.h"
#include "klaster-legend.h"
#include "klaster-map-scene-private.h"
#include "klaster-symbol.h"

#define PADDING 12.0
#define ROW 19.0
#define SAMPLE 34.0   /* width of a symbol or piece of line with the gap after it */

typedef enum
{
  ROW_KIND,
  ROW_ROLE,
  ROW_ORIENTATION,
  ROW_STATUS,
} RowType;

/* @heading: (nullable): stands over this row, the first of its type */
typedef void (*RowFunc) (const char *heading,
                         const char *text,
                         RowType     type,
                         int         value,
                         gpointer    data);

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
  *contents = (KlasterLegendContents) { 0 };
  for (guint i = 0; i < scene->n_members; i++)
    {
      contents->kinds |= 1u << scene->members[i].kind;
      contents->roles |= 1u << scene->members[i].role;
    }
  for (guint i = 0; i < scene->n_links; i++)
    {
      contents->orientations |= 1u << scene->links[i].orientation;
      contents->statuses |= 1u << scene->links[i].status;
    }
}

static void
for_each_row (const KlasterLegendContents *contents,
              const KlasterStyle          *style,
              RowFunc                      func,
              gpointer                     data)
{
  const struct
  {
    guint bits;
    const char *tokens;
    KlasterTable table;
    guint column;
  } groups[] = {
    [ROW_KIND] = { contents->kinds, "institution_kinds", KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND },
    /* Ordinary members need no explanation. */
    [ROW_ROLE] = { contents->roles & ~(1u << KLASTER_ROLE_MEMBER | 1u << KLASTER_ROLE_PARTNER), "institution_roles",
                   KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_ROLE },
    [ROW_ORIENTATION] = { contents->orientations, "orientations", KLASTER_TABLE_COOPERATION,
                          KLASTER_COOPERATION_ORIENTATION },
    [ROW_STATUS] = { contents->statuses, "cooperation_statuses", KLASTER_TABLE_COOPERATION,
                     KLASTER_COOPERATION_STATUS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      const char *const *tokens = klaster_schema_get_tokens (groups[i].tokens);
      const char *heading = klaster_vocabulary_get_column_name (groups[i].table, groups[i].column, style->language);

      /* What is unknown has no token: a plain grey line explains itself. */
      for (guint j = 0; tokens[j] != NULL; j++)
        if (groups[i].bits & 1u << j)
          {
            func (heading, klaster_vocabulary_get_name (NULL, groups[i].tokens, tokens[j], style->language), i, (int) j,
                  data);
            heading = NULL;
          }
    }
}

typedef struct
{
  cairo_t *cr;
  const KlasterStyle *style;
  const KlasterPalette *palette;
  double x, y;
  double width;
} Draw;

static void
measure_row_cb (const char *heading,
                const char *text,
                RowType     type,
                int         value,
                gpointer    data)
{
  Draw *self = data;
  double scale = self->style->text_scale;

  if (heading != NULL)
    {
      self->y += ROW * scale * (self->y > 0 ? 1.35 : 1.0);
      self->width = MAX (self->width, klaster_label_measure (KLASTER_FONT_BODY_STRONG, scale, heading, -1));
    }
  self->y += ROW * scale;
  self->width = MAX (self->width, SAMPLE * scale + klaster_label_measure (KLASTER_FONT_BODY, scale, text, -1));
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
  Draw measure = { .style = style };

  for_each_row (contents, style, measure_row_cb, &measure);
  *width = measure.y > 0 ? ceil (measure.width) + 2 * PADDING * style->text_scale : 0;
  *height = measure.y > 0 ? ceil (measure.y) + 2 * PADDING * style->text_scale : 0;
}

static void
draw_row_cb (const char *heading,
             const char *text,
             RowType     type,
             int         value,
             gpointer    data)
{
  Draw *self = data;
  double scale = self->style->text_scale;
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_BODY, scale, &line_height);
  double middle;

  if (heading != NULL)
    {
      self->y += self->width > 0 ? ROW * scale * 0.35 : 0;
      self->width = 1;
      klaster_label_draw (self->cr, KLASTER_FONT_BODY_STRONG, scale, heading, self->x,
                          round (self->y + (ROW * scale - line_height) / 2 + ascent), 0, &self->palette->card_text,
                          NULL);
      self->y += ROW * scale;
    }
  middle = round (self->y + ROW * scale / 2);
  if (type == ROW_KIND)
    klaster_symbol_draw (self->cr, value, KLASTER_ROLE_MEMBER, self->x + 12 * scale, middle, 14 * scale,
                         KLASTER_SYMBOL_PLAIN,
                         self->style);
  else if (type == ROW_ROLE)
    klaster_symbol_draw (self->cr, value == KLASTER_ROLE_INTEGRATOR ? KLASTER_KIND_HIGHER : KLASTER_KIND_SCHOOL, value,
                         self->x + 12 * scale, middle, 12 * scale, KLASTER_SYMBOL_PLAIN, self->style);
  else if (type == ROW_ORIENTATION)
    klaster_symbol_draw_link (self->cr, value, KLASTER_LINK_ACTIVE, self->x, middle, 25 * scale, self->style);
  else
    klaster_symbol_draw_link (self->cr, KLASTER_ORIENTATION_UNKNOWN, value, self->x, middle, 25 * scale, self->style);
  klaster_label_draw (self->cr, KLASTER_FONT_BODY, scale, text, self->x + SAMPLE * scale,
                      round (self->y + (ROW * scale - line_height) / 2 + ascent), 0, &self->palette->card_text, NULL);
  self->y += ROW * scale;
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
  Draw draw = { .cr = cr, .style = style, .palette = palette, .x = x + padding, .y = y + padding };

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
  for_each_row (contents, style, draw_row_cb, &draw);
  cairo_restore (cr);
}
