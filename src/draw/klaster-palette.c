/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-palette.h"

#define RGBA(hex, a) { (((hex) >> 16) & 0xff) / 255.0, (((hex) >> 8) & 0xff) / 255.0, ((hex) & 0xff) / 255.0, (a) }
#define RGB(hex) RGBA (hex, 1.0)

/* Kinds keep their hue in every palette, so that somebody who learnt the light map reads the dark one; lightness is set
 * apart for neighbours in hue, and shape carries the kind on its own (klaster-symbol.c). */
/* Categories are told apart without red or green too: no two come closer than 0.08 in Oklab for any of the two (tests/draw);
 * steps go one way in lightness, which a copier keeps. */
static const KlasterPalette light = {
  .land = RGB (0xf7f4ea),
  .land_country = RGB (0xf0ecdf),
  .land_neighbour = RGB (0xe8e6e0),
  .outside = RGB (0xe3e1dc),
  .outside_hatch = RGBA (0x8d8a84, 0.22),
  .urban = RGB (0xe6dacb),
  .water = RGB (0xaed2e8),
  .water_line = RGB (0x88b9da),
  .shore = RGB (0x79abcf),
  .country_line = RGB (0x8b7a95),
  .country_band = RGBA (0x9b86ab, 0.20),
  .province_line = RGB (0xb3a596),
  .place_text = RGB (0x45413c),
  .region_text = RGB (0x8f8476),
  .water_text = RGB (0x3d7ba6),
  .place_halo = RGBA (0xfaf8f1, 0.85),
  .relief = 0.35,
  .relief_light = 0.8,
  .text = RGB (0x16161a),
  .text_dim = RGB (0x5a5a60),
  .halo = RGBA (0xffffff, 0.92),
  .symbol_outline = RGB (0xffffff),
  .symbol_hollow = RGB (0xffffff),
  .kinds = {
    [KLASTER_KIND_PRESCHOOL] = RGB (0xe5970a),
    [KLASTER_KIND_SCHOOL] = RGB (0x1c71d8),
    [KLASTER_KIND_ADDITIONAL] = RGB (0xc21f78),
    [KLASTER_KIND_LYCEUM] = RGB (0x0b8a7c),
    [KLASTER_KIND_VOCATIONAL] = RGB (0x8f4f17),
    [KLASTER_KIND_HIGHER] = RGB (0x6337b3),
    [KLASTER_KIND_FOREIGN] = RGB (0x9b59d0),
    [KLASTER_KIND_RETRAINING] = RGB (0x527f12),
    [KLASTER_KIND_RESEARCH] = RGB (0x1183a5),
    [KLASTER_KIND_AUTHORITY] = RGB (0x45454e),
    [KLASTER_KIND_ENTERPRISE] = RGB (0xcc4a0c),
    [KLASTER_KIND_ASSOCIATION] = RGB (0xd95277),
  },
  .categories = { RGB (0x0869dc), RGB (0xc44100), RGB (0x007978), RGB (0x6d128d),
                  RGB (0x21a1fc), RGB (0xbca51d), RGB (0x771b05) },
  .category_other = RGB (0x9a9aa0),
  .steps = { RGB (0xeaae3a), RGB (0xe07a3f), RGB (0xb9433f), RGB (0x7e2150), RGB (0x37104a) },
  .orientations = {
    [KLASTER_ORIENTATION_VERTICAL] = RGB (0x1a5fb4),
    [KLASTER_ORIENTATION_HORIZONTAL] = RGB (0x1f8f5f),
    [KLASTER_ORIENTATION_MIXED] = RGB (0xd9680c),
    [KLASTER_ORIENTATION_UNKNOWN] = RGB (0x7d7d86),
  },
  .selection = RGB (0x1a5fb4),
  .attention = { RGB (0x2a72c8), RGB (0xf5c211), RGB (0xc01c28) },
  .attention_glyph = { RGB (0xffffff), RGB (0x3d2f00), RGB (0xffffff) },
  .cluster = RGB (0xffffff),
  .cluster_text = RGB (0x1c1c20),
  .overlay_line = RGB (0x7b4b94),
  .overlay_fill = RGBA (0x9b6bb4, 0.10),
  .card = RGBA (0xffffff, 0.94),
  .card_text = RGB (0x2e2e33),
};

