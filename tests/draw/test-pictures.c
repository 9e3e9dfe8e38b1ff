/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "draw-support.h"
#include "klaster-symbol.h"

/* Each block of three by three pixels as one: what the eye takes in at a glance */
static cairo_surface_t *
take_means (cairo_surface_t *surface)
{
  int width = cairo_image_surface_get_width (surface) / 3, height = cairo_image_surface_get_height (surface) / 3;
  cairo_surface_t *means = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < 4 * width; x++)
      {
        guint sum = 0;

        for (int j = 0; j < 9; j++)
          sum += cairo_image_surface_get_data (surface)[(3 * y + j / 3) * cairo_image_surface_get_stride (surface)
                                                        + 4 * (3 * (x / 4) + j % 3) + x % 4];
        cairo_image_surface_get_data (means)[y * cairo_image_surface_get_stride (means) + x] = (guint8) (sum / 9);
      }
  return means;
}

/* Pictures are compared with those under expected/, drawn with the same pinned font. KLASTER_UPDATE_PICTURES=1 writes
 * them anew: look at them before committing. Versions of Cairo and FreeType differ along edges and by parts of a pixel
 * between letters, which means over blocks do not see; a name or symbol that is missing or elsewhere they do. */
static void
compare (cairo_surface_t *actual,
         const char      *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "expected", name, NULL);
  g_autofree char *result = g_test_build_filename (G_TEST_BUILT, name, NULL);
  cairo_surface_t *expected, *means[2];
  guint n, n_blocks;
  int worst;

  cairo_surface_write_to_png (actual, result);
  if (g_strcmp0 (g_getenv ("KLASTER_UPDATE_PICTURES"), "1") == 0)
    g_assert_cmpint (cairo_surface_write_to_png (actual, path), ==, CAIRO_STATUS_SUCCESS);
  expected = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (expected), ==, CAIRO_STATUS_SUCCESS);
  means[0] = take_means (actual);
  means[1] = take_means (expected);
  n = count_different (means[0], means[1], 36, &worst);
  n_blocks = (guint) (cairo_image_surface_get_width (means[0]) * cairo_image_surface_get_height (means[0]));
  g_test_message ("%s: %u of %u blocks differ visibly, at most by %d", name, n, n_blocks, worst);
  g_assert_cmpuint (n * 1000, <=, n_blocks * 2);
  cairo_surface_destroy (means[0]);
  cairo_surface_destroy (means[1]);
  cairo_surface_destroy (expected);
}

static cairo_surface_t *
create_opaque (int                 width,
               int                 height,
               const KlasterColor *color,
               cairo_t           **cr)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  *cr = cairo_create (surface);
  klaster_color_set (color, *cr);
  cairo_paint (*cr);
  return surface;
}

static void
test_symbols (void)
{
  static const char *const names[] = { "symbols-light.png", "symbols-dark.png", "symbols-print.png" };

  for (guint theme = 0; theme < KLASTER_N_THEMES; theme++)
    {
      KlasterStyle style = KLASTER_STYLE_DEFAULT;
      const KlasterPalette *palette;
      cairo_surface_t *surface;
      cairo_t *cr;

      style.theme = theme;
      palette = klaster_palette_get (&style);
      surface = create_opaque (12 * 34, 8 * 34, &palette->land, &cr);
      for (guint kind = 0; kind < KLASTER_N_KINDS; kind++)
        {
          for (guint role = 0; role < KLASTER_N_ROLES; role++)
            klaster_symbol_draw (cr, kind, role, 17 + 34 * kind, 17 + 34 * role,
                                 klaster_symbol_get_map_size (role, 13, &style) * 0.8, KLASTER_SYMBOL_PLAIN, &style);
          klaster_symbol_draw (cr, kind, KLASTER_ROLE_MEMBER, 17 + 34 * kind, 17 + 34 * 6, 16,
                               kind < 6 ? 1u << kind : KLASTER_SYMBOL_PLAIN, &style);
          klaster_symbol_draw_badge (cr, (int) kind - 6, 17 + 34 * kind, 17 + 34 * 6, 16, &style);
          klaster_symbol_draw_link (cr, kind % 4, kind % 5, 4 + 34 * kind, 17 + 34 * 7, 26, &style);
        }
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      compare (surface, names[theme]);
      cairo_surface_destroy (surface);
    }
}

