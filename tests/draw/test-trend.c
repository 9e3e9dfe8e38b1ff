/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "KlasterTest"
#include "config.h"

#include <math.h>

#include "klaster-trend.h"
#include "klaster-value-text.h"

#define WIDTH 120
#define HEIGHT 40

/* Draws a trend in a box; how many pixels of each half of it, left, right, above and below, have any ink. */
typedef struct
{
  guint left, right, above, below;
} Ink;

static Ink
draw (const KlasterTrendPoint *points,
      guint                    n_points,
      double                   target,
      gboolean                 labels,
      KlasterTheme             theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  KlasterStyle style = KLASTER_STYLE_DEFAULT;
  const guint8 *data;
  int stride;
  Ink ink = { 0 };

  style.theme = theme;
  klaster_trend_draw (cr, points, n_points, target, WIDTH, HEIGHT, labels, &style);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (*(const guint32 *) (gconstpointer) (data + y * stride + x * 4) != 0)
        {
          ink.left += x < WIDTH / 2;
          ink.right += x >= WIDTH / 2;
          ink.above += y < HEIGHT / 2;
          ink.below += y >= HEIGHT / 2;
        }
  cairo_surface_destroy (surface);

  return ink;
}

static void
test_nothing (void)
{
  Ink ink = draw (NULL, 0, (double) NAN, TRUE, KLASTER_THEME_LIGHT);

  g_assert_cmpuint (ink.left + ink.right, ==, 0);
}

/* Most days lie at the end: a line by position would be a diagonal, by time it stays low for long. */
static void
test_by_time (void)
{
  const KlasterTrendPoint late[] = { { 0, 0 }, { 900, 0 }, { 1000, 100 } };
  const KlasterTrendPoint early[] = { { 0, 0 }, { 100, 100 }, { 1000, 100 } };
  Ink low = draw (late, G_N_ELEMENTS (late), (double) NAN, FALSE, KLASTER_THEME_LIGHT);
  Ink high = draw (early, G_N_ELEMENTS (early), (double) NAN, FALSE, KLASTER_THEME_LIGHT);

  g_assert_cmpuint (low.below, >, 2 * low.above);
  g_assert_cmpuint (high.above, >, 2 * high.below);
}

/* The target has a line of its own over the whole width, and belongs into the scale. */
static void
test_target (void)
{
  const KlasterTrendPoint points[] = { { 0, 10 }, { 100, 12 } };
  Ink without = draw (points, G_N_ELEMENTS (points), (double) NAN, FALSE, KLASTER_THEME_LIGHT);
  Ink with = draw (points, G_N_ELEMENTS (points), 100, FALSE, KLASTER_THEME_LIGHT);
  Ink alone = draw (NULL, 0, 100, FALSE, KLASTER_THEME_DARK);

  g_assert_cmpuint (without.above, >, 0);
  /* The values lie far below the target. */
  g_assert_cmpuint (with.above, <, with.below);
  g_assert_cmpuint (with.above, >, WIDTH / 3);
  g_assert_cmpuint (alone.left, >, WIDTH / 6);
  g_assert_cmpuint (alone.right, >, WIDTH / 6);
}

/* One value, equal values, one day: nothing to divide by. */
static void
test_flat (void)
{
  const KlasterTrendPoint one[] = { { 5, 7 } };
  const KlasterTrendPoint same[] = { { 0, 7 }, { 10, 7 } };
  const KlasterTrendPoint same_day[] = { { 3, 1 }, { 3, 2 } };
  Ink ink = draw (one, 1, (double) NAN, FALSE, KLASTER_THEME_PRINT);

  g_assert_cmpuint (ink.left + ink.right, >, 0);
  ink = draw (same, 2, 7, TRUE, KLASTER_THEME_LIGHT);
  g_assert_cmpuint (ink.left, >, 0);
  g_assert_cmpuint (ink.right, >, 0);
  ink = draw (same_day, 2, (double) NAN, TRUE, KLASTER_THEME_DARK);
  g_assert_cmpuint (ink.left + ink.right, >, 0);
}

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    const char *english, *russian;
  } cases[] = {
    { 164, "164", "164" }, { 12.5, "12.5", "12,5" }, { 0, "0", "0" }, { 100, "100", "100" }, { -3.25, "-3.25", "-3,25" },
    { 1.0 / 3, "0.333", "0,333" }, { 0.0001, "0", "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *english = klaster_number_format (cases[i].value, KLASTER_LANGUAGE_EN);
      g_autofree char *russian = klaster_number_format (cases[i].value, KLASTER_LANGUAGE_RU);

      g_assert_cmpstr (english, ==, cases[i].english);
      g_assert_cmpstr (russian, ==, cases[i].russian);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trend/nothing", test_nothing);
  g_test_add_func ("/trend/by-time", test_by_time);
  g_test_add_func ("/trend/target", test_target);
  g_test_add_func ("/trend/flat", test_flat);
  g_test_add_func ("/trend/numbers", test_numbers);

  return g_test_run ();
}
