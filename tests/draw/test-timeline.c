/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <cairo.h>

#include "klaster-edit.h"
#include "klaster-generate.h"
#include "klaster-timeline.h"

#define TODAY "2026-11-21"
#define WIDTH 800
#define HEIGHT 300

static KlasterSnapshot *
make (void)
{
  static const struct
  {
    const char *signed_on;
    const char *from;
    const char *to;
    gint64 renews;
  } rows[] = {
    { "2025-08-20", "2025-09-01", "2026-08-31", 0 },
    { "2026-08-20", "2026-09-01", "2027-08-31", 1 },
    { NULL, NULL, NULL, 0 },
    { "2024-08-20", "2024-09-01", NULL, 0 },
  };
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Make");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 id = i + 1;

      klaster_edit_insert_with_id (edit, KLASTER_TABLE_AGREEMENT, id);
      klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_KIND, KLASTER_TEXT ("practice"));
      if (rows[i].signed_on)
        klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_SIGNED_ON, KLASTER_TEXT (rows[i].signed_on));
      if (rows[i].from)
        klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_FROM, KLASTER_TEXT (rows[i].from));
      if (rows[i].to)
        klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_VALID_TO, KLASTER_TEXT (rows[i].to));
      if (rows[i].renews)
        klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, id, KLASTER_AGREEMENT_RENEWS_ID, KLASTER_INTEGER (rows[i].renews));
    }
  delta = klaster_edit_resolve (edit, empty, &error);
  g_assert_no_error (error);

  return klaster_snapshot_apply (empty, delta);
}

static KlasterTimelineView
make_view (const KlasterTimeline *timeline,
           KlasterTheme           theme)
{
  KlasterTimelineView view = { .width = WIDTH, .height = HEIGHT, .hover = -1, .focus = -1, .style = KLASTER_STYLE_DEFAULT };
  int first, last;

  klaster_timeline_get_extent (timeline, &first, &last);
  view.first_day = first;
  view.days = last - first;
  view.style.theme = theme;

  return view;
}

static cairo_surface_t *
draw (const KlasterTimeline     *timeline,
      const KlasterTimelineView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  klaster_timeline_draw (timeline, view, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);

  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface,
           double           x,
           double           y)
{
  const guchar *data = cairo_image_surface_get_data (surface);

  return *(const guint32 *) (gconstpointer) (data + (int) y * cairo_image_surface_get_stride (surface) + (int) x * 4) & 0xffffff;
}

static double
day_x (const KlasterTimelineView *view,
       double                     day)
{
  double left = klaster_timeline_label_width (view);

  return left + (day - view->first_day) / view->days * (view->width - left);
}

static void
test_rows (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  const gint64 ids[] = { 4, 1, 2, 3, 99 };
  g_autoptr (KlasterTimeline) timeline = klaster_timeline_new (snapshot, ids, 5, TODAY, KLASTER_LANGUAGE_EN);
  KlasterTimelineView view = make_view (timeline, KLASTER_THEME_LIGHT);
  double header = klaster_timeline_header_height (&view.style);
  double row_height = klaster_timeline_row_height (&view.style);
  g_autofree char *words = klaster_timeline_describe (timeline, 1);
  int first, last;

  /* One that is gone has no row. */
  g_assert_cmpuint (klaster_timeline_get_n_rows (timeline), ==, 4);
  g_assert_cmpint (klaster_timeline_find (timeline, 2), ==, 2);
  g_assert_cmpint (klaster_timeline_find (timeline, 99), ==, -1);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header - 1), ==, -1);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 1.5 * row_height), ==, 1);
  view.scroll = row_height;
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 1.5 * row_height), ==, 2);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 5 * row_height), ==, -1);
  g_assert_nonnull (g_strstr_len (words, -1, "1 Sep 2025 – 31 Aug 2026"));
  /* Whole academic years, from 1 September 2024. */
  klaster_timeline_get_extent (timeline, &first, &last);
  g_assert_cmpint (first, ==, 9010);
  g_assert_cmpint (last, >, klaster_timeline_get_today (timeline));
}

