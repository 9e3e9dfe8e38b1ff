/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <string.h>

#include "klaster-derive.h"
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
#define MAX_COLUMNS 8
#define MAX_GROUPS 12
#define COLUMN_GAP 22.0

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
      if (scene->members[i].laboratory)
        contents->signs |= 1u << KLASTER_LEGEND_SIGN_LABORATORY;
      if (scene->members[i].attention >= 0)
        contents->signs |= 1u << (KLASTER_LEGEND_SIGN_INFO + MIN (scene->members[i].attention, KLASTER_ATTENTION_OVERDUE));
    }
  for (guint i = 0; i < scene->n_links; i++)
    {
      contents->orientations |= 1u << scene->links[i].orientation;
      contents->statuses |= 1u << scene->links[i].status;
      if (scene->links[i].attention)
        contents->signs |= 1u << KLASTER_LEGEND_SIGN_WARNING;
    }
}

/**
 * klaster_legend_collect_bundles:
 * @scene: what the map shows
 * @zoom: at which it is drawn
 * @contents: what klaster_legend_collect() found
 *
 * Adds members and links to the signs that are drawn as one at that zoom.
 */
void
klaster_legend_collect_bundles (KlasterMapScene       *scene,
                                double                 zoom,
                                KlasterLegendContents *contents)
{
  KlasterMapLevel *level = klaster_map_scene_get_level (scene, zoom);

  for (guint i = 0; i < level->n_nodes; i++)
    if (level->nodes[i].n > 1)
      contents->signs |= 1u << KLASTER_LEGEND_SIGN_TOGETHER;
  for (guint i = 0; i < level->n_edges && level->marks; i++)
    if (level->edges[i].n > 1)
      contents->signs |= 1u << KLASTER_LEGEND_SIGN_SEVERAL;
  klaster_map_level_unref (level);
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

static const char *
name_sign (KlasterLegendSign sign,
           KlasterLanguage   language)
{
  switch (sign)
    {
    case KLASTER_LEGEND_SIGN_LABORATORY:
      return klaster_vocabulary_get_column_name (KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_SCHOOL_LABORATORY, language);
    case KLASTER_LEGEND_SIGN_INFO:
      /* Translators: in the legend of a printed map: a sign at members of which something is not recorded yet */
      return klaster_translate (language, "Something is missing or due soon");
    case KLASTER_LEGEND_SIGN_WARNING:
      return klaster_translate (language, "Needs attention");
    case KLASTER_LEGEND_SIGN_OVERDUE:
      return klaster_translate (language, "Something is overdue");
    case KLASTER_LEGEND_SIGN_TOGETHER:
      /* Translators: in the legend of a printed map: a ring with a number in it, which stands for that many members */
      return klaster_translate (language, "Members close together");
    case KLASTER_LEGEND_SIGN_SEVERAL:
    case KLASTER_LEGEND_N_SIGNS:
    default:
      /* Translators: in the legend of a printed map: a line with a number on it, which stands for that many cooperations */
      return klaster_translate (language, "Number of cooperations");
    }
}

static void
list_signs (const KlasterLegendContents *contents,
            KlasterLanguage              language,
            KlasterLegendFunc            func,
            gpointer                     data)
{
  /* Translators: heading in the legend of a printed map, over small signs at symbols and lines */
  const char *heading = klaster_translate (language, "Signs");

  for (guint i = 0; i < KLASTER_LEGEND_N_SIGNS; i++)
    if (contents->signs & 1u << i)
      {
        KlasterLegendRow row = { heading, name_sign (i, language), KLASTER_LEGEND_SIGN, i, SYMBOL };

        func (&row, data);
        heading = NULL;
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
  if (!brief)
    list_signs (contents, language, func, data);
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

/* A number, which stands for any */
static void
draw_number (cairo_t            *cr,
             double              x,
             double              y,
             const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_SMALL, style->text_scale, &line_height);

  klaster_label_draw (cr, KLASTER_FONT_SMALL, style->text_scale, "2", x, round (y - line_height / 2 + ascent), 0.5,
                      &palette->card_text, &palette->card);
}

static void
draw_sign (cairo_t            *cr,
           KlasterLegendSign   sign,
           double              x,
           double              y,
           double              width,
           const KlasterStyle *style)
{
  const KlasterPalette *palette = klaster_palette_get (style);
  double middle = x + width / 2, size = SYMBOL * style->text_scale;

  cairo_save (cr);
  cairo_new_path (cr);
  switch (sign)
    {
    case KLASTER_LEGEND_SIGN_LABORATORY:
      klaster_symbol_draw_colored (cr, KLASTER_KIND_SCHOOL, KLASTER_ROLE_MEMBER, &palette->text_dim, middle, y, size,
                                   KLASTER_SYMBOL_LABORATORY, style);
      break;
    case KLASTER_LEGEND_SIGN_INFO:
    case KLASTER_LEGEND_SIGN_WARNING:
    case KLASTER_LEGEND_SIGN_OVERDUE:
      /* It belongs to the upper right of a symbol. */
      klaster_symbol_draw_badge (cr, (int) sign - KLASTER_LEGEND_SIGN_INFO, middle - size * 0.48, y + size * 0.46, size, style);
      break;
    case KLASTER_LEGEND_SIGN_TOGETHER:
      cairo_arc (cr, middle, y, size * 0.54, 0, 2 * G_PI);
      cairo_set_line_width (cr, 2.5 * style->text_scale);
      klaster_color_set (&palette->kinds[KLASTER_KIND_SCHOOL], cr);
      cairo_stroke (cr);
      draw_number (cr, middle, y, style);
      break;
    case KLASTER_LEGEND_SIGN_SEVERAL:
    case KLASTER_LEGEND_N_SIGNS:
    default:
      klaster_symbol_draw_link (cr, KLASTER_ORIENTATION_UNKNOWN, KLASTER_LINK_ACTIVE, x, y, width, style);
      draw_number (cr, middle, y, style);
      break;
    }
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
    case KLASTER_LEGEND_SIGN:
      draw_sign (cr, row->value, x, y, width, style);
      break;
    case KLASTER_LEGEND_STATUS:
    default:
      klaster_symbol_draw_link (cr, KLASTER_ORIENTATION_UNKNOWN, row->value, x, y, width, style);
      break;
    }
}

/* Rows that follow each other from the top down, column after column */
typedef struct
{
  cairo_t *cr; /* (nullable): it is only measured */
  const KlasterLegendContents *contents;
  const KlasterStyle *style;
  const KlasterPalette *palette;
  double x, y;      /* where the first column begins */
  double limit;     /* how high a column may be, 0: as high as needed */
  double sample;
  guint column;
  double at;        /* how far the column reaches */
  double height;    /* how far the longest one reaches */
  double widths[MAX_COLUMNS];
  guint group;      /* how many headings have come */
  double groups[MAX_GROUPS]; /* how much all rows of each take */
} Flow;

static void
count_group_cb (const KlasterLegendRow *row,
                gpointer                data)
{
  Flow *self = data;

  if (row->heading != NULL && self->group + 1 < MAX_GROUPS)
    self->group++;
  self->groups[self->group] += (get_row_height (row) + (row->heading != NULL ? ROW : 0)) * self->style->text_scale;
}

static Flow
begin_flow (const KlasterLegendContents *contents,
            const KlasterStyle          *style,
            double                       limit)
{
  Flow flow = { .contents = contents, .style = style, .palette = klaster_palette_get (style), .limit = limit,
                .sample = klaster_legend_get_sample_width (contents) * style->text_scale };

  klaster_legend_foreach (contents, style->language, FALSE, count_group_cb, &flow);
  flow.group = 0;

  return flow;
}

/* Takes the room for a row and the heading over it. What belongs together stays in one column when that is long enough for it;
 * a heading never stays behind. Returns the top of the room. */
static double
place_row (Flow                   *self,
           const KlasterLegendRow *row)
{
  double scale = self->style->text_scale, heading = row->heading != NULL ? ROW * scale : 0, height = get_row_height (row) * scale;
  double gap = row->heading != NULL && self->at > 0 ? ROW * scale * 0.35 : 0, needed = heading + height, top;

  if (row->heading != NULL && self->group + 1 < MAX_GROUPS)
    self->group++;
  if (row->heading != NULL && self->groups[self->group] <= self->limit)
    needed = self->groups[self->group];
  if (self->limit > 0 && self->at > 0 && self->at + gap + needed > self->limit + 0.5 && self->column + 1 < MAX_COLUMNS)
    {
      self->column++;
      self->at = gap = 0;
    }
  top = self->at + gap;
  self->at = top + heading + height;
  self->height = MAX (self->height, self->at);

  return top;
}

static void
measure_row_cb (const KlasterLegendRow *row,
                gpointer                data)
{
  Flow *self = data;
  double scale = self->style->text_scale, width = self->sample;

  place_row (self, row);
  width += klaster_label_measure (KLASTER_FONT_BODY, scale, row->text, -1);
  if (row->heading != NULL)
    width = MAX (width, klaster_label_measure (KLASTER_FONT_BODY_STRONG, scale, row->heading, -1));
  self->widths[self->column] = MAX (self->widths[self->column], ceil (width));
}

static void
draw_row_cb (const KlasterLegendRow *row,
             gpointer                data)
{
  Flow *self = data;
  double scale = self->style->text_scale, height = get_row_height (row) * scale, x = self->x, y = self->y + place_row (self, row);
  double line_height, ascent = klaster_label_get_ascent (KLASTER_FONT_BODY, scale, &line_height);

  for (guint i = 0; i < self->column; i++)
    x += self->widths[i] + COLUMN_GAP * scale;
  if (row->heading != NULL)
    {
      klaster_label_draw (self->cr, KLASTER_FONT_BODY_STRONG, scale, row->heading, x,
                          round (y + (ROW * scale - line_height) / 2 + ascent), 0, &self->palette->card_text, NULL);
      y += ROW * scale;
    }
  klaster_legend_draw_sample (self->cr, self->contents, row, x, round (y + height / 2), self->style);
  klaster_label_draw (self->cr, KLASTER_FONT_BODY, scale, row->text, x + self->sample,
                      round (y + (height - line_height) / 2 + ascent), 0, &self->palette->card_text, NULL);
}

static void
measure_flow (const Flow *flow,
              double     *width,
              double     *height)
{
  double padding = 2 * PADDING * flow->style->text_scale;

  *width = *height = 0;
  if (flow->height <= 0)
    return;
  for (guint i = 0; i <= flow->column; i++)
    *width += flow->widths[i] + (i > 0 ? COLUMN_GAP * flow->style->text_scale : 0);
  *width += padding;
  *height = ceil (flow->height) + padding;
}

/**
 * klaster_legend_measure:
 * @contents: what is to be explained
 * @style: text scale, language
 * @limit: how high its columns may be, logical pixels; 0: all in one
 * @width: (out): logical pixels
 * @height: (out): logical pixels; 0 when there is nothing to explain
 */
void
klaster_legend_measure (const KlasterLegendContents *contents,
                        const KlasterStyle          *style,
                        double                       limit,
                        double                      *width,
                        double                      *height)
{
  Flow flow = begin_flow (contents, style, limit);

  klaster_legend_foreach (contents, style->language, FALSE, measure_row_cb, &flow);
  measure_flow (&flow, width, height);
}

/**
 * klaster_legend_find_limit:
 * @contents: what is to be explained
 * @style: text scale, language
 * @max_width: logical pixels
 *
 * Returns: how high its columns have to be at least for it to be no wider than @max_width; 0 when no column is so narrow
 */
double
klaster_legend_find_limit (const KlasterLegendContents *contents,
                           const KlasterStyle          *style,
                           double                       max_width)
{
  double width, height, whole;

  klaster_legend_measure (contents, style, 0, &width, &whole);
  if (width > max_width)
    return 0;
  for (double limit = 2 * ROW * style->text_scale; limit < whole; limit += ROW * style->text_scale / 2)
    {
      klaster_legend_measure (contents, style, limit, &width, &height);
      /* The last column takes what is left, however much that is. */
      if (width <= max_width && height <= limit + 2 * PADDING * style->text_scale + 1)
        return limit;
    }

  return whole;
}

/**
 * klaster_legend_draw:
 * @cr: in logical pixels
 * @contents: what is to be explained
 * @x: left
 * @y: top
 * @limit: how high its columns may be, logical pixels; 0: all in one
 * @style: palette, language, text scale
 *
 * Draws a card of the size that klaster_legend_measure() tells.
 */
void
klaster_legend_draw (cairo_t                     *cr,
                     const KlasterLegendContents *contents,
                     double                       x,
                     double                       y,
                     double                       limit,
                     const KlasterStyle          *style)
{
  double padding = PADDING * style->text_scale, width, height;
  Flow flow = begin_flow (contents, style, limit);

  klaster_legend_foreach (contents, style->language, FALSE, measure_row_cb, &flow);
  measure_flow (&flow, &width, &height);
  if (height <= 0)
    return;
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_rectangle (cr, x + 0.5, y + 0.5, width - 1, height - 1);
  klaster_color_set (&flow.palette->card, cr);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, 1.0);
  klaster_color_set_alpha (&flow.palette->card_text, 0.35, cr);
  cairo_stroke (cr);
  flow.cr = cr;
  flow.x = x + padding;
  flow.y = y + padding;
  flow.column = flow.group = 0;
  flow.at = 0;
  klaster_legend_foreach (contents, style->language, FALSE, draw_row_cb, &flow);
  cairo_restore (cr);
}
