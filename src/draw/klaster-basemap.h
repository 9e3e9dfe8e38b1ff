/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-palette.h"
#include "klaster-projection.h"

G_BEGIN_DECLS

/* The embedded offline basemap: the wider surroundings of Tashkent region, useful to about zoom 11. Loaded once on
 * first use, immutable afterwards; safe on any thread. Names of places are not drawn here but by the scene, which
 * places them together with the members' labels. */

/* Past these there is nothing more to show; the view should say so quietly and offer the online map. */
#define KLASTER_BASEMAP_DETAIL_ZOOM 11

typedef enum
{
  KLASTER_PLACE_COUNTRY,
  KLASTER_PLACE_REGION,
  KLASTER_PLACE_CAPITAL,
  KLASTER_PLACE_CITY,
  KLASTER_PLACE_TOWN,
  KLASTER_PLACE_VILLAGE,
  KLASTER_PLACE_WATER,
} KlasterPlaceKind;

typedef struct
{
  KlasterPlaceKind kind;
  KlasterPoint position;                      /* world */
  int min_zoom;                               /* shown from here */
  int max_zoom;                               /* and up to here */
  guint population;                           /* 0: unknown */
  gboolean focus;                             /* in the focus region or its country */
  const char *names[KLASTER_N_LANGUAGES];     /* never NULL */
} KlasterPlace;

/* Draws @bounds worth of map, @x0/@y0 being the pixel at @zoom that lies at the context's origin. */
void                klaster_basemap_draw      (cairo_t            *cr,
                                               double              zoom,
                                               double              x0,
                                               double              y0,
                                               double              width,
                                               double              height,
                                               const KlasterStyle *style);
/* The tile at the context's origin, KLASTER_TILE_SIZE logical pixels; scale @cr (or set the surface's device scale) for
 * scale factor 2. */
void                klaster_basemap_draw_tile (cairo_t            *cr,
                                               int                 zoom,
                                               int                 x,
                                               int                 y,
                                               const KlasterStyle *style);
/* World coordinates of what the data cover */
KlasterRect         klaster_basemap_get_bounds (void);
/* World coordinates of Tashkent region: what an empty project's map shows */
KlasterRect         klaster_basemap_get_focus_bounds (void);
/* In order of rank; (transfer none) */
const KlasterPlace *klaster_basemap_get_places (guint             *n_places);
/* "© OpenStreetMap contributors · Natural Earth · GeoNames · GSHHG"; static, the same in every language */
const char         *klaster_basemap_get_attribution (void);

G_END_DECLS