/* Bands and extent follow the project's academic year. */
static void
test_year_begins (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Begins");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) project = NULL;
  g_autoptr (KlasterTimeline) timeline = NULL;
  const gint64 ids[] = { 1, 2, 3, 4 };
  gint64 parameter = klaster_edit_insert (edit, KLASTER_TABLE_PARAMETER);
  KlasterTimelineView view;
  cairo_surface_t *surface;
  int first, last;

  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_KEY, KLASTER_TEXT ("academic_year.begins"));
  klaster_edit_set (edit, KLASTER_TABLE_PARAMETER, parameter, KLASTER_PARAMETER_VALUE, KLASTER_TEXT ("10-01"));
  delta = klaster_edit_resolve (edit, snapshot, NULL);
  project = klaster_snapshot_apply (snapshot, delta);
  timeline = klaster_timeline_new (project, ids, 4, TODAY, KLASTER_LANGUAGE_EN);
  klaster_timeline_get_extent (timeline, &first, &last);
  /* 1 October 2023: one of them begins on 1 September 2024, before the year 2024/25 of this project. */
  g_assert_cmpint (first, ==, 8674);
  /* The band that begins in an odd year is shaded, from 1 October on. */
  view = make_view (timeline, KLASTER_THEME_LIGHT);
  surface = draw (timeline, &view);
  g_assert_cmpuint (get_pixel (surface, day_x (&view, 8674 + 366) - 3, HEIGHT - 3), !=,
                    get_pixel (surface, day_x (&view, 8674 + 366) + 4, HEIGHT - 3));
  cairo_surface_destroy (surface);

  /* At the end of the calendar the picture ends, and the loop over the years with it. */
  view.first_day = 2921000;
  surface = draw (timeline, &view);
  cairo_surface_destroy (surface);
}

/* A bar stands where its days are, in every theme; nothing stands where they are not. */
static void
test_bars (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  const gint64 ids[] = { 2 };
  g_autoptr (KlasterTimeline) timeline = klaster_timeline_new (snapshot, ids, 1, TODAY, KLASTER_LANGUAGE_EN);

  for (guint theme = 0; theme < KLASTER_N_THEMES; theme++)
    {
      KlasterTimelineView view = make_view (timeline, theme);
      double y = klaster_timeline_header_height (&view.style) + klaster_timeline_row_height (&view.style) / 2;
      double begin = day_x (&view, 9740); /* 1 September 2026 */
      cairo_surface_t *surface;
      guint32 bar, ground;

      view.first_day -= 365;
      view.days += 365;
      begin = day_x (&view, 9740);
      surface = draw (timeline, &view);
      bar = get_pixel (surface, begin + 3, y);
      ground = get_pixel (surface, begin - 12, y);
      g_assert_cmpuint (bar, !=, ground);
      cairo_surface_destroy (surface);
    }
}

/* What fits neither into its bar nor beside it stands where more of it can be read. */
static void
test_long_text (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  const gint64 ids[] = { 1 };
  g_autoptr (KlasterTimeline) timeline = klaster_timeline_new (snapshot, ids, 1, TODAY, KLASTER_LANGUAGE_EN);

  for (guint i = 0; i < 2; i++)
    {
      KlasterTimelineView view = make_view (timeline, KLASTER_THEME_LIGHT);
      double end, y, step;
      cairo_surface_t *surface;
      guint inside = 0, beside = 0;

      /* In the school year 2025/26, seen as two thirds of the width, then as a fifth of it; nobody looks at it today. */
      view.style.text_scale = 3;
      view.first_day = 9375;
      view.days = i == 0 ? 530 : 365 * 5;
      end = day_x (&view, 9740);
      y = klaster_timeline_header_height (&view.style) + klaster_timeline_row_height (&view.style) / 2;
      surface = draw (timeline, &view);
      for (step = klaster_timeline_label_width (&view) + 4; step < end - 8; step++)
        inside += get_pixel (surface, step, y) != get_pixel (surface, step + 1, y);
      for (step = end + 8; step < WIDTH - 2; step++)
        beside += get_pixel (surface, step, y) != get_pixel (surface, step + 1, y);
      g_test_message ("%u changes of colour in the bar, %u beside it", inside, beside);
      g_assert_cmpuint (i == 0 ? inside : beside, >, 20);
      g_assert_cmpuint (i == 0 ? beside : inside, <, 10);
      cairo_surface_destroy (surface);
    }
}

