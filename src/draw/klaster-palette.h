/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "klaster-classes.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/* Positions in the token lists institution_kinds, institution_roles, orientations and cooperation_statuses. */
typedef enum
{
  KLASTER_KIND_PRESCHOOL,
  KLASTER_KIND_SCHOOL,
  KLASTER_KIND_ADDITIONAL,
  KLASTER_KIND_LYCEUM,
  KLASTER_KIND_VOCATIONAL,
  KLASTER_KIND_HIGHER,
  KLASTER_KIND_FOREIGN,
  KLASTER_KIND_RETRAINING,
  KLASTER_KIND_RESEARCH,
  KLASTER_KIND_AUTHORITY,
  KLASTER_KIND_ENTERPRISE,
  KLASTER_KIND_ASSOCIATION,
  KLASTER_N_KINDS
} KlasterKind;

typedef enum
{
  KLASTER_ROLE_INTEGRATOR,
  KLASTER_ROLE_CORE,
  KLASTER_ROLE_MEMBER,
  KLASTER_ROLE_PARTNER,
  KLASTER_ROLE_CANDIDATE,
  KLASTER_ROLE_FORMER,
  KLASTER_N_ROLES
} KlasterRole;

typedef enum
{
  KLASTER_ORIENTATION_VERTICAL,
  KLASTER_ORIENTATION_HORIZONTAL,
  KLASTER_ORIENTATION_MIXED,
  KLASTER_ORIENTATION_UNKNOWN, /* null in the row */
  KLASTER_N_ORIENTATIONS
} KlasterOrientation;

typedef enum
{
  KLASTER_LINK_PROPOSED,
  KLASTER_LINK_ACTIVE,
  KLASTER_LINK_SUSPENDED,
  KLASTER_LINK_ENDED,
  KLASTER_LINK_UNKNOWN, /* null in the row */
  KLASTER_N_LINK_STATUSES
} KlasterLinkStatus;

typedef enum
{
  KLASTER_THEME_LIGHT,
  KLASTER_THEME_DARK,
  KLASTER_THEME_PRINT, /* white paper, saving ink, legible in grey */
  KLASTER_N_THEMES
} KlasterTheme;

/**
 * KlasterStyle:
 * @theme: which palette
 * @high_contrast: stronger outlines and text, no relief
 * @language: of the names on the map
 * @text_scale: factor on the size of text and symbols, 1.0 is 100 %
 *
 * How to draw. A plain value: copy it. Device scale is not part of it, it is read off the cairo context.
 */
typedef struct
{
  KlasterTheme theme;
  gboolean high_contrast;
  KlasterLanguage language;
  double text_scale;
} KlasterStyle;

#define KLASTER_STYLE_DEFAULT ((KlasterStyle) { KLASTER_THEME_LIGHT, FALSE, KLASTER_LANGUAGE_UZ, 1.0 })

/* Text that differs for every style: "dark-uz_Cyrl-100-hc"; part of a tile source's id. (transfer full) */
char *klaster_style_get_key (const KlasterStyle *style);

typedef struct
{
  double red, green, blue, alpha;
} KlasterColor;

/* Colours for what has no order, as founders */
#define KLASTER_N_CATEGORIES 7

typedef struct
{
  KlasterColor land;             /* the focus region */
  KlasterColor land_country;     /* the rest of the country */
  KlasterColor land_neighbour;
  KlasterColor outside;          /* past the end of the data */
  KlasterColor outside_hatch;
  KlasterColor urban;
  KlasterColor water;
  KlasterColor water_line;
  KlasterColor shore;
  KlasterColor country_line;
  KlasterColor country_band;     /* soft band along the inside of the country's line */
  KlasterColor province_line;
  KlasterColor place_text;
  KlasterColor region_text;
  KlasterColor water_text;
  KlasterColor place_halo;
  double relief;                 /* strength of the hill shading, 0 … 0.35 */
  double relief_light;           /* of slopes in the light, as a share of that */

  KlasterColor text;             /* labels of members */
  KlasterColor text_dim;
  KlasterColor halo;
  KlasterColor symbol_outline;
  KlasterColor symbol_hollow;    /* inside of a candidate's symbol */
  KlasterColor kinds[KLASTER_N_KINDS];
  KlasterColor categories[KLASTER_N_CATEGORIES];
  KlasterColor category_other;
  KlasterColor steps[KLASTER_N_STEPS]; /* from little to much */
  KlasterColor orientations[KLASTER_N_ORIENTATIONS];
  KlasterColor selection;
  KlasterColor attention[3];     /* KlasterAttentionLevel */
  KlasterColor attention_glyph[3];
  KlasterColor cluster;
  KlasterColor cluster_text;
  KlasterColor overlay_line;     /* outlines from imported GeoJSON */
  KlasterColor overlay_fill;
  KlasterColor card;             /* behind legend and scale */
  KlasterColor card_text;
} KlasterPalette;

/* (transfer none): static */
const KlasterPalette *klaster_palette_get (const KlasterStyle *style);

static inline void
klaster_color_set (const KlasterColor *self,
                   cairo_t            *cr)
{
  cairo_set_source_rgba (cr, self->red, self->green, self->blue, self->alpha);
}

static inline void
klaster_color_set_alpha (const KlasterColor *self,
                         double              alpha,
                         cairo_t            *cr)
{
  cairo_set_source_rgba (cr, self->red, self->green, self->blue, self->alpha * alpha);
}

G_END_DECLS
