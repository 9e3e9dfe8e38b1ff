/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The column of names, logical pixels */
#define LABEL 220.0
#define PRINTED_LABEL 330.0
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>
#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-agreement.h"
#include "klaster-register.h"
#include "klaster-timeline.h"
#include "klaster-translation.h"

#define EPOCH "2000-01-01"
#define NO_DAY G_MININT

/* How a bar looks: told apart by its pattern as well as by its colour. */
typedef enum
{
  LOOK_DRAFT,      /* dashed outline */
  LOOK_SIGNED,     /* outline, light ground */
  LOOK_IN_FORCE,   /* solid */
  LOOK_EXPIRING,   /* solid with stripes where the notice period runs */
  LOOK_EXPIRED,    /* light ground, strong left edge */
  LOOK_TERMINATED, /* light ground, cross at the end */
  N_LOOKS
} Look;

typedef struct
{
  gint64 id;
  int from;       /* NO_DAY: not known */
  int to;         /* NO_DAY: open */
  int notice;     /* first day of the notice period, NO_DAY: none */
  Look look;
  gint renews;    /* row of the agreement that it renews, -1: none or not listed */
  char *label;    /* beside the bar */
  char *text;     /* in the bar */
  char *words;
} Row;

struct _KlasterTimeline
{
  gatomicrefcount ref_count;
  GArray *rows;
  GHashTable *positions; /* id → row + 1 */
  GArray *firsts;        /* of guint: rows with which groups begin */
  GPtrArray *titles;     /* of the groups */
  KlasterAcademicCalendar *calendar;
  int today;
  int first;
  int last;
};

static int
to_day (const char *date)
{
  return klaster_date_is_valid (date) ? klaster_date_diff_days (EPOCH, date) : NO_DAY;
}

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_free (row->label);
  g_free (row->text);
  g_free (row->words);
}

static Look
get_look (const char *status)
{
  static const char *const statuses[] = { "draft", "signed", "in_force", "expiring", "expired", "terminated", NULL };
  int look = klaster_tokens_find (statuses, status);

  return look < 0 ? LOOK_DRAFT : (Look) look;
}

static void
fill_row (Row              *row,
          KlasterSnapshot  *snapshot,
          const KlasterRow *agreement,
          const char       *date,
          KlasterLanguage   language)
{
  KlasterAgreementFacts facts;
  int terminated = to_day (klaster_row_get_text (agreement, KLASTER_AGREEMENT_TERMINATED_ON));
  const char *number = klaster_row_get_text (agreement, KLASTER_AGREEMENT_NUMBER);
  const char *kind = klaster_row_get_text (agreement, KLASTER_AGREEMENT_KIND);
  const char *kind_name = kind ? klaster_vocabulary_get_name (snapshot, "agreement_kinds", kind, language) : "";
  g_autofree char *parties = klaster_agreement_name_parties (snapshot, row->id, language);
  g_autofree char *status = NULL;
  g_autofree char *period = klaster_agreement_describe_period (agreement, language);
  g_autofree char *name = klaster_record_describe (snapshot, agreement, language);

  klaster_agreement_get_facts (snapshot, agreement, date, &facts);
  status = klaster_register_column_get_text (KLASTER_REGISTER_STATUS, snapshot, agreement, &facts, language);
  row->from = to_day (klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_FROM));
  if (row->from == NO_DAY)
    row->from = to_day (klaster_row_get_text (agreement, KLASTER_AGREEMENT_SIGNED_ON));
  row->to = to_day (klaster_row_get_text (agreement, KLASTER_AGREEMENT_VALID_TO));
  row->look = get_look (facts.status);
  /* Not in force from that day on. */
  if (terminated != NO_DAY && (row->to == NO_DAY || terminated - 1 < row->to))
    row->to = terminated - 1;
  row->notice = NO_DAY;
  if (row->to != NO_DAY && !klaster_row_is_null (agreement, KLASTER_AGREEMENT_NOTICE_DAYS) &&
      (row->look == LOOK_EXPIRING || row->look == LOOK_IN_FORCE || row->look == LOOK_SIGNED))
    row->notice = row->to - (int) klaster_row_get_integer (agreement, KLASTER_AGREEMENT_NOTICE_DAYS);
  row->label = number ? g_strdup_printf ("%s  %s", number, parties) : g_strdup (parties);
  row->text = g_strdup_printf ("%s · %s", status, kind_name);
  row->words = g_strdup_printf ("%s, %s, %s, %s", name, parties, *period ? period : "–", status);
}