static const KlasterPalette dark = {
  .land = RGB (0x2f3336),
  .land_country = RGB (0x292c2f),
  .land_neighbour = RGB (0x222426),
  .outside = RGB (0x1c1d1f),
  .outside_hatch = RGBA (0x8f9498, 0.13),
  .urban = RGB (0x403d3b),
  .water = RGB (0x1d4259),
  .water_line = RGB (0x33708f),
  .shore = RGB (0x3b7797),
  .country_line = RGB (0x9b8ba8),
  .country_band = RGBA (0xa892b8, 0.14),
  .province_line = RGB (0x6a655f),
  .place_text = RGB (0xcfccc6),
  .region_text = RGB (0x8b867e),
  .water_text = RGB (0x7cb6d6),
  .place_halo = RGBA (0x1e2022, 0.80),
  .relief = 0.35,
  .relief_light = 0.12,
  .text = RGB (0xf6f5f4),
  .text_dim = RGB (0xb5b5ba),
  .halo = RGBA (0x16171a, 0.90),
  .symbol_outline = RGB (0x131416),
  .symbol_hollow = RGB (0x25282b),
  .kinds = {
    [KLASTER_KIND_PRESCHOOL] = RGB (0xf9b93a),
    [KLASTER_KIND_SCHOOL] = RGB (0x5aa6ff),
    [KLASTER_KIND_ADDITIONAL] = RGB (0xf0669f),
    [KLASTER_KIND_LYCEUM] = RGB (0x33c9b5),
    [KLASTER_KIND_VOCATIONAL] = RGB (0xcd9360),
    [KLASTER_KIND_HIGHER] = RGB (0xb392f5),
    [KLASTER_KIND_FOREIGN] = RGB (0xd6a4f7),
    [KLASTER_KIND_RETRAINING] = RGB (0xa2cc55),
    [KLASTER_KIND_RESEARCH] = RGB (0x52c4e6),
    [KLASTER_KIND_AUTHORITY] = RGB (0xd0d0d8),
    [KLASTER_KIND_ENTERPRISE] = RGB (0xff8a4f),
    [KLASTER_KIND_ASSOCIATION] = RGB (0xf794ac),
  },
  .categories = { RGB (0x929dff), RGB (0xe7840f), RGB (0x06c681), RGB (0xd6b4fe),
                  RGB (0xc0ebea), RGB (0xeee65f), RGB (0xe773ca) },
  .category_other = RGB (0x8d8d93),
  .steps = { RGB (0x705ebb), RGB (0xad70bc), RGB (0xe48798), RGB (0xfab16c), RGB (0xfdeeb0) },
  .orientations = {
    [KLASTER_ORIENTATION_VERTICAL] = RGB (0x78b4ff),
    [KLASTER_ORIENTATION_HORIZONTAL] = RGB (0x53d79b),
    [KLASTER_ORIENTATION_MIXED] = RGB (0xffa65c),
    [KLASTER_ORIENTATION_UNKNOWN] = RGB (0xa9abb3),
  },
  .selection = RGB (0x99c6ff),
  .attention = { RGB (0x78b4ff), RGB (0xffd94a), RGB (0xff6b6b) },
  .attention_glyph = { RGB (0x10202f), RGB (0x2b2200), RGB (0x2b0000) },
  .cluster = RGB (0x1b1d1f),
  .cluster_text = RGB (0xf6f5f4),
  .overlay_line = RGB (0xd3a6ea),
  .overlay_fill = RGBA (0xd3a6ea, 0.08),
  .card = RGBA (0x2a2b2e, 0.94),
  .card_text = RGB (0xeeeeec),
};

/* For paper: white ground, darker and further apart in lightness, so that a copier keeps kinds and orientations
 * apart. */