/* An agreement that is to be terminated ends there, though it is in force today. */
static void
test_termination (void)
{
  g_autoptr (KlasterSnapshot) open = make ();
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("Terminate");
  g_autoptr (KlasterDelta) delta = NULL;
  g_autoptr (KlasterSnapshot) ended = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 ids[] = { 4, 2 };
  guint32 pixels[2][2];

  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT, 4, KLASTER_AGREEMENT_TERMINATED_ON, KLASTER_TEXT ("2027-01-01"));
  delta = klaster_edit_resolve (edit, open, &error);
  g_assert_no_error (error);
  ended = klaster_snapshot_apply (open, delta);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KlasterTimeline) timeline = klaster_timeline_new (i == 0 ? open : ended, ids, 2, TODAY, KLASTER_LANGUAGE_EN);
      KlasterTimelineView view = make_view (timeline, KLASTER_THEME_LIGHT);
      double y = klaster_timeline_header_height (&view.style) + klaster_timeline_row_height (&view.style) * 0.65;
      cairo_surface_t *surface;

      view.first_day = 9740;
      view.days = 365;
      surface = draw (timeline, &view);
      pixels[i][0] = get_pixel (surface, day_x (&view, 9850), y); /* 20 December 2026 */
      pixels[i][1] = get_pixel (surface, day_x (&view, 9950), y); /* 30 March 2027 */
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (pixels[0][0], ==, pixels[0][1]);
  g_assert_cmpuint (pixels[1][0], !=, pixels[1][1]);
}

/* Far away, far out, far down: nothing goes wrong, and a thousand rows that nobody sees are not drawn. */
static void
test_extremes (void)
{
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (3, 20, 0, 1000);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KlasterTimeline) timeline = NULL;
  static const double days[] = { 1, 60, 36525 };
  KlasterRowIter iter;
  KlasterRow *row;

  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_AGREEMENT);
  while (klaster_row_iter_next (&iter, &row))
    {
      gint64 id = klaster_row_get_id (row);

      g_array_append_val (ids, id);
    }
  timeline = klaster_timeline_new (snapshot, (const gint64 *) (gpointer) ids->data, ids->len, TODAY, KLASTER_LANGUAGE_RU);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      KlasterTimelineView view = make_view (timeline, KLASTER_THEME_PRINT);

      view.days = days[i];
      view.scroll = i * 9000.0;
      view.focus = 3;
      cairo_surface_destroy (draw (timeline, &view));
    }
}

/* Headings stand above the rows of their groups, the one of what is seen on top; what is gone takes its heading along. */
static void
test_groups (void)
{
  g_autoptr (KlasterSnapshot) snapshot = make ();
  const gint64 ids[] = { 4, 99, 1, 2, 3 };
  const KlasterQueryGroup groups[] = {
    { 0, 1, (char *) "Drafts" }, { 1, 1, (char *) "Gone" }, { 2, 3, (char *) "Memoranda" },
  };
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (KlasterQueryGroup));
  g_autoptr (KlasterTimeline) timeline = NULL;
  KlasterTimelineView view;
  KlasterRowPlaces places;
  double header;
  cairo_surface_t *surface;

  g_array_append_vals (array, groups, G_N_ELEMENTS (groups));
  timeline = klaster_timeline_new_grouped (snapshot, ids, 5, array, TODAY, KLASTER_LANGUAGE_EN);
  view = make_view (timeline, KLASTER_THEME_LIGHT);
  header = klaster_timeline_header_height (&view.style);
  places = klaster_timeline_get_places (timeline, &view.style);
  g_assert_cmpuint (klaster_row_places_get_n_groups (&places), ==, 2);
  g_assert_cmpfloat (klaster_row_places_get_top (&places, 0), ==, places.heading_height);
  g_assert_cmpfloat (klaster_row_places_get_top (&places, 1), ==, 2 * places.heading_height + places.row_height);

  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 1), ==, -1);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + places.heading_height + 1), ==, 0);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + places.heading_height + places.row_height + 1), ==, -1);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 2 * places.heading_height + places.row_height + 1), ==, 1);
  /* Scrolled to the last row its heading is over the row before. */
  view.scroll = klaster_row_places_get_top (&places, 2);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + 1), ==, -1);
  g_assert_cmpint (klaster_timeline_pick (timeline, &view, header + places.heading_height + 1), ==, 3);

  /* Headings are drawn also where the group before is scrolled away. */
  surface = draw (timeline, &view);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/rows", test_rows);
  g_test_add_func ("/timeline/groups", test_groups);
  g_test_add_func ("/timeline/year-begins", test_year_begins);
  g_test_add_func ("/timeline/bars", test_bars);
  g_test_add_func ("/timeline/long-text", test_long_text);
  g_test_add_func ("/timeline/termination", test_termination);
  g_test_add_func ("/timeline/extremes", test_extremes);

  return g_test_run ();
}