static void
include_day (KlasterTimeline *self,
             int              day)
{
  if (day == NO_DAY)
    return;
  self->first = MIN (self->first, day);
  self->last = MAX (self->last, day);
}

/* The calendar year in which the academic year of @day begins. */
static int
get_year (const KlasterTimeline *self,
          int                    day)
{
  g_autofree char *date = klaster_date_add_days (EPOCH, day);
  g_autofree char *year = klaster_academic_calendar_get_year (self->calendar, date, 0);

  return CLAMP (atoi (year), 1, 9998);
}

/* The first day of the academic year that begins in @year. */
static int
get_year_begin (const KlasterTimeline *self,
                int                    year)
{
  g_autofree char *begin = klaster_academic_calendar_get_first_day (self->calendar, year);

  return klaster_date_diff_days (EPOCH, begin);
}

/* A heading above the row that comes next; a group whose agreements are gone has none. */
static void
add_group (KlasterTimeline         *self,
           const KlasterQueryGroup *group,
           KlasterLanguage          language)
{
  guint first = self->rows->len;

  if (self->firsts->len > 0 && g_array_index (self->firsts, guint, self->firsts->len - 1) == first)
    {
      g_array_set_size (self->firsts, self->firsts->len - 1);
      g_ptr_array_set_size (self->titles, (gint) self->titles->len - 1);
    }
  g_array_append_val (self->firsts, first);
  g_ptr_array_add (self->titles, g_strdup_printf (klaster_translate (language, "%1$s · %2$u"), group->title, group->n));
}

/**
 * klaster_timeline_new:
 * @snapshot: the content
 * @ids: (array length=n_ids): agreements, in the order of their rows
 * @n_ids: their number
 * @date: today, a valid date
 * @language: language of names and dates
 *
 * Returns: (transfer full): a timeline without groups
 */
KlasterTimeline *
klaster_timeline_new (KlasterSnapshot *snapshot,
                      const gint64    *ids,
                      guint            n_ids,
                      const char      *date,
                      KlasterLanguage  language)
{
  return klaster_timeline_new_grouped (snapshot, ids, n_ids, NULL, date, language);
}

/**
 * klaster_timeline_new_grouped:
 * @snapshot: the content
 * @ids: (array length=n_ids): agreements, in the order of their rows
 * @n_ids: their number
 * @groups: (nullable) (element-type KlasterQueryGroup): what has a heading, in their order
 * @date: today, a valid date
 * @language: language of names and dates
 *
 * O(n) in the number of agreements.
 *
 * Returns: (transfer full): a timeline
 */
KlasterTimeline *
klaster_timeline_new_grouped (KlasterSnapshot *snapshot,
                              const gint64    *ids,
                              guint            n_ids,
                              const GArray    *groups,
                              const char      *date,
                              KlasterLanguage  language)
{
  KlasterTimeline *self;
  guint group = 0;

  g_return_val_if_fail (snapshot != NULL && (ids != NULL || n_ids == 0) && klaster_date_is_valid (date), NULL);

  self = g_new0 (KlasterTimeline, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->rows = g_array_sized_new (FALSE, TRUE, sizeof (Row), n_ids);
  g_array_set_clear_func (self->rows, clear_row);
  self->firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->positions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->calendar = klaster_academic_calendar_new (snapshot);
  self->today = to_day (date);
  self->first = self->last = self->today;
  for (guint i = 0; i < n_ids; i++)
    {
      KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, ids[i]);
      Row row = { .id = ids[i], .renews = -1 };

      if (groups != NULL && group < groups->len && g_array_index (groups, KlasterQueryGroup, group).first == i)
        add_group (self, &g_array_index (groups, KlasterQueryGroup, group++), language);
      if (agreement == NULL)
        continue;
      fill_row (&row, snapshot, agreement, date, language);
      include_day (self, row.from);
      include_day (self, row.to);
      g_array_append_val (self->rows, row);
      g_hash_table_insert (self->positions, g_memdup2 (&ids[i], sizeof *ids), GUINT_TO_POINTER (self->rows->len));
    }
  for (guint i = 0; i < self->rows->len; i++)
    {
      Row *row = &g_array_index (self->rows, Row, i);
      KlasterRow *agreement = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_AGREEMENT, row->id);

      row->renews = klaster_timeline_find (self, klaster_row_get_integer (agreement, KLASTER_AGREEMENT_RENEWS_ID));
    }
  self->first = get_year_begin (self, get_year (self, self->first));
  self->last = get_year_begin (self, get_year (self, self->last) + 1);

  return self;
}