/* Any two kinds are told apart without colour: by their shape alone, each drawn in black. */
static void
test_shapes_differ (void)
{
  cairo_surface_t *shapes[KLASTER_N_KINDS];
  KlasterStyle style = KLASTER_STYLE_DEFAULT;

  for (guint kind = 0; kind < KLASTER_N_KINDS; kind++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 24, 24);
      cairo_t *cr = cairo_create (surface);

      klaster_symbol_draw (cr, kind, KLASTER_ROLE_MEMBER, 12, 12, 16, KLASTER_SYMBOL_PLAIN, &style);
      /* Leave only where there is ink, in black: the coloured part on white */
      cairo_set_operator (cr, CAIRO_OPERATOR_DEST_OVER);
      cairo_set_source_rgb (cr, 1, 1, 1);
      cairo_paint (cr);
      cairo_destroy (cr);
      cairo_surface_flush (surface);
      for (int i = 0; i < 24 * 24; i++)
        {
          guint32 *pixel = &((guint32 *) (gpointer) cairo_image_surface_get_data (surface))[i];
          guint sum = (*pixel >> 16 & 0xff) + (*pixel >> 8 & 0xff) + (*pixel & 0xff);

          *pixel = sum < 640 ? 0xff000000 : 0xffffffff;
        }
      shapes[kind] = surface;
    }
  for (guint i = 0; i < KLASTER_N_KINDS; i++)
    for (guint j = i + 1; j < KLASTER_N_KINDS; j++)
      {
        int worst;
        guint n = count_different (shapes[i], shapes[j], 128, &worst);

        g_test_message ("kinds %u and %u: %u pixels", i, j, n);
        g_assert_cmpuint (n, >=, 20);
      }
  for (guint i = 0; i < KLASTER_N_KINDS; i++)
    cairo_surface_destroy (shapes[i]);
}

static double
get_luminance (const KlasterColor *color)
{
  double channels[3] = { color->red, color->green, color->blue };

  for (guint i = 0; i < 3; i++)
    channels[i] = channels[i] <= 0.04045 ? channels[i] / 12.92 : pow ((channels[i] + 0.055) / 1.055, 2.4);
  return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
}

static double
get_contrast (const KlasterColor *a,
              const KlasterColor *b)
{
  double first = get_luminance (a), second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/* Text reads, symbols and links stand out from the ground, in every theme (WCAG 2.1: 4.5 for text, 3 for graphics;
 * amber on a light ground cannot reach 3 and has its shape and outline). */
static void
test_contrast (void)
{
  for (guint theme = 0; theme < KLASTER_N_THEMES; theme++)
    for (guint high = 0; high < 2; high++)
      {
        KlasterStyle style = KLASTER_STYLE_DEFAULT;
        const KlasterPalette *palette;

        style.theme = theme;
        style.high_contrast = high;
        palette = klaster_palette_get (&style);
        g_assert_cmpfloat (get_contrast (&palette->text, &palette->land), >, 10);
        g_assert_cmpfloat (get_contrast (&palette->text_dim, &palette->land), >, 4.5);
        g_assert_cmpfloat (get_contrast (&palette->place_text, &palette->land), >, 7);
        g_assert_cmpfloat (get_contrast (&palette->place_text, &palette->land_neighbour), >, 7);
        g_assert_cmpfloat (get_contrast (&palette->card_text, &palette->card), >, 10);
        g_assert_cmpfloat (get_contrast (&palette->cluster_text, &palette->cluster), >, 10);
        for (guint i = 0; i < KLASTER_N_KINDS; i++)
          g_assert_cmpfloat (get_contrast (&palette->kinds[i], &palette->land), >=,
                             i == KLASTER_KIND_PRESCHOOL ? 2 : 3);
        for (guint i = 0; i < KLASTER_N_ORIENTATIONS; i++)
          g_assert_cmpfloat (get_contrast (&palette->orientations[i], &palette->land), >=,
                             theme == KLASTER_THEME_PRINT ? 2.4 : 3);
        for (guint i = 0; i < 3; i++)
          g_assert_cmpfloat (get_contrast (&palette->attention_glyph[i], &palette->attention[i]), >, 4.4);
      }
}

static void
test_map (void)
{
  static const struct
  {
    const char *name;
    int zoom;
    KlasterTheme theme;
    KlasterLanguage language;
  } pictures[] = {
    { "map-8-light-uz.png", 8, KLASTER_THEME_LIGHT, KLASTER_LANGUAGE_UZ },
    { "map-10-dark-ru.png", 10, KLASTER_THEME_DARK, KLASTER_LANGUAGE_RU },
    { "map-12-print-uz-cyrl.png", 12, KLASTER_THEME_PRINT, KLASTER_LANGUAGE_UZ_CYRL },
  };
  g_autoptr (KlasterSnapshot) snapshot = klaster_generate_snapshot (2026, 90, 130, 12);

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      KlasterMapOptions options = KLASTER_MAP_OPTIONS_DEFAULT;
      g_autoptr (KlasterMapScene) scene = NULL;
      KlasterPoint middle = pixel_of (69.5787, 41.4671, pictures[i].zoom);
      cairo_surface_t *surface;

      options.style.theme = pictures[i].theme;
      options.style.language = pictures[i].language;
      options.date = "2026-11-21";
      scene = klaster_map_scene_new (snapshot, &options, NULL);
      surface = draw_view (scene, &options.style, pictures[i].zoom, middle.x - 240, middle.y - 180, 480, 360, 1);
      compare (surface, pictures[i].name);
      cairo_surface_destroy (surface);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pictures/symbols", test_symbols);
  g_test_add_func ("/pictures/shapes-differ", test_shapes_differ);
  g_test_add_func ("/pictures/contrast", test_contrast);
  g_test_add_func ("/pictures/map", test_map);
  return g_test_run ();
}