static const KlasterPalette print = {
  .land = RGB (0xffffff),
  .land_country = RGB (0xfaf9f6),
  .land_neighbour = RGB (0xf0efec),
  .outside = RGB (0xf0efec),
  .outside_hatch = RGBA (0x8d8a84, 0.30),
  .urban = RGB (0xeae3d9),
  .water = RGB (0xcbe2f0),
  .water_line = RGB (0x8fbfdd),
  .shore = RGB (0x86b4d2),
  .country_line = RGB (0x7c6d86),
  .country_band = RGBA (0x9b86ab, 0.16),
  .province_line = RGB (0xa59a8e),
  .place_text = RGB (0x3c3833),
  .region_text = RGB (0x857b6e),
  .water_text = RGB (0x33719c),
  .place_halo = RGBA (0xffffff, 0.9),
  .relief = 0.20,
  .relief_light = 0,
  .text = RGB (0x000000),
  .text_dim = RGB (0x505055),
  .halo = RGBA (0xffffff, 0.95),
  .symbol_outline = RGB (0xffffff),
  .symbol_hollow = RGB (0xffffff),
  .kinds = {
    [KLASTER_KIND_PRESCHOOL] = RGB (0xe8a01c),
    [KLASTER_KIND_SCHOOL] = RGB (0x1a64bd),
    [KLASTER_KIND_ADDITIONAL] = RGB (0xad1a6a),
    [KLASTER_KIND_LYCEUM] = RGB (0x0a7d70),
    [KLASTER_KIND_VOCATIONAL] = RGB (0x7d4413),
    [KLASTER_KIND_HIGHER] = RGB (0x532a9e),
    [KLASTER_KIND_FOREIGN] = RGB (0x9b59d0),
    [KLASTER_KIND_RETRAINING] = RGB (0x4d7a10),
    [KLASTER_KIND_RESEARCH] = RGB (0x2a93b3),
    [KLASTER_KIND_AUTHORITY] = RGB (0x2f2f36),
    [KLASTER_KIND_ENTERPRISE] = RGB (0xc04408),
    [KLASTER_KIND_ASSOCIATION] = RGB (0xdc6485),
  },
  .categories = { RGB (0x0869dc), RGB (0xc44100), RGB (0x007978), RGB (0x6d128d),
                  RGB (0x21a1fc), RGB (0xbca51d), RGB (0x771b05) },
  .category_other = RGB (0x9a9aa0),
  .steps = { RGB (0xeaae3a), RGB (0xe07a3f), RGB (0xb9433f), RGB (0x7e2150), RGB (0x37104a) },
  .orientations = {
    [KLASTER_ORIENTATION_VERTICAL] = RGB (0x16478a),
    [KLASTER_ORIENTATION_HORIZONTAL] = RGB (0x2b9567),
    [KLASTER_ORIENTATION_MIXED] = RGB (0xe58430),
    [KLASTER_ORIENTATION_UNKNOWN] = RGB (0x8c8c94),
  },
  .selection = RGB (0x16478a),
  .attention = { RGB (0x2a72c8), RGB (0xf5c211), RGB (0xb0141f) },
  .attention_glyph = { RGB (0xffffff), RGB (0x2b2200), RGB (0xffffff) },
  .cluster = RGB (0xffffff),
  .cluster_text = RGB (0x000000),
  .overlay_line = RGB (0x6b3d84),
  .overlay_fill = RGBA (0x9b6bb4, 0.06),
  .card = RGB (0xffffff),
  .card_text = RGB (0x1c1c20),
};

static KlasterPalette contrast[KLASTER_N_THEMES];

static void
init_contrast (void)
{
  static const KlasterColor black = RGB (0x000000), white = RGB (0xffffff);
  const KlasterPalette *const bases[] = { &light, &dark, &print };

  for (guint i = 0; i < KLASTER_N_THEMES; i++)
    {
      gboolean on_dark = i == KLASTER_THEME_DARK;
      const KlasterColor *ink = on_dark ? &white : &black;
      const KlasterColor *paper = on_dark ? &black : &white;
      KlasterPalette *self = &contrast[i];

      *self = *bases[i];
      self->relief = 0;
      self->text = self->text_dim = self->place_text = self->region_text = self->cluster_text = self->card_text = *ink;
      self->halo = self->place_halo = self->card = self->cluster = *paper;
      self->symbol_outline = *ink;
      self->symbol_hollow = *paper;
      self->land = *paper;
      self->country_line = self->province_line = self->overlay_line = self->selection = *ink;
    }
}

/**
 * klaster_palette_get:
 * @style: a style
 *
 * Returns: (transfer none): the colours of @style's theme; static
 */
const KlasterPalette *
klaster_palette_get (const KlasterStyle *style)
{
  static gsize once;

  if (style->high_contrast)
    {
      if (g_once_init_enter (&once))
        {
          init_contrast ();
          g_once_init_leave (&once, 1);
        }
      return &contrast[style->theme];
    }
  switch (style->theme)
    {
    case KLASTER_THEME_DARK:
      return &dark;
    case KLASTER_THEME_PRINT:
      return &print;
    case KLASTER_THEME_LIGHT:
    case KLASTER_N_THEMES:
    default:
      return &light;
    }
}

/**
 * klaster_style_get_key:
 * @style: a style
 *
 * Returns: (transfer full): text that differs for every style, for ids of tile sources and keys of caches
 */
char *
klaster_style_get_key (const KlasterStyle *style)
{
  static const char *const names[] = { "light", "dark", "print" };

  return g_strdup_printf ("%s-%s-%d%s", names[style->theme], klaster_language_get_code (style->language),
                          (int) (style->text_scale * 100 + 0.5), style->high_contrast ? "-hc" : "");
}