KlasterTimeline *
klaster_timeline_ref (KlasterTimeline *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
klaster_timeline_unref (KlasterTimeline *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_array_unref (self->rows);
  g_array_unref (self->firsts);
  g_ptr_array_unref (self->titles);
  g_hash_table_unref (self->positions);
  klaster_academic_calendar_free (self->calendar);
  g_free (self);
}

guint
klaster_timeline_get_n_rows (const KlasterTimeline *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

gint64
klaster_timeline_get_id (const KlasterTimeline *self,
                         guint                  row)
{
  g_return_val_if_fail (self != NULL, 0);

  return row < self->rows->len ? g_array_index (self->rows, Row, row).id : 0;
}

gint
klaster_timeline_find (const KlasterTimeline *self,
                       gint64                 id)
{
  g_return_val_if_fail (self != NULL, -1);

  return (gint) GPOINTER_TO_UINT (g_hash_table_lookup (self->positions, &id)) - 1;
}

void
klaster_timeline_get_extent (const KlasterTimeline *self,
                             int                   *first,
                             int                   *last)
{
  g_return_if_fail (self != NULL && first != NULL && last != NULL);

  *first = self->first;
  *last = self->last;
}

int
klaster_timeline_get_today (const KlasterTimeline *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->today;
}

char *
klaster_timeline_describe (const KlasterTimeline *self,
                           guint                  row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, NULL);

  return g_strdup (g_array_index (self->rows, Row, row).words);
}

/* Measures */

double
klaster_timeline_row_height (const KlasterStyle *style)
{
  return ceil (28 * style->text_scale);
}

double
klaster_timeline_header_height (const KlasterStyle *style)
{
  return ceil (42 * style->text_scale);
}

static double
get_heading_height (const KlasterStyle *style)
{
  return ceil (30 * style->text_scale);
}

/**
 * klaster_timeline_get_places:
 * @self: a timeline
 * @style: size of text
 *
 * Returns: where rows and headings stand below the header, the first at 0; valid as long as the timeline
 */
KlasterRowPlaces
klaster_timeline_get_places (const KlasterTimeline *self,
                             const KlasterStyle    *style)
{
  return (KlasterRowPlaces) {
    .n_rows = self->rows->len,
    .row_height = klaster_timeline_row_height (style),
    .heading_height = get_heading_height (style),
    .firsts = self->firsts,
  };
}

double
klaster_timeline_label_width (const KlasterTimelineView *view)
{
  /* On paper nobody can point at a name to read all of it. */
  double most = view->style.theme == KLASTER_THEME_PRINT ? PRINTED_LABEL : LABEL;

  return floor (MIN (most * view->style.text_scale, view->width * 0.32));
}

static double
day_to_x (const KlasterTimelineView *view,
          double                     day)
{
  double left = klaster_timeline_label_width (view);

  return left + (day - view->first_day) / view->days * (view->width - left);
}

/* Drawing */

static const KlasterColor *
get_look_color (const KlasterStyle *style,
                Look                look)
{
  static const KlasterColor light[N_LOOKS] = {
    { 0.45, 0.45, 0.48, 1 }, { 0.21, 0.42, 0.72, 1 }, { 0.16, 0.56, 0.38, 1 },
    { 0.60, 0.38, 0.00, 1 }, { 0.75, 0.15, 0.20, 1 }, { 0.40, 0.40, 0.43, 1 },
  };
  static const KlasterColor dark[N_LOOKS] = {
    { 0.65, 0.65, 0.68, 1 }, { 0.45, 0.65, 0.95, 1 }, { 0.25, 0.68, 0.48, 1 },
    { 0.90, 0.70, 0.25, 1 }, { 0.92, 0.40, 0.42, 1 }, { 0.62, 0.62, 0.65, 1 },
  };

  return style->theme == KLASTER_THEME_DARK ? &dark[look] : &light[look];
}

static PangoLayout *
make_layout (cairo_t            *cr,
             const KlasterStyle *style,
             double              size,
             const char         *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Sans");

  pango_font_description_set_absolute_size (font, size * style->text_scale * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_single_paragraph_mode (layout, TRUE);

  return layout;
}

/* Text in as many lines as there is room for, in the size at which all of it fits */
static void
draw_lines (cairo_t            *cr,
            const KlasterStyle *style,
            const char         *text,
            double              x,
            double              y,
            double              width,
            double              height)
{
  PangoLayout *layout = NULL;
  int text_height = 0;

  for (double size = 11; size >= 7 && (layout == NULL || text_height > height); size--)
    {
      g_clear_object (&layout);
      layout = make_layout (cr, style, size, text);
      pango_layout_set_width (layout, (int) (MAX (width, 8) * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_spacing (layout, -PANGO_SCALE);
      pango_layout_get_pixel_size (layout, NULL, &text_height);
    }
  pango_layout_set_height (layout, (int) (height * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  cairo_move_to (cr, x, y + (height - text_height) / 2);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

/* Text in one line in the middle of a height, cut to a width. */
static void
draw_text (cairo_t            *cr,
           const KlasterStyle *style,
           double              size,
           const char         *text,
           double              x,
           double              y,
           double              width,
           double              height)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, size, text);
  int text_height;

  if (width < 8)
    return;
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  cairo_move_to (cr, x, y + (height - text_height) / 2);
  pango_cairo_show_layout (cr, layout);
}

static double
measure_text (cairo_t            *cr,
              const KlasterStyle *style,
              double              size,
              const char         *text)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, style, size, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);

  return width;
}

static void
draw_years (const KlasterTimeline     *self,
            const KlasterTimelineView *view,
            const KlasterPalette      *palette,
            cairo_t                   *cr)
{
  double left = klaster_timeline_label_width (view);
  double header = klaster_timeline_header_height (&view->style);

  cairo_save (cr);
  cairo_rectangle (cr, left, 0, view->width - left, view->height);
  cairo_clip (cr);
  for (int number = get_year (self, (int) floor (view->first_day)); number <= 9998; number++)
    {
      int begin = get_year_begin (self, number);
      g_autofree char *year = klaster_academic_year_format (number);
      double x = day_to_x (view, begin);
      double width = day_to_x (view, get_year_begin (self, number + 1)) - x;

      if (begin >= view->first_day + view->days)
        break;
      if (number % 2 == 1)
        {
          klaster_color_set_alpha (&palette->text, 0.05, cr);
          cairo_rectangle (cr, x, 0, width, view->height);
          cairo_fill (cr);
        }
      klaster_color_set_alpha (&palette->text, 0.18, cr);
      cairo_rectangle (cr, floor (x), 0, 1, view->height);
      cairo_fill (cr);
      klaster_color_set (&palette->text_dim, cr);
      /* Of a year that begins left of the picture the name stands where it is seen. */
      for (guint short_form = 0; short_form < 2; short_form++)
        {
          /* "2026/27", else "26/27", else nothing: never half a name. */
          const char *text = short_form ? year + 2 : year;
          double from = MAX (x, left) + 6;

          if (measure_text (cr, &view->style, 12, text) > x + width - from - 2)
            continue;
          draw_text (cr, &view->style, 12, text, from, 0, x + width - from, header * 0.58);
          break;
        }
    }
  cairo_restore (cr);
}

static void
trace_bar (cairo_t *cr,
           double   x,
           double   y,
           double   width,
           double   height)
{
  double r = MIN (4, MIN (width, height) / 2);

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

static void
draw_stripes (cairo_t            *cr,
              const KlasterColor *color,
              double              alpha,
              double              x,
              double              y,
              double              width,
              double              height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  klaster_color_set_alpha (color, alpha, cr);
  cairo_set_line_width (cr, 2);
  for (double at = x - height; at < x + width; at += 6)
    {
      cairo_move_to (cr, at, y + height);
      cairo_line_to (cr, at + height, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_bar (const Row                 *row,
          const KlasterTimelineView *view,
          const KlasterPalette      *palette,
          double                     y,
          cairo_t                   *cr)
{
  static const KlasterColor white = { 1, 1, 1, 1 }, black = { 0.08, 0.08, 0.1, 1 };
  /* Bars are dark on light ground and light on dark. */
  const KlasterColor *on_bar = view->style.theme == KLASTER_THEME_DARK ? &black : &white;
  const KlasterColor *color = get_look_color (&view->style, row->look);
  double left = klaster_timeline_label_width (view);
  double row_height = klaster_timeline_row_height (&view->style);
  double height = floor (row_height * 0.66), top = floor (y + (row_height - height) / 2);
  double x = row->from == NO_DAY ? left - 10 : day_to_x (view, row->from);
  double end = row->to == NO_DAY ? view->width + 10 : day_to_x (view, row->to + 1);
  double text_x, text_width, beside, needed, width;
  gboolean solid = row->look == LOOK_IN_FORCE || row->look == LOOK_EXPIRING;

  if (row->from == NO_DAY && row->to == NO_DAY)
    {
      /* Nothing is known of its time: said where today is. */
      klaster_color_set (&palette->text_dim, cr);
      draw_text (cr, &view->style, 11, row->text, left + 8, y, view->width - left - 16, row_height);
      return;
    }
  /* Far beyond the edges nothing is seen, and Cairo's numbers end. */
  x = MAX (x, left - 20);
  end = MIN (end, view->width + 20);
  width = MAX (end - x, 3);
  if (x > view->width || x + width < left)
    return;

  trace_bar (cr, x, top, width, height);
  klaster_color_set_alpha (color, solid ? 1 : row->look == LOOK_DRAFT ? 0.06 : 0.18, cr);
  cairo_fill_preserve (cr);
  klaster_color_set (color, cr);
  cairo_set_line_width (cr, row->look == LOOK_SIGNED ? 2 : 1);
  if (row->look == LOOK_DRAFT)
    cairo_set_dash (cr, (double[]) { 4, 3 }, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (row->notice != NO_DAY)
    {
      double notice = MAX (day_to_x (view, row->notice), x);

      draw_stripes (cr, solid ? on_bar : color, 0.5, notice, top, end - notice, height);
    }
  if (row->look == LOOK_EXPIRED)
    {
      klaster_color_set (color, cr);
      cairo_rectangle (cr, end - 4, top, 4, height);
      cairo_fill (cr);
    }
  if (row->look == LOOK_TERMINATED)
    {
      klaster_color_set (color, cr);
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, end - 5, top + height / 2 - 5);
      cairo_line_to (cr, end + 5, top + height / 2 + 5);
      cairo_move_to (cr, end - 5, top + height / 2 + 5);
      cairo_line_to (cr, end + 5, top + height / 2 - 5);
      cairo_stroke (cr);
    }

  /* In the bar where it fits, else beside it; where it fits neither, where more of it can be read. */
  text_x = MAX (x, left) + 6;
  text_width = MIN (row->notice != NO_DAY ? MAX (day_to_x (view, row->notice), x) : end, view->width) - text_x - 4;
  beside = view->width - (end + 8) - 4;
  needed = measure_text (cr, &view->style, 11, row->text);
  if (needed <= text_width || (needed > beside && beside <= text_width))
    {
      klaster_color_set (solid ? on_bar : &palette->text, cr);
    }
  else
    {
      klaster_color_set (&palette->text_dim, cr);
      text_x = end + 8;
      text_width = beside;
    }
  draw_text (cr, &view->style, 11, row->text, text_x, top, text_width, height);
}

/* From the end of the one to the beginning of the other that renews it. */
static void
draw_chain (const KlasterTimeline     *self,
            const KlasterTimelineView *view,
            const KlasterPalette      *palette,
            guint                      position,
            double                     top,
            cairo_t                   *cr)
{
  const Row *row = &g_array_index (self->rows, Row, position);
  const Row *old = &g_array_index (self->rows, Row, row->renews);
  KlasterRowPlaces places = klaster_timeline_get_places (self, &view->style);
  double row_height = places.row_height;
  double x0 = day_to_x (view, old->to == NO_DAY ? self->today : old->to + 1);
  double x1 = row->from == NO_DAY ? x0 : day_to_x (view, row->from);
  double y0 = top + klaster_row_places_get_top (&places, (guint) row->renews) + row_height / 2;
  double y1 = top + klaster_row_places_get_top (&places, position) + row_height / 2;
  double side = MAX (x0, x1) + 6;

  klaster_color_set_alpha (&palette->text, 0.7, cr);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, side, y0);
  cairo_line_to (cr, side, y1 + (y1 > y0 ? -row_height : row_height) / 2);
  cairo_line_to (cr, x1, y1 + (y1 > y0 ? -row_height : row_height) / 2);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
  cairo_arc (cr, x1, y1, 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
draw_today (const KlasterTimeline     *self,
            const KlasterTimelineView *view,
            cairo_t                   *cr)
{
  const KlasterColor *color = get_look_color (&view->style, LOOK_EXPIRED);
  double left = klaster_timeline_label_width (view);
  double header = klaster_timeline_header_height (&view->style);
  double x = floor (day_to_x (view, self->today)) + 0.5;
  /* Translators: beside the line that marks the day of today. */
  const char *text = klaster_translate_c (view->style.language, "timeline", "today");
  double width;

  if (x < left || x > view->width)
    return;

  klaster_color_set (color, cr);
  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, x, header * 0.6);
  cairo_line_to (cr, x, view->height);
  cairo_stroke (cr);
  width = measure_text (cr, &view->style, 11, text);
  draw_text (cr, &view->style, 11, text, x + 4 + width > view->width ? x - width - 4 : x + 4, header * 0.54, width + 2,
             header * 0.46);
}

static void
draw_row (const Row                 *row,
          gint                       position,
          const KlasterTimelineView *view,
          const KlasterPalette      *palette,
          double                     y,
          cairo_t                   *cr)
{
  double left = klaster_timeline_label_width (view);
  double row_height = klaster_timeline_row_height (&view->style);
  gboolean selected = view->is_selected && view->is_selected (row->id, view->selected_data);

  if (selected || position == view->hover)
    {
      klaster_color_set_alpha (&palette->text, selected ? 0.14 : 0.06, cr);
      cairo_rectangle (cr, 0, y, view->width, row_height);
      cairo_fill (cr);
    }
  klaster_color_set (&palette->text, cr);
  if (view->style.theme == KLASTER_THEME_PRINT)
    draw_lines (cr, &view->style, row->label, 12, y, left - 18, row_height);
  else
    draw_text (cr, &view->style, 12, row->label, 12, y, left - 18, row_height);

  cairo_save (cr);
  cairo_rectangle (cr, left, y, view->width - left, row_height);
  cairo_clip (cr);
  draw_bar (row, view, palette, y, cr);
  cairo_restore (cr);
  if (position == view->focus)
    {
      klaster_color_set (&palette->selection, cr);
      cairo_set_line_width (cr, 2);
      cairo_rectangle (cr, 1, y + 1, view->width - 2, row_height - 2);
      cairo_stroke (cr);
    }
}

static void
draw_heading (const char                *title,
              const KlasterTimelineView *view,
              const KlasterPalette      *palette,
              double                     y,
              double                     height,
              cairo_t                   *cr)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *markup = g_strdup_printf ("<b>%s</b>", escaped);
  g_autoptr (PangoLayout) layout = make_layout (cr, &view->style, 12, "");
  int text_height;

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (MAX (view->width - 24, 1) * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  klaster_color_set (&palette->text, cr);
  cairo_move_to (cr, 12, y + height - text_height - 4 * view->style.text_scale);
  pango_cairo_show_layout (cr, layout);
  klaster_color_set_alpha (&palette->text, 0.18, cr);
  cairo_rectangle (cr, 0, y + height - 1, view->width, 1);
  cairo_fill (cr);
}

/* The headings that are seen, and on top that of the group which what is seen begins with, until the next one pushes it away.
 * Returns where rows begin to be seen below that one. */
static double
draw_headings (const KlasterTimeline     *self,
               const KlasterTimelineView *view,
               const KlasterRowPlaces    *places,
               const KlasterPalette      *palette,
               cairo_t                   *cr)
{
  double header = klaster_timeline_header_height (&view->style);
  guint n_groups = klaster_row_places_get_n_groups (places);
  gint64 row = klaster_row_places_find_at (places, view->scroll, NULL);
  guint group;
  double y;

  if (n_groups == 0 || row < 0)
    return header;

  group = klaster_row_places_count_headings (places, (guint) row);
  group = group > 0 ? group - 1 : 0;
  y = MAX (header, header + klaster_row_places_get_heading (places, group) - view->scroll);
  if (group + 1 < n_groups)
    y = MIN (y, header + klaster_row_places_get_heading (places, group + 1) - view->scroll - places->heading_height);
  draw_heading (g_ptr_array_index (self->titles, group), view, palette, y, places->heading_height, cr);
  for (guint i = group + 1; i < n_groups; i++)
    {
      double at = header + klaster_row_places_get_heading (places, i) - view->scroll;

      if (at > view->height)
        break;
      draw_heading (g_ptr_array_index (self->titles, i), view, palette, at, places->heading_height, cr);
    }

  return y > header ? header : y + places->heading_height;
}

/**
 * klaster_timeline_draw:
 * @self: a timeline
 * @view: which part of it, and how
 * @cr: where to
 *
 * The ground is the caller's. O(rows that are seen), and the chains that cross them.
 */
void
klaster_timeline_draw (const KlasterTimeline     *self,
                       const KlasterTimelineView *view,
                       cairo_t                   *cr)
{
  const KlasterPalette *palette;
  KlasterRowPlaces places;
  double header, left, top, covered;
  gint64 first, last;

  g_return_if_fail (self != NULL && view != NULL && cr != NULL);
  g_return_if_fail (view->days > 0);

  palette = klaster_palette_get (&view->style);
  places = klaster_timeline_get_places (self, &view->style);
  header = klaster_timeline_header_height (&view->style);
  left = klaster_timeline_label_width (view);
  top = header - view->scroll;
  first = MAX (klaster_row_places_find_at (&places, view->scroll, NULL), 0);
  last = klaster_row_places_find_at (&places, view->scroll + view->height - header, NULL);
  last = last < 0 ? (gint64) self->rows->len : last + 1;

  draw_years (self, view, palette, cr);
  cairo_save (cr);
  cairo_rectangle (cr, 0, header, view->width, view->height - header);
  cairo_clip (cr);
  covered = draw_headings (self, view, &places, palette, cr);
  cairo_rectangle (cr, 0, covered, view->width, view->height - covered);
  cairo_clip (cr);
  for (gint64 i = first; i < last; i++)
    draw_row (&g_array_index (self->rows, Row, i), (gint) i, view, palette, top + klaster_row_places_get_top (&places, (guint) i),
              cr);
  cairo_save (cr);
  cairo_rectangle (cr, left, header, view->width - left, view->height - header);
  cairo_clip (cr);
  for (gint64 i = first; i < last; i++)
    if (g_array_index (self->rows, Row, i).renews >= 0)
      draw_chain (self, view, palette, (guint) i, top, cr);
  cairo_restore (cr);
  cairo_restore (cr);
  draw_today (self, view, cr);
}

/**
 * klaster_timeline_pick:
 * @self: a timeline
 * @view: what is drawn
 * @y: in the picture
 *
 * Returns: the row there, or -1
 */
gint
klaster_timeline_pick (const KlasterTimeline     *self,
                       const KlasterTimelineView *view,
                       double                     y)
{
  double header = klaster_timeline_header_height (&view->style);
  KlasterRowPlaces places;
  gboolean heading;
  gint64 row;

  g_return_val_if_fail (self != NULL && view != NULL, -1);

  if (y < header || y > view->height)
    return -1;

  places = klaster_timeline_get_places (self, &view->style);
  row = klaster_row_places_find_at (&places, y - header + view->scroll, &heading);
  /* The heading on top is not the row below it. */
  if (heading || (places.firsts->len > 0 && view->scroll > 0 && y < header + places.heading_height))
    return -1;

  return (gint) row;
}
